//! Addresses: the one builder and parser of this site's URLs.
//!
//! A path begins with `/` and has no base; a URL has the base and can be put into `href`. Pages end in a slash: a
//! folder with an `index.html` is the one form that every static host serves.

use crate::decimal;
use crate::model::{TermKind, route_key};

/// Posts on one page of the archive, where each is one line.
pub const ARCHIVE_PAGE: u32 = 100;
/// The start of the archive.
pub const ARCHIVE: Route = Route::Archive { year: None, page: 1 };

/// The page that an address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The newest posts; pages count from 1.
    Home {
        /// From 1.
        page: u32,
    },
    /// All posts by year, or those of one year.
    Archive {
        /// `None` for all years.
        year: Option<u16>,
        /// From 1.
        page: u32,
    },
    /// All categories, tags or authors.
    Terms(TermKind),
    /// The posts of one category, tag or author.
    Term {
        /// Which of the three.
        kind: TermKind,
        /// Its slug, decoded.
        slug: String,
        /// From 1.
        page: u32,
    },
    /// The offline library.
    Offline,
    /// The page of search.
    Search,
    /// A post, a page, an old address, or an unknown address.
    Document {
        /// See [`route_key`].
        key: String,
    },
}

/// Segment of one term, segment of all.
fn segments(kind: TermKind) -> (&'static str, &'static str) {
    match kind {
        TermKind::Category => ("category", "categories"),
        TermKind::Tag => ("tag", "tags"),
        TermKind::Author => ("author", "authors"),
    }
}

/// All kinds, in the order in which pages show them.
pub const KINDS: [TermKind; 3] = [TermKind::Category, TermKind::Tag, TermKind::Author];

impl Route {
    /// Reads a decoded path without base; every form of [`route_key`] is accepted.
    #[must_use]
    pub fn parse(path: &str) -> Self {
        let key = route_key(path);
        let parts: Vec<&str> = key.split('/').filter(|s| !s.is_empty()).collect();
        let (parts, page) = match parts.as_slice() {
            [rest @ .., "page", number] => match number.parse() {
                Ok(page) if page > 0 => (rest, page),
                _ => return Self::Document { key },
            },
            all => (all, 1),
        };
        match parts {
            [] => Self::Home { page },
            ["archive"] => Self::Archive { year: None, page },
            ["archive", year] if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => {
                Self::Archive { year: year.parse().ok(), page }
            }
            ["offline"] if page == 1 => Self::Offline,
            ["search"] if page == 1 => Self::Search,
            [one] if page == 1 => match KINDS.into_iter().find(|k| segments(*k).1 == *one) {
                Some(kind) => Self::Terms(kind),
                None => Self::Document { key },
            },
            [one, slug] => match KINDS.into_iter().find(|k| segments(*k).0 == *one) {
                Some(kind) => Self::Term { kind, slug: (*slug).to_owned(), page },
                None => Self::Document { key },
            },
            _ => Self::Document { key },
        }
    }

    /// The path of a route, decoded, without base.
    #[must_use]
    pub fn path(&self) -> String {
        let (mut path, page) = match self {
            Self::Home { page } => ("/".to_owned(), *page),
            Self::Archive { year: None, page } => ("/archive/".to_owned(), *page),
            Self::Archive { year: Some(year), page } => {
                (["/archive/", &decimal((*year).into()), "/"].concat(), *page)
            }
            Self::Terms(kind) => (["/", segments(*kind).1, "/"].concat(), 1),
            Self::Term { kind, slug, page } => (["/", segments(*kind).0, "/", slug, "/"].concat(), *page),
            Self::Offline => ("/offline/".to_owned(), 1),
            Self::Search => ("/search/".to_owned(), 1),
            Self::Document { key } => ([key.trim_end_matches('/'), "/"].concat(), 1),
        };
        if page > 1 {
            path.push_str("page/");
            path.push_str(&decimal(page));
            path.push('/');
        }
        path
    }

    /// The same route with another page number.
    #[must_use]
    pub fn with_page(&self, number: u32) -> Self {
        let mut route = self.clone();
        match &mut route {
            Self::Home { page } | Self::Archive { page, .. } | Self::Term { page, .. } => *page = number,
            Self::Terms(_) | Self::Offline | Self::Search | Self::Document { .. } => {}
        }
        route
    }

    /// The key under which [`crate::model::RouteTable`] knows a route that has data of its own.
    #[must_use]
    pub fn key(&self) -> String {
        route_key(&self.with_page(1).path())
    }
}

/// The formats of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// RFC 4287.
    Atom,
    /// RSS 2.0.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

impl Feed {
    /// All of them, the best first.
    pub const ALL: [Self; 3] = [Self::Atom, Self::Rss, Self::Json];

    /// Name of the format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Atom => "Atom",
            Self::Rss => "RSS",
            Self::Json => "JSON",
        }
    }

    /// The file of a feed, in the folder of its list. Jekyll's blogs have theirs at `/feed.xml`.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Atom => "feed.xml",
            Self::Rss => "rss.xml",
            Self::Json => "feed.json",
        }
    }

    /// The path of the feed of a list.
    #[must_use]
    pub fn path(self, of: &Route) -> String {
        [of.with_page(1).path().as_str(), self.file_name()].concat()
    }
}

