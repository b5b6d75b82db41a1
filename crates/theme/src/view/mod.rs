//! What readers see, as pure functions from data to HTML: the same text in the browser and at build. What maud's templates
//! put in between `(` and `)` is escaped, unless it is markup already.

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
use lamplight_markdown::Progress;
use maud::{Markup, PreEscaped, html};

use post_page::next_part;

pub use mark::mark;
pub use page::{Archive, Failure, ListPage, Page, TermsPage, all_of};
pub use plan::{ListKind, ListPlan, PagePlan, routes};
pub use post_page::{PostPage, parts};

/// A page with everything around it, as the bundler writes it into files.
#[must_use]
pub fn whole(site: &Site, shown: &Page) -> String {
    framed(site, &page(site, shown).into_string())
}

/// What stands between header and footer, with these.
#[must_use]
pub fn framed(site: &Site, content: &str) -> String {
    html! {
        (shell::header(site))
        main #_content tabindex="-1" { (PreEscaped(content)) }
        (shell::footer(site))
    }
    .into_string()
}

/// What stands between header and footer: as much of it as readers see at once. The rest follows.
#[must_use]
pub fn content(site: &Site, shown: &Page) -> (String, Rest) {
    let Page::Post(post) = shown else { return (page(site, shown).into_string(), Rest::default()) };
    let mut chunks = chunks(post).peekable();
    let first = chunks.next().unwrap_or_default();
    let below = post::after(site, post);
    if chunks.peek().is_none() && post.progress.is_none() {
        return (post::begin(site, post, first, &below).into_string(), Rest::default());
    }
    let begun = post::begin(site, post, first, &html! {}).into_string();
    let rest = Rest {
        text: chunks.map(str::to_owned).collect(),
        progress: post.progress.clone(),
        below: below.into_string(),
    };
    (begun, rest)
}

/// HTML that is put into a page at once, in bytes: first what fills a screen, then as much as a slow phone lays out within
/// a frame or two.
const SCREEN: usize = 3 * 1024;
const CHUNK: usize = 16 * 1024;

/// The HTML at hand, in parts.
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

/// What is still to be drawn of a page.
#[derive(Default)]
pub struct Rest {
    /// HTML of the text.
    text: VecDeque<String>,
    /// How to go on with the text after that.
    progress: Option<Progress>,
    /// What stands below the text.
    below: String,
}

impl Rest {
    /// The next part, and the selector of the element that it goes to the end of; `None` if all is drawn.
    pub fn next(&mut self, site: &Site, page: &Page) -> Option<(&'static str, String)> {
        let Page::Post(page) = page else { return None };
        let text = self.text.pop_front().or_else(|| next_part(site, &page.post, self.progress.as_mut()?));
        match text {
            Some(text) => Some((".prose", text)),
            None if self.below.is_empty() => None,
            None => Some((".post", std::mem::take(&mut self.below))),
        }
    }
}

fn page(site: &Site, page: &Page) -> Markup {
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
