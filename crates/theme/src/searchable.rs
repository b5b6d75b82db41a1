//! What search reads of a post: the same at build, for the index of the site, and in the browser, for the posts on a device.

use lamplight_format::model::{Post, Site, Term};
use lamplight_search::{Document, text_of_html};

use crate::view::PostPage;

/// A post as search sees it.
#[must_use]
pub fn document(site: &Site, post: Post) -> Document {
    let page = PostPage::new(site, post);
    let summary = page.post.summary;
    let name = |term: &Term| term.name.clone();
    Document {
        path: summary.path,
        title: summary.title,
        date: summary.date.map(|date| date.rfc3339()[..10].to_owned()).unwrap_or_default(),
        tags: summary.tags.iter().chain(&summary.categories).map(name).collect(),
        authors: summary.authors.iter().map(name).collect(),
        sections: text_of_html(&page.html),
    }
}
