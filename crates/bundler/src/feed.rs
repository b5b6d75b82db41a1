//! Feeds: Atom, RSS 2.0 and JSON Feed, of the whole blog and of each category, tag and author, with whole posts.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use atom_syndication as atom;
use atom_syndication::FixedDateTime;
use lamplight::route::{Feed, Route};
use lamplight::view::PostPage;
use lamplight_content::date::Date;
use lamplight_content::model::{Post, Site, TermKind};
use lamplight_content::sanitize::MATHML;
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::config::Config;
use crate::output::Output;
use crate::page::absolute;
use crate::site::Content;

/// Writes all feeds. A site that does not know where it will live has none: feeds are read elsewhere, and need whole
/// addresses.
///
/// # Errors
/// If a feed can't be put into words of its format.
pub(crate) fn write(content: &Content, config: &Config, site: &Site, output: &mut Output) -> Result<()> {
    if !site.feeds {
        return Ok(());
    }
    let size = config.feed_size as usize;
    // An undated post has no place among news, and feeds have no word for "at some time".
    let dated = |i: &&usize| content.posts[**i].post.summary.date.is_some();
    let newest =
        |posts: &[usize]| -> Vec<usize> { posts.iter().rev().filter(dated).take(size).copied().collect() };
    let all: Vec<usize> = (0..content.posts.len()).collect();
    let mut lists = vec![List {
        title: site.title.clone(),
        about: site.description.clone(),
        route: Route::Home { page: 1 },
        posts: newest(&content.home().unwrap_or(all)),
    }];
    for ((kind, slug), group) in &content.terms {
        let about = group.info(*kind, config).about;
        lists.push(List {
            title: format!("{} · {}", group.term.name, site.title),
            about: if about.is_empty() { site.description.clone() } else { about },
            route: Route::Term { kind: *kind, slug: slug.clone(), page: 1 },
            posts: newest(&group.posts),
        });
    }
    let wanted: std::collections::BTreeSet<usize> =
        lists.iter().flat_map(|list| list.posts.iter().copied()).collect();
    let items: BTreeMap<usize, Item> =
        wanted.into_par_iter().map(|i| (i, Item::of(&content.posts[i].whole(), site))).collect();
    let made: Vec<(String, Vec<u8>)> = lists
        .par_iter()
        .flat_map_iter(|list| Feed::ALL.map(|feed| (list, feed)))
        .map(|(list, feed)| {
            let items: Vec<&Item> = list.posts.iter().filter_map(|i| items.get(i)).collect();
            let bytes = match feed {
                Feed::Atom => as_atom(list, &items, site),
                Feed::Rss => as_rss(list, &items, site),
                Feed::Json => as_json(list, &items, site),
            };
            Ok((feed.path(&list.route), bytes.with_context(|| format!("the feed of {}", list.title))?))
        })
        .collect::<Result<_>>()?;
    for (path, bytes) in made {
        output.add(path.trim_start_matches('/'), bytes);
    }
    Ok(())
}

/// What one feed is of.
struct List {
    title: String,
    about: String,
    route: Route,
    /// Newest first.
    posts: Vec<usize>,
}

/// A post as all three formats tell it.
struct Item {
    url: String,
    title: String,
    summary: String,
    html: String,
    published: Option<Date>,
    updated: Option<Date>,
    /// Name and address.
    authors: Vec<(String, String)>,
    terms: Vec<String>,
    image: Option<String>,
}

impl Item {
    fn of(post: &Post, site: &Site) -> Self {
        let summary = &post.summary;
        let url = absolute(site, &summary.path);
        let page = PostPage::new(site, post.clone());
        let author = |term: &lamplight_content::model::Term| {
            let route = Route::Term { kind: TermKind::Author, slug: term.slug.clone(), page: 1 };
            (readable(&term.name), absolute(site, &route.path()))
        };
        let image = summary.image.as_ref().filter(|image| !image.src.is_empty());
        Self {
            html: readable(&for_readers(&page.html, &url)),
            title: readable(&summary.title),
            summary: readable(&summary.excerpt),
            published: summary.date,
            updated: post.updated.or(summary.date),
            authors: summary.authors.iter().map(author).collect(),
            terms: summary.categories.iter().chain(&summary.tags).map(|term| readable(&term.name)).collect(),
            image: image.map(|image| absolute(site, &image.src)),
            url,
        }
    }
}

