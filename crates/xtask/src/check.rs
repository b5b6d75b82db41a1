//! What can be found out without running anything.

use anyhow::Result;

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

/// Types stand in the scripts' comments. TypeScript checks them, and writes nothing.
fn types() -> Result<()> {
    setup::test_packages()?;
    ["tsconfig.json", "tsconfig.worker.json"].iter().try_for_each(|project| {
        let mut check = command("npx");
        check.current_dir(root().join("tests")).args(["tsc", "--project"]);
        run(check.arg(root().join("public").join(project)))
    })
}
