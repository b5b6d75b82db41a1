//! Starts the app in the browser.

/// A small program wants a small allocator: 2 KB in brotli less than the standard one.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    lamplight::app::start();
}
