//! The manifest: the only data file with a fixed name.

use serde::{Deserialize, Serialize};

use super::hash::Hash;
use super::list::PostList;
use super::site::Site;
use super::summary::Summary;
use super::table::RouteTable;

/// The version of the format. An app that reads a higher one asks the reader to reload.
pub const FORMAT: u32 = 3;

/// The only data file with a fixed name. It is small, and requested at each visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// See [`FORMAT`]. It is read before the rest, so that a newer manifest gives a message and no decoding error.
    pub format: u32,
    /// What the shell of every page shows.
    pub site: Site,
    /// All listed posts, oldest first.
    pub posts: PostList,
    /// Those of the home page, if it does not show all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<PostList>,
    /// All addresses that have data.
    pub routes: RouteTable,
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
    /// The root file of the index.
    pub root: Hash,
    /// A JSON array of the hashes of all other files, for downloading the whole blog.
    pub files: Hash,
}

/// A year of the archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Year {
    /// The year in the dates of its posts; 0 for posts without a date.
    pub year: u16,
    /// Position of its first post in [`Manifest::posts`].
    pub start: u32,
    /// Posts in it.
    pub len: u32,
}

impl Manifest {
    /// The manifest of a site that could not be loaded: only the base is known.
    #[must_use]
    pub fn unknown(base: &str) -> Self {
        Self {
            format: FORMAT,
            site: Site { title: "Home".to_owned(), base: base.to_owned(), ..Site::default() },
            posts: PostList { len: 0, tree: None },
            home: None,
            routes: RouteTable { tree: None },
            years: Vec::new(),
            pinned: Vec::new(),
            search: None,
        }
    }
}
