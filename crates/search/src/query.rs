//! Parses a question.

use crate::analyze::filter_key;
use crate::token::{TokenKind, tokenize};

/// A parsed question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    pub clauses: Vec<Clause>,
    /// Keys of the dictionary that each post must have, see [`filter_key`].
    pub filters: Vec<String>,
}

/// A part of a question that a post answers or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Clause {
    /// A word; `open` if the reader may still be typing it.
    Word { text: String, open: bool },
    /// Words that follow one another, with their distances from the first.
    Phrase(Vec<(String, u32)>),
}

/// Most parts of a question that are used. Nobody types as many, and a pasted text must not keep a phone busy.
const MOST: usize = 32;

impl Query {
    pub(crate) fn parse(text: &str) -> Self {
        let mut query = Self::default();
        let mut rest = text;
        while query.clauses.len() + query.filters.len() < MOST
            && let Some(start) = rest.find(|c: char| !c.is_whitespace())
        {
            rest = &rest[start..];
            rest = if let Some(inside) = rest.strip_prefix(is_quote) {
                let end = inside.find(is_quote).unwrap_or(inside.len());
                query.phrase(&inside[..end]);
                after(inside, end)
            } else {
                query.term(rest)
            };
        }
        query.clauses.truncate(MOST);
        query
    }

    /// Reads a term without spaces, or a filter whose value is in quotes. Returns the text after it.
    fn term<'a>(&mut self, rest: &'a str) -> &'a str {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if let Some((name, value)) = rest[..end].split_once(':')
            && filter_key(&name.to_ascii_lowercase(), "x").is_some()
        {
            let name = name.to_ascii_lowercase();
            if value.starts_with(is_quote) {
                let inside = &rest[name.len() + 1..];
                let inside = inside.strip_prefix(is_quote).unwrap_or(inside);
                let end = inside.find(is_quote).unwrap_or(inside.len());
                self.filters.extend(filter_key(&name, &inside[..end]).filter(|key| key.len() > 1));
                return after(inside, end);
            }
            // `tag:` alone is a filter that is still being typed.
            self.filters.extend(filter_key(&name, value).filter(|key| key.len() > 1));
            return &rest[end..];
        }
        let open = end == rest.len();
        let tokens = tokenize(&rest[..end]);
        let last = tokens.iter().map(|token| token.position).max();
        for token in tokens.iter().take(MOST) {
            let is_pair = tokens.len() > 1 && token.kind == TokenKind::Tail;
            if token.kind != TokenKind::Joined && !is_pair {
                let open = open && Some(token.position) >= last.map(|last| last.saturating_sub(1));
                let is_last = tokens.iter().rfind(|t| t.kind == TokenKind::Word) == Some(token);
                self.clauses.push(Clause::Word { text: token.text.clone(), open: open && is_last });
            }
        }
        &rest[end..]
    }

    fn phrase(&mut self, text: &str) {
        let words = tokenize(text).into_iter().filter(|token| token.kind == TokenKind::Word);
        let tokens: Vec<_> = words.take(MOST).collect();
        let first = tokens.first().map_or(0, |token| token.position);
        match tokens.as_slice() {
            [] => {}
            [only] => self.clauses.push(Clause::Word { text: only.text.clone(), open: false }),
            _ => self.clauses.push(Clause::Phrase(
                tokens.into_iter().map(|token| (token.text, token.position - first)).collect(),
            )),
        }
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// The text after the closing quote at `end`; empty if there is no closing quote.
fn after(text: &str, end: usize) -> &str {
    let mut rest = text[end..].chars();
    rest.next();
    rest.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, open: bool) -> Clause {
        Clause::Word { text: text.into(), open }
    }

    #[test]
    fn questions_come_apart() {
        let query = Query::parse("Rust  \"no network\" tag:\"web standards\" year:2014 auth");
        assert_eq!(
            query.clauses,
            [
                word("rust", false),
                Clause::Phrase(vec![("no".into(), 0), ("network".into(), 1)]),
                word("auth", true),
            ]
        );
        assert_eq!(query.filters, ["#web-standards", "%2014"]);
        assert_eq!(Query::parse("富士山").clauses, [word("富士", false), word("士山", true)]);
        assert_eq!(Query::parse("山").clauses, [word("山", true)]);
        assert_eq!(Query::parse("e-mail ").clauses, [word("e", false), word("mail", false)]);
        assert_eq!(Query::parse("tag: http://x \"open").filters, Vec::<String>::new());
        assert_eq!(Query::parse("  ").clauses, []);
    }

    #[test]
    fn of_a_question_without_end_the_beginning_is_looked_up() {
        for text in [
            "the a of ".repeat(20_000),
            "a/b?c=".repeat(10_000),
            format!("\"{}\"", "no network ".repeat(9_000)),
        ] {
            let query = Query::parse(&text);
            let words = |clause: &Clause| if let Clause::Phrase(words) = clause { words.len() } else { 1 };
            assert!((1..=MOST).contains(&query.clauses.iter().map(words).sum()), "{text:.20}");
        }
    }

    proptest::proptest! {
        #[test]
        fn anything_can_be_asked(text in "(\\PC|[\" :]){0,40}") {
            Query::parse(&text);
        }
    }
}
