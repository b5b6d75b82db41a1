//! What one file says of its post, before the others are known. Depends on the file's bytes and name alone, which is
//! what makes it worth caching.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use lamplight_content::date::Date;
pub(crate) use lamplight_content::diagnostic::Fix;
use lamplight_content::diagnostic::{Diagnostic, Position, Severity};
use lamplight_content::engine::{Engine, Engines};
use lamplight_content::front_matter::{self, Enclosure, FrontMatter, Held, ImageRef, Value};

use lamplight_content::lint::lint;
use lamplight_content::markdown::fence::Fence;
use lamplight_content::markdown::{Flavour, Names, names};
use lamplight_content::permalink::{self, FileName, Tokens};
use lamplight_content::prose;
use lamplight_content::sanitize;
use lamplight_content::slug::slugify;
use lamplight_content::text::shorten;
use lamplight_content::translate::{self, Context, Lines, Translated, Unknown, remarks};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use crate::blob_store::Spilled;
use crate::config::{Config, Liquid};
use crate::defaults::Defaults;
use crate::output::names::is_reserved;
use crate::source::file::Source;
use crate::{highlight, note};

/// Characters of an excerpt.
const EXCERPT: usize = 200;

/// Drafts, each with the file that it was read from.
pub(crate) type Drafts = Vec<(Source, ParsedPost)>;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ParsedPost {
    pub title: String,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    /// With leading slash, safe.
    pub path: String,
    pub authors: Vec<String>,
    pub current: Option<bool>,
    pub categories: Vec<String>,
    pub tags: Vec<String>,
    pub image: Option<(String, String)>,
    pub images: Vec<(String, String)>,
    pub excerpt: String,
    pub minutes: u32,
    pub series: Option<String>,
    pub part: Option<u32>,
    pub pinned: bool,
    /// Whether its author calls it a draft.
    pub hidden: bool,
    pub held: Held,
    pub page: bool,
    /// Its own language, if it is not the site's: a BCP 47 tag.
    pub language: Option<String>,
    pub translation: Option<String>,
    pub canonical: Option<String>,
    /// What feeds know it by, if its author says.
    pub id: Option<String>,
    pub enclosure: Option<Enclosure>,
    pub redirects: Vec<String>,
    /// Other names of a note, which are no addresses.
    pub aliases: Vec<String>,
    pub markdown: String,
    /// Lines of the file before the body, and where the lines of `markdown` stand in that.
    pub lines_before: usize,
    pub lines: Lines,
    /// What of Liquid and kramdown was translated, by name.
    pub translated: BTreeMap<String, usize>,
    pub has_html: bool,
    /// Where links lead, as written, each destination once.
    pub links: Vec<Destination>,
    /// Where pictures without a text alternative stand, as offsets in `markdown`.
    pub without_alt: Vec<usize>,
    /// Level of each heading, and where it stands.
    pub headings: Vec<(u8, usize)>,
    /// Language of each block of code that names one, and where it stands.
    pub languages: Vec<(String, usize)>,
    /// Destinations of pictures, as written.
    pub pictures: Vec<String>,
    /// Sources of sounds and films, as written.
    pub recordings: Vec<String>,
    /// Colours of the blocks of code.
    pub tokens: Vec<String>,
    /// Ids and second names of the headings.
    pub anchors: Vec<String>,
    pub findings: Vec<Finding>,
    /// Where the whole draft is, if this is one without `markdown`, `lines`, `tokens` and `anchors`.
    #[serde(skip)]
    pub whole: Option<Spilled>,
}

/// Where a link leads, as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Destination {
    pub written: String,
    /// Where the first such link stands in the Markdown, in bytes.
    pub at: usize,
}

impl Destination {
    /// Whether it is no address of the site's or another's, and no place on the page.
    pub(crate) fn is_relative(&self) -> bool {
        !(self.written.contains(':') || self.written.starts_with(['/', '#', '\\']) || self.written.is_empty())
    }
}

