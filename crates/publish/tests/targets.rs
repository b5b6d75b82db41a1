//! Real targets: a folder, an S3 server, an OpenSSH server, a bare Git repository. Each goes through a first deploy, a second without changes,
//! breaks, a rollback, and a post that is taken back.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use lamplight_publish::{Access, Address, Headers, PublishOptions, Target, publish};
use support::blog::{Blog, Post, broken};
use support::breaking::Breaking;
use support::servers::{Bare, S3, Sshd};

type Files = BTreeMap<String, Vec<u8>>;

/// A target under test: how it is named and reached, and what it has now.
struct Place<'a> {
    address: String,
    access: Access,
    files: &'a dyn Fn() -> Files,
}

impl Place<'_> {
    fn open(&self, source: &Path) -> Box<dyn Target> {
        Address::parse(&self.address).expect("an address").open(source, &self.access).expect("a target")
    }

    fn look(&self, after: &str) {
        let files = (self.files)();
        let broken = broken(&|path| files.get(path).cloned());
        assert!(broken.is_empty(), "{} after {after}: {broken:#?}", self.address);
    }

    /// What is there, but for what only publishing knows, and hashed files of other deploys.
    fn shown(&self, like: &Blog) -> Files {
        let wanted = like.files();
        let mut files = (self.files)();
        files.retain(|path, _| wanted.contains_key(path) || !path.starts_with("lamplight/"));
        files.remove("CNAME");
        files
    }
}

fn before() -> Blog {
    Blog::of(&["a", "b", "c", "d", "with blank & \u{e4} 'quotes' #1 100%", "f"])
}

fn changed() -> Blog {
    let mut blog = before();
    blog.posts[1].text = "Another text of b".into();
    blog.posts.push(Post::new("k", "Text of k"));
    blog.app = 2;
    blog
}

fn exercise(place: &Place<'_>) {
    let folder = tempfile::tempdir().expect("a folder");
    let options = |blog: &Blog, now: u64| {
        blog.write(folder.path());
        PublishOptions {
            folder: folder.path().into(),
            keep: std::time::Duration::from_secs(10_000),
            now,
            ..PublishOptions::default()
        }
    };
    let run = |options: &PublishOptions| publish(place.open(folder.path()).as_ref(), options, &|_, _, _| {});

    // Somebody's own file is there before.
    let first = options(&before(), 1000);
    let target = place.open(folder.path());
    target.put("CNAME", b"example.org", &Headers::of("CNAME")).expect("a file");
    target.finish().expect("a file");
    drop(target);
    let report = run(&first).expect("the first deploy");
    assert_eq!(report.sent.files, before().files().len());
    assert_eq!(report.foreign, ["CNAME"]);
    place.look("the first deploy");
    assert!(place.shown(&before()) == before().files());
    let report = run(&first).expect("the same again");
    assert_eq!((report.sent.files, report.removed), (0, 0), "{:?}", report.files);

    // It breaks, at several steps, and goes on.
    let second = options(&changed(), 2000);
    for changes in [0, 1, 2, 5, 8, 12, 13, 17] {
        let target = place.open(folder.path());
        let _ = publish(&Breaking::after(target.as_ref(), changes, &|_| {}), &second, &|_, _, _| {});
        drop(target);
        place.look("a break");
    }
    run(&second).expect("the second deploy");
    place.look("the second deploy");
    assert!(place.shown(&changed()) == changed().files());

    let back = PublishOptions { rollback: true, now: 3000, ..second.clone() };
    run(&back).expect("a rollback");
    place.look("a rollback");
    assert!(place.shown(&before()) == before().files());

    let mut blog = before();
    blog.posts.remove(3);
    let report = run(&options(&blog, 4000)).expect("a deploy");
    assert_eq!(report.taken_back, 1);
    place.look("a post was taken back");
    assert!(place.shown(&blog) == blog.files());
    for (path, bytes) in (place.files)() {
        assert!(!String::from_utf8_lossy(&bytes).contains("Text of d"), "{path}");
    }
    assert_eq!((place.files)()["CNAME"], b"example.org");
}

/// All files below a folder.
fn files_of(folder: &Path) -> Files {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).expect("below").to_str().expect("a name").to_owned();
    files.map(|entry| (name(entry.path()), std::fs::read(entry.path()).expect("a file"))).collect()
}

#[test]
fn a_folder() {
    let place = tempfile::tempdir().expect("a folder");
    let www = place.path().join("www/blog");
    let address = www.display().to_string();
    exercise(&Place { address, access: Access::default(), files: &|| files_of(&www) });
}

