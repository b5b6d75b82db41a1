//! Files of pages, and whole addresses.

use lamplight_format::model::Site;
use lamplight_format::route::url;

use crate::output::names::INDEX;

/// The file that answers a path on a host that knows nothing but files.
pub(crate) fn file_of(path: &str) -> String {
    let path = path.trim_start_matches('/');
    if path.ends_with(".html") {
        return path.to_owned();
    }
    let folder = path.trim_end_matches('/');
    if folder.is_empty() { INDEX.to_owned() } else { format!("{folder}/{INDEX}") }
}

/// The path of a post's Markdown: beside its page.
pub(crate) fn markdown_of(path: &str) -> String {
    let file = file_of(path);
    format!("/{}.md", file.strip_suffix(".html").unwrap_or(&file))
}

/// A whole address, if the site knows its host; else a path.
pub(crate) fn absolute(site: &Site, path: &str) -> String {
    let address = url(&site.base, path);
    if address.starts_with('/') { [site.origin.as_str(), &address].concat() } else { address }
}
