//! What all that writes files of a site needs.

use lamplight_format::model::Site;

use crate::app::App;
use crate::cache::BuildCache;
use crate::config::Config;
use crate::progress::Progress;

/// What all that writes files of a site needs. It does not change during a build.
#[derive(Clone, Copy)]
pub(crate) struct BuildContext<'a> {
    pub config: &'a Config,
    pub site: &'a Site,
    pub app: &'a App,
    pub cache: &'a BuildCache,
    pub progress: &'a Progress,
}
