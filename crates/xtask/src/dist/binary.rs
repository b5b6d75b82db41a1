//! The command with the app inside.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::setup;
use crate::tools::{command, output, root, run, say, version};

/// What is compiled for.
pub(super) struct Target {
    /// As Rust calls it.
    pub triple: String,
}

impl Target {
    /// This machine unless one is named. On Linux that is musl: one file without a library, which runs on every distribution.
    ///
    /// # Errors
    /// If Rust's library for it, or the C compiler, can't be installed.
    pub(super) fn named(triple: Option<String>) -> Result<Self> {
        let triple = triple.map_or_else(host, Ok)?;
        let target = Self { triple };
        let installed = output(command("rustup").args(["target", "list", "--installed"]))?;
        if !installed.lines().any(|line| line == target.triple) {
            say(&format!("Adding the Rust target {}", target.triple));
            run(command("rustup").args(["target", "add", &target.triple])).with_context(|| {
                format!("run `rustup target add {}` yourself; it needs a network", target.triple)
            })?;
        }
        if target.is_musl() && version("musl-gcc").is_none() {
            setup::install("a C compiler for musl", &["musl-tools"], "apt install musl-tools")?;
        }
        Ok(target)
    }

    fn is_musl(&self) -> bool {
        self.triple.ends_with("-linux-musl")
    }

    /// What Debian calls the machine; `None` if no package is made: only a program without libraries needs nothing of a system.
    pub(super) fn debian(&self) -> Option<&'static str> {
        let machine = self.triple.split('-').next().filter(|_| self.is_musl())?;
        match machine {
            "x86_64" => Some("amd64"),
            "aarch64" => Some("arm64"),
            _ => None,
        }
    }
}

fn host() -> Result<String> {
    let about = output(command("rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    Ok(host.replace("-linux-gnu", "-linux-musl"))
}

/// Compiles the command with an archive of the app. Returns the program.
pub(super) fn build(target: &Target, app: &Path) -> Result<PathBuf> {
    say(&format!("Building the lamplight command for {} (about 5 minutes the first time)", target.triple));
    let mut cargo = command("cargo");
    cargo.args(["build", "--locked", "--package", "lamplight-bundler", "--profile", "dist", "--target"]);
    cargo.arg(&target.triple).env("LAMPLIGHT_APP", app).env("CARGO_ENCODED_RUSTFLAGS", flags(target)?);
    run(&mut cargo)?;
    let name = if target.triple.contains("windows") { "lamplight.exe" } else { "lamplight" };
    Ok(root().join("target").join(&target.triple).join("dist").join(name))
}

/// Flags of rustc, with what Cargo wants between them. Messages of panics name files: not where they are on this machine.
fn flags(target: &Target) -> Result<String> {
    let sysroot = PathBuf::from(output(command("rustc").args(["--print", "sysroot"]))?.trim());
    let cargo = std::env::var_os("CARGO_HOME").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cargo"),
        PathBuf::from,
    );
    // rustc looks for the sources of `std` where rust-src has put them.
    let std = sysroot.join("lib/rustlib/src/rust");
    let places = [(root(), "/lamplight"), (cargo, "/cargo"), (std, "/rust")];
    let mut flags: Vec<String> =
        places.iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display())).collect();
    if target.triple.ends_with("-windows-msvc") {
        // Else it needs a library that not every Windows has.
        flags.push("-Ctarget-feature=+crt-static".to_owned());
    }
    Ok(flags.join("\x1f"))
}
