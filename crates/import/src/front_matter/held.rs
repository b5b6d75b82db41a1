//! Keys that hold a post back: drafts, private and scheduled posts, posts that are in no list.
//!
//! If a key that can only hide has an unreadable value, that is an error and the post is left out. Keys with other meanings
//! (`status`, `visibility`, `build`) hide only with the values listed here; other values are reported.

use lamplight_format::date::Date;
use serde::{Deserialize, Serialize};

use super::names::Meaning;
use super::statuses::{DRAFTS, PRIVATE, PUBLIC, SCHEDULED, UNLISTED};
use super::tree::{Key, Node, Value};
use super::values::{is_empty, normal, scalars, text, truth, unquoted, written};
use crate::date::{self, Zone};
use crate::diagnostic::Diagnostic;

/// What is held back of a post. The default holds nothing back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Why the post is a draft, as the author wrote it: `published: false`.
    pub draft: Option<String>,
    /// Why the post is not published at all: `status: private`.
    pub out: Option<String>,
    /// Why it is published only on its date: `status: future`. Without a date it is a draft.
    pub scheduled: Option<String>,
    /// It is not published before this moment.
    pub from: Option<Date>,
    /// It is not published from this moment on.
    pub until: Option<Date>,
    /// Why it is published at its address only, and in no list, feed, search, sitemap, `llms.txt` or related post.
    pub unlisted: Option<String>,
    /// The key `hidden`: in Jekyll, such a post is not on paginated lists; in other engines, it is in no list.
    pub hidden: Option<String>,
    /// Not on the home page and in its feed; in all other lists.
    pub off_home: bool,
    /// Not in the sitemap.
    pub no_sitemap: bool,
    /// Search engines are asked not to index it.
    pub no_index: bool,
    /// Not found by the blog's own search.
    pub no_search: bool,
}

/// Which aspects the keys of a post itself decide. Defaults do not change these.
#[derive(Clone, Copy, Debug, Default)]
pub struct StatedKeys {
    publication: bool,
    lists: bool,
    sitemap: bool,
    index: bool,
    search: bool,
}

impl StatedKeys {
    pub(super) fn add(&mut self, meaning: Meaning) {
        match meaning {
            Meaning::Draft | Meaning::Publish | Meaning::Private => self.publication = true,
            Meaning::Status => (self.publication, self.lists) = (true, true),
            Meaning::Unlisted | Meaning::Listed | Meaning::Hidden | Meaning::OffHome => self.lists = true,
            Meaning::Sitemap | Meaning::NoSitemap => self.sitemap = true,
            Meaning::Robots | Meaning::NoIndex => self.index = true,
            Meaning::Search | Meaning::NoSearch => self.search = true,
            _ => {}
        }
    }
}