impl ParsedPost {
    /// The draft with its text.
    pub(crate) fn whole(&self) -> Cow<'_, Self> {
        match self.whole.as_ref().and_then(Spilled::get) {
            Some(whole) => Cow::Owned(Self { path: self.path.clone(), ..whole }),
            None => Cow::Borrowed(self),
        }
    }

    /// The draft without its text, which is there.
    pub(crate) fn light(self, whole: Spilled) -> Self {
        Self {
            markdown: String::new(),
            lines: Lines::default(),
            tokens: Vec::new(),
            anchors: Vec::new(),
            whole: Some(whole),
            ..self
        }
    }

    /// The place in the file of an offset in the Markdown.
    pub(crate) fn place(&self, offset: usize) -> Position {
        self.in_file(Position::of(&self.markdown, offset))
    }

    /// The place in the file of one in the Markdown.
    pub(crate) fn in_file(&self, at: Position) -> Position {
        Position { line: self.lines.source(at.line) + self.lines_before, ..at }
    }
}

/// A [`Diagnostic`] that can be cached.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Finding {
    pub error: bool,
    pub code: String,
    pub message: String,
    pub help: String,
    /// From 1; 0 if the finding is of no line.
    pub line: usize,
    pub column: usize,
    pub fix: Option<Fix>,
}

impl From<Diagnostic> for Finding {
    fn from(d: Diagnostic) -> Self {
        Self {
            error: d.severity == Severity::Error,
            code: d.code.to_owned(),
            message: d.message,
            help: d.help,
            line: d.at.line,
            column: d.at.column,
            fix: d.fix,
        }
    }
}

