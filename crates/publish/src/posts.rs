//! Which posts a built site has, from its data files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use lamplight_format::model::{Hash, Manifest, RouteEntry, RouteTarget, Tree, route_key};
use lamplight_format::names::{DATA, MANIFEST};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::state::PostId;

/// The manifest of a built site.
///
/// # Errors
/// If it is not there, or can't be read.
pub(crate) fn manifest(folder: &Path) -> Result<Manifest> {
    let bytes = fs::read(folder.join(MANIFEST))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{MANIFEST} can't be read; build the site again"))
}

/// All posts and pages of a built site, also those that are in no list.
///
/// # Errors
/// If a data file is missing or damaged.
pub(crate) fn posts(folder: &Path, manifest: &Manifest) -> Result<BTreeSet<PostId>> {
    let mut bundles = BTreeSet::new();
    for leaf in leaves(folder, manifest.routes.tree.as_ref())? {
        for route in read::<Vec<RouteEntry>>(folder, &leaf.0)? {
            if let RouteTarget::Document { bundle } = route.target {
                bundles.insert(bundle.0);
            }
        }
    }
    let mut posts = BTreeSet::new();
    for bundle in bundles {
        for post in read::<Vec<Value>>(folder, &bundle)? {
            let text = |name: &str| post["summary"][name].as_str().unwrap_or_default();
            posts.insert(PostId::of(&route_key(text("path")), text("title"), text("date")));
        }
    }
    Ok(posts)
}

/// The leaves of a tree.
fn leaves(folder: &Path, tree: Option<&Tree>) -> Result<Vec<Hash>> {
    let Some(tree) = tree else { return Ok(Vec::new()) };
    let mut level = tree.root.clone();
    for _ in 0..tree.depth {
        let mut below = Vec::new();
        for node in &level {
            below.extend(read::<Vec<Hash>>(folder, &node.0)?);
        }
        level = below;
    }
    Ok(level)
}

fn read<T: DeserializeOwned>(folder: &Path, hash: &str) -> Result<T> {
    // The name comes from a file: it must not lead out of the folder.
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    anyhow::ensure!(is_hash, "`{hash}` is no name of a data file; build the site again");
    let name = format!("{DATA}/{hash}.json");
    let bytes =
        fs::read(folder.join(&name)).with_context(|| format!("{name} is missing; build the site again"))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{name} is damaged; build the site again"))
}
