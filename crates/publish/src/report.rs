//! What publishing has done, or would do.

use std::collections::BTreeMap;

use serde::Serialize;

/// Files and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// How many files.
    pub files: usize,
    /// Their bytes, as far as they are known.
    pub bytes: u64,
}

/// What publishing has done, or with a dry run would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PublishReport {
    /// The target's name, without passwords.
    pub target: String,
    /// Whether nothing was done.
    pub dry_run: bool,
    /// Whether this went back to the deploy before.
    pub rollback: bool,
    /// Each stage that has something to do, in order, by what it does.
    pub stages: Vec<(&'static str, Amount)>,
    /// Files that were sent, without the state file.
    pub sent: Amount,
    /// Files of the site that were there already.
    pub unchanged: Amount,
    /// Files that were removed.
    pub removed: usize,
    /// Hashed files of older deploys that stay for open tabs.
    pub kept: usize,
    /// Posts that were published before and are not any more.
    pub taken_back: usize,
    /// Files at the target that no deploy has put there. They stay as they are.
    pub foreign: Vec<String>,
    /// What people should know.
    pub notes: Vec<String>,
    /// What is done with each file, by its path: `send`, `remove` or `copy`.
    pub files: BTreeMap<String, &'static str>,
}
