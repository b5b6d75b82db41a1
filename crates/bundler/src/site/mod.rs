//! All posts together: who has which address, who stands next to whom, where links between them lead.

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
use crate::parsed_post::{Drafts, ParsedPost};
use crate::paths::file_of;
use crate::report::Report;
use crate::source::file::Source;
pub(crate) use addresses::Addresses;
pub(crate) use context::ResolveContext;
pub(crate) use enclosure::Attached;
pub(crate) use feed_ids::of_feed;
use links::resolve_links;
pub(crate) use paths::file_key;
use pictures::{Covers, covers};
use post_builder::PostBuilder;
pub(crate) use resolved_post::ResolvedPost;
pub(crate) use terms::Group;
use terms::TermNames;

/// Posts that stand first on the home page, at most: with more, nobody would see what is new.
const PINNED: usize = 5;

/// The posts of a site, resolved.
pub(crate) struct ResolvedSite {
    /// Oldest first; the undated before all.
    pub posts: Vec<ResolvedPost>,
    /// In no order that readers see.
    pub pages: Vec<ResolvedPost>,
    /// Posts and pages that are at their addresses and nowhere else: no data file names them.
    pub unlisted: Vec<ResolvedPost>,
    /// By kind and slug.
    pub terms: BTreeMap<(TermKind, String), Group>,
    /// Positions of the posts that stand first on the home page, in its order.
    pub pinned: Vec<usize>,
    /// By the key of the old address.
    pub moved: BTreeMap<String, Redirect>,
    /// Where posts are, by all that links call them.
    pub addresses: Addresses,
}

/// An address that a post once had.
pub(crate) struct Redirect {
    /// The old path, as written and made safe.
    pub from: String,
    /// The path of today.
    pub to: String,
    /// Whether no data file may name it.
    pub unlisted: bool,
}

/// Resolves drafts into a site. Files that posts need are added to the output; texts are put into `store`, if there is one.
pub(crate) fn resolve(
    drafts: &mut Drafts,
    store: Option<&Arc<BlobStore>>,
    mut context: ResolveContext<'_>,
) -> ResolvedSite {
    // By the day as the author wrote it, so that each year is one stretch of the row whatever the offsets are.
    drafts.sort_by_cached_key(|(source, draft)| {
        let day = draft.date.map(|d| (d.year, d.month, d.day, d.instant()));
        (day, source.name.clone())
    });
    claim_addresses(drafts, context.report);
    let addresses = Addresses::of(drafts, context.config, context.report);
    context.output.leave_out(addresses.unpublished());
    let links: Vec<Vec<(String, String)>> = (drafts.iter())
        .map(|(source, draft)| resolve_links(source, draft, &addresses, &mut context))
        .collect();
    let covers: Vec<Covers> =
        (drafts.iter()).map(|(source, draft)| covers(source, draft, &addresses, &mut context)).collect();
    let attached: Vec<Option<Attached>> =
        drafts.iter().map(|(source, draft)| enclosure::attached(source, draft, &mut context)).collect();
    let pictures = pictures::prepare(drafts, &links, &covers, &mut context);
    let ResolveContext { config, site, output, report, .. } = context;
    // How an unlisted post spells a term is no more to be seen elsewhere than the post.
    let listed = drafts.iter().map(|(_, draft)| draft).filter(|draft| draft.held.unlisted.is_none());
    let unlisted = drafts.iter().map(|(_, draft)| draft).filter(|draft| draft.held.unlisted.is_some());
    let names = TermNames::of(listed, config).or(TermNames::of(unlisted, config));

    let builder = PostBuilder { config, site, pictures: &pictures, names: &names };
    let files = &*output;
    let resolved: Vec<(ResolvedPost, Vec<Diagnostic>)> = drafts
        .par_iter()
        .zip(links)
        .zip(covers)
        .map(|(((source, draft), links), covers)| {
            let draft = &*draft.whole();
            let (mut post, diagnostics) = builder.post(source, draft, links, covers);
            post.media = pictures::media(draft, &post.post, &pictures, site, files);
            if let Some(store) = store {
                post.spill(store);
            }
            (post, diagnostics)
        })
        .collect();
    let (mut posts, mut pages, mut unlisted) = (Vec::new(), Vec::new(), Vec::new());
    for (((source, draft), (mut post, diagnostics)), attached) in drafts.iter().zip(resolved).zip(attached) {
        for diagnostic in diagnostics {
            report.add(&source.name, diagnostic.into());
        }
        post.attached = attached;
        match (draft.held.unlisted.is_some(), draft.page) {
            (true, _) => unlisted.push(post),
            (false, true) => pages.push(post),
            (false, false) => posts.push(post),
        }
    }
    let neighbours: Vec<Neighbour> = posts.iter().map(ResolvedPost::neighbour).collect();
    for (i, entry) in posts.iter_mut().enumerate() {
        entry.post.older = i.checked_sub(1).and_then(|i| neighbours.get(i)).cloned();
        entry.post.newer = neighbours.get(i + 1).cloned();
    }
    let is_post = |draft: &&ParsedPost| !draft.page && draft.held.unlisted.is_none();
    let own: Vec<&ParsedPost> = drafts.iter().map(|(_, draft)| draft).filter(is_post).collect();
    series::join(&own, &mut posts);
    feed_ids::assign(&own, &mut posts, config, report);
    let is_pinned = |i: &usize| own[*i].pinned && !own[*i].held.off_home;
    let pinned = (0..posts.len()).rev().filter(is_pinned).take(PINNED).collect();
    let terms = terms::group(&posts);
    unlisted.iter_mut().for_each(|entry| terms::only_known(&terms, &mut entry.post.summary));
    let moved = moved(drafts, addresses.by_key(), report);
    ResolvedSite { posts, pages, unlisted, terms, pinned, moved, addresses }
}

