//! Remarks: what authors write for themselves. Nothing of it reaches a page, a feed, the search or a bundle.
//!
//! An HTML comment ends a paragraph or a list, so an empty one stays where its absence would join what it parts.

use std::collections::HashMap;
use std::ops::Range;

use super::out::edited;
use super::{Context, Translated, blank_line_so_far, code, ends_line, line_end, within};
use crate::diagnostic::{Diagnostic, Position};
use crate::engine::{Engine, Engines};
use crate::marks::{Mark, Scope};

/// Engines whose authors may write `{# … #}`.
const JINJA: &[Engine] = &[Engine::Zola, Engine::Eleventy];
/// Engines whose posts may be MDX.
const MDX: &[Engine] = &[Engine::Astro, Engine::Docusaurus];

pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "<!-- … -->",
        becomes: "nothing; `<!--more-->` still ends the excerpt",
        code: "remark-unclosed",
        example: "a\n\n<!-- not for readers -->\n\nb <!-- nor this --> c",
        result: "a\n\nb  c",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "[//]: # (…)",
        becomes: "nothing",
        code: "",
        example: "a\n\n[//]: # (not for readers)\n\nb",
        result: "a\n\n\nb",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "{{/* … */}}",
        becomes: "nothing",
        code: "remark-unclosed",
        example: "a {{/* not for readers */}} b",
        result: "a  b",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "{::comment}…{:/comment}",
        becomes: "nothing",
        code: "remark-unclosed",
        example: "a {::comment}not for readers{:/comment} b",
        result: "a  b",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "{% comment %}…{% endcomment %}",
        becomes: "nothing",
        code: "remark-unclosed",
        example: "a {% comment %}not for readers{% endcomment %} b",
        result: "a  b",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "{{< comment >}}…{{< /comment >}}",
        becomes: "nothing",
        code: "remark-unclosed",
        example: "a {{< comment >}}not for readers{{< /comment >}} b",
        result: "a  b",
    },
    Mark {
        engines: &[Engine::Obsidian],
        scope: Scope::Engines,
        syntax: "%%…%%",
        becomes: "nothing",
        code: "remark-shown",
        example: "a %%not for readers%% b",
        result: "a  b",
    },
    Mark {
        engines: JINJA,
        scope: Scope::Engines,
        syntax: "{# … #}",
        becomes: "nothing",
        code: "remark-shown",
        example: "a {# not for readers #} b",
        result: "a  b",
    },
    Mark {
        engines: MDX,
        scope: Scope::Engines,
        syntax: "{/* … */}",
        becomes: "nothing",
        code: "remark-shown",
        example: "a {/* not for readers */} b",
        result: "a  b",
    },
];

/// Remarks that are told of one post.
const MOST: usize = 50;

/// One kind of remark between two marks.
struct Kind {
    open: &'static str,
    close: &'static [&'static str],
    /// Whose it is; none means that it is read everywhere.
    engines: &'static [Engine],
}

const KINDS: [Kind; 11] = [
    Kind { open: "<!--", close: &["-->", "--!>"], engines: &[] },
    Kind { open: "{{/*", close: &["*/}}", "*/ -}}"], engines: &[] },
    Kind { open: "{{- /*", close: &["*/}}", "*/ -}}"], engines: &[] },
    Kind { open: "{::comment}", close: &["{:/comment}", "{:/}"], engines: &[] },
    Kind {
        open: "{% comment %}",
        close: &[
            "{% endcomment %}",
            "{%- endcomment %}",
            "{% endcomment -%}",
            "{%- endcomment -%}",
            "{%endcomment%}",
        ],
        engines: &[],
    },
    Kind {
        open: "{%- comment -%}",
        close: &["{% endcomment %}", "{%- endcomment %}", "{% endcomment -%}", "{%- endcomment -%}"],
        engines: &[],
    },
    Kind {
        open: "{{< comment >}}",
        close: &["{{< /comment >}}", "{{</ comment >}}", "{{</comment>}}"],
        engines: &[],
    },
    Kind {
        open: "{{% comment %}}",
        close: &["{{% /comment %}}", "{{%/ comment %}}", "{{%/comment%}}"],
        engines: &[],
    },
    Kind { open: "%%", close: &["%%"], engines: &[Engine::Obsidian] },
    Kind { open: "{#", close: &["#}"], engines: JINJA },
    Kind { open: "{/*", close: &["*/}"], engines: MDX },
];

