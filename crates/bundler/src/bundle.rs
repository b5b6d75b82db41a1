//! The data files: posts packed into bundles, rows and tables cut into trees. `docs/reference/bundle-format.md` says what they
//! hold; [`lamplight_format::model`] are their shapes.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use lamplight_format::model::{
    FANOUT, FORMAT, Hash, LEAF, Manifest, Post, PostList, RouteEntry, RouteTable, RouteTarget, Site, Summary,
    TermKind, Tree, Year, bucket, fnv, route_key,
};
use serde::Serialize;

use crate::config::Config;
use crate::output::Output;
use crate::output::names::{DATA, MANIFEST};
use crate::page::ListedPage;
use crate::search;
use crate::site::{ResolvedPost, ResolvedSite};

/// Markdown in one bundle, in bytes, before a new one is begun. Neighbours in time share a bundle, so that turning
/// to the next post mostly needs no request; a larger bundle makes the first post of a visit slower.
const BUNDLE: usize = 32 * 1024;

/// Routes in one bucket, on average.
const BUCKET: usize = 32;

/// A post as a bundle has it.
#[derive(Serialize)]
struct BundleEntry<'a> {
    #[serde(flatten)]
    post: &'a Post,
    /// Pictures and recordings of the site in the post, with their bytes: the offline library stores them with it.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    media: &'a [(String, u64)],
}

/// What storing something for offline reading takes, in bytes.
#[derive(Clone, Copy, Default, Serialize)]
struct Weight {
    /// Bundles and lists, not compressed: as browsers store them.
    text: u64,
    /// The same, compressed: about what is transferred.
    sent: u64,
    /// All of `media`, each file once.
    pictures: u64,
}

impl Weight {
    fn of<'a>(
        files: impl IntoIterator<Item = &'a str>,
        posts: impl IntoIterator<Item = &'a ResolvedPost>,
        output: &Output,
    ) -> Self {
        let (mut text, mut sent) = (0, 0);
        for path in files {
            text += output.size(path);
            sent += output.transfer_size(path);
        }
        let media = posts.into_iter().flat_map(|post| &post.media);
        let media: BTreeMap<&str, u64> = media.map(|(path, bytes)| (path.as_str(), *bytes)).collect();
        Self { text, sent, pictures: media.values().sum() }
    }
}

/// What belongs to a route: its files, and the posts that they hold.
type Belongings<'a> = (BTreeSet<Hash>, Vec<&'a ResolvedPost>);

/// Writes the data files of posts and lists, and returns the manifest of them.
pub(crate) fn write(
    resolved: &ResolvedSite,
    site: &Site,
    config: &Config,
    output: &mut Output,
) -> Result<Manifest> {
    let mut routes: BTreeMap<String, RouteTarget> = BTreeMap::new();
    let mut belongings: BTreeMap<String, Belongings<'_>> = BTreeMap::new();
    let (posts, others) = (pack(&resolved.posts, output)?, pack(&resolved.pages, output)?);
    let summary = |(post, bundle): (&ResolvedPost, &Hash)| Summary {
        bundle: Some(bundle.clone()),
        ..post.data.summary.clone()
    };
    let summaries: Vec<Summary> = resolved.posts.iter().zip(&posts).map(summary).collect();
    for (post, bundle) in resolved.posts.iter().chain(&resolved.pages).zip(posts.into_iter().chain(others)) {
        let key = route_key(&post.data.summary.path);
        belongings.insert(key.clone(), ([bundle.clone()].into(), vec![post]));
        routes.insert(key, RouteTarget::Document { bundle });
    }
    for (from, redirect) in resolved.redirects.iter().filter(|(_, redirect)| !redirect.unlisted) {
        routes.entry(from.clone()).or_insert_with(|| RouteTarget::Moved { to: redirect.to.clone() });
    }
    for kind in [TermKind::Category, TermKind::Tag, TermKind::Author] {
        let groups = || resolved.terms.iter().filter(move |((k, _), _)| *k == kind);
        let file = output.data(&resolved.term_counts(kind))?;
        routes.insert(lamplight_format::route::Route::Terms(kind).key(), RouteTarget::Terms { kind, file });
        for ((_, slug), group) in groups() {
            let row: Vec<&Summary> = group.posts.iter().map(|&i| &summaries[i]).collect();
            let term = group.info(kind, config);
            let route = lamplight_format::route::Route::Term { kind, slug: slug.clone(), page: 1 };
            let (posts, mut files) = list(&row, output)?;
            files.extend(row.iter().filter_map(|summary| summary.bundle.clone()));
            belongings
                .insert(route.key(), (files, group.posts.iter().map(|&i| &resolved.posts[i]).collect()));
            routes.insert(route.key(), RouteTarget::Term { term, posts });
        }
    }
    let mut weights = BTreeMap::new();
    if site.offline {
        output.measure_transfer_below(DATA);
        for (key, (files, posts)) in belongings {
            let files: Vec<String> = files.iter().map(data_file).collect();
            weights.insert(key, Weight::of(files.iter().map(String::as_str), posts, output));
        }
    }
    let row: Vec<&Summary> = summaries.iter().collect();
    Ok(Manifest {
        posts: list(&row, output)?.0,
        home: match resolved.home() {
            Some(shown) => {
                let row: Vec<&Summary> = shown.iter().map(|&i| &summaries[i]).collect();
                Some(list(&row, output)?.0)
            }
            None => None,
        },
        routes: table(routes, &weights, output)?,
        pinned: resolved.pinned.iter().map(|&i| summaries[i].clone()).collect(),
        ..outline(resolved, site)
    })
}

