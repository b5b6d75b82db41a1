//! The one file whose name does not change.

use serde::{Deserialize, Serialize};

use super::hash::Hash;
use super::list::List;
use super::site::Site;
use super::summary::Summary;
use super::table::Table;

/// The version that this code writes and reads. A reader that meets a higher one asks for a reload.
pub const FORMAT: u32 = 3;

/// The one file whose name does not change: small, and asked for anew at each visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// See [`FORMAT`]. Read on its own first, so that a newer manifest is a message, not a decoding error.
    pub format: u32,
    /// What the shell of every page shows.
    pub site: Site,
    /// All listed posts, oldest first.
    pub posts: List,
    /// Those of the home page, if it does not show all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<List>,
    /// Every address of the site that has data behind it.
    pub routes: Table,
    /// Years with posts, oldest first; each is a slice of `posts`.
    pub years: Vec<Year>,
    /// Posts that stand first on the home page, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<Summary>,
    /// The index of search, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<SearchIndex>,
}

/// The files of the index of search. Their names end in `.bin`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchIndex {
    /// The file that a search begins with.
    pub root: Hash,
    /// A JSON array of the hashes of all other files, for who keeps the whole blog.
    pub files: Hash,
}

/// A year of the archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Year {
    /// As the posts' own dates say; 0 gathers the undated.
    pub year: u16,
    /// Position of its first post in [`Manifest::posts`].
    pub start: u32,
    /// Posts in it.
    pub len: u32,
}

impl Manifest {
    /// What an app knows of a site that it has not reached: where it is.
    #[must_use]
    pub fn unknown(base: &str) -> Self {
        Self {
            format: FORMAT,
            site: Site { title: "Home".to_owned(), base: base.to_owned(), ..Site::default() },
            posts: List { len: 0, tree: None },
            home: None,
            routes: Table { tree: None },
            years: Vec::new(),
            pinned: Vec::new(),
            search: None,
        }
    }
}
