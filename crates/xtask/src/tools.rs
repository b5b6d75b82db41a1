//! Running programs, and saying so; and where the tools are that we install.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).map(Path::to_path_buf).unwrap_or(manifest)
}

/// Where installed tools are kept, each version in a folder of its own: nothing of the user's is replaced.
pub(crate) fn cache() -> PathBuf {
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache");
    std::env::var_os("XDG_CACHE_HOME").map_or_else(home, PathBuf::from).join("lamplight")
}

/// Newer ones need a newer Rust than `rust-toolchain.toml` names.
pub(crate) const TRUNK: &str = "0.21.14";
pub(crate) const BINARYEN: &str = "132.0.0";
pub(crate) const ESBUILD: &str = "0.28.2";

/// Folders of tools that we install, to be put first on the path.
pub(crate) fn tool_folders() -> Vec<PathBuf> {
    let mut folders = vec![
        tool("trunk", TRUNK).join("bin"),
        binaryen().join("node_modules/.bin"),
        esbuild_folder().join("node_modules/.bin"),
    ];
    if let Ok(version) = locked("wasm-bindgen") {
        folders.push(tool("wasm-bindgen", &version).join("bin"));
    }
    folders
}

pub(crate) fn tool(name: &str, version: &str) -> PathBuf {
    cache().join("tools").join(format!("{name}-{version}"))
}

pub(crate) fn binaryen() -> PathBuf {
    tool("binaryen", BINARYEN)
}

pub(crate) fn esbuild_folder() -> PathBuf {
    tool("esbuild", ESBUILD)
}

/// The version of a crate in Cargo.lock. wasm-bindgen's command and crate must be of the same version exactly.
pub(crate) fn locked(package: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("Cargo.lock is missing")?;
    let entry = format!("name = \"{package}\"\nversion = \"");
    let after = lock.split(&entry).nth(1).with_context(|| format!("{package} is not in Cargo.lock"))?;
    Ok(after.split('"').next().unwrap_or_default().to_owned())
}

/// A folder of the corpus: real posts of others, which are read where they are and no part of the project. `LAMPLIGHT_CORPUS`
/// names the corpus; else it is looked for beside the project. `None` if it is not on this machine.
pub(crate) fn corpus(name: &str) -> Option<PathBuf> {
    let whole = std::env::var_os("LAMPLIGHT_CORPUS").map(PathBuf::from);
    let folder = whole.unwrap_or_else(|| root().join("../shared/corpus")).join(name);
    folder.is_dir().then_some(folder)
}

/// Tells what is being done. Everything here may take minutes.
pub(crate) fn say(text: &str) {
    eprintln!("\x1b[1;33m==>\x1b[0m {text}");
}

/// What browsers run.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The folder of what stands in for wasm-bindgen. Only Trunk has it on its path.
pub(crate) fn stand_in_folder() -> PathBuf {
    root().join("target/stand-ins")
}

/// A command in the project's folder, with the project's tools first on the path.
pub(crate) fn command(program: &str) -> Command {
    let mut folders = tool_folders();
    let path = std::env::var_os("PATH").unwrap_or_default();
    // What stands in for a tool must find the tool itself.
    let stand_ins = stand_in_folder();
    folders.extend(std::env::split_paths(&path).filter(|folder| *folder != stand_ins));
    let mut command = Command::new(program);
    command.current_dir(root());
    if let Ok(path) = std::env::join_paths(folders) {
        command.env("PATH", path);
    }
    command
}

/// Runs a command with its output on the terminal.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let name = describe(command);
    let status = command.status().with_context(|| format!("`{name}` could not be started"))?;
    if !status.success() {
        bail!("`{name}` failed ({status})");
    }
    Ok(())
}

/// Runs a command and returns what it prints; its errors go to the terminal.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = describe(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("`{name}` could not be started"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("`{name}` failed ({}):\n{text}", output.status);
    }
    Ok(text)
}

/// The first line of `program --version`, or `None` if there is no such program.
pub(crate) fn version(program: &str) -> Option<String> {
    let output = command(program).arg("--version").stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_owned())
}

fn describe(command: &Command) -> String {
    let args = command.get_args().map(|a| a.to_string_lossy().into_owned());
    std::iter::once(command.get_program().to_string_lossy().into_owned())
        .chain(args)
        .collect::<Vec<_>>()
        .join(" ")
}
