//! Fetches files of the old blog. An export may name any address, so hosts within private networks are not asked unless the
//! author says so, and size and time are bounded.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// Bytes of one file, at most.
const LARGEST: u64 = 100 << 20;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(120);
/// A host that failed so often in a row is not asked again.
const TRIES: u32 = 3;

/// Fetches files.
pub(super) struct Fetcher {
    agent: ureq::Agent,
    /// Failures in a row of each host that gave no answer.
    failures: HashMap<String, u32>,
}

impl Fetcher {
    pub(super) fn new(private_addresses: bool) -> Self {
        let config = ureq::Agent::config_builder()
            .max_redirects(5)
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_global(Some(TIMEOUT))
            // A proxy would look names up where this check does not reach.
            .proxy(None)
            .user_agent(concat!("lamplight-import/", env!("CARGO_PKG_VERSION")))
            .build();
        let resolver = PublicResolver { inner: DefaultResolver::default(), private_addresses };
        Self {
            agent: ureq::Agent::with_parts(config, DefaultConnector::default(), resolver),
            failures: HashMap::new(),
        }
    }

    /// The bytes of a file, or why it can't be had.
    pub(super) fn fetch(&mut self, url: &str) -> Result<Vec<u8>, String> {
        let url = encoded(url);
        let uri: Uri = url.parse().map_err(|error| format!("it has no address ({error})"))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(
                "it has no address with a host; say where the old blog was with `--address`".to_owned()
            );
        }
        let host = uri.host().unwrap_or_default().to_owned();
        if self.failures.get(&host).is_some_and(|failures| *failures >= TRIES) {
            return Err(format!("{host} gave no answer {TRIES} times, and was not asked again"));
        }
        match self.agent.get(&url).call() {
            Ok(mut response) => {
                self.failures.remove(&host);
                let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok());
                if kind.is_some_and(|kind| kind.starts_with("text/html")) {
                    return Err("its host sends a page in its place".to_owned());
                }
                let body = response.body_mut().with_config().limit(LARGEST).read_to_vec();
                body.map_err(|error| format!("it was not fetched ({error})"))
            }
            Err(ureq::Error::StatusCode(status)) => {
                self.failures.remove(&host);
                Err(format!("its host answers with {status}"))
            }
            Err(error) => {
                *self.failures.entry(host).or_default() += 1;
                Err(format!("it was not fetched ({error})"))
            }
        }
    }
}

/// An address with the characters encoded that exports leave as they are.
fn encoded(url: &str) -> String {
    const NOT_PLAIN: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'\\')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'}')
        .add(b'|');
    percent_encoding::utf8_percent_encode(url, NOT_PLAIN).to_string()
}

/// Looks names up, and refuses those of private networks. Each hop of a redirect is looked up anew.
#[derive(Debug)]
struct PublicResolver {
    inner: DefaultResolver,
    private_addresses: bool,
}

impl Resolver for PublicResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if !self.private_addresses && found.iter().any(|address| is_private(address.ip())) {
            let host = uri.host().unwrap_or_default();
            let why = format!("{host} is in a private network; `--private-addresses` allows that");
            return Err(ureq::Error::Io(std::io::Error::other(why)));
        }
        Ok(found)
    }
}

/// Whether an address is one that is not reached from everywhere.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(own) => {
            let [a, b, ..] = own.octets();
            own.is_private()
                || own.is_loopback()
                || own.is_link_local()
                || own.is_multicast()
                || own.is_broadcast()
                || a == 0
                || a == 100 && (64..128).contains(&b)
        }
        IpAddr::V6(own) => {
            let first = own.segments()[0];
            own.is_loopback()
                || own.is_unspecified()
                || own.is_multicast()
                || first & 0xfe00 == 0xfc00
                || first & 0xffc0 == 0xfe80
                // Addresses that stand for one of version 4.
                || own.to_ipv4().is_some_and(|inner| is_private(inner.into()))
                || first == 0x64 && own.segments()[1] == 0xff9b
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_networks_are_known() {
        for (address, want) in [
            ("127.0.0.1", true),
            ("10.1.2.3", true),
            ("169.254.169.254", true),
            ("100.64.0.1", true),
            ("0.0.0.0", true),
            ("93.184.216.34", false),
            ("::1", true),
            ("::ffff:192.168.0.1", true),
            ("fd00::1", true),
            ("fe80::1", true),
            ("2606:2800:220:1:248:1893:25c8:1946", false),
        ] {
            assert_eq!(is_private(address.parse().unwrap()), want, "{address}");
        }
    }
}
