//! Tests what a host does with old addresses, unknown ones, and those of pages without their slash.

use rayon::prelude::*;

use super::client::Answer;
use super::headers;
use super::page::is_ours;
use super::problem::Problem;
use super::verifier::Verifier;
use super::walk::PublishedFiles;
use crate::output::names::{APP, DATA, INDEX, NOT_FOUND};

/// Addresses that no blog has.
const NOWHERE: &str = "lamplight-verify/nothing-is-here/";

/// A 404 of a hashed file may be kept for so many seconds: a deploy takes about a minute.
const BRIEF: u64 = 60;

/// Asks for what is not there, and for what is elsewhere.
pub(super) fn check(verifier: &Verifier, known: &PublishedFiles) {
    unknown(verifier);
    slash(verifier, known);
    plain_http(verifier);
}

fn unknown(verifier: &Verifier) {
    let (problems, name) = (&verifier.problems, || verifier.location.name(NOWHERE));
    if verifier.location.host().is_none() {
        if !verifier.location.get(NOT_FOUND).is_ok_and(|page| is_ours(&page)) {
            let message = format!("there is no {NOT_FOUND}, which hosts answer unknown addresses with");
            problems.add(Problem::NotFoundPage.warning(), verifier.location.name(NOT_FOUND), message);
        }
        return;
    }
    match verifier.location.follow(NOWHERE) {
        Err(error) => problems.add(Problem::NoAnswer.error(), name(), error),
        Ok(way) if way.answer.status == 200 => {
            let message = "an address where nothing is is answered with status 200: search engines keep it, and readers see another page";
            problems.add_once(Problem::NotFoundAnswered.error(), name(), message);
        }
        Ok(way) if way.answer.status == 404 => {
            if !is_ours(&way.answer) {
                let message = "an address where nothing is is not answered with the blog's own page";
                problems.add(Problem::NotFoundPage.warning(), name(), message);
            }
        }
        Ok(way) => {
            let message =
                format!("an address where nothing is is answered with status {}, not 404", way.answer.status);
            problems.add(Problem::NotFoundStatus.warning(), name(), message);
        }
    }
    for path in [format!("{APP}/boot-0000000000000000.js"), format!("{DATA}/{}.json", "0".repeat(64))] {
        if let Ok(answer) = verifier.location.get(&path) {
            verifier.look_at_missing(&path, &answer);
        }
    }
}

impl Verifier {
    /// Looks at the answer of a host that does not have a hashed file: a browser may keep it, and the file may come.
    pub(super) fn look_at_missing(&self, path: &str, answer: &Answer) {
        let place = self.location.name(path);
        if answer.status == 200 {
            let message = "a hashed file that is not there is answered with status 200";
            return self.problems.add_once(Problem::NotFoundAnswered.error(), place, message);
        }
        let (age, forever) = headers::kept(answer);
        if forever || age.is_some_and(|age| age > BRIEF) {
            let message = format!(
                "the answer that a hashed file is not there (status {}) is kept for {} s: a reader who comes in the middle of a deploy has \
                 no app for as long",
                answer.status,
                age.unwrap_or_default()
            );
            self.problems.add_once(Problem::CacheKept.error(), place, message);
        }
    }
}

/// The address of a page without its slash.
fn slash(verifier: &Verifier, known: &PublishedFiles) {
    let Some(host) = verifier.location.host() else { return };
    let Some(path) = known.pages.iter().find(|path| path.ends_with('/')) else { return };
    let bare = path.trim_end_matches('/');
    let indexed =
        verifier.location.get(path).is_ok_and(|answer| answer.status == 200 || answer.is_redirect());
    let way = match verifier.location.follow(bare) {
        Ok(way) if indexed => way,
        _ => return,
    };
    let name = verifier.location.name(bare);
    if let Some(left) = way.left {
        let message = format!(
            "the address of a page without its slash leads to another origin than {}: {left}",
            host.origin
        );
        verifier.problems.add_once(Problem::OriginLeft.error(), name, message);
    } else if way.answer.status != 200 || !is_ours(&way.answer) {
        let message = format!(
            "the address of a page without its slash does not lead to the page: status {}",
            way.answer.status
        );
        verifier.problems.add(Problem::SlashMissing.warning(), name, message);
    }
}

fn plain_http(verifier: &Verifier) {
    let Some(host) = verifier.location.host() else { return };
    let Some(Ok(answer)) = host.unsafe_twin() else { return };
    let leads = answer.header("location").is_some_and(|to| to.starts_with("https://"));
    if !(answer.is_redirect() && leads) {
        let place = format!("{}{}", host.origin.replacen("https:", "http:", 1), host.base);
        let message = format!(
            "the blog is also there by http: (status {}), where others can read and change it",
            answer.status
        );
        verifier.problems.add(Problem::HttpOpen.warning(), place, message);
    }
}

/// Looks at old addresses: each leads to its page, by the host or by a page of its own.
pub(super) fn moved(verifier: &Verifier, known: &PublishedFiles) {
    let moved = verifier.some_of(known.redirects.keys());
    let done = verifier.step("old addresses", moved.len());
    verifier.in_parallel(|| {
        moved
            .par_iter()
            .for_each(|from| done.after(|| one_moved(verifier, from, &known.redirects[from.as_str()])));
    });
}

fn one_moved(verifier: &Verifier, from: &str, to: &str) {
    let target = if to.contains("://") { to.to_owned() } else { format!("{}{to}", verifier.base()) };
    let same = |path: &str| {
        path.trim_end_matches(INDEX).trim_end_matches('/').eq_ignore_ascii_case(target.trim_end_matches('/'))
    };
    // The key of an address has neither slash nor ending.
    for path in [format!("{from}/"), format!("{from}.html"), from.to_owned()] {
        let Ok(way) = verifier.location.follow(&path) else { continue };
        let leads = way.end().is_some_and(&same) || way.left.as_deref().is_some_and(&same);
        if leads {
            if let Some(hop) = way.hops.iter().find(|hop| matches!(hop.status, 302 | 303 | 307)) {
                let message = format!(
                    "an old address leads on with status {}: search engines keep the old one",
                    hop.status
                );
                verifier.problems.add_once(
                    Problem::RedirectTemporary.warning(),
                    verifier.location.name(&path),
                    message,
                );
            }
            return;
        }
        let page = String::from_utf8_lossy(&way.answer.body);
        let refreshes =
            ["http-equiv=\"refresh\"", "http-equiv=refresh"].iter().any(|mark| page.contains(mark));
        if way.answer.status == 200 && (refreshes || is_ours(&way.answer)) {
            return;
        }
    }
    // A host without index documents has been reported already.
    let inside = verifier.location.get(&format!("{from}/index.html"));
    if !inside.is_ok_and(|answer| answer.status == 200) {
        let message = format!("an old address does not lead to {target}");
        verifier.problems.add_once(Problem::RedirectMissing.error(), verifier.location.name(from), message);
    }
}
