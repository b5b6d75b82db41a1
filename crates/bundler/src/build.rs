//! The build: one call, from options to a finished folder and a report.

use std::fs;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use lamplight_content::date::Date;
use lamplight_content::diagnostic::{Diagnostic, Position};
use lamplight_content::model::{Site, TermKind};
use rayon::prelude::*;

use crate::app::{self, App};
use crate::blob_store::{BlobStore, Cache};
use crate::build_cache::{BuildCache, PROGRAM};
use crate::build_context::BuildContext;
use crate::config::Config;
use crate::held::Absence;
use crate::language::Language;
use crate::output::names::WORKER;
use crate::output::{self, Finish, Output, hash};
use crate::parsed_post::{self, Drafts, ParsedPost};
use crate::report::{HeldBack, Published, Report};
use crate::site::{self, ResolvedSite};
use crate::source;
use crate::source::file::{Found, Source};
use crate::{bundle, discovery, feed, files, former, hosting, offline, page, project, search};

pub use crate::options::Options;

/// What a build knew when it was done, for what comes after it.
pub(crate) struct Built {
    pub config: Config,
    pub site: Site,
    pub app: App,
    pub drafts: Drafts,
    pub content: ResolvedSite,
    /// The site's own files and those of its app and posts, without pages and data.
    pub files: Output,
}

/// Builds a site. The old output stays untouched unless everything has worked.
///
/// # Errors
/// If a folder or the settings can't be read, or the output can't be written. What is wrong with posts is in the
/// report, and no error.
pub fn build(options: &Options) -> Result<Report> {
    let (report, built) = build_and_keep(options)?;
    // To give the memory of a large site back takes a second, and whoever builds is about to end.
    std::mem::forget(built);
    Ok(report)
}

/// As [`build`], and hands out what it knew.
pub(crate) fn build_and_keep(options: &Options) -> Result<(Report, Built)> {
    if !options.posts.is_dir() {
        bail!("there is no folder {}; name the folder that holds your posts", options.posts.display());
    }
    let mut config = Config::load(&options.posts, options.config.as_deref(), options.base_url.as_deref())?;
    config.offline &= !options.live;
    let mut site = config.site();
    let app_folder = options.app.clone().or_else(app::default_folder).context(
        "the built app was not found beside this command; build it with `cargo xtask build`, or name its folder with --app",
    )?;

    let mut report = Report::default();
    let mut output = Output::beside(&options.out)?;
    files::copy(&config, options, &mut output, &mut report)?;
    let former = former::take_out(&config, &mut output, &mut report);
    if site.offline && output.has(WORKER) {
        site.offline = false;
        report.note(
            format!("`{WORKER}` is one of the site's own files; it is published, and Lamplight's service worker is not"),
        );
    }
    let app = app::add(&app_folder, &site, &config, &mut output)?;
    // Who builds again and again looks into all texts at each turn; who builds once has them in memory one at a time.
    let texts = if options.live { None } else { Some(BlobStore::nameless(output.beside_it())?) };
    let memory = BuildCache::open(options, &mut report);
    let mut drafts = read_drafts(options, &config, texts.as_ref(), &memory, &mut report);
    let folder = options.cache.as_deref();
    let mut content =
        site::resolve(&mut drafts, &config, &site, folder, texts.as_ref(), &mut output, &mut report);
    memory.cache.as_ref().map_or(Ok(()), Cache::check)?;
    let files = match options.live {
        true => output.in_memory(),
        false => {
            // Nobody will ask for them again, and they are half of all memory.
            drafts = Vec::new();
            Output::default()
        }
    };
    report.counts.posts = content.posts.len();
    report.counts.pages = content.pages.len();
    report.published = (content.posts.iter().chain(&content.pages))
        .map(|e| Published {
            file: e.source.clone(),
            path: e.post.summary.path.clone(),
            title: e.post.summary.title.clone(),
        })
        .collect();
    let reading = search::read(&content, &site, &memory, &output);
    search::relate(&mut content, &reading);
    let context = BuildContext { config: &config, site: &site, app: &app, cache: &memory };
    // Two halves of the work that know nothing of each other.
    let (index, written) = rayon::join(
        || site.search.then(|| reading.write()).flatten(),
        || -> Result<_> {
            let manifest = bundle::write(&content, &site, &config, &mut output)?;
            let pages = page::write(&content, &manifest, &context, &mut output, &mut report);
            feed::write(&content, &config, &site, &mut output)?;
            discovery::write(&content, &pages, &context, &mut output)?;
            Ok((manifest, pages))
        },
    );
    let (mut manifest, pages) = written?;
    bundle::finish(&mut manifest, &content, index, &pages, &mut output)?;
    hosting::write(&content, &site, &app, &mut output);
    offline::write(&manifest, &former, &context, &mut output, &mut report)?;
    texts.map_or(Ok(()), |texts| texts.check())?;
    memory.tidy(&mut report);
    report.note_engines(&config);
    if site.origin.is_empty() {
        report.note(
            "`base_url` names no host, so there are no feeds and no sitemap: say where the blog will live, \
             such as https://example.org/",
        );
    }
    if Language::of(&config.language, &config.words).foreign {
        report.note(format!(
            "there is no catalogue for the language `{}`, so the interface speaks English: give its words in [words]",
            config.language
        ));
    }
    report.counts.files = output.len();
    report.sort();
    let failed = options.strict && report.counts.errors + report.counts.warnings > 0;
    if !failed {
        let keep_previous = options.keep_previous.then(|| still_published(&content));
        let finish = Finish { compress: options.compress, keep_previous };
        output.publish(&options.out, finish)?;
        if let Some(file) = &options.nginx {
            fs::write(file, hosting::nginx(&content, &site, &app))
                .with_context(|| format!("can't write {}", file.display()))?;
        }
    }
    Ok((report, Built { config, site, app, drafts, content, files }))
}

