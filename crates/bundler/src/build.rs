//! The build: one call, from options to a finished folder and a report.

use std::path::Path;

use anyhow::Result;
use lamplight_format::model::{Site, TermKind};

use crate::app::{self, App};
use crate::app_files::AppFiles;
use crate::build_context::BuildContext;
use crate::cache::{BlobStore, BuildCache, CacheFile};
use crate::config::Config;
use crate::hosting::{self, HostRules, limits};
use crate::language::Language;
use crate::output::names::WORKER;
use crate::output::{self, Output, PublishOptions};
use crate::parsed_post::ParsedPosts;
use crate::read_posts::read_posts;
use crate::report::{Published, Report};
use crate::site::{self, ResolveContext, ResolvedSite};
use crate::{bundle, copied_folders, discovery, feed, former_workers, page, search, web_app};

pub use crate::options::Options;

/// What is known at the end of a build. `serve` draws single posts with it.
pub(crate) struct BuildState {
    pub config: Config,
    pub site: Site,
    pub app: App,
    pub parsed_posts: ParsedPosts,
    pub resolved: ResolvedSite,
    /// The site's own files and those of its app and posts, without pages and data.
    pub files: Output,
}

/// Builds a site. The old output stays untouched unless everything has worked.
///
/// # Errors
/// If a folder or the settings can't be read, or the output can't be written. What is wrong with posts is in the
/// report, and no error.
pub fn build(options: &Options) -> Result<Report> {
    let (report, built) = build_with_state(options)?;
    // Freeing the memory of a large site takes a second, and the process is about to end.
    std::mem::forget(built);
    Ok(report)
}

/// Removes what this process has begun beside the folder `out`, if a build was interrupted. The site in `out` stays.
pub fn discard(out: &Path) {
    output::discard(out);
}

/// As [`build`], and returns what was known at its end.
pub(crate) fn build_with_state(options: &Options) -> Result<(Report, BuildState)> {
    let mut config = Config::load(&options.posts, options.config.as_deref(), options.base_url.as_deref())?;
    config.offline &= !options.live;
    let mut site = config.site();
    let app_files = AppFiles::find(options.app.as_deref())?;

    let mut report = Report::default();
    let host = hosting::choose(options, config.host, &mut report)?;
    report.host = host;
    let mut output = Output::beside(&options.out)?;
    copied_folders::copy(&config, options, &mut output, &mut report)?;
    let former = former_workers::take_out(&config, &mut output, &mut report);
    if site.offline && output.has(WORKER) {
        site.offline = false;
        report.note(
            format!("`{WORKER}` is one of the site's own files; it is published, and Lamplight's service worker is not"),
        );
    }
    let app = app::add(&app_files, &site, &config, &mut output)?;
    // `serve` needs all texts at each build; a single build has a batch of them in memory at a time.
    let texts = if options.live { None } else { Some(BlobStore::nameless(output.parent_folder())?) };
    let cache = BuildCache::open(options, &mut report);
    let mut parsed_posts = read_posts(options, &config, texts.as_ref(), &cache, &mut report);
    let context = ResolveContext {
        config: &config,
        site: &site,
        cache: options.cache.as_deref(),
        progress: &options.progress,
        output: &mut output,
        report: &mut report,
    };
    let mut resolved = site::resolve(&mut parsed_posts, texts.as_ref(), context);
    cache.file.as_ref().map_or(Ok(()), CacheFile::check)?;
    let files = match options.live {
        true => output.in_memory(),
        false => {
            // They are not needed again, and take half of all memory.
            parsed_posts = Vec::new();
            Output::default()
        }
    };
    report.counts.posts = resolved.posts.len();
    report.counts.pages = resolved.pages.len();
    report.published = (resolved.posts.iter().chain(&resolved.pages))
        .map(|post| Published {
            file: post.source.clone(),
            path: post.data.summary.path.clone(),
            title: post.data.summary.title.clone(),
        })
        .collect();
    let pending_index = search::analyze_posts(&resolved, &site, &cache, &output);
    search::relate(&mut resolved, &pending_index);
    let context =
        BuildContext { config: &config, site: &site, app: &app, cache: &cache, progress: &options.progress };
    // These two need nothing of each other.
    let (index, written) = rayon::join(
        || site.search.then(|| pending_index.write()).flatten(),
        || -> Result<_> {
            let manifest = bundle::write(&resolved, &site, &config, &mut output)?;
            let pages = page::write(&resolved, &manifest, &context, &mut output, &mut report);
            feed::write(&resolved, &config, &site, &mut output)?;
            discovery::write(&resolved, &pages, &context, &mut output)?;
            Ok((manifest, pages))
        },
    );
    let (mut manifest, pages) = written?;
    bundle::finish(&mut manifest, &resolved, index, &pages, &mut output)?;
    let rules = HostRules::of(&resolved, &site, &app);
    hosting::write(&rules, host, &mut output, &mut report);
    web_app::write(&manifest, &former, &context, &mut output, &mut report)?;
    texts.map_or(Ok(()), |texts| texts.check())?;
    cache.compact(&mut report);
    report.note_engines(&config);
    if site.origin.is_empty() {
        report.note(
            "`base_url` names no host, so there are no feeds and no sitemap: say where the blog will live, \
             such as https://example.org/",
        );
    }
    if Language::of(&config.language, &config.words).is_unknown {
        report.note(format!(
            "there is no catalogue for the language `{}`, so the interface speaks English: give its words in [words]",
            config.language
        ));
    }
    report.counts.files = output.len();
    if options.keep_previous {
        output.keep(&options.out, &still_published(&resolved));
    }
    limits::check(&rules, host, &output, &options.out, &mut report);
    report.sort();
    let failed = options.strict && report.counts.errors + report.counts.warnings > 0;
    if !failed {
        output.publish(PublishOptions {
            compress: options.compress && host.sends_compressed_files(),
            progress: options.progress.clone(),
        })?;
        options.nginx.as_ref().map_or(Ok(()), |file| hosting::write_nginx(&rules, file))?;
    }
    Ok((report, BuildState { config, site, app, parsed_posts, resolved, files }))
}

/// What hashed files of the last build may name if they are to be kept.
fn still_published(resolved: &ResolvedSite) -> output::StillPublished {
    let posts = resolved.posts.iter().chain(&resolved.pages).map(|post| &post.data.summary);
    let term = |(kind, slug): &(TermKind, String)| {
        lamplight_format::route::Route::Term { kind: *kind, slug: slug.clone(), page: 1 }.key()
    };
    output::StillPublished::of(posts, resolved.terms.keys().map(term))
}
