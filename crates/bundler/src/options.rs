//! What to build, and how.

use std::path::PathBuf;

use crate::host::Host;
use crate::progress::Progress;

/// What to build.
#[derive(Clone, Debug)]
pub struct Options {
    /// Folder of posts, or a Jekyll project.
    pub posts: PathBuf,
    /// Folder to write.
    pub out: PathBuf,
    /// Folder of the built app; `None` takes the one within the command, or beside it.
    pub app: Option<PathBuf>,
    /// `lamplight.toml`; `None` looks beside the posts.
    pub config: Option<PathBuf>,
    /// Overrides the settings' `base_url`.
    pub base_url: Option<String>,
    /// Folder for what can be used again; `None` begins anew.
    pub cache: Option<PathBuf>,
    /// Publish drafts too.
    pub drafts: bool,
    /// Publish posts of the future too.
    pub future: bool,
    /// Write nothing if there are diagnostics.
    pub strict: bool,
    /// The host to write for; `None` takes that of the settings.
    pub host: Option<Host>,
    /// Write compressed forms beside each file of text, if the host sends them.
    pub compress: bool,
    /// Keep the hashed files of the build that is replaced, for tabs that are open.
    pub keep_previous: bool,
    /// Where to write rules for nginx, beside those in the site.
    pub nginx: Option<PathBuf>,
    /// The site is served to its author: it has no offline reading, and posts that are held back are shown.
    pub live: bool,
    /// Seconds since 1970: what counts as the future.
    pub now: i64,
    /// Where the progress goes.
    pub progress: Progress,
}
