//! Links and images.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html};

use super::state::{HtmlWriter, put};
use crate::links::{LinkKind, LinkTarget};
use crate::picture::{IN_TEXT, PictureTag};

impl<'a> HtmlWriter<'a> {
    pub(super) fn resolve(&self, written: &str, usage: LinkKind) -> LinkTarget {
        match &self.options.place {
            Some(place) => place.resolve(written, usage),
            None => LinkTarget::Page(written.to_owned()),
        }
    }

    /// `bare` says whether the text of the link is its URL, which is written from left to right in any script.
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
        if matches!(target, LinkTarget::File(_)) {
            // The app leaves links with this attribute to the browser.
            self.out.push_str(" rel=\"external\"");
        }
        self.out.push('>');
    }

    pub(super) fn image_start(&mut self, written: &str, title: CowStr<'a>) {
        self.images = 1;
        let target = self.resolve(written, LinkKind::Image);
        let url = target.url().unwrap_or_default();
        self.variants = None;
        if self.blog {
            let known = self.options.pictures.iter().find(|known| known.written == written);
            self.variants = known.and_then(|known| known.variants.as_ref());
            let picture = PictureTag {
                url,
                size: known.map(|known| known.size),
                variants: self.variants,
                base: self.options.place.map_or("/", |place| place.base),
                sizes: IN_TEXT,
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

    /// Within an image, only text is written, for the text alternative.
    pub(super) fn alt(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => {
                self.images -= 1;
                if self.images == 0 {
                    let title = std::mem::replace(&mut self.image_title, CowStr::Borrowed(""));
                    PictureTag::close(&mut self.out, self.variants, &title);
                }
            }
            Event::Code(text) => put(escape_html(&mut self.out, &text)),
            Event::SoftBreak | Event::HardBreak => self.out.push(' '),
            // Fragments count even where they do not show.
            Event::InlineHtml(_) | Event::Html(_) => self.before.fragments += 1,
            _ => {}
        }
    }
}
