//! Which posts come or go by their dates. Only the heads of posts are read, so that a job that asks every hour ends in seconds.

use std::fs;

use anyhow::{Context, Result, bail};
use lamplight_import::front_matter;
use rayon::prelude::*;
use serde::Serialize;

use crate::config::Config;
pub use crate::held::DateEvent;
use crate::options::Options;
use crate::parsed_post::{self, ParsedPost};
use crate::source;
use crate::source::file::Source;

/// A post that comes or goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DuePost {
    /// Name of its source file.
    pub file: String,
    /// Whether it comes or goes.
    pub event: DateEvent,
    /// When, as RFC 3339 in the site's zone.
    pub at: String,
    /// The same, in seconds since 1970.
    #[serde(skip)]
    pub instant: i64,
}

/// What came or went, and what will.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Due {
    /// Posts that came or went after the moment that was asked about, the oldest first.
    pub fell_due: Vec<DuePost>,
    /// Posts that will come or go, the next first.
    pub waiting: Vec<DuePost>,
}

/// Looks which posts came or went after `since` (seconds since 1970) and up to `options.now`, and which will. Uses of `options` are its posts, settings, drafts,
/// future and clock.
///
/// # Errors
/// If the folder or the settings can't be read.
pub fn due(options: &Options, since: i64) -> Result<Due> {
    if !options.posts.is_dir() {
        bail!("there is no folder {}; name the folder that holds your posts", options.posts.display());
    }
    let config = Config::load(&options.posts, options.config.as_deref(), None)?;
    Ok(of_config(&config, options, since))
}

/// As [`due`], with settings that were read.
pub(crate) fn of_config(config: &Config, options: &Options, since: i64) -> Due {
    let options = &Options { future: options.future || config.layout.future, ..options.clone() };
    let sources = source::find(&options.posts, config).sources;
    let of = |source: &Source, event: DateEvent, date: lamplight_format::date::Date| DuePost {
        file: source.name.clone(),
        event,
        at: config.zone.shown(date).rfc3339(),
        instant: date.instant(),
    };
    let all: Vec<(Option<DuePost>, Option<DuePost>)> = sources
        .par_iter()
        .filter_map(|source| {
            let parsed = head(source, config)?;
            let fell_due = parsed.fell_due(since, options).map(|(event, date)| of(source, event, date));
            let waiting = parsed.next_event(options).map(|(event, date)| of(source, event, date));
            Some((fell_due, waiting))
        })
        .collect();
    let (fell_due, waiting): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let sorted = |posts: Vec<Option<DuePost>>| {
        let mut posts: Vec<DuePost> = posts.into_iter().flatten().collect();
        posts.sort_by(|a, b| (a.instant, &a.file).cmp(&(b.instant, &b.file)));
        posts
    };
    Due { fell_due: sorted(fell_due), waiting: sorted(waiting) }
}

/// A post as its head says, without text. A file that can't be read comes and goes never.
fn head(source: &Source, config: &Config) -> Option<ParsedPost> {
    let bytes = fs::read(&source.path).ok()?;
    let document = front_matter::read_in(&bytes, &config.zone);
    let head = document.text.get(..document.body)?;
    Some(parsed_post::read(source, head.as_bytes(), config))
}

/// A moment in seconds since 1970: RFC 3339 (`2026-11-27T08:00:00Z`), or the number itself.
///
/// # Errors
/// If the text is neither.
pub fn moment(text: &str) -> Result<i64> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Ok(seconds);
    }
    let moment: jiff::Timestamp = text.parse().with_context(|| {
        format!("`{text}` is no moment; write it like 2026-11-27T08:00:00Z, or as seconds since 1970")
    })?;
    Ok(moment.as_second())
}
