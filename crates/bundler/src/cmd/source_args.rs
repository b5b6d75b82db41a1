//! Arguments of all verbs that read posts.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use lamplight_bundler::build::Options;
use lamplight_bundler::config::posts_folder;
use lamplight_bundler::progress::Progress;

use super::clock::now;

/// What is read.
#[derive(Args)]
pub(super) struct SourceArgs {
    /// Folder of posts, or a project of another engine [default: `posts` of the settings here, else the folder posts].
    posts: Option<PathBuf>,
    /// Settings [default: lamplight.toml or _config.yml beside the posts].
    #[arg(long)]
    config: Option<PathBuf>,
    /// Where the site will live, such as `https://example.org/blog/`.
    #[arg(long)]
    base_url: Option<String>,
    /// Folder for what can be used again by the next build.
    #[arg(long, default_value = ".lamplight")]
    cache: PathBuf,
    /// Read every post anew, and keep nothing for the next build.
    #[arg(long)]
    no_cache: bool,
    /// Take in drafts.
    #[arg(long)]
    drafts: bool,
    /// Take in posts dated in the future.
    #[arg(long)]
    future: bool,
}

impl SourceArgs {
    /// The folder that is read.
    ///
    /// # Errors
    /// As [`posts_folder`].
    pub(super) fn posts(&self) -> Result<PathBuf> {
        self.posts.clone().map_or_else(|| posts_folder(Path::new(".")), Ok)
    }

    /// Options for these posts, with defaults for the output.
    ///
    /// # Errors
    /// As [`now`] and [`SourceArgs::posts`].
    pub(super) fn options(&self) -> Result<Options> {
        Ok(Options {
            posts: self.posts()?,
            out: PathBuf::from("dist"),
            app: None,
            config: self.config.clone(),
            base_url: self.base_url.clone(),
            cache: (!self.no_cache).then(|| self.cache.clone()),
            drafts: self.drafts,
            future: self.future,
            strict: false,
            host: None,
            compress: false,
            keep_previous: false,
            nginx: None,
            live: false,
            now: now()?,
            progress: Progress::default(),
        })
    }
}
