//! Files in folders of posts that are no ordinary posts: links, pipes, copies, other languages of markup.

mod case;

use std::fs;
use std::path::Path;

use case::project::{Project, codes, paths};

#[cfg(unix)]
#[test]
fn odd_files_are_read_or_told() {
    use std::os::unix::fs::symlink;

    let post = |title: &str| format!("---\ntitle: {title}\ndate: 2024-03-01\n---\n{title}\n");
    let hello = post("Hello");
    let project = Project::new(&[
        ("lamplight.toml", ""),
        ("posts/hello.md", &hello),
        ("posts/hello (conflicted copy 2024-03-02).md", &hello),
        ("posts/hello (Ann's conflicted copy 2024-03-02).md", &post("Other")),
        ("posts/alone (conflicted copy).md", &post("Alone")),
        ("posts/sub/deep.md", &post("Deep")),
        ("posts/node_modules/pkg/guide.md", "No post"),
        ("posts/__MACOSX/x.md", "No post"),
        ("posts/._hello.md", "AppleDouble"),
        ("posts/hello.md~", "Backup"),
        ("posts/folder.md/index.md", &post("Folder")),
        ("shared/inside.md", &post("Inside")),
    ]);
    let site = project.folder.path().join("site");
    let posts = site.join("posts");
    fs::create_dir_all(project.folder.path().join("outside")).unwrap();
    fs::write(project.folder.path().join("outside/linked.md"), post("Linked")).unwrap();
    symlink("../../outside/linked.md", posts.join("linked.md")).unwrap();
    symlink("../../outside", posts.join("linkdir")).unwrap();
    symlink("../shared/inside.md", posts.join("inside.md")).unwrap();
    symlink("sub/deep.md", posts.join("deep.md")).unwrap();
    symlink(".", posts.join("loop")).unwrap();
    symlink("nowhere.md", posts.join("broken.md")).unwrap();
    symlink("/etc/hostname", posts.join("host.txt")).unwrap();
    let fifo = std::process::Command::new("mkfifo").arg(posts.join("pipe.md")).status();
    assert!(fifo.unwrap().success());
    let utf16: Vec<u8> =
        format!("\u{feff}{}", post("Wide")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(posts.join("utf16.md"), utf16).unwrap();

    let report = project.build("posts");
    assert_eq!(
        paths(&report),
        [
            "/blog/alone-conflicted-copy/",
            "/blog/deep/",
            "/blog/folder.md/",
            "/blog/hello/",
            "/blog/inside/",
            "/blog/utf16/"
        ]
    );
    let json = {
        let mut out = Vec::new();
        report.write_json(&mut out).unwrap();
        serde_json::from_slice::<serde_json::Value>(&out).unwrap()
    };
    let mut reported: Vec<String> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| format!("{} {} {}", f["file"], f["severity"], f["code"]).replace('"', ""))
        .collect();
    reported.sort();
    assert_eq!(
        reported,
        [
            "broken.md error file-link",
            "deep.md warning file-link",
            "hello (Ann's conflicted copy 2024-03-02).md error file-double",
            "hello (conflicted copy 2024-03-02).md warning file-double",
            "linkdir error file-link",
            "linked.md error file-link",
            "loop warning file-link",
            "pipe.md error file-kind",
        ]
    );
    assert!(project.read("blog/utf16/index.html").contains("Wide"));
    assert!(!Path::new(&project.folder.path().join("out/blog/linked")).exists());
}

#[test]
fn posts_in_languages_that_nothing_here_reads_are_told() {
    let project = Project::new(&[
        ("pelicanconf.py", "SITENAME = 'P'\nPATH = 'content'\n"),
        ("content/a.md", "Title: A\nDate: 2019-03-01\n\nText.\n"),
        ("content/b.rst", "B\n#\n\n:date: 2019-03-02\n\nText.\n"),
        ("content/README.rst", "About this folder.\n"),
    ]);
    let report = project.build("");
    assert_eq!((paths(&report), codes(&report)), (vec!["/a.html"], vec![("format-unread", 1)]));
}
