//! A long text in parts is the text.

use lamplight_format::model::TextParts;
use lamplight_markdown::{Flavour, PartRenderer, RawHtml, RenderOptions, part, render};

const FLAVOUR: Flavour = Flavour::Blog { smart: true };

fn options<'a>(
    anchors: &'a [String],
    html: &'a [String],
    highlight_spans: &'a [String],
) -> RenderOptions<'a> {
    RenderOptions {
        flavour: FLAVOUR,
        raw_html: RawHtml::Fragments(html),
        anchors,
        pictures: &[],
        leads: true,
        place: None,
        highlight_spans,
        messages: &[],
    }
}

/// The parts of a text, and that they are the text.
fn parted(text: &str, html: &[String], highlight_spans: &[String]) -> Option<(TextParts, Vec<String>)> {
    // One id for each heading, in order.
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchors: Vec<String> = headings.enumerate().map(|(i, _)| format!("heading-{i}")).collect();
    let options = options(&anchors, html, highlight_spans);
    let parts = part(text, &options)?;
    let mut part_renderer = PartRenderer::new(&options);
    let rendered: Vec<String> =
        std::iter::from_fn(|| part_renderer.next(text, &parts, &options)).map(|part| part.html).collect();
    assert_eq!(rendered.concat(), render(text, &options).html);
    Some((parts, rendered))
}

fn filler(i: usize) -> String {
    format!("Paragraph {i} is here to be long. ").repeat(30)
}

#[test]
fn a_short_text_is_one_part() {
    assert_eq!(parted(&filler(1), &[], &[]), None);
}

#[test]
fn links_and_footnotes_reach_over_the_cuts() {
    let text: String = (0..80)
        .map(|i| {
            let far = 79 - i;
            format!(
                "## Part {i}\n\n{} See [the other][Ref{far}] and[^note{far}].\n\n[ref{i}]: https://example.org/{i}\n\n[^note{i}]: Noted {i}.\n\n",
                filler(i)
            )
        })
        .collect();
    let (parts, rendered) = parted(&text, &[], &[]).unwrap_or_else(|| panic!("it is long"));
    assert!(parts.lengths.len() > 5, "{:?}", parts.lengths);
    assert!(rendered[0].contains("https://example.org/79"), "{}", rendered[0]);
    assert!(rendered[..rendered.len() - 1].iter().all(|part| !part.contains("footnotes")));
    assert_eq!(parts.outline.len(), 80);
}

#[test]
fn an_element_that_spans_blocks_is_not_cut() {
    let mut text = String::new();
    let mut html = Vec::new();
    for i in 0..8 {
        text.push_str("<details>\n\n");
        (0..20).for_each(|j| text.push_str(&format!("{}<br>\n\n", filler(i * j))));
        text.push_str("</details>\n\n");
        html.push("<details>".to_owned());
        html.extend(std::iter::repeat_n("<br />".to_owned(), 20));
        html.push("</details>".to_owned());
    }
    let (parts, rendered) = parted(&text, &html, &[]).unwrap_or_else(|| panic!("it is long"));
    assert_eq!(parts.lengths.len(), 7);
    assert!(
        rendered.iter().all(|part| part.matches("<details>").count() == part.matches("</details>").count())
    );
}

#[test]
fn code_keeps_its_colours_its_indentation_and_its_number() {
    let text: String = (0..60)
        .map(|i| format!("    indented {i}\n\n{}\n\n```rust\nlet x{i} = 1;\n```\n\n", filler(i)))
        .collect();
    let highlight_spans: Vec<String> =
        (0..120).map(|i| if i % 2 == 0 { String::new() } else { "k3".to_owned() }).collect();
    let (_, rendered) = parted(&text, &[], &highlight_spans).unwrap_or_else(|| panic!("it is long"));
    assert!(rendered.len() > 4);
    assert_eq!(rendered.concat().matches("<span class=\"k\">let</span>").count(), 60);
}

#[test]
fn a_title_of_level_one_far_down_moves_all_headings() {
    let text: String =
        (0..60).map(|i| format!("## Part {i}\n\n{}\n\n", filler(i))).collect::<String>() + "# Last\n";
    let (parts, rendered) = parted(&text, &[], &[]).unwrap_or_else(|| panic!("it is long"));
    assert!(parts.shift && rendered[0].starts_with("<h3"), "{}", rendered[0]);
    assert_eq!(parts.outline.last(), Some(&(2, "Last".to_owned())));
}

#[test]
fn one_block_without_end_is_one_part() {
    let list: String = (0..2000).map(|i| format!("- item {i} of a list\n")).collect();
    assert_eq!(parted(&list, &[], &[]), None);
    assert_eq!(parted(&["```\n", &list].concat(), &[], &[]), None);
}

#[test]
fn a_heading_stays_with_what_follows() {
    let text: String = (0..1000).map(|i| format!("## Part {i}\n\n### A\n\nA short text.\n\n")).collect();
    let (_, rendered) = parted(&text, &[], &[]).unwrap_or_else(|| panic!("it is long"));
    assert!(rendered.len() > 1 && rendered.iter().all(|part| part.ends_with("</p>\n")), "{rendered:?}");
}
