//! Colours of code, found at build: the grammars of Sublime Text by syntect, as spans that travel with the post.

mod gherkin;
mod grammar;
mod line;

use lamplight_markdown::Flavour;
use lamplight_markdown::fence::Fence;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use syntect::parsing::{ParseState, ScopeStack};
use syntect::util::LinesWithEndings;

use self::gherkin::is_gherkin;
use self::grammar::grammar;
use self::line::{comment_of_javascript, read};

/// Longest block, in bytes, that is coloured: grammars are slow.
const MOST: usize = 128 * 1024;

/// Longest line, in bytes, that is coloured: grammars look to its end at each character. A longer one ends the colours of its block.
const LONGEST_LINE: usize = 2000;

/// Most comments that begin in a coloured line: before each of them the line is parsed once more.
const MOST_COMMENTS: usize = 20;

/// Whether code of that name gets colours, or is known to need none.
pub(crate) fn knows(language: &str) -> bool {
    let plain = ["text", "txt", "plain", "plaintext", "none", "nohighlight", "ascii", "output"];
    plain.iter().any(|name| language.eq_ignore_ascii_case(name))
        || is_gherkin(language)
        || grammar(language).is_some()
}

/// The spans of all blocks of code of a text, in order.
pub(crate) fn blocks(markdown: &str, flavour: Flavour) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block: Option<(String, String)> = None;
    for event in Parser::new_ext(markdown, flavour.extensions()) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                block = Some((info, String::new()));
            }
            Event::Text(text) => {
                if let Some((_, code)) = &mut block {
                    code.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                let (info, code) = block.take().unwrap_or_default();
                let fence = Fence::read(&info);
                blocks.push(spans(fence.language, &code, fence.diff && fence.language != "diff"));
            }
            _ => {}
        }
    }
    let coloured = blocks.iter().rposition(|spans| !spans.is_empty()).map_or(0, |last| last + 1);
    blocks.truncate(coloured);
    blocks
}

