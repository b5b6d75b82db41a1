//! `lamplight docs`

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::{docs, serve};

use super::clock::now;
use super::progress_line::ProgressLine;
use super::server_args::{GUIDE_PORT, ServerArgs, end_line};
use super::summary;
use super::terminal::OutputArgs;

#[derive(Args)]
pub(crate) struct DocsArgs {
    /// Write the guide into this folder instead, for a host.
    #[arg(long)]
    out: Option<PathBuf>,
    /// With --out: where the guide will live, such as `https://example.org/guide/`.
    #[arg(long, requires = "out", default_value = "/")]
    base_url: String,
    /// Folder of the built app [default: beside this command].
    #[arg(long)]
    app: Option<PathBuf>,
    #[command(flatten)]
    server: ServerArgs,
}

pub(crate) fn run(args: DocsArgs, output: OutputArgs) -> Result<ExitCode> {
    let started = Instant::now();
    let folder = tempfile::tempdir()?;
    docs::unpack(folder.path())?;
    let out = args.out.clone().unwrap_or_else(|| folder.path().join("site"));
    let line = ProgressLine::start(output, Some(out.clone()));
    let report = build(&Options {
        posts: folder.path().join("posts"),
        out: out.clone(),
        app: args.app,
        config: None,
        base_url: Some(args.base_url),
        cache: None,
        drafts: false,
        // The guide is whole on a machine whose clock is wrong, too.
        future: true,
        strict: false,
        host: None,
        compress: false,
        keep_previous: false,
        nginx: None,
        live: false,
        now: now()?,
        progress: line.progress(),
    })?;
    if args.out.is_some() {
        drop(line);
        match (output.json, output.quiet) {
            (true, _) => report.write_json(&mut std::io::stdout().lock())?,
            (false, true) => {}
            (false, false) => {
                let milliseconds = started.elapsed().as_millis();
                eprintln!("{}", summary::of_build(&report, &out, false, milliseconds));
            }
        }
        return Ok(ExitCode::SUCCESS);
    }
    line.hand_over();
    serve::preview(&out, "/", args.server.port_or(GUIDE_PORT), |address| {
        args.server.ready("The guide", &format!("http://{address}/"), "", output);
    })?;
    end_line();
    Ok(ExitCode::SUCCESS)
}
