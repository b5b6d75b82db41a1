//! Pictures and other files of the old blog: which are needed, and what they are called here.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use lamplight_import::slug::slugify;
use regex::{Captures, Regex};

use crate::model::{Export, Status};
use crate::text::{host_of, path_of, unescaped};

/// Endings of files that are fetched or copied.
const ENDINGS: [&str; 19] = [
    "jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "mp3", "m4a", "ogg", "wav", "mp4", "m4v",
    "webm", "mov", "pdf", "zip", "epub",
];

/// A file that posts show or link to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedFile {
    /// Where it is: an absolute address, or a path of the old blog.
    pub url: String,
    /// What it is called below the folder of uploads: `2010/05/a.jpg`.
    pub path: String,
    /// What it was called below the old folder of uploads. It may hold anything, also `..`.
    pub original: String,
    /// Whether a post shows it that everybody may see.
    pub is_public: bool,
}

#[expect(clippy::unwrap_used, reason = "the patterns are fixed")]
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)(<(img|source|video|audio|a|embed)\b[^>]*?\s(?:src|href|poster)\s*=\s*)("[^"]*"|'[^']*')"#,
    )
    .unwrap()
});
#[expect(clippy::unwrap_used, reason = "the patterns are fixed")]
static SIZE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"-\d+x\d+(\.[A-Za-z]+)$").unwrap());

/// The files that an export needs, by what they are called here. Files of posts that are held back are not public.
#[must_use]
pub fn wanted(export: &Export) -> Vec<WantedFile> {
    let names = FileNames::new(export);
    let mut found: BTreeMap<String, WantedFile> = BTreeMap::new();
    let mut add = |url: &str, is_public: bool| {
        let Some(wanted) = names.of(url) else { return };
        let file = found.entry(wanted.path.clone()).or_insert(wanted);
        file.is_public |= is_public;
    };
    let mut status: HashMap<&str, Status> = HashMap::new();
    for item in &export.items {
        let is_public = matches!(item.status, Status::Published | Status::Scheduled);
        status.insert(&item.id, item.status);
        item.image.iter().for_each(|url| add(url, is_public));
        for address in ADDRESS.captures_iter(&item.html) {
            add(&bare(&address[3]), is_public);
        }
    }
    for file in &export.attachments {
        // Of a post in the bin nothing is shown.
        let is_public =
            file.parent.is_empty() || status.get(file.parent.as_str()) == Some(&Status::Published);
        add(&file.url, is_public);
    }
    found.into_values().collect()
}

/// HTML whose addresses of files lead to what `here` says, by the names of [`WantedFile::path`].
pub(crate) fn rewrite(html: &str, names: &FileNames<'_>, here: &dyn Fn(&str) -> Option<String>) -> String {
    let html = ADDRESS.replace_all(html, |found: &Captures<'_>| {
        let path = names.of(&bare(&found[3])).and_then(|file| here(&file.path));
        match path {
            Some(path) => format!("{}\"{}\"", &found[1], path.replace('"', "%22")),
            None => found[0].to_owned(),
        }
    });
    html.into_owned()
}

fn bare(quoted: &str) -> String {
    unescaped(quoted.trim_matches(['"', '\'']).trim())
}

/// What the files of an export are called here.
pub(crate) struct FileNames<'a> {
    host: String,
    /// Paths of attachments on the old host → their addresses.
    attachments: HashMap<String, &'a str>,
}

impl<'a> FileNames<'a> {
    pub(crate) fn new(export: &'a Export) -> Self {
        let attachments = export
            .attachments
            .iter()
            .filter_map(|file| Some((path_of(&file.url)?, file.url.as_str())))
            .collect();
        Self { host: host_of(&export.address), attachments }
    }

