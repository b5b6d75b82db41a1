//! Code blocks. Their highlighting was computed by the build.

use pulldown_cmark::{CodeBlockKind, CowStr};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::state::{HtmlWriter, put};
use crate::fence::{Fence, highlight_spans};

impl<'a> HtmlWriter<'a> {
    pub(super) fn code_start(&mut self, kind: CodeBlockKind<'a>) {
        self.in_code = true;
        self.line();
        self.code.info = match kind {
            CodeBlockKind::Fenced(info) => Some(info),
            CodeBlockKind::Indented => None,
        };
    }

    pub(super) fn code_end(&mut self) {
        self.in_code = false;
        let text = std::mem::take(&mut self.code.text);
        let info = self.code.info.take().unwrap_or(CowStr::Borrowed(""));
        let spans: &'a [String] = self.options.highlight_spans;
        let spans = spans.get(self.before.codes).map_or("", String::as_str);
        self.before.codes += 1;
        if self.blog {
            self.code_block(&Fence::read(&info), &text, spans);
        } else {
            let language = info.split(' ').next().unwrap_or_default();
            self.out.push_str("<pre><code");
            self.language(language);
            self.out.push('>');
            put(escape_html_body_text(&mut self.out, &text));
            self.out.push_str("</code></pre>\n");
        }
    }

    fn code_block(&mut self, fence: &Fence<'_>, text: &str, spans: &str) {
        if !fence.title.is_empty() {
            self.out.push_str("<figure class=\"code\">\n<figcaption>");
            put(escape_html_body_text(&mut self.out, fence.title));
            self.out.push_str("</figcaption>\n");
        }
        // Long lines scroll, and a scrollable element must be focusable by keyboard.
        self.out.push_str("<pre dir=\"ltr\" translate=\"no\" tabindex=\"0\"");
        self.out.push_str(if fence.numbered { " class=\"numbered\"><code" } else { "><code" });
        self.language(fence.language);
        self.out.push('>');
        if fence.by_lines() {
            self.code_lines(fence, text, spans);
        } else {
            for (class, part) in highlight_spans(text, spans) {
                self.coloured(class, part);
            }
        }
        self.out.push_str("</code></pre>\n");
        if !fence.title.is_empty() {
            self.out.push_str("</figure>\n");
        }
    }

    fn code_lines(&mut self, fence: &Fence<'_>, text: &str, spans: &str) {
        let mut number = 0;
        let mut open = false;
        for (class, part) in highlight_spans(text, spans) {
            for line_part in part.split_inclusive('\n') {
                if !open {
                    number += 1;
                    let marked = fence.marked.iter().any(|(from, to)| (*from..=*to).contains(&number));
                    let sign = line_part.as_bytes().first().filter(|_| fence.diff);
                    self.out.push_str("<span class=\"line");
                    self.out.push_str(if marked { " marked" } else { "" });
                    self.out.push_str(match sign {
                        Some(b'+') => " added\">",
                        Some(b'-') => " gone\">",
                        _ => "\">",
                    });
                }
                self.coloured(class, line_part);
                open = !line_part.ends_with('\n');
                if !open {
                    self.out.push_str("</span>");
                }
            }
        }
        if open {
            self.out.push_str("</span>");
        }
    }

    fn coloured(&mut self, class: u8, text: &str) {
        if class == b'.' {
            return put(escape_html_body_text(&mut self.out, text));
        }
        self.out.push_str("<span class=\"");
        self.out.push(char::from(class));
        self.out.push_str("\">");
        put(escape_html_body_text(&mut self.out, text));
        self.out.push_str("</span>");
    }

    fn language(&mut self, language: &str) {
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            put(escape_html(&mut self.out, language));
            self.out.push('"');
        }
    }
}
