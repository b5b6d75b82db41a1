//! What a Rust file says about modules: those it declares, names it brings in, paths it writes, items it defines.
//!
//! It reads tokens, so comments and text in quotes do not count. Code for tests alone is skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path, such as `crate::site::Entry`.
pub(super) type Names = Vec<String>;

#[derive(Debug, Default)]
pub(super) struct File {
    /// `mod x;`
    pub(super) children: Vec<String>,
    /// `use a::b as c`: under `c`, the path `a::b`.
    pub(super) bound: BTreeMap<String, Names>,
    /// `use a::*`
    pub(super) globs: Vec<Names>,
    /// All paths of two names or more, those of `use` too. Not that of `pub use` if the file only hands the name on.
    pub(super) paths: BTreeSet<Names>,
    /// Items at the top of the file.
    pub(super) defined: BTreeSet<String>,
    /// Names that the file uses, but for those within a path.
    used: BTreeSet<String>,
    /// `pub use a::b as c`: `c`, and the path `a::b`.
    handed_on: Vec<(String, Names)>,
}

impl File {
    /// # Errors
    /// If the text has no tokens of Rust.
    pub(super) fn read(text: &str) -> Result<Self> {
        let tokens = TokenStream::from_str(text).map_err(|error| anyhow!("{error}"))?;
        let mut file = Self::default();
        file.look(tokens, true);
        for (name, path) in std::mem::take(&mut file.handed_on) {
            if file.used.contains(&name) {
                file.paths.insert(path);
            }
        }
        Ok(file)
    }

    fn look(&mut self, tokens: TokenStream, top: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Punct(mark) if mark.as_char() == '#' => at = attribute(&tokens, at),
                TokenTree::Ident(word) if word == "use" => {
                    let public = is_public(&tokens[..at]);
                    at = self.bring_in(&tokens, at + 1, &Names::new(), public);
                }
                TokenTree::Ident(word) => {
                    let name = name_after(&tokens, at);
                    if let Some(name) = name.filter(|_| top) {
                        if word == "mod" && is_mark(tokens.get(at + 2), ';') {
                            self.children.push(name);
                        } else if ITEMS.contains(&word.to_string().as_str()) {
                            self.defined.insert(name);
                        }
                    }
                    let (path, next) = path(&tokens, at);
                    if !(at > 0 && matches!(&tokens[at - 1], TokenTree::Ident(word) if word == "mod")) {
                        self.used.extend(path.first().cloned());
                    }
                    if path.len() > 1 {
                        self.paths.insert(path);
                    }
                    at = next;
                }
                TokenTree::Group(group) => {
                    self.look(group.stream(), false);
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Reads one branch of a `use`, and says where the next begins.
    fn bring_in(&mut self, tokens: &[TokenTree], at: usize, above: &Names, public: bool) -> usize {
        let (own, mut at) = path(tokens, at);
        let mut whole = above.clone();
        whole.extend(own);
        match tokens.get(at) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut branch = 0;
                while branch < inner.len() {
                    branch = self.bring_in(&inner, branch, &whole, public) + 1;
                }
                return at + 1;
            }
            Some(TokenTree::Punct(mark)) if mark.as_char() == '*' => {
                self.globs.push(whole);
                return at + 1;
            }
            _ => {}
        }
        if whole.len() > 1 && whole.last().is_some_and(|last| last == "self") {
            whole.pop();
        }
        let mut name = whole.last().cloned();
        if matches!(tokens.get(at), Some(TokenTree::Ident(word)) if word == "as") {
            name = name_after(tokens, at);
            at += 2;
        }
        let Some(name) = name else { return at };
        self.bound.insert(name.clone(), whole.clone());
        match public {
            true => self.handed_on.push((name, whole)),
            false => _ = self.paths.insert(whole),
        }
        at
    }
}

const ITEMS: [&str; 9] = ["fn", "struct", "enum", "union", "trait", "type", "const", "static", "macro_rules"];

