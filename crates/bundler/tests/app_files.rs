//! Files of the app in a built site: service worker, icons, policy.

mod case;

use std::fs;

use case::{Case, files};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::host::Host;

#[test]
fn the_worker_knows_the_final_bytes_of_what_it_fetches() {
    use sha2::{Digest, Sha256};
    let case = Case::new(&[("a.md", b"---\ntitle: A\n---\ntext")]);
    case.write("app/sw.js", b"const site = __SITE__;");
    case.write(
        "app/icon.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><rect width='8' height='8'/></svg>",
    );
    assert_eq!(case.build().notes.len(), 1, "only that there are no feeds");
    let worker = fs::read_to_string(case.path("out/sw.js")).unwrap();
    let list: serde_json::Value =
        serde_json::from_str(worker.trim_start_matches("const site = ").trim_end_matches(';')).unwrap();
    let entries = list["entries"].as_array().unwrap();
    for entry in entries {
        let path = entry[0].as_str().unwrap();
        let file = if path.is_empty() { "index.html" } else { path };
        let hash = Sha256::digest(fs::read(case.path("out").join(file)).unwrap());
        let hash: String = hash.iter().map(|b| format!("{b:02x}")).collect();
        let reported = entry[1].as_str();
        assert!(hash.starts_with(reported.unwrap_or_default()), "{path}");
        assert!(
            reported.is_some() || path.contains(&hash[..16]),
            "{path} says neither in its name nor beside it what it holds"
        );
    }
    let paths: Vec<&str> = entries.iter().filter_map(|entry| entry[0].as_str()).collect();
    for wanted in ["", "icon.svg", "lamplight/manifest.json", "lamplight/offline.html"] {
        assert!(paths.contains(&wanted), "{wanted} is not among {paths:?}");
    }
    for icon in ["icon-192.png", "icon-512.png", "icon-maskable-512.png"] {
        assert!(case.path("out/lamplight").join(icon).is_file(), "{icon}");
    }
    let weight = &case.json("lamplight/manifest.json")["weight"];
    let all = |ending: &str| -> u64 {
        let all = files(&case.path("out/lamplight/data"));
        let wanted = all.iter().filter(|f| f.to_string_lossy().ends_with(ending));
        wanted.map(|f| f.metadata().unwrap().len()).sum()
    };
    assert_eq!((weight["text"].as_u64(), weight["pictures"].as_u64()), (Some(all("")), Some(0)));
    // What comes over the line is reported as it is sent compressed, before anything is.
    build(&Options { compress: true, host: Some(Host::Nginx), ..case.options() }).unwrap();
    assert_eq!(weight["sent"].as_u64(), Some(all(".gz")));
    let leaf = &case.json("lamplight/manifest.json")["routes"]["tree"]["root"][0];
    let routes = case.json(&format!("lamplight/data/{}.json", leaf.as_str().unwrap()));
    let posts = routes.as_array().unwrap().iter().filter_map(|route| route["target"].get("document"));
    let weights: Vec<_> = posts.map(|post| (post["bundle"].as_str().unwrap(), &post["weight"])).collect();
    assert!(!weights.is_empty());
    for (bundle, weight) in weights {
        let of = |ending: &str| {
            case.path(&format!("out/lamplight/data/{bundle}.json{ending}")).metadata().unwrap().len()
        };
        assert_eq!((weight["text"].as_u64(), weight["sent"].as_u64()), (Some(of("")), Some(of(".gz"))));
    }
}

#[test]
fn without_offline_reading_the_worker_is_one_that_leaves() {
    let case = Case::new(&[("a.md", b"---\ntitle: A\n---\ntext")]);
    case.write("app/sw-off.js", b"leave");
    case.write("site/posts/lamplight.toml", b"offline = false");
    case.build();
    assert_eq!(fs::read(case.path("out/sw.js")).unwrap(), b"leave");
    assert!(!case.path("out/offline").exists());
    let own = Case::new(&[("a.md", b"---\ntitle: A\n---\ntext")]);
    own.write("site/posts/static/sw.js", b"mine");
    assert!(own.build().notes.iter().any(|note| note.contains("`sw.js` is one of the site's own files")));
    assert_eq!(fs::read(own.path("out/sw.js")).unwrap(), b"mine");
}

#[test]
fn frames_of_trusted_hosts_are_shown_and_the_policy_knows_them() {
    let post = b"---\ntitle: A\n---\n<iframe src=\"https://video.example/1\"></iframe>\n\n<iframe src=\"https://other.example/2\"></iframe>";
    let case = Case::new(&[("a.md", post)]);
    case.write("site/posts/lamplight.toml", b"frames = [\"video.example\"]");
    case.build();
    let page = fs::read_to_string(case.path("out/blog/a/index.html")).unwrap();
    assert!(page.contains("frame-src https://video.example"), "{page}");
    assert!(page.contains("<iframe src=\"https://video.example/1\""), "{page}");
    assert!(page.contains("<a class=\"embed\" href=\"https://other.example/2\""), "{page}");
    assert_eq!(page.matches("<iframe").count(), 1);
    case.write("site/posts/lamplight.toml", b"frames = [\"video.example; script-src *\"]");
    assert!(build(&case.options()).is_err(), "a host that is none");
}
