//! The `lamplight` command.

mod cmd;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use cmd::findings::{Format, many, outcome, print};
use cmd::verify::{self, VerifyArgs};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::check::check_against;
use lamplight_bundler::fix::fix;
use lamplight_bundler::live::{Overlay, live};
use lamplight_bundler::new::new;
use lamplight_bundler::report::Report;
use lamplight_bundler::serve;

/// Builds on many cores spend a fifth of their time in the allocator of most systems.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    /// Build the site and show it on this machine; open pages change as posts are saved.
    Serve {
        #[command(flatten)]
        made: Made,
        /// Port on the loopback address; 0 takes a free one.
        #[arg(long, default_value_t = PORT)]
        port: u16,
    },
    /// Look for what readers would run into, and write nothing: broken links, missing pictures, doubtful dates.
    ///
    /// Exits with 0 if there is nothing to mend, with 1 if there are errors (with --strict, also warnings), and with 2 if
    /// the posts could not be checked.
    Check {
        #[command(flatten)]
        input: Input,
        /// How findings are printed.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Mend what can be mended without asking, after showing it as a diff.
        #[arg(long)]
        fix: bool,
        /// With --fix: show the diff, and change nothing.
        #[arg(long, requires = "fix")]
        dry_run: bool,
        /// Show every finding, however many there are of a kind.
        #[arg(long)]
        all: bool,
        /// Fail on warnings too.
        #[arg(long)]
        strict: bool,
        /// Look for the addresses of the old blog, too: its sitemap.xml, an index with its sitemaps beside it, or a list with
        /// one address on each line. May be given several times.
        #[arg(long, value_name = "FILE")]
        old_sitemap: Vec<PathBuf>,
    },
    /// Look at the published blog from outside: whether every file is as it was built, and what its host does to it.
    ///
    /// Exits with 0 if there is nothing to mend, with 1 if there are errors (with --strict, also warnings), and with 2 if
    /// the blog could not be looked at.
    Verify(VerifyArgs),
    /// Begin a post: a file with all keys of the front matter.
    New {
        /// What it is called.
        title: String,
        /// Folder of posts, or a Jekyll project.
        #[arg(long, default_value = "posts")]
        posts: PathBuf,
        /// Who writes it [default: the first in the settings].
        #[arg(long)]
        author: Option<String>,
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

/// What is read.
#[derive(Args)]
struct Input {
    /// Folder of posts, or a Jekyll project.
    #[arg(default_value = "posts")]
    posts: PathBuf,
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
    /// Take in drafts.
    #[arg(long)]
    drafts: bool,
    /// Take in posts dated in the future.
    #[arg(long)]
    future: bool,
}

/// What is made of it.
#[derive(Args)]
struct Made {
    #[command(flatten)]
    input: Input,
    /// Folder to write. It is replaced as a whole, or not at all.
    #[arg(long, default_value = "dist")]
    out: PathBuf,
    /// Folder of the built app [default: beside this command].
    #[arg(long)]
    app: Option<PathBuf>,
    /// Show every finding, however many there are of a kind.
    #[arg(long)]
    all: bool,
}

#[derive(Args)]
struct BuildArgs {
    #[command(flatten)]
    made: Made,
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
    /// Print the report as JSON instead.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Build(args) => run(&args, !args.no_compress)
            .map(|strict_ok| if strict_ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
        Command::Check { input, format, fix, dry_run, all, strict, old_sitemap } => {
            inspect(&input, format, fix.then_some(!dry_run), all, strict, &old_sitemap)
        }
        Command::Verify(args) => verify::run(args),
        Command::New { title, posts, author } => {
            now().and_then(|now| new(&posts, &title, author.as_deref(), now)).map(|path| {
                println!("{}", path.display());
                ExitCode::SUCCESS
            })
        }
        Command::Serve { made, port } => show(&made, port).map(|()| ExitCode::SUCCESS),
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
    let Made { input, out, app, all } = &args.made;
    let report = build(&Options {
        out: out.clone(),
        app: app.clone(),
        strict: args.strict,
        compress,
        keep_previous: args.keep_previous,
        nginx: args.nginx.clone(),
        ..options(input)?
    })?;
    let failed = args.strict && report.counts.errors + report.counts.warnings > 0;
    if args.json {
        report.write_json(&mut std::io::stdout().lock())?;
    } else {
        let mut stderr = std::io::stderr().lock();
        report.write_text(&mut stderr, *all, std::io::stderr().is_terminal())?;
        writeln!(stderr, "{}", summary(&report, out, failed, started.elapsed().as_millis()))?;
    }
    Ok(!failed)
}

fn options(input: &Input) -> Result<Options> {
    Ok(Options {
        posts: input.posts.clone(),
        out: PathBuf::from("dist"),
        app: None,
        config: input.config.clone(),
        base_url: input.base_url.clone(),
        cache: (!input.no_cache).then(|| input.cache.clone()),
        drafts: input.drafts,
        future: input.future,
        strict: false,
        compress: false,
        keep_previous: false,
        nginx: None,
        live: false,
        now: now()?,
    })
}

/// `lamplight check`. `mend` is whether to mend what can be, and not only to show it.
fn inspect(
    input: &Input,
    format: Format,
    mend: Option<bool>,
    all: bool,
    strict: bool,
    old: &[PathBuf],
) -> Result<ExitCode> {
    let started = std::time::Instant::now();
    let mut report = check_against(&options(input)?, old)?;
    if let Some(write) = mend {
        let mended = fix(&report, write, &mut std::io::stderr().lock())?;
        let what = if write { "mended" } else { "can be mended" };
        eprintln!("{} {what}", many(mended, "place"));
        if write && mended > 0 {
            report = check_against(&options(input)?, old)?;
        }
    }
    print(&report, format, all, &format!("{} ({} ms)", counted(&report), started.elapsed().as_millis()))?;
    Ok(outcome(&report, strict))
}

/// What was read, and what was found.
fn counted(report: &Report) -> String {
    let c = &report.counts;
    let left_out: Vec<String> = [
        (c.drafts, "draft"),
        (c.future, "future post"),
        (c.held, "private or expired post"),
        (c.refused, "unreadable file"),
    ]
    .iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, what)| many(*n, what))
    .collect();
    let left_out =
        if left_out.is_empty() { String::new() } else { format!(", left out {}", left_out.join(", ")) };
    format!(
        "{} and {}{left_out}; {}, {} in {}",
        many(c.posts, "post"),
        many(c.pages, "page"),
        many(c.errors, "error"),
        many(c.warnings, "warning"),
        many(c.files_with_findings, "file"),
    )
}

