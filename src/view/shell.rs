//! What stands around every page.

use lamplight_content::model::Site;
use leptos::prelude::*;

use crate::route::url;

/// The head of every page: the way past it, the blog's name, the main links.
#[must_use]
pub fn header(site: &Site) -> AnyView {
    let links = site.nav.iter().map(|item| {
        let href = url(&site.base, &item.href);
        view! { <li><a href=href>{item.title.clone()}</a></li> }
    });
    view! {
        <a class="skip" href="#_content">"Skip to content"</a>
        <header class="site-header">
            <a class="site-title" href=url(&site.base, "/")>{site.title.clone()}</a>
            <nav aria-label="Main"><ul>{links.collect_view()}</ul></nav>
        </header>
    }
    .into_any()
}

/// The foot of every page.
#[must_use]
pub fn footer(site: &Site) -> AnyView {
    view! {
        <footer class="site-footer">
            <p>{site.title.clone()}</p>
            <p>{site.description.clone()}</p>
        </footer>
    }
    .into_any()
}
