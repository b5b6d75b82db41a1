//! The head of a page in full: for browsers, search engines, previews of shared links, and feed readers.

use lamplight_format::messages::Message;
use lamplight_format::model::{Image, Post, Site, Term, TermKind};
use lamplight_format::route::{ARCHIVE, Feed, Route, url};
use lamplight_markdown::links::{LinkContext, LinkKind};
use lamplight_theme::head::{Head, HeadTag};
use lamplight_theme::view::{self, Page};
use serde_json::{Value, json};

use crate::escape::escape;
use crate::output::names::OPENSEARCH;
use crate::paths::absolute;

/// All elements of a page's head but for those that are equal on all pages.
pub(super) fn tags(page: &Page, head: &Head, site: &Site, policy: &str) -> String {
    // The policy comes first: it holds for what follows it.
    let mut out = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n", escape(policy));
    out.push_str(&format!("<title>{}</title>\n", escape(&head.title)));
    for HeadTag { element, key, name, value, content } in
        head.tags(site).iter().chain(&previews(page, head, site))
    {
        out.push_str(&format!("<{element} {key}=\"{name}\" {value}=\"{}\">\n", escape(content)));
    }
    for (rel, kind, title, path) in links(page, site) {
        out.push_str(&format!(
            "<link rel=\"{rel}\" type=\"{kind}\" title=\"{}\" href=\"{}\">\n",
            escape(&title),
            escape(&url(&site.base, &path))
        ));
    }
    if !head.path.is_empty() {
        // A block of data, which no policy forbids and no browser runs. Without angle brackets nothing can end it early.
        let data = structured(page, head, site).to_string();
        let data = data.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
        out.push_str(&format!("<script type=\"application/ld+json\">{data}</script>\n"));
    }
    out
}

/// Open Graph, Twitter cards and the like.
fn previews(page: &Page, head: &Head, site: &Site) -> Vec<HeadTag> {
    if head.path.is_empty() {
        return Vec::new();
    }
    let mut tags = Vec::new();
    let mut put = |key: &'static str, name: &'static str, content: &str| {
        if !content.is_empty() {
            tags.push(HeadTag::meta(key, name, content));
        }
    };
    let post = as_post(page);
    let title = post.map_or(head.title.as_str(), |post| post.summary.title.as_str());
    put("property", "og:title", title);
    put("property", "og:type", if post.is_some_and(|post| !post.page) { "article" } else { "website" });
    put("property", "og:description", &head.description);
    put("property", "og:site_name", &site.title);
    let own = post.and_then(|post| post.summary.language.as_ref());
    if let Some(locale) = own.and_then(|own| crate::language::with_country(&own.tag)) {
        put("property", "og:locale", &locale);
    } else if site.language.contains('-') {
        put("property", "og:locale", &site.language.replace('-', "_"));
    }
    // Programs that read this need whole addresses.
    if !site.origin.is_empty() {
        put("property", "og:url", &head.canonical(site).unwrap_or_default());
    }
    let image = post.and_then(|post| shared(post, site));
    if let Some(image) = &image {
        put("property", "og:image", &absolute(site, &image.src));
        if let Some((width, height)) = image.size {
            put("property", "og:image:width", &width.to_string());
            put("property", "og:image:height", &height.to_string());
        }
        put("property", "og:image:alt", &image.alt);
    }
    put("name", "twitter:card", if image.is_some() { "summary_large_image" } else { "summary" });
    if let Some(post) = post.filter(|post| !post.page) {
        let summary = &post.summary;
        let names: Vec<&str> = summary.authors.iter().map(|author| author.name.as_str()).collect();
        put("name", "author", &names.join(", "));
        put("property", "article:published_time", &summary.date.map(|d| d.rfc3339()).unwrap_or_default());
        put("property", "article:modified_time", &post.updated.map(|d| d.rfc3339()).unwrap_or_default());
        let has_page = |author: &&Term| !site.origin.is_empty() && !author.slug.is_empty();
        for author in summary.authors.iter().filter(has_page) {
            put("property", "article:author", &absolute(site, &term(TermKind::Author, author)));
        }
        put("property", "article:section", summary.categories.first().map_or("", |c| &c.name));
        for tag in &summary.tags {
            put("property", "article:tag", &tag.name);
        }
    }
    tags
}

