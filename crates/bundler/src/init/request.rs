//! What a person asks for.

use std::path::PathBuf;

use super::answers::Given;
use super::machine::Machine;

/// What a person asks for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The folder. It need not be there.
    pub folder: PathBuf,
    /// What options say.
    pub given: Given,
    /// What the machine says of itself.
    pub machine: Machine,
    /// Seconds since 1970.
    pub now: i64,
}
