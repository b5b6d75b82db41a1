//! The browser: head, address, scroll, focus, watching links. The one user of `web_sys`.

mod dom;
mod entry;
mod head;
mod history;
mod kept;
mod library;
mod pictures;
mod position;
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
pub use history::{History, Location, SiteBase};
pub use kept::each_kept_file;
pub use library::{
    DownloadChange, ask_for_promise, can_install, can_keep, change_download, clears_by_itself, install,
    is_promised, keep, library, on_library, on_offer, size_in_words, size_of,
};
pub use pictures::{PagePicture, on_arrows, pictures};
pub use position::decimal;
pub use question::{Listeners, QuestionBox};
pub use request::{Request, RequestDetails, ask, on_request};
pub use scroll::{Scroll, hash_is_there};
pub use storage::{
    announce_bookmarks, on_storage, recall, show_preferences, shown_preference, store, store_texts,
};
pub use watch::{on_action, watch_links};

/// The page that the app starts in.
pub struct Shell {
    /// The site's base path.
    pub base: String,
    /// Whether the page was prerendered, and is the page of this address.
    pub prerendered: bool,
    /// Whether it is the page "not found".
    pub missing: bool,
    /// The element where pages are drawn.
    pub root: RootElement,
}

/// The element where pages are drawn.
#[derive(Clone)]
pub struct RootElement {
    element: HtmlElement,
    missing: bool,
}

/// A page that was drawn and taken off the screen.
pub struct Drawn(Vec<web_sys::Node>);

impl RootElement {
    /// The element between header and footer; `None` before the first page is drawn.
    fn main(&self) -> Option<Element> {
        document().get_element_by_id("_content")
    }

    /// Replaces the page. In an empty shell, header and footer are drawn, too.
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

    /// Removes the page, and returns its nodes in their present state.
    #[must_use]
    pub fn take(&self) -> Option<Drawn> {
        let main = self.main()?;
        Some(Drawn(std::iter::from_fn(|| main.remove_child(&main.first_child()?).ok()).collect()))
    }

    /// Replaces the page by one that was removed before.
    pub fn put(&self, Drawn(nodes): &Drawn) {
        let Some(main) = self.main() else { return };
        main.set_inner_html("");
        for node in nodes {
            let _ = main.append_child(node);
        }
    }

    /// Appends HTML to an element of the page.
    pub fn append(&self, selector: &str, html: &str) {
        let main = self.main();
        if let Some(element) = main.and_then(|main| main.query_selector(selector).ok().flatten()) {
            let _ = element.insert_adjacent_html("beforeend", html);
        }
    }
}

/// The present page; `None` if it is not of this app.
#[must_use]
pub fn shell() -> Option<Shell> {
    let missing = document().document_element()?.has_attribute("data-missing");
    let element: HtmlElement = document().get_element_by_id("_app")?.dyn_into().ok()?;
    let base = base();
    let root = RootElement { element, missing };
    let prerendered = root.main().is_some() && !history::is_home_elsewhere(&base);
    Some(Shell { base, prerendered, missing, root })
}

/// The bytes of a response. They stay in JavaScript, where they are hashed and parsed.
pub type Body = js_sys::Object;

/// Reads a response to its end; `None` if the connection breaks.
pub async fn body(response: &web_sys::Response) -> Option<Body> {
    Some(JsFuture::from(response.array_buffer().ok()?).await.ok()?.unchecked_into())
}

/// Parses JSON; `None` if it is invalid.
pub async fn parse(bytes: &Body) -> Option<JsValue> {
    let text = web_sys::Response::new_with_opt_buffer_source(Some(bytes)).ok()?;
    JsFuture::from(text.json().ok()?).await.ok()
}

/// SHA-256 in hex; `None` where the browser does not offer it (pages that came over plain HTTP from another machine).
pub async fn sha256(bytes: &Body) -> Option<String> {
    // By name, because the property is absent outside of secure contexts.
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

/// A signal that aborts a request after some milliseconds; `None` if the browser has none.
#[must_use]
pub fn timeout(milliseconds: u32) -> Option<web_sys::AbortSignal> {
    // By name, because older browsers lack it, and a call of an absent function would end the app.
    let kind = get(&js_sys::global(), "AbortSignal")?;
    let timeout = method(&kind, "timeout")?;
    Some(timeout.call1(&kind, &milliseconds.into()).ok()?.unchecked_into())
}

/// Waits until the tasks that are queued now have run.
pub async fn tick() {
    let _ = JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await;
}

/// Waits until changes are painted. Does not wait in a hidden page.
pub async fn painted() {
    let frame = Promise::new(&mut |resolve, _| {
        let _ = window().request_animation_frame(&resolve);
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 100);
    });
    let _ = JsFuture::from(frame).await;
    sleep(0).await;
}

