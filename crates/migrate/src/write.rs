//! The files of an imported blog: posts and pages with the front matter of Lamplight's own format, comments, settings, redirects.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use lamplight_import::slug::{Ids, slugify};

use crate::convert::markdown;
use crate::media::{self, FileNames};
use crate::model::{Export, Item, Status};
use crate::redirects;
use crate::report::{ImportReport, name_of};
use crate::text::path_of;
use crate::thread::thread;

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFile {
    /// Relative to the folder of the new blog, with `/`.
    pub path: String,
    /// What is in it.
    pub text: String,
    /// What it is counted as, and how many of them: a file of comments holds several.
    pub counted: Option<(&'static str, usize)>,
    /// Whether what it holds is kept back by its front matter.
    pub is_held: bool,
}

/// Names that a build takes for something else than a post, and names that Windows can't have.
const NO_POSTS: [&str; 14] = [
    "readme",
    "changelog",
    "contributing",
    "license",
    "licence",
    "code_of_conduct",
    "index",
    "con",
    "prn",
    "aux",
    "nul",
    "com1",
    "lpt1",
    "templates",
];

/// The files of a blog. `here` has the files of the old blog that were obtained: their names as in
/// [`crate::media::WantedFile::path`], and their addresses in the new blog.
#[must_use]
pub fn files(
    export: &Export,
    here: &BTreeMap<String, String>,
    report: &mut ImportReport,
) -> Vec<ImportedFile> {
    let names = FileNames::new(export);
    let base = path_of(&export.address).unwrap_or_default().trim_end_matches('/').to_owned();
    let mut files = Vec::new();
    let mut ids = Ids::default();
    let mut addresses = HashSet::new();
    let mut numbers = Vec::new();
    for item in &export.items {
        let counted = if item.is_page { "pages" } else { "posts" };
        report.count(counted).read += 1;
        let slug = slug(item);
        let stem = file_name(&slug, item.is_page);
        let folder = if item.is_page { "pages" } else { "posts" };
        let stem = ids.unique(&format!("{folder}/{stem}"));
        let permalink = permalink(item, &base).filter(|path| addresses.insert(path.clone()));
        if let (Some(number), Some(path)) = (&item.number, &permalink)
            && item.status == Status::Published
        {
            numbers.push((number.as_str(), format!("{base}{path}")));
        }
        let is_held = matches!(item.status, Status::Draft | Status::Private);
        let html = media::rewrite(&item.html, &names, &|path| here.get(path).cloned());
        let body = markdown(&html).unwrap_or_else(|| {
            report.remark(name(item), "its HTML is nested too deep to make Markdown of it; it stays HTML");
            html
        });
        if body.trim().is_empty() {
            report.remark(name(item), "it has no text");
        }
        let image = item.image.as_deref().map(|url| {
            let path = names.of(url).and_then(|file| here.get(&file.path).cloned());
            path.unwrap_or_else(|| url.to_owned())
        });
        let place = Place { slug: &slug, permalink: permalink.as_deref(), base: &base };
        let head = front_matter(item, &place, image.as_deref());
        let text = format!("---\n{head}---\n\n{body}");
        files.push(ImportedFile { path: format!("{stem}.md"), text, counted: Some((counted, 1)), is_held });
        if !item.comments.is_empty() {
            // A struct of texts and lists always has a form in JSON.
            let text = serde_json::to_string_pretty(&thread(&item.comments)).unwrap_or_default();
            files.push(ImportedFile {
                path: format!("{stem}.comments.json"),
                text: format!("{text}\n"),
                counted: Some(("comments", item.comments.len())),
                is_held,
            });
        }
    }
    files.push(plain("lamplight.toml", settings(export)));
    files.extend(redirects::by_number(&numbers).into_iter().map(|(path, text)| plain(&path, text)));
    files
}

fn plain(path: &str, text: String) -> ImportedFile {
    ImportedFile { path: path.to_owned(), text, counted: None, is_held: false }
}

fn name(item: &Item) -> String {
    name_of(&item.title, &item.id)
}

fn slug(item: &Item) -> String {
    let from = [&item.slug, &item.title, &item.id];
    let slug = from.into_iter().map(|text| slugify(text)).find(|slug| !slug.is_empty());
    slug.unwrap_or_else(|| "post".to_owned())
}

/// The name of a file without its ending. The slug is in its front matter, so the name is free.
fn file_name(slug: &str, is_page: bool) -> String {
    let mut name = slug.to_owned();
    name.truncate(name.floor_char_boundary(120));
    match NO_POSTS.contains(&name.as_str()) {
        true => format!("{}-{name}", if is_page { "page" } else { "post" }),
        false => name,
    }
}

/// Where a post was, relative to the blog.
fn permalink(item: &Item, base: &str) -> Option<String> {
    let path = path_of(item.address.as_deref()?)?;
    let below = below(&path, base);
    // A colon that is part of an address is no token. The home page is our own.
    (below != "/").then(|| below.replace(':', "%3A"))
}

/// A path of the old host, relative to the blog.
fn below<'a>(path: &'a str, base: &str) -> &'a str {
    path.strip_prefix(base).filter(|below| below.starts_with('/')).unwrap_or(path)
}

