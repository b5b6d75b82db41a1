//! What resolving posts needs: settings, and where files and diagnostics go.

use std::path::Path;

use lamplight_format::model::Site;

use crate::config::Config;
use crate::output::Output;
use crate::progress::Progress;
use crate::report::Report;

/// What resolving posts needs: settings, and where files and diagnostics go.
pub(crate) struct ResolveContext<'a> {
    pub config: &'a Config,
    pub site: &'a Site,
    /// Folder of the cache.
    pub cache: Option<&'a Path>,
    pub progress: &'a Progress,
    /// Gets the files that posts need.
    pub output: &'a mut Output,
    pub report: &'a mut Report,
}
