//! The offline library in the browser: its state, and requests to change it. `public/offline.js` exchanges messages with the service
//! worker, and checks them.

use js_sys::{Array, Function, Intl, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::dom::{document, get, listen, method, window};
use crate::library::{Download, DownloadKind, DownloadProgress, DownloadSize, Library, Refusal};

/// The object that the script attaches to the root element.
fn script() -> Option<JsValue> {
    get(&document().document_element()?.into(), "library").filter(JsValue::is_object)
}

/// The present state.
#[must_use]
pub fn library() -> Library {
    script().and_then(|script| get(&script, "state")).map(|state| read(&state)).unwrap_or_default()
}

/// Calls `changed` with the state whenever it changes.
pub fn on_library(changed: impl Fn(Library) + 'static) {
    listen(document().as_ref(), "library", false, move |_| changed(library()));
}

/// Whether this browser deletes the data of sites after seven days without a visit.
#[must_use]
pub fn clears_by_itself() -> bool {
    script().and_then(|script| get(&script, "clears")).is_some_and(|clears| clears.is_truthy())
}

/// Whether this browser keeps anything for this site.
#[must_use]
pub fn can_keep() -> bool {
    script().and_then(|script| get(&script, "works")).is_some_and(|works| works.is_truthy())
}

fn text(of: &JsValue, name: &str) -> Option<String> {
    get(of, name)?.as_string()
}

/// A number of bytes; 0 if it is not a valid one.
fn bytes(of: &JsValue, name: &str) -> f64 {
    get(of, name).and_then(|value| value.as_f64()).filter(|bytes| *bytes > 0.0).unwrap_or(0.0)
}

fn read(state: &JsValue) -> Library {
    let rows: Array = get(state, "wishes").and_then(|rows| rows.dyn_into().ok()).unwrap_or_default();
    let (usage, quota) = (bytes(state, "usage"), bytes(state, "quota"));
    Library {
        downloads: rows.iter().filter_map(|row| download(&row)).collect(),
        room: (quota > 0.0).then_some((usage, quota)),
    }
}

fn download(row: &JsValue) -> Option<Download> {
    let is = |name| get(row, name).is_some_and(|value| value.is_truthy());
    let error = text(row, "error").unwrap_or_default();
    let progress = match error.as_str() {
        _ if is("complete") => DownloadProgress::Complete,
        _ if is("paused") => DownloadProgress::Paused,
        "" => DownloadProgress::Working,
        "full" => DownloadProgress::Full,
        _ => DownloadProgress::Interrupted,
    };
    Some(Download {
        kind: DownloadKind::parse(&text(row, "kind")?)?,
        path: text(row, "path")?,
        title: text(row, "title")?,
        progress,
        done: bytes(row, "done"),
        total: bytes(row, "total"),
        sent: bytes(row, "sent"),
    })
}

/// Sends a request about a download to the service worker.
async fn ask(question: &str, about: &[(&str, JsValue)]) -> Result<JsValue, Refusal> {
    let message = Object::new();
    for (name, value) in [("ask", JsValue::from_str(question))].iter().chain(about) {
        let _ = Reflect::set(&message, &JsValue::from_str(name), value);
    }
    let script = script().ok_or(Refusal::Failed)?;
    let ask: Function = method(&script, "ask").ok_or(Refusal::Failed)?;
    let answer = ask.call1(&script, &message).ok().and_then(|answer| answer.dyn_into::<Promise>().ok());
    let answer = JsFuture::from(answer.ok_or(Refusal::Failed)?).await.map_err(|_| Refusal::Failed)?;
    match answer.is_object().then(|| text(&answer, "error")).flatten() {
        Some(error) => Err(Refusal::of(&error)),
        None => Ok(answer),
    }
}

/// The size of a download.
///
/// # Errors
/// If the service worker does not know it.
pub async fn size_of(kind: DownloadKind, path: &str) -> Result<DownloadSize, Refusal> {
    let answer = ask("size", &[("kind", kind.name().into()), ("path", path.into())]).await?;
    let sent = get(&answer, "sent").and_then(|sent| sent.as_f64()).ok_or(Refusal::Failed)?;
    Ok(DownloadSize { text: sent, media: bytes(&answer, "pictures") })
}

/// Starts a download, with pictures and sounds if `with_media`.
///
/// # Errors
/// If the worker refuses.
pub async fn keep(kind: DownloadKind, path: &str, title: &str, with_media: bool) -> Result<(), Refusal> {
    let about = [
        ("kind", kind.name().into()),
        ("path", path.into()),
        ("title", title.into()),
        ("pictures", with_media.into()),
    ];
    ask("keep", &about).await.map(drop)
}

/// A change of a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DownloadChange {
    /// Pauses it.
    Pause,
    /// Continues it.
    Resume,
    /// Removes it from the device.
    Remove,
}

