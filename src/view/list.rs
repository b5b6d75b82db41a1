//! Lists of posts: home, archive, terms.

use lamplight_content::model::{Site, Summary, TermInfo};
use lamplight_content::text::decimal;
use leptos::prelude::*;

use super::nav::crumbs;
use super::post::{Shown, byline, cover, member};
use super::shell::feeds;
use super::states::keep;
use super::{Archive, ListPage, TermsPage};
use crate::route::{Route, title_of_all, url};

pub(super) fn home(site: &Site, page: &ListPage) -> AnyView {
    let title = match (page.page, site.description.is_empty()) {
        (1, false) => site.description.clone(),
        (1, true) => site.title.clone(),
        (number, _) => page_title(&site.title, number),
    };
    view! {
        <h1 class="page-title" tabindex="-1">{title}</h1>
        {posts(site, page)}
    }
    .into_any()
}

pub(super) fn term(site: &Site, info: &TermInfo, page: &ListPage) -> AnyView {
    let about = (!info.about.is_empty()).then(|| view! { <p class="lede">{info.about.clone()}</p> });
    view! {
        {crumbs(site, &[(title_of_all(info.kind), Route::Terms(info.kind).path())])}
        <h1 class="page-title" tabindex="-1">{info.term.name.clone()}</h1>
        {info.current.is_some().then(|| view! { <p class="eyebrow">{member(site, info.current)}</p> })}
        {about}
        {posts(site, page)}
        {feeds(site, &page.route, "Feeds of these posts")}
        {keep(site, "term", &page.route.with_page(1).path())}
    }
    .into_any()
}

fn page_title(title: &str, page: u32) -> String {
    [title, ", page ", decimal(page).as_str()].concat()
}

fn posts(site: &Site, page: &ListPage) -> AnyView {
    if page.posts.is_empty() {
        return view! { <p class="lede">"Nothing has been published here yet."</p> }.into_any();
    }
    let items = page.posts.iter().enumerate().map(|(i, post)| {
        let shown = if i == 0 { Shown::First } else { Shown::Among };
        let pinned = (i < page.pinned).then(|| view! { <p class="pinned">"Pinned"</p> });
        view! { <li>{pinned}{card(site, post, shown)}</li> }
    });
    view! {
        <ul class="posts">{items.collect_view()}</ul>
        {pager(site, page)}
    }
    .into_any()
}

fn card(site: &Site, post: &Summary, shown: Shown) -> AnyView {
    let href = url(&site.base, &post.path);
    let excerpt = (!post.excerpt.is_empty()).then(|| view! { <p class="excerpt">{post.excerpt.clone()}</p> });
    view! {
        <article class="card">
            <h2><a href=href>{post.title.clone()}</a></h2>
            {byline(site, post, false)}
            {excerpt}
            {cover(site, post, shown)}
        </article>
    }
    .into_any()
}

/// Links to the pages before and after.
fn pager(site: &Site, page: &ListPage) -> Option<AnyView> {
    if page.last < 2 {
        return None;
    }
    let link = |number: u32, rel: &'static str, text: &'static str| {
        let href = url(&site.base, &page.route.with_page(number).path());
        view! { <a rel=rel href=href>{text}</a> }.into_any()
    };
    let newer = (page.page > 1).then(|| link(page.page - 1, "prev", "Newer posts"));
    let older = (page.page < page.last).then(|| link(page.page + 1, "next", "Older posts"));
    let here = ["Page ", &decimal(page.page), " of ", &decimal(page.last)].concat();
    Some(view! { <nav class="pager" aria-label="Pages">{newer}<span>{here}</span>{older}</nav> }.into_any())
}

pub(super) fn archive(site: &Site, archive: &Archive) -> AnyView {
    let title = archive.year.map_or_else(|| "Archive".to_owned(), |year| decimal(year.into()));
    let years = archive.years.iter().rev().filter(|y| y.year > 0).map(|y| {
        let href = url(&site.base, &Route::Archive { year: Some(y.year), page: 1 }.path());
        let current = (archive.year == Some(y.year)).then_some("page");
        view! { <li><a href=href aria-current=current>{decimal(y.year.into())}</a>" "<span class="count">{decimal(y.len)}</span></li> }
    });
    let mut groups: Vec<(u16, Vec<&Summary>)> = Vec::new();
    for post in &archive.list.posts {
        let year = post.date.map_or(0, |d| d.year);
        match groups.last_mut().filter(|(y, _)| *y == year) {
            Some((_, posts)) => posts.push(post),
            None => groups.push((year, vec![post])),
        }
    }
    let groups = groups.into_iter().map(|(year, posts)| {
        let name = if year == 0 { "Undated".to_owned() } else { decimal(year.into()) };
        let lines = posts.into_iter().map(|post| {
            let date = post.date.map(|d| view! { <time datetime=d.rfc3339()>{d.short()}</time> });
            view! { <li>{date}<a href=url(&site.base, &post.path)>{post.title.clone()}</a></li> }
        });
        view! { <section><h2>{name}</h2><ul class="lines">{lines.collect_view()}</ul></section> }
    });
    let above =
        archive.year.map(|_| crumbs(site, &[("Archive", Route::Archive { year: None, page: 1 }.path())]));
    view! {
        {above}
        <h1 class="page-title" tabindex="-1">{title}</h1>
        <nav aria-label="Years"><ul class="terms">{years.collect_view()}</ul></nav>
        {groups.collect_view()}
        {pager(site, &archive.list)}
    }
    .into_any()
}

pub(super) fn terms(site: &Site, page: &TermsPage) -> AnyView {
    let items = page.terms.iter().map(|t| {
        let route = Route::Term { kind: page.kind, slug: t.term.slug.clone(), page: 1 };
        view! {
            <li>
                <a href=url(&site.base, &route.path())>{t.term.name.clone()}</a>" "
                <span class="count">{decimal(t.count)}</span>
                {member(site, t.current)}
            </li>
        }
    });
    let list = match page.terms.is_empty() {
        true => view! { <p class="lede">"There are none yet."</p> }.into_any(),
        false => view! { <ul class="terms">{items.collect_view()}</ul> }.into_any(),
    };
    view! { <h1 class="page-title" tabindex="-1">{title_of_all(page.kind)}</h1>{list} }.into_any()
}
