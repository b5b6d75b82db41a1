//! What an engine's settings leave out is not published, and neither is what the engine made of the posts before.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

/// The names of the files that are published of a project, and whether the word `SECRET` is anywhere in the site.
fn published(project: &[(&str, &str)]) -> (BTreeSet<String>, bool) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("project");
    for (name, text) in project {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let out = folder.path().join("out");
    let app = case::app(folder.path());
    let done = Command::new(env!("CARGO_BIN_EXE_lamplight"))
        .args(["build", "--no-cache", "--no-compress", "--json", "--app"])
        .arg(&app)
        .arg("--out")
        .arg(&out)
        .arg(&root)
        .current_dir(folder.path())
        .env("SOURCE_DATE_EPOCH", case::NOW.to_string())
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&done.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&done.stderr)));
    let files = report["published"].as_array().unwrap().iter();
    let files = files.map(|post| post["file"].as_str().unwrap().rsplit('/').next().unwrap().to_owned());
    let secret = walkdir::WalkDir::new(&out).into_iter().filter_map(Result::ok).any(|entry| {
        entry.file_type().is_file()
            && fs::read(entry.path()).unwrap().windows(6).any(|window| window == b"SECRET")
    });
    (files.collect(), secret)
}

const POST: &str = "---\ntitle: A post\ndate: 2020-01-02\n---\nText.\n";
const HIDDEN: &str = "---\ntitle: SECRET\ndate: 2020-01-02\n---\nSECRET.\n";
const MADE: &str = "<p>SECRET</p>";

#[test]
fn what_settings_leave_out_is_not_published() {
    let hugo = "baseURL = 'https://example.org/'\nignoreFiles = ['\\.bak\\.md$']\ndisableLanguages = ['de']\n\
                [languages.en]\nweight = 1\n[languages.de]\nweight = 2\n[languages.fr]\ndisabled = true\n";
    for project in [
        &[
            ("hugo.toml", hugo),
            ("content/posts/a.md", POST),
            ("content/posts/a.bak.md", HIDDEN),
            ("content/posts/a.de.md", HIDDEN),
            ("content/posts/a.fr.md", HIDDEN),
            ("public/posts/b/index.html", MADE),
        ][..],
        &[
            ("hugo.toml", "publishDir = 'static/out'\n"),
            ("content/a.md", POST),
            ("static/ok.txt", "fine"),
            ("content/public/c.md", POST),
        ],
        &[
            ("config.toml", "base_url = 'https://example.org'\nignored_content = ['*.bak.md']"),
            ("content/a.md", POST),
            ("content/x/a.bak.md", HIDDEN),
            ("public/a/index.html", MADE),
        ],
        &[
            ("_config.yml", "title: A\nexclude: ['_posts/x.md']\n"),
            ("source/_posts/a.md", POST),
            ("source/_posts/_b.md", HIDDEN),
            ("source/_posts/x.md", HIDDEN),
            ("public/a/index.html", MADE),
        ],
        &[
            ("quartz.config.ts", "configuration: {\n ignorePatterns: [\"private\", '**/Draft'],\n}"),
            ("content/a.md", POST),
            ("content/private/b.md", HIDDEN),
            ("content/x/Draft/c.md", HIDDEN),
        ],
        &[
            ("docusaurus.config.js", "module.exports = {\n title: 'A',\n exclude: ['**/old.md'] }"),
            ("blog/a.md", POST),
            ("blog/_b.md", HIDDEN),
            ("blog/_x/c.md", HIDDEN),
            ("blog/old.md", HIDDEN),
        ],
        &[
            ("astro.config.mjs", ""),
            ("src/content/blog/a.md", POST),
            ("src/content/blog/_b.md", HIDDEN),
            ("src/content/_drafts/c.md", HIDDEN),
        ],
        &[
            ("mkdocs.yml", "site_name: A\nexclude_docs: |\n  # no\n  drafts/\n  *.bak.md\n"),
            ("docs/a.md", POST),
            ("docs/x/drafts/b.md", HIDDEN),
            ("docs/c.bak.md", HIDDEN),
        ],
        &[
            (".vitepress/config.ts", "export default {\n  srcExclude: ['**/README.md'],\n}"),
            ("a.md", POST),
            ("x/README.md", HIDDEN),
        ],
        &[
            (".eleventy.js", "module.exports = { dir: {\n input: 'src',\n output: 'public' } }"),
            (".eleventyignore", "src/old\n**/notes.md\nlamps\n"),
            ("src/a.md", POST),
            ("src/old/b.md", HIDDEN),
            ("src/x/notes.md", HIDDEN),
            ("src/lamps/c.md", POST),
            ("public/b/index.html", MADE),
        ],
        &[("pelicanconf.py", "OUTPUT_PATH = 'public'\n"), ("content/a.md", POST), ("public/b.html", MADE)],
    ] {
        let (files, secret) = published(project);
        assert!(files.contains("a.md") && !secret, "{project:?}: {files:?}");
        assert!(files.len() == 1 || files.contains("c.md"), "{project:?}: {files:?}");
    }
}

#[test]
fn an_id_of_docusaurus_is_a_name_that_versions_share() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("project");
    let page = "---\nid: start\ntitle: A\ndate: 2020-01-02\n---\nText.\n";
    for (name, text) in [("docusaurus.config.js", ""), ("docs/a.md", page), ("versioned_docs/1/a.md", page)] {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let done = Command::new(env!("CARGO_BIN_EXE_lamplight"))
        .args(["check", "--no-cache", "--format", "json"])
        .arg(&root)
        .current_dir(folder.path())
        .env("SOURCE_DATE_EPOCH", case::NOW.to_string())
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 0, "{report}");
}

#[test]
fn what_is_no_draft_is_published() {
    // Posts that Astro loads from a folder of the author's choice, in a folder whose name is no part of the address.
    let loader =
        "// It's ours.\nconst BLOG = 'src/data/blog';\nglob({ pattern: '**/[^_]*.md', base: `./${BLOG}` })";
    let (files, _) = published(&[
        ("astro.config.ts", ""),
        ("src/content.config.ts", loader),
        ("src/data/blog/_releases/a.md", POST),
        ("src/data/blog/b.md", POST),
        ("src/pages/about.md", POST),
    ]);
    assert_eq!(files.len(), 3, "{files:?}");
    // The site of a repository may be in a folder of it, and the page of a folder be called like what hosts show of it.
    let (files, _) = published(&[
        ("README.md", POST),
        ("docs/.vuepress/config.js", "module.exports = {\n title: 'A',\n}"),
        ("docs/README.md", "---\nhome: true\n---\n"),
        ("docs/lamps/README.md", POST),
        ("docs/lamps/b.md", POST),
    ]);
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["README.md", "b.md"]);
    // A page that shows how to list posts is no list.
    let page = "---\ntitle: A\n---\nText.\n\n{% raw %}\n{% for post in site.posts %}\n{% endraw %}\n\n```\n\
                {% for post in site.posts %}\n```\n";
    let (files, _) = published(&[
        ("_config.yml", "collections:\n  docs:\n    output: true\n"),
        ("_posts/2020-01-02-a.md", POST),
        ("_docs/posts.md", page),
        ("_docs/contributing.md", POST),
        ("list.md", "---\ntitle: A\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n"),
    ]);
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["2020-01-02-a.md", "contributing.md", "posts.md"]);
}
