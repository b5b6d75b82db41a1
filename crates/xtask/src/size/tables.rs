//! What cargo calls in place of rustc while it builds for readers: rustc itself, but for two files of pulldown-cmark. That saves 18 KB. A
//! build fails if the crate uses more of these files than is known here. `tests/fixtures/hostile` has all 2,125 names of characters.
//!
//! They hold tables that the browser has, and no feature leaves them out. The crate's sources are taken into `target/` as cargo
//! has them, and each of the two gives way to a call of `crates/unicase/src/browser.rs`. Natively nothing is different.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::tools::{TARGET, root};

#[derive(Hash)]
struct Table {
    file: &'static str,
    /// What the crate asks of the file, word for word: more than that would go missing.
    asked: &'static [&'static str],
    ours: &'static str,
}

const TABLES: [Table; 2] = [
    Table {
        file: "entities.rs",
        asked: &["pub(crate) fn get_entity(bytes: &[u8]) -> Option<&'static str> {"],
        ours: "pub(crate) use unicase::browser::entity as get_entity;\n",
    },
    Table {
        file: "puncttable.rs",
        asked: &[
            "pub(crate) fn is_ascii_punctuation(c: u8) -> bool {",
            "pub(crate) fn is_punctuation(c: char) -> bool {",
        ],
        ours: "pub(crate) use unicase::browser::is_punctuation;\n\
               pub(crate) fn is_ascii_punctuation(c: u8) -> bool {\n    c.is_ascii_punctuation()\n}\n",
    },
];

/// A flag that changes with what is put in place: cargo takes sources of other people's crates for unchangeable.
pub(crate) fn flag() -> String {
    let mut hasher = DefaultHasher::new();
    TABLES.hash(&mut hasher);
    format!("tables=\"{:x}\"", hasher.finish())
}

/// Has cargo, wherever `command` runs it, call this program in place of rustc.
pub(crate) fn left_out(command: &mut Command) -> Result<&mut Command> {
    Ok(command.env("RUSTC_WRAPPER", std::env::current_exe()?))
}

/// Whether this is cargo that asks, with rustc and its arguments.
pub(crate) fn is_called(program: &str) -> bool {
    Path::new(program).file_stem().is_some_and(|name| name == "rustc")
}

/// Runs rustc, as cargo asked for it.
pub(crate) fn run(program: &str, args: &[String]) -> Result<ExitCode> {
    let has = |flag: &str, value: &str| args.windows(2).any(|pair| pair == [flag, value]);
    let is_parser = has("--crate-name", "pulldown_cmark") && has("--target", TARGET);
    let mut rustc = Command::new(program);
    for arg in args {
        match is_parser && arg.ends_with("lib.rs") {
            true => rustc.arg(without_tables(Path::new(arg))?),
            false => rustc.arg(arg),
        };
    }
    let status = rustc.status().with_context(|| format!("`{program}` could not be started"))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// A copy of the crate with that root. Returns the copy's root.
fn without_tables(lib: &Path) -> Result<PathBuf> {
    let sources = lib.parent().context("lib.rs is in a folder")?;
    let copy = root().join("target/pulldown-cmark-without-tables");
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    fs::create_dir_all(&copy)?;
    for entry in fs::read_dir(sources)? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            fs::copy(entry.path(), copy.join(entry.file_name()))?;
        }
    }
    for Table { file, asked, ours } in TABLES {
        let file = copy.join(file);
        let theirs = fs::read_to_string(&file).unwrap_or_default();
        let shared = theirs.lines().filter(|line| line.trim_start().starts_with("pub"));
        if !shared.eq(asked.iter().copied()) {
            bail!(
                "{} shares other things than {}: pulldown-cmark has changed, and crates/xtask/src/size/tables.rs must follow",
                sources.join(file.file_name().unwrap_or_default()).display(),
                asked.join(" "),
            );
        }
        fs::write(&file, ours)?;
    }
    Ok(copy.join("lib.rs"))
}
