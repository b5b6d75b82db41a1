//! What an author wants to know before readers do: all that a build tells, and what only shows once all posts are
//! known. Nothing is written.

mod checker;
mod dashes;
mod links;
mod lost_addresses;
mod old_addresses;
mod post;
mod similar;

use std::path::PathBuf;

use anyhow::Result;
use lamplight_import::diagnostic::Diagnostic;
use rayon::prelude::*;

use self::checker::Checker;
use self::old_addresses::Lists;
use crate::cache::BuildCache;
use crate::config::Config;
use crate::files;
use crate::options::Options;
use crate::output::Output;
use crate::owned_diagnostic::Finding;
use crate::read_posts::read_posts;
use crate::report::Report;
use crate::site::{self, ResolveContext};

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
    let lists = Lists::read(lists)?;
    let mut config = Config::load(&options.posts, options.config.as_deref(), options.base_url.as_deref())?;
    // Variants of pictures are nothing to check, and take long.
    config.image_formats = Vec::new();
    let site = config.site();
    let mut report = Report::default();
    let mut output = Output::default();
    files::copy(&config, options, &mut output, &mut report)?;
    let memory = BuildCache::open(options, &mut report);
    let mut drafts = read_posts(options, &config, None, &memory, &mut report);
    memory.tidy(&mut report);
    let context = ResolveContext {
        config: &config,
        site: &site,
        cache: options.cache.as_deref(),
        output: &mut output,
        report: &mut report,
    };
    let content = site::resolve(&mut drafts, None, context);
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
    lost_addresses::tell(&lists, &content, &site, &output, &mut report);
    report.sort();
    Ok(report)
}
