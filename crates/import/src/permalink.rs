//! Makes a safe path of front matter, file name and permalink pattern.

mod file_name;
mod pattern;
mod segment;

pub use file_name::{FileName, date_within};
pub use pattern::{PatternValues, expand};
pub use segment::{composed, decomposed, segment};
