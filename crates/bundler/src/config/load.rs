//! Finding the settings of a folder of posts.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use lamplight_import::engine::Engine;

use super::own::{table, with_scheme};
use super::{Config, Layout, POSTS, SETTINGS, Vault, hexo, hugo, jekyll, left_out, plain, script, zola};
use crate::inherit;
use crate::project_files::Project;
use crate::recognise;
use crate::recognise::sign::ProjectMarker;
use crate::remedy::Remedy;

impl Config {
    /// Finds and reads the settings of a folder of posts: `explicit`, or `lamplight.toml` in the folder or the one above, or
    /// those of the engine whose project it is, or the defaults. `base_url` overrides theirs.
    ///
    /// # Errors
    /// If the file can't be read or says something that no site can have.
    pub fn load(posts: &Path, explicit: Option<&Path>, base_url: Option<&str>) -> Result<Self> {
        let posts = folder_of_posts(posts)?;
        let signs = recognise::by_project(&posts);
        let of_project = signs.iter().find(|sign| sign.engine != Engine::Obsidian).or_else(|| signs.first());
        let mut theirs = of_project.map_or_else(|| Ok(Self::default()), of_engine)?;
        let vault = signs.iter().find(|sign| sign.by == ".obsidian");
        theirs.layout.vault = vault.map(|sign| of_vault(&sign.root));
        let folders = [Some(posts.as_path()), posts.parent()];
        let own = || folders.iter().flatten().map(|f| f.join(SETTINGS)).find(|p| p.is_file());
        let mut config = match explicit.map(Path::to_path_buf).or_else(own) {
            Some(path) => Self::from_toml(&path, theirs)?,
            None => {
                let root = of_project.filter(|sign| sign.by != ".obsidian").map(|sign| sign.root.clone());
                theirs.root = root.unwrap_or_else(|| posts.clone());
                theirs.pages = theirs.pages_folder();
                theirs
            }
        };
        if config.layout.vault.is_none()
            && config.requested_engines.iter().flatten().any(|wished| *wished == Engine::Obsidian)
        {
            config.layout.vault = Some(of_vault(&posts));
        }
        config.layout.stand_at(&posts);
        // Places in a project are counted from its content already.
        if config.layout.engine.is_none() {
            config.section = below_content(&posts);
        }
        let inherited = inherit::read(&posts, &config.layout.content, config.layout.engine);
        config.defaults.extend(inherited.defaults);
        config.notes.extend(inherited.notes);
        let vault = vault.map(|sign| sign.root.as_path());
        config.opt_in = config.opt_in.or_else(|| inherit::opt_in(vault, &posts));
        config.recognised = recognise::recognise(&config, &posts, &signs);
        config.engines = config.recognised.engines;
        config.project = Arc::new(Project::read(&config.root, &posts));
        if config.files.is_empty() {
            config.files = conventional_files(&config.root, &config.layout);
        }
        if let Some(base_url) = base_url {
            with_scheme(base_url, "--base-url")?;
            base_url.clone_into(&mut config.base_url);
        }
        config.check()?;
        Ok(config)
    }
}

/// The folder that a command reads if it names none: `posts` of the settings in `folder`, else the folder `posts`.
///
/// # Errors
/// If there is a settings file that can't be read.
pub fn posts_folder(folder: &Path) -> Result<PathBuf> {
    let settings = folder.join(SETTINGS);
    let named = match settings.is_file() {
        true => table(&settings)?.get("posts").and_then(|posts| posts.as_str().map(str::to_owned)),
        false => None,
    };
    let named = named.unwrap_or_else(|| POSTS.to_owned());
    // The current folder is not said in front of paths that people read.
    Ok(if folder == Path::new(".") { PathBuf::from(named) } else { folder.join(named) })
}

