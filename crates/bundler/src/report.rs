//! The report of a build or a check. It is written as compilers write diagnostics: message, place, the line itself, and help.

use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use anyhow::Result;
use lamplight_import::diagnostic::Fix;
use serde::Serialize;

use crate::config::Config;
use crate::host::Host;
use crate::owned_diagnostic::OwnedDiagnostic;

/// Diagnostics of one code that are shown in full; the rest are counted.
const MOST_SHOWN: usize = 5;

/// The report of a build.
#[derive(Debug, Default)]
pub struct Report {
    diagnostics: Vec<(String, OwnedDiagnostic)>,
    /// Messages of diagnostics that are reported once.
    noted_values: HashSet<String>,
    /// Name of a file → where it is.
    pub(crate) files: BTreeMap<String, PathBuf>,
    /// The host that a build wrote for.
    pub host: Host,
    /// Numbers of posts, files and diagnostics.
    pub counts: Counts,
    /// What was published, oldest first, pages last.
    pub published: Vec<Published>,
    /// What is held back, and why.
    pub held: Vec<HeldBack>,
    /// When the next post comes or goes by its date, as RFC 3339: a build after that has another result.
    pub next_due: Option<String>,
    /// Notes about the build itself.
    pub notes: Vec<String>,
}

/// What a build took in and gave out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counts {
    /// Posts published.
    pub posts: usize,
    /// Pages published.
    pub pages: usize,
    /// Drafts left out.
    pub drafts: usize,
    /// Posts of the future left out.
    pub future: usize,
    /// Posts left out that are neither: private, or over.
    pub held: usize,
    /// Posts at their addresses and in no list.
    pub unlisted: usize,
    /// Files that could not be read.
    pub refused: usize,
    /// Posts taken over from the cache.
    pub cached: usize,
    /// Files written.
    pub files: usize,
    /// Diagnostics that lost something of a post.
    pub errors: usize,
    /// Other diagnostics.
    pub warnings: usize,
    /// Diagnostics by code.
    pub by_code: BTreeMap<String, usize>,
    /// What of Liquid and kramdown was translated, by name.
    pub translated: BTreeMap<String, usize>,
    /// Files with at least one diagnostic.
    #[serde(rename = "files_with_findings")]
    pub files_with_diagnostics: usize,
}

/// A post or page and where it went.
#[derive(Clone, Debug, Serialize)]
pub struct Published {
    /// Name of its source file.
    pub file: String,
    /// Path of the site, with leading slash.
    pub path: String,
    /// As readers see it.
    pub title: String,
}

/// A post that is not published, or not everywhere.
#[derive(Clone, Debug, Serialize)]
pub struct HeldBack {
    /// Name of its source file.
    pub file: String,
    /// What its author wrote: `status: private`.
    pub why: String,
    /// Whether it is published all the same, at its address alone.
    pub unlisted: bool,
}

/// One diagnostic in the machine-readable report.
#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    severity: &'static str,
    code: &'a str,
    message: &'a str,
    help: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'a Fix>,
}

impl Report {
    pub(crate) fn add(&mut self, file: &str, diagnostic: OwnedDiagnostic) {
        // An unknown value of `status` is reported once, not for each of a thousand posts.
        if diagnostic.code == "held-value" && !self.noted_values.insert(diagnostic.message.clone()) {
            return;
        }
        let count = if diagnostic.is_error { &mut self.counts.errors } else { &mut self.counts.warnings };
        *count += 1;
        *self.counts.by_code.entry(diagnostic.code.clone()).or_default() += 1;
        self.diagnostics.push((file.to_owned(), diagnostic));
    }

    /// All fixes, with their files.
    pub(crate) fn fixes(&self) -> impl Iterator<Item = (&str, &Fix)> {
        self.diagnostics
            .iter()
            .filter_map(|(file, diagnostic)| Some((file.as_str(), diagnostic.fix.as_ref()?)))
    }

    /// Notes which engines' marks are read, and why.
    pub(crate) fn note_engines(&mut self, config: &Config) {
        if !config.recognised.reasons.is_empty() {
            self.note(format!("read as posts of {}", config.recognised.reasons.join(", ")));
        }
    }

    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    pub(crate) fn sort(&mut self) {
        self.diagnostics.sort_by(|(fa, a), (fb, b)| {
            (fa, a.line, a.column, &a.code).cmp(&(fb, b.line, b.column, &b.code))
        });
        let mut files: Vec<&str> = self.diagnostics.iter().map(|(file, _)| file.as_str()).collect();
        files.dedup();
        self.counts.files_with_diagnostics = files.len();
    }

