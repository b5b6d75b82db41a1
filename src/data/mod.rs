//! Loads data: the manifest, and the files named by hash.

pub mod decode;
mod fetch;
mod store;

pub use store::{RouteData, Store};
