//! The `lamplight` command.

mod cmd;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use cmd::terminal::{OutputArgs, print_error, print_usage};
use cmd::{
    build, check, completions, docs, doctor, due, init, new, packaging, preview, publish, serve, verify,
};

/// Builds on many cores spend a fifth of their time in the allocator of most systems.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A folder of Markdown posts becomes a blog of plain files.
#[derive(Parser)]
#[command(name = "lamplight", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Subcommand)]
enum Command {
    /// Begin a blog, or take over the one in a folder: settings, a first post, and how it is published.
    ///
    /// Asks on a terminal. Elsewhere the answers are options, and --yes takes what is proposed. No file that is there is
    /// changed, but for lines that are added to .gitignore.
    Init(init::InitArgs),
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
    /// Say whether a post came or went by its date since the blog was published.
    ///
    /// Reads only the heads of posts, so that an hourly job ends in seconds. Exits with 0 if one did, with 1 if none did,
    /// and with 2 if the posts could not be read.
    Due(due::DueArgs),
    /// Say what this machine and this folder have, and what they lack.
    ///
    /// Exits with 0 if nothing is missing, with 1 if something has to be repaired, and with 2 if the folder could not be
    /// looked at.
    Doctor(doctor::DoctorArgs),
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
    /// Show the guide to Lamplight and its reference, which are in this program: no network is needed.
    Docs(docs::DocsArgs),
    /// Print what makes a shell complete this command, for example into ~/.local/share/bash-completion/completions/lamplight.
    Completions(completions::CompletionsArgs),
    /// Write what packages have beside the command into a folder: manual pages, completions, terms of grammars.
    #[command(hide = true)]
    Packaging(packaging::PackagingArgs),
}

fn main() -> ExitCode {
    let Cli { command, output } = Cli::try_parse().unwrap_or_else(|error| print_usage(&error));
    let outcome = match command {
        Command::Build(args) => build::run(args, output),
        Command::Serve(args) => serve::run(args, output),
        Command::Check(args) => check::run(args, output),
        Command::Verify(args) => verify::run(args, output),
        Command::Publish(args) => publish::run(args, output),
        Command::Init(args) => init::run(args, output),
        Command::Due(args) => due::run(args, output),
        Command::Doctor(args) => doctor::run(args, output),
        Command::New(args) => new::run(args, output),
        Command::Preview(args) => preview::run(args, output),
        Command::Docs(args) => docs::run(args, output),
        Command::Completions(args) => completions::run(&args, Cli::command()),
        Command::Packaging(args) => packaging::run(&args, Cli::command()),
    };
    outcome.unwrap_or_else(|error| {
        print_error(&error, output);
        ExitCode::from(2)
    })
}
