//! A post as lists show it.

use serde::{Deserialize, Serialize};

use super::hash::Hash;
use super::is_false;
use super::picture::Image;
use super::term::Term;
use crate::date::Date;

/// A post as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// With leading slash, without the base: `/blog/my-post/`.
    pub path: String,
    /// Plain text.
    pub title: String,
    /// Language of title and text, if it is not that of the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<PostLanguage>,
    /// `None` if neither front matter nor file name has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// In the order of the front matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Term>,
    /// `current_gaslighter`, if the post has it: whether the author belongs to the team.
    #[serde(rename = "current", default, skip_serializing_if = "Option::is_none")]
    pub author_status: Option<bool>,
    /// In the order of the front matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Term>,
    /// In the order of the front matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Term>,
    /// Plain text, at most about 200 characters.
    pub excerpt: String,
    /// `feature_post_image` or `image`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Reading time in whole minutes, at least 1.
    pub minutes: u32,
    /// The bundle with the post. Empty within the bundle, which cannot contain its own hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle: Option<Hash>,
}

/// The language of a post, if it is not that of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostLanguage {
    /// BCP 47.
    pub tag: String,
    /// Whether it is written from right to left.
    #[serde(default, skip_serializing_if = "is_false")]
    pub rtl: bool,
}

impl PostLanguage {
    /// For `dir`.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        if self.rtl { "rtl" } else { "ltr" }
    }
}
