//! The bundle format, version 3: what the bundler writes and the browser reads. `docs/reference/bundle-format.md` is its
//! prose; the shapes here are the truth.
//!
//! ```text
//! manifest.json ─┬─ posts: List ──▶ nodes ──▶ leaves: [Summary]      newest last
//!                └─ routes: Table ─▶ nodes ─▶ leaves: [Route]         path → what is there
//!                                                 └─▶ bundle: [Post]  the Markdown
//! ```
//!
//! Every arrow is a [`struct@Hash`]: the SHA-256 of the file it names, so a name vouches for the bytes behind it.

use serde::{Deserialize, Serialize};

use crate::date::Date;

/// The version that this code writes and reads. A reader that meets a higher one asks for a reload.
pub const FORMAT: u32 = 3;

/// Children of one inner node of a [`Tree`].
pub const FANOUT: usize = 32;

/// Summaries in one leaf of a [`List`]: at most two leaves make a page of ten.
pub const LEAF: usize = 20;

/// SHA-256 of a file, as 64 lower-case hex digits; the file is `lamplight/data/<hash>.json`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(pub String);

impl Hash {
    /// The digits of a digest.
    #[must_use]
    pub fn of_digest(digest: &[u8]) -> Self {
        let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Self(digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect())
    }
}

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
    /// What `current_gaslighter` calls a member of the team, such as `Gaslighter`.
    pub member: String,
    /// Straight quotes and dashes become typographic ones.
    pub smart: bool,
    /// Whether the site, its categories, tags and authors have feeds.
    #[serde(default, skip_serializing_if = "is_false")]
    pub feeds: bool,
    /// Whether pages can be kept for reading without a network.
    #[serde(default, skip_serializing_if = "is_false")]
    pub offline: bool,
    /// Whether the site has an index of its words.
    #[serde(default, skip_serializing_if = "is_false")]
    pub search: bool,
    /// What the interface says, if not in English: see [`crate::words`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// What widgets say, if not in English.
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
    /// What it says.
    pub title: String,
    /// Where it goes: a path of the site (`/about/`) or an absolute URL.
    pub href: String,
}

/// A tree of content-addressed nodes over a row of leaves. Its root is here and in no file of its own: that would be one
/// more request before the first leaf.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// Levels of files between the root and the leaves: 0 means that the root names the leaves.
    pub depth: u8,
    /// Leaves in the row.
    pub leaves: u32,
    /// The root node: its children, up to [`FANOUT`] of them. Any other node is a file with such an array.
    pub root: Vec<Hash>,
}

impl Tree {
    /// Which child to take on the way to leaf number `leaf`, at the root and at each node below.
    pub fn way(&self, leaf: usize) -> impl ExactSizeIterator<Item = usize> {
        (0..=self.depth).rev().map(move |level| (0..level).fold(leaf, |n, _| n / FANOUT) % FANOUT)
    }
}

/// A row of summaries, oldest first, [`LEAF`] in each leaf; only the last leaf may hold fewer. New posts are
/// therefore added at the end, and the leaves before stay as they are, in every reader's cache.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct List {
    /// Summaries in all.
    pub len: u32,
    /// Where they are; `None` if there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<Tree>,
}

/// A hash table of [`Route`]s: the leaf of a path is [`bucket`]`(path, tree.leaves)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Where the buckets are; `None` on a site without content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<Tree>,
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

/// One address and what is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// [`route_key`] of the address.
    pub path: String,
    /// What is there.
    pub target: Target,
}

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A post or a page: the entry of `bundle` with the same path.
    Document {
        /// The file that holds it.
        bundle: Hash,
    },
    /// The posts of one category, tag or author.
    Term {
        /// Name, slug, and whose it is.
        term: TermInfo,
        /// The posts.
        posts: List,
    },
    /// All categories, tags or authors.
    Terms {
        /// Which of the three.
        kind: TermKind,
        /// A file that is an array of [`TermCount`].
        file: Hash,
    },
    /// An old address: go to this path of the site.
    Moved {
        /// With leading slash, without the base.
        to: String,
    },
}

/// The three ways in which posts are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// `categories`
    Category,
    /// `tags`
    Tag,
    /// `post_author`, `author`, `authors`
    Author,
}

/// A category, tag or author on its own page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermInfo {
    /// Which of the three.
    pub kind: TermKind,
    /// Name and slug.
    pub term: Term,
    /// For authors: the newest post's `current_gaslighter`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<bool>,
    /// For authors: what `lamplight.toml` says of them, plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
}

