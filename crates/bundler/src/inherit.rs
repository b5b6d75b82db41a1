//! Files beside posts that give front matter for all posts of their folder: Hugo's `cascade`, Zola's sections that are drafts,
//! Eleventy's data files.

use std::io::Read;
use std::path::Path;

use lamplight_import::engine::Engine;
use lamplight_import::front_matter::{self, Settings, Syntax, Value};
use walkdir::WalkDir;

use crate::defaults::{Defaults, Scope};

/// What was found.
#[derive(Default)]
pub(crate) struct Inherited {
    /// Front matter for many posts.
    pub defaults: Vec<Defaults>,
    /// Notes for the author.
    pub notes: Vec<String>,
}

/// Looks for such files in a folder of posts, and in those above it up to `content`, where the project's content begins.
/// But for `cascade`, only keys that hold posts back are used.
pub(crate) fn read(posts: &Path, content: &Path, engine: Option<Engine>) -> Inherited {
    let mut found = Inherited::default();
    let Some(engine @ (Engine::Hugo | Engine::Zola | Engine::Eleventy)) = engine else { return found };
    let above: Vec<&Path> =
        posts.ancestors().skip(1).take_while(|folder| folder.starts_with(content)).collect();
    // The nearest counts most, and of ours the last.
    for folder in above.into_iter().rev() {
        let files = WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name();
        for entry in files.into_iter().filter_map(Result::ok) {
            of_file(entry.path(), None, engine, &mut found);
        }
    }
    let hidden = |name: &str| name.starts_with('.') || matches!(name, "node_modules" | "_site" | "public");
    let walk = WalkDir::new(posts).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|entry| entry.depth() == 0 || !hidden(&entry.file_name().to_string_lossy()));
    for entry in walk.filter_map(Result::ok) {
        let folder = entry.path().parent().and_then(|folder| folder.strip_prefix(posts).ok());
        let folder = folder.map(|folder| folder.to_string_lossy().replace('\\', "/"));
        of_file(entry.path(), Some(&folder.unwrap_or_default()), engine, &mut found);
    }
    found
}

/// What one file says, if it is such a file. `folder` is where it lies, from that of the posts; `None` if that is above.
fn of_file(file: &Path, folder: Option<&str>, engine: Engine, found: &mut Inherited) {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let wanted = match engine {
        Engine::Eleventy => name.ends_with(".json") || name.contains(".11tydata."),
        _ => name.starts_with("_index."),
    };
    if !wanted || !file.is_file() {
        return;
    }
    let Ok(bytes) = std::fs::read(file) else { return };
    match engine {
        Engine::Eleventy => {
            let own = file.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
            of_eleventy(&name, folder, &own, &bytes, found);
        }
        _ => of_section(folder.unwrap_or_default(), &bytes, engine, found),
    }
}

fn of_section(folder: &str, bytes: &[u8], engine: Engine, found: &mut Inherited) {
    let values = front_matter::read(bytes).values;
    if engine == Engine::Hugo {
        if let Some(cascade) = values.get_any_case("cascade") {
            found.defaults.extend(cascades(folder, cascade));
        }
    } else if values.get("draft").is_some_and(Value::is_true) {
        // Zola passes over such a section and all in it.
        let draft = front_matter::read(b"+++\ndraft = true\n+++\n").values;
        found.defaults.push(Defaults::below(Scope::folder(folder), draft).held_alone());
    }
}

/// What Hugo hands down from a section or from the settings: one set of values, or several with what each is for.
pub(crate) fn cascades(folder: &str, cascade: &Value) -> Vec<Defaults> {
    let items: Vec<&Value> = match cascade {
        Value::List(items) => items.iter().map(|item| &item.value).collect(),
        one => vec![one],
    };
    let mut all: Vec<Defaults> = Vec::new();
    // The first that fits counts, and of ours the last.
    for item in items.into_iter().rev() {
        let target = item.get_any_case("target").or_else(|| item.get_any_case("_target"));
        let of = |name: &str| target.and_then(|target| target.get_any_case(name)).and_then(Value::text);
        let is_of =
            |name: &str, own: &str| of(name).is_none_or(|said| said.contains(own) || said.contains('*'));
        if !is_of("kind", "page") || !is_of("environment", "production") {
            continue;
        }
        let mut under = Scope::folder(folder);
        under.pattern = of("path").map(|path| path.trim_matches(['{', '}']).to_lowercase());
        under.language = of("lang").or_else(|| of("language")).map(str::to_lowercase);
        // Values may stand in `params`, too.
        all.extend(item.get_any_case("params").map(|params| Defaults::below(under.clone(), params.clone())));
        all.push(Defaults::below(under, item.clone()));
    }
    all
}

/// `posts/posts.json` and `posts/posts.11tydata.json` are about a folder, `posts/a.json` about one post. `own` is the name of the
/// folder that the file lies in.
fn of_eleventy(name: &str, folder: Option<&str>, own: &str, bytes: &[u8], found: &mut Inherited) {
    let stem = name.split_once(".11tydata.").map(|(stem, _)| stem).or_else(|| name.strip_suffix(".json"));
    let Some(stem) = stem.filter(|stem| folder.is_some() || *stem == own) else { return };
    let folder = folder.unwrap_or_default();
    let text = String::from_utf8_lossy(bytes);
    if !name.ends_with(".json") {
        let words = ["draft", "permalink", "eleventyExclude", "published", "private"];
        if words.iter().any(|word| text.contains(word)) {
            let place = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            found.notes.push(format!(
                "{place} is a program, and is not read: if it holds posts back, say so in their front matter"
            ));
        }
        return;
    }
    let Ok(settings) = Settings::read(bytes, Syntax::Yaml) else { return };
    let under = match stem == own || stem == "index" && folder.is_empty() {
        true => Scope::folder(folder),
        false => Scope::file(folder, stem),
    };
    found.defaults.push(Defaults::below(under, settings.values).held_alone());
}

/// The key that notes of a vault need to be published, if the vault publishes no others.
pub(crate) fn opt_in(vault: Option<&Path>, posts: &Path) -> Option<&'static str> {
    const KEY: &str = "dg-publish";
    if vault.is_some_and(|vault| vault.join(".obsidian/plugins/digitalgarden").is_dir()) {
        return Some(KEY);
    }
    vault?;
    let walk = WalkDir::new(posts)
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.'));
    let says = |path: &Path| {
        let mut head = Vec::new();
        let read = std::fs::File::open(path).and_then(|file| file.take(2_000).read_to_end(&mut head));
        let head = String::from_utf8_lossy(&head);
        read.is_ok() && head.lines().skip(1).take(40).any(|line| line.starts_with("dg-publish:"))
    };
    let notes =
        walk.filter_map(Result::ok).filter(|entry| entry.path().extension().is_some_and(|e| e == "md"));
    notes.into_iter().any(|entry| says(entry.path())).then_some(KEY)
}
