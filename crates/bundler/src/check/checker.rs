//! What is known of a site while its posts are checked.

use std::collections::{HashMap, HashSet};

use lamplight_format::model::{Site, route_key};
use lamplight_format::route::{Route, without_base};
use lamplight_markdown::links::{LinkContext, LinkKind, LinkTarget};
use lamplight_theme::view::PostPage;
use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use crate::config::Config;
use crate::output::Output;
use crate::output::names::{FOLDER, linkable};
use crate::parsed_post::ParsedPost;
use crate::site::{ResolvedPost, ResolvedSite};
use crate::source::file::Source;

/// What is known of a site while its posts are checked.
pub(super) struct Checker<'a> {
    pub content: &'a ResolvedSite,
    pub site: &'a Site,
    pub config: &'a Config,
    pub output: &'a Output,
    pub now: i64,
    pub entries: HashMap<&'a str, &'a ResolvedPost>,
    pub by_key: HashMap<String, &'a ResolvedPost>,
    /// How many posts name each author.
    pub authors: HashMap<&'a str, usize>,
    /// The `id`s of posts that links lead into, by the post's path.
    pub ids: HashMap<&'a str, HashSet<String>>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(
        content: &'a ResolvedSite,
        drafts: &'a [(Source, ParsedPost)],
        config: &'a Config,
        site: &'a Site,
        output: &'a Output,
        now: i64,
    ) -> Self {
        let all = || content.posts.iter().chain(&content.pages).chain(&content.unlisted);
        let mut authors: HashMap<&str, usize> = HashMap::new();
        for name in drafts.iter().flat_map(|(_, draft)| &draft.authors) {
            *authors.entry(name).or_default() += 1;
        }
        let mut checker = Self {
            content,
            site,
            config,
            output,
            now,
            entries: all().map(|e| (e.source.as_str(), e)).collect(),
            by_key: all().map(|e| (route_key(&e.post.summary.path), e)).collect(),
            authors,
            ids: HashMap::new(),
        };
        // Only pages that are linked into are drawn.
        let into: HashMap<&str, &ResolvedPost> = drafts
            .iter()
            .filter_map(|(source, draft)| Some((*checker.entries.get(source.name.as_str())?, draft)))
            .flat_map(|(entry, draft)| {
                let checker = &checker;
                draft.links.iter().filter(|link| link.written.contains('#')).filter_map(move |link| {
                    let (path, _) = checker.inside(entry, &link.written)?;
                    checker.by_key.get(&route_key(&path)).map(|e| (e.post.summary.path.as_str(), *e))
                })
            })
            .collect();
        checker.ids = into.into_par_iter().map(|(path, entry)| (path, ids(site, entry))).collect();
        checker
    }

    pub(super) fn place<'e>(&'e self, entry: &'e ResolvedPost) -> LinkContext<'e> {
        LinkContext {
            base: &self.site.base,
            origin: &self.site.origin,
            path: &entry.post.summary.path,
            known: &entry.post.links,
        }
    }

    /// A resolved path without the base of the site.
    pub(super) fn below(&self, url: &str) -> String {
        without_base(&self.site.base, url).unwrap_or(url).to_owned()
    }

    /// Where on the site a destination leads: the decoded path without base, and what is behind `#`.
    pub(super) fn inside(&self, entry: &ResolvedPost, written: &str) -> Option<(String, String)> {
        let url = match self.place(entry).resolve(written, LinkKind::Link) {
            LinkTarget::Page(url) | LinkTarget::File(url) => url,
            LinkTarget::Fragment(place) => {
                [self.site.base.as_str(), entry.post.summary.path.trim_start_matches('/'), &place].concat()
            }
            LinkTarget::Foreign(_) | LinkTarget::Refused => return None,
        };
        let (path, place) = url.split_once('#').unwrap_or((&url, ""));
        let path = path.split('?').next().unwrap_or_default();
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        Some((decoded(&self.below(path)), decoded(place)))
    }

    /// Whether something is at a path.
    pub(super) fn is_there(&self, path: &str) -> bool {
        let file = path.trim_start_matches('/');
        let name = file.rsplit('/').next().unwrap_or_default();
        let key = route_key(path);
        linkable().any(|linkable| linkable == name)
            || file.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'))
            || self.output.has(file)
            || self.output.has(&format!("{}/index.html", file.trim_end_matches('/')))
            || self.by_key.contains_key(&key)
            || self.content.moved.contains_key(&key)
            || match Route::parse(path) {
                Route::Document { .. } => false,
                Route::Term { kind, slug, .. } => self.content.terms.contains_key(&(kind, slug)),
                Route::Home { .. }
                | Route::Archive { .. }
                | Route::Terms(_)
                | Route::Offline
                | Route::Search => true,
            }
    }
}

/// All that links can lead to on a post's page.
fn ids(site: &Site, entry: &ResolvedPost) -> HashSet<String> {
    let html = PostPage::new(site, entry.post.clone()).html;
    html.split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(id, _)| id.replace("&amp;", "&"))
        .collect()
}
