//! x
pub(crate) mod access;
pub(crate) mod folder;
