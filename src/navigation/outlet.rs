//! What is on screen of a page: of a long text first what is asked for, then the rest.

use std::cell::RefCell;
use std::rc::Rc;

use lamplight_format::model::Manifest;
use lamplight_theme::view::{self, Page, Rest};

use crate::browser::RootElement;

/// Parts of a long text that are drawn between two looks for a place in it.
const MOST_PARTS: u32 = 16;

/// A page, and the manifest of the site that it is of.
pub type Shown = (Rc<Manifest>, Rc<Page>);

/// The page that is shown, and how much of it.
pub struct Outlet {
    root: RootElement,
    shown: RefCell<Option<Shown>>,
    rest: RefCell<Rest>,
}

impl Outlet {
    /// Shows what came as HTML, if anything.
    #[must_use]
    pub fn new(root: RootElement) -> Self {
        Self { root, shown: RefCell::default(), rest: RefCell::default() }
    }

    /// The page on screen, unless it came as HTML.
    #[must_use]
    pub fn shown(&self) -> Option<Shown> {
        self.shown.borrow().clone()
    }

    /// Puts a page on screen, in one step: the browser's own parser is faster at that than any program.
    pub fn draw(&self, shown: Shown) {
        let (known, page) = &shown;
        let (content, rest) = view::content(&known.site, page);
        self.root.draw(&content, || view::framed(&known.site, &content));
        self.rest.replace(rest);
        self.shown.replace(Some(shown));
    }

    /// Draws one more part of the page. Returns whether there was one.
    pub fn more(&self) -> bool {
        let Some((known, page)) = self.shown() else { return false };
        let next = self.rest.borrow_mut().next(&known.site, &page);
        next.inspect(|(place, html)| self.root.append(place, html)).is_some()
    }

    /// Draws on until something is there, or all of the page. To look for it the browser lays out what has come: the more that
    /// is, the seldomer.
    pub fn until(&self, is_there: impl Fn() -> bool) {
        let mut parts = 1;
        while !is_there() && (0..parts).all(|_| self.more()) {
            parts = MOST_PARTS.min(parts * 2);
        }
    }
}
