//! The table of all keys, by meaning. The reader and its tests use it, and the list of keys in `docs/reference/front-matter.md` is
//! made of it.

use std::collections::HashMap;
use std::sync::LazyLock;

use Meaning as M;

use super::values::normal;

/// The meaning of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Title,
    Date,
    Publication,
    Shown,
    Created,
    Updated,
    Slug,
    Permalink,
    Author,
    Current,
    Categories,
    Category,
    Tags,
    Tag,
    Image,
    Header,
    Picture,
    ImageAlt,
    Images,
    Excerpt,
    Series,
    Part,
    Pinned,
    Layout,
    Kind,
    Language,
    Translation,
    Canonical,
    Id,
    Enclosure,
    Redirect,
    Nested,
    Draft,
    Publish,
    Private,
    Secret,
    Ends,
    Begins,
    Unlisted,
    Listed,
    Hidden,
    OffHome,
    Status,
    Build,
    Render,
    Sitemap,
    NoSitemap,
    NoIndex,
    Robots,
    Search,
    NoSearch,
}

/// A meaning, the keys that have it, and its description. The first key is the recommended one.
pub(super) struct KeyRow {
    pub meaning: Meaning,
    /// Separated by spaces.
    pub names: &'static str,
    pub says: &'static str,
}

const fn row(meaning: Meaning, names: &'static str, says: &'static str) -> KeyRow {
    KeyRow { meaning, names, says }
}

/// Keys that describe a post. Any spelling of a name is read: `publish_date`, `publishDate`, `Publish-Date`.
pub(super) const DESCRIPTIVE: &[KeyRow] = &[
    row(M::Title, "post_title title", "the title; entities such as `&#8217;` become their characters"),
    row(
        M::Date,
        "publish_date date",
        "when it was published; the spelling `publish_date` counts before all others",
    ),
    row(
        M::Publication,
        "publishDate published_at publish_at publish_time",
        "the post is not published before this date; also its date, if there is no `date`",
    ),
    row(
        M::Shown,
        "pubDate pubDatetime published_date date_published published_on pub_time dg-publish-date posted \
         posted_on post_date",
        "its date, if it has none of the above; the post is not published before this date",
    ),
    row(
        M::Created,
        "created created_at date_created created_date created_on creation_date ctime",
        "its date, if nothing else says when it was published",
    ),
    row(
        M::Updated,
        "last_modified_at updated lastmod updated_at update_date updated_date updated_on date_updated \
         last_updated last_update modified modified_at modified_on last_modified mod_date modDatetime \
         date_modified modified_date post_modified mtime edited",
        "when it was last changed; also `last_update: {date: …}`",
    ),
    row(M::Slug, "slug post_name", "its part of the address"),
    row(M::Permalink, "permalink path url", "its address; `permalink: false` leaves the post out"),
    row(
        M::Author,
        "post_author author authors",
        "names; of a map, its key `name`. E-mail addresses are not published",
    ),
    row(M::Current, "current_gaslighter", "whether the author is a member of the team today"),
    row(M::Categories, "categories", "a list, or a text with commas or blanks between the categories"),
    row(M::Category, "category", "one, or a list"),
    row(
        M::Tags,
        "tags",
        "a list, or a text with commas or blanks between the tags. A leading `#` is dropped",
    ),
    row(M::Tag, "tag", "one, or a list"),
    row(
        M::Image,
        "feature_post_image image cover og_image hero_image hero thumbnail featured_image feature_image \
         featured_image_path cover_image banner banner_image social_image card_image post_image teaser",
        "the picture: a path, a list (its first entry counts), or a map with `path`, `src`, `url`, `image`, `feature` or `teaser`, and `alt`",
    ),
    row(
        M::Header,
        "header",
        "the picture, if the value is a map (`header.image`, `header.og_image`, `header.teaser`)",
    ),
    row(
        M::Picture,
        "header_image header_img cover_img share_image share_img thumbnail_img thumb preview_image \
         twitter_image meta_image seo_image lead_image index_img banner_img top_img img picture photo",
        "the picture, if the value is the path of one and no key above names one",
    ),
    row(
        M::ImageAlt,
        "image_alt image_accessibility cover_alt hero_image_alt feature_image_alt featured_image_alt",
        "its text alternative",
    ),
    row(M::Images, "post_images images", "further pictures"),
    row(M::Excerpt, "excerpt description summary", "what lists, feeds and cards say of the post"),
    row(M::Series, "series", "the series that it belongs to"),
    row(M::Part, "series_order part", "its number in the series"),
    row(M::Pinned, "pin pinned sticky featured", "true: the post stands first on the home page"),
    row(M::Layout, "layout", "`page` makes it a page"),
    row(
        M::Kind,
        "post_type type",
        "`attachment`, `revision` and `nav_menu_item` are no posts and are not published; `post_type: page` makes it a page",
    ),
    row(
        M::Language,
        "lang language locale hreflang language_code in_language",
        "its language, where it is not the blog's: `de`, `pt-BR`, `zh_Hant`",
    ),
    row(
        M::Translation,
        "translationKey ref translation_id lang_ref",
        "what the translations of one post have in common",
    ),
    row(
        M::Canonical,
        "canonical_url canonical canonical_link canonical_uri rel_canonical original_url",
        "where it was published first: an address with `https://`",
    ),
    row(M::Id, "guid id uuid feed_id", "its id in feeds"),
    row(
        M::Enclosure,
        "enclosure audio podcast mp3 audio_url audio_file podcast_url podcast_file mp3_url episode_url",
        "the file that feeds attach: a path, `address length type`, or a map of `url`, `length`, `type`",
    ),
    row(M::Redirect, "redirect_from aliases alias", "old addresses that lead to it"),
    row(M::Nested, "taxonomies extra params", "maps whose keys are read as if they stood at the top level"),
];

