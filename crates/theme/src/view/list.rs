//! Lists of posts: home, archive, terms.

use lamplight_format::decimal;
use lamplight_format::messages::Message;
use lamplight_format::model::{Site, Summary, TermInfo};
use lamplight_format::route::{ARCHIVE, Route, url};
use maud::{Markup, html};

use super::nav::crumbs;
use super::page::{Archive, ListPage, TermsPage, all_terms_message};
use super::post::{ImagePlacement, author_status, byline, cover, language};
use super::shell::feeds;
use super::states::keep;
use crate::locale::short;

pub(super) fn home(site: &Site, page: &ListPage) -> Markup {
    let title = match (page.page, site.description.is_empty()) {
        (1, false) => site.description.clone(),
        (1, true) => site.title.clone(),
        (number, _) => site.t_with(Message::PageTitle, &[&site.title, &decimal(number)]),
    };
    html! {
        h1.page-title tabindex="-1" { (title) }
        (posts(site, page))
    }
}

pub(super) fn term(site: &Site, info: &TermInfo, page: &ListPage) -> Markup {
    html! {
        (crumbs(site, site.t(all_terms_message(info.kind)), &Route::Terms(info.kind).path()))
        h1.page-title tabindex="-1" { (info.term.name) }
        @if info.author_status.is_some() { p.eyebrow { (author_status(site, info.author_status)) } }
        @if !info.about.is_empty() { p.lede { (info.about) } }
        (posts(site, page))
        (feeds(site, &page.route, Message::FeedsHere))
        (keep(site, "term", &page.route.with_page(1).path()))
    }
}

fn posts(site: &Site, page: &ListPage) -> Markup {
    html! {
        @if page.posts.is_empty() {
            p.lede { (site.t(Message::NoPosts)) }
        } @else {
            ul.posts {
                @for (i, post) in page.posts.iter().enumerate() {
                    li {
                        @if i < page.pinned { p.pinned { (site.t(Message::Pinned)) } }
                        (card(site, post, if i == 0 { ImagePlacement::FirstCard } else { ImagePlacement::Other }))
                    }
                }
            }
            (pager(site, page))
        }
    }
}

fn card(site: &Site, post: &Summary, placement: ImagePlacement) -> Markup {
    let (tag, direction) = language(post);
    html! {
        article.card {
            h2 lang=[tag] dir=[direction] { a href=(url(&site.base, &post.path)) { (post.title) } }
            (byline(site, post, false))
            @if !post.excerpt.is_empty() { p.excerpt lang=[tag] dir=[direction] { (post.excerpt) } }
            (cover(site, post, placement))
        }
    }
}

/// Links to the pages before and after.
fn pager(site: &Site, page: &ListPage) -> Markup {
    let link = |number: u32, rel: &str, word: Message| {
        html! { a rel=(rel) href=(url(&site.base, &page.route.with_page(number).path())) { (site.t(word)) } }
    };
    html! {
        @if page.last > 1 {
            nav.pager aria-label=(site.t(Message::Pages)) {
                @if page.page > 1 { (link(page.page - 1, "prev", Message::NewerPosts)) }
                span { (site.t_with(Message::PageOf, &[&decimal(page.page), &decimal(page.last)])) }
                @if page.page < page.last { (link(page.page + 1, "next", Message::OlderPosts)) }
            }
        }
    }
}

pub(super) fn archive(site: &Site, archive: &Archive) -> Markup {
    let year_of = |post: &Summary| post.date.map_or(0, |date| date.year);
    let title = archive.year.map_or_else(|| site.t(Message::Archive).to_owned(), |year| decimal(year.into()));
    html! {
        @if archive.year.is_some() { (crumbs(site, site.t(Message::Archive), &ARCHIVE.path())) }
        h1.page-title tabindex="-1" { (title) }
        nav aria-label=(site.t(Message::Years)) {
            ul.terms {
                @for row in archive.years.iter().rev().filter(|row| row.year > 0) {
                    li {
                        a href=(url(&site.base, &Route::Archive { year: Some(row.year), page: 1 }.path()))
                            aria-current=[(archive.year == Some(row.year)).then_some("page")] { (decimal(row.year.into())) }
                        " " span.count { (decimal(row.len)) }
                    }
                }
            }
        }
        @for posts in archive.list.posts.chunk_by(|a, b| year_of(a) == year_of(b)) {
            section {
                h2 {
                    @match year_of(&posts[0]) {
                        0 => (site.t(Message::Undated)),
                        year => (decimal(year.into())),
                    }
                }
                ul.lines {
                    @for post in posts {
                        li {
                            @if let Some(date) = post.date { time datetime=(date.rfc3339()) { (short(site, date)) } }
                            a lang=[language(post).0] href=(url(&site.base, &post.path)) { (post.title) }
                        }
                    }
                }
            }
        }
        (pager(site, &archive.list))
    }
}

pub(super) fn terms(site: &Site, page: &TermsPage) -> Markup {
    html! {
        h1.page-title tabindex="-1" { (site.t(all_terms_message(page.kind))) }
        @if page.terms.is_empty() {
            p.lede { (site.t(Message::NoTerms)) }
        } @else {
            ul.terms {
                @for row in &page.terms {
                    li {
                        a href=(url(&site.base, &Route::Term { kind: page.kind, slug: row.term.slug.clone(), page: 1 }.path())) {
                            (row.term.name)
                        }
                        " " span.count { (decimal(row.count)) }
                        (author_status(site, row.author_status))
                    }
                }
            }
        }
    }
}
