//! What holds a post back, in the front matter of every engine.

use lamplight_import::front_matter::read;

#[test]
fn what_is_held_back() {
    let held = |line: &str| {
        let document = read(format!("---\ntitle: A\ndate: 2020-01-01\n{line}\n---\nBody").as_bytes());
        let errors: Vec<_> = document.diagnostics.iter().map(|d| d.code).collect();
        (document.front_matter.held, errors)
    };
    for line in [
        "draft: true",
        "Draft: yes",
        "isDraft: true",
        "published: false",
        "publish: false",
        "dg-publish: false",
        "status: draft",
        "Status: Pending",
        "draft: “true”",
    ] {
        let (held, reported) = held(line);
        assert!(held.draft.is_some() && reported.is_empty(), "{line}");
    }
    for line in [
        "private: true",
        "status: private",
        "status: trash",
        "visibility: members",
        "visibility: private",
        "password: secret",
        "headless: true",
        "render: false",
        "build:\n  render: never",
        "_build: {render: never}",
        "permalink: false",
    ] {
        let (held, reported) = held(line);
        assert!(held.out.is_some() && reported.is_empty(), "{line}");
        assert!(!format!("{held:?}").contains("secret"));
    }
    for line in [
        "unlisted: true",
        "build:\n  list: never",
        "_build: {list: never}",
        "build: {list: local}",
        "visibility: unlisted",
        "eleventyExcludeFromCollections: true",
        "listed: false",
    ] {
        let (held, reported) = held(line);
        assert!(held.unlisted.is_some() && reported.is_empty(), "{line}");
    }
    assert!(held("hidden: true").0.hidden.is_some());
    for line in [
        "private: maybe",
        "draft: [a]",
        "published: sometimes",
        "expiryDate: soon",
        "publishDate: when it is done",
        "unlisted: {a: b}",
    ] {
        let (held, reported) = held(line);
        assert!(held.out.is_some() && reported.contains(&"held-unreadable"), "{line}: {reported:?}");
    }
    for line in ["status: evergreen", "visibility: somewhere"] {
        let (held, reported) = held(line);
        assert_eq!((held, reported), (Default::default(), vec!["held-value"]), "{line}");
    }
    for line in [
        "draft: false",
        "published: true",
        "publish: true",
        "private: no",
        "password: ''",
        "password:",
        "draft:",
        "status: published",
        "visibility: public",
        "hidden: false",
        "expiryDate:",
        "build: {list: always, render: always}",
        "mood: private",
        "search: true",
        "sitemap: {priority: 0.5}",
        "robots: index, follow",
    ] {
        assert_eq!(held(line), Default::default(), "{line}");
    }
    let (all, _) = held("sitemap: false\nsearch: false\nrobots: noindex, nofollow");
    assert!(all.no_sitemap && all.no_search && all.no_index);
    let (dates, _) = held("publishDate: 2099-01-01\nexpiryDate: 2100-01-01 12:00");
    assert_eq!(dates.from.map(|d| d.year), Some(2099));
    assert_eq!(dates.until.map(|d| d.year), Some(2100));
    assert_eq!(held("published: 2099-01-01").0.from.map(|d| d.year), Some(2099));
}
