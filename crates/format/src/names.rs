//! Names of files and folders of a built site that more than one crate must know.

/// The service worker, or what removes one. It works for the folder that it lies in, so it lies at the top.
pub const WORKER: &str = "sw.js";
/// What crawlers may read.
pub const ROBOTS: &str = "robots.txt";
/// See <https://llmstxt.org>.
pub const LLMS: &str = "llms.txt";
/// How a browser's own search box asks this site.
pub const OPENSEARCH: &str = "opensearch.xml";
/// Headers, for Netlify and Cloudflare Pages.
pub const HEADERS: &str = "_headers";
/// Redirects, for Netlify and Cloudflare Pages.
pub const REDIRECTS: &str = "_redirects";
/// The app.
pub const APP: &str = "lamplight/app";
/// Posts and lists.
pub const DATA: &str = "lamplight/data";
/// Variants of pictures.
pub const IMAGES: &str = "lamplight/images";
/// The one file of ours that is asked for anew at each visit. It marks a folder as our output.
pub const MANIFEST: &str = "lamplight/manifest.json";
/// Names the files that a build took over from the one before it for the sake of open tabs.
pub const KEPT: &str = "lamplight/kept.txt";
