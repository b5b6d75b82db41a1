//! Renders long texts in parts, so that readers see the first part early: a parser reads a whole text before it knows what the
//! first line means, and a browser lays out all HTML that it gets at once. The build finds places where a text can be cut, and
//! checks that the parts give the same HTML as the whole.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use lamplight_format::model::TextParts;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::options::{Heading, RenderOptions, Rendered};
use super::writer::state::{CarriedState, HtmlWriter};
use super::writer::write;

/// Texts of fewer bytes are not divided.
const LONG: usize = 24 * 1024;
/// Bytes of the first part: it fills the largest screens.
const FIRST: usize = 6 * 1024;
/// Bytes of the other parts: a slow phone renders them within a few frames.
const PART: usize = 8 * 1024;

/// How often in a row a part may be joined with the next.
const TRIES: usize = 16;
/// Most footnotes of a divided text, because each part must know all before it.
const MOST_NOTES: usize = 4000;

/// Divides a long text. `None` if it is short, or if its parts would not give the same HTML as the whole.
#[must_use]
pub fn part(markdown: &str, options: &RenderOptions<'_>) -> Option<TextParts> {
    if markdown.len() < LONG {
        return None;
    }
    let TextScan { cuts, references, shift, whole } = scan(markdown, options);
    if references.mentions.len() > MOST_NOTES || references.notes.len() > MOST_NOTES {
        return None;
    }
    let outline = whole.outline.iter().map(|heading| (heading.level, heading.text.clone())).collect();
    let mut parts = TextParts { lengths: Vec::new(), definitions: Vec::new(), outline, shift };
    let (mut part_renderer, mut rest) = (PartRenderer::new(options), whole.html.as_str());
    let (mut headings, mut tries) = (Vec::new(), 0);
    for end in cuts {
        // A part whose HTML differs from that in the whole is joined with the next.
        let mut tried = part_renderer.clone();
        let last = end == markdown.len();
        parts.definitions.push(references.needed(markdown, part_renderer.at..end));
        if !last {
            parts.lengths.push((end - part_renderer.at) as u32);
        }
        let rendered = tried.next(markdown, &parts, options)?;
        // After the last place without open elements, raw HTML may leave only a line break.
        let ends_whole = last || rendered.breaks.last().is_some_and(|at| *at + 1 >= rendered.html.len());
        match rest.strip_prefix(rendered.html.as_str()).filter(|_| ends_whole) {
            Some(after) => {
                tries = 0;
                rest = after;
                part_renderer = tried;
                headings.extend(rendered.outline);
            }
            None if last || tries == TRIES => return None,
            None => {
                tries += 1;
                parts.definitions.pop();
                parts.lengths.pop();
            }
        }
    }
    let ids_are_anchors = headings
        .iter()
        .map(|heading| heading.id.as_str())
        .eq(options.anchors.iter().map(|names| primary_id(names)));
    (rest.is_empty() && headings == whole.outline && ids_are_anchors && parts.definitions.len() > 1)
        .then_some(parts)
}

/// Definitions and references in a text, which may be in different parts.
#[derive(Default)]
struct References {
    /// Definitions of links: label in lower case, and range in the text.
    links: BTreeMap<String, Range<usize>>,
    /// Footnotes: names and offsets of definitions and of mentions.
    notes: Vec<(String, usize)>,
    mentions: Vec<(String, usize)>,
}

impl References {
    /// The definitions that a part needs from other parts, as Markdown to put before it. Of footnotes, a stub is enough.
    fn needed(&self, markdown: &str, part: Range<usize>) -> String {
        let within = |named: &[(String, usize)]| -> BTreeSet<String> {
            named.iter().filter(|(_, at)| part.contains(at)).map(|(name, _)| name.clone()).collect()
        };
        let mut needed = String::new();
        for name in within(&self.mentions).difference(&within(&self.notes)) {
            needed.extend([STUB, name, "]: x\n\n"]);
        }
        let text = markdown.get(part.clone()).unwrap_or_default().to_lowercase();
        let links: BTreeSet<_> = labels(&text)
            .filter_map(|label| self.links.get(label))
            .filter(|at| !part.contains(&at.start))
            .map(|at| (at.start, at.end))
            .collect();
        for (start, end) in links {
            needed.extend([markdown.get(start..end).unwrap_or_default().trim(), "\n\n"]);
        }
        needed
    }
}

