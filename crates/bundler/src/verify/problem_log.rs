//! The problems of a deploy, as several threads find them. What a host does to many files for one reason is reported once, with the
//! number of files.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::problem::Problem;
use crate::host::Host;
use crate::owned_diagnostic::OwnedDiagnostic;
use crate::report::Report;

/// A problem with its severity.
#[derive(Clone, Copy)]
pub(super) struct Fault<'a> {
    problem: Problem,
    is_error: bool,
    kind: &'a str,
}

impl<'a> Fault<'a> {
    /// Tells faults apart that have one code and several reasons.
    pub(super) fn of_kind(self, kind: &'a str) -> Self {
        Self { kind, ..self }
    }
}

impl Problem {
    pub(super) fn error(self) -> Fault<'static> {
        self.with_severity(true)
    }

    pub(super) fn warning(self) -> Fault<'static> {
        self.with_severity(false)
    }

    pub(super) fn with_severity(self, is_error: bool) -> Fault<'static> {
        Fault { problem: self, is_error, kind: "" }
    }
}

/// By code, and by place or kind.
#[derive(Default)]
pub(super) struct ProblemLog(Mutex<BTreeMap<(Problem, String), Entry>>);

#[derive(Clone)]
struct Entry {
    place: String,
    message: String,
    is_error: bool,
    /// Places that have it.
    count: usize,
}

impl ProblemLog {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<(Problem, String), Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what is wrong at one place.
    pub(super) fn add(&self, fault: Fault<'_>, place: String, message: impl Into<String>) {
        let Fault { problem, is_error, .. } = fault;
        let entry = Entry { place: place.clone(), message: message.into(), is_error, count: 1 };
        self.lock().entry((problem, place)).or_insert(entry);
    }

    /// Adds what may be wrong at many places for one reason. The place that comes first in the alphabet is reported.
    pub(super) fn add_once(&self, fault: Fault<'_>, place: String, message: impl Into<String>) {
        let Fault { problem, is_error, kind } = fault;
        let new = Entry { place, message: message.into(), is_error, count: 0 };
        let mut entries = self.lock();
        let known = entries.entry((problem, kind.to_owned())).or_insert_with(|| new.clone());
        let count = known.count + 1;
        if new.place < known.place {
            *known = new;
        }
        known.count = count;
    }

    /// Puts all into a report, with what helps on these hosts.
    pub(super) fn report(self, hosts: &[Host], report: &mut Report) {
        let entries = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        for ((problem, _), Entry { place, message, is_error, count }) in entries {
            let more = match count {
                1 => String::new(),
                2 => " (and at one more address)".to_owned(),
                _ => format!(" (and at {} more addresses)", count - 1),
            };
            report.add(
                &place,
                OwnedDiagnostic {
                    is_error,
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
