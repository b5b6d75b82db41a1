//! Files for search engines and other programs: sitemap, robots.txt, llms.txt with the Markdown of each post, OpenSearch.

use anyhow::Result;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lamplight_format::model::{Post, Site};
use lamplight_format::route::{Route, url};
use rayon::prelude::*;
use sitemap_rs::sitemap::Sitemap;
use sitemap_rs::sitemap_index::SitemapIndex;
use sitemap_rs::url::Url;
use sitemap_rs::url_set::UrlSet;

use crate::build_context::BuildContext;
use crate::config::Config;
use crate::escape::escape;
use crate::output::names::{ICON, LLMS, OPENSEARCH, ROBOTS, SITEMAP, sitemap_part};
use crate::output::{Output, Rendered};
use crate::page::ListedPage;
use crate::paths::{absolute, markdown_of};
use crate::site::resolved_post::BATCH_SIZE;
use crate::site::{ResolvedPost, ResolvedSite};

/// Addresses in one sitemap: the protocol's limit.
const MOST_ADDRESSES: usize = 50_000;

/// Posts that `llms.txt` names, the newest. It is read whole, so it must not grow with the archive.
const NAMED: usize = 200;

/// Writes all of them. Without an origin there is no sitemap: it needs whole addresses.
///
/// # Errors
/// If a sitemap can't be put together.
pub(crate) fn write(
    resolved: &ResolvedSite,
    pages: &[ListedPage],
    context: &BuildContext<'_>,
    output: &mut Output,
) -> Result<()> {
    let BuildContext { config, site, cache, .. } = *context;
    let posts: Vec<&ResolvedPost> = resolved.posts.iter().chain(&resolved.pages).collect();
    let written = cache.table("markdown", site, &[]);
    for batch in posts.chunks(BATCH_SIZE) {
        let file = |post: &&ResolvedPost| {
            let path = markdown_of(&post.data.summary.path);
            let path = path.trim_start_matches('/');
            let render = || Rendered::New(markdown(&post.with_text(), site).into_bytes());
            (
                path.to_owned(),
                written.get_or_make(
                    post,
                    |known| output.unchanged(path, known),
                    render,
                    Rendered::fingerprint,
                ),
            )
        };
        let files = batch.par_iter().map(file).collect();
        output.add_all(files);
    }
    output.add(LLMS, llms(resolved, site).into_bytes());
    let map = absolute(site, &format!("/{SITEMAP}"));
    let known = !site.origin.is_empty();
    let map = if known { format!("\nSitemap: {map}\n") } else { String::new() };
    output.add(ROBOTS, format!("User-agent: *\nAllow: /\n{map}").into_bytes());
    if known {
        sitemap(pages, site, MOST_ADDRESSES, output)?;
    }
    if site.feeds {
        output.add(OPENSEARCH, opensearch(config, site).into_bytes());
    }
    Ok(())
}

fn sitemap(pages: &[ListedPage], site: &Site, limit: usize, output: &mut Output) -> Result<()> {
    let pages: Vec<&ListedPage> = pages.iter().filter(|page| page.in_sitemap).collect();
    let time = |date: lamplight_format::date::Date| {
        Timestamp::from_second(date.instant()).ok().map(|time| time.to_zoned(TimeZone::UTC))
    };
    let several = pages.len() > limit;
    let mut index = Vec::new();
    for (pages, number) in pages.chunks(limit).zip(1..) {
        let mut urls = Vec::with_capacity(pages.len());
        for page in pages {
            let mut entry = Url::builder(absolute(site, &page.path));
            if let Some(time) = page.modified.and_then(time) {
                entry.last_modified(time);
            }
            urls.push(entry.build()?);
        }
        let mut bytes = Vec::new();
        UrlSet::new(urls)?.write(&mut bytes)?;
        let name = if several { sitemap_part(number) } else { SITEMAP.to_owned() };
        let newest = pages.iter().filter_map(|p| p.modified).max();
        index.push(Sitemap::new(absolute(site, &format!("/{name}")), newest.and_then(time)));
        output.add(&name, bytes);
    }
    if several {
        let mut bytes = Vec::new();
        SitemapIndex::new(index)?.write(&mut bytes)?;
        output.add(SITEMAP, bytes);
    }
    Ok(())
}

