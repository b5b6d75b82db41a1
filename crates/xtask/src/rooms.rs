//! What each room of the code must not use: the table of ARCHITECTURE.md, as far as a look at the text tells. Which crate may
//! use which others is in `dependencies`.

mod dependencies;

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

/// What the browser and the build share, and what is text work alone.
const PURE: &[&str] = &[
    "crates/format/src",
    "crates/import/src",
    "crates/markdown/src",
    "crates/migrate/src",
    "crates/search/src",
    "crates/theme/src",
];

const RULES: [Rule; 13] = [
    Rule {
        within: PURE,
        but: &[],
        never: &[
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "SystemTime",
            "Instant",
            "Timestamp::now",
            "Zoned::now",
            "TimeZone::system",
        ],
        why: "text work touches no disk, clock or network: the same input gives the same output everywhere",
    },
    Rule {
        within: PURE,
        but: &[],
        never: &["web_sys", "leptos", "gloo_net"],
        why: "what is shared with the build knows no document",
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
        within: &["src/data"],
        but: &[],
        never: &["lamplight_theme", "crate::page", "crate::navigation", "crate::app"],
        why: "who fetches and checks does not draw",
    },
    Rule {
        within: &["src/page"],
        but: &[],
        never: &["crate::browser", "crate::navigation", "crate::widget", "crate::app", "leptos"],
        why: "who makes a page of data does not touch the document",
    },
    Rule {
        within: &["src/browser"],
        but: &[],
        never: &["crate::data", "crate::page", "crate::navigation", "crate::widget", "crate::app"],
        why: "the browser's room knows no pages",
    },
    Rule {
        within: &["src/preferences.rs", "src/bookmarks.rs"],
        but: &[],
        never: &["crate::browser", "crate::data", "crate::widget", "crate::app", "leptos"],
        why: "what readers choose and keep is known without a browser",
    },
    Rule {
        within: &["src/search.rs"],
        but: &[],
        never: &["crate::page", "crate::widget", "crate::app", "leptos"],
        why: "who asks the index does not draw",
    },
    Rule {
        within: &["src/navigation"],
        but: &[],
        never: &["crate::search", "crate::widget", "crate::app", "lamplight_search"],
        why: "a navigation knows pages, and nothing of dialogs",
    },
    Rule {
        within: &["src/widget"],
        but: &[],
        never: &["crate::data", "crate::page", "crate::navigation", "crate::app", "lamplight_theme::view"],
        why: "widgets get what they show, and know no pages",
    },
    Rule {
        within: &["crates/bundler/src"],
        but: &[],
        never: &["maud", "unicode_normalization", "liquid_core", "math_core"],
        why: "templates are in the theme, and what authors wrote is read by the import",
    },
];

/// Looks at all files that there is a rule for, and at the dependencies of all crates.
///
/// # Errors
/// If a file or crate uses what it must not, with each place; or if a room that a rule names is not there.
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
    broken.extend(dependencies::broken()?);
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
