//! The folder: what it is read as, its settings, and its posts.

use super::checkup::Checkup;
use crate::host::Host;
use crate::hosting::limits;
use crate::language::Language;
use crate::options::Options;
use crate::survey::SurveyedFolder;

pub(super) fn look(checkup: &mut Checkup, found: &SurveyedFolder, options: &Options) {
    let SurveyedFolder { survey, config, .. } = found;
    let read_as = match survey.recognised.is_empty() {
        true => "Markdown".to_owned(),
        false => survey.recognised.join(", "),
    };
    checkup.good("folder", format!("{} is read as {read_as}", options.posts.display()));
    match &survey.settings {
        Some(path) => checkup.good("settings", format!("settings are in {}", path.display())),
        None => checkup.note(
            "settings",
            "there are no settings, so the blog is called “Blog”",
            "write them with `lamplight init`",
        ),
    }
    let of_settings = survey.by_code.get("settings-value").copied().unwrap_or_default();
    if of_settings > 0 {
        checkup.error(
            "settings",
            format!("{of_settings} values of the settings can't be used"),
            "`lamplight check` names them",
        );
    }
    if config.site().origin.is_empty() {
        checkup.warning(
            "settings",
            "`base_url` names no host, so there are no feeds and no sitemap",
            "say where the blog will live: base_url = \"https://example.org/\"",
        );
    }
    if Language::of(&config.language, &config.words).is_unknown {
        checkup.warning(
            "settings",
            format!(
                "there is no catalogue for the language `{}`: the interface speaks English",
                config.language
            ),
            "give its words in [words]",
        );
    }
    host(checkup, config.host);
    time_zone(checkup, found);
    let counts = &survey.counts;
    if counts.sum() == 0 {
        checkup.warning("posts", "there are no posts", "begin one with `lamplight new \"A title\"`");
    } else {
        let parts = [
            (counts.posts, "posts"),
            (counts.pages, "pages"),
            (counts.unlisted, "in no list"),
            (counts.drafts, "drafts"),
            (counts.future, "of the future"),
            (counts.held, "private or expired"),
            (counts.not_read, "other texts"),
        ];
        let parts: Vec<String> =
            parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        checkup.good("posts", format!("{} texts: {}", counts.texts, parts.join(", ")));
    }
    if counts.refused > 0 {
        checkup.error(
            "posts",
            format!("{} texts can't be read", counts.refused),
            "`lamplight check` names them",
        );
    }
    if counts.errors + counts.warnings > 0 {
        checkup.warning(
            "posts",
            format!("{} errors and {} warnings in posts", counts.errors, counts.warnings),
            "`lamplight check` names each, with a remedy",
        );
    }
}

fn host(checkup: &mut Checkup, host: Host) {
    if host == Host::Any {
        checkup.note(
            "host",
            "the settings name no host: a build writes what any host can use, and checks no limits",
            "say host = \"github-pages\", for example",
        );
        return;
    }
    let limits = limits::described(host);
    checkup.good(
        "host",
        match limits.is_empty() {
            true => format!("{}, which has no limits that a build checks", host.name()),
            false => format!("{}; a build checks its limits ({})", host.name(), limits.join("; ")),
        },
    );
}

fn time_zone(checkup: &mut Checkup, found: &SurveyedFolder) {
    let zone = &found.config.timezone;
    if !zone.is_empty() {
        checkup.good("time zone", zone.clone());
    } else if found.survey.waiting.is_empty() {
        checkup.good("time zone", "UTC");
    } else {
        checkup.note(
            "time zone",
            "UTC: a post with a date and no zone comes at that hour of UTC",
            "say timezone = \"Europe/Berlin\" in the settings if it is to be another",
        );
    }
}
