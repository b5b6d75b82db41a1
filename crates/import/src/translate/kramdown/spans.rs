//! Attributes within a line.

use super::attributes::Attributes;
use super::state::{Kramdown, LONGEST};
use super::structure::Structure;
use crate::translate::html::attribute;
use crate::translate::scan::alone;

impl Kramdown<'_> {
    /// `{: …}` behind a picture, a link, a stress or code.
    pub(super) fn spans(&mut self, found: &Structure) {
        let mut from = 0;
        while let Some(at) = self.text[from..].find("{:").map(|i| from + i) {
            from = at + 2;
            let ahead = self.text[at..].bytes().take(LONGEST).position(|b| matches!(b, b'}' | b'\n'));
            let Some(close) = ahead.map(|i| at + i + 1).filter(|end| self.text[..*end].ends_with('}')) else {
                continue;
            };
            let inside = &self.text[at + 2..close - 1];
            if inside.contains('{')
                || inside.starts_with(':')
                || found.is_code(at)
                || alone(self.text, &(at..close))
            {
                continue;
            }
            let Some((start, shown)) = found.spans.get(&at).cloned() else { continue };
            let mut attributes = Attributes::read(inside);
            attributes.take_named(&self.named);
            let (mut html, lost) = attributes.html(true);
            self.count += 1;
            let side = |name: &&String| matches!(name.as_str(), "width" | "height");
            let sized = shown.filter(|_| lost.iter().any(|name| side(&name)));
            for name in lost.iter().filter(|name| sized.is_none() || !side(name)) {
                self.tell_lost(at, name);
            }
            if let Some(picture) = sized {
                for (name, value) in [("src", &picture.src), ("alt", &picture.alt)]
                    .into_iter()
                    .chain(attributes.others.iter().filter(|(n, _)| side(&n)).map(|(n, v)| (n.as_str(), v)))
                {
                    attribute(&mut html, name, value);
                }
                self.edits.push((start..close, format!("<img{html}>")));
            } else if html.is_empty() {
                self.edits.push((at..close, String::new()));
            } else {
                self.edits.push((start..start, format!("<span{html}>")));
                self.edits.push((at..close, "</span>".to_owned()));
            }
        }
    }
}
