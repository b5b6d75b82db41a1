//! Finding the files of a site.

mod conflicted_copies;
pub(crate) mod file;
pub(crate) mod kind;
mod language;
pub(crate) mod pattern;
pub(crate) mod walk;

use std::path::Path;

use lamplight_import::engine::Engine;

use crate::config::{Config, Layout};
use file::{Source, SourceSet, joined, slashed};
use kind::{FileKind, is_html, is_markdown, is_marked, is_markup, kind};

/// Looks for posts and pages. Hidden folders and those of tools are passed over.
pub(crate) fn find(posts: &Path, config: &Config) -> SourceSet {
    let mut found = SourceSet::default();
    let project = &config.layout;
    let top = posts.join(&project.inside);
    let files = walk::files(&top, config, &mut found.diagnostics);
    let all: Vec<Source> = files
        .posts
        .into_iter()
        .map(|path| {
            let below = slashed(path.strip_prefix(&top).unwrap_or(&path));
            Source {
                name: joined(&slashed(&project.inside), &below),
                content_path: joined(&project.below, &below),
                path,
                ..Source::default()
            }
        })
        .collect();
    if files.templates > 0 {
        found.notes.push(format!("{} in a folder of templates left out", many(files.templates, "file")));
    }
    // In a Jekyll project only these folders hold posts; in any other folder all of it does.
    let in_posts = |source: &Source| source.content_path.split('/').any(|folder| folder == "_posts");
    if top.join("_posts").is_dir() || all.iter().any(in_posts) {
        of_jekyll(all, project, &mut found);
    } else {
        let of_vuepress = project.content.join(".vuepress").is_dir();
        let sections = all.iter().filter(|source| kind::is_section(&source.path) && has_text(&source.path));
        let names: Vec<_> = sections.map(|source| source.name.clone()).collect();
        found.notes.extend(not_published(names, "text of a section", "lists"));
        for mut source in all {
            source.is_page_if_undated = is_loose(&source.content_path, project);
            let first = source.content_path.split('/').next().unwrap_or_default();
            if project.page_folders.iter().any(|name| name == first) && source.content_path.contains('/') {
                source.is_page = true;
                source.pattern = Some(format!("/{first}/:slug.html"));
            }
            // VuePress shows it as the page of its folder.
            if of_vuepress && is_readme(&source.path) && source.content_path.contains('/') {
                let folder = source.content_path.rsplit_once('/').map_or("", |(folder, _)| folder);
                source.pattern = Some(project.page_pattern(&format!("{folder}/index.md")));
                found.sources.push(source);
                continue;
            }
            // These engines read posts in more languages than Markdown.
            let others = matches!(project.engine, Some(Engine::Pelican | Engine::Hugo));
            if others && is_markup(&source.path) {
                found.unread.push(source);
            } else {
                take(source, &mut found);
            }
        }
    }
    // Beside its settings a blog may have a folder of pages.
    let pages = Some(config.root.join(&config.pages)).filter(|p| !config.pages.is_empty() && p.is_dir());
    if let Some(pages) = pages {
        let inside = pages
            .canonicalize()
            .ok()
            .zip(posts.canonicalize().ok())
            .and_then(|(pages, posts)| pages.strip_prefix(&posts).ok().map(|below| posts.join(below)));
        if let Some(inside) = &inside {
            found.sources.retain(|s| !s.path.starts_with(inside));
            found.diagnostics.retain(|(_, path, _)| !path.starts_with(inside));
        }
        let from = pages.parent().unwrap_or(&pages).to_path_buf();
        for path in walk::files(&pages, config, &mut found.diagnostics).posts {
            let name = slashed(path.strip_prefix(&from).unwrap_or(&path));
            // Astro counts addresses of pages from their folder.
            let content_path = match project.engine {
                Some(Engine::Astro) => slashed(path.strip_prefix(&pages).unwrap_or(&path)),
                _ => name.clone(),
            };
            take(Source { content_path, name, path, is_page: true, ..Source::default() }, &mut found);
        }
    }
    conflicted_copies::leave_out(&mut found);
    language::tell_apart(&mut found.sources, project);
    found.sources.sort_by(|a, b| a.name.cmp(&b.name));
    found.diagnostics.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// Takes a file in if it is a post by its name.
fn take(mut source: Source, found: &mut SourceSet) {
    source.is_draft = source.content_path.split('/').any(|part| part == "_drafts");
    match kind(&source.path) {
        FileKind::Post => found.sources.push(source),
        FileKind::Html if is_marked(&source.path) => found.sources.push(source),
        FileKind::Unread if is_marked(&source.path) => found.unread.push(source),
        FileKind::Html | FileKind::Unread | FileKind::Other => {}
    }
}

/// Takes in the files of a project whose posts lie in `_posts`. All other files with front matter are its pages.
fn of_jekyll(all: Vec<Source>, project: &Layout, found: &mut SourceSet) {
    let mut left_out = Vec::new();
    for mut source in all {
        if source.before_posts().is_some() {
            take(source, found);
            continue;
        }
        if !is_marked(&source.path) {
            continue;
        }
        let collection =
            project.collections.iter().find(|one| Path::new(&source.content_path).starts_with(&one.folder));
        // In a collection every file is meant for readers, whatever it is called.
        let is_meant = kind(&source.path) == FileKind::Post || collection.is_some();
        let is_page = is_markdown(&source.path) && is_meant || is_html(&source.path);
        let is_made = matches!(source.content_path.as_str(), "404.html" | "404.md")
            || source.content_path.starts_with("index.")
            || lists_posts(&source.path);
        let is_settings =
            matches!(source.content_path.as_str(), "_config.yml" | "_config.yaml" | "_config.toml");
        if !is_page || is_made {
            if is_settings {
                continue;
            }
            left_out.push(source.name);
            continue;
        }
        source.is_page = true;
        source.pattern = Some(match collection {
            Some(one) => Layout::collection_pattern(one, &source.content_path),
            None => project.page_pattern(&source.content_path),
        });
        source.collection = collection.map(|one| one.name.clone());
        found.sources.push(source);
    }
    found.notes.extend(not_published(left_out, "front matter", "home page, lists, feeds and styles"));
}

/// Whether a file might be a post or page, were it in a folder of them.
pub(crate) fn may_be_post(path: &Path) -> bool {
    match kind(path) {
        FileKind::Post => true,
        FileKind::Html | FileKind::Unread | FileKind::Other => {
            (is_html(path) || is_markdown(path)) && is_marked(path)
        }
    }
}

/// Whether a file is written in a language that posts are written in, here or in another engine.
pub(crate) fn is_text(path: &Path) -> bool {
    let is_marked_text = || matches!(kind(path), FileKind::Html | FileKind::Unread) || is_html(path);
    is_markdown(path) || is_markup(path) || is_marked_text() && is_marked(path)
}

/// A note of files that Lamplight has something of its own for.
fn not_published(mut names: Vec<String>, with: &str, own: &str) -> Option<String> {
    names.sort();
    let shown = names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if names.len() > MOST { ", …" } else { "" };
    let files = many(names.len(), "file");
    (!names.is_empty()).then(|| {
        format!("{files} with {with} not published, since Lamplight has its own {own}: {shown}{more}")
    })
}

fn is_readme(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.eq_ignore_ascii_case("readme.md"))
        && !path.with_file_name("index.md").is_file()
}

