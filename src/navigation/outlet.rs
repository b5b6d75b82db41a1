//! Draws pages: of a long text first the beginning, then the other parts.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use lamplight_format::model::Manifest;
use lamplight_theme::view::{self, Page, PendingParts};

use crate::browser::{Drawn, RootElement};

/// Most parts of a long text that are drawn between two searches for a fragment in it.
const MOST_PARTS: u32 = 16;

/// A page, and the manifest that it was loaded with.
pub type PageOfSite = (Rc<Manifest>, Rc<Page>);

/// Pages with this many parts are kept when they are left, because drawing a text as long as a book again takes seconds.
const LONG: u32 = 16;

/// The shown page, and how much of it is drawn.
pub struct Outlet {
    root: RootElement,
    shown: RefCell<Option<PageOfSite>>,
    rest: RefCell<PendingParts>,
    /// Number of drawn parts after the first.
    parts: Cell<u32>,
    /// Whether all parts are drawn.
    is_whole: Cell<bool>,
    /// The long page that was left last.
    left: RefCell<Option<(PageOfSite, Drawn)>>,
}

impl Outlet {
    /// An outlet with the prerendered page, if there is one.
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

    /// The shown page; `None` if it was prerendered.
    #[must_use]
    pub fn shown(&self) -> Option<PageOfSite> {
        self.shown.borrow().clone()
    }

    /// Shows a page. Its HTML is inserted at once, because the browser's parser is fastest. A long page that was just left is put back
    /// as it was.
    pub fn draw(&self, shown: PageOfSite) {
        let left = self.left.take();
        let is_long = self.is_whole.get() && self.parts.get() >= LONG;
        if let Some(before) = self.shown.take().filter(|_| is_long) {
            self.left.replace(self.root.take().map(|drawn| (before, drawn)));
        }
        let (known, page) = &shown;
        // With the same manifest, the text is the same.
        let is_same = |(of, was): &PageOfSite| match (&**was, &**page) {
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

    /// Draws the next part of the page. Returns whether there was one.
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

    /// Draws parts until `is_there` is true or all of the page is drawn. The check makes the browser lay out the page, so it becomes rarer
    /// as the page grows.
    pub fn until(&self, is_there: impl Fn() -> bool) {
        let mut parts = 1;
        while !is_there() && (0..parts).all(|_| self.more()) {
            parts = MOST_PARTS.min(parts * 2);
        }
    }
}
