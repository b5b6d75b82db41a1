//! The places where a site can be.

pub(crate) mod folder;
