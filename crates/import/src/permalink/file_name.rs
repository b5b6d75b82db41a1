//! Date and name in the name of a file, and its folders.

use lamplight_format::date::Date;

/// Date and name of a file such as `2019-07-15-my-post.md`. For `my-post/index.md`, the name is that of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    /// The date, if the name begins with one.
    pub date: Option<Date>,
    /// The rest without its extension.
    pub stem: String,
}

impl FileName {
    /// Parses the path of a file, with `/` between folders.
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

/// The date in a path, for posts whose front matter and file name have none: `2017/12/21/x.md`, `20171221-x.md`,
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

#[cfg(test)]
mod tests {
    use super::*;

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
