//! Builds a post of the site from one that was parsed by itself.

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
use crate::picture::{PictureInfo, Pictures};
use crate::source::file::Source;
use crate::{comments, html_safety, language};

/// What must be known of all posts before the first is built.
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
        parsed: &ParsedPost,
        links: Vec<(String, String)>,
        covers: Covers,
    ) -> (ResolvedPost, Vec<Diagnostic>) {
        let Self { config, site, pictures, names } = *self;
        let mut diagnostics = Vec::new();
        let flavour = Flavour::Blog { smart: site.smart };
        let link_context =
            LinkContext { base: &site.base, origin: &site.origin, path: &parsed.path, known: &links };
        let known = known_pictures(parsed, site, &links, pictures);
        let html = match parsed.has_html {
            true => sanitize::fragments(
                &parsed.markdown,
                0,
                flavour,
                &link_context,
                &known,
                &config.frames,
                &mut diagnostics,
            ),
            false => Vec::new(),
        };
        for diagnostic in &mut diagnostics {
            diagnostic.at = parsed.position_in_file(diagnostic.at);
        }
        let (comments, wrong) = comments::beside(&source.path, site);
        diagnostics.extend(wrong);
        let image = |image: Image| {
            let PictureInfo { size, variants } =
                pictures.get(&file_key(&image.src)).cloned().unwrap_or_default();
            Image { size, variants, ..image }
        };
        let summary = Summary {
            path: parsed.path.clone(),
            title: parsed.title.clone(),
            language: parsed.language.as_deref().map(language::of_post),
            date: parsed.date,
            authors: names.terms(TermKind::Author, &parsed.authors),
            author_status: parsed.current,
            categories: names.terms(TermKind::Category, &parsed.categories),
            tags: names.terms(TermKind::Tag, &parsed.tags),
            excerpt: parsed.excerpt.clone(),
            image: covers.image.map(image),
            minutes: parsed.minutes,
            bundle: None,
        };
        let post = Post {
            summary,
            page: parsed.is_page,
            canonical: parsed.canonical.clone(),
            no_index: parsed.held.no_index || parsed.held.unlisted.is_some(),
            unlisted: parsed.held.unlisted.is_some(),
            updated: parsed.updated,
            images: covers.images.into_iter().map(image).collect(),
            markdown: parsed.markdown.clone(),
            html,
            anchors: parsed.anchors.clone(),
            highlight_spans: parsed.highlight_spans.clone(),
            pictures: known,
            links,
            parts: None,
            older: None,
            newer: None,
            series: None,
            related: Vec::new(),
            comments,
        };
        let mut post = post;
        if !post.html.is_empty() && !html_safety::is_harmless(&PostPage::new(site, post.clone()).html) {
            // The sanitiser should have removed it. The post is shown without its HTML then.
            post.html.iter_mut().for_each(String::clear);
            diagnostics.push(Diagnostic::error(
                "html-unsafe",
                Position { line: parsed.lines_before + 1, column: 1 },
                "the raw HTML of the post is not what it seems; all of it was left out".to_owned(),
                "write it in Markdown, and tell Lamplight's authors of the post",
            ));
        }
        post.parts = parts(site, &post);
        (ResolvedPost::new(source.name.clone(), post, parsed), diagnostics)
    }
}
