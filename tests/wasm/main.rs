//! What needs a browser's engine and no page: decoding, hashing, the head.

#![expect(clippy::expect_used, reason = "a test may stop at once")]

use lamplight::browser;
use lamplight::data::decode::decode;
use lamplight::error::LoadError;
use lamplight::head::Head;
use lamplight::view::Page;
use lamplight_content::date::Date;
use lamplight_content::model::{
    FORMAT, Hash, Image, Known, Language, List, Manifest, Neighbour, Parts, Post, Route, Series, Site,
    Sources, Summary, Table, Target, Term, TermCount, TermInfo, TermKind, Tree, Year,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn term(name: &str) -> Term {
    Term { name: name.into(), slug: name.to_lowercase() }
}

fn tree() -> Tree {
    Tree { depth: 1, leaves: 1024, root: ["ab", "cd"].map(|digits| Hash(digits.repeat(32))).into() }
}

fn full_post() -> Post {
    Post {
        summary: Summary {
            path: "/blog/日本/".into(),
            title: "Quotes \" and \\ and \u{1F4A1}".into(),
            language: Some(Language { tag: "ar".into(), rtl: true }),
            date: Date::from_rfc3339("2019-07-15T18:14:00-04:00"),
            authors: vec![term("Ada"), term("Bob")],
            current: Some(false),
            categories: vec![term("C")],
            tags: vec![term("T")],
            excerpt: "…".into(),
            image: Some(Image {
                src: "/a.png".into(),
                alt: "alt".into(),
                size: Some((640, 480)),
                sources: None,
            }),
            minutes: 7,
            bundle: Some(Hash("cd".repeat(32))),
        },
        page: true,
        canonical: Some("https://elsewhere.example/p".into()),
        no_index: true,
        unlisted: false,
        updated: Date::from_rfc3339("2020-01-01T00:00:00+00:00"),
        images: vec![Image { src: "/b.png".into(), ..Image::default() }],
        markdown: "# Hi\n\n<b>raw</b>\n".into(),
        html: vec!["<b>".into(), "</b>".into()],
        anchors: vec!["hi".into()],
        tokens: vec!["k2".into()],
        pictures: vec![Known {
            written: "a.png".into(),
            size: (640, 480),
            sources: Some(Sources {
                stem: "ab".into(),
                widths: vec![320, 640],
                formats: vec!["webp".into()],
            }),
        }],
        links: vec![("a.md".into(), "/blog/a/".into())],
        older: Some(Neighbour { path: "/o/".into(), title: "O".into() }),
        newer: None,
        series: Some(Series {
            name: "S".into(),
            posts: vec![
                Neighbour { path: "/p/".into(), title: "P".into() },
                Neighbour { path: "/o/".into(), title: "O".into() },
            ],
        }),
        parts: Some(Parts {
            lengths: vec![7],
            definitions: vec!["[a]: /b\n".into(), String::new()],
            outline: vec![(2, "Two".into())],
            shift: true,
        }),
        related: vec![Neighbour { path: "/r/".into(), title: "R".into() }],
    }
}

fn bare_post() -> Post {
    let summary = Summary {
        language: None,
        date: None,
        authors: vec![],
        current: None,
        categories: vec![],
        tags: vec![],
        image: None,
        bundle: None,
        ..full_post().summary
    };
    Post {
        summary,
        page: false,
        canonical: None,
        no_index: false,
        unlisted: false,
        updated: None,
        images: vec![],
        markdown: String::new(),
        html: vec![],
        anchors: vec![],
        tokens: vec![],
        pictures: vec![],
        links: vec![],
        older: None,
        newer: None,
        series: None,
        parts: None,
        related: vec![],
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, LoadError> {
    decode(&js_sys::JSON::parse(text).unwrap_or(wasm_bindgen::JsValue::UNDEFINED))
}

/// What serde_json writes, the browser's decoder reads as the same value.
fn same<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: T) {
    let text = serde_json::to_string(&value).expect("serialisable");
    assert_eq!(read::<T>(&text), Ok(value), "{text}");
}

#[wasm_bindgen_test]
fn every_shape_of_the_format_is_decoded_as_written() {
    same(vec![full_post(), bare_post()]);
    same(Manifest {
        format: FORMAT,
        site: Site {
            title: "S".into(),
            base: "/x/".into(),
            page_size: 10,
            smart: true,
            search: true,
            words: vec!["Zum Inhalt".into(), String::new()],
            ..Site::default()
        },
        posts: List { len: 20_500, tree: Some(tree()) },
        home: Some(List { len: 20_499, tree: Some(tree()) }),
        routes: Table { tree: None },
        years: vec![Year { year: 2019, start: 3, len: 4 }],
        pinned: vec![full_post().summary],
    });
    let info = TermInfo { kind: TermKind::Author, term: term("Ada"), current: Some(true), about: "x".into() };
    let posts = List { len: 0, tree: None };
    let targets = [
        Target::Document { bundle: Hash("0".repeat(64)) },
        Target::Term { term: info, posts },
        Target::Terms { kind: TermKind::Tag, file: Hash("1".repeat(64)) },
        Target::Moved { to: "/b/".into() },
    ];
    same(targets.map(|target| Route { path: "/a".into(), target }).to_vec());
    same(vec![TermCount { term: term("Z"), count: 9, current: None }]);
    same(Vec::<Hash>::new());
}

#[wasm_bindgen_test]
fn what_is_not_of_the_format_is_refused() {
    for text in
        ["", "{", "<!doctype html>", "null", "[]", "3", "{\"format\":1}", "{\"format\":\"1\",\"site\":{}}"]
    {
        assert_eq!(read::<Manifest>(text).map(drop), Err(LoadError::Decode), "{text}");
    }
    for text in [
        "[{}]",
        "[{\"summary\":7}]",
        "{\"0\":1}",
        "[{\"summary\":{\"minutes\":-1}}]",
        "[{\"summary\":{\"date\":\"soon\"}}]",
    ] {
        assert_eq!(read::<Vec<Post>>(text).map(drop), Err(LoadError::Decode), "{text}");
    }
    assert_eq!(
        read::<Route>("{\"path\":\"/\",\"target\":{\"teapot\":{}}}").map(drop),
        Err(LoadError::Decode)
    );
}

#[wasm_bindgen_test]
async fn hashes_are_sha256() {
    // FIPS 180-2, the example "abc".
    let want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(browser::sha256(&js_sys::Uint8Array::from(&b"abc"[..])).await.as_deref(), Some(want));
}

#[wasm_bindgen_test]
fn the_head_is_adopted_and_never_doubled() {
    let site =
        Site { title: "S".into(), base: "/".into(), origin: "https://s.example".into(), ..Site::default() };
    let document = web_sys::window().and_then(|w| w.document()).expect("a page");
    let count = |selector: &str| document.query_selector_all(selector).map(|found| found.length());
    for _ in 0..2 {
        let head = Head {
            title: "A \" and \\".into(),
            description: "D".into(),
            path: "/blog/日本/".into(),
            ..Head::default()
        };
        browser::apply_head(&head, &site);
    }
    assert_eq!(count("meta[name=description]"), Ok(1));
    assert_eq!(count("link[rel=canonical]"), Ok(1));
    assert_eq!(document.title(), "A \" and \\");
    browser::apply_head(&Head::of(&site, &Page::NotFound), &site);
    assert_eq!(document.title(), "Page not found · S");
    assert_eq!(count("link[rel=canonical]"), Ok(0));
    assert_eq!(count("meta[name=robots]"), Ok(1));
}
