//! `vercel.json`.

use serde_json::{Value, json};

use super::rules::{FOREVER, HostRules, is_feed, types};
use crate::host::Host;
use crate::output::names::HASHED;

/// For the folder that is deployed as a whole: Vercel reads the file at the top of it.
pub(super) fn settings(rules: &HostRules) -> String {
    let base = literal(&rules.base);
    let header = |source: String, name: &str, value: &str| json!({ "source": source, "headers": [{ "key": name, "value": value }] });
    let security: Vec<Value> =
        rules.security.iter().map(|(name, value)| json!({ "key": name, "value": value })).collect();
    let mut headers = vec![json!({ "source": format!("{base}(.*)"), "headers": security })];
    for folder in HASHED {
        headers.push(header(format!("{base}{folder}/(.*)"), "Cache-Control", FOREVER));
    }
    for (name, kind) in types() {
        let name = if is_feed(name) { format!("(.*/)?{name}") } else { name.to_owned() };
        headers.push(header(format!("{base}{name}"), "Content-Type", kind));
    }
    let redirects: Vec<Value> = rules
        .redirects_for(Host::Vercel)
        .into_iter()
        .map(|(from, to)| json!({ "source": literal(from), "destination": literal(to), "statusCode": 301 }))
        .collect();
    let settings = json!({
        "$schema": "https://openapi.vercel.sh/vercel.json",
        "cleanUrls": false,
        "trailingSlash": true,
        "headers": headers,
        "redirects": redirects,
    });
    format!("{settings:#}\n")
}

/// An address without the signs that patterns of Vercel have.
fn literal(address: &str) -> String {
    address.chars().flat_map(|c| "()[]{}:*?+!\\".contains(c).then_some('\\').into_iter().chain([c])).collect()
}
