//! Feeds: Atom, RSS 2.0 and JSON Feed, of the whole blog and of each category, tag and author, with whole posts.

mod item;

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use atom_syndication as atom;
use atom_syndication::FixedDateTime;
use lamplight_format::date::Date;
use lamplight_format::model::Site;
use lamplight_format::route::{Feed, Route};
use rayon::prelude::*;
use serde_json::{Value, json};

use self::item::{Item, readable};
use crate::config::Config;
use crate::output::Output;
use crate::paths::absolute;
use crate::site::{self, ResolvedEnclosure, ResolvedSite};

/// Writes all feeds. A site that does not know where it will live has none: feeds are read elsewhere, and need whole
/// addresses.
///
/// # Errors
/// If a feed can't be written in its format.
pub(crate) fn write(
    resolved: &ResolvedSite,
    config: &Config,
    site: &Site,
    output: &mut Output,
) -> Result<()> {
    if !site.feeds {
        return Ok(());
    }
    let size = config.feed_size as usize;
    // Feeds need dates, so posts without one are in none.
    let dated = |i: &&usize| resolved.posts[**i].data.summary.date.is_some();
    let list = |title: String, about: String, route: Route, posts: &[usize]| FeedList {
        title,
        about,
        id: site::of_feed(&route, config),
        route,
        // Of all posts: what leaves the feed at its end must not make it older.
        updated: posts.iter().filter(dated).filter_map(|i| item::updated(&resolved.posts[*i].data)).max(),
        posts: posts.iter().rev().filter(dated).take(size).copied().collect(),
    };
    let all = resolved.home().unwrap_or_else(|| (0..resolved.posts.len()).collect());
    let home = Route::Home { page: 1 };
    let mut lists = vec![list(site.title.clone(), site.description.clone(), home, &all)];
    for ((kind, slug), group) in &resolved.terms {
        let about = group.info(*kind, config).about;
        lists.push(list(
            format!("{} · {}", group.term.name, site.title),
            if about.is_empty() { site.description.clone() } else { about },
            Route::Term { kind: *kind, slug: slug.clone(), page: 1 },
            &group.posts,
        ));
    }
    let wanted: std::collections::BTreeSet<usize> =
        lists.iter().flat_map(|list| list.posts.iter().copied()).collect();
    let items: BTreeMap<usize, Item> =
        wanted.into_par_iter().map(|i| (i, Item::of(&resolved.posts[i], site))).collect();
    let files: Vec<(String, Vec<u8>)> = lists
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
    for (path, bytes) in files {
        output.add(path.trim_start_matches('/'), bytes);
    }
    Ok(())
}

/// The list of posts that one feed has.
struct FeedList {
    title: String,
    about: String,
    /// Its id for feed readers, which stays if the blog moves.
    id: String,
    route: Route,
    /// When one of its posts was last changed.
    updated: Option<Date>,
    /// Newest first.
    posts: Vec<usize>,
}

/// The date of a feed without entries: formats require one.
const NEVER: &str = "2000-01-01T00:00:00+00:00";

fn time(date: Option<Date>) -> FixedDateTime {
    let text = date.map_or_else(|| NEVER.to_owned(), |date| date.rfc3339());
    text.parse().unwrap_or_default()
}

fn as_atom(list: &FeedList, items: &[&Item], site: &Site) -> Result<Vec<u8>> {
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
    // The feed's language holds for entries that name none.
    let text =
        |text: &str, lang: &Option<String>| atom::Text { lang: lang.clone(), ..atom::Text::plain(text) };
    let enclosure = |item: &Item| {
        item.enclosure.as_ref().map(|enclosure| atom::Link {
            length: enclosure.length.map(|bytes| bytes.to_string()),
            ..link(enclosure.url.clone(), "enclosure", &enclosure.kind)
        })
    };
    let entries = items.iter().map(|item| atom::Entry {
        title: text(&item.title, &item.language),
        id: item.id.clone(),
        updated: time(item.updated),
        published: item.published.map(|date| time(Some(date))),
        authors: item.authors.iter().map(person).collect(),
        categories: item
            .terms
            .iter()
            .map(|term| atom::Category { term: term.clone(), scheme: None, label: None })
            .collect(),
        links: std::iter::once(link(item.url.clone(), "alternate", "text/html"))
            .chain(enclosure(item))
            .collect(),
        summary: Some(text(&item.summary, &item.language)),
        content: Some(atom::Content {
            lang: Some(item.language.as_ref().unwrap_or(&site.language).clone()),
            value: Some(item.html.clone()),
            content_type: Some("html".to_owned()),
            ..atom::Content::default()
        }),
        ..atom::Entry::default()
    });
    let feed = atom::Feed {
        title: atom::Text::plain(readable(&list.title)),
        subtitle: (!list.about.is_empty()).then(|| atom::Text::plain(readable(&list.about))),
        id: list.id.clone(),
        updated: time(list.updated),
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

fn as_rss(list: &FeedList, items: &[&Item], site: &Site) -> Result<Vec<u8>> {
    use rss::extension::atom::{AtomExtension, Link};
    use rss::extension::dublincore::DublinCoreExtension;
    let item = |item: &&Item| rss::Item {
        title: Some(item.title.clone()),
        link: Some(item.url.clone()),
        description: Some(item.summary.clone()),
        guid: Some(rss::Guid { value: item.id.clone(), permalink: false }),
        enclosure: item.enclosure.as_ref().map(|enclosure| rss::Enclosure {
            url: enclosure.url.clone(),
            // The format wants a number; players read 0 as unknown.
            length: enclosure.length.unwrap_or_default().to_string(),
            mime_type: enclosure.kind.clone(),
        }),
        pub_date: item.published.map(|date| time(Some(date)).to_rfc2822()),
        categories: item
            .terms
            .iter()
            .map(|term| rss::Category { name: term.clone(), domain: None })
            .collect(),
        content: Some(item.html.clone()),
        // RSS itself wants authors as mail addresses.
        dublin_core_ext: (!item.authors.is_empty() || item.language.is_some()).then(|| DublinCoreExtension {
            creators: item.authors.iter().map(|(name, _)| name.clone()).collect(),
            languages: item.language.iter().cloned().collect(),
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
        last_build_date: list.updated.map(|date| time(Some(date)).to_rfc2822()),
        generator: Some("Lamplight".to_owned()),
        items: items.iter().map(item).collect(),
        atom_ext: Some(AtomExtension { links: vec![here] }),
        ..rss::Channel::default()
    };
    Ok(channel.write_to(Vec::new())?)
}

fn as_json(list: &FeedList, items: &[&Item], site: &Site) -> Result<Vec<u8>> {
    let authors = |item: &Item| -> Vec<Value> {
        item.authors.iter().map(|(name, url)| json!({ "name": name, "url": url })).collect()
    };
    let attachment = |enclosure: &ResolvedEnclosure| {
        let mut one = json!({ "url": enclosure.url, "mime_type": enclosure.kind });
        if let Some(bytes) = enclosure.length {
            one["size_in_bytes"] = bytes.into();
        }
        json!([one])
    };
    let entry = |item: &&Item| {
        let mut entry = json!({
            "id": item.id,
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
            put("language", item.language.clone().map(Value::from));
            put("attachments", item.enclosure.as_ref().map(attachment));
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
