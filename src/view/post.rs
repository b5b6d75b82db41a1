//! A post or page, whole, and the parts of it that lists show too.

use lamplight_content::model::{Image, Neighbour, Site, Summary, Term, TermKind};
use lamplight_content::picture::Picture;
use lamplight_content::text::decimal;
use leptos::prelude::*;

use super::PostPage;
use super::nav::{self, contents, crumbs, related};
use super::states::keep;
use crate::route::{Route, url};

pub(super) fn post(site: &Site, page: &PostPage) -> AnyView {
    let post = &page.post;
    let summary = &post.summary;
    if post.page {
        return view! {
            <article class="post">
                <h1 class="page-title" tabindex="-1">{summary.title.clone()}</h1>
                <div class="prose" inner_html=page.html.clone()></div>
            </article>
        }
        .into_any();
    }
    let above = match summary.categories.first() {
        Some(term) => (term.name.as_str(), term_path(TermKind::Category, term)),
        None => ("Archive", Route::Archive { year: None, page: 1 }.path()),
    };
    view! {
        <article class="post">
            <header class="post-header">
                {crumbs(site, &[above])}
                <h1 tabindex="-1">{summary.title.clone()}</h1>
                {byline(site, summary, true)}
            </header>
            {cover(site, summary, Shown::Alone)}
            {post.series.as_ref().map(|series| nav::series(site, series, &summary.path))}
            {contents(&page.outline)}
            <div class="prose" inner_html=page.html.clone()></div>
            {gallery(site, &post.images)}
            <footer class="post-footer">
                {terms(site, TermKind::Category, summary.categories.get(1..).unwrap_or_default())}
                {terms(site, TermKind::Tag, &summary.tags)}
                {keep(site, "post", &summary.path)}
                {related(site, &post.related)}
                {neighbours(site, post.older.as_ref(), post.newer.as_ref())}
            </footer>
        </article>
    }
    .into_any()
}

/// Who, when, how long. Absent parts leave no gap. Whether the author is of the team would be noise in a list.
pub(super) fn byline(site: &Site, post: &Summary, with_member: bool) -> AnyView {
    let authors = post.authors.iter().enumerate().map(|(i, author)| {
        let between = (i > 0).then_some(", ");
        view! { {between}{term_link(site, TermKind::Author, author)} }
    });
    let authors = (!post.authors.is_empty())
        .then(|| view! { <span class="authors">{authors.collect_view()}{member(site, post.current.filter(|_| with_member))}</span> });
    let date = post.date.map(|d| view! { <time datetime=d.rfc3339()>{d.long()}</time> });
    let minutes = [&decimal(post.minutes), " min read"].concat();
    view! { <p class="byline">{authors}{date}<span>{minutes}</span></p> }.into_any()
}

/// Whether an author still belongs to the team, if the post says so.
pub(super) fn member(site: &Site, current: Option<bool>) -> Option<AnyView> {
    let (class, word) = if current? { ("member", "Current ") } else { ("member former", "Former ") };
    let text = [word, site.member.as_str()].concat();
    Some(view! { " "<span class=class>{text}</span> }.into_any())
}

fn term_path(kind: TermKind, term: &Term) -> String {
    Route::Term { kind, slug: term.slug.clone(), page: 1 }.path()
}

fn term_link(site: &Site, kind: TermKind, term: &Term) -> AnyView {
    view! { <a href=url(&site.base, &term_path(kind, term))>{term.name.clone()}</a> }.into_any()
}

fn terms(site: &Site, kind: TermKind, terms: &[Term]) -> Option<AnyView> {
    if terms.is_empty() {
        return None;
    }
    let label = if kind == TermKind::Tag { "Tags" } else { "Categories" };
    let items = terms.iter().map(|term| view! { <li>{term_link(site, kind, term)}</li> });
    Some(view! { <ul class="tags" aria-label=label>{items.collect_view()}</ul> }.into_any())
}

/// The feature image. Its box has a shape of its own, so that nothing moves while it loads or if it never does.
pub(super) fn cover(site: &Site, post: &Summary, shown: Shown) -> Option<AnyView> {
    let image = post.image.as_ref().filter(|i| !i.src.is_empty())?;
    let class = if shown == Shown::Alone { "cover" } else { "cover small" };
    Some(view! { <div class=class inner_html=img(site, image, shown)></div> }.into_any())
}

/// Where a picture of the front matter stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Above a post, as wide as the page.
    Alone,
    /// In the first card of a list.
    First,
    /// In one of many.
    Among,
}

fn img(site: &Site, image: &Image, shown: Shown) -> String {
    let picture = Picture {
        url: &url(&site.base, &image.src),
        size: image.size,
        sources: image.sources.as_ref(),
        base: &site.base,
        shown: if shown == Shown::Alone {
            "(min-width: 60rem) 58rem, 92vw"
        } else {
            "(min-width: 42em) 14rem, 92vw"
        },
        lazy: shown == Shown::Among,
    };
    picture.html(&image.alt)
}

/// `post_images`: further pictures of the post, below its text.
fn gallery(site: &Site, images: &[Image]) -> Option<AnyView> {
    if images.is_empty() {
        return None;
    }
    let items = images
        .iter()
        .map(|image| view! { <li class="cover" inner_html=img(site, image, Shown::Among)></li> });
    Some(view! { <ul class="gallery" aria-label="Pictures">{items.collect_view()}</ul> }.into_any())
}

fn neighbours(site: &Site, older: Option<&Neighbour>, newer: Option<&Neighbour>) -> Option<AnyView> {
    if older.is_none() && newer.is_none() {
        return None;
    }
    let link = |neighbour: &Neighbour, rel: &'static str, word: &'static str| {
        view! {
            <a rel=rel href=url(&site.base, &neighbour.path)>
                <span class="eyebrow">{word}</span>
                {neighbour.title.clone()}
            </a>
        }
        .into_any()
    };
    let older = older.map(|n| link(n, "prev", "Older"));
    let newer = newer.map(|n| link(n, "next", "Newer"));
    Some(view! { <nav class="neighbours" aria-label="More posts">{older}{newer}</nav> }.into_any())
}
