//! Splits HTML into tokens with html5ever. The content of scripts and similar elements is removed.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token as Html5Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::scripts::is_known_script;

/// A start tag.
#[derive(Clone, Debug)]
pub(super) struct StartTag {
    /// Lower case.
    pub name: String,
    /// Lower-case names and decoded values, each name once.
    pub attributes: Vec<(String, String)>,
    /// Whether it closes itself: `<mspace/>`.
    pub closed: bool,
}

impl StartTag {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The tag, about as the author wrote it.
    pub(super) fn written(&self) -> String {
        let attributes = self.attributes.iter().map(|(name, value)| {
            if value.is_empty() { format!(" {name}") } else { format!(" {name}=\"{value}\"") }
        });
        format!("<{}{}>", self.name, attributes.collect::<String>())
    }
}

pub(super) enum HtmlToken {
    Text(String),
    Start(StartTag),
    End(String),
    /// A removed element, such as `script`, whose content is not text for readers.
    Hidden(String),
}

/// Most attributes of a tag. Each is compared with all before it.
const MOST_ATTRIBUTES: usize = 2000;

/// The name of a tag with more attributes than anybody writes.
fn endless_tag(html: &str) -> Option<&str> {
    enum TagPart {
        /// Before or within a name; true if it has begun.
        Name(bool),
        BeforeValue,
        Bare,
        Quoted(u8),
    }
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        let tag = rest.strip_prefix('/').unwrap_or(rest);
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (mut at, mut attributes, mut end) = (TagPart::Name(true), 0, tag.len());
        for (i, byte) in tag.bytes().enumerate() {
            let blank = byte.is_ascii_whitespace();
            at = match at {
                TagPart::Quoted(quote) if byte == quote => TagPart::Name(false),
                TagPart::Quoted(quote) => TagPart::Quoted(quote),
                _ if byte == b'>' => {
                    end = i;
                    break;
                }
                TagPart::Name(true) if byte == b'=' => TagPart::BeforeValue,
                TagPart::Name(_) if blank || byte == b'/' => TagPart::Name(false),
                TagPart::Name(begun) => {
                    attributes += usize::from(!begun);
                    TagPart::Name(true)
                }
                TagPart::BeforeValue if blank => TagPart::BeforeValue,
                TagPart::BeforeValue if matches!(byte, b'"' | b'\'') => TagPart::Quoted(byte),
                TagPart::Bare if blank => TagPart::Name(false),
                TagPart::BeforeValue | TagPart::Bare => TagPart::Bare,
            };
        }
        if attributes > MOST_ATTRIBUTES {
            return tag.split(|c: char| !c.is_ascii_alphanumeric()).next();
        }
        rest = &tag[end..];
    }
    None
}

/// Reads a fragment of HTML.
pub(super) fn tokens(html: &str) -> Vec<HtmlToken> {
    if let Some(name) = endless_tag(html) {
        return vec![HtmlToken::Hidden(name.to_owned())];
    }
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(TokenCollector::default(), TokenizerOpts::default());
    while let TokenizerResult::Script(()) = tokenizer.feed(&input) {}
    tokenizer.end();
    tokenizer.sink.tokens.take()
}

#[derive(Default)]
struct TokenCollector {
    tokens: RefCell<Vec<HtmlToken>>,
    hidden: RefCell<Option<String>>,
}

impl TokenSink for TokenCollector {
    type Handle = ();

    fn process_token(&self, token: Html5Token, _line: u64) -> TokenSinkResult<()> {
        let mut hidden = self.hidden.borrow_mut();
        let mut tokens = self.tokens.borrow_mut();
        match token {
            Html5Token::TagToken(tag) => {
                let name = match &*tag.name {
                    "acronym" => "abbr".to_owned(),
                    name => name.to_owned(),
                };
                if let Some(waiting) = hidden.as_deref() {
                    if tag.kind == TagKind::EndTag && waiting == name {
                        *hidden = None;
                    }
                    return TokenSinkResult::Continue;
                }
                if tag.kind == TagKind::EndTag {
                    tokens.push(HtmlToken::End(name));
                    return TokenSinkResult::Continue;
                }
                if let Some(kind) = raw_kind(&name) {
                    // Frames, and scripts of sites that are known, are told to the rules, which may make a link of them;
                    // their content is never shown.
                    let (closed, attributes) = (tag.self_closing, attributes(tag.attrs));
                    tokens.push(match name.as_str() {
                        "iframe" => HtmlToken::Start(StartTag { name: name.clone(), attributes, closed }),
                        "script" if attributes.iter().any(|(n, v)| n == "src" && is_known_script(v)) => {
                            HtmlToken::Start(StartTag { name: name.clone(), attributes, closed })
                        }
                        _ => HtmlToken::Hidden(name.clone()),
                    });
                    *hidden = Some(name);
                    return kind;
                }
                let closed = tag.self_closing;
                let mut attributes = attributes(tag.attrs);
                if name == "img" {
                    awake(&mut attributes);
                }
                tokens.push(HtmlToken::Start(StartTag { name, attributes, closed }));
            }
            Html5Token::CharacterTokens(text) if hidden.is_none() => {
                tokens.push(HtmlToken::Text(text.to_string()))
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn attributes(attributes: Vec<html5ever::Attribute>) -> Vec<(String, String)> {
    attributes.into_iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect()
}

/// Attributes in which scripts keep the address of a picture until it is loaded lazily.
pub(super) const DEFERRED_SOURCES: [&str; 4] = ["data-src", "data-lazy-src", "data-original", "data-lazy"];

/// Copies the address of a picture that a script would load to `src`.
fn awake(attributes: &mut Vec<(String, String)>) {
    let waits = attributes.iter().find(|(name, _)| name == "src").is_none_or(|(_, src)| {
        src.trim().is_empty() || src.starts_with("data:image/gif") || src.starts_with("data:image/svg")
    });
    let address = DEFERRED_SOURCES.iter().find_map(|lazy| attributes.iter().find(|(name, _)| name == lazy));
    if let (true, Some((_, address))) = (waits, address) {
        let address = address.clone();
        attributes.retain(|(name, _)| name != "src");
        attributes.push(("src".to_owned(), address));
    }
}

/// Elements whose content a browser does not read as markup.
fn raw_kind(name: &str) -> Option<TokenSinkResult<()>> {
    match name {
        "script" => Some(TokenSinkResult::RawData(RawKind::ScriptData)),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" | "template" => {
            Some(TokenSinkResult::RawData(RawKind::Rawtext))
        }
        "textarea" | "title" => Some(TokenSinkResult::RawData(RawKind::Rcdata)),
        "plaintext" => Some(TokenSinkResult::Plaintext),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_without_end_are_told_from_long_ones() {
        let many = MOST_ATTRIBUTES + 1;
        for attributes in ["a=b ", "a ", "a/", "a=\"b\"", "a = 'b'", "< ", "a==\"b ", "=\"a ", "a=b\"c "] {
            for start in ["<img ", "x < y <p ", "</p ", "<p title='>' "] {
                let html = [start, &attributes.repeat(many), ">"].concat();
                assert!(endless_tag(&html).is_some(), "{start}{attributes}");
            }
        }
        for harmless in [
            ["<img alt=\"", &"word = / ".repeat(many), "\">"].concat(),
            ["<img src=data:image/png;base64,", &"ab/=".repeat(many), ">"].concat(),
            "<p a=b>".repeat(many),
            ["<p>1 < 2 ", &"a=b ".repeat(many), "</p>"].concat(),
        ] {
            assert_eq!(endless_tag(&harmless), None);
        }
    }
}
