//! All posts together: their addresses, neighbours and terms, and where links between them lead.

mod addresses;
mod attachments;
mod context;
mod enclosure;
mod feed_ids;
mod links;
mod paths;
mod pictures;
mod post_builder;
pub(crate) mod resolved_post;
mod series;
mod terms;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use lamplight_format::model::{Neighbour, Post, TermCount, TermKind, route_key};
use lamplight_import::diagnostic::{Diagnostic, Position};
use rayon::prelude::*;

use crate::cache::BlobStore;
use crate::output::names::is_reserved;
use crate::parsed_post::{ParsedPost, ParsedPosts};
use crate::paths::file_of;
use crate::report::Report;
use crate::source::file::Source;
pub(crate) use addresses::Addresses;
pub(crate) use context::ResolveContext;
pub(crate) use enclosure::ResolvedEnclosure;
pub(crate) use feed_ids::of_feed;
use links::resolve_links;
pub(crate) use paths::file_key;
use pictures::{Covers, covers};
use post_builder::PostBuilder;
pub(crate) use resolved_post::ResolvedPost;
use terms::TermNames;
pub(crate) use terms::TermPosts;

/// Pinned posts on the home page, at most: with more, new posts would not be seen.
const PINNED: usize = 5;

/// The posts of a site, resolved.
pub(crate) struct ResolvedSite {
    /// Oldest first; the undated before all.
    pub posts: Vec<ResolvedPost>,
    /// Pages such as “About”, in no particular order.
    pub pages: Vec<ResolvedPost>,
    /// Posts and pages at their addresses alone: no list and no data file names them.
    pub unlisted: Vec<ResolvedPost>,
    /// By kind and slug.
    pub terms: BTreeMap<(TermKind, String), TermPosts>,
    /// Positions of the pinned posts, in the order of the home page.
    pub pinned: Vec<usize>,
    /// By the key of the old address.
    pub redirects: BTreeMap<String, Redirect>,
    /// Finds posts by what links call them.
    pub addresses: Addresses,
}

/// A redirect from an address that a post once had.
pub(crate) struct Redirect {
    /// The old path, decoded and safe.
    pub from: String,
    /// The path of the post.
    pub to: String,
    /// Whether no data file may name it.
    pub unlisted: bool,
}

