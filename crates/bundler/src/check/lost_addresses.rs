//! The addresses that the old blog had and the new site lacks.

use std::collections::{HashMap, HashSet};

use lamplight_format::model::{Site, TermKind, route_key};
use lamplight_format::route::{Feed, Route, without_base};
use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_import::permalink::FileName;
use lamplight_import::slug::slugify;
use lamplight_theme::view::routes;
use percent_encoding::percent_decode_str;

use super::old_addresses::{OldAddress, OldAddresses, Unread, is_web};
use super::similar::most_similar;
use crate::bundle::outline;
use crate::output::Output;
use crate::output::names::linkable;
use crate::paths::{file_of, markdown_of};
use crate::report::Report;
use crate::site::{ResolvedPost, ResolvedSite};

/// Lost addresses, at most, that are compared with all of the site's by edit distance: that is slow.
const COMPARED: usize = 200;

/// Query parameters by which servers select a page: ids of WordPress and the like.
const IDS: [&str; 12] =
    ["p", "page_id", "attachment_id", "cat", "tag", "m", "author", "post", "post_id", "postid", "id", "feed"];

/// Reports which of the old addresses lead nowhere.
pub(super) fn report_lost_addresses(
    lists: &OldAddresses,
    resolved: &ResolvedSite,
    site: &Site,
    output: &Output,
    report: &mut Report,
) {
    let there = NewSite::of(resolved, site, output);
    let mut reported = HashSet::new();
    let mut compared = 0;
    let mut add = |old: &OldAddress, code, message: String, help: String| {
        let at = Position { line: old.line, column: old.column };
        report.add(&lists.files[old.file], Diagnostic::error(code, at, message, help).into());
    };
    for old in &lists.addresses {
        let lost = match there.location_of(&old.written) {
            OldLocation::Path { path, .. } if there.has(&path) => continue,
            lost => lost,
        };
        if !reported.insert(lost.shown().to_owned()) {
            continue;
        }
        let help = match &lost {
            OldLocation::Path { path, .. } => there.help(path, &mut compared),
            OldLocation::Query(_) => {
                "no host of files can tell addresses apart by what is behind `?`; a server of your own, or a rule of the host, can lead it on".to_owned()
            }
            OldLocation::Outside(_) => format!(
                "this site lives below `{}`: what is at the root of the host must lead it on",
                site.base
            ),
        };
        let message = format!("nothing is at the old address `{}`", lost.shown());
        add(old, "address-lost", message, help);
    }
    for unread in &lists.unread {
        match unread {
            Unread::Sitemap(old) => add(
                old,
                "old-sitemap-missing",
                format!(
                    "the sitemap `{}` is not beside this index; its addresses were not looked for",
                    old.written
                ),
                "save it beside the index, by the name that it has there".to_owned(),
            ),
            Unread::Line(old) => add(
                old,
                "old-address-unreadable",
                format!("`{}` is no address; it was not looked for", old.written),
                "write one address or path on each line, and `#` before remarks".to_owned(),
            ),
        }
    }
}

/// Where an old address is, as this site sees it.
enum OldLocation {
    /// Decoded, without base.
    Path { path: String, shown: String },
    /// A query that only a server could answer.
    Query(String),
    /// On this host, and above the site.
    Outside(String),
}

impl OldLocation {
    fn shown(&self) -> &str {
        match self {
            Self::Path { shown, .. } | Self::Query(shown) | Self::Outside(shown) => shown,
        }
    }
}

/// What the new site has at which address.
struct NewSite<'a> {
    site: &'a Site,
    resolved: &'a ResolvedSite,
    output: &'a Output,
    files: HashSet<String>,
    /// By [`route_key`] in lower case.
    by_key: HashMap<String, &'a ResolvedPost>,
    /// By the name of the post within its address. `None` where several have it.
    by_name: HashMap<String, Option<&'a ResolvedPost>>,
}

impl<'a> NewSite<'a> {
    fn of(resolved: &'a ResolvedSite, site: &'a Site, output: &'a Output) -> Self {
        let all = || resolved.posts.iter().chain(&resolved.pages).chain(&resolved.unlisted);
        let mut by_name: HashMap<String, Option<&ResolvedPost>> = HashMap::new();
        for post in all() {
            let name = name_of(&post.data.summary.path);
            by_name.entry(name).and_modify(|other| *other = None).or_insert(Some(post));
        }
        by_name.remove("");
        Self {
            site,
            resolved,
            output,
            files: files(resolved, site),
            by_key: all().map(|post| (route_key(&post.data.summary.path).to_lowercase(), post)).collect(),
            by_name,
        }
    }

