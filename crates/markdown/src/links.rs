//! Resolves the links of posts.

/// What links of a post are resolved against.
#[derive(Clone, Copy, Debug)]
pub struct LinkContext<'a> {
    /// The site's base path, `/` or `/x/`.
    pub base: &'a str,
    /// The site's origin, `https://example.org`, or empty. Links to it are internal.
    pub origin: &'a str,
    /// The post's own path without the base, `/blog/my-post/`.
    pub path: &'a str,
    /// Destinations as written → resolved, where only the bundler can resolve them (`other-post.md`, `photo.jpg` beside
    /// the post). The second is a path of the site, or empty for a destination that is refused.
    pub known: &'a [(String, String)],
}

/// What a destination is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// A link.
    Link,
    /// An image.
    Image,
}

/// A resolved destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A page of this site: absolute path with base; the app navigates to it.
    Page(String),
    /// A file of this site (feed, download, image): absolute path with base; the browser loads it.
    File(String),
    /// A heading or other element of this page.
    Fragment(String),
    /// Another site, or another protocol such as `mailto:`.
    Foreign(String),
    /// A scheme that is not allowed, because it could run a script or reach the reader's machine.
    Refused,
}

impl LinkTarget {
    /// The value for `href` or `src`; `None` for [`LinkTarget::Refused`].
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::Page(url) | Self::File(url) | Self::Fragment(url) | Self::Foreign(url) => Some(url),
            Self::Refused => None,
        }
    }
}

/// Allowed schemes. All others are refused, because a list of bad ones is never complete.
const SCHEMES: [&str; 12] =
    ["http", "https", "mailto", "tel", "sms", "ftp", "xmpp", "irc", "ircs", "geo", "news", "magnet"];

/// Types of `data:` images that are allowed. SVG is not, because it can contain scripts.
const DATA_IMAGES: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];

impl LinkContext<'_> {
    /// Resolves a destination as the author wrote it.
    #[must_use]
    pub fn resolve(&self, written: &str, usage: LinkKind) -> LinkTarget {
        if let Some((_, meant)) = self.known.iter().find(|(from, _)| from == written) {
            return if meant.is_empty() { LinkTarget::Refused } else { self.inside(meant) };
        }
        // Browsers drop tabs and line breaks anywhere, and control characters and blanks at both ends, before they
        // look for a scheme; so must we, or `java\tscript:` would pass.
        let url: String = written
            .trim_matches(|c: char| c <= ' ')
            .chars()
            .filter(|c| !matches!(c, '\t' | '\n' | '\r' | '\0'))
            .collect();
        let url = self.without_origin(&url);
        match scheme(url) {
            Some(scheme) if SCHEMES.iter().any(|s| scheme.eq_ignore_ascii_case(s)) => {
                LinkTarget::Foreign(url.to_owned())
            }
            Some(scheme) if usage == LinkKind::Image && scheme.eq_ignore_ascii_case("data") => {
                let body = url.get(5..).unwrap_or_default();
                let known = DATA_IMAGES.iter().any(|kind| {
                    body.get(..kind.len()).is_some_and(|k| k.eq_ignore_ascii_case(kind))
                        && body[kind.len()..].starts_with([';', ','])
                });
                if known { LinkTarget::Foreign(url.to_owned()) } else { LinkTarget::Refused }
            }
            Some(_) => LinkTarget::Refused,
            None if url.starts_with('#') => LinkTarget::Fragment(url.to_owned()),
            // `//host`, and forms that browsers treat as it.
            None if url.len() > 1 && url.starts_with(['/', '\\']) && url[1..].starts_with(['/', '\\']) => {
                LinkTarget::Foreign(["https://", url[2..].trim_start_matches(['/', '\\'])].concat())
            }
            None if url.starts_with(['/', '\\']) => self.inside(url),
            None => self.inside(&join(self.path, url)),
        }
    }

    /// The target of a path of the site: an absolute path with base, of a page or a file.
    fn inside(&self, path: &str) -> LinkTarget {
        // Authors write paths with or without the base: it is added only if it is missing.
        let bare = self.base.trim_end_matches('/');
        let path = match path.strip_prefix(bare) {
            Some(rest) if !bare.is_empty() && (rest.is_empty() || rest.starts_with(['/', '?', '#'])) => rest,
            _ => path,
        };
        let url = [self.base, path.trim_start_matches(['/', '\\'])].concat();
        if is_file(path) { LinkTarget::File(url) } else { LinkTarget::Page(url) }
    }

    fn without_origin<'u>(&self, url: &'u str) -> &'u str {
        match url.strip_prefix(self.origin) {
            Some("") if !self.origin.is_empty() => "/",
            Some(rest) if !self.origin.is_empty() && rest.starts_with(['/', '?', '#']) => rest,
            _ => url,
        }
    }
}

