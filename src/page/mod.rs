//! Loads the page of a route: fetches the data in its plan.

use lamplight_format::model::{Manifest, RouteTarget, route_key};
use lamplight_format::route::Route;
use lamplight_theme::view::{ListPlan, Page, PagePlan, PostPage, TermsPage};

use crate::data::{RouteData, Store};
use crate::error::LoadError;

/// A loaded page.
pub struct LoadedPage {
    /// The page.
    pub page: Page,
    /// An old address: the path that the address bar should show.
    pub moved: Option<String>,
}

/// Loads the page of a route with a manifest.
///
/// # Errors
/// If data could not be loaded. A page that does not exist is [`Page::NotFound`].
pub async fn load_with(store: &Store, manifest: &Manifest, route: &Route) -> Result<LoadedPage, LoadError> {
    let site = &manifest.site;
    let mut moved = None;
    // The list of posts, and the part of it that the page shows.
    let of_term;
    let mut list = None;
    let mut page = Page::NotFound;
    match PagePlan::of(route, manifest) {
        PagePlan::Ready(ready) => page = ready,
        PagePlan::List(posts, plan) => list = Some((posts, plan)),
        PagePlan::Terms(_) => {
            if let Some(RouteData::Other(RouteTarget::Terms { kind, file })) =
                store.find(manifest, &route.key()).await?
            {
                page = Page::Terms(TermsPage { kind, terms: store.json(&file).await? });
            }
        }
        PagePlan::Term { .. } => {
            if let Some(RouteData::Other(RouteTarget::Term { term, posts })) =
                store.find(manifest, &route.key()).await?
            {
                let plan = ListPlan::of_term(term, posts.len, route, site);
                of_term = posts;
                list = plan.map(|plan| (&of_term, plan));
            }
        }
        PagePlan::Document { key } => {
            let mut found = store.find(manifest, key).await?;
            if let Some(RouteData::Other(RouteTarget::Moved { to })) = found {
                found = store.find(manifest, &route_key(&to)).await?;
                moved = Some(to);
            }
            if let Some(RouteData::Document(post)) = found {
                let path = &post.summary.path;
                if moved.is_none() && route_key(path) != key {
                    moved = Some(path.clone());
                }
                page = Page::Post(Box::new(PostPage::begin(site, *post)));
            }
        }
    }
    if let Some((posts, plan)) = list {
        let posts = store.summaries(posts, plan.start, plan.end).await?;
        page = plan.page(posts, manifest);
    }
    Ok(LoadedPage { page, moved })
}
