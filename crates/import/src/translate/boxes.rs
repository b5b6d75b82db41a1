//! Boxes: notes, warnings and the like, with a title or folded. Each engine has its own marks for them.
//!
//! A box without a title of its own becomes `> [!NOTE]`, and the renderer writes the title in the language of the site. Any other
//! box becomes an element with the attribute `box`, which the sanitiser turns into the same HTML. It is an attribute, so that
//! no class of an author is mistaken for it.

/// The five kinds of boxes of the renderer, and the names of other engines for them.
const LOOKS: [(&str, &[&str]); 5] = [
    ("note", &["info", "notice"]),
    ("tip", &["hint"]),
    ("important", &[]),
    ("warning", &["warn", "attention"]),
    ("caution", &["danger", "error"]),
];

/// Further kinds of boxes, and the kind of the renderer that they become. Their names become titles.
const KINDS: [(&str, &[&str]); 5] = [
    ("note", &["abstract", "summary", "tldr", "todo", "example", "quote", "cite", "seealso", "definition"]),
    ("tip", &["success", "check", "done", "solution", "recommendation"]),
    ("important", &["question", "help", "faq", "security", "experimental"]),
    ("warning", &["deprecated"]),
    ("caution", &["bug", "failure", "fail", "missing", "alert", "fatal"]),
];

/// The renderer's kind for a name: one of `note`, `tip`, `important`, `warning`, `caution`.
fn look(kind: &str) -> Option<&'static str> {
    let of = |table: &'static [(&'static str, &'static [&'static str])]| {
        table.iter().find(|(look, names)| *look == kind || names.contains(&kind)).map(|(look, _)| *look)
    };
    of(&LOOKS).or_else(|| of(&KINDS))
}

/// Whether a word is the name of a kind of box.
pub(super) fn is_kind(word: &str) -> bool {
    look(&word.to_lowercase()).is_some()
}

/// The markup around the lines of a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BoxMarkup {
    /// `> [!NOTE]` above, and `> ` before each line.
    Quote(&'static str),
    /// Lines above, and one below.
    Element {
        /// Start tag, without a line break at the end.
        open: String,
        /// End tag, likewise.
        close: &'static str,
    },
    /// No markup.
    Plain,
}

impl BoxMarkup {
    /// The markup of a box; see [`boxed`].
    pub(super) fn of(kind: &str, title: &str, folded: Option<bool>) -> Self {
        let kind = kind.trim().to_lowercase();
        let title = title.trim().replace(['\n', '\r'], " ");
        let known = LOOKS.iter().find(|(look, names)| *look == kind || names.contains(&kind.as_str()));
        if let (Some((look, _)), true, None) = (known, title.is_empty(), folded) {
            return Self::Quote(look);
        }
        let title = if title.is_empty() { named(&kind) } else { title };
        let box_of = match look(&kind) {
            None if kind == "details" => String::new(),
            look => format!(" box=\"{}\"", look.unwrap_or("note")),
        };
        // A paragraph of its own, whatever the title begins with: `1. First` is no list.
        let title = format!("<strong box=\"title\">{title}</strong>");
        match folded {
            None => Self::Element { open: format!("<div{box_of}>\n\n{title}"), close: "</div>" },
            Some(folded) => {
                let open = if folded { "" } else { " open" };
                Self::Element {
                    open: format!("<details{box_of}{open}>\n<summary>\n\n{title}\n\n</summary>"),
                    close: "</details>",
                }
            }
        }
    }

    /// The lines above its content, with the blank line that Markdown needs.
    pub(super) fn begin(&self) -> String {
        match self {
            Self::Quote(look) => format!("> [!{}]", look.to_uppercase()),
            Self::Element { open, .. } => format!("{open}\n"),
            Self::Plain => String::new(),
        }
    }

    /// The lines below its content.
    pub(super) fn end(&self) -> &'static str {
        match self {
            Self::Element { close, .. } => close,
            Self::Quote(_) | Self::Plain => "",
        }
    }
}

/// A box in Markdown.
///
/// `kind` is the word that its engine has for it (`note`, `bug`, …; any other word looks as a note), `title` inline
/// Markdown on one line, or empty; `folded` is `None` if readers can't fold it, else whether it begins folded. `body` is
/// Markdown. The result ends without a line break. The caller writes blank lines around it, and indents each line
/// within a list.
pub(super) fn boxed(kind: &str, title: &str, folded: Option<bool>, body: &str) -> String {
    let body = body.trim_matches('\n').trim_end();
    match BoxMarkup::of(kind, title, folded) {
        BoxMarkup::Quote(look) => quoted(look, body),
        frame => format!("{}\n{body}\n\n{}", frame.begin(), frame.end()),
    }
}

/// A kind of box as a title: `bug` is `Bug`.
fn named(kind: &str) -> String {
    let words: String = kind.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let mut letters = words.trim().chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let name = first + letters.as_str();
    if name.is_empty() { "Note".to_owned() } else { name }
}

/// `> [!NOTE]` and the body behind it.
fn quoted(look: &str, body: &str) -> String {
    let mut out = format!("> [!{}]", look.to_uppercase());
    let mut fence: Option<(char, usize)> = None;
    for line in body.split('\n') {
        if body.is_empty() {
            break;
        }
        out.push_str("\n>");
        if line.trim().is_empty() && fence.is_none() {
            continue;
        }
        out.push(' ');
        let bare = line.trim_start();
        let run = |mark: char| bare.len() - bare.trim_start_matches(mark).len();
        match fence {
            Some((mark, length)) => {
                out.push_str(line);
                if run(mark) >= length && bare.trim_matches(mark).trim().is_empty() {
                    fence = None;
                }
            }
            None => {
                fence = ['`', '~'].into_iter().map(|mark| (mark, run(mark))).find(|(_, run)| *run >= 3);
                // Behind `> ` a tab reaches less far than at the beginning of a line.
                let tabs = line.len() - line.trim_start_matches('\t').len();
                out.push_str(&"    ".repeat(tabs));
                out.push_str(&line[tabs..]);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_with_the_name_of_its_look_is_a_quotation() {
        assert_eq!(boxed("note", "", None, "a\n\nb\n"), "> [!NOTE]\n> a\n>\n> b");
        assert_eq!(boxed("Danger", " ", None, "\n\n"), "> [!CAUTION]");
        assert_eq!(
            boxed("tip", "", None, "\tcode\n\n```\n\tx\n\n```\n\ty"),
            "> [!TIP]\n>     code\n>\n> ```\n> \tx\n> \n> ```\n>     y"
        );
    }

    #[test]
    fn other_boxes_are_elements_around_markdown() {
        assert_eq!(
            boxed("warning", "Mind *this*", None, "a"),
            "<div box=\"warning\">\n\n<strong box=\"title\">Mind *this*</strong>\n\na\n\n</div>"
        );
        assert_eq!(
            boxed("bug", "", Some(false), "a"),
            "<details box=\"caution\" open>\n<summary>\n\n<strong box=\"title\">Bug</strong>\n\n</summary>\n\na\n\n</details>"
        );
        assert!(boxed("details", "", Some(true), "a").starts_with("<details>\n<summary>"));
        assert!(
            boxed("my_kind", "", None, "a").contains("<div box=\"note\">\n\n<strong box=\"title\">My kind<")
        );
        assert!(boxed("<b>*", "", None, "a").contains(">B<") && boxed("*", "", None, "a").contains(">Note<"));
    }
}
