//! What each room of the code must not use: the table of ARCHITECTURE.md, as far as a look at the text tells.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::tools::root;

/// Files below `within`, but for those below one of `but`, name none of `never`.
struct Rule {
    within: &'static [&'static str],
    but: &'static [&'static str],
    never: &'static [&'static str],
    why: &'static str,
}

const RULES: [Rule; 10] = [
    Rule {
        within: &["crates/content/src", "crates/search/src"],
        but: &[],
        never: &["std::fs", "std::net", "std::env", "std::process", "SystemTime", "Instant"],
        why: "content and search touch no disk, clock or network: they run in browsers, too",
    },
    Rule {
        within: &["src"],
        but: &[],
        never: &["std::fs", "std::net", "std::process", "SystemTime", "Instant"],
        why: "the app has no disk and no clock but the browser's",
    },
    Rule {
        within: &["src"],
        but: &["src/browser"],
        never: &["web_sys"],
        why: "src/browser is the only user of web-sys",
    },
    Rule {
        within: &["src"],
        but: &["src/data"],
        never: &["gloo_net"],
        why: "src/data is the only user of gloo-net",
    },
    Rule {
        within: &["src/view"],
        but: &[],
        never: &["crate::data", "crate::browser", "crate::page", "crate::app", "leptos"],
        why: "templates are pure: data in, HTML out",
    },
    Rule {
        within: &["src/data"],
        but: &[],
        never: &["crate::view", "crate::page", "crate::app", "crate::head"],
        why: "who fetches and checks does not draw",
    },
    Rule {
        within: &["src/browser"],
        but: &[],
        never: &["crate::data", "crate::page", "crate::widget", "crate::app"],
        why: "the browser's room knows no pages",
    },
    Rule {
        within: &["src/search.rs", "src/searchable.rs"],
        but: &[],
        never: &["crate::page", "crate::widget", "crate::app", "leptos"],
        why: "who asks the index does not draw",
    },
    Rule {
        within: &["src/widget"],
        but: &[],
        never: &["crate::data", "crate::page", "crate::view", "crate::app"],
        why: "widgets get what they show, and know no pages",
    },
    Rule {
        within: &["src", "crates/content/src", "crates/search/src"],
        but: &[],
        never: &["lamplight_bundler"],
        why: "nothing that readers load uses the bundler",
    },
];

/// Looks at all files that there is a rule for.
///
/// # Errors
/// If a file uses what it must not, with each place; or if a room that a rule names is not there.
pub(crate) fn check() -> Result<()> {
    let mut broken = Vec::new();
    for rule in &RULES {
        let out: Vec<PathBuf> = rule.but.iter().map(|folder| root().join(folder)).collect();
        for folder in rule.within {
            let mut files = Vec::new();
            collect(&root().join(folder), &mut files)?;
            if files.is_empty() {
                bail!("crates/xtask/src/rooms.rs has a rule for `{folder}`, where no code is");
            }
            for file in files.iter().filter(|file| !out.iter().any(|folder| file.starts_with(folder))) {
                let text = std::fs::read_to_string(file)?;
                let name = file.strip_prefix(root()).unwrap_or(file).display().to_string();
                broken.extend(
                    used(&text, rule.never)
                        .map(|(line, what)| format!("{name}:{line} names `{what}`: {}", rule.why)),
                );
            }
        }
    }
    if !broken.is_empty() {
        bail!("{}", broken.join("\n"));
    }
    Ok(())
}

/// Lines, counted from 1, that name one of these outside comments and tests.
fn used<'a>(text: &'a str, never: &'a [&'a str]) -> impl Iterator<Item = (usize, &'a str)> {
    text.lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .flat_map(move |(number, line)| {
            never.iter().filter(|what| names(line, what)).map(move |what| (number + 1, *what))
        })
}

/// Whether a path or a part of one stands in a line, as whole names.
fn names(line: &str, what: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(what)
        .any(|(at, _)| !part(line[..at].chars().next_back()) && !part(line[at + what.len()..].chars().next()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if folder.is_file() {
        files.push(folder.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_must_not_be_used_is_found_with_its_line() {
        let text = "//! std::fs\nuse std::fs::read;\nlet my_web_sys = web_sys_2::x();\n#[cfg(test)]\nuse web_sys::X;\n";
        assert_eq!(used(text, &["std::fs", "web_sys"]).collect::<Vec<_>>(), [(2, "std::fs")]);
    }

    #[test]
    fn the_rooms_are_kept_apart() -> Result<()> {
        check()
    }
}