/// Reads one file.
pub(crate) fn read(source: &Source, bytes: &[u8], config: &Config) -> ParsedPost {
    let flavour = Flavour::Blog { smart: config.smart_punctuation };
    let mut document = front_matter::read_in(bytes, &config.zone);
    Defaults::fill(&config.defaults, source, &mut document.front_matter);
    let mut told = document.diagnostics.clone();
    if !source.is_html() {
        told.extend(lint(&document.text, document.body, flavour));
    }
    if config.engines.has(Engine::Obsidian) {
        note::without_links(&mut document.front_matter);
    }
    let front = &document.front_matter;
    let values = |name: &str| value(name, front, config);
    let values_of_page = Defaults::page(&config.defaults, source, &document.values);
    let files = |path: &str| config.project.file(path, &source.path);
    let context = Context {
        flavour,
        engines: match document.is_toml && config.engines.is_empty() {
            // No other engine's posts begin so.
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
    let Translated { mut markdown, lines, told: untold, counts: translated } = match source.is_html() {
        true => translate::translate_html(document.markdown(), &context),
        false => translate::translate(document.markdown(), &context),
    };
    let lines_before = document.text[..document.body].matches('\n').count();
    told.extend(untold.into_iter().map(|mut d| {
        d.at.line += lines_before;
        d
    }));
    let file = FileName::of(&source.place);

    // In a folder of notes the first heading is the title, and so is the file's name.
    let is_plain = document.body == 0 || config.engines.has(Engine::Obsidian);
    let title = front.title.clone().unwrap_or_else(|| {
        // A note is called as its file is, but for a heading of the whole.
        let deepest = if config.engines.has(Engine::Obsidian) { HeadingLevel::H1 } else { HeadingLevel::H6 };
        let found = take_first_heading(&mut markdown, flavour, deepest);
        let (title, whence) = match found {
            Some(title) => (title, "its first heading"),
            None => (humanise(&file.stem), "the file name"),
        };
        if is_plain {
            return title;
        }
        told.push(Diagnostic::warning(
            "title-missing",
            front.at,
            format!("the post has no title; {whence} is used: “{}”", shorten(&title, 60)),
            "add `post_title: …` to the front matter",
        ));
        title
    });
    let named = front.permalink.as_ref().map(|permalink| permalink.text.as_str()).unwrap_or_default();
    let within = || permalink::date_within(&source.place).or_else(|| permalink::date_within(named));
    // A day without an hour begins when it does in the site's zone.
    let date = front.date.or_else(|| file.date.or_else(within).map(|day| day.begun(&config.zone)));
    let page = source.page || front.layout.as_deref() == Some("page") || source.loose && date.is_none();
    if date.is_none() && !page {
        told.push(Diagnostic::warning(
            "date-missing",
            front.at,
            "the post has no date; it stands behind all others, and in no feed".to_owned(),
            "add `publish_date: …` to the front matter, or put the date before the file's name",
        ));
    }
    let slug =
        slug(front.slug.as_ref().map(|s| (s.text.as_str(), s.at)), &file.stem, &title, bytes, &mut told);
    let folders = source.folders().filter(|_| !page).map(str::to_owned);
    let mut categories: Vec<String> = folders.collect();
    for own in &front.categories {
        if !categories.contains(own) {
            categories.push(own.clone());
        }
    }
    let of_place = config.pattern_of(source, page, front.slug.is_some());
    let own = front.permalink.as_ref().filter(|own| !own.text.is_empty());
    let (pattern, at) = own.map_or((of_place.as_str(), front.at), |own| (own.text.as_str(), own.at));
    // The day in an address is the one that the site's clocks showed.
    let day = date.map(|date| if config.timezone.is_empty() { date } else { date.in_zone(&config.zone) });
    let below = config.folder_of(&source.place);
    let of_hexo = config.recognised.certain && config.engines.has(Engine::Hexo);
    let mut in_address: Vec<String> = categories
        .iter()
        .map(|name| config.layout.category_names.get(name).unwrap_or(name).clone())
        .collect();
    if in_address.is_empty() {
        in_address.extend(config.layout.default_category.clone());
    }
    let others: Vec<(String, String)> = document
        .values
        .entries()
        .filter(|_| of_hexo)
        .filter_map(|(key, value)| Some((key.to_owned(), value.text()?.to_owned())))
        .collect();
    let tokens = Tokens {
        slug: &slug,
        title: &title,
        name: &file.stem,
        folders: &below,
        date: day,
        categories: &in_address,
        others: &others,
        // Whoever wrote a pattern in settings of an engine means that engine's words.
        engines: if config.recognised.certain { config.engines } else { Engines::NONE },
    };
    let mut path = permalink::expand(pattern, &tokens, at, &mut told);
    if let Some(folder) = config.language_folder(source.language.as_deref()).filter(|_| own.is_none()) {
        path = format!("/{folder}{path}");
    }
    if is_reserved(&path) {
        let instead = permalink::expand("/blog/:slug", &tokens, at, &mut told);
        told.push(Diagnostic::error(
            "permalink-reserved",
            at,
            format!("`{path}` is a page of the blog itself; the post is at `{instead}`"),
            "choose another permalink",
        ));
        path = instead;
    }

    let mut redirects = redirects(front, config, &mut told);
    // A name that an old Mac has written in parts looks the same, and is another address.
    let in_parts =
        permalink::composed(&source.name) != source.name || permalink::composed(pattern) != pattern;
    redirects.extend(permalink::decomposed(&path).filter(|_| in_parts));
    let plain = prose::plain_text(&markdown, flavour);
    let excerpt = match front.excerpt.as_deref().map(|e| {
        let told = remarks::strip(e, config.engines);
        shorten(&prose::plain_text(&told, flavour), EXCERPT)
    }) {
        Some(own) if !own.is_empty() => own,
        _ => prose::excerpt(&markdown, flavour, EXCERPT),
    };
    let Parts { mut links, mut pictures, mut without_alt, headings, languages, has_html } =
        parts(&markdown, flavour);
    let mut recordings = Vec::new();
    if has_html {
        let found = sanitize::sources(&markdown, flavour);
        let mut seen: HashSet<String> = pictures.iter().cloned().collect();
        pictures.extend(found.pictures.into_iter().filter(|src| seen.insert(src.clone())));
        recordings = found.recordings;
        let mut seen: HashSet<String> = links.iter().map(|link| link.written.clone()).collect();
        let new = found.links.into_iter().filter(|(written, _)| seen.insert(written.clone()));
        links.extend(new.map(|(written, at)| Destination { written, at }));
        without_alt.extend(found.without_alt);
    }
    if plain.trim().is_empty() && !has_html {
        told.push(Diagnostic::warning(
            "body-empty",
            Position { line: 1, column: 1 },
            "the post has no text",
            "write something below the front matter, or set `published: false`",
        ));
    }
    let mut held = held(front, date.is_some(), config);
    if config.engines.has(Engine::Obsidian) && note::is_drawing(&document.values, &file.stem) {
        held.out = held.out.or_else(|| Some("a drawing of Excalidraw".to_owned()));
    }
    if let Some(key) = config.opt_in.filter(|key| !document.values.get(key).is_some_and(Value::is_true)) {
        held.draft = held.draft.or_else(|| Some(format!("no {key}: true")));
    }
    let anchors = if headings.is_empty() { Vec::new() } else { names_of(&markdown, &links, config).anchors };
    let image = |i: &ImageRef| (translate::words(&i.src, &values).into_owned(), i.alt.clone());
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
        pinned: front.pinned,
        hidden: held.draft.is_some() || source.draft,
        held,
        page,
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
        aliases: front
            .redirects
            .iter()
            .filter(|r| is_name(&r.text, config))
            .map(|r| r.text.clone())
            .collect(),
        lines_before,
        lines,
        translated,
        has_html,
        links,
        without_alt,
        pictures,
        recordings,
        // Most posts have no code, and reading all of one to see that takes a while.
        tokens: if languages.is_empty() { Vec::new() } else { highlight::blocks(&markdown, flavour) },
        anchors,
        headings,
        languages,
        findings: told.into_iter().map(Finding::from).collect(),
        whole: None,
        title: if config.smart_punctuation { prose::smart(&title) } else { title },
        markdown,
    }
}

/// What the headings of a post are called: by us, by the engine that it was written for, and by the post's own links.
pub(crate) fn names_of(markdown: &str, links: &[Destination], config: &Config) -> Names {
    let places: Vec<&str> = links.iter().filter_map(|link| link.written.strip_prefix('#')).collect();
    names(markdown, Flavour::Blog { smart: config.smart_punctuation }, config.engines, &places)
}

/// What is held back of a post. Jekyll's lists pass over what is `hidden`; others keep it out of all lists. What waits for
/// its date and has none is a draft.
fn held(front: &FrontMatter, is_dated: bool, config: &Config) -> Held {
    let mut held = front.held.clone();
    if let Some(why) = held.scheduled.take().filter(|_| !is_dated) {
        held.draft = held.draft.or(Some(why));
    }
    if let Some(why) = held.hidden.take() {
        match config.engines.has(Engine::Jekyll) {
            true => held.off_home = true,
            false => held.unlisted = held.unlisted.or(Some(why)),
        }
    }
    held
}

/// The post's slug: its own, or the file name's, or the title's, or one made of its bytes.
fn slug(
    own: Option<(&str, Position)>,
    stem: &str,
    title: &str,
    bytes: &[u8],
    told: &mut Vec<Diagnostic>,
) -> String {
    let instead = || {
        [permalink::segment(stem), permalink::segment(&slugify(title))]
            .into_iter()
            .flatten()
            .next()
            .unwrap_or_else(|| {
                let short: String = crate::output::hash(bytes).0.chars().take(8).collect();
                format!("post-{short}")
            })
    };
    let Some((written, at)) = own else { return instead() };
    match permalink::segment(written) {
        Some(slug) if slug == written => slug,
        Some(slug) => {
            let leaves = written.contains(['/', '\\', '%']) || written.contains("..");
            let told_as = if leaves { "slug-unsafe" } else { "slug-changed" };
            told.push(Diagnostic::warning(
                told_as,
                at,
                format!("`{}` can't be one part of an address; `{slug}` is used", shorten(written, 60)),
                format!("write `slug: {slug}`"),
            ));
            slug
        }
        None => {
            let slug = instead();
            told.push(Diagnostic::warning(
                "slug-empty",
                at,
                format!("the slug is empty; `{slug}` is used"),
                format!("write `slug: {slug}`, or delete the key"),
            ));
            slug
        }
    }
}

/// Whether an alias is the name of a note, as Obsidian has them, and no address.
fn is_name(alias: &str, config: &Config) -> bool {
    let like_path = alias.contains('/') || alias.contains("://");
    !like_path && (config.engines.has(Engine::Obsidian) || alias.contains(' '))
}

fn redirects(front: &FrontMatter, config: &Config, told: &mut Vec<Diagnostic>) -> Vec<String> {
    let nothing = Tokens::default();
    let paths = front.redirects.iter().filter(|r| !is_name(&r.text, config));
    let mut paths: Vec<_> = paths.collect();
    paths.retain(|r| {
        let path = r.text.split_once("://").map_or(r.text.as_str(), |(_, rest)| rest);
        if path.contains('?') {
            told.push(Diagnostic::warning(
                "redirect-query",
                r.at,
                format!("`{}` has a query, and no static host can tell such an address from others; it does not lead here", r.text),
                "ask your host for a rule, or delete it",
            ));
        }
        !path.contains('?') && !path.trim().is_empty()
    });
    // A colon in an old address is a colon: escaped, it is no token.
    paths.into_iter().map(|r| permalink::expand(&r.text.replace(':', "%3A"), &nothing, r.at, told)).collect()
}

/// Removes the first heading from a text that begins with one, and returns what it says.
fn take_first_heading(markdown: &mut String, flavour: Flavour, deepest: HeadingLevel) -> Option<String> {
    let mut heading = String::new();
    let mut inside = false;
    let mut cut = None;
    for (event, range) in Parser::new_ext(markdown, flavour.extensions()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) if level <= deepest => inside = true,
            Event::End(TagEnd::Heading(_)) => {
                cut = Some(range);
                break;
            }
            Event::Text(part) | Event::Code(part) if inside => heading.push_str(&part),
            _ if inside => {}
            _ => break,
        }
    }
    let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = cut.filter(|_| !heading.is_empty())?;
    // Line breaks stay, so that places in the body keep their lines.
    let breaks = "\n".repeat(markdown[cut.clone()].matches('\n').count());
    markdown.replace_range(cut, &breaks);
    Some(heading)
}