/// The folder of posts, whole.
///
/// # Errors
/// If it is none, or can't be read.
fn folder_of_posts(posts: &Path) -> Result<PathBuf> {
    let named = posts.display();
    match fs::metadata(posts) {
        Err(error) if error.kind() == ErrorKind::NotFound => bail!(Remedy::new(
            format!("there is no folder {named}"),
            format!(
                "name the folder that holds your posts, or begin one: `mkdir {named}`, then `lamplight new \"A title\" --posts {named}`"
            ),
        )),
        Ok(found) if !found.is_dir() => {
            let above =
                posts.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
            bail!(Remedy::new(
                format!("{named} is a file, and no folder of posts"),
                format!("name the folder that it is in: `{}`", above.display()),
            ))
        }
        _ => {}
    }
    // A folder that can't be listed would look like one without posts.
    fs::read_dir(posts).with_context(|| format!("can't read the folder {named}"))?;
    posts.canonicalize().with_context(|| format!("can't read the folder {named}"))
}

/// What the settings of another engine say.
fn of_engine(sign: &ProjectMarker) -> Result<Config> {
    let mut config = match sign.engine {
        Engine::Jekyll => jekyll::read(sign)?,
        Engine::Hugo => hugo::read(sign)?,
        Engine::Zola => zola::read(sign)?,
        Engine::Hexo => hexo::read(sign)?,
        Engine::MkDocs => plain::mkdocs(sign)?,
        Engine::Pandoc => plain::quarto(sign)?,
        Engine::Pelican => script::pelican(sign)?,
        Engine::Eleventy => script::eleventy(sign)?,
        Engine::Astro => script::astro(sign)?,
        Engine::Docusaurus => script::docusaurus(sign)?,
        Engine::VitePress => script::vitepress(sign)?,
        Engine::Obsidian => script::quartz(sign)?,
        Engine::WordPress => Config::default(),
    };
    config.layout.engine = Some(sign.engine);
    if config.layout.content.as_os_str().is_empty() {
        config.layout.content = sign.root.clone();
    }
    left_out::read(&mut config, sign);
    config.replace_invalid(&sign.root.join(sign.by));
    Ok(config)
}

/// The folders of a path below one that is called as most engines call that of all content.
fn below_content(posts: &Path) -> String {
    let parts: Vec<_> = posts.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let from = parts.iter().rposition(|part| part == "content");
    from.map(|at| parts[at + 1..].join("/")).unwrap_or_default()
}

/// What a vault's settings say, and those of its plugins.
fn of_vault(root: &Path) -> Vault {
    let said = |file: &str, key: &str| {
        let text = std::fs::read_to_string(root.join(".obsidian").join(file)).ok()?;
        let settings: serde_json::Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        Some(settings.get(key)?.as_str()?.trim().to_owned())
    };
    let named = [
        ("templates.json", "folder"),
        ("plugins/templater-obsidian/data.json", "templates_folder"),
        ("plugins/templater-obsidian/data.json", "template_folder"),
        ("plugins/quickadd/data.json", "templateFolderPath"),
        ("daily-notes.json", "template"),
        ("zk-prefixer.json", "template"),
    ];
    let places = named.iter().filter_map(|(file, key)| {
        let place = said(file, key)?;
        let place = place.trim_matches('/');
        let file = root.join(format!("{place}.md"));
        let place = (!place.is_empty()).then(|| root.join(place))?;
        place.canonicalize().or_else(|_| file.canonicalize()).ok()
    });
    // A vault whose templates are everywhere has no folder of them.
    let whole = root.canonicalize().unwrap_or_default();
    let templates = places.filter(|place| *place != whole).collect();
    Vault {
        root: root.to_path_buf(),
        templates,
        attachments: said("app.json", "attachmentFolderPath").unwrap_or_default(),
    }
}

/// Folders in which engines and CMSs keep files: folder → path on the site. The engine's output folder is left out: it may hold
/// drafts.
fn conventional_files(root: &Path, project: &Layout) -> BTreeMap<String, String> {
    let known = [
        ("uploads", "/uploads/"),
        ("assets", "/assets/"),
        ("images", "/images/"),
        ("img", "/img/"),
        ("static", "/"),
        ("public", "/"),
    ];
    let known = known.iter().map(|(folder, to)| ((*folder).to_owned(), (*to).to_owned()));
    let all = known.chain(project.files.iter().cloned());
    let is_made = |folder: &str| {
        !project.output_folder.is_empty() && Path::new(folder).starts_with(&project.output_folder)
    };
    all.filter(|(folder, _)| root.join(folder).is_dir() && !is_made(folder)).collect()
}
