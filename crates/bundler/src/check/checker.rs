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
    pub resolved: &'a ResolvedSite,
    pub site: &'a Site,
    pub config: &'a Config,
    pub output: &'a Output,
    pub now: i64,
    pub by_source: HashMap<&'a str, &'a ResolvedPost>,
    pub by_key: HashMap<String, &'a ResolvedPost>,
    /// How many posts name each author.
    pub authors: HashMap<&'a str, usize>,
    /// The `id`s of posts that links lead into, by the post's path.
    pub ids: HashMap<&'a str, HashSet<String>>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(
        resolved: &'a ResolvedSite,
        parsed_posts: &'a [(Source, ParsedPost)],
        config: &'a Config,
        site: &'a Site,
        output: &'a Output,
        now: i64,
    ) -> Self {
        let all = || resolved.posts.iter().chain(&resolved.pages).chain(&resolved.unlisted);
        let mut authors: HashMap<&str, usize> = HashMap::new();
        for name in parsed_posts.iter().flat_map(|(_, parsed)| &parsed.authors) {
            *authors.entry(name).or_default() += 1;
        }
        let mut checker = Self {
            resolved,
            site,
            config,
            output,
            now,
            by_source: all().map(|post| (post.source.as_str(), post)).collect(),
            by_key: all().map(|post| (route_key(&post.data.summary.path), post)).collect(),
            authors,
            ids: HashMap::new(),
        };
        // Only pages whose `id`s links name are drawn.
        let into: HashMap<&str, &ResolvedPost> = parsed_posts
            .iter()
            .filter_map(|(source, parsed)| Some((*checker.by_source.get(source.name.as_str())?, parsed)))
            .flat_map(|(post, parsed)| {
                let checker = &checker;
                parsed.links.iter().filter(|link| link.written.contains('#')).filter_map(move |link| {
                    let (path, _) = checker.inside(post, &link.written)?;
                    checker.by_key.get(&route_key(&path)).map(|post| (post.data.summary.path.as_str(), *post))
                })
            })
            .collect();
        checker.ids = into.into_par_iter().map(|(path, post)| (path, ids(site, post))).collect();
        checker
    }

    pub(super) fn link_context<'e>(&'e self, post: &'e ResolvedPost) -> LinkContext<'e> {
        LinkContext {
            base: &self.site.base,
            origin: &self.site.origin,
            path: &post.data.summary.path,
            known: &post.data.links,
        }
    }

    /// A resolved path without the base of the site.
    pub(super) fn below(&self, url: &str) -> String {
        without_base(&self.site.base, url).unwrap_or(url).to_owned()
    }

    /// Where on the site a destination leads: the decoded path without base, and what is behind `#`.
    pub(super) fn inside(&self, post: &ResolvedPost, written: &str) -> Option<(String, String)> {
        let url = match self.link_context(post).resolve(written, LinkKind::Link) {
            LinkTarget::Page(url) | LinkTarget::File(url) => url,
            LinkTarget::Fragment(fragment) => {
                [self.site.base.as_str(), post.data.summary.path.trim_start_matches('/'), &fragment].concat()
            }
            LinkTarget::Foreign(_) | LinkTarget::Refused => return None,
        };
        let (path, fragment) = url.split_once('#').unwrap_or((&url, ""));
        let path = path.split('?').next().unwrap_or_default();
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        Some((decoded(&self.below(path)), decoded(fragment)))
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
            || self.resolved.redirects.contains_key(&key)
            || match Route::parse(path) {
                Route::Document { .. } => false,
                Route::Term { kind, slug, .. } => self.resolved.terms.contains_key(&(kind, slug)),
                Route::Home { .. }
                | Route::Archive { .. }
                | Route::Terms(_)
                | Route::Offline
                | Route::Search => true,
            }
    }
}

/// All `id`s of a post's page.
fn ids(site: &Site, post: &ResolvedPost) -> HashSet<String> {
    let html = PostPage::new(site, post.data.clone()).html;
    html.split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(id, _)| id.replace("&amp;", "&"))
        .collect()
}
