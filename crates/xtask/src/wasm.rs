//! The modules that readers load, as small as they can be made: built with a standard library of their own, then shrunk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ExportSection, ImportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

use crate::rustc;
use crate::tools::{command, output, root, run};

/// What wasm-opt may take for granted.
const FEATURES: [&str; 6] = [
    "bulk-memory",
    "nontrapping-float-to-int",
    "sign-ext",
    "mutable-globals",
    "reference-types",
    "multivalue",
];

/// Has cargo, wherever `command` runs it, build for readers.
///
/// A panic ends the app in any case (`boot.js` gives the page back to the browser), so nothing needs to be kept of what it would
/// say: neither texts nor places nor what formats them. That must be decided before the standard library is built, which
/// is for nightly toolchains to ask; with `RUSTC_BOOTSTRAP` the one that `rust-toolchain.toml` pins does it too. What stands
/// between cargo and rustc is in `rustc.rs`.
pub(crate) fn small(command: &mut Command) -> Result<&mut Command> {
    Ok(command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC_WRAPPER", std::env::current_exe()?)
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags()))
}

/// The flags of `.cargo/config.toml`, those that leave panics out, and names in place of this machine's folders: the app
/// must not tell where it was built, and comes out the same wherever that is.
fn rust_flags() -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let of =
        |name: &str, folder: &str| std::env::var_os(name).map_or_else(|| home.join(folder), PathBuf::from);
    let hide = |folder: &Path, name: &str| format!("--remap-path-prefix={}={name}", folder.display());
    let flags = [
        "--cfg".to_owned(),
        "erase_components".to_owned(),
        "--cfg".to_owned(),
        rustc::flag(),
        "-Zunstable-options".to_owned(),
        "-Cpanic=immediate-abort".to_owned(),
        "-Zlocation-detail=none".to_owned(),
        "-Zfmt-debug=none".to_owned(),
        hide(&of("CARGO_HOME", ".cargo"), "cargo"),
        hide(&of("RUSTUP_HOME", ".rustup"), "rustup"),
        hide(&root(), "lamplight"),
    ];
    // Cargo's own separator: paths may hold blanks.
    flags.join("\u{1f}")
}

/// Makes a module smaller in its place.
pub(crate) fn shrink(module: &Path) -> Result<()> {
    let mut shrink = command("wasm-opt");
    shrink.arg(module).arg("-o").arg(module).args(["-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"]);
    shrink.arg("--one-caller-inline-max-function-size=20");
    run(shrink.args(FEATURES.map(|feature| format!("--enable-{feature}"))))
}

/// Short names of what a module and its glue know of each other, by the long ones that wasm-bindgen gives: 4 KB in brotli.
pub(crate) type Names = BTreeMap<String, String>;

/// Gives a module's imports from its glue short names, and its exports too, but for those that others than its glue know by name.
pub(crate) fn shorten(module: &Path, kept: &BTreeSet<String>) -> Result<Names> {
    let bytes = fs::read(module)?;
    let (short, names) = shortened(&bytes, kept)
        .with_context(|| format!("the names in {} can't be shortened", module.display()))?;
    fs::write(module, short)?;
    Ok(names)
}

fn shortened(bytes: &[u8], kept: &BTreeSet<String>) -> Result<(Vec<u8>, Names)> {
    let mut names = Names::new();
    let mut short = |long: &str| {
        let number = names.len();
        names.entry(long.to_owned()).or_insert_with(|| nth_name(number)).clone()
    };
    let mut module = Module::new();
    let mut same = RoundtripReencoder;
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(imports) => {
                let mut section = ImportSection::new();
                for import in imports.into_imports() {
                    let import = import?;
                    let is_of_glue = import.module.ends_with("_bg.js");
                    let name = if is_of_glue { short(import.name) } else { import.name.to_owned() };
                    section.import(import.module, &name, same.entity_type(import.ty)?);
                }
                module.section(&section);
            }
            Payload::ExportSection(exports) => {
                let mut section = ExportSection::new();
                for export in exports {
                    let export = export?;
                    // Those with plain names are called by scripts of ours.
                    let stays = !export.name.starts_with('_') || kept.contains(export.name);
                    let name = if stays { export.name.to_owned() } else { short(export.name) };
                    section.export(&name, same.export_kind(export.kind)?, export.index);
                }
                module.section(&section);
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                    module.section(&RawSection { id, data: &bytes[range] });
                }
            }
        }
    }
    Ok((module.finish(), names))
}

