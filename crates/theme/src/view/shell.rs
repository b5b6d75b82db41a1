//! Header and footer of all pages.

use lamplight_format::messages::Message;
use lamplight_format::model::Site;
use maud::{Markup, html};

use lamplight_format::route::{Feed, Route, url};

/// The header: skip link, name of the blog, main links.
pub(super) fn header(site: &Site) -> Markup {
    html! {
        a.skip href="#_content" { (site.t(Message::Skip)) }
        header.site-header {
            a.site-title href=(url(&site.base, "/")) { (site.title) }
            nav aria-label=(site.t(Message::Main)) {
                ul {
                    @for item in &site.nav {
                        li { a href=(url(&site.base, &item.href)) { (item.title) } }
                    }
                }
            }
            p.tools {
                @if site.search {
                    a href=(url(&site.base, &Route::Search.path())) data-action="search" aria-keyshortcuts="/ Control+K" {
                        (site.t(Message::Search))
                    }
                }
                " "
                button type="button" data-action="reading" aria-haspopup="dialog" aria-label=(site.t(Message::ReadingSettings)) {
                    span aria-hidden="true" { "Aa" }
                }
            }
        }
    }
}

/// The footer.
pub(super) fn footer(site: &Site) -> Markup {
    html! {
        footer.site-footer {
            p { (site.title) }
            @if !site.description.is_empty() { p { (site.description) } }
            (feeds(site, &Route::Home { page: 1 }, Message::Feeds))
            @if site.offline {
                p { a href=(url(&site.base, &Route::Offline.path())) { (site.t(Message::Offline)) } }
            }
        }
    }
}

/// Links to the feeds of a list. The app leaves them to the browser.
pub(super) fn feeds(site: &Site, route: &Route, label: Message) -> Markup {
    let label = site.t(label);
    html! {
        @if site.feeds {
            nav.feeds aria-label=(label) {
                span { (label) }
                ul {
                    @for feed in Feed::ALL {
                        li { a href=(url(&site.base, &feed.path(route))) rel="external" { (feed.name()) } }
                    }
                }
            }
        }
    }
}
