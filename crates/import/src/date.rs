//! Reading dates in the shapes that authors write, and the zones that they are in.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use lamplight_format::date::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The zone that a date is in which names none: see [`Zone::named`].
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// A zone as the IANA calls it: `Europe/Berlin`. The database is part of the program. `None` if it knows no such zone.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if name.is_empty() {
            return Some(Self::default());
        }
        TimeZone::get(name).ok().map(Self)
    }

    /// A moment as the clocks of the zone show it.
    #[must_use]
    pub fn shown(&self, date: Date) -> Date {
        self.at(date.instant()).unwrap_or(date)
    }

    /// The civil time of a date in the zone.
    #[must_use]
    pub fn begun(&self, date: Date) -> Date {
        Date { offset: self.offset_of(&date), ..date }
    }

    /// A moment in seconds since 1970 as the clocks of the zone show it.
    #[must_use]
    pub fn at(&self, seconds: i64) -> Option<Date> {
        let zoned = Timestamp::from_second(seconds).ok()?.to_zoned(self.0.clone());
        let date = Date::new(
            u16::try_from(zoned.year()).ok()?,
            zoned.month().cast_unsigned(),
            zoned.day().cast_unsigned(),
        )?;
        Some(Date {
            hour: zoned.hour().cast_unsigned(),
            minute: zoned.minute().cast_unsigned(),
            second: zoned.second().cast_unsigned(),
            offset: minutes(zoned.offset()),
            ..date
        })
    }

    /// Minutes east of UTC at a civil time of a date, its own offset aside.
    fn offset_of(&self, date: &Date) -> i16 {
        let (year, month, day) = (date.year.cast_signed(), date.month.cast_signed(), date.day.cast_signed());
        let civil = jiff::civil::DateTime::new(
            year,
            month,
            day,
            date.hour.cast_signed(),
            date.minute.cast_signed(),
            date.second.cast_signed(),
            0,
        );
        let zoned = civil.ok().and_then(|civil| self.0.to_zoned(civil).ok());
        zoned.map_or(0, |zoned| minutes(zoned.offset()))
    }
}

fn minutes(offset: jiff::tz::Offset) -> i16 {
    i16::try_from(offset.seconds() / 60).unwrap_or(0)
}

/// The month of a date in English, whole.
#[must_use]
pub fn month_name(date: Date) -> &'static str {
    MONTHS[usize::from(date.month.clamp(1, 12)) - 1]
}

/// The day of the week of a date in English, whole.
#[must_use]
pub fn weekday_name(date: Date) -> &'static str {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    DAYS[usize::from(week(date).2.clamp(1, 7)) - 1]
}

/// Year, week and day of the week (from Monday, 1) of a date as ISO 8601 counts them.
#[must_use]
pub fn week(date: Date) -> (i16, u8, u8) {
    let (year, month, day) = (date.year.cast_signed(), date.month.cast_signed(), date.day.cast_signed());
    jiff::civil::Date::new(year, month, day).map_or((0, 0, 1), |date| {
        let week = date.iso_week_date();
        (week.year(), week.week().cast_unsigned(), week.weekday().to_monday_one_offset().cast_unsigned())
    })
}

/// A date, and whatever stood behind it that is not part of one (`2016-03-01 (optional)`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed<'a> {
    /// The date.
    pub date: Date,
    /// What was left over, trimmed; empty in a clean date.
    pub rest: &'a str,
    /// Whether what was left over names a zone or a time that can't be read, so that the hour may be another.
    pub unclear: bool,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The shape is unknown.
    #[error("this is not a date in a known shape")]
    Shape,
    /// The shape is right, the calendar has no such day or the clock no such time.
    #[error("there is no such day or time")]
    Calendar,
    /// Day and month can't be told apart: `06/01/2024`.
    #[error("day and month can't be told apart")]
    Ambiguous,
}

