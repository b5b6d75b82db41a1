//! What can be found out without running anything.

use std::path::Path;

use anyhow::{Context, Result};

use crate::tools::{command, root, run, say};
use crate::{circles, rooms, setup};

const WASM: [&str; 6] = ["--package", "lamplight", "--features", "csr", "--target", "wasm32-unknown-unknown"];

/// `cargo xtask check`
pub(crate) fn all() -> Result<()> {
    setup::for_building()?;
    say("Format");
    run(command("cargo").args(["fmt", "--all", "--check"]))?;
    say("Lints, native and in the browser");
    run(command("cargo").args([
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    run(command("cargo")
        .args(["clippy", "--locked", "--all-targets"])
        .args(WASM)
        .args(["--", "-D", "warnings"]))?;
    say("Rooms: what uses what");
    rooms::check()?;
    say("Circles: files that use each other");
    circles::check()?;
    match setup::cargo_deny_if_installed() {
        Some(deny) => dependencies(&deny)?,
        None => say(
            "Licences and duplicates of dependencies are not looked at: `cargo xtask deny` installs cargo-deny, once",
        ),
    }
    say("Types of the scripts");
    types()?;
    say("Documentation");
    // The library and the command are both called lamplight: written at the same time, one takes the other's files away.
    ["--lib", "--bins"].iter().try_for_each(|targets| {
        let mut doc = command("cargo");
        run(doc.env("RUSTDOCFLAGS", "-D warnings").args([
            "doc",
            "--locked",
            "--workspace",
            "--no-deps",
            targets,
        ]))
    })
}

/// `cargo xtask deny`: dependencies by the rules of `deny.toml`, and what is known of their faults if that can be had.
pub(crate) fn deny() -> Result<()> {
    let deny = setup::cargo_deny()?;
    dependencies(&deny)?;
    let deny = || command(&deny.to_string_lossy());
    if run(deny().args(["fetch", "db"])).is_err() {
        say(
            "The database of advisories could not be fetched, so known faults of dependencies are not looked for",
        );
        return Ok(());
    }
    run(deny().args(["check", "advisories"]))
}

/// Licences, bans, duplicates and sources. Nothing is fetched.
fn dependencies(deny: &Path) -> Result<()> {
    say("Dependencies: licences, bans, duplicates, sources");
    let mut check = command(&deny.to_string_lossy());
    run(check.args(["--locked", "--offline", "check", "bans", "licenses", "sources"]))
        .context("deny.toml has the rules; a new duplicate or licence needs a line there, with a reason")
}

/// Types stand in the scripts' comments. TypeScript checks them, and writes nothing.
fn types() -> Result<()> {
    setup::test_packages()?;
    ["tsconfig.json", "tsconfig.worker.json"].iter().try_for_each(|project| {
        let mut check = command("npx");
        check.current_dir(root().join("tests")).args(["tsc", "--project"]);
        run(check.arg(root().join("public").join(project)))
    })
}
