//! How many small faults put into a crate its own tests find: cargo-mutants on a sample that is the same each time.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::setup;
use crate::tools::{command, output, root, run, say};

/// Crates without disk, clock or network: their tests need nothing but themselves.
const CRATES: [&str; 5] =
    ["lamplight-format", "lamplight-import", "lamplight-markdown", "lamplight-search", "lamplight-theme"];

/// Mutants that are tried in each crate.
const SAMPLE: usize = 100;

/// Of those that compile, how many of a hundred tests must find.
const ENOUGH: usize = 90;

/// `cargo xtask mutants`
pub(crate) fn all(args: &[String]) -> Result<()> {
    let program = setup::cargo_mutants()?;
    let chosen: Vec<&str> = match args {
        [] => CRATES.to_vec(),
        names => names.iter().map(|name| known(name)).collect::<Result<_>>()?,
    };
    let mut failed = Vec::new();
    for name in chosen {
        let sample = sample(&program.to_string_lossy(), name)?;
        say(&format!("{} mutants of {name}, each with a build and a run of its tests", sample.len()));
        let folder = root().join("target/mutants").join(name);
        std::fs::create_dir_all(&folder)?;
        let mut mutants = command(&program.to_string_lossy());
        mutants.args([
            "mutants",
            "--package",
            name,
            "--all-features",
            "--no-shuffle",
            "--timeout",
            "120",
            "--output",
        ]);
        mutants.arg(&folder);
        for mutant in &sample {
            mutants.arg("--re").arg(format!("^{}$", escaped(mutant)));
        }
        // Its exit code says that a mutant was missed. What counts is how many.
        let _ = run(&mut mutants);
        let outcomes = folder.join("mutants.out/outcomes.json");
        let outcomes = std::fs::read_to_string(&outcomes)
            .with_context(|| format!("cargo-mutants has left no {}; see above", outcomes.display()))?;
        let outcomes: Value = serde_json::from_str(&outcomes)?;
        let count = |what: &str| outcomes[what].as_u64().unwrap_or_default() as usize;
        let found = count("caught") + count("timeout");
        let tried = found + count("missed");
        if tried == 0 {
            bail!("no mutant of {name} was tried");
        }
        say(&format!("{name}: tests found {found} of {tried} mutants that compile"));
        if found * 100 < tried * ENOUGH {
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        let names = failed.join(", ");
        bail!(
            "tests of {names} find less than {ENOUGH} of 100 mutants; missed.txt in target/mutants/ has the others"
        );
    }
    Ok(())
}

/// The crate of a name, which may be without `lamplight-`.
fn known(name: &str) -> Result<&'static str> {
    let is = |known: &&str| *known == name || known.strip_prefix("lamplight-") == Some(name);
    CRATES.into_iter().find(is).with_context(|| format!("no crate of {} is called {name}", CRATES.join(", ")))
}

/// Names of mutants, evenly from all that there are.
fn sample(program: &str, name: &str) -> Result<Vec<String>> {
    let listed =
        output(command(program).args(["mutants", "--list", "--json", "--package", name, "--all-features"]))?;
    let listed: Vec<Value> = serde_json::from_str(&listed).context("cargo-mutants lists no mutants")?;
    let names: Vec<String> =
        listed.iter().filter_map(|mutant| Some(mutant["name"].as_str()?.to_owned())).collect();
    Ok(evenly(names, SAMPLE))
}

/// So many of a list, at equal distances.
fn evenly<T: Clone>(all: Vec<T>, many: usize) -> Vec<T> {
    if all.len() <= many {
        return all;
    }
    (0..many).map(|i| all[i * all.len() / many].clone()).collect()
}

/// A text as a pattern that fits it alone.
fn escaped(text: &str) -> String {
    let is_special = |c: char| r"\.+*?()|[]{}^$#&-~".contains(c);
    text.chars().flat_map(|c| is_special(c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_taken_evenly_and_patterns_are_literal() {
        assert_eq!(evenly((0..10).collect(), 4), [0, 2, 5, 7]);
        assert_eq!(evenly(vec![1, 2], 4), [1, 2]);
        assert_eq!(escaped("src/a.rs: x_y -> Vec<u8>"), r"src/a\.rs: x_y \-> Vec<u8>");
    }
}
