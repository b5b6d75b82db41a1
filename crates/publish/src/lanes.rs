//! Does the same to many things, some at a time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;

/// Calls `act` for each item, for up to `lanes` of them at a time. After the first error no other is begun.
///
/// # Errors
/// The first error.
pub(crate) fn in_lanes<T: Sync>(
    items: &[T],
    lanes: usize,
    act: impl Fn(&T) -> Result<()> + Sync,
) -> Result<()> {
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..lanes.clamp(1, items.len().max(1)) {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(error) = act(item) {
                        next.store(items.len(), Ordering::Relaxed);
                        let mut failed = failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                        failed.get_or_insert(error);
                    }
                }
            });
        }
    });
    failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_an_error_nothing_is_begun() {
        let items: Vec<usize> = (0..1000).collect();
        let done = AtomicUsize::new(0);
        let act = |item: &usize| {
            done.fetch_add(1, Ordering::Relaxed);
            if *item == 3 { anyhow::bail!("three") } else { Ok(()) }
        };
        assert_eq!(in_lanes(&items, 1, act).map_err(|error| error.to_string()), Err("three".to_owned()));
        assert_eq!(done.load(Ordering::Relaxed), 4);
        assert!(in_lanes(&items, 8, |_| Ok(())).is_ok() && in_lanes(&[] as &[u8], 8, |_| Ok(())).is_ok());
    }
}
