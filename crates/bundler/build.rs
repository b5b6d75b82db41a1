//! Names this program by its sources, so that it believes no cache that another one has left: see `src/cache/build_cache.rs`.
//! Lists the files of the guide, which are part of the program: see `src/docs.rs`. Puts the app into it, if `LAMPLIGHT_APP` names
//! the archive that `cargo xtask dist` has packed: see `src/app_files.rs`.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
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
    guide(&root.join("docs").canonicalize()?)?;
    app()
}

/// Writes the list of the guide's files: names in its folder, and their bytes.
fn guide(docs: &Path) -> io::Result<()> {
    let (mut files, mut reference) = (BTreeSet::new(), BTreeSet::new());
    collect(docs.join("guide"), &mut files)?;
    collect(docs.join("reference"), &mut reference)?;
    // The folder has a page about itself, which is a list of the others.
    reference.remove(&docs.join("reference/README.md"));
    let beside = ["diagnostics.md", "marks.md", "hosting.md"].map(|name| docs.join(name));
    for folder in ["guide", "reference"].map(|name| docs.join(name)).iter().chain(&beside) {
        println!("cargo:rerun-if-changed={}", folder.display());
    }
    let mut list = String::from("&[");
    for file in &files {
        let name = file.strip_prefix(docs.join("guide")).unwrap_or(file);
        list += &entry(&name.to_string_lossy().replace('\\', "/"), file);
    }
    // As in the repository, so that links between them lead somewhere.
    for file in reference.iter().chain(&beside) {
        let name = file.strip_prefix(docs).unwrap_or(file);
        list += &entry(&format!("pages/{}", name.to_string_lossy().replace('\\', "/")), file);
    }
    list += "]";
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("guide.rs"), list)
}

fn entry(name: &str, file: &Path) -> String {
    format!("({name:?}, include_bytes!({:?})),\n", file.display().to_string())
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
