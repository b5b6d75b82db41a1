//! Options of commands and their like in prose: under smart punctuation `--all` is shown as `–all`, which nobody can type.

use std::ops::Range;

use lamplight_import::diagnostic::Diagnostic;
use lamplight_markdown::Flavour;
use pulldown_cmark::{Event, Parser};

use crate::parsed_post::ParsedPost;

/// Places reported of one post.
const MOST: usize = 100;

/// Bytes of a name on each side of its hyphens.
const LONGEST: usize = 100;

/// Bytes behind an option in which the other dash of a parenthesis is looked for.
const AHEAD: usize = 1000;

/// Reports what a post shows with a dash or a quote that its author can't have meant.
pub(super) fn check_dashes(parsed: &ParsedPost, diagnostics: &mut Vec<Diagnostic>) {
    for SmartChange { at, written, shown, help } in changed(&parsed.markdown) {
        let (code, why) = match written.contains('\'') {
            true => ("quotes-smart", "an apostrophe at the start of a word becomes an opening quote"),
            false => ("dashes-smart", "two hyphens in prose become a dash"),
        };
        diagnostics.push(Diagnostic::warning(
            code,
            parsed.position(at),
            format!("`{written}` is shown as `{shown}`: {why}"),
            help,
        ));
    }
}

/// A text that smart punctuation changes against its meaning.
struct SmartChange<'a> {
    at: usize,
    written: &'a str,
    shown: String,
    help: String,
}

/// All of them, in the order of the text.
fn changed(markdown: &str) -> Vec<SmartChange<'_>> {
    if !markdown.contains("--") && !markdown.contains('\'') {
        return Vec::new();
    }
    let smart = Flavour::Blog { smart: true };
    let mut found: Vec<SmartChange<'_>> = Vec::new();
    // Hyphens and quotes that the parser has replaced; a long run comes in several events.
    let mut runs: Vec<(Range<usize>, String)> = Vec::new();
    for (event, range) in Parser::new_ext(markdown, smart.extensions()).into_offset_iter() {
        let Event::Text(text) = event else { continue };
        match runs.last_mut() {
            Some((run, shown)) if run.end == range.start && is_dash(&text) && is_dash(shown.as_str()) => {
                run.end = range.end;
                shown.push_str(&text);
            }
            _ if is_dash(&text) && range.len() > 1 || *text == *"‘" => {
                runs.push((range, text.into_string()))
            }
            _ => {}
        }
    }
    for (run, dashes) in runs {
        if found.len() == MOST {
            break;
        }
        if found.last().is_some_and(|last| run.start < last.at + last.written.len()) {
            continue;
        }
        let range = match dashes.as_str() {
            "‘" => decade(markdown, run.start),
            _ => arrow(markdown, &run).or_else(|| word(markdown, &run)),
        };
        let Some(range) = range else { continue };
        let written = &markdown[range.clone()];
        let shown = [&markdown[range.start..run.start], &dashes, &markdown[run.end..range.end]].concat();
        let help = match written.starts_with('\'') {
            true => format!("write it with an apostrophe: `’{}`", &written[1..]),
            false => {
                format!("write it as code, between backticks, or as `{}`", written.replace("--", "\\-\\-"))
            }
        };
        found.push(SmartChange { at: range.start, written, shown, help });
    }
    found
}

fn is_dash(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '–' | '—' | '-'))
}

/// `'70s` and `'tis`, where the parser saw the beginning of a quotation.
fn decade(markdown: &str, at: usize) -> Option<Range<usize>> {
    let rest = markdown.get(at + 1..)?;
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let word = &rest[..length];
    let is_decade = word.len() == 3 && word.ends_with('s') && word[..2].bytes().all(|b| b.is_ascii_digit());
    let is_short = ["tis", "twas"].iter().any(|short| word.eq_ignore_ascii_case(short));
    (is_decade || is_short).then_some(at..at + 1 + length)
}

