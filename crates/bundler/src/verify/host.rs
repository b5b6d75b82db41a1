//! Hosts that are recognised by their headers.

use super::client::Answer;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    Netlify,
    Cloudflare,
    GitHubPages,
    Vercel,
    S3,
    CloudFront,
    Nginx,
    Apache,
    Caddy,
}

impl Host {
    #[cfg(test)]
    pub(super) const ALL: [Self; 9] = [
        Self::Netlify,
        Self::Cloudflare,
        Self::GitHubPages,
        Self::Vercel,
        Self::S3,
        Self::CloudFront,
        Self::Nginx,
        Self::Apache,
        Self::Caddy,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Netlify => "Netlify",
            Self::Cloudflare => "Cloudflare",
            Self::GitHubPages => "GitHub Pages",
            Self::Vercel => "Vercel",
            Self::S3 => "S3",
            Self::CloudFront => "CloudFront",
            Self::Nginx => "nginx",
            Self::Apache => "Apache",
            Self::Caddy => "Caddy",
        }
    }

    /// All that an answer came through: one host may stand in front of another.
    pub(super) fn of(answer: &Answer) -> Vec<Self> {
        let says = |name: &str, word: &str| {
            answer.header(name).is_some_and(|value| value.to_ascii_lowercase().contains(word))
        };
        let has = |name: &str| answer.header(name).is_some();
        [
            (Self::Cloudflare, says("server", "cloudflare") || has("cf-ray")),
            (Self::Netlify, says("server", "netlify") || has("x-nf-request-id")),
            (Self::GitHubPages, says("server", "github.com") || has("x-github-request-id")),
            (Self::Vercel, says("server", "vercel") || has("x-vercel-id")),
            (
                Self::CloudFront,
                says("server", "cloudfront") || says("via", "cloudfront") || has("x-amz-cf-id"),
            ),
            (Self::S3, says("server", "amazons3") || has("x-amz-request-id")),
            (Self::Nginx, says("server", "nginx") || says("server", "openresty")),
            (Self::Apache, says("server", "apache") || says("server", "litespeed")),
            (Self::Caddy, says("server", "caddy")),
        ]
        .into_iter()
        .filter_map(|(host, is)| is.then_some(host))
        .collect()
    }
}
