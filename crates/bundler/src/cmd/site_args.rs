//! Arguments of the verbs that write a site: `build` and `serve`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use lamplight_bundler::build::Options;

use super::source_args::SourceArgs;

/// What is read, and where the site goes.
#[derive(Args)]
pub(super) struct SiteArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Folder to write. It is replaced as a whole, or not at all.
    #[arg(long, default_value = "dist")]
    pub out: PathBuf,
    /// Folder of the built app [default: within this command, or beside it].
    #[arg(long)]
    app: Option<PathBuf>,
    /// Show every diagnostic, however many there are of a kind.
    #[arg(long)]
    pub all: bool,
}

impl SiteArgs {
    /// Options of a plain build.
    ///
    /// # Errors
    /// As [`SourceArgs::options`].
    pub(super) fn options(&self) -> Result<Options> {
        Ok(Options { out: self.out.clone(), app: self.app.clone(), ..self.source.options()? })
    }
}
