//! Fuzzing, for as long as one likes. What it finds is left in `fuzz/artifacts/`.

use anyhow::{Context, Result, bail};

use crate::setup;
use crate::tools::{command, root, run, say};

const TARGETS: [&str; 5] = ["front_matter", "markdown", "translate", "format", "bundle"];

/// `cargo xtask fuzz`
pub(crate) fn all(args: &[String]) -> Result<()> {
    let seconds: u32 = match args {
        [] => 60,
        [one] => one.parse().with_context(|| format!("`{one}` is not a number of seconds"))?,
        _ => bail!("`cargo xtask fuzz` takes one number of seconds for each target"),
    };
    let program = setup::cargo_fuzz()?;
    let mut failed = Vec::new();
    for target in TARGETS {
        say(&format!("Fuzzing {target} for {seconds} s"));
        let corpus = root().join("fuzz/corpus").join(target);
        std::fs::create_dir_all(&corpus)?;
        let mut fuzz = command(&program.to_string_lossy());
        // Without a sanitiser, which only other compilers than ours know: the code is safe Rust, and what counts are panics
        // and wrong results.
        fuzz.args(["fuzz", "run", "--sanitizer", "none", target])
            .arg(corpus)
            .arg(root().join("fuzz/seeds").join(target));
        if target == "translate" {
            // Posts of all engines.
            fuzz.arg(root().join("tests/fixtures/cases"));
        }
        let dictionary = format!("-dict={}", root().join("fuzz/marks.dict").display());
        let limits = ["-timeout=10".to_owned(), "-max_len=8192".to_owned(), dictionary];
        if run(fuzz.arg("--").args(limits).arg(format!("-max_total_time={seconds}"))).is_err() {
            failed.push(target);
        }
    }
    if !failed.is_empty() {
        bail!("found something in {}; the inputs are in fuzz/artifacts/", failed.join(", "));
    }
    Ok(())
}
