//! An item of an export: a post, a page, or one of the many other things that WordPress keeps in the same table.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::shortcodes::{self, Pictures};
use crate::autop::autop;
use crate::model::{Attachment, Comment, Item, Status};
use crate::report::{ImportReport, name_of};
use crate::text::{date, path_of, rfc3339, without_tags};

/// Texts of elements by their names.
#[derive(Debug, Default)]
pub(super) struct Fields(HashMap<String, String>);

impl Fields {
    /// Keeps the text of an element, unless there is one of that name already.
    pub(super) fn put(&mut self, name: &str, text: &str) {
        if !text.trim().is_empty() && !self.0.contains_key(name) {
            self.0.insert(name.to_owned(), text.to_owned());
        }
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    pub(super) fn take(&mut self, name: &str) -> String {
        self.0.remove(name).map(|text| text.trim().to_owned()).unwrap_or_default()
    }
}

/// A comment as it is written. Only what may be published is kept: no address of its author's mail or computer.
#[derive(Debug, Default)]
pub(super) struct RawComment {
    fields: Fields,
}

impl RawComment {
    pub(super) fn put(&mut self, name: &str, text: &str) {
        if !matches!(
            name,
            "wp:comment_author_email" | "wp:comment_author_IP" | "wp:meta_key" | "wp:meta_value"
        ) {
            self.fields.put(name, text);
        }
    }
}

/// An item as it is written.
#[derive(Debug, Default)]
pub(super) struct RawItem {
    pub fields: Fields,
    /// Values of `wp:postmeta` by their keys: those that are read.
    pub metas: HashMap<String, String>,
    /// `_wp_old_slug`, of which there may be several.
    pub old_slugs: Vec<String>,
    /// Domain, nicename and name.
    pub terms: Vec<(String, String, String)>,
    pub comments: Vec<RawComment>,
    /// Whether the XML breaks off within it.
    pub is_broken: bool,
}

impl RawItem {
    pub(super) fn put_meta(&mut self, key: String, value: String) {
        match key.as_str() {
            "_wp_old_slug" => self.old_slugs.push(value),
            "_thumbnail_id" | "_wp_attachment_image_alt" => {
                self.metas.insert(key, value);
            }
            _ => {}
        }
    }
}

/// What all items share.
pub(super) struct ItemContext<'a> {
    authors: &'a HashMap<String, String>,
    pictures: Pictures<'a>,
    /// Texts of blocks that several posts use.
    blocks: &'a HashMap<String, String>,
}

impl<'a> ItemContext<'a> {
    pub(super) fn new(
        authors: &'a HashMap<String, String>,
        attachments: &'a [Attachment],
        blocks: &'a HashMap<String, String>,
    ) -> Self {
        Self { authors, pictures: Pictures::new(attachments), blocks }
    }
}

/// Things that WordPress itself needs and no reader has seen by themselves.
const OF_WORDPRESS: [&str; 13] = [
    "nav_menu_item",
    "revision",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "user_request",
    "wp_block",
    "wp_template",
    "wp_template_part",
    "wp_global_styles",
    "wp_navigation",
    "wp_font_family",
    "wp_font_face",
];

