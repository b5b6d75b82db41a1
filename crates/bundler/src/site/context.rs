//! What resolving posts asks, and where it puts what it finds.

use std::path::Path;

use lamplight_format::model::Site;

use crate::config::Config;
use crate::output::Output;
use crate::report::Report;

/// What resolving posts asks, and where it puts what it finds.
pub(crate) struct ResolveContext<'a> {
    pub config: &'a Config,
    pub site: &'a Site,
    /// Folder of what can be used again.
    pub cache: Option<&'a Path>,
    /// Gets the files that posts need.
    pub output: &'a mut Output,
    pub report: &'a mut Report,
}
