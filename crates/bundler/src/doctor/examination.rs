//! What is looked at.

use crate::options::Options;

/// What is looked at.
#[derive(Clone, Debug)]
pub struct Examination {
    /// Folder of posts, output, app, settings, cache and clock.
    pub options: Options,
    /// Where to ask GitHub whether a workflow is switched on; `None` asks nobody.
    pub github: Option<String>,
}