/// The translator of posts.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    translate(text, context, |text| code(text, context.flavour))
}

/// The translator of posts in HTML, where nothing is code.
pub(super) fn of_html(html: &str, context: &Context<'_>) -> Translated {
    translate(html, context, |_| Vec::new())
}

fn translate(text: &str, context: &Context<'_>, code: impl Fn(&str) -> Vec<Range<usize>>) -> Translated {
    if !KINDS.iter().any(|kind| text.contains(kind.open)) && !text.contains("]:") {
        return Translated::unchanged(text);
    }
    let mut remarks = Remarks {
        text,
        code: code(text),
        engines: context.engines,
        // What of Liquid is raw is Liquid's to know.
        liquid: context.liquid.is_some(),
        edits: Vec::new(),
        told: Vec::new(),
        ahead: HashMap::new(),
    };
    remarks.marks();
    remarks.definitions();
    let count = remarks.edits.len();
    let (markdown, lines) = edited(text, remarks.edits);
    let counts = (count > 0).then(|| ("remark".to_owned(), count)).into_iter().collect();
    Translated { markdown, lines, told: remarks.told, counts }
}

/// A text of the front matter without its remarks, and without WordPress's shortcodes.
#[must_use]
pub fn strip(text: &str, engines: Engines) -> String {
    let context = Context { engines, ..Context::plain(crate::markdown::Flavour::CommonMark) };
    step(&super::wordpress::step(text, &context).markdown, &context).markdown
}

/// Whether what follows on `{#` is the name of a heading: `{#place}`.
fn names_heading(rest: &str) -> bool {
    let name = rest.find(|c: char| c.is_whitespace() || matches!(c, '}' | '#')).unwrap_or(rest.len());
    name > 0 && (rest[name..].starts_with('}') || rest[name..].starts_with(" ."))
}

struct Remarks<'a> {
    text: &'a str,
    code: Vec<Range<usize>>,
    engines: Engines,
    liquid: bool,
    edits: Vec<(Range<usize>, String)>,
    told: Vec<Diagnostic>,
    /// Where each closing mark stands next; `None` once there is none.
    ahead: HashMap<&'static str, Option<usize>>,
}