/// Zone names seen in blogs, in minutes east of UTC: those of Ruby's `Time.parse` and RFC 2822 as these read them, and
/// others that mean one thing only. `IST` (India, Ireland, Israel), `AST`, `SST` and `GST` are not among them.
const ZONES: [(&str, i16); 56] = [
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
    ("ADT", -180),
    ("NST", -210),
    ("NDT", -150),
    ("BRT", -180),
    ("ART", -180),
    ("WET", 0),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("MEZ", 60),
    ("MESZ", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("TRT", 180),
    ("WAT", 60),
    ("CAT", 120),
    ("SAST", 120),
    ("EAT", 180),
    ("PKT", 300),
    ("NPT", 345),
    ("ICT", 420),
    ("WIB", 420),
    ("WITA", 480),
    ("WIT", 540),
    ("HKT", 480),
    ("SGT", 480),
    ("PHT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("ACST", 570),
    ("ACDT", 630),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
    ("CHST", 600),
    ("UYT", -180),
    ("PYT", -180),
    ("COT", -300),
];

/// Seconds since 1970 that a number may mean: from 2001 to 2096.
const SECONDS: std::ops::Range<i64> = 978_307_200..4_000_000_000;

/// Reads `2019-07-15`, `2019-7-5`, `2019/07/15`, `20190715`, `2019年7月15日`, `15.7.2019`, `July 15, 2019`, `15 Jul 2019`,
/// `Mon, 15 Jul 2019 …`, each with an optional time (`18:14`, `9:05:30.123`, `6:14 PM`, `9am`, `T181400`) and an optional
/// zone (`+0000`, `-500`, `+05:30`, `Z`, `EDT`, `Europe/Berlin`), and seconds since 1970. Without a zone the time is one of
/// `zone`.
///
/// # Errors
/// [`DateError`] if there is no date at the start of `text`.
pub fn parse<'a>(text: &'a str, zone: &Zone) -> Result<Parsed<'a>, DateError> {
    let text = text.trim();
    if let Some(date) = of_seconds(text, zone) {
        return Ok(Parsed { date, rest: "", unclear: false });
    }
    let mut s = Scanner { rest: text };
    let (year, month, day) = s.day()?;
    let mut date = Date::new(year, month, day).ok_or(DateError::Calendar)?;
    let mut offset = None;
    let mut ahead = s;
    ahead.skip_separator();
    // The day is clear, whatever follows it.
    let clock = ahead.clock();
    let mut unclear = clock.is_err() || matches!(clock, Ok(None)) && looks_like_time(ahead.rest);
    if let Ok(Some((hour, minute, second))) = clock {
        (date.hour, date.minute, date.second) = (hour, minute, second);
        s = ahead;
        match ahead.zone(&date) {
            Some(found) => {
                offset = Some(found);
                s = ahead;
            }
            None => unclear = !s.rest.trim().is_empty(),
        }
    }
    date.offset = offset.unwrap_or_else(|| zone.offset_of(&date));
    Ok(Parsed { date, rest: s.rest.trim(), unclear })
}

/// A number of ten digits is seconds, one of thirteen milliseconds.
fn of_seconds(text: &str, zone: &Zone) -> Option<Date> {
    let number: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        9 | 10 => number,
        13 => number / 1000,
        _ => return None,
    };
    SECONDS.contains(&seconds).then(|| zone.at(seconds)).flatten()
}

/// Whether what follows a day was meant as a time.
fn looks_like_time(rest: &str) -> bool {
    rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) && rest.contains(':')
}

