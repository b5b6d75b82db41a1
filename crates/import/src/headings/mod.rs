//! Ids of headings. The build makes them, because the tables of letters are too large for the browser.

mod anchors;
mod names;
mod style;

pub use anchors::anchors;
pub use names::{HeadingNames, names};
