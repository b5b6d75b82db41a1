//! Which pages a site has, and what each of them shows.

use lamplight_format::model::{Manifest, Summary};
use lamplight_format::route::Route;
use lamplight_theme::view::{ListKind, ListPlan, Page, PagePlan, TermsPage, routes};

use super::html::post_page;
use crate::config::Config;
use crate::site::{ResolvedPost, ResolvedSite};

/// A page of the site. It is small, since all of them are listed before the first is drawn.
pub(super) enum PageId<'a> {
    /// A post or page, listed or not.
    Post(&'a ResolvedPost),
    /// A list, or a page that is the same on all sites.
    Route(Route),
    /// The page that hosts send for unknown addresses.
    NotFound,
}

/// Makes pages of what a build has in memory.
pub(super) struct PageBuilder<'a> {
    resolved: &'a ResolvedSite,
    /// See [`ResolvedSite::home`].
    home: Option<Vec<usize>>,
    manifest: &'a Manifest,
    config: &'a Config,
}

impl<'a> PageBuilder<'a> {
    pub(super) fn new(resolved: &'a ResolvedSite, manifest: &'a Manifest, config: &'a Config) -> Self {
        Self { resolved, home: resolved.home(), manifest, config }
    }

    /// All pages of the site.
    pub(super) fn page_ids(&self) -> Vec<PageId<'a>> {
        let ResolvedSite { posts, pages, unlisted, .. } = self.resolved;
        let mut page_ids = vec![PageId::NotFound];
        page_ids.extend(posts.iter().chain(pages).chain(unlisted).map(PageId::Post));
        page_ids.extend(routes(self.manifest, self.resolved.term_lengths()).map(PageId::Route));
        page_ids
    }

    /// What a page shows.
    pub(super) fn page(&self, page_id: &PageId<'a>) -> Page {
        match page_id {
            PageId::Post(post) => post_page(post, &self.manifest.site),
            PageId::Route(route) => self.page_of_route(route),
            PageId::NotFound => Page::NotFound,
        }
    }

    fn page_of_route(&self, route: &Route) -> Page {
        match PagePlan::of(route, self.manifest) {
            PagePlan::Ready(page) => page,
            PagePlan::List(_, plan) => self.list(plan),
            PagePlan::Terms(kind) => Page::Terms(TermsPage { kind, terms: self.resolved.term_counts(kind) }),
            PagePlan::Term { kind, slug } => {
                let group = self.resolved.terms.get(&(kind, slug.to_owned()));
                let plan = group.and_then(|group| {
                    let term = group.info(kind, self.config);
                    ListPlan::of_term(term, group.posts.len() as u32, route, &self.manifest.site)
                });
                plan.map_or(Page::NotFound, |plan| self.list(plan))
            }
            // Listed as `PageId::Post`.
            PagePlan::Document { .. } => Page::NotFound,
        }
    }

    fn list(&self, plan: ListPlan<'_>) -> Page {
        let row = plan.start as usize..plan.end as usize;
        let summary = |position: usize| self.resolved.posts[position].data.summary.clone();
        let posts: Vec<Summary> = match (&plan.kind, &self.home) {
            (ListKind::Home, Some(home)) => home[row].iter().map(|&position| summary(position)).collect(),
            (ListKind::Home, None) | (ListKind::Archive(_), _) => row.map(summary).collect(),
            (ListKind::Term(term), _) => {
                let group = self.resolved.terms.get(&(term.kind, term.term.slug.clone()));
                let posts = group.map_or(&[][..], |group| &group.posts[row]);
                posts.iter().map(|&position| summary(position)).collect()
            }
        };
        plan.page(posts, self.manifest)
    }
}
