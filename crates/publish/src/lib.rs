//! Brings a built site to where readers see it. [`publish()`] sends only what differs, in an order in which readers see a whole
//! site at every moment, and can go back to the deploy before.
//!
//! ```text
//! built folder ──site──▶ what is wanted ─┐
//! target ──list, state─▶ what is there ──┴─plan──▶ stages of steps ──run──▶ target
//! ```
//!
//! ```
//! use lamplight_publish::{Folder, PublishOptions, publish};
//!
//! # fn main() -> anyhow::Result<()> {
//! # let place = tempfile::tempdir()?;
//! # let built = place.path().join("dist");
//! # std::fs::create_dir_all(built.join("lamplight"))?;
//! # std::fs::write(built.join("index.html"), "<!doctype html>")?;
//! # let site = serde_json::to_vec(&lamplight_format::model::Manifest::unknown("/"))?;
//! # std::fs::write(built.join("lamplight/manifest.json"), site)?;
//! let target = Folder::new(&place.path().join("www"), &built)?;
//! let options = PublishOptions { folder: built, now: 1_800_000_000, ..PublishOptions::default() };
//! let report = publish(&target, &options, &|_, _, _| {})?;
//! assert_eq!(report.sent.files, 2);
//! // Nothing has changed since.
//! assert_eq!(publish(&target, &options, &|_, _, _| {})?.sent.files, 0);
//! # Ok(())
//! # }
//! ```

mod headers;
mod lanes;
mod layout;
mod plan;
mod posts;
mod publish;
mod report;
mod run;
mod site;
mod state;
mod target;
mod targets;

pub use headers::Headers;
pub use layout::{MANIFEST, STATE};
pub use plan::{Stage, Step};
pub use publish::{PublishOptions, publish};
pub use report::{Amount, PublishReport};
pub use run::Progress;
pub use site::address;
pub use target::{Listing, Target};
pub use targets::access::Access;
pub use targets::address::Address;
pub use targets::folder::Folder;
