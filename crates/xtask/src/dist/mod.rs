//! `cargo xtask dist`: what a release consists of, in `target/packages`. The same commit gives the same bytes: files are sorted,
//! every time is that of the commit, and no path of this machine is in them.

mod archive;
mod binary;
mod deb;
mod empty_root;
mod notices;
mod staged;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use self::binary::Target;
use crate::tools::{command, output, root, say};
use crate::{build, setup};
pub(crate) use empty_root::inside;

/// What was asked for.
#[derive(Default)]
struct DistOptions {
    /// A built app; `None` builds it.
    app: Option<PathBuf>,
    /// A target triple of Rust; `None` takes this machine's.
    target: Option<String>,
    /// Whether the package is tried in an empty root.
    test: bool,
}

/// `cargo xtask dist`
pub(crate) fn all(args: &[String]) -> Result<()> {
    if args == ["--app-alone"] {
        setup::for_building()?;
        return build::app(false);
    }
    let options = read(args)?;
    let app = match options.app {
        Some(folder) => folder,
        None => {
            setup::for_building()?;
            build::app(false)?;
            root().join("target/app")
        }
    };
    let packed = root().join("target/app.tar.br");
    staged::write_if_changed(&packed, &archive::of_app(&app)?)?;
    let target = Target::named(options.target)?;
    let program = binary::build(&target, &packed)?;

    let folder = root().join("target/packages");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let time = commit_time()?;
    let name = format!("lamplight-{}-{}", version()?, target.triple);
    let notices = notices::all(&target, &program, time)?;
    let files = staged::of_release(&program, &notices)?;
    say("Packing");
    let mut made = vec![write(&folder, &format!("{name}.tar.gz"), &archive::tar_gz(&name, &files, time)?)?];
    for (stem, sbom) in &notices.sboms {
        made.push(write(&folder, &format!("{name}-{stem}.cdx.json"), sbom)?);
    }
    if let Some(architecture) = target.debian() {
        let deb = deb::write(&folder, &files, (&version()?, architecture), time)?;
        made.push(deb.clone());
        // What the Dockerfile copies, below the name that Docker has for the machine: the same as Debian's.
        let image = folder.join("image").join(architecture);
        fs::create_dir_all(&image)?;
        fs::copy(&program, image.join("lamplight"))?;
        if options.test {
            empty_root::test(&deb)?;
        }
    } else if options.test {
        bail!("--test needs the Debian package, which is made for musl on Linux alone");
    }
    let sums = staged::sums(&made)?;
    print!("{sums}");
    write(&folder, "SHA256SUMS", sums.as_bytes())?;
    say(&format!(
        "{} is {:.1} MB; packages are in {}",
        program.display(),
        megabytes(&program)?,
        folder.display()
    ));
    Ok(())
}

fn read(args: &[String]) -> Result<DistOptions> {
    let mut options = DistOptions::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().with_context(|| format!("{arg} needs a value"));
        match arg.as_str() {
            "--app" => options.app = Some(root().join(value()?)),
            "--target" => options.target = Some(value()?.clone()),
            "--test" => options.test = true,
            _ => bail!(
                "`cargo xtask dist` knows --app FOLDER, --target TRIPLE and --test, or --app-alone by itself, not {arg}"
            ),
        }
    }
    Ok(options)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let path = folder.join(name);
    fs::write(&path, bytes).with_context(|| format!("can't write {}", path.display()))?;
    Ok(path)
}

fn megabytes(file: &Path) -> Result<f64> {
    Ok(fs::metadata(file)?.len() as f64 / 1e6)
}

/// The version of the workspace.
fn version() -> Result<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let after = manifest.split("\nversion = \"").nth(1).context("Cargo.toml has no version")?;
    Ok(after.split('"').next().unwrap_or_default().to_owned())
}

/// Seconds since 1970: `SOURCE_DATE_EPOCH`, or else when the commit was made.
fn commit_time() -> Result<u64> {
    let time = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(time) => time,
        Err(_) => output(command("git").args(["log", "-1", "--format=%ct"]))
            .context("set SOURCE_DATE_EPOCH, in seconds since 1970: this folder is no checkout of Git")?,
    };
    time.trim().parse().with_context(|| format!("SOURCE_DATE_EPOCH is not a number: {time}"))
}
