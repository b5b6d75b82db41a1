//! Liquid in posts of engines that do not read it: it is shown as written, and reported.

use super::super::diagnostics::DiagnosticList;
use super::tag::tag;
use crate::engine::Engine;
use crate::translate::context::{Context, Translated};
use crate::translate::scan::{code, within};

/// Engines that read nothing between braces, or other things than Liquid.
const OTHERS: [Engine; 5] =
    [Engine::Hugo, Engine::Docusaurus, Engine::Astro, Engine::Pelican, Engine::Obsidian];

/// Engines whose posts may hold marks that look the same.
const ALIKE: [Engine; 6] =
    [Engine::Jekyll, Engine::Eleventy, Engine::Hexo, Engine::Zola, Engine::VitePress, Engine::MkDocs];

/// Names that nobody means anything else by.
const NAMES: [&str; 16] = [
    "raw",
    "endraw",
    "include",
    "highlight",
    "endhighlight",
    "post_url",
    "link",
    "if",
    "endif",
    "unless",
    "for",
    "endfor",
    "assign",
    "capture",
    "endcapture",
    "comment",
];

/// Leaves the text as it is, and tells where Liquid stands in it.
pub(super) fn with_untranslated(text: &str, context: &Context<'_>) -> Translated {
    let done = Translated::unchanged(text);
    let may_stand = text.contains("{{") || text.contains("{%");
    if !may_stand || !context.engines.has_any(&OTHERS) || context.engines.has_any(&ALIKE) {
        return done;
    }
    let code = code(text, context.flavour);
    let mut diagnostics = DiagnosticList::of(text);
    let mut at = 0;
    while let Some(begin) = text[at..].find('{').map(|found| at + found) {
        at = begin + 1;
        let rest = &text[begin..];
        if !rest.starts_with("{{") && !rest.starts_with("{%") || within(&code, begin).is_some() {
            continue;
        }
        let Some(found) = tag(text, begin) else { continue };
        at = found.range.end;
        let of_liquid = match found.output {
            true => ["site.", "page.", "post.", "include."].iter().any(|name| found.rest.starts_with(name)),
            false => NAMES.contains(&found.name),
        };
        if of_liquid {
            diagnostics.warn(
                begin,
                "liquid-shown",
                format!("`{}` is Liquid, and is shown to readers here", &text[found.range]),
                "write what it stands for, or say `engines` in the settings as it is",
            );
        }
    }
    Translated { diagnostics: diagnostics.finish(), ..done }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lamplight_markdown::Flavour;

    #[test]
    fn liquid_is_told_where_nobody_reads_it() {
        let of = |engines: &[Engine], text: &str| {
            let context = Context {
                engines: engines.iter().copied().collect(),
                liquid: None,
                ..Context::plain(Flavour::Blog { smart: false })
            };
            let done = with_untranslated(text, &context);
            assert_eq!(done.markdown, text);
            done.diagnostics.iter().map(|diagnostic| diagnostic.at.line).collect::<Vec<_>>()
        };
        let text =
            "![a]({{ site.url }}/a.png)\n\n{% raw %}x{% endraw %}\n\n`{{ page.title }}` {{ a }} {{< b >}}\n";
        assert_eq!(of(&[Engine::Hugo], text), [1, 3, 3]);
        assert_eq!(of(&[Engine::Zola], text), []);
        assert_eq!(of(&[], text), []);
    }
}
