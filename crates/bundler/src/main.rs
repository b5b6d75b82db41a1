//! The `lamplight` command.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::report::Report;
use lamplight_bundler::{config::Config, serve::serve};

/// A folder of Markdown posts becomes a blog of plain files.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the site into a folder, for any static host.
    Build(BuildArgs),
    /// Build the site and show it on this machine.
    Serve {
        #[command(flatten)]
        build: BuildArgs,
        /// Port on the loopback address; 0 takes a free one.
        #[arg(long, default_value_t = PORT)]
        port: u16,
    },
    /// Show a built site on this machine, as a plain static host would.
    Preview {
        /// The built site.
        #[arg(default_value = "dist")]
        folder: PathBuf,
        /// Path that it appears under.
        #[arg(long, default_value = "/")]
        base: String,
        /// Port on the loopback address; 0 takes a free one.
        #[arg(long, default_value_t = PORT)]
        port: u16,
    },
}

/// Default port of what serves: 4173 is where Vite's users look, too.
const PORT: u16 = 4173;

#[derive(Args)]
struct BuildArgs {
    /// Folder of posts, or a Jekyll project.
    #[arg(default_value = "posts")]
    posts: PathBuf,
    /// Folder to write. It is replaced as a whole, or not at all.
    #[arg(long, default_value = "dist")]
    out: PathBuf,
    /// Folder of the built app [default: beside this command].
    #[arg(long)]
    app: Option<PathBuf>,
    /// Settings [default: lamplight.toml or _config.yml beside the posts].
    #[arg(long)]
    config: Option<PathBuf>,
    /// Where the site will live, such as `https://example.org/blog/`.
    #[arg(long)]
    base_url: Option<String>,
    /// Folder for what can be used again by the next build.
    #[arg(long, default_value = ".lamplight")]
    cache: PathBuf,
    /// Read every post anew, and keep nothing for the next build.
    #[arg(long)]
    no_cache: bool,
    /// Publish drafts.
    #[arg(long)]
    drafts: bool,
    /// Publish posts dated in the future.
    #[arg(long)]
    future: bool,
    /// Fail, and write nothing, if there is anything to mend.
    #[arg(long)]
    strict: bool,
    /// Write no `.br` and `.gz` files: for hosts that compress by themselves.
    #[arg(long)]
    no_compress: bool,
    /// Keep the hashed files of the last build, so that tabs opened before go on working.
    #[arg(long)]
    keep_previous: bool,
    /// Write a configuration for nginx into this file.
    #[arg(long)]
    nginx: Option<PathBuf>,
    /// Show every finding, however many there are of a kind.
    #[arg(long)]
    all: bool,
    /// Print the report as JSON instead.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Build(args) => run(&args, !args.no_compress)
            .map(|strict_ok| if strict_ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
        Command::Serve { build, port } => show(&build, port).map(|()| ExitCode::SUCCESS),
        Command::Preview { folder, base, port } => preview(&folder, &base, port).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(2)
    })
}

/// Builds and reports; false if `--strict` found something.
fn run(args: &BuildArgs, compress: bool) -> Result<bool> {
    let started = std::time::Instant::now();
    let report = build(&Options {
        posts: args.posts.clone(),
        out: args.out.clone(),
        app: args.app.clone(),
        config: args.config.clone(),
        base_url: args.base_url.clone(),
        cache: (!args.no_cache).then(|| args.cache.clone()),
        drafts: args.drafts,
        future: args.future,
        strict: args.strict,
        compress,
        keep_previous: args.keep_previous,
        nginx: args.nginx.clone(),
        now: now()?,
    })?;
    let failed = args.strict && report.counts.errors + report.counts.warnings > 0;
    if args.json {
        report.write_json(&mut std::io::stdout().lock())?;
    } else {
        let mut stderr = std::io::stderr().lock();
        report.write_text(&mut stderr, args.all, std::io::stderr().is_terminal())?;
        writeln!(stderr, "{}", summary(&report, &args.out, failed, started.elapsed().as_millis()))?;
    }
    Ok(!failed)
}

fn summary(report: &Report, out: &Path, failed: bool, milliseconds: u128) -> String {
    let c = &report.counts;
    let mut lines = Vec::new();
    lines.extend(report.notes.iter().map(|note| format!("note: {note}")));
    let many = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let left_out: Vec<String> =
        [(c.drafts, "draft"), (c.future, "future post"), (c.refused, "unreadable file")]
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| many(*n, what))
            .collect();
    let left_out =
        if left_out.is_empty() { String::new() } else { format!(", left out {}", left_out.join(", ")) };
    lines.push(format!(
        "{} and {}{left_out}; {}, {} in {}",
        many(c.posts, "post"),
        many(c.pages, "page"),
        many(c.errors, "error"),
        many(c.warnings, "warning"),
        many(c.files_with_findings, "file"),
    ));
    lines.push(match failed {
        true => format!("{} was left as it is, because of --strict", out.display()),
        false => format!(
            "{} files in {} ({milliseconds} ms, {} from cache)",
            c.files,
            out.display(),
            many(c.cached, "post")
        ),
    });
    lines.join("\n")
}

fn show(args: &BuildArgs, port: u16) -> Result<()> {
    // Nobody waits for the network here.
    if !run(args, false)? {
        return Ok(());
    }
    let config = Config::load(&args.posts, args.config.as_deref(), args.base_url.as_deref())?;
    preview(&args.out, &config.site().base, port)
}

fn preview(folder: &Path, base: &str, port: u16) -> Result<()> {
    if !folder.join("index.html").is_file() {
        bail!("{} is not a built site; build one with `lamplight build`", folder.display());
    }
    serve(folder, base, port, |address| eprintln!("The blog is at http://{address}{base} (Ctrl-C ends it)"))
}

/// The clock, or `SOURCE_DATE_EPOCH` where a build is to be repeated exactly.
fn now() -> Result<i64> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(fixed) => fixed.parse().context("SOURCE_DATE_EPOCH is not a number of seconds"),
        Err(_) => Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs().try_into()?),
    }
}