#[derive(Clone, Copy)]
struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    fn day(&mut self) -> Result<(u16, u8, u8), DateError> {
        for shape in [Self::basic, Self::year_first, Self::cjk] {
            let mut numeric = *self;
            if let Some(day) = shape(&mut numeric) {
                *self = numeric;
                return Ok(day);
            }
        }
        if let Some(day) = self.year_last()? {
            return Ok(day);
        }
        self.named_month().ok_or(DateError::Shape)
    }

    /// `20190715`, alone or before a `T`.
    fn basic(&mut self) -> Option<(u16, u8, u8)> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let whole = self.rest[digits..].trim_start();
        let follows =
            whole.is_empty() || whole.starts_with(['T', 't', '-', '+', '(']) || digits < self.rest.len();
        if digits != 8 || !follows {
            return None;
        }
        let number: u32 = self.rest[..8].parse().ok()?;
        self.rest = &self.rest[8..];
        Some(((number / 10_000) as u16, (number / 100 % 100) as u8, (number % 100) as u8))
    }

    fn year_first(&mut self) -> Option<(u16, u8, u8)> {
        let year = self.number(4, 4)?;
        let separator = self.one_of(&['-', '/', '.'])?;
        if separator == '.' {
            self.rest = self.rest.trim_start_matches(' ');
        }
        let month = self.number(1, 2)?;
        self.one_of(&[separator])?;
        if separator == '.' {
            self.rest = self.rest.trim_start_matches(' ');
        }
        let day = self.number(1, 2)?;
        if separator == '.' {
            self.one_of(&['.']);
        }
        Some((year, month as u8, day as u8))
    }

    /// `2024年1月6日`, `2024년 1월 6일`.
    fn cjk(&mut self) -> Option<(u16, u8, u8)> {
        let mut part = |least, most, marks: &[char]| {
            self.rest = self.rest.trim_start_matches(' ');
            let number = self.number(least, most)?;
            self.rest = self.rest.trim_start_matches(' ');
            self.one_of(marks).map(|_| number)
        };
        let (year, month) = (part(4, 4, &['年', '년'])?, part(1, 2, &['月', '월'])?);
        Some((year, month as u8, part(1, 2, &['日', '일', '号'])? as u8))
    }

    /// `15.7.2019` is Europe's way. With slashes it is the day that comes first, or the month: who knows, if both could be.
    fn year_last(&mut self) -> Result<Option<(u16, u8, u8)>, DateError> {
        let mut s = *self;
        let mut read = || {
            let first = s.number(1, 2)?;
            let separator = s.one_of(&['.', '/', '-'])?;
            s.rest = s.rest.trim_start_matches(' ');
            let second = s.number(1, 2)?;
            s.one_of(&[separator])?;
            s.rest = s.rest.trim_start_matches(' ');
            Some((first as u8, second as u8, s.number(4, 4)?, separator))
        };
        let Some((first, second, year, separator)) = read() else { return Ok(None) };
        let day = match (first, second) {
            _ if separator == '.' => (year, second, first),
            (13.., 1..=12) => (year, second, first),
            (1..=12, 13..) => (year, first, second),
            _ if first == second => (year, first, second),
            _ => return Err(DateError::Ambiguous),
        };
        *self = s;
        Ok(Some(day))
    }

    /// `Mon, 15 Jul 2019` and `Monday, July 15, 2019`: the name of the day says nothing new.
    fn named_month(&mut self) -> Option<(u16, u8, u8)> {
        let mut ahead = *self;
        if ahead.word().is_some_and(|word| month_number(word).is_none()) {
            ahead.one_of(&[',', '.']);
            ahead.rest = ahead.rest.trim_start_matches([' ', ',']);
            *self = ahead;
        }
        let day_first = self.number(1, 2);
        if day_first.is_some() {
            self.ordinal();
        }
        self.skip_blanks();
        if let Some(rest) = self.rest.strip_prefix("of ") {
            self.rest = rest;
        }
        let month = self.word().and_then(month_number)?;
        self.one_of(&['.']);
        self.skip_blanks();
        let day = match day_first {
            Some(day) => day,
            None => {
                let day = self.number(1, 2)?;
                self.ordinal();
                day
            }
        };
        self.one_of(&[',']);
        self.skip_blanks();
        Some((self.number(4, 4)?, month, day as u8))
    }

    fn ordinal(&mut self) {
        for suffix in ["st", "nd", "rd", "th", "."] {
            self.rest = self.rest.strip_prefix(suffix).unwrap_or(self.rest);
        }
    }

    fn clock(&mut self) -> Result<Option<(u8, u8, u8)>, DateError> {
        let mut s = *self;
        let digits = s.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (mut hour, mut minute, mut second);
        let basic = matches!(digits, 4 | 6) && !s.rest[digits..].starts_with(':');
        (minute, second) = (0, 0);
        if basic {
            let mut two = || {
                let number = s.rest.get(..2).and_then(|two| two.parse().ok()).unwrap_or(0);
                s.rest = s.rest.get(2..).unwrap_or_default();
                number
            };
            (hour, minute) = (two(), two());
            second = if digits == 6 { two() } else { 0 };
        } else {
            let Some(found) = s.number(1, 2) else { return Ok(None) };
            hour = found;
            if s.one_of(&[':', 'h']).is_some() {
                let Some(found) = s.number(1, 2) else { return Ok(None) };
                minute = found;
                if s.one_of(&[':']).is_some() {
                    second = s.number(1, 2).ok_or(DateError::Shape)?;
                }
            } else if s.half().is_none() {
                return Ok(None);
            }
        }
        if s.rest.starts_with(['.', ',']) && s.rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
            let fraction = s.rest[1..].bytes().take_while(u8::is_ascii_digit).count();
            s.rest = &s.rest[1 + fraction..];
        }
        if let Some((add, rest)) = s.half() {
            if hour > 12 && add == 0 {
                return Err(DateError::Calendar);
            }
            hour = if hour > 12 { hour } else { hour % 12 + add };
            s.rest = rest;
        }
        if hour > 23 || minute > 59 || second > 60 {
            return Err(DateError::Calendar);
        }
        *self = s;
        // A leap second is folded into the one before it, as every calendar library here does.
        Ok(Some((hour as u8, minute as u8, second.min(59) as u8)))
    }

    /// `am` and `pm` as words of their own: the beginning of `America/…` is neither.
    fn half(&self) -> Option<(u16, &'a str)> {
        let rest = self.rest.trim_start();
        for (name, add) in [("a.m.", 0), ("p.m.", 12), ("am", 0), ("pm", 12)] {
            let Some(start) = rest.get(..name.len()) else { continue };
            let after = &rest[name.len()..];
            if start.eq_ignore_ascii_case(name)
                && !after.starts_with(|c: char| c.is_alphanumeric() || c == '/')
            {
                return Some((add, after));
            }
        }
        None
    }

    /// Minutes east of UTC, if the text goes on with a zone that is clear.
    fn zone(&mut self, date: &Date) -> Option<i16> {
        self.rest = self.rest.trim_start();
        let mut s = *self;
        if let Some(sign) = s.one_of(&['+', '-', '\u{2212}']) {
            let offset = s.numeric_zone(sign)?;
            s.repeated();
            *self = s;
            return Some(offset);
        }
        let end = s.rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '-')));
        let (name, rest) = s.rest.split_at(end.unwrap_or(s.rest.len()));
        if name.contains('/') {
            let zone = Zone::named(name)?;
            self.rest = rest;
            return Some(zone.offset_of(date));
        }
        let word = s.word()?;
        let (_, known) = ZONES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name))?;
        // `GMT+0100 (CET)`, as JavaScript writes it.
        let mut ahead = s;
        let more = ahead.one_of(&['+', '-']).and_then(|sign| ahead.numeric_zone(sign));
        if let Some(more) = more.filter(|_| *known == 0) {
            ahead.repeated();
            *self = ahead;
            return Some(more);
        }
        *self = s;
        Some(*known)
    }

    fn numeric_zone(&mut self, sign: char) -> Option<i16> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i16 = self.rest[..digits].parse().ok()?;
        self.rest = &self.rest[digits..];
        let (hours, minutes) = match digits {
            1 | 2 if self.one_of(&[':']).is_some() => (number, self.number(2, 2)? as i16),
            1 | 2 => (number, 0),
            3 | 4 => (number / 100, number % 100),
            _ => return None,
        };
        let offset = hours * 60 + minutes;
        (hours <= 15 && minutes <= 59).then_some(if sign == '+' { offset } else { -offset })
    }

    /// Behind an offset the name of its zone says nothing new: `+0530 IST`, `(CET)`, `[Europe/Berlin]`.
    fn repeated(&mut self) {
        let rest = self.rest.trim_start();
        let (open, close) = match rest.chars().next() {
            Some('(') => ('(', ')'),
            Some('[') => ('[', ']'),
            _ => {
                let mut ahead = Scanner { rest };
                if ahead.word().is_some_and(|word| word.len() <= 5) && ahead.rest.trim().is_empty() {
                    *self = ahead;
                }
                return;
            }
        };
        let inside = rest.strip_prefix(open).and_then(|rest| rest.split_once(close));
        if let Some((_, after)) = inside {
            self.rest = after;
        }
    }

    /// What may stand between a date and a time: blanks, `T`, `,`, `at`.
    fn skip_separator(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', ',']);
        for mark in ["T", "t", "at ", "um "] {
            if let Some(rest) = self.rest.strip_prefix(mark)
                && rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
            {
                self.rest = rest.trim_start();
                return;
            }
        }
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '-']);
    }

    fn number(&mut self, least: usize, most: usize) -> Option<u16> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let fits = digits >= least && digits <= most;
        let number = fits.then(|| self.rest[..digits].parse().ok()).flatten()?;
        self.rest = &self.rest[digits..];
        Some(number)
    }

    fn word(&mut self) -> Option<&'a str> {
        let letters = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (word, rest) = self.rest.split_at(letters);
        self.rest = rest;
        (letters > 0).then_some(word)
    }

    fn one_of(&mut self, marks: &[char]) -> Option<char> {
        let c = self.rest.chars().next().filter(|c| marks.contains(c))?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }
}

