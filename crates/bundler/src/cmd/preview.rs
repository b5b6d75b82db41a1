//! `lamplight preview`

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use lamplight_bundler::remedy::Remedy;
use lamplight_bundler::serve;

use super::server_args::{BLOG_PORT, ServerArgs, end_line};
use super::terminal::OutputArgs;

#[derive(Args)]
pub(crate) struct PreviewArgs {
    /// The built site.
    #[arg(default_value = "dist")]
    folder: PathBuf,
    /// Path that it appears under.
    #[arg(long, default_value = "/")]
    base: String,
    #[command(flatten)]
    server: ServerArgs,
}

pub(crate) fn run(PreviewArgs { folder, base, server }: PreviewArgs, output: OutputArgs) -> Result<ExitCode> {
    if !folder.join("index.html").is_file() {
        bail!(Remedy::new(
            format!("{} is not a built site: it has no index.html", folder.display()),
            format!(
                "build one with `lamplight build POSTS --out {}`, or name the folder of one",
                folder.display()
            ),
        ));
    }
    serve::preview(&folder, &base, server.port_or(BLOG_PORT), |address| {
        server.ready("The blog", &format!("http://{address}{base}"), "", output);
    })?;
    end_line();
    Ok(ExitCode::SUCCESS)
}