/// Possible labels of links: all texts in brackets without other brackets in them.
fn labels(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('[').filter_map(move |(at, _)| {
        let label = text.get(at + 1..)?;
        let mut escaped = false;
        let end = label.find(|letter| match letter {
            _ if escaped => {
                escaped = false;
                false
            }
            '\\' => {
                escaped = true;
                false
            }
            letter => matches!(letter, '[' | ']'),
        })?;
        label.get(end..)?.starts_with(']').then(|| &label[..end])
    })
}

/// How a footnote's definition begins.
const STUB: &str = "[^";

/// A parsed text.
struct TextScan {
    /// Offsets where parts may end, the end of the text included.
    cuts: Vec<usize>,
    references: References,
    /// Whether all headings move down by one level.
    shift: bool,
    whole: Rendered,
}

fn scan(markdown: &str, options: &RenderOptions<'_>) -> TextScan {
    let parser = Parser::new_ext(markdown, options.flavour.extensions());
    let mut references = References::default();
    for (label, definition) in parser.reference_definitions().iter() {
        references.links.insert(label.to_lowercase(), definition.span.clone());
    }
    let mut writer = HtmlWriter::new(markdown, options, CarriedState::none(options));
    let (mut cuts, mut enough, mut after_heading) = (Vec::new(), FIRST, false);
    for (event, range) in parser.into_offset_iter() {
        match &event {
            Event::FootnoteReference(name) => references.mentions.push((name.to_string(), range.start)),
            Event::Start(Tag::FootnoteDefinition(name)) => {
                references.notes.push((name.to_string(), range.start))
            }
            _ => {}
        }
        // The style sheet has rules for an element that follows a heading, so that these two stay together.
        let begins = matches!(event, Event::Start(_) | Event::Rule) && !after_heading;
        if begins && range.start >= enough && writer.between_blocks() {
            // The indentation of code belongs to the part that begins here.
            let before = markdown.get(..range.start).unwrap_or_default();
            cuts.push(before.trim_end_matches([' ', '\t']).len());
            enough = range.start + PART;
        }
        after_heading = matches!(event, Event::End(TagEnd::Heading(_)));
        writer.event(event, range);
    }
    cuts.push(markdown.len());
    let shift = writer.has_titles();
    TextScan { cuts, references, shift, whole: writer.finish(Some(shift), true).0 }
}

/// Renders a divided text part by part.
#[derive(Clone, Debug)]
pub struct PartRenderer {
    number: usize,
    at: usize,
    before: CarriedState,
}

impl PartRenderer {
    /// Starts before the first part.
    #[must_use]
    pub fn new(options: &RenderOptions<'_>) -> Self {
        Self { number: 0, at: 0, before: CarriedState::none(options) }
    }

    /// Renders the next part; `None` after the last. The options must be the same for all parts.
    pub fn next(
        &mut self,
        markdown: &str,
        parts: &TextParts,
        options: &RenderOptions<'_>,
    ) -> Option<Rendered> {
        let definitions = parts.definitions.get(self.number)?;
        let length = parts.lengths.get(self.number);
        let end = length.map_or(markdown.len(), |length| self.at + *length as usize);
        let text = markdown.get(self.at..end)?;
        let joined = [definitions.as_str(), text].concat();
        let before = std::mem::take(&mut self.before);
        let before = CarriedState { stubs: definitions.matches(STUB).count(), ..before };
        let (mut rendered, before) = write(&joined, options, before, Some(parts.shift), length.is_none());
        if length.is_some() && !rendered.html.ends_with('\n') {
            rendered.html.push('\n');
        }
        self.number += 1;
        self.at = end;
        self.before = before;
        Some(rendered)
    }
}

/// The first of the ids of a heading.
fn primary_id(names: &str) -> &str {
    names.split(' ').next().unwrap_or_default()
}

/// The headings of the whole text.
#[must_use]
pub fn outline(parts: &TextParts, anchors: &[String]) -> Vec<Heading> {
    let headings = parts.outline.iter().zip(anchors);
    headings
        .map(|((level, text), names)| Heading {
            level: *level,
            id: primary_id(names).to_owned(),
            text: text.clone(),
        })
        .collect()
}