/// A term with the number of its posts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermCount {
    /// Name and slug.
    pub term: Term,
    /// Posts that have it.
    pub count: u32,
    /// For authors: the newest post's `current_gaslighter`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<bool>,
}

/// The name of a category, tag or author, and its place in URLs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Term {
    /// As the author wrote it first.
    pub name: String,
    /// One URL segment; empty for an author who has no page, of a post that no list knows.
    pub slug: String,
}

/// An image of a post's front matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// A path of the site with leading slash, or an absolute URL.
    pub src: String,
    /// Text alternative; empty if the author gave none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// CSS pixels, both or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<(u32, u32)>,
    /// Leaner forms, if the build made some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Sources>,
}

/// Leaner forms of a picture, made at build: the files `lamplight/images/<stem>-<width>.<format>`, for each width in
/// each format.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sources {
    /// Made of the picture's content.
    pub stem: String,
    /// In pixels, ascending; none is wider than the picture.
    pub widths: Vec<u32>,
    /// `avif`, `webp`: the best first.
    pub formats: Vec<String>,
}

/// A picture that a text shows and the build knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Its destination as written.
    pub written: String,
    /// Width and height in CSS pixels.
    pub size: (u32, u32),
    /// Leaner forms, if the build made some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Sources>,
}

/// The language of a post that is not in that of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Language {
    /// BCP 47.
    pub tag: String,
    /// Whether it is written from right to left.
    #[serde(default, skip_serializing_if = "is_false")]
    pub rtl: bool,
}

impl Language {
    /// For `dir`.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        if self.rtl { "rtl" } else { "ltr" }
    }
}

/// A post as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// With leading slash, without the base: `/blog/my-post/`.
    pub path: String,
    /// Plain text.
    pub title: String,
    /// Of title and text, if it is not the site's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// `None` if neither front matter nor file name tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// In the order of the front matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Term>,
    /// `current_gaslighter`, if the post says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<bool>,
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
    /// Where the post itself is. Empty inside the bundle, where a file would have to know its own hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle: Option<Hash>,
}

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

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_false(b: &bool) -> bool {
    !b
}

/// The one form of an address in [`Table`]: percent-decoded by the caller, no base, no query, leading slash, no
/// trailing slash, no `index.html`, no `.html`.
#[must_use]
pub fn route_key(path: &str) -> String {
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix("/index.html").unwrap_or(path);
    let path = path.strip_suffix(".html").unwrap_or(path).trim_end_matches('/');
    if path.starts_with('/') { path.to_owned() } else { ["/", path].concat() }
}

/// The leaf of [`Table`] that knows `key`: [`fnv`] modulo the number of leaves. Keys that differ only in the case of ASCII
/// letters are in the same leaf, so that `/Blog/A` finds `/blog/a` where nothing else is.
#[must_use]
pub fn bucket(key: &str, leaves: u32) -> u32 {
    fnv(&key.to_ascii_lowercase()) % leaves.max(1)
}

/// FNV-1a over the UTF-8 bytes of a text, 32 bits.
#[must_use]
pub fn fnv(key: &str) -> u32 {
    key.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_of_an_address_have_one_key() {
        for path in ["/blog/a", "/blog/a/", "/blog/a/index.html", "/blog/a.html", "blog/a"] {
            assert_eq!(route_key(path), "/blog/a");
        }
        assert_eq!(
            [route_key("/"), route_key(""), route_key("/index.html")],
            ["/", "/", "/"].map(String::from)
        );
    }

    #[test]
    fn the_way_to_a_leaf_is_its_digits_in_base_fanout() {
        let leaf = 5 * FANOUT * FANOUT + 7 * FANOUT + 9;
        let tree = |depth| Tree { depth, leaves: 0, root: Vec::new() };
        assert!(tree(2).way(leaf).eq([5, 7, 9]));
        assert!(tree(0).way(9).eq([9]));
    }

    #[test]
    fn the_bucket_of_a_path_is_part_of_the_format() {
        // The published test vectors of FNV-1a, 32 bits.
        for (key, hash) in [("", 0x811c_9dc5_u32), ("a", 0xe40c_292c), ("foobar", 0xbf9c_f968)] {
            assert_eq!(bucket(key, u32::MAX), hash % u32::MAX);
        }
    }
}
