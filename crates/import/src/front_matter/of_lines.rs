//! Reads front matter in lines of `Key: value`.

use super::tree::{Key, Node, Value};
use crate::diagnostic::Position;

/// Reads lines of `Key: value` with values that are texts. `line` is the line of the first in the file.
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
        // Several names are separated by commas or semicolons, and may contain spaces.
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

pub(super) fn is_list(name: &str) -> bool {
    ["tags", "authors", "categories", "keywords"].iter().any(|list| name.eq_ignore_ascii_case(list))
}
