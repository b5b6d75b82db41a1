//! What to import, where to, and where pictures come from.

use std::path::PathBuf;

/// What an export comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// WordPress: an XML file in the format WXR.
    WordPress,
    /// Ghost: a JSON file.
    Ghost,
    /// Medium: a zip.
    Medium,
    /// Substack: a zip.
    Substack,
}

/// Where to write, and where pictures come from.
#[derive(Clone, Debug, Default)]
pub struct MigrateOptions {
    /// Folder of the new blog: posts go into `posts` in it.
    pub to: PathBuf,
    /// Where the old blog was, for exports that do not say; may be empty.
    pub address: String,
    /// The old blog's folder of uploads.
    pub uploads: Option<PathBuf>,
    /// Whether to fetch pictures from the old blog.
    pub fetch: bool,
    /// Whether to fetch them from private networks, too.
    pub private_addresses: bool,
}
