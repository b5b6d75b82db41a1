//! Checks a built folder by itself, or compares it with what a host sends.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::problem::Problem;
use super::verifier::Verifier;
use super::walk::PublishedFiles;
use crate::output::hash;
use crate::output::names::{APP, DATA, INDEX, KEPT, is_served};

/// All files below a folder, as paths with slashes.
fn files(folder: &Path) -> Vec<String> {
    let name = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(folder).ok()?.to_str()?.replace('\\', "/");
        entry.file_type().is_file().then_some(name)
    };
    WalkDir::new(folder).sort_by_file_name().into_iter().flatten().filter_map(name).collect()
}

fn is_form(name: &str) -> Option<&str> {
    name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz"))
}

/// Looks for files that nothing leads to, and for compressed forms that are of other bytes.
pub(super) fn check(verifier: &Verifier, folder: &Path, known: &PublishedFiles) {
    let all = files(folder);
    let kept = fs::read_to_string(folder.join(KEPT)).unwrap_or_default();
    let kept: BTreeSet<&str> = kept.lines().collect();
    let done = verifier.step("files", all.len());
    // Where `lamplight publish` has been, files of older deploys stay for open tabs.
    let is_published = folder.join(lamplight_publish::STATE).is_file();
    let ours = [format!("{APP}/"), format!("{DATA}/")];
    all.par_iter().for_each(|name| {
        done.after(|| {
            let place = || folder.join(name).display().to_string();
            if let Some(of) = is_form(name).filter(|of| folder.join(of).is_file()) {
                if unpacked(&folder.join(name)) != fs::read(folder.join(of)).ok() {
                    let message = format!("this is not {of}, compressed");
                    verifier.problems.add(Problem::FormStale.error(), place(), message);
                }
            } else if !is_published && ours.iter().any(|folder| name.starts_with(folder)) {
                let of = is_form(name).unwrap_or(name);
                if !known.files.contains(of) && !kept.contains(of) {
                    let message = "no page and no data file of this build leads to the file";
                    verifier.problems.add(Problem::FileLeftover.warning(), place(), message);
                }
            }
        });
    });
}

fn unpacked(form: &Path) -> Option<Vec<u8>> {
    let packed = fs::read(form).ok()?;
    let mut out = Vec::new();
    let read = match form.extension()?.to_str()? {
        "br" => brotli::Decompressor::new(packed.as_slice(), 4096).read_to_end(&mut out),
        _ => flate2::read::MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut out),
    };
    read.ok().map(|_| out)
}

/// What a folder has beyond what the manifest leads to: pages that are to be looked at, too.
pub(super) fn add_pages(folder: &Path, known: &mut PublishedFiles) {
    for name in files(folder) {
        let page = name.strip_suffix(INDEX).filter(|page| page.is_empty() || page.ends_with('/'));
        let page = page.unwrap_or(&name);
        let is_page = name.ends_with(".html") && is_served(&name);
        if is_page
            && fs::read_to_string(folder.join(&name)).is_ok_and(|text| super::rewritten::is_ours(&text))
        {
            known.pages.insert(lamplight_format::route::url("/", page).trim_start_matches('/').to_owned());
        }
    }
}

/// Looks at each file of a folder that is no page, byte for byte.
pub(super) fn compare(verifier: &Verifier, folder: &Path) {
    let shown = |name: &String| is_served(name) && !name.ends_with(".html") && is_form(name).is_none();
    let all: Vec<String> = files(folder).into_iter().filter(shown).collect();
    let done = verifier.step("files of the folder", all.len());
    verifier.in_parallel(|| {
        all.par_iter().for_each(|name| {
            done.after(|| {
                let path = lamplight_format::route::url("/", name).trim_start_matches('/').to_owned();
                let Ok(published) = fs::read(folder.join(name)) else { return };
                let place = verifier.location.name(&path);
                match verifier.location.get(&path) {
                    Ok(answer) if answer.status != 200 => {
                        let message = format!("the file is not there: status {}", answer.status);
                        verifier.problems.add(Problem::FileMissing.error(), place, message);
                    }
                    Ok(answer) if hash(&answer.body) != hash(&published) => {
                        let message = "the host sends other bytes than the folder has";
                        verifier.problems.add(Problem::FileChanged.error(), place, message);
                    }
                    Ok(_) => {}
                    Err(error) => verifier.problems.add(Problem::NoAnswer.error(), place, error),
                }
            });
        });
    });
}
