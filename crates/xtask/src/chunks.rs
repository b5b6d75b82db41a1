//! Chunks: parts of the app that are fetched when somebody asks for them. `docs/decisions/0001-lazy-chunks.md` says why.
//!
//! Between the linker and wasm-bindgen the linked module is parted. Trunk has no hook at that point, so a program named
//! `wasm-bindgen`, first on Trunk's path, parts the module and calls the real one. That program is this one.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use wasm_split_cli_support::{Options, transform};
use wasmparser::{Parser, Payload};

use crate::size::flags;
use crate::tools::{command, root, say, stand_in_folder};

const NAME: &str = "wasm-bindgen";

/// The module that the app imports the loaders of its chunks from. It is written by [`finish`].
const LOADERS: &str = "./chunks.js";

/// What chunks call the exports of the first module.
const FIRST_MODULE: &str = "__wasm_split";

/// The table of functions that `public/chunk.js` calls the app by.
const TABLE: &str = "__indirect_function_table";

/// Between the stand-in and [`finish`]: the chunks, and which of them each loader needs.
fn parted() -> PathBuf {
    root().join("target/chunks")
}

/// Has Trunk, run by `command`, part the app.
pub(crate) fn parted_by(command: &mut Command) -> Result<&mut Command> {
    let folder = stand_in_folder();
    let stand_in = folder.join(NAME).with_extension(std::env::consts::EXE_EXTENSION);
    fs::create_dir_all(&folder)?;
    let _ = fs::remove_file(&stand_in);
    fs::copy(std::env::current_exe()?, &stand_in)
        .with_context(|| format!("can't write {}, which stands in for {NAME}", stand_in.display()))?;
    let known = command.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, path)| path);
    let known = known.map_or_else(|| std::env::var_os("PATH").unwrap_or_default(), OsString::from);
    let path = std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&known)))?;
    Ok(command.env("PATH", path).env("LAMPLIGHT_CHUNKS", "1"))
}

/// Whether this is Trunk that asks for wasm-bindgen.
pub(crate) fn is_called() -> bool {
    let program = std::env::args_os().next().map(PathBuf::from);
    program.is_some_and(|program| program.file_stem().is_some_and(|name| name == NAME))
}

