//! `lamplight publish` with sites that the bundler has built.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use case::Case;
use lamplight_publish::Headers;
use serde_json::Value;

/// Runs the verb, and returns its report.
fn publish(args: &[&str], case: &Case) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_lamplight"))
        .arg("publish")
        .args(args)
        .args(["--json", "--from"])
        .arg(case.path("out"))
        .current_dir(case.folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stdout));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A post with words of its own: of posts that are all alike, each is related to each.
fn post(number: usize, text: &str) -> Vec<u8> {
    let (year, month, day) = (2000 + number / 60, number / 5 % 12 + 1, number % 5 + 1);
    let tag = ["lamp", "wick", "oil", "glass"][number % 4];
    let words: String =
        (0..80).map(|i| format!("word{} ", (i * 7_919 + number * 104_729) % 10_007)).collect();
    format!(
        "---\ntitle: Post {number}\ndate: {year}-{month:02}-{day:02}\ntags: [{tag}]\n---\n{text} {words}\n"
    )
    .into_bytes()
}

#[test]
fn after_one_changed_post_of_a_thousand_exactly_what_differs_is_sent() {
    let case = Case::new(&[("lamplight.toml", b"base_url = \"https://blog.example/\"\n")]);
    for number in 0..1000 {
        case.write(&format!("site/posts/post-{number}.md"), &post(number, "First"));
    }
    case.build();
    let before = files_of(&case.path("out"));
    let first = publish(&["www", "--no-verify"], &case);
    assert_eq!(first["sent"]["files"], before.len());
    assert_eq!(publish(&["www", "--no-verify"], &case)["sent"]["files"], 0);
    // One in the middle, which is in no feed.
    case.write("site/posts/post-500.md", &post(500, "Second"));
    case.build();
    let second = publish(&["www", "--no-verify"], &case);
    let (built, there) = (files_of(&case.path("out")), files_of(&case.path("www")));
    let differs: BTreeSet<&str> = built
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes))
        .map(|(path, _)| path.as_str())
        .collect();
    let did = second["files"].as_object().unwrap();
    let sent: BTreeSet<&str> =
        did.iter().filter(|(_, what)| *what == "send").map(|(path, _)| path.as_str()).collect();
    assert_eq!(sent, differs);
    // The post, its Markdown, lists that show it, the manifest. How many data files change is the format's doing: each names the bundle of
    // every post, and short posts share bundles. See docs/decisions/0040-publishing.md.
    let others = sent.iter().filter(|path| !path.starts_with("lamplight/data/")).count();
    println!("first {}, second {}, {others} of them no data", first["sent"], second["sent"]);
    assert!(others < 10 && sent.len() < 100, "{sent:#?}");
    assert!(built.iter().all(|(path, bytes)| there.get(path) == Some(bytes)));
    let kept = there.keys().filter(|path| !built.contains_key(*path));
    let kept =
        kept.filter(|path| *path != lamplight_publish::STATE && !path.starts_with("lamplight/previous/"));
    assert_eq!(kept.count() as u64, second["kept"].as_u64().unwrap());
}

/// Names and bytes of all files below a folder.
fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    case::files(folder).into_iter().map(|path| (name(&path), fs::read(path).unwrap())).collect()
}

#[test]
fn a_post_that_became_private_is_gone_from_the_target_and_verify_is_content() {
    let case = Case::new(&[
        ("lamplight.toml", b"base_url = \"https://blog.example/\"\n"),
        ("2019-01-01-one.md", b"---\ntitle: One\n---\nText.\n"),
        ("2019-01-02-two.md", b"---\ntitle: A secret title\n---\nA secret text.\n"),
    ]);
    case.build();
    publish(&["www", "--no-verify"], &case);
    let has_secret = || {
        files_of(&case.path("www")).values().any(|bytes| String::from_utf8_lossy(bytes).contains("ecret t"))
    };
    assert!(has_secret());
    case.write(
        "site/posts/2019-01-02-two.md",
        b"---\ntitle: A secret title\nstatus: private\n---\nA secret text.\n",
    );
    case.build();
    let report = publish(&["www", "--no-verify"], &case);
    assert_eq!(report["taken_back"], 1);
    assert!(!has_secret());
}

