//! A post with its text.

use serde::{Deserialize, Serialize};

use super::is_false;
use super::picture::{Image, KnownPicture};
use super::summary::Summary;
use crate::date::Date;

/// A post or page with its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// What lists show of it, too.
    pub summary: Summary,
    /// Whether it is a page: in no list, and without neighbours.
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
    /// Date of the last change, if the author gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Date>,
    /// `post_images`
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// The body as Markdown, without the front matter: the author's, or what it was translated to.
    pub markdown: String,
    /// Sanitised HTML of each raw HTML fragment of `markdown`, in order; see `RawHtml` in `lamplight-markdown`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub html: Vec<String>,
    /// Ids of the headings of `markdown`, in order. After the id come further ids that other engines gave the heading, separated by
    /// spaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<String>,
    /// Highlighting of the code blocks of `markdown`, in order; blocks without any are left out at the end. See
    /// `fence::highlight_spans` in `lamplight-markdown`.
    #[serde(rename = "tokens", default, skip_serializing_if = "Vec::is_empty")]
    pub highlight_spans: Vec<String>,
    /// Sizes and variants of the pictures in `markdown` that the build has found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<KnownPicture>,
    /// Link destinations that only the build can resolve: as written → resolved. See `links` in `lamplight-markdown`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<(String, String)>,
    /// How a long `markdown` is drawn part by part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<TextParts>,
    /// The next older post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<Neighbour>,
    /// The next newer post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newer: Option<Neighbour>,
    /// The series that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Series>,
    /// Posts about similar topics, the most similar first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Neighbour>,
    /// Comments from another blog, as sanitised HTML; empty if there are none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comments: String,
}

/// How a long text is divided into parts, which rendered one after the other give the same HTML as the whole. Made by `part` in
/// `lamplight-markdown`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextParts {
    /// Bytes of each part except the last, which has the rest.
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
    /// All posts of the series, this one included.
    pub posts: Vec<Neighbour>,
}

/// A link to another post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    /// As in [`Summary::path`].
    pub path: String,
    /// As in [`Summary::title`].
    pub title: String,
}
