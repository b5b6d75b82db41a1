//! The browser: head, address, scroll, focus, watching links. The one user of `web_sys`.

mod dom;
mod entry;
mod head;
mod history;
mod kept;
mod pictures;
mod question;
mod request;
mod scroll;
mod storage;
mod watch;

use std::cell::Cell;

use js_sys::{Promise, Uint8Array};
use lamplight_format::model::Hash;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

pub use web_sys::{HtmlElement, RequestCache};

use dom::{document, focus, get, method, window};
pub use entry::{asking, note, noted};
pub use head::apply as apply_head;
pub use history::{History, Location, Site};
pub use kept::each_kept_file;
pub use pictures::{Picture, on_arrows, pictures};
pub use question::{Listeners, QuestionBox};
pub use request::{About, Request, ask, on_request};
pub use scroll::{Scroll, decimal, hash_is_there};
pub use storage::{
    on_storage, recall, show_preferences, shown_preference, store, store_texts, tell_bookmarks,
};
pub use watch::{on_action, watch_links};

/// What the app finds when it starts.
pub struct Shell {
    /// The site's base path.
    pub base: String,
    /// Whether the page came as HTML, and is the one of this address.
    pub prerendered: bool,
    /// Whether it says that nothing is at this address.
    pub missing: bool,
    /// Where pages are drawn.
    pub root: RootElement,
}

/// The place of the page in the document.
#[derive(Clone)]
pub struct RootElement {
    element: HtmlElement,
    missing: bool,
}

impl RootElement {
    /// The element between header and footer; there is none before the first page is drawn.
    fn main(&self) -> Option<Element> {
        document().get_element_by_id("_content")
    }

    /// Puts a page in place of the one before, or into a bare frame with header and footer around it.
    pub fn draw(&self, content: &str, framed: impl FnOnce() -> String) {
        match self.main() {
            Some(main) => {
                if let Some(root) = document().document_element().filter(|_| self.missing) {
                    let _ = root.remove_attribute("data-missing");
                }
                main.set_inner_html(content);
            }
            None => self.element.set_inner_html(&framed()),
        }
    }

    /// Puts more of a page at the end of an element of it.
    pub fn append(&self, selector: &str, html: &str) {
        let main = self.main();
        if let Some(element) = main.and_then(|main| main.query_selector(selector).ok().flatten()) {
            let _ = element.insert_adjacent_html("beforeend", html);
        }
    }
}

/// What the page was made with; `None` if it is not one of ours.
#[must_use]
pub fn shell() -> Option<Shell> {
    let missing = document().document_element()?.has_attribute("data-missing");
    let element: HtmlElement = document().get_element_by_id("_app")?.dyn_into().ok()?;
    let base = base();
    let root = RootElement { element, missing };
    let prerendered = root.main().is_some() && !history::is_home_elsewhere(&base);
    Some(Shell { base, prerendered, missing, root })
}

/// The bytes of an answer. They stay with the browser, which hashes and parses them where they are.
pub type Body = js_sys::Object;

/// Reads an answer to its end; `None` if the connection breaks before.
pub async fn body(response: &web_sys::Response) -> Option<Body> {
    Some(JsFuture::from(response.array_buffer().ok()?).await.ok()?.unchecked_into())
}

/// Parses JSON; `None` if it is none.
pub async fn parse(bytes: &Body) -> Option<JsValue> {
    let text = web_sys::Response::new_with_opt_buffer_source(Some(bytes)).ok()?;
    JsFuture::from(text.json().ok()?).await.ok()
}

/// SHA-256 in hex; `None` where the browser does not offer it (pages that came over plain HTTP from another machine).
pub async fn sha256(bytes: &Body) -> Option<String> {
    // Asked for by name: the property is absent, not just empty, outside of secure contexts.
    let subtle = get(window().crypto().ok()?.as_ref(), "subtle")?;
    let subtle: web_sys::SubtleCrypto = subtle.is_object().then(|| subtle.unchecked_into())?;
    let promise = subtle.digest_with_str_and_buffer_source("SHA-256", bytes).ok()?;
    let digest = Uint8Array::new(&JsFuture::from(promise).await.ok()?).to_vec();
    Some(Hash::of_digest(&digest).0)
}

/// Milliseconds since 1970.
#[must_use]
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// Waits some milliseconds.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}

/// Ends a request that takes longer than so many milliseconds; `None` where the browser can't.
#[must_use]
pub fn timeout(milliseconds: u32) -> Option<web_sys::AbortSignal> {
    // Asked for by name: older browsers lack it, and a call of what is not there would end the app.
    let kind = get(&js_sys::global(), "AbortSignal")?;
    let timeout = method(&kind, "timeout")?;
    Some(timeout.call1(&kind, &milliseconds.into()).ok()?.unchecked_into())
}

/// Waits until what has been queued before has run.
pub async fn tick() {
    let _ = JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await;
}

/// Waits until what has changed is on screen; a page that nobody sees is not waited for.
pub async fn painted() {
    let frame = Promise::new(&mut |resolve, _| {
        let _ = window().request_animation_frame(&resolve);
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 100);
    });
    let _ = JsFuture::from(frame).await;
    sleep(0).await;
}

/// Marks the document as on its way to an address; the style sheet shows a bar if it lasts, and should the app die on
/// the way, the boot script goes there in its place.
pub fn set_busy(href: Option<&str>) {
    if let Some(root) = document().document_element() {
        let _ = match href {
            Some(href) => root.set_attribute("data-busy", href),
            None => root.remove_attribute("data-busy"),
        };
    }
}

