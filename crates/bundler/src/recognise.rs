//! Which engines a folder of posts was written for: by its settings files and folders, or else by marks in its posts that only
//! one engine reads.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use lamplight_content::engine::{Engine, Engines};
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::config::Config;

/// Folders above the posts that are looked into.
const LEVELS: usize = 4;

/// What a folder of posts was written for.
#[derive(Clone, Debug, Default)]
pub struct Recognised {
    /// The engines.
    pub engines: Engines,
    /// Whether a settings file or the author says so, and not only what posts look like.
    pub certain: bool,
    /// What tells each, for people: `Hugo (hugo.toml)`.
    pub because: Vec<String>,
}

/// Recognises a folder.
pub(crate) fn recognise(config: &Config, posts: &Path) -> Recognised {
    if let Some(wished) = &config.wished {
        let because = wished.iter().map(|engine| format!("{} (engines)", engine.name())).collect();
        return Recognised { engines: wished.iter().copied().collect(), certain: true, because };
    }
    let mut found = Recognised::default();
    for (engine, file) in by_files(posts) {
        if !found.engines.has(engine) {
            found.because.push(format!("{} ({file})", engine.name()));
        }
        found.engines = found.engines.with(engine);
        found.certain = true;
    }
    if !found.certain {
        for (engine, file) in by_marks(posts) {
            if !found.engines.has(engine) {
                found.because.push(format!("{} ({file})", engine.name()));
            }
            found.engines = found.engines.with(engine);
        }
    }
    found
}

/// What tells an engine, and the folders below it that hold its posts; none means all.
const FILES: [(Engine, &str, &[&str]); 31] = [
    (Engine::Jekyll, "_config.yml", &["_posts", "_drafts", "_pages", "collections"]),
    (Engine::Jekyll, "_config.yaml", &["_posts", "_drafts", "_pages", "collections"]),
    (Engine::Jekyll, "_config.toml", &["_posts", "_drafts", "_pages", "collections"]),
    (Engine::Jekyll, "_posts", &["_posts", "_drafts"]),
    (Engine::Hugo, "hugo.toml", &["content"]),
    (Engine::Hugo, "hugo.yaml", &["content"]),
    (Engine::Hugo, "hugo.yml", &["content"]),
    (Engine::Hugo, "hugo.json", &["content"]),
    (Engine::Hugo, "archetypes", &["content"]),
    (Engine::Hugo, "config/_default", &["content"]),
    (Engine::Zola, "config.toml", &["content"]),
    (Engine::Hexo, "_config.yml", &["source"]),
    (Engine::Eleventy, ".eleventy.js", &[]),
    (Engine::Eleventy, "eleventy.config.js", &[]),
    (Engine::Eleventy, "eleventy.config.mjs", &[]),
    (Engine::Eleventy, "eleventy.config.cjs", &[]),
    (Engine::Astro, "astro.config.mjs", &["src"]),
    (Engine::Astro, "astro.config.ts", &["src"]),
    (Engine::Astro, "astro.config.js", &["src"]),
    (Engine::Pelican, "pelicanconf.py", &["content"]),
    (Engine::Obsidian, ".obsidian", &[]),
    (Engine::Obsidian, "quartz.config.ts", &["content"]),
    (Engine::Docusaurus, "docusaurus.config.js", &["blog", "docs", "i18n"]),
    (Engine::Docusaurus, "docusaurus.config.ts", &["blog", "docs", "i18n"]),
    (Engine::VitePress, ".vitepress", &[]),
    (Engine::MkDocs, "mkdocs.yml", &["docs"]),
    (Engine::MkDocs, "mkdocs.yaml", &["docs"]),
    (Engine::Pandoc, "_quarto.yml", &[]),
    (Engine::Pandoc, "_bookdown.yml", &[]),
    (Engine::WordPress, "wp-config.php", &[]),
    (Engine::WordPress, "wp-content", &[]),
];

fn by_files(posts: &Path) -> Vec<(Engine, String)> {
    let mut found = Vec::new();
    for (level, folder) in posts.ancestors().take(LEVELS + 1).enumerate() {
        let below = posts.strip_prefix(folder).ok().and_then(|rest| rest.components().next());
        let below = below.map(|first| first.as_os_str().to_string_lossy().into_owned());
        for (engine, name, of_posts) in FILES {
            // A file further up is about these posts only if they lie where its engine looks for them.
            let fits = match &below {
                None => true,
                Some(_) if of_posts.is_empty() => level == 1 || engine == Engine::Obsidian,
                Some(first) => of_posts.contains(&first.as_str()),
            };
            if fits && folder.join(name).exists() && agrees(engine, name, folder) {
                found.push((engine, name.to_owned()));
            }
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    found
}

/// Whether a file that several engines have is this one's.
fn agrees(engine: Engine, name: &str, folder: &Path) -> bool {
    let text = || fs::read_to_string(folder.join(name)).unwrap_or_default().to_lowercase();
    let is_hexo = || {
        folder.join("source/_posts").is_dir()
            || fs::read_to_string(folder.join("package.json")).is_ok_and(|text| text.contains("\"hexo\""))
    };
    match (engine, name) {
        (Engine::Zola, "config.toml") => text().contains("base_url"),
        (Engine::Hexo, _) => is_hexo(),
        (Engine::Jekyll, "_config.yml" | "_config.yaml") => !is_hexo(),
        (Engine::Hugo, "archetypes") => {
            folder.join("content").is_dir()
                && (!folder.join("config.toml").is_file()
                    || fs::read_to_string(folder.join("config.toml"))
                        .is_ok_and(|text| text.to_lowercase().contains("baseurl")))
        }
        _ => true,
    }
}

/// The first file of each engine whose marks stand in posts.
fn by_marks(posts: &Path) -> Vec<(Engine, String)> {
    let wanted = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || name == "node_modules")
    };
    let files: Vec<PathBuf> = WalkDir::new(posts)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(wanted)
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|end| end == "md" || end == "markdown" || end == "mdx"))
        .collect();
    let stems: HashSet<String> =
        files.iter().filter_map(|path| Some(path.file_stem()?.to_string_lossy().to_lowercase())).collect();
    let found: Vec<Vec<Engine>> = files
        .par_iter()
        .map(|path| fs::read(path).map(|bytes| marked(&bytes, &stems)).unwrap_or_default())
        .collect();
    let mut all = Vec::new();
    for engine in Engine::ALL {
        if let Some(at) = found.iter().position(|engines| engines.contains(&engine)) {
            let name = files[at].strip_prefix(posts).unwrap_or(&files[at]).display().to_string();
            all.push((engine, name));
        }
    }
    all
}

