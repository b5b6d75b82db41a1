//! Reads the text between `[[` and `]]`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::translate::context::NOTE;

/// Characters that are not escaped in addresses.
const KEPT: AsciiSet =
    NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b'^');

/// A link or an embed.
pub(super) struct WikiTarget<'a> {
    /// A note, a file, an address, or nothing for the note itself.
    pub name: &'a str,
    /// A heading or `^block` in it; empty if there is none.
    pub place: &'a str,
    /// The text after each `|`.
    pub aliases: Vec<&'a str>,
}

impl<'a> WikiTarget<'a> {
    pub(super) fn read(inside: &'a str) -> Self {
        // In a table the bar is escaped.
        let mut parts = inside.split('|').map(|part| part.strip_suffix('\\').unwrap_or(part).trim());
        let target = parts.next().unwrap_or_default();
        let (name, place) = target.split_once('#').unwrap_or((target, ""));
        // Of a heading below a heading, the last one is the place.
        let place = place.rsplit('#').next().unwrap_or_default();
        Self { name: name.trim(), place: place.trim(), aliases: parts.collect() }
    }

    /// The destination, until the notes are known.
    pub(super) fn destination(&self) -> String {
        if self.is_address() {
            let place = if self.place.is_empty() { String::new() } else { format!("#{}", self.place) };
            return [self.name, &place].concat().replace(['<', '>', ' ', '(', ')'], "");
        }
        let mut to = NOTE.to_owned();
        to.extend(utf8_percent_encode(self.name, &KEPT));
        if !self.place.is_empty() {
            to.push('#');
            to.extend(utf8_percent_encode(self.place, &KEPT));
        }
        to
    }

    fn is_address(&self) -> bool {
        self.name.starts_with("https://") || self.name.starts_with("http://")
    }

    /// What readers see of it, as Obsidian shows it.
    pub(super) fn shown(&self) -> String {
        if let Some(alias) = self.aliases.iter().find(|alias| !alias.is_empty()) {
            return (*alias).to_owned();
        }
        let name = self.name.strip_suffix(".md").unwrap_or(self.name);
        // The name of a block is for machines.
        let place = if self.place.starts_with('^') { "" } else { self.place };
        match (name.is_empty(), place.is_empty()) {
            (_, true) => if name.is_empty() { self.place.trim_start_matches('^') } else { name }.to_owned(),
            (true, false) => place.to_owned(),
            (false, false) => format!("{name} > {place}"),
        }
    }

    /// The ending of the file in lower case; empty for a note.
    pub(super) fn ending(&self) -> String {
        let file = self.name.rsplit('/').next().unwrap_or_default();
        let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        if ending == "md" { String::new() } else { ending }
    }
}

/// Width and height that an alias gives: `300`, `300x200`.
pub(super) fn size(alias: &str) -> Option<(u32, Option<u32>)> {
    let (width, height) = match alias.split_once(['x', 'X', '×']) {
        Some((width, height)) => (width, Some(height.trim().parse().ok()?)),
        None => (alias, None),
    };
    let width = width.trim().trim_end_matches("px");
    width.bytes().all(|b| b.is_ascii_digit()).then(|| Some((width.parse().ok()?, height)))?
}

/// Text as Markdown that says just that.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '=' | '$' | '^') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
