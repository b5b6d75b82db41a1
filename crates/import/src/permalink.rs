//! Addresses: from front matter, file name and pattern to one safe path.

use lamplight_format::date::Date;
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use crate::date::{month_name, week, weekday_name};
use crate::diagnostic::{Diagnostic, Position};
use crate::engine::{Engine, Engines};
use crate::slug::{is_mark, slugify};

/// Longest segment in bytes: file systems stop at 255, and `index.html.br` must fit beside.
const LONGEST: usize = 200;

/// Longest path in bytes: with the folder that it is in, file systems stop at 4096, and some hosts long before.
const LONGEST_PATH: usize = 1000;

/// What a file name tells: Jekyll's `2019-07-15-my-post.md`. That of `my-post/index.md` is its folder's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    /// The date, if the name begins with one.
    pub date: Option<Date>,
    /// The rest without its extension.
    pub stem: String,
}

impl FileName {
    /// Takes the path of a file apart, with `/` between its folders.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let mut segments = path.rsplit('/');
        let name = segments.next().unwrap_or_default();
        let folder = segments.next().filter(|folder| !folder.is_empty() && !folder.starts_with('_'));
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let stem = folder.filter(|_| stem.eq_ignore_ascii_case("index")).unwrap_or(stem);
        let mut parts = stem.splitn(4, '-');
        let number = |part: Option<&str>, longest: usize| {
            let part =
                part.filter(|p| (1..=longest).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))?;
            part.parse::<u16>().ok()
        };
        let (year, month, day, rest) = (
            number(parts.next().filter(|y| y.len() == 4), 4),
            number(parts.next(), 2),
            number(parts.next(), 2),
            parts.next(),
        );
        let date = match (year, month, day) {
            (Some(y), Some(m), Some(d)) => Date::new(y, m as u8, d as u8),
            _ => None,
        };
        match (date, rest) {
            (Some(date), Some(rest)) if !rest.is_empty() => Self { date: Some(date), stem: rest.to_owned() },
            _ => Self { date: None, stem: stem.to_owned() },
        }
    }
}

/// The date within a path, where neither front matter nor file name gives one: `2017/12/21/x.md`, `20171221-x.md`,
/// `2017.12.21 x.md`, `/2017/12/21/x/`.
#[must_use]
pub fn date_within(path: &str) -> Option<Date> {
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        (digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse::<u16>().ok())?
    };
    let of = |year: &str, month: &str, day: &str| {
        let year = number(year, 4..=4).filter(|year| (1990..2100).contains(year))?;
        Date::new(year, number(month, 1..=2)? as u8, number(day, 1..=2)? as u8)
    };
    let segments: Vec<&str> = path.split('/').collect();
    let folders = segments.windows(3).find_map(|w| of(w[0], w[1], w[2].split(['-', '_', ' ', '.']).next()?));
    let name = segments.last().copied().unwrap_or_default();
    let within_name = || {
        let parts: Vec<&str> = name.splitn(4, ['-', '_', ' ', '.']).collect();
        let parted = parts.len() >= 3;
        let whole = parts.first().filter(|first| first.len() == 8 && first.is_ascii());
        let basic = || whole.and_then(|first| of(&first[..4], &first[4..6], &first[6..]));
        if parted { of(parts[0], parts[1], parts[2]).or_else(basic) } else { basic() }
    };
    folders.or_else(within_name)
}

/// What a permalink pattern can be filled with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tokens<'a> {
    /// `:slug`, and `:title` as in Jekyll.
    pub slug: &'a str,
    /// What the post is called, for engines that make addresses of it.
    pub title: &'a str,
    /// Name of the file without its ending and date.
    pub name: &'a str,
    /// Folders that the file is in, below the one of all content, joined by slashes.
    pub folders: &'a str,
    /// `:year`, `:month`, `:day` and their kin.
    pub date: Option<Date>,
    /// `:categories`, joined by slashes.
    pub categories: &'a [String],
    /// Further words by their names: what else the front matter says, where an engine makes addresses of it.
    pub others: &'a [(String, String)],
    /// Whose words the pattern is in: engines mean different things by `:title` and `:slug`.
    pub engines: Engines,
}

/// Makes one URL segment of what an author calls a slug: kept as written if it is safe, else slugified.
/// `None` if nothing is left.
pub fn segment(written: &str) -> Option<String> {
    let decoded = percent_decode_str(written).decode_utf8_lossy();
    let decoded = composed(&decoded);
    let safe = |c: char| c.is_alphanumeric() || is_mark(c) || matches!(c, '-' | '_' | '.' | '~' | '+');
    let kept = if decoded.chars().all(safe) && !decoded.starts_with('.') && !decoded.ends_with('.') {
        decoded
    } else {
        slugify(&decoded)
    };
    let mut end = kept.len().min(LONGEST);
    while !kept.is_char_boundary(end) {
        end -= 1;
    }
    (end > 0).then(|| kept[..end].to_owned())
}

/// A category as Jekyll puts it into an address: in lower case, its blanks and signs kept as far as they are harmless.
fn category_segment(written: &str) -> String {
    let lower = composed(&written.to_lowercase());
    let harmless = |c: char| {
        c.is_alphanumeric()
            || is_mark(c)
            || matches!(c, '-' | '_' | '.' | '~' | '+' | ' ' | '&' | '!' | '\'' | ',')
    };
    let ok = lower.chars().all(harmless) && !lower.starts_with(['.', ' ']) && !lower.ends_with(['.', ' ']);
    if ok && !lower.is_empty() { lower } else { slugify(written) }
}

