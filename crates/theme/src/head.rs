//! The head of a page as data. The bundler writes it into files, with further tags for search engines and previews. The app updates
//! the document with it after each navigation.

use lamplight_format::model::Site;

use lamplight_format::route::url;

/// The part of the head that depends on the page.
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

    /// The tags of the head, except for `<title>`.
    #[must_use]
    pub fn tags(&self, site: &Site) -> Vec<HeadTag> {
        let mut tags = Vec::new();
        if !self.description.is_empty() {
            tags.push(HeadTag::meta("name", "description", &self.description));
        }
        let canonical = self.canonical(site);
        if self.no_index || canonical.is_none() {
            tags.push(HeadTag::meta("name", "robots", "noindex"));
        }
        tags.extend(canonical.map(|content| HeadTag {
            element: "link",
            key: "rel",
            name: "canonical",
            value: "href",
            content,
        }));
        tags
    }
}

/// One element of the head: `<meta name="description" content="…">`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadTag {
    /// `meta` or `link`.
    pub element: &'static str,
    /// The attribute that identifies the tag: `name`, `property` or `rel`.
    pub key: &'static str,
    /// Its value.
    pub name: &'static str,
    /// `content` or `href`.
    pub value: &'static str,
    /// Not escaped.
    pub content: String,
}

impl HeadTag {
    /// A `<meta>` with the attribute `key="name"`.
    #[must_use]
    pub fn meta(key: &'static str, name: &'static str, content: &str) -> Self {
        Self { element: "meta", key, name, value: "content", content: content.to_owned() }
    }
}
