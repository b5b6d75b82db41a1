//! Everything that comes over the network: the manifest, and the content-addressed files behind it.

pub mod decode;
mod fetch;
mod store;

pub use store::{Found, Store};
