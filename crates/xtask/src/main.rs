//! `cargo xtask …`: everything that is done to this project, by people and by CI alike.

mod bench;
mod build;
mod check;
mod chunks;
mod circles;
mod dist;
mod fuzz;
mod mutants;
mod rooms;
mod scripts;
mod setup;
mod sites;
mod size;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::Result;

const HELP: &str = "\
cargo xtask serve [POSTS] [--port N] …  set up, build, and show the blog on this machine
cargo xtask test                        set up, build, and run every test
cargo xtask test unit [WORD …]          set up, and run the native tests, and the service worker's, whose name has a WORD
cargo xtask test wasm [WORD …]          set up, and run the tests in the browser's engine whose name has a WORD
cargo xtask test e2e [NAME …]           set up, build, and run the tests of the site whose file has a NAME
cargo xtask test engine [NAME …]        set up, build, and tell every story in Chromium, Firefox and WebKit, the long ones too
cargo xtask build [POSTS] …             set up, and write the site into dist/ (--stock: the app as its makers wrote it, larger)
cargo xtask check                       format, lints, what each room must not use, circles of files, types of scripts, documentation
cargo xtask deny                        licences, bans, duplicates and advisories of dependencies (installs cargo-deny if it is missing)
cargo xtask dist                        packages of a release, into target/packages (--test: tries them in an empty root; needs root)
cargo xtask bench                       sizes against budgets, and times beside those of others (an hour; installs those)
cargo xtask bench sizes                 sizes against their budgets
cargo xtask bench film                  what is seen each second on a slow line, into docs/reliability.md
cargo xtask shots                       screenshots: of every page into target/shots/, of some into docs/screenshots/
cargo xtask fuzz [SECONDS]              every fuzz target for so long (installs cargo-fuzz if it is missing)
cargo xtask mutants [CRATE …]           how many of 100 small faults in each pure crate its tests find (installs cargo-mutants)
cargo xtask lighthouse                  Lighthouse on a phone, medians of 5 (installs it if it is missing)
cargo xtask search-cost                 bytes and time of a search in 505 posts, ours and Pagefind's (installed if missing)
cargo xtask live-cost [POSTS]           time from a save to the page that shows it, with 1,000 posts or so many
cargo xtask setup                       install what building and testing need
cargo xtask trunk serve …               Trunk with the project's tools on its path: the app anew with each change, at port 8080
cargo xtask help                        this text

What follows POSTS is handed to the `lamplight` command: see `cargo lamplight build --help`.";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let done = if chunks::is_called() {
        chunks::stand_in(&args.collect::<Vec<_>>())
    } else {
        let command = args.next().unwrap_or_default();
        run(&command, &args.collect::<Vec<_>>())
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &str, rest: &[String]) -> Result<ExitCode> {
    match command {
        "serve" => build::serve(rest)?,
        "build" => build::site(rest)?,
        "test" => match rest {
            [] => return test::all(),
            [kind, words @ ..] if kind == "unit" => return test::of_units(words),
            [kind, words @ ..] if kind == "wasm" => return test::of_wasm(words),
            [kind, names @ ..] if kind == "e2e" => return test::of_the_site(names),
            [kind, names @ ..] if kind == "engine" => return test::of_the_engines(names),
            _ => {
                eprintln!("{HELP}");
                return Ok(ExitCode::from(2));
            }
        },
        "check" => check::all()?,
        "deny" => check::deny()?,
        "dist" => dist::all(rest)?,
        "dist-inside" => dist::inside(std::path::Path::new(&rest.concat()))?,
        "bench" => bench::all(rest)?,
        "shots" => test::shots()?,
        "fuzz" => fuzz::all(rest)?,
        "mutants" => mutants::all(rest)?,
        "lighthouse" => test::lighthouse()?,
        "search-cost" => test::search_cost()?,
        "live-cost" => test::live_cost(rest)?,
        "setup" => {
            setup::for_testing()?;
        }
        "trunk" => build::trunk(rest)?,
        "trunk-hook" => build::trunk_hook()?,
        _ if size::tables::is_called(command) => return size::tables::run(command, rest),
        _ => {
            eprintln!("{HELP}");
            let asked = matches!(command, "help" | "--help" | "-h");
            return Ok(if asked { ExitCode::SUCCESS } else { ExitCode::from(2) });
        }
    }
    Ok(ExitCode::SUCCESS)
}
