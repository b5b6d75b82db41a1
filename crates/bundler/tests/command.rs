//! What the command says: errors with remedies, JSON, and nothing but text where nobody looks.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with a blog of one post and an app.
fn blog() -> TempDir {
    let folder = TempDir::new().unwrap();
    case::app(folder.path());
    fs::create_dir(folder.path().join("posts")).unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(
        folder.path().join("posts/one.md"),
        "---\ntitle: One\ndate: 2020-01-01\n---\nText [x](/gone/).\n",
    )
    .unwrap();
    folder
}

fn lamplight(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lamplight"));
    command.current_dir(folder).args(arguments).output().unwrap()
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(bytes)))
}

/// Settings, arguments, what happened and where, and what to do.
type Mistake<'a> = (&'a str, &'a [&'a str], &'a str, &'a str);

#[test]
fn each_mistake_is_named_with_its_place_and_its_remedy() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let mistakes: &[Mistake<'_>] = &[
        ("", &["build", "nowhere"], "there is no folder nowhere", "`mkdir nowhere`"),
        ("", &["check", "nowhere"], "there is no folder nowhere", "name the folder that holds your posts"),
        ("", &["serve", "nowhere"], "there is no folder nowhere", "`mkdir nowhere`"),
        ("", &["new", "A title", "--posts", "nowhere"], "there is no folder nowhere", "`mkdir nowhere`"),
        ("", &["build", "posts/one.md"], "posts/one.md is a file", "name the folder that it is in: `posts`"),
        ("", &["check", "posts/one.md"], "posts/one.md is a file", "name the folder that it is in: `posts`"),
        ("", &["build", "--out", "posts"], "posts holds files that lamplight did not write", "`--out dist`"),
        ("", &["build", "--out", "."], "the site can't be written into .", "`--out dist`"),
        ("", &["build", "--out", "posts/one.md/site"], "can't create posts/one.md", "choose another path"),
        ("", &["build", "--config", "gone.toml"], "can't read gone.toml", "spelling of the path"),
        ("", &["build", "--app", "gone"], "gone is not a built app", "cargo xtask build"),
        (
            "",
            &["build", "--base-url", "example.org"],
            "--base-url is `example.org`",
            "write `https://example.org/`",
        ),
        (
            "base_url = \"example.org/blog\"",
            &["build"],
            "base_url is `example.org/blog`",
            "write `https://example.org/blog/`",
        ),
        ("titel = \"x\"", &["build"], "lamplight.toml:1:1: unknown field `titel`", "write `title`"),
        ("title = x", &["check"], "lamplight.toml:1:9", "between quotes"),
        ("page_size = 0", &["serve"], "page_size is 0", "choose a number from 1 to 100"),
        ("", &["new", "???"], "holds no letters", "choose another title"),
        ("", &["new", "one"], "one.md is there already", "choose another title"),
        ("", &["preview"], "dist is not a built site", "`lamplight build POSTS --out dist`"),
        ("", &["preview", "site", "--port", &port], "is taken by another program", "--port 0"),
        (
            "",
            &["verify", "example.org"],
            "`example.org` is neither an address nor a folder",
            "https://example.org/",
        ),
        ("", &["verify", "posts"], "no blog of Lamplight is published here", "the folder of a build"),
        ("", &["verify", "http://127.0.0.1:1/"], "could not be had", "open the address in a browser"),
        ("", &["check", "--old-sitemap", "gone.xml"], "can't read gone.xml", "spelling of the path"),
        ("", &["check", "--strickt"], "unexpected argument '--strickt'", "'--strict'"),
        ("", &["chekc"], "unrecognized subcommand 'chekc'", "'check'"),
        ("", &["docs", "--app", "gone", "--out", "guide"], "gone is not a built app", "cargo xtask build"),
    ];
    let folder = blog();
    fs::create_dir(folder.path().join("site")).unwrap();
    fs::write(folder.path().join("site/index.html"), "").unwrap();
    for (settings, arguments, what, remedy) in mistakes {
        fs::write(folder.path().join("lamplight.toml"), settings).unwrap();
        let mut arguments = arguments.to_vec();
        let builds = ["build", "serve"].contains(&arguments[0]) && !arguments.contains(&"--app");
        arguments.extend(if builds { &["--app", "app", "--no-cache"][..] } else { &[] });
        let run = lamplight(folder.path(), &arguments);
        let told = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.starts_with("error: ") && told.contains(what), "{arguments:?}: {told}");
        assert!(told.contains(remedy), "{arguments:?}: {told}");
        assert!(run.stdout.is_empty(), "{arguments:?}");

        arguments.push("--json");
        let run = lamplight(folder.path(), &arguments);
        let error = &json(&run.stdout)["error"];
        assert!(error["message"].as_str().unwrap().contains(what), "{arguments:?}: {error}");
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
    }
    assert!(fs::read(folder.path().join("posts/one.md")).unwrap().starts_with(b"---"));
}