/// `-->`, `<--` and `<-->`, and lines such as `-----BEGIN`.
fn arrow(markdown: &str, run: &Range<usize>) -> Option<Range<usize>> {
    let (before, after) = (&markdown[..run.start], &markdown[run.end..]);
    let (left, right) = (before.ends_with('<'), after.starts_with('>'));
    if left || right {
        // A quotation that ends a line with a dash, `<br>--`, and a tag behind one are none.
        let fits = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "()[]{}|,.;:*_".contains(c));
        let outer = |side: bool, c: Option<char>| !side || fits(c) || c.is_some_and(char::is_alphanumeric);
        return (outer(left, before.chars().rev().nth(1)) && outer(right, after.chars().nth(1)))
            .then(|| run.start - usize::from(left)..run.end + usize::from(right));
    }
    let name = after.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(after.len());
    (run.len() > 3 && name > 1).then(|| run.start..run.end + name)
}

/// The word of a program's that a run of hyphens belongs to: `--all`, `block--small`, `xn--a`.
fn word(markdown: &str, run: &Range<usize>) -> Option<Range<usize>> {
    let before = markdown[..run.start].chars().next_back();
    // `_` or `*` behind a letter ends emphasis, so no option begins there.
    let is_end = markdown[..run.start]
        .strip_suffix(['_', '*'])
        .is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
    if !is_end && before.is_none_or(|c| c.is_whitespace() || "([{\"'“‘„«*_|>/,:".contains(c)) {
        let option = if run.len() == 2 { option(markdown, run.start) } else { None };
        if let Some(option) = option {
            return Some(run.start..run.start + option.len());
        }
    }
    // Within a word, only characters that prose does not have tell a name from two words with a dash.
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_=./".contains(c);
    let from = markdown.floor_char_boundary(run.start.saturating_sub(LONGEST));
    let to = markdown.floor_char_boundary((run.end + LONGEST).min(markdown.len()));
    let start = markdown[from..run.start]
        .char_indices()
        .rfind(|(_, c)| !is_part(*c))
        .map_or(from, |(at, c)| from + at + c.len_utf8());
    let end = markdown[run.end..to].find(|c| !is_part(c)).map_or(to, |at| run.end + at);
    let all = markdown[start..end].trim_end_matches(['.', '_', '=', '/']);
    let end = start + all.len();
    if end <= run.end || run.len() != 2 {
        return None;
    }
    let behind = &markdown[run.end..end];
    // `_one_` is said with stress, `one_two` is a name.
    let is_name = |half: &str| half.trim_matches('_').contains('_');
    let signs = all.contains('=') || all.split("--").any(is_name);
    let begins =
        all.strip_prefix(['.', '-']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let named = behind.starts_with(|c: char| c.is_ascii_alphanumeric());
    (named && (signs || begins || all.starts_with("xn--"))).then_some(start..end)
}

/// The option that begins at an offset, if it is none of a dash's other uses: a name (`--Mark Twain`), a word with an
/// apostrophe, or a parenthesis--that ends with a dash, too.
fn option(markdown: &str, start: usize) -> Option<&str> {
    let rest = markdown.get(start + 2..)?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
    let name = name.trim_end_matches(['-', '_']);
    let after = &rest[name.len()..];
    let in_prose = after.starts_with(['\'', '’', '-']) || after.starts_with(char::is_alphanumeric);
    let has_value = after.starts_with('=') && name.starts_with(|c: char| c.is_ascii_alphabetic());
    if has_value {
        return Some(&markdown[start..start + 2 + name.len()]);
    }
    if name.len() < 2
        || !name.starts_with(|c: char| c.is_ascii_lowercase())
        || name.contains("--")
        || in_prose
    {
        return None;
    }
    let mut cut = after.len().min(AHEAD);
    while !after.is_char_boundary(cut) {
        cut -= 1;
    }
    let paragraph = after[..cut].split("\n\n").next().unwrap_or_default();
    let closes = |(i, _): (usize, &str)| {
        let before = paragraph[..i].chars().next_back();
        let behind = paragraph[i + 2..].chars().next();
        before.is_some_and(|c| c.is_alphanumeric() || ".!?\"')”’".contains(c))
            && behind.is_none_or(|c| c.is_whitespace() || ".,;:!?)".contains(c))
    };
    (!paragraph.match_indices("--").any(closes)).then(|| &markdown[start..start + 2 + name.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(markdown: &str) -> Vec<&str> {
        changed(markdown).into_iter().map(|changed| changed.written).collect()
    }

    #[test]
    fn options_in_prose_are_found_wherever_they_stand() {
        for (markdown, want) in [
            ("Use --all here.", vec!["--all"]),
            ("--all at the start", vec!["--all"]),
            (
                "## With --dry-run\n\n- --no_cache=x\n\n| --in-table |\n|---|\n| --out |",
                vec!["--dry-run", "--no_cache", "--in-table", "--out"],
            ),
            (
                "> quoted **--bold** [--label](/x) (--within) \"--quoted\"",
                vec!["--bold", "--label", "--within", "--quoted"],
            ),
            ("é --all\r\n--next", vec!["--all", "--next"]),
            ("a <span>--inline</span>", vec!["--inline"]),
            ("--first and --second, -- or both", vec!["--first", "--second"]),
        ] {
            assert_eq!(found(markdown), want, "{markdown}");
        }
    }

    #[test]
    fn names_of_programs_arrows_and_decades_are_found() {
        for (markdown, want, shown) in [
            ("a .button--primary b", ".button--primary", ".button–primary"),
            ("block__part--small", "block__part--small", "block__part–small"),
            ("the host xn--bcher-kva.example", "xn--bcher-kva.example", "xn–bcher-kva.example"),
            ("-dname--x=1 is", "-dname--x=1", "-dname–x=1"),
            ("--x=1", "--x", "–x"),
            ("--Xmx=2g", "--Xmx", "–Xmx"),
            ("a --> b", "-->", "–>"),
            ("a <-- b", "<--", "<–"),
            ("a <--> b", "<-->", "<–>"),
            ("A-->B", "-->", "–>"),
            ("-----BEGIN KEY-----", "-----BEGIN", "—–BEGIN"),
            ("the '70s and the dogs' house", "'70s", "‘70s"),
            ("'Tis the dogs' house", "'Tis", "‘Tis"),
        ] {
            let found = changed(markdown);
            let all: Vec<_> = found.iter().map(|c| (c.written, c.shown.as_str())).collect();
            assert_eq!(all, [(want, shown)], "{markdown}");
        }
    }

    #[test]
    fn code_and_dashes_are_none() {
        for fine in [
            "`--all` and ``x --all``",
            "    git --all\n",
            "```\n--all\n```",
            "~~~sh\ngit push --force",
            "<pre>\n--all\n</pre>",
            "<!-- a --all -->",
            "\\-\\-all",
            "a --- b ---word",
            "one--two, one -- two, 1--2",
            "a state-of-the-art--and costly--lamp",
            "etc.--and so on; pp. 1--2, 1939--1945",
            "\"So.\"--\"No!\"",
            "*lamp*--*light*",
            "he said 'no' and '99 words' and 'emigrants'",
            "in the '70s, and don't; O'Neill",
            "costs $5--$10, 50%--60%, $5--10, _one_--two, #1--3, @ann--and, .NET--and",
            "yes -- <b>no</b> -- <i>well</i>",
            "a<br>--b c--<br>",
            "on A--B and C--D",
            "look here ----",
            "“Words.” --Mark Twain",
            "it was --that's all-- nothing",
            "it was --as we know-- nothing",
            "--dijo él--, y --así",
            "--a bird",
            "Title\n--\n\n---\n\n| a |\n|--|\n",
            "[x](/a--all) <https://a.example/--all>",
            "--",
            "--\u{301}",
            "",
        ] {
            assert_eq!(found(fine), Vec::<&str>::new(), "{fine}");
        }
    }

    #[test]
    fn the_number_told_of_a_post_is_bounded() {
        assert_eq!(changed(&"--all ".repeat(100_000)).len(), MOST);
        assert_eq!(changed(&"a--b".repeat(100_000)).len(), 0);
        // Parentheses are no options, and are looked at all the same.
        assert_eq!(changed(&"--all of it-- ".repeat(50_000)).len(), 0);
    }
}
