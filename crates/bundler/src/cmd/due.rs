//! `lamplight due`

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use lamplight_bundler::due::{DateEvent, DuePost, due, moment};

use super::source_args::SourceArgs;
use super::summary::plural;
use super::terminal::OutputArgs;

#[derive(Args)]
pub(crate) struct DueArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// When the blog was last published, such as 2026-11-27T08:00:00Z, or in seconds since 1970.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    since: Option<String>,
}

pub(crate) fn run(args: DueArgs, output: OutputArgs) -> Result<ExitCode> {
    let options = args.source.options()?;
    let since = args.since.as_deref().map_or(Ok(options.now), moment)?;
    let due = due(&options, since)?;
    let mut out = std::io::stdout().lock();
    if output.json {
        serde_json::to_writer_pretty(&mut out, &due)?;
        writeln!(out)?;
    } else {
        for post in &due.fell_due {
            writeln!(out, "{}", line(post, "came", "went"))?;
        }
        for post in &due.waiting {
            writeln!(out, "{}", line(post, "comes", "goes"))?;
        }
        let (fell, waiting) = (due.fell_due.len(), due.waiting.len());
        writeln!(
            out,
            "{} due since then, {} waiting for a date",
            plural(fell, "post"),
            plural(waiting, "post")
        )?;
    }
    Ok(if due.fell_due.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn line(post: &DuePost, comes: &str, goes: &str) -> String {
    let verb = match post.event {
        DateEvent::Comes => comes,
        DateEvent::Goes => goes,
    };
    format!("{}: {verb} at {}", post.file, post.at)
}
