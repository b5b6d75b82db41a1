//! Pictures, sounds and films of the site.

use super::call::{Call, Shape};
use super::text::prose;
use crate::translate::html::attribute;

/// What a picture is given as, by the names that themes have for it.
const SOURCES: [&str; 14] = [
    "src",
    "image",
    "img",
    "url",
    "path",
    "file",
    "filename",
    "picture",
    "source",
    "link",
    "name",
    "light_src",
    "light",
    "thumb",
];

/// Whether a value leads to a picture.
pub(in crate::translate) fn is_picture(value: &str) -> bool {
    let path = value.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('.').is_some_and(|(stem, ending)| {
        let known = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp", "jfif"];
        !stem.is_empty() && !value.contains('\n') && known.iter().any(|e| ending.eq_ignore_ascii_case(e))
    })
}

/// The picture that a call is given.
pub(super) fn picture_of<'c>(call: &'c Call<'_>) -> Option<&'c str> {
    let named = SOURCES.iter().map(|name| call.get(&[name])).find(|value| is_picture(value));
    named.or_else(|| call.unnamed().find(|value| is_picture(value)))
}

/// `<img …>`
fn img(call: &Call<'_>, src: &str, alt: &str) -> String {
    let mut html = "<img".to_owned();
    attribute(&mut html, "src", src);
    attribute(&mut html, "alt", alt);
    for (name, keys) in [("class", &["class"][..]), ("width", &["width", "w"]), ("height", &["height", "h"])]
    {
        let value = call.get(keys);
        let digits = value.trim_end_matches("px");
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if !value.is_empty() && (name == "class" || is_number) {
            attribute(&mut html, name, if name == "class" { value } else { digits });
        }
    }
    html.push('>');
    html
}

/// `{{< figure src="a.png" alt="A" caption="*B*" >}}` and what themes call the same.
pub(super) fn figure(call: &Call<'_>) -> Option<Shape> {
    let named =
        SOURCES.iter().filter(|name| **name != "link").map(|name| call.get(&[name])).find(|v| !v.is_empty());
    let src = picture_of(call).filter(|src| *src != call.get(&["link"])).or(named);
    let src = src.or_else(|| Some(call.at(0)).filter(|first| !first.is_empty() && !first.contains(' ')))?;
    Some(shown(call, src))
}

/// A picture with all that a call says of it.
pub(super) fn shown(call: &Call<'_>, src: &str) -> Shape {
    let texts: Vec<&str> = call.unnamed().filter(|value| *value != src && is_text(value)).collect();
    let mut caption =
        call.get(&["caption", "cap", "legend", "description", "desc", "figcaption", "text"]).to_owned();
    if caption.is_empty()
        && let Some(body) = call.take_body()
    {
        caption = body.trim().to_owned();
    }
    if caption.is_empty() {
        caption = texts.get(1).or(texts.first()).copied().unwrap_or_default().to_owned();
    }
    let title = call.get(&["title"]);
    let alt = call.get(&["alt", "alttext"]);
    let plain = |text: &str| crate::prose::plain_text(text, call.flavour);
    let alt = match alt.is_empty() {
        true if texts.len() > 1 => plain(texts[0]),
        true => plain(if caption.is_empty() { title } else { &caption }),
        false => alt.to_owned(),
    };
    let picture = img(call, src, &alt);
    let link = call.get(&["link", "href", "target_url"]);
    let linked = |inside: &str| {
        if link.is_empty() || link == src {
            return inside.to_owned();
        }
        let mut html = "<a".to_owned();
        attribute(&mut html, "href", link);
        [&html, ">", inside, "</a>"].concat()
    };
    let mut words = Vec::new();
    if !title.is_empty() {
        words.push(["<strong>", &prose(title, call.flavour), "</strong>"].concat());
    }
    if !caption.is_empty() && caption != title {
        words.push(prose(&caption, call.flavour));
    }
    words.extend(credit(call));
    let inline = linked(&picture);
    let mut figure = "<figure".to_owned();
    if words.is_empty() {
        // A picture and no more.
        return Shape::Block(inline.clone(), inline);
    }
    let id = call.get(&["id"]);
    if !id.is_empty() {
        attribute(&mut figure, "id", id);
    }
    let caption = words.join(" ");
    // Within a line a picture has no caption of its own.
    let beside = format!("{inline} <em>{caption}</em>");
    Shape::Block(format!("{figure}>{inline}<figcaption>{caption}</figcaption></figure>"), beside)
}

/// Whose picture it is.
fn credit(call: &Call<'_>) -> Option<String> {
    let by = call.get(&["attr", "attribution", "credit", "author"]);
    let link = call.get(&["attrlink", "attribution_link", "creditlink", "attr_link"]);
    if link.is_empty() {
        return (!by.is_empty()).then(|| prose(by, call.flavour));
    }
    let mut html = "<a".to_owned();
    attribute(&mut html, "href", link);
    Some([&html, ">", &prose(if by.is_empty() { link } else { by }, call.flavour), "</a>"].concat())
}

/// Whether a value is words for readers rather than a size or a class.
fn is_text(value: &str) -> bool {
    value.contains(' ') || value.chars().next().is_some_and(char::is_uppercase)
}

/// Several pictures: `{{< gallery "a.png" "b.png" >}}`.
pub(super) fn gallery(call: &Call<'_>) -> Option<Shape> {
    let values = call.given.iter().flat_map(|(_, value)| value.split([',', '\n'])).map(str::trim);
    let pictures: Vec<&str> = values.filter(|value| is_picture(value)).collect();
    if pictures.is_empty() {
        return None;
    }
    let html: String = pictures.iter().map(|src| img(call, src, "")).collect::<Vec<_>>().join("\n");
    Some(Shape::Block(html.clone(), html))
}

pub(super) fn audio(call: &Call<'_>) -> Option<Shape> {
    recording(call, "audio")
}

pub(super) fn video(call: &Call<'_>) -> Option<Shape> {
    recording(call, "video")
}

fn recording(call: &Call<'_>, element: &str) -> Option<Shape> {
    let keys = ["src", "file", "url", "source", "path", "mp4", "webm", "ogv", "mp3", "link", "webp", "mov"];
    let src = call.at_or(0, &keys);
    if src.is_empty() {
        return None;
    }
    let mut html = format!("<{element}");
    attribute(&mut html, "src", src);
    if element == "video" {
        for name in ["poster", "width", "height"] {
            let value = call.get(&[name]);
            if !value.is_empty() {
                attribute(&mut html, name, value);
            }
        }
    }
    html.push_str(&format!(" controls></{element}>"));
    let caption = call.get(&["caption", "title", "description"]);
    if caption.is_empty() {
        return Some(Shape::Block(html.clone(), html));
    }
    let caption = prose(caption, call.flavour);
    Some(Shape::Block(format!("<figure>{html}<figcaption>{caption}</figcaption></figure>"), html))
}
