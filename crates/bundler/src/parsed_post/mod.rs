//! Reads one post by itself. The result depends on its file and the settings only, so it is cached.

mod address;
mod contents;
mod post;
mod read;
mod title;
mod variables;

pub(crate) use post::{Destination, ParsedPost, ParsedPosts};
pub(crate) use read::{heading_names, read};