/// Resolves parsed posts into a site. Files that posts need are added to the output; texts are put into `store`, if there is one.
pub(crate) fn resolve(
    parsed_posts: &mut ParsedPosts,
    store: Option<&Arc<BlobStore>>,
    mut context: ResolveContext<'_>,
) -> ResolvedSite {
    // By the day as the author wrote it, so that the posts of a year follow each other whatever their time zones are.
    parsed_posts.sort_by_cached_key(|(source, parsed)| {
        let day = parsed.date.map(|d| (d.year, d.month, d.day, d.instant()));
        (day, source.name.clone())
    });
    claim_addresses(parsed_posts, context.report);
    let addresses = Addresses::of(parsed_posts, context.config, context.report);
    context.output.remove_copies_of(addresses.unpublished());
    let links: Vec<Vec<(String, String)>> = (parsed_posts.iter())
        .map(|(source, parsed)| resolve_links(source, parsed, &addresses, &mut context))
        .collect();
    let covers: Vec<Covers> = (parsed_posts.iter())
        .map(|(source, parsed)| covers(source, parsed, &addresses, &mut context))
        .collect();
    let enclosures: Vec<Option<ResolvedEnclosure>> = parsed_posts
        .iter()
        .map(|(source, parsed)| enclosure::resolve_enclosure(source, parsed, &mut context))
        .collect();
    let pictures = pictures::prepare(parsed_posts, &links, &covers, &mut context);
    let ResolveContext { config, site, output, report, .. } = context;
    // The spelling of a term in an unlisted post must not show elsewhere.
    let listed =
        parsed_posts.iter().map(|(_, parsed)| parsed).filter(|parsed| parsed.held.unlisted.is_none());
    let unlisted =
        parsed_posts.iter().map(|(_, parsed)| parsed).filter(|parsed| parsed.held.unlisted.is_some());
    let names = TermNames::of(listed, config).or(TermNames::of(unlisted, config));

    let builder = PostBuilder { config, site, pictures: &pictures, names: &names };
    let files = &*output;
    let resolved: Vec<(ResolvedPost, Vec<Diagnostic>)> = parsed_posts
        .par_iter()
        .zip(links)
        .zip(covers)
        .map(|(((source, parsed), links), covers)| {
            let parsed = &*parsed.with_text();
            let (mut post, diagnostics) = builder.post(source, parsed, links, covers);
            post.media = pictures::media(parsed, &post.data, &pictures, site, files);
            if let Some(store) = store {
                post.store_text(store);
            }
            (post, diagnostics)
        })
        .collect();
    let (mut posts, mut pages, mut unlisted) = (Vec::new(), Vec::new(), Vec::new());
    for (((source, parsed), (mut post, diagnostics)), enclosure) in
        parsed_posts.iter().zip(resolved).zip(enclosures)
    {
        for diagnostic in diagnostics {
            report.add(&source.name, diagnostic.into());
        }
        post.enclosure = enclosure;
        match (parsed.held.unlisted.is_some(), parsed.is_page) {
            (true, _) => unlisted.push(post),
            (false, true) => pages.push(post),
            (false, false) => posts.push(post),
        }
    }
    let neighbours: Vec<Neighbour> = posts.iter().map(ResolvedPost::neighbour).collect();
    for (i, post) in posts.iter_mut().enumerate() {
        post.data.older = i.checked_sub(1).and_then(|i| neighbours.get(i)).cloned();
        post.data.newer = neighbours.get(i + 1).cloned();
    }
    let is_post = |parsed: &&ParsedPost| !parsed.is_page && parsed.held.unlisted.is_none();
    let own: Vec<&ParsedPost> = parsed_posts.iter().map(|(_, parsed)| parsed).filter(is_post).collect();
    series::join(&own, &mut posts);
    feed_ids::assign(&own, &mut posts, config, report);
    let is_pinned = |i: &usize| own[*i].is_pinned && !own[*i].held.off_home;
    let pinned = (0..posts.len()).rev().filter(is_pinned).take(PINNED).collect();
    let terms = terms::group(&posts);
    unlisted.iter_mut().for_each(|post| terms::only_known(&terms, &mut post.data.summary));
    let redirects = redirects(parsed_posts, addresses.by_key(), report);
    ResolvedSite { posts, pages, unlisted, terms, pinned, redirects, addresses }
}

/// Resolves one changed post again. Its neighbours, series and related posts are taken from `before`. Files that it needs are added
/// to the output.
pub(crate) fn resolve_one(
    parsed_posts: &[(Source, ParsedPost)],
    position: usize,
    before: &ResolvedPost,
    addresses: &Addresses,
    mut context: ResolveContext<'_>,
) -> ResolvedPost {
    let (source, parsed) = &parsed_posts[position];
    let links = resolve_links(source, parsed, addresses, &mut context);
    let covers = covers(source, parsed, addresses, &mut context);
    let pictures = pictures::prepare(
        std::slice::from_ref(&parsed_posts[position]),
        std::slice::from_ref(&links),
        std::slice::from_ref(&covers),
        &mut context,
    );
    let ResolveContext { config, site, report, .. } = context;
    let names = TermNames::of(parsed_posts.iter().map(|(_, parsed)| parsed), config);
    let builder = PostBuilder { config, site, pictures: &pictures, names: &names };
    let (mut post, diagnostics) = builder.post(source, parsed, links, covers);
    for diagnostic in diagnostics {
        report.add(&source.name, diagnostic.into());
    }
    let Post { older, newer, series, related, .. } = before.data.clone();
    post.data = Post { older, newer, series, related, ..post.data };
    post.feed_id.clone_from(&before.feed_id);
    post.enclosure.clone_from(&before.enclosure);
    post
}

