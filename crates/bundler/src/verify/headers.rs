//! Checks the headers of an answer: type, caching, compression, security.

use super::client::Answer;
use super::problem::Problem;
use super::verifier::Verifier;

/// Kinds of files with rules of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Its name is made of its content.
    Hashed,
    /// A page.
    Page,
    /// Anything else that may change.
    Fresh,
}

/// Half a year: long enough for a hashed file.
const LONG: u64 = 15_552_000;
/// An hour: a page that is cached for longer shows an old deploy.
const STALE: u64 = 3_600;
/// Smaller ones are sent in one packet anyway.
const WORTH_COMPRESSING: usize = 1_400;

/// Headers that `_headers` asks for, and a word of what each is for.
const SECURITY: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", ""),
    ("x-frame-options", "or `frame-ancestors` in the policy"),
    ("cross-origin-opener-policy", ""),
    ("permissions-policy", ""),
];

/// Looks at the headers of an answer with status 200.
pub(super) fn look(verifier: &Verifier, path: &str, class: Class, answer: &Answer) {
    if verifier.location.host().is_none() {
        return;
    }
    kind(verifier, path, class, answer);
    let (age, forever) = kept(answer);
    let (problems, place) = (&verifier.problems, || verifier.location.name(path));
    match (class, age) {
        (Class::Hashed, age) if forever || age.is_some_and(|age| age >= LONG) => {}
        (Class::Hashed, age) => {
            let says = age.map_or("has no Cache-Control".to_owned(), |age| format!("is kept for {age} s"));
            let message =
                format!("the file {says}; its name is made of its content, and it can be kept for ever");
            problems.add_once(Problem::CacheMissing.warning(), place(), message);
        }
        (_, Some(0)) => {}
        (_, Some(age)) => {
            let long = forever || age > STALE;
            let kind = if long { "long" } else { "short" };
            let message = format!(
                "browsers keep this for {age} s without asking, and what is published meanwhile is not seen"
            );
            problems.add_once(Problem::CacheStale.with_severity(long).of_kind(kind), place(), message);
        }
        (_, None) => {
            let message = "the answer has no Cache-Control: browsers keep it for as long as they like";
            problems.add_once(Problem::CacheStale.warning().of_kind("none"), place(), message);
        }
    }
    let text = class == Class::Page
        || [".js", ".json", ".wasm", ".xml", ".svg", ".txt"].iter().any(|end| path.ends_with(end));
    if text && answer.body.len() > WORTH_COMPRESSING && answer.header("content-encoding").is_none() {
        let message = "text is sent without compression, though Brotli and gzip are asked for";
        problems.add_once(Problem::NotCompressed.warning(), place(), message);
    }
}

/// For how many seconds browsers keep an answer without asking, if it says, and whether it is said to be immutable.
pub(super) fn kept(answer: &Answer) -> (Option<u64>, bool) {
    let Some(value) = answer.header("cache-control") else { return (None, false) };
    let value = value.to_ascii_lowercase();
    let words: Vec<&str> = value.split(',').map(str::trim).collect();
    if words.contains(&"no-cache") || words.contains(&"no-store") {
        return (Some(0), false);
    }
    let age = words
        .iter()
        .find_map(|word| word.strip_prefix("max-age="))
        .and_then(|age| age.trim_matches('"').parse().ok());
    (age, words.contains(&"immutable"))
}

/// The media type, against what the ending of the name says.
fn kind(verifier: &Verifier, path: &str, class: Class, answer: &Answer) {
    let sent = answer.header("content-type").unwrap_or_default().to_ascii_lowercase();
    let sent = sent.split(';').next().unwrap_or_default().trim();
    let ending =
        if class == Class::Page { "html" } else { path.rsplit_once('.').map_or("", |(_, ending)| ending) };
    // What browsers do not run or show with another type is an error.
    let (right, error) = match ending {
        "html" => (sent == "text/html", true),
        "js" => (sent.ends_with("/javascript") || sent.ends_with("/x-javascript"), true),
        "svg" => (sent == "image/svg+xml", true),
        "wasm" => (sent == "application/wasm", false),
        "json" | "webmanifest" => (sent.ends_with("json"), false),
        "xml" => (sent.ends_with("xml"), false),
        "txt" | "md" => (sent.starts_with("text/"), false),
        "png" | "jpg" | "jpeg" | "webp" | "avif" | "gif" => (sent.starts_with("image/"), false),
        _ => (true, false),
    };
    if !right {
        let sent = if sent.is_empty() { "no type".to_owned() } else { format!("type `{sent}`") };
        let effect = if error { ": browsers do not take it" } else { "" };
        let message = format!("a file that ends in .{ending} is sent with {sent}{effect}");
        verifier.problems.add_once(
            Problem::TypeWrong.with_severity(error).of_kind(ending),
            verifier.location.name(path),
            message,
        );
    }
}

/// Looks at what the home page says for the whole site.
pub(super) fn security(verifier: &Verifier, answer: &Answer) {
    let Some(host) = verifier.location.host() else { return };
    let place = || verifier.location.name("");
    let policy = answer.header("content-security-policy").unwrap_or_default();
    let mut missing: Vec<String> = SECURITY
        .iter()
        .filter(|(name, _)| answer.header(name).is_none())
        .filter(|(name, _)| *name != "x-frame-options" || !policy.contains("frame-ancestors"))
        .map(|(name, note)| if note.is_empty() { (*name).to_owned() } else { format!("{name} ({note})") })
        .collect();
    if policy.is_empty() {
        missing.insert(0, "content-security-policy".to_owned());
    }
    if host.origin.starts_with("https:") && answer.header("strict-transport-security").is_none() {
        missing.push("strict-transport-security".to_owned());
    }
    if !missing.is_empty() {
        let message = format!("the host does not send {}", missing.join(", "));
        verifier.problems.add(Problem::HeaderMissing.warning(), place(), message);
    }
    let page = String::from_utf8_lossy(&answer.body);
    let published = page
        .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
        .and_then(|(_, rest)| rest.split('"').next());
    let rules = |policy: &str| -> std::collections::BTreeSet<String> {
        policy.split(';').map(|rule| rule.trim().to_owned()).filter(|rule| !rule.is_empty()).collect()
    };
    if let Some(published) = published.filter(|_| !policy.is_empty()) {
        let (published, sent) = (rules(published), rules(policy));
        let other: Vec<&String> = sent
            .difference(&published)
            .filter(|rule| !rule.starts_with("frame-ancestors") && !rule.starts_with("report-"))
            .collect();
        if let Some(rule) = other.first() {
            let message = format!(
                "the host sends a policy that is not the one of this build: `{rule}`; browsers obey both"
            );
            verifier.problems.add(Problem::PolicyChanged.error(), place(), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_an_answer_is_kept() {
        for (value, want) in [
            ("public, max-age=31536000, immutable", (Some(31_536_000), true)),
            ("public, max-age=0, must-revalidate", (Some(0), false)),
            ("max-age=600, no-cache", (Some(0), false)),
            ("Max-Age=600", (Some(600), false)),
            ("private", (None, false)),
        ] {
            assert_eq!(kept(&Answer::with("cache-control", value)), want, "{value}");
        }
    }
}