/// A text in the composed form (NFC), in which addresses are.
#[must_use]
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// The other form of a path, which old Macs wrote; `None` if it has only one.
#[must_use]
pub fn decomposed(path: &str) -> Option<String> {
    let other: String = path.nfd().collect();
    (other != path).then_some(other)
}

/// Fills a pattern and makes it safe: leading slash, no segment that leaves the folder, a trailing slash unless it
/// names a file. Each correction is told with its place.
pub fn expand(pattern: &str, tokens: &Tokens<'_>, at: Position, diagnostics: &mut Vec<Diagnostic>) -> String {
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

fn fill(pattern: &str, tokens: &Tokens<'_>, at: Position, diagnostics: &mut Vec<Diagnostic>) -> String {
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
            let all = folders().map(str::to_lowercase).chain([name.to_lowercase()]);
            all.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
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

/// A category as Hexo writes it into an address: in its own case.
fn hexo_slug(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || is_mark(c);
    name.split(|c: char| !plain(c)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Some of the folders of a path, as Hugo's `:sections[1:]` names them.
fn sections(all: Vec<String>, range: &str) -> String {
    let last = all.len().saturating_sub(1);
    let index = |text: &str, none: usize| match text.trim() {
        "" => none,
        "last" => last,
        number => number.parse().unwrap_or(none),
    };
    let (from, to) = match range.split_once(':') {
        Some((from, to)) => (index(from, 0), index(to, all.len())),
        None if range.is_empty() => (0, all.len()),
        None => (index(range, 0), index(range, 0) + 1),
    };
    all.get(from.min(all.len())..to.clamp(from.min(all.len()), all.len())).unwrap_or_default().join("/")
}

fn day_of_year(date: Date) -> i64 {
    let start = Date { month: 1, day: 1, ..date };
    (date.instant() - start.instant()) / 86_400 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(pattern: &str) -> (String, Vec<&'static str>) {
        let tokens = Tokens {
            slug: "my-post",
            date: Date::new(2019, 7, 5),
            categories: &["A b".into(), "C".into()],
            ..Tokens::default()
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
        let said = |engine: Engine, pattern: &str| {
            let categories = ["Open Source".to_owned(), "C++".to_owned(), "zh_CN".to_owned()];
            let tokens = Tokens {
                slug: "My_File",
                title: "A Post",
                name: "My_File",
                folders: "Lessons/deep",
                date: Date::new(2020, 1, 5),
                categories: &categories,
                engines: Engines::NONE.with(engine),
                others: &[("abbrlink".to_owned(), "3f2a".to_owned())],
            };
            let mut told = Vec::new();
            let path = expand(pattern, &tokens, Position::default(), &mut told);
            assert_eq!(told, [], "{pattern}");
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
            assert_eq!(said(engine, pattern), want, "{pattern}");
        }
    }

    #[test]
    fn addresses_keep_marks_and_are_composed() {
        for (written, want) in [("हिन्दी.html", "हिन्दी.html"), ("cafe\u{301}", "caf\u{e9}"), ("ক্ষমা", "ক্ষমা")]
        {
            assert_eq!(segment(written).as_deref(), Some(want));
        }
        assert_eq!(decomposed("/caf\u{e9}/").as_deref(), Some("/cafe\u{301}/"));
        assert_eq!(decomposed("/cafe/"), None);
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

    #[test]
    fn a_path_may_tell_the_date() {
        let of = |path: &str| date_within(path).map(|d| d.rfc3339()[..10].to_owned());
        for path in [
            "2017/12/21/x.md",
            "a/2017/12/21-x.md",
            "/2017/12/21/x/",
            "20171221-x.md",
            "2017.12.21 x.md",
            "2017-12-21.md",
            "b/2017_12_21_x.md",
            "2017/12/21/index.md",
        ] {
            assert_eq!(of(path).as_deref(), Some("2017-12-21"), "{path}");
        }
        for path in ["a.md", "2017/x.md", "1.2.3/x.md", "12345678.md", "2017-13-41-x.md", "v2017.1.md"] {
            assert_eq!(of(path), None, "{path}");
        }
    }

    #[test]
    fn file_names_tell_date_and_slug() {
        let of = |name: &str| {
            let f = FileName::of(name);
            (f.date.map(|d| d.rfc3339()[..10].to_owned()), f.stem)
        };
        assert_eq!(of("2019-07-15-my-post.md"), (Some("2019-07-15".into()), "my-post".into()));
        assert_eq!(of("2017-2-5-i-dont.md"), (Some("2017-02-05".into()), "i-dont".into()));
        assert_eq!(
            of("2018-10-12-trailing-dots...markdown"),
            (Some("2018-10-12".into()), "trailing-dots..".into())
        );
        assert_eq!(of("2019-13-45-x.md"), (None, "2019-13-45-x".into()));
        assert_eq!(of("about.md"), (None, "about".into()));
        assert_eq!(of("a/about.md"), (None, "about".into()));
        assert_eq!(of("a/v1.2/index.md"), (None, "v1.2".into()));
        assert_eq!(of("2019-07-15-my-post/index.md"), (Some("2019-07-15".into()), "my-post".into()));
        assert_eq!(of("index.md"), (None, "index".into()));
        assert_eq!(of("_posts/index.md"), (None, "index".into()));
        assert_eq!(of("2019-07-15.md"), (None, "2019-07-15".into()));
    }
}
