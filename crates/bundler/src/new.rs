//! A new post, with the keys of Lamplight's own format.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use lamplight_import::engine::Engine;
use lamplight_import::slug::slugify;

use crate::config::Config;
use crate::new_file::{NewFile, write_new};
use crate::source;

/// Writes the file of a new post and returns where it is. `now` is in seconds since 1970, of the time zone UTC.
///
/// # Errors
/// If the title makes no slug, or a file of that name is there: nothing is ever overwritten.
pub fn new(posts: &Path, title: &str, author: Option<&str>, now: i64) -> Result<PathBuf> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let slug = slugify(&title);
    if slug.is_empty() {
        bail!("“{title}” holds no letters to make an address of; choose another title");
    }
    let config = Config::load(posts, None, None)?;
    let folder = folder_of_posts(posts, &config);
    let date = jiff::Timestamp::from_second(now)?.to_zoned(jiff::tz::TimeZone::UTC);
    // In a folder of Jekyll's the name of a post begins with its date.
    let name = match folder.ends_with("_posts") {
        true => format!("{}-{slug}.md", date.strftime("%Y-%m-%d")),
        false => format!("{slug}.md"),
    };
    let author =
        author.map(str::to_owned).or_else(|| config.authors.keys().next().cloned()).unwrap_or_default();
    let head = match config.layout.engine {
        None | Some(Engine::Jekyll) => text(&title, &author, &slug, &date),
        // The keys that all engines know: the post may be published by the old one, too, and its address is the engine's.
        Some(_) => {
            format!("---\ntitle: {}\ndate: {}\n---\n", quoted(&title), date.strftime("%Y-%m-%dT%H:%M:%SZ"))
        }
    };
    let text = head + "\nWrite here.\n";
    let path = folder.join(name);
    match write_new(&path, text.as_bytes())? {
        NewFile::Written => Ok(path),
        NewFile::Kept => bail!("{} is there already; choose another title", path.display()),
    }
}

/// Where the engine of a project keeps its posts: `_posts`, or the folder of its content with the most of them.
fn folder_of_posts(posts: &Path, config: &Config) -> PathBuf {
    let content = posts.join(&config.layout.inside);
    if content.join("_posts").is_dir() {
        return content.join("_posts");
    }
    if config.layout.engine.is_none() {
        return posts.to_path_buf();
    }
    let mut counts: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for source in source::find(posts, config).sources.iter().filter(|source| !source.is_page) {
        // `my-post/index.md` lies in a folder of its own.
        let is_index = source.path.file_stem().is_some_and(|stem| stem == "index");
        let folder = source.path.parent().filter(|_| !is_index).or_else(|| source.path.parent()?.parent());
        *counts.entry(folder.unwrap_or(&content).to_path_buf()).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or_default();
    counts.into_iter().find(|(_, count)| *count == most).map_or(content, |(folder, _)| folder)
}

/// The front matter of a new post.
pub(crate) fn text(title: &str, author: &str, slug: &str, date: &jiff::Zoned) -> String {
    format!(
        "---\nlayout: post\npost_author: {}\ncurrent_gaslighter: true\ncategories: []\ntags: []\n\
         permalink: \"/blog/:slug\"\npost_title: {}\npublish_date: {} +0000\nfeature_post_image: \"\"\n\
         post_images: []\nslug: {slug}\n---\n",
        quoted(author),
        quoted(title),
        date.strftime("%Y-%m-%d %H:%M:%S"),
    )
}

/// A text as YAML has it between quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
