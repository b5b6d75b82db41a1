//! Unknown calls: what readers still get of them, and the diagnostics.

use super::call::{Call, CallDiagnostic, CallResult, Shape};
use super::pictures::{picture_of, shown};

/// What is given to say how something looks. It is no text of the post.
const LOOKS: [&str; 24] = [
    "class",
    "style",
    "width",
    "height",
    "size",
    "color",
    "colour",
    "align",
    "position",
    "id",
    "icon",
    "type",
    "theme",
    "float",
    "padding",
    "margin",
    "cols",
    "columns",
    "gap",
    "lang",
    "language",
    "open",
    "level",
    "background",
];

/// What is given to be read.
const TEXTS: [&str; 12] = [
    "text",
    "content",
    "body",
    "title",
    "caption",
    "message",
    "description",
    "label",
    "header",
    "heading",
    "summary",
    "quote",
];

/// Names of calls whose body is not for everybody.
const SECRET: [&str; 12] = [
    "hide",
    "hidden",
    "private",
    "secret",
    "draft",
    "encrypt",
    "encrypted",
    "hugo-encryptor",
    "encryptor",
    "password",
    "protected",
    "members",
];

pub(super) fn is_secret(name: &str) -> bool {
    SECRET.contains(&name)
}

fn diagnostic(error: bool, message: &str, help: &'static str) -> Option<CallDiagnostic> {
    Some(CallDiagnostic {
        error,
        code: "shortcode-unknown",
        message: format!("is no shortcode that is known here; {message}"),
        help,
    })
}

/// What becomes of a call that nothing here knows.
pub(super) fn unknown(call: &Call<'_>) -> CallResult {
    if is_secret(&call.name) {
        let why = if call.paired { "what it holds back is left out" } else { "it is left out" };
        let diagnostic = CallDiagnostic {
            error: true,
            code: "shortcode-unknown",
            message: format!("hides something in a way that nothing here can; {why}"),
            help: "delete it with what it holds back, or move that to a post with `draft: true`",
        };
        return (Shape::Hidden, Some(diagnostic));
    }
    if let Some(src) = picture_of(call) {
        let shape = shown(call, src);
        return (
            shape,
            diagnostic(false, "its picture is shown", "write `![text](picture.png)` in its place"),
        );
    }
    if call.paired {
        let title = call.get(&TEXTS);
        let title = if title.is_empty() {
            call.unnamed().find(|v| v.contains(' ')).unwrap_or_default()
        } else {
            title
        };
        let help = "write in Markdown what it stood for, or delete its tags";
        return match title {
            "" => (
                Shape::Nothing,
                diagnostic(false, "its tags are left out and the text between them stays", help),
            ),
            title => {
                let title = format!("**{}**", title.replace('\n', " ").replace('*', "\\*").trim());
                let shape = Shape::Around(title, String::new());
                (shape, diagnostic(false, "its title and the text between its tags are shown", help))
            }
        };
    }
    let text = call.get(&TEXTS[..3]);
    if text.contains(' ') {
        let text = text.to_owned();
        let help = "write in Markdown what it stood for";
        return (Shape::Block(text.clone(), text), diagnostic(false, "its text is shown", help));
    }
    let url = call
        .given
        .iter()
        .map(|(_, value)| value)
        .find(|v| v.starts_with("https://") || v.starts_with("http://"));
    if let Some(url) = url {
        let title = call.get(&["title", "text", "name", "label", "caption"]);
        let link = match title {
            "" => format!("<{}>", url.replace(['<', '>', ' ', '\n'], "")),
            title => format!("[{}](<{}>)", title.replace('\n', " "), url.replace(['<', '>', '\n'], "")),
        };
        let help = "write in Markdown what it stood for";
        return (Shape::Block(link.clone(), link), diagnostic(false, "a link to its address is shown", help));
    }
    let says = |(key, value): &(String, String)| {
        let is_look = LOOKS.contains(&key.as_str()) || matches!(value.as_str(), "true" | "false");
        !is_look && value.chars().any(char::is_alphabetic)
    };
    let help = "write in Markdown what it stood for, or delete it";
    match call.given.iter().any(says) {
        true => (Shape::Nothing, diagnostic(true, "it is left out, and what it is given with it", help)),
        false => (Shape::Nothing, diagnostic(false, "it is left out", help)),
    }
}
