//! Hosts that do more than show files: what they do to addresses, statuses and types, and to pages.

mod html;
mod mail;
mod minified;

use std::collections::BTreeSet;

use serde::Deserialize;

use self::html::{Piece, attribute, name, pieces, with_attribute};
use crate::site::{Answer, Site, encoded};

/// What a host does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mode {
    /// Cloudflare: hides e-mail addresses in pages and puts off their scripts.
    Mail,
    /// A minifier of HTML is in the way.
    Minified,
    /// A deploy that is not whole yet: the first request of each hashed file is a 404, with the headers of its path.
    Immutable,
    /// Netlify's pretty URLs: addresses of pages are in small letters, in links as well.
    Lower,
    /// Cloudflare Pages: `.html` and `index.html` are taken away from addresses.
    NoHtml,
    /// The contrary: `.html` and `index.html` are added.
    Html,
    /// S3: folders have no index, what is not there is forbidden, types are few.
    NoIndex,
    /// A host for apps of one page: what is not there is the home page.
    All200,
    /// Nothing but HTML has a type.
    Untyped,
    /// Everything but HTML is a stream of bytes.
    Octets,
    /// The home page is not as it was published.
    ChangedHome,
}

/// Where our own files are, which have no addresses that a host could make prettier.
const OWN: &str = "lamplight/";

/// A request: path as it came, and what stands behind it, question mark included.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub path: &'a str,
    pub query: &'a str,
}

impl Mode {
    /// The host's answer. `missed` holds hashed files that were asked for before.
    pub(crate) fn answer(self, site: &Site, asked: Asked<'_>, missed: &mut BTreeSet<String>) -> Answer {
        let mut answer = match self.moved(site, asked.path) {
            Some(to) => site.redirect(
                asked.path,
                if self == Self::NoHtml { 308 } else { 301 },
                &[&encoded(&to), asked.query].concat(),
            ),
            None => self.found(site, asked.path, missed),
        };
        answer.headers.extend(self.name().map(|name| ("server".to_owned(), name.to_owned())));
        answer
    }

    /// What the host calls itself.
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Mail | Self::NoHtml => Some("cloudflare"),
            Self::Lower => Some("Netlify"),
            Self::NoIndex => Some("AmazonS3"),
            _ => None,
        }
    }

    fn found(self, site: &Site, path: &str, missed: &mut BTreeSet<String>) -> Answer {
        let inside = site.inside(path);
        let hashed = ["app/", "data/", "images/"]
            .iter()
            .any(|folder| inside.strip_prefix(OWN).is_some_and(|name| name.starts_with(folder)));
        let there = site.is_there(&inside);
        match self {
            Self::Mail if path.starts_with(mail::SCRIPTS) => {
                Answer { body: Vec::new(), ..site.missing(path) }
                    .with_status(200)
                    .with_type("text/javascript")
            }
            Self::Immutable if hashed && (!there || missed.insert(inside.clone())) => {
                site.missing_by_rules(path)
            }
            Self::NoHtml if site.is_file(&format!("{inside}.html")) => site.answer(&format!("{path}.html")),
            Self::NoIndex if !site.is_file(&inside) => site.missing(path).with_status(403),
            Self::All200 if !there && !site.is_folder(&inside) => {
                Answer { headers: site.missing(path).headers, ..site.answer(site.base()) }
            }
            Self::Lower if !there => self.written(site.answer(&site.regardless_of_case(&inside)), false),
            _ => self.typed(self.written(site.answer(path), inside.is_empty()), &inside),
        }
    }

    /// Where a host sends a request, as a path that is not encoded.
    fn moved(self, site: &Site, path: &str) -> Option<String> {
        let inside = site.inside(path);
        let to = |name: &str| Some([site.base(), name].concat());
        match self {
            Self::Lower => {
                let capital = inside.bytes().any(|b| b.is_ascii_uppercase());
                (capital && !inside.starts_with(OWN)).then(|| [site.base(), &inside.to_lowercase()].concat())
            }
            Self::NoHtml if inside == "index.html" => to(""),
            Self::NoHtml if site.is_file(&inside) => match inside.strip_suffix("/index.html") {
                Some(folder) => to(&format!("{folder}/")),
                None => to(inside.strip_suffix(".html")?),
            },
            Self::Html => {
                let bare = inside.trim_end_matches('/');
                let index =
                    if bare.is_empty() { "index.html".to_owned() } else { format!("{bare}/index.html") };
                if site.is_folder(bare) && site.is_file(&index) {
                    to(&index)
                } else {
                    to(&format!("{bare}.html")).filter(|_| site.is_file(&format!("{bare}.html")))
                }
            }
            _ => None,
        }
    }

    /// An answer as the host would write it, if it is a page.
    fn written(self, answer: Answer, home: bool) -> Answer {
        let Some(page) = answer.page() else { return answer };
        let page = match self {
            Self::Mail => mail::hidden(page),
            Self::Minified => minified::minified(page),
            Self::Lower => lower_links(page),
            Self::ChangedHome if home => {
                page.replacen("</head>", "<meta name=\"host\" content=\"An example\"></head>", 1)
            }
            _ => return answer,
        };
        Answer { body: page.into_bytes(), ..answer }
    }

    /// An answer with the type that the host knows.
    fn typed(self, answer: Answer, inside: &str) -> Answer {
        let page = answer.page().is_some();
        match self {
            Self::NoIndex if inside.ends_with(".wasm") => answer.with_type("binary/octet-stream"),
            Self::Untyped if !page => answer.with_type(""),
            Self::Octets if !page => answer.with_type("application/octet-stream"),
            _ => answer,
        }
    }
}

/// A page whose links within the site are in small letters.
fn lower_links(page: &str) -> String {
    let lower = |tag: &str| {
        let href = attribute(tag, "href").filter(|href| href.starts_with('/'))?;
        let end = href.find(['?', '#']).unwrap_or(href.len());
        with_attribute(tag, "href", &[&href[..end].to_lowercase(), &href[end..]].concat())
    };
    pieces(page)
        .map(|piece| match piece {
            Piece::Tag(tag) if name(tag) == "a" => lower(tag).unwrap_or_else(|| tag.to_owned()),
            other => other.text().to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_within_the_site_are_lowered_and_no_others() {
        let page = r#"<a class="B" href="/Blog/A/?Q#Z">A</a> <a href="https://x.example/B">B</a>"#;
        let want = r#"<a class="B" href="/blog/a/?Q#Z">A</a> <a href="https://x.example/B">B</a>"#;
        assert_eq!(lower_links(page), want);
    }
}
