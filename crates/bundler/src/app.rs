//! The app as Trunk built it: its files named by content, the same for every site.

use anyhow::{Result, bail};
use lamplight_format::model::Site;

use crate::app_files::AppFiles;
use crate::config::Config;
use crate::language::Language;
use crate::output::names::{APP, FAVICON, ICON, INDEX, WEB_MANIFEST, WORKER, icon_of};
use crate::output::{Output, hash};

/// What pages need to know of the app.
pub(crate) struct App {
    /// `index.html`, with placeholders for what differs from page to page.
    pub template: String,
    /// The content security policy, for a `<meta>` and for the header of hosts that send some.
    pub policy: String,
    /// A version of the app and of the frame of pages: 16 hex digits that change when either does.
    pub version: String,
    /// The service worker, with a placeholder for its list of files.
    pub worker: String,
    /// The service worker that unregisters itself, in place of an earlier one.
    pub no_worker: String,
}

/// Copies the app into the output. Its files get names made of their final bytes.
pub(crate) fn add(files: &AppFiles, site: &Site, config: &Config, output: &mut Output) -> Result<App> {
    let language = Language::of(&config.language, &config.words);
    let read = |name: &str| files.text(name).and_then(|script| language.with_texts(&script));
    // A script with the style sheet of what it adds to pages. The style sheet of pages declares the layer already.
    let styled = |stem: &str| -> Result<String> {
        let css =
            serde_json::to_string(&format!("@layer component{{{}}}", files.text(&format!("{stem}.css"))?))?;
        Ok(read(&format!("{stem}.js"))?.replace("\"__STYLE__\"", &css))
    };
    let wasm = files.bytes("lamplight-app_bg.wasm")?;
    let integrity = sha256_base64(&wasm);
    let wasm = named("lamplight", "wasm", wasm, output);
    let nothing = || (String::new(), String::new());
    let (offline, offline_integrity) = match site.offline {
        true => script("offline", styled("offline")?, output),
        false => nothing(),
    };
    let (reading, reading_integrity) = script("reading", styled("reading")?, output);
    let (app, app_integrity) =
        script("app", with_chunks(files, files.text("app.js")?, site, output)?, output);
    let boot = read("boot.js")?
        .replace("__APP__", &app)
        .replace("__APP_INTEGRITY__", &app_integrity)
        .replace("__READING__", &reading)
        .replace("__READING_INTEGRITY__", &reading_integrity)
        .replace("__SEARCHES__", if site.search { "on" } else { "" })
        .replace("__WASM__", &format!("./{wasm}"))
        .replace("__INTEGRITY__", &integrity)
        .replace("__OFFLINE__", &offline)
        .replace("__OFFLINE_INTEGRITY__", &offline_integrity);
    let boot_integrity = sha256_base64(boot.as_bytes());
    let boot = named("boot", "js", boot.into_bytes(), output);
    if !config.icon.is_empty() {
        let own = config.root.join(&config.icon);
        if !own.is_file() {
            bail!("`icon` names {}, which is not there", own.display());
        }
        output.copy(ICON, &own);
    }
    for file in [ICON, FAVICON] {
        if files.has(file) {
            output.add(file, files.bytes(file)?);
        }
    }
    // Inline, so that the first paint waits for no second request. The same on all pages, so that the policy needs one hash.
    let css = files.text("style.css")?;
    let policy = policy(&sha256_base64(css.as_bytes()), site, &config.frames);
    let version = hash([boot.as_str(), &css].concat().as_bytes()).0[..16].to_owned();
    // `data-cfasync` before `src` keeps Cloudflare's Rocket Loader from deferring the script.
    let links = format!(
        "<style>{css}</style>\
         <script data-cfasync=\"false\" type=\"module\" async fetchpriority=\"low\" src=\"{base}{APP}/{boot}\" integrity=\"{boot_integrity}\"></script>\
         <link rel=\"icon\" href=\"{base}{ICON}\" type=\"image/svg+xml\">\
         <link rel=\"apple-touch-icon\" href=\"{base}{touch_icon}\">\
         <link rel=\"manifest\" href=\"{base}{WEB_MANIFEST}\">",
        base = site.base,
        touch_icon = icon_of(192, false)
    );
    // Trunk leaves its own instructions in the page when it is asked to write no script.
    let template = files.text(INDEX)?;
    let template =
        template.lines().map(str::trim).filter(|line| !line.contains("data-trunk") && !line.is_empty());
    let template = (template.collect::<Vec<_>>().join("\n") + "\n").replace("<!--app-->", &links);
    let (worker, no_worker) = (files.text(WORKER)?, files.text("sw-off.js")?);
    Ok(App { template, policy, version, worker, no_worker })
}

