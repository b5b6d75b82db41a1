//! One post of a site, whose text may be stored on the disk.

use std::borrow::Cow;
use std::mem::replace;
use std::sync::Arc;

use anyhow::Result;
use lamplight_format::model::{Hash, KnownPicture, Neighbour, Post, TextParts};
use lamplight_import::front_matter::Held;
use serde::{Deserialize, Serialize};

use super::ResolvedEnclosure;
use crate::cache::{Blob, BlobStore};
use crate::output::hash;
use crate::parsed_post::ParsedPost;

/// A post with what only the build knows of it.
pub(crate) struct ResolvedPost {
    /// Name of the file that it was read from.
    pub source: String,
    /// The post as data files have it; without its text if that is stored: see [`ResolvedPost::with_text`].
    pub data: Post,
    /// Bytes of Markdown and comments.
    pub size: usize,
    text: Option<StoredText>,
    /// Pictures and recordings of the site in the post: percent-encoded path with leading slash, and bytes. Of a picture with
    /// variants, one of these.
    pub media: Vec<(String, u64)>,
    /// What of it is held back.
    pub held: Held,
    /// Its id in feeds; pages and unlisted posts have none.
    pub feed_id: String,
    /// The file that feeds name with it.
    pub enclosure: Option<ResolvedEnclosure>,
}

/// A [`Text`] that is stored.
struct StoredText {
    blob: Blob,
    /// SHA-256 of its JSON.
    hash: Hash,
}

/// The part of a post that only its own page needs.
#[derive(Default, Serialize, Deserialize)]
struct Text {
    markdown: String,
    html: Vec<String>,
    anchors: Vec<String>,
    tokens: Vec<String>,
    pictures: Vec<KnownPicture>,
    links: Vec<(String, String)>,
    parts: Option<TextParts>,
    comments: String,
}

impl Text {
    /// Gives a post another text, and returns the one that it had.
    fn swap(post: &mut Post, text: Self) -> Self {
        Self {
            markdown: replace(&mut post.markdown, text.markdown),
            html: replace(&mut post.html, text.html),
            anchors: replace(&mut post.anchors, text.anchors),
            tokens: replace(&mut post.highlight_spans, text.tokens),
            pictures: replace(&mut post.pictures, text.pictures),
            links: replace(&mut post.links, text.links),
            parts: replace(&mut post.parts, text.parts),
            comments: replace(&mut post.comments, text.comments),
        }
    }
}

impl ResolvedPost {
    pub(super) fn new(source: String, post: Post, parsed: &ParsedPost) -> Self {
        Self {
            source,
            size: post.markdown.len() + post.comments.len(),
            data: post,
            text: None,
            media: Vec::new(),
            held: parsed.held.clone(),
            feed_id: String::new(),
            enclosure: None,
        }
    }

    /// The post with its text.
    pub(crate) fn with_text(&self) -> Cow<'_, Post> {
        match self.text.as_ref().and_then(|text| text.blob.get()) {
            Some(text) => {
                let mut post = self.data.clone();
                Text::swap(&mut post, text);
                Cow::Owned(post)
            }
            None => Cow::Borrowed(&self.data),
        }
    }

    /// Stores the text, so that it takes no memory. On failure it stays in memory.
    pub(super) fn store_text(&mut self, store: &Arc<BlobStore>) {
        let text = Text::swap(&mut self.data, Text::default());
        let put = || -> Result<StoredText> {
            let bytes = serde_json::to_vec(&text)?;
            Ok(StoredText { hash: hash(&bytes), blob: store.put_bytes("", &bytes)? })
        };
        match put() {
            Ok(aside) => self.text = Some(aside),
            Err(_) => drop(Text::swap(&mut self.data, text)),
        }
    }

    /// A hash of the post and of `context`. `None` if its text is not stored.
    pub(crate) fn key(&self, context: &Hash) -> Option<String> {
        let post = serde_json::to_vec(&self.data).ok()?;
        Some(hash(&[context.0.as_bytes(), self.text.as_ref()?.hash.0.as_bytes(), &post].concat()).0)
    }

    /// What other posts know of it.
    pub(crate) fn neighbour(&self) -> Neighbour {
        Neighbour { path: self.data.summary.path.clone(), title: self.data.summary.title.clone() }
    }
}

/// Pages, or posts with their texts, in memory at a time.
pub(crate) const BATCH_SIZE: usize = 512;
