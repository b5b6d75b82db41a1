//! The plain text of a post, its reading time and excerpt.

use lamplight_markdown::Flavour;
use lamplight_markdown::text::shorten;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::sanitize;

/// Words that an adult reads in a minute of silent reading, and characters of a script without spaces.
/// Source: Brysbaert, "How many words do we read per minute?" (2019) gives 238 for English; CJK readers take in
/// about 500 characters (common range 300 to 700).
const WORDS_PER_MINUTE: usize = 238;
const CJK_PER_MINUTE: usize = 500;

/// The text of a post without markup, each block on a line of its own. Text of raw HTML and code is included.
#[must_use]
pub fn plain_text(markdown: &str, flavour: Flavour) -> String {
    let mut text = String::new();
    for event in text_events(markdown, flavour, false) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak => text.push(' '),
            Event::HardBreak | Event::Rule => text.push('\n'),
            Event::End(TagEnd::TableCell) => text.push(' '),
            Event::End(tag) if is_block(tag) && !text.ends_with('\n') => text.push('\n'),
            _ => {}
        }
    }
    text.trim().to_owned()
}

/// Reading time in whole minutes, rounded up, at least 1. Characters of scripts without spaces count one by one,
/// all other text by the word.
#[must_use]
pub fn reading_minutes(text: &str) -> u32 {
    let (mut words, mut characters, mut in_word) = (0_usize, 0_usize, false);
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            words += usize::from(!in_word);
            in_word = true;
        } else if is_cjk(c) {
            characters += 1;
            in_word = false;
        } else if c.is_whitespace() {
            in_word = false;
        } else if !in_word && c.is_alphanumeric() {
            words += 1;
            in_word = true;
        }
    }
    // Over a common denominator, so that a mixed text is rounded once.
    let parts = words * CJK_PER_MINUTE + characters * WORDS_PER_MINUTE;
    u32::try_from(parts.div_ceil(WORDS_PER_MINUTE * CJK_PER_MINUTE)).unwrap_or(u32::MAX).max(1)
}

/// The first paragraphs of a post as plain text, cut at a word after at most `limit` characters.
///
/// If the text before a `<!--more-->` fits, it is the excerpt. Headings, code, tables and footnotes are skipped.
#[must_use]
pub fn excerpt(markdown: &str, flavour: Flavour, limit: usize) -> String {
    let mark = ["<!--more-->", "<!-- more -->"].iter().filter_map(|mark| markdown.find(mark)).min();
    let head = &markdown[..mark.unwrap_or(markdown.len())];
    let (mut text, mut skipped) = (String::new(), 0_usize);
    for event in text_events(head, flavour, true) {
        match event {
            Event::Start(tag) if is_passed_over(&tag) => skipped += 1,
            Event::End(tag) if is_end_of_passed_over(tag) => skipped = skipped.saturating_sub(1),
            _ if skipped > 0 => {}
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(tag) if is_block(tag) => text.push(' '),
            _ => {}
        }
        if text.len() > limit * 8 {
            break;
        }
    }
    shorten(&text, limit)
}

/// A plain text with typographic quotes, dashes and ellipses, as in the text of a post.
#[must_use]
pub fn smart(text: &str) -> String {
    if !text.contains(['\'', '"', '-', '.']) {
        return text.to_owned();
    }
    // A bracket in front keeps all of it from being a list, and what follows it begins a quotation as at the start of a line.
    let mut escaped = String::from("\\(");
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '\'' | '"' | '-' | '.') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    let parser = Parser::new_ext(&escaped, pulldown_cmark::Options::ENABLE_SMART_PUNCTUATION);
    let plain: String = parser
        .filter_map(|event| match event {
            Event::Text(part) | Event::Code(part) => Some(part.into_string()),
            _ => None,
        })
        .collect();
    plain.strip_prefix('(').map_or_else(|| text.to_owned(), str::to_owned)
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// The events of a text. Raw HTML is replaced by its text: that of a block at its end, and line breaks.
fn text_events(markdown: &str, flavour: Flavour, prose: bool) -> impl Iterator<Item = Event<'_>> {
    let is_break = |tag: &str| tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"));
    let mut html = String::new();
    Parser::new_ext(markdown, flavour.extensions()).map(move |event| match event {
        Event::InlineHtml(tag) if is_break(&tag) => Event::HardBreak,
        Event::End(TagEnd::HtmlBlock) => {
            let text = sanitize::text(&std::mem::take(&mut html), prose);
            Event::Text([&text, "\n"].concat().into())
        }
        event => {
            if let Event::Html(part) = &event {
                html.push_str(part);
            }
            event
        }
    })
}

fn is_passed_over(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Heading { .. }
            | Tag::CodeBlock(_)
            | Tag::Table(_)
            | Tag::FootnoteDefinition(_)
            | Tag::Image { .. }
    )
}

fn is_end_of_passed_over(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Table | TagEnd::FootnoteDefinition | TagEnd::Image
    )
}

/// Han, kana, hangul syllables and their compatibility forms.
fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x2fdf | 0x3040..=0x30ff | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff
        | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xff66..=0xff9d | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_have_the_quotes_of_the_text() {
        for (plain, want) in [
            ("We aren't servers", "We aren’t servers"),
            ("\"Two\" -- or 'three'...", "“Two” – or ‘three’…"),
            ("- 1. *a* [b](c) `d` <e> \\ &amp; f_g", "- 1. *a* [b](c) `d` <e> \\ &amp; f_g"),
            ("plain", "plain"),
        ] {
            assert_eq!(smart(plain), want);
        }
    }

    const BLOG: Flavour = Flavour::Blog { smart: true };

    #[test]
    fn plain_text_keeps_words_apart() {
        let text = plain_text("# A\n\nb *c*\nd\n\n- e\n- f\n\n| g | h |\n|---|---|\n| i | j |\n", BLOG);
        assert_eq!(text, "A\nb c d\ne\nf\ng h \ni j");
    }

    #[test]
    fn reading_time_counts_cjk_by_character() {
        assert_eq!(reading_minutes(""), 1);
        assert_eq!(reading_minutes(&"word ".repeat(239)), 2);
        assert_eq!(reading_minutes(&"字".repeat(501)), 2);
        assert_eq!(reading_minutes(&"字".repeat(499)), 1);
    }

    #[test]
    fn raw_html_says_something_too() {
        let html = "<div>\n<h2>T</h2>\n<p>One <b>t</b>wo &amp; <br>three.</p><!-- no --><script>no()</script>\n<pre>code</pre>\n</div>\n\nA<br>b.";
        assert_eq!(
            plain_text(html, BLOG).split_whitespace().collect::<Vec<_>>().join(" "),
            "T One two & three. code A b."
        );
        assert_eq!(excerpt(html, BLOG, 200), "One two & three. A b.");
        assert_eq!(excerpt("<table><tr><td>cell</table>\n\nText", BLOG, 200), "Text");
    }

    #[test]
    fn excerpts_are_the_first_prose() {
        assert_eq!(excerpt("# T\n\n```\ncode\n```\n\nOne *two*.\n\nThree.", BLOG, 200), "One two. Three.");
        assert_eq!(excerpt("One two three four", BLOG, 9), "One two…");
        assert_eq!(excerpt("Before.\n\n<!--more-->\n\nAfter.", BLOG, 200), "Before.");
        assert_eq!(excerpt("Before.\n\n<!-- more -->\n\nAfter. <!--more-->", BLOG, 200), "Before.");
        assert_eq!(excerpt("日本語の文章です", BLOG, 4), "日本語の…");
    }
}