/// Keys that hold a post back, or a part of it.
pub(super) const HOLDING: &[KeyRow] = &[
    row(M::Draft, "draft is_draft unpublished", "true: a draft, published only with `--drafts`"),
    row(
        M::Publish,
        "published publish dg-publish is_published public is_public obsidian-publish visible is_visible",
        "false: a draft. `published` and `publish` may be a date: the post is not published before it",
    ),
    row(
        M::Private,
        "private is_private headless members_only confidential protected encrypted encrypt",
        "true: not published",
    ),
    row(
        M::Secret,
        "password post_password passwd protected_password passphrase passcode",
        "anything but `false`: not published, and never shown",
    ),
    row(
        M::Ends,
        "expiryDate expires expiry expiration_date expire_date expire expires_at expires_on \
         unpublish_date unpublish_at unpublish_on",
        "the post is not published from this date on; `never` has no effect",
    ),
    row(
        M::Begins,
        "embargo embargo_until embargo_date publish_after",
        "the post is not published before this date",
    ),
    row(
        M::Unlisted,
        "unlisted is_unlisted eleventyExcludeFromCollections exclude_from_collections hide_from_lists \
         hidden_from_lists",
        "true: published at its address, but in no list, feed, search, sitemap or `llms.txt`",
    ),
    row(M::Listed, "listed is_listed", "false: as `unlisted: true`"),
    row(
        M::Hidden,
        "hidden is_hidden hide",
        "true: as `unlisted: true`; in a folder of Jekyll only the home page and its feed leave it out",
    ),
    row(
        M::OffHome,
        "hiddenInHomeList hidden_from_home_page hidden_from_home hide_from_home exclude_from_home",
        "true: neither on the home page nor in its feed",
    ),
    row(M::Status, "status post_status publish_status visibility access", "see the values below"),
    row(
        M::Build,
        "build _build build_options",
        "a map: `list: never`, `local` or `false` unlists; `render: never`, `link` or `false` leaves the post out",
    ),
    row(M::Render, "render", "`false` or `never`: not published"),
    row(
        M::Sitemap,
        "sitemap include_in_sitemap",
        "`false`, or a map with `exclude: true` or `disable: true`: not in the sitemap",
    ),
    row(
        M::NoSitemap,
        "sitemap_exclude exclude_from_sitemap sitemap_ignore no_sitemap hide_from_sitemap",
        "true: not in the sitemap",
    ),
    row(
        M::Robots,
        "robots meta_robots robots_meta googlebot",
        "`noindex` or `none`, alone or in a list, or a map with `index: false`: search engines are asked not to list it",
    ),
    row(M::NoIndex, "noindex robots_noindex", "true: as `robots: noindex`"),
    row(
        M::Search,
        "search in_search_index searchable pagefind in_search",
        "`false`, or a map with `exclude: true`: the blog's search does not find it",
    ),
    row(
        M::NoSearch,
        "exclude_from_search search_exclude search_hidden no_search hide_from_search hidden_from_search",
        "true: as `search: false`",
    ),
];

