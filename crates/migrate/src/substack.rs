//! Substack: a zip of `posts.csv` and HTML files. Its lists of readers and their e-mail addresses are not read.

use std::collections::HashMap;

use crate::model::{Export, Item, Status};
use crate::report::ImportReport;
use crate::text::date;
use crate::zip_file::{self, ZipError, ZipTexts};

/// An export that can't be read.
#[derive(Debug, thiserror::Error)]
pub enum SubstackError {
    /// It is no zip.
    #[error(transparent)]
    Zip(#[from] ZipError),
    /// It has no list of posts.
    #[error("the zip holds no `posts.csv`; export again in Substack under Settings → Exports")]
    NoPosts,
}

/// Reads an export. `address` is where the blog was, which exports do not say; it may be empty.
///
/// # Errors
/// If it is no zip, or holds no list of posts.
pub fn read(bytes: &[u8], address: &str) -> Result<Export, SubstackError> {
    let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let is_wanted = |name: &str| last(name) == "posts.csv" || zip_file::is_post(name);
    let ZipTexts { texts: files, refused } = zip_file::texts(bytes, &is_wanted)?;
    let address = address.trim_end_matches('/');
    let mut export = Export { address: address.to_owned(), ..Export::default() };
    for name in refused {
        export.report.remark(name, "it is broken or larger than 64 MiB; left out");
    }
    let list = files.iter().find(|(name, _)| last(name) == "posts.csv");
    let (_, list) = list.ok_or(SubstackError::NoPosts)?;
    // `posts/123.a-title.html` is the text of the post `123.a-title`.
    let mut texts: HashMap<String, &String> = HashMap::new();
    for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
        texts.insert(last(name).trim_end_matches(".html").to_owned(), text);
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(list.as_bytes());
    for row in reader.deserialize::<HashMap<String, String>>() {
        match row {
            Ok(row) => {
                let text = texts.remove(row.get("post_id").map_or("", String::as_str));
                let item = item(&row, text, address, &mut export.report);
                export.items.push(item);
            }
            Err(error) => {
                export.report.leave_out("posts");
                export.report.remark("posts.csv", format!("a row can't be read ({error}); left out"));
            }
        }
    }
    let mut unlisted: Vec<_> = texts.into_iter().collect();
    unlisted.sort();
    for (id, html) in unlisted {
        export.report.remark(&id, "`posts.csv` does not name it; written as a draft");
        export.items.push(Item { status: Status::Draft, ..named(&id, Some(html)) });
    }
    Ok(export)
}

/// A post of which only its id is known, such as `123.a-title`, and its text.
fn named(id: &str, html: Option<&String>) -> Item {
    let slug = id.split_once('.').map_or("", |(_, slug)| slug).to_owned();
    Item { id: id.to_owned(), slug, html: html.cloned().unwrap_or_default(), ..Item::default() }
}

fn item(
    row: &HashMap<String, String>,
    html: Option<&String>,
    address: &str,
    report: &mut ImportReport,
) -> Item {
    let value = |key: &str| row.get(key).map_or("", |value| value.trim());
    let id = value("post_id");
    let title = value("title").to_owned();
    let name = format!("“{title}”");
    let mut status = match value("is_published") {
        "true" => Status::Published,
        _ => Status::Draft,
    };
    if !matches!(value("audience"), "everyone" | "") {
        report.remark(&name, format!("it was for “{}”; written with `private: true`", value("audience")));
        status = Status::Private;
    }
    let kind = value("type");
    let is_page = kind == "page";
    if !matches!(kind, "newsletter" | "podcast" | "page" | "") {
        report.remark(&name, format!("it is a {kind} of Substack; written with `private: true`"));
        status = Status::Private;
    }
    if kind == "podcast" || !value("podcast_url").is_empty() {
        report.remark(&name, format!("its sound is not in the export: {}", value("podcast_url")));
    }
    if html.is_none() {
        report.remark(&name, "its text is not in the export");
    }
    let item = named(id, html);
    let path = if is_page { "" } else { "/p" };
    Item {
        is_page,
        address: Some(format!("{address}{path}/{}", item.slug))
            .filter(|_| status == Status::Published && !item.slug.is_empty()),
        status,
        date: date(value("post_date")),
        excerpt: value("subtitle").to_owned(),
        title,
        ..item
    }
}
