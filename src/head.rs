//! What the head of each page says, as data: the bundler writes it into files, with more for those who only read
//! heads; the app keeps the document's own true after each turn.

use lamplight_content::model::Site;
use lamplight_content::text::decimal;
use lamplight_content::words::Word;

use crate::route::url;
use crate::{
    route::Route,
    view::{self, Page},
};

/// The changing part of a page's head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Text of `<title>`.
    pub title: String,
    /// One or two sentences; empty leaves the tag out.
    pub description: String,
    /// Path of the page, decoded, without base; empty for pages that no search engine should keep.
    pub path: String,
    /// Where the text was published first, if elsewhere.
    pub original: Option<String>,
    /// Whether search engines are asked not to keep a page that has a path.
    pub no_index: bool,
}

impl Head {
    /// Of any page.
    #[must_use]
    pub fn of(site: &Site, page: &Page) -> Self {
        match page {
            Page::Home(list) => Self::titled(site, "", list.page, &site.description, &list.route),
            Page::Archive(archive) => {
                let title = archive
                    .year
                    .map_or_else(|| site.say(Word::Archive).to_owned(), |year| decimal(year.into()));
                Self::titled(site, &title, archive.list.page, &site.description, &archive.list.route)
            }
            Page::Terms(terms) => Self::titled(
                site,
                site.say(view::all_of(terms.kind)),
                1,
                &site.description,
                &Route::Terms(terms.kind),
            ),
            Page::Term(term, list) => {
                let about = if term.about.is_empty() { &site.description } else { &term.about };
                Self::titled(site, &term.term.name, list.page, about, &list.route)
            }
            Page::Post(post) => {
                let summary = &post.post.summary;
                Self {
                    title: with_site(site, &summary.title),
                    description: summary.excerpt.clone(),
                    path: summary.path.clone(),
                    original: post.post.canonical.clone(),
                    no_index: post.post.no_index,
                }
            }
            Page::Search => Self::titled(site, site.say(Word::Search), 1, &site.description, &Route::Search),
            Page::Offline => {
                Self::titled(site, site.say(Word::Offline), 1, &site.description, &Route::Offline)
            }
            Page::NotFound => Self { title: with_site(site, site.say(Word::NotFound)), ..Self::default() },
            Page::Failed(failure) => {
                Self { title: with_site(site, site.say(failure.words().0)), ..Self::default() }
            }
        }
    }

    fn titled(site: &Site, title: &str, page: u32, description: &str, route: &Route) -> Self {
        let mut title = with_site(site, title);
        if page > 1 {
            title = site.tell(Word::PageTitle, &[&title, &decimal(page)]);
        }
        Self {
            title,
            description: description.to_owned(),
            path: route.path(),
            original: None,
            no_index: false,
        }
    }

    /// Address in `rel=canonical`: absolute if the site knows its origin, else with base only; `None` for pages that
    /// should not be kept.
    #[must_use]
    pub fn canonical(&self, site: &Site) -> Option<String> {
        if let Some(original) = &self.original {
            return Some(original.clone());
        }
        let path = (!self.path.is_empty()).then(|| url(&site.base, &self.path))?;
        Some([site.origin.as_str(), path.as_str()].concat())
    }

    /// The tags that hold all this, but for `<title>`.
    #[must_use]
    pub fn tags(&self, site: &Site) -> Vec<Tag> {
        let mut tags = Vec::new();
        if !self.description.is_empty() {
            tags.push(Tag::meta("name", "description", &self.description));
        }
        let canonical = self.canonical(site);
        if self.no_index || canonical.is_none() {
            tags.push(Tag::meta("name", "robots", "noindex"));
        }
        tags.extend(canonical.map(|content| Tag {
            element: "link",
            key: "rel",
            name: "canonical",
            value: "href",
            content,
        }));
        tags
    }
}

fn with_site(site: &Site, title: &str) -> String {
    if title.is_empty() { site.title.clone() } else { [title, " · ", site.title.as_str()].concat() }
}

/// One element of the head: `<meta name="description" content="…">`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// `meta` or `link`.
    pub element: &'static str,
    /// The attribute that tells tags apart: `name`, `property` or `rel`.
    pub key: &'static str,
    /// Its value.
    pub name: &'static str,
    /// `content` or `href`.
    pub value: &'static str,
    /// Not escaped.
    pub content: String,
}

impl Tag {
    /// A `<meta>`, told apart by `key`.
    #[must_use]
    pub fn meta(key: &'static str, name: &'static str, content: &str) -> Self {
        Self { element: "meta", key, name, value: "content", content: content.to_owned() }
    }
}
