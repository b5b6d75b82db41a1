//! `_headers` and `_redirects`, which Netlify and Cloudflare Pages read.

use super::rules::{FOREVER, HostRules, is_feed, types};
use crate::host::Host;
use crate::output::names::HASHED;

/// Where several rules fit, hosts join their values, so no header is set twice.
pub(super) fn headers(rules: &HostRules) -> String {
    let base = &rules.base;
    let mut out = format!("{base}*\n");
    for (name, value) in &rules.security {
        out.push_str(&format!("  {name}: {value}\n"));
    }
    for folder in HASHED {
        out.push_str(&format!("{base}{folder}/*\n  Cache-Control: {FOREVER}\n"));
    }
    for (name, kind) in types() {
        out.push_str(&format!("{base}{name}\n  Content-Type: {kind}\n"));
        if is_feed(name) {
            out.push_str(&format!("{base}*/{name}\n  Content-Type: {kind}\n"));
        }
    }
    out
}

pub(super) fn redirects(rules: &HostRules, host: Host) -> String {
    rules.redirects_for(host).into_iter().map(|(from, to)| format!("{from} {to} 301\n")).collect()
}
