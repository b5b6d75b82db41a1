//! Workers of the generator before: where each lay, one is published that takes itself away.

use std::fs;

mod case;

use case::Case;
use lamplight_bundler::build::build;

/// A worker as generators write them.
const FORMER: &[u8] =
    b"addEventListener('fetch', (event) => event.respondWith(caches.match(event.request)));";

fn case(settings: &str) -> Case {
    let case = Case::new(&[("a.md", b"---\ntitle: A\n---\ntext")]);
    case.write("app/sw.js", b"ours");
    case.write("app/sw-off.js", b"leave");
    case.write("site/posts/lamplight.toml", settings.as_bytes());
    case
}

fn published(case: &Case, path: &str) -> Option<String> {
    fs::read_to_string(case.path("out").join(path)).ok()
}

#[test]
fn what_the_settings_name_is_taken_away() {
    let case = case("former_workers = ['/service-worker.js', '/assets/js/pwa.js', '/sw.js']");
    case.write("site/posts/static/sw.js", FORMER);
    let report = case.build();
    for path in ["service-worker.js", "assets/js/pwa.js"] {
        assert_eq!(published(&case, path).as_deref(), Some("leave"), "{path}");
        assert!(report.notes.iter().any(|note| note.contains(path)), "{path}: {:?}", report.notes);
    }
    assert_eq!(published(&case, "sw.js").as_deref(), Some("ours"));
    assert!(published(&case, "offline/index.html").is_some());
}

#[test]
fn what_the_project_shows_is_taken_away() {
    let all = ["service-worker.js", "sw.min.js", "unregister.js"];
    for (file, text, gone) in [
        ("_config.yml", "theme: jekyll-theme-chirpy\n", &all[1..]),
        ("package.json", r#"{"dependencies":{"hexo-offline":"2"}}"#, &all[..1]),
        ("package.json", r#"{"dependencies":{"@vuepress/plugin-pwa":"1"}}"#, &all[..1]),
        ("package.json", r#"{"dependencies":{"gatsby-plugin-offline":"6"}}"#, &[]),
    ] {
        let case = case("");
        case.write(&format!("site/posts/{file}"), text.as_bytes());
        case.build();
        for path in all {
            let wanted = gone.contains(&path).then_some("leave");
            assert_eq!(published(&case, path).as_deref(), wanted, "{path} after {text}");
        }
        assert_eq!(published(&case, "sw.js").as_deref(), Some("ours"));
    }
}

#[test]
fn a_former_worker_among_the_sites_own_files_is_not_published_again() {
    for (settings, script, wanted) in [
        ("", FORMER, "leave"),
        ("", b"addEventListener('push', () => {});".as_slice(), "addEventListener('push', () => {});"),
        ("former_workers = []", FORMER, std::str::from_utf8(FORMER).unwrap()),
    ] {
        let case = case(&format!("{settings}\n[files]\nold = '/'\n"));
        case.write("site/posts/old/service-worker.js", script);
        case.build();
        assert_eq!(published(&case, "service-worker.js").as_deref(), Some(wanted), "{settings}");
    }
}

#[test]
fn what_is_no_script_of_the_blog_is_an_error() {
    for path in ["service-worker.js", "/worker", "/../sw.js", "https://example.org/sw.js"] {
        let case = case(&format!("former_workers = ['{path}']"));
        let error = build(&case.options()).unwrap_err().to_string();
        assert!(error.contains("former_workers") && error.contains(path), "{error}");
    }
}