/// `my-first_post` → `My first post`.
fn humanise(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Untitled".to_owned(),
    }
}

/// What Liquid's `page.…` and `site.…` stand for.
fn value(name: &str, front: &FrontMatter, config: &Config) -> Option<String> {
    if let Some(name) = name.strip_prefix("site.") {
        return config.variable(name);
    }
    let name = name.strip_prefix("page.")?;
    let (name, item) = match name.split_once('[') {
        Some((name, rest)) => (name, Some(rest.strip_suffix(']')?.parse::<usize>().ok()?)),
        None => (name, None),
    };
    let picture = |image: &ImageRef| image.src.clone();
    match (name, item) {
        ("title" | "post_title", None) => front.title.clone(),
        ("excerpt" | "description" | "summary", None) => front.excerpt.clone(),
        ("author" | "post_author", None) => front.authors.first().cloned(),
        ("lang" | "language" | "locale", None) => front.language.clone(),
        ("slug", None) => front.slug.as_ref().map(|s| s.text.clone()),
        ("image" | "feature_post_image", None) => front.image.as_ref().map(picture),
        ("images" | "post_images", Some(i)) => front.images.get(i).map(picture),
        ("tags", Some(i)) => front.tags.get(i).cloned(),
        ("categories", Some(i)) => front.categories.get(i).cloned(),
        _ => {
            let mut parts = name.split('.');
            let first = parts.next()?;
            let mut found = front.extra.iter().find(|(key, _)| key == first).map(|(_, value)| value)?;
            for part in parts {
                let Value::Map(entries) = found else { return None };
                found = entries.iter().find(|(key, _)| key.name == part).map(|(_, node)| &node.value)?;
            }
            match (found, item) {
                (Value::List(items), Some(i)) => match &items.get(i)?.value {
                    Value::Text(text) => Some(text.clone()),
                    _ => None,
                },
                (Value::Text(text), None) => Some(text.clone()),
                _ => None,
            }
        }
    }
}

