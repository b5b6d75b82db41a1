//! One verb of the command a file: its arguments, and what it does with them. What several verbs share is in `clock`,
//! `print`, `site_args`, `source_args` and `summary`.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod new;
pub(crate) mod preview;
pub(crate) mod publish;
pub(crate) mod serve;
pub(crate) mod verify;

mod clock;
mod print;
mod site_args;
mod source_args;
mod summary;
