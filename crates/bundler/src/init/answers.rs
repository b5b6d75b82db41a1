//! What a person answers, by options or on a terminal.

use std::path::Path;

use super::host::CiService;
use super::machine::Machine;
use super::repository::repository;
use crate::config::Config;
use crate::host::Host;

/// What options say; what they don't is asked for.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each is a field of `Answers`")]
pub struct Given {
    pub title: Option<String>,
    pub description: Option<String>,
    pub base_url: Option<String>,
    pub author: Option<String>,
    pub language: Option<String>,
    pub timezone: Option<String>,
    pub host: Option<Host>,
    pub ci: Option<CiService>,
    pub target: Option<String>,
    pub project: Option<String>,
    /// Whether what is proposed is taken for all that is not said.
    pub takes_proposals: bool,
}

/// All that is known when files are written.
#[derive(Clone, Debug)]
pub struct Answers {
    /// The blog's name.
    pub title: String,
    /// One sentence about it, or nothing.
    pub description: String,
    /// Where it will live.
    pub base_url: String,
    /// Who writes the first post.
    pub author: String,
    /// A BCP 47 tag.
    pub language: String,
    /// An IANA name, or nothing for UTC.
    pub timezone: String,
    /// Where it is published.
    pub host: Host,
    /// What runs the workflow.
    pub ci: CiService,
    /// Where `lamplight publish` copies the blog to.
    pub target: String,
    /// The name of the project at the host.
    pub project: String,
}

impl Answers {
    /// What is proposed: what the settings in the folder say, else what the machine and the repository say.
    pub(super) fn proposed(folder: &Path, config: Option<&Config>, machine: &Machine) -> Self {
        let repository = repository(folder);
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let name = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let default = Config::default();
        let said = |value: &dyn Fn(&Config) -> &String| {
            config.map(value).filter(|text| **text != *value(&default)).cloned()
        };
        let base_url = said(&|config| &config.base_url).filter(|url| url != "/");
        Self {
            title: said(&|config| &config.title).unwrap_or_else(|| titled(&name)),
            description: said(&|config| &config.description).unwrap_or_default(),
            base_url: base_url.or_else(|| repository.pages_address()).unwrap_or_else(|| "/".to_owned()),
            author: config
                .and_then(|config| config.authors.keys().next().cloned())
                .or_else(|| machine.person.clone().filter(|_| config.is_none()))
                .unwrap_or_default(),
            language: match config {
                Some(config) => config.language.clone(),
                None => machine.language.clone().unwrap_or(default.language.clone()),
            },
            timezone: match config {
                Some(config) => config.timezone.clone(),
                None => machine.time_zone.clone().unwrap_or_default(),
            },
            host: repository.host().unwrap_or(Host::Any),
            ci: repository.ci(),
            target: String::new(),
            project: lamplight_import::slug::slugify(&name),
        }
    }
}

/// The name of a folder as a title: `my-blog` is `My blog`.
fn titled(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let words = words.trim();
    let mut chars = words.chars();
    chars.next().map_or_else(
        || Config::default().title,
        |first| first.to_uppercase().chain(chars).collect::<String>(),
    )
}
