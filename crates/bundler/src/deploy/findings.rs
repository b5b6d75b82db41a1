//! What was found, as it comes from several threads: a fault of the host is told once, with the number of files it is of.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::host::Host;
use super::problem::Problem;
use crate::owned_diagnostic::Finding;
use crate::report::Report;

#[derive(Default)]
pub(super) struct Findings(Mutex<BTreeMap<(Problem, String), Found>>);

#[derive(Clone)]
struct Found {
    place: String,
    message: String,
    error: bool,
    count: usize,
}

impl Findings {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<(Problem, String), Found>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something that is wrong at one place.
    pub(super) fn at(&self, problem: Problem, error: bool, place: String, message: impl Into<String>) {
        let found = Found { place: place.clone(), message: message.into(), error, count: 1 };
        self.lock().entry((problem, place)).or_insert(found);
    }

    /// Something that may be wrong at many places for one reason: it is told of the first.
    pub(super) fn of_kind(
        &self,
        problem: Problem,
        kind: &str,
        error: bool,
        place: String,
        message: impl Into<String>,
    ) {
        let mut found = self.lock();
        let new = Found { place, message: message.into(), error, count: 0 };
        let known = found.entry((problem, kind.to_owned())).or_insert_with(|| new.clone());
        let count = known.count + 1;
        if new.place < known.place {
            *known = new;
        }
        known.count = count;
    }

    /// Puts all into a report, with what mends them on these hosts.
    pub(super) fn tell(self, hosts: &[Host], report: &mut Report) {
        let found = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        for ((problem, _), Found { place, message, error, count }) in found {
            let more = match count {
                1 => String::new(),
                2 => " (and at one more address)".to_owned(),
                _ => format!(" (and at {} more addresses)", count - 1),
            };
            report.add(
                &place,
                Finding {
                    error,
                    code: problem.code().to_owned(),
                    message: message + &more,
                    help: problem.remedy(hosts),
                    line: 0,
                    column: 0,
                    fix: None,
                },
            );
        }
    }
}
