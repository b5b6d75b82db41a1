//! `lamplight due` and `lamplight doctor` as commands.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// 2026-06-10T12:00:00Z.
const NOW: &str = "1781092800";

fn lamplight(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lamplight"))
        .args(args)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", NOW)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

fn blog() -> TempDir {
    let place = TempDir::new().unwrap();
    fs::create_dir_all(place.path().join("posts")).unwrap();
    for (name, head) in [
        ("past", "date: 2026-06-01"),
        ("morning", "date: 2026-06-10T09:00:00Z"),
        ("draft", "date: 2026-06-10T09:00:00Z\ndraft: true"),
        ("private", "date: 2026-06-10T09:00:00Z\nprivate: true"),
        ("over", "date: 2026-06-01\nexpiryDate: 2026-06-10T10:30:00Z"),
        ("came-and-went", "date: 2026-06-10T08:00:00Z\nexpiryDate: 2026-06-10T08:30:00Z"),
        ("evening", "date: 2026-06-10T20:00:00Z"),
        ("ends", "date: 2026-06-01\nexpiryDate: 2026-12-01T00:00:00Z"),
    ] {
        fs::write(
            place.path().join(format!("posts/{name}.md")),
            format!("---\ntitle: {name}\n{head}\n---\nText.\n"),
        )
        .unwrap();
    }
    place
}

#[test]
fn the_exit_code_says_whether_a_post_came_or_went() {
    let blog = blog();
    for (since, code, files) in [
        ("2026-06-10T11:00:00Z", 1, &[][..]),
        ("2026-06-10T10:00:00Z", 0, &["over.md: went"]),
        ("2026-06-10T08:30:00Z", 0, &["morning.md: came", "over.md: went"]),
        // A moment counts for those after it: what came at nine was published at nine.
        ("2026-06-10T09:00:00Z", 0, &["over.md: went"]),
        ("2026-06-10T07:00:00Z", 0, &["came-and-went.md: went", "morning.md: came", "over.md: went"]),
        ("1781092800", 1, &[]),
        ("2027-01-01T00:00:00Z", 1, &[]),
        ("2026-06-10T14:30:00+02:00", 1, &[]),
    ] {
        let output = lamplight(blog.path(), &["due", "--since", since]);
        assert_eq!(output.status.code(), Some(code), "{since}: {}", said(&output));
        let said = said(&output);
        let fell: Vec<&str> =
            said.lines().filter(|line| line.contains(": came at") || line.contains(": went at")).collect();
        assert_eq!(fell.len(), files.len(), "{since}: {said}");
        for (line, file) in fell.iter().zip(files) {
            assert!(line.starts_with(file), "{since}: {said}");
        }
        assert!(said.contains("evening.md: comes at 2026-06-10T20:00:00"), "{said}");
        assert!(said.contains("2 posts waiting for a date") || said.contains("waiting"), "{said}");
    }
    let wrong = lamplight(blog.path(), &["due", "--since", "yesterday"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(said(&wrong).contains("write it like 2026-11-27T08:00:00Z"), "{}", said(&wrong));
    let json = lamplight(blog.path(), &["due", "--since", "2026-06-10T10:00:00Z", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["fell_due"][0]["event"], "goes");
    assert_eq!(json["waiting"][1]["file"], "ends.md");
}

#[test]
fn a_thousand_posts_are_looked_through_in_a_moment() {
    let blog = TempDir::new().unwrap();
    fs::create_dir_all(blog.path().join("posts")).unwrap();
    let text = "A paragraph with `code` and [a link](https://example.org/).\n\n".repeat(400);
    for number in 0..1_000 {
        let post = format!("---\ntitle: Post {number}\ndate: 2026-01-01\n---\n{text}");
        fs::write(blog.path().join(format!("posts/{number}.md")), post).unwrap();
    }
    let started = std::time::Instant::now();
    let output = lamplight(blog.path(), &["due", "--since", "2026-06-10T10:00:00Z"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn the_doctor_tells_what_is_missing() {
    let blog = blog();
    let app = blog.path().join("app");
    fs::create_dir_all(&app).unwrap();
    let app = app.to_str().unwrap();
    let sick = lamplight(blog.path(), &["doctor", "--app", app]);
    assert_eq!(sick.status.code(), Some(1), "{}", said(&sick));
    assert!(said(&sick).contains("is not a built app"), "{}", said(&sick));

    fs::write(Path::new(app).join("index.html"), "").unwrap();
    let doubtful = lamplight(blog.path(), &["doctor", "--app", app]);
    assert_eq!(doubtful.status.code(), Some(0), "{}", said(&doubtful));
    for part in [
        "`base_url` names no host",
        "2 posts wait for a date; the next is evening.md",
        "nothing publishes them then",
        "draft.md: not published",
        "private.md: not published",
        "over.md: not published (over since",
        "evening.md: comes at",
        "ends.md: goes at",
    ] {
        assert!(said(&doubtful).contains(part), "{part}: {}", said(&doubtful));
    }
    assert_eq!(lamplight(blog.path(), &["doctor", "--app", app, "--strict"]).status.code(), Some(1));

    let made = lamplight(
        blog.path(),
        &["init", "--yes", "--title", "A", "--host", "github-pages", "--base-url", "https://a.example/"],
    );
    assert!(made.status.success(), "{}", said(&made));
    let well = lamplight(blog.path(), &["doctor", "--app", app]);
    assert!(said(&well).contains("looks every hour whether a post falls due"), "{}", said(&well));
    assert!(!blog.path().join(".lamplight").exists(), "nothing is written");

    let json = lamplight(blog.path(), &["doctor", "--app", app, "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["survey"]["counts"]["texts"], 8);
    assert_eq!(json["survey"]["waiting"][0]["file"], "evening.md");

    let due = blog.path().join(".github/workflows/lamplight-due.yml");
    let text = fs::read_to_string(&due).unwrap();
    fs::write(&due, text.replace("  schedule:", "#  schedule:")).unwrap();
    let off = lamplight(blog.path(), &["doctor", "--app", app]);
    assert!(said(&off).contains("has no schedule that runs"), "{}", said(&off));

    fs::write(blog.path().join("lamplight.toml"), "titel = 1\n").unwrap();
    let broken = lamplight(blog.path(), &["doctor", "--app", app]);
    assert_eq!(broken.status.code(), Some(1), "{}", said(&broken));
    assert!(said(&broken).contains("unknown field `titel`"), "{}", said(&broken));
    assert_eq!(lamplight(blog.path(), &["doctor", "nowhere"]).status.code(), Some(2));
}
