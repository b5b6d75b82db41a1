//! Enclosures: files that feeds name with a post, such as an episode of a podcast.

use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_markdown::links::{LinkContext, LinkKind, LinkTarget};

use super::context::ResolveContext;
use super::paths::file_key;
use crate::parsed_post::ParsedPost;
use crate::source::file::Source;

/// An enclosure with its size and type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResolvedEnclosure {
    /// A path of the site, or a whole address.
    pub url: String,
    /// Bytes; `None` if unknown.
    pub length: Option<u64>,
    /// Media type.
    pub kind: String,
}

/// The enclosure that a post names in its front matter. A file beside the post is added to the output.
pub(super) fn resolve_enclosure(
    source: &Source,
    parsed: &ParsedPost,
    context: &mut ResolveContext<'_>,
) -> Option<ResolvedEnclosure> {
    let ResolveContext { site, output, report, .. } = context;
    let named = parsed.enclosure.as_ref().filter(|named| !named.url.trim().is_empty())?;
    let mut url = named.url.trim().to_owned();
    let beside = source.path.parent().map(|folder| folder.join(&url)).filter(|file| file.is_file());
    if !url.starts_with('/') && !url.contains(':') && beside.is_none() {
        // As with pictures: `media/a.mp3` means the site's folder.
        url.insert(0, '/');
    }
    let links = LinkContext { base: &site.base, origin: &site.origin, path: &parsed.path, known: &[] };
    let url = match links.resolve(&url, LinkKind::Image) {
        LinkTarget::Page(url) | LinkTarget::File(url) => {
            lamplight_format::route::without_base(&site.base, &url).unwrap_or(&url).to_owned()
        }
        LinkTarget::Foreign(url) => url,
        LinkTarget::Fragment(_) | LinkTarget::Refused => return None,
    };
    let key = file_key(&url);
    let is_own = url.starts_with('/');
    if let Some(file) = beside.filter(|_| is_own) {
        output.copy(&key, &file);
    }
    if is_own && !output.has(&key) {
        let diagnostic = Diagnostic::warning(
            "enclosure-missing",
            Position { line: 1, column: 1 },
            format!("`{url}`, which feeds name as what the post comes with, is not among the site's files"),
            "put the file there, or correct the front matter",
        );
        report.add(&source.name, diagnostic.into());
    }
    let size = output.size(&key);
    let kind = match named.kind.trim() {
        "" => mime_guess::from_path(&key).first_or_octet_stream().to_string(),
        kind => kind.to_owned(),
    };
    // The size of the file counts, not what the front matter says.
    let length = (is_own && size > 0).then_some(size).or(named.length);
    Some(ResolvedEnclosure { url, length, kind })
}
