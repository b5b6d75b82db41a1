//! Slugs: names that are one segment of a URL.

use std::collections::BTreeMap;

use lamplight_format::decimal;

/// Makes one URL segment of any text: lower case, letters and digits of every script kept, all else one hyphen.
///
/// Same result as Jekyll's default `slugify` for letters and digits, so that addresses of an old blog stay.
/// Returns an empty string if nothing is left.
#[must_use]
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in composed(text) {
        if c.is_alphanumeric() || is_mark(c) {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.ends_with('-') {
        slug.pop();
    }
    slug
}

/// Whether a character is a mark: `\p{M}` and joiners. They are not alphanumeric, but words of many scripts need them.
pub(crate) fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

/// A text in composed form (NFC), the form of addresses.
fn composed(text: &str) -> impl Iterator<Item = char> {
    unicode_normalization::UnicodeNormalization::nfc(text)
}

/// Makes ids that are unique on a page: `intro`, `intro-1`, `intro-2`, …
#[derive(Debug, Default)]
pub struct Ids {
    /// The ids so far, each with the number to try next if it is wanted again.
    taken: BTreeMap<String, u32>,
}

impl Ids {
    /// Returns `wanted`, or `wanted-N` with the lowest free N from 1.
    pub fn unique(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "section" } else { wanted };
        let mut id = wanted.to_owned();
        if let Some(&next) = self.taken.get(wanted) {
            let mut n = next;
            loop {
                id = [wanted, "-", decimal(n).as_str()].concat();
                n += 1;
                if !self.taken.contains_key(&id) {
                    break;
                }
            }
            self.taken.insert(wanted.to_owned(), n);
        }
        self.taken.insert(id.clone(), 1);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_of_every_script() {
        for (text, slug) in [
            ("We aren't servers, we are sales people!", "we-aren-t-servers-we-are-sales-people"),
            ("  C++ & Rust  ", "c-rust"),
            ("Café Ünïcode", "café-ünïcode"),
            ("日本語 の 題", "日本語-の-題"),
            ("हिन्दी", "हिन्दी"),
            ("!!!", ""),
            ("மல்லிப்பூ வகைகள்", "மல்லிப்பூ-வகைகள்"),
            ("ক্ষমা ও শিক্ষা", "ক্ষমা-ও-শিক্ষা"),
            ("මාලිගාව ස්වයං", "මාලිගාව-ස්වයං"),
            ("cafe\u{301}", "caf\u{e9}"),
        ] {
            assert_eq!(slugify(text), slug);
        }
    }

    #[test]
    fn equal_headings_get_numbers_that_never_collide() {
        let mut ids = Ids::default();
        let got: Vec<_> = ["a", "a", "a-1", "a", ""].map(|t| ids.unique(t)).into();
        assert_eq!(got, ["a", "a-1", "a-1-1", "a-2", "section"]);
    }
}
