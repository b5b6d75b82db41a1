//! `lamplight verify`

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use lamplight_bundler::verify::{VerifyOptions, verify};

use super::print::{OutputFormat, ReportStyle, exit_code, print};
use super::progress_line::ProgressLine;
use super::summary::plural;
use super::terminal::OutputArgs;

#[derive(Args)]
pub(crate) struct VerifyArgs {
    /// The address of the published blog, such as `https://example.org/blog/`, or a built folder.
    #[arg(value_name = "URL|DIST")]
    target: String,
    /// The folder that was published: every file is compared with it, byte for byte.
    #[arg(long, value_name = "DIST")]
    against: Option<PathBuf>,
    /// Look at every page and picture, however many there are.
    #[arg(long)]
    every_page: bool,
    /// How diagnostics are printed.
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    format: OutputFormat,
    /// Show every diagnostic, however many there are of a kind.
    #[arg(long)]
    all: bool,
    /// Fail on warnings too.
    #[arg(long)]
    strict: bool,
}

pub(crate) fn run(args: VerifyArgs, output: OutputArgs) -> Result<ExitCode> {
    let started = Instant::now();
    let options = VerifyOptions { target: args.target, against: args.against, every_page: args.every_page };
    let line = ProgressLine::start(output, None);
    let report = verify(&options, &line.progress())?;
    drop(line);
    let counts = &report.counts;
    let last = format!(
        "{} looked at ({} of the blog); {}, {} in {} ({} ms)",
        plural(counts.files, "file"),
        plural(counts.pages, "page"),
        plural(counts.errors, "error"),
        plural(counts.warnings, "warning"),
        plural(counts.files_with_diagnostics, "place"),
        started.elapsed().as_millis()
    );
    let (format, all) = (args.format, args.all);
    print(&report, ReportStyle { format, all, output }, &last)?;
    Ok(exit_code(&report, args.strict))
}
