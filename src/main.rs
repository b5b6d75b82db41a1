//! Starts the app in the browser.

fn main() {
    lamplight::app::start();
}
