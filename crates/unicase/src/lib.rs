//! Stands in for the crate `unicase`, by `[patch]` in the workspace's `Cargo.toml`.
//!
//! pulldown-cmark asks it whether two labels of links are the same but for their case. The real crate answers with a table of
//! all scripts, 2 KB in Brotli, which every reader would fetch. The browser has one of its own.
//!
//! So it is with two tables within pulldown-cmark: names of characters (16 KB) and punctuation of all scripts (1 KB). Where
//! it is built for readers, `crates/xtask/src/size/tables.rs` puts `browser` in their place; the parser finds it here because
//! this is the one crate of ours that it knows.

#[cfg(target_arch = "wasm32")]
pub mod browser;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// A text that equals others without regard to case.
#[derive(Clone, Copy, Debug)]
pub struct UniCase<S>(S);

impl<S> UniCase<S> {
    /// Wraps a text.
    pub const fn new(text: S) -> Self {
        Self(text)
    }
}

impl<S: AsRef<str>> UniCase<S> {
    fn folded(&self) -> Cow<'_, str> {
        fold(self.0.as_ref())
    }
}

impl<S> Deref for UniCase<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.0
    }
}

impl<S: AsRef<str>> AsRef<str> for UniCase<S> {
    fn as_ref(&self) -> &str {
        self.0.as_ref()
    }
}

impl<S: AsRef<str>, T: AsRef<str>> PartialEq<UniCase<T>> for UniCase<S> {
    fn eq(&self, other: &UniCase<T>) -> bool {
        self.folded() == other.folded()
    }
}

impl<S: AsRef<str>> Eq for UniCase<S> {}

impl<S: AsRef<str>> Hash for UniCase<S> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded().hash(state);
    }
}

impl<S: AsRef<str>> PartialOrd for UniCase<S> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<S: AsRef<str>> Ord for UniCase<S> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded().cmp(&other.folded())
    }
}

impl<'a> From<&'a str> for UniCase<&'a str> {
    fn from(text: &'a str) -> Self {
        Self(text)
    }
}

/// One spelling for all that differ only in case.
fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return match text.bytes().any(|b| b.is_ascii_uppercase()) {
            true => Cow::Owned(text.to_ascii_lowercase()),
            false => Cow::Borrowed(text),
        };
    }
    // `ı` has no other case but in Turkish; its large form would make it an `i`.
    Cow::Owned(text.split('ı').map(small).collect::<Vec<_>>().join("ı"))
}

/// Small, large, small again: `ß`, `ẞ` and `SS` become `ss`, and the three forms of sigma one.
#[cfg(not(target_arch = "wasm32"))]
fn small(text: &str) -> String {
    text.to_lowercase().to_uppercase().to_lowercase()
}

/// As natively, by the browser's tables.
#[cfg(target_arch = "wasm32")]
fn small(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().to_upper_case().to_lower_case().into()
}

#[cfg(test)]
mod tests {
    use super::UniCase;

    fn same(a: &str, b: &str) -> bool {
        UniCase::new(a) == UniCase::new(b)
    }

    #[test]
    fn labels_differ_in_more_than_case_or_are_the_same() {
        for (a, b) in
            [("Foo", "fOO"), ("ẞ", "SS"), ("Straße", "STRASSE"), ("ΌΣΟΣ", "όσος"), ("Ж", "ж"), ("ﬁ", "FI")]
        {
            assert!(same(a, b) && same(b, a), "{a} {b}");
        }
        for (a, b) in [("ısı", "isi"), ("a", "ä"), ("foo", "fo"), ("", "ı")] {
            assert!(!same(a, b) && !same(b, a), "{a} {b}");
        }
    }

    #[test]
    fn order_is_that_of_small_letters() {
        let mut words = ["b_c", "BA", "a", "B1", "C"].map(UniCase::new);
        words.sort();
        assert_eq!(words.map(|word| *word), ["a", "B1", "b_c", "BA", "C"]);
    }
}
