//! Names this program by its sources, so that it believes no cache that another one has left: see `src/cache/build_cache.rs`.
//! And puts the app into it, if `LAMPLIGHT_APP` names the archive that `cargo xtask dist` has packed: see `src/app_files.rs`.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::{env, fs, io};

/// All that decides what becomes of a post.
const SOURCES: [&str; 8] = [
    "Cargo.lock",
    "crates/bundler/src",
    "crates/format/src",
    "crates/import/src",
    "crates/markdown/src",
    "crates/search/src",
    "crates/theme/src",
    "languages",
];

fn main() -> io::Result<()> {
    // Asked for when it runs: where several checkouts share a folder of builds, it may have been compiled in another.
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..");
    let mut files = BTreeSet::new();
    for source in SOURCES {
        let path = root.join(source);
        println!("cargo:rerun-if-changed={}", path.display());
        collect(path, &mut files)?;
    }
    let mut program = DefaultHasher::new();
    for file in files {
        fs::read(file)?.hash(&mut program);
    }
    println!("cargo:rustc-env=LAMPLIGHT_PROGRAM={:016x}", program.finish());
    app()
}

/// Without an archive the file is empty: the command looks beside itself, and is not compiled anew when the app changes.
fn app() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=LAMPLIGHT_APP");
    let bytes = match env::var_os("LAMPLIGHT_APP").map(PathBuf::from) {
        Some(archive) => {
            println!("cargo:rerun-if-changed={}", archive.display());
            fs::read(&archive).map_err(|error| {
                io::Error::other(format!("LAMPLIGHT_APP names {}: {error}", archive.display()))
            })?
        }
        None => Vec::new(),
    };
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("app.tar.br"), bytes)
}

fn collect(path: PathBuf, files: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.insert(path);
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        collect(entry?.path(), files)?;
    }
    Ok(())
}
