//! Reads the day of a date in all formats.

use super::calendar::month_number;
use super::error::DateError;
use super::scanner::Scanner;

impl Scanner<'_> {
    pub(super) fn day(&mut self) -> Result<(u16, u8, u8), DateError> {
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
}
