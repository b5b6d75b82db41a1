//! Writes the table of keys as a part of the documentation.

use super::names::{DESCRIPTIVE, HOLDING};
use super::statuses::VALUES;

/// The heading above the table of values.
const OF_VALUES: &str = "### Values of `status`, `post_status`, `publish_status`, `visibility` and `access`";

/// Updates a page of the documentation: below the heading of each row is a line with its keys and their meaning, and in the table the
/// values of `status`. The rest of the page stays.
#[must_use]
pub fn document(page: &str) -> String {
    let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
    for row in DESCRIPTIVE.iter().chain(HOLDING) {
        let first = row.names.split(' ').next().unwrap_or_default();
        let line = format!("{}: {}.", quoted(row.names), row.says);
        put(&mut lines, &format!("### `{first}`"), vec![line]);
    }
    let mut table = vec!["| Values | What they say |".to_owned(), "|---|---|".to_owned()];
    table.extend(VALUES.iter().map(|(values, says)| format!("| {} | {says} |", quoted(values))));
    table.push("| others | published, and reported once |".to_owned());
    put(&mut lines, OF_VALUES, table);
    lines.join("\n") + "\n"
}

/// Words as code, separated by commas.
fn quoted(words: &str) -> String {
    let words: Vec<String> = words.split(' ').map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// Replaces the paragraph below a heading. If there is no such heading, both are added at the end of the page.
fn put(page: &mut Vec<String>, heading: &str, paragraph: Vec<String>) {
    let Some(at) = page.iter().position(|line| line == heading) else {
        page.extend([String::new(), heading.to_owned(), String::new()]);
        page.extend(paragraph);
        return;
    };
    let begin = at + 1 + page[at + 1..].iter().take_while(|line| line.is_empty()).count();
    let end = begin + page[begin..].iter().take_while(|line| !line.is_empty()).count();
    page.splice(begin..end, paragraph);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::front_matter::read;

    const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/front-matter.md");

    fn page() -> String {
        std::fs::read_to_string(PATH).unwrap_or_default()
    }

    #[test]
    fn the_documentation_says_what_the_table_says() {
        let wanted = document(&page());
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(PATH, &wanted).unwrap();
        }
        assert!(page() == wanted, "docs/reference/front-matter.md is not as the table says: BLESS=1");
    }

    #[test]
    fn each_key_has_an_example_that_is_read() {
        let page = page();
        let examples: Vec<&str> =
            page.lines().filter_map(|line| line.strip_prefix("- Example: `")?.strip_suffix('`')).collect();
        assert_eq!(examples.len(), DESCRIPTIVE.len() + HOLDING.len());
        for example in examples {
            let document = read(format!("---\n{example}\n---\n").as_bytes());
            assert!(document.diagnostics.is_empty(), "{example}: {:?}", document.diagnostics);
        }
    }
}