/// Whether what follows on these tokens is public: `pub`, `pub(…)`.
fn is_public(before: &[TokenTree]) -> bool {
    let is_pub = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "pub");
    match before {
        [.., word, TokenTree::Group(within)] if within.delimiter() == Delimiter::Parenthesis => is_pub(word),
        [.., word] => is_pub(word),
        [] => false,
    }
}

/// Where to read on after an attribute: for what is compiled in tests alone, behind the item below it.
fn attribute(tokens: &[TokenTree], at: usize) -> usize {
    let Some(TokenTree::Group(group)) = tokens.get(at + 1) else { return at + 1 };
    if !is_for_tests(group.stream()) {
        return at + 2;
    }
    let end = |token: &TokenTree| {
        is_mark(Some(token), ';')
            || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
    };
    tokens.iter().skip(at + 2).position(end).map_or(tokens.len(), |item| at + 2 + item + 1)
}

/// `cfg(test)`, and `cfg(all(test, …))`.
fn is_for_tests(attribute: TokenStream) -> bool {
    let mut tokens = attribute.into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(word)), Some(TokenTree::Group(group))) if word == "cfg" || word == "all" => {
            let inner = group.stream();
            inner.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "test"))
                || is_for_tests(inner)
        }
        _ => false,
    }
}

/// Names joined by `::` from here, and where the next token is that belongs to none of them.
fn path(tokens: &[TokenTree], mut at: usize) -> (Names, usize) {
    let mut names = Names::new();
    while let Some(TokenTree::Ident(name)) = tokens.get(at) {
        names.push(name.to_string());
        at += 1;
        if !(is_mark(tokens.get(at), ':') && is_mark(tokens.get(at + 1), ':')) {
            break;
        }
        at += 2;
    }
    (names, at)
}

fn name_after(tokens: &[TokenTree], at: usize) -> Option<String> {
    // `macro_rules! name`
    let at = if is_mark(tokens.get(at + 1), '!') { at + 2 } else { at + 1 };
    match tokens.get(at) {
        Some(TokenTree::Ident(name)) => Some(name.to_string()),
        _ => None,
    }
}

fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Result<Vec<String>> {
        Ok(File::read(text)?.paths.iter().map(|path| path.join("::")).collect())
    }

    #[test]
    fn every_way_to_name_something_is_read() -> Result<()> {
        let text = "use crate::a::{self, B, c::{D as E, *}};\nfn f(x: super::G) { format!(\"{}\", h::i(x)) }";
        assert_eq!(
            paths(text)?,
            ["crate::a", "crate::a::B", "crate::a::c::D", "h::i", "super::G"],
            "comments and text in quotes are none"
        );
        let file = File::read(text)?;
        assert_eq!(file.bound.keys().collect::<Vec<_>>(), ["B", "E", "a"]);
        assert_eq!(file.globs, [["crate", "a", "c"]]);
        assert!(file.defined.contains("f"));
        Ok(())
    }

    #[test]
    fn a_name_that_is_handed_on_counts_where_it_is_used() -> Result<()> {
        assert_eq!(
            paths("pub use a::A;\npub(crate) use a::{B, b as c};\nfn f(x: B) { x.A; c() }")?,
            ["a::A", "a::B", "a::b"]
        );
        assert!(paths("mod a;\npub use a::a;\npub(crate) use a::B;")?.is_empty());
        Ok(())
    }

    #[test]
    fn comments_quotes_and_tests_are_passed_over() -> Result<()> {
        let text = "//! a::b\n/// c::d\nconst X: &str = \"e::f\";\n#[cfg(test)]\nmod tests;\n#[cfg(all(test, unix))]\n\
                    mod more {\n use crate::g;\n}\nmod child;\nuse child::H;";
        assert_eq!(paths(text)?, ["child::H"]);
        assert_eq!(File::read(text)?.children, ["child"]);
        Ok(())
    }
}
