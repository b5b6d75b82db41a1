//! The list of downloads on the page of the offline library, and the storage that they use.

use std::rc::Rc;

use lamplight_format::messages::{Label, fill};
use lamplight_format::model::Manifest;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::keep::Keep;
use super::known::SharedLibrary;
use crate::browser::{self, HtmlElement};
use crate::library::{Download, DownloadKind};

/// All downloads except the whole blog, which is above; the used storage; and whether the browser may delete it.
#[component]
pub fn KeptList(
    /// The library.
    known: SharedLibrary,
    /// For the language of the site.
    manifest: Rc<Manifest>,
) -> impl IntoView {
    let label_text = |label: Label| manifest.site.label(label).to_owned();
    // Rows are created again only when downloads are added or removed, not at each byte.
    let about = |Download { kind, path, title, .. }: &Download| (*kind, path.clone(), title.clone());
    let listed = Memo::new(move |_| {
        let is_listed = |download: &&Download| download.kind != DownloadKind::All;
        known.0.with(|library| library.downloads.iter().filter(is_listed).map(about).collect::<Vec<_>>())
    });
    let of_rows = StoredValue::new_local(manifest.clone());
    let rows = move || {
        listed.get().into_iter().map(|row| of_rows.with_value(|m| self::row(known, row, m))).collect_view()
    };
    let room = move || known.0.with(|library| library.room).unwrap_or_default();
    let (language, in_use) = (manifest.site.language.clone(), label_text(Label::StorageUsed));
    let storage_text = move || {
        let (usage, quota) = room();
        let [usage, quota] = [usage, quota].map(|bytes| browser::size_in_words(bytes, &language));
        fill(&in_use, &[&usage, &quota])
    };
    view! {
        <ul>{rows}</ul>
        <p hidden=move || room().1 == 0.0>
            <meter
                min="0"
                aria-label=label_text(Label::Storage)
                prop:max=move || room().1
                prop:value=move || room().0
            ></meter>
            " "
            <span>{storage_text}</span>
        </p>
        {promise(&manifest)}
    }
}

/// A download: a link and its controls.
fn row(
    known: SharedLibrary,
    (kind, path, title): (DownloadKind, String, String),
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

/// The button that asks the browser not to delete downloads when space is short.
fn promise(manifest: &Manifest) -> impl IntoView + use<> {
    let label_text = |label: Label| manifest.site.label(label).to_owned();
    let [promised, ask, refused] = [Label::Promised, Label::AskPromise, Label::NoPromise].map(label_text);
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
