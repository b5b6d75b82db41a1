//! The controls of one thing that can be kept.

use std::rc::Rc;

use lamplight_content::model::Manifest;
use lamplight_content::words::{Label, fill};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Known;
use crate::browser::{self, Change, HtmlElement};
use crate::library::{Download, Kind, Progress, Refusal, Size, id};

/// What is on screen.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    /// It can be kept.
    Idle,
    /// It would take this much.
    Sized(Size),
    /// Nobody can say how much.
    Refused(Refusal),
    /// It is kept, or on its way.
    There(Progress),
}

#[derive(Clone, Copy)]
struct Control {
    known: Known,
    kind: Kind,
    path: StoredValue<String>,
    title: StoredValue<String>,
    manifest: StoredValue<Rc<Manifest>, LocalStorage>,
    /// What was asked, until it is kept or cancelled.
    size: RwSignal<Option<Result<Size, Refusal>>>,
    /// Why the last click did nothing.
    refusal: RwSignal<Option<Refusal>>,
}

/// A button that keeps something; how much that takes; how far it has come; and what can be done to it.
#[component]
pub fn Keep(
    /// What all widgets share.
    known: Known,
    /// Where it stands.
    place: HtmlElement,
    /// What is kept.
    kind: Kind,
    /// Its path below the site's folder.
    path: String,
    /// What readers know it as.
    title: String,
    /// Whether the reader has clicked already.
    is_asked: bool,
    /// What knows the language of the site.
    manifest: Rc<Manifest>,
) -> impl IntoView {
    let control = Control {
        known,
        kind,
        path: StoredValue::new(path),
        title: StoredValue::new(title),
        manifest: StoredValue::new_local(manifest),
        size: RwSignal::new(None),
        refusal: RwSignal::new(None),
    };
    if is_asked {
        control.ask();
    }
    let mode = Memo::new(move |_| control.mode());
    // What was asked is answered; should it be taken away, it is asked again.
    Effect::new(move |_| {
        if matches!(mode.get(), Mode::There(_)) {
            control.size.set(None);
        }
    });
    let place = StoredValue::new_local(place);
    // They are made anew when what can be done changes, not at each byte.
    let controls = move || {
        let mode = mode.get();
        if place.with_value(browser::has_focus) {
            spawn_local(async move {
                browser::drawn().await;
                place.try_with_value(|place| browser::focus_in(place, "button"));
            });
        }
        control.controls(mode)
    };
    let refused = move || {
        let label = match control.refusal.get()? {
            Refusal::Gone => Label::NotThere,
            Refusal::Full => Label::NoRoom,
            Refusal::Failed => Label::NoShelf,
        };
        Some(view! { <p role="status">{control.say(label)}</p> })
    };
    view! { {refused} {controls} }
}

impl Control {
    fn mode(self) -> Mode {
        match (self.download(|download| download.progress), self.size.get()) {
            (Some(progress), _) => Mode::There(progress),
            (None, None) => Mode::Idle,
            (None, Some(Ok(size))) => Mode::Sized(size),
            (None, Some(Err(refusal))) => Mode::Refused(refusal),
        }
    }

    /// What is known of the download, if there is one; tracks.
    fn download<T>(self, what: impl Fn(&Download) -> T) -> Option<T> {
        self.path.with_value(|path| self.known.0.with(|library| library.find(self.kind, path).map(what)))
    }

    fn say(self, label: Label) -> String {
        self.manifest.with_value(|manifest| manifest.site.label(label).to_owned())
    }

    fn bytes(self, bytes: f64) -> String {
        self.manifest.with_value(|manifest| browser::size_in_words(bytes, &manifest.site.language))
    }

