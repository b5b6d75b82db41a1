//! Tags that embed a film, a message or a picture, as HTML.

use super::context::LiquidValues;
use super::html::attribute;
use super::scan::split;
use super::values::{arguments, evaluate, literal, unquoted, words};
use crate::sanitize::is_media_id as is_id;
use crate::translate::liquid::tag::LiquidTag;

/// The HTML for a tag. It is sanitised later, like the raw HTML of the author.
pub(super) struct EmbedHtml {
    pub html: String,
    /// Whether it is a block if the tag is alone on its line.
    pub whole: bool,
}

/// The HTML for tags that embed something of another site, or a picture.
pub(super) fn embedded(tag: &LiquidTag<'_>, values: LiquidValues<'_>) -> Option<EmbedHtml> {
    let words = arguments(tag.rest);
    let block = |html: String| Some(EmbedHtml { html, whole: true });
    let first = words.first().map(|w| words_of(w, values))?;
    let is_url = first.starts_with("https://") || first.starts_with("http://");
    match tag.name {
        "youtube" | "vimeo" | "speakerdeck" | "tweet" | "twitter" | "gist" | "oembed" | "embed"
        | "slideshare" | "soundcloud" | "spotify" | "codepen" | "asciinema"
            if is_url =>
        {
            block(if tag.name == "gist" { gist(&first) } else { frame(&first, "") })
        }
        "youtube" if is_id(&first) => block(frame(&youtube(&first), "")),
        "vimeo" if is_id(&first) => block(frame(&vimeo(&first), "")),
        "speakerdeck" if is_id(&first) => {
            block(frame(&format!("https://speakerdeck.com/player/{first}"), ""))
        }
        "asciinema" if is_id(&first) => block(frame(&format!("https://asciinema.org/a/{first}"), "")),
        "tweet" | "twitter" if is_id(&first) => {
            block(frame(&format!("https://twitter.com/i/status/{first}"), ""))
        }
        "gist" if first.split('/').all(is_id) => block(gist(&format!("https://gist.github.com/{first}"))),
        "img" => octopress_image(&words, values),
        "include" | "include_cached" | "include_relative" => included(&first, &words[1..], values),
        _ => None,
    }
}

fn words_of(word: &str, values: LiquidValues<'_>) -> String {
    words(unquoted(word), values).into_owned()
}

pub(super) fn youtube(id: &str) -> String {
    format!("https://www.youtube-nocookie.com/embed/{id}")
}

pub(super) fn vimeo(id: &str) -> String {
    format!("https://player.vimeo.com/video/{id}")
}

/// Files of `_includes` are known by what they are given: a film's id, or a picture.
fn included(file: &str, given: &[String], values: LiquidValues<'_>) -> Option<EmbedHtml> {
    let file = file.to_ascii_lowercase();
    let given: Vec<(String, String)> = given
        .iter()
        .filter_map(|word| {
            let (key, value) = word.split_once('=')?;
            let quoted = value.starts_with(['"', '\'']);
            let value = if quoted { words_of(value, values) } else { evaluate(value, values)?.text };
            Some((key.to_ascii_lowercase(), value))
        })
        .collect();
    let get = |keys: &[&str]| {
        keys.iter()
            .find_map(|key| given.iter().find(|(k, v)| k == key && !v.is_empty()))
            .map(|(_, v)| v.as_str())
    };
    let provider = get(&["provider", "type"]).unwrap_or(&file).to_ascii_lowercase();
    if let Some(id) = get(&["id", "video_id", "videoid", "video", "url", "src"]) {
        let title = get(&["title", "caption", "alt"]).unwrap_or_default();
        let url = match () {
            () if provider.contains("youtube") && is_id(id) => Some(youtube(id)),
            () if provider.contains("vimeo") && is_id(id) => Some(vimeo(id)),
            () if id.starts_with("https://")
                && ["youtube", "vimeo", "video", "embed"].iter().any(|w| file.contains(w)) =>
            {
                Some(id.to_owned())
            }
            () => None,
        };
        if let Some(url) = url {
            return Some(EmbedHtml { html: frame(&url, title), whole: true });
        }
    }
    let keys = [
        "src",
        "url",
        "image_path",
        "image",
        "path",
        "file",
        "filename",
        "img",
        "image_url",
        "source",
        "name",
    ];
    let picture = keys.iter().find_map(|key| get(&[key]).filter(|value| is_picture(value)))?;
    let caption = get(&["caption", "description", "title"]).unwrap_or_default();
    let mut html = "<figure><img".to_owned();
    attribute(&mut html, "src", picture);
    attribute(&mut html, "alt", get(&["alt", "alttext"]).unwrap_or_default());
    html.push('>');
    if !caption.is_empty() {
        html.push_str("<figcaption>");
        html.push_str(caption);
        html.push_str("</figcaption>");
    }
    html.push_str("</figure>");
    Some(EmbedHtml { html, whole: true })
}

fn is_picture(value: &str) -> bool {
    let path = value.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('.').is_some_and(|(_, ending)| {
        ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"].iter().any(|e| ending.eq_ignore_ascii_case(e))
    })
}

/// Octopress: `{% img [classes] src [width [height]] ['title' ['alt']] %}`.
fn octopress_image(words: &[String], values: LiquidValues<'_>) -> Option<EmbedHtml> {
    let at = words.iter().position(|word| is_picture(unquoted(word)))?;
    let mut html = "<img".to_owned();
    attribute(&mut html, "src", &words_of(&words[at], values));
    if at > 0 {
        attribute(&mut html, "class", &words[..at].join(" "));
    }
    let mut texts = Vec::new();
    let mut sides = ["width", "height"].into_iter();
    for word in &words[at + 1..] {
        if word.bytes().all(|b| b.is_ascii_digit()) {
            if let Some(side) = sides.next() {
                attribute(&mut html, side, word);
            }
        } else {
            texts.push(unquoted(word));
        }
    }
    attribute(&mut html, "alt", texts.get(1).or(texts.first()).copied().unwrap_or_default());
    html.push('>');
    Some(EmbedHtml { html, whole: false })
}

/// A frame, which becomes a link unless its host may be shown.
pub(super) fn frame(url: &str, title: &str) -> String {
    let mut html = "<iframe".to_owned();
    attribute(&mut html, "src", url);
    if !title.is_empty() {
        attribute(&mut html, "title", title);
    }
    html.push_str("></iframe>");
    html
}

pub(super) fn gist(url: &str) -> String {
    let mut html = "<script".to_owned();
    attribute(&mut html, "src", &format!("{}.js", url.trim_end_matches(".js")));
    html.push_str("></script>");
    html
}

/// `{{ "https://…" | embed: "Title" }}`
pub(super) fn embedded_value(inside: &str) -> Option<(String, String)> {
    let parts = split(inside, '|');
    let [first, filter] = parts.as_slice() else { return None };
    let url = literal(first.trim())?;
    let (name, title) = filter.split_once(':').unwrap_or((filter, ""));
    let shows = matches!(name.trim(), "embed" | "oembed" | "youtube" | "vimeo" | "tweet" | "twitter");
    (shows && url.starts_with("http")).then(|| (url.to_owned(), unquoted(title.trim()).to_owned()))
}
