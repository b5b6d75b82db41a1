//! Names of Liquid, and where what they stand for comes from.

use std::collections::BTreeMap;

use liquid_core::model::Value;

use super::site::Site;
use crate::translate::context::Values;

/// Names that the text itself gives.
#[derive(Default)]
pub(super) struct Names {
    /// `{% assign %}`, `{% capture %}`; `None` is a value that nobody here knows.
    pub assigned: BTreeMap<String, Option<Value>>,
    /// What loops give, the innermost last.
    pub loops: Vec<(String, Value)>,
    /// `{% increment %}` and `{% cycle %}`.
    pub counters: BTreeMap<String, i64>,
    /// What the file being included was given.
    pub include: Option<BTreeMap<String, Option<Value>>>,
}

/// What a question is answered from.
pub(super) struct Sources<'a> {
    pub page: Option<&'a Value>,
    pub site: Option<&'a Site>,
    pub values: Values<'a>,
    /// Whether front matter's keys are names by themselves, as in Eleventy.
    pub bare: bool,
}
