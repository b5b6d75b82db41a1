//! Templates of pages: pure functions from data to HTML, with the same result in the browser and at build. In maud's templates,
//! values between `(` and `)` are escaped, unless they are markup already.

mod head;
mod list;
mod mark;
mod nav;
mod page;
mod plan;
mod post;
mod post_page;
mod shell;
mod states;

use std::collections::VecDeque;

use lamplight_format::model::Site;
use lamplight_markdown::PartRenderer;
use maud::{Markup, PreEscaped, html};

use post_page::next_part;

pub use mark::mark;
pub use page::{Archive, Failure, ListPage, Page, TermsPage, all_terms_message};
pub use plan::{ListKind, ListPlan, PagePlan, routes};
pub use post_page::{PostPage, parts};

/// A page with header and footer, as the bundler writes it into files.
#[must_use]
pub fn whole(site: &Site, page: &Page) -> String {
    framed(site, &page_html(site, page).into_string())
}

/// Content with header and footer around it.
#[must_use]
pub fn framed(site: &Site, content: &str) -> String {
    html! {
        (shell::header(site))
        main #_content tabindex="-1" { (PreEscaped(content)) }
        (shell::footer(site))
    }
    .into_string()
}

/// The content between header and footer: as much as readers see at first, and the parts that follow.
#[must_use]
pub fn content(site: &Site, page: &Page) -> (String, PendingParts) {
    let Page::Post(post) = page else {
        return (page_html(site, page).into_string(), PendingParts::default());
    };
    let mut chunks = chunks(post).peekable();
    let first = chunks.next().unwrap_or_default();
    let below = post::after(site, post);
    if chunks.peek().is_none() && post.part_renderer.is_none() {
        return (post::begin(site, post, first, &below).into_string(), PendingParts::default());
    }
    let begun = post::begin(site, post, first, &html! {}).into_string();
    let pending = PendingParts {
        text: chunks.map(str::to_owned).collect(),
        part_renderer: post.part_renderer.clone(),
        below: below.into_string(),
    };
    (begun, pending)
}

/// Bytes of HTML that are inserted at once: first enough to fill a screen, then as much as a slow phone lays out within a frame or
/// two.
const SCREEN: usize = 3 * 1024;
const CHUNK: usize = 16 * 1024;

/// The rendered HTML in chunks.
fn chunks(post: &PostPage) -> impl Iterator<Item = &str> {
    let (mut start, mut breaks, mut enough) = (0, post.breaks.iter().copied(), SCREEN);
    std::iter::from_fn(move || {
        let end = breaks.find(|at| *at >= start + enough).unwrap_or(post.html.len());
        enough = CHUNK;
        let chunk = post.html.get(start..end).filter(|chunk| !chunk.is_empty());
        start = end;
        chunk
    })
}

/// Parts of a page that are not yet drawn.
#[derive(Default)]
pub struct PendingParts {
    /// Rendered chunks of the text.
    text: VecDeque<String>,
    /// Renders the rest of the text.
    part_renderer: Option<PartRenderer>,
    /// HTML below the text.
    below: String,
}

impl PendingParts {
    /// The next part, and the selector of the element to append it to; `None` if all is drawn.
    pub fn next(&mut self, site: &Site, page: &Page) -> Option<(&'static str, String)> {
        let Page::Post(page) = page else { return None };
        let text =
            self.text.pop_front().or_else(|| next_part(site, &page.post, self.part_renderer.as_mut()?));
        match text {
            Some(text) => Some((".prose", text)),
            None if self.below.is_empty() => None,
            None => Some((".post", std::mem::take(&mut self.below))),
        }
    }
}

fn page_html(site: &Site, page: &Page) -> Markup {
    match page {
        Page::Home(page) => list::home(site, page),
        Page::Archive(page) => list::archive(site, page),
        Page::Terms(page) => list::terms(site, page),
        Page::Term(term, page) => list::term(site, term, page),
        Page::Post(page) => post::post(site, page),
        Page::Offline => states::offline(site),
        Page::Search => states::search(site),
        Page::NotFound => states::not_found(site),
        Page::Failed(failure) => states::failed(site, *failure),
    }
}
