//! A tree of values for YAML and TOML: texts, lists and maps, each with its place in the file.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::diagnostic::{Diagnostic, Position};

/// A value and its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// In the file.
    pub at: Position,
    /// The value.
    pub value: Value,
    /// Whether it is quoted: `"true"` is a text, `true` a boolean.
    pub quoted: bool,
}

/// A key and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// In the file.
    pub at: Position,
    /// As written.
    pub name: String,
}

/// A value. Numbers, booleans and dates stay texts as written, because their meaning depends on the key: a title of
/// `1.10` must not become 1.1.
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
