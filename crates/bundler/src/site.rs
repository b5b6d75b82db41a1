//! All posts together: who has which address, who stands next to whom, where links between them lead.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use anyhow::Result;
use lamplight_content::diagnostic::{Diagnostic, Position};
use lamplight_content::links::{Place, Target, Use};
use lamplight_content::markdown::{Flavour, anchors};
use lamplight_content::model::{
    Image, Known, Neighbour, Post, Site, Summary, Term, TermInfo, TermKind, route_key,
};
use lamplight_content::sanitize;
use lamplight_content::slug::slugify;
use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use crate::config::Config;
use crate::draft::{Draft, Finding};
use crate::output::Output;
use crate::picture::{self, Pictures, Ready};
use crate::report::Report;
use crate::source::Source;

/// The posts of a site, resolved.
pub(crate) struct Content {
    /// Oldest first; the undated before all.
    pub posts: Vec<Entry>,
    /// In no order that readers see.
    pub pages: Vec<Entry>,
    /// By kind and slug.
    pub terms: BTreeMap<(TermKind, String), Group>,
    /// By the key of the old address.
    pub moved: BTreeMap<String, Moved>,
}

/// An address that a post once had.
pub(crate) struct Moved {
    /// The old path, as written and made safe.
    pub from: String,
    /// The path of today.
    pub to: String,
}