/// The picture for previews of a post: its cover, or else another of its front matter, or the first of its text.
fn shared(post: &Post, site: &Site) -> Option<Image> {
    let links_of_post =
        LinkContext { base: "/", origin: &site.origin, path: &post.summary.path, known: &post.links };
    let in_text = post.pictures.iter().filter_map(|known| {
        let target = links_of_post.resolve(&known.written, LinkKind::Image);
        let src = target.url()?;
        let src = lamplight_format::route::without_base(&site.base, src).unwrap_or(src).to_owned();
        Some(Image { src, size: Some(known.size), ..Image::default() })
    });
    let above = post.summary.image.iter().chain(&post.images).cloned();
    above.chain(in_text).find(|image| is_for_previews(image, site))
}

/// Previews need a whole address, and show no SVG.
fn is_for_previews(image: &Image, site: &Site) -> bool {
    let foreign = image.src.contains("://");
    let path = image.src.split(['?', '#']).next().unwrap_or_default();
    let drawing = path
        .rsplit_once('.')
        .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("svg") || ending.eq_ignore_ascii_case("svgz"));
    !path.is_empty() && (foreign || !site.origin.is_empty()) && !drawing && !image.src.starts_with("data:")
}

/// Relation, type, title, path.
fn links(page: &Page, site: &Site) -> Vec<(&'static str, &'static str, String, String)> {
    let mut links = Vec::new();
    if site.feeds {
        let mut follow = |route: &Route, title: &str| {
            for (feed, kind) in Feed::ALL.into_iter().zip([
                "application/atom+xml",
                "application/rss+xml",
                "application/feed+json",
            ]) {
                links.push(("alternate", kind, format!("{title} ({})", feed.name()), feed.path(route)));
            }
        };
        if let Page::Term(term, list) = page {
            follow(&list.route, &format!("{} · {}", term.term.name, site.title));
        }
        follow(&Route::Home { page: 1 }, &site.title);
        links.push((
            "search",
            "application/opensearchdescription+xml",
            site.title.clone(),
            format!("/{OPENSEARCH}"),
        ));
    }
    if let Some(post) = as_post(page).filter(|post| !post.unlisted) {
        let markdown = crate::paths::markdown_of(&post.summary.path);
        links.push(("alternate", "text/markdown", post.summary.title.clone(), markdown));
    }
    links
}

fn as_post(page: &Page) -> Option<&Post> {
    match page {
        Page::Post(page) => Some(&page.post),
        Page::Home(_)
        | Page::Archive(_)
        | Page::Terms(_)
        | Page::Term(..)
        | Page::Offline
        | Page::Search
        | Page::NotFound
        | Page::Failed(_) => None,
    }
}

fn term(kind: TermKind, term: &Term) -> String {
    Route::Term { kind, slug: term.slug.clone(), page: 1 }.path()
}

