//! Where posts are, by all that links call them: the path of a file, the name of a note, an address.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use lamplight_format::model::route_key;
use lamplight_import::engine::Engine;
use lamplight_import::permalink::composed;
use lamplight_import::slug::slugify;
use lamplight_import::translate;
use lamplight_markdown::links::{LinkContext, LinkKind};
use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::attachments::Attachments;
use super::paths::{file_key, file_name, joined};
use crate::config::Config;
use crate::output::Output;
use crate::parsed_post::ParsedPost;
use crate::report::Report;
use crate::source::file::Source;

/// Where a link stands.
pub(super) struct LinkOrigin<'a> {
    /// The folder of the post's file, from that of all posts.
    pub folder: &'a str,
    /// How addresses are resolved on the post's page.
    pub context: LinkContext<'a>,
}

/// See [`super::ResolvedSite::addresses`].
pub(crate) struct Addresses {
    by_source: HashMap<PathBuf, String>,
    by_key: HashMap<String, String>,
    /// By the key in lower case.
    by_lower: HashMap<String, String>,
    /// By the name of the file without its ending.
    by_stem: HashMap<String, String>,
    /// By the path of the file as [`file_name`] has it.
    by_path: HashMap<String, String>,
    /// By the last part of that, of several files the one with the shortest path.
    by_last: HashMap<String, String>,
    /// By title and by the other names that the author gives, in lower case.
    by_name: HashMap<String, String>,
    /// Of each post the id that its title would have as a heading.
    tops: HashMap<String, String>,
    files: Attachments,
    /// Whether links in Markdown mean what wiki links do.
    is_vault: bool,
    /// Files of posts that are not published: whoever links to one must not publish it by that.
    unpublished: HashSet<PathBuf>,
}

impl Addresses {
    pub(super) fn of(drafts: &[(Source, ParsedPost)], config: &Config, report: &Report) -> Self {
        let published: HashSet<&str> = drafts.iter().map(|(source, _)| source.name.as_str()).collect();
        let held = report.files.iter().filter(|(name, _)| !published.contains(name.as_str()));
        let stem = |s: &Source| Some(s.path.file_stem()?.to_string_lossy().into_owned());
        let names = drafts.iter().flat_map(|(_, draft)| {
            let all = draft.aliases.iter().chain([&draft.title]);
            all.map(|name| (composed(&name.trim().to_lowercase()), draft.path.clone()))
        });
        let root = drafts.iter().find_map(|(source, _)| {
            let depth = Path::new(&source.name).components().count();
            source.path.ancestors().nth(depth).map(Path::to_path_buf)
        });
        let by_path = first_of_each(drafts.iter().map(|(s, d)| (file_name(&s.name), d.path.clone())));
        Self {
            by_source: drafts
                .par_iter()
                .filter_map(|(s, d)| Some((s.path.canonicalize().ok()?, d.path.clone())))
                .collect(),
            by_key: drafts.iter().map(|(_, d)| (route_key(&d.path), d.path.clone())).collect(),
            by_lower: drafts
                .iter()
                .map(|(_, d)| (route_key(&d.path).to_lowercase(), d.path.clone()))
                .collect(),
            by_stem: drafts.iter().filter_map(|(s, d)| Some((stem(s)?, d.path.clone()))).collect(),
            by_last: by_last(&by_path),
            by_path,
            by_name: names.collect(),
            tops: drafts.iter().map(|(_, d)| (d.path.clone(), slugify(&d.title))).collect(),
            files: Attachments::of(root.as_deref(), config.layout.vault.as_ref()),
            is_vault: config.engines.has(Engine::Obsidian),
            unpublished: held.filter_map(|(_, path)| path.canonicalize().ok()).collect(),
        }
    }

    pub(super) fn unpublished(&self) -> &HashSet<PathBuf> {
        &self.unpublished
    }

    /// Where posts are, by [`route_key`].
    pub(super) fn by_key(&self) -> &HashMap<String, String> {
        &self.by_key
    }

    /// Where the post is whose address differs from a key in upper and lower case alone.
    pub(super) fn of_other_case(&self, key: &str) -> Option<&String> {
        self.by_lower.get(&key.to_lowercase())
    }

    /// Where the post is that a file holds.
    pub(super) fn of_source(&self, file: &Path) -> Option<&String> {
        self.by_source.get(file)
    }

    /// Where the post is whose file has this path, as [`file_name`] has it.
    pub(super) fn of_path(&self, path: &str) -> Option<&String> {
        self.by_path.get(path)
    }

    /// Whether links in Markdown mean what wiki links do.
    pub(super) fn is_vault(&self) -> bool {
        self.is_vault
    }

    /// Where the post is that answers an address.
    pub(super) fn of_page(&self, url: &str) -> Option<&String> {
        self.by_key.get(&route_key(url.split(['?', '#']).next().unwrap_or_default()))
    }

