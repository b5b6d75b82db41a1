//! `lamplight completions`

use std::io;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Command};
use clap_complete::{Shell, generate};

#[derive(Args)]
pub(crate) struct CompletionsArgs {
    /// The shell to write for.
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs, mut lamplight: Command) -> Result<ExitCode> {
    // Written at once: `generate` panics if the reader of a pipe has gone.
    let mut script = Vec::new();
    generate(args.shell, &mut lamplight, "lamplight", &mut script);
    io::Write::write_all(&mut io::stdout(), &script)?;
    Ok(ExitCode::SUCCESS)
}
