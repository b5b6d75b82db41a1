//! What tests of whole builds share.

#![allow(clippy::unwrap_used, dead_code, reason = "a test may stop at once, and uses what it needs")]

use std::fs;
use std::path::{Path, PathBuf};

use lamplight_bundler::build::Options;

/// Midsummer 2020: later posts are of the future.
pub(crate) const NOW: i64 = 1_592_697_600;

/// As much of an app as a build looks at, in a folder: the app itself is tested in the browser.
pub(crate) fn app(folder: &Path) -> PathBuf {
    let app = folder.join("app");
    fs::create_dir_all(&app).unwrap();
    fs::write(
        app.join("index.html"),
        "<html lang=\"__LANGUAGE__\" data-base=\"__BASE__\"><head><!--head--><!--app--></head><body><!--page--></body></html>",
    )
    .unwrap();
    for name in [
        "lamplight-app_bg.wasm",
        "boot.js",
        "offline.js",
        "reading.js",
        "search.js",
        "lamplight-search_bg.wasm",
        "sw.js",
        "sw-off.js",
        "style.css",
        "offline.css",
        "reading.css",
        "search.css",
    ] {
        fs::write(app.join(name), "").unwrap();
    }
    app
}

/// A plain build.
pub(crate) fn options(posts: &Path, out: &Path, app: &Path) -> Options {
    Options {
        posts: posts.to_owned(),
        out: out.to_owned(),
        app: Some(app.to_owned()),
        config: None,
        base_url: None,
        cache: None,
        drafts: false,
        future: false,
        strict: false,
        compress: false,
        keep_previous: false,
        nginx: None,
        live: false,
        now: NOW,
    }
}
