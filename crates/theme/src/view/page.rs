//! The content of all pages as data.

use lamplight_format::messages::Message;
use lamplight_format::model::{Summary, TermCount, TermInfo, TermKind, Year};
use lamplight_format::route::Route;

use super::post_page::PostPage;

/// The content of a page between header and footer.
#[derive(Clone, Debug)]
pub enum Page {
    /// The newest posts.
    Home(ListPage),
    /// Posts by year.
    Archive(Archive),
    /// All categories, tags or authors.
    Terms(TermsPage),
    /// The posts of one term.
    Term(TermInfo, ListPage),
    /// A post, or a page such as "About".
    Post(Box<PostPage>),
    /// The offline library.
    Offline,
    /// Search.
    Search,
    /// Nothing is published at this address.
    NotFound,
    /// The page could not be loaded.
    Failed(Failure),
}

/// One page of a list of posts.
#[derive(Clone, Debug)]
pub struct ListPage {
    /// Newest first.
    pub posts: Vec<Summary>,
    /// The route of this page.
    pub route: Route,
    /// This page, from 1.
    pub page: u32,
    /// The last page.
    pub last: u32,
    /// How many posts at the beginning are pinned.
    pub pinned: usize,
    /// Posts on all pages of the list.
    pub len: u32,
}

impl ListPage {
    /// Moves pinned posts to the start of the home page's first page, and removes them elsewhere.
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

/// Why a page could not be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No network.
    Offline,
    /// The server answered with an error.
    Server(u16),
    /// The response was not from this site, as with a login page of a network.
    Intercepted,
    /// The response was damaged.
    Damaged,
    /// The site is newer than this app.
    Stale,
}

impl Failure {
    /// Heading (also the title of the window), and what the reader can do.
    pub(crate) fn messages(self) -> (Message, Message) {
        match self {
            Self::Offline => (Message::FailedOffline, Message::FailedOfflineAbout),
            Self::Server(_) => (Message::FailedServer, Message::FailedServerAbout),
            Self::Intercepted => (Message::FailedIntercepted, Message::FailedInterceptedAbout),
            Self::Damaged => (Message::FailedDamaged, Message::FailedDamagedAbout),
            Self::Stale => (Message::FailedStale, Message::FailedStaleAbout),
        }
    }
}

/// The message for all terms of a kind, such as "Tags".
#[must_use]
pub fn all_terms_message(kind: TermKind) -> Message {
    match kind {
        TermKind::Category => Message::Categories,
        TermKind::Tag => Message::Tags,
        TermKind::Author => Message::Authors,
    }
}
