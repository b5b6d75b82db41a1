//! Settings that are programs: only assignments of plain texts are read, and the report says so.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use lamplight_import::front_matter;

use super::layout::Underscored;
use super::layout::{AddressRules, Style};
use super::read::{base_url, language_of};
use super::{Config, Layout, passthrough};
use crate::defaults::{Defaults, Scope};
use crate::recognise::sign::ProjectMarker;

/// A program whose assignments of plain texts are read.
pub(super) struct Script {
    text: String,
}

impl Script {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("can't read {}", path.display()))?;
        Ok(Self { text: String::from_utf8_lossy(&bytes).into_owned() })
    }

    /// The text that is assigned to a name: `title: 'My blog',` or `SITENAME = "My blog"`.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.all(name).next()
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        self.text.lines().filter_map(move |line| {
            let rest = line.trim_start().trim_start_matches(['"', '\'']).strip_prefix(name)?;
            let rest = rest.trim_start_matches(['"', '\'']).trim_start();
            literal(rest.strip_prefix([':', '='])?)
        })
    }

    /// The texts of all lists that are assigned to a name: `exclude: ['a', "b"]`. `Some(None)` if one holds anything else.
    pub(super) fn list(&self, name: &str) -> Option<Option<Vec<String>>> {
        let code: Vec<&str> = self.text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        let mut all: Option<Vec<String>> = None;
        for (at, _) in code.match_indices(name) {
            let before = code[..at].trim_end_matches(['"', '\'']);
            let after = code[at + name.len()..].trim_start_matches(['"', '\'']).trim_start();
            let is_key = before.is_empty() || before.ends_with([' ', '\n', '\t', '{', ',']);
            let Some(rest) = after.strip_prefix([':', '=']).filter(|_| is_key) else { continue };
            let Some(mut rest) = rest.trim_start().strip_prefix('[') else { return Some(None) };
            let texts = all.get_or_insert_default();
            loop {
                rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
                if rest.starts_with(']') {
                    break;
                }
                let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
                let end = quote.and_then(|quote| rest[1..].find(quote));
                let (Some(end), Some(text)) = (end, literal(rest)) else { return Some(None) };
                texts.push(text);
                rest = &rest[end + 2..];
            }
        }
        all.map(Some)
    }

    /// The first folder of a project that a text names: `BLOG_PATH = "src/data/blog"`.
    fn folder(&self, root: &Path) -> Option<PathBuf> {
        // An apostrophe in a remark is no quotation mark, so what lies between any two is looked at.
        let names = self.text.split(['"', '\'', '`']).map(|text| text.trim_start_matches("./"));
        names
            .filter(|name| name.starts_with("src/") && !name.contains(".."))
            .map(|name| root.join(name))
            .find(|path| path.is_dir())
    }

    /// Whether a line that is no comment calls a function.
    fn calls(&self, name: &str) -> bool {
        let calls = |line: &str| line.split_once(name).is_some_and(|(_, rest)| rest.starts_with('('));
        self.text.lines().any(|line| calls(line) && !line.trim_start().starts_with("//"))
    }

    /// Whether a line gives a name a value other than a text.
    fn is_true(&self, name: &str) -> bool {
        self.text.lines().any(|line| {
            let rest = line.trim_start().strip_prefix(name).map(str::trim_start);
            let value = rest.and_then(|rest| rest.strip_prefix([':', '='])).map(str::trim_start);
            value.is_some_and(|value| value.starts_with("true") || value.starts_with("True"))
        })
    }
}

