//! Engines by the settings files and folders of their projects.

use std::fs;
use std::path::Path;

use lamplight_import::engine::Engine;

use super::sign::ProjectMarker;

/// Folders above the one given that may be the project's.
const LEVELS: usize = 4;

/// Files or folders by which an engine is recognised.
struct Marker {
    engine: Engine,
    /// Their names. One of them is enough.
    names: &'static [&'static str],
    /// Whether a folder below the project's own can hold posts of it, given the project and the way down.
    holds: fn(&Path, &Path) -> bool,
    /// What else must be so.
    is_it: fn(&Path, &str) -> bool,
}

/// The first that fits at a level is whose settings are read.
const MARKERS: &[Marker] = &[
    Marker {
        engine: Engine::Hugo,
        names: &[
            "hugo.toml",
            "hugo.yaml",
            "hugo.yml",
            "hugo.json",
            "config.toml",
            "config.yaml",
            "config.yml",
            "config.json",
            "config/_default/hugo.toml",
            "config/_default/hugo.yaml",
            "config/_default/config.toml",
            "config/_default/config.yaml",
        ],
        holds: |root, below| lies_in(below, &["content"]) || named_in(root, below, HUGO),
        is_it: is_hugo,
    },
    Marker {
        engine: Engine::Hugo,
        names: &["archetypes"],
        holds: |_, below| lies_in(below, &["content"]),
        is_it: |root, _| root.join("content").is_dir(),
    },
    Marker {
        engine: Engine::Zola,
        names: &["zola.toml", "config.toml"],
        holds: |_, below| lies_in(below, &["content"]),
        is_it: |root, name| has_line(&root.join(name), &["base_url"]),
    },
    Marker {
        engine: Engine::Hexo,
        names: &["_config.yml", "_config.yaml", "package.json"],
        holds: |_, below| lies_in(below, &["source"]),
        is_it: |root, name| is_hexo(root) && (name != "package.json" || !root.join("_config.yml").is_file()),
    },
    Marker {
        engine: Engine::Jekyll,
        names: &["_config.yml", "_config.yaml", "_config.toml"],
        // A folder right below is taken whatever its name is: posts may be kept beside the site.
        holds: |_, below| {
            let mut parts = below.components().map(|part| part.as_os_str().to_string_lossy());
            below.components().count() < 2 || parts.any(|part| part.starts_with('_'))
        },
        is_it: |root, _| !is_hexo(root),
    },
    Marker {
        engine: Engine::Eleventy,
        names: &[
            ".eleventy.js",
            "eleventy.config.js",
            "eleventy.config.mjs",
            "eleventy.config.cjs",
            "eleventy.config.ts",
        ],
        holds: anywhere,
        is_it: always,
    },
    Marker {
        engine: Engine::Astro,
        names: &[
            "astro.config.mjs",
            "astro.config.ts",
            "astro.config.js",
            "astro.config.cjs",
            "astro.config.mts",
        ],
        holds: |_, below| lies_in(below, &["src", "content", "data", "posts", "blog"]),
        is_it: always,
    },
    Marker {
        engine: Engine::Pelican,
        names: &["pelicanconf.py"],
        holds: |root, below| lies_in(below, &["content"]) || named_in(root, below, &["pelicanconf.py"]),
        is_it: always,
    },
    Marker {
        engine: Engine::Docusaurus,
        names: &[
            "docusaurus.config.js",
            "docusaurus.config.ts",
            "docusaurus.config.mjs",
            "docusaurus.config.cjs",
        ],
        holds: |root, below| {
            lies_in(below, &["docs", "blog", "i18n", "versioned_docs", "src"])
                || named_in(root, below, &["docusaurus.config.js", "docusaurus.config.ts"])
        },
        is_it: always,
    },
    Marker { engine: Engine::VitePress, names: &[".vitepress", ".vuepress"], holds: anywhere, is_it: always },
    Marker {
        engine: Engine::MkDocs,
        names: &["mkdocs.yml", "mkdocs.yaml"],
        holds: |root, below| lies_in(below, &["docs"]) || named_in(root, below, &["mkdocs.yml"]),
        is_it: always,
    },
    Marker {
        engine: Engine::Pandoc,
        names: &["_quarto.yml", "_quarto.yaml"],
        holds: anywhere,
        is_it: always,
    },
    Marker {
        engine: Engine::Obsidian,
        names: &["quartz.config.ts", "quartz.config.yaml"],
        holds: |_, below| lies_in(below, &["content"]),
        is_it: always,
    },
];

