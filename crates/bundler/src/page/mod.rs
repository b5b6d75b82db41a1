//! The HTML files: one for each route, whole, drawn by the same views as in the browser.

mod head;

use lamplight_format::model::{Manifest, Site, Summary, TermCount, TermKind};
use lamplight_format::route::{ARCHIVE_PAGE, KINDS, Route, slice, url};
use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_theme::head::Head;
use lamplight_theme::view::{self, Archive, Failure, ListPage, Page, PostPage, TermsPage};
use rayon::prelude::*;

use crate::app::App;
use crate::build_cache::BuildCache;
use crate::config::Config;
use crate::language::{Language, direction};
use crate::output::{Made, OFFLINE_PAGE, Output};
use crate::paths::{absolute, file_of};
use crate::report::Report;
use crate::site::resolved_post::AT_ONCE;
use crate::site::{Group, Redirect, ResolvedPost, ResolvedSite};
use crate::text::escape;

/// A page to be written.
pub(crate) struct Listed {
    /// Where it is, decoded, without base.
    pub path: String,
    /// The newest post that it shows, or when it was last changed.
    pub changed: Option<lamplight_format::date::Date>,
    /// Whether search engines should know it.
    pub in_sitemap: bool,
}

/// Writes all pages, and returns where they are, but for the unlisted. Pages of posts that are as in the last build are not
/// drawn again.
pub(crate) fn write(
    content: &ResolvedSite,
    manifest: &Manifest,
    config: &Config,
    app: &App,
    memory: &BuildCache,
    output: &mut Output,
    report: &mut Report,
) -> Vec<Listed> {
    let site = &manifest.site;
    let maker = PageBuilder { content, home: content.home(), manifest, config };
    let all = maker.all();
    let mut listed = Vec::with_capacity(all.len());
    // All that `html` looks at beside the page.
    let drawn = memory.of("page", site, &[&app.template, &app.policy, &app.version]);
    let draw = |page: &Page, head: &Head| html(page, head, site, app).into_bytes();
    // Some at a time: all pages of a large site at once would be a large heap.
    for some in all.chunks(AT_ONCE) {
        let old = &*output;
        let made: Vec<(Listed, Made)> = some
            .par_iter()
            .map(|what| match maker.entry(what) {
                Some(entry) => {
                    let Summary { path, date, .. } = &entry.post.summary;
                    let as_before = |known: &[u8]| old.as_before(&file_of(path), known);
                    let make = || {
                        let page = post(entry, site);
                        Made::New(draw(&page, &Head::of(site, &page)))
                    };
                    // Whether it is listed is not in what is remembered of a post.
                    let made = match entry.post.unlisted {
                        true => make(),
                        false => drawn.of(entry, as_before, make, Made::mark),
                    };
                    let held = &entry.held;
                    let elsewhere = entry.post.canonical.is_some();
                    let in_sitemap = !held.no_index && !held.no_sitemap && !elsewhere;
                    (Listed { path: path.clone(), changed: entry.post.updated.or(*date), in_sitemap }, made)
                }
                None => {
                    let page = maker.page(what);
                    let head = Head::of(site, &page);
                    let html = draw(&page, &head);
                    // What is on a reader's own device is nothing to search for, nor is a page that searches.
                    let in_sitemap = !matches!(what, PageId::Offline | PageId::Search);
                    (Listed { path: head.path, changed: changed(&page), in_sitemap }, Made::New(html))
                }
            })
            .collect();
        let (pages, made): (Vec<Listed>, Vec<Made>) = made.into_iter().unzip();
        let name =
            |page: &Listed| if page.path.is_empty() { "404.html".to_owned() } else { file_of(&page.path) };
        let names: Vec<String> = pages.iter().map(name).collect();
        let added = output.add_all(names.iter().cloned().zip(made).collect());
        for (((what, page), file), added) in some.iter().zip(pages).zip(names).zip(added) {
            if !added {
                taken(&file, maker.entry(what), report);
            }
            if !page.path.is_empty() && !matches!(what, PageId::Unlisted(_)) {
                listed.push(page);
            }
        }
    }
    if site.offline {
        // What the service worker shows where it has nothing else.
        let page = Page::Failed(Failure::Offline);
        let head = Head::of(site, &page);
        output.add(OFFLINE_PAGE, html(&page, &head, site, app).into_bytes());
    }
    let language = Language::of(&config.language, &config.words);
    for moved in content.moved.values() {
        output.add(&file_of(&moved.from), redirect(moved, site, &language).into_bytes());
    }
    listed
}

