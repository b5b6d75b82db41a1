//! Any bytes as data of a site: what can be decoded can be drawn.
#![no_main]

use lamplight_format::model::{Manifest, Post, RouteEntry, Site, Summary};
use lamplight_theme::view::{Page, PostPage, content};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = serde_json::from_slice::<Manifest>(bytes).map(|manifest| manifest.posts.tree.map(|tree| tree.way(0).count()));
    let _ = (serde_json::from_slice::<Vec<Summary>>(bytes), serde_json::from_slice::<Vec<RouteEntry>>(bytes));
    let site = Site { title: "Fuzz".into(), base: "/".into(), page_size: 10, offline: true, ..Site::default() };
    for post in serde_json::from_slice::<Vec<Post>>(bytes).unwrap_or_default() {
        let _ = content(&site, &Page::Post(Box::new(PostPage::new(&site, post))));
    }
});
