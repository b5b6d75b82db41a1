//! What an author wants to know before readers do: all that a build tells, and what only shows once all posts are
//! known. Nothing is written.

mod dashes;
mod lost;
mod names;
mod old;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use anyhow::Result;
use lamplight::route::{Route, without_base};
use lamplight::view::PostPage;
use lamplight_content::diagnostic::{Diagnostic, Position};
use lamplight_content::links::{LinkContext, LinkKind, Target};
use lamplight_content::model::{Site, route_key};
use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use crate::build::read_drafts;
use crate::build_cache::BuildCache;
use crate::config::Config;
use crate::options::Options;
use crate::output::Output;
use crate::output::names::{FOLDER, linkable};
use crate::parsed_post::{Finding, ParsedPost, names_of};
use crate::paths::file_of;
use crate::report::Report;
use crate::site::{self, ResolvedPost, ResolvedSite, file_key};
use crate::source::file::Source;
use crate::{files, highlight, verify};
use names::near;

/// No web, and so no blog, before this year.
const FIRST_YEAR: u16 = 1990;

/// Checks a folder of posts as [`crate::build::build`] would read it. Uses of `options` are its posts, settings, cache,
/// drafts, future and clock.
///
/// # Errors
/// If the folder or the settings can't be read. What is wrong with posts is in the report, and no error.
pub fn check(options: &Options) -> Result<Report> {
    check_against(options, &[])
}

/// As [`check`], and looks for the addresses that the old blog had. `lists` are sitemaps, or files with one address on each
/// line.
///
/// # Errors
/// As [`check`], and if one of the lists can't be read or names no address.
pub fn check_against(options: &Options, lists: &[PathBuf]) -> Result<Report> {
    let lists = old::Lists::read(lists)?;
    let mut config = Config::load(&options.posts, options.config.as_deref(), options.base_url.as_deref())?;
    // Leaner forms of pictures are nothing to check, and take long.
    config.image_formats = Vec::new();
    let site = config.site();
    let mut report = Report::default();
    let mut output = Output::default();
    files::copy(&config, options, &mut output, &mut report)?;
    let memory = BuildCache::open(options, &mut report);
    let mut drafts = read_drafts(options, &config, None, &memory, &mut report);
    memory.tidy(&mut report);
    let content =
        site::resolve(&mut drafts, &config, &site, options.cache.as_deref(), None, &mut output, &mut report);
    report.counts.posts = content.posts.len();
    report.counts.pages = content.pages.len();
    let checker = Checker::new(&content, &drafts, &config, &site, &output, options.now);
    let found: Vec<Vec<Diagnostic>> =
        drafts.par_iter().map(|(source, draft)| checker.post(source, draft)).collect();
    for ((source, _), told) in drafts.iter().zip(found) {
        for diagnostic in told {
            report.add(&source.name, Finding::from(diagnostic));
        }
    }
    report.note_engines(&config);
    lost::tell(&lists, &content, &site, &output, &mut report);
    report.sort();
    Ok(report)
}

struct Checker<'a> {
    content: &'a ResolvedSite,
    site: &'a Site,
    config: &'a Config,
    output: &'a Output,
    now: i64,
    entries: HashMap<&'a str, &'a ResolvedPost>,
    by_key: HashMap<String, &'a ResolvedPost>,
    /// How many posts name each author.
    authors: HashMap<&'a str, usize>,
    /// The `id`s of posts that links lead into, by the post's path.
    ids: HashMap<&'a str, HashSet<String>>,
}

