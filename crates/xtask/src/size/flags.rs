//! What no Cargo profile can say to the compiler, and what wasm-opt does after it: 71 KB, decision 26 has the steps.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::tables;
use crate::tools::{command, root, run};

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
/// is for nightly toolchains to ask; with `RUSTC_BOOTSTRAP` the one that `rust-toolchain.toml` pins does it too.
pub(crate) fn small(command: &mut Command) -> &mut Command {
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags())
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
        tables::flag(),
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