/// Resolves one post anew among others that are as they were: what those know of it, and it of them, stays as in
/// `before`. Files that it needs are added to the output.
pub(crate) fn resolve_one(
    drafts: &[(Source, ParsedPost)],
    position: usize,
    before: &ResolvedPost,
    addresses: &Addresses,
    mut context: ResolveContext<'_>,
) -> ResolvedPost {
    let (source, draft) = &drafts[position];
    let links = resolve_links(source, draft, addresses, &mut context);
    let covers = covers(source, draft, addresses, &mut context);
    let pictures = pictures::prepare(
        std::slice::from_ref(&drafts[position]),
        std::slice::from_ref(&links),
        std::slice::from_ref(&covers),
        &mut context,
    );
    let ResolveContext { config, site, report, .. } = context;
    let names = TermNames::of(drafts.iter().map(|(_, draft)| draft), config);
    let builder = PostBuilder { config, site, pictures: &pictures, names: &names };
    let (mut post, diagnostics) = builder.post(source, draft, links, covers);
    for diagnostic in diagnostics {
        report.add(&source.name, diagnostic.into());
    }
    let Post { older, newer, series, related, .. } = before.post.clone();
    post.post = Post { older, newer, series, related, ..post.post };
    post.feed_id.clone_from(&before.feed_id);
    post.attached.clone_from(&before.attached);
    post
}

/// Gives each post an address of its own. The older post keeps a contested one: the world may link to it.
fn claim_addresses(drafts: &mut [(Source, ParsedPost)], report: &mut Report) {
    let mut taken: HashMap<String, String> = HashMap::new();
    for (source, draft) in drafts {
        // Some hosts and disks do not tell upper from lower case.
        let key = |path: &str| route_key(path).to_lowercase();
        let wanted = draft.path.clone();
        let mut number = 1;
        while taken.contains_key(&key(&draft.path)) {
            number += 1;
            draft.path = match wanted.strip_suffix(".html") {
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
                    format!("`{wanted}` is the address of {other}; this post is at `{}`", draft.path),
                    "give one of the two another `slug` or `permalink`",
                )
                .into(),
            );
        }
        taken.insert(key(&draft.path), source.name.clone());
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
        let count = |(_, group): (_, &Group)| TermCount {
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

/// Old addresses. A post that lives at one of them wins.
fn moved(
    drafts: &[(Source, ParsedPost)],
    by_key: &HashMap<String, String>,
    report: &mut Report,
) -> BTreeMap<String, Redirect> {
    let mut moved = BTreeMap::new();
    for (source, draft) in drafts {
        for from in &draft.redirects {
            let key = route_key(from);
            // `X.html` of the page `X/` is another file, and leads there.
            let own = by_key.get(&key).is_some_and(|path| *path == draft.path);
            if own && file_of(from) == file_of(&draft.path) {
                continue;
            }
            let taken = by_key.contains_key(&key) && !own || is_reserved(from);
            let unlisted = draft.held.unlisted.is_some();
            let to = Redirect { from: from.clone(), to: draft.path.clone(), unlisted };
            if taken || moved.insert(key, to).is_some_and(|other: Redirect| other.to != draft.path) {
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
    moved
}
