//! The site's settings: `lamplight.toml`, or what another engine's settings say of the same things, or defaults.

mod hexo;
mod hugo;
mod jekyll;
mod layout;
mod left_out;
mod load;
mod own;
pub(crate) mod passthrough;
mod plain;
mod read;
mod script;
mod zola;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Result, bail};
use lamplight_format::messages::Message;
use lamplight_format::model::{NavItem, Site, TermKind};
use lamplight_format::route::{ARCHIVE, Route};
use lamplight_import::date::Zone;
use lamplight_import::diagnostic::Diagnostic;
use lamplight_import::engine::{Engine, Engines};
use serde::Deserialize;

use crate::defaults::Defaults;
use crate::host::Host;
use crate::language::{self, Language};
use crate::picture::ImageFormat;
use crate::project_files::Project;
use crate::recognise::sign::Recognised;
use crate::source::file::Source;
pub use layout::{Layout, Vault};
pub use load::posts_folder;

/// The name of the settings file.
pub const SETTINGS: &str = "lamplight.toml";

/// The folder that is read when neither a command nor the settings name one.
pub(crate) const POSTS: &str = "posts";

/// Settings of a site. Every key may be left out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The blog's name.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// The folder that is read when a command names none, beside this file.
    pub posts: String,
    /// Whether what is not said here is read from the settings of the engine that the project is of.
    pub inherit: bool,
    /// Where it will live: `https://example.org/blog/`. The path part is the base of every URL.
    pub base_url: String,
    /// Where it will be published: which files a build writes for its host.
    pub host: Host,
    /// BCP 47 language tag of the posts and the interface.
    pub language: String,
    /// Texts of the interface that replace those of its catalogue, by key.
    pub words: BTreeMap<String, String>,
    /// Posts on one page of a list, 1 to 100.
    pub page_size: u32,
    /// Address of a post that has no permalink of its own.
    pub permalink: String,
    /// Typographic quotes and dashes.
    pub smart_punctuation: bool,
    /// What `current_gaslighter` calls a member of the team.
    pub member: String,
    /// Links of the header; archive, categories and tags if not given.
    pub navigation: Option<Vec<Navigation>>,
    /// Folders beside this file whose content is copied: folder → path on the site.
    pub files: BTreeMap<String, String>,
    /// Folder of pages such as `about.md`, beside this file.
    pub pages: String,
    /// Formats of the variants of pictures, the best first; an empty list makes none.
    pub image_formats: Vec<ImageFormat>,
    /// Posts in a feed, the newest; 0 makes no feeds.
    pub feed_size: u32,
    /// Whether readers can search all posts.
    pub search: bool,
    /// Where OpenSearch sends a reader's words, with `{searchTerms}` in it.
    pub search_url: String,
    /// Whether readers can keep pages for reading without a network.
    pub offline: bool,
    /// A drawing (SVG) to make the icons of; empty takes Lamplight's own.
    pub icon: String,
    /// Screenshots for the dialog that installs the blog as an app: paths of the site.
    pub screenshots: Vec<String>,
    /// Hosts whose frames posts may show, such as `www.youtube-nocookie.com`; all others become links.
    pub frames: Vec<String>,
    /// Paths of the blog's former service workers, which are removed from browsers. `None` takes those that the project names.
    pub former_workers: Option<Vec<String>>,
    /// What becomes of Liquid in posts.
    pub liquid: Liquid,
    /// Engines whose marks posts may hold; none given means those that the folder is recognised as.
    #[serde(rename = "engines")]
    pub requested_engines: Option<Vec<Engine>>,
    /// Zone of dates that name none, as the IANA calls it: `Europe/Berlin`. Empty is UTC.
    pub timezone: String,
    /// Whether `$x$` is a formula.
    pub dollar_math: bool,
    /// What the ids of feed entries begin with: `tag:example.org,2024:`. Empty leaves it at a name of Lamplight's own.
    pub feed_id: String,
    /// What is known of authors, by name.
    pub authors: BTreeMap<String, Author>,
    /// Engines whose marks are read.
    #[serde(skip)]
    pub engines: Engines,
    /// How [`Config::engines`] are known.
    #[serde(skip)]
    pub recognised: Recognised,
    /// Folders between that of all content and that of posts, joined by slashes.
    #[serde(skip)]
    pub section: String,
    /// Of [`Config::timezone`].
    #[serde(skip)]
    pub zone: Zone,
    /// How the project's folders are read.
    #[serde(skip)]
    pub layout: Layout,
    /// Diagnostics of settings files, with their paths.
    #[serde(skip)]
    pub diagnostics: Vec<(PathBuf, Diagnostic)>,
    /// Notes for the author on how settings are read.
    #[serde(skip)]
    pub notes: Vec<String>,
    /// Folder that all of the above is relative to; set by [`Config::load`].
    #[serde(skip)]
    pub root: PathBuf,
    /// What a Jekyll project's settings say of many posts at once.
    #[serde(skip)]
    pub defaults: Vec<Defaults>,
    /// The key that a note must have to be published, if a vault publishes no others.
    #[serde(skip)]
    pub opt_in: Option<&'static str>,
    /// Other keys of a Jekyll project's settings, which posts can show: `{{ site.email }}`.
    #[serde(skip)]
    pub variables: BTreeMap<String, String>,
    /// Files of the project that posts can show.
    #[serde(skip)]
    pub project: Arc<Project>,
}

