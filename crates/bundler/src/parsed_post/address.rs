//! The address of a post: its slug, its path, and the addresses that it had before.

use lamplight_format::date::Date;
use lamplight_import::diagnostic::Diagnostic;
use lamplight_import::engine::{Engine, Engines};
use lamplight_import::front_matter::{Document, FrontMatter};
use lamplight_import::permalink::{self, PatternValues};
use lamplight_import::slug::slugify;
use lamplight_markdown::text::shorten;

use crate::config::Config;
use crate::output::hash;
use crate::output::names::is_reserved;
use crate::source::file::Source;

/// Parts of addresses that are known by now.
pub(super) struct AddressParts<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    /// The name of its file without date and ending.
    pub stem: &'a str,
    pub date: Option<Date>,
    pub categories: &'a [String],
    /// Whether it is a page.
    pub is_page: bool,
}

/// The post's slug: its own, or the file name's, or the title's, or one made of its bytes.
pub(super) fn slug(
    front: &FrontMatter,
    stem: &str,
    title: &str,
    bytes: &[u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let instead = || {
        [permalink::segment(stem), permalink::segment(&slugify(title))]
            .into_iter()
            .flatten()
            .next()
            .unwrap_or_else(|| {
                let short: String = hash(bytes).0.chars().take(8).collect();
                format!("post-{short}")
            })
    };
    let Some((written, at)) = front.slug.as_ref().map(|slug| (slug.text.as_str(), slug.at)) else {
        return instead();
    };
    match permalink::segment(written) {
        Some(slug) if slug == written => slug,
        Some(slug) => {
            let leaves = written.contains(['/', '\\', '%']) || written.contains("..");
            let code = if leaves { "slug-unsafe" } else { "slug-changed" };
            diagnostics.push(Diagnostic::warning(
                code,
                at,
                format!("`{}` can't be one part of an address; `{slug}` is used", shorten(written, 60)),
                format!("write `slug: {slug}`"),
            ));
            slug
        }
        None => {
            let slug = instead();
            diagnostics.push(Diagnostic::warning(
                "slug-empty",
                at,
                format!("the slug is empty; `{slug}` is used"),
                format!("write `slug: {slug}`, or delete the key"),
            ));
            slug
        }
    }
}

/// The path of the post, and those that it had before.
pub(super) fn addresses(
    source: &Source,
    document: &Document,
    parts: &AddressParts<'_>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> (String, Vec<String>) {
    let front = &document.front_matter;
    let of_place = config.pattern_of(source, parts.is_page, front.slug.is_some());
    let own = front.permalink.as_ref().filter(|own| !own.text.is_empty());
    let (pattern, at) = own.map_or((of_place.as_str(), front.at), |own| (own.text.as_str(), own.at));
    // The day in an address is that of the site's time zone.
    let in_zone = |date: Date| if config.timezone.is_empty() { date } else { config.zone.shown(date) };
    let folders = config.folder_of(&source.content_path);
    let mut categories: Vec<String> = (parts.categories.iter())
        .map(|name| config.layout.category_names.get(name).unwrap_or(name).clone())
        .collect();
    if categories.is_empty() {
        categories.extend(config.layout.default_category.clone());
    }
    let of_hexo = config.recognised.is_certain && config.engines.has(Engine::Hexo);
    let others: Vec<(String, String)> = (document.values.entries())
        .filter(|_| of_hexo)
        .filter_map(|(key, value)| Some((key.to_owned(), value.text()?.to_owned())))
        .collect();
    let tokens = PatternValues {
        slug: parts.slug,
        title: parts.title,
        name: parts.stem,
        folders: &folders,
        date: parts.date.map(in_zone),
        categories: &categories,
        others: &others,
        // A pattern in an engine's settings has that engine's tokens.
        engines: if config.recognised.is_certain { config.engines } else { Engines::NONE },
    };
    let mut path = permalink::expand(pattern, &tokens, at, diagnostics);
    if let Some(folder) = config.language_folder(source.language.as_deref()).filter(|_| own.is_none()) {
        path = format!("/{folder}{path}");
    }
    if is_reserved(&path) {
        let instead = permalink::expand("/blog/:slug", &tokens, at, diagnostics);
        diagnostics.push(Diagnostic::error(
            "permalink-reserved",
            at,
            format!("`{path}` is a page of the blog itself; the post is at `{instead}`"),
            "choose another permalink",
        ));
        path = instead;
    }
    let mut redirects = redirects(front, config, diagnostics);
    // Old Macs decompose accented letters in names. That looks the same, and is another address.
    let in_parts =
        permalink::composed(&source.name) != source.name || permalink::composed(pattern) != pattern;
    redirects.extend(permalink::decomposed(&path).filter(|_| in_parts));
    (path, redirects)
}

/// Other names of the post that are no addresses.
pub(super) fn aliases(front: &FrontMatter, config: &Config) -> Vec<String> {
    let redirects = front.redirects.iter().map(|redirect| &redirect.text);
    redirects.filter(|text| is_name(text, config)).cloned().collect()
}

/// Whether an alias is the name of a note, as Obsidian has them, and no address.
fn is_name(alias: &str, config: &Config) -> bool {
    let like_path = alias.contains('/') || alias.contains("://");
    !like_path && (config.engines.has(Engine::Obsidian) || alias.contains(' '))
}

fn redirects(front: &FrontMatter, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let nothing = PatternValues::default();
    let paths = front.redirects.iter().filter(|r| !is_name(&r.text, config));
    let mut paths: Vec<_> = paths.collect();
    paths.retain(|r| {
        let path = r.text.split_once("://").map_or(r.text.as_str(), |(_, rest)| rest);
        if path.contains('?') {
            diagnostics.push(Diagnostic::warning(
                "redirect-query",
                r.at,
                format!("`{}` has a query, and no static host can tell such an address from others; it does not lead here", r.text),
                "ask your host for a rule, or delete it",
            ));
        }
        !path.contains('?') && !path.trim().is_empty()
    });
    // A colon in an old address is a colon: escaped, it is no token.
    let paths = paths.into_iter();
    paths.map(|r| permalink::expand(&r.text.replace(':', "%3A"), &nothing, r.at, diagnostics)).collect()
}
