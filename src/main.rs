//! Starts the app in the browser.

/// This allocator is 2 KB smaller in brotli than the standard one.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    lamplight::app::start();
}