/// Parts the module that wasm-bindgen is to work on, and has it work on the first part.
pub(crate) fn stand_in(args: &[String]) -> Result<ExitCode> {
    let mut real = command(NAME);
    match args.iter().position(|arg| arg.ends_with(".wasm")) {
        Some(at) => {
            let first = part(Path::new(&args[at]))
                .with_context(|| format!("{} could not be parted into chunks", args[at]))?;
            real.args(&args[..at]).arg(first).args(&args[at + 1..]);
            // Chunks use what the linker exports, by the names that it has there.
            real.arg("--keep-lld-exports");
            if !args.iter().any(|arg| arg == "--no-demangle") {
                real.arg("--no-demangle");
            }
        }
        // What version it is.
        None => drop(real.args(args)),
    }
    let status = real.status().with_context(|| format!("{NAME} could not be started"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Parts a linked module. Returns the first part.
fn part(linked: &Path) -> Result<PathBuf> {
    let folder = parted();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let first = folder.join("lamplight-app.wasm");
    let bytes = fs::read(linked)?;
    let mut options = Options::new(&bytes);
    options.output_dir = &folder;
    options.main_out_path = &first;
    options.link_name = LOADERS;
    let parts = transform(options).map_err(|error| {
        anyhow!("{error:#}; wasm_split_cli_support and wasm_split_helpers (of leptos) must fit this rustc and wasm-bindgen")
    })?;
    if parts.split_modules.is_empty() {
        bail!(
            "no function of the app is marked as in a chunk (`in_chunk!` in src/widget): has build.rs set `cfg(chunks)`?"
        );
    }
    // Sorted: the bytes of a build depend on nothing but its sources.
    let needs: serde_json::Map<String, Value> =
        parts.prefetch_map.into_iter().map(|(name, files)| (name, files.into())).collect();
    fs::write(folder.join("needs.json"), serde_json::to_string(&needs)?)?;
    Ok(first)
}

/// Puts the chunks into the folder of the built app, small, and writes the module with their loaders. Does nothing for an app
/// that was not parted, which `trunk serve` makes.
///
/// Returns the exports of the first module that chunks and their loaders know by name.
pub(crate) fn finish(staging: &Path) -> Result<BTreeSet<String>> {
    let glue = fs::read_to_string(staging.join("lamplight-app.js"))?;
    let to = staging.join("chunks");
    let mut shared = BTreeSet::from([TABLE.to_owned()]);
    if !glue.contains(LOADERS) {
        return Ok(shared);
    }
    fs::create_dir_all(&to)?;
    let needs =
        fs::read_to_string(parted().join("needs.json")).context("the app was parted by no stand-in")?;
    let needs: serde_json::Map<String, Value> = serde_json::from_str(&needs)?;
    let first = interface(&staging.join("lamplight-app_bg.wasm"))?;
    let mut loaders = String::from("import { loader } from \"./chunk.js\";\n");
    let mut known = BTreeSet::new();
    for (name, files) in &needs {
        let files: Vec<String> = serde_json::from_value(files.clone())?;
        let mut marks = Vec::new();
        for file in files {
            let stem = stem(&file);
            let chunk = to.join(&stem).with_extension("wasm");
            if known.insert(stem.clone()) {
                fs::copy(parted().join(&file).with_extension("wasm"), &chunk)?;
                flags::shrink(&chunk)?;
                shared.extend(fitting(&chunk, &first)?);
            }
            // The bundler puts address and integrity in their places.
            marks.push(format!("[\"__CHUNK_{stem}__\", \"__INTEGRITY_{stem}__\"]"));
        }
        loaders += &format!("export const __wasm_split_load_{name} = loader({});\n", marks.join(", "));
    }
    fs::write(staging.join("chunks.js"), loaders)?;
    say(&format!("The app has {} chunks: {}", known.len(), known.into_iter().collect::<Vec<_>>().join(", ")));
    Ok(shared)
}

/// Tells which files a chunk needs, by the beginnings of their names in a built site.
///
/// # Errors
/// If the app was not parted.
pub(crate) fn needs() -> Result<impl Fn(&str) -> Vec<String>> {
    let path = parted().join("needs.json");
    let text = fs::read_to_string(&path).with_context(|| format!("{} is missing", path.display()))?;
    let needs: BTreeMap<String, Vec<String>> = serde_json::from_str(&text)?;
    Ok(move |chunk: &str| needs.get(chunk).into_iter().flatten().map(|file| stem(file)).collect())
}

/// `split_reader` is the chunk `reader`; `chunk_3` is what several chunks share.
fn stem(file: &str) -> String {
    match file.strip_prefix("split_") {
        Some(name) => name.to_owned(),
        None => file.replace("chunk_", "shared-"),
    }
}

#[derive(Default)]
struct Interface {
    imports: BTreeSet<(String, String)>,
    exports: BTreeSet<String>,
}

fn interface(module: &Path) -> Result<Interface> {
    let bytes = fs::read(module)?;
    let mut found = Interface::default();
    for payload in Parser::new(0).parse_all(&bytes) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    found.imports.insert((import.module.to_owned(), import.name.to_owned()));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    found.exports.insert(export?.name.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// What a chunk imports. It gets all of it from the first module, and that by the same names.
fn fitting(chunk: &Path, first: &Interface) -> Result<BTreeSet<String>> {
    let imports = interface(chunk)?.imports;
    for (module, name) in &imports {
        if module != FIRST_MODULE || !first.exports.contains(name) {
            bail!(
                "{} imports `{name}` of `{module}`, which the first module does not export: wasm-bindgen or wasm-opt has \
                 taken it out or renamed it, and crates/xtask/src/chunks.rs must prevent that",
                chunk.display()
            );
        }
    }
    Ok(imports.into_iter().map(|(_, name)| name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with one import and one export of a global.
    fn module(import: (&str, &str), export: &str) -> Vec<u8> {
        let name = |text: &str| [&[u8::try_from(text.len()).unwrap_or_default()], text.as_bytes()].concat();
        let section =
            |id: u8, body: Vec<u8>| [vec![id, u8::try_from(body.len()).unwrap_or_default()], body].concat();
        let import = [vec![1], name(import.0), name(import.1), vec![3, 0x7f, 0]].concat();
        let export = [vec![1], name(export), vec![3, 0]].concat();
        [b"\0asm\x01\0\0\0".to_vec(), section(2, import), section(7, export)].concat()
    }

    #[test]
    fn a_chunk_that_does_not_fit_is_refused() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("lamplight-chunks-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let file = |name: &str, bytes: Vec<u8>| -> Result<PathBuf> {
            fs::write(folder.join(name), bytes)?;
            Ok(folder.join(name))
        };
        let first = interface(&file("first.wasm", module(("x", "y"), "__stack_pointer"))?)?;
        let good = file("good.wasm", module((FIRST_MODULE, "__stack_pointer"), "z"))?;
        assert!(fitting(&good, &first).is_ok());
        for (name, import) in [("other", (FIRST_MODULE, "gone")), ("foreign", ("env", "__stack_pointer"))] {
            assert!(fitting(&file(name, module(import, "z"))?, &first).is_err(), "{name}");
        }
        fs::remove_dir_all(folder)?;
        Ok(())
    }

    #[test]
    fn chunks_are_named_by_what_is_in_them() {
        assert_eq!(stem("split_reader"), "reader");
        assert_eq!(stem("chunk_3"), "shared-3");
    }
}
