//! Reads front matter in TOML.

use std::collections::HashSet;

use super::salvage;
use super::tree::{Key, Node, Value};
use crate::diagnostic::{Diagnostic, Position};

/// Most reported errors of one block.
pub(super) const MOST_ERRORS: usize = 20;

/// Reads a block of TOML. `line` is its first line in the file.
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
        // Keys in the broken part that could hold the post back.
        let own: HashSet<String> = entries.iter().map(|(key, _)| key.name.clone()).collect();
        let found = salvage::held_lines(block, line);
        entries.extend(found.into_iter().filter(|(key, _)| !own.contains(&key.name)));
    }
    root
}

pub(super) fn from_table(
    table: &toml::de::DeTable<'_>,
    at: Position,
    place: &impl Fn(usize) -> Position,
) -> Node {
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

pub(super) fn from_value(
    value: &toml::de::DeValue<'_>,
    at: Position,
    place: &impl Fn(usize) -> Position,
) -> Node {
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
