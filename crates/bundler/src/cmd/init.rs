//! `lamplight init`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use lamplight_bundler::host::Host;
use lamplight_bundler::init::{Ask, CiService, Given, Machine, Request, Terminal, plan};

use super::clock::now;
use super::terminal::OutputArgs;

#[derive(Args)]
pub(crate) struct InitArgs {
    /// Folder of the blog, or of one that another engine publishes. It need not be there.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// What the blog is called.
    #[arg(long)]
    title: Option<String>,
    /// What it is about, in one sentence.
    #[arg(long)]
    description: Option<String>,
    /// Where it will live, such as `https://example.org/blog/`.
    #[arg(long)]
    base_url: Option<String>,
    /// Who writes it.
    #[arg(long)]
    author: Option<String>,
    /// Its language: a tag such as `en` or `pt-BR`.
    #[arg(long)]
    language: Option<String>,
    /// Its time zone, such as `Europe/Berlin`.
    #[arg(long)]
    timezone: Option<String>,
    /// Where it is published: github-pages, cloudflare, netlify, vercel, nginx, caddy, apache, s3 or any.
    #[arg(long)]
    host: Option<Host>,
    /// What publishes it after each change [default: GitHub Actions, or GitLab CI where the repository is there].
    #[arg(long, value_enum)]
    ci: Option<CiService>,
    /// Where `lamplight publish` copies it to, such as `sftp://me@example.org/srv/www` or `s3://my-bucket`.
    #[arg(long)]
    target: Option<String>,
    /// The name of the project at Cloudflare Pages.
    #[arg(long)]
    project: Option<String>,
    /// Ask nothing: take what is proposed for all that is not said.
    #[arg(long, short)]
    yes: bool,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(args: InitArgs, output: OutputArgs) -> Result<ExitCode> {
    let request = Request {
        folder: args.folder,
        given: Given {
            title: args.title,
            description: args.description,
            base_url: args.base_url,
            author: args.author,
            language: args.language,
            timezone: args.timezone,
            host: args.host,
            ci: args.ci,
            target: args.target,
            project: args.project,
            takes_proposals: args.yes,
        },
        machine: Machine::this(),
        now: now()?,
    };
    let mut terminal = Terminal::find().filter(|_| !output.json && !args.yes);
    let is_asked = terminal.is_some();
    let ask = terminal.as_mut().map(|terminal| terminal as &mut dyn Ask);
    let mut plan = plan(&request, ask)?;
    if !args.dry_run {
        plan.write()?;
    }
    let mut out = std::io::stdout().lock();
    if output.json {
        serde_json::to_writer_pretty(&mut out, &plan)?;
        writeln!(out)?;
        return Ok(ExitCode::SUCCESS);
    }
    // A terminal has seen it before the questions.
    if let Some(survey) = plan.survey.as_ref().filter(|_| !is_asked) {
        write!(out, "{}", survey.text())?;
    }
    if args.dry_run {
        for file in &plan.files {
            writeln!(out, "--- {}\n{}", file.path.display(), file.text)?;
        }
    }
    write!(out, "{}", plan.text(!args.dry_run))?;
    Ok(ExitCode::SUCCESS)
}
