//! What is asked of hosts, and what runs the workflow.

use clap::ValueEnum;

use crate::host::Host;

/// The hosts that can be chosen, the most asked for first.
pub(super) const CHOICES: [Host; 9] = [
    Host::GitHubPages,
    Host::Cloudflare,
    Host::Netlify,
    Host::Vercel,
    Host::Nginx,
    Host::Caddy,
    Host::Apache,
    Host::S3,
    Host::Any,
];

/// What a host is called in a list of choices.
pub(super) fn choice(host: Host) -> &'static str {
    match host {
        Host::GitHubPages | Host::Netlify | Host::Vercel | Host::CloudFront => host.name(),
        Host::Cloudflare => "Cloudflare Pages",
        Host::Nginx => "a server with nginx",
        Host::Caddy => "a server with Caddy",
        Host::Apache => "a server with Apache",
        Host::S3 => "S3, R2 or another store like it",
        Host::Any => "another one, or I don't know yet",
    }
}

/// What begins the address that `lamplight publish` needs, if that verb copies the blog to the host.
pub(super) fn target_scheme(host: Host) -> Option<&'static str> {
    match host {
        Host::Nginx | Host::Caddy | Host::Apache => Some("sftp://"),
        Host::S3 | Host::CloudFront => Some("s3://"),
        Host::Any | Host::GitHubPages | Host::Cloudflare | Host::Netlify | Host::Vercel => None,
    }
}

/// What runs the workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CiService {
    /// GitHub Actions.
    Github,
    /// GitLab CI.
    Gitlab,
    /// Nothing: the blog is published by hand.
    None,
}