/// Whether a site has a use for a chunk.
fn is_of_use(chunk: &str, site: &Site) -> bool {
    match chunk {
        "search" => site.search,
        "library" => site.offline,
        _ => true,
    }
}

/// Adds the chunks of the app, and writes their addresses and integrities into its script.
fn with_chunks(files: &AppFiles, mut script: String, site: &Site, output: &mut Output) -> Result<String> {
    // An app may have none.
    for chunk in files.names_in("chunks")? {
        let stem = chunk.split('.').next().unwrap_or_default();
        let bytes = files.bytes(&format!("chunks/{chunk}"))?;
        script = script.replace(&format!("__INTEGRITY_{stem}__"), &sha256_base64(&bytes));
        // What a site has no use for is not published.
        let name = match is_of_use(stem, site) {
            true => named(stem, "wasm", bytes, output),
            false => String::new(),
        };
        script = script.replace(&format!("__CHUNK_{stem}__"), &format!("./{name}"));
    }
    match script.split("__CHUNK_").nth(1).and_then(|rest| rest.split("__").next()) {
        Some(missing) => {
            bail!("the app's chunk `{missing}` is not in {}; run `cargo xtask build`", files.place())
        }
        None => Ok(script),
    }
}

/// The content security policy: our own program and style sheet, pictures and sound from anywhere, nothing else.
fn policy(style: &str, site: &Site, frames: &[String]) -> String {
    // On a secure site browsers upgrade `http:` pictures to `https:` before they look at the policy.
    let others = if site.is_secure() { "https:" } else { "https: http:" };
    let (pictures, recordings) =
        (format!("img-src 'self' data: {others}"), format!("media-src 'self' {others}"));
    let frames: String = frames.iter().map(|host| format!(" https://{host}")).collect();
    let style = format!("style-src '{style}'");
    let mut rules = vec![
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        &style,
        &pictures,
        &recordings,
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
    ];
    let frames = format!("frame-src{frames}");
    if frames.contains(' ') {
        rules.push(&frames);
    }
    rules.join("; ")
}

/// Adds a script that another one loads: its address as seen from there, and its integrity.
fn script(stem: &str, text: String, output: &mut Output) -> (String, String) {
    let integrity = sha256_base64(text.as_bytes());
    (format!("./{}", named(stem, "js", text.into_bytes(), output)), integrity)
}

fn named(stem: &str, ending: &str, bytes: Vec<u8>, output: &mut Output) -> String {
    let name = format!("{stem}-{}.{ending}", &hash(&bytes).0[..16]);
    output.add(&format!("{APP}/{name}"), bytes);
    name
}

/// A Subresource Integrity value.
pub(crate) fn sha256_base64(bytes: &[u8]) -> String {
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
    use std::fs;

    use super::*;

    #[test]
    fn chunks_are_named_by_their_bytes_and_a_missing_one_is_an_error() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("chunks"))?;
        fs::write(folder.path().join("chunks/reader.wasm"), "bytes")?;
        let boot = "load([\"__CHUNK_reader__\", \"__INTEGRITY_reader__\"])".to_owned();
        let mut output = Output::default();
        let site = Site::default();
        let files = AppFiles::find(Some(folder.path()))?;
        let filled = with_chunks(&files, boot, &site, &mut output)?;
        let name = format!("reader-{}.wasm", &hash(b"bytes").0[..16]);
        assert_eq!(filled, format!("load([\"./{name}\", \"{}\"])", sha256_base64(b"bytes")));
        assert_eq!(output.bytes(&format!("{APP}/{name}")).as_deref(), Some(b"bytes".as_slice()));
        let missing = with_chunks(&files, "\"__CHUNK_export__\"".to_owned(), &site, &mut output);
        assert!(missing.is_err_and(|error| error.to_string().contains("`export`")));
        Ok(())
    }

    #[test]
    fn integrity_is_base64_of_sha256() {
        assert_eq!(sha256_base64(b""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