static MEANINGS: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let rows = DESCRIPTIVE.iter().chain(HOLDING);
    rows.flat_map(|row| row.names.split(' ').map(|name| (normal(name), row.meaning))).collect()
});

/// The meaning of a key, whose name was normalised by [`normal`].
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    MEANINGS.get(name).copied()
}

/// Whether a key can only hold a post back.
pub(super) fn can_only_hold(meaning: Meaning) -> bool {
    HOLDING.iter().any(|row| row.meaning == meaning)
}

/// Whether the name of an unknown key suggests that it should hold the post back.
pub(super) fn smells(name: &str) -> bool {
    const PARTS: [&str; 14] = [
        "draft",
        "private",
        "secret",
        "unlist",
        "unpublish",
        "embargo",
        "confidential",
        "password",
        "noindex",
        "nolist",
        "hidefrom",
        "hiddenfrom",
        "hiddenin",
        "excludefrom",
    ];
    PARTS.iter().any(|part| name.contains(part)) || matches!(name, "donotpublish" | "nopublish" | "notpublic")
}

/// The key in [`HOLDING`] that differs from a name by one slip.
pub(super) fn near(name: &str) -> Option<&'static str> {
    const MEANT: [&str; 9] = [
        "draft",
        "published",
        "publish",
        "private",
        "unlisted",
        "hidden",
        "password",
        "expiryDate",
        "publishDate",
    ];
    MEANT.into_iter().find(|meant| is_slip(name.as_bytes(), normal(meant).as_bytes()))
}

/// Whether two names differ by one letter added, removed or changed, or by two swapped letters.
fn is_slip(a: &[u8], b: &[u8]) -> bool {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a == b || b.len() - a.len() > 1 || a.len() < 4 {
        return false;
    }
    let at = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[at..], &b[at..]);
    if a.len() < b.len() {
        return *x == y[1..];
    }
    x[1..] == y[1..] || x.len() >= 2 && x[0] == y[1] && x[1] == y[0] && x[2..] == y[2..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_one_meaning() {
        let names: Vec<&str> =
            DESCRIPTIVE.iter().chain(HOLDING).flat_map(|row| row.names.split(' ')).collect();
        let twice = names
            .iter()
            .enumerate()
            .filter(|(i, name)| names[..*i].iter().any(|n| normal(n) == normal(name)));
        // `publish_date` holds nothing back, and `_build` of Hugo is the same as `build`.
        assert_eq!(twice.map(|(_, name)| *name).collect::<Vec<_>>(), ["publishDate", "_build"]);
    }

    #[test]
    fn slips_are_seen() {
        for (name, want) in [
            ("darft", Some("draft")),
            ("daft", Some("draft")),
            ("publised", Some("published")),
            ("unlistd", Some("unlisted")),
            ("expirydate", None),
            ("title", None),
            ("x", None),
        ] {
            assert_eq!(near(name), want, "{name}");
        }
    }
}
