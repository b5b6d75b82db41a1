//! A checkup for people.

use std::fmt::Write;

use super::checkup::{Checkup, Level};
use crate::due::{DateEvent, DuePost};
use crate::survey::Survey;

/// Posts that are named of each kind.
const MOST: usize = 20;

impl Checkup {
    /// All findings, posts that are held back, and posts that wait for a date, in lines that end.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("lamplight {}\n", self.version);
        for finding in &self.findings {
            let mark = match finding.level {
                Level::Good => "ok",
                Level::Note => "note",
                Level::Warning => "warning",
                Level::Error => "error",
            };
            let _ = writeln!(out, "{mark:>8}  {}: {}", finding.about, finding.message);
            if !finding.help.is_empty() {
                let _ = writeln!(out, "{:>8}  = help: {}", "", finding.help);
            }
        }
        if let Some(survey) = &self.survey {
            posts(&mut out, survey);
        }
        let count = |level: Level| self.findings.iter().filter(|finding| finding.level == level).count();
        let (errors, warnings) = (count(Level::Error), count(Level::Warning));
        let _ = writeln!(out, "{} and {}", plural(errors, "error"), plural(warnings, "warning"));
        out
    }
}

fn posts(out: &mut String, survey: &Survey) {
    let held: Vec<String> = survey
        .held
        .iter()
        .map(|held| {
            let fate = if held.unlisted { "in no list" } else { "not published" };
            format!("{}: {fate} ({})", held.file, held.why)
        })
        .collect();
    list(out, "Held back", &held);
    let waiting: Vec<String> = survey.waiting.iter().map(line).collect();
    list(out, "Waiting for a date", &waiting);
}

fn list(out: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "{title}:");
    for line in lines.iter().take(MOST) {
        let _ = writeln!(out, "  {line}");
    }
    if lines.len() > MOST {
        let _ = writeln!(out, "  … and {} more; --json has all", lines.len() - MOST);
    }
}

fn line(post: &DuePost) -> String {
    let verb = match post.event {
        DateEvent::Comes => "comes",
        DateEvent::Goes => "goes",
    };
    format!("{}: {verb} at {}", post.file, post.at)
}

fn plural(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
