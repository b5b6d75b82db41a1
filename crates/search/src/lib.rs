//! Full-text search. Pure: the caller brings texts and files, and is told which files are missing.
//!
//! ```text
//! build:   Document ──analyze──▶ Analysis ──Builder──▶ files named by their bytes, and the root that names them
//! browser: query ──▶ Engine ──▶ what is missing, or the results
//! ```
//!
//! The same tokenizer reads posts at build and questions in the browser, so that both mean the same words. A question
//! loads the root, the shards of the dictionary that hold its words, and the texts of the posts that are shown.

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
