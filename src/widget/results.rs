//! The list of search results.

use lamplight_format::date::Date;
use lamplight_format::model::Site;
use lamplight_search::{MarkedText, SearchHit};
use leptos::either::Either;
use leptos::prelude::*;

use lamplight_format::route::url_of_section;
use lamplight_theme::locale;

/// One result.
#[derive(Clone)]
pub struct ResultRow {
    href: String,
    title: MarkedText,
    /// The heading above the text; empty above the first.
    place: MarkedText,
    text: MarkedText,
    /// For the attribute `datetime`, and for readers.
    date: Option<(String, String)>,
}

impl ResultRow {
    /// A row for a search hit.
    #[must_use]
    pub fn new(site: &Site, found: SearchHit) -> Self {
        let (id, place) = found.section;
        let date = date(&found.date).map(|date| locale::long(site, date));
        Self {
            href: url_of_section(&site.base, &found.path, &id),
            title: found.title,
            place,
            text: found.text,
            date: date.map(|date| (found.date, date)),
        }
    }
}

/// A date of the index, `2026-11-24`.
fn date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// A list of results, the best first.
pub fn results(rows: Vec<ResultRow>) -> impl IntoView {
    view! { <ol class="results">{rows.into_iter().map(row).collect_view()}</ol> }
}

fn row(row: ResultRow) -> impl IntoView {
    let place = row.place.iter().any(|(text, _)| !text.is_empty());
    view! {
        <li>
            <a href=row.href>
                <span class="result-title">{marked(row.title)}</span>
                {place.then(|| view! { <span class="result-place">{marked(row.place)}</span> })}
                <span class="result-text">{marked(row.text)}</span>
                {row.date.map(|(date, shown)| view! { <time datetime=date>{shown}</time> })}
            </a>
        </li>
    }
}

fn marked(parts: MarkedText) -> impl IntoView {
    let part = |(text, is_marked)| match is_marked {
        true => Either::Left(view! { <mark>{text}</mark> }),
        false => Either::Right(text),
    };
    parts.into_iter().map(part).collect_view()
}
