//! The controls of one download.

use std::rc::Rc;

use lamplight_format::messages::{Label, fill};
use lamplight_format::model::Manifest;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::known::SharedLibrary;
use crate::browser::{self, DownloadChange, HtmlElement};
use crate::library::{Download, DownloadKind, DownloadProgress, DownloadSize, Refusal, id};

/// What the controls show.
#[derive(Clone, Copy, PartialEq)]
enum ControlMode {
    /// It can be downloaded.
    Idle,
    /// Its size is shown, before the download.
    Sized(DownloadSize),
    /// Its size is unknown.
    Refused(Refusal),
    /// It is downloaded, or being downloaded.
    There(DownloadProgress),
}

/// What a button does.
#[derive(Clone, Copy)]
enum ButtonAction {
    /// Asks for the size.
    Ask,
    /// Starts the download, with pictures and sounds or without.
    Keep { with_media: bool },
    /// Hides the size.
    Cancel,
    /// Changes the download.
    Change(DownloadChange),
}

#[derive(Clone, Copy)]
struct DownloadControl {
    known: SharedLibrary,
    kind: DownloadKind,
    path: StoredValue<String>,
    title: StoredValue<String>,
    manifest: StoredValue<Rc<Manifest>, LocalStorage>,
    /// The size, until the download starts or is cancelled.
    size: RwSignal<Option<Result<DownloadSize, Refusal>>>,
    /// Why the last click did nothing.
    refusal: RwSignal<Option<Refusal>>,
}

/// The button that starts a download, its size, its progress, and the buttons to change it.
#[component]
pub fn Keep(
    /// The library.
    known: SharedLibrary,
    /// The element of the widget.
    place: HtmlElement,
    /// What is downloaded.
    kind: DownloadKind,
    /// Its path below the site's folder.
    path: String,
    /// Its title.
    title: String,
    /// Whether the reader has clicked already.
    is_asked: bool,
    /// For the language of the site.
    manifest: Rc<Manifest>,
) -> impl IntoView {
    let control = DownloadControl {
        known,
        kind,
        path: StoredValue::new(path),
        title: StoredValue::new(title),
        manifest: StoredValue::new_local(manifest),
        size: RwSignal::new(None),
        refusal: RwSignal::new(None),
    };
    if is_asked {
        control.act(ButtonAction::Ask);
    }
    let mode = Memo::new(move |_| control.mode());
    // The size is not needed any more. After a removal it is asked for again.
    Effect::new(move |_| {
        if matches!(mode.get(), ControlMode::There(_)) {
            control.size.set(None);
        }
    });
    let place = StoredValue::new_local(place);
    let warns = move || {
        let warns = matches!(mode.get(), ControlMode::Sized(_))
            && browser::clears_by_itself()
            && !browser::is_there("[data-install]");
        warns.then(|| view! { <p>{control.label_with_sizes(Label::Safari, &[])}</p> })
    };
    let bar = move || {
        let has_bar =
            matches!(mode.get(), ControlMode::There(progress) if progress != DownloadProgress::Complete);
        has_bar.then(|| control.bar())
    };
    // They are created again only when the mode changes, not at each byte.
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
        <p role="status" hidden=move || mode.get() == ControlMode::Idle>{move || control.status(mode.get())}</p>
        {warns}
        {bar}
        {buttons}
    }
}

/// The buttons of a mode: label, whether it is a quiet one, and action.
fn buttons(kind: DownloadKind, mode: ControlMode) -> Vec<(Label, bool, ButtonAction)> {
    let going_on = |label| {
        vec![
            (label, false, ButtonAction::Change(DownloadChange::Resume)),
            (Label::Remove, true, ButtonAction::Change(DownloadChange::Remove)),
        ]
    };
    match mode {
        ControlMode::Idle => vec![(kind.label(), false, ButtonAction::Ask)],
        ControlMode::Sized(size) => {
            let keep = |label, with_media| (label, false, ButtonAction::Keep { with_media });
            let mut all = vec![keep(Label::KeepText, false)];
            if size.media > 0.0 {
                all.push(keep(Label::KeepPictures, true));
            }
            all.push((Label::Cancel, true, ButtonAction::Cancel));
            all
        }
        ControlMode::Refused(_) => vec![(Label::Close, true, ButtonAction::Cancel)],
        ControlMode::There(DownloadProgress::Working) => {
            let [pause, remove] = [DownloadChange::Pause, DownloadChange::Remove].map(ButtonAction::Change);
            vec![(Label::Pause, true, pause), (Label::Remove, true, remove)]
        }
        ControlMode::There(DownloadProgress::Paused) => going_on(Label::Resume),
        ControlMode::There(DownloadProgress::Interrupted | DownloadProgress::Full) => going_on(Label::GoOn),
        ControlMode::There(DownloadProgress::Complete) => {
            vec![(Label::Remove, true, ButtonAction::Change(DownloadChange::Remove))]
        }
    }
}

