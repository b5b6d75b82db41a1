//! `lamplight init` as a command: options, questions, and files that are there already.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use anyhow::Result;
use lamplight_bundler::init::{Ask, CiService, Given, Machine, Request, plan};
use lamplight_import::front_matter::{Settings, Syntax};
use tempfile::TempDir;

/// Midsummer 2020.
const NOW: &str = "1592697600";

fn lamplight(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lamplight"))
        .args(args)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", NOW)
        .env("HOME", folder)
        .env("TZ", "UTC")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

#[test]
fn an_empty_folder_becomes_a_blog() {
    let place = TempDir::new().unwrap();
    let folder = place.path();
    let made = lamplight(
        folder,
        &["init", "blog", "--title", "Harbour \"notes\"", "--author", "Ann", "--host", "any", "--yes"],
    );
    assert!(made.status.success(), "{}", said(&made));
    insta::assert_snapshot!("init_empty_folder", said(&made));
    let blog = folder.join("blog");
    insta::assert_snapshot!("init_empty_settings", fs::read_to_string(blog.join("lamplight.toml")).unwrap());
    assert_eq!(fs::read_to_string(blog.join(".gitignore")).unwrap(), "/dist/\n/.lamplight/\n");
    assert!(!blog.join(".github").exists());
    let checked = lamplight(&blog, &["check", "--no-cache", "--strict"]);
    assert!(checked.status.success(), "{}", said(&checked));
    assert!(said(&checked).contains("1 post and 0 pages"), "{}", said(&checked));
    let begun = lamplight(&blog, &["new", "A second post"]);
    assert!(begun.status.success(), "{}", said(&begun));
    assert!(
        fs::read_to_string(blog.join("posts/a-second-post.md")).unwrap().contains("post_author: \"Ann\"")
    );
}

#[test]
fn without_a_terminal_what_is_missing_is_an_error_with_its_remedy() {
    let place = TempDir::new().unwrap();
    for (args, want) in [
        (&["init"][..], "no title: say `--title \"My blog\"`"),
        (&["init", "--title", "A"], "`--host github-pages`"),
        (&["init", "--yes", "--host", "nginx"], "say `--target sftp://me@example.org/srv/www`"),
        (
            &["init", "--yes", "--host", "s3", "--target", "s3://a; rm -rf"],
            "nowhere that a workflow could copy to",
        ),
        (&["init", "--yes", "--base-url", "example.org"], "write it like https://example.org/blog/"),
    ] {
        let made = lamplight(place.path(), args);
        assert_eq!(made.status.code(), Some(2), "{args:?}: {}", said(&made));
        assert!(said(&made).contains(want), "{args:?}: {}", said(&made));
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0, "{args:?} writes nothing");
    }
}

