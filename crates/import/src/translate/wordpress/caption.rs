//! `[caption width="300"]<img src="a.jpg"> Words[/caption]`: a picture and what is said of it.

use std::borrow::Cow;

use lamplight_markdown::Flavour;

use super::tag::unescaped;
use crate::translate::html::attribute;
use crate::translate::shortcodes::text::prose;

/// A picture and its caption, in HTML; `None` if there is no picture between the tags.
pub(super) fn figure(get: &dyn Fn(&str) -> String, body: &str, flavour: Flavour) -> Option<String> {
    let end = picture_end(body)?;
    let (picture, words) = body.split_at(end);
    let (picture, words) = (plain(picture), behind_attributes(words));
    let given = get("caption");
    let words = match given.is_empty() {
        true => words.to_owned(),
        false => [&given, " ", words].concat(),
    };
    let words = cleaned(&words);
    let mut html = "<figure".to_owned();
    let id = get("id");
    if id.starts_with(|c: char| c.is_ascii_alphabetic()) && !id.contains(char::is_whitespace) {
        attribute(&mut html, "id", &id);
    }
    html.push('>');
    match by_hand(&picture, flavour) {
        Some(picture) => html.push_str(&picture),
        None => html.push_str(&balanced(&prose(cleaned(&picture), flavour))),
    }
    if !words.is_empty() {
        html.push_str("<figcaption>");
        html.push_str(&balanced(&prose(words, flavour)));
        html.push_str("</figcaption>");
    }
    html.push_str("</figure>");
    Some(html)
}

/// A text without the ends of lines and paragraphs that exporters write around its parts.
fn cleaned(text: &str) -> &str {
    const AROUND: [&str; 9] =
        ["<br />", "<br/>", "<br>", "<p>", "</p>", "&nbsp;", "\u{a0}", "<div>", "</div>"];
    let mut rest = text.trim();
    loop {
        let now = AROUND.iter().fold(rest, |rest, mark| {
            let rest = rest.strip_prefix(mark).unwrap_or(rest);
            rest.strip_suffix(mark).unwrap_or(rest).trim()
        });
        if now.len() == rest.len() {
            return rest;
        }
        rest = now;
    }
}

/// What Markdown made paragraphs of is on one line here.
fn balanced(html: &str) -> String {
    // The sanitiser writes how a picture is loaded.
    let html = &html.replace(" loading=\"lazy\" decoding=\"async\"", "");
    if !html.contains("<p>") {
        return html.to_owned();
    }
    let html = html.replace("</p> <p>", "<br>").replace("</p><p>", "<br>");
    html.replace("<p>", "").replace("</p>", "").trim().to_owned()
}

/// Where the first picture ends, with the link around it.
fn picture_end(body: &str) -> Option<usize> {
    let html = ["<img", "<video", "<iframe", "<object", "<picture"];
    let lower = body.to_ascii_lowercase();
    let of_html = html.iter().filter_map(|name| Some((lower.find(name)?, *name))).min();
    let of_markdown = body.find("![");
    match (of_html, of_markdown) {
        (Some((at, name)), markdown) if markdown.is_none_or(|markdown| at < markdown) => {
            let end = match name {
                "<img" => at + tag_end(&body[at..])?,
                name => {
                    let last = ["</", &name[1..], ">"].concat();
                    at + lower[at..].find(&last)? + last.len()
                }
            };
            // The link that it stands in.
            let opened = lower[..at].rfind("<a ").is_some_and(|link| !lower[link..at].contains("</a>"));
            Some(match lower[end..].find("</a>").filter(|_| opened) {
                Some(close) => end + close + 4,
                None => end,
            })
        }
        (_, Some(at)) => {
            let end = at + destination_end(&body[at..])?;
            let linked = body[..at].trim_end_matches('\\').ends_with('[');
            let after = &body[end..];
            Some(match after.trim_start().strip_prefix("](").filter(|_| linked) {
                Some(inside) => body.len() - inside.len() + inside.find(')')? + 1,
                None => end,
            })
        }
        _ => None,
    }
}

