//! The site: what all pages have in common.

use serde::{Deserialize, Serialize};

use super::is_false;

/// The reader-facing part of `lamplight.toml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// The blog's name.
    pub title: String,
    /// One sentence; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// BCP 47 tag of the posts and the interface.
    pub language: String,
    /// `https://example.org` without a trailing slash; empty if the site does not know where it will live.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub origin: String,
    /// `/` or `/x/y/`: always begins and ends with a slash.
    pub base: String,
    /// Posts on one page of a list.
    pub page_size: u32,
    /// Links of the header.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nav: Vec<NavItem>,
    /// What members of the team are called, such as `Gaslighter`; shown for authors with an `author_status`.
    #[serde(rename = "member")]
    pub author_status_label: String,
    /// Straight quotes and dashes become typographic ones.
    pub smart: bool,
    /// Whether the site, its categories, tags and authors have feeds.
    #[serde(default, skip_serializing_if = "is_false")]
    pub feeds: bool,
    /// Whether pages can be kept for reading without a network.
    #[serde(default, skip_serializing_if = "is_false")]
    pub offline: bool,
    /// Whether the site has search.
    #[serde(default, skip_serializing_if = "is_false")]
    pub search: bool,
    /// Messages of the pages, if the language is not English: see [`crate::messages`].
    #[serde(rename = "words", default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<String>,
    /// Texts of widgets, if the language is not English.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

impl Site {
    /// Whether readers come by `https:`, as far as the site knows where it is.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

/// One link of the header or footer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NavItem {
    /// Its text.
    pub title: String,
    /// Where it goes: a path of the site (`/about/`) or an absolute URL.
    pub href: String,
}
