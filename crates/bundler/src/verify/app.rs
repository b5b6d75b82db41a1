//! Checks the app and the service worker, whose files name each other by their hashes.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::Verifier;
use super::headers::{self, Class};
use super::problem::Problem;
use super::walk::PublishedFiles;
use crate::output::hash;
use crate::output::names::{APP, FOLDER, MANIFEST, WORKER};

#[expect(clippy::unwrap_used, reason = "a test runs it")]
static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[a-z][a-z0-9_-]*-([0-9a-f]{16})\.(?:js|wasm)").unwrap());

/// Names of files of the app in a text, with the hash of each.
fn names(text: &str) -> BTreeSet<(String, String)> {
    NAME.captures_iter(text).map(|name| (name[0].to_owned(), name[1].to_owned())).collect()
}

/// Looks at all that the home page's script leads to.
pub(super) fn check(verifier: &Verifier, home: &[u8], known: &mut PublishedFiles) {
    let home = String::from_utf8_lossy(home);
    let folder = format!("{APP}/");
    let of_home = home.split(&folder).skip(1).filter_map(|rest| rest.split(['"', ' ', '>']).next());
    let mut wanted: Vec<(String, String)> = of_home.flat_map(names).collect();
    while let Some((name, hash)) = wanted.pop() {
        let path = format!("{APP}/{name}");
        if !known.files.insert(path.clone()) {
            continue;
        }
        let Some(bytes) = verifier.hashed(&path, &hash) else { continue };
        if name.ends_with(".js") {
            wanted.extend(names(&String::from_utf8_lossy(&bytes)));
        }
    }
}

/// What the service worker fetches at once: path, and the beginning of its hash, which may stand in the path.
pub(super) fn entries(worker: &str) -> Vec<(String, String)> {
    let Some((_, list)) = worker.split_once("\"entries\":") else { return Vec::new() };
    let list = serde_json::Deserializer::from_str(list).into_iter::<Vec<Value>>().next();
    let pair = |entry: &Value| {
        let path = entry.get(0)?.as_str()?;
        let named = path.rsplit('/').next()?.split(['-', '.']).rfind(|part| part.len() >= 16);
        Some((path.to_owned(), entry.get(1).and_then(Value::as_str).or(named)?.to_owned()))
    };
    list.and_then(Result::ok).unwrap_or_default().iter().filter_map(pair).collect()
}

/// Looks at the worker, and at what only the worker names.
pub(super) fn worker(verifier: &Verifier, manifest: &[u8], known: &mut PublishedFiles) {
    let name = || verifier.location.name(WORKER);
    let answer = match verifier.location.get(WORKER) {
        Ok(answer) if answer.status == 200 => answer,
        Ok(answer) => {
            let message = format!("the service worker is not there: status {}", answer.status);
            return verifier.problems.add(Problem::FileMissing.error(), name(), message);
        }
        Err(error) => return verifier.problems.add(Problem::NoAnswer.error(), name(), error),
    };
    headers::look(verifier, WORKER, Class::Fresh, &answer);
    let entries = entries(&String::from_utf8_lossy(&answer.body));
    for (path, named) in &entries {
        if path == MANIFEST {
            if !hash(manifest).0.starts_with(named) {
                let message =
                    format!("{WORKER} was built with another manifest: the host has files of two deploys");
                verifier.problems.add(Problem::DeployMixed.error(), name(), message);
            }
        } else if path.starts_with(&format!("{FOLDER}/")) && !path.ends_with(".html") {
            if known.files.insert(path.clone()) {
                verifier.hashed(path, named);
            }
        } else if path.ends_with(".html") {
            known.pages.insert(path.clone());
        }
    }
    verifier.listed(entries);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_a_worker_is_read() {
        let worker = r#"const {version:v}={"app":"a","entries":[["","00"],["a.html","01",5],["x/a-0123456789abcdef.js"]],"version":"b"};"#;
        let listed = [("", "00"), ("a.html", "01"), ("x/a-0123456789abcdef.js", "0123456789abcdef")];
        assert_eq!(entries(worker), listed.map(|(path, hash)| (path.to_owned(), hash.to_owned())));
        assert!(entries("").is_empty() && entries("\"entries\":{").is_empty());
        let found =
            names("import('./search-0123456789abcdef.js'),[\"./reader-0123456789abcdef.wasm\",\"sha256-x\"]");
        assert_eq!(found.len(), 2);
    }
}
