//! The last step of a build: writes what is not on the disk yet, and puts the new site in the place of the old.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rayon::prelude::*;

use super::Output;
use super::content::FileBody;
use super::names::{HASHED, KEPT};
use super::staging::{Staging, copy};
use super::withdrawn::{StillPublished, Withdrawn};
use crate::progress::Progress;
use crate::{compress, metadata};

/// How a finished site is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct PublishOptions {
    /// Writes `.br` and `.gz` beside everything that is text or program.
    pub compress: bool,
    /// Where the progress goes.
    pub progress: Progress,
}

impl Output {
    /// Writes what is not yet written and swaps the folder with `out`, so that a reader of `out` sees the old site or the
    /// new one.
    pub(crate) fn publish(mut self, finish: PublishOptions) -> Result<()> {
        let staging = self.staging.take().context("this tree is not meant for a disk")?;
        self.write(&staging, &finish)?;
        staging.swap()
    }

    /// Adds the hashed files of the last build: tabs that are open request them. Those that it had itself copied are dropped, and
    /// all that could contain a post that is no longer published: see [`Withdrawn`].
    pub(crate) fn keep(&mut self, out: &Path, published: &StillPublished) {
        let old = fs::read_to_string(out.join(KEPT)).unwrap_or_default();
        let old: BTreeSet<&str> = old.lines().collect();
        let mut withdrawn = Withdrawn::of(published);
        let mut kept = String::new();
        for folder in HASHED {
            let mut names: Vec<_> =
                fs::read_dir(out.join(folder)).into_iter().flatten().flatten().map(|e| e.path()).collect();
            names.sort();
            for path in names {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let compressed = path.extension().is_some_and(|e| e == "br" || e == "gz");
                let name = format!("{folder}/{name}");
                let wanted = !compressed && path.is_file() && !old.contains(name.as_str());
                if wanted && withdrawn.may_keep(folder, &path) && self.copy(&name, &path) {
                    kept.push_str(&name);
                    kept.push('\n');
                }
            }
        }
        if !kept.is_empty() {
            self.add(KEPT, kept.into_bytes());
        }
    }

    fn write(self, staging: &Staging, finish: &PublishOptions) -> Result<()> {
        let compress = finish.compress;
        let (folder, out) = (&staging.folder, &staging.old);
        let copied = self.files.iter().filter(|(_, content)| !matches!(content, FileBody::Written(_)));
        let folders: BTreeSet<PathBuf> =
            copied.filter_map(|(path, _)| folder.join(path).parent().map(Path::to_path_buf)).collect();
        let text = self.files.iter().filter(|(path, _)| compress && compress::is_worth_it(path));
        let quality = compress::quality(text.map(|(_, content)| content.len()).sum());
        for folder in folders {
            fs::create_dir_all(&folder).with_context(|| format!("can't create {}", folder.display()))?;
        }
        let name = if compress { "compressing files" } else { "writing files" };
        let phase = finish.progress.phase(name, self.files.len());
        self.files.into_par_iter().try_for_each(|(path, content)| {
            let to = folder.join(&path);
            let write = || -> Result<()> {
                let worth_it = compress && compress::is_worth_it(&path);
                let bytes = match content {
                    FileBody::Written(_) if worth_it => {
                        return compress::beside(&to, &fs::read(&to)?, &out.join(&path), quality);
                    }
                    FileBody::Written(_) => return Ok(()),
                    FileBody::Bytes(bytes) => bytes,
                    FileBody::File(from) if metadata::may_tell_too_much(&path) => {
                        let bytes =
                            fs::read(&from).with_context(|| format!("can't read {}", from.display()))?;
                        metadata::cleaned(&path, bytes)
                    }
                    FileBody::File(from) if worth_it => {
                        fs::read(&from).with_context(|| format!("can't read {}", from.display()))?
                    }
                    FileBody::File(from) => {
                        return copy(&from, &to, &out.join(&path))
                            .with_context(|| format!("can't copy {}", from.display()));
                    }
                };
                staging.put(&path, &to, &bytes)?;
                if worth_it {
                    compress::beside(&to, &bytes, &out.join(&path), quality)?;
                }
                Ok(())
            };
            let written = write().with_context(|| format!("can't write {}", to.display()));
            phase.one();
            written
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::names::{DATA, MANIFEST};
    use super::*;

    #[test]
    fn a_build_replaces_its_own_output_and_no_other() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("site");
        for text in ["one", "two"] {
            let mut output = Output::beside(&out)?;
            output.add(MANIFEST, text.into());
            output.publish(PublishOptions::default())?;
            assert_eq!(fs::read_to_string(out.join(MANIFEST))?, text);
        }
        assert_eq!(fs::read_dir(folder.path())?.count(), 1, "nothing is left beside the site");

        let foreign = folder.path().join("home");
        fs::create_dir(&foreign)?;
        fs::write(foreign.join("letter.txt"), "dear")?;
        let error = Output::beside(&foreign).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(error.contains("did not write"), "{error}");
        assert_eq!(fs::read_to_string(foreign.join("letter.txt"))?, "dear");
        Ok(())
    }

    #[test]
    fn files_of_the_last_build_can_be_kept_for_open_tabs() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("site");
        let there = |name: &str| out.join(DATA).join(name).is_file();
        for name in ["one.json", "two.json", "three.json"] {
            let mut output = Output::beside(&out)?;
            output.add(MANIFEST, name.into());
            output.add(&format!("{DATA}/{name}"), format!("[\"{name}\"]").into_bytes());
            output.keep(&out, &StillPublished::default());
            output.publish(PublishOptions { compress: true, ..PublishOptions::default() })?;
        }
        assert_eq!(
            ["one.json", "two.json", "two.json.br", "three.json"].map(there),
            [false, true, true, true]
        );
        let mut output = Output::beside(&out)?;
        output.add(MANIFEST, "four".into());
        output.publish(PublishOptions::default())?;
        assert!(!there("three.json"), "nothing is kept unasked");
        Ok(())
    }
}
