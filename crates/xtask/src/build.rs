//! The app by Trunk, the site by the `lamplight` command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::tools::{command, output, root, run, say};
use crate::{setup, wasm};

/// `cargo xtask build`
pub(crate) fn site(args: &[String]) -> Result<()> {
    setup::for_building()?;
    app()?;
    say("Building the site");
    run(lamplight()?.arg("build").args(with_posts(args)))
}

/// `cargo xtask serve`
pub(crate) fn serve(args: &[String]) -> Result<()> {
    setup::for_building()?;
    app()?;
    say("Building the site, and serving it");
    run(lamplight()?.arg("serve").args(with_posts(args)))
}

/// Options may come without a folder of posts; then it is the project's own.
fn with_posts(args: &[String]) -> Vec<String> {
    let named = args.first().is_some_and(|first| !first.starts_with('-'));
    let default = (!named).then(|| "posts".to_owned());
    default.into_iter().chain(args.iter().cloned()).collect()
}

/// Builds the app in release mode.
pub(crate) fn app() -> Result<()> {
    say("Building the app (Trunk, about 2 minutes the first time)");
    let mut trunk = command("trunk");
    // Trunk takes NO_COLOR=1 for a value that it does not know.
    trunk.env_remove("NO_COLOR").env("LAMPLIGHT_APP_ONLY", "1").args([
        "build",
        "--release",
        "--config",
        "Trunk.toml",
    ]);
    run(wasm::small(&mut trunk)?).context("the app could not be built")
}

/// The `lamplight` command, built.
pub(crate) fn lamplight() -> Result<Command> {
    say("Building the lamplight command");
    run(command("cargo").args(["build", "--release", "--locked", "--package", "lamplight-bundler"]))?;
    Ok(command(&root().join("target/release/lamplight").to_string_lossy()))
}

/// The server that fails on demand, built.
pub(crate) fn faults() -> Result<PathBuf> {
    run(command("cargo").args(["build", "--release", "--locked", "--package", "lamplight-faults"]))?;
    Ok(root().join("target/release/lamplight-faults"))
}

/// What Trunk runs after each build of its own: scripts lose what readers need not pay for, and under `trunk serve` the
/// folder that it shows gets the posts too.
pub(crate) fn trunk_hook() -> Result<()> {
    let staging = PathBuf::from(std::env::var_os("TRUNK_STAGING_DIR").context("this is a hook of Trunk's")?);
    wasm::search_engine(&staging)?;
    // One file, so that one hash vouches for all of it: `import` knows no integrity.
    for (module, script) in [("lamplight-app", "boot.js"), ("lamplight-search", "search.js")] {
        let (glue, script) = (staging.join(format!("{module}.js")), staging.join(script));
        let names = wasm::shrink(&staging.join(format!("{module}_bg.wasm")))?;
        let text = names.shorten(&fs::read_to_string(&glue)?)?;
        // What nobody imports is not exported: esbuild then leaves out what is not used here, which is half of it.
        let text: String = text
            .lines()
            .filter(|line| !line.starts_with("export {"))
            .fold(String::with_capacity(text.len()), |text, line| {
                text + line.strip_prefix("export ").unwrap_or(line) + "\n"
            });
        fs::write(&script, [text, fs::read_to_string(&script)?].concat())?;
        fs::remove_file(glue)?;
    }
    for name in ["boot.js", "offline.js", "reading.js", "search.js", "sw.js", "sw-off.js"] {
        let file = staging.join(name);
        let mut small = command("esbuild");
        small.args(["--minify", "--target=es2022", "--charset=utf8", "--log-level=warning"]);
        if name.starts_with("sw") {
            // A classic script: its names are its own, and become short.
            small.arg("--format=iife");
        } else {
            // In a module, what nobody uses can go and all names can be short.
            small.args(["--format=esm", "--tree-shaking=true"]);
        }
        let small = output(small.arg(&file))?;
        fs::write(&file, small).with_context(|| format!("can't write {}", file.display()))?;
    }
    style_sheets(&staging)?;
    if std::env::var_os("LAMPLIGHT_APP_ONLY").is_some() {
        return Ok(());
    }
    let site = root().join("target/trunk-site");
    run(lamplight()?.arg("build").arg("posts").arg("--app").arg(&staging).arg("--out").arg(&site))?;
    for entry in fs::read_dir(&staging)? {
        let path = entry?.path();
        if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
    }
    copy(&site, &staging)
}

/// One sheet of what pages have from the beginning, and one for each script that adds to them.
fn style_sheets(staging: &Path) -> Result<()> {
    let folder = staging.join("style");
    for (from, to) in [
        ("main.css", "style.css"),
        ("added/offline.css", "offline.css"),
        ("added/reading.css", "reading.css"),
        ("added/search.css", "search.css"),
    ] {
        let mut small = command("esbuild");
        small.args(["--bundle", "--minify", "--charset=utf8", "--log-level=warning"]);
        fs::write(staging.join(to), output(small.arg(folder.join(from)))?.trim_end())?;
    }
    fs::remove_dir_all(&folder).with_context(|| format!("can't remove {}", folder.display()))
}

/// Copies a folder.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
