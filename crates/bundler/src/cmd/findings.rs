//! How findings are printed, and the exit code that they make.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;
use lamplight_bundler::report::Report;

/// How findings are printed.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// For people, with the lines that they are of.
    Text,
    /// One object, for programs.
    Json,
    /// Annotations, for GitHub's runners.
    Github,
}

/// Prints a report; `last` is its last line for people.
pub(crate) fn print(report: &Report, format: Format, all: bool, last: &str) -> Result<()> {
    let terminal = std::io::stdout().is_terminal();
    let mut out = std::io::stdout().lock();
    match format {
        Format::Json => report.write_json(&mut out)?,
        Format::Github => report.write_github(&mut out)?,
        Format::Text => {
            report.write_text(&mut out, all, terminal)?;
            for held in &report.held {
                let fate = if held.unlisted { "in no list" } else { "not published" };
                writeln!(out, "{}: {fate} ({})", held.file, held.why)?;
            }
            for (code, count) in &report.counts.by_code {
                writeln!(out, "{count:>6}  {code}")?;
            }
            for note in &report.notes {
                writeln!(out, "note: {note}")?;
            }
            writeln!(out, "{last}")?;
        }
    }
    Ok(())
}

/// 1 if there is something to mend.
pub(crate) fn outcome(report: &Report, strict: bool) -> ExitCode {
    let counts = &report.counts;
    let wrong = counts.errors > 0 || (strict && counts.warnings > 0);
    if wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

pub(crate) fn many(n: usize, one: &str) -> String {
    format!("{n} {one}{}", if n == 1 { "" } else { "s" })
}