/// A post with the keys that only its author knows.
pub(crate) struct Entry {
    /// Name of the file that it was read from.
    pub source: String,
    pub post: Post,
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// The posts of one term, as positions in [`Content::posts`].
pub(crate) struct Group {
    pub term: Term,
    pub posts: Vec<usize>,
    pub current: Option<bool>,
}

impl Group {
    /// What the page of the term shows above its posts.
    pub(crate) fn info(&self, kind: TermKind, config: &Config) -> TermInfo {
        let by_name = config.authors.values().find(|a| a.name == self.term.name);
        let author =
            by_name.or_else(|| config.authors.get(&self.term.name)).filter(|_| kind == TermKind::Author);
        TermInfo {
            kind,
            term: self.term.clone(),
            current: self.current,
            about: author.map(|a| a.about.clone()).unwrap_or_default(),
        }
    }
}

/// Resolves drafts into a site. Files that posts need are added to `output`; findings go to `report`.
///
/// # Errors
/// If the cache of pictures can't be read back.
pub(crate) fn resolve(
    mut drafts: Vec<(Source, Draft)>,
    config: &Config,
    site: &Site,
    cache: Option<&Path>,
    output: &mut Output,
    report: &mut Report,
) -> Result<Content> {
    // By the day as the author wrote it, so that each year is one stretch of the row whatever the offsets are.
    drafts.sort_by_cached_key(|(source, draft)| {
        let day = draft.date.map(|d| (d.year, d.month, d.day, d.instant()));
        (day, source.name.clone())
    });
    claim_addresses(&mut drafts, report);
    let by_source: HashMap<PathBuf, String> =
        drafts.iter().filter_map(|(s, d)| Some((s.path.canonicalize().ok()?, d.path.clone()))).collect();
    let by_key: HashMap<String, String> =
        drafts.iter().map(|(_, d)| (route_key(&d.path), d.path.clone())).collect();
    let known: Vec<Vec<(String, String)>> = drafts
        .iter()
        .map(|(source, draft)| known_links(source, draft, site, &by_source, &by_key, output))
        .collect();
    let covers: Vec<Covers> =
        drafts.iter().map(|(source, draft)| covers(source, draft, output, report)).collect();
    let pictures = pictures(&drafts, &covers, config, site, cache, output, report)?;
    let names = TermNames::of(drafts.iter().map(|(_, d)| d), config);

    let entries: Vec<(Entry, Vec<Diagnostic>)> = drafts
        .par_iter()
        .zip(known)
        .zip(covers)
        .map(|(((source, draft), links), covers)| {
            let mut told = Vec::new();
            let entry = entry(source, draft, links, covers, &pictures, site, &names, &mut told);
            (entry, told)
        })
        .collect();
    let (mut posts, mut pages) = (Vec::new(), Vec::new());
    for ((source, draft), (entry, told)) in drafts.iter().zip(entries) {
        for diagnostic in told {
            report.add(&source.name, Finding::from(diagnostic));
        }
        if draft.page { pages.push(entry) } else { posts.push(entry) }
    }
    let neighbours: Vec<Neighbour> = posts
        .iter()
        .map(|e| Neighbour { path: e.post.summary.path.clone(), title: e.post.summary.title.clone() })
        .collect();
    for (i, entry) in posts.iter_mut().enumerate() {
        entry.post.older = i.checked_sub(1).and_then(|i| neighbours.get(i)).cloned();
        entry.post.newer = neighbours.get(i + 1).cloned();
    }
    let terms = group(&posts);
    let moved = moved(&drafts, &by_key, report);
    Ok(Content { posts, pages, terms, moved })
}

/// Gives each post an address of its own. The older post keeps a contested one: the world may link to it.
fn claim_addresses(drafts: &mut [(Source, Draft)], report: &mut Report) {
    let mut taken: HashMap<String, String> = HashMap::new();
    for (source, draft) in drafts {
        // Some hosts and disks do not tell upper from lower case.
        let key = |path: &str| route_key(path).to_lowercase();
        let wanted = draft.path.clone();
        let mut number = 1;
        while taken.contains_key(&key(&draft.path)) {
            number += 1;
            draft.path = match wanted.strip_suffix(".html") {
                Some(stem) => format!("{stem}-{number}.html"),
                None => format!("{}-{number}/", wanted.trim_end_matches('/')),
            };
        }
        if let Some(other) = taken.get(&key(&wanted)) {
            report.add(
                &source.name,
                Diagnostic::error(
                    "duplicate-address",
                    Position { line: 1, column: 1 },
                    format!("`{wanted}` is the address of {other}; this post is at `{}`", draft.path),
                    "give one of the two another `slug` or `permalink`",
                )
                .into(),
            );
        }
        taken.insert(key(&draft.path), source.name.clone());
    }
}

/// Destinations that the browser's general rule would get wrong, and files beside the post that it needs.
fn known_links(
    source: &Source,
    draft: &Draft,
    site: &Site,
    by_source: &HashMap<PathBuf, String>,
    by_key: &HashMap<String, String>,
    output: &mut Output,
) -> Vec<(String, String)> {
    let folder = source.path.parent().unwrap_or(Path::new("."));
    let place = Place { base: "/", origin: &site.origin, path: &draft.path, known: &[] };
    let mut known = Vec::new();
    for written in &draft.relative {
        let cut = written.find(['?', '#']).unwrap_or(written.len());
        let (path, tail) = written.split_at(cut);
        let decoded = percent_decode_str(path).decode_utf8_lossy().into_owned();
        let file = folder.join(&decoded).canonicalize().ok().filter(|f| f.is_file());
        if let Some(to) = file.as_ref().and_then(|f| by_source.get(f)) {
            known.push((written.clone(), format!("{to}{tail}")));
            continue;
        }
        let resolved = place.resolve(written, Use::Link);
        if let (Some(file), Target::File(url)) = (&file, &resolved) {
            // Only from the post's own folder downwards: `../../.ssh/id_rsa` is not for the world.
            if folder.canonicalize().is_ok_and(|f| file.starts_with(f)) {
                output.copy(&file_key(url), file);
            }
            continue;
        }
        // With a permalink like `/blog/:slug` a browser would have looked beside the post, not below it.
        let exists = |url: &str| by_key.get(&route_key(url.split(['?', '#']).next().unwrap_or_default()));
        if let Target::Page(below) = &resolved
            && exists(below).is_none()
        {
            let beside =
                Place { path: draft.path.trim_end_matches('/'), ..place }.resolve(written, Use::Link);
            if let Some(to) = beside.url().and_then(exists) {
                known.push((written.clone(), format!("{to}{tail}")));
            }
        }
    }
    known
}

#[expect(clippy::too_many_arguments, reason = "all that is known of a post, and nothing else")]
fn entry(
    source: &Source,
    draft: &Draft,
    links: Vec<(String, String)>,
    covers: Covers,
    pictures: &Pictures,
    site: &Site,
    names: &TermNames,
    told: &mut Vec<Diagnostic>,
) -> Entry {
    let flavour = Flavour::Blog { smart: site.smart };
    let place = Place { base: &site.base, origin: &site.origin, path: &draft.path, known: &links };
    let known = known_pictures(draft, site, pictures);
    let html = match draft.has_html {
        true => sanitize::pieces(&draft.markdown, 0, flavour, &place, &known, told),
        false => Vec::new(),
    };
    for diagnostic in told.iter_mut() {
        diagnostic.at.line += draft.lines_before;
    }
    let image = |image: Image| {
        let Ready { size, sources } = pictures.get(&file_key(&image.src)).cloned().unwrap_or_default();
        Image { size, sources, ..image }
    };
    let summary = Summary {
        path: draft.path.clone(),
        title: draft.title.clone(),
        date: draft.date,
        authors: names.terms(TermKind::Author, &draft.authors),
        current: draft.current,
        categories: names.terms(TermKind::Category, &draft.categories),
        tags: names.terms(TermKind::Tag, &draft.tags),
        excerpt: draft.excerpt.clone(),
        image: covers.image.map(image),
        minutes: draft.minutes,
        bundle: None,
    };
    let post = Post {
        summary,
        page: draft.page,
        updated: draft.updated,
        images: covers.images.into_iter().map(image).collect(),
        markdown: draft.markdown.clone(),
        html,
        anchors: anchors(&draft.markdown, flavour),
        pictures: known,
        links,
        older: None,
        newer: None,
    };
    Entry { source: source.name.clone(), post, extra: draft.extra.clone() }
}

/// What is known of the pictures in a text that are among the site's files.
fn known_pictures(draft: &Draft, site: &Site, pictures: &Pictures) -> Vec<Known> {
    let known = |(written, name): (&String, String)| {
        let Ready { size, sources } = pictures.get(&name)?.clone();
        Some(Known { written: written.clone(), size: size?, sources })
    };
    in_text(draft, site).filter_map(known).collect()
}

/// The pictures of a text, as written, with what their names in the output would be.
fn in_text<'a>(draft: &'a Draft, site: &'a Site) -> impl Iterator<Item = (&'a String, String)> {
    draft.pictures.iter().filter_map(|written| {
        let place = Place { base: &site.base, origin: &site.origin, path: &draft.path, known: &[] };
        let Target::File(url) = place.resolve(written, Use::Image) else { return None };
        Some((written, file_key(lamplight::route::without_base(&site.base, &url)?)))
    })
}

