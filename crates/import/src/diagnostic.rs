//! Diagnostics for authors: place, message and remedy.

use serde::Serialize;

/// Severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is lost, but the author should look at it.
    Warning,
    /// Something of the post was left out, or all of it.
    Error,
}

/// One diagnostic. It does not contain the name of the file, which the caller knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Its severity.
    pub severity: Severity,
    /// Stable code, such as `yaml-syntax`; `docs/diagnostics.md` lists them.
    pub code: &'static str,
    /// What is wrong, and what was done about it.
    pub message: String,
    /// How to repair it.
    pub help: String,
    /// Place in the file.
    pub at: Position,
    /// A repair, if one is certain.
    pub fix: Option<Fix>,
}

/// A change of a few characters of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Fix {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The present text.
    pub old: String,
    /// The text that replaces it.
    pub new: String,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl Position {
    /// The place of a byte offset in a text. Offsets inside a character count as its start.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        Self { line: before.matches('\n').count() + 1, column: before[start..].chars().count() + 1 }
    }
}

impl Diagnostic {
    /// A diagnostic of severity [`Severity::Warning`].
    pub fn warning(
        code: &'static str,
        at: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, code, message: message.into(), help: help.into(), at, fix: None }
    }

    /// A diagnostic of severity [`Severity::Error`].
    pub fn error(
        code: &'static str,
        at: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Error, code, message: message.into(), help: help.into(), at, fix: None }
    }

    /// Adds a repair.
    #[must_use]
    pub fn with_fix(self, fix: Fix) -> Self {
        Self { fix: Some(fix), ..self }
    }
}
