//! Reading dates in the shapes that authors write, and the zones that they are in.

mod calendar;
mod clock;
mod day;
mod error;
mod offset;
mod parse;
mod scanner;
mod zone;

pub use calendar::{month_name, week, weekday_name};
pub use error::DateError;
pub use parse::{Parsed, parse};
pub use zone::Zone;
