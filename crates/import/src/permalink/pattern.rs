//! Fills permalink patterns.

use lamplight_format::date::Date;
use percent_encoding::percent_decode_str;

use super::segment::{category_segment, hexo_slug, segment};
use crate::date::{month_name, week, weekday_name};
use crate::diagnostic::{Diagnostic, Position};
use crate::engine::{Engine, Engines};
use crate::slug::slugify;

/// Longest path in bytes: with the folder that it is in, file systems stop at 4096, and some hosts long before.
const LONGEST_PATH: usize = 1000;

/// The values for the placeholders of a permalink pattern.
#[derive(Clone, Copy, Debug, Default)]
pub struct PatternValues<'a> {
    /// `:slug`, and `:title` as in Jekyll.
    pub slug: &'a str,
    /// The title, for engines that use it in addresses.
    pub title: &'a str,
    /// Name of the file without its ending and date.
    pub name: &'a str,
    /// Folders of the file below the folder of content, joined by slashes.
    pub folders: &'a str,
    /// For `:year`, `:month`, `:day` and similar ones.
    pub date: Option<Date>,
    /// `:categories`, joined by slashes.
    pub categories: &'a [String],
    /// Further placeholders and their values: keys of front matter that engines use in addresses.
    pub others: &'a [(String, String)],
    /// The engines of the pattern: they differ in the meaning of `:title` and `:slug`.
    pub engines: Engines,
}

