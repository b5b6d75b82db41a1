//! Service workers that another generator has left in readers' browsers. A browser keeps one until its address answers with
//! another, so one that unregisters itself is published there.

use std::collections::BTreeSet;
use std::fs;

use crate::config::Config;
use crate::output::Output;
use crate::report::Report;

/// Files of a project that name its tools.
const SETTINGS: [&str; 6] =
    ["package.json", "_config.yml", "_config.yaml", "_config.toml", "Gemfile", "docusaurus.config.js"];

/// Names of tools in these files, and where their workers are. Most are at [`crate::output::names::WORKER`] and are replaced by ours.
const KNOWN: [(&str, &[&str]); 8] = [
    ("chirpy", &["sw.min.js", "unregister.js"]),
    ("hexo-offline", &["service-worker.js"]),
    ("jekyll-pwa", &["service-worker.js"]),
    ("vuepress/plugin-pwa", &["service-worker.js"]),
    ("eleventy-plugin-pwa", &["service-worker.js"]),
    ("workbox", &["service-worker.js"]),
    ("sw-precache", &["service-worker.js"]),
    ("register-service-worker", &["service-worker.js"]),
];

/// Usual file names of workers.
const NAMES: [&str; 5] =
    ["service-worker.js", "serviceworker.js", "serviceWorker.js", "sw.min.js", "pwabuilder-sw.js"];

/// Removes former workers from the site's own files, and returns the paths at which ones that unregister themselves belong.
pub(crate) fn take_out(config: &Config, output: &mut Output, report: &mut Report) -> BTreeSet<String> {
    let former: BTreeSet<String> = match &config.former_workers {
        Some(paths) => paths.iter().map(|path| path.trim_start_matches('/').to_owned()).collect(),
        None => recognised(config, output),
    };
    for path in &former {
        output.remove(path);
        report.note(format!(
            "`{path}` is published as a worker that takes itself away, for readers who still have the blog's former one; \
             `former_workers` in the settings says where there are others, or none"
        ));
    }
    former
}

fn recognised(config: &Config, output: &Output) -> BTreeSet<String> {
    let settings: String = SETTINGS
        .iter()
        .filter_map(|name| fs::read(config.root.join(name)).ok())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    let known = KNOWN.iter().filter(|(mark, _)| settings.contains(mark)).flat_map(|(_, paths)| *paths);
    let own = NAMES.iter().filter(|name| output.bytes(name).is_some_and(|bytes| is_worker(&bytes)));
    known.chain(own).map(|path| (*path).to_owned()).collect()
}

/// Whether a script is a worker that answers requests of pages. One for push messages alone stays.
fn is_worker(script: &[u8]) -> bool {
    let script = String::from_utf8_lossy(script);
    (script.contains("caches") && script.contains("fetch")) || script.contains("workbox")
}
