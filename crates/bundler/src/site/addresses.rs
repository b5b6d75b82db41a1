//! Where posts are, by all that links call them: the path of a file, the name of a note, an address.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use lamplight_format::model::{Site, route_key};
use lamplight_import::diagnostic::{Diagnostic, Severity};
use lamplight_import::engine::Engine;
use lamplight_import::permalink::composed;
use lamplight_import::slug::slugify;
use lamplight_import::translate;
use lamplight_markdown::links::{LinkContext, LinkKind, LinkTarget};
use percent_encoding::{percent_decode_str, utf8_percent_encode};
use rayon::prelude::*;

use super::attachments::Attachments;
use super::paths::file_key;
use super::paths::{ENDINGS, IN_PATHS, file_name, joined, of_other_case};
use crate::config::Config;
use crate::output::Output;
use crate::parsed_post::{Destination, ParsedPost};
use crate::report::Report;
use crate::source::file::Source;

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

    fn of_page(&self, url: &str) -> Option<&String> {
        self.by_key.get(&route_key(url.split(['?', '#']).next().unwrap_or_default()))
    }

    /// What `{% post_url %}` and `{% link %}` mean.
    fn of_liquid(&self, path: &str, output: &Output) -> Option<String> {
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
    fn of_file(&self, path: &str, folder: &str) -> Option<&String> {
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

    /// Destinations that the browser's general rule would get wrong, and files beside the post that it needs.
    pub(super) fn links(
        &self,
        source: &Source,
        draft: &ParsedPost,
        site: &Site,
        output: &mut Output,
        report: &mut Report,
    ) -> Vec<(String, String)> {
        let folder = source.path.parent().unwrap_or(Path::new("."));
        let name_of_folder = source.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let place = LinkContext { base: "/", origin: &site.origin, path: &draft.path, known: &[] };
        let mut known = Vec::new();
        let mut tell = |severity: Severity,
                        code: &'static str,
                        link: &Destination,
                        message: String,
                        help: &str| {
            let whole = draft.whole();
            let at =
                if link.at > 0 { link.at } else { whole.markdown.find(&link.written).unwrap_or_default() };
            let at = whole.place(at);
            let told = Diagnostic { severity, ..Diagnostic::warning(code, at, message, help) };
            report.add(&source.name, told.into());
        };
        let recordings = draft.recordings.iter().filter(|written| written.starts_with(translate::NOTE));
        let of_pictures = draft.pictures.iter().chain(recordings);
        let of_pictures = of_pictures.map(|written| Destination { written: written.clone(), at: 0 });
        for link in draft.links.iter().cloned().chain(of_pictures) {
            let written = &link.written;
            let cut = written.find(['?', '#']).unwrap_or(written.len());
            let (path, tail) = written.split_at(cut);
            let decoded = percent_decode_str(path).decode_utf8_lossy().into_owned();
            if !link.is_relative() {
                // Most hosts tell upper from lower case; who moved from one that does not has written either.
                if let LinkTarget::Page(url) = place.resolve(written, LinkKind::Link)
                    && self.of_page(&percent_decode_str(&url).decode_utf8_lossy()).is_none()
                    && let Some(to) = self.by_lower.get(&route_key(&decoded).to_lowercase())
                    && decoded.starts_with('/')
                {
                    let message = format!("`{decoded}` is at `{to}`; the link leads there");
                    tell(Severity::Warning, "case-mismatch", &link, message, "write it in that case");
                    known.push((written.clone(), format!("{to}{tail}")));
                }
                continue;
            }
            if path.starts_with(translate::POST) || path.starts_with(translate::FILE) {
                let to = self.of_liquid(path, output);
                if to.is_none() {
                    let name = path.split_once('/').map_or(path, |(_, name)| name);
                    let message =
                        format!("`{name}` is no post and no file of this site; the link leads nowhere");
                    let help = "give the name of a post's file, or the path of a file that `files` publishes";
                    tell(Severity::Error, "liquid-link", &link, message, help);
                }
                known.push((written.clone(), to.map(|to| to + tail).unwrap_or_default()));
                continue;
            }
            let of_content = decoded.strip_prefix(translate::REF).or_else(|| decoded.strip_prefix("@/"));
            if let Some(name) = of_content {
                let to = match name.is_empty() {
                    true => Some(&draft.path),
                    false => self.of_file(name, name_of_folder),
                };
                if to.is_none() {
                    let message = format!("`{name}` is no file of these posts; the link leads nowhere");
                    tell(
                        Severity::Error,
                        "link-unresolved",
                        &link,
                        message,
                        "give the path of a post's file",
                    );
                }
                known.push((written.clone(), to.map(|to| format!("{to}{tail}")).unwrap_or_default()));
                continue;
            }
            if let Some(name) = decoded.strip_prefix(translate::NOTE) {
                let to = self.note(name, name_of_folder, tail, draft, output, &place);
                if to.is_none() {
                    let message =
                        format!("there is no note and no file called `{name}`; readers see its name alone");
                    let help = "correct the name, or write the note";
                    tell(Severity::Warning, "note-missing", &link, message, help);
                }
                // What shows a file that is not there says which.
                let is_shown = draft.pictures.contains(written) || draft.recordings.contains(written);
                let missing =
                    || place.resolve(name, LinkKind::Image).url().map(str::to_owned).filter(|_| is_shown);
                known.push((written.clone(), to.or_else(missing).unwrap_or_default()));
                continue;
            }
            // Hexo's posts have files in a folder of the same name.
            let own = source.path.with_extension("");
            let beside = [folder, &own]
                .into_iter()
                .flat_map(|folder| [folder.join(&decoded), folder.join(path)])
                .find(|file| file.is_file());
            let file = beside.as_ref().and_then(|file| file.canonicalize().ok());
            if let Some(to) = file.as_ref().and_then(|f| self.by_source.get(f)) {
                let to = if self.is_vault { self.part(to, tail) } else { format!("{to}{tail}") };
                known.push((written.clone(), to));
                continue;
            }
            if file.as_ref().is_some_and(|file| self.unpublished.contains(file)) {
                let message = format!("`{decoded}` is a post that is not published; the link leads nowhere");
                tell(
                    Severity::Error,
                    "link-held",
                    &link,
                    message,
                    "delete the link, or publish that post, too",
                );
                known.push((written.clone(), String::new()));
                continue;
            }
            let in_vault = || self.note(&decoded, name_of_folder, tail, draft, output, &place);
            if let Some(to) =
                (self.is_vault && file.is_none() && !decoded.is_empty()).then(in_vault).flatten()
            {
                known.push((written.clone(), to));
                continue;
            }
            if file.is_none() && ENDINGS[..3].iter().any(|ending| decoded.to_lowercase().ends_with(ending)) {
                let beside = joined(name_of_folder, &decoded).map(|path| file_name(&path));
                if let Some(to) = beside.and_then(|beside| self.by_path.get(&beside)) {
                    known.push((written.clone(), format!("{to}{tail}")));
                    continue;
                }
            }
            let resolved = place.resolve(written, LinkKind::Link);
            if let (None, LinkTarget::File(url)) = (&file, &resolved)
                && !output.has(&file_key(url))
                && let Some((name, file)) = of_other_case(&folder.join(&decoded))
                && folder.canonicalize().is_ok_and(|f| file.starts_with(f))
                && !self.unpublished.contains(&file)
                && let Some((above, _)) = url.rsplit_once('/')
            {
                let message = format!("`{decoded}` is called `{name}`; that is taken");
                let help = "write it in that case: most hosts tell upper from lower case";
                tell(Severity::Warning, "case-mismatch", &link, message, help);
                let to = format!("{above}/{}", utf8_percent_encode(&name, IN_PATHS));
                output.copy(&file_key(&to), &file);
                known.push((written.clone(), format!("{to}{tail}")));
                continue;
            }
            // A link to what lies elsewhere in the same folder of posts is that.
            let depth = Path::new(&source.name).components().count();
            let is_linked = beside.as_ref().is_some_and(|file| file.is_symlink());
            let root = source.path.ancestors().nth(depth).filter(|_| is_linked);
            let top = root.unwrap_or(folder).canonicalize().ok();
            if let (Some(file), LinkTarget::File(url)) = (&file, &resolved) {
                // Only from the post's own folder downwards: `../../.ssh/id_rsa` is not for the world.
                if top.is_some_and(|top| file.starts_with(top)) && !self.unpublished.contains(file) {
                    output.copy(&file_key(url), file);
                } else if beside.as_ref().is_some_and(|file| file.is_symlink()) {
                    let message =
                        format!("`{decoded}` is a link out of the folder of posts; it is not followed");
                    let help = "put the file itself here, if it is for readers";
                    tell(Severity::Error, "file-link", &link, message, help);
                }
                continue;
            }
            // With a permalink like `/blog/:slug` a browser would have looked beside the post, not below it.
            if let LinkTarget::Page(below) = &resolved
                && self.of_page(below).is_none()
            {
                let beside = LinkContext { path: draft.path.trim_end_matches('/'), ..place }
                    .resolve(written, LinkKind::Link);
                if let Some(to) = beside.url().and_then(|url| self.of_page(url)) {
                    known.push((written.clone(), format!("{to}{tail}")));
                }
            }
        }
        known
    }

    /// Where a wiki link leads: to a note, to a place in it, or to a file that is published beside the post.
    fn note(
        &self,
        name: &str,
        folder: &str,
        tail: &str,
        draft: &ParsedPost,
        output: &mut Output,
        place: &LinkContext<'_>,
    ) -> Option<String> {
        if name.is_empty() {
            return Some(self.part(&draft.path, tail));
        }
        if let Some(to) = self.of_note(name, folder) {
            return Some(self.part(to, tail));
        }
        let (file, own) = self.file(name, folder)?;
        let written = lamplight_format::route::url("/", &own.replace(['?', '#', '%'], "_"));
        let url = place.resolve(written.trim_start_matches('/'), LinkKind::Image).url()?.to_owned();
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
        let place = LinkContext { base: "/", origin: "", path: &draft.path, known: &[] };
        let is_file = self.is_vault && self.file(name, folder).is_some();
        is_file.then(|| self.note(name, folder, "", draft, output, &place)).flatten()
    }

    /// A file that a note means, if it may be published.
    pub(super) fn file(&self, name: &str, folder: &str) -> Option<(&PathBuf, &str)> {
        let (file, own) = self.files.find(name, folder)?;
        let is_held = file.canonicalize().is_ok_and(|file| self.unpublished.contains(&file));
        (!is_held).then_some((file, own))
    }

    /// A place in a note: a heading, or a block.
    fn part(&self, to: &str, tail: &str) -> String {
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