impl<'a> Checker<'a> {
    fn new(
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

    fn place<'e>(&'e self, entry: &'e ResolvedPost) -> LinkContext<'e> {
        LinkContext {
            base: &self.site.base,
            origin: &self.site.origin,
            path: &entry.post.summary.path,
            known: &entry.post.links,
        }
    }

    /// A resolved path without the base of the site.
    fn below(&self, url: &str) -> String {
        without_base(&self.site.base, url).unwrap_or(url).to_owned()
    }

    /// Where on the site a destination leads: the decoded path without base, and what is behind `#`.
    fn inside(&self, entry: &ResolvedPost, written: &str) -> Option<(String, String)> {
        let url = match self.place(entry).resolve(written, LinkKind::Link) {
            Target::Page(url) | Target::File(url) => url,
            Target::Fragment(place) => {
                [self.site.base.as_str(), entry.post.summary.path.trim_start_matches('/'), &place].concat()
            }
            Target::Foreign(_) | Target::Refused => return None,
        };
        let (path, place) = url.split_once('#').unwrap_or((&url, ""));
        let path = path.split('?').next().unwrap_or_default();
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        Some((decoded(&self.below(path)), decoded(place)))
    }

    /// Whether something is at a path.
    fn is_there(&self, path: &str) -> bool {
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

    fn post(&self, source: &Source, draft: &ParsedPost) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        let Some(entry) = self.entries.get(source.name.as_str()).copied() else { return told };
        self.links(entry, draft, &mut told);
        self.pictures(entry, draft, &mut told);
        self.dates(draft, &mut told);
        self.authors(draft, &mut told);
        if self.site.smart {
            dashes::tell(draft, &mut told);
        }
        self.anchors(draft, &mut told);
        let mut last = None;
        for (level, at) in &draft.headings {
            if let Some(before) = last.filter(|before| *level > before + 1) {
                told.push(Diagnostic::warning(
                    "heading-skipped",
                    draft.place(*at),
                    format!("a heading of level {level} follows one of level {before}; readers who move by headings miss a step"),
                    format!("write {} in its place", "#".repeat(usize::from(before) + 1)),
                ));
            }
            last = Some(*level);
        }
        for (language, at) in &draft.languages {
            if !highlight::knows(language) {
                told.push(Diagnostic::warning(
                    "code-language",
                    draft.place(*at),
                    format!(
                        "no grammar is known by the name `{language}`; the code is shown without colours"
                    ),
                    "correct the name, or write `text`",
                ));
            }
        }
        let own = file_of(&draft.path);
        for from in draft.redirects.iter().filter(|from| file_of(from) == own) {
            told.push(Diagnostic::warning(
                "redirect-self",
                START,
                format!("the old address `{from}` is the post's own"),
                "delete it from `redirect_from`",
            ));
        }
        told
    }

    fn links(&self, entry: &ResolvedPost, draft: &ParsedPost, told: &mut Vec<Diagnostic>) {
        for link in &draft.links {
            if verify::is_dead(&link.written) {
                told.push(Diagnostic::error(
                    "link-broken",
                    draft.place(link.at),
                    format!("`{}` is no address that a browser could go to", link.written),
                    "correct the address, or delete the link",
                ));
            }
            let Some((path, place)) = self.inside(entry, &link.written) else { continue };
            if !self.is_there(&path) {
                told.push(Diagnostic::error(
                    "link-broken",
                    draft.place(link.at),
                    format!("nothing is at `{path}`"),
                    self.nearest(&path).map_or_else(
                        || "correct the address, or delete the link".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    ),
                ));
                continue;
            }
            // Browsers know the top of a page, and how to find words.
            if place.is_empty() || place == "top" || place.contains(":~:") {
                continue;
            }
            let Some(target) = self.by_key.get(&route_key(&path)) else { continue };
            let path = target.post.summary.path.as_str();
            if self.ids.get(path).is_some_and(|ids| !ids.contains(&place)) {
                let near = self.ids.get(path).and_then(|ids| near(&place, ids.iter().map(String::as_str)));
                told.push(Diagnostic::error(
                    "anchor-missing",
                    draft.place(link.at),
                    format!("nothing at `{path}` is named `#{place}`"),
                    near.map_or_else(
                        || "name a heading of that page as its link does, or leave the `#` out".to_owned(),
                        |near| format!("did you mean `#{near}`?"),
                    ),
                ));
            }
        }
    }

    /// Headings whose old ids lead elsewhere now.
    fn anchors(&self, draft: &ParsedPost, told: &mut Vec<Diagnostic>) {
        if draft.headings.is_empty() {
            return;
        }
        let names = names_of(&draft.markdown, &draft.links, self.config);
        let own = |i: &usize| names.anchors.get(*i).and_then(|names| names.split(' ').next());
        for (i, id, other) in &names.changed {
            let (Some((_, at)), Some(now), Some(other)) = (draft.headings.get(*i), own(i), own(other)) else {
                continue;
            };
            told.push(Diagnostic::warning(
                "anchor-changed",
                draft.place(*at),
                format!("the old blog called this heading `#{id}`; links to that come to the heading `#{other}` now"),
                format!("write `{{#{id}}}` behind this heading; it is `#{now}` else"),
            ));
        }
    }

    fn nearest(&self, path: &str) -> Option<&str> {
        near(path, self.by_key.values().map(|e| e.post.summary.path.as_str()))
    }

    fn pictures(&self, entry: &ResolvedPost, draft: &ParsedPost, told: &mut Vec<Diagnostic>) {
        for written in &draft.pictures {
            let url = match self.place(entry).resolve(written, LinkKind::Image) {
                Target::Page(url) | Target::File(url) => url,
                _ => continue,
            };
            let path = file_key(&self.below(&url));
            if !self.output.has(&path) {
                let at = draft.markdown.find(written.as_str()).unwrap_or_default();
                told.push(Diagnostic::error(
                    "image-missing",
                    draft.place(at),
                    format!("the image `/{path}` is not among the site's files"),
                    "put the file there, or correct the address",
                ));
            }
        }
        for at in &draft.without_alt {
            told.push(Diagnostic::warning(
                "alt-missing",
                draft.place(*at),
                "a picture has no text alternative: who can't see it learns nothing of it",
                "say between the brackets, or in `alt`, what it shows; `alt=\"\"` says that it is decoration",
            ));
        }
    }

    fn dates(&self, draft: &ParsedPost, told: &mut Vec<Diagnostic>) {
        let mut tell = |message: String, help: &str| {
            told.push(Diagnostic::warning("date-suspicious", START, message, help));
        };
        const YEAR: i64 = 366 * 24 * 60 * 60;
        let Some(date) = draft.date else { return };
        if date.year < FIRST_YEAR {
            tell(format!("the post is of the year {}", date.year), "correct the date");
        } else if date.instant() > self.now + YEAR {
            tell(format!("the post is of the year {}, which is far away", date.year), "correct the date");
        }
        if let Some(updated) = draft
            .updated
            .filter(|updated| (updated.year, updated.month, updated.day) < (date.year, date.month, date.day))
        {
            tell(
                format!("the post was changed in {}, before it was published in {}", updated.year, date.year),
                "correct one of the two dates",
            );
        }
    }

    fn authors(&self, draft: &ParsedPost, told: &mut Vec<Diagnostic>) {
        let known = &self.config.authors;
        for name in &draft.authors {
            let is_known = known.contains_key(name) || known.values().any(|author| author.name == *name);
            if is_known {
                continue;
            }
            let names =
                known.keys().map(String::as_str).chain(known.values().map(|author| author.name.as_str()));
            // Where nobody is listed, who wrote more is better known than who wrote once.
            let times = self.authors.get(name.as_str()).copied().unwrap_or_default();
            let others = self.authors.iter().filter(|(_, count)| **count > 2 * times).map(|(name, _)| *name);
            let near = near(name, names.chain(others).filter(|other| *other != name.as_str()));
            // A team is nobody who could be listed.
            let is_team = name
                .to_lowercase()
                .split_whitespace()
                .any(|word| matches!(word, "the" | "team" | "staff" | "editors"));
            if is_team || known.is_empty() && near.is_none() {
                continue;
            }
            told.push(Diagnostic::warning(
                "author-unknown",
                START,
                format!("nobody knows the author “{name}”"),
                near.map_or_else(
                    || format!("add `[authors.\"{name}\"]` to lamplight.toml, or correct the name"),
                    |near| format!("did you mean “{near}”?"),
                ),
            ));
        }
    }
}

/// Of the whole post.
const START: Position = Position { line: 1, column: 1 };

/// All that links can lead to on a post's page.
fn ids(site: &Site, entry: &ResolvedPost) -> HashSet<String> {
    let html = PostPage::new(site, entry.post.clone()).html;
    html.split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(id, _)| id.replace("&amp;", "&"))
        .collect()
}
