//! Months, weeks and days of the week.

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

pub(super) fn month_number(word: &str) -> Option<u8> {
    let full_or_short = |name: &str| {
        word.eq_ignore_ascii_case(name)
            || word.eq_ignore_ascii_case(&name[..3])
            || (word == "Sept" && name == "September")
    };
    MONTHS.iter().position(|name| full_or_short(name)).map(|i| i as u8 + 1)
}
