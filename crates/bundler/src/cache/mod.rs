//! The cache of a build, and a store for what does not fit into memory.

mod blob_store;
mod build_cache;
mod cache_file;

pub(crate) use blob_store::{Blob, BlobStore};
pub(crate) use build_cache::{BuildCache, CacheTable, PROGRAM};
pub(crate) use cache_file::CacheFile;
