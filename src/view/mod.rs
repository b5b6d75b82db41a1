//! What readers see, as pure functions from data to HTML: the same text in the browser and at build. What maud's templates
//! put in between `(` and `)` is escaped, unless it is markup already.

mod list;
mod nav;
mod post;
mod shell;
mod states;

use lamplight_content::links::Place;
use lamplight_content::markdown::{Flavour, Heading, Options, RawHtml, Rendered, render};
use lamplight_content::model::{Post, Site, Summary, TermCount, TermInfo, TermKind, Year};
use lamplight_content::words::Word;
use maud::{Markup, html};

use crate::route::Route;
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
    /// The headings of `html`.
    pub outline: Vec<Heading>,
}

impl PostPage {
    /// Renders a post's Markdown: the same in the browser and at build.
    #[must_use]
    pub fn new(site: &Site, post: Post) -> Self {
        let place =
            Place { base: &site.base, origin: &site.origin, path: &post.summary.path, known: &post.links };
        let has_cover = !post.page && post.summary.image.as_ref().is_some_and(|image| !image.src.is_empty());
        let options = Options {
            flavour: Flavour::Blog { smart: site.smart },
            raw_html: RawHtml::Pieces(&post.html),
            anchors: &post.anchors,
            pictures: &post.pictures,
            leads: !has_cover,
            place: Some(place),
            tokens: &post.tokens,
            words: &site.words,
        };
        let Rendered { html, outline } = render(&post.markdown, &options);
        Self { post, html, outline }
    }
}

/// A page with everything around it, as the bundler writes it into files and the app into a bare shell.
#[must_use]
pub fn whole(site: &Site, shown: &Page) -> String {
    html! {
        (shell::header(site))
        main #_content tabindex="-1" { (page(site, shown)) }
        (shell::footer(site))
    }
    .into_string()
}

/// What stands between header and footer.
#[must_use]
pub fn content(site: &Site, shown: &Page) -> String {
    page(site, shown).into_string()
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
