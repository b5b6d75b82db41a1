//! The pictures that posts show: finds their files, and prepares them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lamplight_format::model::{Image, KnownPicture, Post, Site};
use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_markdown::links::{LinkContext, LinkKind, LinkTarget};
use percent_encoding::percent_decode_str;

use super::Addresses;
use super::context::ResolveContext;
use super::paths::file_key;
use crate::output::Output;
use crate::output::names::IMAGES;
use crate::parsed_post::ParsedPost;
use crate::picture::{self, PictureInfo, Pictures};
use crate::source::file::Source;

/// The pictures of a post's front matter, with paths of the site.
pub(super) struct Covers {
    pub image: Option<Image>,
    pub images: Vec<Image>,
}

/// Finds the pictures of a post's front matter. Those that lie beside it are added to the output; a missing one is left out, so that
/// pages have no empty place for it.
pub(super) fn covers(
    source: &Source,
    parsed: &ParsedPost,
    addresses: &Addresses,
    context: &mut ResolveContext<'_>,
) -> Covers {
    let mut find = |(src, alt): &(String, String)| {
        let src = find_image(src.trim(), source, parsed, addresses, context)?;
        Some(Image { src, alt: alt.clone(), ..Image::default() })
    };
    Covers {
        image: parsed.image.as_ref().and_then(&mut find),
        images: parsed.images.iter().filter_map(find).collect(),
    }
}

/// Turns the `src` of front matter into a path of the site; `None` if nothing is there.
fn find_image(
    written: &str,
    source: &Source,
    parsed: &ParsedPost,
    addresses: &Addresses,
    context: &mut ResolveContext<'_>,
) -> Option<String> {
    let ResolveContext { site, output, report, .. } = context;
    if written.is_empty() {
        return None;
    }
    let link_context = LinkContext { base: "/", origin: "", path: &parsed.path, known: &[] };
    let decoded = percent_decode_str(written).decode_utf8_lossy().into_owned();
    let folder = source.path.parent().unwrap_or(Path::new("."));
    let relative = !written.starts_with('/') && !written.contains(':');
    let own = source.path.with_extension("");
    let beside = [written, decoded.as_str()]
        .into_iter()
        .flat_map(|name| [folder.join(name), own.join(name)])
        .find(|f| relative && f.is_file());
    // `uploads/a.jpg` in front matter means the site's folder, not the post's.
    let rooted = if relative && beside.is_none() { format!("/{written}") } else { written.to_owned() };
    // An address on the site itself, or one that has the site's base already, is a path of the site.
    let rooted = match rooted
        .strip_prefix(&site.origin)
        .filter(|rest| !site.origin.is_empty() && rest.starts_with('/'))
    {
        Some(rest) => rest.to_owned(),
        None => rooted,
    };
    let src = match link_context.resolve(&rooted, LinkKind::Image) {
        LinkTarget::Page(src) | LinkTarget::File(src) => {
            src.split(['?', '#']).next().unwrap_or_default().to_owned()
        }
        LinkTarget::Foreign(src) => return Some(src),
        LinkTarget::Fragment(_) | LinkTarget::Refused => return None,
    };
    let key = file_key(&src);
    if let Some(file) = beside {
        output.copy(&key, &file);
    }
    if output.has(&key) {
        return Some(src);
    }
    if let Some(src) = addresses.cover(&decoded, source, parsed, output).filter(|_| relative) {
        return Some(src);
    }
    let without_base =
        lamplight_format::route::without_base(&site.base, &src).filter(|path| output.has(&file_key(path)));
    if let Some(path) = without_base {
        return Some(path.to_owned());
    }
    let found = output.find_other_case(&key).map(str::to_owned);
    let (message, help) = match &found {
        Some(name) => (
            format!("the image `{src}` is called `/{name}`; that is shown"),
            format!("write `/{name}`: most hosts tell upper from lower case"),
        ),
        None => (
            format!("the image `{src}` is not among the site's files; the page is shown without it"),
            "put the file there, or correct the front matter".to_owned(),
        ),
    };
    let code = if found.is_some() { "case-mismatch" } else { "image-missing" };
    report
        .add(&source.name, Diagnostic::warning(code, Position { line: 1, column: 1 }, message, help).into());
    found.map(|name| format!("/{name}"))
}

