//! The bytes of indexes. Readers keep them, and builds are compared by them: a change of any number in an index makes all of them
//! fetch it anew. If that is meant, put in the numbers that the failed test names.
#![allow(clippy::expect_used)]

use std::collections::BTreeMap;

use lamplight_search::{
    Analysis, Builder, BuiltIndex, SearchDocument, Section, analyze, build, text_of_html,
};

const WORDS: [&str; 24] = [
    "harbour", "morning", "tide", "net", "rope", "lamp", "keel", "gull", "salt", "oar", "quay", "mast",
    "storm", "chart", "bell", "crew", "deck", "fog", "hull", "jetty", "knot", "pier", "sail", "wave",
];

/// A number made of all bytes of an index: FNV-1a, 64 bits.
fn digest(BuiltIndex { root, files }: &BuiltIndex) -> u64 {
    let all = std::iter::once(root).chain(files.values());
    all.flat_map(|file| file.iter().chain(&[0xFF]))
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

/// A post of 12 to 60 words, each post another mixture; every other one says "water".
fn post(number: usize) -> SearchDocument {
    let word = |at: usize| WORDS[(at * at + number * 7 + at * number) % WORDS.len()];
    let rare = format!("buoy{number}");
    let mut words: Vec<&str> = (0..12 + number % 49).map(word).collect();
    if number.is_multiple_of(2) {
        words.push("water");
    }
    words.push(&rare);
    SearchDocument {
        path: format!("/blog/{number}/"),
        title: format!("{} and {}", word(1), word(2)),
        date: format!("2020-{:02}-{:02}", 1 + number % 12, 1 + number % 28),
        tags: vec![word(3).to_owned(), "Sea Side".to_owned()],
        authors: vec![["Ada Example", "Max Muster"][number % 2].to_owned()],
        sections: vec![
            Section { text: words.join(" "), ..Section::default() },
            Section {
                id: "code".into(),
                title: "How it is done".into(),
                text: "A few lines do it.".into(),
                code: format!("let {} = {number};", word(5)),
            },
        ],
    }
}

fn posts(count: usize) -> Vec<Analysis> {
    (0..count).map(|number| analyze(&post(number))).collect()
}

#[test]
fn an_index_has_the_same_bytes_as_before() {
    let digests: Vec<String> =
        [0, 1, 3, 70, 1_500].map(|count| format!("{count}: {:016x}", digest(&build(&posts(count))))).into();
    assert_eq!(
        digests,
        [
            "0: 5299e3dc8ff4b7a1",
            "1: 481bd33e4e8e3b85",
            "3: 952acb57473971d6",
            "70: 1b52cfa65d79727c",
            "1500: 39d17200de188798"
        ]
    );
}

#[test]
fn a_large_index_is_cut_into_files_of_a_size_that_is_quick_to_fetch() {
    let BuiltIndex { root, files } = build(&posts(1_500));
    assert!(root.len() < 4_000, "the first file is small: {}", root.len());
    let longest = files.values().map(Vec::len).max().expect("there are files");
    assert!((8_000..40_000).contains(&longest), "{longest}");
    assert!(files.len() > 20, "{}", files.len());
}

#[test]
fn topics_are_words_with_the_posts_that_say_them() {
    let mut builder = Builder::new(BTreeMap::new());
    for analysis in posts(6) {
        builder.add(&analysis);
    }
    let topics = builder.topics();
    let of = |count: u32| topics.iter().filter(|topic| topic.count == count).count();
    assert_eq!([of(1), of(2), of(3), of(6)], [10, 10, 6, 9]);
    let mut said = Vec::new();
    for topic in &topics {
        topic.posts(|post, weight| said.push(format!("{post} {weight:.3}")));
    }
    assert_eq!(said.len(), topics.iter().map(|topic| topic.count as usize).sum::<usize>());
    assert_eq!(said[..6], ["0 0.107", "2 0.107", "4 0.107", "0 1.493", "1 1.493", "2 1.493"]);
}

#[test]
fn html_becomes_sections_without_marks() {
    let html = "<p>One <b>wo</b>rd &amp; more</p><h2 id=\"a\">A <i>part</i></h2><p>x</p><p>y</p>\
                <pre><code>let a = 1;\nlet b = 2;</code></pre><p></p><h3 id=\"b\"></h3><p>1 &gt; 0</p>";
    let section = |id: &str, title: &str, text: &str, code: &str| Section {
        id: id.into(),
        title: title.into(),
        text: text.into(),
        code: code.into(),
    };
    assert_eq!(
        text_of_html(html),
        [
            section("", "", "One word & more", ""),
            section("a", "A part", "x y", "let a = 1;\nlet b = 2;"),
            section("b", "", "1 > 0", ""),
        ]
    );
}
