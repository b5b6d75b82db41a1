//! The browser's offer to install the page. Nobody is asked who has not looked for it.

use std::rc::Rc;

use lamplight_format::messages::Label;
use lamplight_format::model::Manifest;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser;

/// A button that installs the page, or how it is done in Safari, which has no button for it.
#[component]
pub fn Install(
    /// What knows the language of the site.
    manifest: Rc<Manifest>,
) -> impl IntoView {
    let [safari, install] =
        [Label::Safari, Label::Install].map(|label| manifest.site.label(label).to_owned());
    let by_hand = browser::clears_by_itself() && browser::can_keep();
    let offered = RwSignal::new(!by_hand && browser::can_install());
    browser::on_offer(move || {
        let _ = offered.try_set(!by_hand);
    });
    let click = move |_| {
        spawn_local(async move {
            browser::install().await;
            offered.try_set(false);
        });
    };
    let button = move || {
        offered
            .get()
            .then(|| view! { <button type="button" class="main" on:click=click>{install.clone()}</button> })
    };
    view! {
        {by_hand.then(|| view! { <p>{safari}</p> })}
        {button}
    }
}