/// Fills a pattern and makes it safe: leading slash, no segment that leaves the folder, a trailing slash unless it
/// names a file. Each correction is reported.
pub fn expand(
    pattern: &str,
    tokens: &PatternValues<'_>,
    at: Position,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let pattern = match pattern.trim() {
        "date" => "/:categories/:year/:month/:day/:title.html",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title.html",
        "none" => "/:categories/:title.html",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title.html",
        other => other,
    };
    let filled = fill(pattern, tokens, at, diagnostics);
    let mut segments: Vec<String> = Vec::new();
    let mut unsafe_part = None;
    let without_host = filled
        .split_once("://")
        .map_or(filled.as_str(), |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = without_host.split(['?', '#']).next().unwrap_or_default();
    for (number, part) in path.split('/').enumerate() {
        if part.is_empty() {
            // Empty categories leave `//` behind, which is nobody's mistake; an author's own `//` is.
            if number > 0 && pattern.contains("//") {
                unsafe_part = Some("//".to_owned());
            }
            continue;
        }
        let decoded = percent_decode_str(part).decode_utf8_lossy().into_owned();
        let is_category = || tokens.categories.iter().any(|category| category_segment(category) == part);
        if tokens.engines.has(Engine::Jekyll) && is_category() {
            segments.push(part.to_owned());
            continue;
        }
        match segment(part) {
            Some(safe) => {
                if decoded.contains(['/', '\\']) || decoded.starts_with('.') {
                    unsafe_part = Some(part.to_owned());
                }
                segments.push(safe);
            }
            None => unsafe_part = Some(part.to_owned()),
        }
    }
    while segments.len() > 1 && segments.iter().map(|s| s.len() + 1).sum::<usize>() > LONGEST_PATH {
        unsafe_part = Some(segments.remove(0));
    }
    let path = ["/", segments.join("/").as_str()].concat();
    if let Some(part) = unsafe_part {
        diagnostics.push(Diagnostic::error(
            "permalink-unsafe",
            at,
            format!("`{part}` has no place in an address; the page is at `{path}`"),
            "use only names parted by single slashes",
        ));
    }
    let names_file = path.ends_with(".html");
    if names_file || path.ends_with('/') { path } else { path + "/" }
}

fn fill(
    pattern: &str,
    tokens: &PatternValues<'_>,
    at: Position,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(i) = rest.find(':') {
        out.push_str(&rest[..i]);
        let after = &rest[i + 1..];
        let len = after.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(after.len());
        let (name, tail) = after.split_at(len);
        rest = tail;
        let date = |pick: &dyn Fn(Date) -> String| tokens.date.map(pick);
        let hugo = tokens.engines.has_any(&[Engine::Hugo, Engine::Zola]);
        let hexo = tokens.engines.has(Engine::Hexo);
        let folders = || tokens.folders.split('/').filter(|folder| !folder.is_empty());
        let path = |name: &str| {
            let segments = folders().map(str::to_lowercase).chain([name.to_lowercase()]);
            segments.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
        };
        // `:sections[1:]`, `:sections[last]`
        let (range, behind) = match rest.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
            Some((range, behind)) if name == "sections" => (range, behind),
            _ => ("", rest),
        };
        rest = behind;
        let value = match name {
            "slug" if tokens.engines.has(Engine::Jekyll) => Some(tokens.slug.to_lowercase()),
            "title" if hugo => Some(slugify(tokens.title)),
            "title" if hexo => Some(path(tokens.name)),
            "slug" | "title" | "slugorfilename" | "slugorcontentbasename" => Some(tokens.slug.to_owned()),
            "post_title" => Some(slugify(tokens.title)),
            "hash" if hexo => tokens.date.map(|date| {
                let folders: String = folders().map(|folder| format!("{folder}/")).collect();
                let text = format!("{folders}{}{}", tokens.name, date.instant());
                sha1_smol::Sha1::from(text).digest().to_string()[..12].to_owned()
            }),
            "name" | "basename" | "filename" | "contentbasename" => Some(tokens.name.to_lowercase()),
            "path" => Some(path(tokens.slug)),
            "section" => Some(folders().next().unwrap_or_default().to_lowercase()),
            "sections" => Some(sections(folders().map(str::to_lowercase).collect(), range)),
            "collection" => Some("posts".to_owned()),
            "categories" if tokens.engines.has(Engine::Jekyll) => {
                let names = tokens.categories.iter().map(|c| category_segment(c)).filter(|c| !c.is_empty());
                Some(names.collect::<Vec<_>>().join("/"))
            }
            "categories" | "slugified_categories" => {
                let slugs = tokens.categories.iter().map(|c| slugify(c)).filter(|c| !c.is_empty());
                Some(slugs.collect::<Vec<_>>().join("/"))
            }
            "category" if hexo && !tokens.categories.is_empty() => {
                let names = tokens.categories.iter().map(|name| hexo_slug(name)).filter(|c| !c.is_empty());
                Some(names.collect::<Vec<_>>().join("/"))
            }
            "category" => {
                Some(tokens.categories.first().map_or_else(|| "uncategorized".to_owned(), |c| slugify(c)))
            }
            "year" => date(&|d| format!("{:04}", d.year)),
            "short_year" => date(&|d| format!("{:02}", d.year % 100)),
            "month" => date(&|d| format!("{:02}", d.month)),
            "i_month" => date(&|d| d.month.to_string()),
            "short_month" => date(&|d| month_name(d)[..3].to_owned()),
            "long_month" => date(&|d| month_name(d).to_owned()),
            "monthname" => date(&|d| month_name(d).to_lowercase()),
            "day" => date(&|d| format!("{:02}", d.day)),
            "i_day" => date(&|d| d.day.to_string()),
            "short_day" => date(&|d| weekday_name(d)[..3].to_owned()),
            "long_day" => date(&|d| weekday_name(d).to_owned()),
            "weekdayname" => date(&|d| weekday_name(d).to_lowercase()),
            "weekday" => date(&|d| (week(d).2 % 7).to_string()),
            "w_day" => date(&|d| week(d).2.to_string()),
            "week" => date(&|d| format!("{:02}", week(d).1)),
            "w_year" => date(&|d| week(d).0.to_string()),
            "y_day" => date(&|d| format!("{:03}", day_of_year(d))),
            "yearday" => date(&|d| day_of_year(d).to_string()),
            "hour" => date(&|d| format!("{:02}", d.hour)),
            "minute" => date(&|d| format!("{:02}", d.minute)),
            "second" => date(&|d| format!("{:02}", d.second)),
            "output_ext" => Some(".html".to_owned()),
            other if tokens.others.iter().any(|(name, _)| name == other) => {
                tokens.others.iter().find(|(name, _)| name == other).map(|(_, value)| slugify(value))
            }
            _ => {
                diagnostics.push(Diagnostic::warning(
                    "permalink-token",
                    at,
                    format!("`:{name}` is not a permalink token; it is taken as text"),
                    "docs/reference/settings.md lists the tokens: :slug, :title, :path, :year and others",
                ));
                Some(name.to_owned())
            }
        };
        match value {
            Some(value) => out.push_str(&value),
            None => diagnostics.push(Diagnostic::warning(
                "permalink-no-date",
                at,
                format!("`:{name}` needs a date and this post has none; it is left out of the address"),
                "add `publish_date`, or choose a permalink without a date",
            )),
        }
    }
    out.push_str(rest);
    out
}

/// A range of the folders of a path, such as `:sections[1:]` in Hugo.
fn sections(segments: Vec<String>, range: &str) -> String {
    let last = segments.len().saturating_sub(1);
    let index = |text: &str, none: usize| match text.trim() {
        "" => none,
        "last" => last,
        number => number.parse().unwrap_or(none),
    };
    let (from, to) = match range.split_once(':') {
        Some((from, to)) => (index(from, 0), index(to, segments.len())),
        None if range.is_empty() => (0, segments.len()),
        None => (index(range, 0), index(range, 0) + 1),
    };
    segments
        .get(from.min(segments.len())..to.clamp(from.min(segments.len()), segments.len()))
        .unwrap_or_default()
        .join("/")
}