/// Where an item is, and where its blog was.
struct Place<'a> {
    slug: &'a str,
    permalink: Option<&'a str>,
    /// Path of the old blog on its host, without a slash at its end.
    base: &'a str,
}

/// The front matter of Lamplight's own format, key by key in its order.
fn front_matter(item: &Item, place: &Place<'_>, image: Option<&str>) -> String {
    let Place { slug, permalink, base } = *place;
    let mut head = String::new();
    let mut line = |text: String| {
        head.push_str(&text);
        head.push('\n');
    };
    line(format!("layout: {}", if item.is_page { "page" } else { "post" }));
    match item.authors.as_slice() {
        [] => line("post_author: \"\"".to_owned()),
        [author] => line(format!("post_author: {}", quoted(author))),
        authors => line(format!("post_author:{}", list(authors))),
    }
    line(format!("categories:{}", list(&item.categories)));
    line(format!("tags:{}", list(&item.tags)));
    let usual = if item.is_page { "/:slug/" } else { "/blog/:slug" };
    line(format!("permalink: {}", quoted(permalink.unwrap_or(usual))));
    line(format!("post_title: {}", quoted(if item.title.is_empty() { slug } else { &item.title })));
    if let Some(date) = &item.date {
        line(format!("publish_date: {date}"));
    }
    if let Some(updated) = &item.updated {
        line(format!("last_modified_at: {updated}"));
    }
    line(format!("feature_post_image: {}", quoted(image.unwrap_or_default())));
    if image.is_some() && !item.image_alt.is_empty() {
        line(format!("image_alt: {}", quoted(&item.image_alt)));
    }
    line("post_images: []".to_owned());
    line(format!("slug: {}", quoted(slug)));
    if !item.excerpt.is_empty() {
        line(format!("excerpt: {}", quoted(&item.excerpt)));
    }
    if let Some(canonical) = &item.canonical {
        line(format!("canonical_url: {}", quoted(canonical)));
    }
    if !item.redirects.is_empty() {
        let paths: Vec<String> = item.redirects.iter().map(|path| below(path, base).to_owned()).collect();
        line(format!("redirect_from:{}", list(&paths)));
    }
    if let Some(guid) = &item.guid {
        line(format!("guid: {}", quoted(guid)));
    }
    if item.is_pinned {
        line("pinned: true".to_owned());
    }
    match item.status {
        Status::Published | Status::Scheduled => {}
        Status::Draft => line("draft: true".to_owned()),
        Status::Private => line("private: true".to_owned()),
    }
    head
}

fn list(names: &[String]) -> String {
    match names.is_empty() {
        true => " []".to_owned(),
        false => names.iter().map(|name| format!("\n- {}", quoted(name))).collect(),
    }
}

/// A text between quotes, as YAML and TOML read it.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' | '\t' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Settings of the new blog.
fn settings(export: &Export) -> String {
    let mut text = String::new();
    for (key, value) in [
        ("title", &export.title),
        ("description", &export.description),
        ("base_url", &export.address),
        ("language", &export.language),
    ] {
        let value = match key {
            "base_url" if !value.starts_with("http") => String::new(),
            "base_url" => format!("{}/", value.trim_end_matches('/')),
            _ => value.clone(),
        };
        if !value.is_empty() {
            // Writing into a text does not fail.
            let _ = writeln!(text, "{key} = {}", quoted(&value));
        }
    }
    let engines = if export.is_wordpress { "[\"wordpress\"]" } else { "[]" };
    let _ = writeln!(
        text,
        "# How the imported texts are read: braces such as `{{{{ x }}}}` are text in them.\nengines = {engines}\nliquid = \"off\""
    );
    text
}
