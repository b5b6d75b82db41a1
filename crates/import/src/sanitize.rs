//! Raw HTML in posts, made safe at build.
//!
//! The Markdown stays as the author wrote it. For each raw fragment (an HTML block, or one inline tag) there is a
//! safe one, which the renderer writes instead. So the browser needs no sanitiser: see [`lamplight_markdown::RawHtml::Fragments`].
//!
//! Tags are read by html5ever, the parser of Servo, and written anew from an allowlist: nothing is copied
//! as text. Start and end tags are paired over the whole post, and no pair crosses the border of a Markdown block, so a
//! stray `</div>` can't close an element around the post.

mod embed;
mod html;
mod math;
mod pairing;
mod rules;
mod scripts;
mod sources;
mod text;
mod tokens;
mod verdict;

use lamplight_format::model::KnownPicture;
use lamplight_markdown::Flavour;
use lamplight_markdown::links::LinkContext;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::diagnostic::Diagnostic;
pub(crate) use embed::is_id as is_media_id;
pub use math::{MATHML, MATHML_ATTRIBUTES};
use pairing::Pairing;
pub use rules::ALLOWED;
pub use sources::{RawHtmlSources, sources};
pub use text::text;

/// Makes the raw HTML of a post safe. `text` is the whole file, `body` the offset of its Markdown, `pictures` what is
/// known of those that [`sources`] found, `frames` the hosts whose frames may be shown.
///
/// Returns one element for each fragment, in the order of the text, and one more if tags must be closed at the end.
/// Empty if the post has no raw HTML.
pub fn fragments(
    text: &str,
    body: usize,
    flavour: Flavour,
    place: &LinkContext<'_>,
    pictures: &[KnownPicture],
    frames: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let markdown = &text[body..];
    let mut pairing = Pairing::new(place, pictures, frames);
    let mut block: Option<(usize, String)> = None;
    for (event, range) in Parser::new_ext(markdown, flavour.extensions()).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some((range.start, String::new())),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((start, html)) = block.take() {
                    pairing.at = body + start;
                    pairing.fragment(&html, false);
                }
            }
            Event::Html(html) | Event::Text(html) if block.is_some() => {
                if let Some((_, all)) = &mut block {
                    all.push_str(&html);
                }
            }
            Event::Html(html) => pairing.fragment(&html, false),
            Event::InlineHtml(html) => {
                pairing.at = body + range.start;
                pairing.fragment(&html, true);
            }
            Event::Start(_) => pairing.begin_container(),
            Event::End(_) => pairing.end_container(),
            _ => {}
        }
    }
    pairing.finish(text, diagnostics)
}

#[cfg(test)]
mod tests;
