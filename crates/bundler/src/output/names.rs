//! The names of all files and folders that a build writes, but for those of posts and of the site's own files. Every other part of
//! the crate takes them from here; the names of feeds are in [`Feed`].

use lamplight_format::model::route_key;
use lamplight_format::route::{Feed, Route};

/// The file that answers the address of its folder.
pub(crate) const INDEX: &str = "index.html";

/// What hosts answer unknown addresses with.
pub(crate) const NOT_FOUND: &str = "404.html";
/// The service worker, or what removes one. It works for the folder that it lies in, so it lies at the top.
pub(crate) const WORKER: &str = "sw.js";
/// The drawing that all other icons are made of.
pub(crate) const ICON: &str = "icon.svg";
/// Where browsers look for an icon without being told.
pub(crate) const FAVICON: &str = "favicon.ico";
pub(crate) const SITEMAP: &str = "sitemap.xml";
pub(crate) const ROBOTS: &str = "robots.txt";
/// See <https://llmstxt.org>.
pub(crate) const LLMS: &str = "llms.txt";
/// How a browser's own search box asks this site.
pub(crate) const OPENSEARCH: &str = "opensearch.xml";
/// Headers, for Netlify and Cloudflare Pages.
pub(crate) const HEADERS: &str = "_headers";
/// Redirects, for Netlify and Cloudflare Pages.
pub(crate) const REDIRECTS: &str = "_redirects";
/// Without it GitHub Pages leaves out what begins with an underscore.
pub(crate) const NO_JEKYLL: &str = ".nojekyll";

/// Headers and redirects, for Vercel.
pub(crate) const VERCEL: &str = "vercel.json";
/// The same, for Apache.
pub(crate) const HTACCESS: &str = ".htaccess";
/// The same, for nginx, whose settings include it.
pub(crate) const NGINX: &str = "lamplight/nginx.conf";
/// The same, for Caddy, whose settings import it.
pub(crate) const CADDYFILE: &str = "lamplight/Caddyfile";

/// Everything else of ours that is no page lies in this folder, so that it can't be in the way of a blog's own `assets/`.
pub(crate) const FOLDER: &str = "lamplight";
/// Folders of files that never change, so that a host needs three rules to say how long they keep.
pub(crate) const HASHED: [&str; 3] = [APP, DATA, IMAGES];
/// The app.
pub(crate) const APP: &str = "lamplight/app";
/// Posts and lists.
pub(crate) const DATA: &str = "lamplight/data";
/// Variants of pictures.
pub(crate) const IMAGES: &str = "lamplight/images";
/// The one file of ours that is asked for anew at each visit. It marks a folder as our output.
pub(crate) const MANIFEST: &str = "lamplight/manifest.json";
/// What the blog is as an app, for whoever installs it.
pub(crate) const WEB_MANIFEST: &str = "lamplight/site.webmanifest";
/// The page that the service worker shows where it has nothing else.
pub(crate) const OFFLINE_PAGE: &str = "lamplight/offline.html";
/// Names the files that a build took over from the one before it for the sake of open tabs.
pub(crate) const KEPT: &str = "lamplight/kept.txt";

/// An icon of so many pixels in width and height. Systems cut a maskable one into any shape.
pub(crate) fn icon_of(side: u32, maskable: bool) -> String {
    let kind = if maskable { "icon-maskable" } else { "icon" };
    format!("{FOLDER}/{kind}-{side}.png")
}

/// A part of a sitemap that is too long for one file; from 1.
pub(crate) fn sitemap_part(number: usize) -> String {
    format!("sitemap-{number}.xml")
}

/// A file at the top of the site.
struct TopFile {
    name: &'static str,
    /// Whether posts may link to it.
    linkable: bool,
    /// Whether hosts show it at its name. Others read it, or send it in place of something else.
    served: bool,
    /// Whether no post may have it, or a folder of its name, as its address.
    reserved: bool,
}

const TOP_FILES: [TopFile; 13] = [
    TopFile { name: NOT_FOUND, linkable: true, served: false, reserved: true },
    TopFile { name: WORKER, linkable: false, served: true, reserved: true },
    TopFile { name: ICON, linkable: true, served: true, reserved: false },
    TopFile { name: FAVICON, linkable: false, served: true, reserved: false },
    TopFile { name: SITEMAP, linkable: true, served: true, reserved: true },
    TopFile { name: ROBOTS, linkable: true, served: true, reserved: true },
    TopFile { name: LLMS, linkable: true, served: true, reserved: true },
    TopFile { name: OPENSEARCH, linkable: true, served: true, reserved: true },
    TopFile { name: HEADERS, linkable: false, served: false, reserved: true },
    TopFile { name: REDIRECTS, linkable: false, served: false, reserved: true },
    TopFile { name: NO_JEKYLL, linkable: false, served: false, reserved: false },
    TopFile { name: VERCEL, linkable: false, served: false, reserved: false },
    TopFile { name: HTACCESS, linkable: false, served: false, reserved: false },
];

/// Files that posts may link to, those of the feeds among them.
pub(crate) fn linkable() -> impl Iterator<Item = &'static str> {
    let top = TOP_FILES.iter().filter(|file| file.linkable).map(|file| file.name);
    top.chain(Feed::ALL.map(Feed::file_name))
}

/// Whether hosts show a file of the output at its name.
pub(crate) fn is_served(name: &str) -> bool {
    ![KEPT, NGINX, CADDYFILE].contains(&name) && TOP_FILES.iter().all(|file| file.served || file.name != name)
}

/// Whether a post at this address would hide a page or a file of the site itself.
pub(crate) fn is_reserved(path: &str) -> bool {
    let key = route_key(path);
    let is_document = match Route::parse(&key) {
        Route::Document { .. } => true,
        Route::Home { .. }
        | Route::Archive { .. }
        | Route::Terms(_)
        | Route::Term { .. }
        | Route::Offline
        | Route::Search => false,
    };
    let first = key.split('/').nth(1).unwrap_or_default();
    // A key has no `.html`.
    let is_first = |name: &str| route_key(name)[1..] == *first;
    !is_document
        || first == FOLDER
        || TOP_FILES.iter().any(|file| file.reserved && is_first(file.name))
        || Feed::ALL.iter().any(|feed| feed.file_name() == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_post_hides_what_the_site_itself_has() {
        for path in [
            "/",
            "/page/2/",
            "/tags/",
            "/tag/a/",
            "/archive/2020/",
            "/search/",
            "/404.html",
            "/404/",
            "/feed.xml",
            "/rss.xml/",
            "/_headers",
            "/sw.js",
            "/lamplight/a/",
        ] {
            assert!(is_reserved(path), "{path}");
        }
        for path in ["/blog/a/", "/blog/404/", "/archive/of/lamps/", "/feed/", "/index.htm"] {
            assert!(!is_reserved(path), "{path}");
        }
    }
}