#[test]
fn a_dry_run_says_files_and_bytes_and_a_wrong_target_says_how_to_write_it() {
    let case = Case::new(&[("2019-01-01-one.md", b"---\ntitle: One\n---\nText.\n")]);
    case.build();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lamplight"));
        let output = command.arg("publish").args(args).current_dir(case.folder.path()).output().unwrap();
        let told = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&told).into_owned())
    };
    let (code, told) = run(&["www", "--from", "out", "--dry-run", "--all"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains("send new pages: ") && told.contains("send index.html") && told.contains("would send"),
        "{told}"
    );
    assert!(!case.path("www").join("index.html").exists());
    let (code, told) = run(&["ftp://me:secret@blog.example/", "--from", "out"]);
    assert!(code == Some(2) && told.contains("sftp://") && !told.contains("secret"), "{told}");
    let (code, told) = run(&["www"]);
    assert!(code == Some(2) && told.contains("dist is not a built site"), "{told}");
    let (code, told) = run(&["www", "--from", "out", "--rollback"]);
    assert!(code == Some(2) && told.contains("no deploy to go back to"), "{told}");
}

/// `lamplight preview` of a folder, which ends with this value.
struct Preview {
    process: Child,
    address: String,
}

impl Preview {
    fn of(folder: &str, case: &Case) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_lamplight"))
            .args(["preview", folder, "--port", "0", "--json"])
            .current_dir(case.folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        Self { process, address: ready["address"].as_str().unwrap().to_owned() }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn what_was_published_is_looked_at_where_readers_see_it() {
    let case = Case::new(&[("2019-01-01-one.md", b"---\ntitle: One\n---\nText.\n")]);
    case.write_whole_app();
    case.build();
    publish(&["www", "--no-verify"], &case);
    let preview = Preview::of("www", &case);
    case.write("site/posts/2019-01-01-one.md", b"---\ntitle: One\n---\nAnother text.\n");
    case.build();
    let report = publish(&["www", "--verify", &preview.address], &case);
    assert_eq!(report["verify"]["counts"]["errors"], 0, "{report:#}");
    assert!(report["verify"]["counts"]["files"].as_u64() > Some(10), "{report:#}");
    // A page that the host has lost, with nothing to send.
    let page = case.posts()[0]["summary"]["path"].as_str().unwrap().trim_matches('/').to_owned();
    fs::remove_file(case.path(&format!("www/{page}/index.html"))).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_lamplight"))
        .args(["publish", "elsewhere", "--verify", &preview.address, "--json", "--from"])
        .arg(case.path("out"))
        .current_dir(case.folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains(&page));
}

#[test]
fn headers_are_those_that_a_build_writes_for_hosts() {
    let case = Case::new(&[
        ("lamplight.toml", b"base_url = \"https://blog.example/\"\n"),
        ("2019-01-01-one.md", b"---\ntitle: One\n---\nText.\n"),
    ]);
    case.build();
    let rules = fs::read_to_string(case.path("out/_headers")).unwrap();
    let mut path = "";
    let mut compared = 0;
    for line in rules.lines() {
        match line.strip_prefix("  ").and_then(|rule| rule.split_once(": ")) {
            None => path = line.trim_start_matches('/'),
            Some(("Content-Type", kind)) => {
                assert_eq!(Headers::of(&path.replace('*', "tag/a")).content_type, kind, "{path}");
                compared += 1;
            }
            Some(("Cache-Control", cache)) => {
                assert_eq!(Headers::of(&path.replace('*', "a.json")).cache_control, cache, "{path}");
                compared += 1;
            }
            Some(_) => {}
        }
    }
    assert!(compared >= 8, "{rules}");
}