/// Looks at all pictures that posts show, and makes leaner forms of them.
fn pictures(
    drafts: &[(Source, Draft)],
    covers: &[Covers],
    config: &Config,
    site: &Site,
    cache: Option<&Path>,
    output: &mut Output,
    report: &mut Report,
) -> Result<Pictures> {
    let mut names: BTreeMap<String, &Source> = BTreeMap::new();
    for ((source, draft), covers) in drafts.iter().zip(covers) {
        let above = covers.image.iter().chain(&covers.images).map(|image| file_key(&image.src));
        for name in above.chain(in_text(draft, site).map(|(_, name)| name)) {
            names.entry(name).or_insert(source);
        }
    }
    let wanted: BTreeSet<String> = names.keys().cloned().collect();
    let (pictures, broken) = picture::prepare(wanted, &config.image_formats, cache, output)?;
    for name in broken {
        if let Some(source) = names.get(&name) {
            let told = Diagnostic::warning(
                "image-unreadable",
                Position { line: 1, column: 1 },
                format!("the picture `/{name}` can't be decoded; it is published as it is"),
                "open it in an image editor and save it again",
            );
            report.add(&source.name, told.into());
        }
    }
    Ok(pictures)
}

/// The name in the output of what a path of the site leads to.
fn file_key(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy().into_owned()
}

/// The pictures of a post's front matter, with paths of the site.
struct Covers {
    image: Option<Image>,
    images: Vec<Image>,
}

fn covers(source: &Source, draft: &Draft, output: &mut Output, report: &mut Report) -> Covers {
    let mut place = |(src, alt): &(String, String)| {
        let src = place_image(src.clone(), source, draft, output, report);
        Image { src, alt: alt.clone(), ..Image::default() }
    };
    Covers { image: draft.image.as_ref().map(&mut place), images: draft.images.iter().map(place).collect() }
}

/// Turns the `src` of front matter into a path of the site.
fn place_image(
    mut src: String,
    source: &Source,
    draft: &Draft,
    output: &mut Output,
    report: &mut Report,
) -> String {
    let place = Place { base: "/", origin: "", path: &draft.path, known: &[] };
    let beside =
        source.path.parent().map(|folder| folder.join(&src)).filter(|f| !src.is_empty() && f.is_file());
    let relative = !src.starts_with('/') && !src.contains(':');
    if relative && beside.is_none() {
        // `uploads/a.jpg` in front matter means the site's folder, not the post's.
        src.insert(0, '/');
    }
    match place.resolve(&src, Use::Image) {
        Target::Page(src) | Target::File(src) => {
            let src = src.split(['?', '#']).next().unwrap_or_default().to_owned();
            let key = file_key(&src);
            if let Some(file) = beside.filter(|_| relative) {
                output.copy(&key, &file);
            }
            if !output.has(&key) {
                report.add(
                    &source.name,
                    Diagnostic::warning(
                        "image-missing",
                        Position { line: 1, column: 1 },
                        format!("the image `{src}` is not among the site's files; readers see a placeholder"),
                        "put the file there, or correct the front matter",
                    )
                    .into(),
                );
            }
            src
        }
        Target::Foreign(src) => src,
        Target::Fragment(_) | Target::Refused => String::new(),
    }
}