fn month_number(word: &str) -> Option<u8> {
    let full_or_short = |name: &str| {
        word.eq_ignore_ascii_case(name)
            || word.eq_ignore_ascii_case(&name[..3])
            || (word == "Sept" && name == "September")
    };
    MONTHS.iter().position(|name| full_or_short(name)).map(|i| i as u8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_of_real_blogs_is_read() {
        for (text, want) in [
            ("2019-07-15 18:14:00 +0000", "2019-07-15T18:14:00+00:00"),
            ("2013-01-28T13:38:00.000+00:00", "2013-01-28T13:38:00+00:00"),
            ("2014-05-14T11:02:00-04:00", "2014-05-14T11:02:00-04:00"),
            ("2015-03-17T09:00:00.123Z", "2015-03-17T09:00:00+00:00"),
            ("2016-03-01", "2016-03-01T00:00:00+00:00"),
            ("2017-2-5", "2017-02-05T00:00:00+00:00"),
            ("2016-03-01 10:30", "2016-03-01T10:30:00+00:00"),
            ("2016-03-01 9:30", "2016-03-01T09:30:00+00:00"),
            ("2016-03-01 10:30:59", "2016-03-01T10:30:59+00:00"),
            ("2016-03-01 10:30 EDT", "2016-03-01T10:30:00-04:00"),
            ("2016-03-01 10:30-500", "2016-03-01T10:30:00-05:00"),
            ("2010-01-10 13:07:09 +05:30", "2010-01-10T13:07:09+05:30"),
            ("April 12, 2018", "2018-04-12T00:00:00+00:00"),
            ("August 9, 2018", "2018-08-09T00:00:00+00:00"),
            ("15 Jul 2019 6:14 PM", "2019-07-15T18:14:00+00:00"),
            ("Mon, 15 Jul 2019 18:14:00 GMT", "2019-07-15T18:14:00+00:00"),
            ("2019/07/15 12:00 AM", "2019-07-15T00:00:00+00:00"),
            ("20240107T101500Z", "2024-01-07T10:15:00+00:00"),
            ("20240107", "2024-01-07T00:00:00+00:00"),
            ("2024-01-05 20:00:00 America/Los_Angeles", "2024-01-05T20:00:00-08:00"),
            ("2024-07-05 20:00:00 America/Los_Angeles", "2024-07-05T20:00:00-07:00"),
            ("2024-01-06 08:00 AEDT", "2024-01-06T08:00:00+11:00"),
            ("6 January 2024 at 9am BST", "2024-01-06T09:00:00+01:00"),
            ("6th of January 2024, 9 p.m.", "2024-01-06T21:00:00+00:00"),
            ("2024年1月6日", "2024-01-06T00:00:00+00:00"),
            ("2024년 1월 6일 9:30", "2024-01-06T09:30:00+00:00"),
            ("1704499200", "2024-01-06T00:00:00+00:00"),
            ("1704499200000", "2024-01-06T00:00:00+00:00"),
            ("13/01/2024", "2024-01-13T00:00:00+00:00"),
            ("1/13/2024 6:05 pm", "2024-01-13T18:05:00+00:00"),
            ("6.1.2024", "2024-01-06T00:00:00+00:00"),
            ("2024-01-06 10:00 +0530 IST", "2024-01-06T10:00:00+05:30"),
            ("Sat Jan 06 2024 10:00:00 GMT+0100 (CET)", "2024-01-06T10:00:00+01:00"),
            ("2024-01-06T10:00:00+01:00[Europe/Berlin]", "2024-01-06T10:00:00+01:00"),
            ("2015-05-28 23:23:39.00000000 -05:00", "2015-05-28T23:23:39-05:00"),
            ("Jul 08 2022", "2022-07-08T00:00:00+00:00"),
        ] {
            let parsed = parse(text, &Zone::default()).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!((parsed.date.rfc3339().as_str(), parsed.rest), (want, ""), "{text}");
        }
    }

    #[test]
    fn a_date_without_a_zone_is_in_that_of_the_site() {
        let zone = Zone::named("America/New_York").unwrap();
        for (text, want) in [
            ("2015-05-28 23:23:39", "2015-05-28T23:23:39-04:00"),
            ("2015-12-28 23:23:39", "2015-12-28T23:23:39-05:00"),
            ("2015-05-28", "2015-05-28T00:00:00-04:00"),
            ("2015-05-28 23:23:39 Z", "2015-05-28T23:23:39+00:00"),
        ] {
            assert_eq!(parse(text, &zone).unwrap().date.rfc3339(), want, "{text}");
        }
        let west = parse("2024-08-08 22:44:26 -0700", &zone).unwrap().date;
        assert_eq!(zone.shown(west).rfc3339(), "2024-08-09T01:44:26-04:00");
        assert!(Zone::named("Mars/Olympus").is_none());
    }

    #[test]
    fn what_is_unclear_is_said_and_the_day_stays() {
        let parsed = |text| parse(text, &Zone::default()).map(|p| (p.date.rfc3339(), p.rest, p.unclear));
        let day = |time: &str| format!("2024-01-05T{time}+00:00");
        assert_eq!(parsed("2024-01-05 (optional)"), Ok((day("00:00:00"), "(optional)", false)));
        assert_eq!(parsed("2024-01-05 20:00 IST"), Ok((day("20:00:00"), "IST", true)));
        assert_eq!(parsed("2024-01-05 20:00 Mars/Olympus"), Ok((day("20:00:00"), "Mars/Olympus", true)));
        assert_eq!(parsed("2024-01-05 25:00"), Ok((day("00:00:00"), "25:00", true)));
        assert_eq!(parsed("06/01/2024"), Err(DateError::Ambiguous));
        assert_eq!(parsed("2016-02-30"), Err(DateError::Calendar));
        for text in ["", "soon", "2016-03", "March", "٢٠١٦-٠٣-٠١", "2016-", "123", "99999999999999999999"]
        {
            assert_eq!(parsed(text), Err(DateError::Shape), "{text}");
        }
    }
}
