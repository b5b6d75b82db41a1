//! From a route to a page that can be drawn: which data it needs, and what it is if they are not to be had.

use lamplight_format::model::{List, Manifest, Target, route_key};
use lamplight_format::route::{ARCHIVE_PAGE, Route, slice};
use lamplight_theme::view::{Archive, ListPage, Page, PostPage, TermsPage};

use crate::data::{Found, Store};
use crate::error::LoadError;

/// A page that was loaded.
pub struct Loaded {
    /// What to draw.
    pub page: Page,
    /// An old address: the path that the address bar should show.
    pub moved: Option<String>,
}

/// Loads the page of a route, by one manifest.
///
/// # Errors
/// If data could not be had; a page that does not exist is [`Page::NotFound`].
pub async fn load_with(store: &Store, manifest: &Manifest, route: &Route) -> Result<Loaded, LoadError> {
    let site = &manifest.site;
    let mut moved = None;
    let page = match route {
        Route::Home { page } => {
            let posts = manifest.home.as_ref().unwrap_or(&manifest.posts);
            let list = list(store, posts, (0, posts.len), route, *page, site.page_size).await?;
            list.map(|list| Page::Home(list.with_pinned(&manifest.pinned)))
        }
        Route::Archive { year, page } => {
            let whole = Some((0, manifest.posts.len));
            let row = match year {
                None => whole,
                Some(year) => manifest.years.iter().find(|y| y.year == *year).map(|y| (y.start, y.len)),
            };
            match row {
                Some(row) => list(store, &manifest.posts, row, route, *page, ARCHIVE_PAGE)
                    .await?
                    .map(|list| Page::Archive(Archive { year: *year, years: manifest.years.clone(), list })),
                None => None,
            }
        }
        Route::Offline => site.offline.then_some(Page::Offline),
        Route::Search => site.search.then_some(Page::Search),
        Route::Terms(_) => match store.find(manifest, &route.key()).await? {
            Some(Found::Other(Target::Terms { kind, file })) => {
                Some(Page::Terms(TermsPage { kind, terms: store.json(&file).await? }))
            }
            _ => None,
        },
        Route::Term { page, .. } => match store.find(manifest, &route.key()).await? {
            Some(Found::Other(Target::Term { term, posts })) => {
                let list = list(store, &posts, (0, posts.len), route, *page, site.page_size).await?;
                list.map(|list| Page::Term(term, list))
            }
            _ => None,
        },
        Route::Document { key } => {
            let mut found = store.find(manifest, key).await?;
            if let Some(Found::Other(Target::Moved { to })) = found {
                found = store.find(manifest, &route_key(&to)).await?;
                moved = Some(to);
            }
            match found {
                Some(Found::Document(post)) => {
                    let path = &post.summary.path;
                    if moved.is_none() && route_key(path) != *key {
                        moved = Some(path.clone());
                    }
                    Some(Page::Post(Box::new(PostPage::begin(site, *post))))
                }
                _ => None,
            }
        }
    };
    Ok(Loaded { page: page.unwrap_or(Page::NotFound), moved })
}

/// One page of a list, newest first; `None` if the list has no such page. `row` is the first post and the number of
/// posts of `posts` that the list shows.
async fn list(
    store: &Store,
    posts: &List,
    (first, len): (u32, u32),
    route: &Route,
    page: u32,
    size: u32,
) -> Result<Option<ListPage>, LoadError> {
    let Some((start, end, last)) = slice(len, page, size) else { return Ok(None) };
    let mut posts = store.summaries(posts, first + start, first + end).await?;
    posts.reverse();
    Ok(Some(ListPage { posts, route: route.clone(), page, last, pinned: 0, len }))
}
