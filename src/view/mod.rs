//! What readers see, as pure functions from data to HTML: the same text in the browser and at build. What maud's templates
//! put in between `(` and `)` is escaped, unless it is markup already.

mod list;
mod mark;
mod nav;
mod post;
mod shell;
mod states;

use std::collections::VecDeque;

use lamplight_content::links::Place;
use lamplight_content::markdown::{
    Flavour, Heading, Options, Progress, RawHtml, Rendered, outline, part, render,
};
use lamplight_content::model::{Parts, Post, Site, Summary, TermCount, TermInfo, TermKind, Year};
use lamplight_content::words::Word;
use maud::{Markup, PreEscaped, html};

use crate::route::Route;
pub use mark::mark;
pub use states::Failure;

/// Everything that can fill the page between header and footer.
#[derive(Clone, Debug)]
pub enum Page {
    /// The newest posts.
    Home(ListPage),
    /// Posts by year.
    Archive(Archive),
    /// All categories, tags or authors.
    Terms(TermsPage),
    /// The posts of one of them.
    Term(TermInfo, ListPage),
    /// A post, or a page such as "About".
    Post(Box<PostPage>),
    /// What is kept on the reader's device.
    Offline,
    /// Posts that hold what the reader looks for.
    Search,
    /// Nothing is at this address.
    NotFound,
    /// Something is, but it could not be loaded.
    Failed(Failure),
}

/// One page of a list of posts.
#[derive(Clone, Debug)]
pub struct ListPage {
    /// Newest first.
    pub posts: Vec<Summary>,
    /// Where the list is.
    pub route: Route,
    /// This page, from 1.
    pub page: u32,
    /// The last page.
    pub last: u32,
    /// How many of the posts, from the first on, stand first because they are pinned.
    pub pinned: usize,
    /// Posts on all pages of the list.
    pub len: u32,
}

impl ListPage {
    /// The home page's list: on its first page those that are pinned come first, and not again.
    #[must_use]
    pub fn with_pinned(mut self, pinned: &[Summary]) -> Self {
        if self.page == 1 {
            self.posts.retain(|post| pinned.iter().all(|first| first.path != post.path));
            self.posts.splice(0..0, pinned.iter().cloned());
            self.pinned = pinned.len();
        }
        self
    }
}

/// A page of the archive.
#[derive(Clone, Debug)]
pub struct Archive {
    /// The year shown; `None` for all.
    pub year: Option<u16>,
    /// All years with posts, oldest first.
    pub years: Vec<Year>,
    /// The posts.
    pub list: ListPage,
}

/// All categories, tags or authors.
#[derive(Clone, Debug)]
pub struct TermsPage {
    /// Which of the three.
    pub kind: TermKind,
    /// In alphabetical order of their slugs.
    pub terms: Vec<TermCount>,
}

/// A post with its body rendered.
#[derive(Clone, Debug)]
pub struct PostPage {
    /// Head and neighbours.
    pub post: Post,
    /// Safe HTML: made by [`lamplight_content::markdown::render`] from sanitised pieces.
    pub html: String,
    /// Offsets where `html` may be parted.
    breaks: Vec<usize>,
    /// The headings of the whole text.
    pub outline: Vec<Heading>,
    /// Where `html` is only the first part of a long text: how to go on.
    progress: Option<Progress>,
}

impl PostPage {
    /// Renders a post's Markdown: the same in the browser and at build.
    #[must_use]
    pub fn new(site: &Site, post: Post) -> Self {
        let Rendered { html, outline, breaks } = render(&post.markdown, &options(site, &post));
        Self { post, html, breaks, outline, progress: None }
    }

    /// As [`PostPage::new`], but of a long post only the first part: the others come with [`content`].
    #[must_use]
    pub fn begin(site: &Site, post: Post) -> Self {
        let first = post.parts.as_ref().and_then(|parts| {
            let options = options(site, &post);
            let mut progress = Progress::new(&options);
            let first = progress.next(&post.markdown, parts, &options)?;
            Some((first, outline(parts, &post.anchors), progress))
        });
        match first {
            Some((Rendered { html, breaks, .. }, outline, progress)) => {
                Self { post, html, breaks, outline, progress: Some(progress) }
            }
            None => Self::new(site, post),
        }
    }

    /// As [`PostPage::new`], with a long text in the parts in which [`content`] draws it.
    #[must_use]
    pub fn whole(site: &Site, post: Post) -> Self {
        let mut page = Self::begin(site, post);
        if let Some(mut progress) = page.progress.take() {
            while let Some(part) = next_part(site, &page.post, &mut progress) {
                page.html.push_str(&part);
            }
        }
        page
    }
}

/// The next part of a long text. It has an element of its own: what is put behind thousands of blocks has a browser look at all
/// of them again.
fn next_part(site: &Site, post: &Post, progress: &mut Progress) -> Option<String> {
    let part = progress.next(&post.markdown, post.parts.as_ref()?, &options(site, post))?;
    Some(["<div data-part>", &part.html, "</div>"].concat())
}

fn options<'a>(site: &'a Site, post: &'a Post) -> Options<'a> {
    let place =
        Place { base: &site.base, origin: &site.origin, path: &post.summary.path, known: &post.links };
    let has_cover = !post.page && post.summary.image.as_ref().is_some_and(|image| !image.src.is_empty());
    Options {
        flavour: Flavour::Blog { smart: site.smart },
        raw_html: RawHtml::Pieces(&post.html),
        anchors: &post.anchors,
        pictures: &post.pictures,
        leads: !has_cover,
        place: Some(place),
        tokens: &post.tokens,
        words: &site.words,
    }
}

/// Where a post may be parted, if it is long.
#[must_use]
pub fn parts(site: &Site, post: &Post) -> Option<Parts> {
    part(&post.markdown, &options(site, post))
}

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

/// The word for all terms of a kind.
#[must_use]
pub fn all_of(kind: TermKind) -> Word {
    match kind {
        TermKind::Category => Word::Categories,
        TermKind::Tag => Word::Tags,
        TermKind::Author => Word::Authors,
    }
}

/// The start of the archive.
pub const ARCHIVE: Route = Route::Archive { year: None, page: 1 };
