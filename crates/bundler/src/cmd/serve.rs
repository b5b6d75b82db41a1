//! `lamplight serve`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use lamplight_bundler::build::{Options, discard};
use lamplight_bundler::live::{Overlay, live};
use lamplight_bundler::report::Report;
use lamplight_bundler::serve;
use serde_json::json;

use super::progress_line::ProgressLine;
use super::server_args::{BLOG_PORT, ServerArgs, end_line};
use super::site_args::SiteArgs;
use super::summary;
use super::terminal::{OutputArgs, error_json, is_lively, print_json};

#[derive(Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    server: ServerArgs,
}

pub(crate) fn run(args: ServeArgs, output: OutputArgs) -> Result<ExitCode> {
    let overlay = Arc::new(Overlay::default());
    let line = ProgressLine::start(output, Some(args.site.out.clone()));
    let options = Options {
        // Pages that are open go on asking for what was there when they came.
        keep_previous: true,
        live: true,
        progress: line.progress(),
        ..args.site.options()?
    };
    let printer = Printer { out: args.site.out.clone(), all: args.site.all, output, started: Instant::now() };
    let line = Mutex::new(Some(line));
    let print = move |outcome: Result<&Report>, is_first: bool| {
        if let Some(line) = line.lock().unwrap_or_else(PoisonError::into_inner).take() {
            line.hand_over();
        }
        // A terminal that is gone is no reason to stop.
        let _ = printer.print(outcome, is_first);
    };
    let base = live(options, overlay.clone(), print)?;
    let out: &Path = &args.site.out;
    serve::live(out, &base, args.server.port_or(BLOG_PORT), overlay, |address| {
        args.server.ready(
            "The blog",
            &format!("http://{address}{base}"),
            ", and changes as you save",
            output,
        );
    })?;
    // A build may have been under way.
    discard(out);
    end_line();
    Ok(ExitCode::SUCCESS)
}

/// Prints the outcome of each build.
struct Printer {
    out: PathBuf,
    all: bool,
    output: OutputArgs,
    started: Instant,
}

impl Printer {
    fn print(&self, outcome: Result<&Report>, is_first: bool) -> Result<()> {
        if self.output.json {
            return print_json(&match outcome {
                Ok(report) => {
                    let mut event = report.to_json();
                    event["event"] = json!("built");
                    event["first"] = json!(is_first);
                    event
                }
                Err(error) => json!({ "event": "failed", "error": error_json(&error) }),
            });
        }
        let mut stderr = std::io::stderr().lock();
        match outcome {
            Ok(report) => {
                if is_first {
                    report.write_text(&mut stderr, self.all, is_lively(&std::io::stderr()))?;
                }
                let milliseconds = self.started.elapsed().as_millis();
                match (self.output.quiet, is_first) {
                    (true, _) => {}
                    (false, true) => {
                        writeln!(stderr, "{}", summary::of_build(report, &self.out, false, milliseconds))?;
                    }
                    (false, false) => writeln!(stderr, "{}", summary::counts(report))?,
                }
            }
            Err(error) => writeln!(stderr, "error: {error:#}; the site stays as it was")?,
        }
        Ok(())
    }
}
