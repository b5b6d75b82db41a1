//! Names of headings, made once at build: the tables of the world's letters, which that takes, are not small.

mod anchors;
mod names;

pub use anchors::anchors;
pub use names::{Names, names};
