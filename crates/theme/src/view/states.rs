//! Pages that are neither list nor post: errors, and pages that scripts fill.

use lamplight_format::decimal;
use lamplight_format::messages::Message;
use lamplight_format::model::Site;
use lamplight_format::route::{ARCHIVE, KINDS, Route, url};
use maud::{Markup, html};

use super::page::Failure;
use super::page::all_terms_message;

pub(super) fn not_found(site: &Site) -> Markup {
    html! {
        h1.page-title tabindex="-1" { (site.t(Message::NotFound)) }
        p.lede { (site.t(Message::NotFoundAbout)) }
        p {
            a href=(url(&site.base, "/")) { (site.t(Message::NewestPosts)) }
            " · "
            a href=(url(&site.base, &ARCHIVE.path())) { (site.t(Message::AllPosts)) }
        }
        // Results are shown below, so that no link moves while a reader taps it.
        div.nearest data-nearest="" {}
    }
}

/// The offline library. `public/offline.js` fills the empty elements.
pub(super) fn offline(site: &Site) -> Markup {
    html! {
        h1.page-title tabindex="-1" { (site.t(Message::Offline)) }
        p.lede { (site.t(Message::OfflineAbout)) }
        (keep(site, "all", ""))
        div.library data-library="" {}
        div data-install="" {}
        div data-on-device="" {}
    }
}

/// Search. The chunk `search` fills the empty element; without it there are lists.
pub(super) fn search(site: &Site) -> Markup {
    html! {
        h1.page-title tabindex="-1" { (site.t(Message::Search)) }
        div.search data-search="" {}
        nav.ways aria-label=(site.t(Message::SearchWays)) {
            ul {
                li { a href=(url(&site.base, &ARCHIVE.path())) { (site.t(Message::AllPosts)) } }
                @for kind in KINDS {
                    li { a href=(url(&site.base, &Route::Terms(kind).path())) { (site.t(all_terms_message(kind))) } }
                }
            }
        }
    }
}

/// An empty element for the controls of the offline library: for a `post`, the posts of a `term`, or `all`.
pub(super) fn keep(site: &Site, kind: &str, path: &str) -> Markup {
    html! {
        @if site.offline {
            div.download data-download={(kind) " " (url("/", path).trim_start_matches('/'))} {}
        }
    }
}

pub(super) fn failed(site: &Site, failure: Failure) -> Markup {
    let (title, about) = failure.messages();
    let status = if let Failure::Server(status) = failure { decimal(status.into()) } else { String::new() };
    html! {
        div role="alert" {
            h1.page-title tabindex="-1" { (site.t(title)) }
            p.lede { (site.t_with(about, &[&status])) }
        }
        p {
            button type="button" data-action="retry" {
                (site.t(if failure == Failure::Stale { Message::Reload } else { Message::Retry }))
            }
        }
        @if failure == Failure::Offline { div data-on-device="" {} }
    }
}
