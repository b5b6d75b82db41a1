//! `lamplight import`: reads the export of another blog, obtains its pictures, and writes the files that are missing.

mod disqus;
mod fetch;
mod obtain;
mod options;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use lamplight_migrate::report::ImportReport;
use lamplight_migrate::{ghost, media, medium, substack, wordpress, write};

use crate::new_file::{NewFile, write_new};
use crate::progress::Progress;

pub use disqus::import_disqus;
pub use options::{ExportKind, MigrateOptions};

/// Imports an export. No file that is there is changed.
///
/// # Errors
/// If the export can't be read at all, or a file can't be written.
pub fn import(
    kind: ExportKind,
    file: &Path,
    options: &MigrateOptions,
    progress: &Progress,
) -> Result<ImportReport> {
    let bytes = fs::read(file).with_context(|| format!("{} can't be read", file.display()))?;
    let address = options.address.as_str();
    let mut export = match kind {
        ExportKind::WordPress => wordpress::read(&bytes),
        ExportKind::Ghost => ghost::read(&bytes, address)?,
        ExportKind::Medium => medium::read(&bytes)?,
        ExportKind::Substack => substack::read(&bytes, address)?,
    };
    drop(bytes);
    if !address.is_empty() {
        export.address = address.trim_end_matches('/').to_owned();
    }
    let mut report = std::mem::take(&mut export.report);
    if export.items.is_empty() {
        report.remark(file.display().to_string(), "it holds no posts");
    }
    let here = obtain::obtain(&media::wanted(&export), options, progress, &mut report)?;
    for file in write::files(&export, &here, &mut report) {
        let path = options.to.join(&file.path);
        let is_new = write_new(&path, file.text.as_bytes())? == NewFile::Written;
        if let Some((kind, number)) = file.counted {
            report.count(kind).put(is_new, file.is_held, number);
        }
        if !is_new {
            report.remark(&file.path, "it is there already, and was left as it is");
        }
    }
    Ok(report)
}
