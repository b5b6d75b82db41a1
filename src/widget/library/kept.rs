//! All that is kept, on the page about offline reading, and the room that it takes.

use std::rc::Rc;

use lamplight_content::model::Manifest;
use lamplight_content::words::{Label, fill};
use leptos::either::EitherOf4;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Known;
use super::keep::Keep;
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
    if !browser::can_keep() {
        return say(Label::NoShelf).into_any();
    }
    let is_listed = |download: &Download| download.kind != Kind::All;
    let rows = move || {
        known.0.with(|all| all.downloads.iter().filter(|d| is_listed(d)).cloned().collect::<Vec<_>>())
    };
    let of_row = StoredValue::new_local(manifest.clone());
    let row = move |download: Download| view! { <Row known download manifest=of_row.get_value() /> };
    let room = move || known.0.with(|library| library.room);
    let (language, in_use) = (manifest.site.language.clone(), say(Label::StorageUsed));
    let told = move || {
        let (usage, quota) = room()?;
        let [usage, quota] = [usage, quota].map(|bytes| browser::size_in_words(bytes, &language));
        Some(fill(&in_use, &[&usage, &quota]))
    };
    view! {
        <ul><For each=rows key=Download::id children=row /></ul>
        <p hidden=move || room().is_none()>
            <meter
                min="0"
                aria-label=say(Label::Storage)
                prop:max=move || room().map_or(1.0, |(_, quota)| quota)
                prop:value=move || room().map_or(0.0, |(usage, _)| usage)
            ></meter>
            " "
            <span>{told}</span>
        </p>
        <Promise manifest />
    }
    .into_any()
}

/// Something that is kept: a link to it, and its controls.
#[component]
fn Row(known: Known, download: Download, manifest: Rc<Manifest>) -> impl IntoView {
    let Download { kind, path, title, .. } = download;
    let href = [manifest.site.base.as_str(), &path].concat();
    let place = NodeRef::<leptos::html::Div>::new();
    let name = title.clone();
    let about = StoredValue::new_local((path, title, manifest));
    let slot = move || {
        place.get().map(|place| {
            let (place, (path, title, manifest)): (HtmlElement, _) = (place.into(), about.get_value());
            view! { <Keep known place kind path title is_asked=false manifest /> }
        })
    };
    view! {
        <li>
            <a href=href dir="auto">{name}</a>
            <div class="keep" node_ref=place>{slot}</div>
        </li>
    }
}

/// What the browser says to the question whether it may clear what is kept.
#[derive(Clone, Copy, PartialEq)]
enum Word {
    /// It makes no promises, or has not been asked yet.
    None,
    MayClear,
    Promised,
    Refused,
}

/// Browsers may clear what they like when space is short, unless they are asked not to.
#[component]
fn Promise(manifest: Rc<Manifest>) -> impl IntoView {
    let say = |label: Label| manifest.site.label(label).to_owned();
    let word = RwSignal::new(Word::None);
    spawn_local(async move {
        if let Some(is_promised) = browser::is_promised().await {
            word.try_set(if is_promised { Word::Promised } else { Word::MayClear });
        }
    });
    let ask = move |_| {
        spawn_local(async move {
            word.try_set(if browser::ask_for_promise().await { Word::Promised } else { Word::Refused });
        });
    };
    let [promised, ask_promise, no_promise] = [Label::Promised, Label::AskPromise, Label::NoPromise].map(say);
    let told = move || match word.get() {
        Word::None => EitherOf4::A(()),
        Word::Promised => EitherOf4::B(promised.clone()),
        Word::MayClear => EitherOf4::C(
            view! { <button type="button" class="quiet" on:click=ask>{ask_promise.clone()}</button> },
        ),
        Word::Refused => EitherOf4::D(view! { <span role="status">{no_promise.clone()}</span> }),
    };
    view! { <p>{told}</p> }
}