/// The HTML of a post with whole addresses, and without what only our own style sheet and app understand.
fn for_readers(html: &str, page: &str) -> String {
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .add_tags(["video", "audio", "source", "track", "picture", "section"])
        .add_tags(MATHML)
        .add_tag_attributes("math", ["display"])
        .add_tag_attributes("video", ["src", "poster", "controls", "width", "height"])
        .add_tag_attributes("audio", ["src", "controls"])
        .add_tag_attributes("source", ["src", "type"])
        .add_tag_attributes("img", ["width", "height"])
        .add_generic_attributes(["id"])
        .link_rel(None);
    if let Ok(base) = ammonia::Url::parse(page) {
        cleaner.url_relative(ammonia::UrlRelative::RewriteWithBase(base));
    }
    // The forms for small screens are named by attributes that are gone now.
    cleaner.clean(html).to_string().replace("<source>", "")
}

/// Text without the control characters that XML can't hold in any disguise.
fn readable(text: &str) -> String {
    text.chars()
        .filter(|c| {
            matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{7f}' | '\u{fffe}' | '\u{ffff}'))
        })
        .collect()
}

/// A feed without entries was changed before any reader could ask for it.
const NEVER: &str = "2000-01-01T00:00:00+00:00";

fn time(date: Option<Date>) -> FixedDateTime {
    let text = date.map_or_else(|| NEVER.to_owned(), |date| date.rfc3339());
    text.parse().unwrap_or_default()
}

/// When the newest post of a feed was changed.
fn newest(items: &[&Item]) -> Option<Date> {
    items.iter().filter_map(|item| item.updated).max()
}

fn as_atom(list: &List, items: &[&Item], site: &Site) -> Result<Vec<u8>> {
    let link = |href: String, rel: &str, kind: &str| atom::Link {
        href,
        rel: rel.to_owned(),
        mime_type: Some(kind.to_owned()),
        ..atom::Link::default()
    };
    let person = |(name, uri): &(String, String)| atom::Person {
        name: name.clone(),
        uri: Some(uri.clone()),
        ..atom::Person::default()
    };
    let home = absolute(site, &list.route.path());
    let entries = items.iter().map(|item| atom::Entry {
        title: atom::Text::plain(item.title.clone()),
        id: item.url.clone(),
        updated: time(item.updated),
        published: item.published.map(|date| time(Some(date))),
        authors: item.authors.iter().map(person).collect(),
        categories: item
            .terms
            .iter()
            .map(|term| atom::Category { term: term.clone(), scheme: None, label: None })
            .collect(),
        links: vec![link(item.url.clone(), "alternate", "text/html")],
        summary: Some(atom::Text::plain(item.summary.clone())),
        content: Some(atom::Content {
            lang: Some(site.language.clone()),
            value: Some(item.html.clone()),
            content_type: Some("html".to_owned()),
            ..atom::Content::default()
        }),
        ..atom::Entry::default()
    });
    let feed = atom::Feed {
        title: atom::Text::plain(readable(&list.title)),
        subtitle: (!list.about.is_empty()).then(|| atom::Text::plain(readable(&list.about))),
        id: home.clone(),
        updated: time(newest(items)),
        // Posts may name no author, and then the feed must.
        authors: vec![person(&(readable(&site.title), absolute(site, "/")))],
        generator: Some(atom::Generator { value: "Lamplight".to_owned(), uri: None, version: None }),
        links: vec![
            link(absolute(site, &Feed::Atom.path(&list.route)), "self", "application/atom+xml"),
            link(home, "alternate", "text/html"),
        ],
        entries: entries.collect(),
        lang: Some(site.language.clone()),
        ..atom::Feed::default()
    };
    Ok(feed.write_to(Vec::new())?)
}

