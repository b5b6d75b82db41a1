//! The data that each page needs. Build and app both use this description: if a new kind of route is added here, neither compiles
//! until it provides the data.

use lamplight_format::model::{Manifest, PostList, Site, Summary, TermInfo, TermKind};
use lamplight_format::route::{ARCHIVE_PAGE, KINDS, Route, slice};

use super::page::{Archive, ListPage, Page};

/// The data that the page of a route needs.
pub enum PagePlan<'a> {
    /// No data: this is the page.
    Ready(Page),
    /// Some posts of a list of the manifest.
    List(&'a PostList, ListPlan<'a>),
    /// All terms of a kind.
    Terms(TermKind),
    /// A term and the number of its posts, then some of these posts: see [`ListPlan::of_term`].
    Term {
        /// Which of the three.
        kind: TermKind,
        /// Its slug, decoded.
        slug: &'a str,
    },
    /// A post or page, or its new address.
    Document {
        /// See [`lamplight_format::model::route_key`].
        key: &'a str,
    },
}

impl<'a> PagePlan<'a> {
    /// The plan for a route. If the manifest has no such page, the plan is [`Page::NotFound`].
    #[must_use]
    pub fn of(route: &'a Route, manifest: &'a Manifest) -> Self {
        let Manifest { site, posts, home, years, .. } = manifest;
        let (posts, plan) = match route {
            Route::Home { page } => {
                let posts = home.as_ref().unwrap_or(posts);
                (posts, ListPlan::new(ListKind::Home, route, *page, (0, posts.len), site.page_size))
            }
            Route::Archive { year, page } => {
                let row = match year {
                    None => Some((0, posts.len)),
                    Some(year) => years.iter().find(|y| y.year == *year).map(|y| (y.start, y.len)),
                };
                let plan = row
                    .and_then(|row| ListPlan::new(ListKind::Archive(*year), route, *page, row, ARCHIVE_PAGE));
                (posts, plan)
            }
            Route::Terms(kind) => return Self::Terms(*kind),
            Route::Term { kind, slug, .. } => return Self::Term { kind: *kind, slug },
            Route::Offline if site.offline => return Self::Ready(Page::Offline),
            Route::Search if site.search => return Self::Ready(Page::Search),
            Route::Offline | Route::Search => return Self::Ready(Page::NotFound),
            Route::Document { key } => return Self::Document { key },
        };
        plan.map_or(Self::Ready(Page::NotFound), |plan| Self::List(posts, plan))
    }
}

/// The posts that one page of a list shows.
pub struct ListPlan<'a> {
    /// Whose list it is.
    pub kind: ListKind,
    /// Index of the first post in the list of the manifest or of the term, oldest first.
    pub start: u32,
    /// Index after the last post.
    pub end: u32,
    route: &'a Route,
    page: u32,
    last: u32,
    len: u32,
}

/// Whose list of posts a page shows.
pub enum ListKind {
    /// The home page: [`Manifest::home`], or all posts.
    Home,
    /// All posts, or those of one year.
    Archive(Option<u16>),
    /// The posts of a category, tag or author.
    Term(TermInfo),
}

impl<'a> ListPlan<'a> {
    /// `None` if the list has no such page. The list shows the `len` posts from the one at `first` on.
    fn new(kind: ListKind, route: &'a Route, page: u32, (first, len): (u32, u32), size: u32) -> Option<Self> {
        let (start, end, last) = slice(len, page, size)?;
        Some(Self { kind, start: first + start, end: first + end, route, page, last, len })
    }

    /// The plan of a page of a term's `len` posts, for a route of that term; `None` if there is no such page.
    #[must_use]
    pub fn of_term(term: TermInfo, len: u32, route: &'a Route, site: &Site) -> Option<Self> {
        let Route::Term { page, .. } = route else { return None };
        Self::new(ListKind::Term(term), route, *page, (0, len), site.page_size)
    }

