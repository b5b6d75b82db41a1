//! Attributes that decide where a link opens. They are left out and reported, because readers decide that.

use lamplight_markdown::text::shorten;

pub(crate) const CODE: &str = "link-target";

/// Whether an attribute of a link opens it in another window, or lets the new page control this one.
pub(crate) fn is_reported(name: &str, value: &str) -> bool {
    const HERE: [&str; 4] = ["", "_self", "_parent", "_top"];
    match name {
        "target" => !HERE.iter().any(|here| value.trim().eq_ignore_ascii_case(here)),
        "rel" => value.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("opener")),
        _ => false,
    }
}

/// An attribute as it is written.
pub(crate) fn written(name: &str, value: &str) -> String {
    format!("{name}=\"{}\"", value.trim())
}

/// Message and help of the diagnostic. `times` says how often the attribute occurs, if more than once.
pub(crate) fn diagnostic_text(written: &str, times: &str) -> (String, &'static str) {
    let written = shorten(written, 60);
    let message = format!("`{written}` is left out{times}: links open where their readers want them to");
    (message, "delete it; the link works without")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_windows_are_reported_and_the_page_itself_is_not() {
        for (name, value, want) in [
            ("target", "_blank", true),
            ("target", "_new", true),
            ("target", " _BLANK ", true),
            ("target", "comments", true),
            ("target", "_self", false),
            ("target", "_TOP", false),
            ("target", "", false),
            ("rel", "nofollow Opener", true),
            ("rel", "noopener noreferrer", false),
            ("href", "_blank", false),
        ] {
            assert_eq!(is_reported(name, value), want, "{name}={value}");
        }
    }
}
