//! Navigation within and beyond a page: breadcrumbs, table of contents, series, related posts.

use lamplight_format::decimal;
use lamplight_format::messages::Message;
use lamplight_format::model::{Neighbour, Series, Site};
use lamplight_markdown::Heading;
use maud::{Markup, html};

use lamplight_format::route::url;

/// Fewest headings of a text with a table of contents.
const LONG: usize = 3;

/// Breadcrumbs: the home page, and the page above this one with its name and path.
pub(super) fn crumbs(site: &Site, above: &str, path: &str) -> Markup {
    html! {
        nav.eyebrow.crumbs aria-label=(site.t(Message::Breadcrumb)) {
            ol {
                li { a href=(url(&site.base, "/")) { (site.t(Message::Home)) } }
                li { a href=(url(&site.base, path)) { (above) } }
            }
        }
    }
}

/// The headings of a text.
pub(super) fn contents(site: &Site, outline: &[Heading]) -> Markup {
    let shown = || outline.iter().filter(|heading| heading.level < 4);
    let label = site.t(Message::Contents);
    html! {
        @if shown().count() >= LONG {
            nav.toc aria-label=(label) {
                details {
                    summary { (label) }
                    ol {
                        @for heading in shown() {
                            li.deeper[heading.level > 2] { a href={"#" (heading.id)} { (heading.text) } }
                        }
                    }
                }
            }
        }
    }
}

/// All parts of a series; the one at `path` is the page itself.
pub(super) fn series(site: &Site, series: &Series, path: &str) -> Markup {
    let part = series.posts.iter().position(|post| post.path == path).map_or(0, |i| i as u32 + 1);
    let summary = site
        .t_with(Message::SeriesPart, &[&series.name, &decimal(part), &decimal(series.posts.len() as u32)]);
    html! {
        nav.series aria-label=(site.t(Message::Series)) {
            p { (summary) }
            ol {
                @for post in &series.posts {
                    li { a href=(url(&site.base, &post.path)) aria-current=[(post.path == path).then_some("page")] { (post.title) } }
                }
            }
        }
    }
}

/// Related posts.
pub(super) fn related(site: &Site, posts: &[Neighbour]) -> Markup {
    let label = site.t(Message::Related);
    html! {
        @if !posts.is_empty() {
            nav.related aria-label=(label) {
                h2 { (label) }
                ul {
                    @for post in posts {
                        li { a href=(url(&site.base, &post.path)) { (post.title) } }
                    }
                }
            }
        }
    }
}
