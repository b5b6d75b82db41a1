//! What the author of a post holds back of it.
//!
//! A key that can only hide is obeyed, or is an error that leaves the post out. Keys that mean other things as well (`status`,
//! `visibility`, `build`) hide by the values listed here alone; other values are told.

use serde::{Deserialize, Serialize};

use super::tree::{Key, Node, Value};
use crate::date::{Date, Zone};
use crate::diagnostic::Diagnostic;

/// What of a post is held back, and from whom. The default holds nothing back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Why the post is a draft, as the author wrote it: `published: false`.
    pub draft: Option<String>,
    /// Why the post is not published at all: `status: private`.
    pub out: Option<String>,
    /// It is not published before this moment.
    pub from: Option<Date>,
    /// It is not published from this moment on.
    pub until: Option<Date>,
    /// Published at its address, and in no list, feed, search, sitemap, `llms.txt` or related post. Why.
    pub unlisted: Option<String>,
    /// Why `hidden` hides it: Jekyll's pages of lists pass such a post over, others keep it out of all lists.
    pub hidden: Option<String>,
    /// Not on the home page and in its feed; in all other lists.
    pub off_home: bool,
    /// Not in the sitemap.
    pub no_sitemap: bool,
    /// Search engines are asked not to keep it.
    pub no_index: bool,
    /// Not found by the blog's own search.
    pub no_search: bool,
}

/// Keys that hide where they are true. All keys here are without `_` and `-` and in lower case.
const HIDE: [&str; 4] = ["private", "isprivate", "headless", "membersonly"];
/// Keys that make a draft where they are true.
const DRAFT: [&str; 3] = ["draft", "isdraft", "unpublished"];
/// Keys that make a draft where they are false.
const PUBLISH: [&str; 6] = ["published", "publish", "dgpublish", "ispublished", "public", "obsidianpublish"];
/// Keys that keep a post out of all lists where they are true.
const UNLIST: [&str; 4] =
    ["unlisted", "isunlisted", "eleventyexcludefromcollections", "excludefromcollections"];
/// Keys that keep a post out of all lists where they are false.
const LIST: [&str; 2] = ["listed", "listing"];
/// Keys that hide where they hold anything.
const SECRETS: [&str; 4] = ["password", "postpassword", "passwd", "protectedpassword"];
/// Keys that name the end of a post.
const ENDS: [&str; 8] = [
    "expirydate",
    "expires",
    "expiry",
    "expirationdate",
    "expire",
    "expiresat",
    "unpublishdate",
    "unpublishat",
];
/// Keys that name its beginning, beside those of [`super::keys`] that are its date as well.
const BEGINS: [&str; 3] = ["embargo", "embargountil", "publishafter"];

/// Values of `status` and of `visibility` that hide, those that don't, and those that keep a post out of lists.
const DRAFTS: [&str; 6] = ["draft", "pending", "review", "inreview", "autodraft", "unpublished"];
const PRIVATE: [&str; 13] = [
    "private",
    "trash",
    "trashed",
    "deleted",
    "inherit",
    "protected",
    "password",
    "members",
    "member",
    "paid",
    "tiers",
    "subscribers",
    "internal",
];
const UNLISTED: [&str; 3] = ["unlisted", "hidden", "nolist"];
const PUBLIC: [&str; 8] =
    ["published", "publish", "public", "live", "open", "visible", "scheduled", "future"];

