//! What a Jekyll project's settings say of many posts at once.

use std::path::Path;

use lamplight_content::front_matter::{FrontMatter, Value};

use crate::source::Source;

/// Front matter for all files in a folder.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// From the project's folder, without slashes at its ends; empty is all of it.
    folder: String,
    /// `posts`, `pages`, or whatever else has such.
    kind: Option<String>,
    front: FrontMatter,
}

impl Defaults {
    /// Reads `defaults` and `collections.posts`, the most particular last.
    pub(crate) fn read(settings: &[(String, Value)]) -> Vec<Self> {
        let named = |name: &str| settings.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        let of_posts = named("collections").and_then(|all| entry(all, "posts")).map(|values| Self {
            folder: String::new(),
            kind: Some("posts".to_owned()),
            // Of what stands there, only the address says something of each post.
            front: FrontMatter {
                permalink: FrontMatter::of(values.clone()).permalink,
                ..FrontMatter::default()
            },
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
                    folder: said("path").unwrap_or_default().trim_matches('/').to_owned(),
                    kind: said("type"),
                    front: FrontMatter::of(entry(&item.value, "values")?.clone()),
                })
            }));
        }
        all.sort_by_key(|one| (one.folder.len(), one.kind.is_some()));
        all
    }

    /// Has front matter say what all settings that fit its file say.
    pub(crate) fn fill(all: &[Self], source: &Source, front: &mut FrontMatter) {
        for one in all.iter().rev().filter(|one| one.fits(source)) {
            front.fill(&one.front);
        }
    }

    fn fits(&self, source: &Source) -> bool {
        let kind = if source.page { "pages" } else { "posts" };
        let is_kind = self.kind.as_deref().is_none_or(|own| own == kind || own == "drafts" && source.draft);
        // Who builds the folder of posts alone names files from there on.
        let bare = |path| Path::new(path).strip_prefix("_posts").unwrap_or(Path::new(path));
        is_kind && bare(source.name.as_str()).starts_with(bare(self.folder.as_str()))
    }
}

fn entry<'v>(map: &'v Value, name: &str) -> Option<&'v Value> {
    let Value::Map(entries) = map else { return None };
    entries.iter().find(|(key, _)| key.name == name).map(|(_, node)| &node.value)
}