    /// A file, if the address is that of one by its ending.
    pub(crate) fn of(&self, url: &str) -> Option<WantedFile> {
        let absolute = if url.starts_with("//") { format!("https:{url}") } else { url.to_owned() };
        let path = path_of(&absolute)?;
        let host = host_of(&absolute);
        // A smaller form of a picture is that picture.
        let whole = SIZE.replace(&path, "$1");
        let known = self.attachments.get(&path).or_else(|| self.attachments.get(whole.as_ref()));
        let url = known.map_or(absolute, |known| (*known).to_owned());
        let path = if known.is_some() { path_of(&url)? } else { path };
        let is_own = host.is_empty() || host == self.host;
        let below = ["/wp-content/uploads/", "/content/images/", "/content/media/", "/content/files/"]
            .iter()
            .find_map(|folder| path.find(folder).map(|at| &path[at + folder.len()..]));
        let below = match below {
            Some(below) => below.to_owned(),
            None if is_own => path.trim_start_matches('/').to_owned(),
            None => {
                // Addresses within addresses, as CDNs have them.
                let last = path.rsplit('/').next().unwrap_or_default();
                format!("{host}/{last}")
            }
        };
        let (stem, ending) = below.rsplit_once('.')?;
        let ending = ending.to_lowercase();
        if !ENDINGS.contains(&ending.as_str()) {
            return None;
        }
        let segments: Vec<String> = stem.split('/').map(segment).filter(|name| !name.is_empty()).collect();
        let path = format!("{}.{ending}", segments.join("/"));
        (!segments.is_empty()).then(|| WantedFile { url, path, original: below.clone(), is_public: false })
    }
}

/// A name that every disk and every address can have.
fn segment(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name = match !name.starts_with('.') && !name.starts_with('_') && name.chars().all(is_plain) {
        true => name.to_owned(),
        false => slugify(name),
    };
    name.chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attachment, Item};

    #[test]
    fn files_have_names_within_the_folder_of_uploads() {
        let export = Export {
            address: "https://www.old.example/blog".to_owned(),
            attachments: vec![Attachment {
                url: "https://old.example/wp-content/uploads/2010/05/a.jpg".to_owned(),
                ..Attachment::default()
            }],
            ..Export::default()
        };
        let names = FileNames::new(&export);
        for (url, want) in [
            ("http://old.example/wp-content/uploads/2010/05/a-300x200.jpg", Some("2010/05/a.jpg")),
            ("http://old.example/wp-content/uploads/2010/05/b-300x200.jpg", Some("2010/05/b-300x200.jpg")),
            ("/content/images/2020/01/Ä b.PNG", Some("2020/01/ä-b.png")),
            ("https://old.example/../../etc/x.jpg", Some("etc/x.jpg")),
            (
                "https://cdn.example/fetch/w_10/https%3A%2F%2Fs3.example%2Fimages%2Fc_1.png?x=1",
                Some("cdn.example/c_1.png"),
            ),
            ("https://cdn.example/max/800/1*abc.jpeg", Some("cdn.example/1-abc.jpeg")),
            ("https://old.example/about/", None),
            ("https://old.example/a.php", None),
            ("mailto:a.jpg", None),
            ("https://old.example/.jpg", None),
        ] {
            assert_eq!(names.of(url).map(|file| file.path).as_deref(), want, "{url}");
        }
    }

    #[test]
    fn files_of_posts_that_are_held_back_are_not_public() {
        let item = |status, name: &str| Item {
            id: name.to_owned(),
            status,
            html: format!("<p><img class='a' src='https://old.example/{name}.jpg?a&amp;b'></p>"),
            ..Item::default()
        };
        let attachment = |parent: &str, name: &str| Attachment {
            parent: parent.to_owned(),
            url: format!("https://old.example/{name}.jpg"),
            ..Attachment::default()
        };
        let export = Export {
            items: vec![item(Status::Published, "a"), item(Status::Private, "b")],
            attachments: vec![
                attachment("b", "c"),
                attachment("", "d"),
                attachment("gone", "e"),
                attachment("a", "f"),
            ],
            ..Export::default()
        };
        let files = wanted(&export);
        let shown: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.is_public)).collect();
        let of = |name: &str| format!("old.example/{name}.jpg");
        let want = [("a", true), ("b", false), ("c", false), ("d", true), ("e", false), ("f", true)];
        assert_eq!(
            shown,
            want.map(|(name, public)| (of(name), public))
                .iter()
                .map(|(n, p)| (n.as_str(), *p))
                .collect::<Vec<_>>()
        );
    }
}
