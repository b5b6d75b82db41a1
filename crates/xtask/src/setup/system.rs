//! What the system's packages bring: browsers that are installed, and servers that are unpacked and never started as services.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tools::{cache, command, output, run, say, version};

/// Chromium with its driver.
pub(super) fn chromium() -> Result<()> {
    if chromium_path().is_some() && version("chromedriver").is_some() {
        return Ok(());
    }
    install(
        "Chromium and its driver",
        &["chromium", "chromium-driver", "fonts-liberation"],
        "apt install chromium chromium-driver",
    )?;
    // The engine without a window is quicker. Where apt does not know it, tests use Chromium itself.
    let _ = install(
        "Chromium without a window",
        &["chromium-headless-shell"],
        "apt install chromium-headless-shell",
    );
    if chromium_path().is_none() {
        bail!("Chromium was installed and is still not found; put `chromium` on the PATH");
    }
    Ok(())
}

/// Firefox needs no driver: it speaks WebDriver BiDi by itself.
pub(super) fn firefox() -> Result<()> {
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
pub(super) fn webkit() -> Result<()> {
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

/// OpenSSH's server, for the tests of `lamplight publish`. Where packages start their services, this one would open port 22 to the
/// network: there it is left to whoever owns the machine, and the test says that it is skipped.
pub(super) fn sshd() -> Result<()> {
    let there = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].iter().any(|program| Path::new(program).is_file());
    let starts_services =
        Path::new("/run/systemd/system").is_dir() || !Path::new("/usr/sbin/policy-rc.d").is_file();
    if there || starts_services {
        return Ok(());
    }
    install("OpenSSH's server", &["openssh-server"], "apt install openssh-server")
}

/// Installs packages of the system, or tells how.
pub(crate) fn install(what: &str, packages: &[&str], remedy: &str) -> Result<()> {
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

/// nginx and its module for Brotli.
pub(super) fn nginx() -> Result<()> {
    unpacked("nginx", &["nginx", "nginx-common", "libnginx-mod-http-brotli-static", "libbrotli1"])
}

/// Caddy, if it can be had.
pub(super) fn caddy() -> Result<()> {
    unless_missing("caddy", &["caddy"])
}

/// Apache, if it can be had.
pub(super) fn apache() -> Result<()> {
    let libraries = ["libapr1", "libaprutil1", "libbrotli1", "liblua5.3-0", "libnghttp2-14"];
    unless_missing("apache", &[&["apache2-bin"], &libraries[..]].concat())
}

/// As [`unpacked`], for a server that one test asks for. Not every system has packages of these names.
fn unless_missing(server: &str, packages: &[&str]) -> Result<()> {
    if let Err(error) = unpacked(server, packages) {
        say(&format!("SKIPPED: {server} can't be fetched, and its test is skipped ({error:#})"));
    }
    Ok(())
}

/// A web server, unpacked and not installed: as an installed service it would begin to serve.
fn unpacked(server: &str, packages: &[&str]) -> Result<()> {
    let folder = cache().join("tools").join(server);
    let done = folder.join("unpacked-with-types");
    if done.is_file() {
        return Ok(());
    }
    say(&format!("Fetching {server} for the tests (apt; unpacked into the cache, not installed)"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let fetch = || run(command("apt-get").current_dir(&folder).args(["download", "-q"]).args(packages));
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
fn chromium_path() -> Option<PathBuf> {
    on_path(&["chromium", "chromium-browser", "google-chrome"])
}

/// The first of these programs that is on the path.
fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|p| p.is_file())
}
