//! The user's guide, as `lamplight docs` shows it, and the project's own blog.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

use lamplight_bundler::config::Config;
use lamplight_bundler::docs;
use tempfile::TempDir;

/// A file of the repository.
fn root(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

#[test]
fn the_guide_and_our_own_blog_have_nothing_to_mend() {
    let guide = TempDir::new().unwrap();
    docs::unpack(guide.path()).unwrap();
    for folder in [guide.path().join("posts"), root("posts")] {
        let checked = Command::new(env!("CARGO_BIN_EXE_lamplight"))
            .args(["check", "--strict", "--no-cache", "--future"])
            .arg(&folder)
            .output()
            .unwrap();
        let reported = [checked.stdout, checked.stderr].concat();
        let reported = String::from_utf8_lossy(&reported);
        assert!(checked.status.success(), "{}:\n{reported}", folder.display());
        assert!(reported.contains(" 0 errors, 0 warnings"), "{reported}");
    }
}

#[test]
fn docs_writes_a_site_with_guide_and_reference() {
    let folder = TempDir::new().unwrap();
    case::app(folder.path());
    let run = Command::new(env!("CARGO_BIN_EXE_lamplight"))
        .current_dir(folder.path())
        .args(["docs", "--app", "app", "--out", "guide", "--base-url", "https://example.org/help/", "--json"])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let report: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let posts = fs::read_dir(root("docs/guide/posts")).unwrap().count();
    assert_eq!(report["counts"]["posts"], posts);
    let page = |name: &str| fs::read_to_string(folder.path().join("guide").join(name)).unwrap();
    assert!(page("first-post/index.html").contains("From nothing to a first post"));
    for reference in ["front-matter", "settings", "command", "diagnostics", "marks", "hosting"] {
        assert!(page(&format!("reference/{reference}/index.html")).contains("/help/"), "{reference}");
    }
    // The home page is in reading order.
    let home = page("index.html");
    let at = |title: &str| home.find(title).unwrap_or_else(|| panic!("{title} is not on the home page"));
    let order = [
        "From nothing",
        "Bring the blog",
        "The lines above",
        "What Markdown",
        "Settings by example",
        "Put it on",
    ];
    assert!(order.map(at).is_sorted(), "{:?}", order.map(at));
}

#[test]
fn docs_serves_the_guide() {
    let folder = TempDir::new().unwrap();
    case::app(folder.path());
    let mut child = Command::new(env!("CARGO_BIN_EXE_lamplight"))
        .current_dir(folder.path())
        .args(["docs", "--app", "app", "--port", "0", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let line = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    let host =
        ready["address"].as_str().unwrap().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut page = TcpStream::connect(&host).unwrap();
    write!(page, "GET /reference/settings/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    page.read_to_string(&mut answer).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("base_url"), "{answer}");
}

/// The examples of a language in a text, each with the line that it begins in.
fn examples<'a>(text: &'a str, language: &str) -> Vec<(usize, &'a str)> {
    let fence = format!("\n```{language}\n");
    let starts = text.match_indices(&fence).map(|(at, fence)| at + fence.len());
    starts
        .map(|at| (text[..at].matches('\n').count() + 1, text[at..].split("\n```").next().unwrap()))
        .collect()
}

#[test]
fn every_example_of_settings_in_the_guide_is_read() {
    let mut count = 0;
    for file in case::files(&root("docs/guide/posts")) {
        let text = fs::read_to_string(&file).unwrap();
        for (line, example) in examples(&text, "toml") {
            let folder = TempDir::new().unwrap();
            fs::create_dir(folder.path().join("posts")).unwrap();
            fs::write(folder.path().join("lamplight.toml"), example).unwrap();
            let read = Config::load(&folder.path().join("posts"), None, None);
            assert!(read.is_ok(), "{}:{line}: {:#}", file.display(), read.unwrap_err());
            count += 1;
        }
    }
    assert!(count > 8, "there are {count} examples");
}

#[test]
fn every_example_of_front_matter_in_the_guide_is_read_without_a_complaint() {
    let folder = TempDir::new().unwrap();
    let mut count = 0;
    for file in case::files(&root("docs/guide/posts")) {
        let text = fs::read_to_string(&file).unwrap();
        // Steps of a workflow are indented; front matter is not.
        for (line, example) in examples(&text, "yaml").into_iter().filter(|(_, text)| !text.starts_with(' '))
        {
            let whole = match example.starts_with("---") {
                true => format!("{example}\nText.\n"),
                false => {
                    let needed = [("title:", "title: A title\n"), ("date:", "date: 2020-01-01\n")];
                    let lacking = needed.into_iter().filter(|(key, _)| !example.contains(key));
                    let lacking: String = lacking.map(|(_, line)| line).collect();
                    format!("---\n{lacking}{example}\n---\nText.\n")
                }
            };
            let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
            fs::write(folder.path().join(format!("{stem}-{line}.md")), whole).unwrap();
            count += 1;
        }
    }
    assert!(count > 5, "there are {count} examples");
    let checked = Command::new(env!("CARGO_BIN_EXE_lamplight"))
        .args(["check", "--future", "--drafts", "--no-cache", "--json"])
        .arg(folder.path())
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    // The pictures that examples name are the reader's.
    let findings =
        report["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] != "image-missing");
    assert_eq!(findings.collect::<Vec<_>>(), Vec::<&serde_json::Value>::new());
}
