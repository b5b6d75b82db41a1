//! Exports of other blogs become files of Lamplight: posts and pages as Markdown with front matter, comments, settings.
//!
//! Each reader makes an [`model::Export`] of an export; [`write::files`] makes the files of it. Nothing here touches the disk or
//! the network: the caller brings the export, obtains the pictures that [`media::wanted`] names, and writes the files.
//!
//! ```
//! use lamplight_migrate::{wordpress, write};
//!
//! let wxr = b"<rss><channel><title>Lamps</title><link>https://old.example</link><item><title>First</title>\
//!     <link>https://old.example/2010/05/first/</link><wp:post_name>first</wp:post_name><wp:status>draft</wp:status>\
//!     <wp:post_type>post</wp:post_type><content:encoded><![CDATA[One\n\nTwo]]></content:encoded></item></channel></rss>";
//! let mut export = wordpress::read(wxr);
//! let mut report = std::mem::take(&mut export.report);
//! let files = write::files(&export, &Default::default(), &mut report);
//! assert_eq!(files[0].path, "posts/first.md");
//! assert!(files[0].text.contains("draft: true\n") && files[0].text.ends_with("---\n\nOne\n\nTwo\n"));
//! assert_eq!(report.counts["posts"].read, 1);
//! ```

mod autop;
mod convert;
mod depth;
pub mod disqus;
pub mod ghost;
pub mod media;
pub mod medium;
pub mod model;
mod redirects;
pub mod report;
pub mod substack;
mod text;
pub mod thread;
pub mod wordpress;
pub mod write;
mod xml;
mod zip_file;
