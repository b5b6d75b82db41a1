//! `lamplight new`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use lamplight_bundler::config::posts_folder;
use lamplight_bundler::new::new;
use serde_json::json;

use super::clock::now;
use super::terminal::{OutputArgs, print_json};

#[derive(Args)]
pub(crate) struct NewArgs {
    /// What it is called.
    title: String,
    /// Folder of posts, or a project of another engine [default: `posts` of the settings here, else the folder posts].
    #[arg(long)]
    posts: Option<PathBuf>,
    /// Who writes it [default: the first in the settings].
    #[arg(long)]
    author: Option<String>,
}

pub(crate) fn run(args: NewArgs, output: OutputArgs) -> Result<ExitCode> {
    let posts = args.posts.map_or_else(|| posts_folder(Path::new(".")), Ok)?;
    let path = new(&posts, &args.title, args.author.as_deref(), now()?)?;
    match output.json {
        true => print_json(&json!({ "file": path }))?,
        false => println!("{}", path.display()),
    }
    Ok(ExitCode::SUCCESS)
}
