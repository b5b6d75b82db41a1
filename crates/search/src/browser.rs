//! The engine as a module of the browser's. `public/search.js` fetches what is missing and draws the answers.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Answer, Built, Document, Engine, Hash, Marked, Section, analyze, build};

/// A small program wants a small allocator: 3 KB less than the standard one.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// An index: the site's, as far as it has been fetched, or one of the posts that are on this device.
#[wasm_bindgen]
pub struct Search {
    engine: Engine,
}

#[wasm_bindgen]
impl Search {
    /// Reads the root file; undefined if this module is too old or too new for it.
    #[must_use]
    pub fn open(root: &[u8]) -> Option<Search> {
        Some(Self { engine: Engine::new(root)? })
    }

    /// Takes in a file whose bytes have been checked against its name, 64 hex digits.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) {
        if let Some(name) = from_hex(name) {
            self.engine.add(name, bytes);
        }
    }

    /// An answer as JSON: `{total, results}`, or `{missing}`, the names of files to be added before asking again.
    #[must_use]
    pub fn ask(&self, question: &str, limit: usize) -> String {
        match self.engine.ask(question, limit) {
            Ok(answer) => answered(&answer),
            Err(missing) => {
                let names: Vec<String> = missing.iter().map(|name| quoted(&to_hex(name))).collect();
                ["{\"missing\":[", &names.join(","), "]}"].concat()
            }
        }
    }
}

/// Posts that are on this device, to be searched where the site's own index is out of reach.
#[wasm_bindgen]
#[derive(Default)]
pub struct Shelf {
    posts: Vec<crate::Analysis>,
    open: Document,
}

#[wasm_bindgen]
impl Shelf {
    /// An empty one.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a post.
    pub fn post(
        &mut self,
        path: String,
        title: String,
        date: String,
        tags: Vec<String>,
        authors: Vec<String>,
    ) {
        self.close();
        self.open = Document { path, title, date, tags, authors, sections: Vec::new() };
    }

    /// Adds a section to it.
    pub fn section(&mut self, id: String, title: String, text: String, code: String) {
        self.open.sections.push(Section { id, title, text, code });
    }

    /// The index of all posts.
    #[must_use]
    pub fn index(mut self) -> Option<Search> {
        self.close();
        let Built { root, files } = build(&self.posts);
        let mut engine = Engine::new(&root)?;
        files.into_iter().for_each(|(name, bytes)| engine.add(name, bytes));
        Some(Search { engine })
    }

    fn close(&mut self) {
        let post = std::mem::take(&mut self.open);
        if !post.path.is_empty() {
            self.posts.push(analyze(&post));
        }
    }
}

fn answered(answer: &Answer) -> String {
    let results: Vec<String> = answer
        .results
        .iter()
        .map(|found| {
            let (id, heading) = &found.section;
            let field = |name: &str, value: String| [quoted(name), value].join(":");
            let fields = [
                field("path", quoted(&found.path)),
                field("title", parts(&found.title)),
                field("date", quoted(&found.date)),
                field("id", quoted(id)),
                field("heading", parts(heading)),
                field("text", parts(&found.text)),
            ];
            ["{", &fields.join(","), "}"].concat()
        })
        .collect();
    ["{\"total\":", &decimal(answer.total), ",\"results\":[", &results.join(","), "]}"].concat()
}

/// Texts in turn, beginning with one that is not marked.
fn parts(marked: &Marked) -> String {
    let mut out: Vec<String> = Vec::new();
    for (text, mark) in marked {
        if (out.len() % 2 == 1) != *mark {
            out.push(quoted(""));
        }
        out.push(quoted(text));
    }
    ["[", &out.join(","), "]"].concat()
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Formatting would bring machinery of its own.
fn decimal(number: usize) -> String {
    let rest = char::from(b'0' + (number % 10) as u8);
    let mut out = if number < 10 { String::new() } else { decimal(number / 10) };
    out.push(rest);
    out
}

fn to_hex(name: &Hash) -> String {
    let digits = name.iter().flat_map(|b| [b >> 4, b & 15]);
    digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect()
}

fn from_hex(name: &str) -> Option<Hash> {
    let mut out = [0; 32];
    if name.len() != 64 {
        return None;
    }
    for (byte, pair) in out.iter_mut().zip(name.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(out)
}
