//! The zone of a date, as a number or a name.

use lamplight_format::date::Date;

use super::scanner::Scanner;
use super::zone::Zone;

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

impl Scanner<'_> {
    /// Minutes east of UTC, if the text goes on with a zone that is clear.
    pub(super) fn zone(&mut self, date: &Date) -> Option<i16> {
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
}
