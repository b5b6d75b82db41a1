//! The search index: every post and page as readers see it, read by the tokenizer that reads their questions. The same
//! reading tells which posts are about the same things.

use std::collections::HashMap;

use anyhow::Result;
use lamplight::view::PostPage;
use lamplight_content::model::{Hash, Neighbour, Site};
use lamplight_search::{Analysis, Built, Document, analyze, build, text_of_html};
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::output::Output;
use crate::site::{Content, Entry};

/// Posts that a post names as related.
const RELATED: usize = 3;
/// Words that stand for a post when it is compared with others.
const WORDS: usize = 40;
/// A word that more posts have than this tells nothing of two of them.
const COMMON: usize = 200;
/// How alike two posts must be at least, from 0 to 1.
const ALIKE: f32 = 0.06;

/// Where the index is.
#[derive(Serialize)]
pub(crate) struct Index {
    /// The file that a search begins with: `lamplight/data/<hash>.bin`.
    root: Hash,
    /// A JSON array of the hashes of all other files, for who keeps the whole blog.
    files: Hash,
}

/// Reads all pages, then all posts: of equally good answers the later is shown first.
pub(crate) fn read(content: &Content, site: &Site) -> Vec<Analysis> {
    let entries: Vec<&Entry> = content.pages.iter().chain(&content.posts).collect();
    entries.par_iter().map(|entry| analyze(&document(entry, site))).collect()
}

/// The index in memory.
pub(crate) fn index(posts: Vec<Analysis>) -> Built {
    build(&posts, Some(|bytes| Sha256::digest(bytes).into()))
}

/// Writes the index.
pub(crate) fn write(built: Built, output: &mut Output) -> Result<Index> {
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

/// Tells each post which others are about the same things: those that share its rare words, by the cosine of what each
/// word weighs. `read` is what [`read`] returned.
pub(crate) fn relate(content: &mut Content, read: &[Analysis]) {
    let posts = &read[content.pages.len()..];
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (word, _) in posts.iter().flat_map(Analysis::topics) {
        *counts.entry(word).or_default() += 1;
    }
    // Rarity in whole steps: one post more must not shuffle all others.
    let rarity = |word: &str| {
        let step = |count: usize| count.max(1).ilog2() as f32;
        1.0 + step(posts.len()) - step(counts.get(word).copied().unwrap_or(1))
    };
    let vectors: Vec<Vec<(&str, f32)>> = posts
        .par_iter()
        .map(|post| {
            let known = |word: &str| counts.get(word).is_some_and(|count| (2..=COMMON).contains(count));
            let weighed = post.topics().filter(|(word, _)| known(word));
            let mut vector: Vec<(&str, f32)> =
                weighed.map(|(word, weight)| (word, weight * rarity(word))).collect();
            vector.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
            vector.truncate(WORDS);
            let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
            vector.iter_mut().for_each(|(_, weight)| *weight /= length);
            vector
        })
        .collect();
    let mut holders: HashMap<&str, Vec<(usize, f32)>> = HashMap::new();
    for (i, vector) in vectors.iter().enumerate() {
        vector.iter().for_each(|(word, weight)| holders.entry(word).or_default().push((i, *weight)));
    }
    let neighbours: Vec<Neighbour> = content.posts.iter().map(Entry::neighbour).collect();
    let related: Vec<Vec<Neighbour>> = vectors
        .par_iter()
        .enumerate()
        .map(|(i, vector)| {
            let mut alike: HashMap<usize, f32> = HashMap::new();
            for (word, weight) in vector {
                for (other, theirs) in holders.get(word).into_iter().flatten() {
                    *alike.entry(*other).or_default() += weight * theirs;
                }
            }
            let mut best: Vec<(usize, f32)> =
                alike.into_iter().filter(|(other, alike)| *other != i && *alike >= ALIKE).collect();
            best.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
            best.into_iter().take(RELATED).map(|(other, _)| neighbours[other].clone()).collect()
        })
        .collect();
    for (entry, related) in content.posts.iter_mut().zip(related) {
        entry.post.related = related;
    }
}
