//! Every test: native, in the browser's engine, and of the built site in a real Chromium.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::build::copy;
use crate::tools::{command, output, root, run, say};
use crate::{bench, build, check, setup};

#[derive(Clone, Copy, Default)]
struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
}

/// `cargo xtask test`. Goes on after a failure, and ends with the one line that counts.
pub(crate) fn all() -> Result<ExitCode> {
    let started = Instant::now();
    let (lamplight, sites) = built()?;
    let faults = build::faults()?;

    let mut tally = Tally::default();
    one(&mut tally, "format, lints, documentation", check::all);
    one(&mut tally, "byte-identical builds", || identical_builds(&lamplight));
    one(&mut tally, "size budgets", || bench::table(&sites.join("sample")));
    one(&mut tally, "headers by the rules of Mozilla's HTTP Observatory", || {
        let mut score = command("node");
        run(score
            .current_dir(root().join("tests"))
            .arg("observatory.mjs")
            .arg(setup::observatory()?)
            .arg(sites.join("sample")))
    });
    say("Native tests");
    // In release mode, as the command itself was built: the dependencies are there already.
    counted(
        &mut tally,
        command("cargo").args(["test", "--release", "--locked", "--workspace", "--no-fail-fast"]),
        of_cargo,
    )?;
    say("Tests in the browser's engine");
    counted(&mut tally, &mut in_browser(), of_cargo)?;
    say("Tests of the site in Chromium");
    let mut playwright = command("npx");
    playwright.current_dir(root().join("tests")).args(["playwright", "test"]);
    playwright.env("LAMPLIGHT", &lamplight).env("LAMPLIGHT_SITES", &sites);
    playwright.env("NGINX", setup::nginx_folder()).env("FAULTS", faults);
    counted(&mut tally, &mut playwright, of_playwright)?;

    say(&format!("All tests took {} s", started.elapsed().as_secs()));
    let skipped = if tally.skipped > 0 { format!(", {} skipped", tally.skipped) } else { String::new() };
    println!("{} passed, {} failed{skipped}", tally.passed, tally.failed);
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `cargo xtask shots`
pub(crate) fn shots() -> Result<()> {
    let (lamplight, sites) = built()?;
    let (all, shown) = (root().join("target/shots"), root().join("docs/screenshots"));
    previewed(&lamplight, &sites.join("sample"), PORT, || {
        let address = format!("http://127.0.0.1:{PORT}/");
        let shots = |folder: &Path, more: &[&str]| {
            let mut shots = command("node");
            shots.current_dir(root().join("tests")).args(["shots.mjs", &address]).arg(folder).args(more);
            run(&mut shots)
        };
        shots(&all, &[])?;
        shots(&shown, &["one-screen"])
    })?;
    say(&format!("Screenshots are in {} and {}", all.display(), shown.display()));
    Ok(())
}

/// `cargo xtask search-cost`
pub(crate) fn search_cost() -> Result<()> {
    let pagefind = setup::pagefind()?;
    let (lamplight, sites) = built()?;
    let (large, tongues) = (sites.join("18f"), sites.join("tongues"));
    if !large.exists() {
        bail!("this is measured on the 505 posts of ../shared/corpus/18f, which is not on this machine");
    }
    say("Ours and Pagefind, side by side");
    let site = |name: &str, port: u16, folder: &Path| {
        format!("{name}=http://127.0.0.1:{port}/={}", folder.display())
    };
    previewed(&lamplight, &large, PORT, || {
        previewed(&lamplight, &tongues, PORT + 1, || {
            let mut cost = command("node");
            cost.current_dir(root().join("tests")).arg("search-cost.mjs").arg(pagefind);
            run(cost.args([site("18f", PORT, &large), site("tongues", PORT + 1, &tongues)]))
        })
    })
}

/// `cargo xtask live-cost`
pub(crate) fn live_cost() -> Result<()> {
    setup::for_building()?;
    setup::for_testing()?;
    build::app()?;
    let lamplight = build::lamplight()?.get_program().to_os_string();
    let corpus = root().join("../shared/corpus/18f");
    let posts = if corpus.is_dir() { corpus } else { root().join("posts") };
    say("From save to repaint");
    let mut cost = command("node");
    run(cost.current_dir(root().join("tests")).arg("live-cost.mjs").arg(posts).env("LAMPLIGHT", lamplight))
}

/// Where sites are shown to who looks at them.
const PORT: u16 = 4399;

/// Sets up, and builds the sites: the `lamplight` command, and the folder of sites.
fn built() -> Result<(std::ffi::OsString, PathBuf)> {
    setup::for_building()?;
    setup::for_testing()?;
    build::app()?;
    let lamplight = build::lamplight()?.get_program().to_os_string();
    let sites = sites(&lamplight)?;
    Ok((lamplight, sites))
}

/// Shows a site while something is done with it.
fn previewed(
    lamplight: &std::ffi::OsStr,
    site: &Path,
    port: u16,
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let mut preview = Command::new(lamplight);
    preview.arg("preview").arg(site).args(["--port", &port.to_string()]).stderr(Stdio::null());
    let mut preview = preview.spawn().context("the site could not be shown")?;
    let done = work();
    preview.kill()?;
    preview.wait()?;
    done
}

/// `cargo xtask lighthouse`
pub(crate) fn lighthouse() -> Result<()> {
    let lighthouse = setup::lighthouse()?;
    let (_, sites) = built()?;
    say("Lighthouse 12, as on a phone, the site served by nginx; medians of 5");
    let mut nginx = setup::nginx_command(&sites.join("nginx/nginx.conf"));
    let mut nginx = nginx.stderr(Stdio::null()).spawn().context("nginx could not be started")?;
    let root = "http://127.0.0.1:4313/x/y/";
    let done = run(command("node")
        .current_dir(self::root().join("tests"))
        .arg("lighthouse.mjs")
        .arg(lighthouse)
        .args(["5", root, &format!("{root}blog/a-page-is-a-promise/")]));
    // Told to quit, it takes its helpers with it.
    run(setup::nginx_command(&sites.join("nginx/nginx.conf")).args(["-s", "quit"]))?;
    nginx.wait()?;
    done
}

/// Builds the sites that are tested: our own at two addresses, and the corpus where it is at hand.
fn sites(lamplight: &std::ffi::OsStr) -> Result<PathBuf> {
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
    build("sample", root().join("posts"), &[])?;
    let nginx = folder.join("nginx");
    let include = nginx.join("blog.conf");
    std::fs::create_dir_all(&nginx)?;
    let elsewhere = ["--base-url", "https://blog.example/x/y/", "--nginx", &include.to_string_lossy()];
    build("subpath", root().join("posts"), &elsewhere)?;
    nginx_server(&nginx, &folder.join("subpath"))?;
    let own = settings(&root().join("lamplight.toml"), "", &folder.join("settings/own"))?;
    let off = settings(&root().join("lamplight.toml"), "offline = false\n", &folder.join("settings/off"))?;
    build("second", second_edition(&root().join("posts"), &own, &folder.join("second-posts"))?, &[])?;
    let newer = newer_app(&folder.join("newer-app"))?;
    build("newer", root().join("posts"), &["--app", &newer.to_string_lossy()])?;
    build("off", root().join("posts"), &["--config", &off.to_string_lossy()])?;
    let fixtures = root().join("tests/fixtures/media/posts");
    let media = settings(&fixtures.join("lamplight.toml"), "", &folder.join("settings/media"))?;
    build("media", fixtures.clone(), &["--config", &media.to_string_lossy()])?;
    build("media-second", second_edition(&fixtures, &media, &folder.join("media-posts"))?, &[])?;
    build("tongues", root().join("tests/fixtures/tongues"), &[])?;
    build("old", root().join("tests/fixtures/jekyll"), &[])?;
    build("long", long_posts(&folder.join("long-posts"))?, &[])?;
    build("hostile", root().join("tests/fixtures/hostile"), &["--base-url", "https://hostile.example/"])?;
    // Below one folder, so that one server shows them all.
    for name in ["ar", "de", "es", "fr", "ja"] {
        let file = folder.join(format!("settings/{name}.toml"));
        let settings = format!(
            "base_url = \"https://lamplight.example/{name}/\"\nlanguage = \"{name}\"\npage_size = 5\n\n[files]\n\"{}\" = \"/uploads/\"\n",
            root().join("public/uploads").display()
        );
        std::fs::write(&file, settings)?;
        build(&format!("languages/{name}"), root().join("posts"), &["--config", &file.to_string_lossy()])?;
    }
    for name in ["languages", "bare-languages"] {
        std::fs::write(
            folder.join(name).join("index.html"),
            "<!doctype html>\n<title>One folder each</title>\n",
        )?;
    }
    let corpus = root().join("../shared/corpus");
    let payloads = corpus.join("xss/dompurify.json");
    if payloads.is_file() {
        let posts = hostile_posts(&payloads, &folder.join("xss-posts"))?;
        build("xss", posts, &["--base-url", "https://xss.example/"])?;
    }
    for name in ["seed", "gaslight", "18f", "jekyll-fixtures"] {
        if corpus.join(name).is_dir() {
            build(name, corpus.join(name), &["--drafts", "--future"])?;
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

/// A post for each payload and each way into a post: as raw HTML, through Markdown, in the front matter.
fn hostile_posts(payloads: &Path, to: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(to)?;
    std::fs::write(to.join("lamplight.toml"), "title = \"Payloads\"\npage_size = 50\nfeed_size = 3\n")?;
    let payloads: serde_json::Value = serde_json::from_slice(&std::fs::read(payloads)?)?;
    for (i, entry) in payloads.as_array().context("a list of payloads")?.iter().enumerate() {
        let payload = entry["payload"].as_str().context("a payload is a text")?;
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

/// Three posts, the second far longer than anybody draws at once, with all that binds the parts of a text together.
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
    let all =
        [("before", "Before.\n\n[On](/long/)".to_owned()), ("long", long), ("after", "After.".to_owned())];
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
    let sheet = to.join("style/reset.css");
    let text = std::fs::read_to_string(&sheet)?;
    std::fs::write(&sheet, format!("{text}\n:root {{\n  --newer: 1;\n}}\n"))?;
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

/// The same posts, each with one paragraph more, and a picture of which nobody knows the size. `settings` are a file's.
fn second_edition(posts: &Path, settings: &Path, to: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(to)?;
    std::fs::copy(settings, to.join("lamplight.toml"))?;
    for entry in std::fs::read_dir(posts)? {
        let path = entry?.path();
        if path.extension().is_none_or(|e| e != "md") {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        std::fs::write(
            to.join(path.file_name().unwrap_or_default()),
            format!(
                "{text}\nThis is the second edition.\n\n![Far away](https://elsewhere.example/far.png)\n\nAnd a line below.\n"
            ),
        )?;
    }
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

/// Two builds of the same posts, from nothing, must not differ in one byte.
fn identical_builds(lamplight: &std::ffi::OsStr) -> Result<()> {
    let folder = root().join("target/test-sites");
    for name in ["twin-a", "twin-b"] {
        let mut build = command(&lamplight.to_string_lossy());
        run(build.args(["build", "posts", "--no-cache", "--out"]).arg(folder.join(name)))?;
    }
    run(command("diff").arg("-r").arg(folder.join("twin-a")).arg(folder.join("twin-b")))
}

fn in_browser() -> Command {
    let mut test = command("cargo");
    test.args([
        "test",
        "--locked",
        "--package",
        "lamplight",
        "--features",
        "csr",
        "--target",
        "wasm32-unknown-unknown",
        "--test",
        "wasm",
    ]);
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    test.env("CHROMEDRIVER", "/usr/bin/chromedriver");
    test
}

fn one(tally: &mut Tally, name: &str, step: impl FnOnce() -> Result<()>) {
    match step() {
        Ok(()) => tally.passed += 1,
        Err(error) => {
            eprintln!("FAILED {name}: {error:#}");
            tally.failed += 1;
        }
    }
}

/// Runs a test program, shows what it prints, and adds up what it counts. One that fails without counting a failure
/// is a failure.
fn counted(tally: &mut Tally, command: &mut Command, count: fn(&str) -> Option<Tally>) -> Result<()> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("a test program could not be started")?;
    let stdout = child.stdout.take().context("a test program has no output")?;
    let mut here = Tally::default();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        println!("{line}");
        if let Some(found) = count(&line) {
            here.passed += found.passed;
            here.failed += found.failed;
            here.skipped += found.skipped;
        }
    }
    let status = child.wait()?;
    if !status.success() && here.failed == 0 {
        here.failed = 1;
    }
    tally.passed += here.passed;
    tally.failed += here.failed;
    tally.skipped += here.skipped;
    Ok(())
}

/// `test result: ok. 12 passed; 0 failed; 0 ignored; …`
fn of_cargo(line: &str) -> Option<Tally> {
    let counts = line.trim().strip_prefix("test result: ")?;
    let of = |what: &str| number_before(counts, what);
    Some(Tally { passed: of("passed"), failed: of("failed"), skipped: of("ignored") })
}

/// `  12 passed (3.4s)`, and likewise for failed and skipped, each on a line of its own.
fn of_playwright(line: &str) -> Option<Tally> {
    let line = line.trim();
    let of = |what: &str| {
        line.split_once(' ')
            .filter(|(_, rest)| rest.starts_with(what))
            .map_or(0, |_| number_before(line, what))
    };
    let tally =
        Tally { passed: of("passed"), failed: of("failed"), skipped: of("skipped") + of("did not run") };
    (tally.passed + tally.failed + tally.skipped > 0).then_some(tally)
}

fn number_before(text: &str, what: &str) -> usize {
    let before = text.split(what).next().unwrap_or_default();
    before.split_whitespace().next_back().and_then(|word| word.parse().ok()).unwrap_or(0)
}
