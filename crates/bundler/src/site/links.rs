//! Resolves the links of one post where the general rule of browsers would get them wrong, and adds files that they need.

use std::path::{Path, PathBuf};

use lamplight_format::model::route_key;
use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_import::translate;
use lamplight_markdown::links::{LinkContext, LinkKind, LinkTarget};
use percent_encoding::{percent_decode_str, utf8_percent_encode};

use super::addresses::{Addresses, LinkOrigin};
use super::context::ResolveContext;
use super::paths::{ENDINGS, IN_PATHS, file_key, file_name, joined, of_other_case};
use crate::parsed_post::{Destination, ParsedPost};
use crate::source::file::Source;

/// Resolves the links of a post: pairs of the destination as written and the resolved one, which is empty if it leads nowhere. A
/// destination that is not among them follows the general rule. Files that links need are added to the output.
pub(super) fn resolve_links(
    source: &Source,
    parsed: &ParsedPost,
    addresses: &Addresses,
    context: &mut ResolveContext<'_>,
) -> Vec<(String, String)> {
    let site = context.site;
    let mut resolver = LinkResolver {
        source,
        parsed,
        addresses,
        folder: source.path.parent().unwrap_or(Path::new(".")),
        origin: LinkOrigin {
            folder: source.name.rsplit_once('/').map_or("", |(folder, _)| folder),
            context: LinkContext { base: "/", origin: &site.origin, path: &parsed.path, known: &[] },
        },
        context,
    };
    let recordings = parsed.recordings.iter().filter(|written| written.starts_with(translate::NOTE));
    let media = parsed.pictures.iter().chain(recordings);
    let media = media.map(|written| Destination { written: written.clone(), at: 0 });
    let links = parsed.links.iter().cloned().chain(media);
    links.filter_map(|link| resolver.resolve(&link).map(|to| (link.written, to))).collect()
}

struct LinkResolver<'a, 'c> {
    source: &'a Source,
    parsed: &'a ParsedPost,
    addresses: &'a Addresses,
    /// The folder of the post's file.
    folder: &'a Path,
    origin: LinkOrigin<'a>,
    context: &'a mut ResolveContext<'c>,
}

/// A destination taken apart.
struct Written<'a> {
    link: &'a Destination,
    /// Percent-encoded, as written.
    path: &'a str,
    /// From `?` or `#` on.
    tail: &'a str,
    /// The path, decoded.
    decoded: String,
}

impl LinkResolver<'_, '_> {
    /// The resolved destination, if the general rule would get it wrong.
    fn resolve(&mut self, link: &Destination) -> Option<String> {
        let cut = link.written.find(['?', '#']).unwrap_or(link.written.len());
        let (path, tail) = link.written.split_at(cut);
        let decoded = percent_decode_str(path).decode_utf8_lossy().into_owned();
        let written = Written { link, path, tail, decoded };
        if !link.is_relative() {
            return self.page_of_other_case(&written);
        }
        if path.starts_with(translate::POST) || path.starts_with(translate::FILE) {
            return Some(self.tag_of_liquid(&written));
        }
        let decoded = written.decoded.as_str();
        if let Some(name) = decoded.strip_prefix(translate::REF).or_else(|| decoded.strip_prefix("@/")) {
            return Some(self.content_file(name, &written));
        }
        if let Some(name) = decoded.strip_prefix(translate::NOTE) {
            return Some(self.note(name, &written));
        }
        self.relative(&written)
    }

    /// A post whose address differs in upper and lower case alone: most hosts tell these apart, and the old one may not have.
    fn page_of_other_case(&mut self, written: &Written<'_>) -> Option<String> {
        let Written { link, tail, decoded, .. } = written;
        let LinkTarget::Page(url) = self.origin.context.resolve(&link.written, LinkKind::Link) else {
            return None;
        };
        let is_known = self.addresses.of_page(&percent_decode_str(&url).decode_utf8_lossy()).is_some();
        let to = self.addresses.of_other_case(&route_key(decoded))?;
        if is_known || !decoded.starts_with('/') {
            return None;
        }
        let message = format!("`{decoded}` is at `{to}`; the link leads there");
        self.report(Diagnostic::warning(
            "case-mismatch",
            self.position(link),
            message,
            "write it in that case",
        ));
        Some(format!("{to}{tail}"))
    }

    /// `{% post_url %}` and `{% link %}`.
    fn tag_of_liquid(&mut self, written: &Written<'_>) -> String {
        let Written { link, path, tail, .. } = written;
        if let Some(to) = self.addresses.of_liquid(path, self.context.output) {
            return to + tail;
        }
        let name = path.split_once('/').map_or(*path, |(_, name)| name);
        let message = format!("`{name}` is no post and no file of this site; the link leads nowhere");
        let help = "give the name of a post's file, or the path of a file that `files` publishes";
        self.report(Diagnostic::error("liquid-link", self.position(link), message, help));
        String::new()
    }

    /// Hugo's `ref` and Zola's `@/`, with the path of a file. An empty one means the post itself.
    fn content_file(&mut self, name: &str, written: &Written<'_>) -> String {
        let to = match name.is_empty() {
            true => Some(&self.parsed.path),
            false => self.addresses.of_file(name, self.origin.folder),
        };
        if let Some(to) = to {
            return format!("{to}{}", written.tail);
        }
        let message = format!("`{name}` is no file of these posts; the link leads nowhere");
        self.report(Diagnostic::error(
            "link-unresolved",
            self.position(written.link),
            message,
            "give the path of a post's file",
        ));
        String::new()
    }

