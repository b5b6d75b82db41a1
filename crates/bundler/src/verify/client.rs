//! Asks one host for files. Redirects are followed by hand, so that each is seen, and never to another origin.

use std::io::Read;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use ureq::http::Uri;

use crate::output::names::INDEX;

/// The longest body that is read. No file of a blog that is looked at whole is larger.
const LONGEST: u64 = 64 << 20;
/// How long a host may take for one answer.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long it may take to connect.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Attempts while the host is overloaded.
const TRIES: u32 = 3;
/// Redirects that are followed: a blog has one or two.
const HOPS: usize = 5;

/// The answer of a host.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    /// Without compression.
    pub body: Vec<u8>,
}

impl Answer {
    pub(super) fn of(status: u16, body: Vec<u8>) -> Self {
        Self { status, headers: Vec::new(), body }
    }

    #[cfg(test)]
    pub(super) fn with(name: &str, value: &str) -> Self {
        Self { status: 200, headers: vec![(name.to_owned(), value.to_owned())], body: Vec::new() }
    }

    /// The value of a header, by its name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308) && self.header("location").is_some()
    }
}

/// One step from an address to another.
#[derive(Debug)]
pub(super) struct Hop {
    pub status: u16,
    /// Path of the origin, without query.
    pub to: String,
}

/// Where an address leads in the end.
#[derive(Debug)]
pub(super) struct RedirectChain {
    pub hops: Vec<Hop>,
    pub answer: Answer,
    /// Another origin that the last answer leads to. Nothing was asked of it.
    pub left: Option<String>,
}

impl RedirectChain {
    /// The path of the origin that answered, if it is another than was asked for.
    pub(super) fn end(&self) -> Option<&str> {
        self.hops.last().map(|hop| hop.to.as_str())
    }
}

/// A site on its host.
pub(super) struct Client {
    agent: ureq::Agent,
    /// `https://example.org`
    pub origin: String,
    /// `/` or `/x/y/`
    pub base: String,
}

impl Client {
    /// A client for the site whose home page is at this address.
    pub(super) fn new(address: &str) -> Result<Self> {
        let uri: Uri = address.parse().with_context(|| format!("`{address}` is no address"))?;
        let scheme = uri.scheme_str().unwrap_or_default();
        let host = uri.authority().map(|host| host.as_str()).unwrap_or_default();
        if !matches!(scheme, "http" | "https") || host.is_empty() || host.contains('@') {
            bail!("`{address}` is no address of a site; write it as https://example.org/blog/");
        }
        let path = uri.path().trim_end_matches(INDEX);
        let base = if path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_global(Some(TIMEOUT))
            .user_agent(concat!("lamplight-verify/", env!("CARGO_PKG_VERSION")))
            .build();
        let origin = format!("{scheme}://{host}");
        Ok(Self { agent: config.new_agent(), origin, base })
    }

    /// Requests a path of the origin. An overloaded host is asked again.
    pub(super) fn ask(&self, path: &str, head: bool) -> Result<Answer, String> {
        self.ask_at(&format!("{}{path}", self.origin), head)
    }

    fn ask_at(&self, address: &str, head: bool) -> Result<Answer, String> {
        let mut last = self.once(address, head);
        for attempt in 1..TRIES {
            if last.as_ref().is_ok_and(|answer| !matches!(answer.status, 429 | 502..=504)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(500) * attempt);
            last = self.once(address, head);
        }
        last
    }

    fn once(&self, address: &str, head: bool) -> Result<Answer, String> {
        let request = if head { self.agent.head(address) } else { self.agent.get(address) };
        let mut response = request.header("accept-encoding", "br, gzip").call().map_err(|e| e.to_string())?;
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        let status = response.status().as_u16();
        let mut answer = Answer { status, headers, body: Vec::new() };
        if !head {
            let mut wire = Vec::new();
            let read = response.body_mut().with_config().limit(LONGEST).reader().read_to_end(&mut wire);
            read.map_err(|error| error.to_string())?;
            answer.body = unpacked(wire, answer.header("content-encoding").unwrap_or_default())?;
        }
        Ok(answer)
    }

    /// Asks for a path of the origin, and for whatever it leads to within the origin.
    pub(super) fn follow(&self, path: &str) -> Result<RedirectChain, String> {
        let mut way = RedirectChain { hops: Vec::new(), answer: self.ask(path, false)?, left: None };
        while way.answer.is_redirect() && way.hops.len() < HOPS {
            let from = way.end().unwrap_or(path).to_owned();
            let to = way.answer.header("location").unwrap_or_default();
            let Some(to) = self.within(&from, to) else {
                way.left = Some(to.to_owned());
                break;
            };
            way.hops.push(Hop {
                status: way.answer.status,
                to: to.split('?').next().unwrap_or_default().to_owned(),
            });
            way.answer = self.ask(&to, false)?;
        }
        Ok(way)
    }

    /// The path that a `Location` means, if it is of this origin.
    fn within(&self, from: &str, location: &str) -> Option<String> {
        let location = location.split('#').next().unwrap_or_default();
        let path = match location.strip_prefix(self.origin.as_str()) {
            Some("") => "/",
            Some(rest) if rest.starts_with(['/', '?']) => rest,
            _ if location.starts_with("//") || location.starts_with("/\\") || location.contains("://") => {
                return None;
            }
            _ => location,
        };
        Some(match path.starts_with('/') {
            true => path.to_owned(),
            false => format!("{}/{path}", from.rsplit_once('/').map_or("", |(folder, _)| folder)),
        })
    }

    /// Where the same home page leads by `http:`, if this one is at the usual port of `https:`.
    pub(super) fn unsafe_twin(&self) -> Option<Result<Answer, String>> {
        let host = self.origin.strip_prefix("https://").filter(|host| !host.contains(':'))?;
        Some(self.once(&format!("http://{host}{}", self.base), true))
    }
}

fn unpacked(wire: Vec<u8>, encoding: &str) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let read = match encoding {
        "" | "identity" => return Ok(wire),
        "gzip" => flate2::read::MultiGzDecoder::new(wire.as_slice()).take(LONGEST + 1).read_to_end(&mut out),
        "br" => brotli::Decompressor::new(wire.as_slice(), 4096).take(LONGEST + 1).read_to_end(&mut out),
        other => return Err(format!("the host compresses by `{other}`, which was not asked for")),
    };
    match read {
        Err(error) => {
            Err(format!("the answer says that it is compressed by `{encoding}` and is not: {error}"))
        }
        Ok(_) if out.len() as u64 > LONGEST => Err(format!("the answer is longer than {LONGEST} bytes")),
        Ok(_) => Ok(out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_stays_within_the_origin_or_is_not_followed() -> Result<()> {
        let client = Client::new("https://example.org/x/index.html")?;
        assert_eq!((client.origin.as_str(), client.base.as_str()), ("https://example.org", "/x/"));
        for (location, want) in [
            ("/a/", Some("/a/")),
            ("b/?q#z", Some("/x/y/b/?q")),
            ("https://example.org/c", Some("/c")),
            ("https://example.org", Some("/")),
            ("https://example.org.evil.example/", None),
            ("https://example.org:81/", None),
            ("http://example.org/", None),
            ("//evil.example/", None),
            ("/\\evil.example/", None),
        ] {
            assert_eq!(client.within("/x/y/a", location).as_deref(), want, "{location}");
        }
        for wrong in ["example.org", "ftp://example.org/", "https://user@example.org/", "file:///etc/passwd"]
        {
            assert!(Client::new(wrong).is_err(), "{wrong}");
        }
        Ok(())
    }
}
