//! Plans of small sites, without a target.

use super::*;
use crate::site::SiteFile;
use crate::state::{Deploy, PostId, content_hash};

const KEEP: PlanOptions =
    PlanOptions { now: 1000, keep: 100, rollback: false, overwrite: false, force: false };

/// A site with these files and posts. A file is its path, and what it says.
fn site(files: &[(&str, &str)], posts: &[&str]) -> Site {
    let file = |(path, text): &(&str, &str)| {
        let file = SiteFile { hash: content_hash(text.as_bytes()), bytes: Some(text.len() as u64) };
        ((*path).to_owned(), file)
    };
    Site {
        files: files.iter().map(file).collect(),
        posts: posts.iter().map(|post| PostId::of(post, post, "")).collect(),
    }
}

/// What a target has when a site was published there.
fn published(site: &Site) -> (Listing, State) {
    let files = site.files.iter().map(|(path, file)| (path.clone(), file.bytes));
    let hashes = site.files.iter().map(|(path, file)| (key(path), file.hash.clone()));
    let deploy = Deploy { time: 900, files: hashes.collect(), posts: site.posts.clone() };
    let listing = Listing { files: files.collect(), ..Listing::default() };
    (listing, State { deployed: Some(deploy), ..State::default() })
}

/// All steps in order, as `Put a.html`.
fn steps(plan: &Plan) -> Vec<String> {
    let name = |step: &Step| match step {
        Step::Copy(path) => format!("copy {path}"),
        Step::Put(path) => format!("put {path}"),
        Step::Delete(path) => format!("delete {path}"),
    };
    plan.stages.values().flatten().map(name).collect()
}

const OLD: [(&str, &str); 9] = [
    ("a/index.html", "a"),
    ("b/index.html", "b"),
    ("b/b.jpg", "b"),
    ("feed.xml", "a b"),
    ("index.html", "a b"),
    ("lamplight/app/x.js", "x"),
    ("lamplight/data/1.json", "a b"),
    ("lamplight/manifest.json", "1"),
    ("sw.js", "1"),
];
const NEW: [(&str, &str); 10] = [
    ("a/index.html", "a"),
    ("b/index.html", "b!"),
    ("b/b.jpg", "b"),
    ("c/index.html", "c"),
    ("c/c.jpg", "c"),
    ("feed.xml", "a b c"),
    ("index.html", "a b c"),
    ("lamplight/data/2.json", "a b c"),
    ("lamplight/manifest.json", "2"),
    ("sw.js", "2"),
];

#[test]
fn steps_have_the_order_in_which_files_name_each_other() {
    let (there, state) = published(&site(&OLD, &["a", "b"]));
    let made = plan(&site(&NEW, &["a", "b", "c"]), &there, &state, KEEP);
    assert_eq!(
        steps(&made),
        [
            "copy b/index.html",
            "copy feed.xml",
            "copy index.html",
            "copy lamplight/manifest.json",
            "copy sw.js",
            "put lamplight/data/2.json",
            "put c/c.jpg",
            "put c/index.html",
            "put b/index.html",
            "put index.html",
            "put feed.xml",
            "put sw.js",
            "put lamplight/manifest.json",
        ]
    );
    assert_eq!((made.taken_back, made.previous), (0, Previous::Replaced));
    // Data and app of the last deploy stay for open tabs.
    assert_eq!(made.stale, [(key("lamplight/app/x.js"), 1000), (key("lamplight/data/1.json"), 1000)].into());
}

#[test]
fn what_is_there_is_not_sent_again() {
    let (there, state) = published(&site(&OLD, &["a", "b"]));
    assert!(plan(&site(&OLD, &["a", "b"]), &there, &state, KEEP).is_empty());
    let forced = plan(&site(&OLD, &["a", "b"]), &there, &state, PlanOptions { force: true, ..KEEP });
    assert_eq!(steps(&forced).iter().filter(|step| step.starts_with("put")).count(), OLD.len());
}

#[test]
fn a_post_that_is_taken_back_goes_at_once_pages_first() {
    let (there, state) = published(&site(&NEW, &["a", "b", "c"]));
    let made = plan(&site(&OLD, &["a", "b"]), &there, &state, KEEP);
    let names = steps(&made);
    assert_eq!(
        names.last_chunk(),
        Some(&["delete c/index.html", "delete c/c.jpg", "delete lamplight/data/2.json"].map(str::to_owned))
    );
    assert!(!names.iter().any(|step| step.starts_with("copy")));
    assert_eq!((made.taken_back, made.previous), (1, Previous::Dropped));
}

#[test]
fn hashed_files_of_older_deploys_go_when_their_time_has_come() {
    let (mut there, mut state) = published(&site(&OLD, &["a", "b"]));
    for (path, since) in [("lamplight/data/old.json", 900), ("lamplight/app/newer.js", 901)] {
        there.files.insert(path.into(), Some(1));
        state.stale.insert(key(path), since);
    }
    let made = plan(&site(&OLD, &["a", "b"]), &there, &state, KEEP);
    assert_eq!(steps(&made), ["delete lamplight/data/old.json"]);
    assert_eq!(made.previous, Previous::Stays);
}

#[test]
fn files_of_others_stay_and_are_never_replaced_unasked() {
    let (mut there, state) = published(&site(&OLD, &["a", "b"]));
    for path in ["CNAME", "c/index.html"] {
        there.files.insert(path.into(), Some(1));
    }
    there.others.insert("c/c.jpg".into());
    let site = site(&NEW, &["a", "b", "c"]);
    let kept = plan(&site, &there, &state, KEEP);
    assert_eq!(
        (kept.foreign, kept.in_the_way),
        (vec!["CNAME".to_owned()], vec!["c/c.jpg".to_owned(), "c/index.html".to_owned()])
    );
    let overwritten = plan(&site, &there, &state, PlanOptions { overwrite: true, ..KEEP });
    assert_eq!(overwritten.in_the_way, ["c/c.jpg"], "nothing is written through links, whoever asks");
    // A site of Lamplight without a record may be replaced; its other files stay.
    let adopted = plan(&site, &Listing { others: BTreeSet::new(), ..there }, &State::default(), KEEP);
    assert!(adopted.in_the_way.is_empty());
    assert_eq!(adopted.foreign, ["CNAME"]);
}

#[test]
fn a_file_whose_sending_was_interrupted_is_in_doubt() {
    let (mut there, mut state) = published(&site(&OLD, &["a", "b"]));
    let new = site(&NEW, &["a", "b", "c"]);
    let first = plan(&new, &there, &state, KEEP);
    state.pending = first.pending.clone();
    // One of two pages is known to be there, and the copies are.
    if let Some(pending) = state.pending.as_mut() {
        pending.sent.insert(key("b/index.html"), content_hash(b"b!"));
        pending.copied = pending.touched.keys().cloned().collect();
    }
    there.files.insert("b/index.html".into(), Some(2));
    there.files.insert("c/index.html".into(), Some(1));
    let names = steps(&plan(&new, &there, &state, KEEP));
    assert!(!names.contains(&"put b/index.html".to_owned()), "{names:?}");
    assert!(names.contains(&"put c/index.html".to_owned()), "{names:?}");
    assert!(!names.iter().any(|step| step.starts_with("copy")), "{names:?}");
    // The old posts again: what was new is ours to remove.
    let names = steps(&plan(&site(&OLD, &["a", "b"]), &there, &state, KEEP));
    assert!(names.contains(&"put b/index.html".to_owned()), "{names:?}");
    assert!(names.contains(&"delete c/index.html".to_owned()), "{names:?}");
}
