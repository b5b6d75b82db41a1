//! What this crate says of addresses, tables and trees, as `tests/fixtures/format.json`. The unit tests of the service worker
//! read that file, so that both say the same.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

use std::collections::BTreeMap;

use lamplight_format::model::{FANOUT, Hash, RouteEntry, RouteTarget, Tree, bucket, fnv, route_key};
use serde::Serialize;
use serde_json::{Value, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/format.json");

/// Addresses as browsers write them, and without their escapes; as they are, if these are none.
const ODD: [(&str, &str); 34] = [
    ("", ""),
    ("/", "/"),
    ("///", "///"),
    ("/index.html", "/index.html"),
    ("/index.html/", "/index.html/"),
    ("/INDEX.HTML", "/INDEX.HTML"),
    ("/.html", "/.html"),
    ("/blog/a", "/blog/a"),
    ("/blog/a/", "/blog/a/"),
    ("/blog/a//", "/blog/a//"),
    ("/blog/a.html", "/blog/a.html"),
    ("/blog/a.html/", "/blog/a.html/"),
    ("/blog/a.html.html", "/blog/a.html.html"),
    ("/blog/a.HTML", "/blog/a.HTML"),
    ("/blog/a.htm", "/blog/a.htm"),
    ("/blog/a/index.html", "/blog/a/index.html"),
    ("/blog/a.html/index.html", "/blog/a.html/index.html"),
    ("/blog/a/index.html/index.html", "/blog/a/index.html/index.html"),
    ("/blog/index", "/blog/index"),
    ("/blog/myindex.html", "/blog/myindex.html"),
    ("//blog/a", "//blog/a"),
    ("/blog//a/", "/blog//a/"),
    ("/blog/a.html//index.html", "/blog/a.html//index.html"),
    ("/Blog/A/", "/Blog/A/"),
    ("/blog/%E6%97%A5%E6%9C%AC/", "/blog/日本/"),
    ("/blog/日本/", "/blog/日本/"),
    ("/blog/caf%C3%A9.html", "/blog/café.html"),
    ("/blog/%C3%89T%C3%89", "/blog/ÉTÉ"),
    ("/blog/a%2Fb/", "/blog/a/b/"),
    ("/blog/a%2ehtml", "/blog/a.html"),
    ("/blog/100%25/", "/blog/100%/"),
    ("/blog/100%/", "/blog/100%/"),
    ("/blog/%zz/%E6.html", "/blog/%zz/%E6.html"),
    ("/blog/a b+c&d/", "/blog/a b+c&d/"),
];

/// What addresses are made of. All rows of up to four of them are looked at.
const PIECES: [&str; 5] = ["/", "a", "B", ".html", "index.html"];

/// An address, the same without escapes, its key, and its number in the list of all addresses.
type AddressVector = (String, String, String, u32);

fn address(written: &str, decoded: &str) -> AddressVector {
    let key = route_key(decoded);
    let number = fnv(&key);
    (written.to_owned(), decoded.to_owned(), key, number)
}

fn addresses() -> Vec<AddressVector> {
    let mut rows = vec![String::new()];
    let mut found: Vec<AddressVector> =
        ODD.iter().map(|(written, decoded)| address(written, decoded)).collect();
    for _ in 0..4 {
        rows = rows.iter().flat_map(|row| PIECES.map(|piece| [row, piece].concat())).collect();
        // The browser writes the first slash.
        found.extend(rows.iter().map(|row| ["/", row].concat()).map(|row| address(&row, &row)));
    }
    found
}

/// Text, and its FNV-1a.
fn hashes() -> Vec<(&'static str, u32)> {
    ["", "a", "foobar", "/blog/a", "/blog/日本", "/\u{1f6b2}"].map(|text| (text, fnv(text))).to_vec()
}

/// Depth of a tree, number of a leaf, and the children on the way to it.
fn ways() -> Vec<(u8, usize, Vec<usize>)> {
    let of = |depth: u8, leaf: usize| {
        (depth, leaf, Tree { depth, leaves: u32::MAX, root: Vec::new() }.way(leaf).collect())
    };
    let mut ways = vec![of(0, 0), of(0, FANOUT - 1)];
    for depth in 1..=3 {
        let leaves = FANOUT.pow(u32::from(depth) + 1);
        ways.extend(
            [0, 1, FANOUT, leaves / 2 + 7, leaves - FANOUT - 1, leaves - 1].map(|leaf| of(depth, leaf)),
        );
    }
    ways
}

/// A table of routes with its files, and what is found in it at addresses: the bundle that is there, or nothing.
#[derive(Serialize)]
struct KnownTable {
    tree: Tree,
    files: BTreeMap<String, Value>,
    lookups: Vec<(String, Option<String>)>,
}

impl KnownTable {
    /// Of posts that are at these keys, in a table with as many leaves.
    fn of(keys: &[String], leaves: u32, asked: &[(String, String)]) -> Self {
        let mut known = Self {
            tree: Tree { depth: 0, leaves, root: Vec::new() },
            files: BTreeMap::new(),
            lookups: Vec::new(),
        };
        let mut rows: Vec<Vec<RouteEntry>> = vec![Vec::new(); leaves as usize];
        for (number, key) in keys.iter().enumerate() {
            let bundle = Hash(format!("post-{number}"));
            rows[bucket(key, leaves) as usize]
                .push(RouteEntry { path: key.clone(), target: RouteTarget::Document { bundle } });
        }
        let mut level: Vec<Hash> = rows.iter().map(|row| known.file(json!(row))).collect();
        while level.len() > FANOUT {
            level = level.chunks(FANOUT).map(|node| known.file(json!(node))).collect();
            known.tree.depth += 1;
        }
        known.tree.root = level;
        let lookups =
            asked.iter().map(|(written, decoded)| (written.clone(), known.lookup(&route_key(decoded))));
        known.lookups = lookups.collect();
        known
    }

    fn file(&mut self, content: Value) -> Hash {
        let hash = Hash(format!("file-{}", self.files.len()));
        self.files.insert(hash.0.clone(), content);
        hash
    }

    fn lookup(&self, key: &str) -> Option<String> {
        let root = self.tree.root.clone();
        let leaf = bucket(key, self.tree.leaves) as usize;
        let last = self
            .tree
            .way(leaf)
            .fold(json!(root), |children, child| self.files[children[child].as_str().unwrap()].clone());
        match RouteEntry::at(serde_json::from_value(last).unwrap(), key)?.target {
            RouteTarget::Document { bundle } => Some(bundle.0),
            _ => None,
        }
    }
}

fn tables() -> Vec<KnownTable> {
    let mut keys: Vec<String> = (0..60).map(|i| format!("/blog/post-{i}")).collect();
    keys.extend(
        ["/", "/blog/日本", "/blog/été", "/about", "/About", "/Old/Page", "/blog/100%"].map(str::to_owned),
    );
    let same = |path: &str| (path.to_owned(), path.to_owned());
    let mut asked: Vec<(String, String)> = keys.iter().map(|key| same(key)).collect();
    asked.extend(
        [
            "/blog/post-7.html",
            "/blog/post-7/index.html",
            "/blog/Post-7/",
            "/ABOUT",
            "/aBout/",
            "/old/page",
            "/nowhere",
            "/blog/post-60",
        ]
        .map(same),
    );
    asked.extend([
        ("/blog/%E6%97%A5%E6%9C%AC/".to_owned(), "/blog/日本/".to_owned()),
        ("/BLOG/%C3%A9t%C3%A9".to_owned(), "/BLOG/été".to_owned()),
        // Letters beyond ASCII have one case.
        ("/blog/%C3%89t%C3%A9".to_owned(), "/blog/Été".to_owned()),
        ("/blog/100%25".to_owned(), "/blog/100%".to_owned()),
    ]);
    [1, 7, 100, 1100].map(|leaves| KnownTable::of(&keys, leaves, &asked)).into()
}

/// One row a line.
fn rows<T: Serialize>(rows: &[T]) -> String {
    let lines: Vec<String> = rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect();
    format!("[\n{}\n]", lines.join(",\n"))
}

#[test]
fn the_vectors_that_scripts_read_are_of_now() {
    let wanted = format!(
        "{{\n\"addresses\": {},\n\"hashes\": {},\n\"ways\": {},\n\"tables\": {}\n}}\n",
        rows(&addresses()),
        rows(&hashes()),
        rows(&ways()),
        rows(&tables()),
    );
    serde_json::from_str::<Value>(&wanted).unwrap();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(FILE, &wanted).unwrap();
    }
    assert!(
        std::fs::read_to_string(FILE).unwrap_or_default() == wanted,
        "tests/fixtures/format.json is not what this crate says: `BLESS=1 cargo test -p lamplight-format --test vectors` writes it"
    );
}
