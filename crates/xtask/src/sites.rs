//! The sites that tests look at: built from fixtures and the corpus, and copies without content. And our own blog.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::build::copy;
use crate::setup;
use crate::tools::{command, corpus, output, root, say};

/// Folders of the corpus that tests look at.
pub(crate) const CORPUS: [&str; 4] = ["seed", "gaslight", "18f", "jekyll-fixtures"];

/// Builds the sites that are tested: the sample at two addresses, other fixtures, the corpus where it is at hand, and our own blog.
pub(crate) fn all(lamplight: &std::ffi::OsStr) -> Result<PathBuf> {
    say("Building the sites to test");
    let folder = root().join("target/test-sites");
    let build = |name: &str, posts: PathBuf, more: &[&str]| {
        let mut build = command(&lamplight.to_string_lossy());
        build
            .arg("build")
            .arg(posts)
            .args(["--no-cache", "--json", "--out"])
            .arg(folder.join(name))
            .args(more);
        let report = output(&mut build)?;
        std::fs::write(folder.join(format!("{name}.report.json")), report)?;
        bare(&folder.join(name), &folder.join(format!("bare-{name}")))
    };
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    build("own", root().join("posts"), &[])?;
    let home = root().join("tests/fixtures/sample");
    let sample = home.join("posts");
    build("sample", sample.clone(), &[])?;
    let nginx = folder.join("nginx");
    let include = nginx.join("blog.conf");
    std::fs::create_dir_all(&nginx)?;
    let elsewhere = ["--base-url", "https://blog.example/x/y/"];
    build("subpath", sample.clone(), &elsewhere)?;
    // The same with compressed forms, as nginx sends them.
    let include = include.to_string_lossy();
    build(
        "compressed",
        sample.clone(),
        &[&elsewhere[..], &["--host", "nginx", "--nginx", &include]].concat(),
    )?;
    nginx_server(&nginx, &folder.join("compressed"))?;
    let same = settings(&home.join("lamplight.toml"), "", &folder.join("settings/sample"))?;
    let off = settings(&home.join("lamplight.toml"), "offline = false\n", &folder.join("settings/off"))?;
    build("second", second_edition(&sample, &same, &folder.join("second-posts"))?, &[])?;
    let newer = newer_app(&folder.join("newer-app"))?;
    build("newer", sample.clone(), &["--app", &newer.to_string_lossy()])?;
    build("off", sample.clone(), &["--config", &off.to_string_lossy()])?;
    let fixtures = root().join("tests/fixtures/media/posts");
    let media = settings(&fixtures.join("lamplight.toml"), "", &folder.join("settings/media"))?;
    let media_settings = media.to_string_lossy();
    build("media", fixtures.clone(), &["--config", &media_settings])?;
    // A test compares the sizes that readers are told with those of compressed forms.
    build("media-compressed", fixtures.clone(), &["--config", &media_settings, "--host", "nginx"])?;
    build("media-second", second_edition(&fixtures, &media, &folder.join("media-posts"))?, &[])?;
    for (name, status) in [("withdrawn", "published"), ("withdrawn-second", "private")] {
        let posts = withdrawn(&fixtures, &media, status, &folder.join(format!("{name}-posts")))?;
        build(name, posts, &[])?;
    }
    build("tongues", root().join("tests/fixtures/tongues"), &[])?;
    build("words", root().join("tests/fixtures/words"), &[])?;
    build("mixed", root().join("tests/fixtures/mixed"), &[])?;
    build("addresses", root().join("tests/fixtures/addresses"), &[])?;
    build("hosts", root().join("tests/fixtures/hosts"), &[])?;
    build("old", root().join("tests/fixtures/jekyll"), &[])?;
    build("long", long_posts(&folder.join("long-posts"))?, &[])?;
    build("hostile", root().join("tests/fixtures/hostile"), &["--base-url", "https://hostile.example/"])?;
    // Below one folder, so that one server shows them all.
    for name in ["ar", "de", "es", "fr", "ja"] {
        let file = folder.join(format!("settings/{name}.toml"));
        let settings = format!(
            "base_url = \"https://sample.example/{name}/\"\nlanguage = \"{name}\"\npage_size = 5\n\n[files]\n\"{}\" = \"/uploads/\"\n",
            home.join("public/uploads").display()
        );
        std::fs::write(&file, settings)?;
        build(&format!("languages/{name}"), sample.clone(), &["--config", &file.to_string_lossy()])?;
    }
    for name in ["languages", "bare-languages"] {
        std::fs::write(
            folder.join(name).join("index.html"),
            "<!doctype html>\n<title>One folder each</title>\n",
        )?;
    }
    let payloads = payloads()?;
    std::fs::write(folder.join("xss.payloads.json"), serde_json::to_vec(&payloads)?)?;
    let posts = hostile_posts(&payloads, &folder.join("xss-posts"))?;
    build("xss", posts, &["--base-url", "https://xss.example/"])?;
    for name in CORPUS {
        match corpus(name) {
            Some(posts) => build(name, posts, &["--drafts", "--future"])?,
            None => {
                say(&format!("SKIPPED: there is no corpus of posts `{name}` here; tests of it are skipped"))
            }
        }
    }
    Ok(folder)
}

