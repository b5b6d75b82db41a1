//! `lamplight preview`

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use lamplight_bundler::serve;

/// Default port of the verbs that serve: 4173 is where Vite's users look, too.
pub(super) const PORT: u16 = 4173;

#[derive(Args)]
pub(crate) struct PreviewArgs {
    /// The built site.
    #[arg(default_value = "dist")]
    folder: PathBuf,
    /// Path that it appears under.
    #[arg(long, default_value = "/")]
    base: String,
    /// Port on the loopback address; 0 takes a free one.
    #[arg(long, default_value_t = PORT)]
    port: u16,
}

pub(crate) fn run(PreviewArgs { folder, base, port }: PreviewArgs) -> Result<ExitCode> {
    if !folder.join("index.html").is_file() {
        bail!("{} is not a built site; build one with `lamplight build`", folder.display());
    }
    serve::preview(&folder, &base, port, |address| {
        eprintln!("The blog is at http://{address}{base} (Ctrl-C ends it)");
    })?;
    Ok(ExitCode::SUCCESS)
}
