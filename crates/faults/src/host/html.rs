//! Just enough of HTML to write over pages that were well made.

/// A piece of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Piece<'a> {
    /// Also the document's type.
    Tag(&'a str),
    Comment(&'a str),
    /// Text as it is written.
    Text(&'a str),
    /// Within a script or a style sheet.
    Raw(&'a str),
}

impl<'a> Piece<'a> {
    pub(crate) fn text(self) -> &'a str {
        match self {
            Self::Tag(text) | Self::Comment(text) | Self::Text(text) | Self::Raw(text) => text,
        }
    }
}

/// All pieces of a page; together they are the page.
pub(crate) fn pieces(page: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = page;
    let mut within: Option<&str> = None;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let raw = within.take().map(|element| rest.find(&format!("</{element}")).unwrap_or(rest.len()));
        let (piece, after) = if let Some(end) = raw.filter(|end| *end > 0) {
            (Piece::Raw(&rest[..end]), &rest[end..])
        } else if rest.starts_with("<!--") {
            let (comment, after) = rest.split_at(rest.find("-->").map_or(rest.len(), |at| at + 3));
            (Piece::Comment(comment), after)
        } else if is_tag(rest) {
            let (tag, after) = rest.split_at(end_of_tag(rest));
            within = ["script", "style"].into_iter().find(|element| name(tag) == *element);
            (Piece::Tag(tag), after)
        } else {
            let end = rest.char_indices().skip(1).find(|(at, _)| is_tag(&rest[*at..])).map(|(at, _)| at);
            let (text, after) = rest.split_at(end.unwrap_or(rest.len()));
            (Piece::Text(text), after)
        };
        rest = after;
        Some(piece)
    })
}

fn is_tag(text: &str) -> bool {
    text.strip_prefix('<')
        .is_some_and(|after| after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!'))
}

fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// The name of a tag, with the slash of one that ends an element.
pub(crate) fn name(tag: &str) -> &str {
    tag.trim_start_matches('<').split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default()
}

/// Name and value of each attribute, as written and without quotation marks.
pub(crate) fn attributes(tag: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = tag.trim_start_matches('<').trim_start_matches(name(tag)).trim_end_matches('>');
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        rest = after;
        let value = rest.strip_prefix('=').map(|value| {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let inner = &value[quote.map_or(0, char::len_utf8)..];
            let end = match quote {
                Some(quote) => inner.find(quote),
                None => inner.find(char::is_whitespace),
            };
            let (value, after) = inner.split_at(end.unwrap_or(inner.len()));
            rest = after.strip_prefix(['"', '\'']).unwrap_or(after);
            value
        });
        (!name.is_empty()).then_some((name, value))
    })
}

/// The value of an attribute.
pub(crate) fn attribute<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    attributes(tag).find(|(name, _)| *name == wanted).and_then(|(_, value)| value)
}

/// The tag with another value of an attribute that it has in quotation marks.
pub(crate) fn with_attribute(tag: &str, name: &str, value: &str) -> Option<String> {
    let old = attribute(tag, name)?;
    Some(tag.replacen(&format!(" {name}=\"{old}\""), &format!(" {name}=\"{value}\""), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_page() {
        let page = "<!doctype html><a title=\"a > b\" hidden>x < y</a><!-- <b> --><style>p>a{}</style>z";
        let found: Vec<Piece<'_>> = pieces(page).collect();
        assert_eq!(found.iter().map(|piece| piece.text()).collect::<String>(), page);
        assert_eq!(
            found[1..4],
            [Piece::Tag("<a title=\"a > b\" hidden>"), Piece::Text("x < y"), Piece::Tag("</a>")]
        );
        assert_eq!((found[4], found[6]), (Piece::Comment("<!-- <b> -->"), Piece::Raw("p>a{}")));
        let all: Vec<_> = attributes(found[1].text()).collect();
        assert_eq!(all, [("title", Some("a > b")), ("hidden", None)]);
    }
}
