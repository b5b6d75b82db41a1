//! Names of the files and folders that are ours.

/// Everything of ours that is no page lies in one folder, so that it can't be in the way of a blog's own `assets/`. The
/// three below hold files that never change, so that three rules of a host can say how long they keep.
pub(crate) const HASHED: [&str; 3] = [APP, DATA, IMAGES];
/// The app.
pub(crate) const APP: &str = "lamplight/app";
/// Posts and lists.
pub(crate) const DATA: &str = "lamplight/data";
/// Leaner forms of pictures.
pub(crate) const IMAGES: &str = "lamplight/images";
/// The one file of ours that is asked for anew at each visit. It marks a folder as our output.
pub(crate) const MANIFEST: &str = "lamplight/manifest.json";
/// What the blog is as an app, for who installs it.
pub(crate) const WEB_MANIFEST: &str = "lamplight/site.webmanifest";
/// The page that the service worker shows where it has nothing else.
pub(crate) const OFFLINE_PAGE: &str = "lamplight/offline.html";
/// Names the files that a build took over from the one before it for the sake of open tabs.
pub(crate) const KEPT: &str = "lamplight/kept.txt";
