//! What one file says of its post, before the others are known. Depends on the file's bytes and name alone, which is
//! what makes it worth caching.

mod address;
mod post;
mod read;
mod text_contents;
mod title;
mod variables;

pub(crate) use post::{Destination, ParsedPost, ParsedPosts};
pub(crate) use read::{heading_names, read};