impl Script {
    /// What Pelican's `DEFAULT_METADATA` holds back of all posts.
    fn all_drafts(&self) -> Vec<Defaults> {
        let drafts = self.text.split_once("DEFAULT_METADATA").is_some_and(|(before, rest)| {
            let end = rest.find('}').unwrap_or(rest.len());
            let is_comment =
                before.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('#'));
            let words: Vec<&str> = rest[..end].split(['\'', '"']).collect();
            let status = words.iter().position(|word| word.eq_ignore_ascii_case("status"));
            let value = status.and_then(|at| words.get(at + 2));
            !is_comment && value.is_some_and(|value| value.eq_ignore_ascii_case("draft"))
        });
        let says = || front_matter::read(b"---\nstatus: draft\n---\n").values;
        drafts.then(|| Defaults::below(Scope::folder(""), says())).into_iter().collect()
    }
}

/// A text between quotes, with nothing in it that a program would fill in.
fn literal(written: &str) -> Option<String> {
    let written = written.trim_start();
    let written =
        written.strip_prefix(['u', 'r']).filter(|rest| rest.starts_with(['"', '\''])).unwrap_or(written);
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let inner = &written[1..];
    let mut text = String::new();
    let mut chars = inner.chars();
    loop {
        match chars.next()? {
            '\\' => text.push(chars.next().filter(|c| matches!(c, '"' | '\'' | '`' | '\\'))?),
            c if c == quote => break,
            '$' if quote == '`' => return None,
            c => text.push(c),
        }
    }
    // A text that something is added to is none.
    let rest = chars.as_str().trim_start();
    (!rest.starts_with(['+', '.', '%']) && !text.is_empty()).then_some(text)
}

fn note(config: &mut Config, sign: &ProjectMarker, read: &str) {
    config
        .notes
        .push(format!("{} is a program: of it only {read} are read, where they are plain texts", sign.by));
}

pub(super) fn pelican(sign: &ProjectMarker) -> Result<Config> {
    let mut config = Config::default();
    note(&mut config, sign, "SITENAME, SITEURL, SITESUBTITLE, TIMEZONE, DEFAULT_LANG, PATH and ARTICLE_URL");
    let script = Script::read(&sign.root.join(sign.by))?;
    // What is published is often said in a file of its own.
    let published = Script::read(&sign.root.join("publishconf.py")).ok();
    let url = published.as_ref().and_then(|script| script.get("SITEURL")).or_else(|| script.get("SITEURL"));
    let path = script.get("PATH").unwrap_or_else(|| "content".to_owned());
    let article = script.get("ARTICLE_URL").unwrap_or_else(|| "{slug}.html".to_owned());
    let permalink = python_pattern(&article);
    if permalink.is_none() {
        config.notes.push(format!(
            "ARTICLE_URL `{article}` can't be said as a permalink; posts are at `/:slug.html`"
        ));
    }
    Ok(Config {
        defaults: script.all_drafts(),
        title: script.get("SITENAME").unwrap_or(config.title),
        description: script.get("SITESUBTITLE").unwrap_or_default(),
        base_url: url.filter(|url| url.contains("://")).unwrap_or(config.base_url),
        language: script.get("DEFAULT_LANG").and_then(|name| language_of(&name)).unwrap_or(config.language),
        permalink: permalink.unwrap_or_else(|| "/:slug.html".to_owned()),
        timezone: script.get("TIMEZONE").unwrap_or_default(),
        layout: Layout {
            content: sign.root.join(&path),
            page_folders: vec!["pages".to_owned()],
            files: Layout::beside(&path, &["images", "img", "extra", "files"]),
            ..Layout::default()
        },
        ..config
    })
}

/// `posts/{date:%Y}/{date:%m}/{slug}/` in our tokens.
fn python_pattern(pattern: &str) -> Option<String> {
    let mut out = pattern.to_owned();
    for (theirs, ours) in [
        ("{slug}", ":slug"),
        ("{date:%Y}", ":year"),
        ("{date:%y}", ":short_year"),
        ("{date:%m}", ":month"),
        ("{date:%-m}", ":i_month"),
        ("{date:%b}", ":short_month"),
        ("{date:%d}", ":day"),
        ("{date:%-d}", ":i_day"),
        ("{date:%H}", ":hour"),
        ("{category}", ":categories"),
    ] {
        out = out.replace(theirs, ours);
    }
    (!out.contains('{')).then(|| format!("/{}", out.trim_start_matches('/')))
}

