//! Comments from another blog: the file beside a post, `a-title.comments.json` beside `a-title.md`, as HTML below its text.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::LazyLock;

use ammonia::UrlRelative;
use lamplight_format::model::Site;
use lamplight_import::date::{self, Parsed, Zone};
use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_migrate::model::{ArchivedComment, CommentFile};
use lamplight_theme::locale::long;

use crate::escape::escape;
use crate::html_safety;

/// What the name of the file ends with, in the place of the post's ending.
pub(crate) const ENDING: &str = "comments.json";

/// Elements of comments. Pictures are none of them: a page requests nothing from the sites of strangers.
const ELEMENTS: [&str; 17] = [
    "a",
    "b",
    "blockquote",
    "br",
    "cite",
    "code",
    "del",
    "em",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "strong",
    "ul",
];

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(HashSet::from(ELEMENTS))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("nofollow ugc noopener"));
    cleaner
});

const START: Position = Position { line: 1, column: 1 };

/// The thread of the file beside a post, and what is wrong with that file. Empty if there is none.
pub(crate) fn beside(post: &Path, site: &Site) -> (String, Option<Diagnostic>) {
    let path = post.with_extension(ENDING);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let unreadable = |why: String| {
        Diagnostic::error(
            "comments-unreadable",
            START,
            format!("`{name}` beside it can't be read ({why}); its comments are left out"),
            "correct the file; docs/reference/comments.md describes it",
        )
    };
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return (String::new(), None),
        Err(error) => return (String::new(), Some(unreadable(error.to_string()))),
    };
    let file: CommentFile = match serde_json::from_slice(&bytes) {
        Ok(file) => file,
        Err(error) => return (String::new(), Some(unreadable(error.to_string()))),
    };
    let mut html = String::new();
    thread(&file.comments, site, &mut html);
    if !html_safety::is_harmless(&html) {
        return (String::new(), Some(unreadable("its HTML is not what it seems".to_owned())));
    }
    (html, None)
}

/// Comments as a list. JSON that is nested deeper than 128 is not read, so this does not go deep.
fn thread(comments: &[ArchivedComment], site: &Site, html: &mut String) {
    if comments.is_empty() {
        return;
    }
    html.push_str("<ol class=\"thread\">");
    for comment in comments {
        html.push_str("<li><p class=\"byline\">");
        let author = escape(comment.author.trim());
        let is_web = ["http://", "https://"].iter().any(|scheme| comment.url.starts_with(scheme));
        if !author.is_empty() && is_web && !html_safety::is_dead(&comment.url) {
            let url = escape(&comment.url);
            html.push_str(&format!("<a href=\"{url}\" rel=\"nofollow ugc noopener\">{author}</a>"));
        } else if !author.is_empty() {
            html.push_str(&format!("<span>{author}</span>"));
        }
        if let Ok(Parsed { date, .. }) = date::parse(&comment.date, &Zone::default()) {
            html.push_str(&format!(
                "<time datetime=\"{}\">{}</time>",
                date.rfc3339(),
                escape(&long(site, date))
            ));
        }
        html.push_str("</p>");
        html.push_str(&CLEANER.clean(&comment.html).to_string());
        thread(&comment.replies, site, html);
        html.push_str("</li>");
    }
    html.push_str("</ol>");
}
