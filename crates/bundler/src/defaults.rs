//! Front matter that settings, or files beside posts, give for many posts at once.

use std::path::Path;

use lamplight_import::front_matter::{FrontMatter, Value};

use crate::source::file::Source;
use crate::source::pattern::is_like;

/// Which files such a file beside posts is about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// Their folder, or one file without its ending, from the folder of posts.
    name: String,
    is_file: bool,
    /// A pattern of their paths, in lower case and with a slash in front.
    pub pattern: Option<String>,
    /// Their language.
    pub language: Option<String>,
}

impl Scope {
    /// All files in a folder.
    pub(crate) fn folder(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// One file.
    pub(crate) fn file(folder: &str, stem: &str) -> Self {
        let name = if folder.is_empty() { stem.to_owned() } else { [folder, "/", stem].concat() };
        Self { name, is_file: true, ..Self::default() }
    }

    fn fits(&self, source: &Source) -> bool {
        let rest = match self.name.as_str() {
            "" => Some(source.name.as_str()),
            name => source.name.strip_prefix(name),
        };
        let is_below = rest.is_some_and(|rest| match self.is_file {
            true => rest.starts_with('.') && !rest.contains('/'),
            false => self.name.is_empty() || rest.starts_with('/'),
        });
        let language = source.language.as_deref().map(str::to_lowercase);
        is_below
            && self.language.as_ref().is_none_or(|own| language.as_ref().is_none_or(|its| its == own))
            && self.pattern.as_ref().is_none_or(|pattern| {
                let place = source.content_path.to_lowercase();
                let bare = place.rsplit_once('.').map_or(place.as_str(), |(bare, _)| bare);
                let bare = bare.strip_suffix("/index").unwrap_or(bare);
                is_like(pattern.trim_start_matches('/'), bare)
            })
    }
}

/// Front matter for all files in a folder.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// Which files those are, if a file beside them gives it.
    scope: Option<Scope>,
    /// From the project's folder, without slashes at its ends; empty is all of it.
    folder: String,
    /// `posts`, `pages`, or the name of a collection.
    kind: Option<String>,
    front: FrontMatter,
    /// The same, as written.
    values: Value,
}

impl Defaults {
    /// Reads `defaults` and `collections.posts`, the most specific last.
    pub(crate) fn read(settings: &[(String, Value)]) -> Vec<Self> {
        let named = |name: &str| settings.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        let of_posts = named("collections").and_then(|all| entry(all, "posts")).map(|values| Self {
            scope: None,
            folder: String::new(),
            kind: Some("posts".to_owned()),
            // Of these settings only the permalink is about each post.
            front: FrontMatter {
                permalink: FrontMatter::of(values.clone()).permalink,
                ..FrontMatter::default()
            },
            values: Value::Null,
        });
        let mut all: Vec<Self> = of_posts.into_iter().collect();
        if let Some(Value::List(items)) = named("defaults") {
            all.extend(items.iter().filter_map(|item| {
                let scope = entry(&item.value, "scope");
                let said = |name: &str| match scope.and_then(|scope| entry(scope, name)) {
                    Some(Value::Text(text)) => Some(text.trim().to_owned()),
                    _ => None,
                };
                Some(Self {
                    scope: None,
                    folder: said("path").unwrap_or_default().trim_matches('/').to_owned(),
                    kind: said("type"),
                    front: FrontMatter::of(entry(&item.value, "values")?.clone()),
                    values: entry(&item.value, "values")?.clone(),
                })
            }));
        }
        all.sort_by_key(|one| (one.folder.len(), one.kind.is_some()));
        all
    }

    /// Front matter from a file beside posts.
    pub(crate) fn below(under: Scope, values: Value) -> Self {
        let front = FrontMatter::of(values.clone());
        Self { scope: Some(under), folder: String::new(), kind: None, front, values }
    }

    /// Only those keys that hold posts back.
    pub(crate) fn held_alone(self) -> Self {
        let front = FrontMatter { held: self.front.held, ..FrontMatter::default() };
        Self { front, values: Value::Null, ..self }
    }

    /// Adds to front matter what is given for its file.
    pub(crate) fn fill(all: &[Self], source: &Source, front: &mut FrontMatter) {
        for one in all.iter().rev().filter(|one| one.fits(source)) {
            front.fill(&one.front);
        }
    }

    /// All values of a post's front matter and those that are given for its file: Liquid's `page`.
    pub(crate) fn page(all: &[Self], source: &Source, own: &Value) -> Value {
        let mut entries = match own {
            Value::Map(entries) => entries.clone(),
            _ => Vec::new(),
        };
        for one in all.iter().rev().filter(|one| one.fits(source)) {
            let Value::Map(more) = &one.values else { continue };
            for (key, node) in more {
                if !entries.iter().any(|(own, _)| own.name == key.name) {
                    entries.push((key.clone(), node.clone()));
                }
            }
        }
        Value::Map(entries)
    }

    fn fits(&self, source: &Source) -> bool {
        if let Some(under) = &self.scope {
            return under.fits(source);
        }
        let kind = match &source.collection {
            Some(name) => name.as_str(),
            None if source.is_page => "pages",
            None => "posts",
        };
        let is_kind =
            self.kind.as_deref().is_none_or(|own| own == kind || own == "drafts" && source.is_draft);
        let folder = self.folder.trim_end_matches("/**").trim_end_matches("/*");
        is_kind && (folder == "*" || Path::new(&source.content_path).starts_with(folder))
    }
}

fn entry<'v>(map: &'v Value, name: &str) -> Option<&'v Value> {
    let Value::Map(entries) = map else { return None };
    entries.iter().find(|(key, _)| key.name == name).map(|(_, node)| &node.value)
}