/// A post as Markdown, with title, address, date and authors.
fn markdown(post: &Post, site: &Site) -> String {
    let summary = &post.summary;
    let authors: Vec<&str> = summary.authors.iter().map(|author| author.name.as_str()).collect();
    let mut line = vec![format!("<{}>", absolute(site, &summary.path))];
    line.extend(summary.date.map(|date| lamplight_theme::locale::long(site, date)));
    line.extend((!authors.is_empty()).then(|| authors.join(", ")));
    format!("# {}\n\n{}\n\n{}\n", summary.title, line.join(" · "), post.markdown.trim())
}

/// <https://llmstxt.org>: a title, what it is about, and where the texts are as Markdown.
fn llms(resolved: &ResolvedSite, site: &Site) -> String {
    let mut out = format!("# {}\n", site.title);
    if !site.description.is_empty() {
        out.push_str(&format!("\n> {}\n", site.description));
    }
    let archive = absolute(site, &Route::Archive { year: None, page: 1 }.path());
    out.push_str(&format!(
        "\nEach post is also a Markdown file, named below. All posts by year are at {archive}\n\n## Posts\n\n"
    ));
    let mut line = |post: &Post| {
        let title = post.summary.title.replace(['[', ']'], "");
        let address = absolute(site, &markdown_of(&post.summary.path));
        out.push_str(&format!("- [{title}]({address}): {}\n", post.summary.excerpt));
    };
    resolved.posts.iter().rev().take(NAMED).for_each(|post| line(&post.data));
    if !resolved.pages.is_empty() {
        resolved.pages.iter().for_each(|post| line(&post.data));
    }
    out
}

/// How a browser's own search box asks this blog: by its own page, or as `search_url` says. A blog without search is asked
/// by way of a search engine.
fn opensearch(config: &Config, site: &Site) -> String {
    let place = absolute(site, "/");
    let place = place.split_once("://").map_or(place.as_str(), |(_, place)| place).trim_end_matches('/');
    let default = match site.search {
        true => format!("{}?q={{searchTerms}}", absolute(site, &Route::Search.path())),
        false => format!("https://duckduckgo.com/?q=site%3A{place}+{{searchTerms}}"),
    };
    let template = if config.search_url.is_empty() { &default } else { &config.search_url };
    // The name may be 16 characters long, and the description 1024.
    let short: String = site.title.chars().take(16).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{}</ShortName>\n<Description>Search {}</Description>\n<InputEncoding>UTF-8</InputEncoding>\n\
         <Image width=\"16\" height=\"16\" type=\"image/svg+xml\">{}</Image>\n\
         <Url type=\"text/html\" template=\"{}\"/>\n</OpenSearchDescription>\n",
        escape(short.trim()),
        escape(&site.title),
        escape(&[site.origin.as_str(), &url(&site.base, &format!("/{ICON}"))].concat()),
        escape(template),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sitemap_becomes_several_and_an_index() -> Result<()> {
        let site = Site { origin: "https://h.example".into(), base: "/".into(), ..Site::default() };
        let pages: Vec<ListedPage> = (0..7)
            .map(|i| ListedPage { path: format!("/{i}/"), modified: None, in_sitemap: i < 5 })
            .collect();
        let mut output = Output::default();
        sitemap(&pages, &site, 2, &mut output)?;
        for name in ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"] {
            assert!(output.has(name), "{name}");
        }
        assert!(!output.has("sitemap-4.xml"));
        Ok(())
    }

    #[test]
    fn markdown_lies_beside_the_page() {
        assert_eq!(["/blog/a/", "/x.html", "/"].map(markdown_of), ["/blog/a/index.md", "/x.md", "/index.md"]);
    }
}
