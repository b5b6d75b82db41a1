//! What makes the app small beyond what a Cargo profile can say, one trick a file. Each file says what its trick saves in Brotli, and when
//! the build fails because it no longer fits.
//!
//! `--stock` builds the app without those that replace something: tables and names stay as their makers wrote them. The tests in the
//! browser's engine (`cargo xtask test wasm`) are built without any, those of the site with all.
//!
//! Two more are crates of their own, since only Cargo can put them in place: `crates/unicase` and `crates/wasm-streams` (decision 27).

pub(crate) mod flags;
pub(crate) mod names;
pub(crate) mod tables;

/// Set where the app is built by `--stock`.
pub(crate) const STOCK: &str = "LAMPLIGHT_STOCK";

/// Whether nothing is to be replaced.
pub(crate) fn is_stock() -> bool {
    std::env::var_os(STOCK).is_some()
}