    fn say_bytes(self, label: Label, bytes: &[f64]) -> String {
        let values: Vec<String> = bytes.iter().map(|bytes| self.bytes(*bytes)).collect();
        fill(&self.say(label), &values.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Asks how much it takes.
    fn ask(self) {
        spawn_local(async move {
            let size = browser::size_of(self.kind, &self.path.get_value()).await;
            self.size.try_set(Some(size));
        });
    }

    fn keep(self, with_media: bool) {
        let (path, title) = (self.path.get_value(), self.title.get_value());
        spawn_local(async move {
            self.done(browser::keep(self.kind, &path, &title, with_media).await);
        });
    }

    fn change(self, change: Change) {
        let id = id(self.kind, &self.path.get_value());
        spawn_local(async move { self.done(browser::change_download(change, &id).await) });
    }

    fn done(self, answer: Result<(), Refusal>) {
        self.refusal.try_set(answer.err());
    }

    fn controls(self, mode: Mode) -> AnyView {
        let cancel = move |label| self.button(label, true, move || self.size.set(None));
        let going_on = |said, label| {
            (
                self.status(self.say(said)),
                self.bar(),
                self.button(label, false, move || self.change(Change::Resume)),
                self.remove(),
            )
        };
        match mode {
            Mode::Idle => self.button(self.kind.label(), false, move || self.ask()),
            Mode::Sized(Size { text, media }) => {
                let has_media = media > 0.0;
                let told = match has_media {
                    true => self.say_bytes(Label::SizeBoth, &[text, media]),
                    false => self.say_bytes(Label::SizeText, &[text]),
                };
                let warning = browser::clears_by_itself() && !browser::is_there("[data-install]");
                (
                    self.status(told),
                    warning.then(|| view! { <p>{self.say(Label::Safari)}</p> }),
                    self.button(Label::KeepText, false, move || self.keep(false)),
                    has_media.then(|| self.button(Label::KeepPictures, false, move || self.keep(true))),
                    cancel(Label::Cancel),
                )
                    .into_any()
            }
            Mode::Refused(refusal) => {
                let label = if refusal == Refusal::Gone { Label::NotThere } else { Label::NoSize };
                (self.status(self.say(label)), cancel(Label::Close)).into_any()
            }
            Mode::There(Progress::Working) => {
                let pause = self.button(Label::Pause, true, move || self.change(Change::Pause));
                (self.status(self.say(Label::Keeping)), self.bar(), pause, self.remove()).into_any()
            }
            Mode::There(Progress::Paused) => going_on(Label::Paused, Label::Resume).into_any(),
            Mode::There(Progress::Interrupted) => going_on(Label::BrokeOff, Label::GoOn).into_any(),
            Mode::There(Progress::Full) => going_on(Label::Full, Label::GoOn).into_any(),
            Mode::There(Progress::Complete) => {
                let kept = move || {
                    let done = self.download(|download| download.done).unwrap_or_default();
                    self.say_bytes(Label::Kept, &[done])
                };
                (view! { <p role="status">{kept}</p> }, self.remove()).into_any()
            }
        }
    }

    fn status(self, text: String) -> impl IntoView {
        view! { <p role="status">{text}</p> }
    }

    fn button(self, label: Label, is_quiet: bool, click: impl Fn() + 'static) -> AnyView {
        let class = if is_quiet { "quiet" } else { "main" };
        view! { <button type="button" class=class on:click=move |_| click()>{self.say(label)}</button> }
            .into_any()
    }

    fn remove(self) -> AnyView {
        self.button(Label::Remove, true, move || self.change(Change::Remove))
    }

    /// How far it has come, as a bar and in words.
    fn bar(self) -> impl IntoView {
        let most =
            move || self.download(|download| download.total).filter(|total| *total > 0.0).unwrap_or(1.0);
        let done = move || self.download(|download| download.done).unwrap_or_default();
        // What comes is told as it comes over the line.
        let told = move || {
            let (done, total, sent) = self.download(|d| (d.done, d.total, d.sent))?;
            (total > 0.0 && sent > 0.0).then(|| self.say_bytes(Label::DoneOf, &[sent * done / total, sent]))
        };
        view! {
            <progress aria-label=self.say(Label::KeptSoFar) prop:max=most prop:value=done></progress>
            <span class="count">{told}</span>
        }
    }
}
