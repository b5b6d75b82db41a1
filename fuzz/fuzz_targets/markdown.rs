//! Any text as Markdown: its page is made, and holds nothing that could run.
#![no_main]

use lamplight_content::links::Place;
use lamplight_content::lint::lint;
use lamplight_content::markdown::{Flavour, Options, RawHtml, anchors, render};
use lamplight_content::{sanitize, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|markdown: &str| {
    let flavour = Flavour::Blog { smart: true };
    let place = Place { base: "/x/", origin: "https://me.example", path: "/blog/p/", known: &[] };
    let mut told = lint(markdown, 0, flavour);
    let pieces = sanitize::pieces(markdown, 0, flavour, &place, &[], &["video.example".to_owned()], &mut told);
    let anchors = anchors(markdown, flavour);
    let options = Options {
        flavour,
        raw_html: RawHtml::Pieces(&pieces),
        anchors: &anchors,
        pictures: &[],
        leads: true,
        place: Some(place),
    };
    let html = render(markdown, &options).html;
    let _ = (text::plain_text(markdown, flavour), text::excerpt(markdown, flavour, 200));
    // All that comes from an author is escaped: a tag that follows is one that we wrote.
    let lower = html.to_ascii_lowercase();
    for tag in ["<script", "<style", "<object", "<embed", "<form", "<svg", "<math", "<base", "<meta", "<link"] {
        assert!(!lower.contains(tag), "{html}");
    }
    for address in ["href=\"javascript:", "src=\"javascript:", "href=\"data:", "href=\"vbscript:"] {
        assert!(!lower.contains(address), "{html}");
    }
});
