//! Evaluates conditions.

use liquid_core::model::ValueView;

use super::answer::{Evaluation, answer};
use super::names::{LiquidNames, NameSources};
use super::question::{Question, is_readable};

/// Whether a condition holds; `None` if nobody here knows. As in Liquid, what stands last binds first.
pub(super) fn holds(condition: &str, names: &LiquidNames, sources: &NameSources<'_>) -> Option<bool> {
    let words = connected(condition);
    let mut result = None;
    for (i, (connective, atom)) in words.iter().rev().enumerate() {
        let own = atom_holds(atom, names, sources);
        result = match (i, words.get(words.len() - i).map_or("", |(c, _)| *c)) {
            (0, _) => own,
            (_, "or") => either(own, result),
            _ => either(own.map(|b| !b), result.map(|b| !b)).map(|b| !b),
        };
        if connective.is_empty() {
            break;
        }
    }
    result
}

fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// The parts of a condition between `and` and `or`, each with the word in front of it.
fn connected(condition: &str) -> Vec<(&str, &str)> {
    let mut parts = Vec::new();
    let (mut start, mut word_start, mut quote, mut connective) = (0, None::<usize>, None::<char>, "");
    let ends = condition.char_indices().chain(std::iter::once((condition.len(), ' ')));
    for (i, c) in ends {
        if let Some(open) = quote {
            if c == open {
                quote = None;
            }
            continue;
        }
        if matches!(c, '"' | '\'') {
            quote = Some(c);
            word_start = None;
        } else if c.is_whitespace() {
            if let Some(from) = word_start.take()
                && let Some(word) = ["and", "or"].into_iter().find(|w| *w == &condition[from..i])
            {
                parts.push((connective, condition[start..from].trim()));
                (connective, start) = (word, i);
            }
        } else if word_start.is_none() {
            word_start = Some(i);
        }
    }
    parts.push((connective, condition[start..].trim()));
    parts
}

fn atom_holds(atom: &str, names: &LiquidNames, sources: &NameSources<'_>) -> Option<bool> {
    if !is_readable(atom) || atom.is_empty() {
        return None;
    }
    // For Liquid a text is not equal to `true`.
    for (mark, wanted) in [("==", true), ("!=", false), ("<>", false)] {
        let Some((left, right)) = atom.split_once(mark) else { continue };
        let sides = [(left.trim(), right.trim()), (right.trim(), left.trim())];
        if let Some((literal, other)) = sides.into_iter().find(|(side, _)| matches!(*side, "true" | "false"))
        {
            let Evaluation::Known(value) = answer(other, names, sources) else { return None };
            let equal =
                value.as_scalar().is_some_and(|s| s.type_name() == "boolean" && s.to_kstr() == literal);
            return Some(equal == wanted);
        }
        // Nor is `true` equal to the text.
        let quoted = |side: &str| {
            let inside = side.strip_prefix('"').and_then(|side| side.strip_suffix('"'));
            let inside =
                inside.or_else(|| side.strip_prefix('\'').and_then(|side| side.strip_suffix('\'')))?;
            (!inside.contains(['"', '\''])).then(|| inside.to_owned())
        };
        let literal = sides.into_iter().find_map(|(side, other)| Some((quoted(side)?, other)));
        if let Some((_, other)) = literal
            && let Evaluation::Known(value) = answer(other, names, sources)
            && value.as_scalar().is_some_and(|scalar| scalar.type_name() == "boolean")
        {
            return Some(!wanted);
        }
    }
    let question = Question::new(names, sources);
    match question.ask(&format!("{{% if {atom} %}}1{{% endif %}}")) {
        Ok(_) if question.unknown.get() => None,
        Ok(output) => Some(output == b"1"),
        // Nothing contains nothing.
        Err(error) => {
            let of_nothing = error.to_string().contains("Expected string | array | object");
            (of_nothing && !question.unknown.get()).then_some(false)
        }
    }
}
