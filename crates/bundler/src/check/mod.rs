//! Checks posts without writing a site: all diagnostics of a build, and those that need all posts together.

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
use self::old_addresses::OldAddresses;
use crate::cache::BuildCache;
use crate::config::Config;
use crate::copied_folders;
use crate::options::Options;
use crate::output::Output;
use crate::owned_diagnostic::OwnedDiagnostic;
use crate::parsed_post::ParsedPost;
use crate::read_posts::read_posts;
use crate::report::Report;
use crate::site::{self, ResolveContext};
use crate::source::file::Source;

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
    let lists = OldAddresses::read(lists)?;
    let mut config = Config::load(&options.posts, options.config.as_deref(), options.base_url.as_deref())?;
    // Variants of pictures need no check, and take long to make.
    config.image_formats = Vec::new();
    let site = config.site();
    let mut report = Report::default();
    let mut output = Output::default();
    copied_folders::copy(&config, options, &mut output, &mut report)?;
    let cache = BuildCache::open(options, &mut report);
    let mut parsed_posts = read_posts(options, &config, None, &cache, &mut report);
    cache.compact(&mut report);
    let context = ResolveContext {
        config: &config,
        site: &site,
        cache: options.cache.as_deref(),
        progress: &options.progress,
        output: &mut output,
        report: &mut report,
    };
    let resolved = site::resolve(&mut parsed_posts, None, context);
    report.counts.posts = resolved.posts.len();
    report.counts.pages = resolved.pages.len();
    let checker = Checker::new(&resolved, &parsed_posts, &config, &site, &output, options.now);
    let phase = options.progress.phase("checking posts", parsed_posts.len());
    let check_one = |(source, parsed): &(Source, ParsedPost)| {
        let diagnostics = checker.post(source, parsed);
        phase.one();
        diagnostics
    };
    let found: Vec<Vec<Diagnostic>> = parsed_posts.par_iter().map(check_one).collect();
    for ((source, _), diagnostics) in parsed_posts.iter().zip(found) {
        for diagnostic in diagnostics {
            report.add(&source.name, OwnedDiagnostic::from(diagnostic));
        }
    }
    report.note_engines(&config);
    lost_addresses::report_lost_addresses(&lists, &resolved, &site, &output, &mut report);
    report.sort();
    Ok(report)
}
