//! Reads everything that the manifest leads to. Each file is checked by its hash before it is used, and read once.

use std::collections::{BTreeMap, BTreeSet};

use lamplight_format::model::{
    Hash, Manifest, Post, PostList, RouteEntry as Row, RouteTarget, Summary, TermCount, TermKind, Tree,
    route_key,
};
use lamplight_format::route::{Feed, Route, url};
use lamplight_theme::view::routes;
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::headers::{self, Class};
use super::problem::Problem;
use super::verifier::Verifier;
use crate::output::hash;
use crate::output::names::{DATA, ICON, IMAGES, LLMS, OPENSEARCH, ROBOTS, SITEMAP};

/// Most files that are read: a hundred thousand posts have fewer.
const MOST: usize = 200_000;

/// All files and pages that the manifest leads to. Paths are below the site's own, percent-encoded.
#[derive(Default)]
pub(super) struct PublishedFiles {
    /// Every file that was named by its hash.
    pub files: BTreeSet<String>,
    /// Every page.
    pub pages: BTreeSet<String>,
    /// Keys of old addresses, and where they lead.
    pub redirects: BTreeMap<String, String>,
    /// Variants of pictures.
    pub images: BTreeSet<String>,
    /// Files of the site that posts show and play, with their bytes.
    pub media: BTreeMap<String, u64>,
    /// Feeds, sitemap and other files with fixed names.
    pub named: BTreeSet<String>,
}

/// What a data file holds.
#[derive(Clone, Copy)]
enum DataFileKind {
    /// Hashes of what is so many levels above the leaves, or of the leaves.
    Node(u8, Leaf),
    Leaf(Leaf),
    Bundle,
    Terms,
    /// The list of the other files of the search index.
    SearchFiles,
    /// Nothing that leads on.
    Binary,
}

#[derive(Clone, Copy)]
enum Leaf {
    Summaries,
    Routes,
}

struct DataFile {
    hash: Hash,
    kind: DataFileKind,
}

impl DataFile {
    fn path(&self) -> String {
        let ending = if matches!(self.kind, DataFileKind::Binary) { "bin" } else { "json" };
        format!("{DATA}/{}.{ending}", self.hash.0)
    }
}

/// A post as a bundle has it: see `docs/reference/bundle-format.md`.
#[derive(Deserialize)]
struct BundledPost {
    #[serde(flatten)]
    post: Post,
    #[serde(default)]
    media: Vec<(String, u64)>,
}

/// What one data file holds.
#[derive(Default)]
struct FileContents {
    wanted: Vec<DataFile>,
    routes: Vec<Row>,
    summaries: Vec<Summary>,
    posts: Vec<BundledPost>,
}

/// Reads all data files. `manifest` as text has fields that the app does not read.
pub(super) fn walk(verifier: &Verifier, manifest: &Manifest, text: &Value) -> PublishedFiles {
    let mut known = PublishedFiles::default();
    let (mut rows, mut posts) = (Vec::new(), Vec::new());
    let mut wanted = Vec::new();
    let mut summaries = manifest.pinned.clone();
    for list in [Some(&manifest.posts), manifest.home.as_ref()].into_iter().flatten() {
        wanted.extend(of_list(list));
    }
    wanted.extend(manifest.routes.tree.iter().flat_map(|tree| of_tree(tree, Leaf::Routes)));
    let named =
        |value: &Value, kind| value.as_str().map(|hash| DataFile { hash: Hash(hash.to_owned()), kind });
    wanted.extend(named(&text["addresses"], DataFileKind::Binary));
    wanted.extend(named(&text["search"]["root"], DataFileKind::Binary));
    wanted.extend(named(&text["search"]["files"], DataFileKind::SearchFiles));
    while !wanted.is_empty() {
        wanted.retain(|file| known.files.len() < MOST && known.files.insert(file.path()));
        let done = verifier.step("data files", wanted.len());
        let found: Vec<FileContents> = verifier
            .in_parallel(|| wanted.par_iter().map(|file| done.after(|| read(verifier, file))).collect());
        wanted = Vec::new();
        for mut found in found {
            wanted.append(&mut found.wanted);
            rows.append(&mut found.routes);
            posts.append(&mut found.posts);
            summaries.append(&mut found.summaries);
        }
    }
    for row in &rows {
        known.add_row(row);
    }
    for post in &posts {
        known.add_post(post);
    }
    for summary in &summaries {
        known.pages.insert(below(&summary.path));
        known.images.extend(summary.image.iter().flat_map(|image| image.variants.iter().flat_map(variants)));
    }
    known.add_lists(&rows, manifest);
    known
}