/// Whether a file says more than front matter.
fn has_text(path: &Path) -> bool {
    let bytes = std::fs::read(path).unwrap_or_default();
    !lamplight_import::front_matter::read(&bytes).markdown().trim().is_empty()
}

/// Names in a note, at most.
const MOST: usize = 12;

/// Whether a page of Jekyll's is made of what the site knows: a list of posts, of which nothing would be left.
fn lists_posts(path: &Path) -> bool {
    const LISTS: [&str; 7] = [
        "in site.posts",
        "in site.tags",
        "in site.categories",
        "in paginator.posts",
        "paginator.",
        "in site.related_posts",
        "site.tags |",
    ];
    let text = std::fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    // What is shown as code, or as it is, makes no list.
    let (mut fence, mut raw) = (None, false);
    text.lines().any(|line| {
        let bare = line.trim_start();
        let ticks = ["```", "~~~"].into_iter().find(|ticks| bare.starts_with(ticks));
        match (fence, ticks) {
            (None, Some(_)) => fence = ticks,
            (Some(open), Some(ticks)) if open == ticks => fence = None,
            _ => {}
        }
        let begins = ["raw", "highlight"].iter().any(|tag| is_tag(line, tag));
        let ends = ["endraw", "endhighlight"].iter().any(|tag| is_tag(line, tag));
        let is_shown = fence.is_some() || raw || begins;
        raw = (raw || begins) && !ends;
        !is_shown && LISTS.iter().any(|list| line.contains(list))
    })
}

/// Whether a line holds a tag of Liquid: `{% raw %}`.
fn is_tag(line: &str, name: &str) -> bool {
    line.match_indices("{%").any(|(at, _)| {
        line[at + 2..]
            .trim_start_matches(['-', ' '])
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with([' ', '-', '%']))
    })
}

/// Whether a file lies beside the sections of Hugo and Zola, or in a section that is called after pages.
fn is_loose(place: &str, project: &Layout) -> bool {
    if !matches!(project.engine, Some(Engine::Hugo | Engine::Zola)) {
        return false;
    }
    let mut parts: Vec<&str> = place.split('/').collect();
    let file = parts.pop().unwrap_or_default();
    if file.starts_with("index.") {
        parts.pop();
    }
    parts.is_empty() || matches!(parts.first(), Some(&("page" | "pages")))
}

fn many(n: usize, one: &str) -> String {
    format!("{n} {one}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_before_posts_are_categories() {
        for (place, folders) in [
            ("_posts/a.md", &[][..]),
            ("_posts/b/a.md", &[]),
            ("food/soups/_posts/x/a.md", &["food", "soups"]),
            ("food/_drafts/a.md", &["food"]),
            ("food/a.md", &[]),
            ("a.md", &[]),
        ] {
            let source = Source { content_path: place.to_owned(), ..Source::default() };
            assert_eq!(source.folders().collect::<Vec<_>>(), folders, "{place}");
        }
    }
}
