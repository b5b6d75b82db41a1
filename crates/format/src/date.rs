//! Dates of posts, with the offset they were written in.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decimal;

/// A civil date and time with its offset from UTC. Ordered by the instant it names.
///
/// Serialised as RFC 3339 (`2019-07-15T18:14:00+00:00`); a date written without a time is midnight UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// 0 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// Minutes east of UTC.
    pub offset: i16,
}

impl Date {
    /// Midnight UTC of a civil day; `None` if the calendar has no such day.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let ok = year <= 9999 && (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
        ok.then_some(Self { year, month, day, hour: 0, minute: 0, second: 0, offset: 0 })
    }

    /// Seconds since 1970-01-01T00:00:00Z (proleptic Gregorian, no leap seconds).
    #[must_use]
    pub fn instant(&self) -> i64 {
        // Days from the civil date, with years that begin in March so that the leap day comes last.
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = era * 146_097 + day_of_era - 719_468;
        let clock = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        days * 86_400 + clock - i64::from(self.offset) * 60
    }

    /// For `datetime` attributes and feeds: `2019-07-15T18:14:00+00:00`.
    #[must_use]
    pub fn rfc3339(&self) -> String {
        let mut out = String::with_capacity(25);
        pad(&mut out, self.year.into(), 4);
        for (mark, part) in
            [('-', self.month), ('-', self.day), ('T', self.hour), (':', self.minute), (':', self.second)]
        {
            out.push(mark);
            pad(&mut out, part.into(), 2);
        }
        out.push(if self.offset < 0 { '-' } else { '+' });
        let minutes = u32::from(self.offset.unsigned_abs());
        pad(&mut out, minutes / 60, 2);
        out.push(':');
        pad(&mut out, minutes % 60, 2);
        out
    }

    /// Reads [`Date::rfc3339`] back.
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let number = |from: usize, to: usize| -> Option<u16> {
            let part = text.get(from..to)?;
            part.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| part.bytes().fold(0, |n, b| n * 10 + u16::from(b - b'0')))
        };
        let small = |from| number(from, from + 2).map(|n| n as u8);
        let date = Self::new(number(0, 4)?, small(5)?, small(8)?)?;
        let minutes = (number(20, 22)? * 60 + number(23, 25)?) as i16;
        let offset = if text.as_bytes().get(19) == Some(&b'-') { -minutes } else { minutes };
        Some(Self { hour: small(11)?, minute: small(14)?, second: small(17)?, offset, ..date })
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.instant().cmp(&other.instant()).then(self.offset.cmp(&other.offset))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.rfc3339())
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_rfc3339(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 date"))
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn pad(out: &mut String, n: u32, width: usize) {
    let digits = decimal(n);
    out.extend(std::iter::repeat_n('0', width.saturating_sub(digits.len())));
    out.push_str(&digits);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_match_known_ones() {
        let at = |text| Date::from_rfc3339(text).map(|d| d.instant());
        assert_eq!(at("1970-01-01T00:00:00+00:00"), Some(0));
        assert_eq!(at("2000-02-29T12:00:00+00:00"), Some(951_825_600));
        assert_eq!(at("2019-07-15T18:14:00-04:00"), Some(1_563_228_840));
        assert_eq!(at("2019-02-29T00:00:00+00:00"), None);
    }

    #[test]
    fn rfc3339_goes_there_and_back() {
        for text in ["2019-07-15T18:14:00+00:00", "0001-01-01T00:00:00-09:30", "9999-12-31T23:59:59+14:00"] {
            assert_eq!(Date::from_rfc3339(text).map(|d| d.rfc3339()).as_deref(), Some(text));
        }
    }
}
