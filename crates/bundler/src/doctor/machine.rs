//! The machine: the app, places that are written to, programs that some verbs call.

use std::path::{Path, PathBuf};

use super::checkup::Checkup;
use crate::app_files::AppFiles;
use crate::options::Options;
use crate::output::names::{INDEX, MANIFEST};

/// Programs, and what needs them.
const PROGRAMS: [(&str, &str); 3] = [
    ("git", "keeping posts in a repository, and publishing to a branch"),
    ("ssh", "publishing to a server of your own"),
    ("rsync", "publishing to a server by rsync"),
];

pub(super) fn look(checkup: &mut Checkup, options: &Options) {
    match AppFiles::find(options.app.as_deref()) {
        Ok(files) if files.has(INDEX) => checkup.good("app", format!("the app is in {}", files.place())),
        Ok(files) => checkup.error(
            "app",
            format!("{} is not a built app", files.place()),
            "name the folder of the built app with --app",
        ),
        Err(error) => checkup.error(
            "app",
            format!("{error:#}"),
            "build it with `cargo xtask build`, name its folder with --app, or install a release",
        ),
    }
    output(checkup, &options.out);
    if let Some(cache) = &options.cache {
        writable(checkup, "cache", cache, "builds read every post anew; choose another folder with --cache");
    }
    for (program, needed_for) in PROGRAMS {
        match find(program) {
            Some(path) => checkup.good("programs", format!("{program} is {}", path.display())),
            None => checkup.note(
                "programs",
                format!("there is no {program}, which is needed for {needed_for}"),
                "install it if you want that",
            ),
        }
    }
}

fn output(checkup: &mut Checkup, out: &Path) {
    let is_used = out.is_dir() && std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    if is_used && !out.join(MANIFEST).is_file() {
        checkup.error(
            "output",
            format!("{} holds files that Lamplight has not written, and is not replaced", out.display()),
            "choose another folder with --out, or delete it",
        );
    } else {
        writable(checkup, "output", out, "choose another folder with --out");
    }
}

/// Whether a folder, or the one that it would be made in, can be written to.
fn writable(checkup: &mut Checkup, about: &'static str, folder: &Path, help: &str) {
    // A name without a folder lies in this one.
    let mut parents = folder.ancestors().skip(1).map(|above| match above.as_os_str().is_empty() {
        true => Path::new("."),
        false => above,
    });
    let Some(parent) = parents.find(|above| above.is_dir()) else { return };
    match tempfile::tempfile_in(parent) {
        Ok(_) => checkup.good(about, format!("{} can be written", folder.display())),
        Err(error) => checkup.error(about, format!("{} can't be written ({error})", folder.display()), help),
    }
}

/// Where a program is on the path.
fn find(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&folders).map(|folder| folder.join(&name)).find(|path| path.is_file())
}
