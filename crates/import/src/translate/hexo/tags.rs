//! Arguments and translations of Hexo's tags.

use super::super::hugo::in_address;
use super::super::shortcodes::{answer, is_picture};
use super::super::values::{arguments, unquoted};
use crate::translate::context::{Context, POST, TITLE};
use crate::translate::liquid::tag::LiquidTag;
use crate::translate::shortcodes::call::{Call, CallDiagnostic, CallResult, Shape};

type TagArguments = Vec<(String, String)>;

fn words(tag: &LiquidTag<'_>) -> Vec<String> {
    arguments(tag.rest).iter().map(|word| unquoted(word).to_owned()).collect()
}

fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://") || text.starts_with('/')
}

fn link(text: &str, to: &str) -> String {
    format!("[{text}](<{}>)", to.replace(['<', '>', '\n'], ""))
}

/// What tags say that stand for a link or a word within a line.
pub(super) fn text_of_tag(
    text: &str,
    tag: &LiquidTag<'_>,
    name: &str,
    context: &Context<'_>,
) -> Option<String> {
    let words = words(tag);
    let first = words.first().map(String::as_str).unwrap_or_default();
    let rest = words.get(1..).unwrap_or_default();
    let title = || {
        // The last word may say whether the title is to be escaped.
        let rest = if matches!(rest.last().map(String::as_str), Some("true" | "false")) {
            &rest[..rest.len() - 1]
        } else {
            rest
        };
        rest.join(" ")
    };
    match name {
        "post_link" | "post_path" if !first.is_empty() => {
            let (slug, anchor) =
                first.split_once('#').map_or((first, ""), |(slug, _)| (slug, &first[slug.len()..]));
            let to = [POST, &slug.replace(' ', "%20"), anchor].concat();
            if name == "post_path" && in_address(text, tag.range.start) {
                return Some(to);
            }
            let title = title();
            let name = slug.rsplit('/').next().unwrap_or(slug);
            if !title.is_empty() {
                return Some(format!("[{title}]({to})"));
            }
            // Without one, the post's own title.
            let own = (context.files)(&[TITLE, slug].concat());
            let own = own.as_deref().unwrap_or(name).replace(['[', ']', '\n'], "");
            Some(format!("[{own}]({to})"))
        }
        "asset_path" if in_address(text, tag.range.start) => Some(first.replace(' ', "%20")),
        "asset_path" | "asset_link" if !first.is_empty() => {
            let title = title();
            Some(link(if title.is_empty() { first } else { &title }, first))
        }
        "link" => {
            let at = words.iter().position(|word| is_url(word))?;
            let text = words[..at].join(" ");
            Some(link(if text.is_empty() { &words[at] } else { &text }, &words[at]))
        }
        // `url, text, icon`
        "button" | "btn" => {
            let mut parts = tag.rest.split(',').map(str::trim);
            let (url, text) = (unquoted(parts.next()?), parts.next().map(unquoted).unwrap_or_default());
            is_url(url).then(|| link(if text.is_empty() { url } else { text }, url))
        }
        // `class@text`, `class, text`
        "label" | "span" => {
            let (_, text) = tag.rest.split_once(['@', ','])?;
            Some(text.trim().to_owned())
        }
        _ => None,
    }
}

/// The name that all engines have for what a tag is.
pub(super) fn shared(name: &str) -> &str {
    match name {
        "blockquote" | "pullquote" | "centerquote" | "cq" => "quote",
        "tip" => "note",
        "hidetoggle" | "hideblock" | "folding" | "fold" => "details",
        "grouppicture" => "tabs",
        other => other,
    }
}

/// A tag as a call.
pub(super) fn call<'a>(tag: &LiquidTag<'a>, name: &str, context: &Context<'_>) -> Call<'a> {
    let given = match name {
        "blockquote" | "quote" => quoted(tag.rest),
        "pullquote" | "centerquote" | "cq" | "tabs" | "grouppicture" => Vec::new(),
        "note" | "tip" => note(&words(tag)),
        "hidetoggle" | "hideblock" | "folding" | "fold" => folding(tag.rest),
        "code" => code(&words(tag)),
        "include_code" => included(&words(tag), context),
        _ => words(tag).into_iter().map(|word| (String::new(), word)).collect(),
    };
    Call::new(shared(name), given, context.flavour)
}
/// `[author[, source]] [link] [title of the link]`
fn quoted(rest: &str) -> TagArguments {
    let rest = rest.trim();
    let at = rest.find("https://").or_else(|| rest.find("http://"));
    let (before, link) = rest.split_at(at.unwrap_or(rest.len()));
    let (link, title) = link.split_once(char::is_whitespace).unwrap_or((link, ""));
    let (author, source) = before.split_once(',').unwrap_or((before, ""));
    let source = if title.trim().is_empty() { source } else { title };
    [("author", author), ("source", source), ("link", link)]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), unquoted(value.trim()).to_owned()))
        .collect()
}

/// `[class] [no-icon] [style] [title]`
fn note(words: &[String]) -> TagArguments {
    const STYLES: [&str; 6] = ["no-icon", "simple", "modern", "flat", "disabled", "icon-padding"];
    let kind = words.first().map(String::as_str).unwrap_or_default();
    let rest = words.get(1..).unwrap_or_default();
    let is_style = |word: &&String| STYLES.contains(&word.as_str()) || word.starts_with("fa");
    let title: Vec<&str> = rest.iter().filter(|word| !is_style(word)).map(String::as_str).collect();
    vec![("type".to_owned(), kind.to_owned()), ("title".to_owned(), title.join(" "))]
}

