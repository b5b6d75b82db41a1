//! What needs a browser's engine and no page: decoding, hashing, the head.

#![expect(clippy::expect_used, reason = "a test may stop at once")]

use std::rc::Rc;

use lamplight::bookmarks::Stored;
use lamplight::browser;
use lamplight::data::decode::decode;
use lamplight::error::LoadError;
use lamplight::widget;
use lamplight_format::date::Date;
use lamplight_format::model::{
    FORMAT, Hash, Image, ImageVariants, KnownPicture, Manifest, Neighbour, Post, PostLanguage, PostList,
    RouteEntry, RouteTable, RouteTarget, SearchIndex, Series, Site, Summary, Term, TermCount, TermInfo,
    TermKind, TextParts, Tree, Year,
};
use lamplight_theme::head::Head;
use lamplight_theme::view::Page;
use leptos::prelude::Owner;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

mod navigator;

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
            language: Some(PostLanguage { tag: "ar".into(), rtl: true }),
            date: Date::from_rfc3339("2019-07-15T18:14:00-04:00"),
            authors: vec![term("Ada"), term("Bob")],
            author_status: Some(false),
            categories: vec![term("C")],
            tags: vec![term("T")],
            excerpt: "…".into(),
            image: Some(Image {
                src: "/a.png".into(),
                alt: "alt".into(),
                size: Some((640, 480)),
                variants: None,
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
        highlight_spans: vec!["k2".into()],
        pictures: vec![KnownPicture {
            written: "a.png".into(),
            size: (640, 480),
            variants: Some(ImageVariants {
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
        parts: Some(TextParts {
            lengths: vec![7],
            definitions: vec!["[a]: /b\n".into(), String::new()],
            outline: vec![(2, "Two".into())],
            shift: true,
        }),
        related: vec![Neighbour { path: "/r/".into(), title: "R".into() }],
        comments: "<ol class=\"thread\"><li><p>C</p></li></ol>".into(),
    }
}

fn bare_post() -> Post {
    let summary = Summary {
        language: None,
        date: None,
        authors: vec![],
        author_status: None,
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
        highlight_spans: vec![],
        pictures: vec![],
        links: vec![],
        older: None,
        newer: None,
        series: None,
        parts: None,
        related: vec![],
        comments: String::new(),
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
            messages: vec!["Zum Inhalt".into(), String::new()],
            ..Site::default()
        },
        posts: PostList { len: 20_500, tree: Some(tree()) },
        home: Some(PostList { len: 20_499, tree: Some(tree()) }),
        routes: RouteTable { tree: None },
        years: vec![Year { year: 2019, start: 3, len: 4 }],
        pinned: vec![full_post().summary],
        search: Some(SearchIndex { root: Hash("ab".repeat(32)), files: Hash("cd".repeat(32)) }),
    });
    let info =
        TermInfo { kind: TermKind::Author, term: term("Ada"), author_status: Some(true), about: "x".into() };
    let posts = PostList { len: 0, tree: None };
    let targets = [
        RouteTarget::Document { bundle: Hash("0".repeat(64)) },
        RouteTarget::Term { term: info, posts },
        RouteTarget::Terms { kind: TermKind::Tag, file: Hash("1".repeat(64)) },
        RouteTarget::Moved { to: "/b/".into() },
    ];
    same(targets.map(|target| RouteEntry { path: "/a".into(), target }).to_vec());
    same(vec![TermCount { term: term("Z"), count: 9, author_status: None }]);
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
        read::<RouteEntry>("{\"path\":\"/\",\"target\":{\"teapot\":{}}}").map(drop),
        Err(LoadError::Decode)
    );
}

#[wasm_bindgen_test]
async fn hashes_are_sha256() {
    // FIPS 180-2, the example "abc".
    let want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(browser::sha256(&js_sys::Uint8Array::from(&b"abc"[..])).await.as_deref(), Some(want));
}

/// Answers requests as the app does, for as long as what is returned is there. Without chunks, as this is built, what is asked for
/// is in the first module.
fn answering() -> Owner {
    let owner = Owner::new();
    let german = Site { labels: vec!["another table".into()], base: "/".into(), ..Site::default() };
    let manifest = Rc::new(Manifest { site: german, ..Manifest::unknown("/") });
    let of_requests = owner.clone();
    browser::on_request(move |request| {
        let (owner, manifest) = (of_requests.clone(), manifest.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let (name, about) = (request.name.clone(), request.about.clone());
            request.answer(widget::answer(owner, name, about, manifest).await);
        });
    });
    owner
}

/// Asks as scripts of a page do.
async fn ask(
    name: &str,
    about: wasm_bindgen::JsValue,
) -> Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue> {
    wasm_bindgen_futures::JsFuture::from(browser::ask(name, about)).await
}

#[wasm_bindgen_test]
async fn the_settings_fill_their_place_once_and_change_what_is_stored() {
    let _app = answering();
    let document = web_sys::window().and_then(|w| w.document()).expect("a page");
    let place = document.create_element("div").expect("an element");
    document.body().expect("a body").append_child(&place).expect("a place");
    for _ in 0..2 {
        let answer = ask("settings", place.clone().into()).await;
        assert!(answer.is_ok_and(|words| words.is_undefined()));
    }
    let count = |selector: &str| place.query_selector_all(selector).map(|found| found.length());
    assert_eq!((count("h2"), count("[type=radio]"), count("[type=checkbox]")), (Ok(1), Ok(14), Ok(2)));
    // A table of another version is not believed.
    assert!(place.text_content().is_some_and(|text| text.contains("Reading settings")));
    let dark = place.query_selector("[value=dark]").ok().flatten().expect("a choice");
    dark.unchecked_into::<web_sys::HtmlElement>().click();
    let stored = || browser::recall("/", "look").unwrap_or_default();
    assert_eq!(stored(), [("theme".to_owned(), Stored::Text("dark".to_owned()))]);
    assert!(ask("nothing that there is", wasm_bindgen::JsValue::UNDEFINED).await.is_ok());
    place.remove();
}

#[wasm_bindgen_test]
async fn stored_bookmarks_are_repaired_and_toggled() {
    let _app = answering();
    let storage = web_sys::window().and_then(|w| w.local_storage().ok().flatten()).expect("a store");
    let foreign = r#"{"javascript:1":"A","/a/":{"version":9},"//x/":"B"}"#;
    storage.set_item("lamplight:/:bookmarks", foreign).expect("room");
    let about = || js_sys::Array::of2(&"/b/".into(), &"A \" title".into()).into();
    assert_eq!(ask("bookmark", about()).await, Ok("Bookmarked".into()));
    let text = || storage.get_item("lamplight:/:bookmarks").ok().flatten().unwrap_or_default();
    assert_eq!(text(), r#"{"/a/":{"version":9},"/b/":"A \" title"}"#);
    assert_eq!(ask("bookmark", about()).await, Ok("Bookmark removed".into()));
    assert_eq!(text(), r#"{"/a/":{"version":9}}"#);
    storage.set_item("lamplight:/:bookmarks", "[1]").expect("room");
    assert_eq!(
        ask("bookmark", js_sys::Array::of2(&"//evil/".into(), &"x".into()).into()).await,
        Ok("Bookmark removed".into())
    );
    assert_eq!(text(), "{}");
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
