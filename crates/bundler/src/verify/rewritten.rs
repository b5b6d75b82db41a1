//! Recognises what hosts and proxies change in pages, by its traces.

use std::sync::LazyLock;

use regex::Regex;

use super::problem::Problem;
use crate::output::names::APP;

/// A change of a page.
#[derive(Debug, PartialEq)]
pub(super) struct Change {
    pub problem: Problem,
    pub error: bool,
    pub message: String,
}

/// Patterns are literals that a test runs.
#[expect(clippy::unwrap_used, reason = "a test runs them all")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

static SCRIPT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?is)<script\b([^>]*)>"));
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?is)\bsrc\s*=\s*["']?([^"'\s>]+)"#));
static MAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"(?is)<[a-z][^<>]*\sdata-cfemail\s*=|<a\b[^<>]*\shref\s*=\s*["']?/cdn-cgi/l/email-protection"#)
});
/// An attribute without quotation marks, behind any number of those that have some.
static UNQUOTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?i)<(?:html|meta|link)(?:\s+[a-z-]+(?:="[^"]*")?)*\s+[a-z-]+=[^"'\s>]"#));
static STYLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?is)<style[^>]*>(.*?)</style>"));
static LINK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?is)<a\b[^<>]*?\shref\s*=\s*["']?(/[^"'\s>?#]*)"#));

/// Whether a page carries the mark of ours.
pub(super) fn is_ours(page: &str) -> bool {
    page.get(..page.floor_char_boundary(2048)).is_some_and(|begin| begin.contains("data-base="))
}

/// Everything that is seen to be done to one of our pages. `is_known` tells whether an address of a link is one of the site, `is_alike`
/// whether one is but for upper and lower case.
pub(super) fn changes(
    page: &str,
    is_known: impl Fn(&str) -> bool,
    is_alike: impl Fn(&str) -> bool,
) -> Vec<Change> {
    let mut found = Vec::new();
    let mut add = |problem, error, message: String| found.push(Change { problem, error, message });
    if MAIL.is_match(page) {
        add(
            Problem::MailHidden,
            true,
            "the host has hidden e-mail addresses of the page, also in code".to_owned(),
        );
    }
    let mut added = Vec::new();
    for tag in SCRIPT.captures_iter(page).map(|tag| tag[1].to_owned()) {
        let address = ADDRESS.captures(&tag).map(|address| address[1].to_owned());
        let ours = address.as_deref().is_some_and(|address| address.contains(&format!("{APP}/")));
        let waits = !tag.contains("\"module\"") && !tag.contains("=module");
        match address {
            _ if ours && waits => {
                add(
                    Problem::ScriptsDeferred,
                    true,
                    "the host has put off the app's script: it runs when a script of the host says so, or never".to_owned(),
                );
            }
            _ if ours || tag.contains("application/ld+json") => {}
            Some(address) => added.push(address),
            None => added.push("one within the page, which the policy forbids".to_owned()),
        }
    }
    if !added.is_empty() {
        add(
            Problem::ScriptAdded,
            false,
            format!("the host has put scripts into the page: {}", added.join(", ")),
        );
    }
    let end = page.rfind("</html>").map(|at| &page[at + "</html>".len()..]);
    let minified = UNQUOTED.is_match(page) || !page.starts_with("<!doctype html>\n");
    if minified {
        add(Problem::PageMinified, false, "the host has minified the page".to_owned());
    } else if end.is_none() {
        add(Problem::PageChanged, true, "the page ends too early".to_owned());
    } else if end.is_some_and(|rest| !rest.trim().is_empty()) {
        add(Problem::PageChanged, true, "the host has put something behind the end of the page".to_owned());
    }
    for style in STYLE.captures_iter(page) {
        if !page.contains(&crate::app::sha256_base64(style[1].as_bytes())) {
            let message =
                "the style sheet of the page is not the one that its policy allows: readers see none";
            add(Problem::StyleBlocked, true, message.to_owned());
        }
    }
    let lowered = LINK.captures_iter(page).map(|link| link[1].to_owned());
    if let Some(link) =
        lowered.filter(|link| !link.starts_with("//")).find(|link| !is_known(link) && is_alike(link))
    {
        add(Problem::CaseChanged, false, format!("the host has written addresses in small letters: {link}"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "<!doctype html>\n<html lang=\"en\" data-base=\"/\">\n<head><meta name=\"viewport\" content=\"a=b, c=d\">";

    fn found(page: &str) -> Vec<&'static str> {
        let (known, alike) = (|link: &str| link == "/A/", |link: &str| link == "/a/");
        changes(page, known, alike).iter().map(|change| change.problem.code()).collect()
    }

    #[test]
    fn a_page_as_published_shows_no_trace() {
        let style = crate::app::sha256_base64(b"p{}");
        let page = format!(
            "{HEAD}<meta content=\"style-src '{style}'\"><style>p{{}}</style><script data-cfasync=\"false\" type=\"module\" \
             src=\"/lamplight/app/boot-0.js\" integrity=\"x\"></script><script type=\"application/ld+json\">{{}}</script></head>\
             <body><a href=\"/A/\">data-cfemail=&quot; &lt;script></a><p>me@b.example</body>\n</html>\n"
        );
        assert!(found(&page).is_empty(), "{:?}", found(&page));
        assert!(is_ours(&page) && !is_ours("<!doctype html>\n<html lang=\"en\">"));
    }

    #[test]
    fn each_trace_is_known() {
        for (body, want) in [
            ("<a class=\"__cf_email__\" data-cfemail=\"00\">x</a></html>\n", "mail-hidden"),
            ("<a href=\"/cdn-cgi/l/email-protection#00\">x</a></html>\n", "mail-hidden"),
            (
                "<script type=\"d1-module\" src=\"/lamplight/app/boot-0.js\"></script></html>\n",
                "scripts-deferred",
            ),
            ("<script src=\"/x.js\"></script></html>\n", "script-added"),
            ("<script>1</script></html>\n", "script-added"),
            ("<meta name=a></html>\n", "page-minified"),
            ("", "page-changed"),
            ("</html>\n<!-- x -->", "page-changed"),
            ("<style>p{}</style></html>\n", "style-blocked"),
            ("<a href=\"/a/\">x</a></html>\n", "case-changed"),
        ] {
            assert_eq!(found(&format!("{HEAD}{body}")), [want], "{body}");
        }
    }
}
