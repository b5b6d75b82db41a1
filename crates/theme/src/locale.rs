//! Dates in the words of a language: by `Intl` in the browser, by ICU4X natively. Both take theirs from CLDR.

use lamplight_format::date::Date;
use lamplight_format::model::Site;

/// How much of a date is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// `July 15, 2019`
    Long,
    /// `15 Jul`
    Short,
}

/// A day as its author wrote it, whole.
#[must_use]
pub fn long(site: &Site, date: Date) -> String {
    told(site, date, Style::Long)
}

/// A day within its year, for dense lists.
#[must_use]
pub fn short(site: &Site, date: Date) -> String {
    told(site, date, Style::Short)
}

/// Has ready what the first date takes longest for: the browser's own words for it.
pub fn prepare(site: &Site) {
    let some = Date { year: 2000, month: 1, day: 1, hour: 0, minute: 0, second: 0, offset: 0 };
    told(site, some, Style::Long);
}

fn told(site: &Site, date: Date, style: Style) -> String {
    // Before the year 1000 the two would say the era differently; such dates are slips anyway.
    let usual = (date.year >= 1000).then(|| format(&site.language, date, style)).flatten();
    usual.unwrap_or_else(|| date.rfc3339()[..10].to_owned())
}

#[cfg(not(target_arch = "wasm32"))]
fn format(language: &str, date: Date, style: Style) -> Option<String> {
    use std::cell::RefCell;

    use icu_calendar::{Date as Day, Gregorian};
    use icu_datetime::FixedCalendarDateTimeFormatter as Formatter;
    use icu_datetime::fieldsets::{MD, YMD};

    type Both = (Formatter<Gregorian, YMD>, Formatter<Gregorian, MD>);
    thread_local! {
        static LAST: RefCell<Option<(String, Both)>> = const { RefCell::new(None) };
    }
    // Digits as everywhere else on the page; and the calendar that addresses and archives count in.
    let day = Day::try_new_gregorian(date.year.into(), date.month, date.day).ok()?;
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|(known, _)| known != language) {
            let locale: icu_locale_core::Locale = format!("{language}-u-nu-latn").parse().ok()?;
            let long = Formatter::try_new((&locale).into(), YMD::long()).ok()?;
            let short = Formatter::try_new((&locale).into(), MD::medium()).ok()?;
            *last = Some((language.to_owned(), (long, short)));
        }
        let (_, (long, short)) = last.as_ref()?;
        Some(match style {
            Style::Long => long.format(&day).to_string(),
            Style::Short => short.format(&day).to_string(),
        })
    })
}

#[cfg(target_arch = "wasm32")]
fn format(language: &str, date: Date, style: Style) -> Option<String> {
    use std::cell::RefCell;

    use js_sys::{Array, Function, Object, Reflect};
    use wasm_bindgen::{JsCast, JsValue};

    thread_local! {
        /// The long and the short. Making one takes as long as drawing a post.
        static FORMATS: RefCell<[Option<(String, Function)>; 2]> = const { RefCell::new([None, None]) };
    }
    let get = |object: &JsValue, name: &str| Reflect::get(object, &JsValue::from_str(name)).ok();
    let midnight = Date { hour: 0, minute: 0, second: 0, offset: 0, ..date }.instant() as f64 * 1000.0;
    let options: &[(&str, &str)] = match style {
        Style::Long => &[("dateStyle", "long")],
        Style::Short => &[("month", "short"), ("day", "numeric")],
    };
    FORMATS.with_borrow_mut(|formats| {
        let format = &mut formats[style as usize];
        if format.as_ref().is_none_or(|(known, _)| known != language) {
            let tag = Array::of1(&JsValue::from_str(&[language, "-u-nu-latn"].concat()));
            let object = Object::new();
            for (key, value) in [("calendar", "gregory"), ("timeZone", "UTC")].iter().chain(options) {
                Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value)).ok()?;
            }
            let kind: Function = get(&get(&js_sys::global(), "Intl")?, "DateTimeFormat")?.dyn_into().ok()?;
            let made = Reflect::construct(&kind, &Array::of2(&tag, &object)).ok()?;
            let say = get(&made, "format")?.dyn_into().ok()?;
            *format = Some((language.to_owned(), say));
        }
        let (_, say) = format.as_ref()?;
        say.call1(&JsValue::UNDEFINED, &midnight.into()).ok()?.as_string()
    })
}
