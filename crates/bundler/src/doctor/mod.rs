//! What this machine and a folder have, and what they lack.

mod checkup;
mod examination;
mod github;
mod machine;
mod posts;
mod print;
mod schedule;

use std::path::PathBuf;

use anyhow::{Result, bail};

pub use checkup::{Checkup, Finding, Level};
pub use examination::Examination;

use crate::config::{POSTS, posts_folder};
use crate::survey;

/// Looks at a machine and a folder.
///
/// # Errors
/// If there is no such folder. All else that is wrong is in the checkup.
pub fn examine(examination: &Examination) -> Result<Checkup> {
    let options = &examination.options;
    if !options.posts.is_dir() {
        bail!(
            "there is no folder {}; name the folder of your blog, or begin one with `lamplight init`",
            options.posts.display()
        );
    }
    let mut checkup = Checkup::new(options.posts.clone());
    machine::look(&mut checkup, options);
    match survey::look(options) {
        Ok(found) => {
            posts::look(&mut checkup, &found, options);
            schedule::look(&mut checkup, &found, examination);
            checkup.survey = Some(found.survey);
        }
        Err(error) => {
            let help = "correct the settings; `lamplight check` says the same";
            checkup.error("settings", format!("{error:#}"), help);
        }
    }
    Ok(checkup)
}

/// Where GitHub answers.
#[must_use]
pub fn github_api() -> String {
    github::API.to_owned()
}

/// The folder of posts, from where the verb was called: the one that settings name, else the folder itself. Settings that can't be read
/// name none; [`examine`] reports them.
#[must_use]
pub fn folder_of(named: Option<PathBuf>) -> PathBuf {
    let folder = named.unwrap_or_else(|| PathBuf::from("."));
    let posts = posts_folder(&folder).unwrap_or_else(|_| folder.join(POSTS));
    if posts.is_dir() { posts } else { folder }
}
