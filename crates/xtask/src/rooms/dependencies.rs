//! Which crates of this workspace may use which others, and what the crates that readers load may bring along.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::tools::{command, root};

/// What a crate may depend on.
struct Allowed {
    name: &'static str,
    /// Of this workspace.
    own: &'static [&'static str],
    /// Of others: `None` if any. Each dependency of what readers load is paid for by them.
    others: Option<&'static [&'static str]>,
}

/// Every crate of the workspace. Nothing may use the app or the bundler.
const ALLOWED: [Allowed; 13] = [
    Allowed {
        name: "lamplight",
        own: &["lamplight-format", "lamplight-markdown", "lamplight-search", "lamplight-theme"],
        others: None,
    },
    Allowed { name: "lamplight-format", own: &[], others: Some(&["serde", "toml"]) },
    Allowed {
        name: "lamplight-markdown",
        own: &["lamplight-format"],
        others: Some(&["pulldown-cmark", "pulldown-cmark-escape"]),
    },
    Allowed { name: "lamplight-import", own: &["lamplight-format", "lamplight-markdown"], others: None },
    Allowed {
        name: "lamplight-theme",
        own: &["lamplight-format", "lamplight-markdown", "lamplight-search"],
        others: Some(&["icu_calendar", "icu_datetime", "icu_locale_core", "js-sys", "maud", "wasm-bindgen"]),
    },
    Allowed { name: "lamplight-search", own: &[], others: Some(&["unicode-normalization", "wasm-bindgen"]) },
    Allowed {
        name: "lamplight-bundler",
        own: &[
            "lamplight-format",
            "lamplight-import",
            "lamplight-markdown",
            "lamplight-migrate",
            "lamplight-publish",
            "lamplight-search",
            "lamplight-theme",
        ],
        others: None,
    },
    Allowed { name: "lamplight-migrate", own: &["lamplight-import"], others: None },
    Allowed { name: "lamplight-publish", own: &["lamplight-format"], others: None },
    Allowed { name: "lamplight-faults", own: &[], others: None },
    Allowed { name: "xtask", own: &[], others: None },
    Allowed { name: "unicase", own: &[], others: Some(&["js-sys", "web-sys"]) },
    Allowed { name: "wasm-streams", own: &[], others: Some(&["futures", "wasm-bindgen", "web-sys"]) },
];

/// What Cargo knows of the workspace, held against [`ALLOWED`]: a line for each difference.
pub(super) fn broken() -> Result<Vec<String>> {
    let mut metadata = command("cargo");
    metadata.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(root());
    let output = metadata.output()?;
    let known: Value = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)))?;
    Ok(differences(&used(&known)))
}

/// The dependencies of each package. Those of tests alone are not among them.
fn used(metadata: &Value) -> BTreeMap<&str, BTreeSet<&str>> {
    list(&metadata["packages"])
        .filter_map(|package| {
            let uses = list(&package["dependencies"])
                .filter(|dependency| dependency["kind"] != "dev")
                .filter_map(|dependency| dependency["name"].as_str());
            Some((package["name"].as_str()?, uses.collect()))
        })
        .collect()
}

fn list(value: &Value) -> std::slice::Iter<'_, Value> {
    value.as_array().map_or(&[][..], Vec::as_slice).iter()
}

fn differences(used: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let rule = |name: &str| ALLOWED.iter().find(|allowed| allowed.name == name);
    let mut found = Vec::new();
    for (name, uses) in used {
        let Some(allowed) = rule(name) else {
            found.push(format!("{name} has no rule in crates/xtask/src/rooms/dependencies.rs"));
            continue;
        };
        // A stand-in is used in the place of the crate that it has its name from.
        let is_own = |other: &str| used.contains_key(other) && other != "unicase" && other != "wasm-streams";
        for other in uses {
            let may = match is_own(other) {
                true => allowed.own.contains(other),
                false => allowed.others.is_none_or(|others| others.contains(other)),
            };
            if !may {
                found.push(format!("{name} must not depend on {other}"));
            }
        }
    }
    let gone = ALLOWED.iter().filter(|allowed| !used.contains_key(allowed.name));
    found.extend(
        gone.map(|allowed| format!("crates/xtask/src/rooms/dependencies.rs has a rule for {}", allowed.name)),
    );
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_crate_must_not_use_is_told() {
        let mut used: BTreeMap<&str, BTreeSet<&str>> =
            ALLOWED.iter().map(|allowed| (allowed.name, BTreeSet::new())).collect();
        assert!(differences(&used).is_empty());
        used.insert("lamplight-theme", ["lamplight", "lamplight-format", "maud", "reqwest"].into());
        used.insert("lamplight-new", BTreeSet::new());
        used.remove("lamplight-faults");
        assert_eq!(
            differences(&used),
            [
                "lamplight-new has no rule in crates/xtask/src/rooms/dependencies.rs",
                "lamplight-theme must not depend on lamplight",
                "lamplight-theme must not depend on reqwest",
                "crates/xtask/src/rooms/dependencies.rs has a rule for lamplight-faults",
            ]
        );
    }

    #[test]
    fn dependencies_of_tests_are_free() {
        let metadata = serde_json::json!({"packages": [{"name": "a", "dependencies": [
            {"name": "b", "kind": null}, {"name": "c", "kind": "dev"}, {"name": "d", "kind": "build"}
        ]}]});
        assert_eq!(used(&metadata), [("a", ["b", "d"].into())].into());
    }
}
