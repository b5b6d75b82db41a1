//! `lamplight verify` at hosts that can't be trusted. Hosts that meddle are played by the fault server, in
//! tests/e2e/verify.spec.mjs.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};

use case::Case;
use lamplight_bundler::progress::Progress;
use lamplight_bundler::serve::preview;
use lamplight_bundler::verify::{VerifyOptions, verify};

/// A small blog whose pages and scripts hang together as those of the real app do.
fn blog() -> Case {
    let case = Case::new(&[
        ("lamplight.toml", b"base_url = \"https://blog.example/\"\n"),
        ("2019-01-01-one.md", b"---\ntitle: One\nredirect_from: /old/\n---\nText.\n"),
        ("2019-01-02-two.md", b"---\ntitle: Two\ntags: [a]\n---\nMore.\n"),
    ]);
    case.write_whole_app();
    case.build();
    case
}

/// Codes of what is found.
fn codes(what: &str) -> BTreeSet<String> {
    let options = VerifyOptions { target: what.to_owned(), against: None, every_page: false };
    let report = verify(&options, &Progress::default()).unwrap();
    report.counts.by_code.into_keys().collect()
}

fn set(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// A host that answers each path as it is asked to: status, headers and body. Counts what it was asked.
fn host(answer: impl Fn(&str) -> (u16, String, Vec<u8>) + Send + 'static) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, asked) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let count = asked.clone();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap_or_default();
            let text = String::from_utf8_lossy(&request[..read]).into_owned();
            count.fetch_add(1, Ordering::Relaxed);
            let (status, headers, body) = answer(text.split(' ').nth(1).unwrap_or("/"));
            let head = format!(
                "HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n",
                body.len()
            );
            // A client may go away.
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        }
    });
    (address, asked)
}

#[test]
fn a_folder_and_a_plain_host_of_it_have_no_error() {
    let case = blog();
    let out = case.path("out");
    assert_eq!(codes(&out.display().to_string()), set(&[]));
    let (tell, reported) = mpsc::channel();
    std::thread::spawn(move || preview(&out, "/", 0, |address| tell.send(address).unwrap()));
    let address = reported.recv().unwrap();
    let found = codes(&format!("http://{address}/"));
    assert_eq!(found, set(&["cache-missing", "cache-stale", "header-missing", "not-compressed"]));
}

/// The one file of the app whose name begins like this.
fn file_of_app(case: &Case, stem: &str) -> PathBuf {
    let names = fs::read_dir(case.path("out/lamplight/app")).unwrap().map(|entry| entry.unwrap().path());
    let is_it = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(stem);
    let found: Vec<_> = names.filter(is_it).collect();
    assert_eq!(found.len(), 1, "{stem}");
    found.into_iter().next().unwrap()
}

#[test]
fn the_script_of_the_app_and_its_chunks_are_looked_at() {
    for (stem, code) in [("app-", "file-changed"), ("reader-", "file-changed"), ("reader-", "file-missing")] {
        let case = blog();
        let file = file_of_app(&case, stem);
        // Without the worker only scripts name a chunk.
        fs::write(case.path("out/sw.js"), "").unwrap();
        match code {
            "file-missing" => fs::remove_file(file).unwrap(),
            _ => fs::write(file, "x").unwrap(),
        }
        let found = codes(&case.path("out").display().to_string());
        assert!(found.contains(code), "{stem}: {found:?}");
    }
}

#[test]
fn an_open_tab_finds_its_own_chunk_after_the_next_deploy() {
    let case = blog();
    let options = lamplight_bundler::build::Options { keep_previous: true, ..case.options() };
    let before = file_of_app(&case, "reader-");
    case.write("app/chunks/reader.wasm", b"another chunk");
    lamplight_bundler::build::build(&options).unwrap();
    let kept = || fs::read(&before).ok();
    assert_eq!(kept().as_deref(), Some(b"a chunk".as_slice()));
    let names = fs::read_to_string(case.path("out/lamplight/kept.txt")).unwrap();
    assert!(names.contains("lamplight/app/reader-") && names.contains("lamplight/app/app-"), "{names}");
    assert_eq!(codes(&case.path("out").display().to_string()), set(&[]));
    case.write("app/chunks/reader.wasm", b"a third chunk");
    lamplight_bundler::build::build(&options).unwrap();
    assert_eq!(kept(), None);
}

