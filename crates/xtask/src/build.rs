//! The app by Trunk, the site by the `lamplight` command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::scripts::bundled;
use crate::size::{self, flags, names, tables};
use crate::tools::{command, output, root, run, say};
use crate::{chunks, setup};

/// `cargo xtask build`
pub(crate) fn site(args: &[String]) -> Result<()> {
    setup::for_building()?;
    let (stock, args): (Vec<String>, Vec<String>) = args.iter().cloned().partition(|arg| arg == "--stock");
    app(!stock.is_empty())?;
    say("Building the site");
    run(lamplight()?.arg("build").args(with_posts(&args)))
}

/// `cargo xtask serve`
pub(crate) fn serve(args: &[String]) -> Result<()> {
    setup::for_building()?;
    app(false)?;
    say("Building the site, and serving it");
    run(lamplight()?.arg("serve").args(with_posts(args)))
}

/// Options may come without a folder of posts; then it is the project's own.
fn with_posts(args: &[String]) -> Vec<String> {
    let named = args.first().is_some_and(|first| !first.starts_with('-'));
    let default = (!named).then(|| "posts".to_owned());
    default.into_iter().chain(args.iter().cloned()).collect()
}

/// Builds the app in release mode; `stock` without replacing anything in it.
pub(crate) fn app(stock: bool) -> Result<()> {
    say("Building the app (Trunk, about 2 minutes the first time)");
    let mut trunk = trunk_command();
    trunk.env("LAMPLIGHT_APP_ONLY", "1").args(["build", "--release", "--config", "Trunk.toml"]);
    let small = flags::small(&mut trunk);
    let small = if stock { small.env(size::STOCK, "1") } else { tables::left_out(small)? };
    run(chunks::parted_by(small)?).context("the app could not be built")
}

/// `cargo xtask trunk`
pub(crate) fn trunk(args: &[String]) -> Result<()> {
    setup::for_building()?;
    run(trunk_command().args(args))
}

fn trunk_command() -> Command {
    let mut trunk = command("trunk");
    // Trunk takes NO_COLOR=1 for a value that it does not know.
    trunk.env_remove("NO_COLOR");
    trunk
}

/// The `lamplight` command, built.
pub(crate) fn lamplight() -> Result<Command> {
    say("Building the lamplight command");
    run(command("cargo").args(["build", "--release", "--locked", "--package", "lamplight-bundler"]))?;
    Ok(command(&root().join("target/release/lamplight").to_string_lossy()))
}

/// The `lamplight` command and the server that fails on demand. With `native_tests` these are built, too, in the same call:
/// dependencies then get the features that tests ask for, and are not compiled once more for them.
pub(crate) fn for_tests(native_tests: bool) -> Result<(PathBuf, PathBuf)> {
    say("Building the commands that are tested");
    let mut cargo = command("cargo");
    cargo.args(["build", "--release", "--locked", "--workspace", "--bins"]);
    if native_tests {
        cargo.arg("--tests");
    }
    run(&mut cargo)?;
    let built = root().join("target/release");
    Ok((built.join("lamplight"), built.join("lamplight-faults")))
}

/// Folders with the modules of scripts.
const MODULES: [&str; 4] = ["boot", "offline", "reading", "worker"];

/// What Trunk runs after each build of its own: scripts lose what readers need not pay for, and under `trunk serve` the
/// folder that it shows gets the posts too.
pub(crate) fn trunk_hook() -> Result<()> {
    let staging = PathBuf::from(std::env::var_os("TRUNK_STAGING_DIR").context("this is a hook of Trunk's")?);
    let app = staging.join("lamplight-app_bg.wasm");
    flags::shrink(&app)?;
    let known_to_chunks = chunks::finish(&staging)?;
    let app_script = match size::is_stock() {
        true => output(&mut bundled(&staging.join("app.js"), "esm"))?,
        false => names::script(&staging.join("app.js"), &names::shorten(&app, &known_to_chunks)?)?,
    };
    fs::write(staging.join("app.js"), app_script)?;
    // Each script is one file with all that it imports, so that one hash vouches for all of it: `import` knows no integrity.
    // A worker is a classic script, the others are modules.
    for (name, format) in [
        ("boot.js", "esm"),
        ("offline.js", "esm"),
        ("reading.js", "esm"),
        ("sw.js", "iife"),
        ("sw-off.js", "iife"),
    ] {
        let file = staging.join(name);
        let small = output(&mut bundled(&file, format))?;
        fs::write(&file, small).with_context(|| format!("can't write {}", file.display()))?;
    }
    for name in ["lamplight-app.js", "chunk.js", "chunks.js"] {
        let _ = fs::remove_file(staging.join(name));
    }
    // They are part of the scripts now.
    for modules in MODULES {
        let folder = staging.join(modules);
        fs::remove_dir_all(&folder).with_context(|| format!("can't remove {}", folder.display()))?;
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
