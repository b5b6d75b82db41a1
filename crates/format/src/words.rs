//! What the interface says, in the language of the site. The catalogues are in `languages/`; English is built in, the
//! words of another language travel with the manifest.

use crate::model::Site;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

impl Site {
    /// A message in the site's language.
    #[must_use]
    pub fn t(&self, message: Message) -> &str {
        message_of(&self.words, message)
    }

    /// What a widget says, in the site's language.
    #[must_use]
    pub fn label(&self, label: Label) -> &str {
        entry(&self.labels, label as usize, LABEL_PRINT, LABEL_ENGLISH)
    }

    /// A message in the site's language, with values in the places of `{0}`, `{1}` and so on.
    #[must_use]
    pub fn t_with(&self, message: Message, values: &[&str]) -> String {
        fill(self.t(message), values)
    }
}

/// A message of a table as [`Site::words`] has it, or in English if it is empty.
#[must_use]
pub fn message_of(words: &[String], message: Message) -> &str {
    entry(words, message as usize, PRINT, ENGLISH)
}

fn entry<'a>(words: &'a [String], i: usize, print: &str, english: &[&'static str]) -> &'a str {
    // A table that another version of the app was published with has other places.
    let own = words.first().is_some_and(|first| first == print);
    words.get(i + 1).filter(|_| own).map_or(english[i], String::as_str)
}

/// A text with values in the places of `{0}`, `{1}` and so on.
pub fn fill(text: &str, values: &[&str]) -> String {
    let mut out = String::new();
    for part in text.split('{') {
        let value = part.split_once('}').and_then(|(n, rest)| {
            let n = n.bytes().next()?.wrapping_sub(b'0');
            Some((*values.get(usize::from(n))?, rest))
        });
        let (value, rest) = value.unwrap_or(("", part));
        out.push_str(value);
        out.push_str(rest);
    }
    out
}

/// The table of a language, as [`Site::words`] has it: its print, then the words.
#[must_use]
pub fn table<'a>(word: impl Fn(&str) -> &'a str) -> Vec<String> {
    of_keys(PRINT, KEYS, word)
}

/// What widgets say in a language, as [`Site::labels`] has it.
#[must_use]
pub fn labels<'a>(word: impl Fn(&str) -> &'a str) -> Vec<String> {
    of_keys(LABEL_PRINT, LABEL_KEYS, word)
}

fn of_keys<'a>(print: &str, keys: &[&str], word: impl Fn(&str) -> &'a str) -> Vec<String> {
    let words = keys.iter().map(|key| word(key).to_owned());
    std::iter::once(print.to_owned()).chain(words).collect()
}
