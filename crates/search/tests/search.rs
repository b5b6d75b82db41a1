//! Questions and answers, over small indexes.
#![allow(clippy::expect_used)]

use lamplight_search::{BuiltIndex, SearchDocument, SearchEngine, Section, analyze, build};

fn document(path: &str, title: &str, text: &str) -> SearchDocument {
    let section = Section { text: text.into(), ..Section::default() };
    SearchDocument {
        path: path.into(),
        title: title.into(),
        sections: vec![section],
        ..SearchDocument::default()
    }
}

fn engine(documents: &[SearchDocument]) -> SearchEngine {
    let analyses: Vec<_> = documents.iter().map(analyze).collect();
    let BuiltIndex { root, files } = build(&analyses);
    let mut engine = SearchEngine::new(&root).expect("an index of this version");
    files.into_iter().for_each(|(name, bytes)| engine.add(name, bytes));
    engine
}

fn paths(engine: &SearchEngine, question: &str) -> Vec<String> {
    let answer = engine.ask(question, 10).expect("nothing is missing");
    answer.hits.into_iter().map(|found| found.path).collect()
}

fn library() -> SearchEngine {
    engine(&[
        SearchDocument {
            tags: vec!["Web Standards".into()],
            authors: vec!["Ada Example".into()],
            date: "2014-05-01".into(),
            ..document(
                "/cache",
                "How a cache forgets",
                "A cache keeps what was asked for, and forgets the rest.",
            )
        },
        SearchDocument {
            date: "2015-01-01".into(),
            sections: vec![
                Section { text: "Trains lose the network in tunnels.".into(), ..Section::default() },
                Section {
                    id: "workers".into(),
                    title: "Service workers".into(),
                    text: "They answer from the cache when nobody else does.".into(),
                    code: "navigator.serviceWorker.register('/sw.js')".into(),
                },
            ],
            ..document("/train", "Reading on a train", "")
        },
        document("/cpp", "Names of languages", "C++ and C# are names that most indexes forget."),
        document("/fuji", "富士山へ登る", "朝早く富士山の頂上で日の出を見た。"),
        document("/beijing", "北京的图书馆", "我们在图书馆里读书,网络断了也没关系。"),
        document("/brulee", "Crème brûlée", "Burnt cream, said plainly."),
    ])
}

#[test]
fn words_find_posts_the_best_first() {
    let library = library();
    assert_eq!(paths(&library, "cache"), ["/cache", "/train"]);
    assert_eq!(paths(&library, "cach"), ["/cache", "/train"], "while it is being typed");
    assert_eq!(paths(&library, "caches forgets").first().map(String::as_str), Some("/cache"));
    assert_eq!(paths(&library, "creme BRULEE"), ["/brulee"]);
    assert_eq!(paths(&library, "C++"), ["/cpp"]);
    assert_eq!(paths(&library, "c#"), ["/cpp"]);
    assert_eq!(paths(&library, "nothinglikethis"), Vec::<String>::new());
}

#[test]
fn scripts_without_blanks_are_found() {
    let library = library();
    assert_eq!(paths(&library, "富士山"), ["/fuji"]);
    assert_eq!(paths(&library, "山"), ["/fuji"]);
    assert_eq!(paths(&library, "图书馆"), ["/beijing"]);
    assert_eq!(paths(&library, "読書").len(), 0);
}

#[test]
fn slips_are_forgiven() {
    let library = library();
    for typed in ["caches", "cahce", "cacje", "acche", "tunels", "tunnells", "unnels"] {
        assert!(!paths(&library, &format!("{typed} ")).is_empty(), "{typed}");
    }
}

#[test]
fn phrases_stand_as_they_are() {
    let library = library();
    assert_eq!(paths(&library, "\"from the cache\""), ["/train"]);
    assert_eq!(paths(&library, "\"the cache from\""), Vec::<String>::new());
    assert_eq!(paths(&library, "\"reading on a train\""), ["/train"]);
    // The title and the text below it are no phrase.
    assert_eq!(paths(&library, "\"train trains\""), Vec::<String>::new());
}

#[test]
fn filters_leave_the_rest_out() {
    let library = library();
    assert_eq!(paths(&library, "cache year:2015"), ["/train"]);
    assert_eq!(paths(&library, "tag:web-standards"), ["/cache"]);
    assert_eq!(paths(&library, "author:\"Ada Example\" cache"), ["/cache"]);
    assert_eq!(paths(&library, "code:register"), ["/train"]);
    assert_eq!(paths(&library, "code:cache"), Vec::<String>::new());
    assert_eq!(paths(&library, "year:20"), ["/train", "/cache"], "the newest first");
}

#[test]
fn results_show_where_and_why() {
    let answer = library().ask("worker answer", 10).expect("nothing is missing");
    let found = &answer.hits[0];
    assert_eq!(found.section.0, "workers");
    let words = |parts: &[(String, bool)]| -> Vec<String> {
        parts.iter().filter(|(_, mark)| *mark).map(|(text, _)| text.clone()).collect()
    };
    assert_eq!(words(&found.section.1), ["workers"]);
    assert_eq!(words(&found.text), ["answer"]);
    let answer = library().ask("富士山", 10).expect("nothing is missing");
    assert_eq!(words(&answer.hits[0].title), ["富士山"], "pairs are one mark");
}

#[test]
fn a_question_asks_for_no_more_files_than_it_needs() {
    let many: Vec<SearchDocument> = (0..2000)
        .map(|i| {
            document(
                &format!("/{i}"),
                &format!("Post number{i}"),
                &format!("word{i} other{} text", i * 7 % 2000),
            )
        })
        .collect();
    let analyses: Vec<_> = many.iter().map(analyze).collect();
    let BuiltIndex { root, files } = build(&analyses);
    assert!(files.len() > 20);
    let mut engine = SearchEngine::new(&root).expect("an index of this version");
    let mut fetched = 0;
    let answer = loop {
        match engine.ask("word77 ", 5) {
            Ok(answer) => break answer,
            Err(missing) => {
                for name in missing {
                    fetched += 1;
                    engine.add(name, files[&name].clone());
                }
            }
        }
    };
    assert_eq!(answer.hits[0].path, "/77");
    assert!(fetched <= 8, "{fetched} files");
}

#[test]
fn the_same_posts_give_the_same_bytes() {
    let build = || {
        let documents: Vec<_> =
            (0..50).map(|i| document(&format!("/{i}"), "Same", "words and more words")).collect();
        let analyses: Vec<_> = documents.iter().map(analyze).collect();
        build(&analyses)
    };
    let (a, b) = (build(), build());
    assert!(a.root == b.root && a.files == b.files);
}

proptest::proptest! {
    #[test]
    fn bytes_that_are_no_index_do_no_harm(root in proptest::collection::vec(proptest::num::u8::ANY, 0..200), question in "\\PC{0,20}") {
        if let Some(engine) = SearchEngine::new(&root) {
            let _ = engine.ask(&question, 5);
        }
    }
}
