//! The two modules that readers load, as small as they can be made: built with a standard library of their own, then
//! shrunk, then their names shortened.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::rustc;
use crate::tools::{command, output, root, run};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

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

/// The module that the first search loads: as Trunk makes the app, without Trunk, which makes one of each page.
pub(crate) fn search_engine(staging: &Path) -> Result<()> {
    let mut build = command("cargo");
    build.args(["build", "--locked", "--profile", "wasm", "--target", TARGET]);
    build.args(["--package", "lamplight-search", "--no-default-features", "--features", "browser"]);
    run(small(&mut build)?)?;
    let built = root().join("target").join(TARGET).join("wasm/lamplight_search.wasm");
    let mut bind = command("wasm-bindgen");
    bind.args(["--target", "web", "--no-typescript", "--out-name", "lamplight-search", "--out-dir"]);
    run(bind.arg(staging).arg(built))
}

/// Makes a module smaller in its place. Returns what its imports and exports are called after that.
pub(crate) fn shrink(module: &Path) -> Result<Names> {
    let mut shrink = command("wasm-opt");
    shrink.arg(module).arg("-o").arg(module).args(["-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"]);
    shrink.args(["--one-caller-inline-max-function-size=20", "--minify-imports-and-exports-and-modules"]);
    let told = output(shrink.args(FEATURES.map(|feature| format!("--enable-{feature}"))))?;
    let mut told: Value = serde_json::from_str(&told).context("wasm-opt tells new names as JSON")?;
    let mut rows = |key: &str| told[key].take();
    let imports: Vec<(String, String, String)> = serde_json::from_value(rows("imports"))?;
    let exports: Vec<(String, String)> = serde_json::from_value(rows("exports"))?;
    Ok(Names {
        imports: imports.into_iter().map(|(_, long, short)| (long, short)).collect(),
        exports: exports.into_iter().collect(),
    })
}

/// Long names and short ones of what a module and its glue know of each other.
pub(crate) struct Names {
    imports: HashMap<String, String>,
    exports: HashMap<String, String>,
}

/// What wasm-opt calls the one module that all imports come from.
const MODULE: &str = "a";

impl Names {
    /// The glue of wasm-bindgen with the short names.
    ///
    /// # Errors
    /// If a name of the module is not where wasm-bindgen used to write it.
    pub(crate) fn shorten(&self, glue: &str) -> Result<String> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let mut out = String::with_capacity(glue.len());
        let (mut rest, mut found) = (glue, 0);
        while let Some(start) = rest.find(is_part) {
            let (before, from) = rest.split_at(start);
            let (name, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
            out.push_str(before);
            // `name: function(…)` in the object of imports, `wasm.name` wherever an export is used.
            let short = match self.imports.get(name) {
                Some(short) if after.starts_with(": function") => {
                    found += 1;
                    Some(short)
                }
                _ if out.ends_with("wasm.") => self.exports.get(name),
                _ => None,
            };
            out.push_str(short.map_or(name, String::as_str));
            rest = after;
        }
        out.push_str(rest);
        let module = out.split_once("_bg.js\": import0").and_then(|(before, _)| before.rfind('"'));
        let (Some(start), true) = (module, found == self.imports.len()) else {
            bail!(
                "{found} of {} imports were found in the glue; wasm-bindgen writes it in another way now, and \
                 crates/xtask/src/wasm.rs must learn it",
                self.imports.len()
            );
        };
        let end = start + out[start..].find(": import0").unwrap_or_default();
        out.replace_range(start..end, &format!("\"{MODULE}\""));
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let map = |rows: [(&str, &str); 2]| rows.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        Names {
            imports: map([("__wbg_then_12", "b"), ("__wbg_throw_3", "c")]),
            exports: map([("memory", "d"), ("main", "e")]),
        }
    }

    #[test]
    fn glue_gets_the_short_names_where_they_are_meant() -> Result<()> {
        let glue = "const import0 = { __wbg_then_12: function(main) {}, __wbg_throw_3: function(memory) {} };\n\
                    return { \"./app_bg.js\": import0 };\nwasm.main(wasm.memory.buffer, memory); wasm.other();";
        let short = "const import0 = { b: function(main) {}, c: function(memory) {} };\n\
                     return { \"a\": import0 };\nwasm.e(wasm.d.buffer, memory); wasm.other();";
        assert_eq!(names().shorten(glue)?, short);
        Ok(())
    }

    #[test]
    fn glue_of_another_shape_is_refused() {
        let glue = "({ \"./app_bg.js\": import0, then: __wbg_then_12 })";
        assert!(names().shorten(glue).is_err());
    }
}
