//! Arguments of the verbs that serve, and what they say when they begin and end.

use clap::Args;
use serde_json::json;

use super::terminal::{OutputArgs, is_lively, print_json};

/// Default port of blogs: 4173 is where Vite's users look, too.
pub(super) const BLOG_PORT: u16 = 4173;

/// Default port of the guide. Browsers keep what readers choose by port: the guide's must not meet the blog's.
pub(super) const GUIDE_PORT: u16 = 4174;

/// Where a site is served.
#[derive(Args)]
pub(super) struct ServerArgs {
    /// Port on the loopback address; 0 takes a free one [default: 4173, of `docs` 4174].
    #[arg(long)]
    port: Option<u16>,
    /// Open it in the browser.
    #[arg(long)]
    open: bool,
}

impl ServerArgs {
    /// The port that was asked for, else `default`.
    pub(super) fn port_or(&self, default: u16) -> u16 {
        self.port.unwrap_or(default)
    }

    /// Says where a site is, once it can be asked for. `what` begins the sentence, `more` ends it.
    pub(super) fn ready(&self, what: &str, address: &str, more: &str, output: OutputArgs) {
        match output.json {
            // A program that is gone is no reason to stop.
            true => drop(print_json(&json!({ "event": "ready", "address": address }))),
            false => eprintln!("{what} is at {address}{more} (Ctrl-C ends it)"),
        }
        if self.open
            && let Err(error) = open::that_detached(address)
        {
            eprintln!("no browser could be opened ({error}); open {address} yourself");
        }
    }
}

/// Ends the line on which a terminal shows `^C`.
pub(super) fn end_line() {
    if is_lively(&std::io::stderr()) {
        eprintln!();
    }
}
