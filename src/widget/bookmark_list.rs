//! What the reader has bookmarked, as a part of the settings.

use lamplight_format::messages::{Label, fill};
use lamplight_format::model::Site;
use leptos::either::Either;
use leptos::prelude::*;

use super::state::ReaderState;
use crate::bookmarks::Bookmark;
use crate::browser;

/// Links to posts, the latest first, each with a button that takes it away.
#[component]
pub fn BookmarkList<'a>(
    /// What all widgets share.
    reader: ReaderState,
    /// What knows its own language.
    site: &'a Site,
) -> impl IntoView + use<> {
    let [title, none, remove] =
        [Label::Bookmarks, Label::NoBookmarks, Label::RemoveIt].map(|l| site.label(l).to_owned());
    let rows = move || {
        let bookmarks = reader.bookmarks();
        if bookmarks.is_empty() {
            return Either::Left(view! { <p>{none.clone()}</p> });
        }
        let rows = bookmarks.latest_first().map(|bookmark| row(reader, bookmark, &remove));
        Either::Right(view! { <ul>{rows.collect_view()}</ul> })
    };
    view! { <section><h3>{title}</h3>{rows}</section> }
}

fn row(reader: ReaderState, bookmark: &Bookmark, remove: &str) -> impl IntoView + use<> {
    let href = bookmark.href.clone();
    let title = bookmark.title().unwrap_or_else(|| browser::readable(&href));
    let label = fill(remove, &[&title]);
    let removed = href.clone();
    let remove = move |_| {
        let mut bookmarks = reader.bookmarks();
        // The button goes. Rows are changed in place, so that the first is still there after that, unless it was the only one.
        browser::focus_in_dialog(if bookmarks.len() > 1 { "section a" } else { "section + button" });
        bookmarks.remove(&removed);
        reader.keep(bookmarks);
    };
    view! {
        <li>
            <a href=href>{title}</a>
            " "
            <button type="button" class="quiet" aria-label=label on:click=remove>"×"</button>
        </li>
    }
}