/// Which name and slug each spelling of a term stands for: `Ruby` and `ruby` are one.
struct TermNames {
    by_spelling: HashMap<(TermKind, String), Term>,
}

impl TermNames {
    fn of<'a>(drafts: impl Iterator<Item = &'a Draft>, config: &Config) -> Self {
        let mut counts: BTreeMap<(TermKind, String), BTreeMap<String, usize>> = BTreeMap::new();
        for draft in drafts {
            let kinds = [
                (TermKind::Author, &draft.authors),
                (TermKind::Category, &draft.categories),
                (TermKind::Tag, &draft.tags),
            ];
            for (kind, names) in kinds {
                for name in names {
                    *counts.entry((kind, term_slug(name))).or_default().entry(name.clone()).or_default() += 1;
                }
            }
        }
        let mut by_spelling = HashMap::new();
        for ((kind, slug), spellings) in counts {
            // The most frequent spelling; of equals the first in the alphabet.
            let best =
                spellings.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(name, _)| name.clone());
            let mut name = best.unwrap_or_default();
            if kind == TermKind::Author
                && let Some(author) = config.authors.get(&name).filter(|a| !a.name.is_empty())
            {
                name.clone_from(&author.name);
            }
            for spelling in spellings.into_keys() {
                by_spelling.insert((kind, spelling), Term { name: name.clone(), slug: slug.clone() });
            }
        }
        Self { by_spelling }
    }

    fn terms(&self, kind: TermKind, names: &[String]) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::new();
        for name in names {
            if let Some(term) = self.by_spelling.get(&(kind, name.clone()))
                && !terms.iter().any(|t| t.slug == term.slug)
            {
                terms.push(term.clone());
            }
        }
        terms
    }
}

/// A slug that keeps `C`, `C++` and `C#` apart, and is never empty.
fn term_slug(name: &str) -> String {
    let slug = slugify(&name.replace('+', " plus ").replace('#', " sharp "));
    if slug.is_empty() { format!("term-{}", &crate::output::hash(name.as_bytes()).0[..8]) } else { slug }
}

fn group(posts: &[Entry]) -> BTreeMap<(TermKind, String), Group> {
    let mut groups: BTreeMap<(TermKind, String), Group> = BTreeMap::new();
    for (i, Entry { post, .. }) in posts.iter().enumerate() {
        let s = &post.summary;
        for (kind, terms) in
            [(TermKind::Author, &s.authors), (TermKind::Category, &s.categories), (TermKind::Tag, &s.tags)]
        {
            for term in terms {
                let group = groups.entry((kind, term.slug.clone())).or_insert_with(|| Group {
                    term: term.clone(),
                    posts: Vec::new(),
                    current: None,
                });
                group.posts.push(i);
                // A post says it of its one author; the newest post that says anything counts.
                if kind == TermKind::Author && s.authors.len() == 1 {
                    group.current = s.current.or(group.current);
                }
            }
        }
    }
    groups
}

/// Old addresses. A post that lives at one of them wins.
fn moved(
    drafts: &[(Source, Draft)],
    by_key: &HashMap<String, String>,
    report: &mut Report,
) -> BTreeMap<String, Moved> {
    let mut moved = BTreeMap::new();
    for (source, draft) in drafts {
        for from in &draft.redirects {
            let key = route_key(from);
            let taken = by_key.contains_key(&key) || lamplight::route::Route::is_reserved(from);
            let to = Moved { from: from.clone(), to: draft.path.clone() };
            if taken || moved.insert(key, to).is_some_and(|other: Moved| other.to != draft.path) {
                report.add(
                    &source.name,
                    Diagnostic::warning(
                        "redirect-taken",
                        Position { line: 1, column: 1 },
                        format!("the old address `{from}` belongs to another page and does not lead here"),
                        "delete it from `redirect_from`",
                    )
                    .into(),
                );
            }
        }
    }
    moved
}
