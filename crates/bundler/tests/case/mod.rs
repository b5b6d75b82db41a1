//! What tests of whole builds share.

#![allow(clippy::unwrap_used, dead_code, reason = "a test may stop at once, and uses what it needs")]

pub(crate) mod engines;
pub(crate) mod project;

use std::fs;
use std::path::{Path, PathBuf};

use lamplight_bundler::build::{Options, build};
use lamplight_bundler::progress::Progress;
use lamplight_bundler::report::Report;
use tempfile::TempDir;

/// Midsummer 2020: later posts are of the future.
pub(crate) const NOW: i64 = 1_592_697_600;

/// A folder of posts that the project has for its tests.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(name)
}

/// Real posts of others, which are no part of the project. Who asks for them is `#[ignore]`d where they are absent.
pub(crate) fn corpus() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    std::env::var_os("LAMPLIGHT_CORPUS").map_or_else(beside, PathBuf::from)
}

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
        "app.js",
        "boot.js",
        "offline.js",
        "reading.js",
        "sw.js",
        "sw-off.js",
        "style.css",
        "offline.css",
        "reading.css",
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
        host: None,
        compress: false,
        keep_previous: false,
        nginx: None,
        live: false,
        now: NOW,
        progress: Progress::default(),
    }
}

/// A folder of posts, and what is built of it.
pub(crate) struct Case {
    pub folder: TempDir,
}

impl Case {
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Self {
        let case = Self { folder: TempDir::new().unwrap() };
        app(case.folder.path());
        for (name, bytes) in files {
            case.write(&format!("site/posts/{name}"), bytes);
        }
        case
    }

    /// An app whose pages and scripts hang together as those of the real one do.
    pub(crate) fn write_whole_app(&self) {
        let page = "<!doctype html>\n<html lang=\"__LANGUAGE__\" data-base=\"__BASE__\" data-version=\"__VERSION__\">\n<head>\n<!--head-->\n\
                <!--app-->\n</head>\n<body>\n<div id=\"_app\"><!--page--></div>\n</body>\n</html>\n";
        self.write("app/index.html", page.as_bytes());
        self.write("app/icon.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>");
        self.write("app/boot.js", b"'__WASM__','__APP__','__READING__','__OFFLINE__'");
        self.write("app/app.js", b"'__CHUNK_reader__','__INTEGRITY_reader__'");
        self.write("app/chunks/reader.wasm", b"a chunk");
        self.write("app/sw.js", b"const list = __SITE__;");
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn options(&self) -> Options {
        options(&self.path("site/posts"), &self.path("out"), &self.path("app"))
    }

    pub(crate) fn build(&self) -> Report {
        build(&self.options()).unwrap()
    }

    pub(crate) fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.path("out").join(name)).unwrap()).unwrap()
    }

    pub(crate) fn posts(&self) -> Vec<serde_json::Value> {
        let mut found = Vec::new();
        let data = files(&self.path("out/lamplight/data"));
        for path in data.into_iter().filter(|path| path.extension().is_some_and(|end| end == "json")) {
            let value: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            let posts = value.as_array().into_iter().flatten().filter(|p| p.get("markdown").is_some());
            found.extend(posts.cloned());
        }
        found.sort_by_key(|p| p["summary"]["path"].to_string());
        found
    }
}

/// All files below a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