pub(super) fn eleventy(sign: &ProjectMarker) -> Result<Config> {
    let mut config = Config::default();
    let script = Script::read(&sign.root.join(sign.by))?;
    note(&mut config, sign, "`dir.input`, `pathPrefix` and `addPassthroughCopy`");
    let input = script.get("input").unwrap_or_else(|| ".".to_owned());
    let input = input.trim_matches(['.', '/']);
    Ok(Config {
        base_url: base_url("", &script.get("pathPrefix").unwrap_or_default()),
        layout: Layout {
            content: sign.root.join(input),
            files: passthrough::folders(&script.text, &sign.root, input),
            address: Some(AddressRules::default()),
            passed_over: ["_includes", "_data", "_site", "_layouts"].map(str::to_owned).to_vec(),
            ..Layout::default()
        },
        ..config
    })
}

/// Where Astro has its pages.
const ASTRO_PAGES: &str = "src/pages";

pub(super) fn astro(sign: &ProjectMarker) -> Result<Config> {
    let mut config = Config::default();
    let script = Script::read(&sign.root.join(sign.by))?;
    note(&mut config, sign, "`site` and `base`");
    let site = script.get("site").filter(|site| site.contains("://")).unwrap_or_default();
    let loaders = ["src/content.config.ts", "src/content/config.ts", "src/content.config.js"];
    let loaders = loaders.iter().find_map(|name| Script::read(&sign.root.join(name)).ok());
    // Posts may be loaded from any folder, and then folders with this sign are no drafts.
    let globs = loaders.as_ref().is_some_and(|script| script.text.contains("glob("));
    let named = loaders.and_then(|script| script.folder(&sign.root));
    let usual = ["src/content", "content"].map(|name| sign.root.join(name));
    let content = usual.into_iter().chain(named).chain([sign.root.join(ASTRO_PAGES)]);
    let content: Vec<_> = content.filter(|folder| folder.is_dir()).collect();
    let content = content.first().unwrap_or(&sign.root).clone();
    // Pages are in the one folder of this name, and posts mostly elsewhere.
    let pages = sign.root.join(ASTRO_PAGES);
    let has_pages = pages.is_dir() && pages != content;
    Ok(Config {
        base_url: base_url(&site, &script.get("base").unwrap_or_default()),
        pages: if has_pages { ASTRO_PAGES.to_owned() } else { config.pages.clone() },
        layout: Layout {
            content,
            address: Some(AddressRules::default()),
            underscored: if globs { Underscored::Files } else { Underscored::All },
            ..Layout::default()
        },
        ..config
    })
}

pub(super) fn docusaurus(sign: &ProjectMarker) -> Result<Config> {
    let mut config = Config::default();
    let script = Script::read(&sign.root.join(sign.by))?;
    note(&mut config, sign, "`title`, `tagline`, `url`, `baseUrl` and `defaultLocale`");
    let url = script.get("url").filter(|url| url.contains("://")).unwrap_or_default();
    Ok(Config {
        title: script.get("title").unwrap_or(config.title),
        description: script.get("tagline").unwrap_or_default(),
        base_url: base_url(&url, &script.get("baseUrl").unwrap_or_default()),
        language: script.get("defaultLocale").and_then(|name| language_of(&name)).unwrap_or(config.language),
        permalink: "/blog/:year/:month/:day/:title/".to_owned(),
        layout: Layout {
            address: Some(AddressRules { but: vec!["blog".to_owned()], ..AddressRules::default() }),
            passed_over: ["src", "static", "build", "i18n"].map(str::to_owned).to_vec(),
            ..Layout::default()
        },
        ..config
    })
}

