//! The HTML files: one for each route, so that any static host answers every address.

use lamplight::head::{Head, Tag};
use lamplight::route::{ARCHIVE_PAGE, Route, title_of_all};
use lamplight_content::model::{Manifest, Site, TermKind};

use crate::app::App;
use crate::output::Output;
use crate::site::Content;

/// Writes all pages.
pub(crate) fn write(content: &Content, manifest: &Manifest, app: &App, output: &mut Output) {
    let site = &manifest.site;
    let mut add = |path: &str, head: &Head| {
        output.add(&file_of(path), html(head, site, app).into_bytes());
    };
    for entry in content.posts.iter().chain(&content.pages) {
        add(&entry.post.summary.path, &Head::of_post(site, &entry.post.summary));
    }
    for (from, to) in &content.moved {
        add(from, &Head { path: to.clone(), ..Head::of_list(site, "", to) });
    }
    let mut list = |first: Route, title: &str, len: u32, size: u32| {
        for page in 1..=len.div_ceil(size).max(1) {
            let path = first.with_page(page).path();
            add(&path, &Head::of_list(site, title, &path));
        }
    };
    let total = manifest.posts.len;
    list(Route::Home { page: 1 }, "", total, site.page_size);
    list(Route::Archive { year: None, page: 1 }, "Archive", total, ARCHIVE_PAGE);
    for year in manifest.years.iter().filter(|y| y.year > 0) {
        let route = Route::Archive { year: Some(year.year), page: 1 };
        list(route, &year.year.to_string(), year.len, ARCHIVE_PAGE);
    }
    for kind in [TermKind::Category, TermKind::Tag, TermKind::Author] {
        list(Route::Terms(kind), title_of_all(kind), 1, 1);
    }
    for ((kind, slug), group) in &content.terms {
        let route = Route::Term { kind: *kind, slug: slug.clone(), page: 1 };
        list(route, &group.term.name, group.posts.len() as u32, site.page_size);
    }
    output.add("404.html", html(&Head::not_found(site), site, app).into_bytes());
}

/// The file that answers a path on a host that knows nothing but files.
fn file_of(path: &str) -> String {
    let path = path.trim_start_matches('/');
    if path.ends_with(".html") {
        return path.to_owned();
    }
    let folder = path.trim_end_matches('/');
    if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") }
}

fn html(head: &Head, site: &Site, app: &App) -> String {
    let mut tags = format!("<title>{}</title>", escape(&head.title));
    for Tag { element, key, name, value, content } in head.tags(site) {
        tags.push_str(&format!("<{element} {key}=\"{name}\" {value}=\"{}\">", escape(&content)));
    }
    app.template
        .replace("__LANGUAGE__", &escape(&site.language))
        .replace("__BASE__", &escape(&site.base))
        .replace("<!--head-->", &tags)
        .replace("<!--title-->", &escape(&head.title))
}

/// Text for element content and double-quoted attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