/// Changes the page, as a transition from the old one to the new where the browser has such. The style sheet says how
/// it looks, and that readers who want no motion see none. Returns once the change is made.
///
/// There is one at a time: while it runs, the next change is made at once. WebKit 2.50 ends the page where they overlap.
pub async fn transition(change: impl FnOnce() + 'static) {
    thread_local!(static IS_RUNNING: Cell<bool> = const { Cell::new(false) });
    if IS_RUNNING.get() {
        return change();
    }
    let document = document();
    let Some(start) = method(&document, "startViewTransition") else { return change() };
    let Ok(transition) = start.call1(&document, &Closure::once_into_js(change)) else { return };
    IS_RUNNING.set(true);
    let settled = |name: &str| {
        let promise = get(&transition, name).filter(JsValue::is_object)?;
        Some(JsFuture::from(promise.unchecked_into::<Promise>()))
    };
    let (ready, finished) = (settled("ready"), settled("finished"));
    wasm_bindgen_futures::spawn_local(async move {
        // The reader may go on before it has begun; that is no error to tell of, but must be taken note of.
        for done in [ready, finished].into_iter().flatten() {
            drop(done.await);
        }
        IS_RUNNING.set(false);
    });
    if let Some(changed) = settled("updateCallbackDone")
        && let Err(error) = changed.await
    {
        wasm_bindgen::throw_val(error);
    }
}

/// The mark of the page that came as HTML: see [`lamplight_theme::view::mark`].
#[must_use]
pub fn mark() -> String {
    document().document_element().and_then(|root| root.get_attribute("data-mark")).unwrap_or_default()
}

/// Says that the page on screen has changed since it was drawn. `public/reading.js` tells the reader.
pub fn tell_news(marks: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-news", marks);
    }
}

/// Moves the focus to the new page's title, which also makes screen readers say it.
pub fn focus_title() {
    let title = document().query_selector("#_content h1").ok().flatten();
    if let Some(title) = title {
        focus(&title);
    }
}

/// The address of the page without the site's base, decoded; `None` outside of the site.
#[must_use]
pub fn path_here() -> Option<String> {
    Site::here(&base())?.read(&window().location().href().ok()?)?.path
}

/// Has all pages follow further rules from now on. Where the browser knows no such sheets, what they are for is shown plainly.
pub fn add_style(rules: &str) {
    let kit = document().document_element().and_then(|root| get(&root, "kit"));
    if let Some(style) = kit.and_then(|kit| method(&kit, "style")) {
        let _ = style.call1(&JsValue::UNDEFINED, &JsValue::from_str(rules));
    }
}

/// A number as a language groups its digits.
#[must_use]
pub fn number(language: &str, number: u32) -> String {
    let tag = JsValue::from_str(&[language, "-u-nu-latn"].concat());
    let say = || {
        let prototype = get(&get(&js_sys::global(), "Number")?, "prototype")?;
        method(&prototype, "toLocaleString")?.call1(&number.into(), &tag).ok()?.as_string()
    };
    say().unwrap_or_else(|| decimal(number.into()))
}

/// Waits until what depends on a changed signal has been drawn: effects run in tasks of their own.
pub async fn drawn() {
    tick().await;
    tick().await;
}

/// Moves the focus from the button that closes a dialog to what is chosen in it, once that has come.
pub fn move_focus_into(slot: &HtmlElement) {
    let active = document().active_element();
    let is_on_button = active.is_some_and(|active| matches!(active.closest(".widget + button"), Ok(Some(_))));
    if is_on_button && let Ok(Some(chosen)) = slot.query_selector("input:checked") {
        focus(&chosen);
    }
}

/// Whether nothing has been put into an element.
#[must_use]
pub fn is_empty(element: &HtmlElement) -> bool {
    matches!(element.query_selector("*"), Ok(None))
}

/// Moves the focus to the first element of that kind in the open dialog.
pub fn focus_in_dialog(selector: &str) {
    let found = document().query_selector(&["dialog[open] ", selector].concat()).ok().flatten();
    if let Some(element) = found {
        focus(&element);
        element.scroll_into_view();
    }
}

/// An address without its escapes, where they can be read.
#[must_use]
pub fn readable(href: &str) -> String {
    js_sys::decode_uri(href).map_or_else(|_| href.to_owned(), String::from)
}

/// The site's base path, as the page has it.
#[must_use]
pub fn base() -> String {
    let base = document().document_element().and_then(|root| root.get_attribute("data-base"));
    base.unwrap_or_else(|| "/".to_owned())
}

/// Whether the reader wants to save data.
#[must_use]
pub fn saves_data() -> bool {
    get(window().navigator().as_ref(), "connection")
        .filter(|c| !c.is_undefined() && !c.is_null())
        .and_then(|c| get(&c, "saveData"))
        .is_some_and(|saves| saves.is_truthy())
}

/// Whether a page is remembered on this device, by the service worker's leave.
pub async fn is_remembered(href: &str) -> bool {
    let page = href.split(['?', '#']).next().unwrap_or_default();
    let ask = || {
        let caches = get(&window(), "caches")?;
        let ask = method(&caches, "match")?;
        Some(ask.call1(&caches, &JsValue::from_str(page)).ok()?.unchecked_into::<Promise>())
    };
    match ask() {
        Some(found) => JsFuture::from(found).await.is_ok_and(|found| !found.is_undefined()),
        None => false,
    }
}

/// Loads an address the way a page without this app would.
pub fn load_natively(to: &Location) {
    let location = window().location();
    // To where the address bar is already, a place on the page would be all that is gone to.
    let _ = match location.href() {
        Ok(here) if here == to.href => location.reload(),
        _ => location.assign(&to.href),
    };
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}
