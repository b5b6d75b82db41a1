//! Options of commands in prose: under smart punctuation `--all` is shown as `–all`, which nobody can type.

use lamplight_content::diagnostic::Diagnostic;
use lamplight_content::markdown::Flavour;
use pulldown_cmark::{Event, Parser};

use crate::draft::Draft;

/// Options told of one post.
const MOST: usize = 100;

/// Bytes behind an option in which the other dash of a parenthesis is looked for.
const AHEAD: usize = 1000;

/// Tells the options that `draft` shows with a dash.
pub(super) fn tell(draft: &Draft, told: &mut Vec<Diagnostic>) {
    for (at, option) in options(&draft.markdown) {
        told.push(Diagnostic::warning(
            "dashes-smart",
            draft.place(at),
            format!("`{option}` is shown as `–{}`: two hyphens in prose become a dash", &option[2..]),
            format!("write it as code, between backticks, or as `\\-\\-{}`", &option[2..]),
        ));
    }
}

/// Where two hyphens that are shown as a dash begin what looks like an option, and the option.
fn options(markdown: &str) -> Vec<(usize, &str)> {
    if !markdown.contains("--") {
        return Vec::new();
    }
    let smart = Flavour::Blog { smart: true };
    Parser::new_ext(markdown, smart.extensions())
        .into_offset_iter()
        .filter(|(event, range)| matches!(event, Event::Text(text) if **text == *"–") && range.len() == 2)
        .filter(|(_, range)| {
            let before = markdown[..range.start].chars().next_back();
            before.is_none_or(|c| c.is_whitespace() || "([{\"'“‘„«*_|>/,:".contains(c))
        })
        .filter_map(|(_, range)| Some((range.start, option(markdown, range.start)?)))
        .take(MOST)
        .collect()
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
        options(markdown).into_iter().map(|(_, option)| option).collect()
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
        assert_eq!(options(&"--all ".repeat(100_000)).len(), MOST);
        // Parentheses are no options, and are looked at all the same.
        assert_eq!(options(&"--all of it-- ".repeat(50_000)).len(), 0);
    }
}
