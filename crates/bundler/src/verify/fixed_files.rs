//! Checks files that are neither data nor pages: feeds, sitemap, pictures and recordings.

use rayon::prelude::*;

use super::client::Answer;
use super::headers::{self, Class};
use super::problem::Problem;
use super::verifier::Verifier;
use super::walk::PublishedFiles;

/// Looks at all of them, or at some of very many.
pub(super) fn check(verifier: &Verifier, known: &PublishedFiles) {
    let named = verifier.some_of(&known.named);
    let done = verifier.step("feeds and maps", named.len());
    verifier.in_parallel(|| {
        named.par_iter().for_each(|path| {
            done.after(|| {
                let Some(answer) = there(verifier, path, verifier.location.get(path)) else { return };
                headers::look(verifier, path, Class::Fresh, &answer);
                if verifier.differs(path, &answer.body) {
                    let message = "the host sends other bytes than were published";
                    verifier.problems.add(
                        Problem::FileChanged.error(),
                        verifier.location.name(path),
                        message,
                    );
                }
            });
        });
    });
    let images = verifier.some_of(&known.images);
    let done = verifier.step("pictures", images.len());
    let look = |path: &str, class| {
        let mut answer = verifier.location.head(path);
        if let Ok(missing) = &answer
            && class == Class::Hashed
            && missing.status != 200
        {
            verifier.look_at_missing(path, missing);
            answer = verifier.location.head(path);
        }
        let answer = there(verifier, path, answer)?;
        headers::look(verifier, path, class, &answer);
        Some(answer)
    };
    verifier.in_parallel(|| {
        images.par_iter().for_each(|path| done.after(|| drop(look(path, Class::Hashed))));
    });
    let media = verifier.some_of(known.media.keys());
    let done = verifier.step("files of posts", media.len());
    verifier.in_parallel(|| {
        media.par_iter().for_each(|path| {
            done.after(|| {
                let Some(answer) = look(path, Class::Fresh) else { return };
                let says = answer.header("content-length").and_then(|length| length.parse::<u64>().ok());
                let plain = answer.header("content-encoding").is_none();
                if let Some(bytes) = says.filter(|bytes| plain && *bytes != known.media[path.as_str()]) {
                    let message =
                        format!("the file has {bytes} bytes; {} were published", known.media[path.as_str()]);
                    verifier.problems.add(
                        Problem::FileChanged.error(),
                        verifier.location.name(path),
                        message,
                    );
                }
            });
        });
    });
}

/// An answer, if the file is there.
fn there(verifier: &Verifier, path: &str, answer: Result<Answer, String>) -> Option<Answer> {
    let (problem, message) = match answer {
        Ok(answer) if answer.status == 200 => return Some(answer),
        Ok(answer) => (Problem::FileMissing, format!("the file is not there: status {}", answer.status)),
        Err(error) => (Problem::NoAnswer, format!("the file could not be had: {error}")),
    };
    verifier.problems.add(problem.error(), verifier.location.name(path), message);
    None
}
