//! What might have been meant by an address that is none: posts with the words of its last part.

use std::rc::Rc;

use lamplight_format::model::Manifest;
use lamplight_format::words::Label;
use leptos::prelude::*;

use super::results::{Row, results};
use crate::browser;
use crate::search::Search;

/// Posts that are shown.
const FEW: usize = 3;

/// Looks for posts with the words of the page's address.
pub async fn find(search: &Search, manifest: &Manifest) -> Vec<Row> {
    let Some(path) = browser::path_here() else { return Vec::new() };
    let question = words(&path);
    if question.is_empty() {
        return Vec::new();
    }
    let found = search.ask(&question, FEW).await.map(|found| found.answer.results).unwrap_or_default();
    found.into_iter().map(|found| Row::new(&manifest.site, found)).collect()
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
    /// What was found.
    found: Vec<Row>,
    /// What knows the language of the site.
    manifest: Rc<Manifest>,
) -> impl IntoView {
    view! {
        <h2>{manifest.site.label(Label::Perhaps).to_owned()}</h2>
        {results(found)}
    }
}
