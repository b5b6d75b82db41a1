//! Ids of posts in feeds, which stay if the blog moves to another host and a post to another address.
//!
//! An author's own `id` counts. Without one the id is made of the post's day and its first slug: that of the first address in
//! `redirect_from`, or of its own. A setting gives the beginning of all of them.

use std::collections::HashMap;

use lamplight_format::route::Route;
use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_import::engine::Engine;
use lamplight_import::permalink;
use lamplight_import::slug::slugify;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::ResolvedPost;
use crate::config::Config;
use crate::parsed_post::ParsedPost;
use crate::report::Report;

/// The beginning of ids without the setting `feed_id` (RFC 4151). It must not change with the host.
const DEFAULT: &str = "tag:lamplight,2026:";

/// Characters that an id may hold as they are.
const PLAIN: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Sets the id of each post. `parsed_posts` and `posts` are the same posts in the same order, oldest first: of two that would have
/// the same, the older keeps it.
pub(super) fn assign(
    parsed_posts: &[&ParsedPost],
    posts: &mut [ResolvedPost],
    config: &Config,
    report: &mut Report,
) {
    let beginning = beginning(config);
    let mut taken: HashMap<String, String> = HashMap::new();
    // In Docusaurus an `id` is a name that the versions of a page share.
    let is_name = config.layout.engine == Some(Engine::Docusaurus);
    for (parsed, post) in parsed_posts.iter().zip(posts) {
        let own = parsed.id.as_deref().filter(|_| !is_name).map(|id| uri(id, &beginning));
        if let Some(other) = own.as_ref().and_then(|own| taken.get(own)) {
            let diagnostic = Diagnostic::warning(
                "feed-id-taken",
                Position { line: 1, column: 1 },
                format!(
                    "`{}` is the `id` of {other}, too; feeds know this post by another",
                    parsed.id.as_deref().unwrap_or_default()
                ),
                "give each post an `id` of its own, or none",
            );
            report.add(&post.source, diagnostic.into());
        }
        let day = parsed.date.map_or_else(|| "undated".to_owned(), |date| date.rfc3339()[..10].to_owned());
        let named = |name: &str| format!("{beginning}{day}:{}", encoded(name));
        let candidates = own.into_iter().chain([named(&first_slug(parsed)), named(&parsed.path)]);
        let free = candidates.into_iter().find(|id| !taken.contains_key(id));
        post.feed_id = free.unwrap_or_else(|| named(&post.source));
        taken.insert(post.feed_id.clone(), post.source.clone());
    }
}

/// The id of the feed of a list.
pub(crate) fn of_feed(route: &Route, config: &Config) -> String {
    let path = encoded(&route.with_page(1).path());
    match config.feed_id.trim().is_empty() {
        // Two blogs need two ids.
        true => format!("{DEFAULT}feed:{}:{path}", encoded(&slugify(&config.title))),
        false => format!("{}feed:{path}", beginning(config)),
    }
}

/// The beginning of all ids. A host and a year are enough: `example.org,2024`.
fn beginning(config: &Config) -> String {
    let set = config.feed_id.trim();
    if set.is_empty() {
        return DEFAULT.to_owned();
    }
    let scheme = if is_uri(set) { "" } else { "tag:" };
    let end = if set.ends_with([':', '/', '#']) { "" } else { ":" };
    [scheme, set, end].concat()
}

/// An author's own id of a post, as a URI.
fn uri(id: &str, beginning: &str) -> String {
    let id = id.trim();
    let groups: Vec<&str> = id.split('-').collect();
    let is_uuid = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.concat().bytes().all(|b| b.is_ascii_hexdigit());
    match is_uuid {
        true => format!("urn:uuid:{}", id.to_ascii_lowercase()),
        false if is_uri(id) => id.to_owned(),
        false => format!("{beginning}id:{}", encoded(id)),
    }
}

/// A scheme, a colon, and no blank (RFC 3986).
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        && !rest.is_empty()
        && text.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(&b))
}

/// The slug that a post had first. An old address of fewer parts than its own is a short link, and no earlier one.
fn first_slug(parsed: &ParsedPost) -> String {
    let parts = |path: &str| path.split('/').filter(|part| !part.is_empty()).count();
    let own = parts(&parsed.path);
    let first = parsed.redirects.iter().find(|from| parts(from) >= own).unwrap_or(&parsed.path);
    let path = first.trim_end_matches('/').trim_end_matches("/index.html");
    let last = path.rsplit('/').next().unwrap_or_default();
    // A decomposed name is the same name.
    permalink::composed(last.strip_suffix(".html").unwrap_or(last))
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, &PLAIN).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authors_write_becomes_a_uri() {
        for (written, becomes) in [
            ("https://old.example/?p=123", "https://old.example/?p=123"),
            ("tag:blogger.com,1999:blog-1.post-2", "tag:blogger.com,1999:blog-1.post-2"),
            (
                "urn:uuid:1225C695-CFB8-4EBB-AAAA-80DA344EFA6A",
                "urn:uuid:1225C695-CFB8-4EBB-AAAA-80DA344EFA6A",
            ),
            ("1225C695-CFB8-4EBB-AAAA-80DA344EFA6A", "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a"),
            ("123", "tag:x.example,2024:id:123"),
            ("Notes: on lamps", "tag:x.example,2024:id:Notes%3A%20on%20lamps"),
            ("灯", "tag:x.example,2024:id:%E7%81%AF"),
        ] {
            assert_eq!(uri(written, "tag:x.example,2024:"), becomes);
        }
    }

    #[test]
    fn a_host_and_a_year_are_enough_of_a_setting() {
        for (set, becomes) in [
            ("", DEFAULT),
            ("tag:x.example,2024:", "tag:x.example,2024:"),
            ("tag:x.example,2024", "tag:x.example,2024:"),
            ("x.example,2024", "tag:x.example,2024:"),
            ("https://x.example/ids/", "https://x.example/ids/"),
        ] {
            let config = Config { feed_id: set.to_owned(), ..Config::default() };
            assert_eq!(beginning(&config), becomes);
        }
    }
}
