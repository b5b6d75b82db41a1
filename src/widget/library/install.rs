//! The browser's offer to install the page. Nobody is asked who has not looked for it.

use std::rc::Rc;

use lamplight_content::model::Manifest;
use lamplight_content::words::Label;
use leptos::either::EitherOf3;
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
    let offered = RwSignal::new(browser::can_install());
    browser::on_offer(move || {
        let _ = offered.try_set(true);
    });
    let click = move |_| {
        spawn_local(async move {
            browser::install().await;
            offered.try_set(false);
        });
    };
    let by_hand = browser::clears_by_itself() && browser::can_keep();
    move || match offered.get() {
        _ if by_hand => EitherOf3::A(view! { <p>{safari.clone()}</p> }),
        true => EitherOf3::B(
            view! { <button type="button" class="main" on:click=click>{install.clone()}</button> },
        ),
        false => EitherOf3::C(()),
    }
}
