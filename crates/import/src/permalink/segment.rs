//! The parts of an address between its slashes.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use crate::slug::{is_mark, slugify};

/// Longest segment in bytes: file systems stop at 255, and `index.html.br` must fit beside.
const LONGEST: usize = 200;

/// Makes a URL segment of a slug of the author: kept as written if it is safe, otherwise slugified.
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

/// A category in addresses of Jekyll: in lower case, with harmless spaces and punctuation kept.
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

/// A category in addresses of Hexo: with its case kept.
pub(super) fn hexo_slug(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || is_mark(c);
    name.split(|c: char| !plain(c)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// A text in composed form (NFC), the form of addresses.
#[must_use]
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// A path in decomposed form, as old Macs wrote it; `None` if it is the same.
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