    /// The page with its posts, which are passed oldest first.
    #[must_use]
    pub fn page(self, mut posts: Vec<Summary>, manifest: &Manifest) -> Page {
        posts.reverse();
        let Self { kind, route, page, last, len, .. } = self;
        let list = ListPage { posts, route: route.clone(), page, last, pinned: 0, len };
        match kind {
            ListKind::Home => Page::Home(list.with_pinned(&manifest.pinned)),
            ListKind::Archive(year) => Page::Archive(Archive { year, years: manifest.years.clone(), list }),
            ListKind::Term(term) => Page::Term(term, list),
        }
    }
}

/// The routes of all pages that are not posts or pages of the author, with all pages of each list. `terms` are kind, slug and number
/// of posts of each term.
pub fn routes<'a>(
    manifest: &'a Manifest,
    terms: impl IntoIterator<Item = (TermKind, &'a str, u32)> + 'a,
) -> impl Iterator<Item = Route> + 'a {
    let Manifest { site, posts, home, years, .. } = manifest;
    // The number is from a manifest, which may be damaged.
    let size = site.page_size.max(1);
    let years = years.iter().filter(|year| year.year > 0).map(|year| (Some(year.year), year.len));
    let archives = std::iter::once((None, posts.len)).chain(years);
    let home_len = home.as_ref().unwrap_or(posts).len;
    pages(Route::Home { page: 1 }, home_len, size)
        .chain(archives.flat_map(|(year, len)| pages(Route::Archive { year, page: 1 }, len, ARCHIVE_PAGE)))
        .chain(KINDS.map(Route::Terms))
        .chain(site.offline.then_some(Route::Offline))
        .chain(site.search.then_some(Route::Search))
        .chain(terms.into_iter().flat_map(move |(kind, slug, len)| {
            pages(Route::Term { kind, slug: slug.to_owned(), page: 1 }, len, size)
        }))
}

/// All pages of a list.
fn pages(route: Route, len: u32, size: u32) -> impl Iterator<Item = Route> {
    let last = slice(len, 1, size).map_or(1, |(_, _, last)| last);
    (1..=last).map(move |page| route.with_page(page))
}

#[cfg(test)]
mod tests {
    use lamplight_format::model::Year;

    use super::*;

    fn manifest() -> Manifest {
        let site = Site { page_size: 10, offline: true, search: true, ..Site::default() };
        Manifest {
            site,
            posts: PostList { len: 120, tree: None },
            home: Some(PostList { len: 15, tree: None }),
            years: vec![Year { year: 0, start: 0, len: 3 }, Year { year: 2020, start: 3, len: 117 }],
            ..Manifest::unknown("/")
        }
    }

    /// Does not compile if a kind of route is missing, and fails if [`routes`] does not list one.
    #[test]
    fn routes_of_every_kind_are_listed_and_have_a_page() {
        let manifest = manifest();
        let mut counts = [0; 6];
        for route in routes(&manifest, [(TermKind::Tag, "lamps", 21)]) {
            let kind = match &route {
                Route::Home { .. } => 0,
                Route::Archive { .. } => 1,
                Route::Terms(_) => 2,
                Route::Term { .. } => 3,
                Route::Offline => 4,
                Route::Search => 5,
                Route::Document { .. } => panic!("documents are listed by whoever has them"),
            };
            counts[kind] += 1;
            let plan = PagePlan::of(&route, &manifest);
            assert!(!matches!(plan, PagePlan::Ready(Page::NotFound)), "{}", route.path());
        }
        assert_eq!(counts, [2, 4, 3, 3, 1, 1]);
    }

    #[test]
    fn a_page_that_no_list_has_is_not_found() {
        let mut manifest = manifest();
        manifest.site.search = false;
        for route in [
            Route::Home { page: 3 },
            Route::Archive { year: None, page: 3 },
            Route::Archive { year: Some(1999), page: 1 },
            Route::Search,
        ] {
            let plan = PagePlan::of(&route, &manifest);
            assert!(matches!(plan, PagePlan::Ready(Page::NotFound)), "{}", route.path());
        }
    }

    #[test]
    fn a_year_is_a_slice_of_all_posts_and_the_newest_stand_first() {
        let manifest = manifest();
        let route = Route::Archive { year: Some(2020), page: 2 };
        let PagePlan::List(_, plan) = PagePlan::of(&route, &manifest) else { panic!("a list") };
        assert_eq!((plan.start, plan.end), (3, 20));
    }
}
