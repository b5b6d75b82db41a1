//! What goes with the program: manual pages and completions, licences of what it contains, and lists of it (SBOM).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::binary::Target;
use crate::setup;
use crate::tools::{TARGET, command, output, root, run, say};

/// All of it.
pub(super) struct Notices {
    /// A folder with `man/`, `completions/` and `grammars.md`, as the program has written them.
    pub packaging: PathBuf,
    /// Markdown: every crate in the program and in the app, by licence, with the licence's text.
    pub licenses: String,
    /// CycloneDX in JSON, of the command and of the app within it.
    pub sboms: Vec<(&'static str, Vec<u8>)>,
}

/// Two packages are within the program: the command, and the app for browsers.
struct Contents {
    name: &'static str,
    manifest: &'static str,
    features: &'static [&'static str],
}

const CONTENTS: [Contents; 2] = [
    Contents { name: "command", manifest: "crates/bundler/Cargo.toml", features: &[] },
    Contents { name: "app", manifest: "Cargo.toml", features: &["--features", "csr"] },
];

/// Collects it. `time` is in seconds since 1970.
///
/// # Errors
/// If a tool can't be installed, or a crate has a licence that `about.toml` does not accept.
pub(super) fn all(target: &Target, program: &Path, time: u64) -> Result<Notices> {
    let packaging = root().join("target/packaging");
    let _ = fs::remove_dir_all(&packaging);
    run(command(&program.to_string_lossy()).arg("packaging").arg(&packaging))?;
    let (about, cyclonedx) = (setup::cargo_about()?, setup::cargo_cyclonedx()?);
    say("Licences and lists of what is within (cargo-about, cargo-cyclonedx)");
    let mut licenses = String::from("# Licences of what Lamplight contains\n\n");
    let mut sboms = Vec::new();
    for contents in &CONTENTS {
        let triple = if contents.name == "app" { TARGET } else { &target.triple };
        let mut generate = command(&about.to_string_lossy());
        generate.args([
            "generate",
            "--fail",
            "--locked",
            "--target",
            triple,
            "--manifest-path",
            contents.manifest,
        ]);
        licenses += &format!(
            "# In the {}\n\n{}\n",
            contents.name,
            output(generate.args(contents.features).arg("about.hbs"))?
        );
        sboms.push((contents.name, sbom(&cyclonedx, contents, triple, time)?));
    }
    let grammars = fs::read_to_string(packaging.join("grammars.md"))?;
    licenses += &format!("# Grammars that colour code\n\n{grammars}");
    Ok(Notices { packaging, licenses, sboms })
}

/// The tool writes a file beside the manifest of every package of the workspace; only one of them is wanted.
fn sbom(cyclonedx: &Path, contents: &Contents, triple: &str, time: u64) -> Result<Vec<u8>> {
    const NAME: &str = "lamplight-sbom";
    let mut list = command(&cyclonedx.to_string_lossy());
    list.env("SOURCE_DATE_EPOCH", time.to_string())
        .args(["cyclonedx", "--format", "json", "--override-filename", NAME, "--target", triple])
        .args(["--manifest-path", contents.manifest])
        .args(contents.features);
    let listed = run(&mut list);
    let file = |folder: &Path| folder.join(format!("{NAME}.json"));
    let wanted = root().join(contents.manifest).parent().map(&file).unwrap_or_default();
    let bytes = fs::read(&wanted);
    let mut folders = vec![root()];
    for entry in fs::read_dir(root().join("crates"))? {
        folders.push(entry?.path());
    }
    folders.iter().for_each(|folder| drop(fs::remove_file(file(folder))));
    listed?;
    bytes.with_context(|| format!("cargo-cyclonedx has not written {}", wanted.display()))
}
