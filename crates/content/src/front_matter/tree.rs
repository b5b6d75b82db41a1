//! What YAML and TOML have in common: text, lists and maps, each with its place in the file.

use std::collections::HashSet;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::salvage;
use crate::diagnostic::{Diagnostic, Position};

/// A value and where it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// In the file.
    pub at: Position,
    /// What stands there.
    pub value: Value,
    /// Whether it is a text by its quotes: `"true"` is another value than `true`.
    pub quoted: bool,
}

/// A key and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// In the file.
    pub at: Position,
    /// As written.
    pub name: String,
}

/// Numbers, booleans and dates stay the text that the author wrote: what they are depends on the key, and a title
/// of `1.10` must not become 1.1.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    #[default]
    Null,
    /// A scalar.
    Text(String),
    /// A sequence or array.
    List(Vec<Node>),
    /// A mapping or table, in the order of the file.
    Map(Vec<(Key, Node)>),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items.iter().map(|n| &n.value)),
            Self::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, node) in entries {
                    map.serialize_entry(&key.name, &node.value)?;
                }
                map.end()
            }
        }
    }
}

/// Takes control characters out of all texts: YAML and TOML can write them as escapes, and no page or feed can show them.
pub(super) fn drop_controls(root: &mut Node, diagnostics: &mut Vec<Diagnostic>) {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        match &mut node.value {
            Value::Text(text) if text.contains(is_control) => {
                text.retain(|c| !is_control(c));
                diagnostics.push(Diagnostic::warning(
                    "control-character",
                    node.at,
                    "the value holds a control character; it is left out",
                    "delete the escape, such as `\\x00` or `\\u001b`",
                ));
            }
            Value::Null | Value::Text(_) => {}
            Value::List(items) => waiting.extend(items),
            Value::Map(entries) => waiting.extend(entries.iter_mut().map(|(_, node)| node)),
        }
    }
}

/// Reads lines of `Key: value`, whose values are text and nothing else. `line` is the line of the file that the first is.
pub(super) fn from_lines(block: &str, line: usize) -> Node {
    let mut entries: Vec<(Key, Node)> = Vec::new();
    for (text, number) in block.lines().zip(line..) {
        let at = Position { line: number, column: 1 };
        match text.split_once(':').filter(|_| !text.starts_with([' ', '\t'])) {
            Some((name, value)) => {
                let column = name.chars().count() + 3;
                let value = Value::Text(value.trim().to_owned());
                entries.push((
                    Key { at, name: name.to_owned() },
                    Node { at: Position { column, ..at }, value, quoted: false },
                ));
            }
            None => {
                if let Some((_, Node { value: Value::Text(value), .. })) = entries.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            }
        }
    }
    for (key, node) in &mut entries {
        // Several names stand between commas or semicolons, and may hold blanks.
        if let (true, Value::Text(text)) = (is_list(&key.name), &node.value) {
            let mark = if text.contains(';') { ';' } else { ',' };
            let items = text.split(mark).map(|item| Node {
                at: node.at,
                value: Value::Text(item.trim().to_owned()),
                quoted: false,
            });
            node.value = Value::List(items.collect());
        }
    }
    Node { at: Position { line, column: 1 }, value: Value::Map(entries), quoted: false }
}

fn is_list(name: &str) -> bool {
    ["tags", "authors", "categories", "keywords"].iter().any(|list| name.eq_ignore_ascii_case(list))
}

/// Errors of one block that are told.
const MOST_ERRORS: usize = 20;

/// Reads a TOML block. `line` is the line of the file that it begins on.
pub(super) fn from_toml(block: &str, line: usize, diagnostics: &mut Vec<Diagnostic>) -> Node {
    // Where each line begins: tables may have very many keys.
    let starts: Vec<usize> =
        std::iter::once(0).chain(block.match_indices('\n').map(|(i, _)| i + 1)).collect();
    let place = |offset: usize| {
        let number = starts.partition_point(|start| *start <= offset).max(1) - 1;
        let within = block.get(starts[number]..offset.min(block.len())).unwrap_or_default();
        Position { line: number + line, column: within.chars().count() + 1 }
    };
    // The recovering parser keeps every key that stands outside of the broken part.
    let (table, errors) = toml::de::DeTable::parse_recoverable(block);
    let is_broken = !errors.is_empty();
    for error in errors.into_iter().take(MOST_ERRORS) {
        diagnostics.push(Diagnostic::error(
            "toml-syntax",
            place(error.span().map_or(0, |s| s.start)),
            format!(
                "the front matter is not valid TOML: {}; what could be read is used",
                error.message().trim()
            ),
            "mend the line; text values need quotes in TOML",
        ));
    }
    let mut root = from_table(table.get_ref(), place(0), &place);
    if is_broken && let Value::Map(entries) = &mut root.value {
        // What of the broken part could hold the post back.
        let own: HashSet<String> = entries.iter().map(|(key, _)| key.name.clone()).collect();
        let found = salvage::held_lines(block, line);
        entries.extend(found.into_iter().filter(|(key, _)| !own.contains(&key.name)));
    }
    root
}

fn from_table(table: &toml::de::DeTable<'_>, at: Position, place: &impl Fn(usize) -> Position) -> Node {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| {
            let key = Key { at: place(key.span().start), name: key.get_ref().to_string() };
            (key, from_value(value.get_ref(), place(value.span().start), place))
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.at);
    Node { at, value: Value::Map(entries), quoted: false }
}

fn from_value(value: &toml::de::DeValue<'_>, at: Position, place: &impl Fn(usize) -> Position) -> Node {
    use toml::de::DeValue;
    let quoted = matches!(value, DeValue::String(_));
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(n) => Value::Text(n.to_string()),
        DeValue::Float(n) => Value::Text(n.to_string()),
        DeValue::Boolean(b) => Value::Text(b.to_string()),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|i| from_value(i.get_ref(), place(i.span().start), place)).collect())
        }
        DeValue::Table(table) => return from_table(table, at, place),
    };
    Node { at, value, quoted }
}