/// Sets `data-busy` while an address is loading. The style sheet shows a bar if that takes long. If the app fails meanwhile, the boot
/// script loads the address.
pub fn set_busy(href: Option<&str>) {
    if let Some(root) = document().document_element() {
        let _ = match href {
            Some(href) => root.set_attribute("data-busy", href),
            None => root.remove_attribute("data-busy"),
        };
    }
}

/// Changes the page, with a view transition if the browser has them. The style sheet defines the transition, and disables it for
/// readers who want no motion. Returns when the change is made.
///
/// During a transition, the next change is made without one: WebKit 2.50 crashes if two overlap.
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
        // If the reader navigates on before it begins, its promise is rejected. That is no error, but must be handled.
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

/// The fingerprint of the prerendered page: see [`lamplight_theme::view::mark`].
#[must_use]
pub fn mark() -> String {
    document().document_element().and_then(|root| root.get_attribute("data-mark")).unwrap_or_default()
}

/// Announces that the published page differs from the one on the screen. `public/reading.js` tells the reader.
pub fn announce_change(marks: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-news", marks);
    }
}

/// Moves the focus to the title of the new page, so that screen readers read it.
pub fn focus_title() {
    let title = document().query_selector("#_content h1").ok().flatten();
    if let Some(title) = title {
        focus(&title);
    }
}

/// The address of the page without the site's base, decoded; `None` outside of the site.
#[must_use]
pub fn path_here() -> Option<String> {
    SiteBase::here(&base())?.read(&window().location().href().ok()?)?.path
}

/// Adds rules to the style of all pages. Browsers without constructed style sheets ignore them.
pub fn add_style(rules: &str) {
    let kit = document().document_element().and_then(|root| get(&root, "kit"));
    if let Some(style) = kit.and_then(|kit| method(&kit, "style")) {
        let _ = style.call1(&JsValue::UNDEFINED, &JsValue::from_str(rules));
    }
}

/// Formats a number with the digit groups of a language.
#[must_use]
pub fn number(language: &str, number: u32) -> String {
    let tag = JsValue::from_str(&[language, "-u-nu-latn"].concat());
    let grouped = || {
        let prototype = get(&get(&js_sys::global(), "Number")?, "prototype")?;
        method(&prototype, "toLocaleString")?.call1(&number.into(), &tag).ok()?.as_string()
    };
    grouped().unwrap_or_else(|| decimal(number.into()))
}

/// Waits until effects of changed signals have run, which are tasks of their own.
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

/// Whether an element is empty.
#[must_use]
pub fn is_empty(element: &HtmlElement) -> bool {
    matches!(element.query_selector("*"), Ok(None))
}

/// Whether the page has an element for a selector.
#[must_use]
pub fn is_there(selector: &str) -> bool {
    matches!(document().query_selector(selector), Ok(Some(_)))
}

/// Whether the focus is in an element.
#[must_use]
pub fn has_focus(element: &HtmlElement) -> bool {
    document().active_element().is_some_and(|active| element.contains(Some(&active)))
}

/// Moves the focus to the first element within `element` that the selector finds.
pub fn focus_in(element: &HtmlElement, selector: &str) {
    if let Ok(Some(found)) = element.query_selector(selector) {
        focus(&found);
    }
}

/// Moves the focus to the first element in the open dialog that the selector finds.
pub fn focus_in_dialog(selector: &str) {
    let found = document().query_selector(&["dialog[open] ", selector].concat()).ok().flatten();
    if let Some(element) = found {
        focus(&element);
        element.scroll_into_view();
    }
}

/// An address for readers, without percent escapes.
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

/// Whether the service worker has the page of an address.
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

/// Has the browser load an address.
pub fn load_natively(to: &Location) {
    let location = window().location();
    // If the address bar already has this address, the browser would only scroll to the fragment.
    let _ = match location.href() {
        Ok(here) if here == to.href => location.reload(),
        _ => location.assign(&to.href),
    };
}

/// Reloads the page.
pub fn reload() {
    let _ = window().location().reload();
}
