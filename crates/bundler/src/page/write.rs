//! Writes all HTML files.

use lamplight_format::date::Date;
use lamplight_format::model::{Manifest, Summary};
use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_theme::head::Head;
use lamplight_theme::view::Page;
use rayon::prelude::*;

use super::html::{html, offline_html, post_page, redirect_html};
use super::page_id::{PageBuilder, PageId};
use crate::build_context::BuildContext;
use crate::cache::CacheTable;
use crate::language::Language;
use crate::output::names::{NOT_FOUND, OFFLINE_PAGE};
use crate::output::{Output, Rendered};
use crate::paths::file_of;
use crate::report::Report;
use crate::site::resolved_post::BATCH_SIZE;
use crate::site::{ResolvedPost, ResolvedSite};

/// A page that lists, the sitemap or the list of addresses may name: all but unlisted posts.
pub(crate) struct ListedPage {
    /// Where it is, decoded, without base. Empty for the page of unknown addresses.
    pub path: String,
    /// The newest post that it shows, or when it was last changed.
    pub modified: Option<Date>,
    /// Whether search engines should know it.
    pub in_sitemap: bool,
}

/// Writes all pages, and returns those that are listed. Pages of posts that have not changed since the last build are not drawn
/// again.
pub(crate) fn write(
    resolved: &ResolvedSite,
    manifest: &Manifest,
    context: &BuildContext<'_>,
    output: &mut Output,
    report: &mut Report,
) -> Vec<ListedPage> {
    let BuildContext { config, site, app, cache, progress } = *context;
    let builder = PageBuilder::new(resolved, manifest, config);
    let page_ids = builder.page_ids();
    let mut listed = Vec::with_capacity(page_ids.len());
    // All inputs of `html` besides the page.
    let rendered = cache.table("page", site, &[&app.template, &app.policy, &app.version]);
    let phase = progress.phase("writing pages", page_ids.len());
    // In batches: all pages of a large site at once would take much memory.
    for page_ids in page_ids.chunks(BATCH_SIZE) {
        let old = &*output;
        let render = |page_id: &PageId<'_>| {
            let page = match page_id {
                PageId::Post(post) => render_post(post, context, &rendered, old),
                PageId::Route(_) | PageId::NotFound => render_other(&builder.page(page_id), context),
            };
            phase.one();
            page
        };
        let (pages, files): (Vec<ListedPage>, Vec<Rendered>) = page_ids.par_iter().map(render).unzip();
        let names: Vec<String> = pages.iter().map(file_name).collect();
        let added = output.add_all(names.iter().cloned().zip(files).collect());
        for (((page_id, page), name), added) in page_ids.iter().zip(pages).zip(names).zip(added) {
            if !added {
                report_taken(&name, page_id, report);
            }
            let is_listed = match page_id {
                PageId::Post(post) => !post.data.unlisted,
                PageId::Route(_) => true,
                PageId::NotFound => false,
            };
            listed.extend(is_listed.then_some(page));
        }
    }
    if site.offline {
        output.add(OFFLINE_PAGE, offline_html(site, app));
    }
    let language = Language::of(&config.language, &config.words);
    for redirect in resolved.redirects.values() {
        output.add(&file_of(&redirect.from), redirect_html(redirect, site, &language));
    }
    listed
}

fn render_post(
    post: &ResolvedPost,
    BuildContext { site, app, .. }: &BuildContext<'_>,
    rendered: &CacheTable<'_>,
    old: &Output,
) -> (ListedPage, Rendered) {
    let Summary { path, date, .. } = &post.data.summary;
    let unchanged = |mark: &[u8]| old.unchanged(&file_of(path), mark);
    let render = || {
        let page = post_page(post, site);
        Rendered::New(html(&page, &Head::of(site, &page), site, app))
    };
    // The key of the cache does not say whether a post is listed.
    let file = match post.data.unlisted {
        true => render(),
        false => rendered.get_or_make(post, unchanged, render, Rendered::fingerprint),
    };
    let is_original = post.data.canonical.is_none();
    let in_sitemap = !post.held.no_index && !post.held.no_sitemap && is_original;
    (ListedPage { path: path.clone(), modified: post.data.updated.or(*date), in_sitemap }, file)
}

fn render_other(page: &Page, BuildContext { site, app, .. }: &BuildContext<'_>) -> (ListedPage, Rendered) {
    let head = Head::of(site, page);
    let file = html(page, &head, site, app);
    let newest = |posts: &[Summary]| posts.iter().filter_map(|post| post.date).max();
    let (modified, in_sitemap) = match page {
        Page::Home(list) | Page::Term(_, list) => (newest(&list.posts), true),
        Page::Archive(archive) => (newest(&archive.list.posts), true),
        Page::Post(page) => (page.post.updated.or(page.post.summary.date), true),
        Page::Terms(_) => (None, true),
        // These two are empty without a script.
        Page::Offline | Page::Search | Page::NotFound | Page::Failed(_) => (None, false),
    };
    (ListedPage { path: head.path, modified, in_sitemap }, Rendered::New(file))
}

fn file_name(page: &ListedPage) -> String {
    if page.path.is_empty() { NOT_FOUND.to_owned() } else { file_of(&page.path) }
}

/// Reports that one of the site's own files is where a page should be.
fn report_taken(file: &str, page_id: &PageId<'_>, report: &mut Report) {
    match page_id {
        PageId::Post(post) => {
            let diagnostic = Diagnostic::error(
                "address-taken",
                Position { line: 1, column: 1 },
                format!(
                    "`{file}` is among the site's own files, or in the way of one; readers get that in place of the post"
                ),
                "give the post another `permalink`, or the file another name",
            );
            report.add(&post.source, diagnostic.into());
        }
        PageId::Route(_) | PageId::NotFound => report.note(format!(
            "`{file}` is one of the site's own files; it is published in place of the page there"
        )),
    }
}
