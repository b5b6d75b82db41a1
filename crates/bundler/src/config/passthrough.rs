//! What a project of Eleventy copies as it is: `addPassthroughCopy("img")`. The program is read as text and never run.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

/// `addPassthroughCopy("folder")`, or `addPassthroughCopy({ "folder": "place" })`. Patterns, and texts with a value within, are not read.
static CALL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"\.addPassthroughCopy\(\s*(?:\{\s*)?["'`]([^"'`$*]+)["'`]\s*(?::\s*["'`]([^"'`$]*)["'`])?\s*[,)}]"#,
    )
    .ok()
});

/// Folders of a project that are copied: folder → path on the site. `input` is the folder of the content, whose name is in no address.
pub(super) fn folders(script: &str, root: &Path, input: &str) -> Vec<(String, String)> {
    let calls = calls(script).into_iter().filter(|(from, _)| root.join(from).is_dir());
    let folders = calls.map(|(from, to)| {
        let own = from.strip_prefix(input).unwrap_or(&from).trim_matches('/').to_owned();
        let to = to.unwrap_or(own);
        (from, if to.is_empty() { "/".to_owned() } else { format!("/{to}/") })
    });
    folders.collect()
}

/// What the calls name, and where it goes if they say so, without slashes at the ends.
pub(crate) fn calls(script: &str) -> Vec<(String, Option<String>)> {
    let Some(regex) = &*CALL else { return Vec::new() };
    let bare = |text: &str| text.trim_start_matches("./").trim_matches('/').to_owned();
    let code: Vec<&str> = script.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let calls = regex.captures_iter(&code).filter_map(|call| {
        let from = bare(call.get(1)?.as_str());
        let to = call.get(2).map(|to| bare(to.as_str().trim_start_matches('.')));
        let is_within = !from.contains("..") && !to.as_ref().is_some_and(|to| to.contains(".."));
        (!from.is_empty() && is_within).then_some((from, to))
    });
    calls.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_read_and_nothing_else() {
        let script = "c.addPassthroughCopy('img'); c.addPassthroughCopy({ \"./root/\": \"/\" });\n\
                      c.addPassthroughCopy(name); c.addPassthroughCopy('**/*.jpg'); c.addPassthroughCopy('../up');\n\
                      // c.addPassthroughCopy('old');\n";
        let want = [("img".to_owned(), None), ("root".to_owned(), Some(String::new()))];
        assert_eq!(calls(script), want);
    }

    #[test]
    fn the_folder_of_the_content_is_in_no_address() {
        let place = tempfile::tempdir().unwrap();
        for folder in ["src/photos", "root", "img"] {
            std::fs::create_dir_all(place.path().join(folder)).unwrap();
        }
        let script = "c.addPassthroughCopy('src/photos'); c.addPassthroughCopy({'root': '/'}); c.addPassthroughCopy('img');\
                      c.addPassthroughCopy('nowhere')";
        let found = folders(script, place.path(), "src");
        let found: Vec<(&str, &str)> = found.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
        assert_eq!(found, [("src/photos", "/photos/"), ("root", "/"), ("img", "/img/")]);
    }
}
