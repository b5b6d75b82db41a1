//! Finding the settings of a folder of posts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use lamplight_import::engine::Engine;

use super::{Config, Layout, POSTS, SETTINGS, Vault, hexo, hugo, jekyll, left_out, plain, script, zola};
use crate::defaults::Defaults;
use crate::inherit;
use crate::project_files::Project;
use crate::recognise;
use crate::recognise::sign::ProjectMarker;

impl Config {
    /// Finds and reads the settings of a folder of posts: `explicit`, or `lamplight.toml` in the folder or the one above, or
    /// those of the engine whose project it is, or the defaults. `base_url` overrides theirs.
    ///
    /// # Errors
    /// If the file can't be read or says something that no site can have.
    pub fn load(posts: &Path, explicit: Option<&Path>, base_url: Option<&str>) -> Result<Self> {
        let posts =
            posts.canonicalize().with_context(|| format!("there is no folder {}", posts.display()))?;
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
            base_url.clone_into(&mut config.base_url);
        }
        config.check()?;
        Ok(config)
    }

    /// Reads `lamplight.toml` in a project of which the engine's own settings are known.
    fn from_toml(path: &Path, theirs: Self) -> Result<Self> {
        let text = text(path)?;
        let own: Self = toml::from_str(&text).with_context(|| format!("{} is not right", path.display()))?;
        let pages = theirs.pages_folder();
        let (layout, diagnostics, notes, opt_in) =
            (theirs.layout, theirs.diagnostics, theirs.notes, theirs.opt_in);
        let root = path.canonicalize()?.parent().map(Path::to_path_buf).unwrap_or_default();
        let mut config = Self { layout, diagnostics, notes, opt_in, root, ..own };
        if !config.inherit {
            // Addresses follow `lamplight.toml`; what the engine's settings hold back stays held back.
            config.defaults = theirs.defaults.into_iter().map(Defaults::held_alone).collect();
            return Ok(config);
        }
        let table = table(path)?;
        config.defaults = theirs.defaults;
        config.variables = theirs.variables;
        for (key, mine, its) in [
            ("title", &mut config.title, theirs.title),
            ("description", &mut config.description, theirs.description),
            ("base_url", &mut config.base_url, theirs.base_url),
            ("language", &mut config.language, theirs.language),
            ("permalink", &mut config.permalink, theirs.permalink),
            ("timezone", &mut config.timezone, theirs.timezone),
            ("pages", &mut config.pages, pages),
        ] {
            if !table.contains_key(key) {
                *mine = its;
            }
        }
        Ok(config)
    }

    /// The folder of pages in a project of an engine. Jekyll's and Hexo's pages are where their layouts say.
    fn pages_folder(&self) -> String {
        let is_in_layout = matches!(self.layout.engine, Some(Engine::Jekyll | Engine::Hexo));
        if is_in_layout { String::new() } else { self.pages.clone() }
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

fn table(path: &Path) -> Result<toml::Table> {
    toml::from_str(&text(path)?).with_context(|| format!("{} is not right", path.display()))
}

fn text(path: &Path) -> Result<String> {
    let text = std::fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
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
