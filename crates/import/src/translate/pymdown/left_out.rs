//! Snippets and icons, which are left out.

use std::ops::Range;

use lamplight_markdown::text::shorten;

use super::attributes::attributes;
use super::state::Marks;

pub(super) const ICONS: [&str; 4] = [":material-", ":fontawesome-", ":octicons-", ":simple-"];

impl Marks<'_> {
    /// `--8<-- "file"`, and blocks of such names.
    pub(super) fn snippets(&mut self) {
        let text = self.text;
        if !text.contains("8<--") {
            return;
        }
        let (mut at, mut open) = (0, None);
        for line in text.split_inclusive('\n') {
            let (start, bare) = (at, line.trim());
            at += line.len();
            let Some(rest) = bare.strip_prefix("--8<--") else { continue };
            if self.is_inert(at - line.trim_start().len()) {
                continue;
            }
            let end = start + line.trim_end().len();
            match (rest.trim().is_empty(), open.take()) {
                (true, None) => open = Some(start),
                (true, Some(begun)) => self.snippet(begun..end),
                (false, _) if rest.trim().starts_with(['"', '\'']) => self.snippet(start..end),
                _ => {}
            }
        }
    }

    fn snippet(&mut self, range: Range<usize>) {
        let written = shorten(&self.text[range.clone()], 60);
        self.diagnostics.warn(
            range.start,
            "include-lost",
            format!("what `{written}` takes in is not known to the build; it is left out"),
            "write the text of that file in its place",
        );
        self.edits.push((range, String::new()));
    }

    pub(super) fn icons(&mut self) {
        let text = self.text;
        for sign in ICONS {
            for (at, _) in text.match_indices(sign) {
                let near = self.near(at + sign.len());
                let length = near
                    .bytes()
                    .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
                    .count();
                if length == 0 || !near[length..].starts_with(':') || self.is_inert(at) {
                    continue;
                }
                let end = at + sign.len() + length + 1;
                if !self.mkdocs {
                    self.shown(at, end, "icon-lost", "MkDocs");
                    continue;
                }
                let written = &text[at..end];
                self.diagnostics.warn(
                    at,
                    "icon-lost",
                    format!("the icon `{written}` is not known here; it is left out"),
                    "write a word in its place",
                );
                let behind = attributes(&text[end..]).map_or(0, |(length, _)| length);
                self.edits.push((at..end + behind, String::new()));
            }
        }
    }
}