/// Makes a post or page of an item; `None` if it is neither, or in the bin. Both are counted.
pub(super) fn read(mut raw: RawItem, context: &ItemContext<'_>, report: &mut ImportReport) -> Option<Item> {
    let fields = &mut raw.fields;
    let kind = fields.take("wp:post_type");
    let status = fields.take("wp:status");
    let id = fields.take("wp:post_id");
    let title = without_tags(&fields.take("title"));
    let name = name_of(&title, &id);
    if OF_WORDPRESS.contains(&kind.as_str()) {
        report.leave_out("parts of WordPress itself (menus, revisions, templates)");
        return None;
    }
    let is_page = kind != "post";
    let counted = if is_page { "pages" } else { "posts" };
    let html = fields.take("content:encoded");
    if status == "trash" || status == "auto-draft" && html.is_empty() || status == "inherit" {
        report.leave_out(counted);
        report.remark(&name, format!("its status is {status}; left out"));
        leave_comments_out(&raw.comments, report);
        return None;
    }
    let fields = &mut raw.fields;
    let mut held = match status.as_str() {
        "publish" => Status::Published,
        "future" => Status::Scheduled,
        "draft" | "pending" | "auto-draft" => Status::Draft,
        "private" => Status::Private,
        other => {
            report.remark(&name, format!("its status “{other}” is unknown; written with `private: true`"));
            Status::Private
        }
    };
    if !fields.take("wp:post_password").is_empty() {
        held = Status::Private;
        report.remark(&name, "it was behind a password, which is not written; it has `private: true` now");
    }
    if raw.is_broken {
        held = Status::Private;
        report.remark(&name, "the export breaks off within it; what is there has `private: true`");
    }
    if !matches!(kind.as_str(), "post" | "page") {
        held = Status::Private;
        report.remark(
            &name,
            format!("it is of the kind “{kind}” of a plugin; written as a page with `private: true`: delete that line if it is for readers"),
        );
    }
    let published = date(&fields.take("wp:post_date_gmt")).or_else(|| date(&fields.take("wp:post_date")));
    if held == Status::Scheduled && published.is_none() {
        held = Status::Draft;
    }
    let link = fields.take("link");
    // The address of what was never published is a number.
    let address = Some(link).filter(|link| !link.contains('?') && path_of(link).is_some());
    let slug = percent_decode_str(&fields.take("wp:post_name")).decode_utf8_lossy().into_owned();
    let redirects = address.as_deref().map(|address| redirects(address, &raw.old_slugs)).unwrap_or_default();
    let fields = &mut raw.fields;
    let login = fields.take("dc:creator");
    let author = context.authors.get(&login).filter(|shown| !shown.is_empty()).cloned().unwrap_or(login);
    let mut item = Item {
        is_page,
        slug,
        status: held,
        updated: date(&fields.take("wp:post_modified_gmt"))
            .filter(|updated| published.as_ref() != Some(updated)),
        authors: Some(author).filter(|author| !author.is_empty()).into_iter().collect(),
        excerpt: without_tags(&fields.take("excerpt:encoded")),
        address,
        redirects,
        number: Some(id.clone()).filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())),
        guid: Some(fields.take("guid")).filter(|guid| !guid.is_empty() && held != Status::Draft),
        is_pinned: fields.take("wp:is_sticky") == "1",
        date: published,
        ..Item::default()
    };
    let thumbnail = raw.metas.remove("_thumbnail_id");
    if let Some(picture) = thumbnail.as_deref() {
        match context.pictures.by_id(picture) {
            Some(picture) => {
                item.image = Some(picture.url.clone());
                item.image_alt.clone_from(&picture.alt);
            }
            None => report.remark(&name, format!("its picture, number {picture}, is not in the export")),
        }
    }
    terms(&raw.terms, &mut item, &name, report);
    item.html = text(html, &id, context, &mut |what| report.remark(&name, what));
    item.comments = comments(raw.comments, &name, report);
    item.id = id;
    item.title = title;
    Some(item)
}

/// Paths of the names that a post had before.
fn redirects(address: &str, old_slugs: &[String]) -> Vec<String> {
    let path = path_of(address).unwrap_or_default();
    let folder = path.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
    let end = if path.ends_with('/') { "/" } else { "" };
    let name = |slug: &String| percent_decode_str(slug).decode_utf8_lossy().into_owned();
    old_slugs.iter().map(|slug| format!("{folder}/{}{end}", name(slug))).collect()
}

fn terms(terms: &[(String, String, String)], item: &mut Item, name: &str, report: &mut ImportReport) {
    for (domain, nicename, term) in terms {
        let term = if term.is_empty() { nicename } else { term };
        let list = match domain.as_str() {
            "category" => &mut item.categories,
            "post_tag" => &mut item.tags,
            // The look of a post in themes, and parts of menus.
            "post_format" | "nav_menu" => continue,
            other => {
                report.remark(name, format!("“{term}” of the taxonomy “{other}” became a tag"));
                &mut item.tags
            }
        };
        if !term.is_empty() && !list.contains(term) {
            list.push(term.clone());
        }
    }
}

/// The text of an item as HTML.
fn text(html: String, id: &str, context: &ItemContext<'_>, tell: &mut dyn FnMut(String)) -> String {
    let html = shortcodes::with_blocks(&html, context.blocks);
    let html = shortcodes::translate(&html, id, &context.pictures, tell);
    // Texts of the block editor have their paragraphs marked.
    match html.contains("<!-- wp:") {
        true => html,
        false => autop(&html),
    }
}

fn leave_comments_out(comments: &[RawComment], report: &mut ImportReport) {
    comments.iter().for_each(|_| report.leave_out("comments"));
}

/// The comments that were published.
fn comments(raw: Vec<RawComment>, name: &str, report: &mut ImportReport) -> Vec<Comment> {
    let mut found = Vec::new();
    for RawComment { mut fields } in raw {
        let kind = fields.take("wp:comment_type");
        let approved = fields.take("wp:comment_approved");
        if approved != "1" || !matches!(kind.as_str(), "" | "comment") {
            report.leave_out("comments");
            if approved == "1" {
                report.remark(name, format!("a {kind} among its comments is left out"));
            }
            continue;
        }
        report.count("comments").read += 1;
        let written =
            date(&fields.take("wp:comment_date_gmt")).or_else(|| date(&fields.take("wp:comment_date")));
        let parent = fields.take("wp:comment_parent");
        found.push(Comment {
            id: fields.take("wp:comment_id"),
            parent: if parent == "0" { String::new() } else { parent },
            author: fields.take("wp:comment_author"),
            url: fields.take("wp:comment_author_url"),
            date: written.as_deref().map(rfc3339).unwrap_or_default(),
            html: autop(&fields.take("wp:comment_content")),
        });
    }
    found
}
