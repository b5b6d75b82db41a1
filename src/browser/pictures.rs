//! The pictures of a page that readers can enlarge: `public/reading.js` marks them with `data-zoom`.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlImageElement, KeyboardEvent};

use super::dom::{document, elements, listen};

/// A picture of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct PagePicture {
    /// Other formats: type and `srcset`.
    pub sources: Vec<(String, String)>,
    /// Its address.
    pub src: String,
    /// Its `srcset`, if it has one.
    pub srcset: Option<String>,
    /// Its text alternative.
    pub alt: String,
    /// Width and height, if they are known.
    pub size: Option<(u32, u32)>,
}

impl PagePicture {
    fn read(image: &HtmlImageElement) -> Self {
        let of = |element: &Element, name: &str| element.get_attribute(name);
        let sources =
            image.parent_element().map(|parent| elements(parent.query_selector_all(":scope > source")));
        let source =
            |source: Element| Some((of(&source, "type").unwrap_or_default(), of(&source, "srcset")?));
        let side =
            |name: &str, natural: u32| of(image, name).and_then(|side| side.parse().ok()).unwrap_or(natural);
        let size = (side("width", image.natural_width()), side("height", image.natural_height()));
        Self {
            sources: sources.unwrap_or_default().into_iter().filter_map(source).collect(),
            src: of(image, "src").unwrap_or_default(),
            srcset: of(image, "srcset"),
            alt: image.alt(),
            size: Some(size).filter(|(width, height)| *width > 0 && *height > 0),
        }
    }
}

/// All pictures, in the order of the page.
#[must_use]
pub fn pictures() -> Vec<PagePicture> {
    elements(document().query_selector_all("img[data-zoom]")).iter().map(PagePicture::read).collect()
}

/// Calls `turn` for arrow keys in the dialog around `slot`: true for the next picture, in the direction of the page.
pub fn on_arrows(slot: &HtmlElement, turn: impl Fn(bool) + 'static) {
    let Ok(Some(dialog)) = slot.closest("dialog") else { return };
    listen(&dialog, "keydown", false, move |event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default();
        let is_from_right = document()
            .document_element()
            .is_some_and(|root| root.get_attribute("dir").as_deref() == Some("rtl"));
        match key.as_str() {
            "ArrowRight" => turn(!is_from_right),
            "ArrowLeft" => turn(is_from_right),
            _ => {}
        }
    });
}
