//! Grammars of languages, and the colours of what they tell apart.

use std::sync::LazyLock;

use syntect::parsing::{Scope, ScopeStack, SyntaxReference, SyntaxSet};

pub(super) static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

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

/// The grammar of a language, by any of its names.
pub(super) fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let name = language.to_ascii_lowercase();
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, known)| known);
    SYNTAXES
        .find_syntax_by_token(name)
        .or_else(|| SYNTAXES.syntaxes().iter().find(|syntax| syntax.name.eq_ignore_ascii_case(name)))
}

/// The colour of what the innermost scope is that has one.
pub(super) fn class(scopes: &ScopeStack) -> u8 {
    let known = |scope: &Scope| {
        CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class)
    };
    scopes.scopes.iter().rev().find_map(known).unwrap_or(b'.')
}
