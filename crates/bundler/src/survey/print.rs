//! A survey for people.

use std::fmt::Write;

use super::Survey;

/// Diagnostics by which marks of an engine are left out of a post, or shown as they stand.
const MARKS: [&str; 14] = [
    "liquid-tag",
    "liquid-value",
    "liquid-filter",
    "liquid-condition",
    "liquid-loop",
    "liquid-include",
    "liquid-link",
    "shortcode-unknown",
    "shortcode-lost",
    "include-lost",
    "embed-lost",
    "query-lost",
    "container-unknown",
    "icon-lost",
];

impl Survey {
    /// How many marks of the engine in posts are left out, or shown as they stand.
    #[must_use]
    pub fn marks(&self) -> usize {
        MARKS.iter().filter_map(|code| self.by_code.get(*code)).sum()
    }

    /// Counts for people, in lines that end: what is in the folder, and what becomes of it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        let counts = &self.counts;
        let read_as = match self.recognised.is_empty() {
            true => "a folder of Markdown".to_owned(),
            false => self.recognised.join(", "),
        };
        let _ = writeln!(out, "Read as {read_as}.");
        let groups = [
            (counts.posts, "published as posts"),
            (counts.pages, "published as pages"),
            (counts.unlisted, "published, and in no list"),
            (counts.drafts, "not published: drafts"),
            (counts.future, "not published before their dates"),
            (counts.held, "not published: private or expired"),
            (counts.refused, "not published: they can't be read"),
        ];
        let _ = writeln!(out, "{:>6}  {}", counts.texts, noun(counts.texts, "text", "texts"));
        for (count, what) in groups.iter().filter(|(count, _)| *count > 0) {
            let _ = writeln!(out, "{count:>6}    {what}");
        }
        for group in &self.not_read {
            let names = examples(&group.examples, group.count);
            let _ = writeln!(out, "{:>6}    not posts: {} ({names})", group.count, group.why);
        }
        let _ = writeln!(
            out,
            "{:>6}  {} copied",
            counts.files,
            noun(counts.files, "picture or other file", "pictures and other files")
        );
        let languages: Vec<String> =
            self.languages.iter().map(|(language, count)| format!("{language} {count}")).collect();
        if languages.len() > 1 {
            let _ = writeln!(out, "        languages: {}", languages.join(", "));
        }
        let marks = self.marks();
        if !self.left_behind.is_empty() || marks > 0 {
            let _ = writeln!(out, "What does not come along:");
            for one in &self.left_behind {
                let _ =
                    writeln!(out, "{:>6}  {} ({})", one.count, one.what, examples(&one.examples, one.count));
            }
            if marks > 0 {
                let what = noun(marks, "mark in posts", "marks in posts");
                let _ =
                    writeln!(out, "{marks:>6}  {what} without a meaning here (`lamplight check` names each)");
            }
        }
        out
    }
}

/// Names, and dots if there are more.
fn examples(names: &[String], count: usize) -> String {
    let more = if count > names.len() { ", …" } else { "" };
    format!("{}{more}", names.join(", "))
}

fn noun<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}