/// Gives each post an address of its own. Of two posts with one address the older keeps it: others may link to it.
fn claim_addresses(parsed_posts: &mut [(Source, ParsedPost)], report: &mut Report) {
    let mut taken: HashMap<String, String> = HashMap::new();
    for (source, parsed) in parsed_posts {
        // Some hosts and disks do not tell upper from lower case.
        let key = |path: &str| route_key(path).to_lowercase();
        let wanted = parsed.path.clone();
        let mut number = 1;
        while taken.contains_key(&key(&parsed.path)) {
            number += 1;
            parsed.path = match wanted.strip_suffix(".html") {
                Some(stem) => format!("{stem}-{number}.html"),
                None => format!("{}-{number}/", wanted.trim_end_matches('/')),
            };
        }
        if let Some(other) = taken.get(&key(&wanted)) {
            report.add(
                &source.name,
                Diagnostic::error(
                    "duplicate-address",
                    Position { line: 1, column: 1 },
                    format!("`{wanted}` is the address of {other}; this post is at `{}`", parsed.path),
                    "give one of the two another `slug` or `permalink`",
                )
                .into(),
            );
        }
        taken.insert(key(&parsed.path), source.name.clone());
    }
}

impl ResolvedSite {
    /// Positions of the posts of the home page, oldest first; `None` if it shows all.
    pub(crate) fn home(&self) -> Option<Vec<usize>> {
        let shown: Vec<usize> = (0..self.posts.len()).filter(|i| !self.posts[*i].held.off_home).collect();
        (shown.len() < self.posts.len()).then_some(shown)
    }

    /// The terms of a kind with the number of their posts, in the order of their slugs.
    pub(crate) fn term_counts(&self, kind: TermKind) -> Vec<TermCount> {
        let groups = self.terms.iter().filter(|((own, _), _)| *own == kind);
        let count = |(_, group): (_, &TermPosts)| TermCount {
            term: group.term.clone(),
            count: group.posts.len() as u32,
            author_status: group.current,
        };
        groups.map(count).collect()
    }

    /// Kind, slug and number of posts of each term.
    pub(crate) fn term_lengths(&self) -> impl Iterator<Item = (TermKind, &str, u32)> {
        self.terms.iter().map(|((kind, slug), group)| (*kind, slug.as_str(), group.posts.len() as u32))
    }
}

/// Redirects from old addresses. An address that a post has now is no redirect.
fn redirects(
    parsed_posts: &[(Source, ParsedPost)],
    by_key: &HashMap<String, String>,
    report: &mut Report,
) -> BTreeMap<String, Redirect> {
    let mut redirects = BTreeMap::new();
    for (source, parsed) in parsed_posts {
        for from in &parsed.redirects {
            let key = route_key(from);
            // `X.html` of the page `X/` is another file, and leads there.
            let own = by_key.get(&key).is_some_and(|path| *path == parsed.path);
            if own && file_of(from) == file_of(&parsed.path) {
                continue;
            }
            let taken = by_key.contains_key(&key) && !own || is_reserved(from);
            let unlisted = parsed.held.unlisted.is_some();
            let to = Redirect { from: from.clone(), to: parsed.path.clone(), unlisted };
            if taken || redirects.insert(key, to).is_some_and(|other: Redirect| other.to != parsed.path) {
                report.add(
                    &source.name,
                    Diagnostic::warning(
                        "redirect-taken",
                        Position { line: 1, column: 1 },
                        format!("the old address `{from}` belongs to another page and does not lead here"),
                        "delete it from `redirect_from`",
                    )
                    .into(),
                );
            }
        }
    }
    redirects
}
