//! Makes a post of a site out of one that was parsed by itself.

use lamplight_format::model::{Image, Post, Site, Summary, TermKind};
use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_import::sanitize;
use lamplight_markdown::Flavour;
use lamplight_markdown::links::LinkContext;
use lamplight_theme::view::{PostPage, parts};

use super::ResolvedPost;
use super::paths::file_key;
use super::pictures::{Covers, known_pictures};
use super::terms::TermNames;
use crate::config::Config;
use crate::parsed_post::ParsedPost;
use crate::picture::{Pictures, Ready};
use crate::source::file::Source;
use crate::{language, verify};

/// What is known of all posts together before the first is made.
pub(super) struct PostBuilder<'a> {
    pub config: &'a Config,
    pub site: &'a Site,
    pub pictures: &'a Pictures,
    pub names: &'a TermNames,
}

impl PostBuilder<'_> {
    /// The post, and what is wrong with its HTML. `links` and `covers` are resolved.
    pub(super) fn post(
        &self,
        source: &Source,
        draft: &ParsedPost,
        links: Vec<(String, String)>,
        covers: Covers,
    ) -> (ResolvedPost, Vec<Diagnostic>) {
        let Self { config, site, pictures, names } = *self;
        let mut diagnostics = Vec::new();
        let flavour = Flavour::Blog { smart: site.smart };
        let place = LinkContext { base: &site.base, origin: &site.origin, path: &draft.path, known: &links };
        let known = known_pictures(draft, site, &links, pictures);
        let html = match draft.has_html {
            true => sanitize::fragments(
                &draft.markdown,
                0,
                flavour,
                &place,
                &known,
                &config.frames,
                &mut diagnostics,
            ),
            false => Vec::new(),
        };
        for diagnostic in &mut diagnostics {
            diagnostic.at = draft.in_file(diagnostic.at);
        }
        let image = |image: Image| {
            let Ready { size, sources } = pictures.get(&file_key(&image.src)).cloned().unwrap_or_default();
            Image { size, variants: sources, ..image }
        };
        let summary = Summary {
            path: draft.path.clone(),
            title: draft.title.clone(),
            language: draft.language.as_deref().map(language::of_post),
            date: draft.date,
            authors: names.terms(TermKind::Author, &draft.authors),
            author_status: draft.current,
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
            canonical: draft.canonical.clone(),
            no_index: draft.held.no_index || draft.held.unlisted.is_some(),
            unlisted: draft.held.unlisted.is_some(),
            updated: draft.updated,
            images: covers.images.into_iter().map(image).collect(),
            markdown: draft.markdown.clone(),
            html,
            anchors: draft.anchors.clone(),
            highlight_spans: draft.tokens.clone(),
            pictures: known,
            links,
            parts: None,
            older: None,
            newer: None,
            series: None,
            related: Vec::new(),
        };
        let mut post = post;
        if !post.html.is_empty() && !verify::is_harmless(&PostPage::new(site, post.clone()).html) {
            // Nobody knows of a way to come here. Should there be one, the post is shown without its HTML, and not as it is.
            post.html.iter_mut().for_each(String::clear);
            diagnostics.push(Diagnostic::error(
                "html-unsafe",
                Position { line: draft.lines_before + 1, column: 1 },
                "the raw HTML of the post is not what it seems; all of it was left out".to_owned(),
                "write it in Markdown, and tell Lamplight's authors of the post",
            ));
        }
        post.parts = parts(site, &post);
        (ResolvedPost::new(source.name.clone(), post, draft), diagnostics)
    }
}
