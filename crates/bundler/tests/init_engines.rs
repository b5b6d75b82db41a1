//! `lamplight init` in a project of each engine: every text is accounted for, addresses stay, nothing that is held back is published.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use case::engines::{ASTRO, ELEVENTY, Files, HEXO, HUGO, JEKYLL, OBSIDIAN, PELICAN, ZOLA};
use case::files;
use case::project::{Project, later, paths};
use lamplight_bundler::build::build;
use lamplight_bundler::config::posts_folder;
use lamplight_bundler::host::Host;
use lamplight_bundler::init::{Change, CiService, Given, Machine, Plan, Request, plan};

/// Late in 2026: posts of 2024 are past, those of 2099 are not.
const NOW: i64 = 1_790_000_000;

fn planned(folder: &Path) -> Plan {
    let given = Given {
        host: Some(Host::GitHubPages),
        ci: Some(CiService::Github),
        takes_proposals: true,
        ..Given::default()
    };
    let request = Request { folder: folder.to_path_buf(), given, machine: Machine::default(), now: NOW };
    plan(&request, None).unwrap()
}

/// All bytes of the files of a project, but for those that `init` may write.
fn contents(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &Path| path.strip_prefix(site).unwrap().to_string_lossy().into_owned();
    let all = files(site).into_iter().map(|path| (name(&path), fs::read(&path).unwrap()));
    all.filter(|(name, _)| {
        !matches!(name.as_str(), "lamplight.toml" | ".gitignore") && !name.starts_with(".github/")
    })
    .collect()
}

/// Runs `init` in a project and builds with what it wrote. `want` are the addresses that the engine itself would have made.
fn takes_over(engine: &str, project: Files, want: &[&str]) -> (Project, Plan) {
    let project = Project::new(project);
    let site = project.folder.path().join("site");
    let before = project.build("");
    let old = contents(&site);
    let mut plan = planned(&site);
    let counts = plan.survey.as_ref().unwrap().counts.clone();
    assert_eq!(counts.texts, counts.sum(), "{engine}: every text is accounted for: {counts:?}");
    plan.write().unwrap();
    assert_eq!(contents(&site), old, "{engine}: no file that was there is touched");

    let options = later(case::options(
        &posts_folder(&site).unwrap(),
        &project.folder.path().join("out"),
        &project.folder.path().join("app"),
    ));
    let after = build(&options).unwrap();
    assert_eq!(paths(&after), want, "{engine}");
    for path in paths(&before) {
        assert!(want.contains(&path), "{engine}: {path} was there without settings");
    }
    let built = &after.counts;
    assert_eq!(
        (built.posts, built.pages, built.drafts, built.future, built.held, built.refused),
        (counts.posts, counts.pages, counts.drafts, counts.future, counts.held, counts.refused),
        "{engine}: what was told is what is built"
    );
    for path in files(&project.folder.path().join("out")) {
        let bytes = fs::read(&path).unwrap();
        let found = bytes.windows(6).any(|window| window == b"SECRET");
        assert!(!found, "{engine}: {} shows what is held back", path.display());
    }
    let settings = fs::read_to_string(site.join("lamplight.toml")).unwrap();
    let told = format!("{}\n--- lamplight.toml\n{settings}", plan.survey.as_ref().unwrap().text());
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("init_{engine}"), told);
    });
    // A new post is read, and is where the engine would look for it.
    let new = lamplight_bundler::new::new(&posts_folder(&site).unwrap(), "One more", None, NOW).unwrap();
    let more = build(&options).unwrap();
    assert_eq!(more.counts.posts, counts.posts + 1, "{engine}: {}", new.display());
    fs::remove_file(new).unwrap();
    // A second run changes nothing.
    let mut again = planned(&site);
    assert!(again.files.iter().all(|file| file.change == Change::Keep), "{engine}: {:?}", again.files);
    again.write().unwrap();
    assert_eq!(fs::read_to_string(site.join("lamplight.toml")).unwrap(), settings);
    (project, plan)
}

#[test]
fn a_project_of_jekyll_is_taken_over() {
    let want = ["/2024/03/01/first.html", "/about.html", "/eat/soup/"];
    takes_over("jekyll", JEKYLL, &want);
}

#[test]
fn a_project_of_hugo_is_taken_over() {
    let want = ["/2024/boxed/", "/2024/first/", "/about/", "/de/2024/erster/"];
    takes_over("hugo", HUGO, &want);
}

#[test]
fn a_project_of_zola_is_taken_over() {
    takes_over("zola", ZOLA, &["/about/", "/blog/first/"]);
}

#[test]
fn a_project_of_hexo_is_taken_over() {
    takes_over("hexo", HEXO, &["/2024/03/first/", "/about/"]);
}

#[test]
fn a_project_of_eleventy_is_taken_over() {
    let (project, _) = takes_over("eleventy", ELEVENTY, &["/about/", "/posts/first/"]);
    assert_eq!(project.read("CNAME"), "harbour.example");
    assert!(project.read("photos/logo.svg").starts_with("<svg"));
}

#[test]
fn a_project_of_astro_is_taken_over() {
    takes_over("astro", ASTRO, &["/about/", "/blog/first/"]);
}

#[test]
fn a_project_of_pelican_is_taken_over() {
    takes_over("pelican", PELICAN, &["/2024/first/", "/pages/about.html"]);
}

#[test]
fn a_vault_of_obsidian_is_taken_over() {
    takes_over("obsidian", OBSIDIAN, &["/blog/Lamp/", "/blog/Wick/"]);
}

#[test]
fn a_folder_within_a_project_means_the_project() {
    let project = Project::new(HUGO);
    let site = project.folder.path().join("site");
    let plan = planned(&site.join("content/posts"));
    let settings = site.canonicalize().unwrap().join("lamplight.toml");
    assert_eq!(plan.files[0].path, settings);
}