/// `a` to `z`, `A` to `Z`, then `aa` and so on.
fn nth_name(mut number: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = Vec::new();
    loop {
        name.insert(0, char::from(LETTERS[number % LETTERS.len()]));
        match (number / LETTERS.len()).checked_sub(1) {
            Some(rest) => number = rest,
            None => return name.into_iter().collect(),
        }
    }
}

/// A script with its modules and glue in one text, small, and with the short names of its module.
///
/// # Errors
/// If a long name is left, which the module would not find.
pub(crate) fn script(file: &Path, format: &str, names: &Names) -> Result<String> {
    let mut small = command("esbuild");
    small.args(["--bundle", "--minify", "--target=es2022", "--charset=utf8", "--log-level=warning"]);
    small.arg(format!("--format={format}")).arg(file);
    if !names.is_empty() {
        // What glue warns of is how it is called. Scripts with glue tell what they have to tell by `console.info`.
        small.arg("--pure:console.warn");
        let cache = file.with_extension("names.json");
        fs::write(&cache, serde_json::to_string(names)?)?;
        let all: Vec<String> = names.keys().map(|name| name.replace('$', "\\$")).collect();
        small.arg(format!("--mangle-props=^(?:{})$", all.join("|")));
        small.arg(format!("--mangle-cache={}", cache.display()));
        let text = output(&mut small)?;
        fs::remove_file(cache)?;
        if let Some(long) = names.keys().find(|long| text.contains(long.as_str())) {
            bail!(
                "{} still says `{long}`, which is `{}` in its module: wasm-bindgen writes its glue in another way now, and \
                 crates/xtask/src/wasm.rs must learn it",
                file.display(),
                names[long]
            );
        }
        return Ok(text);
    }
    output(&mut small)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, ExportKind, MemoryType};

    #[test]
    fn names_of_the_glue_are_short_and_others_stay() -> Result<()> {
        let memory =
            MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
        let mut imports = ImportSection::new();
        imports.import("./x_bg.js", "__wbg_memory_1", EntityType::Memory(memory));
        imports.import("./chunks.js", "__wasm_split_load_x", EntityType::Memory(memory));
        let mut exports = ExportSection::new();
        for name in ["memory", "__wbindgen_free", "__table"] {
            exports.export(name, ExportKind::Memory, 0);
        }
        let mut module = Module::new();
        module.section(&imports).section(&exports);
        let kept = BTreeSet::from(["__table".to_owned()]);
        let (bytes, names) = shortened(&module.finish(), &kept)?;
        assert_eq!(
            names,
            [("__wbg_memory_1", "a"), ("__wbindgen_free", "b")].map(|(a, b)| (a.into(), b.into())).into()
        );
        let (mut imports, mut exports) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(&bytes) {
            match payload? {
                Payload::ImportSection(all) => {
                    for import in all.into_imports() {
                        imports.push(import?.name.to_owned());
                    }
                }
                Payload::ExportSection(all) => {
                    for export in all {
                        exports.push(export?.name.to_owned());
                    }
                }
                _ => {}
            }
        }
        assert_eq!(
            (imports, exports),
            (
                vec!["a".to_owned(), "__wasm_split_load_x".to_owned()],
                vec!["memory".to_owned(), "b".to_owned(), "__table".to_owned()],
            )
        );
        Ok(())
    }

    #[test]
    fn names_do_not_repeat() {
        let all: BTreeSet<_> = (0..4_000).map(nth_name).collect();
        assert_eq!(
            (all.len(), nth_name(0), nth_name(51), nth_name(52)),
            (4_000, "a".into(), "Z".into(), "aa".into())
        );
    }
}