/// Whether a path names a file rather than a page: its last segment has an extension other than `.html`.
#[must_use]
pub fn is_file(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, ext)) => {
            let like_extension =
                (1..=5).contains(&ext.len()) && ext.bytes().all(|b| b.is_ascii_alphanumeric());
            // `v1.2` ends in digits only and is a page's slug, not a file.
            !stem.is_empty() && like_extension && ext != "html" && !ext.bytes().all(|b| b.is_ascii_digit())
        }
        None => false,
    }
}

/// The scheme of an absolute URL (RFC 3986: a letter, then letters, digits, `+`, `-`, `.`, then a colon).
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let mut bytes = scheme.bytes();
    let first = bytes.next()?.is_ascii_alphabetic();
    (first && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))).then_some(scheme)
}

/// Joins a relative reference to the path of the page it stands on. `..` never leaves the root.
fn join(page: &str, reference: &str) -> String {
    let cut = reference.find(['?', '#']).unwrap_or(reference.len());
    let (path, tail) = reference.split_at(cut);
    if path.is_empty() {
        return [page, tail].concat();
    }
    let folder = &page[..page.rfind('/').map_or(0, |i| i + 1)];
    let mut segments: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    let mut parts = path.split('/').peekable();
    let mut slash = false;
    while let Some(part) = parts.next() {
        slash = part.is_empty() || part == "." || part == "..";
        match part {
            "" | "." => {}
            ".." => drop(segments.pop()),
            name => segments.push(name),
        }
        if parts.peek().is_none() && part.is_empty() {
            slash = true;
        }
    }
    let mut joined = ["/", segments.join("/").as_str()].concat();
    if slash && !joined.ends_with('/') {
        joined.push('/');
    }
    joined.push_str(tail);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_base(base: &str, written: &str, usage: LinkKind) -> LinkTarget {
        let known = [("other.md".to_owned(), "/blog/other/".to_owned())];
        LinkContext { base, origin: "https://me.example", path: "/blog/post/", known: &known }
            .resolve(written, usage)
    }

    #[test]
    fn destinations_are_told_apart() {
        let page = |s: &str| LinkTarget::Page(s.into());
        let file = |s: &str| LinkTarget::File(s.into());
        let foreign = |s: &str| LinkTarget::Foreign(s.into());
        for (written, want) in [
            ("/blog/x", page("/x/blog/x")),
            ("/x/blog/x", page("/x/blog/x")),
            ("/xylophone", page("/x/xylophone")),
            ("../other/", page("/x/blog/other/")),
            ("../../../../etc", page("/x/etc")),
            ("sub", page("/x/blog/post/sub")),
            ("?q=1", page("/x/blog/post/?q=1")),
            ("other.md", page("/x/blog/other/")),
            ("https://me.example/blog/y#z", page("/x/blog/y#z")),
            ("https://me.example", page("/x/")),
            ("/feed.xml", file("/x/feed.xml")),
            ("photo.jpg?w=1", file("/x/blog/post/photo.jpg?w=1")),
            ("/v1.2", page("/x/v1.2")),
            ("#top", LinkTarget::Fragment("#top".into())),
            ("//cdn.example/a.js", foreign("https://cdn.example/a.js")),
            ("\\\\evil.example", foreign("https://evil.example")),
            ("https://me.example.evil/", foreign("https://me.example.evil/")),
            ("mailto:a@b.example", foreign("mailto:a@b.example")),
        ] {
            assert_eq!(at_base("/x/", written, LinkKind::Link), want, "{written}");
        }
    }

    #[test]
    fn schemes_that_run_script_are_refused_in_every_disguise() {
        for written in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "vbscript:x",
            "data:text/html,<script>",
            "data:image/svg+xml,<svg>",
            "file:///etc/passwd",
            "blob:x",
            "about:blank",
            "view-source:x",
        ] {
            assert_eq!(at_base("/", written, LinkKind::Link), LinkTarget::Refused, "{written}");
        }
        assert_eq!(at_base("/", "data:image/png;base64,AA", LinkKind::Link), LinkTarget::Refused);
        assert!(matches!(at_base("/", "data:image/png;base64,AA", LinkKind::Image), LinkTarget::Foreign(_)));
    }
}
