//! What all verbs share about the terminal: the flags of every verb, whether there is colour, and how an error is printed.

use std::io::{IsTerminal, Write};

use anyhow::{Error, Result};
use clap::Args;
use lamplight_bundler::remedy::Remedy;
use serde_json::{Value, json};

/// Flags of every verb.
#[derive(Args, Clone, Copy)]
pub(crate) struct OutputArgs {
    /// Print the result as JSON on standard output; docs/reference/command.md has the shapes.
    #[arg(long, global = true)]
    pub json: bool,
    /// Print no progress, notes and counts: only what is wrong, and what was asked for.
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// Whether a stream may have colours and lines that change: a person looks at it, and has not asked for plain text.
pub(super) fn is_lively(stream: &impl IsTerminal) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    stream.is_terminal() && !is_dumb && !is_set("NO_COLOR") && !is_set("CI")
}

/// Ends the command because its arguments can't be understood, or because they ask for help.
pub(crate) fn print_usage(error: &clap::Error) -> ! {
    if error.use_stderr() && std::env::args_os().any(|arg| arg == "--json") {
        let text = error.render().to_string();
        let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
        let help = "`lamplight help` lists the verbs, and `lamplight help VERB` what one takes";
        let _ = print_json(&json!({ "error": { "message": message, "help": help } }));
    }
    error.exit()
}

/// Prints an error that ended the command, and what to do about it.
pub(crate) fn print_error(error: &Error, output: OutputArgs) {
    let (message, help) = (format!("{error:#}"), Remedy::of(error));
    let mut stderr = std::io::stderr().lock();
    let style = |text: &str, code: &str| match is_lively(&std::io::stderr()) {
        true => format!("\x1b[1;{code}m{text}\x1b[0m"),
        false => text.to_owned(),
    };
    // A terminal that is gone can't be told.
    let _ = writeln!(stderr, "{}: {message}", style("error", "31"));
    if let Some(help) = &help {
        let _ = writeln!(stderr, "{}: {help}", style("help", "36"));
    }
    if output.json {
        let _ = print_json(&json!({ "error": error_json(error) }));
    }
}

/// An error as programs get it.
pub(super) fn error_json(error: &Error) -> Value {
    json!({ "message": format!("{error:#}"), "help": Remedy::of(error) })
}

/// Prints one object on one line, for programs that read line by line.
///
/// # Errors
/// If standard output can't be written.
pub(super) fn print_json(value: &Value) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{value}")?;
    out.flush()?;
    Ok(())
}
