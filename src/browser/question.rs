//! The search box, which `public/boot.js` creates, and the focus in the list of results below it.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::dom::{document, elements, move_focus, on};

/// Attributes of the box that the script does not set.
const ATTRIBUTES: [(&str, &str); 5] = [
    ("name", "q"),
    ("autocomplete", "off"),
    ("autocapitalize", "none"),
    ("spellcheck", "false"),
    ("enterkeyhint", "search"),
];

/// Set by the script while Enter was the last key: then the reader wants the first result.
const ENTERED: &str = "data-entered";

/// Listeners that are removed when this is dropped.
pub struct Listeners(#[expect(dead_code, reason = "they are kept, not called")] [Closure<dyn Fn(Event)>; 5]);

/// The search box.
#[derive(Clone)]
pub struct QuestionBox {
    whole: Element,
    input: HtmlInputElement,
    dialog: Option<Element>,
}

impl QuestionBox {
    /// The box of this place for results.
    #[must_use]
    pub fn around(slot: &HtmlElement) -> Option<Self> {
        let whole = slot.closest(".finder").ok()??;
        let input: HtmlInputElement = whole.query_selector("input").ok()??.dyn_into().ok()?;
        for (name, value) in ATTRIBUTES {
            let _ = input.set_attribute(name, value);
        }
        let dialog = whole.closest("dialog").ok()?;
        Some(Self { whole, input, dialog })
    }

    /// Sets the text of the empty box.
    pub fn set_placeholder(&self, text: &str) {
        self.input.set_placeholder(text);
    }

    /// Whether it is in a dialog, and not on the page of search.
    #[must_use]
    pub fn is_in_dialog(&self) -> bool {
        self.dialog.is_some()
    }

    /// Whether it is still in the document.
    #[must_use]
    pub fn is_on_page(&self) -> bool {
        self.whole.is_connected()
    }

    /// The question.
    #[must_use]
    pub fn question(&self) -> String {
        self.input.value().trim().to_owned()
    }

    /// Replaces the question.
    pub fn ask(&self, question: &str) {
        self.input.set_value(question);
    }

    /// Whether Enter was the last key.
    #[must_use]
    pub fn is_entered(&self) -> bool {
        self.whole.has_attribute(ENTERED)
    }

    /// Calls the closures when the question changes, when Enter is pressed, when the box is shown again, and when the link of a result is
    /// followed (with its number).
    #[must_use]
    pub fn listen(
        &self,
        written: impl Fn() + 'static,
        entered: impl Fn() + 'static,
        shown: impl Fn() + 'static,
        followed: impl Fn(usize) + 'static,
    ) -> Listeners {
        let (at_key, at_click) = (self.clone(), self.clone());
        Listeners([
            on(&self.input, "input", move |_| written()),
            on(&self.whole, "submit", move |_| entered()),
            on(&self.whole, "shown", move |_| shown()),
            on(&self.whole, "keydown", move |event| at_key.pressed(&event)),
            on(&self.whole, "click", move |event| {
                let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
                let link = target.and_then(|target| target.closest("a").ok()?);
                let number = at_click.rows().iter().position(|row| Some(row) == link.as_ref());
                number.into_iter().for_each(&followed);
            }),
        ])
    }

    /// The links of the results.
    fn rows(&self) -> Vec<Element> {
        elements(self.whole.query_selector_all(".results a"))
    }

    /// The number of the result with the focus.
    #[must_use]
    pub fn focused_row(&self) -> Option<usize> {
        let active = document().active_element()?;
        self.rows().iter().position(|row| *row == active)
    }

    /// The result with the focus: its number and its post.
    #[must_use]
    pub fn focused_answer(&self) -> Option<(usize, String)> {
        let number = self.focused_row()?;
        Some((number, post_of(self.rows().get(number)?)?))
    }

    /// Moves the focus back to the post that had it before the results changed, or else to the result with its number.
    pub fn focus_answer_again(&self, (number, post): (usize, String)) {
        let same = self.rows().iter().position(|row| post_of(row).as_ref() == Some(&post));
        self.focus_row(same.unwrap_or(number), true);
    }

    /// Moves the focus to a result, or to the box if there is no such result.
    pub fn focus_row(&self, number: usize, scrolls: bool) {
        let row = self.rows().get(number).cloned().unwrap_or_else(|| self.input.clone().into());
        move_focus(&row, scrolls);
    }

    /// Follows the link of the first result, if Enter was the last key.
    pub fn follow_first(&self) {
        let is_meant = self.is_entered() && self.whole.is_connected();
        let _ = self.whole.remove_attribute(ENTERED);
        if is_meant && let Some(link) = self.rows().first().and_then(|row| row.dyn_ref::<HtmlElement>()) {
            link.click();
        }
    }

    /// The scroll position of the dialog.
    #[must_use]
    pub fn scrolled(&self) -> i32 {
        self.dialog.as_ref().map_or(0, Element::scroll_top)
    }

    /// Scrolls the dialog.
    pub fn scroll_to(&self, top: i32) {
        if let Some(dialog) = &self.dialog {
            dialog.set_scroll_top(top);
        }
    }

    /// Arrow keys move through the results; letters go into the box.
    fn pressed(&self, event: &Event) {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        if event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let (rows, at) = (self.rows(), self.focused_row());
        let last = rows.len().checked_sub(1);
        let key = event.key();
        let target = match (key.as_str(), at) {
            ("ArrowDown", _) => at.map_or(last.map(|_| 0), |at| last.map(|last| last.min(at + 1))),
            ("ArrowUp", _) => at.and_then(|at| at.checked_sub(1)),
            ("Home", Some(_)) => Some(0),
            ("End", Some(_)) => last,
            (_, Some(_)) => {
                if key.chars().count() == 1 && key != " " {
                    move_focus(&self.input, true);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        self.focus_row(target.unwrap_or(usize::MAX), true);
    }
}

/// The address of a result without the fragment, which depends on the question.
fn post_of(row: &Element) -> Option<String> {
    Some(row.get_attribute("href")?.split('#').next()?.to_owned())
}