/// The spans of one block, as [`lamplight_markdown::fence::highlight_spans`] reads them. `signs`: each line has a sign of
/// its own before the code.
fn spans(language: &str, code: &str, signs: bool) -> String {
    if language.is_empty() || code.len() > MOST {
        return String::new();
    }
    let mut spans: Vec<(u8, usize)> = Vec::new();
    let mut put = |class: u8, len: usize| match spans.last_mut() {
        _ if len == 0 => {}
        Some((last, sum)) if *last == class => *sum += len,
        _ => spans.push((class, len)),
    };
    let mut parser = match grammar(language) {
        _ if is_gherkin(language) => None,
        Some(grammar) if grammar.name != "Plain Text" => Some((ParseState::new(grammar), ScopeStack::new())),
        _ => return String::new(),
    };
    let mut in_comment = false;
    for line in LinesWithEndings::from(code) {
        let sign = usize::from(signs && line.starts_with(['+', '-', ' ']));
        put(b'.', sign);
        let line = &line[sign..];
        let Some((state, scopes)) = &mut parser else {
            gherkin::read_line(line, &mut put);
            continue;
        };
        if line.len() > LONGEST_LINE || line.matches("/*").count() > MOST_COMMENTS {
            break;
        }
        let mut at = 0;
        while at < line.len() {
            // Comments of JavaScript are read here: the grammar does not return from some of them.
            if in_comment {
                let len = line[at..].find("*/").map_or(line.len() - at, |end| end + 2);
                put(b'c', len);
                in_comment = !line[..at + len].ends_with("*/");
                at += len;
                continue;
            }
            let rest = &line[at..];
            let comment = comment_of_javascript(state, scopes, rest);
            let before = comment.unwrap_or(rest.len());
            // A block whose grammar fails has no colours.
            if read(state, scopes, &rest[..before], &mut put).is_none() {
                return String::new();
            }
            at += before;
            if comment.is_some() {
                let end = line[at + 2..].find("*/").map(|end| end + 4);
                put(b'c', end.unwrap_or(line.len() - at));
                in_comment = end.is_none();
                at += end.unwrap_or(line.len() - at);
            }
        }
    }
    if spans.last().is_some_and(|(class, _)| *class == b'.') {
        spans.pop();
    }
    spans.into_iter().map(|(class, len)| format!("{}{len}", char::from(class))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lamplight_markdown::fence::highlight_spans;

    #[test]
    #[rustfmt::skip]
    fn many_languages_have_colours() {
        let languages = [
            "rust", "ruby", "rb", "sh", "bash", "zsh", "shell", "console", "coffeescript", "coffee", "elixir", "elm", "objective-c",
            "objc", "haml", "scss", "sass", "css", "less", "javascript", "js", "jsx", "typescript", "ts", "tsx",
            "json", "jsonc", "html", "xml", "svg", "yaml", "yml", "toml", "ini", "nginx", "python", "py", "go", "java", "kotlin", "scala",
            "groovy", "swift", "c", "cpp", "c++", "csharp", "php", "perl", "lua", "r", "julia", "haskell", "erlang", "clojure", "lisp", "ocaml",
            "fsharp", "sql", "graphql", "dockerfile", "makefile", "cmake", "vim", "diff", "erb", "markdown", "latex", "terraform",
            "nix", "zig", "dart", "vue", "svelte", "protobuf", "matlab", "pascal", "d", "crystal", "applescript", "nim", "fish", "batch", "dot",
        ];
        let unknown: Vec<_> = languages.into_iter().filter(|name| grammar(name).is_none()).collect();
        assert_eq!(unknown, [""; 0]);
        let names: std::collections::BTreeSet<_> = languages.iter().filter_map(|l| grammar(l)).map(|g| &g.name).collect();
        assert!(names.len() >= 60, "{} grammars", names.len());
    }

    #[test]
    fn words_have_the_colours_of_what_they_are() {
        for (language, code, word, wanted) in [
            ("rust", "fn main() { // hi\n}\n", "fn", b'k'),
            ("rust", "fn main() { // hi\n}\n", "main", b'f'),
            ("ruby", "puts \"a #{b} c\" # d\n", "\"a ", b's'),
            ("scss", "$a: 1px; // b\n", "// b\n", b'c'),
            ("coffeescript", "f = (x) -> 42\n", "42", b'n'),
            ("json", "{\"a\": 1}", "1", b'n'),
            ("html", "<p class=\"x\">a</p>", "p", b't'),
            ("elixir", "defmodule A do\nend\n", "defmodule", b'k'),
            ("cucumber", "Feature: a\n  Given a \"b\" <c>\n", "Given ", b'k'),
            ("cucumber", "Feature: a\n  Given a \"b\" <c>\n", "\"b\"", b's'),
            ("python", "class A(B):\n  pass\n", "A", b'y'),
        ] {
            let spans = spans(language, code, false);
            let parts: Vec<_> = highlight_spans(code, &spans).collect();
            let whole: String = parts.iter().map(|(_, text)| *text).collect();
            assert_eq!(whole, code);
            assert!(
                parts.iter().any(|(class, text)| *class == wanted && text.contains(word.trim_end())),
                "{language} {word}: {parts:?}"
            );
        }
    }

    /// Found in a real post: the build never ended.
    #[test]
    fn comments_of_javascript_end() {
        let parts = |language: &str, code: &str| {
            let spans = spans(language, code, false);
            highlight_spans(code, &spans).map(|(class, text)| (class, text.to_owned())).collect::<Vec<_>>()
        };
        for (language, code, comments) in [
            ("js", "x /* a */\n", "/* a */"),
            ("js", "x\n  /* a\n b */ y\n/* c */", "/* a\n b *//* c */"),
            ("js", "x /*", "/*"),
            ("js", "x /*/ a */ 'b'", "/*/ a */"),
            ("jsx", "let a = 'b/*c', d /* e */\n", "/* e */"),
            ("js", "glob(\"a/**/*.js\", `b/*${x /* c */}*/`, /d\\/*/)\n", "/* c */"),
            ("html", "<p>/* a */</p><script>x /* b */</script>\n/* c */\n", "/* b */"),
            ("html", "<SCRIPT>\nx /* b */\n</SCRIPT>\n", "/* b */"),
            ("markdown", "```js\nx /* b */\n```\n", "/* b */"),
            ("php", "<script>\nx /* b */\n</script>\n", "/* b */"),
            ("c", "x /* b */;\n", "/* b */"),
        ] {
            let found: String = parts(language, code)
                .iter()
                .filter(|(class, _)| *class == b'c')
                .map(|(_, text)| text.as_str())
                .collect();
            assert_eq!(found, comments, "{language} {code}");
        }
    }

    #[test]
    fn what_nobody_reads_has_no_colours() {
        let long = format!("fn a() {{}}\n// {}\nfn b() {{}}\n", "x".repeat(LONGEST_LINE));
        assert_eq!(spans("rust", &long, false), spans("rust", "fn a() {}\n", false));
    }

    #[test]
    fn blocks_are_counted_as_the_writer_counts_them() {
        let text = "```\nplain\n```\n\n    indented\n\n- item\n\n  ~~~rust\n  fn a() {}\n  ~~~\n\n```nobody-knows\nx\n```\n";
        let found = blocks(text, Flavour::Blog { smart: true });
        assert_eq!(found.len(), 3);
        assert!(found[..2].iter().all(String::is_empty) && found[2].starts_with('k'), "{found:?}");
        let signs = blocks("```rust diff\n+fn a() {}\n-fn b() {}\n```\n", Flavour::Blog { smart: true });
        assert!(signs[0].starts_with(".1k2"), "{signs:?}");
    }
}