impl DownloadControl {
    fn mode(self) -> ControlMode {
        match (self.download(|download| download.progress), self.size.get()) {
            (Some(progress), _) => ControlMode::There(progress),
            (None, None) => ControlMode::Idle,
            (None, Some(Ok(size))) => ControlMode::Sized(size),
            (None, Some(Err(refusal))) => ControlMode::Refused(refusal),
        }
    }

    /// A value of the download, if there is one; tracks.
    fn download<T>(self, what: impl Fn(&Download) -> T) -> Option<T> {
        self.path.with_value(|path| self.known.0.with(|library| library.find(self.kind, path).map(what)))
    }

    /// The status above the buttons.
    fn status(self, mode: ControlMode) -> String {
        match mode {
            ControlMode::Idle => String::new(),
            ControlMode::Sized(DownloadSize { text, media }) if media > 0.0 => {
                self.label_with_sizes(Label::SizeBoth, &[text, media])
            }
            ControlMode::Sized(DownloadSize { text, .. }) => self.label_with_sizes(Label::SizeText, &[text]),
            ControlMode::Refused(Refusal::Gone) => self.label_with_sizes(Label::NotThere, &[]),
            ControlMode::Refused(_) => self.label_with_sizes(Label::NoSize, &[]),
            ControlMode::There(DownloadProgress::Working) => self.label_with_sizes(Label::Keeping, &[]),
            ControlMode::There(DownloadProgress::Paused) => self.label_with_sizes(Label::Paused, &[]),
            ControlMode::There(DownloadProgress::Interrupted) => self.label_with_sizes(Label::BrokeOff, &[]),
            ControlMode::There(DownloadProgress::Full) => self.label_with_sizes(Label::Full, &[]),
            ControlMode::There(DownloadProgress::Complete) => self.label_with_sizes(
                Label::Kept,
                &[self.download(|download| download.done).unwrap_or_default()],
            ),
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
            self.label_with_sizes(label, &[])
        })
    }

    /// A label with sizes in bytes.
    fn label_with_sizes(self, label: Label, bytes: &[f64]) -> String {
        self.manifest.with_value(|manifest| {
            let site = &manifest.site;
            let values: Vec<String> =
                bytes.iter().map(|bytes| browser::size_in_words(*bytes, &site.language)).collect();
            fill(site.label(label), &values.iter().map(String::as_str).collect::<Vec<_>>())
        })
    }

    fn act(self, act: ButtonAction) {
        let (kind, path) = (self.kind, self.path.get_value());
        spawn_local(async move {
            let answer = match act {
                ButtonAction::Ask => {
                    let size = browser::size_of(kind, &path).await;
                    self.size.try_set(Some(size));
                    return;
                }
                ButtonAction::Cancel => {
                    self.size.try_set(None);
                    return;
                }
                ButtonAction::Keep { with_media } => {
                    browser::keep(kind, &path, &self.title.get_value(), with_media).await
                }
                ButtonAction::Change(change) => browser::change_download(change, &id(kind, &path)).await,
            };
            self.refusal.try_set(answer.err());
        });
    }

    fn button(self, (label, is_quiet, act): (Label, bool, ButtonAction)) -> impl IntoView {
        let class = if is_quiet { "quiet" } else { "main" };
        view! { <button type="button" class=class on:click=move |_| self.act(act)>{self.label_with_sizes(label, &[])}</button> }
    }

    /// The progress as a bar and as text.
    fn bar(self) -> impl IntoView {
        let most =
            move || self.download(|download| download.total).filter(|total| *total > 0.0).unwrap_or(1.0);
        let done = move || self.download(|download| download.done).unwrap_or_default();
        // The text has compressed bytes, as they are transferred.
        let progress_text = move || {
            let (done, total, sent) = self.download(|d| (d.done, d.total, d.sent)).unwrap_or_default();
            match total > 0.0 && sent > 0.0 {
                true => self.label_with_sizes(Label::DoneOf, &[sent * done / total, sent]),
                false => String::new(),
            }
        };
        view! {
            <progress aria-label=self.label_with_sizes(Label::KeptSoFar, &[]) prop:max=most prop:value=done></progress>
            <span class="count">{progress_text}</span>
        }
    }
}