/// Engines that a post shows marks of, outside of its code.
fn marked(bytes: &[u8], stems: &HashSet<String>) -> Vec<Engine> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    if !["{{", "{%", "](@/", "[[", "[caption", "wp", ":::", "!!!", "{:", "dsq_"]
        .iter()
        .any(|mark| text.contains(mark))
    {
        return found;
    }
    let mut add = |engine: Engine| {
        if !found.contains(&engine) {
            found.push(engine);
        }
    };
    let (mut fence, mut admonition): (Option<&str>, bool) = (None, false);
    for line in text.lines() {
        let bare = line.trim_start();
        if let Some(open) = fence {
            if bare.starts_with(open) {
                fence = None;
            }
            continue;
        }
        if bare.starts_with("```") || bare.starts_with("~~~") {
            fence = bare.get(..3);
            continue;
        }
        if std::mem::take(&mut admonition) && line.starts_with("    ") {
            add(Engine::MkDocs);
        }
        // What stands between backticks is code, more or less.
        for part in line.split('`').step_by(2) {
            of_line(part, stems, &mut add);
        }
        let name = bare.trim_start_matches(':');
        if bare.len() - name.len() >= 3 && name.trim_start().starts_with(|c: char| c.is_ascii_alphabetic()) {
            add(if name.starts_with(' ') { Engine::VitePress } else { Engine::Docusaurus });
        }
        admonition = ["!!! ", "??? ", "???+ "].iter().any(|mark| {
            bare.strip_prefix(mark).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
        });
    }
    found
}

fn of_line(part: &str, stems: &HashSet<String>, add: &mut impl FnMut(Engine)) {
    let has = |marks: &[&str]| marks.iter().any(|mark| part.contains(mark));
    if let Some(after) = part.split("{{<").nth(1).or_else(|| part.split("{{%").nth(1))
        && after.trim_start().starts_with(|c: char| c.is_ascii_alphabetic())
    {
        add(Engine::Hugo);
    }
    if has(&["](@/"]) {
        add(Engine::Zola);
    }
    if has(&["{% asset_img ", "{% post_link ", "{% asset_path "]) {
        add(Engine::Hexo);
    }
    if has(&["{% post_url ", "{% highlight ", "{{ site.baseurl", "{{site.baseurl", "{: .", "{:."]) {
        add(Engine::Jekyll);
    }
    let of_wordpress =
        ["<!-- wp:", "[caption id=\"attachment_", "wp-image-", "dsq_thread_id:", "wordpress_id:"];
    if has(&of_wordpress) || part.starts_with("guid:") && part.contains("?p=") {
        add(Engine::WordPress);
    }
    for inside in part.split("[[").skip(1).filter_map(|rest| rest.split_once("]]")).map(|(inside, _)| inside)
    {
        let name = inside.split(['|', '#', '\\']).next().unwrap_or_default();
        let name = name.rsplit('/').next().unwrap_or_default().trim().to_lowercase();
        let name = name.strip_suffix(".md").unwrap_or(&name);
        if !name.is_empty() && stems.contains(name) {
            add(Engine::Obsidian);
        }
    }
    if let Some((inside, _)) = part.split_once("![[").and_then(|(_, rest)| rest.split_once("]]"))
        && inside.contains('.')
    {
        add(Engine::Obsidian);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_show_whose_they_are() {
        let stems = HashSet::from(["wick care".to_owned()]);
        for (text, engines) in [
            ("{{< figure src=\"a\" >}}", &[Engine::Hugo][..]),
            ("{{% notice %}}", &[Engine::Hugo]),
            ("[a](@/b.md)", &[Engine::Zola]),
            ("see [[Wick Care#Trim|it]]", &[Engine::Obsidian]),
            ("![[lamp.png]]", &[Engine::Obsidian]),
            ("[[Unknown]] and [[1]]", &[]),
            ("{% post_link a %}", &[Engine::Hexo]),
            ("{% highlight ruby %}", &[Engine::Jekyll]),
            ("[caption id=\"attachment_1\"]", &[Engine::WordPress]),
            (":::note\nx\n:::", &[Engine::Docusaurus]),
            ("!!! note \"A\"\n    x", &[Engine::MkDocs]),
            ("well !!! really\n    code", &[]),
            ("```\n{{< figure >}}\n![[a.png]]\n```\n`[[Wick care]]`", &[]),
        ] {
            assert_eq!(marked(text.as_bytes(), &stems), engines, "{text}");
        }
    }
}
