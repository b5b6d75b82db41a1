//! A break after every single step of a deploy, of one that takes a post back, and of a rollback: readers always have a whole site, and the
//! same command again brings it to its end.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use lamplight_publish::{PublishOptions, publish};
use support::blog::{Blog, Post, broken};
use support::breaking::{Breaking, Memory};

type Files = BTreeMap<String, Vec<u8>>;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn options(folder: &Path, now: u64) -> PublishOptions {
    PublishOptions { folder: folder.into(), keep: 30 * DAY, now, ..PublishOptions::default() }
}

/// The posts before, and after: one changed, one new, one gone, a new app.
fn before() -> Blog {
    Blog::of(&["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"])
}

fn changed() -> Blog {
    let mut blog = before();
    blog.posts[4].text = "Another text of e".into();
    blog.posts.push(Post::new("k", "Text of k"));
    blog.app = 2;
    blog
}

fn taken_back() -> Blog {
    let mut blog = before();
    blog.posts.remove(3);
    blog
}

/// What readers and publishers see of a target: without the state file, copies, and hashed files of other deploys.
fn shown(files: &Files, like: &Blog) -> Files {
    let wanted = like.files();
    let is_shown = |path: &&String| wanted.contains_key(*path) || !path.starts_with("lamplight/");
    files
        .iter()
        .filter(|(path, _)| is_shown(path))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

fn look(files: &Files, after: &str) {
    let broken = broken(&|path| files.get(path).cloned());
    assert!(broken.is_empty(), "after {after}: {broken:#?}");
}

/// Publishes from `start`, breaks after each number of changes, and looks at the site. Then `again` is done to its end, and what
/// it left is compared with `wanted`. Returns the number of changes.
fn break_everywhere(start: &Files, begun: &PublishOptions, again: &PublishOptions, wanted: &Blog) -> usize {
    for changes in 0.. {
        let memory = Memory::of(start.clone());
        let see = |step: &str| look(&memory.files(), step);
        let result = publish(&Breaking::after(&memory, changes, &see), begun, &|_, _, _| {});
        look(&memory.files(), "the break");
        let is_done = result.is_ok();
        // It breaks once more on the way to its end.
        let _ = publish(&Breaking::after(&memory, 4, &see), again, &|_, _, _| {});
        look(&memory.files(), "the second break");
        let again = publish(&Breaking::after(&memory, usize::MAX, &see), again, &|_, _, _| {});
        // A rollback that has come to its end at the second break has nothing more to go back to.
        if let Err(error) = again {
            assert!(begun.rollback || changes == 0 || is_done, "{error:#}");
        }
        look(&memory.files(), "the end");
        let (there, wanted) = (shown(&memory.files(), wanted), wanted.files());
        assert_eq!(
            there.keys().collect::<Vec<_>>(),
            wanted.keys().collect::<Vec<_>>(),
            "after {changes} changes"
        );
        assert!(there == wanted, "after {changes} changes");
        if is_done {
            return changes;
        }
    }
    unreachable!()
}

struct Place {
    folder: tempfile::TempDir,
    memory: Memory,
}

impl Place {
    /// A target with the first deploy.
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a folder"), memory: Memory::default() };
        place.publish(&before(), 1000);
        place
    }

    fn options(&self, blog: &Blog, now: u64) -> PublishOptions {
        blog.write(self.folder.path());
        options(self.folder.path(), now)
    }

    fn publish(&self, blog: &Blog, now: u64) -> lamplight_publish::PublishReport {
        publish(&self.memory, &self.options(blog, now), &|_, _, _| {}).expect("a deploy")
    }

    fn rollback(now: u64) -> PublishOptions {
        PublishOptions { rollback: true, ..options(Path::new("nowhere"), now) }
    }
}

#[test]
fn a_break_of_the_first_deploy_is_mended_by_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    before().write(folder.path());
    let options = options(folder.path(), 1000);
    for changes in 0.. {
        let memory = Memory::default();
        let done = publish(&Breaking::after(&memory, changes, &|_| {}), &options, &|_, _, _| {}).is_ok();
        let report = publish(&memory, &options, &|_, _, _| {}).expect("the rest");
        look(&memory.files(), "the end");
        assert_eq!(shown(&memory.files(), &before()), before().files());
        assert!(report.foreign.is_empty());
        if done {
            assert_eq!(report.sent.files, 0);
            return;
        }
    }
}