/// What becomes of Liquid in posts. What Markdown can say is translated, but for [`Liquid::Off`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Liquid {
    /// Tags that can't be translated are left out, as Jekyll leaves out what it does not know.
    #[default]
    Nothing,
    /// They are shown as text.
    Text,
    /// Posts are Markdown: nothing of Liquid and kramdown is translated.
    Off,
}

/// A link of the header.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Navigation {
    /// What it says.
    pub title: String,
    /// A path of the site, or an absolute URL.
    pub href: String,
}

/// What `lamplight.toml` knows of an author.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Author {
    /// Full name, if posts use a short one.
    pub name: String,
    /// A sentence or two, plain text.
    pub about: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Blog".to_owned(),
            description: String::new(),
            posts: POSTS.to_owned(),
            inherit: false,
            base_url: "/".to_owned(),
            host: Host::Any,
            language: "en".to_owned(),
            words: BTreeMap::new(),
            page_size: 10,
            permalink: "/blog/:slug".to_owned(),
            smart_punctuation: true,
            member: "Gaslighter".to_owned(),
            navigation: None,
            files: BTreeMap::new(),
            pages: "pages".to_owned(),
            image_formats: vec![ImageFormat::Webp],
            feed_size: 20,
            search: true,
            search_url: String::new(),
            offline: true,
            icon: String::new(),
            screenshots: Vec::new(),
            frames: Vec::new(),
            former_workers: None,
            liquid: Liquid::default(),
            requested_engines: None,
            timezone: String::new(),
            dollar_math: false,
            feed_id: String::new(),
            engines: Engines::NONE,
            recognised: Recognised::default(),
            section: String::new(),
            zone: Zone::default(),
            authors: BTreeMap::new(),
            layout: Layout::default(),
            diagnostics: Vec::new(),
            notes: Vec::new(),
            root: PathBuf::new(),
            defaults: Vec::new(),
            opt_in: None,
            variables: BTreeMap::new(),
            project: Arc::default(),
        }
    }
}

impl Config {
    /// The folders of a file of posts below the folder of all content, joined by slashes.
    #[must_use]
    pub fn folder_of(&self, name: &str) -> String {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        // `my-post/index.md` lies in the folder that it gives its name to.
        let is_index = name.rsplit('/').next().is_some_and(|file| file.starts_with("index."));
        let folder = if is_index { folder.rsplit_once('/').map_or("", |(above, _)| above) } else { folder };
        let all = [self.section.as_str(), folder].join("/");
        let parts: Vec<&str> = all.split('/').filter(|part| !part.is_empty()).collect();
        let from = parts
            .iter()
            .rposition(|part| matches!(*part, "content" | "_posts" | "source"))
            .map_or(0, |i| i + 1);
        parts[from..].join("/")
    }

    /// The permalink of a post that says none itself. `own` is whether it has a slug of its own.
    pub(crate) fn pattern_of(&self, source: &Source, page: bool, own: bool) -> String {
        let site = if page { "/:slug/" } else { self.permalink.as_str() };
        let of_place = || source.pattern.clone().or_else(|| self.layout.pattern(&source.content_path, own));
        of_place().unwrap_or_else(|| site.to_owned())
    }

    /// The folder that addresses of posts in a language lie in, if that is not the site's own.
    pub(crate) fn language_folder(&self, language: Option<&str>) -> Option<String> {
        let project = &self.layout;
        let default = project.default_language.as_deref().unwrap_or(&self.language);
        let language = language.or(project.all_in_folders.then_some(default))?;
        let is_own = language.eq_ignore_ascii_case(default) && !project.all_in_folders;
        (!is_own).then(|| language.to_lowercase())
    }