/// A manifest that says how long lists are, and names no file.
pub(crate) fn outline(resolved: &ResolvedSite, site: &Site) -> Manifest {
    let list = |len: usize| PostList { len: len as u32, tree: None };
    Manifest {
        format: FORMAT,
        site: site.clone(),
        posts: list(resolved.posts.len()),
        home: resolved.home().map(|shown| list(shown.len())),
        routes: RouteTable { tree: None },
        years: years(&resolved.posts),
        pinned: Vec::new(),
        search: None,
    }
}

/// Writes the index of search, if there is one, the list of all addresses, and the manifest.
pub(crate) fn finish(
    manifest: &mut Manifest,
    resolved: &ResolvedSite,
    index: Option<search::WrittenIndex>,
    pages: &[ListedPage],
    output: &mut Output,
) -> Result<()> {
    manifest.search = index.map(|index| search::finish(index, output)).transpose()?;
    let mut written = serde_json::to_value(&*manifest)?;
    if manifest.site.offline {
        written["addresses"] = serde_json::to_value(output.binary(addresses(pages, resolved)))?;
        output.measure_transfer_below(DATA);
        let all = resolved.posts.iter().chain(&resolved.pages);
        written["weight"] = serde_json::to_value(Weight::of(output.below(DATA), all, output))?;
    }
    output.add(MANIFEST, serde_json::to_vec(&written)?);
    Ok(())
}

/// All listed addresses of the site, each as the 32-bit hash that also selects its bucket, sorted. The service worker deletes what
/// it has stored of addresses that are missing here.
fn addresses(pages: &[ListedPage], resolved: &ResolvedSite) -> Vec<u8> {
    let redirects =
        resolved.redirects.iter().filter(|(_, redirect)| !redirect.unlisted).map(|(key, _)| key.clone());
    let keys = pages.iter().map(|page| route_key(&page.path)).chain(redirects);
    let numbers: BTreeSet<u32> = keys.map(|key| fnv(&key)).collect();
    numbers.into_iter().flat_map(u32::to_le_bytes).collect()
}

fn data_file(hash: &Hash) -> String {
    format!("{DATA}/{}.json", hash.0)
}

/// Packs posts into bundle files and returns the bundle of each. Cut from the oldest on, so that a new post changes
/// the last bundle only.
fn pack(posts: &[ResolvedPost], output: &mut Output) -> Result<Vec<Hash>> {
    let mut hashes = Vec::with_capacity(posts.len());
    let mut rest = posts;
    while !rest.is_empty() {
        let mut size = 0;
        let fits = rest.iter().take_while(|post| {
            size += post.size;
            size <= BUNDLE
        });
        let count = fits.count().max(1);
        let (now, later) = rest.split_at(count);
        let whole: Vec<_> = now.iter().map(ResolvedPost::with_text).collect();
        let written: Vec<_> = (now.iter().zip(&whole))
            .map(|(resolved, post)| BundleEntry { post, media: &resolved.media })
            .collect();
        let hash = output.data(&written)?;
        hashes.extend(std::iter::repeat_n(hash, count));
        rest = later;
    }
    Ok(hashes)
}

/// Writes a list and returns it with the names of its files.
fn list(row: &[&Summary], output: &mut Output) -> Result<(PostList, BTreeSet<Hash>)> {
    let leaves = row.chunks(LEAF).map(|leaf| output.data(&leaf)).collect::<Result<Vec<_>>>()?;
    let (tree, files) = tree(leaves, output)?;
    Ok((PostList { len: row.len() as u32, tree }, files))
}

fn table(
    routes: BTreeMap<String, RouteTarget>,
    weights: &BTreeMap<String, Weight>,
    output: &mut Output,
) -> Result<RouteTable> {
    let leaves = routes.len().div_ceil(BUCKET).max(1) as u32;
    let mut buckets: Vec<Vec<serde_json::Value>> = (0..leaves).map(|_| Vec::new()).collect();
    for (path, target) in routes {
        let (bucket, weight) = (bucket(&path, leaves) as usize, weights.get(&path));
        let mut route = serde_json::to_value(RouteEntry { path, target })?;
        if let (Some(weight), Some(target)) = (weight, route["target"].as_object_mut()) {
            for of in target.values_mut() {
                of["weight"] = serde_json::to_value(weight)?;
            }
        }
        buckets[bucket].push(route);
    }
    let hashes = buckets.iter().map(|routes| output.data(routes)).collect::<Result<Vec<_>>>()?;
    Ok(RouteTable { tree: tree(hashes, output)?.0 })
}

/// Builds inner nodes over leaves until one node can name them. Returns the tree with the names of its files.
fn tree(leaves: Vec<Hash>, output: &mut Output) -> Result<(Option<Tree>, BTreeSet<Hash>)> {
    let count = leaves.len() as u32;
    let mut files: BTreeSet<Hash> = leaves.iter().cloned().collect();
    let (mut level, mut depth) = (leaves, 0);
    while level.len() > FANOUT {
        level = level.chunks(FANOUT).map(|node| output.data(&node)).collect::<Result<_>>()?;
        files.extend(level.iter().cloned());
        depth += 1;
    }
    Ok(((count > 0).then_some(Tree { depth, leaves: count, root: level }), files))
}

fn years(posts: &[ResolvedPost]) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for (i, post) in posts.iter().enumerate() {
        let year = post.data.summary.date.map_or(0, |date| date.year);
        match years.last_mut().filter(|y| y.year == year) {
            Some(last) => last.len += 1,
            None => years.push(Year { year, start: i as u32, len: 1 }),
        }
    }
    years
}
