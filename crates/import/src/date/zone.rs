//! Time zones of the IANA database.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use lamplight_format::date::Date;

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
    pub(super) fn offset_of(&self, date: &Date) -> i16 {
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
