//! From a folder of posts to a folder of plain files. The only owner of the disk.
//!
//! ```text
//! config, source          settings and files
//!    └─ parsed_post       one post, from its own file alone (cached)
//!        └─ site          all posts together: addresses, links, terms; picture makes variants
//!            ├─ bundle    data files of the app
//!            ├─ page      HTML files
//!            ├─ search, feed, discovery, hosting, web_app
//!            └─ output    compresses files, and replaces the old site in one step
//! ```
//!
//! [`build::build`] writes a site, [`check::check`] only looks for what is wrong with its posts. Both take the same options:
//!
//! ```
//! use lamplight_bundler::build::Options;
//! use lamplight_bundler::check::check;
//!
//! # fn main() -> anyhow::Result<()> {
//! let folder = tempfile::tempdir()?;
//! let post = "---\ntitle: A title\ndate: 2020-06-20\n---\n[This leads nowhere](/nowhere/).\n";
//! std::fs::write(folder.path().join("a-title.md"), post)?;
//!
//! let options = Options::new(folder.path().to_owned(), folder.path().join("dist"), 1_592_697_600);
//! let report = check(&options)?;
//! assert_eq!(report.counts.posts, 1);
//! assert_eq!(report.counts.by_code["link-broken"], 1);
//! # Ok(())
//! # }
//! ```

pub mod build;
pub mod check;
pub mod config;
pub mod docs;
pub mod doctor;
pub mod due;
pub mod fix;
pub mod host;
pub mod init;
pub mod live;
pub mod migrate;
pub mod new;
pub mod progress;
pub mod remedy;
pub mod report;
pub mod serve;
pub mod survey;
pub mod verify;

mod app;
mod app_files;
mod build_context;
mod bundle;
mod cache;
mod comments;
mod compress;
mod copied_folders;
mod defaults;
mod discovery;
mod escape;
mod feed;
mod first_error;
mod former_workers;
mod held;
mod highlight;
mod hosting;
mod html_safety;
mod inherit;
mod language;
mod metadata;
mod new_file;
mod options;
mod output;
mod owned_diagnostic;
mod page;
mod parsed_post;
mod paths;
mod picture;
mod project_files;
mod read_posts;
mod recognise;
mod search;
mod site;
mod source;
mod vault_notes;
mod web_app;
