//! What the commands have in common, and those of them that are not told in `main`.

pub(crate) mod findings;
pub(crate) mod verify;
