//! Reads all files of posts, or takes over from the cache what has not changed.

use std::fs;
use std::sync::Arc;

use lamplight_format::date::Date;
use lamplight_import::diagnostic::{Diagnostic, Position};
use rayon::prelude::*;

use crate::cache::{BlobStore, BuildCache, PROGRAM};
use crate::config::Config;
use crate::held::Absence;
use crate::options::Options;
use crate::output::hash;
use crate::parsed_post::{self, ParsedPost, ParsedPosts};
use crate::report::{HeldBack, Report};
use crate::source::file::{Source, SourceSet};
use crate::{project_files, source};

/// A post that was read, or found in the cache.
struct ReadPost {
    parsed: ParsedPost,
    cached: bool,
}

/// Reads all files, in parallel, and takes over from the cache what has not changed. If there is a place for `texts`, they
/// are left there, or in the cache.
pub(crate) fn read_posts(
    options: &Options,
    config: &Config,
    texts: Option<&Arc<BlobStore>>,
    cache: &BuildCache,
    report: &mut Report,
) -> ParsedPosts {
    // Jekyll's settings can ask for posts of the future, as the option does.
    let options = &Options { future: options.future || config.layout.future, ..options.clone() };
    let SourceSet { mut sources, unread, diagnostics, notes } = source::find(&options.posts, config);
    config.notes.iter().chain(&notes).for_each(|note| report.note(note));
    if let (Ok(out), Ok(posts)) = (options.out.canonicalize(), options.posts.canonicalize())
        && out.starts_with(&posts)
    {
        // Files that an earlier build wrote into the folder of posts are no posts.
        sources.retain(|s| !s.path.canonicalize().is_ok_and(|path| path.starts_with(&out)));
    }
    report.files.extend(sources.iter().chain(&unread).map(|s| (s.name.clone(), s.path.clone())));
    let of_settings = config.diagnostics.iter().map(|(path, diagnostic)| {
        let name = path.strip_prefix(&config.root).unwrap_or(path).to_string_lossy().into_owned();
        (name, path.clone(), diagnostic.clone())
    });
    for (name, path, diagnostic) in of_settings.chain(diagnostics) {
        if !options.out.canonicalize().is_ok_and(|out| path.starts_with(out)) {
            report.files.insert(name.clone(), path);
            report.add(&name, diagnostic.into());
        }
    }
    for source in unread {
        let diagnostic = Diagnostic::error(
            "format-unread",
            Position { line: 1, column: 1 },
            "the post is written neither in Markdown nor in HTML; it is left out".to_owned(),
            "make Markdown of it, by pandoc for example",
        );
        report.counts.refused += 1;
        report.add(&source.name, diagnostic.into());
    }
    let (cache, settings) = (cache.file.as_ref(), key_of_settings(config));
    let phase = options.progress.phase("reading posts", sources.len());
    let read: Vec<(Source, std::io::Result<ReadPost>)> = sources
        .into_par_iter()
        .map(|source| {
            let parsed = fs::read(&source.path).map(|bytes| {
                let key = cache_key(&source, &bytes, &settings, config);
                let known = cache.and_then(|cache| cache.get::<ParsedPost>(&key));
                let cached = known.is_some();
                let (parsed, blob) = known.map(|(parsed, blob)| (parsed, Some(blob))).unwrap_or_else(|| {
                    let parsed = parsed_post::read(&source, &bytes, config);
                    let blob = match cache {
                        Some(cache) => cache.put(&key, &parsed),
                        None => texts.and_then(|texts| texts.put(&parsed).ok()),
                    };
                    (parsed, blob)
                });
                let parsed = match blob {
                    Some(blob) if texts.is_some() => parsed.without_text(blob),
                    _ => parsed,
                };
                ReadPost { parsed, cached }
            });
            phase.one();
            (source, parsed)
        })
        .collect();

    let mut known = Vec::with_capacity(read.len());
    for (source, read) in read {
        match read {
            Ok(read) => known.push((source, read)),
            Err(error) => {
                report.counts.refused += 1;
                let diagnostic = Diagnostic::error(
                    "unreadable",
                    Position { line: 1, column: 1 },
                    format!("the file can't be read ({error}); it is left out"),
                    "check its permissions",
                );
                report.add(&source.name, diagnostic.into());
            }
        }
    }
    let mut parsed_posts = Vec::with_capacity(known.len());
    let mut due: Option<Date> = None;
    for (source, ReadPost { mut parsed, cached }) in known {
        report.counts.cached += usize::from(cached);
        if let Some(next) = parsed.next_due(options) {
            due = Some(due.map_or(next, |due| due.min(next)));
        }
        if let Some((absence, why)) = parsed.absence(options) {
            report.held.push(HeldBack { file: source.name.clone(), why, unlisted: false });
            *match absence {
                Absence::Draft => &mut report.counts.drafts,
                Absence::Future => &mut report.counts.future,
                Absence::Held => &mut report.counts.held,
            } += 1;
            // A post that is left out because a key can't be read may be left out by mistake.
            for diagnostic in
                parsed.diagnostics.iter().filter(|diagnostic| diagnostic.code == "held-unreadable")
            {
                report.add(&source.name, diagnostic.clone());
            }
            if !options.live {
                continue;
            }
        }
        if options.live {
            // The author sees the post at its address.
            parsed.announce(options);
        }
        if let Some(why) = &parsed.held.unlisted {
            report.counts.unlisted += 1;
            report.held.push(HeldBack { file: source.name.clone(), why: why.clone(), unlisted: true });
        }
        for diagnostic in &parsed.diagnostics {
            report.add(&source.name, diagnostic.clone());
        }
        for (name, count) in &parsed.translated {
            *report.counts.translated.entry(name.clone()).or_default() += count;
        }
        parsed_posts.push((source, parsed));
    }
    let counts = &report.counts;
    if parsed_posts.is_empty() && counts.drafts + counts.future + counts.held + counts.refused == 0 {
        let folder = options.posts.display();
        report.note(format!(
            "there is no post in {folder}: begin one with `lamplight new \"A title\" --posts {folder}`, or name another folder"
        ));
    }
    report.next_due = due.map(|due| config.zone.shown(due).rfc3339());
    parsed_posts
}

/// Everything that a parsed post depends on.
fn cache_key(source: &Source, bytes: &[u8], settings: &str, config: &Config) -> String {
    let beside = project_files::beside(source, bytes, &config.project);
    let Source {
        name,
        content_path,
        is_draft,
        is_page,
        is_page_if_undated,
        collection,
        language,
        translation,
        pattern,
        path: _,
    } = source;
    let place = format!(
        "{:?}\0{beside}",
        (
            name,
            content_path,
            is_draft,
            is_page,
            is_page_if_undated,
            collection,
            language,
            translation,
            pattern
        )
    );
    format!("draft/{}", hash(&[settings.as_bytes(), place.as_bytes(), bytes].concat()).0)
}

/// What all parsed posts depend on.
fn key_of_settings(config: &Config) -> String {
    format!(
        "{PROGRAM}\0{}\0{}\0{:?}\0{}\0{}\0{}\0{:?}\0{:?}\0{:?}\0{}\0{}\0{:?}\0{}\0{}",
        config.permalink,
        config.smart_punctuation,
        config.liquid,
        config.base_url,
        config.title,
        config.description,
        (&config.defaults, config.opt_in),
        config.variables,
        config.engines,
        config.timezone,
        config.dollar_math,
        (&config.section, &config.language, config.recognised.is_certain, config.layout.key()),
        config.recognised.line_breaks,
        config.project.digest,
    )
}
