//! A post with its body rendered.

use lamplight_format::model::{Parts, Post, Site};
use lamplight_markdown::links::LinkContext;
use lamplight_markdown::{Flavour, Heading, Options, Progress, RawHtml, Rendered, outline, part, render};

/// A post with its body rendered.
#[derive(Clone, Debug)]
pub struct PostPage {
    /// Head and neighbours.
    pub post: Post,
    /// Safe HTML: made by [`lamplight_markdown::render`] from sanitised pieces.
    pub html: String,
    /// Offsets where `html` may be parted.
    pub(super) breaks: Vec<usize>,
    /// The headings of the whole text.
    pub outline: Vec<Heading>,
    /// Where `html` is only the first part of a long text: how to go on.
    pub(super) progress: Option<Progress>,
}

impl PostPage {
    /// Renders a post's Markdown: the same in the browser and at build.
    #[must_use]
    pub fn new(site: &Site, post: Post) -> Self {
        let Rendered { html, outline, breaks } = render(&post.markdown, &options(site, &post));
        Self { post, html, breaks, outline, progress: None }
    }

    /// As [`PostPage::new`], but of a long post only the first part: the others come with [`super::content`].
    #[must_use]
    pub fn begin(site: &Site, post: Post) -> Self {
        let first = post.parts.as_ref().and_then(|parts| {
            let options = options(site, &post);
            let mut progress = Progress::new(&options);
            let first = progress.next(&post.markdown, parts, &options)?;
            Some((first, outline(parts, &post.anchors), progress))
        });
        match first {
            Some((Rendered { html, breaks, .. }, outline, progress)) => {
                Self { post, html, breaks, outline, progress: Some(progress) }
            }
            None => Self::new(site, post),
        }
    }

    /// As [`PostPage::new`], with a long text in the parts in which [`super::content`] draws it.
    #[must_use]
    pub fn whole(site: &Site, post: Post) -> Self {
        let mut page = Self::begin(site, post);
        if let Some(mut progress) = page.progress.take() {
            while let Some(part) = next_part(site, &page.post, &mut progress) {
                page.html.push_str(&part);
            }
        }
        page
    }
}

/// The next part of a long text. It has an element of its own: what is put behind thousands of blocks has a browser look at all
/// of them again.
pub(crate) fn next_part(site: &Site, post: &Post, progress: &mut Progress) -> Option<String> {
    let part = progress.next(&post.markdown, post.parts.as_ref()?, &options(site, post))?;
    Some(["<div data-part>", &part.html, "</div>"].concat())
}

fn options<'a>(site: &'a Site, post: &'a Post) -> Options<'a> {
    let place =
        LinkContext { base: &site.base, origin: &site.origin, path: &post.summary.path, known: &post.links };
    let has_cover = !post.page && post.summary.image.as_ref().is_some_and(|image| !image.src.is_empty());
    Options {
        flavour: Flavour::Blog { smart: site.smart },
        raw_html: RawHtml::Pieces(&post.html),
        anchors: &post.anchors,
        pictures: &post.pictures,
        leads: !has_cover,
        place: Some(place),
        tokens: &post.tokens,
        words: &site.words,
    }
}

/// Where a post may be parted, if it is long.
#[must_use]
pub fn parts(site: &Site, post: &Post) -> Option<Parts> {
    part(&post.markdown, &options(site, post))
}
