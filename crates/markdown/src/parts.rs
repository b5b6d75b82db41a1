//! Long texts in parts. A parser must look through a whole text before it can tell what its first line means, and a browser
//! lays out what it is given at once; a reader should wait for neither. So the build looks for places where a text may be
//! cut, and makes sure that the parts are rendered as the whole is.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use lamplight_format::model::Parts;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::options::{Heading, Options, Rendered};
use super::writer::state::{Before, Writer};
use super::writer::write;

/// Bytes of Markdown that are rendered at once.
const LONG: usize = 24 * 1024;
/// Bytes of the first part: what fills the largest screens.
const FIRST: usize = 6 * 1024;
/// Bytes of the others: a slow phone renders as much within a few frames.
const PART: usize = 8 * 1024;

/// Times in a row that a part may turn out to need the next.
const TRIES: usize = 16;
/// Footnotes of a text in parts: each part takes note of all before it.
const MOST_NOTES: usize = 4000;

/// Where a long text may be cut. `None` if it is short, or if its parts by themselves would not be what they are in it.
#[must_use]
pub fn part(markdown: &str, options: &Options<'_>) -> Option<Parts> {
    if markdown.len() < LONG {
        return None;
    }
    let Survey { cuts, elsewhere, shift, whole } = survey(markdown, options);
    if elsewhere.mentions.len() > MOST_NOTES || elsewhere.notes.len() > MOST_NOTES {
        return None;
    }
    let outline = whole.outline.iter().map(|heading| (heading.level, heading.text.clone())).collect();
    let mut parts = Parts { lengths: Vec::new(), definitions: Vec::new(), outline, shift };
    let (mut progress, mut rest) = (Progress::new(options), whole.html.as_str());
    let (mut headings, mut tries) = (Vec::new(), 0);
    for end in cuts {
        // A part that is not what it is in the whole is joined with the next.
        let mut tried = progress.clone();
        let last = end == markdown.len();
        parts.definitions.push(elsewhere.needed(markdown, progress.at..end));
        if !last {
            parts.lengths.push((end - progress.at) as u32);
        }
        let rendered = tried.next(markdown, &parts, options)?;
        // A raw tag may leave no more than a line break behind the last place where nothing is open.
        let ends_whole = last || rendered.breaks.last().is_some_and(|at| *at + 1 >= rendered.html.len());
        match rest.strip_prefix(rendered.html.as_str()).filter(|_| ends_whole) {
            Some(after) => {
                tries = 0;
                rest = after;
                progress = tried;
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
        .eq(options.anchors.iter().map(|names| first(names)));
    (rest.is_empty() && headings == whole.outline && ids_are_anchors && parts.definitions.len() > 1)
        .then_some(parts)
}

/// What one part of a text may need of another.
#[derive(Default)]
struct Elsewhere {
    /// Of links: label in lower case, and where it stands.
    links: BTreeMap<String, Range<usize>>,
    /// Of footnotes: names of definitions and of mentions, and where they stand.
    notes: Vec<(String, usize)>,
    mentions: Vec<(String, usize)>,
}

impl Elsewhere {
    /// As Markdown that stands in front of a part: first footnotes, of which only that they exist is needed.
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

/// What may be the label of a link: all that stands in brackets without another in it.
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

/// A text that was looked through.
struct Survey {
    /// Offsets where parts may end, that of the whole included.
    cuts: Vec<usize>,
    elsewhere: Elsewhere,
    /// Whether its headings move down.
    shift: bool,
    whole: Rendered,
}

fn survey(markdown: &str, options: &Options<'_>) -> Survey {
    let parser = Parser::new_ext(markdown, options.flavour.extensions());
    let mut elsewhere = Elsewhere::default();
    for (label, definition) in parser.reference_definitions().iter() {
        elsewhere.links.insert(label.to_lowercase(), definition.span.clone());
    }
    let mut writer = Writer::new(markdown, options, Before::none(options));
    let (mut cuts, mut enough, mut after_heading) = (Vec::new(), FIRST, false);
    for (event, range) in parser.into_offset_iter() {
        match &event {
            Event::FootnoteReference(name) => elsewhere.mentions.push((name.to_string(), range.start)),
            Event::Start(Tag::FootnoteDefinition(name)) => {
                elsewhere.notes.push((name.to_string(), range.start))
            }
            _ => {}
        }
        // A heading and what it stands above are neighbours for the style sheet.
        let begins = matches!(event, Event::Start(_) | Event::Rule) && !after_heading;
        if begins && range.start >= enough && writer.between_blocks() {
            // Code is told by what stands in front of it.
            let before = markdown.get(..range.start).unwrap_or_default();
            cuts.push(before.trim_end_matches([' ', '\t']).len());
            enough = range.start + PART;
        }
        after_heading = matches!(event, Event::End(TagEnd::Heading(_)));
        writer.event(event, range);
    }
    cuts.push(markdown.len());
    let shift = writer.has_titles();
    Survey { cuts, elsewhere, shift, whole: writer.finish(Some(shift), true).0 }
}

/// How far a text in parts has been rendered.
#[derive(Clone, Debug)]
pub struct Progress {
    number: usize,
    at: usize,
    before: Before,
}

impl Progress {
    /// Begins a text.
    #[must_use]
    pub fn new(options: &Options<'_>) -> Self {
        Self { number: 0, at: 0, before: Before::none(options) }
    }

    /// Renders the next part; `None` if the last has been. The options must be the same each time.
    pub fn next(&mut self, markdown: &str, parts: &Parts, options: &Options<'_>) -> Option<Rendered> {
        let definitions = parts.definitions.get(self.number)?;
        let length = parts.lengths.get(self.number);
        let end = length.map_or(markdown.len(), |length| self.at + *length as usize);
        let text = markdown.get(self.at..end)?;
        let joined = [definitions.as_str(), text].concat();
        let before = std::mem::take(&mut self.before);
        let before = Before { stubs: definitions.matches(STUB).count(), ..before };
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

/// The id among the names of a heading.
fn first(names: &str) -> &str {
    names.split(' ').next().unwrap_or_default()
}

/// The headings of the whole.
#[must_use]
pub fn outline(parts: &Parts, anchors: &[String]) -> Vec<Heading> {
    let headings = parts.outline.iter().zip(anchors);
    headings
        .map(|((level, text), names)| Heading {
            level: *level,
            id: first(names).to_owned(),
            text: text.clone(),
        })
        .collect()
}
