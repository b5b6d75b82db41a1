//! Evaluates expressions.

use liquid_core::model::Value;

use super::filters::LANGUAGE;
use super::names::{LiquidNames, NameSources};
use super::question::{Question, is_readable};
use crate::translate::scan::split;

/// The value of `{{ … }}`.
pub(super) enum Evaluation {
    Known(Value),
    /// The first unknown filter, and the value before it.
    Filter(String, Value),
    Unknown,
}

/// Evaluates an expression with filters.
pub(super) fn answer(expression: &str, names: &LiquidNames, sources: &NameSources<'_>) -> Evaluation {
    let parts = split(expression, '|');
    let mut known = parts[0].trim().to_owned();
    let mut unknown_filter = None;
    let mut has_default = false;
    for part in &parts[1..] {
        let name = part.split(':').next().unwrap_or_default().trim();
        let given = part.split_once(':').map_or("", |(_, given)| given.trim());
        if name == "prepend" && matches!(given, "site.baseurl" | "site.url") {
            // It is put in front of the site's links when they are resolved.
            continue;
        }
        if LANGUAGE.filters.get(name).is_none() {
            unknown_filter = Some(name.to_owned());
            break;
        }
        has_default |= name == "default";
        known.push_str(" | ");
        known.push_str(part.trim());
    }
    if !is_readable(&known) {
        return Evaluation::Unknown;
    }
    let question = Question::new(names, sources);
    let asked = question.ask(&format!("{{% assign it = {known} %}}"));
    let is_unknown = asked.is_err() || question.unknown.get() && !has_default;
    match (question.result.take().filter(|_| !is_unknown), unknown_filter) {
        (Some(value), Some(filter)) => Evaluation::Filter(filter, value),
        (Some(value), None) => Evaluation::Known(value),
        (None, _) => Evaluation::Unknown,
    }
}
