//! WordPress: an export in WXR, which is RSS with elements of its own.

mod item;
mod shortcodes;
mod xml;

use std::collections::HashMap;

use crate::model::{Attachment, Export};
use crate::wordpress::item::RawItem;

/// Reads an export. Broken XML is read as far as it goes, and reported.
#[must_use]
pub fn read(bytes: &[u8]) -> Export {
    let mut parsed = xml::parse(bytes);
    let mut export = Export {
        title: parsed.channel.take("title"),
        description: parsed.channel.take("description"),
        language: parsed.channel.take("language"),
        is_wordpress: true,
        report: std::mem::take(&mut parsed.report),
        ..Export::default()
    };
    let mut address = parsed.channel.take("wp:base_blog_url");
    if address.is_empty() {
        address = parsed.channel.take("link");
    }
    export.address = address;
    let (files, others): (Vec<RawItem>, Vec<RawItem>) =
        parsed.items.into_iter().partition(|item| item.fields.get("wp:post_type") == "attachment");
    let mut blocks = HashMap::new();
    for raw in &others {
        if raw.fields.get("wp:post_type") == "wp_block" && raw.fields.get("wp:status") == "publish" {
            blocks.insert(
                raw.fields.get("wp:post_id").to_owned(),
                raw.fields.get("content:encoded").to_owned(),
            );
        }
    }
    for mut file in files {
        let url = file.fields.take("wp:attachment_url");
        let url = if url.is_empty() { file.fields.take("guid") } else { url };
        let parent = file.fields.take("wp:post_parent");
        export.attachments.push(Attachment {
            id: file.fields.take("wp:post_id"),
            parent: if parent == "0" { String::new() } else { parent },
            url,
            alt: file.metas.remove("_wp_attachment_image_alt").unwrap_or_default(),
        });
    }
    let attachments = std::mem::take(&mut export.attachments);
    let context = item::ItemContext::new(&parsed.authors, &attachments, &blocks);
    for raw in others {
        if let Some(item) = item::read(raw, &context, &mut export.report) {
            export.items.push(item);
        }
    }
    export.attachments = attachments;
    export
}
