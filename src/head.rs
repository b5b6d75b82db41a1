//! What the head of each page says, as data: the bundler writes it into files, the app into the document.

use lamplight_content::model::{Image, Site, Summary};

use crate::route::url;

/// The changing part of a page's head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Text of `<title>`.
    pub title: String,
    /// One or two sentences; empty leaves the tag out.
    pub description: String,
    /// Path of the page, decoded, without base; empty for pages that no search engine should keep.
    pub path: String,
    /// `article` or `website`, for Open Graph.
    pub kind: &'static str,
    /// For previews of shared links.
    pub image: Option<String>,
}

impl Head {
    /// Of a post or page.
    #[must_use]
    pub fn of_post(site: &Site, post: &Summary) -> Self {
        Self {
            description: post.excerpt.clone(),
            kind: "article",
            image: post.image.as_ref().map(|Image { src, .. }| src.clone()),
            ..Self::of_list(site, &post.title, &post.path)
        }
    }

    /// Of any other page; an empty `title` is the home page's.
    #[must_use]
    pub fn of_list(site: &Site, title: &str, path: &str) -> Self {
        let title =
            if title.is_empty() { site.title.clone() } else { [title, " · ", site.title.as_str()].concat() };
        Self {
            title,
            description: site.description.clone(),
            path: path.to_owned(),
            kind: "website",
            image: None,
        }
    }

    /// Of an address where nothing is.
    #[must_use]
    pub fn not_found(site: &Site) -> Self {
        Self { description: String::new(), ..Self::of_list(site, "Page not found", "") }
    }

    /// Address in `rel=canonical`: absolute if the site knows its origin, else with base only; `None` for pages that
    /// should not be kept.
    #[must_use]
    pub fn canonical(&self, site: &Site) -> Option<String> {
        let path = (!self.path.is_empty()).then(|| url(&site.base, &self.path))?;
        Some([site.origin.as_str(), path.as_str()].concat())
    }

    /// The tags that hold all this, as (element, key attribute, key, value attribute, value).
    #[must_use]
    pub fn tags(&self, site: &Site) -> Vec<Tag> {
        let mut tags = Vec::new();
        let mut meta = |key: &'static str, name: &'static str, content: String| {
            if !content.is_empty() {
                tags.push(Tag { element: "meta", key, name, value: "content", content });
            }
        };
        let canonical = self.canonical(site).unwrap_or_default();
        meta("name", "description", self.description.clone());
        meta("property", "og:title", self.title.clone());
        meta("property", "og:type", self.kind.to_owned());
        meta("property", "og:description", self.description.clone());
        // Open Graph wants absolute addresses.
        if !site.origin.is_empty() {
            meta("property", "og:url", canonical.clone());
            let image = self.image.as_ref().map(|src| url(&site.base, src));
            let origin = |path: String| {
                if path.starts_with('/') { [site.origin.as_str(), &path].concat() } else { path }
            };
            meta("property", "og:image", image.map(origin).unwrap_or_default());
        }
        if canonical.is_empty() {
            meta("name", "robots", "noindex".to_owned());
        } else {
            tags.push(Tag {
                element: "link",
                key: "rel",
                name: "canonical",
                value: "href",
                content: canonical,
            });
        }
        tags
    }
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
