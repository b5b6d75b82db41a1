//! Scripts as readers get them.

use std::path::Path;
use std::process::Command;

use crate::tools::command;

/// A command that writes a script with its modules as one small text.
pub(crate) fn bundled(file: &Path, format: &str) -> Command {
    let mut esbuild = command("esbuild");
    esbuild.args(["--bundle", "--minify", "--target=es2022", "--charset=utf8", "--log-level=warning"]);
    esbuild.arg(format!("--format={format}")).arg(file);
    esbuild
}
