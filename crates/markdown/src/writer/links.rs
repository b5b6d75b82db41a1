//! Links and images.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html};

use super::state::{Writer, put};
use crate::links::{LinkKind, Target};
use crate::picture::{IN_TEXT, Picture};

impl<'a> Writer<'a> {
    pub(super) fn resolve(&self, written: &str, usage: LinkKind) -> Target {
        match &self.options.place {
            Some(place) => place.resolve(written, usage),
            None => Target::Page(written.to_owned()),
        }
    }

    /// `bare` is whether readers see the address itself: it runs from left to right among words of any script.
    pub(super) fn link_start(&mut self, written: &str, title: &str, bare: bool) {
        let target = self.resolve(written, LinkKind::Link);
        self.out.push_str(if bare { "<a dir=\"ltr\"" } else { "<a" });
        if let Some(url) = target.url() {
            self.out.push_str(" href=\"");
            put(escape_href(&mut self.out, url));
            self.out.push('"');
        }
        if !title.is_empty() {
            self.attribute("title", title);
        }
        if matches!(target, Target::File(_)) {
            // The router leaves links marked so to the browser.
            self.out.push_str(" rel=\"external\"");
        }
        self.out.push('>');
    }

    pub(super) fn image_start(&mut self, written: &str, title: CowStr<'a>) {
        self.images = 1;
        let target = self.resolve(written, LinkKind::Image);
        let url = target.url().unwrap_or_default();
        self.sources = None;
        if self.blog {
            let known = self.options.pictures.iter().find(|known| known.written == written);
            self.sources = known.and_then(|known| known.sources.as_ref());
            let picture = Picture {
                url,
                size: known.map(|known| known.size),
                sources: self.sources,
                base: self.options.place.map_or("/", |place| place.base),
                shown: IN_TEXT,
                lazy: !std::mem::take(&mut self.before.leads),
            };
            picture.open(&mut self.out);
        } else {
            self.out.push_str("<img src=\"");
            put(escape_href(&mut self.out, url));
            self.out.push_str("\" alt=\"");
        }
        // The title comes after `alt`, which is complete only when the image ends.
        self.image_title = title;
    }

    /// Inside an image only its text alternative is wanted.
    pub(super) fn alt(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => {
                self.images -= 1;
                if self.images == 0 {
                    let title = std::mem::replace(&mut self.image_title, CowStr::Borrowed(""));
                    Picture::close(&mut self.out, self.sources, &title);
                }
            }
            Event::Code(text) => put(escape_html(&mut self.out, &text)),
            Event::SoftBreak | Event::HardBreak => self.out.push(' '),
            // Pieces count even where they do not show.
            Event::InlineHtml(_) | Event::Html(_) => self.before.pieces += 1,
            _ => {}
        }
    }
}
