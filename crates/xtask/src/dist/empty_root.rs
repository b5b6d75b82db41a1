//! The package in an empty root: no Rust, no Node, no shell, no library and no network. What works there works on every Linux of
//! this kind.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::tools::{command, output, root, run, say};

const PORT: u16 = 4173;

/// Unpacks a package, and runs this program once more where there is no network: [`inside`].
///
/// # Errors
/// If this is not Linux, or this user is not root; and if a verb fails in the empty root.
pub(super) fn test(package: &Path) -> Result<()> {
    if output(command("id").arg("-u"))?.trim() != "0" {
        bail!("only root may change the root folder: run `sudo --preserve-env cargo xtask dist --test`");
    }
    say("The package in an empty root, without a network");
    let folder = root().join("target/empty-root");
    let _ = fs::remove_dir_all(&folder);
    let started = Instant::now();
    run(command("dpkg-deb").arg("-x").arg(package).arg(&folder))?;
    println!("unpacked in {:.2} s", started.elapsed().as_secs_f64());
    fs::create_dir_all(folder.join("blog/posts"))?;
    let this = std::env::current_exe()?;
    run(command("unshare")
        .args(["--net", "--mount", "--pid", "--fork", "--kill-child"])
        .arg(this)
        .arg("dist-inside")
        .arg(&folder))?;
    Ok(fs::remove_dir_all(folder)?)
}

/// What is done in the empty root: a post, and every verb that needs no published blog.
///
/// # Errors
/// If one fails, or the first page does not come within a minute.
pub(crate) fn inside(folder: &Path) -> Result<()> {
    run(command("ip").args(["link", "set", "lo", "up"])).context("`ip` is needed (apt install iproute2)")?;
    let started = Instant::now();
    let verb = |args: &[&str]| -> Result<()> {
        let began = Instant::now();
        run(lamplight(folder).args(args))?;
        println!("lamplight {} took {:.2} s", args[0], began.elapsed().as_secs_f64());
        Ok(())
    };
    verb(&["new", "A first post", "--posts", "/blog/posts"])?;
    first_page(folder, &["serve", "/blog/posts", "--out", "/blog/shown"], started)?;
    verb(&["check", "/blog/posts"])?;
    verb(&["build", "/blog/posts", "--out", "/blog/dist", "--base-url", "https://example.org/"])?;
    first_page(folder, &["preview", "/blog/dist"], Instant::now())?;
    for file in ["index.html", "lamplight/manifest.json", "sw.js", "feed.xml"] {
        if !folder.join("blog/dist").join(file).is_file() {
            bail!("the built site has no {file}");
        }
    }
    verb(&["completions", "bash"])
}

/// The command, with the empty root as its root.
fn lamplight(folder: &Path) -> Command {
    let mut chroot = Command::new("chroot");
    chroot.env_clear().env("HOME", "/").env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    chroot.arg(folder).arg("/usr/bin/lamplight");
    chroot
}

/// Starts a server, and waits for its first page.
fn first_page(folder: &Path, args: &[&str], since: Instant) -> Result<()> {
    let mut server = Server(lamplight(folder).args(args).args(["--port", &PORT.to_string()]).spawn()?);
    let limit = Instant::now() + Duration::from_secs(60);
    let page = loop {
        if let Some(status) = server.0.try_wait()? {
            bail!("`lamplight {}` has ended by itself ({status})", args.join(" "));
        }
        match page() {
            Ok(page) => break page,
            Err(error) if Instant::now() > limit => {
                return Err(error).context("no page came within a minute");
            }
            Err(_) => sleep(Duration::from_millis(10)),
        }
    };
    if !page.starts_with("HTTP/1.1 200") || !page.contains("</html>") {
        bail!("`lamplight {}` has sent no page:\n{page}", args.join(" "));
    }
    println!("the first page of `lamplight {}` came after {:.2} s", args[0], since.elapsed().as_secs_f64());
    Ok(())
}

fn page() -> Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, PORT))?;
    write!(stream, "GET / HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nConnection: close\r\n\r\n")?;
    let mut page = String::new();
    stream.read_to_string(&mut page)?;
    Ok(page)
}

/// A server that ends with this value.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
