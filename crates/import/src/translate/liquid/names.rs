//! Variables of Liquid, and where their values come from.

use std::collections::BTreeMap;

use liquid_core::model::Value;

use super::site::LiquidSite;
use crate::translate::context::LiquidValues;

/// Variables that the text itself sets.
#[derive(Default)]
pub(super) struct LiquidNames {
    /// `{% assign %}`, `{% capture %}`; `None` if the value is unknown.
    pub assigned: BTreeMap<String, Option<Value>>,
    /// Variables of loops, the innermost last.
    pub loops: Vec<(String, Value)>,
    /// `{% increment %}` and `{% cycle %}`.
    pub counters: BTreeMap<String, i64>,
    /// Parameters of the included file.
    pub include: Option<BTreeMap<String, Option<Value>>>,
}

/// Where values come from, besides [`LiquidNames`].
pub(super) struct NameSources<'a> {
    pub page: Option<&'a Value>,
    pub site: Option<&'a LiquidSite>,
    pub values: LiquidValues<'a>,
    /// Whether keys of front matter are variables without `page.`, as in Eleventy.
    pub bare: bool,
}
