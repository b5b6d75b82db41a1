//! Reads YAML 1.2 with saphyr-parser into nodes with places.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::salvage;
use super::tree::{Key, Node, Value};
use super::values::without_curly;
use crate::diagnostic::{Diagnostic, Position};

/// Most nodes. Front matter is small; more nodes are an attack by aliases, each of which copies a node.
const MOST_NODES: usize = 20_000;
const MOST_DEPTH: usize = 64;

/// Reads a block of YAML. `line` is its first line in the file.
///
/// If the block is not valid YAML, each top-level key is read separately, so that only broken keys are lost. Lines of lost keys
/// that could hold the post back are still read.
pub(super) fn parse(block: &str, line: usize, diagnostics: &mut Vec<Diagnostic>) -> Node {
    let joined = if block.contains("\\ud") || block.contains("\\uD") {
        salvage::joined_escapes(block).into()
    } else {
        Cow::Borrowed(block)
    };
    let meant = salvage::as_meant(&joined);
    let block = meant.as_deref().unwrap_or(&joined);
    let at = Position { line, column: 1 };
    let problem = match load(block, line) {
        Ok(node) if matches!(node.value, Value::Map(_) | Value::Null) => return node,
        Ok(node) => {
            let entries = salvage::entries_within(&node).unwrap_or_else(|| salvage::held_lines(block, line));
            let used = match entries.is_empty() {
                true => "none of it is used".to_owned(),
                false => {
                    let names: Vec<&str> = entries.iter().map(|(key, _)| key.name.as_str()).collect();
                    format!("`{}` is used all the same", names.join("`, `"))
                }
            };
            diagnostics.push(Diagnostic::error(
                "front-matter-shape",
                node.at,
                format!("the front matter is not a list of `key: value` lines; {used}"),
                "write each value behind its key, such as `title: My first post`",
            ));
            let value = if entries.is_empty() { Value::Null } else { Value::Map(entries) };
            return Node { at, value, quoted: false };
        }
        Err(problem) => problem,
    };
    let mut entries = Vec::new();
    let (mut lost, mut salvaged) = (Vec::new(), Vec::new());
    let flat = salvage::unbraced(block).or_else(|| indent_open_quotes(block));
    for (first, chunk) in salvage::top_level_chunks(flat.as_deref().unwrap_or(block)) {
        match load(chunk, line + first) {
            Ok(Node { value: Value::Map(found), .. }) => entries.extend(found),
            Ok(Node { value: Value::Null, .. }) => {}
            _ => {
                if let Some(entry) = salvage::one_line(chunk, line + first) {
                    salvaged.push(entry.0.name.clone());
                    entries.push(entry);
                    continue;
                }
                let mut found = salvage::held_lines(chunk, line + first);
                let name = chunk.split(':').next().unwrap_or_default().trim();
                if !found.iter().any(|(key, _)| key.name == name) {
                    match salvage::first_lines(chunk, line + first) {
                        Some(entry) => found.push(entry),
                        None => lost.push(name.to_owned()),
                    }
                }
                salvaged.extend(found.iter().map(|(key, _)| key.name.clone()));
                entries.extend(found);
            }
        }
    }
    let is_lost = !lost.is_empty();
    let lost = if lost.is_empty() { "nothing".to_owned() } else { format!("`{}`", lost.join("`, `")) };
    let lost = match salvaged.is_empty() {
        true => format!("{lost} was left out"),
        false => format!("`{}` is taken as it is written, and {lost} was left out", salvaged.join("`, `")),
    };
    // A repaired key is not lost.
    let diagnostic = if is_lost { Diagnostic::error } else { Diagnostic::warning };
    diagnostics.push(diagnostic(
        "yaml-syntax",
        problem.at,
        format!("the front matter is not valid YAML: {}; read key by key, {lost}", problem.message),
        problem.help,
    ));
    Node { at, value: Value::Map(entries), quoted: false }
}

struct YamlError {
    at: Position,
    message: String,
    help: String,
}

/// All documents of a settings file, which is read as a whole or not at all.
pub(super) fn documents(text: &str) -> Result<Vec<Node>, Box<Diagnostic>> {
    let lax = [indent_open_quotes(text), without_tabs(text)];
    let read = all(text, 1)
        .or_else(|problem| lax.into_iter().flatten().find_map(|lax| all(&lax, 1).ok()).ok_or(problem));
    read.map_err(|problem| {
        Box::new(Diagnostic::error("settings-syntax", problem.at, problem.message, problem.help))
    })
}