    /// A wiki link.
    fn note(&mut self, name: &str, written: &Written<'_>) -> String {
        let Written { link, tail, .. } = written;
        if let Some(to) = self.addresses.note(name, tail, &self.origin, self.context.output) {
            return to;
        }
        let message = format!("there is no note and no file called `{name}`; readers see its name alone");
        self.report(Diagnostic::warning(
            "note-missing",
            self.position(link),
            message,
            "correct the name, or write the note",
        ));
        // An embedded file that is missing keeps its name.
        let is_shown =
            self.parsed.pictures.contains(&link.written) || self.parsed.recordings.contains(&link.written);
        let target = self.origin.context.resolve(name, LinkKind::Image);
        target.url().filter(|_| is_shown).map(str::to_owned).unwrap_or_default()
    }

    /// The path of a page or file, seen from the post's file or from its page.
    fn relative(&mut self, written: &Written<'_>) -> Option<String> {
        let Written { link, path, tail, decoded } = written;
        let addresses = self.addresses;
        // Hexo's posts have files in a folder of the same name.
        let own = self.source.path.with_extension("");
        let beside = [self.folder, &own]
            .into_iter()
            .flat_map(|folder| [folder.join(decoded), folder.join(path)])
            .find(|file| file.is_file());
        let file = beside.as_ref().and_then(|file| file.canonicalize().ok());
        if let Some(to) = file.as_ref().and_then(|file| addresses.of_source(file)) {
            return Some(match addresses.is_vault() {
                true => addresses.part(to, tail),
                false => format!("{to}{tail}"),
            });
        }
        if file.as_ref().is_some_and(|file| addresses.unpublished().contains(file)) {
            let message = format!("`{decoded}` is a post that is not published; the link leads nowhere");
            self.report(Diagnostic::error(
                "link-held",
                self.position(link),
                message,
                "delete the link, or publish that post, too",
            ));
            return Some(String::new());
        }
        if file.is_none() && addresses.is_vault() && !decoded.is_empty() {
            let to = addresses.note(decoded, tail, &self.origin, self.context.output);
            if to.is_some() {
                return to;
            }
        }
        if file.is_none() && ENDINGS[..3].iter().any(|ending| decoded.to_lowercase().ends_with(ending)) {
            let beside = joined(self.origin.folder, decoded).map(|path| file_name(&path));
            if let Some(to) = beside.and_then(|beside| addresses.of_path(&beside)) {
                return Some(format!("{to}{tail}"));
            }
        }
        match (file, self.origin.context.resolve(&link.written, LinkKind::Link)) {
            (None, LinkTarget::File(url)) => self.file_of_other_case(written, &url),
            (Some(file), LinkTarget::File(url)) => {
                self.copy(&beside.unwrap_or_default(), &file, &url, written);
                None
            }
            (_, LinkTarget::Page(below)) if addresses.of_page(&below).is_none() => self.page_beside(written),
            (
                _,
                LinkTarget::Page(_) | LinkTarget::Fragment(_) | LinkTarget::Foreign(_) | LinkTarget::Refused,
            ) => None,
        }
    }

    /// A file beside the post that is called so but for the case of its letters.
    fn file_of_other_case(&mut self, written: &Written<'_>, url: &str) -> Option<String> {
        let Written { link, tail, decoded, .. } = written;
        if self.context.output.has(&file_key(url)) {
            return None;
        }
        let (name, file) = of_other_case(&self.folder.join(decoded))?;
        let is_below = self.folder.canonicalize().is_ok_and(|folder| file.starts_with(folder));
        let (above, _) = url.rsplit_once('/')?;
        if !is_below || self.addresses.unpublished().contains(&file) {
            return None;
        }
        let message = format!("`{decoded}` is called `{name}`; that is taken");
        let help = "write it in that case: most hosts tell upper from lower case";
        self.report(Diagnostic::warning("case-mismatch", self.position(link), message, help));
        let to = format!("{above}/{}", utf8_percent_encode(&name, IN_PATHS));
        self.context.output.copy(&file_key(&to), &file);
        Some(format!("{to}{tail}"))
    }

    /// Publishes a file that a post links to. `beside` is its path as the link has it, `file` where it really is.
    fn copy(&mut self, beside: &Path, file: &PathBuf, url: &str, written: &Written<'_>) {
        // A symbolic link may lead anywhere within the folder of posts.
        let is_symlink = beside.is_symlink();
        let depth = Path::new(&self.source.name).components().count();
        let root = self.source.path.ancestors().nth(depth).filter(|_| is_symlink);
        let top = root.unwrap_or(self.folder).canonicalize().ok();
        // Other files must be below the post's own folder: `../../.ssh/id_rsa` is not published.
        if top.is_some_and(|top| file.starts_with(top)) && !self.addresses.unpublished().contains(file) {
            self.context.output.copy(&file_key(url), file);
        } else if is_symlink {
            let message =
                format!("`{}` is a link out of the folder of posts; it is not followed", written.decoded);
            let help = "put the file itself here, if it is for readers";
            self.report(Diagnostic::error("file-link", self.position(written.link), message, help));
        }
    }

    /// With a permalink like `/blog/:slug`, without a slash at its end, browsers resolved links beside the post, not below it.
    fn page_beside(&self, written: &Written<'_>) -> Option<String> {
        let path = self.parsed.path.trim_end_matches('/');
        let beside = LinkContext { path, ..self.origin.context };
        let beside = beside.resolve(&written.link.written, LinkKind::Link);
        let to = self.addresses.of_page(beside.url()?)?;
        Some(format!("{to}{}", written.tail))
    }

    /// Where the first such link stands in the post's file.
    fn position(&self, link: &Destination) -> Position {
        let parsed = self.parsed.with_text();
        let first = || parsed.markdown.find(&link.written).unwrap_or_default();
        parsed.position(if link.at > 0 { link.at } else { first() })
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.context.report.add(&self.source.name, diagnostic.into());
    }
}
