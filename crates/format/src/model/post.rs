//! A post, whole.

use serde::{Deserialize, Serialize};

use super::is_false;
use super::picture::{Image, Known};
use super::summary::Summary;
use crate::date::Date;

/// A post or page, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// What the head of the page shows.
    pub summary: Summary,
    /// Whether it belongs into lists and has neighbours.
    #[serde(default, skip_serializing_if = "is_false")]
    pub page: bool,
    /// Where it was published first, if elsewhere: an absolute URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// Whether search engines are asked not to keep its page.
    #[serde(default, skip_serializing_if = "is_false")]
    pub no_index: bool,
    /// Whether it is in no list and no data file: only the bundler, which writes its page, knows such posts.
    #[serde(skip)]
    pub unlisted: bool,
    /// When it was last changed, if the author says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Date>,
    /// `post_images`
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// The body as Markdown, without the front matter: the author's, or what it was translated to.
    pub markdown: String,
    /// The sanitised form of each raw HTML piece of `markdown`, in order; see `RawHtml` in `lamplight-markdown`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub html: Vec<String>,
    /// Ids of the headings of `markdown`, in order, each with the heading's second names behind it, if it has some: those
    /// that other engines gave it. Blanks stand between them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<String>,
    /// Colours of the blocks of code of `markdown`, in order, the last ones left out if they have none; see
    /// `fence::stretches` in `lamplight-markdown`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<String>,
    /// What is known of the pictures in `markdown` that are at hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Known>,
    /// Destinations that the general rule would get wrong, as written → as meant; see `links` in `lamplight-markdown`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<(String, String)>,
    /// How a long `markdown` is drawn part by part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Parts>,
    /// The next older post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<Neighbour>,
    /// The next newer post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newer: Option<Neighbour>,
    /// The row of posts that it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Series>,
    /// Posts about the same things, the nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Neighbour>,
}

/// Where a long text may be parted so that its parts, rendered one after the other, make the same HTML as the whole.
/// Made by `part` in `lamplight-markdown`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parts {
    /// Bytes of each part but the last, which is what is left.
    pub lengths: Vec<u32>,
    /// For each part, the definitions of links that it needs from elsewhere in the text, as Markdown.
    pub definitions: Vec<String>,
    /// Level and text of the headings of the whole; their ids are [`Post::anchors`].
    pub outline: Vec<(u8, String)>,
    /// Whether all headings move down by one level.
    pub shift: bool,
}

/// Posts that are to be read one after the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// As the author wrote it first.
    pub name: String,
    /// All of them, the one with this in it included.
    pub posts: Vec<Neighbour>,
}

/// Another post, by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    /// As in [`Summary::path`].
    pub path: String,
    /// As in [`Summary::title`].
    pub title: String,
}