impl Held {
    /// Reads a key. Returns whether it can hold a post back: `hide: [toc]` cannot.
    pub(super) fn read(
        &mut self,
        meaning: Meaning,
        key: &Key,
        node: &Node,
        zone: &Zone,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> bool {
        let mut when = |place: &mut Option<String>, wanted: bool, out: &mut Option<String>| match flag(
            key,
            node,
            diagnostics,
        ) {
            Ok(stated) if stated == Some(wanted) => *place = Some(written(key, node)),
            Ok(_) => {}
            Err(why) => *out = Some(why),
        };
        match meaning {
            Meaning::Draft => when(&mut self.draft, true, &mut self.out),
            Meaning::Publish => when(&mut self.draft, false, &mut self.out),
            Meaning::Unlisted => when(&mut self.unlisted, true, &mut self.out),
            Meaning::Listed => when(&mut self.unlisted, false, &mut self.out),
            // In some themes, this key lists the parts of the page to hide.
            Meaning::Hidden if normal(&key.name) == "hide" && !matches!(node.value, Value::Text(_)) => {
                return false;
            }
            Meaning::Hidden => when(&mut self.hidden, true, &mut self.out),
            Meaning::Private => {
                let mut out = None;
                when(&mut out, true, &mut self.out);
                self.out = self.out.take().or(out);
            }
            Meaning::OffHome => self.off_home |= self.mark(true, key, node, diagnostics),
            Meaning::NoSitemap => self.no_sitemap |= self.mark(true, key, node, diagnostics),
            Meaning::NoIndex => self.no_index |= self.mark(true, key, node, diagnostics),
            Meaning::NoSearch => self.no_search |= self.mark(true, key, node, diagnostics),
            Meaning::Secret => {
                let is_none = text(node)
                    .is_some_and(|text| matches!(normal(&text).as_str(), "false" | "none" | "null"));
                if !is_empty(node) && !is_none {
                    // What it is stays with its author.
                    self.out = Some(format!("{}: …", key.name));
                }
            }
            Meaning::Ends => self.until = self.until.take().or(self.moment(key, node, zone, diagnostics)),
            Meaning::Begins => self.from = self.from.max(self.moment(key, node, zone, diagnostics)),
            Meaning::Status => self.read_status(key, node, diagnostics),
            Meaning::Build => return self.read_build(key, node, diagnostics),
            Meaning::Render => match text(node).map(|text| normal(&text)).as_deref() {
                Some("false" | "never") => self.out = Some(written(key, node)),
                _ => return false,
            },
            Meaning::Sitemap => {
                self.no_sitemap |= left_out(key, node, &["exclude", "never", "none"], diagnostics)
            }
            Meaning::Search => {
                self.no_search |= left_out(key, node, &["exclude", "never", "none"], diagnostics)
            }
            Meaning::Robots => self.no_index |= forbids(node),
            _ => return false,
        }
        true
    }

    fn read_status(&mut self, key: &Key, node: &Node, diagnostics: &mut Vec<Diagnostic>) {
        let is = |list: &str, value: &str| list.split(' ').any(|known| normal(known) == value);
        let values = scalars(node);
        if values.is_empty() && !is_empty(node) {
            diagnostics.push(unknown_value(key, node));
        }
        let mut unknown = false;
        for (value_text, _) in values {
            let why = Some(format!("{}: {}", key.name, lamplight_markdown::text::shorten(&value_text, 40)));
            let value = normal(unquoted(&value_text));
            match value.as_str() {
                "" => {}
                value if is(DRAFTS, value) => self.draft = why,
                value if is(PRIVATE, value) => self.out = why,
                value if is(UNLISTED, value) => self.unlisted = why,
                value if is(SCHEDULED, value) => self.scheduled = why,
                value if is(PUBLIC, value) => {}
                // `access: true`, `visibility: 1`.
                value if truth(value) == Some(true) => {}
                _ => unknown = true,
            }
        }
        if unknown && self.draft.is_none() && self.out.is_none() && self.unlisted.is_none() {
            diagnostics.push(unknown_value(key, node));
        }
    }

    fn read_build(&mut self, key: &Key, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let Value::Map(entries) = &node.value else {
            let value = text(node).map(|text| normal(&text)).unwrap_or_default();
            if matches!(value.as_str(), "false" | "never") {
                self.out = Some(written(key, node));
            } else if !value.is_empty() && truth(&value) != Some(true) {
                diagnostics.push(unknown_value(key, node));
            }
            return true;
        };
        for (inner, node) in entries {
            let value = text(node).map(|text| normal(unquoted(&text))).unwrap_or_default();
            let why = || Some(format!("{}.{}", key.name, written(inner, node)));
            match (normal(&inner.name).as_str(), value.as_str()) {
                ("list", "never" | "local" | "false" | "no") => self.unlisted = why(),
                ("render", "never" | "link" | "false" | "no") => self.out = why(),
                ("list" | "render", "always" | "true" | "") => {}
                ("list" | "render", _) => diagnostics.push(unknown_value(inner, node)),
                _ => {}
            }
        }
        true
    }

    /// Whether the value of a boolean key is `wanted`. An unreadable value leaves the post out.
    fn mark(&mut self, wanted: bool, key: &Key, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> bool {
        match flag(key, node, diagnostics) {
            Ok(stated) => stated == Some(wanted),
            Err(why) => {
                self.out = Some(why);
                true
            }
        }
    }

    fn moment(
        &mut self,
        key: &Key,
        node: &Node,
        zone: &Zone,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Date> {
        let value_text = text(node).unwrap_or_default();
        let never = ["never", "false", "none", "no", "null"];
        if is_empty(node) || never.contains(&unquoted(&value_text).to_ascii_lowercase().as_str()) {
            return None;
        }
        match date::parse(unquoted(&value_text), zone) {
            Ok(parsed) if parsed.rest.is_empty() => Some(parsed.date),
            _ => {
                self.out = Some(unreadable(key, node, "a date such as 2019-07-15", diagnostics));
                None
            }
        }
    }

    /// Adds what defaults hold back, except where the post itself decides.
    pub(super) fn join(&mut self, others: &Self, stated: StatedKeys) {
        if !stated.publication {
            self.draft = self.draft.take().or_else(|| others.draft.clone());
            self.out = self.out.take().or_else(|| others.out.clone());
            self.scheduled = self.scheduled.take().or_else(|| others.scheduled.clone());
        }
        self.from = self.from.or(others.from);
        self.until = self.until.or(others.until);
        if !stated.lists {
            self.unlisted = self.unlisted.take().or_else(|| others.unlisted.clone());
            self.hidden = self.hidden.take().or_else(|| others.hidden.clone());
            self.off_home |= others.off_home;
        }
        self.no_sitemap |= others.no_sitemap && !stated.sitemap;
        self.no_index |= others.no_index && !stated.index;
        self.no_search |= others.no_search && !stated.search;
    }
}

/// The value of a boolean key; `None` if it is empty. The error is the reason why the post is left out.
fn flag(key: &Key, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Result<Option<bool>, String> {
    if is_empty(node) {
        return Ok(None);
    }
    match text(node).and_then(|text| truth(&text)) {
        Some(stated) => Ok(Some(stated)),
        None => Err(unreadable(key, node, "`true` or `false`", diagnostics)),
    }
}

/// Reports an unreadable value of a key that can only hold a post back. Returns the reason why the post is left out.
pub(super) fn unreadable(key: &Key, node: &Node, wanted: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    let why = written(key, node);
    diagnostics.push(Diagnostic::error(
        "held-unreadable",
        node.at,
        format!("`{why}` can only hold a post back, and its value can't be read; the post is left out"),
        format!("write {wanted} behind `{}:`, or delete the key", key.name),
    ));
    why
}

/// Whether `sitemap` or `search` excludes the post: with `false`, or with a map.
fn left_out(key: &Key, node: &Node, words: &[&str], diagnostics: &mut Vec<Diagnostic>) -> bool {
    if let Value::Map(entries) = &node.value {
        return entries.iter().any(|(inner, node)| {
            let stated = text(node).and_then(|text| truth(&text));
            match normal(&inner.name).as_str() {
                "exclude" | "excluded" | "disable" | "disabled" | "hide" | "hidden" | "ignore"
                | "noindex" => stated == Some(true),
                "enable" | "enabled" | "include" | "included" | "index" => stated == Some(false),
                _ => false,
            }
        });
    }
    let Some(value) = text(node).map(|text| normal(unquoted(&text))) else { return false };
    if !value.is_empty() && truth(&value).is_none() && !words.contains(&value.as_str()) {
        diagnostics.push(unknown_value(key, node));
    }
    truth(&value) == Some(false) || words.contains(&value.as_str())
}

/// Whether the value of `robots` asks search engines not to index the page.
fn forbids(node: &Node) -> bool {
    match &node.value {
        Value::Map(entries) => entries.iter().any(|(inner, node)| {
            let stated = text(node).and_then(|text| truth(&text));
            match normal(&inner.name).as_str() {
                "index" => stated == Some(false),
                "noindex" => stated == Some(true),
                _ => forbids(node),
            }
        }),
        Value::List(items) => items.iter().any(forbids),
        Value::Text(text) => {
            let mut words = text.split([',', ' ', ';']).map(|word| normal(unquoted(word)));
            truth(text) == Some(false) || words.any(|word| matches!(word.as_str(), "noindex" | "none"))
        }
        Value::Null => false,
    }
}

/// Whether a list of tags for the head of the page asks search engines not to index it: `head` in VitePress, `meta` in Nuxt, `seo` in
/// themes.
pub(super) fn forbids_within(node: &Node) -> bool {
    match &node.value {
        Value::List(items) => items.iter().any(forbids_within),
        Value::Map(entries) => {
            let get =
                |name: &str| entries.iter().find(|(key, _)| normal(&key.name) == name).map(|(_, node)| node);
            let is_robots = get("name").and_then(text).is_some_and(|name| {
                ["robots", "googlebot"].iter().any(|known| name.eq_ignore_ascii_case(known))
            });
            is_robots && get("content").is_some_and(forbids)
                || get("robots").is_some_and(forbids)
                || get("noindex").and_then(text).and_then(|text| truth(&text)) == Some(true)
                || entries.iter().any(|(_, node)| forbids_within(node))
        }
        Value::Text(_) | Value::Null => false,
    }
}

fn unknown_value(key: &Key, node: &Node) -> Diagnostic {
    Diagnostic::warning(
        "held-value",
        node.at,
        format!("`{}` is no value that holds a post back; the post is published", written(key, node)),
        "docs/reference/front-matter.md lists the values that do; `draft: true` holds back for sure",
    )
}
