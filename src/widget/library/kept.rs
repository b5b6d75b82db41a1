//! All that is kept, on the page about offline reading, and the room that it takes.

use std::rc::Rc;

use lamplight_format::model::Manifest;
use lamplight_format::words::{Label, fill};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::keep::Keep;
use super::known::Known;
use crate::browser::{self, HtmlElement};
use crate::library::{Download, Kind};

/// What is kept but for the whole blog, which has its place above; the storage in use; and whether the browser may clear it.
#[component]
pub fn KeptList(
    /// What all widgets share.
    known: Known,
    /// What knows the language of the site.
    manifest: Rc<Manifest>,
) -> impl IntoView {
    let say = |label: Label| manifest.site.label(label).to_owned();
    // Rows are made anew when others come or go, not as they are fetched.
    let about = |Download { kind, path, title, .. }: &Download| (*kind, path.clone(), title.clone());
    let listed = Memo::new(move |_| {
        let is_listed = |download: &&Download| download.kind != Kind::All;
        known.0.with(|library| library.downloads.iter().filter(is_listed).map(about).collect::<Vec<_>>())
    });
    let of_rows = StoredValue::new_local(manifest.clone());
    let rows = move || {
        listed.get().into_iter().map(|row| of_rows.with_value(|m| self::row(known, row, m))).collect_view()
    };
    let room = move || known.0.with(|library| library.room).unwrap_or_default();
    let (language, in_use) = (manifest.site.language.clone(), say(Label::StorageUsed));
    let told = move || {
        let (usage, quota) = room();
        let [usage, quota] = [usage, quota].map(|bytes| browser::size_in_words(bytes, &language));
        fill(&in_use, &[&usage, &quota])
    };
    view! {
        <ul>{rows}</ul>
        <p hidden=move || room().1 == 0.0>
            <meter
                min="0"
                aria-label=say(Label::Storage)
                prop:max=move || room().1
                prop:value=move || room().0
            ></meter>
            " "
            <span>{told}</span>
        </p>
        {promise(&manifest)}
    }
}

/// Something that is kept: a link to it, and its controls.
fn row(
    known: Known,
    (kind, path, title): (Kind, String, String),
    manifest: &Rc<Manifest>,
) -> impl IntoView + use<> {
    let href = [manifest.site.base.as_str(), &path].concat();
    let place = NodeRef::<leptos::html::Div>::new();
    let name = title.clone();
    let about = StoredValue::new_local((path, title, manifest.clone()));
    let controls = move || {
        place.get().map(|place| {
            let (place, (path, title, manifest)): (HtmlElement, _) = (place.into(), about.get_value());
            view! { <Keep known place kind path title is_asked=false manifest /> }
        })
    };
    view! {
        <li>
            <a href=href dir="auto">{name}</a>
            <div class="download" node_ref=place>{controls}</div>
        </li>
    }
}

/// Browsers may clear what they like when space is short, unless they are asked not to.
fn promise(manifest: &Manifest) -> impl IntoView + use<> {
    let say = |label: Label| manifest.site.label(label).to_owned();
    let [promised, ask, refused] = [Label::Promised, Label::AskPromise, Label::NoPromise].map(say);
    let (answer, can_ask) = (RwSignal::new(String::new()), RwSignal::new(false));
    let of_browser = promised.clone();
    spawn_local(async move {
        match browser::is_promised().await {
            Some(true) => drop(answer.try_set(of_browser)),
            Some(false) => drop(can_ask.try_set(true)),
            None => {}
        }
    });
    let ask_browser = move |_| {
        let [promised, refused] = [&promised, &refused].map(String::clone);
        spawn_local(async move {
            let is_promised = browser::ask_for_promise().await;
            can_ask.try_set(false);
            answer.try_set(if is_promised { promised } else { refused });
        });
    };
    view! {
        <p>
            <span role="status">{answer}</span>
            <button type="button" class="quiet" hidden=move || !can_ask.get() on:click=ask_browser>{ask}</button>
        </p>
    }
}
