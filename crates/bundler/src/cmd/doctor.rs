//! `lamplight doctor`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use lamplight_bundler::build::Options;
use lamplight_bundler::doctor::{Examination, Level, examine, folder_of, github_api};
use lamplight_bundler::progress::Progress;

use super::clock::now;
use super::terminal::OutputArgs;

#[derive(Args)]
pub(crate) struct DoctorArgs {
    /// Folder of the blog, or of its posts [default: this one].
    folder: Option<PathBuf>,
    /// Settings [default: lamplight.toml, or those of the engine].
    #[arg(long)]
    config: Option<PathBuf>,
    /// Folder that builds write.
    #[arg(long, default_value = "dist")]
    out: PathBuf,
    /// Folder for what can be used again by the next build.
    #[arg(long, default_value = ".lamplight")]
    cache: PathBuf,
    /// Folder of the built app [default: beside this command].
    #[arg(long)]
    app: Option<PathBuf>,
    /// Ask GitHub whether it has switched the workflow off that publishes what falls due. Works for public repositories.
    #[arg(long)]
    online: bool,
    /// Fail on warnings too.
    #[arg(long)]
    strict: bool,
}

pub(crate) fn run(args: DoctorArgs, output: OutputArgs) -> Result<ExitCode> {
    let options = Options {
        posts: folder_of(args.folder),
        out: args.out,
        app: args.app,
        config: args.config,
        base_url: None,
        cache: Some(args.cache),
        drafts: false,
        future: false,
        host: None,
        strict: false,
        compress: false,
        keep_previous: false,
        nginx: None,
        live: false,
        now: now()?,
        progress: Progress::default(),
    };
    let checkup = examine(&Examination { options, github: args.online.then(github_api) })?;
    let mut out = std::io::stdout().lock();
    if output.json {
        serde_json::to_writer_pretty(&mut out, &checkup)?;
        writeln!(out)?;
    } else {
        write!(out, "{}", checkup.text())?;
    }
    let worst = checkup.worst();
    let failed = worst == Level::Error || args.strict && worst == Level::Warning;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
