//! `{% highlight %}` and `{% codeblock %}`, as fences.

use super::state::Liquid;
use super::tag::{LiquidTag, tag};
use crate::translate::values::{arguments, unquoted};

impl<'a> Liquid<'a> {
    /// Writes a block of code. Returns where to go on.
    pub(super) fn block_of_code(&mut self, tag: &LiquidTag<'a>) -> usize {
        let Some(end) = self.end_of(tag) else { return self.leave_out(&tag.range) };
        self.count(tag.name);
        let body = &self.text[tag.range.end..end.range.start];
        // Where the tag stands in a list or a quotation, all of the block does.
        let before = self.out.line().to_owned();
        let is_mark =
            |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')');
        let indent: String = match before.chars().all(is_mark) {
            true => before.chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect(),
            false => {
                self.out.new_line();
                String::new()
            }
        };
        let body = without_raw(body);
        let ticks = body.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(ticks.max(2) + 1);
        if let Some(link) = link(tag).filter(|_| indent.is_empty()) {
            self.out.push(&link);
            self.out.new_line();
        }
        self.out.push(&fence);
        self.out.push(&info(tag));
        let mut lines = body.split('\n').peekable();
        let first = lines.next().unwrap_or_default();
        if !first.trim().is_empty() || lines.peek().is_none() {
            self.out.new_line();
            self.out.push(&indent);
            self.out.push(first);
        }
        let mut last = first;
        while let Some(line) = lines.next() {
            last = line;
            if lines.peek().is_none() && line.trim().is_empty() {
                break;
            }
            self.out.push("\n");
            if !line.starts_with(&indent) && !line.trim().is_empty() {
                self.out.push(&indent);
            }
            self.out.push(line);
        }
        // The closing fence has the line of its tag, or gets one.
        match last.trim().is_empty() && body.contains('\n') {
            true => self.out.push("\n"),
            false => self.out.new_line(),
        }
        self.out.push(&indent);
        self.out.push(&fence);
        self.parse_again(end.range.end, "`");
        let rest = self.rest_of_line(end.range.end);
        if rest.trim().is_empty() {
            return end.range.end + rest.len();
        }
        self.out.new_line();
        self.out.push(&indent);
        end.range.end + rest.len() - rest.trim_start().len()
    }
}

/// The words behind a fence that say what a tag's words say.
fn info(tag: &LiquidTag<'_>) -> String {
    let mut info = String::new();
    let mut title = Vec::new();
    for (i, word) in arguments(tag.rest).into_iter().enumerate() {
        let (key, value) = word.split_once(['=', ':']).unwrap_or((word.as_str(), ""));
        match key {
            "linenos" if !matches!(value, "false") => info.push_str(" linenos"),
            "hl_lines" | "mark_lines" | "mark" if !value.is_empty() => {
                let lines = unquoted(value).split([' ', ',']).filter(|l| !l.is_empty()).collect::<Vec<_>>();
                info.push_str(&format!(" {{{}}}", lines.join(",")));
            }
            "lang" => info.insert_str(0, value),
            _ if i == 0 && tag.name == "highlight" => info.insert_str(0, &word.to_ascii_lowercase()),
            // What follows an address is the text of its link.
            _ if tag.name == "codeblock" && word.contains("://") => break,
            _ if tag.name == "codeblock" && value.is_empty() => title.push(word),
            _ => {}
        }
    }
    if !title.is_empty() {
        info.push_str(&format!(" title=\"{}\"", title.join(" ").replace('"', "'")));
    }
    info.replace(['`', '\n'], "")
}

/// Hexo's `{% codeblock Title lang:js https://… text %}`: where the code is from.
fn link(tag: &LiquidTag<'_>) -> Option<String> {
    let words = arguments(tag.rest);
    let at = words.iter().position(|word| word.contains("://")).filter(|_| tag.name == "codeblock")?;
    let text: Vec<&str> = words[at + 1..].iter().map(String::as_str).filter(|w| !w.contains(':')).collect();
    let url = words[at].replace(['<', '>', '\n'], "");
    let text = if text.is_empty() { url.clone() } else { text.join(" ") };
    Some(format!("[{text}](<{url}>)"))
}

fn without_raw(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(next) = text[at..].find("{%").map(|i| at + i) {
        out.push_str(&text[at..next]);
        match tag(text, next) {
            Some(tag) if matches!(tag.name, "raw" | "endraw") => at = tag.range.end,
            _ => {
                out.push_str("{%");
                at = next + 2;
            }
        }
    }
    out.push_str(&text[at..]);
    out
}