fn summary(report: &Report, out: &Path, failed: bool, milliseconds: u128) -> String {
    let c = &report.counts;
    let mut lines = Vec::new();
    lines.extend(report.notes.iter().map(|note| format!("note: {note}")));
    lines.push(counted(report));
    if c.unlisted > 0 {
        lines.push(format!("{} at its address and in no list", many(c.unlisted, "post")));
    }
    if let Some(due) = &report.next_due {
        lines.push(format!("the next post comes or goes at {due}: build again then"));
    }
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

/// `lamplight serve`
fn show(args: &Made, port: u16) -> Result<()> {
    let fresh = Arc::new(Overlay::default());
    let (all, out) = (args.all, args.out.clone());
    let started = std::time::Instant::now();
    let tell = move |done: Result<&Report>, first: bool| {
        let mut stderr = std::io::stderr().lock();
        if let (Ok(report), true) = (&done, first) {
            // A terminal that is gone is no reason to stop.
            let _ = report.write_text(&mut stderr, all, std::io::stderr().is_terminal());
        }
        let text = match done {
            Ok(report) if first => summary(report, &out, false, started.elapsed().as_millis()),
            Ok(report) => counted(report),
            Err(error) => format!("error: {error:#}; the site stays as it was"),
        };
        let _ = writeln!(stderr, "{text}");
    };
    let options = Options {
        out: args.out.clone(),
        app: args.app.clone(),
        // Pages that are open go on asking for what was there when they came.
        keep_previous: true,
        live: true,
        ..options(&args.input)?
    };
    let base = live(options, fresh.clone(), tell)?;
    serve::live(&args.out, &base, port, fresh, |address| {
        eprintln!("The blog is at http://{address}{base}, and changes as you save (Ctrl-C ends it)");
    })
}

fn preview(folder: &Path, base: &str, port: u16) -> Result<()> {
    if !folder.join("index.html").is_file() {
        bail!("{} is not a built site; build one with `lamplight build`", folder.display());
    }
    serve::preview(folder, base, port, |address| {
        eprintln!("The blog is at http://{address}{base} (Ctrl-C ends it)")
    })
}

/// The clock, or `SOURCE_DATE_EPOCH` where a build is to be repeated exactly.
fn now() -> Result<i64> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(fixed) => fixed.parse().context("SOURCE_DATE_EPOCH is not a number of seconds"),
        Err(_) => Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs().try_into()?),
    }
}
