//! Short names of what the app's module and its script know of each other: 4 KB. It saves less than a rewriting of text should, and
//! stays because the first module would exceed its budget without it. A build fails if a long name is left.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ExportSection, ImportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

use crate::scripts::bundled;
use crate::tools::output;

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

/// The app's script, bundled by `esbuild` with its glue, with the short names of its module.
///
/// # Errors
/// If a long name is left, which the module would not find.
pub(crate) fn script(file: &Path, names: &Names) -> Result<String> {
    let cache = file.with_extension("names.json");
    fs::write(&cache, serde_json::to_string(names)?)?;
    let all: Vec<String> = names.keys().map(|name| name.replace('$', "\\$")).collect();
    let mut esbuild = bundled(file, "esm");
    // What glue warns of is how it is called. Scripts with glue tell what they have to tell by `console.info`.
    esbuild.arg("--pure:console.warn");
    esbuild.arg(format!("--mangle-props=^(?:{})$", all.join("|")));
    esbuild.arg(format!("--mangle-cache={}", cache.display()));
    let text = output(&mut esbuild)?;
    fs::remove_file(cache)?;
    if let Some(long) = names.keys().find(|long| text.contains(long.as_str())) {
        bail!(
            "{} still says `{long}`, which is `{}` in its module: wasm-bindgen writes its glue in another way now, and \
             crates/xtask/src/size/names.rs must learn it",
            file.display(),
            names[long]
        );
    }
    Ok(text)
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
