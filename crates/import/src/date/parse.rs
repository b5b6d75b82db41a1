//! A date as authors write it.

use lamplight_format::date::Date;

use super::error::DateError;
use super::scanner::Scanner;
use super::zone::Zone;

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

impl Scanner<'_> {
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
