//! How well search finds, and how much it loads, on a real blog of 505 posts.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use lamplight_bundler::build::{Options, build};
use lamplight_search::{FileDigest, SearchEngine, SearchResults, TokenKind, tokenize};
use tempfile::TempDir;

struct Library {
    engine: SearchEngine,
    root: Vec<u8>,
    files: BTreeMap<FileDigest, Vec<u8>>,
    posts: Vec<(String, String)>,
}

fn from_hex(name: &str) -> FileDigest {
    let byte = |i: usize| u8::from_str_radix(&name[2 * i..2 * i + 2], 16).unwrap();
    std::array::from_fn(byte)
}

/// The blog, built.
fn library() -> Library {
    let posts = case::corpus().join("18f");
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let options = case::options(&posts, &out, &case::app(folder.path()));
    let report = build(&Options { drafts: true, future: true, ..options }).unwrap();
    let read = |name: &str| fs::read(out.join("lamplight").join(name)).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&read("manifest.json")).unwrap();
    let hash = |name: &str| manifest["search"][name].as_str().unwrap().to_owned();
    let root = read(&format!("data/{}.bin", hash("root")));
    let names: Vec<String> = serde_json::from_slice(&read(&format!("data/{}.json", hash("files")))).unwrap();
    let files: BTreeMap<FileDigest, Vec<u8>> =
        names.iter().map(|name| (from_hex(name), read(&format!("data/{name}.bin")))).collect();
    let mut engine = SearchEngine::new(&root).expect("an index of this version");
    files.iter().for_each(|(name, bytes)| engine.add(*name, bytes.clone()));
    let posts = report.published.into_iter().map(|post| (post.path, post.title)).collect();
    Library { engine, root, files, posts }
}

impl Library {
    fn ask(&self, question: &str, limit: usize) -> SearchResults {
        self.engine.ask(question, limit).expect("all files are here")
    }

    /// The three words of a title that the fewest posts have.
    fn rarest(&self, title: &str) -> Vec<String> {
        let words: BTreeSet<String> = tokenize(title)
            .into_iter()
            .filter(|token| token.kind == TokenKind::Word && token.text.chars().count() > 2)
            .map(|token| token.text)
            .collect();
        let mut counted: Vec<_> =
            words.into_iter().map(|word| (self.ask(&format!("{word} "), 0).total, word)).collect();
        counted.sort();
        counted.into_iter().take(3).map(|(_, word)| word).collect()
    }

    fn rank(&self, question: &str, path: &str) -> Option<usize> {
        self.ask(question, 10).hits.iter().position(|found| found.path == path)
    }
}

/// A word with one slip, of a kind and at a place that depend on the number.
fn slipped(word: &str, number: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = number * 7 % letters.len();
    match number % 4 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, 'x'),
        2 => letters[at] = if letters[at] == 'q' { 'z' } else { 'q' },
        _ => letters.swap(at, (at + 1) % word.chars().count().max(2)),
    }
    letters.into_iter().collect()
}

#[test]
#[ignore = "needs the corpus of posts (../shared/corpus, or LAMPLIGHT_CORPUS)"]
fn titles_find_their_posts() {
    let library = library();
    let (mut first, mut third, mut missed) = (0, 0, Vec::new());
    for (number, (path, title)) in library.posts.iter().enumerate() {
        let words = library.rarest(title);
        let rank = library.rank(&words.join(" "), path);
        first += usize::from(rank == Some(0));
        let mut typed = words.clone();
        // The longest word is the one to slip in.
        if let Some(longest) = typed.iter_mut().max_by_key(|word| word.chars().count()) {
            *longest = slipped(longest, number);
        }
        let after_slip = library.rank(&typed.join(" "), path);
        third += usize::from(after_slip.is_some_and(|rank| rank < 3));
        if rank != Some(0) || after_slip.is_none_or(|rank| rank > 2) {
            missed.push(format!("{path}: {words:?} at {rank:?}, {typed:?} at {after_slip:?}"));
        }
    }
    let all = library.posts.len();
    println!("at rank 1: {first} of {all}; with a slip in the first three: {third} of {all}");
    missed.iter().for_each(|line| println!("{line}"));
    assert!(all > 500);
    // The rest are posts whose words stand in the title of another one, too.
    assert!(first * 100 >= all * 97, "{first} of {all}:\n{}", missed.join("\n"));
    assert!(third * 100 >= all * 99, "{third} of {all}:\n{}", missed.join("\n"));
}

#[test]
#[ignore = "needs the corpus of posts (../shared/corpus, or LAMPLIGHT_CORPUS)"]
fn a_question_loads_a_little_of_a_large_index() {
    let library = library();
    let whole: usize = library.files.values().map(Vec::len).sum();
    let mut loads = Vec::new();
    for (_, title) in &library.posts {
        let mut engine = SearchEngine::new(&library.root).expect("an index of this version");
        let mut loaded = library.root.len();
        let question = library.rarest(title).join(" ");
        while let Err(missing) = engine.ask(&question, 6) {
            for name in missing {
                loaded += library.files[&name].len();
                engine.add(name, library.files[&name].clone());
            }
        }
        loads.push(loaded);
    }
    loads.sort_unstable();
    let (median, most) = (loads[loads.len() / 2], loads[loads.len() - 1]);
    println!("of {whole} bytes, a question loads {median} (median), {most} (most), not compressed");
    assert!(median * 12 < whole, "{median} of {whole}");
}