impl Held {
    /// Reads what a key says, whose name comes without `_` and `-` and in lower case. Returns whether it is one that holds
    /// back.
    pub(super) fn read(
        &mut self,
        name: &str,
        key: &Key,
        node: &Node,
        zone: &Zone,
        told: &mut Vec<Diagnostic>,
    ) -> bool {
        let written = || written(key, node);
        if DRAFT.contains(&name) {
            if self.flag(key, node, told) == Some(true) {
                self.draft = Some(written());
            }
        } else if PUBLISH.contains(&name) {
            if self.flag(key, node, told) == Some(false) {
                self.draft = Some(written());
            }
        } else if HIDE.contains(&name) {
            if self.flag(key, node, told) == Some(true) {
                self.out = Some(written());
            }
        } else if UNLIST.contains(&name) {
            if self.flag(key, node, told) == Some(true) {
                self.unlisted = Some(written());
            }
        } else if LIST.contains(&name) {
            if self.flag(key, node, told) == Some(false) {
                self.unlisted = Some(written());
            }
        } else if name == "hidden" || name == "hide" {
            // Themes name here what of the page they hide: `hide: [toc]`.
            if name == "hide" && matches!(node.value, Value::List(_) | Value::Map(_)) {
                return false;
            }
            if self.flag(key, node, told) == Some(true) {
                self.hidden = Some(written());
            }
        } else if SECRETS.contains(&name) {
            // What it is stays with its author.
            if !matches!(&node.value, Value::Null) && text(node).as_deref() != Some("") {
                self.out = Some(format!("{}: …", key.name));
            }
        } else if ENDS.contains(&name) || BEGINS.contains(&name) {
            let date = self.moment(key, node, zone, told);
            let place = if ENDS.contains(&name) { &mut self.until } else { &mut self.from };
            *place = place.take().or(date);
        } else {
            return self.read_ambiguous(name, key, node, told);
        }
        true
    }

    /// Keys that may say other things too.
    fn read_ambiguous(&mut self, name: &str, key: &Key, node: &Node, told: &mut Vec<Diagnostic>) -> bool {
        let value = text(node).map(|text| normal(&text));
        let value = value.as_deref();
        match name {
            "status" | "poststatus" | "visibility" | "access" => {
                let Some(value) = value else { return true };
                if DRAFTS.contains(&value) {
                    self.draft = Some(written(key, node));
                } else if PRIVATE.contains(&value) {
                    self.out = Some(written(key, node));
                } else if UNLISTED.contains(&value) {
                    self.unlisted = Some(written(key, node));
                } else if !value.is_empty() && !PUBLIC.contains(&value) {
                    told.push(unknown_value(key, node));
                }
            }
            "build" if matches!(node.value, Value::Map(_)) => {
                let Value::Map(entries) = &node.value else { return true };
                for (inner, node) in entries {
                    let value = text(node).map(|text| normal(&text)).unwrap_or_default();
                    match (normal(&inner.name).as_str(), value.as_str()) {
                        ("list", "never" | "local" | "false") => {
                            self.unlisted = Some(format!("{}.{}", key.name, written(inner, node)));
                        }
                        ("render", "never" | "link" | "false") => {
                            self.out = Some(format!("{}.{}", key.name, written(inner, node)));
                        }
                        ("list" | "render", "always" | "true" | "") | ("publishresources", _) => {}
                        _ => told.push(unknown_value(inner, node)),
                    }
                }
            }
            "render" => match value {
                Some("false" | "never") => self.out = Some(written(key, node)),
                _ => return false,
            },
            "permalink" if value == Some("false") => self.out = Some(written(key, node)),
            "sitemap" | "includeinsitemap" => {
                self.no_sitemap |= match &node.value {
                    Value::Map(entries) => entries.iter().any(|(inner, node)| {
                        let says = text(node).and_then(|text| truth(&text));
                        match normal(&inner.name).as_str() {
                            "exclude" | "disable" | "disabled" | "hide" | "ignore" => says == Some(true),
                            "enable" | "enabled" | "include" => says == Some(false),
                            _ => false,
                        }
                    }),
                    _ => value.is_some_and(|value| {
                        truth(value) == Some(false) || matches!(value, "exclude" | "never")
                    }),
                };
            }
            "sitemapexclude" | "excludefromsitemap" | "sitemapignore" | "nositemap" => {
                self.no_sitemap |= value.and_then(truth) == Some(true);
            }
            "noindex" | "robotsnoindex" => self.no_index |= value.and_then(truth) == Some(true),
            "robots" | "metarobots" | "robotsmeta" => {
                let says = match &node.value {
                    Value::Map(entries) => entries.iter().any(|(inner, node)| {
                        let says = text(node).and_then(|text| truth(&text));
                        matches!(
                            (normal(&inner.name).as_str(), says),
                            ("index", Some(false)) | ("noindex", Some(true))
                        )
                    }),
                    Value::List(items) => items.iter().filter_map(text).any(|item| forbids(&item)),
                    _ => text(node).is_some_and(|text| forbids(&text)),
                };
                self.no_index |= says;
            }
            "search" | "insearchindex" | "searchable" | "pagefind" | "insearch" => {
                self.no_search |= value.and_then(truth) == Some(false);
            }
            "excludefromsearch" | "searchexclude" | "searchhidden" | "nosearch" | "hidefromsearch" => {
                self.no_search |= value.and_then(truth) == Some(true);
            }
            _ => return false,
        }
        true
    }

