//! Messages of the interface in the language of the site. The catalogues are in `languages/`. English is built in; the
//! messages of another language are in the manifest.

use crate::model::Site;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

impl Site {
    /// A message in the site's language.
    #[must_use]
    pub fn t(&self, message: Message) -> &str {
        message_of(&self.messages, message)
    }

    /// A text of a widget in the site's language.
    #[must_use]
    pub fn label(&self, label: Label) -> &str {
        entry(&self.labels, label as usize, LABEL_PRINT, LABEL_ENGLISH)
    }

    /// A message in the site's language, with `{0}`, `{1}` and so on replaced by values.
    #[must_use]
    pub fn t_with(&self, message: Message, values: &[&str]) -> String {
        fill(self.t(message), values)
    }
}

/// A message of a table such as [`Site::messages`], or in English if the table is empty.
#[must_use]
pub fn message_of(messages: &[String], message: Message) -> &str {
    entry(messages, message as usize, PRINT, ENGLISH)
}

fn entry<'a>(messages: &'a [String], i: usize, print: &str, english: &[&'static str]) -> &'a str {
    // A table of another version of the app has its messages in other places.
    let own = messages.first().is_some_and(|first| first == print);
    messages.get(i + 1).filter(|_| own).map_or(english[i], String::as_str)
}

/// A text with `{0}`, `{1}` and so on replaced by values.
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

/// The table of a language for [`Site::messages`]: its print, then the messages.
#[must_use]
pub fn table<'a>(message: impl Fn(&str) -> &'a str) -> Vec<String> {
    of_keys(PRINT, KEYS, message)
}

/// The table of a language for [`Site::labels`]: its print, then the texts of widgets.
#[must_use]
pub fn labels<'a>(message: impl Fn(&str) -> &'a str) -> Vec<String> {
    of_keys(LABEL_PRINT, LABEL_KEYS, message)
}

fn of_keys<'a>(print: &str, keys: &[&str], message: impl Fn(&str) -> &'a str) -> Vec<String> {
    let messages = keys.iter().map(|key| message(key).to_owned());
    std::iter::once(print.to_owned()).chain(messages).collect()
}