#[test]
fn a_break_of_a_deploy_leaves_a_whole_site() {
    let place = Place::new();
    let options = place.options(&changed(), 2000);
    let steps = break_everywhere(&place.memory.files(), &options, &options, &changed());
    println!("| a changed post, a new one, a new app | {steps} |");
}

#[test]
fn after_a_break_the_old_posts_can_be_published_instead_or_gone_back_to() {
    let place = Place::new();
    let start = place.memory.files();
    let options = place.options(&changed(), 2000);
    let back = break_everywhere_back(&start, &options);
    println!("| a deploy that breaks, then a rollback | {back} |");
    // Another build in the place of the one that was interrupted.
    let other = tempfile::tempdir().expect("a folder");
    before().write(other.path());
    let again = PublishOptions { folder: other.path().into(), now: 3000, ..options.clone() };
    let steps = break_everywhere(&start, &options, &again, &before());
    println!("| a deploy that breaks, then the old build again | {steps} |");
}

/// After each break, `--rollback` leads to the last complete deploy.
fn break_everywhere_back(start: &Files, begun: &PublishOptions) -> usize {
    for changes in 1.. {
        let memory = Memory::of(start.clone());
        let see = |step: &str| look(&memory.files(), step);
        let done = publish(&Breaking::after(&memory, changes, &see), begun, &|_, _, _| {}).is_ok();
        publish(&Breaking::after(&memory, usize::MAX, &see), &Place::rollback(3000), &|_, _, _| {})
            .expect("a rollback");
        assert!(shown(&memory.files(), &before()) == before().files(), "after {changes} changes");
        if done {
            return changes;
        }
    }
    unreachable!()
}

#[test]
fn a_break_of_a_rollback_leaves_a_whole_site() {
    let place = Place::new();
    place.publish(&changed(), 2000);
    let back = Place::rollback(3000);
    let steps = break_everywhere(&place.memory.files(), &back, &back, &before());
    println!("| a rollback | {steps} |");
}

#[test]
fn a_post_that_is_taken_back_is_gone_when_the_deploy_is_done() {
    let place = Place::new();
    // An older text of it is among the copies.
    let mut older = before();
    older.posts[3].text = "A first text of d".into();
    place.publish(&older, 1500);
    place.publish(&before(), 1600);
    let options = place.options(&taken_back(), 2000);
    let steps = break_everywhere(&place.memory.files(), &options, &options, &taken_back());
    println!("| a post that is taken back | {steps} |");
    let report = place.publish(&taken_back(), 2000);
    assert_eq!(report.taken_back, 1);
    for (path, bytes) in place.memory.files() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let is_there = ["text of d", "Text of d", "Title of d"].iter().any(|words| text.contains(words));
        assert!(!is_there && !path.starts_with("d/"), "{path}");
    }
    let error = publish(&place.memory, &Place::rollback(3000), &|_, _, _| {}).expect_err("no way back");
    assert!(error.to_string().contains("no deploy to go back to"), "{error}");
}

#[test]
fn a_rollback_takes_back_what_was_new() {
    let place = Place::new();
    place.publish(&changed(), 2000);
    let report = publish(&place.memory, &Place::rollback(3000), &|_, _, _| {}).expect("a rollback");
    assert_eq!(report.taken_back, 1);
    let files = place.memory.files();
    assert_eq!(shown(&files, &before()), before().files());
    let has_k = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("Text of k");
    assert!(!files.values().any(has_k));
    assert!(!files.keys().any(|path| path.starts_with("lamplight/previous/")));
}

#[test]
fn hashed_files_stay_for_their_time() {
    let place = Place::new();
    let now = 1_000_000;
    let mut blog = before();
    blog.posts[4].text = "Another text".into();
    let first: Vec<String> = before().files().into_keys().collect();
    let old: Vec<&String> = first.iter().filter(|path| !blog.files().contains_key(*path)).collect();
    assert!(!old.is_empty());
    let are_there = |place: &Place| old.iter().all(|path| place.memory.files().contains_key(*path));
    assert_eq!(place.publish(&blog, now).kept, old.len());
    assert!(are_there(&place));
    assert_eq!(place.publish(&blog, now + 29 * DAY.as_secs()).sent.files, 0);
    assert!(are_there(&place));
    let report = place.publish(&blog, now + 30 * DAY.as_secs());
    assert_eq!((report.sent.files, report.kept), (0, 0));
    assert!(!old.iter().any(|path| place.memory.files().contains_key(*path)));
    // What a rollback would have needed is gone, so its copies are gone, too.
    assert!(!place.memory.files().keys().any(|path| path.starts_with("lamplight/previous/")));
    assert!(publish(&place.memory, &Place::rollback(now), &|_, _, _| {}).is_err());
}

