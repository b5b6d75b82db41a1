//! Every test: native, in the browser's engine, and of the built site in real browsers.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::tools::{command, corpus, root, run, say};
use crate::{bench, build, check, setup, sites};

#[derive(Clone, Copy, Default)]
struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
    /// Of those that passed: at the second attempt.
    flaky: usize,
}

impl Tally {
    /// Prints the line that counts.
    fn finish(self) -> ExitCode {
        let skipped = if self.skipped > 0 { format!(", {} skipped", self.skipped) } else { String::new() };
        if self.flaky > 0 {
            println!("{} of the tests passed at the second attempt only: see \"flaky\" above", self.flaky);
        }
        println!("{} passed, {} failed{skipped}", self.passed, self.failed);
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// `cargo xtask test`. Goes on after a failure, and ends with the one line that counts.
pub(crate) fn all() -> Result<ExitCode> {
    let started = Instant::now();
    let Built { lamplight, faults, sites } = built(true)?;

    let mut tally = Tally::default();
    one(&mut tally, "format, lints, types of scripts, documentation", check::all);
    one(&mut tally, "byte-identical builds", || identical_builds(&lamplight));
    one(&mut tally, "size budgets", || bench::table(&sites.join("own")));
    one(&mut tally, "headers by the rules of Mozilla's HTTP Observatory", || {
        let mut score = command("node");
        run(score
            .current_dir(root().join("tests"))
            .arg("observatory.mjs")
            .arg(setup::observatory()?)
            .arg(sites.join("own")))
    });
    units(&mut tally, &[])?;
    wasm(&mut tally, &[])?;
    say("Tests of the site in Chromium, and its stories in Firefox and WebKit");
    let stories = counted(&mut tally, &mut playwright(&lamplight, &sites, &faults), of_playwright)?;

    say(&format!("All tests took {} s", started.elapsed().as_secs()));
    stories.iter().for_each(|line| println!("{line}"));
    Ok(tally.finish())
}

/// `cargo xtask test unit`: native tests whose name has one of the words in it, and those of the scripts alone.
pub(crate) fn of_units(words: &[String]) -> Result<ExitCode> {
    without_sites(words, units)
}

/// `cargo xtask test wasm`: tests in the browser's engine, without a site.
pub(crate) fn of_wasm(words: &[String]) -> Result<ExitCode> {
    without_sites(words, wasm)
}

/// Runs tests that look at no built site.
fn without_sites(words: &[String], tests: fn(&mut Tally, &[String]) -> Result<()>) -> Result<ExitCode> {
    setup::for_testing()?;
    let mut tally = Tally::default();
    tests(&mut tally, words)?;
    Ok(tally.finish())
}

fn units(tally: &mut Tally, words: &[String]) -> Result<()> {
    say("Native tests");
    // In release mode, as the command itself was built: the dependencies are there already.
    let mut native = command("cargo");
    native.args(["test", "--release", "--locked", "--workspace", "--no-fail-fast", "--"]).args(words);
    // Tests that read the corpus are ignored, and counted as skipped, where it is not at hand.
    match sites::CORPUS.iter().all(|name| corpus(name).is_some()) {
        true => drop(native.arg("--include-ignored")),
        false => say(
            "SKIPPED: the tests that read the corpus of posts, which is not here (LAMPLIGHT_CORPUS names it)",
        ),
    }
    counted(tally, &mut native, of_cargo)?;
    say("Tests of the scripts alone");
    let mut unit = command("node");
    unit.current_dir(root().join("tests")).args(["--test", "--test-reporter=tap"]);
    unit.args(words.iter().map(|word| format!("--test-name-pattern={word}"))).arg("unit");
    counted(tally, &mut unit, of_node)?;
    Ok(())
}

fn wasm(tally: &mut Tally, words: &[String]) -> Result<()> {
    say("Tests in the browser's engine");
    let mut tests = in_browser();
    if !words.is_empty() {
        tests.arg("--").args(words);
    }
    counted(tally, &mut tests, of_cargo)?;
    Ok(())
}

/// `cargo xtask test e2e`
pub(crate) fn of_the_site(names: &[String]) -> Result<ExitCode> {
    in_browsers(|playwright| {
        playwright.args(names);
    })
}

/// `cargo xtask test engine`: every story in every engine, also those that take minutes.
pub(crate) fn of_the_engines(names: &[String]) -> Result<ExitCode> {
    in_browsers(|playwright| {
        playwright.env("SLOW", "1").args(["--retries", "0"]);
        match names {
            [] => playwright.arg("stories/"),
            names => playwright.args(names.iter().map(|name| format!("stories/{name}"))),
        };
    })
}

/// Builds the sites, and runs those of their tests that `choose` asks for.
fn in_browsers(choose: impl FnOnce(&mut Command)) -> Result<ExitCode> {
    let Built { lamplight, faults, sites } = built(false)?;
    let mut tests = playwright(&lamplight, &sites, &faults);
    choose(&mut tests);
    let mut tally = Tally::default();
    counted(&mut tally, &mut tests, of_playwright)?;
    Ok(tally.finish())
}

fn playwright(lamplight: &OsStr, sites: &Path, faults: &Path) -> Command {
    let mut playwright = command("npx");
    playwright.current_dir(root().join("tests")).args(["playwright", "test"]);
    playwright.env("LAMPLIGHT", lamplight).env("LAMPLIGHT_SITES", sites);
    playwright.env("NGINX", setup::nginx_folder()).env("FAULTS", faults);
    playwright
}

/// `cargo xtask shots`
pub(crate) fn shots() -> Result<()> {
    let Built { lamplight, sites, .. } = built(false)?;
    let (all, shown) = (root().join("target/shots"), root().join("docs/screenshots"));
    previewed(&lamplight, &sites.join("own"), PORT, || {
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
    let Built { lamplight, sites, .. } = built(false)?;
    let (large, tongues) = (sites.join("18f"), sites.join("tongues"));
    if !large.exists() {
        bail!(
            "this is measured on the posts of the corpus `18f`, which is not here; LAMPLIGHT_CORPUS names its folder"
        );
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
pub(crate) fn live_cost(args: &[String]) -> Result<()> {
    setup::for_testing()?;
    build::app(false)?;
    let lamplight = build::lamplight()?.get_program().to_os_string();
    let posts = corpus("18f").unwrap_or_else(|| root().join("tests/fixtures/sample/posts"));
    say("From save to repaint");
    let mut cost = command("node");
    cost.current_dir(root().join("tests")).arg("live-cost.mjs").arg(posts).args(args);
    run(cost.env("LAMPLIGHT", lamplight))
}

/// Where sites are shown to who looks at them.
const PORT: u16 = 4399;

/// What tests of the site need.
struct Built {
    /// The `lamplight` command.
    lamplight: OsString,
    /// The server that fails on demand.
    faults: PathBuf,
    /// The folder of sites.
    sites: PathBuf,
}

/// Sets up, and builds commands and sites, and with `native_tests` these.
fn built(native_tests: bool) -> Result<Built> {
    setup::for_testing()?;
    build::app(false)?;
    let (lamplight, faults) = build::for_tests(native_tests)?;
    let lamplight = lamplight.into_os_string();
    let sites = sites::all(&lamplight)?;
    Ok(Built { lamplight, faults, sites })
}

/// Shows a site while something is done with it.
fn previewed(lamplight: &OsStr, site: &Path, port: u16, work: impl FnOnce() -> Result<()>) -> Result<()> {
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
    let sites = built(false)?.sites;
    say("Lighthouse 12, as on a phone, the site served by nginx; medians of 5");
    let mut nginx = setup::nginx_command(&sites.join("nginx/nginx.conf"));
    let mut nginx = nginx.stderr(Stdio::null()).spawn().context("nginx could not be started")?;
    let root = "http://127.0.0.1:4313/x/y/";
    let done = run(command("node")
        .current_dir(self::root().join("tests"))
        .arg("lighthouse.mjs")
        .arg(lighthouse)
        .args(["5", root, &format!("{root}blog/a-post-that-is-pinned/")]));
    // Told to quit, it takes its helpers with it.
    run(setup::nginx_command(&sites.join("nginx/nginx.conf")).args(["-s", "quit"]))?;
    nginx.wait()?;
    done
}

/// Two builds of the same posts, from nothing, must not differ in one byte.
fn identical_builds(lamplight: &OsStr) -> Result<()> {
    let folder = root().join("target/test-sites");
    for name in ["twin-a", "twin-b"] {
        let mut build = command(&lamplight.to_string_lossy());
        run(build.args(["build", "posts", "--no-cache", "--host", "nginx", "--out"]).arg(folder.join(name)))?;
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
/// is a failure. Returns what it says of stories.
fn counted(
    tally: &mut Tally,
    command: &mut Command,
    count: fn(&str) -> Option<Tally>,
) -> Result<Vec<String>> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("a test program could not be started")?;
    let stdout = child.stdout.take().context("a test program has no output")?;
    let mut here = Tally::default();
    let mut stories = Vec::new();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        println!("{line}");
        if let Some(found) = count(&line) {
            here.passed += found.passed;
            here.failed += found.failed;
            here.skipped += found.skipped;
            here.flaky += found.flaky;
        }
        if line.starts_with("Stories in ") {
            stories.push(line);
        }
    }
    let status = child.wait()?;
    if !status.success() && here.failed == 0 {
        here.failed = 1;
    }
    tally.passed += here.passed;
    tally.failed += here.failed;
    tally.skipped += here.skipped;
    tally.flaky += here.flaky;
    Ok(stories)
}

/// `test result: ok. 12 passed; 0 failed; 0 ignored; …`
fn of_cargo(line: &str) -> Option<Tally> {
    let counts = line.trim().strip_prefix("test result: ")?;
    let of = |what: &str| number_before(counts, what);
    Some(Tally { passed: of("passed"), failed: of("failed"), skipped: of("ignored"), flaky: 0 })
}

/// `# pass 12`, and likewise for `fail` and `skipped`.
fn of_node(line: &str) -> Option<Tally> {
    let (what, count) = line.strip_prefix("# ")?.split_once(' ')?;
    let count = count.parse().ok()?;
    match what {
        "pass" => Some(Tally { passed: count, ..Tally::default() }),
        "fail" | "cancelled" => Some(Tally { failed: count, ..Tally::default() }),
        "skipped" | "todo" => Some(Tally { skipped: count, ..Tally::default() }),
        _ => None,
    }
}

/// `  12 passed (3.4s)`, and likewise for failed and skipped, each on a line of its own.
fn of_playwright(line: &str) -> Option<Tally> {
    let line = line.trim();
    let of = |what: &str| {
        line.split_once(' ')
            .filter(|(_, rest)| rest.starts_with(what))
            .map_or(0, |_| number_before(line, what))
    };
    let flaky = of("flaky");
    let tally = Tally {
        passed: of("passed") + flaky,
        failed: of("failed"),
        skipped: of("skipped") + of("did not run"),
        flaky,
    };
    (tally.passed + tally.failed + tally.skipped > 0).then_some(tally)
}

fn number_before(text: &str, what: &str) -> usize {
    let before = text.split(what).next().unwrap_or_default();
    before.split_whitespace().next_back().and_then(|word| word.parse().ok()).unwrap_or(0)
}