    /// What `{% post_url %}` and `{% link %}` mean.
    pub(super) fn of_liquid(&self, path: &str, output: &Output) -> Option<String> {
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        let name = decoded.strip_prefix(translate::POST).or(decoded.strip_prefix(translate::FILE))?;
        let file = name.rsplit('/').next().unwrap_or_default();
        let stem = Path::new(file).file_stem().map(|s| s.to_string_lossy()).unwrap_or_default();
        let post = self.by_stem.get(file).or_else(|| self.by_stem.get(&*stem)).cloned();
        let is_post = decoded.starts_with(translate::POST);
        let written = path.get(translate::FILE.len()..).unwrap_or_default();
        post.or_else(|| (!is_post && output.has(name)).then(|| format!("/{written}")))
    }

    /// What the path of a file of posts means, seen from a file in `folder`: Hugo's `ref`, Zola's `@/`, a link to a file.
    pub(super) fn of_file(&self, path: &str, folder: &str) -> Option<&String> {
        let name = file_name(path);
        let beside = joined(folder, path).map(|path| file_name(&path));
        let mut found =
            beside.and_then(|beside| self.by_path.get(&beside)).or_else(|| self.by_path.get(&name));
        // The folder of posts may lie within the one that paths begin at.
        let mut rest = name.as_str();
        while let (None, Some((_, shorter))) = (found, rest.split_once('/')) {
            rest = shorter;
            found = self.by_path.get(rest);
        }
        found.or_else(|| self.by_last.get(name.rsplit('/').next().unwrap_or_default()))
    }

    /// What a wiki link means: a file of that name, or a post with that title or another name.
    fn of_note(&self, name: &str, folder: &str) -> Option<&String> {
        self.of_file(name, folder).or_else(|| self.by_name.get(&composed(&name.trim().to_lowercase())))
    }

    /// Where a wiki link leads: to a note, to a place in it, or to a file that is published beside the post.
    pub(super) fn note(
        &self,
        name: &str,
        tail: &str,
        origin: &LinkOrigin<'_>,
        output: &mut Output,
    ) -> Option<String> {
        if name.is_empty() {
            return Some(self.part(origin.context.path, tail));
        }
        if let Some(to) = self.of_note(name, origin.folder) {
            return Some(self.part(to, tail));
        }
        let (file, own) = self.file(name, origin.folder)?;
        let written = lamplight_format::route::url("/", &own.replace(['?', '#', '%'], "_"));
        let target = origin.context.resolve(written.trim_start_matches('/'), LinkKind::Image);
        let url = target.url()?.to_owned();
        output.copy(&file_key(&url), file);
        Some(url)
    }

    /// The picture that a note's front matter names, which is copied to where the note is.
    pub(super) fn cover(
        &self,
        name: &str,
        source: &Source,
        draft: &ParsedPost,
        output: &mut Output,
    ) -> Option<String> {
        let folder = source.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let context = LinkContext { base: "/", origin: "", path: &draft.path, known: &[] };
        let is_file = self.is_vault && self.file(name, folder).is_some();
        is_file.then(|| self.note(name, "", &LinkOrigin { folder, context }, output)).flatten()
    }

    /// A file that a note means, if it may be published.
    pub(super) fn file(&self, name: &str, folder: &str) -> Option<(&PathBuf, &str)> {
        let (file, own) = self.files.find(name, folder)?;
        let is_held = file.canonicalize().is_ok_and(|file| self.unpublished.contains(&file));
        (!is_held).then_some((file, own))
    }

    /// A place in a note: a heading, or a block.
    pub(super) fn part(&self, to: &str, tail: &str) -> String {
        let heading = percent_decode_str(tail.trim_start_matches('#')).decode_utf8_lossy().into_owned();
        // Of a heading within a heading the last is meant.
        let heading = heading.rsplit('#').next().unwrap_or_default();
        let id = match heading.strip_prefix('^') {
            Some(block) => format!("block-{}", slugify(block)),
            None => slugify(heading),
        };
        // The title of a page is its top.
        let is_top = self.tops.get(to).is_some_and(|top| *top == id);
        if heading.is_empty() || is_top { to.to_owned() } else { format!("{to}#{id}") }
    }
}

/// Of several with one name the first.
fn first_of_each(all: impl Iterator<Item = (String, String)>) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for (name, to) in all {
        found.entry(name).or_insert(to);
    }
    found
}

/// Files by the last part of their paths, the shortest path first.
fn by_last(by_path: &HashMap<String, String>) -> HashMap<String, String> {
    let mut paths: Vec<(&String, &String)> = by_path.iter().collect();
    paths.sort_by_key(|(path, _)| (path.len(), path.as_str()));
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    first_of_each(paths.into_iter().map(|(path, to)| (last(path), to.clone())))
}
