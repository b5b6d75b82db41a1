//! Pages that say what went wrong, and what can be done.

use lamplight_content::model::{Site, TermKind};
use lamplight_content::text::decimal;
use leptos::prelude::*;

use crate::route::{Route, title_of_all, url};

/// Why a page could not be shown, in the reader's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No network.
    Offline,
    /// The server answered with an error.
    Server(u16),
    /// The answer was not the site's own.
    Intercepted,
    /// The answer was damaged.
    Damaged,
    /// The site is newer than this app.
    Stale,
}

pub(super) fn not_found(site: &Site) -> AnyView {
    let archive = url(&site.base, &Route::Archive { year: None, page: 1 }.path());
    view! {
        <h1 class="page-title" tabindex="-1">"Page not found"</h1>
        <p class="lede">
            "Nothing is at this address. It may have moved, or the link may have lost a letter on its way here."
        </p>
        <div class="nearest" data-nearest=""></div>
        <p><a href=url(&site.base, "/")>"Newest posts"</a>" · "<a href=archive>"All posts by year"</a></p>
    }
    .into_any()
}

impl Failure {
    /// Heading of the page, and title of the window.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Offline => "You seem to be offline",
            Self::Server(_) => "The server could not answer",
            Self::Intercepted => "This network answered instead of the blog",
            Self::Damaged => "The page arrived damaged",
            Self::Stale => "The blog has been updated",
        }
    }

    fn advice(self) -> String {
        let text = match self {
            Self::Offline => {
                "This page has not been kept on your device. Try again once you are back online."
            }
            Self::Server(status) => {
                return [
                    "It answered with status ",
                    &decimal(status.into()),
                    ". That is mostly over in a minute.",
                ]
                .concat();
            }
            Self::Intercepted => {
                "Networks in hotels and trains do that until you have signed in. Sign in, then try again."
            }
            Self::Damaged => "What came is not what was published, so it is not shown. Try again.",
            Self::Stale => "This page was opened before the update. Load it anew to go on.",
        };
        text.to_owned()
    }
}

/// What is kept on this device, and how to keep more. `public/offline.js` fills the empty elements.
pub(super) fn offline(site: &Site) -> AnyView {
    view! {
        <h1 class="page-title" tabindex="-1">{OFFLINE}</h1>
        <p class="lede">
            "Pages that you have read stay on this device. What you keep here can be read whole, wherever you are."
        </p>
        {keep(site, "all", "")}
        <div class="shelf" data-shelf=""></div>
        <div data-install=""></div>
        <div data-here=""></div>
    }
    .into_any()
}

/// Title of [`offline`].
pub(crate) const OFFLINE: &str = "Offline reading";

/// What the reader looks for, and where it is. `public/search.js` fills the empty element; without it there are lists.
pub(super) fn search(site: &Site) -> AnyView {
    let archive = url(&site.base, &Route::Archive { year: None, page: 1 }.path());
    let terms = [TermKind::Category, TermKind::Tag, TermKind::Author].map(|kind| {
        let href = url(&site.base, &Route::Terms(kind).path());
        view! { <li><a href=href>{title_of_all(kind)}</a></li> }
    });
    view! {
        <h1 class="page-title" tabindex="-1">{SEARCH}</h1>
        <div class="search" data-search=""></div>
        <nav class="ways" aria-label="Other ways to a post">
            <ul><li><a href=archive>"All posts by year"</a></li>{terms.into_iter().collect_view()}</ul>
        </nav>
    }
    .into_any()
}

/// Title of [`search`], and what leads to it.
pub(crate) const SEARCH: &str = "Search";

/// A place for the controls that keep something on the reader's device: a `post`, the posts of a `term`, or `all`.
pub(super) fn keep(site: &Site, kind: &str, path: &str) -> Option<AnyView> {
    let what = [kind, " ", url("/", path).trim_start_matches('/')].concat();
    site.offline.then(|| view! { <div class="keep" data-keep=what></div> }.into_any())
}

pub(super) fn failed(failure: Failure) -> AnyView {
    let action = if failure == Failure::Stale { "Reload" } else { "Retry" };
    view! {
        <div role="alert">
            <h1 class="page-title" tabindex="-1">{failure.title()}</h1>
            <p class="lede">{failure.advice()}</p>
        </div>
        <p><button type="button" data-action="retry">{action}</button></p>
        {(failure == Failure::Offline).then(|| view! { <div data-here=""></div> })}
    }
    .into_any()
}
