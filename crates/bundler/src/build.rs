//! The build: one call, from options to a finished folder and a report.

use std::fs;

use anyhow::{Context, Result, bail};
use lamplight_format::model::{Site, TermKind};

use crate::app::{self, App};
use crate::build_context::BuildContext;
use crate::cache::{BlobStore, BuildCache, Cache};
use crate::config::Config;
use crate::language::Language;
use crate::output::names::WORKER;
use crate::output::{self, Finish, Output};
use crate::parsed_post::Drafts;
use crate::read_posts::read_posts;
use crate::report::{Published, Report};
use crate::site::{self, ResolveContext, ResolvedSite};
use crate::{bundle, discovery, feed, files, former, hosting, offline, page, search};

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
    let mut drafts = read_posts(options, &config, texts.as_ref(), &memory, &mut report);
    let context = ResolveContext {
        config: &config,
        site: &site,
        cache: options.cache.as_deref(),
        output: &mut output,
        report: &mut report,
    };
    let mut content = site::resolve(&mut drafts, texts.as_ref(), context);
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
        lamplight_format::route::Route::Term { kind: *kind, slug: slug.clone(), page: 1 }.key()
    };
    output::Published::of(posts, content.terms.keys().map(term))
}
