//! What can be told without running anything.

use anyhow::{Result, bail};

use crate::setup;
use crate::tools::{command, output, run, say};

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
        "--features",
        "lamplight/ssr",
        "--",
        "-D",
        "warnings",
    ]))?;
    run(command("cargo")
        .args(["clippy", "--locked", "--all-targets"])
        .args(WASM)
        .args(["--", "-D", "warnings"]))?;
    say("Documentation");
    run(command("cargo").env("RUSTDOCFLAGS", "-D warnings").args([
        "doc",
        "--locked",
        "--workspace",
        "--no-deps",
        "--features",
        "lamplight/ssr",
    ]))?;
    say("Dependency rules");
    no_ssr_in_the_browser()
}

/// With `ssr` anywhere in the graph of the wasm app, Leptos' event handlers panic.
fn no_ssr_in_the_browser() -> Result<()> {
    let tree = output(
        command("cargo")
            .args(["tree", "--locked", "--edges", "features,normal", "--prefix", "none"])
            .args(WASM),
    )?;
    match tree.lines().find(|line| line.contains("feature \"ssr\"")) {
        Some(line) => bail!("the app for the browser has `ssr` in its graph: {line}"),
        None => Ok(()),
    }
}
