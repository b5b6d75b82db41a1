//! Reads the time of day of a date.

use super::error::DateError;
use super::scanner::Scanner;

impl<'a> Scanner<'a> {
    pub(super) fn clock(&mut self) -> Result<Option<(u8, u8, u8)>, DateError> {
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
}
