//! Suggestions on the page "not found": posts with the words in the last part of the address.

use std::rc::Rc;

use lamplight_format::messages::Label;
use lamplight_format::model::Manifest;
use leptos::prelude::*;

use super::results::{ResultRow, results};
use crate::browser;
use crate::search::Search;

/// Most suggestions.
const FEW: usize = 3;

/// Searches for posts with the words in the address of the page.
pub async fn find(search: &Search, manifest: &Manifest) -> Vec<ResultRow> {
    let Some(path) = browser::path_here() else { return Vec::new() };
    let question = words(&path);
    if question.is_empty() {
        return Vec::new();
    }
    let found = search.ask(&question, FEW).await.map(|found| found.results.hits).unwrap_or_default();
    found.into_iter().map(|found| ResultRow::new(&manifest.site, found)).collect()
}

/// The words of the last part of a path, without the ending of a file's name.
#[must_use]
pub fn words(path: &str) -> String {
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let name = last.find('.').map_or(last, |at| &last[..at]);
    name.replace(|c: char| c.is_ascii_punctuation(), " ").trim().to_owned()
}

/// Posts below a heading.
#[component]
pub fn Nearest(
    /// The posts.
    found: Vec<ResultRow>,
    /// For the language of the site.
    manifest: Rc<Manifest>,
) -> impl IntoView {
    view! {
        <h2>{manifest.site.label(Label::Perhaps).to_owned()}</h2>
        {results(found)}
    }
}
