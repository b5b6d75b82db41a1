//! Reading dates in the shapes that authors write.

use super::Date;

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

/// A date, and whatever stood behind it that is not part of one (`2016-03-01 (optional)`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed<'a> {
    /// The date.
    pub date: Date,
    /// What was left over, trimmed; empty in a clean date.
    pub rest: &'a str,
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
}

/// Zone names seen in blogs, in minutes east of UTC. Names are ambiguous in general; these are the readings that
/// Ruby's `Time.parse` and RFC 2822 give.
const ZONES: [(&str, i16); 16] = [
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
    ("BST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("JST", 540),
    ("AEST", 600),
];

impl Date {
    /// Reads `2019-07-15`, `2019-7-5`, `2019/07/15`, `July 15, 2019`, `15 Jul 2019`, `Mon, 15 Jul 2019 …`, each
    /// with an optional time (`18:14`, `9:05:30.123`, `6:14 PM`) and an optional zone (`+0000`, `-500`,
    /// `+05:30`, `Z`, `EDT`). Without a zone the time is taken as UTC.
    ///
    /// # Errors
    /// [`DateError`] if there is no date at the start of `text`.
    pub fn parse(text: &str) -> Result<Parsed<'_>, DateError> {
        let mut s = Scanner { rest: text.trim() };
        let (year, month, day) = s.day().ok_or(DateError::Shape)?;
        let mut date = Self::new(year, month, day).ok_or(DateError::Calendar)?;
        let mut ahead = s;
        ahead.skip_separator();
        if let Some((hour, minute, second)) = ahead.clock()? {
            (date.hour, date.minute, date.second) = (hour, minute, second);
            s = ahead;
            ahead.rest = ahead.rest.trim_start();
            if let Some(offset) = ahead.zone()? {
                date.offset = offset;
                s = ahead;
            }
        }
        Ok(Parsed { date, rest: s.rest.trim() })
    }
}

#[derive(Clone, Copy)]
struct Scanner<'a> {
    rest: &'a str,
}

impl Scanner<'_> {
    fn day(&mut self) -> Option<(u16, u8, u8)> {
        let mut numeric = *self;
        if let Some(year) = numeric.number(4, 4) {
            let separator = numeric.one_of(&['-', '/', '.'])?;
            let month = numeric.number(1, 2)?;
            numeric.one_of(&[separator])?;
            let day = numeric.number(1, 2)?;
            *self = numeric;
            return Some((year, month as u8, day as u8));
        }
        // `Mon, 15 Jul 2019` and `Monday, July 15, 2019`: the name of the day says nothing new.
        let mut ahead = *self;
        if ahead.word().is_some() && ahead.one_of(&[',']).is_some() {
            ahead.rest = ahead.rest.trim_start();
            *self = ahead;
        }
        let day_first = self.number(1, 2);
        self.skip_blanks();
        let month = self.word().and_then(month_number)?;
        self.one_of(&['.']);
        self.skip_blanks();
        let day = match day_first {
            Some(day) => day,
            None => {
                let day = self.number(1, 2)?;
                for suffix in ["st", "nd", "rd", "th"] {
                    self.rest = self.rest.strip_prefix(suffix).unwrap_or(self.rest);
                }
                day
            }
        };
        self.one_of(&[',']);
        self.skip_blanks();
        Some((self.number(4, 4)?, month, day as u8))
    }

    fn clock(&mut self) -> Result<Option<(u8, u8, u8)>, DateError> {
        let mut s = *self;
        let Some(mut hour) = s.number(1, 2) else { return Ok(None) };
        if s.one_of(&[':']).is_none() {
            return Ok(None);
        }
        let Some(minute) = s.number(1, 2) else { return Ok(None) };
        let mut second = 0;
        if s.one_of(&[':']).is_some() {
            second = s.number(1, 2).ok_or(DateError::Shape)?;
            if s.rest.starts_with(['.', ',']) {
                let fraction = s.rest[1..].bytes().take_while(u8::is_ascii_digit).count();
                s.rest = &s.rest[1 + fraction..];
            }
        }
        let half = s.rest.trim_start();
        for (name, add) in [("am", 0), ("pm", 12)] {
            if half.get(..2).is_some_and(|h| h.eq_ignore_ascii_case(name)) {
                hour = hour % 12 + add;
                s.rest = &half[2..];
            }
        }
        if hour > 23 || minute > 59 || second > 60 {
            return Err(DateError::Calendar);
        }
        *self = s;
        // A leap second is folded into the one before it, as every calendar library here does.
        Ok(Some((hour as u8, minute as u8, second.min(59) as u8)))
    }

    fn zone(&mut self) -> Result<Option<i16>, DateError> {
        let mut s = *self;
        let Some(sign) = s.one_of(&['+', '-', '\u{2212}']) else {
            let mut named = *self;
            let zone = named.word().and_then(|w| ZONES.iter().find(|(name, _)| w.eq_ignore_ascii_case(name)));
            return Ok(zone.map(|(_, offset)| {
                *self = named;
                *offset
            }));
        };
        let digits = s.rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i16 = s.rest[..digits].parse().map_err(|_| DateError::Shape)?;
        s.rest = &s.rest[digits..];
        let (hours, minutes) = match digits {
            1 | 2 if s.one_of(&[':']).is_some() => (number, s.number(2, 2).ok_or(DateError::Shape)? as i16),
            1 | 2 => (number, 0),
            3 | 4 => (number / 100, number % 100),
            _ => return Err(DateError::Shape),
        };
        if hours > 15 || minutes > 59 {
            return Err(DateError::Calendar);
        }
        *self = s;
        let offset = hours * 60 + minutes;
        Ok(Some(if sign == '+' { offset } else { -offset }))
    }

    /// What may stand between a date and a time: blanks, `T`, `,`, `at`.
    fn skip_separator(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', ',']);
        for mark in ["T", "t", "at "] {
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

    fn word(&mut self) -> Option<&str> {
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
        ] {
            let parsed = Date::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!((parsed.date.rfc3339().as_str(), parsed.rest), (want, ""), "{text}");
        }
    }

    #[test]
    fn leftovers_are_told_and_nonsense_is_refused() {
        assert_eq!(Date::parse("2016-03-01 (optional)").map(|p| p.rest), Ok("(optional)"));
        assert_eq!(Date::parse("2016-02-30"), Err(DateError::Calendar));
        assert_eq!(Date::parse("2016-02-01 25:00"), Err(DateError::Calendar));
        for text in ["", "soon", "20160301", "2016-03", "March", "٢٠١٦-٠٣-٠١", "2016-"] {
            assert_eq!(Date::parse(text), Err(DateError::Shape), "{text}");
        }
    }
}
