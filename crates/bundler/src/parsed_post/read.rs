//! Reads one file.

use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_import::engine::Engine;
use lamplight_import::front_matter::{self, Document, FrontMatter, Held, ImageRef, Value};
use lamplight_import::headings::{HeadingNames, names};
use lamplight_import::lint::lint;
use lamplight_import::permalink::{self, FileName};
use lamplight_import::prose;
use lamplight_import::translate::{self, Context, Translated, Unknown, remarks};
use lamplight_markdown::Flavour;
use lamplight_markdown::text::shorten;

use super::address::{self, AddressParts};
use super::contents::TextContents;
use super::title::title_of_text;
use super::variables::variable;
use super::{Destination, ParsedPost};
use crate::config::{Config, Liquid};
use crate::defaults::Defaults;
use crate::owned_diagnostic::OwnedDiagnostic;
use crate::source::file::Source;
use crate::{highlight, vault_notes};

/// Characters of an excerpt.
const EXCERPT: usize = 200;

/// Reads one file.
pub(crate) fn read(source: &Source, bytes: &[u8], config: &Config) -> ParsedPost {
    let flavour = Flavour::Blog { smart: config.smart_punctuation };
    let mut document = front_matter::read_in(bytes, &config.zone);
    Defaults::fill(&config.defaults, source, &mut document.front_matter);
    let mut diagnostics = document.diagnostics.clone();
    if !source.is_html() {
        diagnostics.extend(lint(&document.text, document.body, flavour));
    }
    if config.engines.has(Engine::Obsidian) {
        vault_notes::without_links(&mut document.front_matter);
    }
    let front = &document.front_matter;
    let Translated { mut markdown, lines, diagnostics: found, counts: translated } =
        translate(source, &document, config);
    let lines_before = document.text[..document.body].matches('\n').count();
    diagnostics.extend(found.into_iter().map(|mut diagnostic| {
        diagnostic.at.line += lines_before;
        diagnostic
    }));
    let file = FileName::of(&source.content_path);
    let title = front.title.clone().unwrap_or_else(|| {
        let is_note = config.engines.has(Engine::Obsidian);
        let (title, whence) = title_of_text(&mut markdown, &file.stem, is_note, flavour);
        // In a folder of notes the first heading is the title, and so is the file's name.
        if document.body > 0 && !is_note {
            diagnostics.push(Diagnostic::warning(
                "title-missing",
                front.at,
                format!("the post has no title; {whence} is used: “{}”", shorten(&title, 60)),
                "add `post_title: …` to the front matter",
            ));
        }
        title
    });
    let named = front.permalink.as_ref().map(|permalink| permalink.text.as_str()).unwrap_or_default();
    let within = || permalink::date_within(&source.content_path).or_else(|| permalink::date_within(named));
    // A day without an hour begins when it does in the site's zone.
    let date = front.date.or_else(|| file.date.or_else(within).map(|day| config.zone.begun(day)));
    let is_page = source.is_page
        || front.layout.as_deref() == Some("page")
        || source.is_page_if_undated && date.is_none();
    if date.is_none() && !is_page {
        diagnostics.push(Diagnostic::warning(
            "date-missing",
            front.at,
            "the post has no date; it stands behind all others, and in no feed".to_owned(),
            "add `publish_date: …` to the front matter, or put the date before the file's name",
        ));
    }
    let slug = address::slug(front, &file.stem, &title, bytes, &mut diagnostics);
    let folders = source.folders().filter(|_| !is_page).map(str::to_owned);
    let mut categories: Vec<String> = folders.collect();
    for own in &front.categories {
        if !categories.contains(own) {
            categories.push(own.clone());
        }
    }
    let parts =
        AddressParts { slug: &slug, title: &title, stem: &file.stem, date, categories: &categories, is_page };
    let (path, redirects) = address::addresses(source, &document, &parts, config, &mut diagnostics);
    let plain = prose::plain_text(&markdown, flavour);
    let excerpt = excerpt(front, &markdown, flavour, config);
    let TextContents { links, pictures, recordings, without_alt, headings, languages, has_html } =
        TextContents::of(&markdown, flavour);
    if plain.trim().is_empty() && !has_html {
        diagnostics.push(Diagnostic::warning(
            "body-empty",
            Position { line: 1, column: 1 },
            "the post has no text",
            "write something below the front matter, or set `published: false`",
        ));
    }
    let held = held(&document, &file.stem, date.is_some(), config);
    let anchors =
        if headings.is_empty() { Vec::new() } else { heading_names(&markdown, &links, config).anchors };
    let image = |image: &ImageRef| {
        let src = translate::words(&image.src, &|name| variable(name, front, config)).into_owned();
        (src, image.alt.clone())
    };
    ParsedPost {
        date,
        updated: front.updated,
        path,
        authors: front.authors.clone(),
        current: front.current,
        categories,
        tags: front.tags.clone(),
        image: front.image.as_ref().map(image),
        images: front.images.iter().map(image).collect(),
        excerpt,
        minutes: prose::reading_minutes(&plain),
        series: front.series.clone(),
        part: front.part,
        is_pinned: front.pinned,
        is_draft: held.draft.is_some() || source.is_draft,
        held,
        is_page,
        language: front
            .language
            .clone()
            .or_else(|| source.language.clone())
            .filter(|own| !own.eq_ignore_ascii_case(&config.language)),
        translation: front.translation.clone().or_else(|| source.translation.clone()),
        canonical: front.canonical.clone(),
        id: front.id.clone(),
        enclosure: front.enclosure.clone(),
        redirects,
        aliases: address::aliases(front, config),
        lines_before,
        lines,
        translated,
        has_html,
        links,
        without_alt,
        pictures,
        recordings,
        // Most posts have no code, and reading all of one to see that takes a while.
        highlight_spans: if languages.is_empty() {
            Vec::new()
        } else {
            highlight::blocks(&markdown, flavour)
        },
        anchors,
        headings,
        languages,
        diagnostics: diagnostics.into_iter().map(OwnedDiagnostic::from).collect(),
        blob: None,
        title: if config.smart_punctuation { prose::smart(&title) } else { title },
        markdown,
    }
}

