//! What a person sees while the command works, and what is left when they end it.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A blog that takes some seconds to build on one core: compressing its pages well is slow.
fn large_blog() -> TempDir {
    let folder = TempDir::new().unwrap();
    case::app(folder.path());
    fs::create_dir(folder.path().join("posts")).unwrap();
    for number in 0..120 {
        let words: String =
            (0..400).map(|i| format!("word{} ", (i * 7919 + number * 104_729) % 10_007)).collect();
        let text = format!("---\ntitle: Post {number}\ndate: 2020-01-01\n---\n{words}\n");
        fs::write(folder.path().join(format!("posts/{number}.md")), text).unwrap();
    }
    folder
}

/// The command on a terminal of 100 columns, with these variables; everything that it showed.
fn on_a_terminal(folder: &Path, arguments: &str, variables: &str) -> Option<String> {
    let line = format!("stty cols 100 rows 30; {variables} {} {arguments}", env!("CARGO_BIN_EXE_lamplight"));
    let mut command = Command::new("script");
    command.current_dir(folder).args(["-qec", &line, "/dev/null"]).stdin(Stdio::null());
    let run = command
        .env_remove("CI")
        .env_remove("NO_COLOR")
        .env("TERM", "xterm")
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .ok()?;
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    Some(String::from_utf8_lossy(&run.stdout).into_owned())
}

const BUILD: &str = "build --app app --no-cache --host nginx";

#[test]
fn progress_has_counts_and_time_left_and_is_gone_at_the_end() {
    let folder = large_blog();
    let Some(shown) = on_a_terminal(folder.path(), BUILD, "") else {
        eprintln!("skipped: there is no script(1) here");
        return;
    };
    let line = shown.split('\r').find(|part| part.contains("compressing files") && part.contains("left"));
    let line = line.unwrap_or_else(|| panic!("no progress in {shown:?}"));
    assert!(line.contains(" of "), "{line:?}");
    let (_, last) = shown.rsplit_once("\x1b[").unwrap();
    assert!(!last.contains("compressing"), "{last:?}");
    assert!(last.contains("120 posts and 0 pages") && last.contains(" files in dist"), "{last:?}");
}

#[test]
fn where_nobody_looks_or_plain_text_is_asked_for_there_is_only_text() {
    let folder = large_blog();
    for variables in ["NO_COLOR=1", "TERM=dumb", "CI=true"] {
        let Some(shown) = on_a_terminal(folder.path(), BUILD, variables) else { return };
        assert!(!shown.contains('\x1b') && !shown.contains("compressing"), "{variables}: {shown:?}");
    }
    let Some(shown) = on_a_terminal(folder.path(), &format!("{BUILD} --quiet"), "") else { return };
    assert_eq!(shown, "");
    let mut piped = Command::new(env!("CARGO_BIN_EXE_lamplight"));
    let piped = piped
        .current_dir(folder.path())
        .args(BUILD.split(' '))
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    let told = String::from_utf8([piped.stdout, piped.stderr].concat()).unwrap();
    assert!(!told.contains('\x1b') && !told.contains('\r') && !told.contains("compressing"), "{told:?}");
}

fn start(folder: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lamplight"));
    command.current_dir(folder).args(arguments).env("RAYON_NUM_THREADS", "1");
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Presses Ctrl-C, and returns the exit code.
fn interrupt(child: &mut Child) -> Option<i32> {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let since = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if since.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("Ctrl-C was not obeyed");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_build_that_is_interrupted_leaves_nothing_behind() {
    let folder = large_blog();
    let mut child = start(folder.path(), &BUILD.split(' ').collect::<Vec<_>>());
    let begun = folder.path().join(format!(".dist.{}.new", child.id()));
    let since = Instant::now();
    while !begun.join("blog").exists() {
        assert!(since.elapsed() < Duration::from_secs(60), "the build has not begun");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(interrupt(&mut child), Some(130));
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(told, "stopped; dist is as it was\n");
    assert!(!begun.exists() && !folder.path().join("dist").exists());
}

#[test]
fn a_server_ends_at_once_though_a_page_is_open() {
    let folder = TempDir::new().unwrap();
    case::app(folder.path());
    fs::create_dir(folder.path().join("posts")).unwrap();
    fs::write(folder.path().join("posts/one.md"), "---\ntitle: One\ndate: 2020-01-01\n---\nText\n").unwrap();
    let mut child = start(folder.path(), &["serve", "--app", "app", "--port", "0", "--json"]);
    let mut events = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut event =
        || -> serde_json::Value { serde_json::from_str(&events.next().unwrap().unwrap()).unwrap() };
    let built = event();
    assert_eq!(
        (&built["event"], &built["first"], &built["counts"]["posts"]),
        (&"built".into(), &true.into(), &1.into())
    );
    let ready = event();
    assert_eq!(ready["event"], "ready");
    let host =
        ready["address"].as_str().unwrap().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut page = TcpStream::connect(&host).unwrap();
    write!(page, "GET /lamplight/live HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    let mut answer = [0; 15];
    page.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    fs::write(folder.path().join("posts/two.md"), "---\ntitle: Two\ndate: 2020-01-02\n---\nText\n").unwrap();
    let again = event();
    assert_eq!(
        (&again["event"], &again["first"], &again["counts"]["posts"]),
        (&"built".into(), &false.into(), &2.into())
    );
    assert_eq!(interrupt(&mut child), Some(0));
}
