//! How far the work is, for whoever wants to show it. The library itself prints nothing.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Gets the name of a phase, how many of its items are done, and how many there are.
type Listener = dyn Fn(&'static str, usize, usize) + Send + Sync;

/// Where the progress of a build, a check or a verification goes. By default nowhere.
///
/// ```
/// use lamplight_bundler::progress::Progress;
///
/// let quiet = Progress::default();
/// let loud = Progress::to(|phase, done, all| eprintln!("{phase}: {done} of {all}"));
/// # let _ = (quiet, loud);
/// ```
#[derive(Clone, Default)]
pub struct Progress(Option<Arc<Listener>>);

impl Progress {
    /// Progress that goes to a function. It is called from many threads, at the begin of each phase with 0, and after each
    /// of its items: it must return quickly.
    #[must_use]
    pub fn to(listener: impl Fn(&'static str, usize, usize) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(listener)))
    }

    /// Begins a phase with so many items.
    pub(crate) fn phase(&self, name: &'static str, all: usize) -> Phase<'_> {
        let phase = Phase { name, all, done: AtomicUsize::new(0), progress: self };
        phase.tell(0);
        phase
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Progress(listened to)" } else { "Progress(quiet)" })
    }
}

/// One phase of the work.
pub(crate) struct Phase<'a> {
    name: &'static str,
    all: usize,
    done: AtomicUsize,
    progress: &'a Progress,
}

impl Phase<'_> {
    /// One more item is done.
    pub(crate) fn one(&self) {
        self.tell(self.done.fetch_add(1, Ordering::Relaxed) + 1);
    }

    fn tell(&self, done: usize) {
        if let Some(listener) = &self.progress.0 {
            listener(self.name, done, self.all);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, PoisonError};

    use super::*;

    #[test]
    fn a_phase_counts_its_items_from_nothing() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let list = told.clone();
        let progress = Progress::to(move |phase, done, all| {
            list.lock().unwrap_or_else(PoisonError::into_inner).push((phase, done, all));
        });
        let phase = progress.phase("posts", 2);
        phase.one();
        phase.one();
        Progress::default().phase("nobody listens", 1).one();
        assert_eq!(
            *told.lock().unwrap_or_else(PoisonError::into_inner),
            [("posts", 0, 2), ("posts", 1, 2), ("posts", 2, 2)]
        );
    }
}
