//! The values of front matter.

use lamplight_format::date::Date;

use super::held::{Held, StatedKeys};
use super::tree::Value;
use super::values::gather;
use crate::diagnostic::Position;

/// The values of front matter. Absent and empty values are `None` or empty.
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
    /// What is held back of the post.
    pub held: Held,
    /// Which aspects of holding back the post itself decides.
    pub stated_keys: StatedKeys,
    /// `lang`, `language`, `locale`: a BCP 47 tag.
    pub language: Option<String>,
    /// `translationKey`, `ref`: the same for all translations of a post.
    pub translation: Option<String>,
    /// `canonical_url` and its spellings: where the post was published first.
    pub canonical: Option<String>,
    /// `guid`, `id`, `uuid`: the id of the post in feeds.
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
    /// The place of the title, or where it should be.
    pub at: Position,
}

impl FrontMatter {
    /// Fills absent values from defaults. Categories of the defaults are added to those of the post, as in Jekyll. Unknown keys are not
    /// filled.
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

/// A text and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The text.
    pub text: String,
    /// In the file.
    pub at: Position,
}

/// An image in front matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageRef {
    /// As written.
    pub src: String,
    /// Text alternative; empty if there is none.
    pub alt: String,
}

/// A file that is attached to the entry of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Enclosure {
    /// As written.
    pub url: String,
    /// Size in bytes, if the author gives one.
    pub length: Option<u64>,
    /// Media type such as `audio/mpeg`; empty if the author gives none.
    pub kind: String,
}
