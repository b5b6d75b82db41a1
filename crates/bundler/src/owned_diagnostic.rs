//! Diagnostics that can be cached.

use lamplight_import::diagnostic::{Diagnostic, Fix, Severity};
use serde::{Deserialize, Serialize};

/// A [`Diagnostic`] that can be cached.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OwnedDiagnostic {
    pub is_error: bool,
    pub code: String,
    pub message: String,
    pub help: String,
    /// From 1; 0 if it is of no line.
    pub line: usize,
    pub column: usize,
    pub fix: Option<Fix>,
}

impl From<Diagnostic> for OwnedDiagnostic {
    fn from(d: Diagnostic) -> Self {
        Self {
            is_error: d.severity == Severity::Error,
            code: d.code.to_owned(),
            message: d.message,
            help: d.help,
            line: d.at.line,
            column: d.at.column,
            fix: d.fix,
        }
    }
}
