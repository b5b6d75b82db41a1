//! What is written, and writing it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lamplight_import::slug::slugify;
use serde::Serialize;

use super::answers::Answers;
use super::request::Request;
use super::{settings_file, workflow};
use crate::config::{POSTS, SETTINGS};
use crate::new;
use crate::new_file::{NewFile, write_new};
use crate::output::is_ours;
use crate::report::plural;
use crate::source::file::slashed;
use crate::survey::{Survey, SurveyedFolder};

/// What happens to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is new.
    Write,
    /// Lines are added at its end.
    Append,
    /// It is there, and stays as it is.
    Keep,
}

/// A file that is written, or would be if it were not there.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedFile {
    /// Where it is.
    pub path: PathBuf,
    /// What happens to it.
    pub change: Change,
    /// All of it, or the lines that are added.
    pub text: String,
}

/// What `lamplight init` does in a folder.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Plan {
    /// The blog's folder.
    pub folder: PathBuf,
    /// What is in the folder, if there are texts or the settings of an engine.
    pub survey: Option<Survey>,
    /// Files, in the order in which they are written.
    pub files: Vec<PlannedFile>,
    /// What a person should know.
    pub notes: Vec<String>,
    /// What to do next.
    pub steps: Vec<String>,
}

/// What Git should not keep.
const IGNORED: [&str; 2] = ["/dist/", "/.lamplight/"];

pub(super) fn make(
    folder: &Path,
    surveyed: Option<SurveyedFolder>,
    answers: &Answers,
    request: &Request,
) -> Result<Plan> {
    let mut plan = Plan { folder: folder.to_path_buf(), ..Plan::default() };
    plan.add(folder.join(SETTINGS), settings_file::text(answers, surveyed.as_ref()));
    if surveyed.is_none() {
        let slug = Some(slugify(FIRST_TITLE)).filter(|slug| !slug.is_empty());
        let slug = slug.unwrap_or_else(|| "first-post".to_owned());
        let date = jiff::Timestamp::from_second(request.now)?.to_zoned(jiff::tz::TimeZone::UTC);
        let text = new::text(FIRST_TITLE, &answers.author, &slug, &date) + FIRST_TEXT;
        plan.add(folder.join(POSTS).join(format!("{slug}.md")), text);
    }
    let workflows = workflow::workflows(folder, answers);
    for file in workflows.files {
        plan.add(file.path, file.text);
    }
    plan.add_lines(folder.join(".gitignore"), &IGNORED);
    plan.note_project(folder, surveyed.as_ref());
    if folder != Path::new(".") {
        plan.steps.push(format!("go there: `cd {}`", folder.display()));
    }
    plan.steps.push("look at it: `lamplight serve`".to_owned());
    if surveyed.is_some() {
        plan.steps.push("see what to repair: `lamplight check`".to_owned());
    }
    if answers.base_url.starts_with('/') {
        plan.steps.push(
            "say where the blog will live, as `base_url` in lamplight.toml: feeds and the sitemap need it"
                .to_owned(),
        );
    }
    plan.steps.extend(workflows.steps);
    plan.survey = surveyed.map(|found| found.survey);
    Ok(plan)
}

const FIRST_TITLE: &str = "Hello";

const FIRST_TEXT: &str = "\nThis is the first post. Change it, or delete it and begin another one with `lamplight new \"A title\"`.\n\n\
    While `lamplight serve` runs, an open page shows each change as soon as it is saved.\n";

impl Plan {
    /// Plans a new file; one that is there stays.
    fn add(&mut self, path: PathBuf, text: String) {
        let change = if fs::symlink_metadata(&path).is_ok() { Change::Keep } else { Change::Write };
        self.files.push(PlannedFile { path, change, text });
    }

    /// Plans lines at the end of a file, as far as it lacks them.
    fn add_lines(&mut self, path: PathBuf, lines: &[&str]) {
        let Ok(old) = fs::read_to_string(&path) else {
            return self.add(path, lines.iter().map(|line| format!("{line}\n")).collect());
        };
        let has = |line: &str| {
            let bare = line.trim_matches('/');
            old.lines().any(|own| own.trim().trim_matches('/') == bare)
        };
        let mut text: String =
            lines.iter().filter(|line| !has(line)).map(|line| format!("{line}\n")).collect();
        if !text.is_empty() && !old.is_empty() && !old.ends_with('\n') {
            text.insert(0, '\n');
        }
        let change = if text.is_empty() { Change::Keep } else { Change::Append };
        self.files.push(PlannedFile { path, change, text });
    }

    fn note_project(&mut self, folder: &Path, surveyed: Option<&SurveyedFolder>) {
        let dist = folder.join("dist");
        if dist.exists() && !is_ours(&dist) {
            self.notes.push(format!(
                "{} holds files of another program: delete it, or build with `--out` into another folder",
                dist.display()
            ));
        }
        let Some(SurveyedFolder { survey, .. }) = surveyed else { return };
        self.notes.extend(survey.notes.iter().cloned());
        if survey.counts.errors > 0 {
            self.notes.push(format!(
                "posts lose something in {}; `lamplight check` names each, with a remedy",
                plural(survey.counts.errors, "place")
            ));
        }
    }

    /// Writes all files that are not there. A file that came into being meanwhile is left as it is.
    ///
    /// # Errors
    /// If a file can't be written. Those before it stay.
    pub fn write(&mut self) -> Result<()> {
        for file in &mut self.files {
            match file.change {
                Change::Keep => {}
                Change::Write => {
                    if write_new(&file.path, file.text.as_bytes())? == NewFile::Kept {
                        file.change = Change::Keep;
                    }
                }
                Change::Append => {
                    let failed = || format!("can't write {}", file.path.display());
                    append(&file.path, &file.text).with_context(failed)?;
                }
            }
        }
        Ok(())
    }

    /// What happens, for people: one line for each file, notes, and what to do next. `written` is whether it has happened.
    #[must_use]
    pub fn text(&self, written: bool) -> String {
        let mut lines = Vec::new();
        for file in &self.files {
            let name = slashed(file.path.strip_prefix(&self.folder).unwrap_or(&file.path));
            let count = file.text.lines().filter(|line| !line.is_empty()).count();
            lines.push(match (file.change, written) {
                (Change::Write, true) => format!("wrote {name}"),
                (Change::Write, false) => format!("would write {name}"),
                (Change::Append, true) => format!("added {count} lines to {name}"),
                (Change::Append, false) => format!("would add {count} lines to {name}"),
                (Change::Keep, _) => format!("left {name} as it is"),
            });
        }
        lines.extend(self.notes.iter().map(|note| format!("note: {note}")));
        if written {
            lines.push("Next:".to_owned());
            lines.extend(self.steps.iter().enumerate().map(|(at, step)| format!("{:>3}. {step}", at + 1)));
        }
        lines.join("\n") + "\n"
    }
}

fn append(path: &Path, text: &str) -> Result<()> {
    let mut file = fs::OpenOptions::new().append(true).open(path)?;
    file.write_all(text.as_bytes())?;
    Ok(())
}
