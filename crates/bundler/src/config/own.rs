//! Reading `lamplight.toml`, and what to do if it can't be read.

use std::path::Path;

use anyhow::{Context, Result};
use lamplight_import::engine::Engine;
use serde::de::DeserializeOwned;

use super::Config;
use crate::defaults::Defaults;
use crate::remedy::Remedy;

/// How alike a key and what was written must be for the key to be proposed, from 0 to 1.
const ALIKE: f64 = 0.8;

impl Config {
    /// Reads `lamplight.toml` in a project of which the engine's own settings are known.
    pub(super) fn from_toml(path: &Path, theirs: Self) -> Result<Self> {
        let own: Self = parse(path)?;
        with_scheme(&own.base_url, "base_url")?;
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
    pub(super) fn pages_folder(&self) -> String {
        let is_in_layout = matches!(self.layout.engine, Some(Engine::Jekyll | Engine::Hexo));
        if is_in_layout { String::new() } else { self.pages.clone() }
    }
}

/// The keys that a settings file has, and their values.
pub(super) fn table(path: &Path) -> Result<toml::Table> {
    parse(path)
}

fn parse<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = std::fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(toml::from_str(text).map_err(|error| unreadable(path, text, &error))?)
}

/// Checks that what looks like a host has a scheme: without one it would be a path. `name` is what the author wrote it for.
///
/// # Errors
/// If it has none.
pub(super) fn with_scheme(base_url: &str, name: &str) -> Result<()> {
    let host = base_url.split(['/', ':']).next().unwrap_or_default();
    let is_host = (host.contains('.') && !host.starts_with('.')) || host == "localhost";
    if base_url.contains("://") || !is_host {
        return Ok(());
    }
    let scheme = if host == "localhost" { "http" } else { "https" };
    let whole = format!("{scheme}://{}/", base_url.trim_end_matches('/'));
    Err(Remedy::new(
        format!("{name} is `{base_url}`, which names a host without `https://`"),
        format!("write `{whole}`"),
    )
    .into())
}

fn unreadable(path: &Path, text: &str, error: &toml::de::Error) -> Remedy {
    let start = error.span().map_or(0, |span| span.start);
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let written = text.lines().nth(line).unwrap_or_default().trim();
    let (what, expected) = error.message().split_once(", expected ").unwrap_or((error.message(), ""));
    let place = format!("{}:{}:{}", path.display(), line + 1, column + 1);
    let message = format!("{place}: {what}, in the line `{written}`");
    let key = written.split('=').next().unwrap_or_default().trim();
    Remedy::new(message, format!("{}; `lamplight docs` shows all settings", remedy(what, expected, key)))
}

/// What to write instead. `what` was found in place of `expected`, in the line of `key`.
fn remedy(what: &str, expected: &str, key: &str) -> String {
    if let Some(unknown) = what.strip_prefix("unknown field ") {
        let unknown = unknown.trim_matches('`');
        let known = expected.split('`').skip(1).step_by(2);
        let alike = known.map(|name| (strsim::jaro_winkler(name, unknown), name));
        let best = alike.filter(|(score, _)| *score >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0));
        return best.map_or_else(|| "take this line out".to_owned(), |(_, name)| format!("write `{name}`"));
    }
    match expected {
        _ if !what.starts_with("invalid type") => {
            "write texts between quotes, and lists between brackets: `title = \"My blog\"`".to_owned()
        }
        "a string" => format!("write a text between quotes: `{key} = \"…\"`"),
        "a boolean" => format!("write `{key} = true` or `{key} = false`, without quotes"),
        "a sequence" => format!("write a list: `{key} = [\"…\"]`"),
        "a map" => format!("write a table: a line `[{key}]`, and below it `name = \"…\"`"),
        "u32" => format!("write a number without quotes: `{key} = 20`"),
        _ => format!("write {expected}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_needs_a_scheme_and_a_path_does_not() {
        for good in ["/", "", "blog", "/my.blog/", "https://example.org", "./x"] {
            assert!(with_scheme(good, "base_url").is_ok(), "{good}");
        }
        for (bad, whole) in
            [("example.org/blog", "https://example.org/blog/"), ("localhost:80", "http://localhost:80/")]
        {
            let error = with_scheme(bad, "base_url").err();
            let help = error.and_then(|error| Remedy::of(&error));
            assert_eq!(help, Some(format!("write `{whole}`")));
        }
    }

    #[test]
    fn an_error_names_its_place_and_what_to_write() {
        for (text, place, help) in [
            ("titel = \"x\"", ":1:1: unknown field `titel`", "write `title`"),
            ("[authors.a]\nnmae = 1", ":2:1: unknown field `nmae`", "write `name`"),
            ("title = \"a\"\nzzz = 1", ":2:1: unknown field `zzz`", "take this line out"),
            ("page_size = \"ten\"", ":1:13: invalid type", "write a number without quotes: `page_size = 20`"),
            ("search = \"no\"", ":1:10: invalid type", "write `search = true` or `search = false`"),
            ("title = 5", ":1:9: invalid type", "write a text between quotes: `title = \"…\"`"),
            ("frames = \"x.org\"", ":1:10: invalid type", "write a list: `frames = [\"…\"]`"),
            ("title = My blog", ":1:9: ", "write texts between quotes"),
        ] {
            let error = toml::from_str::<Config>(text)
                .err()
                .map(|error| unreadable(Path::new("l.toml"), text, &error));
            let error = anyhow::Error::new(error.unwrap_or_else(|| Remedy::new(text, "no error")));
            let (message, told) = (error.to_string(), Remedy::of(&error).unwrap_or_default());
            assert!(message.starts_with(&format!("l.toml{place}")), "{message}");
            assert!(told.starts_with(help), "{message}: {told}");
        }
    }
}
