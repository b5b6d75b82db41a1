//! Dates in the words of a language: by `Intl` in the browser, by ICU4X natively. Each takes its data from CLDR.

use lamplight_format::date::Date;
use lamplight_format::model::Site;

/// How a date is formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DateStyle {
    /// `July 15, 2019`
    Long,
    /// `15 Jul`
    Short,
}

/// A date with year.
#[must_use]
pub fn long(site: &Site, date: Date) -> String {
    format_date(site, date, DateStyle::Long)
}

/// A date without year, for dense lists.
#[must_use]
pub fn short(site: &Site, date: Date) -> String {
    format_date(site, date, DateStyle::Short)
}

/// Creates the formatter, which takes long, before the first date is needed.
pub fn prepare(site: &Site) {
    let some = Date { year: 2000, month: 1, day: 1, hour: 0, minute: 0, second: 0, offset: 0 };
    format_date(site, some, DateStyle::Long);
}

fn format_date(site: &Site, date: Date, style: DateStyle) -> String {
    // For years before 1000, `Intl` and ICU4X write the era differently. Such dates are typing errors anyway.
    let usual = (date.year >= 1000).then(|| format(&site.language, date, style)).flatten();
    usual.unwrap_or_else(|| date.rfc3339()[..10].to_owned())
}

#[cfg(not(target_arch = "wasm32"))]
fn format(language: &str, date: Date, style: DateStyle) -> Option<String> {
    use std::cell::RefCell;

    use icu_calendar::{Date as Day, Gregorian};
    use icu_datetime::FixedCalendarDateTimeFormatter as Formatter;
    use icu_datetime::fieldsets::{MD, YMD};

    type Formatters = (Formatter<Gregorian, YMD>, Formatter<Gregorian, MD>);
    thread_local! {
        static LAST: RefCell<Option<(String, Formatters)>> = const { RefCell::new(None) };
    }
    // Latin digits and the Gregorian calendar, as in the rest of the page.
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
            DateStyle::Long => long.format(&day).to_string(),
            DateStyle::Short => short.format(&day).to_string(),
        })
    })
}

#[cfg(target_arch = "wasm32")]
fn format(language: &str, date: Date, style: DateStyle) -> Option<String> {
    use std::cell::RefCell;

    use js_sys::{Array, Function, Object, Reflect};
    use wasm_bindgen::{JsCast, JsValue};

    thread_local! {
        /// Formatters for both styles. Creating one takes as long as rendering a post.
        static FORMATS: RefCell<[Option<(String, Function)>; 2]> = const { RefCell::new([None, None]) };
    }
    let get = |object: &JsValue, name: &str| Reflect::get(object, &JsValue::from_str(name)).ok();
    let midnight = Date { hour: 0, minute: 0, second: 0, offset: 0, ..date }.instant() as f64 * 1000.0;
    let options: &[(&str, &str)] = match style {
        DateStyle::Long => &[("dateStyle", "long")],
        DateStyle::Short => &[("month", "short"), ("day", "numeric")],
    };
    FORMATS.with_borrow_mut(|formats| {
        let format = &mut formats[style as usize];
        if format.as_ref().is_none_or(|(known, _)| known != language) {
            let tag = Array::of1(&JsValue::from_str(&[language, "-u-nu-latn"].concat()));
            let object = Object::new();
            for (key, value) in [("calendar", "gregory"), ("timeZone", "UTC")].iter().chain(options) {
                Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value)).ok()?;
            }
            let constructor: Function =
                get(&get(&js_sys::global(), "Intl")?, "DateTimeFormat")?.dyn_into().ok()?;
            let formatter = Reflect::construct(&constructor, &Array::of2(&tag, &object)).ok()?;
            let format_method = get(&formatter, "format")?.dyn_into().ok()?;
            *format = Some((language.to_owned(), format_method));
        }
        let (_, format_method) = format.as_ref()?;
        format_method.call1(&JsValue::UNDEFINED, &midnight.into()).ok()?.as_string()
    })
}