/// The text of a post as Markdown: what marks of other engines mean is translated.
fn translate(source: &Source, document: &Document, config: &Config) -> Translated {
    let front = &document.front_matter;
    let values = |name: &str| variable(name, front, config);
    let values_of_page = Defaults::page(&config.defaults, source, &document.values);
    let files = |path: &str| config.project.file(path, &source.path);
    let context = Context {
        flavour: Flavour::Blog { smart: config.smart_punctuation },
        engines: match document.is_toml && config.engines.is_empty() {
            // Only these engines have front matter in TOML.
            true => config.engines.with(Engine::Hugo).with(Engine::Zola),
            false => config.engines,
        },
        liquid: config.reads_liquid(document.is_toml).then_some(match config.liquid {
            Liquid::Text => Unknown::Text,
            Liquid::Nothing | Liquid::Off => Unknown::Nothing,
        }),
        values: &values,
        // Obsidian has no other formulas.
        dollar_math: config.dollar_math || config.engines.has(Engine::Obsidian),
        line_breaks: config.recognised.line_breaks,
        files: &files,
        page: Some(&values_of_page),
        site: Some(&config.project.site),
    };
    match source.is_html() {
        true => translate::translate_html(document.markdown(), &context),
        false => translate::translate(document.markdown(), &context),
    }
}

/// The post's own excerpt as plain text, or the beginning of its text.
fn excerpt(front: &FrontMatter, markdown: &str, flavour: Flavour, config: &Config) -> String {
    let own = front.excerpt.as_deref().map(|own| {
        let own = remarks::strip(own, config.engines);
        shorten(&prose::plain_text(&own, flavour), EXCERPT)
    });
    own.filter(|own| !own.is_empty()).unwrap_or_else(|| prose::excerpt(markdown, flavour, EXCERPT))
}

/// Ids of the headings of a post: ours, and those of the engine that it was written for and of the post's own links.
pub(crate) fn heading_names(markdown: &str, links: &[Destination], config: &Config) -> HeadingNames {
    let places: Vec<&str> = links.iter().filter_map(|link| link.written.strip_prefix('#')).collect();
    names(markdown, Flavour::Blog { smart: config.smart_punctuation }, config.engines, &places)
}

/// What is held back of a post. `hidden` keeps a post off the home page in Jekyll, and out of all lists elsewhere. A scheduled post
/// without a date is a draft.
fn held(document: &Document, stem: &str, is_dated: bool, config: &Config) -> Held {
    let mut held = document.front_matter.held.clone();
    if let Some(why) = held.scheduled.take().filter(|_| !is_dated) {
        held.draft = held.draft.or(Some(why));
    }
    if let Some(why) = held.hidden.take() {
        match config.engines.has(Engine::Jekyll) {
            true => held.off_home = true,
            false => held.unlisted = held.unlisted.or(Some(why)),
        }
    }
    if config.engines.has(Engine::Obsidian) && vault_notes::is_drawing(&document.values, stem) {
        held.out = held.out.or_else(|| Some("a drawing of Excalidraw".to_owned()));
    }
    if let Some(key) = config.opt_in.filter(|key| !document.values.get(key).is_some_and(Value::is_true)) {
        held.draft = held.draft.or_else(|| Some(format!("no {key}: true")));
    }
    held
}
