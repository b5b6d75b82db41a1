//! What publishing must know of a built site: which files have their hash in their name, and in which order the others may appear.

use lamplight_format::names::{
    APP, DATA, HEADERS, IMAGES, KEPT, LLMS, MANIFEST, OPENSEARCH, REDIRECTS, ROBOTS, WORKER,
};
use lamplight_format::route::Feed;

/// What publishing remembers at the target: hashes, and no names.
pub const STATE: &str = "lamplight/deploy.json";
/// Copies of what the last deploy replaced or removed. Each has the name of its original, and [`COPY`] at its end.
pub(crate) const PREVIOUS: &str = "lamplight/previous/";
/// At the end of copies, so that no host takes them for pages.
pub(crate) const COPY: &str = ".old";
/// Files that are being written have this at the beginning of their names, until they have all of their bytes.
pub(crate) const UNFINISHED: &str = ".lamplight-unfinished-";
/// Lists of what is published that programs read, beside feeds and sitemaps.
const LISTS: [&str; 5] = [LLMS, ROBOTS, OPENSEARCH, HEADERS, REDIRECTS];
/// What systems and programs leave in folders, and no site needs.
const LITTER: [&str; 4] = [".git", ".DS_Store", "Thumbs.db", "desktop.ini"];

/// The part that a file has in a site. The order is that in which files appear at the target: whatever a file names must be there
/// before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Its name has the hash of its content: it never changes. The app.
    App,
    /// The same, of posts: data and pictures.
    Data,
    /// Pictures, icons, the Markdown of posts.
    Asset,
    /// An HTML file.
    Page,
    /// Feeds, sitemaps, redirects: they name pages.
    List,
    /// The service worker, which has a list of hashes of all of the above.
    Worker,
    /// [`MANIFEST`].
    Manifest,
}

impl Class {
    /// The class of a path, with `/` and without one at its beginning. Compressed forms belong to their file.
    pub(crate) fn of(path: &str) -> Self {
        let path = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz")).unwrap_or(path);
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_sitemap = name == path && name.starts_with("sitemap") && name.ends_with(".xml");
        if is_in(path, APP) {
            Self::App
        } else if is_in(path, DATA) || is_in(path, IMAGES) {
            Self::Data
        } else if path == MANIFEST {
            Self::Manifest
        } else if path == WORKER {
            Self::Worker
        } else if path.ends_with(".html") {
            Self::Page
        } else if is_sitemap || LISTS.contains(&path) || Feed::ALL.iter().any(|feed| feed.file_name() == name)
        {
            Self::List
        } else {
            Self::Asset
        }
    }

    /// Whether a file of this class never changes.
    pub(crate) fn is_hashed(self) -> bool {
        matches!(self, Self::App | Self::Data)
    }
}

fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a file of a built folder is none of the site.
pub(crate) fn is_left_out(path: &str) -> bool {
    path == KEPT
        || path == STATE
        || path.starts_with(PREVIOUS)
        || path.split('/').any(|name| LITTER.contains(&name) || name.starts_with(UNFINISHED))
}

/// Where the copy of a file lies.
pub(crate) fn copy_of(path: &str) -> String {
    format!("{PREVIOUS}{path}{COPY}")
}

/// The original of a copy.
pub(crate) fn original_of(copy: &str) -> Option<&str> {
    copy.strip_prefix(PREVIOUS)?.strip_suffix(COPY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_file_names_is_before_it() {
        for (path, class) in [
            ("lamplight/app/lamplight-app-0a.wasm.br", Class::App),
            ("lamplight/data/0a.json", Class::Data),
            ("lamplight/images/cat-0a-480.webp", Class::Data),
            ("uploads/cat.jpg", Class::Asset),
            ("blog/a/index.md", Class::Asset),
            ("blog/sitemap.xml", Class::Asset),
            ("blog/a/index.html", Class::Page),
            ("index.html.gz", Class::Page),
            ("lamplight/offline.html", Class::Page),
            ("tag/a/feed.xml", Class::List),
            ("sitemap-2.xml", Class::List),
            ("sw.js", Class::Worker),
            ("blog/sw.js", Class::Asset),
            ("lamplight/manifest.json", Class::Manifest),
        ] {
            assert_eq!(Class::of(path), class, "{path}");
        }
        assert!(Class::App < Class::Asset && Class::Asset < Class::Page && Class::Page < Class::List);
        assert!(Class::List < Class::Worker && Class::Worker < Class::Manifest);
    }

    #[test]
    fn a_copy_leads_to_its_original() {
        assert_eq!(original_of(&copy_of("a/b.html")), Some("a/b.html"));
        assert_eq!(original_of("lamplight/previous/a"), None);
        assert!(is_left_out("a/.git/config") && !is_left_out(".nojekyll"));
    }
}