/// Changes a download.
///
/// # Errors
/// If the worker refuses.
pub async fn change_download(change: DownloadChange, id: &str) -> Result<(), Refusal> {
    let question = match change {
        DownloadChange::Pause => "pause",
        DownloadChange::Resume => "resume",
        DownloadChange::Remove => "remove",
    };
    ask(question, &[("id", id.into())]).await.map(drop)
}

/// Formats a number of bytes for a language, as `12 MB`.
#[must_use]
pub fn size_in_words(bytes: f64, language: &str) -> String {
    // A size above 0 is shown as at least 1 of the smallest unit.
    let (mut number, mut unit) = (bytes.max(bytes.min(1.0) * 1000.0) / 1000.0, 0);
    while number >= 1000.0 && unit < 2 {
        number /= 1000.0;
        unit += 1;
    }
    let digits = if unit > 0 && number < 10.0 { 1 } else { 0 };
    let options = Object::new();
    let unit = ["kilobyte", "megabyte", "gigabyte"][unit];
    for (name, value) in
        [("style", "unit".into()), ("unit", unit.into()), ("maximumFractionDigits", JsValue::from(digits))]
    {
        let _ = Reflect::set(&options, &JsValue::from_str(name), &value);
    }
    // The digits of the rest of the page.
    let language = [if language.is_empty() { "en" } else { language }, "-u-nu-latn"].concat();
    let format = Intl::NumberFormat::new(&Array::of1(&language.into()), &options).format();
    format
        .call1(&JsValue::UNDEFINED, &number.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// Calls a method of `navigator.storage` with a boolean result; `None` if there is no such method.
async fn storage(name: &str) -> Option<bool> {
    let storage = get(&window().navigator().into(), "storage").filter(JsValue::is_object)?;
    let promise: Promise = method(&storage, name)?.call0(&storage).ok()?.dyn_into().ok()?;
    Some(JsFuture::from(promise).await.is_ok_and(|is| is.is_truthy()))
}

/// Whether the browser has promised not to delete the data of this site; `None` if it makes no promises.
pub async fn is_promised() -> Option<bool> {
    storage("persisted").await
}

/// Asks the browser for that promise.
pub async fn ask_for_promise() -> bool {
    storage("persist").await.unwrap_or(false)
}

/// The browser's offer to install the site, which `public/boot.js` has stored.
fn offer() -> Option<JsValue> {
    get(&document().document_element()?.into(), "offer").filter(JsValue::is_object)
}

/// Whether the browser offers to install the page.
#[must_use]
pub fn can_install() -> bool {
    offer().is_some()
}

/// Calls `changed` when the browser makes that offer.
pub fn on_offer(changed: impl Fn() + 'static) {
    if let Some(root) = document().document_element() {
        listen(root.as_ref(), "offer", false, move |_| changed());
    }
}

/// Accepts the offer. Returns when the reader has answered.
pub async fn install() {
    let Some(offer) = offer() else { return };
    if let Some(prompt) = method(&offer, "prompt") {
        let _ = prompt.call0(&offer);
    }
    if let Some(choice) = get(&offer, "userChoice").and_then(|choice| choice.dyn_into::<Promise>().ok()) {
        let _ = JsFuture::from(choice).await;
    }
    if let Some(root) = document().document_element() {
        let _ = Reflect::delete_property(root.as_ref(), &"offer".into());
    }
}
