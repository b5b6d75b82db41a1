//! The hosts that a build can write for, and that `verify` recognises.

use std::str::FromStr;

use anyhow::{Error, bail};
use serde::Deserialize;

/// A host of plain files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Host {
    /// Unknown: the folder may be copied anywhere.
    #[default]
    Any,
    /// GitHub Pages.
    GitHubPages,
    /// Cloudflare Pages.
    Cloudflare,
    /// Netlify.
    Netlify,
    /// Vercel.
    Vercel,
    /// nginx on a server of one's own.
    Nginx,
    /// Caddy on a server of one's own.
    Caddy,
    /// Apache, also on shared hosting.
    Apache,
    /// S3 and stores like it.
    S3,
    /// CloudFront, which is recognised in front of a store. No setting names it.
    CloudFront,
}

impl Host {
    /// Those that the setting `host` can name.
    pub const SETTINGS: [Self; 9] = [
        Self::Any,
        Self::GitHubPages,
        Self::Cloudflare,
        Self::Netlify,
        Self::Vercel,
        Self::Nginx,
        Self::Caddy,
        Self::Apache,
        Self::S3,
    ];

    /// What the setting calls it.
    #[must_use]
    pub fn setting(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::GitHubPages => "github-pages",
            Self::Cloudflare => "cloudflare",
            Self::Netlify => "netlify",
            Self::Vercel => "vercel",
            Self::Nginx => "nginx",
            Self::Caddy => "caddy",
            Self::Apache => "apache",
            Self::S3 => "s3",
            Self::CloudFront => "cloudfront",
        }
    }

    /// Its name in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "any host",
            Self::GitHubPages => "GitHub Pages",
            Self::Cloudflare => "Cloudflare",
            Self::Netlify => "Netlify",
            Self::Vercel => "Vercel",
            Self::Nginx => "nginx",
            Self::Caddy => "Caddy",
            Self::Apache => "Apache",
            Self::S3 => "S3",
            Self::CloudFront => "CloudFront",
        }
    }

    /// Whether it sends a compressed file that lies beside the plain one. Others compress by themselves, or not at all.
    #[must_use]
    pub fn sends_compressed_files(self) -> bool {
        match self {
            Self::Nginx | Self::Caddy | Self::Apache => true,
            Self::Any
            | Self::GitHubPages
            | Self::Cloudflare
            | Self::Netlify
            | Self::Vercel
            | Self::S3
            | Self::CloudFront => false,
        }
    }
}

impl FromStr for Host {
    type Err = Error;

    /// Reads what the setting `host` says.
    ///
    /// # Errors
    /// If no host has this name. The message lists all names.
    fn from_str(name: &str) -> Result<Self, Error> {
        match Self::SETTINGS.into_iter().find(|host| host.setting() == name) {
            Some(host) => Ok(host),
            None => {
                let names = Self::SETTINGS.map(Self::setting).join("`, `");
                bail!("there is no host `{name}`; name one of `{names}`")
            }
        }
    }
}

impl TryFrom<String> for Host {
    type Error = Error;

    fn try_from(name: String) -> Result<Self, Error> {
        name.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_read_and_an_unknown_one_lists_them() {
        for host in Host::SETTINGS {
            assert_eq!(host.setting().parse::<Host>().ok(), Some(host));
        }
        let error = "heroku".parse::<Host>().map_err(|error| error.to_string());
        assert!(error.is_err_and(|text| text.contains("`heroku`") && text.contains("`s3`")));
    }
}