/// A picture in Markdown as HTML. Its address may hold a tag of Liquid, which is read later, and which Markdown sees no picture in.
fn by_hand(picture: &str, flavour: Flavour) -> Option<String> {
    let picture = cleaned(picture);
    if !picture.trim_start_matches('\\').starts_with(['!', '[']) {
        return None;
    }
    let at = picture.find("![")?;
    let (text, _) = picture[at + 2..].split_once("](")?;
    let end = at + destination_end(&picture[at..])?;
    let inside = picture[at + 2 + text.len() + 2..end - 1].trim();
    let (address, title) = inside.split_once(" \"").unwrap_or((inside, ""));
    let mut html = "<img".to_owned();
    attribute(&mut html, "src", &unescaped(address.trim().trim_matches(['<', '>'])));
    let text = if text.contains("{{") { text.to_owned() } else { crate::prose::plain_text(text, flavour) };
    attribute(&mut html, "alt", &text);
    if !title.is_empty() {
        attribute(&mut html, "title", title.trim_end_matches('"'));
    }
    html.push('>');
    let link = picture[end..].trim().strip_prefix("](").and_then(|rest| rest.strip_suffix(')'));
    Some(match link {
        Some(link) => {
            let mut linked = "<a".to_owned();
            attribute(&mut linked, "href", &unescaped(link.split(" \"").next().unwrap_or_default()));
            [&linked, ">", &html, "</a>"].concat()
        }
        None => html,
    })
}

/// A picture without the attributes that Pandoc writes behind it: `![a](b){.c}`.
fn plain(picture: &str) -> Cow<'_, str> {
    match picture.split_once("){") {
        Some((first, rest)) => match rest.split_once('}') {
            Some((_, last)) => Cow::Owned([first, ")", last].concat()),
            None => Cow::Borrowed(picture),
        },
        None => Cow::Borrowed(picture),
    }
}

fn behind_attributes(words: &str) -> &str {
    let inside = words.strip_prefix('{').filter(|rest| rest.starts_with(['.', '#', 'w', 'h']));
    inside.and_then(|rest| rest.split_once('}')).map_or(words, |(_, words)| words)
}

/// Where a tag of HTML ends.
fn tag_end(html: &str) -> Option<usize> {
    let mut quote = None;
    for (i, c) in html.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '>' => return Some(i + 1),
            None => {}
        }
    }
    None
}

/// Where `![text](address "title")` ends.
fn destination_end(text: &str) -> Option<usize> {
    let open = text.find("](")? + 2;
    let (mut depth, mut quoted) = (0_usize, false);
    for (i, c) in text[open..].char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth == 0 => return Some(open + i + 1),
            ')' if !quoted => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_words() {
        for (body, given, want) in [
            (
                "<img src=\"a.jpg\" alt=\"A > b\" /> Words",
                "",
                "<figure><img src=\"a.jpg\" alt=\"A > b\" /><figcaption>Words</figcaption></figure>",
            ),
            (
                "<a href=\"b\"><img src=\"a\"></a>",
                "Old <em>x</em>",
                "<figure><a href=\"b\"><img src=\"a\"></a><figcaption>Old <em>x</em></figcaption></figure>",
            ),
            (
                "[![A](a.jpg \"t\")](b.jpg) W *o*",
                "",
                "<figure><a href=\"b.jpg\"><img src=\"a.jpg\" alt=\"A\" title=\"t\"></a><figcaption>W <em>o</em></figcaption></figure>",
            ),
            (
                "\n![](a(1).jpg)\n\nOne\n\nTwo\n",
                "",
                "<figure><img src=\"a(1).jpg\" alt=\"\"><figcaption>One<br>Two</figcaption></figure>",
            ),
            (
                "![](a.jpg){.b\n.c width=\"3\"}Words",
                "",
                "<figure><img src=\"a.jpg\" alt=\"\"><figcaption>Words</figcaption></figure>",
            ),
            (
                "[![A b]({{ site.url }}/a.jpg)]({{ site.url }}/b.jpg) W",
                "",
                "<figure><a href=\"{{ site.url }}/b.jpg\"><img src=\"{{ site.url }}/a.jpg\" alt=\"A b\"></a><figcaption>W</figcaption></figure>",
            ),
            ("<p><img src=a></p>", "", "<figure><img src=a></figure>"),
        ] {
            let get = |name: &str| if name == "caption" { given.to_owned() } else { String::new() };
            let flavour = Flavour::Blog { smart: false };
            assert_eq!(figure(&get, body, flavour).as_deref(), Some(want), "{body}");
        }
        assert_eq!(figure(&|_| String::new(), "words", Flavour::CommonMark), None);
    }
}
