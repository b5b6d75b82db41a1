//! A vault of Obsidian, published whole.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;

use case::{Case, files, fixture};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::report::Report;

const SITE: &[u8] = b"title = \"V\"\nbase_url = \"https://a.example/\"\n";

/// Builds posts that are newer than what the tests take for now.
fn built(case: &Case) -> Report {
    case.write("site/lamplight.toml", SITE);
    build(&Options { future: true, ..case.options() }).unwrap()
}

fn reported(report: &Report) -> Vec<(String, u64, String)> {
    let mut json = Vec::new();
    report.write_json(&mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let row = |f: &serde_json::Value| (text(&f["code"]), f["line"].as_u64().unwrap(), text(&f["severity"]));
    json["findings"].as_array().unwrap().iter().map(row).collect()
}

fn page(case: &Case, path: &str) -> String {
    let path = case.path(&format!("out/blog/{path}/index.html"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Files of a build that hold a text.
fn holding(case: &Case, text: &str) -> Vec<String> {
    let holds = |path: &std::path::PathBuf| {
        fs::read(path).unwrap().windows(text.len()).any(|part| part == text.as_bytes())
    };
    files(&case.path("out")).into_iter().filter(holds).map(|path| path.display().to_string()).collect()
}

fn reported_with(report: &[(String, u64, String)], code: &str) -> Vec<(u64, String)> {
    report
        .iter()
        .filter(|(own, ..)| own == code)
        .map(|(_, line, severity)| (*line, severity.clone()))
        .collect()
}

#[test]
fn a_vault_is_read_as_its_author_sees_it() {
    let case = Case::new(&[]);
    let vault = fixture("cases/07-obsidian/vault");
    for path in files(&vault) {
        let name = path.strip_prefix(&vault).unwrap().to_string_lossy().into_owned();
        case.write(&format!("site/posts/{name}"), &fs::read(&path).unwrap());
    }
    let report = built(&case);
    let page = page(&case, "lamp-notes");
    for right in [
        // Links by file name, with alias and heading, the bar escaped in tables.
        "See <a href=\"/blog/wick-care/\">Wick care</a>, <a href=\"/blog/wick-care/\">how to trim</a>, <a href=\"/blog/wick-care/#trimming\">Wick care &gt; Trimming</a>, <a href=\"/blog/lamp-notes/\">top</a>, <a>Missing note</a>.",
        "<td><a href=\"/blog/wick-care/\">the care page</a></td>",
        "<td><a href=\"/blog/wick-care/#trimming\">trimming</a></td>",
        // Embeds of pictures with their size, and of notes.
        "<img src=\"/blog/lamp-notes/lamp%20photo%20(1).png\" width=\"300\" height=\"225\"",
        "<blockquote>\n<p>→ <a href=\"/blog/wick-care/#trimming\">Wick care &gt; Trimming</a></p>\n</blockquote>",
        "<img src=\"/blog/lamp-notes/lamp%20photo%20(1).png\" width=\"800\" height=\"600\" loading=\"lazy\" decoding=\"async\" alt=\"a photo\"",
        // Callouts with title and fold.
        "<details class=\"alert note\">\n<summary>\n<p><strong class=\"alert-title\">A folded title with <strong>bold</strong></strong></p>\n</summary>\n<p>Hidden text.</p>\n<div class=\"alert caution\" role=\"note\">\n<p><strong class=\"alert-title\">Nested</strong></p>\n<p>More.</p>\n</div>\n</details>",
        "<p><strong class=\"alert-title\">Only a title</strong></p>\n</div>",
        "To do\"> half</li>",
        // Marked text, tags within the text, names of blocks.
        "<p><mark>Marked</mark> and  and a tag #lamp/oil and a block <span id=\"block-abc123\"></span></p>",
        "<p>Lines of a poem<br />\nstay on their own lines<br />\nin Obsidian.</p>",
        "<a href=\"/tag/lamp-oil/\">lamp/oil</a></li><li><a href=\"/tag/lamp/\">lamp</a>",
    ] {
        assert!(page.contains(right), "{right}\n{page}");
    }
    for wrong in ["[[", "[!", "==", "^abc123", "%%", "dataview", "TABLE"] {
        assert!(!page.contains(wrong), "{wrong}");
    }
    let care = self::page(&case, "wick-care");
    assert!(
        care.contains("<h1 tabindex=\"-1\">Wick care</h1>") && care.contains("<h2 id=\"trimming\">"),
        "{care}"
    );
    for private in ["rivate", "Thrown away", "In the trash", "{{title}}", "sharp-lamp"] {
        assert_eq!(holding(&case, private), [""; 0], "{private}");
    }
    assert_eq!(case.posts().len(), 2);
    assert!(report.notes.iter().any(|note| note.contains("1 file in a folder of templates left out")));
    let reported = reported(&report);
    assert_eq!(reported_with(&reported, "note-missing"), [(11, "warning".to_owned())]);
    assert_eq!(reported_with(&reported, "embed-note"), [(14, "warning".to_owned())]);
    assert_eq!(reported_with(&reported, "query-lost"), [(45, "error".to_owned())]);
    assert_eq!(reported.len(), 3, "{reported:?}");
}

const PICTURE: &[u8] = include_bytes!("../../../tests/fixtures/cases/07-obsidian/vault/lamp photo (1).png");

#[test]
fn links_find_notes_and_files_wherever_they_are() {
    let other = "---\ndate: 2024-03-03\naliases: [Das Andere, Übung]\n---\n# Other Note\n\nIntro ^intro\n\n## Part One\n\n- item ^my-block\n";
    let main = "---\ndate: 2024-03-04\nimage: \"[[Cover.png]]\"\nauthor: \"[[people/Jane Doe|Jane]]\"\ncategory: \"[[Lamps]]\"\nrelated: \"[[Other Note]]\"\n---\n\
        [[other note]] [[Other Note.md]] [[folder/Other Note|alias *x*]] [[/folder/Other Note]] [[Das Andere]] [[übung]]\n\n\
        [[U\u{308}bung]] [[Größe]] [[gro\u{308}ße]]\n\n\
        [[Other Note#Part One]] [[Other Note#part one|p]] [[Other Note#^my-block|b]] [[#Here]] [[#^own]] [[Other Note#Other Note|top]]\n\n\
        [a](folder/Other%20Note.md#Part%20One) [b](Other%20Note.md) [c](<Other Note.md>)\n\n\
        ![[x.png|A lamp|120]] ![[b/x.png]] ![](only.png) ![[X.PNG|80x60]]\n\n\
        ![[rain.mp3]] ![[paper.pdf#page=2]] ![[gone.png]]\n\n\
        ![[Other Note]]\n\n![[Other Note#Part One]]\n\n![[Other Note#^intro]]\n\n## Here\n\nEnd ^own\n";
    let case = Case::new(&[
        (".obsidian/app.json", br#"{"attachmentFolderPath": "Files"}"#),
        ("folder/Other Note.md", other.as_bytes()),
        ("Gro\u{308}ße.md", b"---\ndate: 2024-03-02\n---\nText.\n"),
        ("Main.md", main.as_bytes()),
        ("Files/x.png", PICTURE),
        ("Files/deep/only.png", PICTURE),
        ("Files/Cover.png", PICTURE),
        ("a/x.png", b"no picture"),
        ("b/x.png", PICTURE),
        ("Files/rain.mp3", b"sound"),
        ("Files/paper.pdf", b"paper"),
    ]);
    let report = reported(&built(&case));
    let page = page(&case, "Main");
    let to = "<a href=\"/blog/other-note/";
    for right in [
        format!(
            "<p>{to}\">other note</a> {to}\">Other Note</a> {to}\">alias *x*</a> {to}\">/folder/Other Note</a> {to}\">Das Andere</a> {to}\">übung</a></p>"
        ),
        format!(
            "<p>{to}\">U\u{308}bung</a> <a href=\"/blog/Gr%C3%B6%C3%9Fe/\">Größe</a> <a href=\"/blog/Gr%C3%B6%C3%9Fe/\">gro\u{308}ße</a></p>"
        ),
        format!(
            "<p>{to}#part-one\">Other Note &gt; Part One</a> {to}#part-one\">p</a> {to}#block-my-block\">b</a> <a href=\"/blog/Main/#here\">Here</a> <a href=\"/blog/Main/#block-own\">own</a> {to}\">top</a></p>"
        ),
        format!("<p>{to}#part-one\">a</a> {to}\">b</a> {to}\">c</a></p>"),
        "<img src=\"/blog/Main/x.png\" width=\"120\"".to_owned(),
        "<img src=\"/blog/Main/only.png\" width=\"800\"".to_owned(),
        "src=\"/blog/Main/rain.mp3\"".to_owned(),
        "<a href=\"/blog/Main/paper.pdf\"".to_owned(),
        "<img src=\"/blog/Main/b-x.png\"".to_owned(),
        format!("<p>→ {to}\">Other Note</a></p>"),
        format!("<p>→ {to}#part-one\">Other Note &gt; Part One</a></p>"),
        format!("<p>→ {to}#block-intro\">Other Note</a></p>"),
        "<div class=\"cover\"><img src=\"/blog/Main/Cover.png\"".to_owned(),
        "content=\"https://a.example/blog/Main/Cover.png\"".to_owned(),
        "<span id=\"block-own\"></span>".to_owned(),
        ">Jane<".to_owned(),
        ">Lamps<".to_owned(),
    ] {
        assert!(page.contains(&right), "{right}\n{page}");
    }
    for wrong in ["[[", "src=\"\"", "@note"] {
        assert!(!page.contains(wrong), "{wrong}\n{page}");
    }
    for file in ["x.png", "b-x.png", "only.png", "rain.mp3", "paper.pdf", "Cover.png"] {
        assert!(case.path(&format!("out/blog/Main/{file}")).is_file(), "{file}");
    }
    assert_eq!(reported_with(&report, "note-missing"), [(18, "warning".to_owned())]);
    assert_eq!(
        report.iter().filter(|(code, ..)| code != "embed-note" && code != "note-missing").count(),
        0,
        "{report:?}"
    );
}

#[test]
fn what_only_obsidian_draws_is_left_out_and_told() {
    let main = "---\ndate: 2024-03-04\n---\n\
        ![[Board.canvas]] [[Board.canvas|the board]] ![[Drawing.excalidraw]] ![[Sketch.excalidraw.md]] ![[T.base]]\n\n\
        ```dataview\nLIST secret\n```\n\n```TASKS\nsecret\n```\n\n- item\n\n  ```query\n  secret\n  ```\n\n> ```dataviewjs\n> secret\n> ```\n\n\
        Today <% tp.date.secret() %> and `= this.value` here.\n\n- [/] half\n- [-] dropped\n- [>] later\n\n```ad-tip\ntitle: A box\nText\n```\n";
    let drawing = "---\nexcalidraw-plugin: parsed\n---\n==Switch to the drawing==\n\n# Text Elements\nsecret words ^abcd1234\n%%\n```compressed-json\nN4\n```\n%%\n";
    let case = Case::new(&[
        (".obsidian/app.json", b"{}"),
        ("Main.md", main.as_bytes()),
        ("Drawing.excalidraw.md", drawing.as_bytes()),
        ("Sketch.md", drawing.as_bytes()),
        ("Board.canvas", br#"{"nodes":[{"text":"secret"}]}"#),
        ("Kanban.md", b"---\nkanban-plugin: basic\ndate: 2024-03-01\n---\n\n## To do\n\n- [ ] one\n\n%% kanban:settings\n```\n{\"secret\":1}\n```\n%%\n"),
    ]);
    let report = built(&case);
    let page = page(&case, "Main");
    assert!(page.contains("the board") && !page.contains("Board.canvas") && !page.contains("```"), "{page}");
    assert!(page.contains("Today  and <code dir=\"ltr\" translate=\"no\">= this.value</code> here."));
    assert!(
        page.contains("To do\"> half") && page.contains("Done\"> dropped") && page.contains("To do\"> later")
    );
    assert!(page.contains("<strong class=\"alert-title\">A box</strong>"));
    assert_eq!(holding(&case, "secret"), [""; 0]);
    assert_eq!(case.posts().len(), 2);
    let reported = reported(&report);
    assert_eq!(reported_with(&reported, "embed-lost").len(), 5, "{reported:?}");
    assert_eq!(
        reported_with(&reported, "query-lost").iter().map(|(line, _)| *line).collect::<Vec<_>>(),
        [6, 10, 16, 20, 24]
    );
    assert!(reported_with(&reported, "query-lost").iter().all(|(_, severity)| severity == "error"));
    assert_eq!(reported_with(&reported, "query-shown"), [(24, "warning".to_owned())]);
}

#[test]
fn templates_are_no_notes_wherever_they_are() {
    let note = b"---\ndate: 2024-03-04\n---\nText.\n";
    let template = b"---\ndate: 2020-01-01\n---\nsecret {{title}}\n";
    let case = Case::new(&[
        (".obsidian/templates.json", "\u{feff}{\"folder\": \"Muster/tief/\"}".as_bytes()),
        (".obsidian/plugins/templater-obsidian/data.json", br#"{"templates_folder": "/tt"}"#),
        (".obsidian/daily-notes.json", br#"{"template": "Meta/every day", "folder": "daily"}"#),
        ("Note.md", note),
        ("Muster/a.md", note),
        ("daily/2024-01-01.md", note),
        ("Meta/b.md", note),
        ("Muster/tief/x.md", template),
        ("Muster/tief/er/x.md", template),
        ("tt/x.md", template),
        ("Meta/every day.md", template),
        ("99 - Templates/x.md", template),
        ("work/_templates/x.md", template),
        ("Template/x.md", template),
    ]);
    let report = built(&case);
    assert_eq!(case.posts().len(), 4);
    assert_eq!(holding(&case, "secret"), [""; 0]);
    assert!(
        report.notes.iter().any(|note| note.contains("7 files in a folder of templates left out")),
        "{:?}",
        report.notes
    );
}

#[test]
fn files_of_a_vault_around_the_posts_are_found_and_its_notes_are_not_published() {
    let case = Case::new(&[]);
    case.write("site/posts/blog/a.md", b"---\ndate: 2024-03-04\n---\n![[lamp.png]] [[Private]] [[Private.md]] ![[Private]] ![[files/lamp.png]]\n");
    case.write("site/posts/.obsidian/app.json", b"{}");
    case.write("site/posts/files/lamp.png", PICTURE);
    case.write("site/posts/Private.md", b"---\ndate: 2024-03-04\n---\nsecret\n");
    case.write("site/posts/blog/lamplight.toml", SITE);
    let report =
        build(&Options { posts: case.path("site/posts/blog"), future: true, ..case.options() }).unwrap();
    let page = page(&case, "a");
    assert!(page.contains("<img src=\"/blog/a/lamp.png\""), "{page}");
    assert_eq!(holding(&case, "secret"), [""; 0]);
    assert_eq!(reported_with(&reported(&report), "note-missing").len(), 2);
}

#[test]
fn elsewhere_marks_of_a_vault_are_told() {
    let text = b"---\ntitle: A\ndate: 2020-01-01\n---\nSee [[Nothing of that name]] and ==marked== text, a %%remark%% here. ^3f2a1b\n";
    let case = Case::new(&[("a.md", text)]);
    let reported = reported(&built(&case));
    let codes: Vec<&str> = reported.iter().map(|(code, ..)| code.as_str()).collect();
    for code in ["wiki-link", "mark-shown", "remark-shown", "block-name"] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
}
