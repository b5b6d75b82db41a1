//! `lamplight serve`

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use lamplight_bundler::build::Options;
use lamplight_bundler::live::{Overlay, live};
use lamplight_bundler::report::Report;
use lamplight_bundler::serve;

use super::preview::PORT;
use super::site_args::SiteArgs;
use super::summary;

#[derive(Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// Port on the loopback address; 0 takes a free one.
    #[arg(long, default_value_t = PORT)]
    port: u16,
}

pub(crate) fn run(args: ServeArgs) -> Result<ExitCode> {
    let overlay = Arc::new(Overlay::default());
    let options = Options {
        // Pages that are open go on asking for what was there when they came.
        keep_previous: true,
        live: true,
        ..args.site.options()?
    };
    let (all, out) = (args.site.all, args.site.out.clone());
    let started = Instant::now();
    let print = move |outcome: Result<&Report>, is_first: bool| {
        let mut stderr = std::io::stderr().lock();
        if let (Ok(report), true) = (&outcome, is_first) {
            // A terminal that is gone is no reason to stop.
            let _ = report.write_text(&mut stderr, all, std::io::stderr().is_terminal());
        }
        let text = match outcome {
            Ok(report) if is_first => summary::of_build(report, &out, false, started.elapsed().as_millis()),
            Ok(report) => summary::counts(report),
            Err(error) => format!("error: {error:#}; the site stays as it was"),
        };
        let _ = writeln!(stderr, "{text}");
    };
    let base = live(options, overlay.clone(), print)?;
    serve::live(&args.site.out, &base, args.port, overlay, |address| {
        eprintln!("The blog is at http://{address}{base}, and changes as you save (Ctrl-C ends it)");
    })?;
    Ok(ExitCode::SUCCESS)
}