#[test]
fn a_folder_without_posts_says_how_to_begin() {
    let folder = blog();
    for verb in ["build", "check"] {
        let mut arguments = vec![verb, "empty", "--no-cache", "--json"];
        arguments.extend(if verb == "build" { &["--app", "app", "--no-compress"][..] } else { &[] });
        let told = json(&lamplight(folder.path(), &arguments).stdout);
        let notes = told["notes"].to_string();
        assert!(notes.contains("there is no post in empty: begin one with `lamplight new"), "{notes}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_named_and_what_was_there_stays() {
    let folder = blog();
    let run = lamplight(
        folder.path(),
        &["build", "--app", "app", "--no-compress", "--no-cache", "--nginx", "/dev/full"],
    );
    let told = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{told}");
    assert!(told.contains("can't write /dev/full") && told.contains("make room on that disk"), "{told}");
}

#[test]
fn each_verb_has_one_shape_of_json_and_nothing_else_on_standard_output() {
    let folder = blog();
    let run = |arguments: &[&str], code: i32| {
        let run = lamplight(folder.path(), arguments);
        assert_eq!(run.status.code(), Some(code), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
        json(&run.stdout)
    };
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let report = ["counts", "findings", "held", "next_due", "notes", "published"];

    let built = run(&["build", "--app", "app", "--no-compress", "--no-cache", "--json"], 0);
    assert_eq!(keys(&built), report);
    assert_eq!(
        (&built["counts"]["posts"], &built["published"][0]["path"]),
        (&Value::from(1), &Value::from("/blog/one/"))
    );

    let checked = run(&["check", "--no-cache", "--json"], 1);
    assert_eq!(keys(&checked), report);
    let finding = &checked["findings"][0];
    assert_eq!(keys(finding), ["code", "column", "file", "help", "line", "message", "severity"]);
    assert_eq!((&finding["code"], &finding["line"]), (&Value::from("link-broken"), &Value::from(5)));
    assert_eq!(checked, run(&["check", "--no-cache", "--format", "json"], 1), "two spellings of one thing");
    assert_eq!(checked, run(&["--json", "check", "--no-cache"], 1), "before the verb, too");

    // The app of tests is empty, which is an error of the site.
    let verified = lamplight(folder.path(), &["verify", "dist", "--json"]);
    assert_eq!(keys(&json(&verified.stdout)), report);

    let new = run(&["new", "Two", "--json"], 0);
    assert_eq!(keys(&new), ["file"]);
    assert!(folder.path().join(new["file"].as_str().unwrap()).is_file());
}

#[test]
fn quiet_prints_what_is_wrong_and_no_more() {
    let folder = blog();
    let run = lamplight(folder.path(), &["build", "--app", "app", "--no-compress", "--no-cache", "--quiet"]);
    assert!(run.status.success());
    assert!(run.stdout.is_empty() && run.stderr.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
    let run = lamplight(folder.path(), &["check", "--no-cache", "-q"]);
    let told = String::from_utf8_lossy(&run.stdout);
    assert!(told.contains("link-broken") && !told.contains("1 post and"), "{told}");
}

/// The flags of a verb, as its help lists them.
fn flags(folder: &Path, verb: &str) -> BTreeSet<String> {
    let help = lamplight(folder, &[verb, "--help"]);
    let help = String::from_utf8(help.stdout).unwrap();
    let lines = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    let words = lines.flat_map(|line| line.split([' ', ',', '=']).take(3));
    words.filter(|word| word.starts_with("--")).map(str::to_owned).collect()
}

#[test]
fn the_reference_names_every_verb_with_all_its_flags() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/command.md");
    let page = fs::read_to_string(page).unwrap();
    let folder = TempDir::new().unwrap();
    let help = String::from_utf8(lamplight(folder.path(), &["--help"]).stdout).unwrap();
    let verbs =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // A description may go on in a second line, which is indented further.
    let verbs = verbs.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let verbs: Vec<&str> = verbs.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(verbs.len() > 6, "{help}");
    let every = page.split("\n## ").find(|part| part.starts_with("Flags of every verb\n")).unwrap();
    for verb in verbs.into_iter().filter(|verb| *verb != "help") {
        let heading = format!("`{verb}`\n");
        let part = page.split("\n## ").find(|part| part.starts_with(&heading));
        let part = part.unwrap_or_else(|| panic!("docs/reference/command.md has no heading `## {verb}`"));
        let known = |flag: &String| {
            [part, every]
                .iter()
                .any(|text| text.contains(&format!("`{flag}`")) || text.contains(&format!("`{flag} ")))
        };
        let missing: Vec<String> =
            flags(folder.path(), verb).into_iter().filter(|flag| !known(flag)).collect();
        assert!(missing.is_empty(), "docs/reference/command.md lacks flags of `{verb}`: {missing:?}");
    }
}
