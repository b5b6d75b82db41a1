//! One post of a site, whose text may wait elsewhere until it is asked for.

use std::borrow::Cow;
use std::mem::replace;
use std::sync::Arc;

use anyhow::Result;
use lamplight_format::model::{Hash, KnownPicture, Neighbour, Post, TextParts};
use lamplight_import::front_matter::Held;
use serde::{Deserialize, Serialize};

use super::Attached;
use crate::cache::{BlobStore, Spilled};
use crate::output::hash;
use crate::parsed_post::ParsedPost;

/// A post with what only the build knows of it.
pub(crate) struct ResolvedPost {
    /// Name of the file that it was read from.
    pub source: String,
    /// The post, or what of it lists show if its text is elsewhere: see [`ResolvedPost::whole`].
    pub post: Post,
    /// Bytes of Markdown.
    pub size: usize,
    text: Option<Aside>,
    /// Files of the site that it shows and plays: percent-encoded path with leading slash, and bytes. Of a picture with
    /// leaner forms, one.
    pub media: Vec<(String, u64)>,
    /// What of it is held back.
    pub held: Held,
    /// What feeds know it by; pages and unlisted posts have none.
    pub feed_id: String,
    /// What it comes with in feeds.
    pub attached: Option<Attached>,
}

/// A [`Text`] that waits elsewhere.
struct Aside {
    place: Spilled,
    /// SHA-256 of its JSON.
    hash: Hash,
}

/// What of a post only its own page shows.
#[derive(Default, Serialize, Deserialize)]
struct Text {
    markdown: String,
    html: Vec<String>,
    anchors: Vec<String>,
    tokens: Vec<String>,
    pictures: Vec<KnownPicture>,
    links: Vec<(String, String)>,
    parts: Option<TextParts>,
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
        }
    }
}

impl ResolvedPost {
    pub(super) fn new(source: String, post: Post, draft: &ParsedPost) -> Self {
        Self {
            source,
            size: post.markdown.len(),
            post,
            text: None,
            media: Vec::new(),
            held: draft.held.clone(),
            feed_id: String::new(),
            attached: None,
        }
    }

    /// The post with its text.
    pub(crate) fn whole(&self) -> Cow<'_, Post> {
        match self.text.as_ref().and_then(|text| text.place.get()) {
            Some(text) => {
                let mut post = self.post.clone();
                Text::swap(&mut post, text);
                Cow::Owned(post)
            }
            None => Cow::Borrowed(&self.post),
        }
    }

    /// Puts the text where it takes no memory, if that can be done.
    pub(super) fn spill(&mut self, spill: &Arc<BlobStore>) {
        let text = Text::swap(&mut self.post, Text::default());
        let put = || -> Result<Aside> {
            let bytes = serde_json::to_vec(&text)?;
            Ok(Aside { hash: hash(&bytes), place: spill.put_bytes("", &bytes)? })
        };
        match put() {
            Ok(aside) => self.text = Some(aside),
            Err(_) => drop(Text::swap(&mut self.post, text)),
        }
    }

    /// A name for the post as it is now and whatever else `context` names: two with the same name are the same. `None` if
    /// its text is not put aside.
    pub(crate) fn key(&self, context: &Hash) -> Option<String> {
        let post = serde_json::to_vec(&self.post).ok()?;
        Some(hash(&[context.0.as_bytes(), self.text.as_ref()?.hash.0.as_bytes(), &post].concat()).0)
    }

    /// What other posts know of it.
    pub(crate) fn neighbour(&self) -> Neighbour {
        Neighbour { path: self.post.summary.path.clone(), title: self.post.summary.title.clone() }
    }
}

/// Pages, or posts with their texts, that are in memory at a time.
pub(crate) const AT_ONCE: usize = 512;
