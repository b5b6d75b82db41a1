//! The parts of an address between its slashes.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use crate::slug::{is_mark, slugify};

/// Longest segment in bytes: file systems stop at 255, and `index.html.br` must fit beside.
const LONGEST: usize = 200;

/// Makes one URL segment of what an author calls a slug: kept as written if it is safe, else slugified.
/// `None` if nothing is left.
pub fn segment(written: &str) -> Option<String> {
    let decoded = percent_decode_str(written).decode_utf8_lossy();
    let decoded = composed(&decoded);
    let safe = |c: char| c.is_alphanumeric() || is_mark(c) || matches!(c, '-' | '_' | '.' | '~' | '+');
    let kept = if decoded.chars().all(safe) && !decoded.starts_with('.') && !decoded.ends_with('.') {
        decoded
    } else {
        slugify(&decoded)
    };
    let mut end = kept.len().min(LONGEST);
    while !kept.is_char_boundary(end) {
        end -= 1;
    }
    (end > 0).then(|| kept[..end].to_owned())
}

/// A category as Jekyll puts it into an address: in lower case, its blanks and signs kept as far as they are harmless.
pub(super) fn category_segment(written: &str) -> String {
    let lower = composed(&written.to_lowercase());
    let harmless = |c: char| {
        c.is_alphanumeric()
            || is_mark(c)
            || matches!(c, '-' | '_' | '.' | '~' | '+' | ' ' | '&' | '!' | '\'' | ',')
    };
    let ok = lower.chars().all(harmless) && !lower.starts_with(['.', ' ']) && !lower.ends_with(['.', ' ']);
    if ok && !lower.is_empty() { lower } else { slugify(written) }
}

/// A category as Hexo writes it into an address: in its own case.
pub(super) fn hexo_slug(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || is_mark(c);
    name.split(|c: char| !plain(c)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// A text in the composed form (NFC), in which addresses are.
#[must_use]
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// The other form of a path, which old Macs wrote; `None` if it has only one.
#[must_use]
pub fn decomposed(path: &str) -> Option<String> {
    let other: String = path.nfd().collect();
    (other != path).then_some(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_marks_and_are_composed() {
        for (written, want) in [("हिन्दी.html", "हिन्दी.html"), ("cafe\u{301}", "caf\u{e9}"), ("ক্ষমা", "ক্ষমা")]
        {
            assert_eq!(segment(written).as_deref(), Some(want));
        }
        assert_eq!(decomposed("/caf\u{e9}/").as_deref(), Some("/cafe\u{301}/"));
        assert_eq!(decomposed("/cafe/"), None);
    }
}
