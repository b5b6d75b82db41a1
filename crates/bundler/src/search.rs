//! The search index: every post and page as readers see it, read by the tokenizer that reads their questions. The same
//! reading tells which posts are about the same things.

use anyhow::Result;
use lamplight_format::model::{Neighbour, SearchIndex, Site};
use lamplight_search::{Analysis, Builder, FileSink, analyze};
use lamplight_theme::searchable::document;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::cache::BuildCache;
use crate::output::{Aside, Output};
use crate::site::resolved_post::AT_ONCE;
use crate::site::{ResolvedPost, ResolvedSite};

/// Posts that a post names as related.
const RELATED: usize = 3;
/// Words that stand for a post when it is compared with others.
const WORDS: usize = 40;
/// A word that more posts have than this tells nothing of two of them.
const COMMON: usize = 200;
/// How alike two posts must be at least, from 0 to 1.
const ALIKE: f32 = 0.06;

/// The index in the making.
pub(crate) struct Reading {
    index: Builder<Files>,
    /// The same with the posts that search must not find, if there are any: what they are about is known of them, too.
    whole: Option<Builder<Files>>,
}

/// Where its files go; nowhere if the site has no search.
struct Files(Option<Aside>);

impl FileSink for Files {
    fn add(&mut self, bytes: Vec<u8>) -> [u8; 32] {
        let name = Sha256::digest(&bytes).into();
        if let Some(files) = &mut self.0 {
            files.binary(&name, bytes);
        }
        name
    }
}

/// Reads all pages, then all posts: of equally good answers the later is shown first.
pub(crate) fn read(content: &ResolvedSite, site: &Site, memory: &BuildCache, output: &Output) -> Reading {
    let entries: Vec<&ResolvedPost> = content.pages.iter().chain(&content.posts).collect();
    let words = memory.of("words", site, &[]);
    let analysis = |entry: &&ResolvedPost| {
        let make = || analyze(&document(site, entry.whole().into_owned()));
        words.of(entry, Analysis::from_bytes, make, Analysis::to_bytes)
    };
    let mut index = Builder::new(Files(site.search.then(|| output.aside())));
    let hides = entries.iter().any(|entry| entry.held.no_search);
    let mut whole = hides.then(|| Builder::new(Files(None)));
    let mut add = |(post, found): &(Analysis, bool)| {
        if *found {
            index.add(post);
        }
        if let Some(whole) = &mut whole {
            whole.add(post);
        }
    };
    // While some are put in, the next are read.
    let mut read: Vec<(Analysis, bool)> = Vec::new();
    for some in entries.chunks(AT_ONCE).chain(std::iter::once(&[][..])) {
        let (next, ()) = rayon::join(
            || some.par_iter().map(|entry| (analysis(entry), !entry.held.no_search)).collect(),
            || read.iter().for_each(&mut add),
        );
        read = next;
    }
    Reading { index, whole }
}

/// What is left to be told of an index that is written.
pub(crate) struct Written {
    root: Vec<u8>,
    files: Aside,
}

impl Reading {
    /// Writes the index; `None` if the site has no search.
    pub(crate) fn write(self) -> Option<Written> {
        let (root, Files(files)) = self.index.finish();
        Some(Written { root, files: files? })
    }
}

/// Tells where the index is.
pub(crate) fn finish(written: Written, output: &mut Output) -> Result<SearchIndex> {
    let root = output.binary(written.root);
    let names = output.adopt(written.files);
    let files = output.data(&names)?;
    Ok(SearchIndex { root, files })
}

/// Tells each post which others are about the same things: those that share its rare words, by the cosine of what each
/// word weighs.
pub(crate) fn relate(content: &mut ResolvedSite, reading: &Reading) {
    let (pages, posts) = (content.pages.len() as u32, content.posts.len());
    // Rarity in whole steps: one post more must not shuffle all others.
    let step = |count: usize| count.max(1).ilog2() as f32;
    let mut vectors: Vec<Vec<(u32, f32)>> = vec![Vec::new(); posts];
    let heaviest = |vector: &mut Vec<(u32, f32)>| {
        vector.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        vector.truncate(WORDS);
    };
    let topics = reading.whole.as_ref().unwrap_or(&reading.index).topics();
    let mut found = Vec::new();
    for (word, topic) in (0_u32..).zip(&topics) {
        if topic.count < 2 || topic.count as usize > COMMON + content.pages.len() {
            continue;
        }
        found.clear();
        topic.posts(|post, weight| found.extend(post.checked_sub(pages).map(|post| (post, weight))));
        if !(2..=COMMON).contains(&found.len()) {
            continue;
        }
        let rarity = 1.0 + step(posts) - step(found.len());
        for (post, weight) in &found {
            let vector = &mut vectors[*post as usize];
            vector.push((word, weight * rarity));
            if vector.len() == 8 * WORDS {
                heaviest(vector);
            }
        }
    }
    vectors.par_iter_mut().for_each(|vector| {
        heaviest(vector);
        vector.shrink_to_fit();
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        vector.iter_mut().for_each(|(_, weight)| *weight /= length);
    });
    let mut holders: Vec<Vec<(u32, f32)>> = vec![Vec::new(); topics.len()];
    for (post, vector) in (0_u32..).zip(&vectors) {
        vector.iter().for_each(|(word, weight)| holders[*word as usize].push((post, *weight)));
    }
    let related: Vec<Vec<u32>> = vectors
        .par_iter()
        .enumerate()
        .map_init(
            || vec![0.0_f32; posts],
            |alike, (post, vector)| {
                let mut touched: Vec<u32> = Vec::new();
                for (word, weight) in vector {
                    for (other, theirs) in &holders[*word as usize] {
                        let alike = &mut alike[*other as usize];
                        if *alike == 0.0 {
                            touched.push(*other);
                        }
                        *alike += weight * theirs;
                    }
                }
                let mut best: Vec<(u32, f32)> = Vec::new();
                for other in touched {
                    let alike = std::mem::take(&mut alike[other as usize]);
                    if other as usize != post && alike >= ALIKE {
                        best.push((other, alike));
                    }
                }
                best.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
                best.into_iter().take(RELATED).map(|(other, _)| other).collect()
            },
        )
        .collect();
    let related: Vec<Vec<Neighbour>> = related
        .iter()
        .map(|row| row.iter().map(|other| content.posts[*other as usize].neighbour()).collect())
        .collect();
    for (entry, related) in content.posts.iter_mut().zip(related) {
        entry.post.related = related;
    }
}
