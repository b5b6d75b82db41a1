//! What stands around every page.

use lamplight_content::model::Site;
use leptos::prelude::*;

use super::states::{OFFLINE, SEARCH};
use crate::route::{Feed, Route, url};

/// The head of every page: the way past it, the blog's name, the main links.
#[must_use]
pub fn header(site: &Site) -> AnyView {
    let links = site.nav.iter().map(|item| {
        let href = url(&site.base, &item.href);
        view! { <li><a href=href>{item.title.clone()}</a></li> }
    });
    let search = site.search.then(|| {
        let href = url(&site.base, &Route::Search.path());
        view! { <p class="tools"><a href=href data-action="search" aria-keyshortcuts="/ Control+K">{SEARCH}</a></p> }
    });
    view! {
        <a class="skip" href="#_content">"Skip to content"</a>
        <header class="site-header">
            <a class="site-title" href=url(&site.base, "/")>{site.title.clone()}</a>
            <nav aria-label="Main"><ul>{links.collect_view()}</ul></nav>
            {search}
        </header>
    }
    .into_any()
}

/// The foot of every page.
#[must_use]
pub fn footer(site: &Site) -> AnyView {
    let about = (!site.description.is_empty()).then(|| view! { <p>{site.description.clone()}</p> });
    view! {
        <footer class="site-footer">
            <p>{site.title.clone()}</p>
            {about}
            {feeds(site, &Route::Home { page: 1 }, "Feeds")}
            {site.offline.then(|| view! { <p><a href=url(&site.base, &Route::Offline.path())>{OFFLINE}</a></p> })}
        </footer>
    }
    .into_any()
}

/// Where a list can be followed. The app leaves these links to the browser.
pub(super) fn feeds(site: &Site, route: &Route, label: &'static str) -> Option<AnyView> {
    if !site.feeds {
        return None;
    }
    let links = Feed::ALL.map(|feed| {
        let href = url(&site.base, &feed.path(route));
        view! { <li><a href=href rel="external">{feed.name()}</a></li> }
    });
    Some(
        view! { <nav class="feeds" aria-label=label><span>{label}</span><ul>{links.into_iter().collect_view()}</ul></nav> }
            .into_any(),
    )
}
