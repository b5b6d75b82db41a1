//! Posts that wait for a date, and whether anything publishes them then.

use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::checkup::Checkup;
use super::examination::Examination;
use super::github;
use crate::init::{DUE_WORKFLOW, PUBLISH_WORKFLOW, repository};
use crate::survey::SurveyedFolder;

/// Days without a commit after which GitHub switches off workflows with a schedule in public repositories.
const QUIET_DAYS: i64 = 60;

const DAY: i64 = 86_400;

pub(super) fn look(checkup: &mut Checkup, found: &SurveyedFolder, examination: &Examination) {
    let options = &examination.options;
    let repository = repository(&options.posts);
    let root = repository.root.as_deref().unwrap_or(&found.config.root);
    let waits = !found.survey.waiting.is_empty();
    if let Some(next) = found.survey.waiting.first() {
        let count = found.survey.waiting.len();
        let noun = if count == 1 { "post waits" } else { "posts wait" };
        checkup
            .good("schedule", format!("{count} {noun} for a date; the next is {} at {}", next.file, next.at));
    }
    let publishes = root.join(PUBLISH_WORKFLOW).is_file();
    let gitlab = fs::read_to_string(root.join(".gitlab-ci.yml")).unwrap_or_default();
    if gitlab.contains("lamplight due") {
        checkup.note(
            "schedule",
            "a pipeline of GitLab publishes what falls due, if the project has a schedule",
            "look under Build → Pipeline schedules",
        );
        return;
    }
    match fs::read_to_string(root.join(DUE_WORKFLOW)) {
        Ok(text) if is_on(&text) => {
            checkup.good("schedule", format!("{DUE_WORKFLOW} looks every hour whether a post falls due"));
            quiet(checkup, root, options.now);
            if let (Some(api), Some((owner, name))) = (&examination.github, repository.github()) {
                state(checkup, github::state(api, owner, name, DUE_WORKFLOW));
            }
        }
        Ok(_) => checkup.warning(
            "schedule",
            format!("{DUE_WORKFLOW} is there and has no schedule that runs `lamplight due`"),
            "write it anew: delete it and run `lamplight init`",
        ),
        Err(_) if waits => checkup.warning(
            "schedule",
            "nothing publishes them then: there is no workflow with a schedule",
            "`lamplight init --host …` writes one; or run `lamplight due --since TIME` by a timer of your own",
        ),
        Err(_) if publishes => checkup.note(
            "schedule",
            format!("{PUBLISH_WORKFLOW} publishes after each change, and nothing looks for posts that fall due"),
            "`lamplight init` writes the workflow that does",
        ),
        Err(_) => {}
    }
}

/// Whether a workflow has a schedule and asks what falls due, outside of comments.
fn is_on(text: &str) -> bool {
    let says =
        |word: &str| text.lines().any(|line| line.contains(word) && !line.trim_start().starts_with('#'));
    says("schedule:") && says("cron:") && says("lamplight due")
}

/// Whether the last commit is so long ago that GitHub has switched off schedules.
fn quiet(checkup: &mut Checkup, root: &Path, now: i64) {
    let log = fs::metadata(root.join(".git/logs/HEAD")).and_then(|about| about.modified());
    let Some(last) = log.ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()) else { return };
    let days = (now - i64::try_from(last.as_secs()).unwrap_or(now)) / DAY;
    if days >= QUIET_DAYS {
        checkup.warning(
            "schedule",
            format!(
                "there was no commit for {days} days: in a public repository GitHub has switched the schedule off after {QUIET_DAYS}"
            ),
            "push a commit, or choose “Enable workflow” on the page Actions; --online asks GitHub",
        );
    }
}

fn state(checkup: &mut Checkup, state: Result<String, String>) {
    let help = "choose “Enable workflow” on the page Actions of the repository";
    match state.as_deref() {
        Ok("active") => checkup.good("schedule", "GitHub says that the workflow is switched on"),
        Ok("disabled_inactivity") => checkup.error(
            "schedule",
            format!(
                "GitHub has switched the workflow off, because there was no commit for {QUIET_DAYS} days"
            ),
            help,
        ),
        Ok(other) => checkup.error("schedule", format!("GitHub says that the workflow is `{other}`"), help),
        Err(why) => checkup.note(
            "schedule",
            format!("GitHub was asked whether the workflow is switched on, and did not say ({why})"),
            "a private repository is not shown to everybody: look at the page Actions",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_in_a_comment_is_off() {
        let on = "on:\n  schedule:\n    - cron: \"1 * * * *\"\nx: lamplight due --since a\n";
        assert!(is_on(on));
        assert!(!is_on(&on.replace("  schedule:", "#  schedule:")));
        assert!(!is_on(&on.replace("lamplight due", "lamplight build")));
    }

    #[test]
    fn states_that_github_has_become_findings() {
        use crate::doctor::Level;
        for (said, want) in [
            (Ok("active"), Level::Good),
            (Ok("disabled_inactivity"), Level::Error),
            (Ok("disabled_manually"), Level::Error),
            (Err("404"), Level::Note),
        ] {
            let mut checkup = Checkup::new("posts".into());
            state(&mut checkup, said.map(str::to_owned).map_err(str::to_owned));
            assert_eq!(checkup.worst(), want, "{said:?}");
        }
    }
}