#[test]
fn a_dry_run_shows_all_and_writes_nothing() {
    let place = TempDir::new().unwrap();
    let made =
        lamplight(place.path(), &["init", "--yes", "--title", "A", "--host", "github-pages", "--dry-run"]);
    assert!(made.status.success(), "{}", said(&made));
    for part in
        ["would write lamplight.toml", "would write .github/workflows/lamplight-due.yml", "title = \"A\""]
    {
        assert!(said(&made).contains(part), "{part}: {}", said(&made));
    }
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

#[test]
fn files_that_are_there_stay_as_they_are() {
    let place = TempDir::new().unwrap();
    let folder = place.path();
    fs::create_dir_all(folder.join(".github/workflows")).unwrap();
    fs::create_dir_all(folder.join("posts")).unwrap();
    for (name, text) in [
        ("lamplight.toml", "title = \"Mine\"\nbase_url = \"https://mine.example/\"\n"),
        (".github/workflows/lamplight.yml", "mine: true\n"),
        ("posts/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nText.\n"),
        (".gitignore", "target\n/dist"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    let made = lamplight(folder, &["init", "--yes", "--host", "github-pages"]);
    assert!(made.status.success(), "{}", said(&made));
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(text("lamplight.toml"), "title = \"Mine\"\nbase_url = \"https://mine.example/\"\n");
    assert_eq!(text(".github/workflows/lamplight.yml"), "mine: true\n");
    assert_eq!(text(".gitignore"), "target\n/dist\n/.lamplight/\n");
    assert!(text(".github/workflows/lamplight-due.yml").contains("lamplight due --since"));
    for told in [
        "left lamplight.toml as it is",
        "left .github/workflows/lamplight.yml as it is",
        "added 1 lines to .gitignore",
    ] {
        assert!(said(&made).contains(told), "{told}: {}", said(&made));
    }
    assert_eq!(
        fs::read_dir(folder.join("posts")).unwrap().count(),
        1,
        "there is no first post where posts are"
    );
}

#[test]
fn workflows_are_yaml_and_know_their_hosts() {
    for (host, args, parts) in [
        ("github-pages", &[][..], &["actions/deploy-pages@", "id-token: write", "path: \"site/dist\""][..]),
        (
            "cloudflare",
            &["--project", "harbour"],
            &["pages deploy dist --project-name=harbour", "secrets.CLOUDFLARE_API_TOKEN"],
        ),
        ("netlify", &[], &["netlify-cli@", "secrets.NETLIFY_SITE_ID"]),
        ("vercel", &[], &["deploy dist --prod", "secrets.VERCEL_TOKEN"]),
        (
            "nginx",
            &["--target", "sftp://me@a.example/srv"],
            &["lamplight publish 'sftp://me@a.example/srv'", "ssh-add"],
        ),
        ("caddy", &["--target", "sftp://me@a.example/srv"], &["SSH_KNOWN_HOSTS"]),
        ("apache", &["--target", "sftp://me@a.example/srv"], &["SSH_KNOWN_HOSTS"]),
        ("s3", &["--target", "s3://bucket"], &["lamplight publish 's3://bucket'", "AWS_SECRET_ACCESS_KEY"]),
        ("any", &[], &["Add a step here"]),
    ] {
        let place = TempDir::new().unwrap();
        fs::create_dir_all(place.path().join(".git")).unwrap();
        fs::write(place.path().join(".git/HEAD"), "ref: refs/heads/trunk\n").unwrap();
        let mut all = vec!["init", "site", "--yes", "--title", "A", "--ci", "github", "--host", host];
        all.extend(args);
        fs::create_dir(place.path().join("site")).unwrap();
        let made = lamplight(place.path(), &all);
        assert!(made.status.success(), "{host}: {}", said(&made));
        for name in ["lamplight.yml", "lamplight-due.yml"] {
            let text = fs::read_to_string(place.path().join(".github/workflows").join(name)).unwrap();
            let read = Settings::read(text.as_bytes(), Syntax::of("a.yml")).unwrap();
            assert!(read.diagnostics.is_empty(), "{host}: {:?}\n{text}", read.diagnostics);
            assert!(text.contains("working-directory: \"site\""), "{text}");
            assert!(text.contains("permissions:\n  contents: read\n"), "{text}");
            let action = concat!(
                "lamplight@v",
                env!("CARGO_PKG_VERSION"),
                "\n        with:\n          build: \"false\"\n"
            );
            assert!(text.contains(action), "{text}");
        }
        let text = fs::read_to_string(place.path().join(".github/workflows/lamplight.yml")).unwrap();
        assert!(text.contains("branches: [\"trunk\"]"), "{text}");
        for part in parts {
            assert!(text.contains(part), "{host}: {part}\n{text}");
        }
    }
}

#[test]
fn a_pipeline_of_gitlab_publishes_and_looks() {
    let place = TempDir::new().unwrap();
    let made = lamplight(
        place.path(),
        &[
            "init",
            "--yes",
            "--title",
            "A",
            "--ci",
            "gitlab",
            "--host",
            "nginx",
            "--target",
            "sftp://me@a.example/srv",
        ],
    );
    assert!(made.status.success(), "{}", said(&made));
    let text = fs::read_to_string(place.path().join(".gitlab-ci.yml")).unwrap();
    let read = Settings::read(text.as_bytes(), Syntax::of("a.yml")).unwrap();
    assert!(read.diagnostics.is_empty(), "{:?}\n{text}", read.diagnostics);
    let text = text.replace(env!("CARGO_PKG_VERSION"), "0.0.0");
    insta::assert_snapshot!("init_gitlab", text);
    let pages = TempDir::new().unwrap();
    let made = lamplight(pages.path(), &["init", "--yes", "--title", "A", "--ci", "gitlab", "--host", "any"]);
    assert!(made.status.success(), "{}", said(&made));
    let text = fs::read_to_string(pages.path().join(".gitlab-ci.yml")).unwrap();
    assert!(text.contains("\npages:\n") && text.contains("--out public"), "{text}");
}

/// Answers in order, and what was asked.
#[derive(Default)]
struct Script {
    answers: Vec<&'static str>,
    asked: Vec<String>,
}

impl Ask for Script {
    fn show(&mut self, _text: &str) {}

    fn text(&mut self, question: &str, proposal: &str) -> Result<String> {
        self.asked.push(question.to_owned());
        Ok(match self.answers.remove(0) {
            "" => proposal.to_owned(),
            answer => answer.to_owned(),
        })
    }

    fn choice(&mut self, question: &str, choices: &[&str], proposal: usize) -> Result<usize> {
        self.asked.push(question.to_owned());
        let answer = self.answers.remove(0);
        Ok(choices.iter().position(|choice| *choice == answer).unwrap_or(proposal))
    }
}

#[test]
fn what_options_say_is_not_asked() {
    let place = TempDir::new().unwrap();
    let request = Request {
        folder: place.path().join("my-blog"),
        given: Given { language: Some("de".to_owned()), ci: Some(CiService::None), ..Given::default() },
        machine: Machine { time_zone: Some("Europe/Berlin".to_owned()), ..Machine::default() },
        now: 1_592_697_600,
    };
    let answers = vec!["", "By the water", "Ann", "", "a server with nginx", "https://harbour.example/"];
    let mut script = Script { answers, ..Script::default() };
    let plan = plan(&request, Some(&mut script)).unwrap();
    assert_eq!(script.asked.len(), 6, "{:?}", script.asked);
    let settings = &plan.files[0].text;
    for line in [
        "title = \"My blog\"",
        "description = \"By the water\"",
        "base_url = \"https://harbour.example/\"",
        "language = \"de\"",
        "timezone = \"Europe/Berlin\"",
        "host = \"nginx\"",
        "[authors.\"Ann\"]",
    ] {
        assert!(settings.contains(line), "{line}: {settings}");
    }
    assert_eq!(plan.files.len(), 3, "settings, a first post, .gitignore");
}

/// A terminal by `script` of util-linux; the test is passed over where that is not installed.
#[cfg(target_os = "linux")]
#[test]
fn questions_are_asked_on_a_terminal() {
    use std::io::Write;
    for (kind, choice) in [("dumb", "9\n"), ("xterm", "\r")] {
        let place = TempDir::new().unwrap();
        let command = format!(
            "{} init --title Harbour --base-url https://a.example/ --language en --timezone Europe/Rome --author Ann",
            env!("CARGO_BIN_EXE_lamplight")
        );
        let Ok(mut script) = Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .current_dir(place.path())
            .env("TERM", kind)
            .env("NO_COLOR", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
        else {
            return;
        };
        let mut keys = script.stdin.take().unwrap();
        write!(keys, "By the water{}{choice}", if kind == "dumb" { "\n" } else { "\r" }).unwrap();
        keys.flush().unwrap();
        // Its end would end the terminal.
        let output = std::thread::spawn(move || script.wait_with_output().unwrap());
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
        while !output.is_finished() && std::time::Instant::now() < deadline {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        drop(keys);
        let output = output.join().unwrap();
        assert!(output.status.success(), "{kind}: {}", said(&output));
        assert!(said(&output).contains("What is it about"), "{kind}: {}", said(&output));
        let settings = fs::read_to_string(place.path().join("lamplight.toml")).unwrap();
        assert!(settings.contains("description = \"By the water\""), "{kind}: {settings}");
    }
}
