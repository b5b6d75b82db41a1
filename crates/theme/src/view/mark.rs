//! A fingerprint of the content of a page. If the published page has another one, an open page is outdated.

use lamplight_format::decimal;
use lamplight_format::model::{Summary, fnv};

use super::page::{ListPage, Page};

/// The number of posts of a list, and a hash of the content: `12-3141592653`. Dates are hashed as data, because builds and
/// browsers may format them differently. Neighbours below a post are not hashed. Empty for a page without published
/// content.
#[must_use]
pub fn mark(page: &Page) -> String {
    let mut text = String::new();
    let len = match page {
        Page::Home(list) | Page::Term(_, list) => rows(&mut text, list),
        Page::Archive(archive) => rows(&mut text, &archive.list),
        Page::Terms(page) => {
            for row in &page.terms {
                text.push_str(&row.term.name);
                text.push_str(&decimal(row.count));
            }
            0
        }
        Page::Post(page) => {
            row(&mut text, &page.post.summary);
            text.push_str(&page.post.markdown);
            for html in &page.post.html {
                text.push_str(html);
            }
            text.push_str(&page.post.comments);
            0
        }
        Page::Offline | Page::Search | Page::NotFound | Page::Failed(_) => return text,
    };
    [decimal(len).as_str(), "-", &decimal(fnv(&text))].concat()
}

fn rows(text: &mut String, list: &ListPage) -> u32 {
    for post in &list.posts {
        row(text, post);
    }
    list.len
}

fn row(text: &mut String, post: &Summary) {
    for part in [&post.path, &post.title, &post.excerpt] {
        text.push_str(part);
    }
    text.push_str(&post.date.map(|date| date.rfc3339()).unwrap_or_default());
    text.push_str(post.image.as_ref().map_or("", |image| image.src.as_str()));
    for terms in [&post.authors, &post.categories, &post.tags] {
        for term in terms {
            text.push_str(&term.name);
        }
    }
}
