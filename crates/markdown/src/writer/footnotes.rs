//! Footnotes: mentions in the text, bodies at its end.

use lamplight_format::decimal;
use lamplight_format::messages::{self, Message};
use pulldown_cmark::CowStr;
use pulldown_cmark_escape::escape_html;

use super::state::{Footnotes, HtmlWriter, put};

impl<'a> HtmlWriter<'a> {
    pub(super) fn footnote_mention(&mut self, name: CowStr<'a>) {
        let next = self.before.footnotes.mentions.len() as u32 + 1;
        let number = *self.before.footnotes.numbers.entry(name.into_string()).or_insert(next);
        if number == next {
            self.before.footnotes.mentions.push(0);
        }
        let mentions = &mut self.before.footnotes.mentions[number as usize - 1];
        *mentions += 1;
        let (n, suffix) = (decimal(number), mention_suffix(*mentions));
        let html = [
            "<sup class=\"footnote-ref\"><a id=\"fnref:",
            &n,
            &suffix,
            "\" href=\"#fn:",
            &n,
            "\" role=\"doc-noteref\">",
            &n,
            "</a></sup>",
        ];
        self.out.push_str(&html.concat());
    }

    pub(super) fn footnotes_section(&mut self) {
        let Footnotes { numbers, mentions, bodies } = std::mem::take(&mut self.before.footnotes);
        if !bodies.iter().any(|(name, _)| numbers.contains_key(name)) {
            return;
        }
        let mut ordered: Vec<Option<String>> = mentions.iter().map(|_| None).collect();
        for (name, body) in bodies {
            // Footnotes without mention are not shown; the build reports them.
            if let Some(place @ None) = numbers.get(&name).and_then(|n| ordered.get_mut(*n as usize - 1)) {
                *place = Some(body);
            }
        }
        self.line();
        self.out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        self.message(Message::Footnotes);
        self.out.push_str("\">\n<ol>\n");
        for ((body, mentions), number) in ordered.into_iter().zip(mentions).zip(1..) {
            let Some(body) = body else { continue };
            let n = decimal(number);
            let (text, end) = match body.strip_suffix("</p>\n") {
                Some(text) => (text, "</p>\n"),
                None => (body.as_str(), ""),
            };
            self.out.push_str(&["<li id=\"fn:", &n, "\">", text].concat());
            for mention in 1..=mentions {
                let name = [n.as_str(), &mention_suffix(mention)].concat();
                let parts = [
                    " <a class=\"footnote-back\" href=\"#fnref:",
                    &name,
                    "\" role=\"doc-backlink\" aria-label=\"",
                ];
                self.out.push_str(&parts.concat());
                let label = messages::fill(
                    messages::message_of(self.options.messages, Message::FootnoteBack),
                    &[&name],
                );
                put(escape_html(&mut self.out, &label));
                self.out.push_str("\">↩</a>");
            }
            self.out.push_str(end);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }
}

/// The second and later mentions of a footnote have ids of their own.
fn mention_suffix(mention: u32) -> String {
    if mention < 2 { String::new() } else { ["-", &decimal(mention)].concat() }
}
