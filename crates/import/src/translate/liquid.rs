//! Liquid, as far as posts use it.
//!
//! What is code, what is raw and what belongs together is known here; what conditions and values say is asked of the
//! Liquid library ([`names`]).

mod blocks;
mod code_block;
mod filters;
mod include;
mod names;
mod pairs;
mod shown;
pub(super) mod site;
mod state;
pub(super) mod tag;

use std::collections::BTreeMap;
use std::ops::Range;

use lamplight_markdown::Flavour;
use lamplight_markdown::text::shorten;
use liquid_core::model::{Value as Liquor, ValueView};

use super::context::{Context, FILE, POST, Translated, Unknown};
use super::embeds::{Shown, embedded, embedded_value, frame};
use super::out::Out;
use super::scan::{code, ends_line, line_end, split, within};
use super::shortcodes::is_picture;
use super::values::{Value, evaluate, unquoted, words};
use crate::diagnostic::{Diagnostic, Position};
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};
use names::{Answer, Names, Sources, answer};
use pairs::pairs;
pub use site::Site;
use state::Liquid;
use tag::{Tag, find, next, tag};

/// Engines whose posts may hold Liquid, or what looks the same.
const ENGINES: &[Engine] = &[Engine::Jekyll, Engine::Eleventy, Engine::Hexo];

pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: ENGINES,
        scope: Scope::Everywhere,
        syntax: "{% if … %}…{% endif %}",
        becomes: "the branch that holds; nothing where that can't be known",
        code: "liquid-condition",
        example: "{% if true %}a{% else %}b{% endif %}",
        result: "a",
    },
    Mark {
        engines: ENGINES,
        scope: Scope::Everywhere,
        syntax: "{% for … %}…{% endfor %}",
        becomes: "what it repeats, once for each; nothing where that can't be known",
        code: "liquid-loop",
        example: "{% for i in (1..3) %}{{ i }} {% endfor %}",
        result: "1 2 3 ",
    },
    Mark {
        engines: ENGINES,
        scope: Scope::Everywhere,
        syntax: "{% include file %}",
        becomes: "the file of `_includes`, with what it is given",
        code: "liquid-include",
        example: "a {% include b.html %} c",
        result: "a  c",
    },
];

/// Findings of one post; of the rest only the number is told. Finding a place costs a look through the text.
const MOST: usize = 100;

/// Times that the text is parsed anew because a block within it could have been mistaken for the end of another.
const PARSES: usize = 32;

/// The translator of posts in Markdown.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    match context.liquid {
        Some(_) => translate(text, Some(context.flavour), context),
        None => shown::told(text, context),
    }
}

/// Translates what Liquid says in a text, but not in its code. Without a `flavour` it is HTML, where all of it is Liquid's.
pub(super) fn translate(text: &str, flavour: Option<Flavour>, context: &Context<'_>) -> Translated {
    if !text.contains("{%") && !text.contains("{{") {
        return Translated::unchanged(text);
    }
    let page = context.page.map(site::value_of);
    let sources = Sources {
        page: page.as_ref(),
        site: context.site,
        values: context.values,
        bare: context.engines.has(Engine::Eleventy),
    };
    let mut liquid = Liquid::new(text, flavour, context, &sources, Names::default());
    liquid.run(0, text.len());
    if liquid.untold > 0 {
        let message = format!("and {} more of Liquid that nothing here can say", liquid.untold);
        let at = liquid.told.last().map(|d| d.at).unwrap_or_default();
        liquid.told.push(Diagnostic::warning("liquid-more", at, message, "see the findings above it"));
    }
    let (markdown, lines) = liquid.out.finish();
    Translated { markdown, lines, told: liquid.told, counts: liquid.counts }
}

