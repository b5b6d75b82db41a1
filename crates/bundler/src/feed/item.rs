//! A post as an entry of a feed, in any of the three formats.

use std::borrow::Cow;
use std::collections::HashSet;

use lamplight_format::date::Date;
use lamplight_format::model::{Post, Site, Term, TermKind};
use lamplight_format::route::Route;
use lamplight_import::sanitize::MATHML;
use lamplight_theme::view::PostPage;
use percent_encoding::percent_decode_str;

use crate::output::hash;
use crate::paths::absolute;
use crate::site::{ResolvedEnclosure, ResolvedPost};

/// A post as an entry of a feed, in any format.
pub(super) struct Item {
    /// Its id for feed readers, which stays if the blog moves.
    pub id: String,
    pub url: String,
    pub title: String,
    pub summary: String,
    pub html: String,
    pub published: Option<Date>,
    pub updated: Option<Date>,
    /// Its own language, if it is not the feed's.
    pub language: Option<String>,
    /// Name and address.
    pub authors: Vec<(String, String)>,
    pub terms: Vec<String>,
    pub image: Option<String>,
    /// With a whole address.
    pub enclosure: Option<ResolvedEnclosure>,
}

/// When a post was last changed: not before it was published, whatever its author says.
pub(super) fn updated(post: &Post) -> Option<Date> {
    post.updated.max(post.summary.date)
}

impl Item {
    pub(super) fn of(post: &ResolvedPost, site: &Site) -> Self {
        let data = post.with_text();
        let summary = &data.summary;
        let url = absolute(site, &summary.path);
        let page = PostPage::new(site, data.clone().into_owned());
        let author = |term: &Term| {
            let route = Route::Term { kind: TermKind::Author, slug: term.slug.clone(), page: 1 };
            (readable(&term.name), absolute(site, &route.path()))
        };
        let image = summary.image.as_ref().filter(|image| !image.src.is_empty());
        // Feed readers show many entries on one page, where ids of footnotes would clash.
        let prefix = format!("p{}-", &hash(post.feed_id.as_bytes()).0[..8]);
        Self {
            id: readable(&post.feed_id),
            html: readable(&for_readers(&page.html, &url, &prefix)),
            title: readable(&summary.title),
            summary: readable(&summary.excerpt),
            published: summary.date,
            updated: updated(&data),
            language: summary.language.as_ref().map(|own| own.tag.clone()),
            authors: summary.authors.iter().map(author).collect(),
            terms: summary.categories.iter().chain(&summary.tags).map(|term| readable(&term.name)).collect(),
            image: image.map(|image| absolute(site, &image.src)),
            enclosure: post.enclosure.as_ref().map(|enclosure| ResolvedEnclosure {
                url: absolute(site, &enclosure.url),
                kind: readable(&enclosure.kind),
                ..enclosure.clone()
            }),
            url,
        }
    }
}

/// The HTML of a post with absolute addresses, and without what only our own style sheet and app understand. Ids begin with
/// `prefix`, and so do links to them.
fn for_readers(html: &str, page: &str, prefix: &str) -> String {
    let ids: HashSet<String> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0.replace("&amp;", "&")))
        .collect();
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .add_tags(["video", "audio", "source", "track", "picture", "section"])
        .add_tags(MATHML)
        .add_tag_attributes("math", ["display"])
        .add_tag_attributes("video", ["src", "poster", "controls", "width", "height"])
        .add_tag_attributes("audio", ["src", "controls"])
        .add_tag_attributes("source", ["src", "type"])
        .add_tag_attributes("img", ["width", "height"])
        .add_generic_attributes(["id", "dir", "translate"])
        .id_prefix(Some(prefix))
        .link_rel(None);
    if let Ok(base) = ammonia::Url::parse(page) {
        let links = Links { base, ids, prefix: prefix.to_owned() };
        cleaner.url_relative(ammonia::UrlRelative::Custom(Box::new(links)));
    }
    // Variants for small screens are named by attributes that are removed above.
    cleaner.clean(html).to_string().replace("<source>", "")
}

/// Makes the links of an entry whole, but for those to places within it.
struct Links {
    base: ammonia::Url,
    ids: HashSet<String>,
    prefix: String,
}

impl ammonia::UrlRelativeEvaluate<'_> for Links {
    fn evaluate<'url>(&self, url: &'url str) -> Option<Cow<'url, str>> {
        if let Some(place) = url.strip_prefix('#')
            && self.ids.contains(&*percent_decode_str(place).decode_utf8_lossy())
        {
            return Some(Cow::Owned(["#", &self.prefix, place].concat()));
        }
        self.base.join(url).ok().map(|url| Cow::Owned(url.into()))
    }
}

/// Text without the control characters that XML can't hold in any disguise.
pub(super) fn readable(text: &str) -> String {
    text.chars()
        .filter(|c| {
            matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{7f}' | '\u{fffe}' | '\u{ffff}'))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_whole_and_our_own_marks_go() {
        let html = "<p id=\"a\"><a href=\"/x/b/\">b</a> <a href=\"#a\">a</a> <a href=\"#elsewhere\">e</a></p><picture><source type=\"image/webp\" srcset=\"/x/1.webp 1w\"><img src=\"/x/i.png\" alt=\"i\" loading=\"lazy\"></picture>";
        assert_eq!(
            for_readers(html, "https://h.example/x/p/", "p1-"),
            "<p id=\"p1-a\"><a href=\"https://h.example/x/b/\">b</a> <a href=\"#p1-a\">a</a> <a href=\"https://h.example/x/p/#elsewhere\">e</a></p><picture><source type=\"image/webp\"><img src=\"https://h.example/x/i.png\" alt=\"i\"></picture>"
        );
    }

    #[test]
    fn control_characters_go() {
        assert_eq!(readable("a\u{0}b\u{1b}[1m\tc\u{fffe}\u{1f4a1}"), "ab[1m\tc\u{1f4a1}");
    }
}
