//! What time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

/// Seconds since 1970. `SOURCE_DATE_EPOCH` overrides the clock, so that a build can be repeated exactly.
///
/// # Errors
/// If the variable is no number, or the clock stands before 1970.
pub(super) fn now() -> Result<i64> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(fixed) => fixed.parse().context("SOURCE_DATE_EPOCH is not a number of seconds"),
        Err(_) => Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs().try_into()?),
    }
}