impl PublishedFiles {
    fn add_row(&mut self, row: &Row) {
        match &row.target {
            RouteTarget::Moved { to } => {
                let to = if to.starts_with('/') { below(to) } else { to.clone() };
                self.redirects.insert(below(&row.path), to);
            }
            RouteTarget::Term { .. } | RouteTarget::Terms { .. } | RouteTarget::Document { .. } => {}
        }
    }

    fn add_post(&mut self, written: &BundledPost) {
        let post = &written.post;
        self.pages.insert(below(&post.summary.path));
        self.media.extend(
            written.media.iter().map(|(path, bytes)| (path.trim_start_matches('/').to_owned(), *bytes)),
        );
        let pictures = post.pictures.iter().filter_map(|picture| picture.variants.as_ref());
        let images = post.images.iter().filter_map(|image| image.variants.as_ref());
        self.images.extend(pictures.chain(images).flat_map(variants));
    }

    /// Pages and files that follow from the manifest and the terms.
    fn add_lists(&mut self, rows: &[Row], manifest: &Manifest) {
        let site = &manifest.site;
        let terms: Vec<(TermKind, &str, u32)> = (rows.iter())
            .filter_map(|row| match &row.target {
                RouteTarget::Term { term, posts } => Some((term.kind, term.term.slug.as_str(), posts.len)),
                RouteTarget::Document { .. } | RouteTarget::Terms { .. } | RouteTarget::Moved { .. } => None,
            })
            .collect();
        self.pages
            .extend(routes(manifest, terms.iter().copied()).take(MOST).map(|route| below(&route.path())));
        self.named.extend([ROBOTS, LLMS, ICON].map(String::from));
        self.named.extend((!site.origin.is_empty()).then(|| SITEMAP.to_owned()));
        if site.feeds {
            let lists = terms.iter().map(|(kind, slug, _)| Route::Term {
                kind: *kind,
                slug: (*slug).to_owned(),
                page: 1,
            });
            for list in lists.chain([Route::Home { page: 1 }]) {
                self.named.extend(Feed::ALL.map(|feed| below(&feed.path(&list))));
            }
            self.named.insert(OPENSEARCH.to_owned());
        }
    }

    /// The keys of all addresses that lead somewhere.
    pub(super) fn keys(&self) -> BTreeSet<String> {
        let paths =
            self.pages.iter().chain(self.redirects.keys()).chain(self.media.keys()).chain(&self.named);
        paths.map(|path| route_key(&decoded(path))).collect()
    }
}

pub(super) fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// A path of the site as it is asked for below the site's own.
fn below(path: &str) -> String {
    url("/", path).trim_start_matches('/').to_owned()
}

fn variants(image: &lamplight_format::model::ImageVariants) -> Vec<String> {
    let name = |width: &u32, format: &String| format!("{IMAGES}/{}-{width}.{format}", image.stem);
    image
        .widths
        .iter()
        .flat_map(|width| image.formats.iter().map(move |format| name(width, format)))
        .collect()
}

fn of_list(list: &PostList) -> Vec<DataFile> {
    list.tree.iter().flat_map(|tree| of_tree(tree, Leaf::Summaries)).collect()
}

fn of_tree(tree: &Tree, leaf: Leaf) -> Vec<DataFile> {
    children(tree.depth, leaf, tree.root.clone())
}

