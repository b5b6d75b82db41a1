//! The places where a site can be, and how they are named.

pub(crate) mod access;
pub(crate) mod address;
mod bucket;
pub(crate) mod folder;
mod git;
mod http;
mod sftp;
