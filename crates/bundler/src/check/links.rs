//! Links that lead nowhere, and pictures that are not there.

use lamplight_format::model::route_key;
use lamplight_import::diagnostic::Diagnostic;
use lamplight_markdown::links::{LinkKind, LinkTarget};

use super::checker::Checker;
use super::similar::most_similar;
use crate::html_safety;
use crate::parsed_post::ParsedPost;
use crate::site::{ResolvedPost, file_key};

impl Checker<'_> {
    pub(super) fn links(&self, post: &ResolvedPost, parsed: &ParsedPost, diagnostics: &mut Vec<Diagnostic>) {
        for link in &parsed.links {
            if html_safety::is_dead(&link.written) {
                diagnostics.push(Diagnostic::error(
                    "link-broken",
                    parsed.position(link.at),
                    format!("`{}` is no address that a browser could go to", link.written),
                    "correct the address, or delete the link",
                ));
            }
            let Some((path, fragment)) = self.inside(post, &link.written) else { continue };
            if !self.is_there(&path) {
                diagnostics.push(Diagnostic::error(
                    "link-broken",
                    parsed.position(link.at),
                    format!("nothing is at `{path}`"),
                    self.nearest(&path).map_or_else(
                        || "correct the address, or delete the link".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    ),
                ));
                continue;
            }
            // Browsers know the top of a page, and text fragments.
            if fragment.is_empty() || fragment == "top" || fragment.contains(":~:") {
                continue;
            }
            let Some(target) = self.by_key.get(&route_key(&path)) else { continue };
            let path = target.data.summary.path.as_str();
            if self.ids.get(path).is_some_and(|ids| !ids.contains(&fragment)) {
                let near = self
                    .ids
                    .get(path)
                    .and_then(|ids| most_similar(&fragment, ids.iter().map(String::as_str)));
                diagnostics.push(Diagnostic::error(
                    "anchor-missing",
                    parsed.position(link.at),
                    format!("nothing at `{path}` is named `#{fragment}`"),
                    near.map_or_else(
                        || "name a heading of that page as its link does, or leave the `#` out".to_owned(),
                        |near| format!("did you mean `#{near}`?"),
                    ),
                ));
            }
        }
    }

    fn nearest(&self, path: &str) -> Option<&str> {
        most_similar(path, self.by_key.values().map(|post| post.data.summary.path.as_str()))
    }

    pub(super) fn pictures(
        &self,
        post: &ResolvedPost,
        parsed: &ParsedPost,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for written in &parsed.pictures {
            let url = match self.link_context(post).resolve(written, LinkKind::Image) {
                LinkTarget::Page(url) | LinkTarget::File(url) => url,
                _ => continue,
            };
            let path = file_key(&self.below(&url));
            if !self.output.has(&path) {
                let at = parsed.markdown.find(written.as_str()).unwrap_or_default();
                diagnostics.push(Diagnostic::error(
                    "image-missing",
                    parsed.position(at),
                    format!("the image `/{path}` is not among the site's files"),
                    "put the file there, or correct the address",
                ));
            }
        }
        for at in &parsed.without_alt {
            diagnostics.push(Diagnostic::warning(
                "alt-missing",
                parsed.position(*at),
                "a picture has no text alternative: who can't see it learns nothing of it",
                "say between the brackets, or in `alt`, what it shows; `alt=\"\"` says that it is decoration",
            ));
        }
    }
}
