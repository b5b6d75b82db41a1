//! What each key does: the dialog behind the key `?`.

use std::rc::Rc;

use lamplight_format::messages::Label;
use lamplight_format::model::Manifest;
use leptos::prelude::*;

/// `public/boot.js` and `public/reading.js` know what they do.
const KEYS: [(&str, Label); 12] = [
    ("/", Label::Search),
    ("?", Label::Keyboard),
    ("s", Label::ReadingSettings),
    ("t", Label::NextTheme),
    ("+", Label::TextLarger),
    ("-", Label::TextSmaller),
    ("j", Label::Older),
    ("k", Label::Newer),
    ("r", Label::Continue),
    ("b", Label::Bookmark),
    ("m", Label::CopyMarkdown),
    ("l", Label::Listen),
];

/// What is in the dialog, but for the button that closes it.
#[component]
pub fn Keyboard(
    /// What knows the language of the site.
    manifest: Rc<Manifest>,
) -> impl IntoView {
    let label_text = |label: Label| manifest.site.label(label).to_owned();
    let rows = KEYS.map(|(key, label)| view! { <dt><kbd>{key}</kbd></dt><dd>{label_text(label)}</dd> });
    view! {
        <h2>{label_text(Label::Keyboard)}</h2>
        <dl class="keys">{rows.collect_view()}</dl>
    }
}