fn day_of_year(date: Date) -> i64 {
    let start = Date { month: 1, day: 1, ..date };
    (date.instant() - start.instant()) / 86_400 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(pattern: &str) -> (String, Vec<&'static str>) {
        let tokens = PatternValues {
            slug: "my-post",
            date: Date::new(2019, 7, 5),
            categories: &["A b".into(), "C".into()],
            ..PatternValues::default()
        };
        let mut diagnostics = Vec::new();
        let path = expand(pattern, &tokens, Position::default(), &mut diagnostics);
        (path, diagnostics.iter().map(|d| d.code).collect())
    }

    #[test]
    fn patterns_become_paths() {
        for (pattern, want) in [
            ("/blog/:slug", "/blog/my-post/"),
            ("/:categories/:year/:month/:day/:title.html", "/a-b/c/2019/07/05/my-post.html"),
            ("pretty", "/a-b/c/2019/07/05/my-post/"),
            (":year/:y_day/:i_month-:i_day", "/2019/186/7-5/"),
            ("my_category/permalinked-post", "/my_category/permalinked-post/"),
            ("/", "/"),
        ] {
            assert_eq!(path(pattern), (want.to_owned(), vec![]), "{pattern}");
        }
    }

    #[test]
    fn each_engine_has_its_own_words() {
        let expanded = |engine: Engine, pattern: &str| {
            let categories = ["Open Source".to_owned(), "C++".to_owned(), "zh_CN".to_owned()];
            let tokens = PatternValues {
                slug: "My_File",
                title: "A Post",
                name: "My_File",
                folders: "Lessons/deep",
                date: Date::new(2020, 1, 5),
                categories: &categories,
                engines: Engines::NONE.with(engine),
                others: &[("abbrlink".to_owned(), "3f2a".to_owned())],
            };
            let mut diagnostics = Vec::new();
            let path = expand(pattern, &tokens, Position::default(), &mut diagnostics);
            assert_eq!(diagnostics, [], "{pattern}");
            path
        };
        for (engine, pattern, want) in [
            (Engine::Jekyll, "/:short_month/:title/", "/Jan/My_File/"),
            // The first twelve digits of SHA-1 of `Lessons/deep/My_File1578182400`.
            (Engine::Hexo, "/:hash/", "/bd8c3aecf20f/"),
            (Engine::Hexo, "/posts/:abbrlink.html", "/posts/3f2a.html"),
            (Engine::Hexo, "/:category/:name/", "/Open-Source/C/zh-CN/my_file/"),
            (Engine::Jekyll, "/:long_month/:long_day/:slug/", "/January/Sunday/my_file/"),
            (Engine::Jekyll, "weekdate", "/open source/c++/zh_cn/2020/W01/Sun/My_File.html"),
            (Engine::Jekyll, "/:w_year/:week/:w_day/:y_day/:title", "/2020/01/7/005/My_File/"),
            (Engine::Jekyll, "/:slugified_categories/:title/", "/open-source/c/zh-cn/My_File/"),
            (Engine::Hugo, "/:path/", "/lessons/deep/my_file/"),
            (Engine::Hugo, "/:section/:title/", "/lessons/a-post/"),
            (Engine::Hugo, "/:sections[1:]/:slug/", "/deep/My_File/"),
            (Engine::Hugo, "/:sections[last]/:filename/", "/deep/my_file/"),
            (
                Engine::Hugo,
                "/:year/:monthname/:weekdayname/:yearday/:slug/",
                "/2020/january/sunday/5/My_File/",
            ),
            (Engine::Hexo, ":year/:month/:day/:title/", "/2020/01/05/lessons/deep/my_file/"),
            (Engine::Hexo, ":category/:name/:post_title/", "/Open-Source/C/zh-CN/my_file/a-post/"),
        ] {
            assert_eq!(expanded(engine, pattern), want, "{pattern}");
        }
    }

    #[test]
    fn no_pattern_leaves_the_folder() {
        for (pattern, want) in [
            ("/../../etc/passwd", "/etc/passwd/"),
            ("/%2e%2e/%2E%2e/baddie.html", "/baddie.html"),
            ("/a//b", "/a/b/"),
            ("/a/..%2f..%2fb", "/a/b/"),
            ("\\\\..\\x", "/x/"),
        ] {
            let (got, codes) = path(pattern);
            assert_eq!((got.as_str(), codes.contains(&"permalink-unsafe")), (want, true), "{pattern}");
        }
        assert_eq!(path("/:nope/x"), ("/nope/x/".to_owned(), vec!["permalink-token"]));
    }
}
