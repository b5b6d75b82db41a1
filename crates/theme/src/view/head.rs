//! The head of each page.

use lamplight_format::decimal;
use lamplight_format::messages::Message;
use lamplight_format::model::Site;
use lamplight_format::route::Route;

use super::page::{Page, all_terms_message};
use crate::head::Head;

impl Head {
    /// The head of a page.
    #[must_use]
    pub fn of(site: &Site, page: &Page) -> Self {
        match page {
            Page::Home(list) => Self::titled(site, "", list.page, &site.description, &list.route),
            Page::Archive(archive) => {
                let title = archive
                    .year
                    .map_or_else(|| site.t(Message::Archive).to_owned(), |year| decimal(year.into()));
                Self::titled(site, &title, archive.list.page, &site.description, &archive.list.route)
            }
            Page::Terms(terms) => Self::titled(
                site,
                site.t(all_terms_message(terms.kind)),
                1,
                &site.description,
                &Route::Terms(terms.kind),
            ),
            Page::Term(term, list) => {
                let about = if term.about.is_empty() { &site.description } else { &term.about };
                Self::titled(site, &term.term.name, list.page, about, &list.route)
            }
            Page::Post(post) => {
                let summary = &post.post.summary;
                Self {
                    title: with_site(site, &summary.title),
                    description: summary.excerpt.clone(),
                    path: summary.path.clone(),
                    original: post.post.canonical.clone(),
                    no_index: post.post.no_index,
                }
            }
            Page::Search => Self::titled(site, site.t(Message::Search), 1, &site.description, &Route::Search),
            Page::Offline => {
                Self::titled(site, site.t(Message::Offline), 1, &site.description, &Route::Offline)
            }
            Page::NotFound => Self { title: with_site(site, site.t(Message::NotFound)), ..Self::default() },
            Page::Failed(failure) => {
                Self { title: with_site(site, site.t(failure.messages().0)), ..Self::default() }
            }
        }
    }

    fn titled(site: &Site, title: &str, page: u32, description: &str, route: &Route) -> Self {
        let mut title = with_site(site, title);
        if page > 1 {
            title = site.t_with(Message::PageTitle, &[&title, &decimal(page)]);
        }
        Self {
            title,
            description: description.to_owned(),
            path: route.path(),
            original: None,
            no_index: false,
        }
    }
}

fn with_site(site: &Site, title: &str) -> String {
    if title.is_empty() { site.title.clone() } else { [title, " · ", site.title.as_str()].concat() }
}
