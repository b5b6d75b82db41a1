//! What hosts are to send: one table of headers, types and redirects. The other files of this folder write it in the format of
//! each host.

use lamplight_format::model::{Site, route_key};
use lamplight_format::route::{Feed, url};

use crate::app::App;
use crate::host::Host;
use crate::output::names::{OPENSEARCH, WEB_MANIFEST};
use crate::paths::file_of;
use crate::site::ResolvedSite;

/// Longest line of `_redirects` that Cloudflare reads, in characters.
const LONGEST_REDIRECT: usize = 1_000;

pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";
/// Kept, but asked for anew each time.
pub(super) const REVALIDATE: &str = "public, max-age=0, must-revalidate";

/// What a host is to send for one site.
pub(crate) struct HostRules {
    /// Base path of the site, with slashes at both ends.
    pub(super) base: String,
    /// Headers of every answer: name and value.
    pub(super) security: Vec<(&'static str, String)>,
    /// Old and new address of each redirect, percent-encoded, in both spellings of the old one.
    pub(super) redirects: Vec<(String, String)>,
}

impl HostRules {
    pub(crate) fn of(resolved: &ResolvedSite, site: &Site, app: &App) -> Self {
        let redirects = redirects(resolved, site);
        Self { base: site.base.clone(), security: security(site, app), redirects }
    }

    /// The redirects that a host reads. The pages at all other old addresses do the same, a moment later.
    pub(super) fn redirects_for(&self, host: Host) -> Vec<&(String, String)> {
        let readable = self.redirects.iter().filter(|rule| is_readable(host, rule));
        readable.take(most_redirects(host)).collect()
    }
}

/// How many redirects a host reads.
pub(super) fn most_redirects(host: Host) -> usize {
    match host {
        // That of Cloudflare, which is the lowest of those that read the file.
        Host::Any | Host::Cloudflare => 2_000,
        // It names no number, and advises against more.
        Host::Netlify => 10_000,
        // It has 2,048 routes in all, and some are headers.
        Host::Vercel => 2_000,
        Host::Nginx | Host::Caddy | Host::Apache => usize::MAX,
        Host::GitHubPages | Host::S3 | Host::CloudFront => 0,
    }
}

/// Whether a host takes a redirect as it is meant.
fn is_readable(host: Host, (from, to): &(String, String)) -> bool {
    match host {
        Host::Any | Host::Cloudflare | Host::Netlify => {
            // A star, and a name behind a colon, stand for other addresses.
            let mut colons = from.split(':').skip(1);
            !from.contains('*')
                && !colons.any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
                && (host == Host::Netlify || from.len() + to.len() + " 301 ".len() <= LONGEST_REDIRECT)
        }
        // A name in braces stands for a value.
        Host::Caddy => !from.contains("%7B"),
        Host::GitHubPages | Host::Vercel | Host::Nginx | Host::Apache | Host::S3 | Host::CloudFront => true,
    }
}

/// The policy of the pages' `<meta>` again, with what only a header can say.
fn security(site: &Site, app: &App) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("Content-Security-Policy", format!("{}; frame-ancestors 'none'", app.policy)),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("X-Frame-Options", "DENY".to_owned()),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()".to_owned()),
    ];
    if site.is_secure() {
        // For a year. Not for sub-domains: they are not ours to decide on.
        headers.push(("Strict-Transport-Security", "max-age=31536000".to_owned()));
    }
    headers
}

/// Types of files whose endings say too little.
pub(super) fn types() -> [(&'static str, &'static str); 5] {
    let of_feed = |feed: Feed| {
        let kind = match feed {
            Feed::Atom => "application/atom+xml; charset=utf-8",
            Feed::Rss => "application/rss+xml; charset=utf-8",
            Feed::Json => "application/feed+json; charset=utf-8",
        };
        (feed.file_name(), kind)
    };
    let [atom, rss, json] = Feed::ALL.map(of_feed);
    [
        atom,
        rss,
        json,
        (OPENSEARCH, "application/opensearchdescription+xml; charset=utf-8"),
        (WEB_MANIFEST, "application/manifest+json"),
    ]
}

/// Whether files of this name are in many folders.
pub(super) fn is_feed(name: &str) -> bool {
    Feed::ALL.iter().any(|feed| feed.file_name() == name)
}

fn redirects(resolved: &ResolvedSite, site: &Site) -> Vec<(String, String)> {
    let both = resolved.redirects.values().flat_map(|redirect| {
        let (from, to) = (url(&site.base, &redirect.from), url(&site.base, &redirect.to));
        // The other spelling of a page's own address is the page itself.
        let own = route_key(&redirect.from) == route_key(&redirect.to);
        let other = if file_of(&redirect.from).ends_with("/index.html") && !own {
            match from.strip_suffix('/') {
                Some(bare) => Some(bare.to_owned()),
                None => Some(format!("{from}/")),
            }
        } else {
            None
        };
        std::iter::once(from).chain(other).map(move |from| (from, to.clone()))
    });
    both.collect()
}

/// A text as regular expressions take it literally.
pub(super) fn regex(text: &str) -> String {
    text.chars()
        .flat_map(|c| (!c.is_ascii_alphanumeric() && c != '/').then_some('\\').into_iter().chain([c]))
        .collect()
}

/// An address as servers compare it.
pub(super) fn decoded(address: &str) -> String {
    percent_encoding::percent_decode_str(address).decode_utf8_lossy().into_owned()
}

pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
