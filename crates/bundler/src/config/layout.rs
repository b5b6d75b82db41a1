//! How the folders of another engine's project are read, and where its posts are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lamplight_import::engine::Engine;
use regex::Regex;

/// How a project's folders are read. A folder of posts alone has the default.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The engine that the project is of.
    pub engine: Option<Engine>,
    /// The folder that addresses are counted from.
    pub content: PathBuf,
    /// Path from the folder given to the one that is read.
    pub inside: PathBuf,
    /// Path from [`Layout::content`] to the folder that is read, with `/`.
    pub below: String,
    /// Languages of its posts, as BCP 47 tags.
    pub languages: Vec<String>,
    /// The language of posts whose file names name none.
    pub default_language: Option<String>,
    /// Whether addresses in that language begin with it, too.
    pub all_in_folders: bool,
    /// Folders of one language each.
    pub language_folders: Vec<(String, String)>,
    /// Names of folders at the top that hold no posts.
    pub passed_over: Vec<String>,
    /// Folders at the top that hold pages.
    pub page_folders: Vec<String>,
    /// The vault of Obsidian that it is or lies in.
    pub vault: Option<Vault>,
    /// Jekyll's `include`.
    pub include: Vec<String>,
    /// Patterns of what its settings leave out.
    pub exclude: Vec<String>,
    /// Hugo's patterns of the same.
    pub ignored: Vec<Regex>,
    /// Which names that begin with `_` are passed over.
    pub underscored: Underscored,
    /// The folder that the engine writes its site into, from the project's.
    pub output_folder: String,
    /// Jekyll's collections that are published.
    pub collections: Vec<Collection>,
    /// Where pages are that lie beside folders of posts.
    pub pages: Style,
    /// Whether posts of the future are published.
    pub future: bool,
    /// Further folders that are copied: folder → path on the site.
    pub files: Vec<(String, String)>,
    /// What Hexo writes into addresses for a category, and for none.
    pub category_names: BTreeMap<String, String>,
    /// What it writes for posts in none.
    pub default_category: Option<String>,
    /// How addresses follow from folders; `None` if they don't.
    pub address: Option<AddressRules>,
}

/// What a vault's settings say.
#[derive(Clone, Debug, Default)]
pub struct Vault {
    /// Its folder.
    pub root: PathBuf,
    /// Folders and files of templates of notes.
    pub templates: Vec<PathBuf>,
    /// Where files of notes are: a folder of the vault, or with `./` one beside each note.
    pub attachments: String,
}

/// A collection of Jekyll's.
#[derive(Clone, Debug)]
pub struct Collection {
    /// What it is called.
    pub name: String,
    /// Where it is, from the project's folder.
    pub folder: String,
    /// Its pattern.
    pub permalink: String,
}

/// How an address ends that follows from a file's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// A slash.
    #[default]
    Folders,
    /// `.html`
    Files,
}

impl Style {
    /// Of Jekyll's pages, by the permalink of its posts.
    pub(super) fn of_jekyll(permalink: &str) -> Self {
        let named = matches!(permalink, "date" | "ordinal" | "none" | "weekdate");
        if named || permalink.ends_with(":output_ext") { Self::Files } else { Self::Folders }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Folders => "/",
            Self::Files => ".html",
        }
    }
}

/// How addresses follow from folders.
#[derive(Clone, Debug, Default)]
pub struct AddressRules {
    /// What they end in.
    pub style: Style,
    /// Patterns of folders at the top.
    pub sections: Vec<(String, String)>,
    /// Folders at the top whose posts have the site's permalink.
    pub but: Vec<String>,
}

impl Layout {
    /// Folders within one of content that are copied, as far as they are there.
    pub(super) fn beside(content: &str, names: &[&str]) -> Vec<(String, String)> {
        names
            .iter()
            .map(|name| (format!("{}/{name}", content.trim_matches('/')), format!("/{name}/")))
            .collect()
    }

    /// Sets which folder is read, given the one that was named.
    pub(super) fn stand_at(&mut self, posts: &Path) {
        // Where no engine's settings were found, addresses are counted from the folder itself.
        if self.content.as_os_str().is_empty() {
            return;
        }
        if let Ok(inside) = self.content.strip_prefix(posts)
            && self.content.is_dir()
        {
            self.inside = inside.to_path_buf();
        } else if let Ok(below) = posts.strip_prefix(&self.content) {
            self.below = below.to_string_lossy().replace('\\', "/");
        }
    }

    /// Whether a name is one that the engine passes over: `_notes.md`.
    pub(crate) fn hides(&self, name: &str, is_folder: bool) -> bool {
        let kept = matches!(name, "_posts" | "_drafts");
        name.starts_with('_')
            && !kept
            && match self.underscored {
                Underscored::Nothing => false,
                Underscored::Files => !is_folder,
                Underscored::All => true,
            }
    }

    /// All that a parsed post depends on.
    pub(crate) fn key(&self) -> String {
        let of_categories = (&self.category_names, &self.default_category);
        format!(
            "{:?}",
            (self.engine, &self.default_language, self.all_in_folders, &self.address, of_categories)
        )
    }