impl Remarks<'_> {
    /// Everything between an opening and a closing mark.
    fn marks(&mut self) {
        let mut at = 0;
        // Where each kind stands next; `None` once there is none.
        let mut ahead = KINDS.map(|kind| self.text.find(kind.open));
        loop {
            for (next, kind) in ahead.iter_mut().zip(&KINDS) {
                if next.is_some_and(|next| next < at) {
                    *next = self.text[at..].find(kind.open).map(|i| at + i);
                }
            }
            let nearest = (0..KINDS.len()).filter_map(|kind| Some((ahead[kind]?, kind))).min();
            let Some((start, kind)) = nearest else { return };
            let kind = &KINDS[kind];
            at = start + kind.open.len();
            if let Some(code) = within(&self.code, start) {
                at = at.max(code.end.min(self.text.len()));
                continue;
            }
            if kind.open == "{#" && names_heading(&self.text[at..]) {
                continue;
            }
            if self.text[..start].ends_with('\\') || self.liquid && kind.open.starts_with("{%") {
                continue;
            }
            at = match kind.engines.is_empty() || self.engines.has_any(kind.engines) {
                true => self.hide(kind, start),
                false => self.tell_if_meant(kind, start),
            };
        }
    }

    /// The end of a remark that begins at an offset, its mark included.
    fn end_of(&mut self, kind: &Kind, start: usize) -> Option<usize> {
        // `<!-->` and `<!--->` are whole.
        if kind.open == "<!--" {
            for short in ["<!-->", "<!--->"] {
                if self.text[start..].starts_with(short) {
                    return Some(start + short.len());
                }
            }
        }
        let mut from = start + kind.open.len();
        loop {
            let ends = kind.close.iter().filter_map(|close| Some((self.next(close, from)?, close.len())));
            let (end, length) = ends.min()?;
            // A mark in code is none, but for those that HTML and Liquid know nothing of code in.
            match within(&self.code, end).filter(|_| kind.open == "%%") {
                Some(code) if code.end > end => from = code.end,
                _ => return Some(end + length),
            }
        }
    }

    /// Where a mark stands next, from an offset on that is never smaller than the one before. Each is looked for once.
    fn next(&mut self, mark: &'static str, from: usize) -> Option<usize> {
        let text = self.text;
        let known = self.ahead.entry(mark).or_insert(Some(0));
        if known.is_some_and(|known| known < from || !text[known..].starts_with(mark)) {
            *known = text[from..].find(mark).map(|i| from + i);
        }
        *known
    }

    /// Takes a remark out. Returns where to go on.
    fn hide(&mut self, kind: &Kind, start: usize) -> usize {
        let is_html = kind.open == "<!--";
        let Some(end) = self.end_of(kind, start) else {
            self.tell(
                start,
                "remark-unclosed",
                format!("a remark begins with `{}` and never ends; all that follows is left out", kind.open),
                format!("put `{}` where it ends", kind.close[0]),
            );
            self.edits.push((start..self.text.len(), String::new()));
            return self.text.len();
        };
        let inside = self.text[start + kind.open.len()..].get(..end - start - kind.open.len());
        let inside = inside.unwrap_or_default().trim_end_matches(['-', '>', '!']).trim();
        // Marks that say something to the build and nothing of the author.
        if is_html
            && matches!(inside, "more" | "excerpt" | "nextpage" | "readmore" | "truncate" | "end excerpt")
        {
            return end;
        }
        let (before, after) = (&self.text[..start], &self.text[end..]);
        let begins_line = blank_line_so_far(before);
        if !begins_line || !ends_line(after) {
            // In the middle of raw HTML or of a line nothing depends on it.
            let begins = is_html && begins_line;
            self.edits.push((start..end, if begins { "<!---->".to_owned() } else { String::new() }));
            return end;
        }
        let (line_start, line_end) = (self.line_start(start), line_end(self.text, end));
        let blank_before = line_start == 0 || self.text[..line_start].ends_with("\n\n");
        let next = self.text.get(line_end + 1..).unwrap_or_default();
        let blank_after = next.is_empty() || next.starts_with('\n');
        let indented = start > line_start;
        match (blank_before && !indented, blank_after) {
            // A paragraph of its own goes with the blank line behind it.
            (true, true) => self.edits.push((line_start..(line_end + 2).min(self.text.len()), String::new())),
            _ if is_html => self.edits.push((start..end, "<!---->".to_owned())),
            _ => self.edits.push((line_start..(line_end + 1).min(self.text.len()), String::new())),
        }
        line_end
    }

    /// Tells of a mark that another engine would take for a remark. Returns where to go on.
    fn tell_if_meant(&mut self, kind: &Kind, start: usize) -> usize {
        let after = start + kind.open.len();
        let rest = &self.text[after..];
        let Some(end) = self.end_of(kind, start) else { return after };
        let before = self.text[..start].chars().next_back();
        let inside = &self.text[after..end - kind.close[0].len().min(end - after)];
        let begins = before.is_none_or(char::is_whitespace) || matches!(before, Some('(' | '*' | '_' | '>'));
        let meant = match kind.open {
            // `50%% … 20%%` is about numbers; a line of its own begins a block of remarks.
            "%%" => {
                begins
                    && !inside.trim().is_empty()
                    && (!rest.starts_with([' ', '\t']) || rest.starts_with('\n'))
            }
            // `{#id}` names a heading.
            "{#" => rest.starts_with([' ', '\n']) && inside.ends_with([' ', '\n']),
            _ => true,
        };
        if !meant {
            return after;
        }
        let whose: Vec<&str> = kind.engines.iter().map(|engine| engine.name()).collect();
        self.tell(
            start,
            "remark-shown",
            format!(
                "`{}…{}` is a remark in {}, and is shown to readers here: nothing tells that this folder is one of those",
                kind.open,
                kind.close[0],
                whose.join(" and ")
            ),
            format!(
                "write `<!-- … -->`, or `engines = [\"{}\"]` into lamplight.toml",
                kind.engines[0].name().to_lowercase()
            ),
        );
        end
    }

    /// `[//]: # (…)` and its kin: definitions of links that nobody can refer to.
    fn definitions(&mut self) {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let bare = line.trim_start();
            let Some((label, rest)) = bare.strip_prefix('[').and_then(|rest| rest.split_once("]:")) else {
                continue;
            };
            let names_nothing = rest.trim_start().starts_with(['#', '<']) || rest.trim().is_empty();
            let is_remark = matches!(
                label.trim().to_ascii_lowercase().as_str(),
                "//" | "comment" | "#" | "note to self" | "_comment"
            ) || label.starts_with("_metadata_")
                || label.trim().starts_with("//") && names_nothing;
            if line.len() - bare.len() < 4 && is_remark && within(&self.code, start).is_none() {
                self.edits.push((start..at, String::new()));
            }
        }
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |i| i + 1)
    }

    fn tell(&mut self, at: usize, code: &'static str, message: String, help: String) {
        if self.told.len() < MOST {
            self.told.push(Diagnostic::error(code, Position::of(self.text, at), message, help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Flavour;

    fn said(text: &str, engine: Option<Engine>) -> (String, Vec<&'static str>) {
        let engines = engine.into_iter().collect();
        let done = step(text, &Context { engines, ..Context::plain(Flavour::Blog { smart: false }) });
        (done.markdown, done.told.iter().map(|d| d.code).collect())
    }

    #[test]
    fn remarks_go_and_what_they_part_stays_parted() {
        for (text, want) in [
            ("a <!-- x --> b", "a  b"),
            ("a\n<!-- x\ny -->\nb", "a\n<!---->\nb"),
            ("a\n\n<!-- x\n\ny -->\n\nb", "a\n\nb"),
            ("- a\n\n<!-- x -->\n\n- b", "- a\n\n- b"),
            ("- a\n<!-- x -->\n- b", "- a\n<!---->\n- b"),
            ("<div>\n<!-- x -->\n</div>", "<div>\n<!---->\n</div>"),
            (
                "`<!-- x -->`\n\n    <!-- y -->\n\n```\n<!-- z -->\n%%c%%\n```",
                "`<!-- x -->`\n\n    <!-- y -->\n\n```\n<!-- z -->\n%%c%%\n```",
            ),
            ("a\n\n<!--more-->\n\nb <!-- more -->", "a\n\n<!--more-->\n\nb <!-- more -->"),
            ("a\n\n[comment]: <> (x)\n[//]: # \"y\"\n\n[real]: # (kept)\n", "a\n\n\n[real]: # (kept)\n"),
            ("<!--> a -->", "<!----> a -->"),
            ("{::comment}\nx\n{:/comment}\n\nb", "b"),
        ] {
            assert_eq!(said(text, None), (want.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn remarks_of_obsidian_are_hidden_there_and_told_elsewhere() {
        let obsidian = |text: &str| said(text, Some(Engine::Obsidian));
        assert_eq!(
            obsidian("a %%x%% b\n\n%%\nA private\n\nparagraph\n%%\n\nc"),
            ("a  b\n\nc".to_owned(), vec![])
        );
        assert_eq!(obsidian("`%%x%%` stays"), ("`%%x%%` stays".to_owned(), vec![]));
        assert_eq!(obsidian("a\n\n%% open\n\nb"), ("a\n\n".to_owned(), vec!["remark-unclosed"]));
        for (text, told) in [
            ("a %%private%% b", &["remark-shown"][..]),
            ("%%\nprivate\n%%\n", &["remark-shown"]),
            ("50%% of them, or 20%% at most", &[]),
            ("100%% sure", &[]),
            ("## A {#id}", &[]),
            ("a {# x #} b", &["remark-shown"]),
        ] {
            assert_eq!(said(text, None), (text.to_owned(), told.to_vec()), "{text}");
        }
    }

    #[test]
    fn what_never_ends_hides_the_rest_and_is_told() {
        for text in ["a\n\n<!-- x\n\nb", "a\n\n{{/* x", "a\n\n{::comment}\nx"] {
            assert_eq!(said(text, None), ("a\n\n".to_owned(), vec!["remark-unclosed"]), "{text}");
        }
    }
}
