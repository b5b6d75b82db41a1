//! What everything that writes files of a site asks.

use lamplight_format::model::Site;

use crate::app::App;
use crate::cache::BuildCache;
use crate::config::Config;

/// What everything that writes files of a site asks: the same from the beginning of a build to its end.
#[derive(Clone, Copy)]
pub(crate) struct BuildContext<'a> {
    pub config: &'a Config,
    pub site: &'a Site,
    pub app: &'a App,
    pub cache: &'a BuildCache,
}
