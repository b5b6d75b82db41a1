//! The search index: every post and page as readers see it, in the words of the tokenizer that also reads queries. Which posts are
//! related follows from the same words.

use anyhow::Result;
use lamplight_format::model::{Neighbour, SearchIndex, Site};
use lamplight_search::{Analysis, Builder, FileSink, analyze};
use lamplight_theme::searchable::document;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::cache::BuildCache;
use crate::output::{FileBatch, Output};
use crate::site::resolved_post::BATCH_SIZE;
use crate::site::{ResolvedPost, ResolvedSite};

/// Related posts of a post, at most.
const RELATED: usize = 3;
/// Words of a post, the heaviest, that are compared with those of others.
const WORDS: usize = 40;
/// A word that more posts have than this does not count.
const COMMON: usize = 200;
/// Least similarity of related posts, from 0 to 1.
const ALIKE: f32 = 0.06;

/// The index while it is built.
pub(crate) struct PendingIndex {
    index: Builder<IndexFiles>,
    /// The same with posts that search must not find, if there are any: they have related posts, too.
    with_hidden: Option<Builder<IndexFiles>>,
}

/// Where its files go; nowhere if the site has no search.
struct IndexFiles(Option<FileBatch>);

impl FileSink for IndexFiles {
    fn add(&mut self, bytes: Vec<u8>) -> [u8; 32] {
        let name = Sha256::digest(&bytes).into();
        if let Some(files) = &mut self.0 {
            files.binary(&name, bytes);
        }
        name
    }
}

/// Reads all pages, then all posts: of equally good results the later is shown first.
pub(crate) fn analyze_posts(
    resolved: &ResolvedSite,
    site: &Site,
    cache: &BuildCache,
    output: &Output,
) -> PendingIndex {
    let posts: Vec<&ResolvedPost> = resolved.pages.iter().chain(&resolved.posts).collect();
    let words = cache.table("words", site, &[]);
    let analysis = |post: &&ResolvedPost| {
        let analyze_text = || analyze(&document(site, post.with_text().into_owned()));
        words.get_or_make(post, Analysis::from_bytes, analyze_text, Analysis::to_bytes)
    };
    let mut index = Builder::new(IndexFiles(site.search.then(|| output.batch())));
    let hides = posts.iter().any(|post| post.held.no_search);
    let mut whole = hides.then(|| Builder::new(IndexFiles(None)));
    let mut add = |(post, found): &(Analysis, bool)| {
        if *found {
            index.add(post);
        }
        if let Some(whole) = &mut whole {
            whole.add(post);
        }
    };
    // While one batch is added, the next is read.
    let mut read: Vec<(Analysis, bool)> = Vec::new();
    for batch in posts.chunks(BATCH_SIZE).chain(std::iter::once(&[][..])) {
        let (next, ()) = rayon::join(
            || batch.par_iter().map(|post| (analysis(post), !post.held.no_search)).collect(),
            || read.iter().for_each(&mut add),
        );
        read = next;
    }
    PendingIndex { index, with_hidden: whole }
}

/// An index whose files are written, before the manifest names it.
pub(crate) struct WrittenIndex {
    root: Vec<u8>,
    files: FileBatch,
}

impl PendingIndex {
    /// Writes the index; `None` if the site has no search.
    pub(crate) fn write(self) -> Option<WrittenIndex> {
        let (root, IndexFiles(files)) = self.index.finish();
        Some(WrittenIndex { root, files: files? })
    }
}

/// Writes the last files of the index, and returns where it is.
pub(crate) fn finish(written: WrittenIndex, output: &mut Output) -> Result<SearchIndex> {
    let root = output.binary(written.root);
    let names = output.add_batch(written.files);
    let files = output.data(&names)?;
    Ok(SearchIndex { root, files })
}

/// Sets the related posts of each post: those that share its rare words, by the cosine of the words' weights.
pub(crate) fn relate(resolved: &mut ResolvedSite, pending: &PendingIndex) {
    let (pages, posts) = (resolved.pages.len() as u32, resolved.posts.len());
    // Rarity in whole steps, so that one more post changes few others.
    let step = |count: usize| count.max(1).ilog2() as f32;
    let mut vectors: Vec<Vec<(u32, f32)>> = vec![Vec::new(); posts];
    let heaviest = |vector: &mut Vec<(u32, f32)>| {
        vector.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        vector.truncate(WORDS);
    };
    let topics = pending.with_hidden.as_ref().unwrap_or(&pending.index).topics();
    let mut found = Vec::new();
    for (word, topic) in (0_u32..).zip(&topics) {
        if topic.count < 2 || topic.count as usize > COMMON + resolved.pages.len() {
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
        .map(|row| row.iter().map(|other| resolved.posts[*other as usize].neighbour()).collect())
        .collect();
    for (post, related) in resolved.posts.iter_mut().zip(related) {
        post.data.related = related;
    }
}