fn as_rss(list: &List, items: &[&Item], site: &Site) -> Result<Vec<u8>> {
    use rss::extension::atom::{AtomExtension, Link};
    use rss::extension::dublincore::DublinCoreExtension;
    let item = |item: &&Item| rss::Item {
        title: Some(item.title.clone()),
        link: Some(item.url.clone()),
        description: Some(item.summary.clone()),
        guid: Some(rss::Guid { value: item.url.clone(), permalink: true }),
        pub_date: item.published.map(|date| time(Some(date)).to_rfc2822()),
        categories: item
            .terms
            .iter()
            .map(|term| rss::Category { name: term.clone(), domain: None })
            .collect(),
        content: Some(item.html.clone()),
        // RSS itself wants authors as mail addresses.
        dublin_core_ext: (!item.authors.is_empty()).then(|| DublinCoreExtension {
            creators: item.authors.iter().map(|(name, _)| name.clone()).collect(),
            ..DublinCoreExtension::default()
        }),
        ..rss::Item::default()
    };
    let here = Link {
        href: absolute(site, &Feed::Rss.path(&list.route)),
        rel: "self".to_owned(),
        mime_type: Some("application/rss+xml".to_owned()),
        ..Link::default()
    };
    let about = if list.about.is_empty() { &list.title } else { &list.about };
    let channel = rss::Channel {
        title: readable(&list.title),
        link: absolute(site, &list.route.path()),
        description: readable(about),
        language: Some(site.language.clone()),
        last_build_date: newest(items).map(|date| time(Some(date)).to_rfc2822()),
        generator: Some("Lamplight".to_owned()),
        items: items.iter().map(item).collect(),
        atom_ext: Some(AtomExtension { links: vec![here] }),
        ..rss::Channel::default()
    };
    Ok(channel.write_to(Vec::new())?)
}

fn as_json(list: &List, items: &[&Item], site: &Site) -> Result<Vec<u8>> {
    let authors = |item: &Item| -> Vec<Value> {
        item.authors.iter().map(|(name, url)| json!({ "name": name, "url": url })).collect()
    };
    let entry = |item: &&Item| {
        let mut entry = json!({
            "id": item.url,
            "url": item.url,
            "title": item.title,
            "summary": item.summary,
            "content_html": item.html,
        });
        if let Some(known) = entry.as_object_mut() {
            let mut put =
                |name: &str, value: Option<Value>| value.map(|value| known.insert(name.to_owned(), value));
            put("image", item.image.clone().map(Value::from));
            put("date_published", item.published.map(|date| date.rfc3339().into()));
            put("date_modified", item.updated.map(|date| date.rfc3339().into()));
            put("authors", (!item.authors.is_empty()).then(|| authors(item).into()));
            put("tags", (!item.terms.is_empty()).then(|| item.terms.clone().into()));
        }
        entry
    };
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": readable(&list.title),
        "description": readable(&list.about),
        "home_page_url": absolute(site, &list.route.path()),
        "feed_url": absolute(site, &Feed::Json.path(&list.route)),
        "language": site.language,
        "authors": [{ "name": readable(&site.title), "url": absolute(site, "/") }],
        "items": items.iter().map(entry).collect::<Vec<_>>(),
    });
    Ok(serde_json::to_vec(&feed)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_whole_and_our_own_marks_go() {
        let html = "<p id=\"a\"><a href=\"/x/b/\">b</a> <a href=\"#a\">a</a></p><picture><source type=\"image/webp\" srcset=\"/x/1.webp 1w\"><img src=\"/x/i.png\" alt=\"i\" loading=\"lazy\"></picture>";
        assert_eq!(
            for_readers(html, "https://h.example/x/p/"),
            "<p id=\"a\"><a href=\"https://h.example/x/b/\">b</a> <a href=\"https://h.example/x/p/#a\">a</a></p><picture><source type=\"image/webp\"><img src=\"https://h.example/x/i.png\" alt=\"i\"></picture>"
        );
    }

    #[test]
    fn control_characters_go() {
        assert_eq!(readable("a\u{0}b\u{1b}[1m\tc\u{fffe}\u{1f4a1}"), "ab[1m\tc\u{1f4a1}");
    }
}
