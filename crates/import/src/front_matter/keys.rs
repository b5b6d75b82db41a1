//! The values of front matter.

use lamplight_format::date::Date;

use super::held::{Held, StatedKeys};
use super::tree::Value;
use super::values::gather;
use crate::diagnostic::Position;

/// What the front matter says. Absent and empty values are `None` or empty.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// `post_title`, `title`; white space folded.
    pub title: Option<String>,
    /// `publish_date`, `date`
    pub date: Option<Date>,
    /// `last_modified_at`, `updated`, `lastmod`
    pub updated: Option<Date>,
    /// `slug`, as written.
    pub slug: Option<Located>,
    /// `permalink`, `path`, `url`, as written.
    pub permalink: Option<Located>,
    /// `post_author`, `author`, `authors`, `[taxonomies] authors`
    pub authors: Vec<String>,
    /// `current_gaslighter`
    pub current: Option<bool>,
    /// `categories`, `category`, `[taxonomies] categories`
    pub categories: Vec<String>,
    /// `tags`, `tag`, `[taxonomies] tags`
    pub tags: Vec<String>,
    /// `feature_post_image`, `image`, `cover`
    pub image: Option<ImageRef>,
    /// `post_images`, `images`
    pub images: Vec<ImageRef>,
    /// `excerpt`, `description`, `summary`; may hold HTML or Markdown.
    pub excerpt: Option<String>,
    /// What holds the post back, or a part of it.
    pub held: Held,
    /// What it says itself of being held back, either way.
    pub stated_keys: StatedKeys,
    /// `lang`, `language`, `locale`: a BCP 47 tag.
    pub language: Option<String>,
    /// `translationKey`, `ref`: what translations of one post have in common.
    pub translation: Option<String>,
    /// `canonical_url` and its spellings: where the post was published first.
    pub canonical: Option<String>,
    /// `guid`, `id`, `uuid`: what feeds know the post by.
    pub id: Option<String>,
    /// `enclosure`, `audio`: what podcast players play.
    pub enclosure: Option<Enclosure>,
    /// `layout`
    pub layout: Option<String>,
    /// `series`
    pub series: Option<String>,
    /// `series_order`, `part`: where in it.
    pub part: Option<u32>,
    /// `pin`, `pinned`, `sticky`, `featured`
    pub pinned: bool,
    /// `redirect_from`, `aliases`
    pub redirects: Vec<Located>,
    /// All other keys, as written.
    pub extra: Vec<(String, Value)>,
    /// Where the front matter gives the title, or where it would.
    pub at: Position,
}

impl FrontMatter {
    /// Says what others say of the post where it says nothing itself; to its categories theirs are added, as in Jekyll. Keys that
    /// nobody here knows stay what they are.
    pub fn fill(&mut self, others: &Self) {
        let or = |own: &mut Vec<String>, others: &[String]| {
            if own.is_empty() {
                own.extend_from_slice(others);
            }
        };
        or(&mut self.authors, &others.authors);
        or(&mut self.tags, &others.tags);
        let own = std::mem::replace(&mut self.categories, others.categories.clone());
        gather(&mut self.categories, own);
        if self.permalink.is_none() {
            self.permalink = others.permalink.as_ref().map(|p| Located { at: self.at, ..p.clone() });
        }
        self.image = self.image.take().or_else(|| others.image.clone());
        self.excerpt = self.excerpt.take().or_else(|| others.excerpt.clone());
        self.current = self.current.or(others.current);
        self.language = self.language.take().or_else(|| others.language.clone());
        self.held.join(&others.held, self.stated_keys);
    }
}

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The text.
    pub text: String,
    /// In the file.
    pub at: Position,
}

/// An image that front matter names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageRef {
    /// As written.
    pub src: String,
    /// Text alternative; empty if there is none.
    pub alt: String,
}

/// A file that a feed's entry comes with.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Enclosure {
    /// As written.
    pub url: String,
    /// Bytes, if the author says.
    pub length: Option<u64>,
    /// Media type such as `audio/mpeg`; empty if the author does not say.
    pub kind: String,
}
