//! From a route to a page that can be drawn: which data it needs, and what it is if they are not to be had.

use lamplight_content::links::Place;
use lamplight_content::markdown::{Flavour, Options, RawHtml, render};
use lamplight_content::model::{List, Manifest, Post, Site, Target};
use lamplight_content::text::decimal;

use crate::data::{Found, Store};
use crate::error::LoadError;
use crate::head::Head;
use crate::route::{ARCHIVE_PAGE, Route, title_of_all};
use crate::view::{Archive, ListPage, Page, PostPage, TermsPage};

/// A page, with what its head says.
pub struct Loaded {
    /// What to draw.
    pub page: Page,
    /// For `<title>` and its companions.
    pub head: Head,
    /// An old address: the path that the address bar should show.
    pub moved: Option<String>,
}

/// Loads the page of a route.
///
/// # Errors
/// If data could not be had; a page that does not exist is [`Page::NotFound`].
pub async fn load(store: &Store, route: &Route) -> Result<Loaded, LoadError> {
    store.with_manifest(async |manifest| load_with(store, &manifest, route).await).await
}

async fn load_with(store: &Store, manifest: &Manifest, route: &Route) -> Result<Loaded, LoadError> {
    let site = &manifest.site;
    let loaded = |title: &str, page: Page| Loaded {
        page,
        head: Head::of_list(site, title, &route.path()),
        moved: None,
    };
    let not_found = || Loaded { page: Page::NotFound, head: Head::not_found(site), moved: None };
    Ok(match route {
        Route::Home { page } => match list(store, &manifest.posts, route, *page, site.page_size).await? {
            Some(list) => loaded("", Page::Home(list)),
            None => not_found(),
        },
        Route::Archive { year, page } => {
            let (start, len) = match year {
                None => (0, manifest.posts.len),
                Some(year) => match manifest.years.iter().find(|y| y.year == *year) {
                    Some(year) => (year.start, year.len),
                    None => return Ok(not_found()),
                },
            };
            let last = len.div_ceil(ARCHIVE_PAGE).max(1);
            if *page > last {
                return Ok(not_found());
            }
            let end = start + len - (page - 1) * ARCHIVE_PAGE;
            let mut posts =
                store.summaries(&manifest.posts, end.saturating_sub(ARCHIVE_PAGE).max(start), end).await?;
            posts.reverse();
            let title = year.map_or_else(|| "Archive".to_owned(), |y| decimal(y.into()));
            let list = ListPage { posts, route: route.clone(), page: *page, last };
            loaded(&title, Page::Archive(Archive { year: *year, years: manifest.years.clone(), list }))
        }
        Route::Terms(_) => match store.find(manifest, &route.key()).await? {
            Some(Found::Other(Target::Terms { kind, file })) => {
                let terms = store.json(&file).await?;
                loaded(title_of_all(kind), Page::Terms(TermsPage { kind, terms }))
            }
            _ => not_found(),
        },
        Route::Term { page, .. } => match store.find(manifest, &route.key()).await? {
            Some(Found::Other(Target::Term { term, posts })) => {
                match list(store, &posts, route, *page, site.page_size).await? {
                    Some(list) => {
                        let title = term.term.name.clone();
                        loaded(&title, Page::Term(term, list))
                    }
                    None => not_found(),
                }
            }
            _ => not_found(),
        },
        Route::Document { key } => {
            let mut found = store.find(manifest, key).await?;
            let mut moved = None;
            if let Some(Found::Other(Target::Moved { to })) = found {
                found = store.find(manifest, &lamplight_content::model::route_key(&to)).await?;
                moved = Some(to);
            }
            match found {
                Some(Found::Document(post)) => {
                    let head = Head::of_post(site, &post.summary);
                    Loaded { page: Page::Post(Box::new(post_page(site, *post))), head, moved }
                }
                _ => not_found(),
            }
        }
    })
}

/// One page of a list, newest first; `None` if the list has no such page.
async fn list(
    store: &Store,
    list: &List,
    route: &Route,
    page: u32,
    size: u32,
) -> Result<Option<ListPage>, LoadError> {
    let last = list.len.div_ceil(size).max(1);
    if page > last {
        return Ok(None);
    }
    let end = list.len - (page - 1) * size;
    let mut posts = store.summaries(list, end.saturating_sub(size), end).await?;
    posts.reverse();
    Ok(Some(ListPage { posts, route: route.clone(), page, last }))
}

/// Renders a post's Markdown.
fn post_page(site: &Site, post: Post) -> PostPage {
    let place =
        Place { base: &site.base, origin: &site.origin, path: &post.summary.path, known: &post.links };
    let options = Options {
        flavour: Flavour::Blog { smart: site.smart },
        raw_html: RawHtml::Pieces(&post.html),
        anchors: &post.anchors,
        sizes: &post.sizes,
        place: Some(place),
    };
    let rendered = render(&post.markdown, &options);
    PostPage { post, html: rendered.html, outline: rendered.outline }
}
