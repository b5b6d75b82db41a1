//! Recognises hosts by the headers of an answer.

use super::client::Answer;
use crate::host::Host;

/// Hosts that are recognised.
#[cfg(test)]
pub(super) const RECOGNISED: [Host; 9] = [
    Host::Netlify,
    Host::Cloudflare,
    Host::GitHubPages,
    Host::Vercel,
    Host::S3,
    Host::CloudFront,
    Host::Nginx,
    Host::Apache,
    Host::Caddy,
];

/// All that an answer came through: one host may stand in front of another.
pub(super) fn recognise(answer: &Answer) -> Vec<Host> {
    let says = |name: &str, word: &str| {
        answer.header(name).is_some_and(|value| value.to_ascii_lowercase().contains(word))
    };
    let has = |name: &str| answer.header(name).is_some();
    [
        (Host::Cloudflare, says("server", "cloudflare") || has("cf-ray")),
        (Host::Netlify, says("server", "netlify") || has("x-nf-request-id")),
        (Host::GitHubPages, says("server", "github.com") || has("x-github-request-id")),
        (Host::Vercel, says("server", "vercel") || has("x-vercel-id")),
        (Host::CloudFront, says("server", "cloudfront") || says("via", "cloudfront") || has("x-amz-cf-id")),
        (Host::S3, says("server", "amazons3") || has("x-amz-request-id")),
        (Host::Nginx, says("server", "nginx") || says("server", "openresty")),
        (Host::Apache, says("server", "apache") || says("server", "litespeed")),
        (Host::Caddy, says("server", "caddy")),
    ]
    .into_iter()
    .filter_map(|(host, is)| is.then_some(host))
    .collect()
}
