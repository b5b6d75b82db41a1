//! Reads single values as texts, lists or people. Values of another shape are reported.

use super::KeyReader;
use crate::diagnostic::Diagnostic;
use crate::front_matter::keys::Located;
use crate::front_matter::tree::{Key, Node, Value};
use crate::front_matter::values::{entry, gather, person, truth, whole};

impl KeyReader<'_> {
    /// Names of terms. A map has none.
    pub(super) fn list(&mut self, key: &Key, node: &Node, read: fn(&Node) -> Vec<String>) -> Vec<String> {
        if matches!(&node.value, Value::Map(entries) if !entries.is_empty()) {
            self.wrong_shape(key, node, "a list");
        }
        read(node)
    }

    pub(super) fn text(&mut self, key: &Key, node: &Node) -> Option<String> {
        match &node.value {
            Value::Null => None,
            Value::Text(text) => {
                let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
                (!folded.is_empty()).then_some(folded)
            }
            Value::List(_) | Value::Map(_) => {
                self.wrong_shape(key, node, "one text");
                None
            }
        }
    }

    pub(super) fn located(&mut self, key: &Key, node: &Node) -> Option<Located> {
        match &node.value {
            Value::Text(text) => Some(Located { text: text.trim().to_owned(), at: node.at }),
            Value::Null => Some(Located { text: String::new(), at: node.at }),
            Value::List(_) | Value::Map(_) => {
                self.wrong_shape(key, node, "one text");
                None
            }
        }
    }

    /// Parses a text. If that fails, it is reported that `wanted` was expected.
    pub(super) fn parsed<T>(
        &mut self,
        key: &Key,
        node: &Node,
        wanted: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(key, node)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            self.wrong_shape(key, node, wanted);
        }
        parsed
    }

    pub(super) fn boolean(&mut self, key: &Key, node: &Node) -> Option<bool> {
        self.parsed(key, node, "`true` or `false`", truth)
    }

    /// Authors: a name, a list of names, or maps with a `name`. Other data of a person are not published.
    pub(super) fn people(&mut self, node: &Node) {
        match &node.value {
            Value::Null => {}
            Value::Text(_) => {
                let names =
                    whole(node).iter().map(|name| person(name)).filter(|name| !name.is_empty()).collect();
                gather(&mut self.out.authors, names);
            }
            Value::List(items) => items.iter().for_each(|item| self.people(item)),
            Value::Map(entries) => {
                let known = [
                    "name",
                    "displayname",
                    "fullname",
                    "title",
                    "nickname",
                    "username",
                    "login",
                    "id",
                    "slug",
                    "key",
                ];
                match entry(entries, &known) {
                    Some(name) => self.people(name),
                    // `jo: {name: …}`, and `jo: Jo Writer`.
                    None => {
                        let maps = entries.iter().filter(|(_, node)| matches!(node.value, Value::Map(_)));
                        maps.for_each(|(_, node)| self.people(node));
                    }
                }
            }
        }
    }

    pub(super) fn wrong_shape(&mut self, key: &Key, node: &Node, wanted: &str) {
        self.diagnostics.push(Diagnostic::warning(
            "wrong-shape",
            node.at,
            format!("`{}` should be {wanted}; the value is not used", key.name),
            format!("write {wanted} behind `{}:`", key.name),
        ));
    }
}
