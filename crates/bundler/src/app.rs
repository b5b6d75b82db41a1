//! The app as Trunk built it: taken from its folder, named by content, the same for every site.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lamplight_content::model::Site;

use crate::output::{ASSETS, Output, hash};

/// What pages need to know of the app.
pub(crate) struct App {
    /// `index.html`, with its marks still in.
    pub template: String,
}

/// Where the app is if nobody says: beside the command, as `cargo xtask build` and a release put it.
pub(crate) fn default_folder() -> Option<PathBuf> {
    let exe = std::env::current_exe().ok()?;
    let beside = exe.parent()?.parent()?.join("app");
    beside.join("index.html").is_file().then_some(beside)
}

/// Copies the app into the output. Script, module and style get names made of their final bytes.
pub(crate) fn add(folder: &Path, site: &Site, output: &mut Output) -> Result<App> {
    let read = |name: &str| {
        fs::read_to_string(folder.join(name)).with_context(|| {
            format!("{} is not a built app: it has no {name}; run `cargo xtask build`", folder.display())
        })
    };
    let wasm_path = folder.join("lamplight-app_bg.wasm");
    let wasm = fs::read(&wasm_path).with_context(|| format!("can't read {}", wasm_path.display()))?;
    let integrity = sha256_base64(&wasm);
    let wasm = named("lamplight", "wasm", wasm, output);
    let glue = named("lamplight", "js", read("lamplight-app.js")?.into_bytes(), output);
    let boot = read("boot.js")?
        .replace("__GLUE__", &format!("./{glue}"))
        .replace("__WASM__", &format!("./{wasm}"))
        .replace("__INTEGRITY__", &integrity);
    let boot_integrity = sha256_base64(boot.as_bytes());
    let boot = named("boot", "js", boot.into_bytes(), output);
    let css = flatten(&folder.join("style"), "main.css")?;
    let css_integrity = sha256_base64(css.as_bytes());
    let css = named("style", "css", css.into_bytes(), output);
    for file in ["icon.svg", "favicon.ico"] {
        if folder.join(file).is_file() {
            output.copy(file, &folder.join(file));
        }
    }
    let links = format!(
        "<link rel=\"stylesheet\" href=\"{base}{ASSETS}/{css}\" integrity=\"{css_integrity}\">\
         <script type=\"module\" src=\"{base}{ASSETS}/{boot}\" integrity=\"{boot_integrity}\"></script>\
         <link rel=\"icon\" href=\"{base}icon.svg\" type=\"image/svg+xml\">",
        base = site.base
    );
    // Trunk leaves its own instructions in the page when it is told to write no script.
    let template = read("index.html")?;
    let template = template.lines().filter(|line| !line.contains("data-trunk") && !line.trim().is_empty());
    Ok(App { template: (template.collect::<Vec<_>>().join("\n") + "\n").replace("<!--app-->", &links) })
}

fn named(stem: &str, ending: &str, bytes: Vec<u8>, output: &mut Output) -> String {
    let name = format!("{stem}-{}.{ending}", &hash(&bytes).0[..16]);
    output.add(&format!("{ASSETS}/{name}"), bytes);
    name
}

/// One file of a style sheet and all that it imports: each import costs a reader a round trip.
///
/// Only the one form that our own sheets use is known: `@import "file.css" layer(name);` on a line of its own.
fn flatten(folder: &Path, name: &str) -> Result<String> {
    let path = folder.join(name);
    let text = fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
    let mut out = String::new();
    for line in text.lines() {
        let import = line.strip_prefix("@import \"").and_then(|rest| rest.split_once("\" layer("));
        match import.and_then(|(file, rest)| Some((file, rest.strip_suffix(");")?))) {
            Some((file, layer)) => {
                out.push_str(&format!("@layer {layer} {{\n{}}}\n", flatten(folder, file)?));
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    Ok(out)
}

/// A Subresource Integrity value.
fn sha256_base64(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(bytes);
    let mut out = "sha256-".to_owned();
    for chunk in digest.chunks(3) {
        let word = chunk.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let digit = DIGITS[(word >> (18 - 6 * i) & 63) as usize];
            out.push(if i > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrity_is_base64_of_sha256() {
        assert_eq!(sha256_base64(b""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
