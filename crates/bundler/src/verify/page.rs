//! Pages: whether each is at its address, and as it was published.

use std::collections::BTreeSet;

use lamplight_format::model::route_key;
use rayon::prelude::*;

use super::client::{Answer, RedirectChain};
use super::headers::{self, Class};
use super::problem::Problem;
use super::verifier::Verifier;
use super::walk::{PublishedFiles, decoded};
use super::{location, rewritten};
use crate::output::names::INDEX;

/// Keys of all addresses of the site, as links of pages may name them.
struct Keys {
    all: BTreeSet<String>,
    /// In lower case, of those that have upper case.
    lowered: BTreeSet<String>,
    base: String,
}

impl Keys {
    fn of(known: &PublishedFiles, base: &str) -> Self {
        let all = known.keys();
        let lowered = all.iter().map(|key| key.to_lowercase()).filter(|key| !all.contains(key)).collect();
        Self { all, lowered, base: base.to_owned() }
    }

    fn key(&self, link: &str) -> String {
        route_key(&decoded(lamplight_format::route::without_base(&self.base, link).unwrap_or(link)))
    }
}

/// Looks at all pages, or at some of very many.
pub(super) fn check(verifier: &Verifier, known: &PublishedFiles, base: &str) {
    let keys = Keys::of(known, base);
    let pages = verifier.some_of(&known.pages);
    let done = verifier.step("pages", pages.len());
    verifier.in_parallel(|| pages.par_iter().for_each(|path| done.after(|| one(verifier, path, &keys))));
}

fn one(verifier: &Verifier, path: &str, keys: &Keys) {
    let (problems, name) = (&verifier.problems, || verifier.location.name(path));
    let way = match verifier.location.follow(path) {
        Ok(way) => way,
        Err(error) => {
            problems.add(Problem::NoAnswer.error(), name(), format!("the page could not be had: {error}"));
            return;
        }
    };
    if let Some(left) = &way.left {
        let message = format!("the page leads to another origin: {left}");
        problems.add_once(Problem::OriginLeft.error(), name(), message);
        return;
    }
    if !led(verifier, path, &way) {
        return;
    }
    if way.answer.status != 200 {
        let index = format!("{path}{INDEX}");
        // A host without an index says that there is nothing, or that it may not be seen.
        let is_folder = path.is_empty() || path.ends_with('/');
        let inside = (is_folder && matches!(way.answer.status, 403 | 404))
            .then(|| verifier.location.get(&index).ok())
            .flatten();
        match inside.filter(|answer| answer.status == 200 && is_ours(answer)) {
            Some(answer) => {
                let status = way.answer.status;
                let message = format!(
                    "the host answers the address of a folder with status {status}, though its index.html is there"
                );
                problems.add_once(Problem::IndexMissing.error(), name(), message);
                written_over(verifier, path, &answer, keys);
            }
            None => {
                let message = format!("the page is not there: status {}", way.answer.status);
                problems.add_once(
                    Problem::PageMissing.error().of_kind(&way.answer.status.to_string()),
                    name(),
                    message,
                );
            }
        }
        return;
    }
    if !is_ours(&way.answer) {
        let message = "what is at the address of a page is no page of this blog";
        problems.add_once(Problem::PageMissing.error().of_kind("other"), name(), message);
        return;
    }
    headers::look(verifier, path, Class::Page, &way.answer);
    written_over(verifier, path, &way.answer, keys);
}

pub(super) fn is_ours(answer: &Answer) -> bool {
    rewritten::is_ours(&String::from_utf8_lossy(&answer.body))
}

/// Reports what a host does to the address of a page. False if the address is that of something else.
fn led(verifier: &Verifier, path: &str, way: &RedirectChain) -> bool {
    let Some(end) = way.end() else { return true };
    let asked = format!("{}{path}", verifier.base());
    let (from, to) = (decoded(&asked), decoded(end));
    if from == to {
        return true;
    }
    let bare = |path: &str| {
        let path = path.strip_suffix(INDEX).unwrap_or(path);
        path.strip_suffix(".html").unwrap_or(path).trim_end_matches('/').to_owned()
    };
    let says = format!("the address of a page leads to {end}");
    let name = verifier.location.name(path);
    let problems = &verifier.problems;
    if bare(&from) == bare(&to) {
        let (problem, what) = match to.ends_with(".html") {
            true => (Problem::HtmlAdded, "the host adds index.html or .html"),
            false => (Problem::HtmlRemoved, "the host takes index.html or .html away"),
        };
        problems.add_once(problem.warning(), name, format!("{what}: {says}"));
    } else if bare(&from).to_lowercase() == bare(&to).to_lowercase() {
        let message = format!("the host writes addresses in other letters: {says}");
        problems.add_once(Problem::CaseChanged.warning(), name, message);
    } else {
        problems.add_once(Problem::PageMissing.error().of_kind("elsewhere"), name, says);
        return false;
    }
    true
}

/// Compares a page with what was published, as far as that is known, and reports what was done to it.
fn written_over(verifier: &Verifier, path: &str, answer: &Answer, keys: &Keys) {
    let page = String::from_utf8_lossy(&answer.body);
    let is_known = |link: &str| keys.all.contains(&keys.key(link));
    let is_alike = |link: &str| keys.lowered.contains(&keys.key(link));
    let changes = rewritten::changes(&page, is_known, is_alike);
    let other = verifier.differs(path, &answer.body);
    let (problems, name) = (&verifier.problems, || verifier.location.name(path));
    if other && changes.is_empty() {
        let message =
            format!("the page is not as it was published{}", difference(verifier, path, &answer.body));
        problems.add_once(Problem::PageChanged.error(), name(), message);
    }
    for change in changes {
        problems.add_once(change.problem.with_severity(change.error), name(), change.message);
    }
}

/// Where the bytes differ from those of the folder, if there is one to compare with.
fn difference(verifier: &Verifier, path: &str, sent: &[u8]) -> String {
    let published = verifier.against.as_deref().and_then(|folder| location::read(folder, path));
    let Some(published) = published else { return String::new() };
    let at = sent.iter().zip(&published).take_while(|(a, b)| a == b).count();
    let around = String::from_utf8_lossy(&sent[at..sent.len().min(at + 60)]).into_owned();
    format!(": from byte {at} on the host sends {around:?}")
}
