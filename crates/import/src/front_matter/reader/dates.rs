//! Dates in front matter.

use lamplight_format::date::Date;

use super::KeyReader;
use crate::date;
use crate::diagnostic::Diagnostic;
use crate::front_matter::held::unreadable;
use crate::front_matter::tree::{Key, Node};
use crate::front_matter::values::{is_empty, text, truth, unquoted};

impl KeyReader<'_> {
    /// Whether a value is a date, and not a boolean.
    pub(super) fn is_date(&self, node: &Node) -> bool {
        text(node)
            .is_some_and(|text| truth(&text).is_none() && date::parse(unquoted(&text), self.zone).is_ok())
    }

    /// Reads a date of publication. `holds` says whether the post is held back until then.
    pub(super) fn publication(&mut self, rank: u8, holds: bool, key: &Key, node: &Node) {
        if holds && !is_empty(node) {
            let date_text = text(node).unwrap_or_default();
            if date::parse(unquoted(&date_text), self.zone).is_err() {
                // The post should be held back until an unknown day.
                self.out.held.out =
                    Some(unreadable(key, node, "a date such as 2019-07-15", self.diagnostics));
                return;
            }
        }
        let date = self.date(key, node);
        self.dates.extend(date.map(|date| (rank, date)));
        if holds {
            self.out.held.from = self.out.held.from.max(date);
        }
    }

    pub(super) fn date(&mut self, key: &Key, node: &Node) -> Option<Date> {
        let text = self.text(key, node)?;
        match date::parse(unquoted(&text), self.zone) {
            Ok(parsed) if parsed.rest.is_empty() => Some(parsed.date),
            Ok(parsed) if parsed.unclear => {
                self.diagnostics.push(Diagnostic::error(
                    "date-unclear",
                    node.at,
                    format!(
                        "`{}` in `{}` is no time or zone that has one meaning; the day is used, and the hour may be another",
                        parsed.rest, key.name
                    ),
                    "write the offset, such as 2019-07-15 18:14:00 +0530, or the zone, such as Asia/Kolkata",
                ));
                Some(parsed.date)
            }
            Ok(parsed) => {
                self.diagnostics.push(Diagnostic::warning(
                    "date-trailing",
                    node.at,
                    format!(
                        "`{}` behind the date of `{}` is not part of a date and is not used",
                        parsed.rest, key.name
                    ),
                    "delete it, or put it behind a `#` as a comment",
                ));
                Some(parsed.date)
            }
            Err(error) => {
                self.diagnostics.push(Diagnostic::error(
                    "date-unreadable",
                    node.at,
                    format!(
                        "`{text}` in `{}`: {error}; another date of the post is used, if it has one",
                        key.name
                    ),
                    "write it as 2019-07-15 or 2019-07-15 18:14:00 +0000",
                ));
                None
            }
        }
    }
}
