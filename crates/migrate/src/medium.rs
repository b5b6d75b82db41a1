//! Medium: a zip of HTML files, of which `posts/` is read.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Export, Item, Status};
use crate::text::{date, host_of, unescaped, without_tags};
use crate::zip_file::{self, ZipError, ZipTexts};

#[expect(clippy::unwrap_used, reason = "the patterns are fixed")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

static TITLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?is)<title[^>]*>(.*?)</title>"));
static SUBTITLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?is)<section\s+data-field="subtitle"[^>]*>(.*?)</section>"#));
static BODY: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?is)<section\s+data-field="body"[^>]*>"#));
static AUTHOR: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?is)class="p-author[^"]*"[^>]*>(.*?)</a>"#));
static TIME: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)<time[^>]*\sdatetime="([^"]*)""#));
static CANONICAL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?is)<a\s[^>]*href="([^"]*)"[^>]*class="p-canonical""#));
/// The title again, which stands first in the text.
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"(?is)<h[1-4][^>]*class="[^"]*graf--(?:title|leading)[^"]*"[^>]*>(.*?)</h[1-4]>"#)
});
static NAME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(draft_|\d{4}-\d{2}-\d{2}_)?(.*?)-{0,2}([0-9a-f]{8,14})?\.html$"));

/// Reads an export.
///
/// # Errors
/// If it is no zip.
pub fn read(bytes: &[u8]) -> Result<Export, ZipError> {
    let ZipTexts { texts: files, refused } = zip_file::texts(bytes, &zip_file::is_post)?;
    let mut export = Export::default();
    for name in refused {
        export.report.leave_out("posts");
        export.report.remark(name, "it is broken or larger than 64 MiB; left out");
    }
    if files.is_empty() {
        export.report.remark("the export", "it has no `posts/….html`; is it an export of Medium?");
    }
    export.items = files.iter().map(|(name, html)| item(name, html)).collect();
    export.report.remark(
        "Medium",
        "its exports name no tags and no unlisted posts, and your responses to others are among the posts: look through them",
    );
    Ok(export)
}

fn item(path: &str, html: &str) -> Item {
    let file = path.rsplit('/').next().unwrap_or(path);
    let name = NAME.captures(file);
    let part = |at: usize| name.as_ref().and_then(|name| name.get(at)).map_or("", |part| part.as_str());
    let find = |pattern: &Regex| pattern.captures(html).map(|found| found[1].to_owned());
    let title = unescaped(&without_tags(&find(&TITLE).unwrap_or_default()));
    let canonical = find(&CANONICAL);
    // Addresses at Medium itself can't lead here.
    let own = canonical.filter(|address| {
        let host = host_of(address);
        host != "medium.com" && !host.ends_with(".medium.com")
    });
    let is_draft = part(1) == "draft_";
    Item {
        id: file.to_owned(),
        slug: part(2).to_owned(),
        status: if is_draft { Status::Draft } else { Status::Published },
        date: find(&TIME).as_deref().and_then(date).or_else(|| date(part(1).trim_end_matches('_'))),
        authors: find(&AUTHOR).map(|author| without_tags(&author)).into_iter().collect(),
        excerpt: find(&SUBTITLE).map(|text| without_tags(&text)).unwrap_or_default(),
        address: own.filter(|_| !is_draft),
        html: body(html, &title),
        title,
        ..Item::default()
    }
}

/// The text between the title and the footer.
fn body(html: &str, title: &str) -> String {
    let start = BODY.find(html).map_or(0, |found| found.end());
    let end = html[start..].rfind("<footer").map_or(html.len(), |at| start + at);
    let text = &html[start..end];
    let heading = HEADING.captures(text).filter(|found| unescaped(&without_tags(&found[1])) == title);
    match heading.and_then(|found| found.get(0)) {
        Some(heading) => format!("{}{}", &text[..heading.start()], &text[heading.end()..]),
        None => text.to_owned(),
    }
}
