//! Lines of code as grammars read them.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack};

use super::grammar::{SYNTAXES, class};

static JAVASCRIPT: LazyLock<Scope> = LazyLock::new(|| scope("source.js"));
static INTERPOLATION: LazyLock<Scope> = LazyLock::new(|| scope("meta.interpolation"));
/// Scopes in which no comment can begin.
static TEXTS: LazyLock<[Scope; 2]> = LazyLock::new(|| [scope("string"), scope("comment")]);

fn scope(name: &str) -> Scope {
    Scope::new(name).unwrap_or_default()
}

/// Reads a line, or a part of one; `None` if the grammar fails.
pub(super) fn read(
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
pub(super) fn comment_of_javascript(state: &ParseState, scopes: &ScopeStack, line: &str) -> Option<usize> {
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
