//! The results of known calls, by name.

use super::call::{Call, CallResult, Shape};
use super::guess::{is_secret, unknown};
use super::{frames, notices, pictures};
use crate::translate::fences;

type ShortcodeHandler = fn(&Call<'_>) -> Option<Shape>;

/// Names, and what becomes of calls with them. Where that needs something that a call is not given, it is as unknown as others.
const TABLE: &[(&[&str], ShortcodeHandler)] = &[
    (
        &[
            "figure",
            "img",
            "image",
            "picture",
            "imgproc",
            "fig",
            "photo",
            "imgcap",
            "pic",
            "resize",
            "resize_image",
            "resized_image",
            "figproc",
            "image-caption",
            "captioned",
            "bundle-image",
            "img-post",
            "easyimg",
            "lazyimg",
            "responsive-image",
            "full_width_image",
            "dual_theme_image",
            "invertible_image",
            "postimage",
            "thumbnail",
        ],
        pictures::figure,
    ),
    (&["gallery", "photos", "images", "carousel", "slider"], pictures::gallery),
    (&["audio", "mp3", "sound"], pictures::audio),
    (&["video", "mp4", "webm", "video-local", "html5video", "localvideo"], pictures::video),
    (
        &[
            "youtube",
            "youtubelite",
            "youtube-lite",
            "lite-youtube",
            "yt",
            "youtube_simple",
            "youtube-enhanced",
        ],
        frames::youtube,
    ),
    (&["youtubepl", "youtube_playlist", "youtube-playlist"], frames::playlist),
    (&["vimeo", "vimeo_simple"], frames::vimeo),
    (&["tweet", "x", "twitter", "twitter_simple", "x_simple"], frames::tweet),
    (&["gist"], frames::gist),
    (&["codepen"], frames::codepen),
    (&["iframe", "frame", "embed", "oembed"], frames::iframe),
    (
        &[
            "instagram",
            "instagram_simple",
            "ig",
            "bilibili",
            "bilivideo",
            "bili",
            "speakerdeck",
            "asciinema",
            "codesandbox",
            "jsfiddle",
            "spotify",
            "soundcloud",
            "streamable",
            "stackblitz",
            "tiktok",
            "github",
            "githubcard",
            "github-card",
            "github-repo",
            "gitlab",
            "wikipedia",
            "wiki",
        ],
        frames::of_site,
    ),
    (
        &[
            "details",
            "collapse",
            "expand",
            "spoiler",
            "expandable",
            "accordion-item",
            "fold",
            "toggle",
            "detail",
            "collapsible",
            "accordionitem",
            "detail-tag",
            "faq",
        ],
        notices::details,
    ),
    (&["quote", "blockquote", "epigraph", "citation", "quotation"], notices::quote),
    (&["pullquote", "cq", "centerquote"], notices::quote),
    (&["tab", "tabitem", "tab-item", "codetab", "code-tab"], tab),
    (&["tabs", "tabpane", "tabgroup", "accordion", "code-tabs", "codetabs", "tab-group"], inner),
    (&["button", "btn", "cta", "btn-link", "link-button", "linkbutton"], notices::button),
    (&["center", "centre", "align-center", "centered"], notices::centre),
    (&["kbd", "key", "keyboard", "mark", "highlighter", "sub", "sup", "small", "u", "del"], notices::element),
    (&["abbr"], notices::abbreviation),
    (&["rawhtml", "html", "raw", "rawmd", "unsafe", "markdown", "md", "lead", "intro"], inner),
    (&["highlight", "code", "codeblock", "sourcecode", "code-block", "prism", "hl"], code),
    (&["mermaid", "plantuml", "graphviz", "dot", "echarts", "chart", "goat", "vega"], diagram),
    (&["math", "katex", "mathjax", "latex", "tex", "eq", "equation"], formula),
    (&["br", "linebreak", "newline"], |_| Some(Shape::Inline("<br>".to_owned()))),
    (&["hr", "divider", "line"], |_| Some(Shape::Block("<hr>".to_owned(), "<br>".to_owned()))),
    // The page has a table of contents and an icon needs no words.
    (&["toc", "table-of-contents", "icon", "fa", "fas", "fab", "clear", "clearfix", "nbsp"], gone),
    (&["comment", "remark", "todo-comment"], |_| Some(Shape::Hidden)),
];

/// What becomes of a call, and what is reported of it.
pub(in crate::translate) fn answer(call: &Call<'_>) -> CallResult {
    let known = TABLE.iter().find(|(names, _)| names.contains(&call.name.as_str()));
    let handler = match known {
        Some((_, handler)) => Some(*handler),
        None if notices::is_box(&call.name) => Some(notices::notice as ShortcodeHandler),
        None => None,
    };
    match handler.and_then(|handler| handler(call)) {
        Some(shape) => (shape, None),
        None => unknown(call),
    }
}

/// Names of calls in whose body nothing is a call: it is code, a formula or not for readers.
const RAW: [&str; 29] = [
    "highlight",
    "code",
    "codeblock",
    "sourcecode",
    "code-block",
    "prism",
    "hl",
    "mermaid",
    "plantuml",
    "graphviz",
    "dot",
    "echarts",
    "chart",
    "goat",
    "vega",
    "math",
    "katex",
    "mathjax",
    "latex",
    "tex",
    "eq",
    "equation",
    "comment",
    "remark",
    "todo-comment",
    "rawhtml",
    "unsafe",
    "html",
    "raw",
];

/// Whether nothing between a call's tags is a call.
pub(in crate::translate) fn is_raw(name: &str, given: &[(String, String)]) -> bool {
    let is_tab_of_code =
        || name == "tab" && given.iter().any(|(key, value)| key == "lang" && !value.is_empty());
    RAW.contains(&name) || is_secret(name) || is_tab_of_code()
}

fn tab(call: &Call<'_>) -> Option<Shape> {
    match call.get(&["lang"]) {
        "" => notices::tab(call),
        _ => code(call),
    }
}

fn inner(call: &Call<'_>) -> Option<Shape> {
    call.paired.then_some(Shape::Nothing)
}

fn gone(_: &Call<'_>) -> Option<Shape> {
    Some(Shape::Nothing)
}

/// `{{< highlight go "linenos=table,hl_lines=2" >}}`
fn code(call: &Call<'_>) -> Option<Shape> {
    if !call.paired {
        return None;
    }
    // Code of a theme's own shortcode may have a fence already.
    let fenced = call.body.is_some_and(|body| body.trim_start().starts_with("```"));
    if fenced {
        return Some(Shape::Nothing);
    }
    let language = call.get(&["lang", "language", "lexer"]);
    let (language, skip) = if language.is_empty() { (call.at(0), 1) } else { (language, 0) };
    let mut options: Vec<String> = call.unnamed().skip(skip).map(|word| word.replace(", ", ",")).collect();
    let known = |key: &str| !matches!(key, "" | "lang" | "language" | "lexer" | "options");
    let named = call.given.iter().filter(|(key, _)| known(key));
    options.extend(named.map(|(key, value)| match key.as_str() {
        "header" | "name" | "file" | "filename" | "caption" => {
            format!("title=\"{}\"", value.replace('"', "'"))
        }
        _ => format!("{key}=\"{}\"", value.replace('"', "'")),
    }));
    let given = call.get(&["options"]);
    if !given.is_empty() {
        options.push(given.to_owned());
    }
    let info = if options.is_empty() {
        language.to_owned()
    } else {
        format!("{language} {{{}}}", options.join(" "))
    };
    Some(Shape::Fence(fences::own_words(&info)))
}

fn diagram(call: &Call<'_>) -> Option<Shape> {
    let body = call.body.filter(|body| !body.trim().is_empty())?;
    if body.trim_start().starts_with("```") {
        return Some(Shape::Nothing);
    }
    Some(Shape::Fence(call.name.clone()))
}

fn formula(call: &Call<'_>) -> Option<Shape> {
    match call.body.map(str::trim) {
        // It says that there are formulas on the page.
        None | Some("") => Some(Shape::Nothing),
        // Text with formulas in it, which have their own marks.
        Some(body) if body.contains("$$") || body.contains("\\(") || body.contains("\\[") => {
            Some(Shape::Nothing)
        }
        Some(_) => Some(Shape::Formula),
    }
}
