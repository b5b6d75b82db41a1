//! The `lamplight` command.

mod cmd;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use cmd::{build, check, new, preview, publish, serve, verify};

/// Builds on many cores spend a fifth of their time in the allocator of most systems.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    Build(build::BuildArgs),
    /// Build the site and show it on this machine; open pages change as posts are saved.
    Serve(serve::ServeArgs),
    /// Look for what readers would run into, and write nothing: broken links, missing pictures, doubtful dates.
    ///
    /// Exits with 0 if there is nothing to fix, with 1 if there are errors (with --strict, also warnings), and with 2 if
    /// the posts could not be checked.
    Check(check::CheckArgs),
    /// Look at the published blog from outside: whether every file is as it was built, and what its host does to it.
    ///
    /// Exits with 0 if there is nothing to fix, with 1 if there are errors (with --strict, also warnings), and with 2 if
    /// the blog could not be looked at.
    Verify(verify::VerifyArgs),
    /// Bring the built site to where readers see it, and look whether it is there.
    ///
    /// Sends only what differs, in an order in which readers see a whole site at every moment. After a break the same command
    /// goes on where it ended. Exits with 0 if the site is there, with 1 if `verify` found errors, and with 2 if it could not be
    /// published.
    Publish(publish::PublishArgs),
    /// Begin a post: a file with the keys that Lamplight's own format has, such as title, date, author and slug.
    New(new::NewArgs),
    /// Show a built site on this machine, as a plain static host would.
    Preview(preview::PreviewArgs),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Build(args) => build::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Check(args) => check::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Publish(args) => publish::run(args),
        Command::New(args) => new::run(args),
        Command::Preview(args) => preview::run(args),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(2)
    })
}
