//! Reads `{: … }`.

use std::collections::HashMap;

use crate::opens;
use crate::translate::html::attribute;

/// Bytes that a name may stand for.
const LONGEST: usize = 200;

/// What stands between `{:` and `}`.
#[derive(Clone, Debug, Default)]
pub(in crate::translate) struct Attributes {
    pub id: String,
    pub classes: Vec<String>,
    pub others: Vec<(String, String)>,
    /// Words without a sign, such as `toc`.
    pub words: Vec<String>,
}

impl Attributes {
    pub(in crate::translate) fn read(inside: &str) -> Self {
        let mut found = Self::default();
        let (mut word, mut quote) = (String::new(), None);
        let mut words = Vec::new();
        for c in inside.chars().chain([' ']) {
            match quote {
                None if c.is_whitespace() => {
                    if !word.is_empty() {
                        words.push(std::mem::take(&mut word));
                    }
                    continue;
                }
                // `.a.b#c` is three.
                None if matches!(c, '.' | '#') && !word.is_empty() && !word.contains('=') => {
                    words.push(std::mem::take(&mut word));
                }
                None if matches!(c, '"' | '\'') => {
                    quote = Some(c);
                    continue;
                }
                Some(open) if c == open => {
                    quote = None;
                    continue;
                }
                _ => {}
            }
            word.push(c);
        }
        for word in words {
            if let Some(class) = word.strip_prefix('.') {
                found.classes.push(class.to_owned());
            } else if let Some(id) = word.strip_prefix('#') {
                id.clone_into(&mut found.id);
            } else if let Some((name, value)) = word.split_once('=') {
                match name {
                    "class" => found.classes.extend(value.split_whitespace().map(str::to_owned)),
                    "id" => value.clone_into(&mut found.id),
                    _ => found.others.push((name.to_owned(), value.to_owned())),
                }
            } else {
                found.words.push(word);
            }
        }
        found
    }

    /// Takes what the names among its words stand for.
    pub(super) fn take_named(&mut self, named: &HashMap<String, Attributes>) {
        if named.is_empty() {
            return;
        }
        for word in std::mem::take(&mut self.words) {
            match named.get(&word) {
                Some(known) => self.add(known.clone()),
                None => self.words.push(word),
            }
        }
    }

    fn size(&self) -> usize {
        let pairs = self.others.iter().map(|(name, value)| name.len() + value.len());
        let names = self.classes.iter().chain(&self.words).map(String::len);
        self.id.len() + pairs.chain(names).map(|length| length + 1).sum::<usize>()
    }

    /// Takes in others, unless that becomes too long.
    pub(super) fn add(&mut self, other: Attributes) {
        // Each place that uses a name is as long as what the name stands for.
        if self.size() + other.size() > LONGEST {
            return;
        }
        if self.id.is_empty() {
            self.id = other.id;
        }
        for class in other.classes {
            if !self.classes.contains(&class) {
                self.classes.push(class);
            }
        }
        for (name, value) in other.others {
            if !self.others.iter().any(|(known, _)| *known == name) {
                self.others.push((name, value));
            }
        }
        self.words.extend(other.words);
    }

    pub(super) fn language(&self) -> Option<&str> {
        let by_class = self.classes.iter().find_map(|c| c.strip_prefix("language-"));
        let by_name = self.others.iter().find(|(name, _)| name == "lang").map(|(_, value)| value.as_str());
        let only = self.classes.first().filter(|_| self.classes.len() == 1).map(String::as_str);
        by_class.or(by_name).or(only)
    }

    /// The attributes that a page can have, as HTML; and the names of those that it can't.
    pub(in crate::translate) fn html(&self, with_id: bool) -> (String, Vec<String>) {
        let mut html = String::new();
        let mut put = |name: &str, value: &str| attribute(&mut html, name, value);
        if with_id && !self.id.is_empty() {
            put("id", &self.id);
        }
        // Headings in and out of a table of contents: ours has them all.
        let classes: Vec<&str> = self.classes.iter().map(String::as_str).filter(|c| *c != "no_toc").collect();
        if !classes.is_empty() {
            put("class", &classes.join(" "));
        }
        let mut lost: Vec<String> =
            self.words.iter().filter(|w| !matches!(w.as_str(), "no_toc" | "toc")).cloned().collect();
        for (name, value) in &self.others {
            match name.as_str() {
                "title" | "lang" | "dir" | "translate" => put(name, value),
                name if opens::is_reported(name, value) => lost.push(opens::written(name, value)),
                "target" | "rel" => {}
                other => lost.push(other.to_owned()),
            }
        }
        (html, lost)
    }
}
