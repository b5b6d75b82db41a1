//! Small functions for text.

/// Appends text for HTML, within an element or a quoted attribute.
pub fn escape(out: &mut String, text: &str) {
    // Writing into a `String` cannot fail.
    let _ = pulldown_cmark_escape::escape_html(out, text);
}

/// Folds white space and cuts at the last word that fits in `limit` characters, with an ellipsis.
#[must_use]
pub fn shorten(text: &str, limit: usize) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((cut, _)) = folded.char_indices().nth(limit) else { return folded };
    let head = &folded[..cut];
    // A script without spaces has no word to go back to.
    let end = head.rfind(' ').filter(|&i| i * 2 > cut).unwrap_or(cut);
    let kept = head[..end].trim_end_matches([' ', ',', ';', ':', '-', '–', '—', '(', '.', '“']);
    [kept, "…"].concat()
}