    /// Writes the diagnostics for people. `all` shows every one; without it, five of each code.
    ///
    /// # Errors
    /// If `to` can't be written.
    pub fn write_text(&self, to: &mut impl Write, all: bool, colour: bool) -> Result<()> {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
        for (file, diagnostic) in &self.diagnostics {
            let count = shown.entry(&diagnostic.code).or_default();
            *count += 1;
            if all || diagnostic.is_error || *count <= MOST_SHOWN {
                let source = self.files.get(file).map(|p| read(p)).unwrap_or_default();
                writeln!(to, "{}\n", renderer.render(&[group(file, diagnostic, &source)]))?;
            }
        }
        if !all {
            for (code, count) in &self.counts.by_code {
                let error = self.diagnostics.iter().any(|(_, f)| f.code == *code && f.is_error);
                if *count > MOST_SHOWN && !error {
                    writeln!(to, "… and {} more of `{code}`; --all shows them", count - MOST_SHOWN)?;
                }
            }
        }
        Ok(())
    }

    /// Writes the diagnostics as commands of GitHub's runners, which show them beside their lines.
    ///
    /// # Errors
    /// If `to` can't be written.
    pub fn write_github(&self, to: &mut impl Write) -> Result<()> {
        let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
        for (file, f) in &self.diagnostics {
            let severity = if f.is_error { "error" } else { "warning" };
            let (code, text) = (property(&f.code), format!("{}. {}", f.message, f.help));
            if f.line == 0 {
                writeln!(to, "::{severity} title={code}::{}", data(&format!("{file}: {text}")))?;
                continue;
            }
            let path = self.files.get(file).map_or_else(|| file.clone(), |path| path.display().to_string());
            writeln!(
                to,
                "::{severity} file={},line={},col={},title={code}::{}",
                property(path.trim_start_matches("./")),
                f.line,
                f.column,
                data(&text)
            )?;
        }
        Ok(())
    }

    /// Counts and diagnostics as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let diagnostics: Vec<JsonDiagnostic<'_>> = self
            .diagnostics
            .iter()
            .map(|(file, f)| JsonDiagnostic {
                file,
                line: f.line,
                column: f.column,
                severity: if f.is_error { "error" } else { "warning" },
                code: &f.code,
                message: &f.message,
                help: &f.help,
                fix: f.fix.as_ref(),
            })
            .collect();
        serde_json::json!({
            "counts": self.counts,
            "published": self.published,
            "held": self.held,
            "next_due": self.next_due,
            "findings": diagnostics,
            "notes": self.notes,
        })
    }

    /// Writes [`Report::to_json`].
    ///
    /// # Errors
    /// If `to` can't be written.
    pub fn write_json(&self, to: &mut impl Write) -> Result<()> {
        serde_json::to_writer_pretty(&mut *to, &self.to_json())?;
        writeln!(to)?;
        Ok(())
    }
}

fn read(path: &Path) -> String {
    // Opening a pipe would wait for a writer.
    if !path.is_file() {
        return String::new();
    }
    let bytes = std::fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

fn group<'a>(
    file: &'a str,
    diagnostic: &'a OwnedDiagnostic,
    source: &'a str,
) -> annotate_snippets::Group<'a> {
    let level = if diagnostic.is_error { Level::ERROR } else { Level::WARNING };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str());
    let help = Level::HELP.message(diagnostic.help.as_str());
    if diagnostic.line == 0 {
        return title.element(Origin::path(file)).element(help);
    }
    let line = source.lines().nth(diagnostic.line.saturating_sub(1)).unwrap_or_default();
    let at = line.char_indices().nth(diagnostic.column.saturating_sub(1)).map_or(line.len(), |(i, _)| i);
    let width = line[at..].chars().next().map_or(0, char::len_utf8);
    let snippet = Snippet::source(line)
        .path(file)
        .line_start(diagnostic.line)
        .annotation(AnnotationKind::Primary.span(at..at + width));
    title.element(snippet).element(help)
}