fn post(entry: &ResolvedPost, site: &Site) -> Page {
    Page::Post(Box::new(PostPage::whole(site, entry.whole().into_owned())))
}

/// The page of one post.
pub(crate) fn one(entry: &ResolvedPost, site: &Site, app: &App) -> Vec<u8> {
    let page = post(entry, site);
    html(&page, &Head::of(site, &page), site, app).into_bytes()
}

/// Tells that one of the site's own files is where a page should be.
fn taken(file: &str, entry: Option<&ResolvedPost>, report: &mut Report) {
    let Some(entry) = entry else {
        return report.note(format!(
            "`{file}` is one of the site's own files; it is published in place of the page there"
        ));
    };
    let told = Diagnostic::error(
        "address-taken",
        Position { line: 1, column: 1 },
        format!(
            "`{file}` is among the site's own files, or in the way of one; readers get that in place of the post"
        ),
        "give the post another `permalink`, or the file another name",
    );
    report.add(&entry.source, told.into());
}

fn changed(page: &Page) -> Option<lamplight_format::date::Date> {
    let newest = |posts: &[Summary]| posts.iter().filter_map(|post| post.date).max();
    match page {
        Page::Home(list) | Page::Term(_, list) => newest(&list.posts),
        Page::Archive(archive) => newest(&archive.list.posts),
        Page::Post(post) => post.post.updated.or(post.post.summary.date),
        Page::Terms(_) | Page::Offline | Page::Search | Page::NotFound | Page::Failed(_) => None,
    }
}

/// What a page is of: as little as will do, since all of them are listed before the first is drawn.
enum PageId<'a> {
    Post(usize),
    Document(usize),
    Unlisted(usize),
    Home(u32),
    Archive { year: Option<u16>, first: u32, len: u32, page: u32 },
    Terms(TermKind),
    Term { kind: TermKind, slug: &'a str, group: &'a Group, page: u32 },
    Offline,
    Search,
    NotFound,
}

struct PageBuilder<'a> {
    content: &'a ResolvedSite,
    /// See [`ResolvedSite::home`].
    home: Option<Vec<usize>>,
    manifest: &'a Manifest,
    config: &'a Config,
}

impl<'a> PageBuilder<'a> {
    fn all(&self) -> Vec<PageId<'a>> {
        let pages = |len: u32, size: u32| 1..=len.div_ceil(size).max(1);
        let site = &self.manifest.site;
        let total = self.manifest.posts.len;
        let mut all = vec![PageId::NotFound];
        all.extend((0..self.content.posts.len()).map(PageId::Post));
        all.extend((0..self.content.pages.len()).map(PageId::Document));
        all.extend((0..self.content.unlisted.len()).map(PageId::Unlisted));
        let home = self.manifest.home.as_ref().map_or(total, |home| home.len);
        all.extend(pages(home, site.page_size).map(PageId::Home));
        let years = self.manifest.years.iter().filter(|y| y.year > 0).map(|y| (Some(y.year), y.start, y.len));
        for (year, first, len) in std::iter::once((None, 0, total)).chain(years) {
            all.extend(pages(len, ARCHIVE_PAGE).map(|page| PageId::Archive { year, first, len, page }));
        }
        all.extend(KINDS.map(PageId::Terms));
        all.extend(site.offline.then_some(PageId::Offline));
        all.extend(site.search.then_some(PageId::Search));
        for ((kind, slug), group) in &self.content.terms {
            let pages = pages(group.posts.len() as u32, site.page_size);
            all.extend(pages.map(|page| PageId::Term { kind: *kind, slug, group, page }));
        }
        all
    }

    /// The post that a page is of, if it is of one.
    fn entry(&self, what: &PageId<'_>) -> Option<&'a ResolvedPost> {
        match *what {
            PageId::Post(i) => self.content.posts.get(i),
            PageId::Document(i) => self.content.pages.get(i),
            PageId::Unlisted(i) => self.content.unlisted.get(i),
            _ => None,
        }
    }

    fn page(&self, what: &PageId<'_>) -> Page {
        let site = &self.manifest.site;
        match *what {
            PageId::NotFound => Page::NotFound,
            PageId::Offline => Page::Offline,
            PageId::Search => Page::Search,
            PageId::Post(i) => post(&self.content.posts[i], site),
            PageId::Document(i) => post(&self.content.pages[i], site),
            PageId::Unlisted(i) => post(&self.content.unlisted[i], site),
            PageId::Home(page) => {
                let route = Route::Home { page };
                let list = match &self.home {
                    Some(home) => self.list(route, page, home.len() as u32, site.page_size, |i| home[i]),
                    None => self.list(route, page, self.manifest.posts.len, site.page_size, |i| i),
                };
                Page::Home(list.with_pinned(&self.manifest.pinned))
            }
            PageId::Archive { year, first, len, page } => {
                let route = Route::Archive { year, page };
                let list = self.list(route, page, len, ARCHIVE_PAGE, |i| first as usize + i);
                Page::Archive(Archive { year, years: self.manifest.years.clone(), list })
            }
            PageId::Terms(kind) => {
                let groups = self.content.terms.iter().filter(|((k, _), _)| *k == kind);
                let terms = groups.map(|(_, group)| TermCount {
                    term: group.term.clone(),
                    count: group.posts.len() as u32,
                    current: group.current,
                });
                Page::Terms(TermsPage { kind, terms: terms.collect() })
            }
            PageId::Term { kind, slug, group, page } => {
                let route = Route::Term { kind, slug: slug.to_owned(), page };
                let list =
                    self.list(route, page, group.posts.len() as u32, site.page_size, |i| group.posts[i]);
                Page::Term(group.info(kind, self.config), list)
            }
        }
    }

    /// A page of a list of `len` posts; `nth` tells which post of the site is number i of the list, oldest first.
    fn list(&self, route: Route, page: u32, len: u32, size: u32, nth: impl Fn(usize) -> usize) -> ListPage {
        let (start, end, last) = slice(len, page, size).unwrap_or((0, 0, 1));
        let posts = (start..end).rev().map(|i| self.content.posts[nth(i as usize)].post.summary.clone());
        ListPage { posts: posts.collect(), route, page, last, pinned: 0, len }
    }
}

