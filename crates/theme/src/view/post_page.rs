//! A post with its body rendered.

use lamplight_format::model::{Post, Site, TextParts};
use lamplight_markdown::links::LinkContext;
use lamplight_markdown::{
    Flavour, Heading, PartRenderer, RawHtml, RenderOptions, Rendered, outline, part, render,
};

/// A post with its body rendered.
#[derive(Clone, Debug)]
pub struct PostPage {
    /// Head and neighbours.
    pub post: Post,
    /// Safe HTML, made by [`lamplight_markdown::render`] with sanitised fragments.
    pub html: String,
    /// Offsets where `html` may be divided.
    pub(super) breaks: Vec<usize>,
    /// The headings of the whole text.
    pub outline: Vec<Heading>,
    /// Renders the rest, if `html` is only the first part of a long text.
    pub(super) part_renderer: Option<PartRenderer>,
}

impl PostPage {
    /// Renders a post's Markdown: the same in the browser and at build.
    #[must_use]
    pub fn new(site: &Site, post: Post) -> Self {
        let Rendered { html, outline, breaks } = render(&post.markdown, &options(site, &post));
        Self { post, html, breaks, outline, part_renderer: None }
    }

    /// Like [`PostPage::new`], but of a long post only the first part is rendered. [`super::content`] gives the others.
    #[must_use]
    pub fn begin(site: &Site, post: Post) -> Self {
        let first = post.parts.as_ref().and_then(|parts| {
            let options = options(site, &post);
            let mut part_renderer = PartRenderer::new(&options);
            let first = part_renderer.next(&post.markdown, parts, &options)?;
            Some((first, outline(parts, &post.anchors), part_renderer))
        });
        match first {
            Some((Rendered { html, breaks, .. }, outline, part_renderer)) => {
                Self { post, html, breaks, outline, part_renderer: Some(part_renderer) }
            }
            None => Self::new(site, post),
        }
    }

    /// Like [`PostPage::new`], with the elements around parts that [`super::content`] writes.
    #[must_use]
    pub fn whole(site: &Site, post: Post) -> Self {
        let mut page = Self::begin(site, post);
        if let Some(mut part_renderer) = page.part_renderer.take() {
            while let Some(part) = next_part(site, &page.post, &mut part_renderer) {
                page.html.push_str(&part);
            }
        }
        page
    }
}

/// The next part of a long text, in an element of its own: if thousands of blocks had the same parent, the browser would look at
/// all of them for each part.
pub(crate) fn next_part(site: &Site, post: &Post, part_renderer: &mut PartRenderer) -> Option<String> {
    let part = part_renderer.next(&post.markdown, post.parts.as_ref()?, &options(site, post))?;
    Some(["<div data-part>", &part.html, "</div>"].concat())
}

fn options<'a>(site: &'a Site, post: &'a Post) -> RenderOptions<'a> {
    let place =
        LinkContext { base: &site.base, origin: &site.origin, path: &post.summary.path, known: &post.links };
    let has_cover = !post.page && post.summary.image.as_ref().is_some_and(|image| !image.src.is_empty());
    RenderOptions {
        flavour: Flavour::Blog { smart: site.smart },
        raw_html: RawHtml::Fragments(&post.html),
        anchors: &post.anchors,
        pictures: &post.pictures,
        leads: !has_cover,
        place: Some(place),
        highlight_spans: &post.highlight_spans,
        messages: &site.messages,
    }
}

/// How the text of a post is divided, if it is long.
#[must_use]
pub fn parts(site: &Site, post: &Post) -> Option<TextParts> {
    part(&post.markdown, &options(site, post))
}
