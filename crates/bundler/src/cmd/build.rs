//! `lamplight build`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::host::Host;

use super::progress_line::ProgressLine;
use super::site_args::SiteArgs;
use super::summary;
use super::terminal::{OutputArgs, is_lively};

#[derive(Args)]
pub(crate) struct BuildArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// Fail, and write nothing, if there is anything to fix.
    #[arg(long)]
    strict: bool,
    /// The host to write for, in place of the one in the settings: `any`, `github-pages`, `cloudflare`, `netlify`,
    /// `vercel`, `nginx`, `caddy`, `apache` or `s3`.
    #[arg(long)]
    host: Option<Host>,
    /// Write no `.br` and `.gz` files, even if the host would send them.
    #[arg(long)]
    no_compress: bool,
    /// Keep the hashed files of the last build, so that tabs opened before go on working.
    #[arg(long)]
    keep_previous: bool,
    /// Write the rules for nginx into this file, too.
    #[arg(long)]
    nginx: Option<PathBuf>,
}

pub(crate) fn run(args: BuildArgs, output: OutputArgs) -> Result<ExitCode> {
    let started = Instant::now();
    let line = ProgressLine::start(output, Some(args.site.out.clone()));
    let mut report = build(&Options {
        strict: args.strict,
        host: args.host,
        compress: !args.no_compress,
        keep_previous: args.keep_previous,
        nginx: args.nginx,
        progress: line.progress(),
        ..args.site.options()?
    })?;
    drop(line);
    if args.no_compress && !report.host.sends_compressed_files() {
        report.notes.push(format!(
            "`--no-compress` is not needed: for `host = \"{}\"` nothing is compressed",
            report.host.setting()
        ));
    }
    let failed = args.strict && report.counts.errors + report.counts.warnings > 0;
    if output.json {
        report.write_json(&mut std::io::stdout().lock())?;
    } else {
        let mut stderr = std::io::stderr().lock();
        report.write_text(&mut stderr, args.site.all, is_lively(&std::io::stderr()))?;
        if !output.quiet {
            let milliseconds = started.elapsed().as_millis();
            writeln!(stderr, "{}", summary::of_build(&report, &args.site.out, failed, milliseconds))?;
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
