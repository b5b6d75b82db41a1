//! The search index: every post and page as readers see it, read by the tokenizer that reads their questions.

use anyhow::Result;
use lamplight::view::PostPage;
use lamplight_content::model::{Hash, Site};
use lamplight_search::{Document, analyze, build, text_of_html};
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::output::Output;
use crate::site::{Content, Entry};

/// Where the index is.
#[derive(Serialize)]
pub(crate) struct Index {
    /// The file that a search begins with: `lamplight/data/<hash>.bin`.
    root: Hash,
    /// A JSON array of the hashes of all other files, for who keeps the whole blog.
    files: Hash,
}

/// Writes the index.
pub(crate) fn write(content: &Content, site: &Site, output: &mut Output) -> Result<Index> {
    // Of equally good answers the later is shown first: pages last, posts from the newest on.
    let entries: Vec<&Entry> = content.pages.iter().chain(&content.posts).collect();
    let posts: Vec<_> = entries.par_iter().map(|entry| analyze(&document(entry, site))).collect();
    let built = build(&posts, Some(|bytes| Sha256::digest(bytes).into()));
    let root = output.binary(built.root);
    let names: Vec<Hash> = built.files.into_values().map(|bytes| output.binary(bytes)).collect();
    let files = output.data(&names)?;
    Ok(Index { root, files })
}

fn document(entry: &Entry, site: &Site) -> Document {
    let summary = &entry.post.summary;
    let names =
        |terms: &[lamplight_content::model::Term]| terms.iter().map(|term| term.name.clone()).collect();
    let tags: Vec<_> = summary.tags.iter().chain(&summary.categories).cloned().collect();
    Document {
        path: summary.path.clone(),
        title: summary.title.clone(),
        date: summary.date.map(|date| date.rfc3339()[..10].to_owned()).unwrap_or_default(),
        tags: names(&tags),
        authors: names(&summary.authors),
        sections: text_of_html(&PostPage::new(site, entry.post.clone()).html),
    }
}
