//! Full-text search. Pure: the caller brings texts and files, and is told which files are missing.
//!
//! ```text
//! build:   Document ──analyze──▶ Analysis ──Builder──▶ files named by their bytes, and the root that names them
//! browser: query ──▶ Engine ──▶ what is missing, or the results
//! ```
//!
//! The same tokenizer reads posts at build and questions in the browser, so that both mean the same words. A question
//! loads the root, the shards of the dictionary that hold its words, and the texts of the posts that are shown.
//!
//! ```
//! use lamplight_search::{Built, Document, Engine, Section, analyze, build};
//!
//! let post = Document {
//!     path: "/blog/cache/".into(),
//!     title: "How a cache forgets".into(),
//!     sections: vec![Section { text: "A cache keeps what was asked for.".into(), ..Section::default() }],
//!     ..Document::default()
//! };
//! let Built { root, files } = build(&[analyze(&post)]);
//!
//! let mut engine = Engine::new(&root).expect("an index of this version");
//! let answer = loop {
//!     match engine.ask("cache", 10) {
//!         Ok(answer) => break answer,
//!         // The caller brings what is missing, and asks again.
//!         Err(missing) => missing.into_iter().for_each(|name| engine.add(name, files[&name].clone())),
//!     }
//! };
//! assert_eq!(answer.results[0].path, "/blog/cache/");
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

pub use analyze::{Analysis, Document, Section, analyze, filter_key, text_of_html};
pub use build::{Builder, Built, Topic, build};
pub use engine::Engine;
pub use results::{Answer, Found, Marked};
pub use store::{Hash, Store};
pub use token::{Kind, Token, tokenize};
