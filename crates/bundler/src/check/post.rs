//! What is doubtful about one post: its dates, authors, headings, code, and old addresses.

use lamplight_import::diagnostic::{Diagnostic, Position};

use super::checker::Checker;
use super::dashes;
use super::similar::most_similar;
use crate::highlight;
use crate::parsed_post::{ParsedPost, heading_names};
use crate::paths::file_of;
use crate::source::file::Source;

/// There was no web, and so no blog, before this year.
const FIRST_YEAR: u16 = 1990;

/// Position of what is about the whole post.
const START: Position = Position { line: 1, column: 1 };

impl Checker<'_> {
    /// All that is doubtful about a post.
    pub(super) fn post(&self, source: &Source, parsed: &ParsedPost) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let Some(post) = self.by_source.get(source.name.as_str()).copied() else { return diagnostics };
        self.links(post, parsed, &mut diagnostics);
        self.pictures(post, parsed, &mut diagnostics);
        self.dates(parsed, &mut diagnostics);
        self.authors(parsed, &mut diagnostics);
        if self.site.smart {
            dashes::check_dashes(parsed, &mut diagnostics);
        }
        self.anchors(parsed, &mut diagnostics);
        let mut last = None;
        for (level, at) in &parsed.headings {
            if let Some(before) = last.filter(|before| *level > before + 1) {
                diagnostics.push(Diagnostic::warning(
                    "heading-skipped",
                    parsed.position(*at),
                    format!("a heading of level {level} follows one of level {before}; readers who move by headings miss a step"),
                    format!("write {} in its place", "#".repeat(usize::from(before) + 1)),
                ));
            }
            last = Some(*level);
        }
        for (language, at) in &parsed.languages {
            if !highlight::knows(language) {
                diagnostics.push(Diagnostic::warning(
                    "code-language",
                    parsed.position(*at),
                    format!(
                        "no grammar is known by the name `{language}`; the code is shown without colours"
                    ),
                    "correct the name, or write `text`",
                ));
            }
        }
        let own = file_of(&parsed.path);
        for from in parsed.redirects.iter().filter(|from| file_of(from) == own) {
            diagnostics.push(Diagnostic::warning(
                "redirect-self",
                START,
                format!("the old address `{from}` is the post's own"),
                "delete it from `redirect_from`",
            ));
        }
        diagnostics
    }

    /// Headings whose old ids lead elsewhere now.
    fn anchors(&self, parsed: &ParsedPost, diagnostics: &mut Vec<Diagnostic>) {
        if parsed.headings.is_empty() {
            return;
        }
        let names = heading_names(&parsed.markdown, &parsed.links, self.config);
        let own = |i: &usize| names.anchors.get(*i).and_then(|names| names.split(' ').next());
        for (i, id, other) in &names.changed {
            let (Some((_, at)), Some(now), Some(other)) = (parsed.headings.get(*i), own(i), own(other))
            else {
                continue;
            };
            diagnostics.push(Diagnostic::warning(
                "anchor-changed",
                parsed.position(*at),
                format!("the old blog called this heading `#{id}`; links to that come to the heading `#{other}` now"),
                format!("write `{{#{id}}}` behind this heading; it is `#{now}` else"),
            ));
        }
    }

    fn dates(&self, parsed: &ParsedPost, diagnostics: &mut Vec<Diagnostic>) {
        let mut warn = |message: String, help: &str| {
            diagnostics.push(Diagnostic::warning("date-suspicious", START, message, help));
        };
        const YEAR: i64 = 366 * 24 * 60 * 60;
        let Some(date) = parsed.date else { return };
        if date.year < FIRST_YEAR {
            warn(format!("the post is of the year {}", date.year), "correct the date");
        } else if date.instant() > self.now + YEAR {
            warn(format!("the post is of the year {}, which is far away", date.year), "correct the date");
        }
        if let Some(updated) = parsed
            .updated
            .filter(|updated| (updated.year, updated.month, updated.day) < (date.year, date.month, date.day))
        {
            warn(
                format!("the post was changed in {}, before it was published in {}", updated.year, date.year),
                "correct one of the two dates",
            );
        }
    }

    fn authors(&self, parsed: &ParsedPost, diagnostics: &mut Vec<Diagnostic>) {
        let known = &self.config.authors;
        for name in &parsed.authors {
            let is_known = known.contains_key(name) || known.values().any(|author| author.name == *name);
            if is_known {
                continue;
            }
            let names =
                known.keys().map(String::as_str).chain(known.values().map(|author| author.name.as_str()));
            // Where the settings list nobody, a name that more posts have is probably the right one.
            let times = self.authors.get(name.as_str()).copied().unwrap_or_default();
            let others = self.authors.iter().filter(|(_, count)| **count > 2 * times).map(|(name, _)| *name);
            let near = most_similar(name, names.chain(others).filter(|other| *other != name.as_str()));
            // A team need not be listed.
            let is_team = name
                .to_lowercase()
                .split_whitespace()
                .any(|word| matches!(word, "the" | "team" | "staff" | "editors"));
            if is_team || known.is_empty() && near.is_none() {
                continue;
            }
            diagnostics.push(Diagnostic::warning(
                "author-unknown",
                START,
                format!("nobody knows the author “{name}”"),
                near.map_or_else(
                    || format!("add `[authors.\"{name}\"]` to lamplight.toml, or correct the name"),
                    |near| format!("did you mean “{near}”?"),
                ),
            ));
        }
    }
}
