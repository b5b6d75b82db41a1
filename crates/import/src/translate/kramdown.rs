//! kramdown's extensions of Markdown: `{: .class #id}`, `{:toc}`, `{::comment}`, `markdown="1"`.

mod attributes;
mod block;
mod extension;
mod inline;
mod language;
pub(super) mod lines;
mod spans;
mod state;
mod structure;
pub(super) mod tables;
mod within_html;

use std::collections::HashMap;
use std::ops::Range;

use lamplight_markdown::Flavour;

use super::context::{Context, Translated};
use super::out::edited;
use super::scan::{code, within};
pub(super) use attributes::Attributes;
use state::Kramdown;
use structure::Structure;

/// The translator of posts in Markdown.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    match context.liquid {
        Some(_) => translate(text, context.flavour),
        None => Translated::unchanged(text),
    }
}

fn translate(text: &str, flavour: Flavour) -> Translated {
    if !text.contains("{:") && !text.contains("markdown=") {
        return Translated::unchanged(text);
    }
    let lines = marked_lines(text, flavour);
    // Without them, their neighbours are blocks as kramdown sees them.
    let mut bare = text.to_owned();
    for line in lines.iter().rev() {
        bare.replace_range(line.clone(), &" ".repeat(line.len()));
    }
    let named = named(text, &lines);
    let mut kramdown =
        Kramdown { text, flavour, named, edits: Vec::new(), diagnostics: Vec::new(), count: 0, after: 0 };
    let found = Structure::of(&bare, flavour);
    for line in &lines {
        kramdown.block(line, &found);
        kramdown.after = (line.end + 1).min(text.len());
    }
    kramdown.spans(&found);
    kramdown.markdown_in_html(&found);
    kramdown.finish()
}

/// Lines outside of code that hold nothing but `{:…}`, without their ends.
fn marked_lines(text: &str, flavour: Flavour) -> Vec<Range<usize>> {
    let code = code(text, flavour);
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end_matches('\n').len();
        at += line.len();
        let bare = line.trim();
        let inside = bare.strip_prefix("{:").and_then(|rest| rest.strip_suffix('}'));
        // A fence that holds such a line is code; a line that only looks indented below a list is not.
        if inside.is_some_and(|inside| !inside.contains(['{', '}']))
            && within(&code, range.start + line.len() - line.trim_start().len()).is_none()
        {
            found.push(range);
        }
    }
    found
}

/// Attributes that lines such as `{:name: .class #id}` give a name to, wherever they stand.
fn named(text: &str, lines: &[Range<usize>]) -> HashMap<String, Attributes> {
    let mut found: HashMap<String, Attributes> = HashMap::new();
    for line in lines {
        let inside = text[line.clone()].trim().trim_start_matches("{:").trim_end_matches('}');
        let mut attributes = Attributes::read(inside);
        let Some(name) = attributes.words.first().and_then(|word| word.strip_suffix(':')) else { continue };
        let name = name.to_owned();
        attributes.words.remove(0);
        attributes.take_named(&found);
        found.entry(name).or_default().add(attributes);
    }
    found
}

impl Kramdown<'_> {
    fn finish(self) -> Translated {
        let (markdown, lines) = edited(self.text, self.edits);
        let counts = (self.count > 0).then(|| ("kramdown".to_owned(), self.count)).into_iter().collect();
        Translated { markdown, lines, diagnostics: self.diagnostics, counts }
    }
}

#[cfg(test)]
mod tests;
