//! A small site of the shape that a build has: pages that name each other, data files named by their hash, lists, a worker.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A post of the test's blog.
#[derive(Clone, Debug)]
pub struct Post {
    pub slug: String,
    pub title: String,
    pub text: String,
}

impl Post {
    pub fn new(slug: &str, text: &str) -> Self {
        Self { slug: slug.into(), title: format!("Title of {slug}"), text: text.into() }
    }
}

/// A blog: its posts, oldest first, and the version of its app.
#[derive(Clone, Debug)]
pub struct Blog {
    pub posts: Vec<Post>,
    pub app: u32,
}

impl Blog {
    pub fn of(slugs: &[&str]) -> Self {
        Self { posts: slugs.iter().map(|slug| Post::new(slug, &format!("Text of {slug}"))).collect(), app: 1 }
    }

    /// All files.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let app = format!("lamplight/app/app-{}.js", self.app);
        files.insert(app.clone(), format!("// app {}", self.app).into_bytes());
        let mut routes = Vec::new();
        let mut names = Vec::new();
        for (number, posts) in self.posts.chunks(4).enumerate() {
            let rows: Vec<Value> = posts
                .iter()
                .map(|post| {
                    let path = format!("/{}/", post.slug);
                    json!({ "summary": { "path": path, "title": post.title, "date": "2024-01-01T00:00:00Z" }, "markdown": post.text })
                })
                .collect();
            let bundle = data(&mut files, &rows);
            let image = format!("lamplight/images/{number}-480.webp");
            files.insert(image.clone(), vec![number as u8; 8]);
            for post in posts {
                routes.push(json!({ "path": format!("/{}", post.slug), "target": { "document": { "bundle": bundle } } }));
                names.push((post, bundle.clone(), image.clone()));
            }
        }
        let leaves: Vec<String> = routes.chunks(8).map(|rows| data(&mut files, rows)).collect();
        let mut manifest =
            serde_json::to_value(lamplight_format::model::Manifest::unknown("/")).expect("JSON");
        manifest["routes"] = json!({ "tree": { "depth": 0, "leaves": leaves.len(), "root": leaves } });
        manifest["posts"]["len"] = json!(self.posts.len());
        files.insert("lamplight/manifest.json".into(), manifest.to_string().into_bytes());
        let head =
            format!("<script src=\"/{app}\"></script><a href=\"/\">home</a><img src=\"/uploads/logo.svg\">");
        for (at, (post, bundle, image)) in names.iter().enumerate() {
            let near =
                [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|near| names.get(near));
            let near: String =
                near.map(|(post, ..)| format!("<a href=\"/{}/\">{}</a>", post.slug, post.title)).collect();
            let page = format!(
                "{head}<link href=\"/{0}/index.md\"><link href=\"/lamplight/data/{bundle}.json\"><img src=\"/{image}\"><p>{1}</p>{near}",
                post.slug, post.text
            );
            files.insert(format!("{}/index.html", post.slug), page.into_bytes());
            files.insert(format!("{}/index.md", post.slug), post.text.clone().into_bytes());
        }
        let links = |posts: &mut dyn Iterator<Item = &Post>| -> String {
            posts.map(|post| format!("<a href=\"/{}/\">{}</a>", post.slug, post.title)).collect()
        };
        files.insert(
            "index.html".into(),
            format!("{head}{}", links(&mut self.posts.iter().rev().take(5))).into_bytes(),
        );
        files.insert(
            "archive/index.html".into(),
            format!("{head}{}", links(&mut self.posts.iter())).into_bytes(),
        );
        files.insert("404.html".into(), head.clone().into_bytes());
        files.insert("feed.xml".into(), links(&mut self.posts.iter().rev().take(3)).into_bytes());
        files.insert("sitemap.xml".into(), links(&mut self.posts.iter()).into_bytes());
        files.insert("uploads/logo.svg".into(), b"<svg/>".to_vec());
        let worker = format!("// <a href=\"/{app}\"> <a href=\"/index.html\"> {}", names_of(&files));
        files.insert("sw.js".into(), worker.into_bytes());
        files
    }

    /// Writes the site into a folder, in the place of what is there.
    pub fn write(&self, folder: &Path) {
        let _ = fs::remove_dir_all(folder);
        for (path, bytes) in self.files() {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, bytes).expect("a file");
        }
    }
}

/// A text that changes with any file, as the list of a worker does.
fn names_of(files: &BTreeMap<String, Vec<u8>>) -> String {
    let all: Vec<u8> =
        files.iter().flat_map(|(path, bytes)| path.bytes().chain(bytes.iter().copied())).collect();
    hash(&all)
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn data(files: &mut BTreeMap<String, Vec<u8>>, rows: &[Value]) -> String {
    let bytes = serde_json::to_vec(rows).expect("JSON");
    let name = hash(&bytes);
    files.insert(format!("lamplight/data/{name}.json"), bytes);
    name
}

/// What is missing or damaged of a site: whatever home, lists, worker and manifest lead to must be there. `get` reads a file.
pub fn broken(get: &dyn Fn(&str) -> Option<Vec<u8>>) -> Vec<String> {
    let mut broken = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let starts = ["index.html", "404.html", "feed.xml", "sitemap.xml", "sw.js", "lamplight/manifest.json"];
    let mut next: Vec<(String, String)> =
        starts.iter().map(|path| ((*path).to_owned(), "reader".to_owned())).collect();
    while let Some((path, from)) = next.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let Some(bytes) = get(&path) else {
            broken.push(format!("{path}, which {from} names, is not there"));
            continue;
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(name) = path.strip_prefix("lamplight/data/").and_then(|name| name.strip_suffix(".json")) {
            if hash(&bytes) != name {
                broken.push(format!("{path} has other bytes"));
            }
            for row in serde_json::from_str::<Vec<Value>>(&text).expect("rows") {
                if let Some(bundle) = row["target"]["document"]["bundle"].as_str() {
                    next.push((format!("lamplight/data/{bundle}.json"), path.clone()));
                }
            }
        } else if path.ends_with("manifest.json") {
            let manifest: Value = serde_json::from_str(&text).expect("a manifest");
            for leaf in manifest["routes"]["tree"]["root"].as_array().into_iter().flatten() {
                next.push((format!("lamplight/data/{}.json", leaf.as_str().expect("a hash")), path.clone()));
            }
        } else {
            let named = text.split("href=\"/").skip(1).chain(text.split("src=\"/").skip(1));
            for link in named.filter_map(|rest| rest.split('"').next()) {
                let file = if link.is_empty() || link.ends_with('/') {
                    format!("{link}index.html")
                } else {
                    link.to_owned()
                };
                next.push((file, path.clone()));
            }
        }
    }
    broken
}