pub(super) fn vitepress(sign: &ProjectMarker) -> Result<Config> {
    let mut config = Config::default();
    let names = ["config.ts", "config.mts", "config.js", "config.mjs"];
    let path = names.iter().map(|name| sign.root.join(sign.by).join(name)).find(|path| path.is_file());
    let address = |style| Some(AddressRules { style, ..AddressRules::default() });
    let Some(path) = path else {
        config.layout.address = address(Style::Files);
        return Ok(config);
    };
    let script = Script::read(&path)?;
    note(&mut config, sign, "`title`, `description`, `base`, `lang` and `cleanUrls`");
    let style = if script.is_true("cleanUrls") { Style::Folders } else { Style::Files };
    Ok(Config {
        title: script.get("title").unwrap_or(config.title),
        description: script.get("description").unwrap_or_default(),
        base_url: base_url("", &script.get("base").unwrap_or_default()),
        language: script.get("lang").and_then(|name| language_of(&name)).unwrap_or(config.language),
        layout: Layout {
            address: address(style),
            passed_over: ["public"].map(str::to_owned).to_vec(),
            ..Layout::default()
        },
        ..config
    })
}

/// Quartz, which publishes a vault; a vault itself has no settings for a site.
pub(super) fn quartz(sign: &ProjectMarker) -> Result<Config> {
    let mut config = Config::default();
    if !sign.by.ends_with(".ts") {
        return Ok(config);
    }
    let script = Script::read(&sign.root.join(sign.by))?;
    note(&mut config, sign, "`pageTitle`, `baseUrl` and `locale`");
    let url = script.get("baseUrl").map(|host| format!("https://{}/", host.trim_matches('/')));
    Ok(Config {
        opt_in: script.calls("ExplicitPublish").then_some("publish"),
        title: script.get("pageTitle").unwrap_or(config.title),
        base_url: url.unwrap_or(config.base_url),
        language: script.get("locale").and_then(|name| language_of(&name)).unwrap_or(config.language),
        layout: Layout {
            content: sign.root.join("content"),
            address: Some(AddressRules::default()),
            ..Layout::default()
        },
        ..config
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_are_read_and_nothing_else() {
        let script = Script {
            text: "SITENAME = u'A blog'\n  title: \"It\\'s\", // x\n  url: `https://${host}`,\n  a: 'b' + c,\n  \
                   base: '/docs/',\n  'quoted': 'yes',\n  cleanUrls: true\n  titles: 'no'\n"
                .to_owned(),
        };
        for (name, want) in [
            ("SITENAME", Some("A blog")),
            ("title", Some("It's")),
            ("url", None),
            ("a", None),
            ("base", Some("/docs/")),
            ("quoted", Some("yes")),
            ("absent", None),
        ] {
            assert_eq!(script.get(name).as_deref(), want, "{name}");
        }
        assert!(script.is_true("cleanUrls"));
    }

    #[test]
    fn lists_of_texts_are_read_whole_or_not_at_all() {
        let list = |text: &str| Script { text: text.to_owned() }.list("exclude");
        let texts =
            |texts: &[&str]| Some(Some(texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()));
        assert_eq!(list("a: 1,\n exclude: [\n 'a',\n  \"**/b\", // c\n],"), Some(None));
        assert_eq!(list("a: 1,\n exclude: [\n 'a',\n  // c\n \"**/b\",\n],"), texts(&["a", "**/b"]));
        assert_eq!(list("{exclude: []}\n'exclude': ['c']"), texts(&["c"]));
        assert_eq!(list("// exclude: ['a']\nnot_exclude: ['a']"), None);
        assert_eq!(list("exclude: [...others]"), Some(None));
        assert_eq!(list("exclude: others"), Some(None));
    }

    #[test]
    fn patterns_of_pelican_become_ours() {
        for (theirs, ours) in [
            ("{slug}.html", Some("/:slug.html")),
            ("posts/{date:%Y}/{date:%m}/{slug}/", Some("/posts/:year/:month/:slug/")),
            ("{author}/{slug}", None),
        ] {
            assert_eq!(python_pattern(theirs).as_deref(), ours);
        }
    }
}