/// What a node names. `depth` levels of files are below it before the leaves.
fn children(depth: u8, leaf: Leaf, hashes: Vec<Hash>) -> Vec<DataFile> {
    let kind = if depth == 0 { DataFileKind::Leaf(leaf) } else { DataFileKind::Node(depth - 1, leaf) };
    hashes.into_iter().map(|hash| DataFile { hash, kind }).collect()
}

/// Reads one file and what it leads to.
fn read(verifier: &Verifier, file: &DataFile) -> FileContents {
    let path = file.path();
    let Some(bytes) = verifier.hashed(&path, &file.hash.0) else { return FileContents::default() };
    let mut found = FileContents::default();
    let understood = match file.kind {
        DataFileKind::Binary => true,
        DataFileKind::Node(depth, leaf) => {
            parsed(&bytes).map(|hashes| found.wanted = children(depth, leaf, hashes)).is_some()
        }
        DataFileKind::SearchFiles => {
            let all = |hashes: Vec<Hash>| {
                hashes.into_iter().map(|hash| DataFile { hash, kind: DataFileKind::Binary }).collect()
            };
            parsed(&bytes).map(|hashes| found.wanted = all(hashes)).is_some()
        }
        DataFileKind::Leaf(Leaf::Summaries) => {
            parsed(&bytes).map(|summaries| found.summaries = summaries).is_some()
        }
        DataFileKind::Leaf(Leaf::Routes) => parsed(&bytes).map(|routes| found.routes = routes).is_some(),
        DataFileKind::Bundle => parsed(&bytes).map(|posts| found.posts = posts).is_some(),
        DataFileKind::Terms => parsed::<Vec<TermCount>>(&bytes).is_some(),
    };
    if !understood {
        let message = "the file is not what the manifest says it is";
        verifier.problems.add(Problem::FileChanged.error(), verifier.location.name(&path), message);
    }
    let bundle = |hash: &Hash| DataFile { hash: hash.clone(), kind: DataFileKind::Bundle };
    found.wanted.extend(found.summaries.iter().filter_map(|summary| summary.bundle.as_ref()).map(bundle));
    for row in &found.routes {
        match &row.target {
            RouteTarget::Document { bundle: hash } => found.wanted.push(bundle(hash)),
            RouteTarget::Term { posts, .. } => found.wanted.extend(of_list(posts)),
            RouteTarget::Terms { file, .. } => {
                found.wanted.push(DataFile { hash: file.clone(), kind: DataFileKind::Terms })
            }
            RouteTarget::Moved { .. } => {}
        }
    }
    found
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}

impl Verifier {
    /// A file that is named by its hash, or by the beginning of it, if it is there and has those bytes.
    pub(super) fn hashed(&self, path: &str, named: &str) -> Option<Vec<u8>> {
        let (problems, place) = (&self.problems, || self.location.name(path));
        let mut answer = match self.location.get(path) {
            Ok(answer) => answer,
            Err(error) => {
                problems.add(
                    Problem::NoAnswer.error(),
                    place(),
                    format!("the file could not be had: {error}"),
                );
                return None;
            }
        };
        if answer.status != 200 {
            let first = answer.status;
            self.look_at_missing(path, &answer);
            // Two servers of a host may have two deploys.
            if let Ok(again) = self.location.get(path) {
                answer = again;
            }
            if answer.status != 200 {
                let message = format!("the file is not there: status {}", answer.status);
                problems.add(Problem::FileMissing.error(), place(), message);
                return None;
            }
            let message = format!(
                "the file was not there at first (status {first}), and was when it was asked for again"
            );
            problems.add_once(Problem::FileLate.warning(), place(), message);
        }
        if !hash(&answer.body).0.starts_with(named) {
            let what = match answer.body.starts_with(b"<!") {
                true => "a page",
                false => "other bytes than were published",
            };
            problems.add(
                Problem::FileChanged.error(),
                place(),
                format!("the host sends {what} in place of the file"),
            );
            return None;
        }
        headers::look(self, path, Class::Hashed, &answer);
        Some(answer.body)
    }
}