impl<'a> Liquid<'a> {
    fn new(
        text: &'a str,
        flavour: Option<Flavour>,
        context: &'a Context<'a>,
        sources: &'a Sources<'a>,
        names: Names,
    ) -> Self {
        let code = flavour.map(|flavour| code(text, flavour)).unwrap_or_default();
        Self {
            text,
            flavour,
            context,
            sources,
            names,
            unknown: context.liquid.unwrap_or_default(),
            out: Out::with_capacity(text.len()),
            pairs: pairs(text, &code),
            code,
            parses: 0,
            told: Vec::new(),
            untold: 0,
            counts: BTreeMap::new(),
            missing: BTreeMap::new(),
            jumps: BTreeMap::new(),
            interrupt: None,
            budget: state::BUDGET,
            depth: 0,
        }
    }

    /// Goes through a stretch of the text.
    fn run(&mut self, from: usize, to: usize) {
        let text = self.text;
        let mut at = from;
        while let Some(next) = next(text, at).filter(|next| *next < to) {
            self.out.push(&text[at..next]);
            at = self.tag(next);
            if self.interrupt.is_some() || at >= to {
                return;
            }
        }
        self.out.push(&text[at..to]);
    }

    /// Deals with the tag at an offset. Returns the offset to go on from.
    fn tag(&mut self, at: usize) -> usize {
        let text = self.text;
        let Some(tag) = tag(text, at) else {
            let end = at + text[at..].bytes().take_while(|b| *b == b'{').count();
            self.out.push(&text[at..end]);
            return end;
        };
        let in_code = within(&self.code, at).cloned();
        if tag.name == "raw" {
            return self.raw(&tag, in_code);
        }
        if in_code.is_some() {
            self.out.push(&text[tag.range.clone()]);
            return tag.range.end;
        }
        let is_code = matches!(tag.name, "highlight" | "codeblock");
        if tag.trims.0 && !is_code {
            self.out.trim_end();
        }
        let end = self.said(&tag);
        // The tag that this one ends with may trim, too.
        let trims = match &text[..end] {
            _ if is_code => false,
            before if before.ends_with("-%}") || before.ends_with("-}}") => true,
            _ => tag.trims.1 && end == tag.range.end,
        };
        if !trims {
            return end;
        }
        let rest = &text[end..];
        let blank = rest.len() - rest.trim_start().len();
        self.out.lost_lines(rest[..blank].matches('\n').count());
        end + blank
    }

    fn said(&mut self, tag: &Tag<'a>) -> usize {
        if tag.output {
            return self.output(tag);
        }
        if let Some(end) = self.jumps.get(&tag.range.start).copied() {
            return self.leave_out(&(tag.range.start..end));
        }
        if let Some(end) = self.block(tag) {
            return end;
        }
        match tag.name {
            "highlight" | "codeblock" => self.block_of_code(tag),
            "comment" => self.comment(tag),
            // What they write stands in the head of each page.
            "#" | "seo" | "feed_meta" => self.leave_out(&tag.range),
            "post_url" | "link" => self.link(tag),
            "include" | "include_cached" | "include_relative" => self.include(tag),
            _ => match embedded(tag, self.context.values) {
                Some(Shown { html, whole }) => self.show(tag, &html, whole),
                None => self.unknown_tag(tag),
            },
        }
    }

    /// Whether a stretch has its lines for itself.
    fn alone(&self, range: &Range<usize>) -> bool {
        self.out.line().trim().is_empty() && ends_line(&self.text[range.end..])
    }