    /// What a key that is true or false says. What can't be read leaves the post out.
    fn flag(&mut self, key: &Key, node: &Node, told: &mut Vec<Diagnostic>) -> Option<bool> {
        if matches!(&node.value, Value::Null) {
            return None;
        }
        let says = text(node).and_then(|text| truth(&text));
        if says.is_none() {
            self.unreadable(key, node, "`true` or `false`", told);
        }
        says
    }

    fn moment(&mut self, key: &Key, node: &Node, zone: &Zone, told: &mut Vec<Diagnostic>) -> Option<Date> {
        let written = match &node.value {
            Value::Null => return None,
            _ => text(node).unwrap_or_default(),
        };
        if written.is_empty() || matches!(written.to_ascii_lowercase().as_str(), "never" | "false" | "none") {
            return None;
        }
        match Date::parse(&written, zone) {
            Ok(parsed) if !parsed.unclear => Some(parsed.date),
            _ => {
                self.unreadable(key, node, "a date such as 2019-07-15", told);
                None
            }
        }
    }

    pub(super) fn unreadable(&mut self, key: &Key, node: &Node, wanted: &str, told: &mut Vec<Diagnostic>) {
        self.out = Some(written(key, node));
        told.push(Diagnostic::error(
            "held-unreadable",
            node.at,
            format!(
                "`{}` can only hold a post back, and its value can't be read; the post is left out",
                written(key, node)
            ),
            format!("write {wanted} behind `{}:`, or delete the key", key.name),
        ));
    }

    /// Adds what others hold back of the post, where it does not say by itself that it is published.
    pub(super) fn join(&mut self, others: &Self, says_itself: bool) {
        if !says_itself {
            self.draft = self.draft.take().or_else(|| others.draft.clone());
            self.out = self.out.take().or_else(|| others.out.clone());
        }
        self.from = self.from.or(others.from);
        self.until = self.until.or(others.until);
        self.unlisted = self.unlisted.take().or_else(|| others.unlisted.clone());
        self.hidden = self.hidden.take().or_else(|| others.hidden.clone());
        self.no_sitemap |= others.no_sitemap;
        self.no_index |= others.no_index;
        self.no_search |= others.no_search;
    }
}

/// The name of a key as all its spellings have it: `publish_date`, `publishDate`, `Publish-Date`.
pub(super) fn normal(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// `true` and `false` as people write them; word processors turn their quotes.
pub(super) fn truth(text: &str) -> Option<bool> {
    match unquoted(text).to_ascii_lowercase().as_str() {
        // YAML 1.1 had `yes` and `on`, and old posts still do.
        "true" | "yes" | "on" | "1" | "y" | "t" => Some(true),
        "false" | "no" | "off" | "0" | "n" | "f" => Some(false),
        _ => None,
    }
}

/// A text without the curly quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    let marks: &[char] = &['“', '”', '„', '‘', '’', '«', '»', '"', '\''];
    text.trim().trim_matches(marks).trim()
}

fn forbids(robots: &str) -> bool {
    robots
        .split([',', ' '])
        .any(|word| word.eq_ignore_ascii_case("noindex") || word.eq_ignore_ascii_case("none"))
}

fn text(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

/// A key and its value, for people.
fn written(key: &Key, node: &Node) -> String {
    let value = match &node.value {
        Value::Text(text) => crate::prose::shorten(text, 40),
        Value::Null => String::new(),
        Value::List(_) | Value::Map(_) => "…".to_owned(),
    };
    format!("{}: {value}", key.name)
}

fn unknown_value(key: &Key, node: &Node) -> Diagnostic {
    Diagnostic::warning(
        "held-value",
        node.at,
        format!("`{}` is no value that holds a post back; the post is published", written(key, node)),
        "docs/front-matter.md lists the values that do; `draft: true` holds back for sure",
    )
}
