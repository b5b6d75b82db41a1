//! The info string of a fenced code block: ```` ```rust {2,4-6} title="src/main.rs" lines ````.

/// The parsed info string of a code block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fence<'a> {
    /// Language as written; empty if there is none.
    pub language: &'a str,
    /// Title above the block; empty if there is none.
    pub title: &'a str,
    /// Marked ranges of lines: first and last line, from 1.
    pub marked: Vec<(u32, u32)>,
    /// Whether lines are numbered.
    pub numbered: bool,
    /// Whether `+` and `-` at the start of lines mean added and removed lines.
    pub diff: bool,
}

impl<'a> Fence<'a> {
    /// Parses an info string. Unknown words are ignored, because other engines have words of their own.
    #[must_use]
    pub fn read(info: &'a str) -> Self {
        let mut rest = info.trim_start();
        let end = rest.find([' ', '\t', '{', ',']).unwrap_or(rest.len());
        let mut fence = Self { language: &rest[..end], ..Self::default() };
        rest = &rest[end..];
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('{') {
                let end = inside.find('}').unwrap_or(inside.len());
                fence.marked.extend(inside[..end].split(',').filter_map(line_range));
                rest = inside.get(end + 1..).unwrap_or_default();
            } else if let Some(quoted) = rest.strip_prefix("title=\"") {
                let end = quoted.find('"').unwrap_or(quoted.len());
                fence.title = &quoted[..end];
                rest = quoted.get(end + 1..).unwrap_or_default();
            } else {
                let start = rest.trim_start_matches([' ', '\t', ',']);
                if start.len() < rest.len() {
                    rest = start;
                    continue;
                }
                let end = rest.find([' ', '\t', '{', ',']).unwrap_or(rest.len());
                match &rest[..end] {
                    "lines" | "linenos" | "linenums" | "showLineNumbers" | "lineNumbers" => {
                        fence.numbered = true
                    }
                    "diff" => fence.diff = true,
                    _ => {}
                }
                rest = &rest[end..];
            }
        }
        fence.diff |= fence.language == "diff";
        fence
    }

    /// Whether each line needs an element.
    #[must_use]
    pub fn by_lines(&self) -> bool {
        self.numbered || self.diff || !self.marked.is_empty()
    }
}

/// `4-6` or `4`.
fn line_range(text: &str) -> Option<(u32, u32)> {
    let text = text.trim();
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
}

/// Divides code into spans of one colour: class and text. Class `.` has no colour.
///
/// `spans` has class and length in bytes of each span, as in `k2.1f4`: two bytes of a keyword, one byte without class, four
/// bytes of a function name. Code after the last span, or where the spans do not fit the code, has class `.`.
pub fn highlight_spans<'a>(code: &'a str, spans: &'a str) -> impl Iterator<Item = (u8, &'a str)> {
    let mut rest = code;
    let mut spans = spans.as_bytes();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut class = b'.';
        let mut len = rest.len();
        if let [first, digits @ ..] = spans {
            let end = digits.iter().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
            class = if first.is_ascii_lowercase() { *first } else { b'.' };
            len = digits[..end]
                .iter()
                .fold(0_usize, |n, b| n.saturating_mul(10).saturating_add(usize::from(b - b'0')));
            spans = &digits[end..];
        }
        if len == 0 || !rest.is_char_boundary(len.min(rest.len())) {
            (class, len) = (b'.', rest.len());
        }
        let (span, after) = rest.split_at(len.min(rest.len()));
        rest = after;
        Some((class, span))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_say_language_title_lines() {
        let fence = Fence::read("rust {2,4-6} title=\"src/main file.rs\" lines other=3");
        assert_eq!((fence.language, fence.title, fence.numbered), ("rust", "src/main file.rs", true));
        assert_eq!(fence.marked, [(2, 2), (4, 6)]);
        assert_eq!(Fence::read("js{1}").language, "js");
        assert!(Fence::read("diff").diff && Fence::read("ruby diff").diff);
        for odd in ["", " ", "{", "title=\"", "a{9-", "x {,,} title= \"", "{1}{2}"] {
            let _ = Fence::read(odd);
        }
    }

    #[test]
    fn highlight_spans_are_the_whole_text_whatever_the_input_is() {
        let parts: Vec<_> = highlight_spans("fn main()", "k2.1f4").collect();
        assert_eq!(parts, [(b'k', "fn"), (b'.', " "), (b'f', "main"), (b'.', "()")]);
        for spans in ["", "k0", "k99", "k1", "9", "kk3", "k99999999999999999999999", "äk1"] {
            let whole: String = highlight_spans("ä = 1", spans).map(|(_, text)| text).collect();
            assert_eq!(whole, "ä = 1", "{spans}");
        }
    }
}
