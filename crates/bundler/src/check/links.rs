//! Links that lead nowhere, and pictures that are not there.

use lamplight_format::model::route_key;
use lamplight_import::diagnostic::Diagnostic;
use lamplight_markdown::links::{LinkKind, LinkTarget};

use super::checker::Checker;
use super::similar::near;
use crate::parsed_post::ParsedPost;
use crate::site::{ResolvedPost, file_key};
use crate::verify;

impl Checker<'_> {
    pub(super) fn links(&self, entry: &ResolvedPost, draft: &ParsedPost, told: &mut Vec<Diagnostic>) {
        for link in &draft.links {
            if verify::is_dead(&link.written) {
                told.push(Diagnostic::error(
                    "link-broken",
                    draft.place(link.at),
                    format!("`{}` is no address that a browser could go to", link.written),
                    "correct the address, or delete the link",
                ));
            }
            let Some((path, place)) = self.inside(entry, &link.written) else { continue };
            if !self.is_there(&path) {
                told.push(Diagnostic::error(
                    "link-broken",
                    draft.place(link.at),
                    format!("nothing is at `{path}`"),
                    self.nearest(&path).map_or_else(
                        || "correct the address, or delete the link".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    ),
                ));
                continue;
            }
            // Browsers know the top of a page, and how to find words.
            if place.is_empty() || place == "top" || place.contains(":~:") {
                continue;
            }
            let Some(target) = self.by_key.get(&route_key(&path)) else { continue };
            let path = target.post.summary.path.as_str();
            if self.ids.get(path).is_some_and(|ids| !ids.contains(&place)) {
                let near = self.ids.get(path).and_then(|ids| near(&place, ids.iter().map(String::as_str)));
                told.push(Diagnostic::error(
                    "anchor-missing",
                    draft.place(link.at),
                    format!("nothing at `{path}` is named `#{place}`"),
                    near.map_or_else(
                        || "name a heading of that page as its link does, or leave the `#` out".to_owned(),
                        |near| format!("did you mean `#{near}`?"),
                    ),
                ));
            }
        }
    }

    fn nearest(&self, path: &str) -> Option<&str> {
        near(path, self.by_key.values().map(|e| e.post.summary.path.as_str()))
    }

    pub(super) fn pictures(&self, entry: &ResolvedPost, draft: &ParsedPost, told: &mut Vec<Diagnostic>) {
        for written in &draft.pictures {
            let url = match self.place(entry).resolve(written, LinkKind::Image) {
                LinkTarget::Page(url) | LinkTarget::File(url) => url,
                _ => continue,
            };
            let path = file_key(&self.below(&url));
            if !self.output.has(&path) {
                let at = draft.markdown.find(written.as_str()).unwrap_or_default();
                told.push(Diagnostic::error(
                    "image-missing",
                    draft.place(at),
                    format!("the image `/{path}` is not among the site's files"),
                    "put the file there, or correct the address",
                ));
            }
        }
        for at in &draft.without_alt {
            told.push(Diagnostic::warning(
                "alt-missing",
                draft.place(*at),
                "a picture has no text alternative: who can't see it learns nothing of it",
                "say between the brackets, or in `alt`, what it shows; `alt=\"\"` says that it is decoration",
            ));
        }
    }
}