/// Where a Hugo project says which folder its content is in.
const HUGO: &[&str] = &["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "config.yaml"];

/// Looks for a project's settings in a folder and those above it. The nearest count, and any vault that holds it.
pub(crate) fn by_project(posts: &Path) -> Vec<ProjectMarker> {
    let above: Vec<&Path> = levels(posts);
    let found = above.iter().map(|root| at(root, posts)).find(|found| !found.is_empty());
    // A repository may have its site in one folder of it.
    let within = || {
        let found = at(&posts.join("docs"), posts);
        Some(found).filter(|found| found.iter().any(|sign| sign.engine == Engine::VitePress))
    };
    let mut found = found.or_else(|| bare_jekyll(&above, posts)).or_else(within).unwrap_or_default();
    let vault = above.iter().find(|root| root.join(".obsidian").is_dir());
    if let Some(root) = vault.filter(|_| found.iter().all(|sign| sign.engine != Engine::Obsidian)) {
        found.push(ProjectMarker { engine: Engine::Obsidian, root: root.to_path_buf(), by: ".obsidian" });
    }
    found
}

/// A folder and those above it, up to the one that a repository begins in.
fn levels(posts: &Path) -> Vec<&Path> {
    let mut above = Vec::new();
    for folder in posts.ancestors().take(LEVELS + 1) {
        above.push(folder);
        if folder.join(".git").exists() {
            break;
        }
    }
    above
}

fn at(root: &Path, posts: &Path) -> Vec<ProjectMarker> {
    let below = posts.strip_prefix(root).unwrap_or(Path::new(""));
    let mut found: Vec<ProjectMarker> = Vec::new();
    for marker in MARKERS {
        let known = found.iter().any(|sign| sign.engine == marker.engine);
        let name = marker
            .names
            .iter()
            .find(|name| !known && root.join(name).exists() && (marker.is_it)(root, name))
            .filter(|_| (marker.holds)(root, below));
        found.extend(name.map(|by| ProjectMarker { engine: marker.engine, root: root.to_path_buf(), by }));
    }
    found
}

/// A Jekyll project without settings: a folder with `_posts` in it.
fn bare_jekyll(above: &[&Path], posts: &Path) -> Option<Vec<ProjectMarker>> {
    let root = match posts.ends_with("_posts") || posts.ends_with("_drafts") {
        true => posts.parent()?,
        false => above.first().filter(|root| root.join("_posts").is_dir())?,
    };
    Some(vec![ProjectMarker { engine: Engine::Jekyll, root: root.to_path_buf(), by: "_posts" }])
}

fn always(_: &Path, _: &str) -> bool {
    true
}

fn anywhere(_: &Path, _: &Path) -> bool {
    true
}

/// Whether a settings file speaks of the folder that leads to the posts: `contentDir = "articles"`.
fn named_in(root: &Path, below: &Path, files: &[&str]) -> bool {
    let Some(first) = below.components().next() else { return true };
    let first = first.as_os_str().to_string_lossy();
    let quoted = [format!("\"{first}"), format!("'{first}"), format!(": {first}")];
    files.iter().any(|file| {
        text(&root.join(file)).is_some_and(|text| quoted.iter().any(|quoted| text.contains(quoted.as_str())))
    })
}

/// Hugo shares the names of its older settings files with others.
fn is_hugo(root: &Path, name: &str) -> bool {
    const KEYS: &[&str] = &[
        "baseURL",
        "baseurl",
        "BaseURL",
        "languageCode",
        "LanguageCode",
        "defaultContentLanguage",
        "paginate",
        "publishDir",
        "contentDir",
        "[markup]",
        "[permalinks]",
        "[params]",
    ];
    name.contains("hugo.") || {
        let path = root.join(name);
        has_line(&path, KEYS) && !has_line(&path, &["base_url"])
    }
}

/// Hexo shares the name of its settings file with Jekyll.
fn is_hexo(root: &Path) -> bool {
    root.join("source/_posts").is_dir()
        || root.join("source").is_dir()
            && text(&root.join("package.json")).is_some_and(|text| text.contains("\"hexo\""))
}

/// Whether a line of a file begins with one of some keys.
fn has_line(path: &Path, keys: &[&str]) -> bool {
    text(path).is_some_and(|text| {
        text.trim_start_matches('\u{feff}').lines().any(|line| {
            let line = line.trim_start().trim_start_matches(['"', '\'']);
            keys.iter().any(|key| {
                line.strip_prefix(key).is_some_and(|rest| {
                    key.starts_with('[')
                        || rest.trim_start_matches(['"', '\'', ' ', '\t']).starts_with(['=', ':'])
                })
            })
        })
    })
}

/// A settings file is no longer than this.
const LONGEST: u64 = 1 << 20;

fn text(path: &Path) -> Option<String> {
    let small = fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() <= LONGEST);
    small.then(|| fs::read(path).ok()).flatten().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether a way down from a project's folder is empty, or begins in one of some folders of it.
fn lies_in(below: &Path, folders: &[&str]) -> bool {
    let first = below.components().next().map(|part| part.as_os_str().to_string_lossy());
    first.is_none_or(|first| folders.contains(&&*first))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a folder of a project is recognised as: files and folders (ending in `/`) of the project, and the folder.
    fn read(project: &[(&str, &str)], folder: &str) -> Vec<(Engine, String, &'static str)> {
        let place = tempfile::tempdir().unwrap();
        let top = place.path().canonicalize().unwrap().join("top");
        fs::create_dir_all(top.join(folder)).unwrap();
        fs::create_dir_all(top.join(".git")).unwrap();
        for (name, text) in project {
            let path = top.join(name);
            match name.ends_with('/') {
                true => fs::create_dir_all(path).unwrap(),
                false => {
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    fs::write(path, text).unwrap();
                }
            }
        }
        by_project(&top.join(folder))
            .into_iter()
            .map(|sign| {
                let root = sign.root.strip_prefix(&top).unwrap();
                (sign.engine, root.to_string_lossy().into_owned(), sign.by)
            })
            .collect()
    }

    #[test]
    fn projects_are_known_by_their_settings() {
        for (project, folder, engine, root) in [
            (&[("_config.yml", "")][..], "", Engine::Jekyll, ""),
            (&[("_config.yml", "")], "_posts", Engine::Jekyll, ""),
            (&[("_config.toml", "")], "food/soup/_posts", Engine::Jekyll, ""),
            (&[("_posts/", "")], "", Engine::Jekyll, ""),
            (&[], "_posts", Engine::Jekyll, ""),
            (&[("hugo.toml", "")], "content/posts", Engine::Hugo, ""),
            (&[("site/hugo.yaml", "")], "site", Engine::Hugo, "site"),
            (&[("hugo.toml", "contentDir = \"articles\"")], "articles", Engine::Hugo, ""),
            (&[("config.toml", "baseURL = 'https://a.example'")], "content", Engine::Hugo, ""),
            (&[("config.yaml", "languageCode: en")], "content/en/posts", Engine::Hugo, ""),
            (&[("config/_default/hugo.toml", "")], "content", Engine::Hugo, ""),
            (&[("archetypes/", ""), ("content/", "")], "", Engine::Hugo, ""),
            (&[("config.toml", "title = 'A'\nbase_url = 'https://a.example'")], "content", Engine::Zola, ""),
            (&[("_config.yml", ""), ("source/_posts/", "")], "", Engine::Hexo, ""),
            (&[("_config.yml", ""), ("source/_posts/", "")], "source/_posts", Engine::Hexo, ""),
            (&[("package.json", "{\"hexo\": {}}"), ("source/", "")], "source", Engine::Hexo, ""),
            (&[(".eleventy.js", "")], "src/posts", Engine::Eleventy, ""),
            (&[("astro.config.mjs", "")], "src/content/blog", Engine::Astro, ""),
            (&[("pelicanconf.py", "PATH = 'content'")], "content/posts", Engine::Pelican, ""),
            (&[(".obsidian/", "")], "notes/deep", Engine::Obsidian, ""),
            (&[("quartz.config.ts", "")], "content", Engine::Obsidian, ""),
            (&[("docusaurus.config.js", "")], "blog", Engine::Docusaurus, ""),
            (&[("docusaurus.config.ts", "path: 'news'")], "news", Engine::Docusaurus, ""),
            (&[("docs/.vitepress/", "")], "docs/guide", Engine::VitePress, "docs"),
            (&[("docs/.vuepress/", "")], "docs", Engine::VitePress, "docs"),
            (&[("docs/.vuepress/", "")], "", Engine::VitePress, "docs"),
            (&[("mkdocs.yml", "")], "docs", Engine::MkDocs, ""),
            (&[("_quarto.yml", "")], "posts", Engine::Pandoc, ""),
        ] {
            let found = read(project, folder);
            let short: Vec<_> = found.iter().map(|(engine, root, _)| (*engine, root.as_str())).collect();
            assert_eq!(short, [(engine, root)], "{project:?} {folder}");
        }
    }

    #[test]
    fn settings_of_others_above_do_not_count() {
        for (project, folder) in [
            (&[][..], "posts"),
            (&[("hugo.toml", "")], "posts"),
            (&[("_config.yml", "")], "a/b"),
            (&[("config.toml", "color = 'red'")], "content"),
            (&[("config.toml", "base_url = 'x'")], "posts"),
            (&[("package.json", "{\"hexo\": {}}")], ""),
            (&[("mkdocs.yml", "site_name: A")], "blog"),
            (&[(".obsidian/", "")], "a/b/c/d/e/f"),
            (&[(".obsidian/", ""), ("a/.git/", "")], "a/b"),
            (&[("archetypes/", "")], ""),
        ] {
            assert_eq!(read(project, folder), [], "{project:?} {folder}");
        }
    }

    #[test]
    fn a_vault_counts_beside_an_engine_and_the_nearest_settings_count() {
        let engines = |project: &[(&str, &str)], folder: &str| -> Vec<Engine> {
            read(project, folder).into_iter().map(|(engine, ..)| engine).collect()
        };
        assert_eq!(
            engines(&[("hugo.toml", ""), ("content/.obsidian/", "")], "content"),
            [Engine::Hugo, Engine::Obsidian]
        );
        assert_eq!(engines(&[("hugo.toml", ""), ("content/_config.yml", "")], "content"), [Engine::Jekyll]);
    }
}
