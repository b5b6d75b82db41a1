//! What every export is read into.

use serde::{Deserialize, Serialize};

use crate::report::ImportReport;

/// A whole blog, as its export has it.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// The blog's name.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// Where it was: an address with `https://`, or empty.
    pub address: String,
    /// BCP 47 tag of its language, or empty.
    pub language: String,
    /// Whether its texts hold shortcodes of WordPress.
    pub is_wordpress: bool,
    /// Posts and pages, in the order of the export.
    pub items: Vec<Item>,
    /// Pictures and other files.
    pub attachments: Vec<Attachment>,
    /// What was counted and not understood so far.
    pub report: ImportReport,
}

/// A post or page.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// What the old blog called it, unique in the export: a number or the name of a file.
    pub id: String,
    /// Whether it is a page.
    pub is_page: bool,
    /// Its title as plain text; empty if it has none.
    pub title: String,
    /// Its part of the address; empty if it has none.
    pub slug: String,
    /// Who may see it.
    pub status: Status,
    /// When it was published, as front matter has it: `2019-07-15 18:14:00 +0000`.
    pub date: Option<String>,
    /// When it was last changed.
    pub updated: Option<String>,
    /// Names of its authors.
    pub authors: Vec<String>,
    /// Names of its categories.
    pub categories: Vec<String>,
    /// Names of its tags.
    pub tags: Vec<String>,
    /// Its text as HTML.
    pub html: String,
    /// What lists say of it, as plain text or HTML.
    pub excerpt: String,
    /// Address of its picture.
    pub image: Option<String>,
    /// Text alternative of its picture.
    pub image_alt: String,
    /// Where it was: an absolute address, if the old blog had published it.
    pub address: Option<String>,
    /// Where it was published first, if elsewhere: an absolute address.
    pub canonical: Option<String>,
    /// Other old paths of it, with a leading slash.
    pub redirects: Vec<String>,
    /// Its number in addresses such as `/?p=12`.
    pub number: Option<String>,
    /// Its id in feeds.
    pub guid: Option<String>,
    /// Whether it stands first on the home page.
    pub is_pinned: bool,
    /// Comments that were published, in the order of the export.
    pub comments: Vec<Comment>,
}

/// Who may see a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Everybody.
    #[default]
    Published,
    /// Everybody, from its date on.
    Scheduled,
    /// Its author, until it is ready.
    Draft,
    /// Some only.
    Private,
}

/// A comment that was published.
#[derive(Clone, Debug, Default)]
pub struct Comment {
    /// Its id in the export.
    pub id: String,
    /// The id of the comment that it answers; empty if none.
    pub parent: String,
    /// Name of its author.
    pub author: String,
    /// Address of its author's site; empty if none.
    pub url: String,
    /// When it was written: `2019-07-15T18:14:00Z`; empty if unknown.
    pub date: String,
    /// Its text as HTML.
    pub html: String,
}

/// A file of the old blog.
#[derive(Clone, Debug, Default)]
pub struct Attachment {
    /// Its id in the export.
    pub id: String,
    /// The id of the post that it was uploaded for; empty if none.
    pub parent: String,
    /// Where it is: an absolute address.
    pub url: String,
    /// Its text alternative.
    pub alt: String,
}

/// The file of comments beside a post: `a-title.comments.json` beside `a-title.md`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CommentFile {
    /// Comments that answer no other one, oldest first.
    pub comments: Vec<ArchivedComment>,
}

/// A comment and those that answer it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArchivedComment {
    /// Name of its author; may be empty.
    #[serde(default)]
    pub author: String,
    /// Address of its author's site.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// When it was written, as RFC 3339 has it; empty if unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Its text as HTML. It is cleaned when the blog is built.
    #[serde(default)]
    pub html: String,
    /// Comments that answer it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<ArchivedComment>,
}