/// What the page is, in schema.org's words.
fn structured(page: &Page, head: &Head, site: &Site) -> Value {
    let here = absolute(site, &head.path);
    let blog = json!({ "@type": "Blog", "@id": absolute(site, "/"), "name": site.title });
    let mut thing = match page {
        Page::Post(page) if !page.post.page => posting(&page.post, site),
        Page::Home(_) => json!({ "@type": "Blog", "@id": absolute(site, "/"), "name": site.title }),
        Page::Post(page) => json!({ "@type": "WebPage", "name": page.post.summary.title }),
        Page::Archive(_)
        | Page::Terms(_)
        | Page::Term(..)
        | Page::Offline
        | Page::Search
        | Page::NotFound
        | Page::Failed(_) => json!({ "@type": "CollectionPage", "name": head.title }),
    };
    if let Some(thing) = thing.as_object_mut() {
        thing.insert("url".into(), here.clone().into());
        let own = as_post(page).and_then(|post| post.summary.language.as_ref());
        thing.insert("inLanguage".into(), own.map_or(&site.language, |own| &own.tag).clone().into());
        if !head.description.is_empty() {
            thing.insert("description".into(), head.description.clone().into());
        }
        if !matches!(page, Page::Home(_)) {
            thing.insert("isPartOf".into(), blog);
        }
    }
    let mut crumbs = vec![(site.title.clone(), "/".to_owned())];
    match page {
        Page::Post(page) if !page.post.page => {
            let summary = &page.post.summary;
            crumbs.push(match summary.categories.first() {
                Some(category) => (category.name.clone(), term(TermKind::Category, category)),
                None => (site.t(Message::Archive).to_owned(), ARCHIVE.path()),
            });
            crumbs.push((summary.title.clone(), head.path.clone()));
        }
        Page::Post(page) => crumbs.push((page.post.summary.title.clone(), head.path.clone())),
        Page::Term(info, list) => {
            let all = site.t(view::all_terms_message(info.kind)).to_owned();
            crumbs.push((all, Route::Terms(info.kind).path()));
            crumbs.push((info.term.name.clone(), list.route.with_page(1).path()));
        }
        Page::Terms(terms) => {
            crumbs.push((site.t(view::all_terms_message(terms.kind)).to_owned(), head.path.clone()));
        }
        Page::Archive(archive) => {
            crumbs.push((site.t(Message::Archive).to_owned(), ARCHIVE.path()));
            if let Some(year) = archive.year {
                crumbs.push((year.to_string(), Route::Archive { year: Some(year), page: 1 }.path()));
            }
        }
        Page::Search => crumbs.push((site.t(Message::Search).to_owned(), head.path.clone())),
        Page::Offline => crumbs.push((site.t(Message::Offline).to_owned(), head.path.clone())),
        Page::Home(_) | Page::NotFound | Page::Failed(_) => {}
    }
    let items: Vec<Value> = crumbs
        .iter()
        .zip(1..)
        .map(|((name, path), position)| {
            json!({ "@type": "ListItem", "position": position, "name": name, "item": absolute(site, path) })
        })
        .collect();
    let mut graph = vec![thing];
    if items.len() > 1 {
        graph.push(json!({ "@type": "BreadcrumbList", "itemListElement": items }));
    }
    json!({ "@context": "https://schema.org", "@graph": graph })
}

fn posting(post: &Post, site: &Site) -> Value {
    let summary = &post.summary;
    let mut posting = json!({
        "@type": "BlogPosting",
        "headline": summary.title,
        "mainEntityOfPage": absolute(site, &summary.path),
    });
    let Some(known) = posting.as_object_mut() else { return posting };
    if let Some(date) = summary.date {
        known.insert("datePublished".into(), date.rfc3339().into());
        known.insert("dateModified".into(), post.updated.unwrap_or(date).rfc3339().into());
    }
    let authors: Vec<Value> = summary
        .authors
        .iter()
        .map(|author| match author.slug.is_empty() {
            true => json!({ "@type": "Person", "name": author.name }),
            false => {
                let url = absolute(site, &term(TermKind::Author, author));
                json!({ "@type": "Person", "name": author.name, "url": url })
            }
        })
        .collect();
    if !authors.is_empty() {
        known.insert("author".into(), authors.into());
    }
    if let Some(image) = summary.image.as_ref().filter(|image| !image.src.is_empty()) {
        let mut object = json!({ "@type": "ImageObject", "url": absolute(site, &image.src) });
        if let (Some(object), Some((width, height))) = (object.as_object_mut(), image.size) {
            object.insert("width".into(), width.into());
            object.insert("height".into(), height.into());
        }
        known.insert("image".into(), object);
    }
    if let Some(category) = summary.categories.first() {
        known.insert("articleSection".into(), category.name.clone().into());
    }
    if !summary.tags.is_empty() {
        let tags: Vec<&str> = summary.tags.iter().map(|tag| tag.name.as_str()).collect();
        known.insert("keywords".into(), tags.into());
    }
    posting
}
