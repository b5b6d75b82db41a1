//! What is told to authors: where, what, and how to mend it.

use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Published as meant, but worth a look.
    Warning,
    /// Something of the post was left out, or all of it.
    Error,
}

/// One finding, without its file: the caller knows that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Stable name of the kind of finding, such as `yaml-syntax`; `docs/diagnostics.md` lists them.
    pub code: &'static str,
    /// What is wrong, and what was done about it.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// Where.
    pub at: Position,
    /// What would mend it, if that can be said without asking its author.
    pub fix: Option<Fix>,
}

/// A change of a few characters of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Fix {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What stands there.
    pub old: String,
    /// What should.
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
    /// A finding of severity [`Severity::Warning`].
    pub fn warning(
        code: &'static str,
        at: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, code, message: message.into(), help: help.into(), at, fix: None }
    }

    /// A finding of severity [`Severity::Error`].
    pub fn error(
        code: &'static str,
        at: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Error, code, message: message.into(), help: help.into(), at, fix: None }
    }

    /// With what would mend it.
    #[must_use]
    pub fn with_fix(self, fix: Fix) -> Self {
        Self { fix: Some(fix), ..self }
    }
}