    /// Reads an address as it was written in a list.
    fn location_of(&self, written: &str) -> OldLocation {
        let (host, rest) = match written.split_once("://") {
            Some((scheme, rest)) if is_web(scheme) => {
                let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
                (Some(host), path)
            }
            _ => match written.strip_prefix("//") {
                Some(rest) => {
                    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                    (Some(host), path)
                }
                None => (None, written),
            },
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = percent_decode_str(path).decode_utf8_lossy();
        let path = if path.starts_with('/') { path.into_owned() } else { format!("/{path}") };
        let own = self.site.origin.split_once("://").map_or("", |(_, host)| host);
        let is_own = host.is_some_and(|host| !own.is_empty() && bare(host) == bare(own));
        let below = match without_base(&self.site.base, &path) {
            Some(below) => below.to_owned(),
            None if is_own => return OldLocation::Outside(path),
            None => path.clone(),
        };
        let asks = query.split('&').any(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            !value.is_empty() && IDS.contains(&name)
        });
        if asks && below == "/" {
            return OldLocation::Query(format!("{path}?{query}"));
        }
        OldLocation::Path { path: below, shown: path }
    }

    /// Whether a host that knows nothing but files answers a path. Most of them add the slash of a folder, and some the
    /// `.html` of a file.
    fn has(&self, path: &str) -> bool {
        let file = path.trim_start_matches('/');
        let is_there = |file: &str| self.files.contains(file) || self.output.has(file);
        match file.is_empty() || file.ends_with('/') {
            true => is_there(&format!("{file}index.html")),
            false => {
                is_there(file) || is_there(&format!("{file}/index.html")) || is_there(&format!("{file}.html"))
            }
        }
    }

    fn help(&self, path: &str, compared: &mut usize) -> String {
        let post = self.by_key.get(&route_key(path).to_lowercase()).copied();
        if let Some(post) = post.or_else(|| self.by_name.get(&name_of(path)).copied().flatten()) {
            return lead(post, path);
        }
        if let Some(to) = self.term(path) {
            return format!("the posts are listed at `{to}`: lead the old address there at your host");
        }
        if self.site.feeds && is_feed(path) {
            let feed = Feed::Atom.path(&Route::Home { page: 1 });
            return format!(
                "the feed is at `{feed}`: lead the old address there at your host, or readers of feeds stop getting posts"
            );
        }
        *compared += 1;
        let all = || self.by_key.values().map(|post| post.data.summary.path.as_str());
        let found = if *compared <= COMPARED { most_similar(path, all()) } else { None };
        let found = found.and_then(|found| self.by_key.get(&route_key(found).to_lowercase()));
        found.map_or_else(
            || {
                "add it to the `redirect_from` of the post that took its place, or publish what was there"
                    .to_owned()
            },
            |post| lead(post, path),
        )
    }

    /// The page of the tag, category or author that an address names.
    fn term(&self, path: &str) -> Option<String> {
        let key = route_key(path).to_lowercase();
        let (first, rest) = key.get(1..)?.split_once('/')?;
        let kind = match first {
            "tag" | "tags" => TermKind::Tag,
            "category" | "categories" => TermKind::Category,
            "author" | "authors" => TermKind::Author,
            _ => return None,
        };
        let slug = slugify(rest.rsplit('/').next()?);
        let is_there = self.resolved.terms.contains_key(&(kind, slug.clone()));
        is_there.then(|| Route::Term { kind, slug, page: 1 }.path())
    }
}

/// How to redirect an old address to a post.
fn lead(post: &ResolvedPost, path: &str) -> String {
    let to = &post.data.summary.path;
    format!(
        "if it is `{}`, which is at `{to}`, add `{path}` to the `redirect_from` of that post",
        post.source
    )
}

/// A host in lower case without `www.`.
fn bare(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

/// The name of a post within an address, without date and ending.
fn name_of(path: &str) -> String {
    let key = route_key(path);
    slugify(&FileName::of(key.rsplit('/').next().unwrap_or_default()).stem)
}

fn is_feed(path: &str) -> bool {
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    matches!(
        last,
        "feed" | "rss" | "atom" | "atom.xml" | "rss2" | "index.xml" | "feed.atom" | "rss.xml" | "feed.xml"
    )
}

/// The files of all pages, lists, feeds and redirects.
fn files(resolved: &ResolvedSite, site: &Site) -> HashSet<String> {
    let public = || resolved.posts.iter().chain(&resolved.pages);
    let manifest = outline(resolved, site);
    let posts = public().chain(&resolved.unlisted).map(|post| file_of(&post.data.summary.path));
    let redirects = resolved.redirects.values().map(|redirect| file_of(&redirect.from));
    let lists = routes(&manifest, resolved.term_lengths()).map(|route| file_of(&route.path()));
    let mut files: HashSet<String> = posts.chain(redirects).chain(lists).collect();
    let below = |path: String| path.trim_start_matches('/').to_owned();
    files.extend(public().map(|post| below(markdown_of(&post.data.summary.path))));
    let feeds = Feed::ALL.map(Feed::file_name);
    files.extend(linkable().filter(|name| !feeds.contains(name)).map(str::to_owned));
    if site.feeds {
        let terms = resolved.terms.keys();
        let terms = terms.map(|(kind, slug)| Route::Term { kind: *kind, slug: slug.clone(), page: 1 });
        let lists = terms.chain([Route::Home { page: 1 }]);
        files.extend(lists.flat_map(|list| Feed::ALL.map(|feed| below(feed.path(&list)))));
    }
    files
}
