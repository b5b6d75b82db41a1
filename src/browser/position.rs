//! Where a page is scrolled to, in a form that outlives the page.

use wasm_bindgen::JsCast;
use web_sys::{Element, NodeList};

use super::dom::{document, window};

/// The parts of a long text, and the first of those that browsers lay out only once they come near the window (`style/prose.css`).
/// How long these are they guess until then.
const PARTS: &str = ".prose > [data-part]";
const GUESSED: u32 = 63;

/// The scroll position of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ScrollPosition {
    /// CSS pixels from the top of the page.
    pub(super) y: f64,
    /// If that is in a part of a text above which lengths are guessed: which of these parts, and CSS pixels from its top.
    pub(super) part: Option<(u32, f64)>,
}

/// Where to scroll to.
pub(super) enum ScrollTarget {
    /// CSS pixels from the top of the page.
    Offset(f64),
    /// The top of an element.
    Element(Element),
    /// CSS pixels below the top of an element.
    Within(Element, f64),
}

impl ScrollPosition {
    /// Reads it.
    pub(super) fn here() -> Self {
        let parts = document().query_selector_all(PARTS).ok();
        let top = |at: u32| element_of(parts.as_ref()?, at).map(|part| part.get_bounding_client_rect().top());
        // Of the parts, which stand one below the other, the last that begins above.
        let (mut first, mut end) = (0, parts.as_ref().map_or(0, NodeList::length));
        while first < end {
            let middle = first.midpoint(end);
            match top(middle) {
                Some(top) if top <= 0.0 => first = middle + 1,
                _ => end = middle,
            }
        }
        let part = first.checked_sub(1).filter(|at| *at >= GUESSED).and_then(|at| Some((at, -top(at)?)));
        Self { y: scrolled(), part }
    }

    /// Where it is on the page that is there now; `None` if its part is not.
    pub(super) fn target(self) -> Option<ScrollTarget> {
        let Some((at, y)) = self.part else { return Some(ScrollTarget::Offset(self.y)) };
        let parts = document().query_selector_all(PARTS).ok()?;
        let part = element_of(&parts, at)?;
        // It may be longer than the browser guesses: then what is so far from its top would be in another.
        let _ = part.set_attribute("data-shown", "");
        Some(ScrollTarget::Within(part, y))
    }

    /// Writes it as numbers.
    pub(super) fn text(self) -> String {
        let part = self.part.map_or_else(String::new, |(at, y)| {
            [",", in_base(f64::from(at), 10).as_str(), ",", in_base(y, 10).as_str()].concat()
        });
        [in_base(self.y, 10), part].concat()
    }

    /// Reads what [`ScrollPosition::text`] wrote.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(',').map(js_sys::Number::parse_float);
        let y = numbers.next().filter(|y| y.is_finite())?;
        let part = numbers.next().zip(numbers.next());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "what is no index finds no part"
        )]
        let part = part.filter(|(_, y)| y.is_finite()).map(|(at, y)| (at as u32, y));
        Some(Self { y, part })
    }
}

fn element_of(nodes: &NodeList, at: u32) -> Option<Element> {
    nodes.item(at)?.dyn_into().ok()
}

impl ScrollTarget {
    /// CSS pixels from the top of the page, or of the window if it is an element.
    pub(super) fn measured(&self) -> f64 {
        match self {
            Self::Offset(_) => scrolled(),
            Self::Element(element) | Self::Within(element, _) => element.get_bounding_client_rect().top(),
        }
    }
}

/// How far the window is scrolled.
pub(super) fn scrolled() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// A whole number in digits, by the browser.
#[must_use]
pub fn decimal(number: f64) -> String {
    in_base(number, 10)
}

/// The same in digits of another base.
pub(super) fn in_base(number: f64, radix: u8) -> String {
    js_sys::Number::from(number.round()).to_string_with_radix(radix).map(String::from).unwrap_or_default()
}
