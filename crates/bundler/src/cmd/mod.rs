//! One verb of the command a file: its arguments, and what it does with them. What several verbs share is in `clock`,
//! `print`, `progress_line`, `server_args`, `site_args`, `source_args`, `summary` and `terminal`.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod docs;
pub(crate) mod doctor;
pub(crate) mod due;
pub(crate) mod init;
pub(crate) mod new;
pub(crate) mod packaging;
pub(crate) mod preview;
pub(crate) mod publish;
pub(crate) mod serve;
pub(crate) mod terminal;
pub(crate) mod verify;

mod clock;
mod print;
mod progress_line;
mod server_args;
mod site_args;
mod source_args;
mod summary;
