//! Colours of code, found at build: the grammars of Sublime Text by syntect, as tokens that travel with the post.

use std::sync::LazyLock;

use lamplight_markdown::Flavour;
use lamplight_markdown::fence::Fence;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

/// Bytes of a block that is coloured. More of it nobody reads, and grammars are slow.
const MOST: usize = 128 * 1024;

/// Bytes of a line that is coloured: grammars look to the end of it at each sign. What follows on a longer one has no colours.
const LONGEST_LINE: usize = 2000;

/// Beginnings of comments in a line that is coloured: before each of them the line is read once more.
const MOST_COMMENTS: usize = 20;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// What a scope is to readers, the first that fits from the innermost scope outwards.
static CLASSES: LazyLock<Vec<(Scope, u8)>> = LazyLock::new(|| {
    [
        ("comment", b'c'),
        ("string", b's'),
        ("constant.other.symbol", b's'),
        ("constant", b'n'),
        ("variable.language", b'n'),
        ("support.constant", b'n'),
        ("entity.name.tag", b't'),
        ("entity.other.attribute-name", b'a'),
        ("support.type.property-name", b'a'),
        ("entity.name.function", b'f'),
        ("support.function", b'f'),
        ("variable.function", b'f'),
        ("entity.name.section", b'f'),
        ("markup.heading", b'f'),
        ("entity.name", b'y'),
        ("entity.other.inherited-class", b'y'),
        ("support.type", b'y'),
        ("support.class", b'y'),
        ("storage.type.primitive", b'y'),
        ("markup.inserted", b'i'),
        ("markup.deleted", b'd'),
        ("markup.raw", b's'),
        ("keyword.operator.word", b'k'),
        ("keyword.operator", b'.'),
        ("keyword", b'k'),
        ("storage", b'k'),
        // Code within a text begins anew.
        ("meta.interpolation", b'.'),
        ("source", b'.'),
        ("text", b'.'),
    ]
    .into_iter()
    .filter_map(|(name, class)| Some((Scope::new(name).ok()?, class)))
    .collect()
});

static JAVASCRIPT: LazyLock<Scope> = LazyLock::new(|| scope("source.js"));
static INTERPOLATION: LazyLock<Scope> = LazyLock::new(|| scope("meta.interpolation"));
/// What a comment can't begin in.
static TEXTS: LazyLock<[Scope; 2]> = LazyLock::new(|| [scope("string"), scope("comment")]);

fn scope(name: &str) -> Scope {
    Scope::new(name).unwrap_or_default()
}

/// Names that authors use, and grammars do not.
const ALIASES: [(&str, &str); 25] = [
    ("shell", "bash"),
    ("shell-session", "bash"),
    ("console", "bash"),
    ("terminal", "bash"),
    ("objective-c", "Objective-C"),
    ("objectivec", "Objective-C"),
    ("objc", "Objective-C"),
    ("fsharp", "fs"),
    ("batch", "bat"),
    ("cmd", "bat"),
    ("golang", "go"),
    ("jsx", "js"),
    ("node", "js"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("csharp", "cs"),
    ("c++", "cpp"),
    ("docker", "Dockerfile"),
    ("make", "Makefile"),
    ("vimscript", "vim"),
    ("viml", "vim"),
    ("postgresql", "sql"),
    ("mysql", "sql"),
    ("plist", "xml"),
    ("svg", "xml"),
];

fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let name = language.to_ascii_lowercase();
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, known)| known);
    SYNTAXES
        .find_syntax_by_token(name)
        .or_else(|| SYNTAXES.syntaxes().iter().find(|syntax| syntax.name.eq_ignore_ascii_case(name)))
}

/// Whether code of that name gets colours, or is known to need none.
pub(crate) fn knows(language: &str) -> bool {
    let name = language.to_ascii_lowercase();
    let plain = ["text", "txt", "plain", "plaintext", "none", "nohighlight", "ascii", "output"];
    plain.contains(&name.as_str()) || GHERKIN.contains(&name.as_str()) || grammar(language).is_some()
}

/// The one language of old posts that has no grammar here: Cucumber's.
const GHERKIN: [&str; 3] = ["cucumber", "gherkin", "feature"];

/// Words that begin a line of Gherkin.
const STEPS: [&str; 14] = [
    "Feature:",
    "Rule:",
    "Background:",
    "Scenario Outline:",
    "Scenario Template:",
    "Scenario:",
    "Example:",
    "Examples:",
    "Scenarios:",
    "Given ",
    "When ",
    "Then ",
    "And ",
    "But ",
];