/// `title[,colour]`, `class @title`
fn folding(rest: &str) -> TagArguments {
    let title = rest.split_once('@').map_or(rest, |(_, title)| title);
    let title = title.split(',').next().unwrap_or_default().trim();
    vec![("summary".to_owned(), unquoted(title).to_owned())]
}

/// `[title] [lang:language] [url] [link text] [options]`
fn code(words: &[String]) -> TagArguments {
    let mut given = Vec::new();
    let mut title = Vec::new();
    for word in words {
        match word.split_once(':') {
            Some(("lang", language)) => given.push(("lang".to_owned(), language.to_owned())),
            Some(("line_number", value)) => given.push(("linenos".to_owned(), value.to_owned())),
            Some(("mark" | "hl_lines", lines)) => given.push(("hl_lines".to_owned(), lines.to_owned())),
            Some(("first_line", first)) => given.push(("linenostart".to_owned(), first.to_owned())),
            Some(("highlight" | "wrap" | "http" | "https", _)) => {}
            _ => title.push(word.as_str()),
        }
    }
    given.push(("title".to_owned(), title.join(" ")));
    given
}

/// A file of code, if the project has it.
fn included(words: &[String], context: &Context<'_>) -> TagArguments {
    let mut given = code(words);
    let path = words.last().map(String::as_str).unwrap_or_default().trim_start_matches('/');
    let folders = ["source/downloads/code/", "downloads/code/", "source/_code/"];
    let found = folders.iter().find_map(|folder| (context.files)(&[*folder, path].concat()));
    // The path is the last word of the title.
    for (_, title) in given.iter_mut().filter(|(key, _)| key == "title") {
        *title = title
            .strip_suffix(path)
            .unwrap_or_default()
            .trim_end_matches('/')
            .trim()
            .replace(['"', '`'], "'");
    }
    given.push(("path".to_owned(), path.to_owned()));
    given.extend(found.map(|text| ("code".to_owned(), text)));
    given
}

/// What becomes of a tag, and what is reported of it.
pub(super) fn answered(call: &Call<'_>) -> CallResult {
    match call.name.as_str() {
        "asset_img" | "img" => picture(call).map_or_else(|| answer(call), |shape| (shape, None)),
        "include_code" => match call.get(&["code"]) {
            "" => {
                let diagnostic = CallDiagnostic {
                    error: true,
                    code: "shortcode-unknown",
                    message: "includes a file that is not there; it is left out".to_owned(),
                    help: "put the code in its place, between two lines of three backticks",
                };
                (Shape::Nothing, Some(diagnostic))
            }
            code => {
                let language = call.get(&["lang"]);
                let ending = call.get(&["path"]).rsplit_once('.').map_or("", |(_, ending)| ending);
                let ticks = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(ticks.max(2) + 1);
                let language = if language.is_empty() { ending } else { language };
                let title = call.get(&["title"]);
                let title = if title.is_empty() { String::new() } else { format!(" title=\"{title}\"") };
                (
                    Shape::Block(
                        format!("{fence}{language}{title}\n{}\n{fence}", code.trim_end()),
                        String::new(),
                    ),
                    None,
                )
            }
        },
        _ => answer(call),
    }
}

/// `[class names] slug [width] [height] [title text [alt text]]`
fn picture(call: &Call<'_>) -> Option<Shape> {
    let words: Vec<&str> = call.unnamed().collect();
    let at = words.iter().position(|word| is_picture(word)).or((words.len() == 1).then_some(0))?;
    let (classes, src, rest) = (&words[..at], words[at], &words[at + 1..]);
    let is_number = |word: &&&str| word.bytes().all(|b| b.is_ascii_digit());
    let sizes = rest.iter().take(2).take_while(is_number).count();
    let texts = &rest[sizes..];
    // Old posts write both texts between one pair of quotes: `'"title" "alt"'`.
    let joined = texts.join(" ");
    let (title, alt) = match texts {
        [one] if one.contains("\" \"") => {
            let mut parts = one.trim_matches('"').splitn(2, "\" \"");
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
        }
        [title, alt] if title.contains(' ') || alt.contains(' ') => (*title, *alt),
        _ => (joined.as_str(), ""),
    };
    let alt = if alt.is_empty() { title } else { alt };
    if classes.is_empty() && sizes == 0 {
        let quoted = title.replace(['"', '\n'], "'");
        let title = if quoted.is_empty() { quoted } else { format!(" \"{quoted}\"") };
        let alt = alt.replace(['[', ']', '\n'], "");
        return Some(Shape::Inline(format!("![{alt}](<{}>{title})", src.replace(['<', '>'], ""))));
    }
    let mut html = "<img".to_owned();
    let mut put = |name: &str, value: &str| crate::translate::html::attribute(&mut html, name, value);
    put("src", src);
    put("alt", alt);
    if !classes.is_empty() {
        put("class", &classes.join(" "));
    }
    for (name, size) in ["width", "height"].into_iter().zip(&rest[..sizes]) {
        put(name, size);
    }
    if !title.is_empty() {
        put("title", title);
    }
    html.push('>');
    Some(Shape::Block(html.clone(), html))
}
