//! A post or page, and parts of it that lists show, too.

use lamplight_format::decimal;
use lamplight_format::messages::Message;
use lamplight_format::model::{Image, Neighbour, PostLanguage, Site, Summary, Term, TermKind};
use lamplight_format::route::{ARCHIVE, Route, url};
use lamplight_markdown::picture::PictureTag;
use maud::{Markup, PreEscaped, html};

use super::nav::{contents, crumbs, related, series};
use super::page::all_terms_message;
use super::post_page::PostPage;
use super::states::keep;
use crate::locale::long;

/// A page with the whole of its text.
pub(super) fn post(site: &Site, page: &PostPage) -> Markup {
    begin(site, page, &page.html, &after(site, page))
}

/// A page with the beginning of its text.
pub(super) fn begin(site: &Site, page: &PostPage, text: &str, after: &Markup) -> Markup {
    let post = &page.post;
    let summary = &post.summary;
    let prose = html! { div.prose { (PreEscaped(text)) } };
    let (tag, direction) = language(summary);
    if post.page {
        return html! { article.post lang=[tag] dir=[direction] { h1.page-title tabindex="-1" { (summary.title) } (prose) (after) } };
    }
    let (above, path) = match summary.categories.first() {
        Some(term) => (term.name.as_str(), term_path(TermKind::Category, term)),
        None => (site.t(Message::Archive), ARCHIVE.path()),
    };
    html! {
        article.post lang=[tag] dir=[direction] {
            header.post-header {
                (crumbs(site, above, &path))
                h1 tabindex="-1" { (summary.title) }
                (byline(site, summary, true))
            }
            (cover(site, summary, ImagePlacement::Page))
            @if let Some(part) = &post.series { (series(site, part, &summary.path)) }
            (contents(site, &page.outline))
            (prose)
            (after)
        }
    }
}

/// `lang` and `dir` of a post in another language than the site's.
pub(super) fn language(post: &Summary) -> (Option<&str>, Option<&'static str>) {
    let language = post.language.as_ref();
    (language.map(|own| own.tag.as_str()), language.map(PostLanguage::direction))
}

/// The content below the text.
pub(super) fn after(site: &Site, page: &PostPage) -> Markup {
    let post = &page.post;
    let summary = &post.summary;
    html! {
        @if !post.page {
            (gallery(site, &post.images))
            footer.post-footer {
                (terms(site, TermKind::Category, summary.categories.get(1..).unwrap_or_default()))
                (terms(site, TermKind::Tag, &summary.tags))
                div.post-tools data-tools="" {}
                @if !post.unlisted { (keep(site, "post", &summary.path)) }
                (related(site, &post.related))
                (neighbours(site, post.older.as_ref(), post.newer.as_ref()))
            }
        }
        @if !post.comments.is_empty() {
            section.comments { h2 { (site.t(Message::Comments)) } (PreEscaped(&post.comments)) }
        }
    }
}

/// Author, date and reading time; missing ones leave no gap. Lists do not show the status of authors.
pub(super) fn byline(site: &Site, post: &Summary, with_author_status: bool) -> Markup {
    html! {
        p.byline {
            @if !post.authors.is_empty() {
                span.authors {
                    @for (i, author) in post.authors.iter().enumerate() {
                        @if i > 0 { ", " }
                        (term_link(site, TermKind::Author, author))
                    }
                    (author_status(site, post.author_status.filter(|_| with_author_status)))
                }
            }
            @if let Some(date) = post.date { time datetime=(date.rfc3339()) { (long(site, date)) } }
            span { (site.t_with(Message::Minutes, &[&decimal(post.minutes)])) }
        }
    }
}

/// Whether an author still belongs to the team, if known.
pub(super) fn author_status(site: &Site, is_current: Option<bool>) -> Markup {
    html! {
        @if let Some(is_current) = is_current {
            " " span.author-status.former[!is_current] {
                (site.t_with(if is_current { Message::AuthorCurrent } else { Message::AuthorFormer }, &[&site.author_status_label]))
            }
        }
    }
}

fn term_path(kind: TermKind, term: &Term) -> String {
    Route::Term { kind, slug: term.slug.clone(), page: 1 }.path()
}

/// A term without a slug has no page.
fn term_link(site: &Site, kind: TermKind, term: &Term) -> Markup {
    if term.slug.is_empty() {
        return html! { (term.name) };
    }
    html! { a href=(url(&site.base, &term_path(kind, term))) { (term.name) } }
}

fn terms(site: &Site, kind: TermKind, terms: &[Term]) -> Markup {
    html! {
        @if !terms.is_empty() {
            ul.tags aria-label=(site.t(all_terms_message(kind))) {
                @for term in terms { li { (term_link(site, kind, term)) } }
            }
        }
    }
}

/// The feature image. Its box has a fixed shape, so that nothing moves while it loads.
pub(super) fn cover(site: &Site, post: &Summary, placement: ImagePlacement) -> Markup {
    html! {
        @if let Some(image) = post.image.as_ref().filter(|image| !image.src.is_empty()) {
            div.cover.small[placement != ImagePlacement::Page] { (img(site, image, placement)) }
        }
    }
}

/// Where an image of the front matter is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ImagePlacement {
    /// Above a post, as wide as the page.
    Page,
    /// In the first card of a list.
    FirstCard,
    /// In another card, or in the gallery.
    Other,
}

fn img(site: &Site, image: &Image, placement: ImagePlacement) -> Markup {
    let picture = PictureTag {
        url: &url(&site.base, &image.src),
        size: image.size,
        variants: image.variants.as_ref(),
        base: &site.base,
        sizes: if placement == ImagePlacement::Page {
            "(min-width: 60rem) 58rem, 92vw"
        } else {
            "(min-width: 42em) 14rem, 92vw"
        },
        lazy: placement == ImagePlacement::Other,
    };
    PreEscaped(picture.html(&image.alt))
}

/// `post_images`: further pictures of the post, below its text.
fn gallery(site: &Site, images: &[Image]) -> Markup {
    html! {
        @if !images.is_empty() {
            ul.gallery aria-label=(site.t(Message::Pictures)) {
                @for image in images { li.cover { (img(site, image, ImagePlacement::Other)) } }
            }
        }
    }
}

fn neighbours(site: &Site, older: Option<&Neighbour>, newer: Option<&Neighbour>) -> Markup {
    let link = |neighbour: &Neighbour, rel: &str, message: Message| {
        html! {
            a rel=(rel) href=(url(&site.base, &neighbour.path)) {
                span.eyebrow { (site.t(message)) }
                (neighbour.title)
            }
        }
    };
    html! {
        @if older.is_some() || newer.is_some() {
            nav.neighbours aria-label=(site.t(Message::MorePosts)) {
                @if let Some(post) = older { (link(post, "prev", Message::Older)) }
                @if let Some(post) = newer { (link(post, "next", Message::Newer)) }
            }
        }
    }
}
