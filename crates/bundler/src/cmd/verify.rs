//! `lamplight verify`

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use lamplight_bundler::verify::{VerifyOptions, verify};

use super::print::{OutputFormat, exit_code, print};
use super::summary::plural;

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

pub(crate) fn run(args: VerifyArgs) -> Result<ExitCode> {
    let started = Instant::now();
    let options = VerifyOptions { target: args.target, against: args.against, every_page: args.every_page };
    let terminal = std::io::stderr().is_terminal();
    let progress = |what: &str, done: usize, all: usize| {
        if terminal {
            let end = if done == all { "\r\x1b[K" } else { "" };
            // A terminal that is gone is no reason to stop.
            let _ = write!(std::io::stderr().lock(), "\r\x1b[K{what}: {done} of {all}{end}");
        }
    };
    let report = verify(&options, &progress)?;
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
    print(&report, args.format, args.all, &last)?;
    Ok(exit_code(&report, args.strict))
}
