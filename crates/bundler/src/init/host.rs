//! Where a blog is published, and what runs the workflow.

use clap::ValueEnum;

/// Where a blog is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PublishingHost {
    /// GitHub Pages.
    GithubPages,
    /// Cloudflare Pages.
    Cloudflare,
    /// Netlify.
    Netlify,
    /// Vercel.
    Vercel,
    /// A server with nginx.
    Nginx,
    /// A server with Caddy.
    Caddy,
    /// A server with Apache.
    Apache,
    /// S3 and stores that work like it.
    S3,
    /// Any other, or not known yet.
    Any,
}

impl PublishingHost {
    /// All hosts, in the order of the documentation.
    pub const ALL: [Self; 9] = [
        Self::GithubPages,
        Self::Cloudflare,
        Self::Netlify,
        Self::Vercel,
        Self::Nginx,
        Self::Caddy,
        Self::Apache,
        Self::S3,
        Self::Any,
    ];

    /// Its name in options and settings.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::GithubPages => "github-pages",
            Self::Cloudflare => "cloudflare",
            Self::Netlify => "netlify",
            Self::Vercel => "vercel",
            Self::Nginx => "nginx",
            Self::Caddy => "caddy",
            Self::Apache => "apache",
            Self::S3 => "s3",
            Self::Any => "any",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::GithubPages => "GitHub Pages",
            Self::Cloudflare => "Cloudflare Pages",
            Self::Netlify => "Netlify",
            Self::Vercel => "Vercel",
            Self::Nginx => "a server with nginx",
            Self::Caddy => "a server with Caddy",
            Self::Apache => "a server with Apache",
            Self::S3 => "S3, R2 or another store like it",
            Self::Any => "another one, or I don't know yet",
        }
    }

    /// What begins the address that `lamplight publish` needs, if that verb copies the blog there.
    #[must_use]
    pub fn target(self) -> Option<&'static str> {
        match self {
            Self::Nginx | Self::Caddy | Self::Apache => Some("sftp://"),
            Self::S3 => Some("s3://"),
            _ => None,
        }
    }

    /// Whether the host compresses files by itself.
    #[must_use]
    pub(crate) fn compresses(self) -> bool {
        matches!(self, Self::GithubPages | Self::Cloudflare | Self::Netlify | Self::Vercel)
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