/// What is known of the pictures in a text that are among the site's files.
pub(super) fn known_pictures(
    parsed: &ParsedPost,
    site: &Site,
    links: &[(String, String)],
    pictures: &Pictures,
) -> Vec<KnownPicture> {
    let known = |(written, name): (&String, String)| {
        let PictureInfo { size, variants } = pictures.get(&name)?.clone();
        Some(KnownPicture { written: written.clone(), size: size?, variants })
    };
    in_text(parsed, &parsed.pictures, site, links).filter_map(known).collect()
}

/// Sources in a text, as written, with what their names in the output would be.
fn in_text<'a>(
    parsed: &'a ParsedPost,
    written: &'a [String],
    site: &'a Site,
    links: &'a [(String, String)],
) -> impl Iterator<Item = (&'a String, String)> {
    written.iter().filter_map(|written| {
        let link_context =
            LinkContext { base: &site.base, origin: &site.origin, path: &parsed.path, known: links };
        let LinkTarget::File(url) = link_context.resolve(written, LinkKind::Image) else { return None };
        Some((written, file_key(lamplight_format::route::without_base(&site.base, &url)?)))
    })
}

/// Pictures and recordings of the site in a post, with their sizes; see [`super::ResolvedPost`].
pub(super) fn media(
    parsed: &ParsedPost,
    post: &Post,
    pictures: &Pictures,
    site: &Site,
    output: &Output,
) -> Vec<(String, u64)> {
    /// Widest variant, in pixels, that is stored for offline reading.
    const WIDTH: u32 = 1000;
    let variant = |name: String| {
        let variants = pictures.get(&name).and_then(|ready| ready.variants.as_ref());
        let chosen = variants.and_then(|s| {
            let width = s.widths.iter().rev().find(|w| **w <= WIDTH).or(s.widths.first())?;
            // The last is the one that every browser can show.
            Some(format!("{IMAGES}/{}-{width}.{}", s.stem, s.formats.last()?))
        });
        chosen.unwrap_or(name)
    };
    let above = post.summary.image.iter().chain(&post.images).map(|image| file_key(&image.src));
    let shown = in_text(parsed, &parsed.pictures, site, &post.links).map(|(_, name)| name);
    let recordings = in_text(parsed, &parsed.recordings, site, &post.links).map(|(_, name)| name);
    let names: BTreeSet<String> = above.chain(shown).map(variant).chain(recordings).collect();
    names
        .into_iter()
        .map(|name| (lamplight_format::route::url("/", &format!("/{name}")), output.size(&name)))
        .filter(|(_, bytes)| *bytes > 0)
        .collect()
}

/// Looks at all pictures that posts show, and makes variants of them.
pub(super) fn prepare(
    parsed_posts: &[(Source, ParsedPost)],
    links: &[Vec<(String, String)>],
    covers: &[Covers],
    context: &mut ResolveContext<'_>,
) -> Pictures {
    let ResolveContext { config, site, cache, progress, output, report } = context;
    let mut names: BTreeMap<String, &Source> = BTreeMap::new();
    for (((source, parsed), covers), links) in parsed_posts.iter().zip(covers).zip(links) {
        let above = covers.image.iter().chain(&covers.images).map(|image| file_key(&image.src));
        for name in above.chain(in_text(parsed, &parsed.pictures, site, links).map(|(_, name)| name)) {
            names.entry(name).or_insert(source);
        }
    }
    let wanted: BTreeSet<String> = names.keys().cloned().collect();
    let picture::PreparedPictures { pictures, broken, truncated } =
        picture::prepare(wanted, &config.image_formats, *cache, output, progress);
    for name in truncated {
        if let Some(source) = names.get(&name) {
            let diagnostic = Diagnostic::warning(
                "image-cut",
                Position { line: 1, column: 1 },
                format!("the file of the picture `/{name}` ends too early; readers see a part of it"),
                "copy the file anew from where it came from",
            );
            report.add(&source.name, diagnostic.into());
        }
    }
    for name in broken {
        if let Some(source) = names.get(&name) {
            let diagnostic = Diagnostic::warning(
                "image-unreadable",
                Position { line: 1, column: 1 },
                format!("the picture `/{name}` can't be decoded; it is published as it is"),
                "open it in an image editor and save it again",
            );
            report.add(&source.name, diagnostic.into());
        }
    }
    pictures
}
