//! Addresses: from front matter, file name and pattern to one safe path.

mod file_name;
mod pattern;
mod segment;

pub use file_name::{FileName, date_within};
pub use pattern::{Tokens, expand};
pub use segment::{composed, decomposed, segment};
