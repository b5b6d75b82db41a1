//! The first error of many.

use std::sync::{Mutex, PoisonError};

/// The first error of many that work at the same time.
#[derive(Default)]
pub(crate) struct FirstError(Mutex<Option<anyhow::Error>>);

impl FirstError {
    pub(crate) fn note(&self, error: anyhow::Error) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    pub(crate) fn take(&self) -> Option<anyhow::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
