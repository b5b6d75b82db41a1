//! Data of the site and the page as values of Liquid.

use liquid_core::model::{KString, Value};

use crate::front_matter;

/// Digits of a number, and brackets of an expression, at most: the library reads no longer ones.
pub(crate) const DIGITS: usize = 17;

/// Data of a site for Liquid: its settings, and the data files beside its posts.
#[derive(Clone, Debug, Default)]
pub struct LiquidSite {
    /// `_config.yml`; `None` if there is none, so that its values are unknown.
    pub(super) settings: Option<Value>,
    pub(super) data: Option<Value>,
}

impl LiquidSite {
    /// From the trees of values of the files.
    #[must_use]
    pub fn new(settings: Option<&front_matter::Value>, data: Option<&front_matter::Value>) -> Self {
        Self { settings: settings.map(value_of), data: data.map(value_of) }
    }
}

/// A tree of values as Liquid has it. Front matter keeps numbers as written; those that read the same as numbers are some.
pub(crate) fn value_of(value: &front_matter::Value) -> Value {
    use front_matter::Value as Tree;
    match value {
        Tree::Null => Value::Nil,
        Tree::Text(text) => scalar_of(text),
        Tree::List(items) => Value::Array(items.iter().map(node_of).collect()),
        Tree::Map(entries) => Value::Object(
            entries.iter().map(|(key, node)| (KString::from_ref(&key.name), node_of(node))).collect(),
        ),
    }
}

/// What stands between quotes is a text, whatever it looks like.
fn node_of(node: &front_matter::Node) -> Value {
    match &node.value {
        front_matter::Value::Text(text) if node.quoted => Value::scalar(text.to_owned()),
        value => value_of(value),
    }
}

pub(crate) fn scalar_of(text: &str) -> Value {
    let short = text.len() <= DIGITS;
    match text {
        "true" => Value::scalar(true),
        "false" => Value::scalar(false),
        _ => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(number), _) if short && number.to_string() == text => Value::scalar(number),
            (_, Ok(number)) if short && number.to_string() == text => Value::scalar(number),
            _ => Value::scalar(text.to_owned()),
        },
    }
}