/// What a text holds that others must know of.
#[derive(Default)]
struct Parts {
    /// Each destination once, pictures excepted.
    links: Vec<Destination>,
    /// Destinations of pictures, each once.
    pictures: Vec<String>,
    without_alt: Vec<usize>,
    headings: Vec<(u8, usize)>,
    languages: Vec<(String, usize)>,
    has_html: bool,
}

fn parts(markdown: &str, flavour: Flavour) -> Parts {
    let mut found = Parts::default();
    let mut seen = HashSet::new();
    // Where the picture being read stands, until a text alternative is seen.
    let mut picture = None;
    for (event, range) in Parser::new_ext(markdown, flavour.extensions()).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if seen.insert((false, dest_url.to_string())) => {
                found.links.push(Destination { written: dest_url.into_string(), at: range.start });
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                picture = Some(range.start);
                if seen.insert((true, dest_url.to_string())) {
                    found.pictures.push(dest_url.into_string());
                }
            }
            Event::End(TagEnd::Image) => found.without_alt.extend(picture.take()),
            Event::Start(Tag::Heading { level, .. }) => found.headings.push((level as u8, range.start)),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let language = Fence::read(&info).language;
                if !language.is_empty() {
                    found.languages.push((language.to_owned(), range.start));
                }
            }
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => found.has_html = true,
            Event::Text(text) | Event::Code(text) if !text.trim().is_empty() => picture = None,
            _ => {}
        }
    }
    found
}
