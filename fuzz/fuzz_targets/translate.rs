//! Any text as a post of any engine: its marks are translated, places stay within the text, and what is made can be drawn.
#![no_main]

use lamplight_import::engine::{Engine, Engines};
use lamplight_import::front_matter;
use lamplight_import::headings::names;
use lamplight_import::translate::{Context, LiquidSite, Translated, Unknown, translate, translate_html};
use lamplight_markdown::Flavour;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, &str)| {
    let (engine, options, text) = input;
    let has = |bit: u8| options & (1 << bit) != 0;
    // One engine, or all of them, or none.
    let engines: Engines = match usize::from(engine) {
        i if i < Engine::ALL.len() => [Engine::ALL[i]].into_iter().collect(),
        i if i % 2 == 0 => Engine::ALL.into_iter().collect(),
        _ => Engines::NONE,
    };
    let flavour = Flavour::Blog { smart: has(0) };
    let values = |name: &str| (name == "page.title").then(|| "{{ page.title }} *a* <b>".to_owned());
    // A file that takes itself in, and one that does not.
    let files = |name: &str| match name.ends_with("a.md") {
        true => Some("{% include a.md %} {{ include.x }}".to_owned()),
        false => name.ends_with("b.md").then(|| "{% if include.x %}b{% endif %}\n".to_owned()),
    };
    let page = front_matter::Value::Map(Vec::new());
    let site = LiquidSite::default();
    let context = Context {
        engines,
        liquid: has(1).then_some(if has(2) { Unknown::Text } else { Unknown::Nothing }),
        values: &values,
        files: &files,
        page: has(3).then_some(&page),
        site: has(3).then_some(&site),
        dollar_math: has(4),
        line_breaks: has(5),
        ..Context::plain(flavour)
    };
    let lines = text.split('\n').count();
    let check = |done: &Translated| {
        for told in &done.diagnostics {
            assert!((1..=lines).contains(&told.at.line), "{} in line {} of {lines}", told.code, told.at.line);
        }
        let last = done.lines.source(done.markdown.split('\n').count());
        assert!(last <= lines, "{last} of {lines}");
    };
    let done = translate(text, &context);
    check(&done);
    let _ = names(&done.markdown, flavour, engines, &["a", "_app"]);
    check(&translate_html(text, &context));
});
