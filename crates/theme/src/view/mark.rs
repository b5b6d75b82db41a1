//! What a page is made of, as a short text: a page that is open has changed if the one that is published now has another.

use lamplight_format::decimal;
use lamplight_format::model::{Summary, fnv};

use super::page::{ListPage, Page};

/// The posts of the list that a page is of, and a number made of what it says: `12-3141592653`. Dates are in it as data and
/// not in words, which builds and browsers may find otherwise. What stands below a post (its neighbours) is not in it. Empty
/// for a page that is made of nothing published.
#[must_use]
pub fn mark(page: &Page) -> String {
    let mut said = String::new();
    let len = match page {
        Page::Home(list) | Page::Term(_, list) => rows(&mut said, list),
        Page::Archive(archive) => rows(&mut said, &archive.list),
        Page::Terms(page) => {
            for row in &page.terms {
                said.push_str(&row.term.name);
                said.push_str(&decimal(row.count));
            }
            0
        }
        Page::Post(page) => {
            row(&mut said, &page.post.summary);
            said.push_str(&page.post.markdown);
            for html in &page.post.html {
                said.push_str(html);
            }
            0
        }
        Page::Offline | Page::Search | Page::NotFound | Page::Failed(_) => return said,
    };
    [decimal(len).as_str(), "-", &decimal(fnv(&said))].concat()
}

fn rows(said: &mut String, list: &ListPage) -> u32 {
    for post in &list.posts {
        row(said, post);
    }
    list.len
}

fn row(said: &mut String, post: &Summary) {
    for text in [&post.path, &post.title, &post.excerpt] {
        said.push_str(text);
    }
    said.push_str(&post.date.map(|date| date.rfc3339()).unwrap_or_default());
    said.push_str(post.image.as_ref().map_or("", |image| image.src.as_str()));
    for terms in [&post.authors, &post.categories, &post.tags] {
        for term in terms {
            said.push_str(&term.name);
        }
    }
}
