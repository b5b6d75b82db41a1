//! What the machine says of itself.

use std::path::Path;

/// What the machine says of itself.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    /// Its time zone, by its IANA name.
    pub time_zone: Option<String>,
    /// Its language, as a BCP 47 tag.
    pub language: Option<String>,
    /// The name of the person that works on it.
    pub person: Option<String>,
}

impl Machine {
    /// Asks this machine: `TZ` and `/etc/localtime`, `LANG`, and the settings of Git in the home folder.
    #[must_use]
    pub fn this() -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let language = variable("LC_ALL").or_else(|| variable("LANG"));
        let home = variable("HOME").or_else(|| variable("USERPROFILE"));
        let settings =
            home.and_then(|home| std::fs::read_to_string(Path::new(&home).join(".gitconfig")).ok());
        Self {
            time_zone: variable("TZ").filter(|zone| zone.contains('/')).or_else(linked_zone),
            language: language.and_then(|language| language_tag(&language)),
            person: settings.and_then(|settings| git_name(&settings)),
        }
    }
}

/// The zone that `/etc/localtime` leads to.
fn linked_zone() -> Option<String> {
    let to = std::fs::read_link("/etc/localtime").ok()?;
    let to = to.to_string_lossy();
    let (_, zone) = to.split_once("zoneinfo/")?;
    zone.contains('/').then(|| zone.to_owned()).filter(|zone| !zone.starts_with("Etc/"))
}

/// `de_DE.UTF-8` as a tag: `de`.
fn language_tag(text: &str) -> Option<String> {
    let language = text.split(['_', '.', '@']).next()?.to_lowercase();
    (language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(language)
}

/// `name` of the section `[user]`.
fn git_name(settings: &str) -> Option<String> {
    let user = settings.split("[user]").nth(1)?;
    let section = user.split("\n[").next()?;
    let line =
        section.lines().find_map(|line| line.trim().strip_prefix("name")?.trim_start().strip_prefix('='));
    line.map(|name| name.trim().trim_matches('"').to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_names_are_read_in_their_usual_shapes() {
        for (text, want) in
            [("de_DE.UTF-8", Some("de")), ("C.UTF-8", None), ("POSIX", None), ("fr", Some("fr"))]
        {
            assert_eq!(language_tag(text).as_deref(), want, "{text}");
        }
        let settings =
            "[core]\n\tname = no\n[user]\n\temail = a@b.example\n\tname = Ann Author\n[x]\n name = y\n";
        assert_eq!(git_name(settings).as_deref(), Some("Ann Author"));
        assert_eq!(git_name("[user]\n email = a\n[x]\nname = y"), None);
    }
}
