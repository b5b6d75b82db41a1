//! How the report of `check` and `verify` is printed, and the exit code that it makes.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;
use lamplight_bundler::report::Report;

use super::terminal::{OutputArgs, is_lively};

/// How a report is printed.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum OutputFormat {
    /// For people, with the lines that they are of.
    Text,
    /// One object, for programs.
    Json,
    /// Annotations, for GitHub's runners.
    Github,
}

/// What of a report is printed, and how.
#[derive(Clone, Copy)]
pub(super) struct ReportStyle {
    pub format: OutputFormat,
    /// Every diagnostic, however many there are of a kind.
    pub all: bool,
    pub output: OutputArgs,
}

/// Prints a report to standard output. `last` is its last line for people.
pub(super) fn print(report: &Report, style: ReportStyle, last: &str) -> Result<()> {
    let format = if style.output.json { OutputFormat::Json } else { style.format };
    let mut out = std::io::stdout().lock();
    match format {
        OutputFormat::Json => report.write_json(&mut out)?,
        OutputFormat::Github => report.write_github(&mut out)?,
        OutputFormat::Text => {
            report.write_text(&mut out, style.all, is_lively(&std::io::stdout()))?;
            if style.output.quiet {
                return Ok(());
            }
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

/// 1 if there are errors, or with `strict` warnings; else 0.
pub(super) fn exit_code(report: &Report, strict: bool) -> ExitCode {
    let counts = &report.counts;
    let failed = counts.errors > 0 || (strict && counts.warnings > 0);
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
