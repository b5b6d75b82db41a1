//! Marks of whole blocks and lines, and `==…==`.

use lamplight_markdown::text::shorten;

use super::{LONGEST, NoteTranslator};
use crate::diagnostic::Severity;
use crate::translate::boxes::boxed;
use crate::translate::scan::{line_end, within};

/// Blocks that a plugin fills with what it finds in the vault.
const QUERIES: [&str; 22] = [
    "dataview",
    "dataviewjs",
    "tasks",
    "query",
    "base",
    "tracker",
    "datacore",
    "datacorejs",
    "datacorejsx",
    "datacoretsx",
    "todoist",
    "button",
    "meta-bind",
    "meta-bind-button",
    "meta-bind-embed",
    "meta-bind-js-view",
    "leaflet",
    "chart",
    "folder-overview",
    "img-gallery",
    "contributiongraph",
    "compressed-json",
];

/// Blocks in whose place a plugin lists the headings. Each page has such a list of its own.
const CONTENTS: [&str; 2] = ["toc", "table-of-contents"];

/// What code between backticks begins with that a plugin puts a value in the place of.
const VALUES: [&str; 5] = ["= ", "$= ", "INPUT[", "VIEW[", "BUTTON["];

/// Lines that are wrapped by an editor are about as long as each other, and no shorter than this.
const WRAPPED: usize = 60;

impl<'a> NoteTranslator<'a> {
    /// Blocks of code that no author means to show.
    pub(super) fn queries(&mut self) {
        let layout = self.layout;
        for block in &layout.fenced {
            let language = block.language.to_lowercase();
            let body = &self.text[block.range.clone()];
            let end = block.range.start + body.trim_end_matches('\n').len();
            if QUERIES.contains(&language.as_str()) {
                self.report(
                    block.range.start,
                    Severity::Error,
                    "query-lost",
                    format!("what `{language}` would list here is not known to the build; it is left out"),
                    "write the list into the note, or take the block out",
                );
                self.replace(block.range.start..end, String::new());
            } else if CONTENTS.contains(&language.as_str()) {
                self.replace(block.range.start..end, String::new());
            } else if let Some(kind) = language.strip_prefix("ad-")
                && block.range.start == self.line_start(block.range.start)
            {
                let inside = body.split_once('\n').map_or("", |(_, rest)| rest.trim_end());
                let inside = inside.trim_end_matches(['`', '~']);
                self.replace(block.range.start..end, admonition(kind, inside));
            }
        }
    }

    /// Values that a plugin works out: reported where they stand as code, left out where they would stand as prose.
    pub(super) fn values(&mut self) {
        let (text, layout) = (self.text, self.layout);
        for range in &layout.code {
            let inside = text[range.clone()].trim_start_matches('`').trim_start();
            if text[range.start..].starts_with('`') && VALUES.iter().any(|value| inside.starts_with(value)) {
                self.report(
                    range.start,
                    Severity::Warning,
                    "query-shown",
                    format!(
                        "`{}` is worked out by a plugin, and is shown as it is written",
                        shorten(inside.trim_end_matches('`'), 60)
                    ),
                    "write what readers should see in its place",
                );
            }
        }
        let mut from = 0;
        while let Some(at) = text[from..].find("<%").map(|i| from + i) {
            from = at + 2;
            let near = &text[from..text.floor_char_boundary((from + LONGEST).min(text.len()))];
            let Some(length) = near.find("%>") else { continue };
            let inside = &near[..length];
            if !["tp.", "tR"].iter().any(|name| inside.contains(name)) || within(&layout.code, at).is_some() {
                continue;
            }
            from += length + 2;
            self.report(
                at,
                Severity::Error,
                "query-lost",
                format!(
                    "what `{}` would say is not known to the build; it is left out",
                    shorten(&text[at..from], 60)
                ),
                "write what readers should see in its place",
            );
            self.replace(at..from, String::new());
        }
    }

