//! Any text as Markdown: its page is made, and holds nothing that could run.
#![no_main]

use lamplight_import::engine::Engine;
use lamplight_import::headings::anchors;
use lamplight_import::lint::lint;
use lamplight_import::{prose, sanitize, translate};
use lamplight_markdown::links::LinkContext;
use lamplight_markdown::{Flavour, RenderOptions, RawHtml, render};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|markdown: &str| {
    let flavour = Flavour::Blog { smart: true };
    let place = LinkContext { base: "/x/", origin: "https://me.example", path: "/blog/p/", known: &[] };
    let mut told = lint(markdown, 0, flavour);
    let values = |name: &str| (name == "page.title").then(|| "<b onclick=x>*a".to_owned());
    let engines = Engine::ALL.into_iter().collect();
    let context = translate::Context { engines, values: &values, ..translate::Context::plain(flavour) };
    let translated = translate::translate(markdown, &context);
    let last = translated.lines.source(translated.markdown.matches('\n').count() + 1);
    assert!(last <= markdown.matches('\n').count() + 1, "{last}");
    let markdown = translated.markdown.as_str();
    let pieces = sanitize::fragments(markdown, 0, flavour, &place, &[], &["video.example".to_owned()], &mut told);
    let anchors = anchors(markdown, flavour);
    let options = RenderOptions {
        anchors: &anchors,
        leads: true,
        place: Some(place),
        ..RenderOptions::bare(flavour, RawHtml::Fragments(&pieces))
    };
    let html = render(markdown, &options).html;
    let _ = (prose::plain_text(markdown, flavour), prose::excerpt(markdown, flavour, 200));
    // Angle brackets and quotes of authors are escaped: whatever is between two of these is a tag that we wrote.
    for tag in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
        let tag = tag.to_ascii_lowercase();
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default();
        const REFUSED: [&str; 10] =
            ["script", "style", "object", "embed", "form", "svg", "base", "meta", "link", "template"];
        assert!(!REFUSED.contains(&name), "{html}");
        let values: Vec<&str> = tag.split('"').skip(1).step_by(2).collect();
        let names: String = tag.split('"').step_by(2).collect();
        assert!(!names.contains(" on") && !names.contains(" style="), "{html}");
        let runs = |value: &&str| ["javascript:", "vbscript:", "data:text"].iter().any(|scheme| value.starts_with(scheme));
        let linked = names.contains(" href=") || names.contains(" src=");
        // A class or a title may say what it likes.
        let harmless = names.contains(" alt=") || names.contains(" title=") || names.contains(" class=");
        assert!(!linked || harmless || !values.iter().any(runs), "{html}");
    }
});
