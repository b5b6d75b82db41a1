//! The controls of one thing that can be kept.

use std::rc::Rc;

use lamplight_format::model::Manifest;
use lamplight_format::words::{Label, fill};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::known::Known;
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

/// What a button does.
#[derive(Clone, Copy)]
enum Act {
    /// Asks how much it takes.
    Ask,
    /// Keeps it, with pictures and sounds or without.
    Keep { with_media: bool },
    /// Takes the question back.
    Cancel,
    /// Changes the download.
    Change(Change),
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
        control.act(Act::Ask);
    }
    let mode = Memo::new(move |_| control.mode());
    // What was asked is answered; should it be taken away, it is asked again.
    Effect::new(move |_| {
        if matches!(mode.get(), Mode::There(_)) {
            control.size.set(None);
        }
    });
    let place = StoredValue::new_local(place);
    let warns = move || {
        let warns = matches!(mode.get(), Mode::Sized(_))
            && browser::clears_by_itself()
            && !browser::is_there("[data-install]");
        warns.then(|| view! { <p>{control.say(Label::Safari, &[])}</p> })
    };
    let bar = move || {
        let has_bar = matches!(mode.get(), Mode::There(progress) if progress != Progress::Complete);
        has_bar.then(|| control.bar())
    };
    // They are made anew when what can be done changes, not at each byte.
    let buttons = move || {
        if place.with_value(browser::has_focus) {
            spawn_local(async move {
                browser::drawn().await;
                place.try_with_value(|place| browser::focus_in(place, "button"));
            });
        }
        buttons(kind, mode.get()).into_iter().map(|button| control.button(button)).collect_view()
    };
    view! {
        <p role="status" hidden=move || control.refusal.get().is_none()>{move || control.refused()}</p>
        <p role="status" hidden=move || mode.get() == Mode::Idle>{move || control.said(mode.get())}</p>
        {warns}
        {bar}
        {buttons}
    }
}

/// Buttons: what each says, whether it is a quiet one, and what it does.
fn buttons(kind: Kind, mode: Mode) -> Vec<(Label, bool, Act)> {
    let going_on = |label| {
        vec![(label, false, Act::Change(Change::Resume)), (Label::Remove, true, Act::Change(Change::Remove))]
    };
    match mode {
        Mode::Idle => vec![(kind.label(), false, Act::Ask)],
        Mode::Sized(size) => {
            let keep = |label, with_media| (label, false, Act::Keep { with_media });
            let mut all = vec![keep(Label::KeepText, false)];
            if size.media > 0.0 {
                all.push(keep(Label::KeepPictures, true));
            }
            all.push((Label::Cancel, true, Act::Cancel));
            all
        }
        Mode::Refused(_) => vec![(Label::Close, true, Act::Cancel)],
        Mode::There(Progress::Working) => {
            let [pause, remove] = [Change::Pause, Change::Remove].map(Act::Change);
            vec![(Label::Pause, true, pause), (Label::Remove, true, remove)]
        }
        Mode::There(Progress::Paused) => going_on(Label::Resume),
        Mode::There(Progress::Interrupted | Progress::Full) => going_on(Label::GoOn),
        Mode::There(Progress::Complete) => vec![(Label::Remove, true, Act::Change(Change::Remove))],
    }
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

    /// What is said above the buttons.
    fn said(self, mode: Mode) -> String {
        match mode {
            Mode::Idle => String::new(),
            Mode::Sized(Size { text, media }) if media > 0.0 => self.say(Label::SizeBoth, &[text, media]),
            Mode::Sized(Size { text, .. }) => self.say(Label::SizeText, &[text]),
            Mode::Refused(Refusal::Gone) => self.say(Label::NotThere, &[]),
            Mode::Refused(_) => self.say(Label::NoSize, &[]),
            Mode::There(Progress::Working) => self.say(Label::Keeping, &[]),
            Mode::There(Progress::Paused) => self.say(Label::Paused, &[]),
            Mode::There(Progress::Interrupted) => self.say(Label::BrokeOff, &[]),
            Mode::There(Progress::Full) => self.say(Label::Full, &[]),
            Mode::There(Progress::Complete) => {
                self.say(Label::Kept, &[self.download(|download| download.done).unwrap_or_default()])
            }
        }
    }

    /// Why the last click did nothing.
    fn refused(self) -> String {
        self.refusal.get().map_or_else(String::new, |refusal| {
            let label = match refusal {
                Refusal::Gone => Label::NotThere,
                Refusal::Full => Label::NoRoom,
                Refusal::Failed => Label::NoShelf,
            };
            self.say(label, &[])
        })
    }

    /// A text with numbers of bytes in it.
    fn say(self, label: Label, bytes: &[f64]) -> String {
        self.manifest.with_value(|manifest| {
            let site = &manifest.site;
            let values: Vec<String> =
                bytes.iter().map(|bytes| browser::size_in_words(*bytes, &site.language)).collect();
            fill(site.label(label), &values.iter().map(String::as_str).collect::<Vec<_>>())
        })
    }

    fn act(self, act: Act) {
        let (kind, path) = (self.kind, self.path.get_value());
        spawn_local(async move {
            let answer = match act {
                Act::Ask => {
                    let size = browser::size_of(kind, &path).await;
                    self.size.try_set(Some(size));
                    return;
                }
                Act::Cancel => {
                    self.size.try_set(None);
                    return;
                }
                Act::Keep { with_media } => {
                    browser::keep(kind, &path, &self.title.get_value(), with_media).await
                }
                Act::Change(change) => browser::change_download(change, &id(kind, &path)).await,
            };
            self.refusal.try_set(answer.err());
        });
    }

    fn button(self, (label, is_quiet, act): (Label, bool, Act)) -> impl IntoView {
        let class = if is_quiet { "quiet" } else { "main" };
        view! { <button type="button" class=class on:click=move |_| self.act(act)>{self.say(label, &[])}</button> }
    }

    /// How far it has come, as a bar and in words.
    fn bar(self) -> impl IntoView {
        let most =
            move || self.download(|download| download.total).filter(|total| *total > 0.0).unwrap_or(1.0);
        let done = move || self.download(|download| download.done).unwrap_or_default();
        // What comes is told as it comes over the line.
        let told = move || {
            let (done, total, sent) = self.download(|d| (d.done, d.total, d.sent)).unwrap_or_default();
            match total > 0.0 && sent > 0.0 {
                true => self.say(Label::DoneOf, &[sent * done / total, sent]),
                false => String::new(),
            }
        };
        view! {
            <progress aria-label=self.say(Label::KeptSoFar, &[]) prop:max=most prop:value=done></progress>
            <span class="count">{told}</span>
        }
    }
}
