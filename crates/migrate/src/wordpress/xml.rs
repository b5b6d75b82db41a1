//! Reads the XML of an export, event by event. Nothing expands: entities other than XML's own stay as they are written.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::item::{Fields, RawComment, RawItem};
use crate::report::ImportReport;
use crate::text::clean;
use crate::xml;

/// Places of broken XML that are reported. Behind them nothing more is read.
const MOST_BREAKS: usize = 100;

/// An export as it is written.
#[derive(Default)]
pub(super) struct ParsedXml {
    pub channel: Fields,
    /// Login → name to show.
    pub authors: HashMap<String, String>,
    pub items: Vec<RawItem>,
    pub report: ImportReport,
}

/// What is being read.
#[derive(Default)]
struct State {
    parsed: ParsedXml,
    item: Option<RawItem>,
    comment: Option<RawComment>,
    author: Option<Fields>,
    /// Key of a `wp:postmeta`.
    meta_key: String,
    /// Domain and nicename of a `category`.
    category: (String, String),
    text: String,
}

/// Reads an export.
pub(super) fn parse(bytes: &[u8]) -> ParsedXml {
    let text = String::from_utf8_lossy(bytes);
    let mut state = State::default();
    if matches!(text, std::borrow::Cow::Owned(_)) {
        state.parsed.report.remark("the export", "bytes that are no UTF-8 are shown as U+FFFD");
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut from = 0;
    for breaks in 0.. {
        let Some((at, why)) = state.read(&text[from..]) else { break };
        let at = from + at;
        let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let next = text[at..].find("<item>").map(|next| at + next);
        let goes_on = match next {
            Some(_) if breaks < MOST_BREAKS => {
                "it is read on from the next item; what stands between is lost"
            }
            _ => "all behind it is lost; export again, or correct the file",
        };
        let place = format!("line {line} of the export");
        state.parsed.report.remark(place, format!("this is no XML ({why}); {goes_on}"));
        state.close_broken();
        match next {
            Some(next) if breaks < MOST_BREAKS => from = next,
            _ => break,
        }
    }
    state.close_broken();
    state.parsed
}

impl State {
    /// Reads to the end, or to the place where this is no XML.
    fn read(&mut self, text: &str) -> Option<(usize, String)> {
        let mut reader = xml::reader(text);
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => self.start(&start),
                Ok(Event::End(end)) => self.end(end.name().as_ref()),
                Ok(Event::Text(part)) => self.text.push_str(&part.into_inner()),
                Ok(Event::CData(part)) => self.text.push_str(&part.into_inner()),
                Ok(Event::GeneralRef(name)) => self.text.push_str(&xml::reference(&name.into_inner())),
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(error) => {
                    let at = usize::try_from(reader.error_position()).unwrap_or(text.len());
                    let at = at.max(1).min(text.len());
                    return Some((text.floor_char_boundary(at), error.to_string()));
                }
            }
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        self.text.clear();
        match start.name().as_ref() {
            "item" => {
                self.close_broken();
                self.item = Some(RawItem::default());
            }
            "wp:comment" => self.comment = Some(RawComment::default()),
            "wp:author" => self.author = Some(Fields::default()),
            "category" => {
                let value = |name: &str| {
                    let found = start.try_get_attribute(name).ok().flatten();
                    found.map(|attribute| attribute.value.to_string()).unwrap_or_default()
                };
                self.category = (value("domain"), value("nicename"));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let text = std::mem::take(&mut self.text);
        if name == "wp:comment" {
            if let (Some(item), Some(comment)) = (&mut self.item, self.comment.take()) {
                item.comments.push(comment);
            }
        } else if let Some(comment) = &mut self.comment {
            comment.put(name, &clean(&text));
        } else if name == "wp:author" {
            if let Some(mut author) = self.author.take() {
                self.parsed
                    .authors
                    .insert(author.take("wp:author_login"), author.take("wp:author_display_name"));
            }
        } else if let Some(author) = &mut self.author {
            author.put(name, &clean(&text));
        } else if name == "item" {
            self.parsed.items.extend(self.item.take());
        } else if let Some(item) = &mut self.item {
            match name {
                "wp:meta_key" => self.meta_key = text.trim().to_owned(),
                "wp:meta_value" => item.put_meta(std::mem::take(&mut self.meta_key), clean(&text)),
                "category" => {
                    let (domain, nicename) = std::mem::take(&mut self.category);
                    item.terms.push((domain, nicename, clean(text.trim())));
                }
                _ => item.fields.put(name, &clean(&text)),
            }
        } else {
            self.parsed.channel.put(name, &clean(&text));
        }
    }

    /// Ends an item within which the XML breaks off.
    fn close_broken(&mut self) {
        self.comment = None;
        self.author = None;
        self.text.clear();
        if let Some(item) = self.item.take() {
            self.parsed.items.push(RawItem { is_broken: true, ..item });
        }
    }
}
