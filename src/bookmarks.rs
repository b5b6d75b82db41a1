//! Bookmarks: addresses of posts with their titles, on the reader's device.

/// Most bookmarks.
pub const LIMIT: usize = 500;

/// Most characters of a title that are shown.
const TITLE: usize = 300;

/// A stored value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// A text.
    Text(String),
    /// Any other value, as JSON. It is kept, because another version of the app may have written it.
    Json(String),
}

/// A post that a reader wants to find again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// Its path, as browsers write it.
    pub href: String,
    value: Stored,
}

impl Bookmark {
    /// Its title, if one is stored.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        match &self.value {
            Stored::Text(text) if !text.trim().is_empty() => Some(text.chars().take(TITLE).collect()),
            _ => None,
        }
    }
}

/// All bookmarks, the latest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bookmarks(Vec<Bookmark>);

impl Bookmarks {
    /// The stored values that are bookmarks of a blog at `base`. Others may be of another program on this origin, or of another
    /// version of the app.
    #[must_use]
    pub fn read(base: &str, stored: Vec<(String, Stored)>) -> Self {
        let mut all: Vec<_> = stored
            .into_iter()
            .filter(|(href, _)| is_own(base, href))
            .map(|(href, value)| Bookmark { href, value })
            .collect();
        all.drain(..all.len().saturating_sub(LIMIT));
        Self(all)
    }

    /// The latest first.
    pub fn latest_first(&self) -> impl Iterator<Item = &Bookmark> {
        self.0.iter().rev()
    }

    /// Adds a bookmark, or removes it if it is there. Returns whether it is there now.
    pub fn toggle(&mut self, href: &str, title: &str) -> bool {
        if self.remove(href) {
            return false;
        }
        if self.0.len() >= LIMIT {
            self.0.remove(0);
        }
        self.0.push(Bookmark { href: href.to_owned(), value: Stored::Text(title.to_owned()) });
        true
    }

    /// Removes a bookmark. Returns whether it was there.
    pub fn remove(&mut self, href: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|bookmark| bookmark.href != href);
        self.0.len() < before
    }

    /// The values to store, in order.
    pub fn stored(&self) -> impl Iterator<Item = (&str, &Stored)> {
        self.0.iter().map(|bookmark| (bookmark.href.as_str(), &bookmark.value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether an address is a path of this blog, written as browsers write it.
#[must_use]
pub fn is_own(base: &str, href: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_.~!$&'()*+,;=:@%/[]|^-".contains(c);
    href.starts_with('/')
        && !href.starts_with("//")
        && href.starts_with(base)
        && href.len() < 2_000
        && href.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Stored {
        Stored::Text(text.to_owned())
    }

    fn hrefs(bookmarks: &Bookmarks) -> Vec<&str> {
        bookmarks.latest_first().map(|bookmark| bookmark.href.as_str()).collect()
    }

    #[test]
    fn only_paths_of_the_blog_are_bookmarks() {
        for (base, href, own) in [
            ("/", "/blog/x/", true),
            ("/", "/blog/%C3%BC/", true),
            ("/b/", "/b/x", true),
            ("/b/", "/c/x", false),
            ("/", "//evil.example/", false),
            ("/", "/\\evil.example/", false),
            ("/", "javascript:x", false),
            ("/", "https://evil.example/", false),
            ("/", "/a b", false),
            ("/", "/ü/", false),
            ("/", "", false),
        ] {
            assert_eq!(is_own(base, href), own, "{href}");
        }
        assert!(!is_own("/", &"/x".repeat(1_000)));
    }

    #[test]
    fn what_can_be_read_stays_as_it_was_stored() {
        let json = Stored::Json("{\"title\":\"x\"}".to_owned());
        let stored = [("/a/", text("A")), ("//x/", text("B")), ("/c/", json.clone()), ("/d/", text(" "))];
        let bookmarks = Bookmarks::read("/", stored.map(|(href, value)| (href.to_owned(), value)).into());
        assert_eq!(hrefs(&bookmarks), ["/d/", "/c/", "/a/"]);
        let titles: Vec<_> = bookmarks.latest_first().map(Bookmark::title).collect();
        assert_eq!(titles, [None, None, Some("A".to_owned())]);
        assert_eq!(bookmarks.stored().nth(1), Some(("/c/", &json)));
    }

    #[test]
    fn one_is_added_and_taken_away_and_the_oldest_go() {
        let all = (0..LIMIT + 9).map(|i| (format!("/{i}/"), text("x"))).collect();
        let mut bookmarks = Bookmarks::read("/", all);
        assert_eq!((bookmarks.len(), hrefs(&bookmarks)[0]), (LIMIT, "/508/"));
        assert!(bookmarks.toggle("/new/", "New"));
        assert_eq!((bookmarks.len(), hrefs(&bookmarks)[LIMIT - 1]), (LIMIT, "/10/"));
        assert!(!bookmarks.toggle("/new/", "New"));
        assert!(!bookmarks.remove("/new/"));
        assert_eq!(bookmarks.len(), LIMIT - 1);
    }
}