    /// Names of blocks, with where their `^` stands.
    pub(super) fn names(&self) -> Vec<(usize, &'a str)> {
        let mut found = Vec::new();
        if !self.text.contains('^') {
            return found;
        }
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let bare = line.trim_end();
            let name = bare.rfind('^').map(|at| (at, &bare[at + 1..])).filter(|(at, name)| {
                let before = bare[..*at].chars().next_back();
                before.is_none_or(char::is_whitespace)
                    && !name.is_empty()
                    && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                    && name.starts_with(|c: char| c.is_ascii_alphanumeric())
            });
            found.extend(
                name.map(|(at, name)| (start + at, name)).filter(|(at, _)| !self.layout.is_literal(*at)),
            );
            start += line.len();
        }
        found
    }

    /// Names of blocks become places to go to.
    pub(super) fn block_names(&mut self) {
        for (at, name) in self.names() {
            let place = format!("<span id=\"block-{}\"></span>", name.to_lowercase());
            self.replace(at..at + 1 + name.len(), place);
        }
    }

    /// `- [/]` and other states: open, but for `[-]`, which nobody will do any more.
    pub(super) fn tasks(&mut self) {
        let text = self.text;
        for (close, _) in text.match_indices("] ") {
            let sign = text[..close].chars().next_back();
            let Some(sign) = sign.filter(|sign| "/-<>!?*\"".contains(*sign)) else { continue };
            let Some(before) = text[..close - 1].strip_suffix('[') else { continue };
            let at = before.len();
            let Some(before) = short_before(text, at) else { continue };
            let before = before.trim_start_matches([' ', '\t', '>']);
            let marker = before.trim_end();
            let is_item = before.len() > marker.len()
                && (matches!(marker, "-" | "*" | "+")
                    || marker.strip_suffix(['.', ')']).is_some_and(|n| {
                        !n.is_empty() && n.len() < 10 && n.bytes().all(|b| b.is_ascii_digit())
                    }));
            if is_item && !self.layout.is_literal(at) {
                self.replace(at..close + 1, if sign == '-' { "[x]" } else { "[ ]" }.to_owned());
            }
        }
    }

    /// Ends of lines are kept, as Obsidian does, unless the author's editor made them.
    pub(super) fn line_breaks(&mut self) {
        if self.is_wrapped() {
            return;
        }
        for at in &self.layout.breaks {
            let line = self.text[..*at].trim_end();
            self.edits.push((line.len()..*at, "  ".to_owned()));
        }
    }

    /// Whether lines are as long as they can be, so that their ends mean nothing.
    fn is_wrapped(&self) -> bool {
        let lines = || {
            self.layout.breaks.iter().map(|at| {
                let line = self.text[self.line_start(*at)..*at].trim_end().chars().count();
                let next = &self.text[at + 1..line_end(self.text, at + 1)];
                (line, next.split_whitespace().next().map_or(0, |word| word.chars().count()))
            })
        };
        let longest = lines().map(|(line, _)| line).max().unwrap_or(0);
        let full = lines().filter(|(line, word)| line + 1 + word + 3 > longest).count();
        (WRAPPED..=140).contains(&longest) && full * 5 >= self.layout.breaks.len() * 4
    }

    /// `==…==`. Where no engine reads it, it is reported.
    pub(super) fn marked(&mut self, translates: bool) {
        let text = self.text;
        let mut from = 0;
        while let Some(at) = text[from..].find("==").map(|i| from + i) {
            let run = text[at..].len() - text[at..].trim_start_matches('=').len();
            from = at + run;
            let inside = &text[at + 2..];
            if run != 2
                || self.layout.is_literal(at)
                || text[..at].ends_with('\\')
                || inside.starts_with(char::is_whitespace)
            {
                continue;
            }
            let Some(length) = self.closing(at + 2) else { continue };
            let end = at + 2 + length;
            let before = text[..at].chars().next_back();
            let after = text[end + 2..].chars().next();
            let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if joins(before) || joins(after) {
                continue;
            }
            from = end + 2;
            if translates {
                self.replace(at..at + 2, "<mark>".to_owned());
                self.edits.push((end..end + 2, "</mark>".to_owned()));
            } else {
                self.report(
                    at,
                    Severity::Warning,
                    "mark-shown",
                    "`==…==` is marked text for some engines, and is shown as it stands here".to_owned(),
                    "write `<mark>…</mark>`, or name the engine in lamplight.toml: `engines = [\"obsidian\"]`",
                );
            }
        }
    }

    /// How far it is to the `==` that ends a marked text.
    fn closing(&self, start: usize) -> Option<usize> {
        let mut end = (start + LONGEST).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let ahead = self.text[start..end].split("\n\n").next()?;
        let mut from = 0;
        loop {
            let at = from + ahead[from..].find("==")?;
            let run = ahead[at..].len() - ahead[at..].trim_start_matches('=').len();
            let closes = run == 2 && at > 0 && !ahead[..at].ends_with([' ', '\t', '\n', '\\']);
            if closes && !self.layout.is_literal(start + at) {
                return (!self.layout.is_parted(&(start..start + at))).then_some(at);
            }
            from = at + run;
        }
    }
}

/// What stands before an offset on its line, if that is as short as the marker of an item is.
fn short_before(text: &str, at: usize) -> Option<&str> {
    let mut from = at.saturating_sub(100);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..at];
    match before.rfind('\n') {
        Some(end) => Some(&before[end + 1..]),
        None => (from == 0).then_some(before),
    }
}

/// A box of the Admonition plugin: keys first, then its text.
fn admonition(kind: &str, inside: &str) -> String {
    let (mut title, mut folded, mut rest) = ("", None, inside);
    while let Some((key, value)) = rest.lines().next().and_then(|line| line.split_once(':')) {
        match key.trim() {
            "title" => title = value.trim(),
            "collapse" => folded = Some(!matches!(value.trim(), "open" | "none" | "false")),
            "icon" | "color" => {}
            _ => break,
        }
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    boxed(kind, title, folded, rest.trim())
}
