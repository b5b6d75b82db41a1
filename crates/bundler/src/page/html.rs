//! The text of an HTML file: the app's template with a page in it.

use lamplight_format::model::Site;
use lamplight_format::route::url;
use lamplight_theme::head::Head;
use lamplight_theme::view::{self, Failure, Page, PostPage};

use super::head;
use crate::app::App;
use crate::escape::escape;
use crate::language::{Language, direction};
use crate::output::names::ICON;
use crate::paths::absolute;
use crate::site::{Redirect, ResolvedPost};

/// The page of a post, without what stands around it.
pub(super) fn post_page(post: &ResolvedPost, site: &Site) -> Page {
    Page::Post(Box::new(PostPage::whole(site, post.with_text().into_owned())))
}

/// The file of one post.
pub(crate) fn post_html(post: &ResolvedPost, site: &Site, app: &App) -> Vec<u8> {
    let page = post_page(post, site);
    html(&page, &Head::of(site, &page), site, app)
}

/// The page that the service worker shows where it has nothing else.
pub(super) fn offline_html(site: &Site, app: &App) -> Vec<u8> {
    let page = Page::Failed(Failure::Offline);
    html(&page, &Head::of(site, &page), site, app)
}

/// The file of any page.
pub(super) fn html(page: &Page, head: &Head, site: &Site, app: &App) -> Vec<u8> {
    // The app looks up what is behind the first two. The service worker does not keep the third.
    let state = match page {
        Page::NotFound => " data-missing",
        Page::Failed(_) => " data-missing=\"offline\"",
        Page::Post(page) if page.post.unlisted => " data-unlisted",
        Page::Post(_)
        | Page::Home(_)
        | Page::Archive(_)
        | Page::Terms(_)
        | Page::Term(..)
        | Page::Offline
        | Page::Search => "",
    };
    // The service worker looks whether this is the page that was asked for.
    let path = match head.path.as_str() {
        "" => String::new(),
        path => format!(" data-path=\"{}\"", escape(&url("/", path))),
    };
    // By this the app tells whether the page has changed since. It finds no unlisted post among the data.
    let is_unlisted = matches!(page, Page::Post(page) if page.post.unlisted);
    let mark = if is_unlisted { String::new() } else { view::mark(page) };
    let mark = if mark.is_empty() { mark } else { format!(" data-mark=\"{mark}\"") };
    let attributes = format!("\"{}\"{path}{state}{mark}{}", escape(&site.base), direction(&site.language));
    fill(
        &app.template,
        &[
            ("__LANGUAGE__", &escape(&site.language)),
            ("\"__BASE__\"", &attributes),
            ("__VERSION__", &app.version),
            ("<!--head-->", &head::tags(page, head, site, &app.policy)),
            ("<!--page-->", &view::whole(site, page)),
        ],
    )
    .into_bytes()
}

/// Replaces each placeholder, in order. The texts themselves are not searched for placeholders: a post may say `__BASE__`.
fn fill(template: &str, marks: &[(&str, &str)]) -> String {
    let mut out =
        String::with_capacity(template.len() + marks.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut rest = template;
    for (mark, text) in marks {
        let Some((before, after)) = rest.split_once(mark) else { continue };
        out.push_str(before);
        out.push_str(text);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The page at an address that a post once had, for hosts without rules.
pub(super) fn redirect_html(redirect: &Redirect, site: &Site, language: &Language<'_>) -> Vec<u8> {
    let to = escape(&url(&site.base, &redirect.to));
    let absolute = escape(&absolute(site, &redirect.to));
    // Browsers look for one where none is named.
    let icon = escape(&url(&site.base, &format!("/{ICON}")));
    format!(
        "<!doctype html>\n<html lang=\"{}\"{}>\n<meta charset=\"utf-8\">\n<title>{moved}</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={to}\">\n<link rel=\"canonical\" href=\"{absolute}\">\n\
         <link rel=\"icon\" href=\"{icon}\" type=\"image/svg+xml\">\n\
         <h1>{moved}</h1>\n<p><a href=\"{to}\">{here}</a></p>\n</html>\n",
        escape(&site.language),
        direction(&site.language),
        moved = escape(language.build("moved")),
        here = escape(language.build("moved_here")),
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(fill("a <1> b <2> c", &[("<1>", "<2>"), ("<2>", "x")]), "a <2> b x c");
    }
}