/// The slice of `len` posts, oldest first, that page `page` (from 1) of a list shows: start, end, and number of the last
/// page. Lists show the newest first. `None` if there is no such page; an empty list has one page.
#[must_use]
pub fn slice(len: u32, page: u32, size: u32) -> Option<(u32, u32, u32)> {
    // The size may come from a damaged manifest: 0 must not crash.
    let size = size.max(1);
    let last = len.div_ceil(size).max(1);
    if !(1..=last).contains(&page) {
        return None;
    }
    let end = len - (page - 1) * size;
    Some((end.saturating_sub(size), end, last))
}

/// An address for `href` and `src`: base and percent-encoding added to a path of the site; absolute URLs stay.
#[must_use]
pub fn url(base: &str, path: &str) -> String {
    let absolute =
        path.split_once(':').is_some_and(|(scheme, rest)| rest.starts_with("//") || scheme == "data");
    if absolute && !path.starts_with('/') {
        return path.to_owned();
    }
    let mut url = base.trim_end_matches('/').to_owned();
    if !path.starts_with('/') {
        url.push('/');
    }
    encode(&mut url, path);
    url
}

fn encode(url: &mut String, path: &str) {
    for byte in path.bytes() {
        // The characters that RFC 3986 allows in a path, and `%`: an encoded path stays as it is.
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%?#".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push('%');
            for digit in [byte >> 4, byte & 15] {
                url.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
}

/// Removes the base from a decoded path of this origin; `None` if the path is outside of the site.
#[must_use]
pub fn without_base<'a>(base: &str, path: &'a str) -> Option<&'a str> {
    let rest = path.strip_prefix(base.trim_end_matches('/'))?;
    if rest.is_empty() { Some("/") } else { rest.starts_with('/').then_some(rest) }
}

/// The URL of the heading `id` on a page of the site, or of the page if `id` is empty. A path that begins with several slashes
/// does not become the address of another host.
#[must_use]
pub fn url_of_section(base: &str, path: &str, id: &str) -> String {
    let mut address = url(base, &["/", path.trim_start_matches('/')].concat());
    if !id.is_empty() {
        address.push('#');
        // In an id, characters that end a fragment and percent signs are escaped.
        encode(&mut address, &id.replace('%', "%25").replace('#', "%23"));
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_go_there_and_back() {
        let term = |kind, slug: &str, page| Route::Term { kind, slug: slug.into(), page };
        for (path, route) in [
            ("/", Route::Home { page: 1 }),
            ("/page/2/", Route::Home { page: 2 }),
            ("/archive/", Route::Archive { year: None, page: 1 }),
            ("/archive/2019/page/3/", Route::Archive { year: Some(2019), page: 3 }),
            ("/tags/", Route::Terms(TermKind::Tag)),
            ("/offline/", Route::Offline),
            ("/search/", Route::Search),
            ("/category/business/", term(TermKind::Category, "business", 1)),
            ("/author/ünï/page/9/", term(TermKind::Author, "ünï", 9)),
            ("/blog/my-post/", Route::Document { key: "/blog/my-post".into() }),
        ] {
            assert_eq!(Route::parse(path), route);
            assert_eq!(route.path(), path);
        }
    }

    #[test]
    fn odd_paths_are_documents_or_first_pages() {
        for path in ["/page/0", "/page/x", "/tags/page/2", "/archive/20190", "/category", "/a/page/1/b"] {
            assert!(matches!(Route::parse(path), Route::Document { .. }), "{path}");
        }
        assert_eq!(Route::parse("/page/1/"), Route::Home { page: 1 });
        assert_eq!(Route::parse("/index.html"), Route::Home { page: 1 });
    }

    #[test]
    fn pages_are_slices_from_the_end() {
        assert_eq!(slice(0, 1, 10), Some((0, 0, 1)));
        assert_eq!(slice(25, 1, 10), Some((15, 25, 3)));
        assert_eq!(slice(25, 3, 10), Some((0, 5, 3)));
        assert_eq!((slice(25, 4, 10), slice(25, 0, 10)), (None, None));
        assert_eq!(slice(2, 1, 0), Some((1, 2, 2)));
    }

    #[test]
    fn urls_are_encoded_once_and_bases_come_off() {
        assert_eq!(url("/x/", "/blog/日/"), "/x/blog/%E6%97%A5/");
        assert_eq!(url("/", "/a%20b c"), "/a%20b%20c");
        assert_eq!(url("/x/", "https://a.example/b"), "https://a.example/b");
        assert_eq!(url("/x/", "/a://b c"), "/x/a://b%20c");
        assert_eq!(url_of_section("/", "//blog/100%25 sure/", ""), "/blog/100%25%20sure/");
        assert_eq!(
            url_of_section("/x/", "/blog/日/", "50%-größer#"),
            "/x/blog/%E6%97%A5/#50%25-gr%C3%B6%C3%9Fer%23"
        );
        assert_eq!(url_of_section("/", "/a/", "日://b"), "/a/#%E6%97%A5://b");
        assert_eq!(url_of_section("/", "/a/", "/b"), "/a/#/b");
        assert_eq!(without_base("/x/", "/x/blog"), Some("/blog"));
        assert_eq!(without_base("/x/", "/x"), Some("/"));
        assert_eq!(without_base("/x/", "/xy"), None);
        assert_eq!(without_base("/", "/a"), Some("/a"));
    }
}