/// Reads YAML 1.2. If that fails, tries again with unindented quoted texts indented, as Ruby allowed them.
fn load(block: &str, line: usize) -> Result<Node, YamlError> {
    let first = strictly(block, line).or_else(|problem| match indent_open_quotes(block) {
        Some(indented) => strictly(&indented, line),
        None => Err(problem),
    });
    first
        .or_else(|problem| without_tabs(block).and_then(|blanks| strictly(&blanks, line).ok()).ok_or(problem))
}

/// Replaces tabs by spaces, in indentation and after colons. `None` if there are no tabs, or if only some items of a list are
/// indented, which is ambiguous.
fn without_tabs(block: &str) -> Option<String> {
    let has_items = |mark: &str| block.lines().any(|line| line.starts_with(mark));
    let is_mixed = has_items("\t-") && (has_items("- ") || has_items("  -"));
    (block.contains('\t') && !is_mixed).then(|| {
        let lines = block.split_inclusive('\n').map(|line| {
            let text = line.trim_start_matches([' ', '\t']);
            let indent = line[..line.len() - text.len()].replace('\t', "  ");
            let text = text.replacen(":\t", ": ", 1);
            indent + &text.replacen("-\t", "- ", usize::from(text.starts_with("-\t")))
        });
        lines.collect()
    })
}

/// Ruby's YAML lets a quoted text continue at the start of the next line; in YAML 1.2 it must be indented:
///
/// ```yaml
/// title: "One text
/// over two lines"
/// ```
///
/// Adds a space at the start of such lines, which does not change the value. `None` if no quote is open at the end of a line, or
/// one is never closed.
fn indent_open_quotes(block: &str) -> Option<String> {
    let mut out = String::with_capacity(block.len() + 64);
    let mut open: Option<char> = None;
    let mut changed = false;
    for line in block.split_inclusive('\n') {
        if open.is_some() && !line.trim().is_empty() {
            out.push(' ');
            changed = true;
        }
        out.push_str(line);
        let mut rest = line;
        if open.is_none() {
            let value = line.trim_start().trim_start_matches("- ");
            let value = value
                .split_once(": ")
                .map_or(value, |(key, value)| if key.contains(['"', '\'']) { "" } else { value });
            rest = value.trim_start();
            open = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
            rest = rest.get(1..).unwrap_or_default();
        }
        if open.is_some_and(|quote| closes(rest, quote)) {
            open = None;
        }
    }
    (changed && open.is_none()).then_some(out)
}

/// Whether a quoted text ends within a line.
fn closes(line: &str, quote: char) -> bool {
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote && chars.next_if(|next| quote == '\'' && *next == quote).is_none() {
            return true;
        }
    }
    false
}

/// The first document of a block.
fn strictly(block: &str, line: usize) -> Result<Node, YamlError> {
    let first = all(block, line)?.into_iter().next();
    Ok(first.unwrap_or(Node { at: Position { line, column: 1 }, ..Node::default() }))
}

fn all(block: &str, line: usize) -> Result<Vec<Node>, YamlError> {
    let place = |span: Span| Position { line: span.start.line() + line - 1, column: span.start.col() + 1 };
    let mut loader = Loader { anchors: BTreeMap::new(), open: Vec::new(), done: Vec::new(), nodes: 0 };
    for event in Parser::new_from_str(block) {
        let (event, span) = event.map_err(|error| syntax(&error, block, line))?;
        loader.event(event, place(span))?;
    }
    Ok(loader.done)
}

fn syntax(error: &ScanError, block: &str, line: usize) -> YamlError {
    let marker = error.marker();
    let at = Position { line: marker.line() + line - 1, column: marker.col() + 1 };
    let text = block.lines().nth(marker.line().saturating_sub(1)).unwrap_or_default();
    let before = block.lines().nth(marker.line().saturating_sub(2)).unwrap_or_default();
    let help = if text.contains('\t') || before.contains('\t') {
        "replace the tab by spaces, or delete it: YAML allows no tabs here"
    } else {
        "put the value between quotes if it holds a colon, a quote or a `#`, and indent its further lines"
    };
    YamlError { at, message: error.info().to_owned(), help: help.to_owned() }
}