    /// The permalink of a post by its place below the content: `None` if it has the site's. `own` is whether it has a slug of its
    /// own: Hugo makes one of the title where there is none.
    pub(crate) fn pattern(&self, place: &str, own: bool) -> Option<String> {
        let address = self.address.as_ref()?;
        let first = place.split_once('/').map_or("", |(first, _)| first);
        if address.but.iter().any(|name| name == first) {
            return None;
        }
        let section = address.sections.iter().find(|(name, _)| name == first).map(|(_, pattern)| pattern);
        let Some(section) = section else { return Some(format!("/:path{}", address.style.ending())) };
        let parts: Vec<String> = section
            .split('/')
            .map(|part| if part == ":slug" && !own { ":title".to_owned() } else { part.to_owned() })
            .collect();
        Some(parts.join("/"))
    }

    /// The address of a page that lies beside folders of posts, by its place.
    pub(crate) fn page_pattern(&self, place: &str) -> String {
        let (mut folders, name) = apart(place);
        match name {
            None => format!("{}/", escaped(&folders)),
            Some(name) => {
                folders.push(name);
                escaped(&folders) + self.pages.ending()
            }
        }
    }

    /// The pattern of a file of a collection.
    pub(crate) fn collection_pattern(collection: &Collection, place: &str) -> String {
        let below = place.strip_prefix(collection.folder.as_str()).unwrap_or(place).trim_start_matches('/');
        let stem = below.rsplit_once('.').map_or(below, |(stem, _)| stem);
        let parts: Vec<&str> = stem.split('/').collect();
        let name = parts.last().copied().unwrap_or_default();
        collection
            .permalink
            .replace(":collection", &collection.name)
            .replace(":path", escaped(&parts).trim_start_matches('/'))
            .replace(":name", escaped(&[name]).trim_start_matches('/'))
    }
}

/// The folders of a place and the name of the file without its ending; that of `a/index.md` is `a`, which is left to the folders.
fn apart(place: &str) -> (Vec<&str>, Option<&str>) {
    let mut parts: Vec<&str> = place.split('/').filter(|part| !part.is_empty()).collect();
    let file = parts.pop().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if stem.eq_ignore_ascii_case("index") { (parts, None) } else { (parts, Some(stem)) }
}

/// Folders as a part of a pattern: a colon in a name is no token.
fn escaped(folders: &[&str]) -> String {
    folders.iter().map(|folder| format!("/{}", folder.replace('%', "%25").replace(':', "%3A"))).collect()
}

/// Which names that begin with `_` are passed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Underscored {
    /// Nothing.
    #[default]
    Nothing,
    /// Files that begin with `_`.
    Files,
    /// Folders, too.
    All,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(address: AddressRules) -> Layout {
        Layout { address: Some(address), ..Layout::default() }
    }

    #[test]
    fn addresses_follow_from_folders() {
        let sections = [("blog", "/:section/:year/:slug/"), ("notes", ":sections/:filename/")];
        let sections = sections.map(|(name, pattern)| (name.to_owned(), pattern.to_owned())).to_vec();
        let hugo = project(AddressRules { sections, ..AddressRules::default() });
        for (place, own, want) in [
            ("posts/a.md", true, "/:path/"),
            ("about.md", false, "/:path/"),
            ("blog/a.md", true, "/:section/:year/:slug/"),
            ("blog/a.md", false, "/:section/:year/:title/"),
            ("notes/x/a.md", false, ":sections/:filename/"),
        ] {
            assert_eq!(hugo.pattern(place, own).as_deref(), Some(want), "{place}");
        }
        let files = project(AddressRules {
            style: Style::Files,
            but: vec!["blog".to_owned()],
            ..AddressRules::default()
        });
        assert_eq!(files.pattern("docs/a.md", false).as_deref(), Some("/:path.html"));
        assert_eq!(files.pattern("blog/a.md", false), None);
        assert_eq!(Layout::default().pattern("a.md", false), None);
    }

    #[test]
    fn pages_and_collections_are_where_jekyll_has_them() {
        for (permalink, place, want) in [
            ("date", "docs/start.md", "/docs/start.html"),
            ("date", "docs/index.md", "/docs/"),
            ("pretty", "docs/start.md", "/docs/start/"),
            ("/:title/", "about.html", "/about/"),
            ("none", "a.b.md", "/a.b.html"),
        ] {
            let project = Layout { pages: Style::of_jekyll(permalink), ..Layout::default() };
            assert_eq!(project.page_pattern(place), want, "{permalink} {place}");
        }
        let of = |permalink: &str, place: &str| {
            let (name, folder) = ("food".to_owned(), "_food".to_owned());
            let collection = Collection { name, folder, permalink: permalink.to_owned() };
            Layout::collection_pattern(&collection, place)
        };
        assert_eq!(of("/:collection/:path.html", "_food/soup/leek.md"), "/food/soup/leek.html");
        assert_eq!(of("/eat/:name/", "_food/soup/leek.md"), "/eat/leek/");
        assert_eq!(of("/eat/:title/", "_food/leek.md"), "/eat/:title/");
    }

    #[test]
    fn the_folder_that_is_read_may_be_any_of_the_project() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path();
        std::fs::create_dir_all(root.join("content/posts")).unwrap();
        for (posts, inside, below) in
            [("", "content", ""), ("content", "", ""), ("content/posts", "", "posts")]
        {
            let mut project = Layout { content: root.join("content"), ..Layout::default() };
            project.stand_at(&root.join(posts));
            assert_eq!((project.inside.to_str(), project.below.as_str()), (Some(inside), below), "{posts}");
        }
    }
}
