//! `lamplight check`

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use lamplight_bundler::build::Options;
use lamplight_bundler::check::check_against;
use lamplight_bundler::fix::fix;

use super::print::{OutputFormat, ReportStyle, exit_code, print};
use super::progress_line::ProgressLine;
use super::source_args::SourceArgs;
use super::summary::{counts, plural};
use super::terminal::OutputArgs;

#[derive(Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// How diagnostics are printed.
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    format: OutputFormat,
    /// Fix what can be fixed without asking, after showing it as a diff.
    #[arg(long)]
    fix: bool,
    /// With --fix: show the diff, and change nothing.
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// Show every diagnostic, however many there are of a kind.
    #[arg(long)]
    all: bool,
    /// Fail on warnings too.
    #[arg(long)]
    strict: bool,
    /// Look for the addresses of the old blog, too: its sitemap.xml, an index with its sitemaps beside it, or a list with
    /// one address on each line. May be given several times.
    #[arg(long, value_name = "FILE")]
    old_sitemap: Vec<PathBuf>,
}

pub(crate) fn run(args: CheckArgs, output: OutputArgs) -> Result<ExitCode> {
    let started = Instant::now();
    let line = ProgressLine::start(output, None);
    let options = Options { progress: line.progress(), ..args.source.options()? };
    let mut report = check_against(&options, &args.old_sitemap)?;
    drop(line);
    if args.fix {
        let write = !args.dry_run;
        let fixed = fix(&report, write, &mut std::io::stderr().lock())?;
        let count = format!("{} {}", plural(fixed, "place"), if write { "fixed" } else { "can be fixed" });
        if !output.quiet {
            eprintln!("{count}");
        }
        if write && fixed > 0 {
            report = check_against(&options, &args.old_sitemap)?;
        }
    }
    let last = format!("{} ({} ms)", counts(&report), started.elapsed().as_millis());
    let (format, all) = (args.format, args.all);
    print(&report, ReportStyle { format, all, output }, &last)?;
    Ok(exit_code(&report, args.strict))
}
