//! The pictures that posts show: where they are, and what is known of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lamplight_content::diagnostic::{Diagnostic, Position};
use lamplight_content::links::{Place, Target, Use};
use lamplight_content::model::{Image, Known, Post, Site};
use percent_encoding::percent_decode_str;

use crate::config::Config;
use crate::draft::Draft;
use crate::output::{IMAGES, Output};
use crate::picture::{self, Pictures, Ready};
use crate::report::Report;
use crate::source::Source;

/// The pictures of a post's front matter, with paths of the site.
pub(super) struct Covers {
    pub image: Option<Image>,
    pub images: Vec<Image>,
}

/// Finds the pictures of a post's front matter. Those that lie beside it are added to the output.
pub(super) fn covers(source: &Source, draft: &Draft, output: &mut Output, report: &mut Report) -> Covers {
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

/// What is known of the pictures in a text that are among the site's files.
pub(super) fn known_pictures(draft: &Draft, site: &Site, pictures: &Pictures) -> Vec<Known> {
    let known = |(written, name): (&String, String)| {
        let Ready { size, sources } = pictures.get(&name)?.clone();
        Some(Known { written: written.clone(), size: size?, sources })
    };
    in_text(draft, &draft.pictures, site).filter_map(known).collect()
}

/// Sources in a text, as written, with what their names in the output would be.
fn in_text<'a>(
    draft: &'a Draft,
    written: &'a [String],
    site: &'a Site,
) -> impl Iterator<Item = (&'a String, String)> {
    written.iter().filter_map(|written| {
        let place = Place { base: &site.base, origin: &site.origin, path: &draft.path, known: &[] };
        let Target::File(url) = place.resolve(written, Use::Image) else { return None };
        Some((written, file_key(lamplight::route::without_base(&site.base, &url)?)))
    })
}

/// Files of the site that a post shows and plays, with their sizes; see [`super::Entry`].
pub(super) fn media(
    draft: &Draft,
    post: &Post,
    pictures: &Pictures,
    site: &Site,
    output: &Output,
) -> Vec<(String, u64)> {
    /// What a kept picture is as wide as, at most, if it comes in several widths.
    const WIDTH: u32 = 1000;
    let form = |name: String| {
        let sources = pictures.get(&name).and_then(|ready| ready.sources.as_ref());
        let chosen = sources.and_then(|s| {
            let width = s.widths.iter().rev().find(|w| **w <= WIDTH).or(s.widths.first())?;
            // The last is the one that every browser can show.
            Some(format!("{IMAGES}/{}-{width}.{}", s.stem, s.formats.last()?))
        });
        chosen.unwrap_or(name)
    };
    let above = post.summary.image.iter().chain(&post.images).map(|image| file_key(&image.src));
    let shown = in_text(draft, &draft.pictures, site).map(|(_, name)| name);
    let recordings = in_text(draft, &draft.recordings, site).map(|(_, name)| name);
    let names: BTreeSet<String> = above.chain(shown).map(form).chain(recordings).collect();
    names
        .into_iter()
        .map(|name| (lamplight::route::url("/", &format!("/{name}")), output.size(&name)))
        .filter(|(_, bytes)| *bytes > 0)
        .collect()
}

/// Looks at all pictures that posts show, and makes leaner forms of them.
pub(super) fn prepare(
    drafts: &[(Source, Draft)],
    covers: &[Covers],
    config: &Config,
    site: &Site,
    cache: Option<&Path>,
    output: &mut Output,
    report: &mut Report,
) -> Pictures {
    let mut names: BTreeMap<String, &Source> = BTreeMap::new();
    for ((source, draft), covers) in drafts.iter().zip(covers) {
        let above = covers.image.iter().chain(&covers.images).map(|image| file_key(&image.src));
        for name in above.chain(in_text(draft, &draft.pictures, site).map(|(_, name)| name)) {
            names.entry(name).or_insert(source);
        }
    }
    let wanted: BTreeSet<String> = names.keys().cloned().collect();
    let (pictures, broken) = picture::prepare(wanted, &config.image_formats, cache, output);
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
    pictures
}

/// The name in the output of what a path of the site leads to.
pub(crate) fn file_key(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy().into_owned()
}
