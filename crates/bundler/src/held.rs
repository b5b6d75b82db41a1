//! Which posts a build leaves out, and until when.

use lamplight_format::date::Date;
use serde::Serialize;

use crate::options::Options;
use crate::parsed_post::ParsedPost;

/// Why a post is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absence {
    /// It is a draft.
    Draft,
    /// Its date is in the future.
    Future,
    /// It is private, or has expired.
    Held,
}

/// What a post does at a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DateEvent {
    /// It is published.
    Comes,
    /// It expires.
    Goes,
}

impl ParsedPost {
    /// Why the post is not published, in a word and as its author wrote it; `None` if it is.
    pub(crate) fn absence(&self, options: &Options) -> Option<(Absence, String)> {
        let held = &self.held;
        if let Some(why) = &held.out {
            return Some((Absence::Held, why.clone()));
        }
        if let Some(until) = held.until.filter(|until| until.instant() <= options.now) {
            return Some((Absence::Held, format!("over since {}", until.rfc3339())));
        }
        if self.is_draft && !options.drafts {
            let why = held.draft.clone().unwrap_or_else(|| "in a folder of drafts".to_owned());
            return Some((Absence::Draft, why));
        }
        let begins = self.begins().filter(|begins| begins.instant() > options.now && !options.future)?;
        Some((Absence::Future, format!("not before {}", begins.rfc3339())))
    }

    /// When the post will be published or expire next; `None` if neither is in the future.
    pub(crate) fn next_due(&self, options: &Options) -> Option<Date> {
        self.next_event(options).map(|(_, date)| date)
    }

    /// As [`ParsedPost::next_due`], and says which of the two it is.
    pub(crate) fn next_event(&self, options: &Options) -> Option<(DateEvent, Date)> {
        let now = options.now;
        let ahead = |date: Option<Date>| date.filter(|date| date.instant() > now);
        let is_over = self.held.until.is_some_and(|until| until.instant() <= now);
        if self.held.out.is_some() || is_over || self.is_draft && !options.drafts {
            return None;
        }
        let comes = ahead(self.begins()).filter(|_| !options.future);
        let goes = || ahead(self.held.until).map(|date| (DateEvent::Goes, date));
        comes.map(|date| (DateEvent::Comes, date)).or_else(goes)
    }

    /// Whether the post came or went by its date after one moment and up to now, and when; `None` if neither.
    pub(crate) fn fell_due(&self, since: i64, options: &Options) -> Option<(DateEvent, Date)> {
        let has_fallen = |date: &Date| date.instant() > since && date.instant() <= options.now;
        let falls = |date: Option<Date>| date.filter(has_fallen);
        let was_over = self.held.until.is_some_and(|until| until.instant() <= since);
        if self.held.out.is_some() || was_over || self.is_draft && !options.drafts {
            return None;
        }
        let goes = falls(self.held.until).map(|date| (DateEvent::Goes, date));
        let comes = || falls(self.begins()).filter(|_| !options.future).map(|date| (DateEvent::Comes, date));
        goes.or_else(comes)
    }

    fn begins(&self) -> Option<Date> {
        self.date.max(self.held.from)
    }

    /// Adds a box at the top of a post that is not published, or in no list, which says so and why: for its author, in `serve`.
    pub(crate) fn announce(&mut self, options: &Options) {
        let (what, why) = match (self.absence(options), &self.held.unlisted) {
            (Some((_, why)), _) => ("Not published", why),
            (None, Some(why)) => ("In no list, at its address alone", why.clone()),
            (None, None) => return,
        };
        let banner = format!("> [!CAUTION]\n> {what}: `{}`\n\n", why.replace(['`', '\n'], " "));
        let lines = banner.matches('\n').count();
        self.markdown.insert_str(0, &banner);
        self.lines_before = self.lines_before.saturating_sub(lines);
        self.links.iter_mut().for_each(|link| link.at += banner.len());
        self.without_alt.iter_mut().for_each(|at| *at += banner.len());
        self.headings.iter_mut().for_each(|(_, at)| *at += banner.len());
        self.languages.iter_mut().for_each(|(_, at)| *at += banner.len());
    }
}