/// A copy of a site with every page's content taken out: what is seen there, the app has drawn.
fn bare(site: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(site)? {
        let path = entry?.path();
        let copy = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            bare(&path, &copy)?;
        } else if path.extension().is_some_and(|e| e == "html") {
            let page = std::fs::read_to_string(&path)?;
            let shell = page
                .split_once("<div id=\"_app\">")
                .map(|(head, _)| format!("{head}<div id=\"_app\"></div>\n</body>\n</html>\n"));
            std::fs::write(copy, shell.unwrap_or(page))?;
        } else {
            std::fs::hard_link(&path, copy)?;
        }
    }
    Ok(())
}

/// Hostile texts: ours, and those of the public collection where it is at hand.
fn payloads() -> Result<Vec<String>> {
    let mut files = vec![root().join("tests/fixtures/hostile-payloads.json")];
    files.extend(corpus("xss").map(|folder| folder.join("dompurify.json")));
    let mut all = Vec::new();
    for file in files {
        let list: serde_json::Value = serde_json::from_slice(&std::fs::read(&file)?)?;
        for entry in list.as_array().context("a list of payloads")? {
            all.push(entry["payload"].as_str().context("a payload is a text")?.to_owned());
        }
    }
    Ok(all)
}

/// A post for each payload and each way into a post: as raw HTML, through Markdown, in the front matter.
fn hostile_posts(payloads: &[String], to: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(to)?;
    std::fs::write(to.join("lamplight.toml"), "title = \"Payloads\"\npage_size = 50\nfeed_size = 3\n")?;
    for (i, payload) in payloads.iter().enumerate() {
        // JSON's texts are YAML's, too.
        let quoted = serde_json::to_string(payload)?;
        let line = payload.replace(['\n', '\r'], " ");
        let head = |slug: &str, title: &str, more: &str| {
            format!("---\npost_title: {title}\nslug: {slug}-{i}\npublish_date: 2020-01-01\n{more}---\n")
        };
        let end = "\n\nStill here.\n";
        let html = format!(
            "{}{payload}\n\nWithin a line {line} it stands.\n\n> {line}{end}",
            head("html", "HTML", "")
        );
        let markdown = format!(
            "{}[link]({line}) ![picture]({line} \"{line}\") <{line}>\n\n[a]: {line}\n\n[a] ![a]\n\n# {line}\n\n| {line} |\n|---|\n| `{line}` |\n\n```{line}\n{line}\n```{end}",
            head("markdown", "Markdown", "")
        );
        let everywhere = [
            "post_author",
            "feature_post_image",
            "excerpt",
            "description",
            "layout",
            "current_gaslighter",
            "updated",
        ]
        .map(|key| format!("{key}: {quoted}\n"))
        .concat();
        let lists = ["categories", "tags", "post_images", "redirect_from", "image_alt"]
            .map(|key| format!("{key}: [{quoted}]\n"));
        let front = format!(
            "{}Nothing in the text.{end}",
            head("front", &quoted, &[everywhere, lists.concat()].concat())
        );
        for (kind, text) in [("html", html), ("markdown", markdown), ("front", front)] {
            std::fs::write(to.join(format!("{kind}-{i}.md")), text)?;
        }
    }
    Ok(to.to_path_buf())
}

/// Four posts: the second far longer than anybody draws at once, with all that binds the parts of a text together; the last so long
/// that browsers lay out only what is near.
fn long_posts(to: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(to)?;
    std::fs::write(to.join("lamplight.toml"), "title = \"Long\"\nbase_url = \"https://long.example/\"\n")?;
    let part = |i: usize| {
        let many = format!("Line {i} of a long text, which says *little* and takes `room`. ").repeat(12);
        let far = (i * 7) % 150;
        format!(
            "# Part {i}\n\n{many}\n\n- One, [to a page of part {far}][r{far}]\n- Two, with a note[^n{far}]\n\n\
             [r{i}]: https://elsewhere.example/{i} \"Number {i}\"\n\n[^n{i}]: What part {i} notes.\n\n\
             <details>\n<summary>More of {i}</summary>\n\n{many}\n\n</details>\n\n```rust\nfn part() -> usize {{ {i} }}\n```\n\n\
             \u{20}   indented {i}\n\n"
        )
    };
    let long: String = (0..150).map(part).collect();
    let chapter = |i: usize| {
        let lines = format!("Line {i} of a book, which says *little* and takes `room`. ").repeat(8 + i % 5);
        format!(
            "## Chapter {i}\n\n{lines}\n\n{lines}\n\n```sh\necho chapter {i} {}\n```\n\n",
            "and what follows ".repeat(9)
        )
    };
    let all = [
        ("before", "Before.\n\n[On](/long/)".to_owned()),
        ("long", long),
        ("after", "After.".to_owned()),
        ("book", (0..1_200).map(chapter).collect()),
    ];
    for ((slug, text), day) in all.into_iter().zip(1..) {
        let head = format!(
            "---\ntitle: The {slug} one\nslug: {slug}\npermalink: /:slug/\ndate: 2024-01-0{day}\n---\n\n"
        );
        std::fs::write(to.join(format!("{slug}.md")), head + &text)?;
    }
    Ok(to.to_path_buf())
}