#[test]
fn no_other_origin_is_asked_and_no_redirect_followed_for_ever() {
    let (elsewhere, asked_elsewhere) = host(|_| (200, String::new(), b"{}".to_vec()));
    let case = blog();
    let manifest = fs::read(case.path("out/lamplight/manifest.json")).unwrap();
    let (address, asked) = host(move |path| match path {
        "/lamplight/manifest.json" => (200, String::new(), manifest.clone()),
        path if path.starts_with("/archive") => (302, format!("location: {path}x\r\n"), Vec::new()),
        _ => (301, format!("location: http://{elsewhere}/\r\n"), Vec::new()),
    });
    let found = codes(&format!("http://{address}/"));
    for code in ["file-missing", "origin-left", "page-missing"] {
        assert!(found.contains(code), "{found:?}");
    }
    assert_eq!(asked_elsewhere.load(Ordering::Relaxed), 0);
    assert!(asked.load(Ordering::Relaxed) < 200);
}

#[test]
fn answers_that_are_too_long_or_not_what_they_say_are_findings() {
    let case = blog();
    let manifest = fs::read(case.path("out/lamplight/manifest.json")).unwrap();
    let (address, _) = host(move |path| match path {
        "/lamplight/manifest.json" => (200, String::new(), manifest.clone()),
        path if path.starts_with("/lamplight/data/") => {
            (200, "content-encoding: br\r\n".to_owned(), b"no".to_vec())
        }
        // 64 MB of nothing in a few bytes, and one more.
        "/feed.xml" => (200, "content-encoding: gzip\r\n".to_owned(), bomb()),
        _ => (404, String::new(), Vec::new()),
    });
    let report = verify(
        &VerifyOptions { target: format!("http://{address}/"), against: None, every_page: true },
        &Progress::default(),
    )
    .unwrap();
    let mut json = Vec::new();
    report.write_json(&mut json).unwrap();
    let reported: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let at = |end: &str| -> Vec<&str> {
        let findings = reported["findings"].as_array().unwrap().iter();
        findings
            .filter(|f| f["file"].as_str().unwrap().contains(end))
            .map(|f| f["code"].as_str().unwrap())
            .collect()
    };
    assert!(at("/lamplight/data/").contains(&"no-answer"), "{reported}");
    assert_eq!(at("/feed.xml"), ["no-answer"], "{reported}");
}

fn bomb() -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0; 1 << 20];
    for _ in 0..65 {
        out.write_all(&zeros).unwrap();
    }
    out.finish().unwrap()
}

#[test]
fn exit_codes_and_forms_are_those_of_check() {
    let case = blog();
    let run = |what: &str, more: &[&str]| {
        let done =
            Command::new(env!("CARGO_BIN_EXE_lamplight")).args(["verify", what]).args(more).output().unwrap();
        (
            done.status.code().unwrap(),
            String::from_utf8(done.stdout).unwrap() + &String::from_utf8_lossy(&done.stderr),
        )
    };
    let out = case.path("out").display().to_string();
    let (code, text) = run(&out, &["--strict"]);
    assert!(code == 0 && text.contains("0 errors, 0 warnings in 0 places"), "{text}");
    fs::write(case.path("out/robots.txt"), "changed").unwrap();
    fs::remove_file(case.path("out/blog/one/index.html")).unwrap();
    let (code, text) = run(&out, &[]);
    assert!(
        code == 1 && text.contains("error[page-missing]") && text.contains("out/blog/one/index.html"),
        "{text}"
    );
    let (code, text) = run(&out, &["--format", "github"]);
    assert!(code == 1 && text.starts_with("::error title=page-missing::"), "{text}");
    for what in ["no/such/folder", "http://127.0.0.1:1/", "ftp://example.org/"] {
        let (code, text) = run(what, &[]);
        assert!(code == 2 && text.starts_with("error: "), "{text}");
    }
}
