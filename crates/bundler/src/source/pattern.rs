//! Patterns of names, as settings of other engines write them.

/// Whether a text is like a pattern in which `*` is anything but a slash, and `**` anything.
pub(crate) fn is_like(pattern: &str, text: &str) -> bool {
    let pattern = pattern.replace("**/", "\u{1}").replace("**", "\u{1}");
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    // By rows: whether the pattern so far fits the first so many characters.
    let mut row = vec![false; text.len() + 1];
    row[0] = true;
    for sign in pattern {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            next[at] = match sign {
                '*' => row[at] || at > 0 && next[at - 1] && text[at - 1] != '/',
                '\u{1}' => row[at] || at > 0 && next[at - 1],
                '?' => at > 0 && row[at - 1],
                other => at > 0 && row[at - 1] && text[at - 1] == other,
            };
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