    /// Whether a post may hold Liquid and kramdown: not where its folder is known to be another engine's, nor with TOML, which no
    /// post of Jekyll begins with.
    #[must_use]
    pub fn reads_liquid(&self, is_toml: bool) -> bool {
        const OF_LIQUID: [Engine; 3] = [Engine::Jekyll, Engine::Eleventy, Engine::Hexo];
        self.liquid != Liquid::Off
            && !is_toml
            && (!self.recognised.is_certain || self.engines.is_empty() || self.engines.has_any(&OF_LIQUID))
    }

    fn check(&mut self) -> Result<()> {
        if !(1..=100).contains(&self.page_size) {
            bail!("page_size is {}; choose a number from 1 to 100", self.page_size);
        }
        if let Some(host) = self.frames.iter().find(|host| !is_host(host)) {
            bail!("frames names `{host}`, which is no host; write it like `www.youtube-nocookie.com`");
        }
        let is_script =
            |path: &&String| path.starts_with('/') && path.ends_with(".js") && !path.contains("..");
        if let Some(path) = self.former_workers.iter().flatten().find(|path| !is_script(path)) {
            bail!(
                "former_workers names `{path}`, which is no script below the blog's folder; write it like `/service-worker.js`"
            );
        }
        let Some(zone) = Zone::named(&self.timezone) else {
            bail!(
                "timezone is `{}`, which is no zone that the IANA names; write it like `Europe/Berlin`",
                self.timezone
            );
        };
        self.zone = zone;
        language::check(&self.language, &self.words)?;
        let (_, path) = self.split_base();
        if path.contains(['?', '#', ' ']) {
            bail!(
                "base_url `{}` holds a query, a fragment or a blank; give only the address of the folder",
                self.base_url
            );
        }
        Ok(())
    }

    /// Origin without trailing slash (or empty), and base path with slashes at both ends.
    fn split_base(&self) -> (String, String) {
        let (origin, path) = match self.base_url.split_once("://") {
            Some((scheme, rest)) => {
                let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                (format!("{scheme}://{host}"), path)
            }
            None => (String::new(), self.base_url.as_str()),
        };
        let path = path.trim_matches('/');
        (origin, if path.is_empty() { "/".to_owned() } else { format!("/{path}/") })
    }

    /// What `{{ site.name }}` stands for in posts.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<String> {
        let (origin, base) = self.split_base();
        match name {
            "title" | "name" => Some(self.title.clone()),
            "description" => Some(self.description.clone()),
            "url" => Some(origin),
            "baseurl" => Some(base.trim_end_matches('/').to_owned()),
            "lang" => Some(self.language.clone()),
            other => self.variables.get(other).cloned(),
        }
    }

    /// Feeds, sitemap and search descriptions need absolute addresses: without an origin there are none.
    #[must_use]
    pub fn has_feeds(&self) -> bool {
        self.feed_size > 0 && !self.split_base().0.is_empty()
    }

    /// The part that readers get.
    #[must_use]
    pub fn site(&self) -> Site {
        let (origin, base) = self.split_base();
        let mut site = Site {
            title: self.title.clone(),
            description: self.description.clone(),
            language: self.language.clone(),
            origin,
            base,
            page_size: self.page_size,
            nav: Vec::new(),
            author_status_label: self.member.clone(),
            smart: self.smart_punctuation,
            feeds: self.has_feeds(),
            offline: self.offline,
            search: self.search,
            messages: Language::of(&self.language, &self.words).table(),
            labels: Language::of(&self.language, &self.words).labels(),
        };
        let item = |title: &str, href: &str| NavItem { title: title.to_owned(), href: href.to_owned() };
        site.nav = match &self.navigation {
            Some(own) => own.iter().map(|link| item(&link.title, &link.href)).collect(),
            None => [
                (Message::Archive, ARCHIVE),
                (Message::Categories, Route::Terms(TermKind::Category)),
                (Message::Tags, Route::Terms(TermKind::Tag)),
            ]
            .map(|(word, route)| item(site.t(word), &route.path()))
            .to_vec(),
        };
        site
    }
}

/// Letters, digits, dots, hyphens, and perhaps a port: what a policy and an address can both hold as it is.
fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "0"));
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        && port.bytes().all(|b| b.is_ascii_digit())
}
