//! The one language of old posts that has no grammar here: Cucumber's.

const NAMES: [&str; 3] = ["cucumber", "gherkin", "feature"];

/// Whether a language is that.
pub(super) fn is_gherkin(language: &str) -> bool {
    NAMES.iter().any(|name| language.eq_ignore_ascii_case(name))
}

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

/// The spans of one line.
pub(super) fn read_line(line: &str, put: &mut impl FnMut(u8, usize)) {
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
