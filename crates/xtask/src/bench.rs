//! Sizes, exactly, against their budgets. What exceeds one fails; times never do.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};

use crate::build;
use crate::setup;
use crate::tools::{command, corpus, root, run, say};

const KB: usize = 1024;

/// `cargo xtask bench`: sizes, and everything that takes time, beside what others take. `--only build,cold,…` and
/// `--posts 100,1000` do a part of it, `--rounds` says how often, `--work` names a
/// folder for the sites, and `--publish` writes docs/performance.md all the same.
pub(crate) fn all(args: &[String]) -> Result<()> {
    let mut environment = Vec::new();
    let publish = args.iter().any(|arg| arg == "--publish");
    let args: Vec<&String> = args.iter().filter(|arg| *arg != "--publish").collect();
    for pair in args.chunks(2) {
        let name = match pair[0].as_str() {
            "--only" => "ONLY",
            "--posts" => "SIZES",
            "--rounds" => "ROUNDS",
            "--work" => "WORK",
            "sizes" if args.len() == 1 => return sizes(),
            "film" if args.len() == 1 => return film(),
            other => {
                bail!(
                    "`{other}` is unknown; say `sizes`, `film`, or --only, --posts, --rounds, --work, --publish"
                )
            }
        };
        environment.push((name, *pair.get(1).with_context(|| format!("{} needs a value", pair[0]))?));
    }
    setup::for_testing()?;
    sizes()?;
    let (hugo, peers) = setup::peers()?;
    let lamplight = build::lamplight()?.get_program().to_os_string();
    // A part of it is looked at and not published.
    let whole = environment.is_empty() || publish;
    let docs = root().join("docs");
    let figures = if whole { docs.join("performance.json") } else { root().join("target/bench.json") };
    let mut bench = command("node");
    bench.current_dir(root().join("tests")).arg("bench/main.mjs");
    bench
        .env("WORK", root().join("target/bench"))
        .envs(environment)
        .env("LAMPLIGHT", lamplight)
        .env("HUGO", hugo)
        .env("PEERS", peers)
        .env("OUT", &figures);
    // Without it, our own posts are taken.
    bench.envs(corpus("18f").map(|folder| ("CORPUS", folder)));
    run(&mut bench)?;
    if whole {
        run(command("node").current_dir(root().join("tests")).arg("bench/report.mjs"))?;
    }
    say(&format!("The figures are in {}", figures.display()));
    Ok(())
}

/// `cargo xtask bench sizes`
pub(crate) fn sizes() -> Result<()> {
    setup::for_building()?;
    build::app(false)?;
    let site = root().join("target/bench-site");
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    run(build::lamplight()?.args(["build", "posts", "--no-cache", "--out"]).arg(&site))?;
    table(&site)
}

/// `cargo xtask bench film`: what is seen in each second on a slow line. Writes its table into docs/performance.md.
fn film() -> Result<()> {
    setup::for_testing()?;
    sizes()?;
    let mut film = command("node");
    film.current_dir(root().join("tests")).arg("bench/film.mjs");
    run(film.env("SITE", root().join("target/bench-site")))
}

/// Prints the table of a built site, and fails if a budget is exceeded.
pub(crate) fn table(site: &std::path::Path) -> Result<()> {
    let assets: Vec<(String, Vec<u8>)> = fs::read_dir(site.join("lamplight/app"))?
        .map(|entry| {
            let path = entry?.path();
            Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), fs::read(&path)?))
        })
        .collect::<Result<_>>()?;
    let post = newest_post(site)?;
    let worker = fs::read(site.join("sw.js")).context("the site has no service worker")?;
    let of = |stem: &str, ending: &str| -> Vec<&(String, Vec<u8>)> {
        let is_of = |name: &str| name.starts_with(&format!("{stem}-")) && name.ends_with(ending);
        assets.iter().filter(|(name, _)| is_of(name)).collect()
    };
    let (app, glue) = (of("lamplight", ".wasm"), of("app", ".js"));
    let (boot, offline) = (of("boot", ".js"), of("offline", ".js"));
    let (reader, library) = (of("reader", ".wasm"), of("library", ".wasm"));
    let (search, reading) = (of("search", ".wasm"), of("reading", ".js"));
    let single = [&app, &glue, &boot, &offline, &reader, &library, &reading, &search].map(Vec::len);
    // What several chunks share is in chunks of its own.
    let shared = of("shared", ".wasm");
    let programs = assets.iter().filter(|(name, _)| name.ends_with(".wasm") || name.ends_with(".js")).count();
    if single != [1; 8] || programs != single.len() + shared.len() {
        bail!(
            "{} holds other programs than the table of crates/xtask/src/bench.rs knows, or two of a kind",
            site.join("lamplight/app").display()
        );
    }
    let sum = |files: &[&(String, Vec<u8>)]| -> Result<(usize, usize)> {
        let raw = files.iter().map(|(_, bytes)| bytes.len()).sum();
        Ok((raw, files.iter().map(|(_, bytes)| brotli(bytes)).sum::<Result<usize>>()?))
    };
    let (app, glue, boot, offline) = (sum(&app)?, sum(&glue)?, sum(&boot)?, sum(&offline)?);
    let needs = crate::chunks::needs()?;
    let with_shared = |name: &str, own: Vec<&(String, Vec<u8>)>| {
        let is_needed = |file: &&(String, Vec<u8>)| {
            needs(name).iter().any(|stem| file.0.starts_with(&format!("{stem}-")))
        };
        sum(&shared.iter().copied().filter(is_needed).chain(own).collect::<Vec<_>>())
    };
    let (reader, library) = (with_shared("reader", reader)?, with_shared("library", library)?);
    let (search, reading) = (with_shared("search", search)?, sum(&reading)?);
    let (post, worker) = ((post.len(), brotli(&post)?), (worker.len(), brotli(&worker)?));
    let visit = [app, glue, boot, offline, post].into_iter().fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    // A little above what there is: growth is to be decided, not to happen.
    let rows = [
        ("app: first module", app, 115_000),
        ("app: what its modules ask of the browser", glue, 4_500),
        ("boot script", boot, 4_500),
        ("script for offline reading", offline, 2_900),
        ("a post's page, its text and style sheet included", post, 10 * KB),
        ("all of these: a first visit that asks for nothing more", visit, 137_000),
        ("comfort for readers, loaded once one moves", reading, 5_600),
        ("app: chunk `reader` with what it shares, loaded when it is asked for", reader, 45_000),
        ("app: chunk `library` with what it shares, loaded when something is kept", library, 45_000),
        ("app: chunk `search` with what it shares, loaded when it is asked for", search, 70_000),
        ("service worker with its list", worker, 8 * KB),
    ];
    say("Sizes in bytes (brotli 11)");
    println!("| what | raw | brotli | budget |\n|---|---:|---:|---:|");
    let mut over = Vec::new();
    for (what, (raw, small), budget) in rows {
        println!("| {what} | {raw} | {small} | {budget} |");
        if small > budget {
            over.push(what);
        }
    }
    if !over.is_empty() {
        bail!("over budget: {}", over.join(", "));
    }
    Ok(())
}

fn newest_post(site: &std::path::Path) -> Result<Vec<u8>> {
    let folder = fs::read_dir(site.join("blog"))?.next().context("the site has no post")??.path();
    Ok(fs::read(folder.join("index.html"))?)
}

/// Size after brotli at its highest level, with a window of 16 MiB: what a host that precompresses sends.
fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 64 * KB, 11, 24).write_all(bytes)?;
    Ok(out.len())
}
