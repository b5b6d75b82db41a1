//! What is on screen of a page: of a long text first what is asked for, then the rest.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use lamplight_format::model::Manifest;
use lamplight_theme::view::{self, Page, Rest};

use crate::browser::{Drawn, RootElement};

/// Parts of a long text that are drawn between two looks for a place in it.
const MOST_PARTS: u32 = 16;

/// A page, and the manifest of the site that it is of.
pub type Shown = (Rc<Manifest>, Rc<Page>);

/// Parts from which on a page that is left is kept as it was drawn: to draw a text as long as a book again takes seconds.
const LONG: u32 = 16;

/// The page that is shown, and how much of it.
pub struct Outlet {
    root: RootElement,
    shown: RefCell<Option<Shown>>,
    rest: RefCell<Rest>,
    /// Parts that were drawn after the first.
    parts: Cell<u32>,
    /// Whether none is left to draw.
    is_whole: Cell<bool>,
    /// The last long page that was left.
    left: RefCell<Option<(Shown, Drawn)>>,
}

impl Outlet {
    /// Shows what came as HTML, if anything.
    #[must_use]
    pub fn new(root: RootElement) -> Self {
        Self {
            root,
            shown: RefCell::default(),
            rest: RefCell::default(),
            parts: Cell::default(),
            is_whole: Cell::default(),
            left: RefCell::default(),
        }
    }

    /// The page on screen, unless it came as HTML.
    #[must_use]
    pub fn shown(&self) -> Option<Shown> {
        self.shown.borrow().clone()
    }

    /// Puts a page on screen, in one step: the browser's own parser is faster at that than any program. A long page that was just
    /// left is put back as it was.
    pub fn draw(&self, shown: Shown) {
        let left = self.left.take();
        let is_long = self.is_whole.get() && self.parts.get() >= LONG;
        if let Some(before) = self.shown.take().filter(|_| is_long) {
            self.left.replace(self.root.take().map(|drawn| (before, drawn)));
        }
        let (known, page) = &shown;
        // The same manifest names the same text.
        let is_same = |(of, was): &Shown| match (&**was, &**page) {
            (Page::Post(was), Page::Post(page)) => {
                Rc::ptr_eq(of, known) && was.post.summary.path == page.post.summary.path
            }
            _ => false,
        };
        match left.filter(|(before, _)| is_same(before)) {
            Some((_, drawn)) => {
                self.root.put(&drawn);
                self.rest.take();
                self.parts.set(LONG);
            }
            None => {
                let (content, rest) = view::content(&known.site, page);
                self.root.draw(&content, || view::framed(&known.site, &content));
                self.rest.replace(rest);
                self.parts.set(0);
            }
        }
        self.is_whole.set(false);
        self.shown.replace(Some(shown));
    }

    /// Draws one more part of the page. Returns whether there was one.
    pub fn more(&self) -> bool {
        let Some((known, page)) = self.shown() else { return false };
        let next = self.rest.borrow_mut().next(&known.site, &page);
        match &next {
            Some((place, html)) => {
                self.root.append(place, html);
                self.parts.set(self.parts.get() + 1);
            }
            None => self.is_whole.set(true),
        }
        next.is_some()
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
