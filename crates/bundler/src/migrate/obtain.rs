//! Pictures and other files of the old blog: copied from its folder of uploads, or fetched.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;
use lamplight_migrate::media::WantedFile;
use lamplight_migrate::report::ImportReport;

use super::fetch::Fetcher;
use super::options::MigrateOptions;
use crate::new_file::{NewFile, write_new};
use crate::progress::Progress;

/// What files are counted as.
const FILES: &str = "files";

/// Where files of posts go that are held back: all that is in `uploads` is published.
const HELD: &str = "unpublished";

/// Obtains files, and returns those that are there: their names, and their addresses in the new blog.
pub(super) fn obtain(
    wanted: &[WantedFile],
    options: &MigrateOptions,
    progress: &Progress,
    report: &mut ImportReport,
) -> Result<BTreeMap<String, String>> {
    let mut here = BTreeMap::new();
    let mut fetcher = options.fetch.then(|| Fetcher::new(options.private_addresses));
    let mut held = 0;
    let phase = progress.phase("obtaining pictures and other files", wanted.len());
    for file in wanted.iter().inspect(|_| phase.one()) {
        report.count(FILES).read += 1;
        let folder = if file.is_public { options.to.clone() } else { options.to.join(HELD) };
        let to = folder.join("uploads").join(&file.path);
        let address = format!("/uploads/{}", file.path);
        if to.symlink_metadata().is_ok() {
            report.count(FILES).kept += 1;
            here.insert(file.path.clone(), address);
            continue;
        }
        let from = options.uploads.as_deref().and_then(|uploads| find(uploads, file));
        let bytes = match (from, &mut fetcher) {
            (Some(from), _) => {
                fs::read(&from).map_err(|error| format!("{} can't be read ({error})", from.display()))
            }
            (None, Some(fetcher)) => fetcher.fetch(&file.url),
            (None, None) if options.uploads.is_some() => Err("it is not in the folder of uploads".to_owned()),
            (None, None) => {
                report.count(FILES).left_out += 1;
                continue;
            }
        };
        match bytes {
            Ok(bytes) => {
                let is_new = write_new(&to, &bytes)? == NewFile::Written;
                report.count(FILES).put(is_new, !file.is_public, 1);
                held += usize::from(is_new && !file.is_public);
                here.insert(file.path.clone(), address);
            }
            Err(why) => {
                report.count(FILES).left_out += 1;
                report.remark(&file.url, format!("{why}; links to it stay as they are"));
            }
        }
    }
    if held > 0 {
        let folder = options.to.join(HELD).join("uploads");
        report.remark(
            folder.display().to_string(),
            "files of posts that are held back are here, because all in `uploads` is published; move them when you publish the posts",
        );
    }
    if !wanted.is_empty() && fetcher.is_none() && options.uploads.is_none() {
        report.remark(
            "pictures",
            "links to them lead to the old blog; import with `--uploads FOLDER` or `--fetch` into an empty folder to bring them along",
        );
    }
    Ok(here)
}

/// A file in the old folder of uploads, or in one of those above it.
fn find(uploads: &Path, file: &WantedFile) -> Option<PathBuf> {
    let original = Path::new(&file.original);
    // An export may name any path.
    if !original.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let folders = ["", "uploads", "wp-content/uploads", "content/images", "images"];
    folders.iter().map(|folder| uploads.join(folder).join(original)).find(|path| path.is_file())
}
