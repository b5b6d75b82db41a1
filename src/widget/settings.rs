//! How pages look, and what is bookmarked: the dialog behind the button in the header and the key `s`.

use std::rc::Rc;

use lamplight_format::messages::Label;
use lamplight_format::model::{Manifest, Site};
use leptos::prelude::*;

use super::bookmark_list::BookmarkList;
use super::state::ReaderState;
use crate::preferences::{Preference, PreferenceInfo, Preferences};

/// What is in the dialog, but for the button that closes it.
#[component]
pub fn Settings(
    /// What all widgets share.
    reader: ReaderState,
    /// What knows the language of the site.
    manifest: Rc<Manifest>,
) -> impl IntoView {
    let site = &manifest.site;
    let label_text = |label: Label| site.label(label).to_owned();
    view! {
        <h2>{label_text(Label::ReadingSettings)}</h2>
        {Preference::CHOICES.map(|preference| choice(reader, site, preference)).collect_view()}
        <p class="boxes">{Preference::SWITCHES.map(|preference| switch(reader, site, preference)).collect_view()}</p>
        <BookmarkList reader site />
        <button type="button" class="quiet" on:click=move |_| reader.choose(Preferences::default())>
            {label_text(Label::Reset)}
        </button>
        " "
        <button type="button" class="quiet" data-action="keyboard">{label_text(Label::Keyboard)}</button>
        " "
    }
}

/// A preference of several values.
fn choice(reader: ReaderState, site: &Site, preference: Preference) -> impl IntoView {
    let PreferenceInfo { key, label, values } = preference.about();
    let values = values.iter().enumerate().map(|(number, (value, label))| {
        view! {
            <label>
                <input
                    type="radio"
                    name=*key
                    value=*value
                    prop:checked=move || reader.preferences().get(preference) == number
                    on:change=move |_| reader.choose(reader.preferences().with(preference, number))
                />
                {site.label(*label).to_owned()}
            </label>
        }
    });
    view! {
        <fieldset>
            <legend>{site.label(*label).to_owned()}</legend>
            {values.collect_view()}
        </fieldset>
    }
}

/// A preference that is on, its first value, or off.
fn switch(reader: ReaderState, site: &Site, preference: Preference) -> impl IntoView {
    let PreferenceInfo { key, label, .. } = preference.about();
    view! {
        <label>
            <input
                type="checkbox"
                name=*key
                prop:checked=move || reader.preferences().get(preference) == 0
                on:change=move |_| reader.choose(reader.preferences().next(preference))
            />
            {site.label(*label).to_owned()}
        </label>
    }
}