#[test]
fn a_folder_is_not_written_through_links_nor_over_the_build() {
    let place = tempfile::tempdir().expect("a folder");
    let (built, www, home) = (place.path().join("dist"), place.path().join("www"), place.path().join("home"));
    before().write(&built);
    let options = PublishOptions { folder: built.clone(), now: 1, ..PublishOptions::default() };
    for folder in [&built, &built.join("below"), &place.path().to_path_buf()] {
        let address = Address::parse(&folder.display().to_string()).expect("an address");
        assert!(address.open(&built, &Access::default()).is_err(), "{}", folder.display());
    }
    std::fs::create_dir_all(&www).expect("a folder");
    std::fs::create_dir_all(&home).expect("a folder");
    std::fs::write(home.join("index.html"), "mine").expect("a file");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&home, www.join("a")).expect("a link");
        let target =
            Address::parse(&www.display().to_string()).unwrap().open(&built, &Access::default()).unwrap();
        let error = publish(target.as_ref(), &options, &|_, _, _| {}).expect_err("a link is in the way");
        assert!(error.to_string().contains("symbolic link"), "{error}");
        assert!(target.put("a/index.html", b"x", &Headers::of("a/index.html")).is_err());
        assert!(target.delete("../home/index.html").is_err());
    }
    assert_eq!(std::fs::read(home.join("index.html")).expect("a file"), b"mine");
}

#[test]
fn an_s3_server() {
    let server = S3::start("blog");
    let address = format!("s3://blog/x/y?endpoint={}&region=us-east-1", server.endpoint);
    exercise(&Place {
        address,
        access: server.access(),
        files: &|| files_of(&server.folder.path().join("blog/x/y")),
    });
    let target =
        Address::parse(&format!("s3://blog/x/y?endpoint={}&region=us-east-1", server.endpoint)).unwrap();
    let target = target.open(Path::new("dist"), &server.access()).expect("a target");
    // What readers get with a file.
    for (path, want) in [
        ("a/index.html", ["text/html; charset=utf-8", "public, max-age=0, must-revalidate"]),
        ("a/index.md", ["text/markdown; charset=utf-8", "public, max-age=0, must-revalidate"]),
        ("lamplight/app/app-1.js", ["text/javascript; charset=utf-8", "public, max-age=31536000, immutable"]),
        ("lamplight/manifest.json", ["application/json", "public, max-age=0, must-revalidate"]),
        ("feed.xml", ["application/atom+xml; charset=utf-8", "public, max-age=0, must-revalidate"]),
    ] {
        let headers = server.headers(&format!("blog/x/y/{path}"));
        assert_eq!([&*headers["content-type"], &*headers["cache-control"]], want, "{path}");
    }
    target.put("a.html.br", b"x", &Headers::of("a.html.br")).expect("a file");
    assert_eq!(server.headers("blog/x/y/a.html.br")["content-encoding"], "br");
}

#[test]
fn an_s3_server_that_refuses_is_named_without_keys() {
    let server = S3::start("blog");
    let address = format!("s3://blog?endpoint={}&region=us-east-1", server.endpoint);
    let address = Address::parse(&address).expect("an address");
    let mut access = server.access();
    access.environment.insert("AWS_SECRET_ACCESS_KEY".into(), "a-wrong-secret".into());
    let target = address.open(Path::new("dist"), &access).expect("a target");
    let error = format!("{:#}", target.list().expect_err("a wrong key"));
    assert!(error.contains("s3://blog") && !error.contains("wrong-secret"), "{error}");
    let error = address.open(Path::new("dist"), &Access::default()).err().map(|error| error.to_string());
    assert!(error.is_some_and(|error| error.contains("AWS_ACCESS_KEY_ID")));
}

#[test]
#[ignore = "needs sshd: `apt install openssh-server`, or `cargo xtask setup`"]
fn an_openssh_server() {
    let server = Sshd::start();
    let www = server.folder.path().join("www/blog");
    let address = format!("sftp://127.0.0.1:{}{}", server.port, www.display());
    exercise(&Place { address, access: server.access(), files: &|| files_of(&www) });
    // A web server of another user must be able to read the files.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(www.join("index.html")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o444, 0o444, "{mode:o}");
    }
}

#[test]
fn a_branch_of_a_bare_repository() {
    for has_filter in [false, true] {
        let bare = Bare::new(has_filter);
        let address = format!("git:{}#gh-pages", bare.folder.path().display());
        exercise(&Place { address, access: Access::default(), files: &|| bare.files("gh-pages") });
        // Breaks left no commits, and none was written over: the foreign file, two deploys, a rollback, a post taken back.
        assert_eq!(bare.git(&["rev-list", "--count", "gh-pages"]).trim(), "5");
        assert_eq!(bare.git(&["branch", "--list"]).trim(), "gh-pages");
    }
}

#[test]
fn a_branch_that_somebody_else_has_moved_is_not_written_over() {
    let bare = Bare::new(false);
    let folder = tempfile::tempdir().expect("a folder");
    before().write(folder.path());
    let options = PublishOptions { folder: folder.path().into(), now: 1, ..PublishOptions::default() };
    let address = Address::parse(&format!("git:{}", bare.folder.path().display())).expect("an address");
    let open = || address.open(folder.path(), &Access::default()).expect("a target");
    publish(open().as_ref(), &options, &|_, _, _| {}).expect("a deploy");
    let late = open();
    changed().write(folder.path());
    publish(open().as_ref(), &options, &|_, _, _| {}).expect("a deploy");
    let mut other = changed();
    other.posts[0].text = "What somebody else wrote".into();
    other.write(folder.path());
    let error = publish(late.as_ref(), &options, &|_, _, _| {}).expect_err("the branch has moved");
    assert!(error.to_string().contains("run the command again"), "{error:#}");
    assert!(bare.files("gh-pages").contains_key("k/index.html"));
}
