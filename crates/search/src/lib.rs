//! Full-text search without input or output: the caller passes texts and files, and gets the names of missing files.
//!
//! ```text
//! build:   SearchDocument ──analyze──▶ Analysis ──Builder──▶ files named by hash, and the root file that names them
//! browser: query ──▶ SearchEngine ──▶ names of missing files, or results
//! ```
//!
//! The same tokenizer reads posts at build and questions in the browser, so that both give the same words. A question needs
//! the root, the shards of the dictionary that have its words, and the texts of the posts that are shown.
//!
//! ```
//! use lamplight_search::{BuiltIndex, SearchDocument, SearchEngine, Section, analyze, build};
//!
//! let post = SearchDocument {
//!     path: "/blog/cache/".into(),
//!     title: "How a cache forgets".into(),
//!     sections: vec![Section { text: "A cache keeps what was asked for.".into(), ..Section::default() }],
//!     ..SearchDocument::default()
//! };
//! let BuiltIndex { root, files } = build(&[analyze(&post)]);
//!
//! let mut engine = SearchEngine::new(&root).expect("an index of this version");
//! let answer = loop {
//!     match engine.ask("cache", 10) {
//!         Ok(answer) => break answer,
//!         // The caller adds the missing files, and asks again.
//!         Err(missing) => missing.into_iter().for_each(|name| engine.add(name, files[&name].clone())),
//!     }
//! };
//! assert_eq!(answer.hits[0].path, "/blog/cache/");
//! ```

mod analyze;
mod build;
mod directory;
mod engine;
mod fuzzy;
mod matched;
mod normalize;
mod query;
mod results;
mod shard;
mod store;
mod token;
mod vocabulary;
mod wire;

pub use analyze::{Analysis, SearchDocument, Section, analyze, filter_key, text_of_html};
pub use build::{Builder, BuiltIndex, Topic, build};
pub use engine::SearchEngine;
pub use results::{MarkedText, SearchHit, SearchResults};
pub use store::{FileDigest, FileSink};
pub use token::{Token, TokenKind, tokenize};