fn html(page: &Page, head: &Head, site: &Site, app: &App) -> String {
    // The app looks up what is behind these.
    let missing = match page {
        Page::NotFound => " data-missing",
        Page::Failed(_) => " data-missing=\"offline\"",
        // The service worker does not keep it.
        Page::Post(page) if page.post.unlisted => " data-unlisted",
        _ => "",
    };
    // The service worker looks whether this is the page that was asked for.
    let path = match head.path.as_str() {
        "" => String::new(),
        path => format!(" data-path=\"{}\"", escape(&url("/", path))),
    };
    // By this the app tells whether the page has changed since. It finds no unlisted post among the data.
    let mark = match page {
        Page::Post(page) if page.post.unlisted => String::new(),
        page => Some(view::mark(page))
            .filter(|mark| !mark.is_empty())
            .map_or_else(String::new, |mark| format!(" data-mark=\"{mark}\"")),
    };
    fill(
        &app.template,
        &[
            ("__LANGUAGE__", &escape(&site.language)),
            (
                "\"__BASE__\"",
                &format!("\"{}\"{path}{missing}{mark}{}", escape(&site.base), direction(&site.language)),
            ),
            ("__VERSION__", &app.version),
            ("<!--head-->", &head::tags(page, head, site, &app.policy)),
            ("<!--page-->", &view::whole(site, page)),
        ],
    )
}

/// Puts each text at its mark. What is put in is not looked at again: a post may well say `__BASE__`.
fn fill(template: &str, marks: &[(&str, &str)]) -> String {
    let mut out =
        String::with_capacity(template.len() + marks.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut rest = template;
    for (mark, text) in marks {
        let Some((before, after)) = rest.split_once(mark) else { continue };
        out.push_str(before);
        out.push_str(text);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The page at an address that a post once had, for hosts without rules.
fn redirect(moved: &Redirect, site: &Site, language: &Language<'_>) -> String {
    let to = escape(&url(&site.base, &moved.to));
    let absolute = escape(&absolute(site, &moved.to));
    // Browsers look for one where none is named.
    let icon = escape(&url(&site.base, "/icon.svg"));
    format!(
        "<!doctype html>\n<html lang=\"{}\"{}>\n<meta charset=\"utf-8\">\n<title>{moved}</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={to}\">\n<link rel=\"canonical\" href=\"{absolute}\">\n\
         <link rel=\"icon\" href=\"{icon}\" type=\"image/svg+xml\">\n\
         <h1>{moved}</h1>\n<p><a href=\"{to}\">{here}</a></p>\n</html>\n",
        escape(&site.language),
        direction(&site.language),
        moved = escape(language.build("moved")),
        here = escape(language.build("moved_here")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(fill("a <1> b <2> c", &[("<1>", "<2>"), ("<2>", "x")]), "a <2> b x c");
    }
}