/// The same app in other clothes.
fn newer_app(to: &Path) -> Result<PathBuf> {
    copy(&root().join("target/app"), to)?;
    let sheet = to.join("style.css");
    let text = std::fs::read_to_string(&sheet)?;
    std::fs::write(&sheet, format!("{text}:root{{--newer:1}}"))?;
    Ok(to.to_path_buf())
}

/// A file of settings as it would be elsewhere, with a line before it.
fn settings(file: &Path, line: &str, to: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(to)?;
    let home = file.parent().context("settings lie in a folder")?;
    let mut text = std::fs::read_to_string(file)?;
    for folder in ["public/uploads", "../uploads"] {
        text = text.replace(&format!("\"{folder}\""), &format!("\"{}\"", home.join(folder).display()));
    }
    let pages = format!("pages = \"{}\"\n", home.join("pages").display());
    let to = to.join("lamplight.toml");
    std::fs::write(&to, [line, &pages, &text].concat())?;
    Ok(to)
}

/// The same posts, each with one paragraph more behind its first and one at its end, and a picture of which nobody knows the
/// size. `settings` are a file's.
fn second_edition(posts: &Path, settings: &Path, to: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(to)?;
    std::fs::copy(settings, to.join("lamplight.toml"))?;
    for entry in std::fs::read_dir(posts)? {
        let path = entry?.path();
        if path.extension().is_none_or(|e| e != "md") {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        // Front matter with the empty line below it, the first paragraph, and the rest.
        let begin = text.match_indices("\n---\n").next().map_or(0, |(at, _)| at + 6);
        let text = match text[begin..].split_once("\n\n") {
            Some((first, rest)) if !first.is_empty() => {
                [&text[..begin], first, "\n\nThis was not there before.\n\n", rest].concat()
            }
            _ => text,
        };
        std::fs::write(
            to.join(path.file_name().unwrap_or_default()),
            format!(
                "{text}\nThis is the second edition.\n\n![Far away](https://elsewhere.example/far.png)\n\nAnd a line below.\n"
            ),
        )?;
    }
    Ok(to.to_path_buf())
}

/// The same posts with three more: one that its author takes back, with a picture and a tag of its own; one that is in no list;
/// and one that links to that.
fn withdrawn(posts: &Path, settings: &Path, status: &str, to: &Path) -> Result<PathBuf> {
    let own = to.join("2026-03-03-taken-back");
    std::fs::create_dir_all(&own)?;
    std::fs::copy(settings, to.join("lamplight.toml"))?;
    for entry in std::fs::read_dir(posts)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "md") {
            std::fs::copy(&path, to.join(path.file_name().unwrap_or_default()))?;
        }
    }
    // Other bytes than those of the picture of another post.
    let mut picture = std::fs::read(posts.join("../uploads/dusk.png"))?;
    picture.push(0);
    std::fs::write(own.join("plans.png"), picture)?;
    let taken_back = format!(
        "---\ntitle: Taken back\ntags: [quixotic, days]\nstatus: {status}\n---\n\nWe buy a xylophone.\n\n![Plans](plans.png)\n"
    );
    std::fs::write(own.join("index.md"), taken_back)?;
    std::fs::write(
        to.join("2026-03-04-for-a-few.md"),
        "---\ntitle: For a few\nunlisted: true\n---\n\nFor who has the address.\n",
    )?;
    std::fs::write(
        to.join("2025-01-01-names-it.md"),
        "---\ntitle: Names it\n---\n\nThis is for [a few](2026-03-04-for-a-few.md).\n",
    )?;
    Ok(to.to_path_buf())
}

/// What a publisher would write around the generated file: a server with the site under its base path.
fn nginx_server(folder: &Path, site: &Path) -> Result<()> {
    let at = folder.display();
    let modules = setup::nginx_folder().join("usr/lib/nginx/modules");
    let modules = modules.display();
    let types = setup::nginx_folder().join("etc/nginx/mime.types");
    let types = types.display();
    let base = folder.join("root/x");
    std::fs::create_dir_all(&base)?;
    std::os::unix::fs::symlink(site.canonicalize()?, base.join("y"))?;
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("    {kind}_temp_path {at}/temp;\n"))
        .concat();
    let text = format!(
        "load_module {modules}/ngx_http_brotli_static_module.so;\n\
         pid {at}/pid;\ndaemon off;\nworker_processes 1;\nevents {{ }}\nhttp {{\n    include {types};\n    access_log off;\n{temporary}    \
         server {{\n        listen 127.0.0.1:4313;\n        root {at}/root;\n        include {at}/blog.conf;\n    }}\n}}\n"
    );
    Ok(std::fs::write(folder.join("nginx.conf"), text)?)
}