/// Runs of one line of Gherkin.
fn gherkin(line: &str, put: &mut impl FnMut(u8, usize)) {
    let text = line.trim_start();
    put(b'.', line.len() - text.len());
    match text.as_bytes().first() {
        Some(b'#') => return put(b'c', text.len()),
        Some(b'@') => return put(b'a', text.len()),
        _ => {}
    }
    let step = STEPS.iter().find(|step| text.starts_with(**step)).map_or(0, |step| step.len());
    put(b'k', step);
    // Texts in quotes and names in angle brackets, both within the line.
    let mut rest = &text[step..];
    while let Some(start) = rest.find(['"', '<']) {
        let (close, class) = if rest[start..].starts_with('"') { ('"', b's') } else { ('>', b'y') };
        let Some(end) = rest[start + 1..].find(close) else { break };
        put(b'.', start);
        put(class, end + 2);
        rest = &rest[start + end + 2..];
    }
    put(b'.', rest.len());
}

/// The tokens of all blocks of code of a text, in order.
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
                blocks.push(tokens(fence.language, &code, fence.diff && fence.language != "diff"));
            }
            _ => {}
        }
    }
    let coloured = blocks.iter().rposition(|tokens| !tokens.is_empty()).map_or(0, |last| last + 1);
    blocks.truncate(coloured);
    blocks
}

/// The tokens of one block, as [`lamplight_markdown::fence::stretches`] reads them. `signs`: each line has a sign of
/// its own before the code.
fn tokens(language: &str, code: &str, signs: bool) -> String {
    if language.is_empty() || code.len() > MOST {
        return String::new();
    }
    let mut runs: Vec<(u8, usize)> = Vec::new();
    let mut put = |class: u8, len: usize| match runs.last_mut() {
        _ if len == 0 => {}
        Some((last, sum)) if *last == class => *sum += len,
        _ => runs.push((class, len)),
    };
    let mut parser = match grammar(language) {
        _ if GHERKIN.contains(&language.to_ascii_lowercase().as_str()) => None,
        Some(grammar) if grammar.name != "Plain Text" => Some((ParseState::new(grammar), ScopeStack::new())),
        _ => return String::new(),
    };
    let mut in_comment = false;
    for line in LinesWithEndings::from(code) {
        let sign = usize::from(signs && line.starts_with(['+', '-', ' ']));
        put(b'.', sign);
        let line = &line[sign..];
        let Some((state, scopes)) = &mut parser else {
            gherkin(line, &mut put);
            continue;
        };
        if line.len() > LONGEST_LINE || line.matches("/*").count() > MOST_COMMENTS {
            break;
        }
        let mut at = 0;
        while at < line.len() {
            // A comment of JavaScript is ours: the grammar never comes back from some of them.
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
            // A grammar that fails leaves the rest as it is.
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
    if runs.last().is_some_and(|(class, _)| *class == b'.') {
        runs.pop();
    }
    runs.into_iter().map(|(class, len)| format!("{}{len}", char::from(class))).collect()
}

/// Reads a line, or a part of one; `None` if the grammar fails.
fn read(
    state: &mut ParseState,
    scopes: &mut ScopeStack,
    line: &str,
    put: &mut impl FnMut(u8, usize),
) -> Option<()> {
    let mut at = 0;
    for (place, change) in state.parse_line(line, &SYNTAXES).ok()? {
        put(class(scopes), place - at);
        at = place;
        scopes.apply(&change).ok()?;
    }
    put(class(scopes), line.len() - at);
    Some(())
}

/// Where a comment `/*` begins in the JavaScript of a line.
///
/// After a bare expression two rules of that grammar hand such a comment to each other without end, so it is read here.
fn comment_of_javascript(state: &ParseState, scopes: &ScopeStack, line: &str) -> Option<usize> {
    let is_script = |scope: &Scope| JAVASCRIPT.is_prefix_of(*scope);
    line.match_indices("/*").map(|(at, _)| at).find(|at| {
        let (mut state, mut scopes) = (state.clone(), scopes.clone());
        let within = read(&mut state, &mut scopes, &line[..*at], &mut |_, _| {}).is_some();
        let innermost = scopes.scopes.iter().rev().find_map(|scope| {
            let is_text = TEXTS.iter().any(|text| text.is_prefix_of(*scope));
            (is_text || is_script(scope) || INTERPOLATION.is_prefix_of(*scope)).then_some(!is_text)
        });
        within && innermost == Some(true) && scopes.scopes.iter().any(is_script)
    })
}

fn class(scopes: &ScopeStack) -> u8 {
    let known = |scope: &Scope| {
        CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class)
    };
    scopes.scopes.iter().rev().find_map(known).unwrap_or(b'.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use lamplight_markdown::fence::stretches;

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
            let tokens = tokens(language, code, false);
            let parts: Vec<_> = stretches(code, &tokens).collect();
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
            let tokens = tokens(language, code, false);
            stretches(code, &tokens).map(|(class, text)| (class, text.to_owned())).collect::<Vec<_>>()
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
        assert_eq!(tokens("rust", &long, false), tokens("rust", "fn a() {}\n", false));
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