/// What files of the last build may name.
fn still_published(content: &ResolvedSite) -> output::Published {
    let posts = content.posts.iter().chain(&content.pages).map(|entry| &entry.post.summary);
    let term = |(kind, slug): &(TermKind, String)| {
        lamplight::route::Route::Term { kind: *kind, slug: slug.clone(), page: 1 }.key()
    };
    output::Published::of(posts, content.terms.keys().map(term))
}

/// A file that was read, or found in the cache.
struct Read {
    draft: ParsedPost,
    cached: bool,
}

/// Reads all files, in parallel, and takes over from the cache what has not changed. If there is a place for `texts`, they
/// are left there, or in the cache.
pub(crate) fn read_drafts(
    options: &Options,
    config: &Config,
    texts: Option<&Arc<BlobStore>>,
    memory: &BuildCache,
    report: &mut Report,
) -> Drafts {
    // Jekyll's settings can ask for posts of the future, as the option does.
    let options = &Options { future: options.future || config.layout.future, ..options.clone() };
    let Found { mut sources, unread, told, notes } = source::find(&options.posts, config);
    config.notes.iter().chain(&notes).for_each(|note| report.note(note));
    if let (Ok(out), Ok(posts)) = (options.out.canonicalize(), options.posts.canonicalize())
        && out.starts_with(&posts)
    {
        // What an earlier build wrote into the folder of posts is no post.
        sources.retain(|s| !s.path.canonicalize().is_ok_and(|path| path.starts_with(&out)));
    }
    report.files.extend(sources.iter().chain(&unread).map(|s| (s.name.clone(), s.path.clone())));
    let of_settings = config.told.iter().map(|(path, told)| {
        let name = path.strip_prefix(&config.root).unwrap_or(path).to_string_lossy().into_owned();
        (name, path.clone(), told.clone())
    });
    for (name, path, told) in of_settings.chain(told) {
        if !options.out.canonicalize().is_ok_and(|out| path.starts_with(out)) {
            report.files.insert(name.clone(), path);
            report.add(&name, told.into());
        }
    }
    for source in unread {
        let told = Diagnostic::error(
            "format-unread",
            Position { line: 1, column: 1 },
            "the post is written neither in Markdown nor in HTML; it is left out".to_owned(),
            "make Markdown of it, by pandoc for example",
        );
        report.counts.refused += 1;
        report.add(&source.name, told.into());
    }
    let (cache, settings) = (memory.cache.as_ref(), key_of_settings(config));
    let read: Vec<(Source, std::io::Result<Read>)> = sources
        .into_par_iter()
        .map(|source| {
            let draft = fs::read(&source.path).map(|bytes| {
                let key = cache_key(&source, &bytes, &settings, config);
                let known = cache.and_then(|cache| cache.get::<ParsedPost>(&key));
                let cached = known.is_some();
                let (draft, whole) = known.map(|(draft, whole)| (draft, Some(whole))).unwrap_or_else(|| {
                    let draft = parsed_post::read(&source, &bytes, config);
                    let whole = match cache {
                        Some(cache) => cache.put(&key, &draft),
                        None => texts.and_then(|texts| texts.put(&draft).ok()),
                    };
                    (draft, whole)
                });
                let draft = match whole {
                    Some(whole) if texts.is_some() => draft.light(whole),
                    _ => draft,
                };
                Read { draft, cached }
            });
            (source, draft)
        })
        .collect();

    let mut known = Vec::with_capacity(read.len());
    for (source, read) in read {
        match read {
            Ok(read) => known.push((source, read)),
            Err(error) => {
                report.counts.refused += 1;
                let told = Diagnostic::error(
                    "unreadable",
                    Position { line: 1, column: 1 },
                    format!("the file can't be read ({error}); it is left out"),
                    "check its permissions",
                );
                report.add(&source.name, told.into());
            }
        }
    }
    let mut drafts = Vec::with_capacity(known.len());
    let mut due: Option<Date> = None;
    for (source, Read { mut draft, cached }) in known {
        report.counts.cached += usize::from(cached);
        if let Some(next) = draft.next_due(options) {
            due = Some(due.map_or(next, |due| due.min(next)));
        }
        if let Some((absence, why)) = draft.absence(options) {
            report.held.push(HeldBack { file: source.name.clone(), why, unlisted: false });
            *match absence {
                Absence::ParsedPost => &mut report.counts.drafts,
                Absence::Future => &mut report.counts.future,
                Absence::Held => &mut report.counts.held,
            } += 1;
            // A post that is out because a key can't be read is out by mistake, perhaps.
            for finding in draft.findings.iter().filter(|finding| finding.code == "held-unreadable") {
                report.add(&source.name, finding.clone());
            }
            if !options.live {
                continue;
            }
        }
        if options.live {
            // Its author sees it where it would be.
            draft.announce(options);
        }
        if let Some(why) = &draft.held.unlisted {
            report.counts.unlisted += 1;
            report.held.push(HeldBack { file: source.name.clone(), why: why.clone(), unlisted: true });
        }
        for finding in &draft.findings {
            report.add(&source.name, finding.clone());
        }
        for (name, count) in &draft.translated {
            *report.counts.translated.entry(name.clone()).or_default() += count;
        }
        drafts.push((source, draft));
    }
    report.next_due = due.map(|due| due.in_zone(&config.zone).rfc3339());
    drafts
}

/// Everything that a draft depends on.
fn cache_key(source: &Source, bytes: &[u8], settings: &str, config: &Config) -> String {
    let beside = project::beside(source, bytes, &config.project);
    let Source { name, place, draft, page, loose, collection, language, translation, pattern, path: _ } =
        source;
    let place = format!(
        "{:?}\0{beside}",
        (name, place, draft, page, loose, collection, language, translation, pattern)
    );
    format!("draft/{}", hash(&[settings.as_bytes(), place.as_bytes(), bytes].concat()).0)
}

/// What all drafts depend on.
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
        (&config.section, &config.language, config.recognised.certain, config.layout.key()),
        config.recognised.line_breaks,
        config.project.digest,
    )
}
