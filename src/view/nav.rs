//! Ways on from a page: where it stands, what is in it, what else there is. Written as text, which takes a fraction of the
//! program that elements would.

use lamplight_content::markdown::Heading;
use lamplight_content::model::{Neighbour, Series, Site};
use lamplight_content::text::{decimal, escape};
use leptos::prelude::*;

use crate::route::url;

/// Headings that a text has at least before it gets a table of contents.
const LONG: usize = 3;

/// From the home page to the page above this one: names and paths.
pub(super) fn crumbs(site: &Site, above: &[(&str, String)]) -> AnyView {
    let mut out = String::from("<ol>");
    item(site, &mut out, "Home", "/", "");
    for (name, path) in above {
        item(site, &mut out, name, path, "");
    }
    out.push_str("</ol>");
    view! { <nav class="eyebrow crumbs" aria-label="Breadcrumb" inner_html=out></nav> }.into_any()
}

/// The headings of a text.
pub(super) fn contents(outline: &[Heading]) -> Option<AnyView> {
    let shown = || outline.iter().filter(|heading| heading.level < 4);
    if shown().count() < LONG {
        return None;
    }
    let mut out = String::from("<details><summary>Contents</summary><ol>");
    for heading in shown() {
        out.push_str(if heading.level == 2 { "<li><a href=\"#" } else { "<li class=\"deeper\"><a href=\"#" });
        escape(&mut out, &heading.id);
        out.push_str("\">");
        escape(&mut out, &heading.text);
        out.push_str("</a></li>");
    }
    out.push_str("</ol></details>");
    Some(view! { <nav class="toc" aria-label="Contents" inner_html=out></nav> }.into_any())
}

/// All parts of a series; the one at `path` is the page itself.
pub(super) fn series(site: &Site, series: &Series, path: &str) -> AnyView {
    let part = series.posts.iter().position(|post| post.path == path).map_or(0, |i| i as u32 + 1);
    let mut out = String::from("<p>");
    escape(&mut out, &series.name);
    let told = [": part ", &decimal(part), " of ", &decimal(series.posts.len() as u32), "</p><ol>"];
    told.iter().for_each(|text| out.push_str(text));
    for post in &series.posts {
        item(
            site,
            &mut out,
            &post.title,
            &post.path,
            if post.path == path { " aria-current=\"page\"" } else { "" },
        );
    }
    out.push_str("</ol>");
    view! { <nav class="series" aria-label="Series" inner_html=out></nav> }.into_any()
}

/// Posts about the same things.
pub(super) fn related(site: &Site, posts: &[Neighbour]) -> Option<AnyView> {
    if posts.is_empty() {
        return None;
    }
    let mut out = String::from("<h2>Related posts</h2><ul>");
    posts.iter().for_each(|post| item(site, &mut out, &post.title, &post.path, ""));
    out.push_str("</ul>");
    Some(view! { <nav class="related" aria-label="Related posts" inner_html=out></nav> }.into_any())
}

fn item(site: &Site, out: &mut String, text: &str, path: &str, more: &str) {
    out.push_str("<li><a href=\"");
    escape(out, &url(&site.base, path));
    out.push('"');
    out.push_str(more);
    out.push('>');
    escape(out, text);
    out.push_str("</a></li>");
}
