//! Everything that can fill the page between header and footer, as data.

use lamplight_format::model::{Summary, TermCount, TermInfo, TermKind, Year};
use lamplight_format::route::Route;
use lamplight_format::words::Message;

use super::post_page::PostPage;

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

/// Why a page could not be shown, in the reader's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No network.
    Offline,
    /// The server answered with an error.
    Server(u16),
    /// The answer was not the site's own.
    Intercepted,
    /// The answer was damaged.
    Damaged,
    /// The site is newer than this app.
    Stale,
}

impl Failure {
    /// Heading of the page, and title of the window; and what can be done.
    pub(crate) fn words(self) -> (Message, Message) {
        match self {
            Self::Offline => (Message::FailedOffline, Message::FailedOfflineAbout),
            Self::Server(_) => (Message::FailedServer, Message::FailedServerAbout),
            Self::Intercepted => (Message::FailedIntercepted, Message::FailedInterceptedAbout),
            Self::Damaged => (Message::FailedDamaged, Message::FailedDamagedAbout),
            Self::Stale => (Message::FailedStale, Message::FailedStaleAbout),
        }
    }
}

/// The word for all terms of a kind.
#[must_use]
pub fn all_of(kind: TermKind) -> Message {
    match kind {
        TermKind::Category => Message::Categories,
        TermKind::Tag => Message::Tags,
        TermKind::Author => Message::Authors,
    }
}