    fn rest_of_line(&self, at: usize) -> &'a str {
        &self.text[at..line_end(self.text, at)]
    }

    /// Leaves a stretch out, with its line if it has that for itself. Returns where to go on.
    fn leave_out(&mut self, range: &Range<usize>) -> usize {
        let mut end = range.end;
        self.out.lost_lines(self.text[range.clone()].matches('\n').count());
        if self.alone(range) && !self.out.line().contains('>') {
            self.out.drop_line();
            end += self.rest_of_line(end).len();
            if self.text[end..].starts_with('\n') {
                self.out.lost_lines(1);
                end += 1;
            }
        }
        end
    }

    fn count(&mut self, name: &str) {
        *self.counts.entry(name.to_owned()).or_default() += 1;
    }

    fn tell(&mut self, at: usize, code: &'static str, message: String, help: &str) {
        if self.told.len() < MOST {
            self.told.push(Diagnostic::warning(code, Position::of(self.text, at), message, help));
        } else {
            self.untold += 1;
        }
    }

    /// Tells that something of the post is lost.
    fn tell_loss(&mut self, at: usize, code: &'static str, message: String, help: &str) {
        if self.told.len() < 2 * MOST {
            self.told.push(Diagnostic::error(code, Position::of(self.text, at), message, help));
        } else {
            self.untold += 1;
        }
    }

    /// The end of a tag that has one, told if there is none.
    fn end_of(&mut self, tag: &Tag<'a>) -> Option<Tag<'a>> {
        let end = format!("end{}", tag.name);
        let known = self.missing.get(&end).is_some_and(|from| tag.range.end >= *from);
        let found = if known { None } else { find(self.text, tag.range.end, &end) };
        if found.is_none() {
            self.missing.entry(end.clone()).or_insert(tag.range.end);
            let message = format!("`{{% {} %}}` begins and never ends; the tag is left out", tag.name);
            self.tell(
                tag.range.start,
                "liquid-unclosed",
                message,
                &format!("put `{{% {end} %}}` where it ends"),
            );
        }
        found
    }

    /// What stands between two tags is Markdown and no more Liquid.
    fn raw(&mut self, tag: &Tag<'a>, in_code: Option<Range<usize>>) -> usize {
        // Code that shows the tag alone: "put it between `{% raw %}` and `{% endraw %}`".
        if let Some(code) = &in_code {
            let inside = self.text.get(tag.range.end..code.end).unwrap_or_default();
            let shown =
                self.text[code.start..].starts_with('`') && !self.text[code.start..].starts_with("```");
            if shown && find(inside, 0, "endraw").is_none() {
                self.out.push(&self.text[tag.range.clone()]);
                return tag.range.end;
            }
        }
        let Some(end) = self.end_of(tag) else { return self.leave_out(&tag.range) };
        self.count("raw");
        let from = self.leave_out(&tag.range);
        let inside = &self.text[from..end.range.start.max(from)];
        self.out.push(inside);
        if in_code.is_none() {
            self.parse_again(end.range.end, inside);
        }
        self.leave_out(&end.range)
    }

    /// A remark. One within another ends before it does.
    fn comment(&mut self, tag: &Tag<'a>) -> usize {
        let parts = self.pairs.get(&tag.range.start).cloned();
        let Some(end) = parts.as_deref().and_then(<[_]>::last).map(|part| part.range.end) else {
            self.tell_loss(
                tag.range.start,
                "remark-unclosed",
                "`{% comment %}` begins and never ends; all that follows is left out".to_owned(),
                "put `{% endcomment %}` where it ends",
            );
            return self.leave_out(&(tag.range.start..self.text.len()));
        };
        self.count("comment");
        self.parse_again(end, &self.text[tag.range.end..end]);
        self.leave_out(&(tag.range.start..end))
    }

    /// After a stretch that Markdown would have read otherwise, what follows may be code or not be code.
    fn parse_again(&mut self, at: usize, passed: &str) {
        let matters = ["`", "~~~", "    ", "\t"].iter().any(|mark| passed.contains(mark));
        if let Some(flavour) = self.flavour.filter(|_| matters && self.parses < PARSES) {
            self.parses += 1;
            self.code = code(&self.text[at..], flavour)
                .into_iter()
                .map(|range| range.start + at..range.end + at)
                .collect();
        }
    }

    /// Whether what is written next begins an address: `](`, `href="`, `]: `.
    fn in_address(&self) -> bool {
        let line = self.out.line();
        let bare = line.trim_end_matches(['"', '\'', '<']);
        line.ends_with('<')
            || bare.ends_with("](")
            || bare.ends_with('=')
            || line.ends_with("]: ")
            || line.ends_with("]:")
    }

    /// Posts and files are known later: see [`POST`] and [`FILE`].
    fn link(&mut self, tag: &Tag<'a>) -> usize {
        self.count(tag.name);
        let target = words(unquoted(tag.rest), self.context.values).replace(' ', "%20");
        let (kind, target) = match tag.name {
            "post_url" => (POST, target),
            _ => (FILE, target.trim_start_matches('/').to_owned()),
        };
        if self.in_address() {
            self.out.push(&[kind, &target].concat());
        } else {
            // An address in the text: a link that says where it leads.
            let name = target.rsplit('/').next().unwrap_or_default();
            self.out.push(&["[", name, "](", kind, &target, ")"].concat());
        }
        tag.range.end
    }

    fn output(&mut self, tag: &Tag<'a>) -> usize {
        let after = &self.text[tag.range.end..];
        if matches!(tag.rest, "site.baseurl" | "site.url" | "site.github.url") {
            self.count("site address");
            // The base of the site is put in front of its links when they are resolved.
            if self.in_address() && after.starts_with(['/', '{']) {
                return tag.range.end;
            }
            let value = (self.context.values)(tag.rest).unwrap_or_default();
            let is_whole = self.in_address() && after.starts_with(['"', '\'', ')', '>']);
            self.out.push(if is_whole && value.is_empty() { "/" } else { &value });
            return tag.range.end;
        }
        if let Some((url, title)) = embedded_value(tag.rest) {
            return self.show(tag, &frame(&url, &title), true);
        }
        let known = match evaluate(tag.rest, self.context.values) {
            Some(Value { text, unknown: None }) => Some(Answer::Known(Liquor::scalar(text))),
            _ => None,
        };
        match known.unwrap_or_else(|| answer(tag.rest, &self.names, self.sources)) {
            Answer::Known(value)
                if value.is_nil() && !tag.rest.contains('|') && tag.rest.starts_with("page.") =>
            {
                self.no_output(tag)
            }
            Answer::Known(value) => {
                self.count("value");
                let is_markdown = split(tag.rest, '|').iter().any(|filter| filter.trim() == "markdownify");
                self.value(tag, &value.to_kstr(), is_markdown)
            }
            Answer::Filter(filter, value) => {
                let text = value.to_kstr();
                let message =
                    format!("the filter `{filter}` is not known; “{}” is shown as it is", shorten(&text, 40));
                self.tell(tag.range.start, "liquid-filter", message, "write what it made of it, in Markdown");
                self.value(tag, &text, false)
            }
            Answer::Unknown => self.no_output(tag),
        }
    }

    fn no_output(&mut self, tag: &Tag<'a>) -> usize {
        let what = shorten(&self.text[tag.range.clone()], 60);
        let message = format!("nothing here knows the value of `{what}`; it is {}", self.fate());
        self.tell(
            tag.range.start,
            "liquid-value",
            message,
            "write what it stood for; code about templates belongs between backticks",
        );
        self.no_value(tag)
    }

    /// Writes a value. In a line it is one piece of it; on a line of its own it keeps its lines.
    fn value(&mut self, tag: &Tag<'a>, value: &str, is_markdown: bool) -> usize {
        let value = value.trim_matches('\n');
        if self.budget < value.len() {
            return self.cut(tag);
        }
        self.budget -= value.len();
        let alone = self.alone(&tag.range);
        if value.trim().is_empty() && alone {
            return self.leave_out(&tag.range);
        }
        if !(value.contains('\n') || is_markdown && alone) {
            self.out.push(value);
            return tag.range.end;
        }
        if !alone {
            let is_one = !value.contains("\n\n") && !value.contains("```");
            let line = value.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
            self.out.insert(if is_one { &line } else { value });
            return tag.range.end;
        }
        self.out.insert(&if is_markdown { format!("\n{value}\n") } else { value.to_owned() });
        tag.range.end
    }

    fn fate(&self) -> &'static str {
        match self.unknown {
            Unknown::Nothing => "left out",
            Unknown::Text => "shown as text",
        }
    }

    fn no_value(&mut self, tag: &Tag<'a>) -> usize {
        if self.unknown == Unknown::Nothing {
            return self.leave_out(&tag.range);
        }
        // An underscore or a backslash in it is no markup.
        for c in self.text[tag.range.clone()].chars() {
            if c.is_ascii_punctuation() {
                self.out.push("\\");
            }
            self.out.push(c.encode_utf8(&mut [0; 4]));
        }
        tag.range.end
    }

    fn unknown_tag(&mut self, tag: &Tag<'a>) -> usize {
        let what = shorten(&self.text[tag.range.clone()], 60);
        let help =
            "write what it stood for in Markdown; `liquid = \"text\"` in lamplight.toml shows such tags";
        // A picture is a part of the post, which would be lost.
        let mut words = tag.rest.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ','));
        if self.unknown == Unknown::Nothing && words.any(is_picture) {
            let message = format!("`{what}` is a tag that nothing here can say; its picture is left out");
            self.tell_loss(tag.range.start, "liquid-tag", message, help);
        } else {
            let message = format!("`{what}` is a tag that nothing here can say; it is {}", self.fate());
            self.tell(tag.range.start, "liquid-tag", message, help);
        }
        self.no_value(tag)
    }

    /// HTML in the place of a tag. `whole` is whether it is a block where the tag has a line for itself.
    fn show(&mut self, tag: &Tag<'a>, html: &str, whole: bool) -> usize {
        self.count(if tag.output { "embed" } else { tag.name });
        let alone = self.alone(&tag.range);
        self.out.push(html);
        self.out.lost_lines(self.text[tag.range.clone()].matches('\n').count());
        if !(whole && alone) {
            return tag.range.end;
        }
        let end = tag.range.end + self.rest_of_line(tag.range.end).len();
        // A block of HTML goes on to the next blank line.
        let next = self.text.get(end + 1..).unwrap_or_default();
        if !next.lines().next().unwrap_or_default().trim().is_empty() {
            self.out.new_line();
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    #[test]
    fn a_picture_that_a_tag_takes_along_is_an_error() {
        let context = Context::plain(Flavour::Blog { smart: false });
        for (text, is_error) in [
            ("{% cover lamp lamp.jpg max-800 %}", true),
            ("{% photo \"./img/a.webp\", \"A lamp\" %}", true),
            ("{% webmentions limit 5 %}", false),
        ] {
            let done = translate(text, Some(context.flavour), &context);
            let errors: Vec<_> = done.told.iter().map(|told| told.severity == Severity::Error).collect();
            assert_eq!(errors, [is_error], "{text}");
        }
    }

    fn said(text: &str) -> (String, Vec<(&'static str, usize)>) {
        let values = |name: &str| match name {
            "page.title" => Some("A title".to_owned()),
            "page.image" => Some("/a.png".to_owned()),
            "site.url" => Some("https://me.example".to_owned()),
            "site.baseurl" => Some("/x".to_owned()),
            _ => None,
        };
        let context = Context { values: &values, ..Context::plain(Flavour::Blog { smart: false }) };
        let done = translate(text, Some(context.flavour), &context);
        (done.markdown, done.told.iter().map(|d| (d.code, d.at.line)).collect())
    }

    #[test]
    fn liquid_is_said_in_markdown() {
        for (text, want) in [
            ("![a]({{ site.baseurl }}/b.png)", "![a](/b.png)"),
            ("<img src=\"{{site.baseurl}}/b.png\">", "<img src=\"/b.png\">"),
            ("[x]: {{ site.url }}{{ site.baseurl }}/b", "[x]: /b"),
            ("we live at {{ site.url }}.", "we live at https://me.example."),
            ("write `{{ site.baseurl }}` first", "write `{{ site.baseurl }}` first"),
            ("*{{ page.title | upcase }}*", "*A TITLE*"),
            ("![a]({{ \"/b.png\" | relative_url }})", "![a](/b.png)"),
            ("![a]({{ '/b.png' | prepend: site.baseurl }})", "![a](/b.png)"),
            ("![a]({{ page.image | default: \"/c.png\" }})", "![a](/a.png)"),
            ("{{ page.none | default: 'c' }}", "c"),
            ("a {% comment %}b\nc{% endcomment %} d", "a  d"),
            ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
            ("`{% raw %}{{ x }}{% endraw %}`", "`{{ x }}`"),
            ("```\n{% raw %}\n{{ x }}\n{% endraw %}\n```", "```\n{{ x }}\n```"),
            ("{{#each}} {{{ x }}} {{/each}} {% and 50 %", "{{#each}} {{{ x }}} {{/each}} {% and 50 %"),
            ("[a]({% post_url 2016-01-02-b %})", "[a](@post/2016-01-02-b)"),
            ("see {% link _posts/a b.md %}", "see [a%20b.md](@file/_posts/a%20b.md)"),
            ("{% highlight ruby linenos %}\nputs 1\n{% endhighlight %}", "```ruby linenos\nputs 1\n```"),
            ("a\n{% highlight c %}x{% endhighlight %} b", "a\n```c\nx\n```\nb"),
            ("- a\n  {% highlight js %}\nx = `y`\n{% endhighlight %}", "- a\n  ```js\n  x = `y`\n  ```"),
            ("{% highlight md %}\n```\n{% endhighlight %}", "````md\n```\n````"),
            (
                "{% highlight erb hl_lines=\"1 3\" %}\n{% raw %}{{ x }}{% endraw %}\n{% endhighlight %}",
                "```erb {1,3}\n{{ x }}\n```",
            ),
            ("{% codeblock A title lang:rb %}\nx\n{% endcodeblock %}", "```rb title=\"A title\"\nx\n```"),
            (
                "{% youtube abc-1 %}\nText",
                "<iframe src=\"https://www.youtube-nocookie.com/embed/abc-1\"></iframe>\n\nText",
            ),
            ("{% gist me/12 %}", "<script src=\"https://gist.github.com/me/12.js\"></script>"),
            (
                "{{ \"https://a.example/v\" | embed: \"A film\" }}",
                "<iframe src=\"https://a.example/v\" title=\"A film\"></iframe>",
            ),
            (
                "{% include figure.html\n  src=page.image caption=\"It's *b*\" %}",
                "<figure><img src=\"/a.png\" alt=\"\"><figcaption>It's *b*</figcaption></figure>",
            ),
            (
                "{% img left /a.png 300 200 'T' \"It's\" %}",
                "<img src=\"/a.png\" class=\"left\" width=\"300\" height=\"200\" alt=\"It&#39;s\">",
            ),
        ] {
            let (got, told) = said(text);
            assert_eq!(got, want, "{text}");
            assert_eq!(told, [], "{text}");
        }
    }

    #[test]
    fn what_cannot_be_said_is_told_with_its_place() {
        for (text, want, told) in [
            ("a\n\n{% include nav.html %}\n\nb", "a\n\n\nb", &[("liquid-tag", 3)][..]),
            ("{% if x %}a{% else %}b{% endif %}", "", &[("liquid-condition", 1)]),
            ("a {{ b }} c", "a  c", &[("liquid-value", 1)]),
            ("{{ \"Ann\" | team_link }} says", "Ann says", &[("liquid-filter", 1)]),
            ("a\n{% highlight c %}\nx", "a\nx", &[("liquid-unclosed", 2)]),
        ] {
            assert_eq!(said(text), (want.to_owned(), told.to_vec()), "{text}");
        }
    }

    #[test]
    fn lines_of_what_follows_are_found_again() {
        let text =
            "{% comment %}\na\n{% endcomment %}\n\n{% highlight c %}x{% endhighlight %}\n\n{{ y }}\nlast";
        let done = translate(text, Some(Flavour::CommonMark), &Context::plain(Flavour::CommonMark));
        assert_eq!(done.markdown, "\n```c\nx\n```\n\nlast");
        assert_eq!([2, 3, 4, 5, 6].map(|line| done.lines.source(line)), [5, 5, 5, 6, 8]);
    }
}
