//! Errors of reading dates.

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The shape is unknown.
    #[error("this is not a date in a known shape")]
    Shape,
    /// The shape is right, the calendar has no such day or the clock no such time.
    #[error("there is no such day or time")]
    Calendar,
    /// Day and month can't be told apart: `06/01/2024`.
    #[error("day and month can't be told apart")]
    Ambiguous,
}
