//! `lamplight packaging`

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Command, ValueEnum};
use clap_complete::{Shell, generate_to};

#[derive(Args)]
pub(crate) struct PackagingArgs {
    /// Where to write them. Files of the same names are replaced.
    folder: PathBuf,
}

pub(crate) fn run(args: &PackagingArgs, lamplight: Command) -> Result<ExitCode> {
    write(args, lamplight).with_context(|| format!("can't write into {}", args.folder.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// `man/`: a page for the command and one for each verb. `completions/`: a script for each shell. `grammars.md`: who wrote the
/// grammars that colour code, and under which terms; they are data in a crate, so no tool that looks at crates finds them.
fn write(args: &PackagingArgs, mut lamplight: Command) -> Result<()> {
    let (man, completions) = (args.folder.join("man"), args.folder.join("completions"));
    fs::create_dir_all(&man)?;
    fs::create_dir_all(&completions)?;
    clap_mangen::generate_to(lamplight.clone(), &man)?;
    for shell in Shell::value_variants() {
        generate_to(*shell, &mut lamplight, "lamplight", &completions)?;
    }
    let mut grammars = String::new();
    for license in two_face::acknowledgement::listing().for_syntaxes() {
        license.write_md(&mut grammars);
    }
    Ok(fs::write(args.folder.join("grammars.md"), grammars)?)
}