/// Builds nodes from events. It has its own stack, because authors can nest as deep as they like.
struct Loader {
    anchors: BTreeMap<usize, Node>,
    open: Vec<OpenCollection>,
    done: Vec<Node>,
    nodes: usize,
}

struct OpenCollection {
    at: Position,
    anchor: usize,
    items: CollectionItems,
}

enum CollectionItems {
    List(Vec<Node>),
    Map(Vec<(Key, Node)>, Option<Node>),
}

impl Loader {
    fn event(&mut self, event: Event<'_>, at: Position) -> Result<(), YamlError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                // Ruby writes texts of unknown encoding in this way, such as dates of exports.
                let binary = tag.filter(|tag| tag.suffix == "binary").and_then(|_| of_base64(&text));
                let text = binary.map_or(text, Cow::Owned);
                let null =
                    style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                // Typographic quotes around a text count as straight ones; within straight quotes they belong to the text.
                let text = match style {
                    ScalarStyle::Plain => without_curly(&text).to_owned(),
                    _ => text.into_owned(),
                };
                let value = if null { Value::Null } else { Value::Text(text) };
                self.put(Node { at, value, quoted: style != ScalarStyle::Plain }, anchor)
            }
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned().unwrap_or_default();
                self.nodes += weight(&node);
                self.put(Node { at, ..node }, 0)
            }
            Event::SequenceStart(anchor, _) => {
                self.push(OpenCollection { at, anchor, items: CollectionItems::List(Vec::new()) })
            }
            Event::MappingStart(anchor, _) => {
                self.push(OpenCollection { at, anchor, items: CollectionItems::Map(Vec::new(), None) })
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(OpenCollection { at, anchor, items }) = self.open.pop() else { return Ok(()) };
                let value = match items {
                    CollectionItems::List(items) => Value::List(items),
                    CollectionItems::Map(entries, _) => Value::Map(merged(entries)),
                };
                self.put(Node { at, value, quoted: false }, anchor)
            }
            _ => Ok(()),
        }
    }

    fn push(&mut self, open: OpenCollection) -> Result<(), YamlError> {
        if self.open.len() >= MOST_DEPTH {
            return Err(too_much(open.at));
        }
        self.open.push(open);
        Ok(())
    }

    fn put(&mut self, node: Node, anchor: usize) -> Result<(), YamlError> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err(too_much(node.at));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut().map(|o| &mut o.items) {
            None => self.done.push(node),
            Some(CollectionItems::List(items)) => items.push(node),
            Some(CollectionItems::Map(entries, key)) => match key.take() {
                None => *key = Some(node),
                Some(found) => {
                    let name = match found.value {
                        Value::Text(name) => name,
                        _ => String::new(),
                    };
                    entries.push((Key { at: found.at, name }, node));
                }
            },
        }
        Ok(())
    }
}

/// A text that is written in base 64.
fn of_base64(text: &str) -> Option<String> {
    let (mut bytes, mut bits, mut count) = (Vec::with_capacity(text.len()), 0_u32, 0);
    for b in text.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=') {
        let six = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        (bits, count) = (bits << 6 | u32::from(six), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    String::from_utf8(bytes).ok()
}

/// Adds the keys of `<<` to a mapping, except those that it already has.
fn merged(entries: Vec<(Key, Node)>) -> Vec<(Key, Node)> {
    let (added, mut entries): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(key, _)| key.name == "<<");
    if added.is_empty() {
        return entries;
    }
    let mut own: HashSet<String> = entries.iter().map(|(key, _)| key.name.clone()).collect();
    for (_, node) in added {
        let sources = match node.value {
            Value::List(items) => items,
            value => vec![Node { at: node.at, value, quoted: node.quoted }],
        };
        for source in sources {
            let Value::Map(others) = source.value else { continue };
            for (key, node) in others {
                if own.insert(key.name.clone()) {
                    entries.push((key, node));
                }
            }
        }
    }
    entries
}

fn weight(node: &Node) -> usize {
    match &node.value {
        Value::Null | Value::Text(_) => 1,
        Value::List(items) => 1 + items.iter().map(weight).sum::<usize>(),
        Value::Map(entries) => 1 + entries.iter().map(|(_, n)| 1 + weight(n)).sum::<usize>(),
    }
}

fn too_much(at: Position) -> YamlError {
    YamlError {
        at,
        message: "it is nested too deeply or grows too large by its aliases".to_owned(),
        help: "write the values out, and flatten them: a post needs no more than lists of texts".to_owned(),
    }
}