#[test]
fn foreign_files_are_left_alone_and_never_replaced_unasked() {
    let place = Place::new();
    place.memory.0.lock().expect("files").insert("CNAME".into(), b"example.org".to_vec());
    place.memory.0.lock().expect("files").insert("k/index.html".into(), b"mine".to_vec());
    let options = place.options(&changed(), 2000);
    let error = publish(&place.memory, &options, &|_, _, _| {}).expect_err("k is in the way");
    assert!(
        error.to_string().contains("k/index.html") && error.to_string().contains("--overwrite"),
        "{error}"
    );
    assert_eq!(place.memory.files()["k/index.html"], b"mine");
    let options = PublishOptions { overwrite: true, ..options };
    let report = publish(&place.memory, &options, &|_, _, _| {}).expect("a deploy");
    assert_eq!(report.foreign, ["CNAME"]);
    assert_eq!(place.memory.files()["CNAME"], b"example.org");
}

#[test]
fn without_its_state_file_a_site_is_compared_by_names_and_sizes() {
    for damage in [None, Some(b"{ not JSON".to_vec())] {
        let place = Place::new();
        match &damage {
            None => place.memory.0.lock().expect("files").remove("lamplight/deploy.json"),
            Some(bytes) => {
                place.memory.0.lock().expect("files").insert("lamplight/deploy.json".into(), bytes.clone())
            }
        };
        let report = place.publish(&changed(), 2000);
        look(&place.memory.files(), "the end");
        assert!(report.unchanged.files > 0 && report.foreign.is_empty(), "{report:?}");
        assert_eq!(shown(&place.memory.files(), &changed()), changed().files());
        assert_eq!(place.publish(&changed(), 3000).sent.files, 0);
        assert_eq!(report.notes.iter().any(|note| note.contains("damaged")), damage.is_some());
    }
}

#[test]
fn a_dry_run_changes_nothing_and_says_what_would_be_done() {
    let place = Place::new();
    let start = place.memory.files();
    let options = PublishOptions { dry_run: true, ..place.options(&changed(), 2000) };
    let planned = publish(&place.memory, &options, &|_, _, _| {}).expect("a plan");
    assert_eq!(place.memory.files(), start);
    let done = place.publish(&changed(), 2000);
    assert_eq!((planned.sent, planned.removed, planned.stages), (done.sent, done.removed, done.stages));
    assert!(done.sent.bytes > 0);
}

#[test]
fn an_interrupted_deploy_sends_nothing_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let slugs: Vec<String> = (0..200).map(|number| format!("post-{number}")).collect();
    let blog = Blog::of(&slugs.iter().map(String::as_str).collect::<Vec<_>>());
    blog.write(folder.path());
    let options = options(folder.path(), 1000);
    let memory = Memory::default();
    let begun = 300;
    publish(&Breaking::after(&memory, begun, &|_| {}), &options, &|_, _, _| {}).expect_err("a break");
    let there = memory.files().len();
    let report = publish(&memory, &options, &|_, _, _| {}).expect("the rest");
    let again = report.sent.files + there - 1 - blog.files().len();
    assert!(again < 100, "{again} files were sent twice");
    assert!(report.unchanged.files > begun - 110, "{report:?}");
}

#[test]
fn links_and_odd_names_in_the_folder_are_refused() {
    let place = Place::new();
    let refused = |act: &dyn Fn(&Path), why: &str| {
        let options = place.options(&before(), 2000);
        act(place.folder.path());
        let error = publish(&place.memory, &options, &|_, _, _| {}).expect_err(why);
        assert!(error.to_string().contains(why), "{error}");
    };
    #[cfg(unix)]
    refused(
        &|folder| std::os::unix::fs::symlink("/etc/passwd", folder.join("secret.txt")).unwrap(),
        "symbolic link",
    );
    refused(&|folder| std::fs::write(folder.join("a\nb.txt"), "").unwrap(), "character");
    refused(
        &|folder| std::fs::remove_file(folder.join("lamplight/manifest.json")).unwrap(),
        "lamplight build",
    );
    refused(
        &|folder| {
            let data = std::fs::read_dir(folder.join("lamplight/data")).unwrap().next().unwrap().unwrap();
            std::fs::write(data.path(), "[").unwrap();
        },
        "build the site again",
    );
}
