use lamplight_markdown::Flavour;

use super::*;

fn read(text: &str, engine: Option<Engine>, line_breaks: bool) -> (String, Vec<&'static str>) {
    let engines = engine.into_iter().collect();
    let flavour = Flavour::Blog { smart: false };
    let done = step(text, &Context { engines, line_breaks, ..Context::plain(flavour) });
    (done.markdown, done.diagnostics.iter().map(|d| d.code).collect())
}

fn note(text: &str) -> String {
    read(text, Some(Engine::Obsidian), false).0
}

#[test]
fn links_lead_to_notes() {
    for (text, want) in [
        ("[[A b]] [[A b.md]]", "[A b](@note/A%20b) [A b](@note/A%20b.md)"),
        ("[[f/A b|x *y*]]", "[x \\*y\\*](@note/f/A%20b)"),
        ("[[#Top of it]]", "[Top of it](@note/#Top%20of%20it)"),
        ("[[A#B#C]]", "[A \\> C](@note/A#C)"),
        ("[[A#^b-1]] [[#^b-1|there]]", "[A](@note/A#^b-1) [there](@note/#^b-1)"),
        ("| a |\n|---|\n| [[A\\|x]] |", "| a |\n|---|\n| [x](@note/A) |"),
        ("[[हिन्दी]]", "[हिन्दी](@note/%E0%A4%B9%E0%A4%BF%E0%A4%A8%E0%A5%8D%E0%A4%A6%E0%A5%80)"),
        ("[[paper (1).pdf#page=3]]", "[paper (1).pdf > page=3](@note/paper%20%281%29.pdf#page%3D3)"),
        ("[[https://a.example/x y|z]]", "[z](https://a.example/xy)"),
        ("<div>\n[[A|x & y]]\n</div>", "<div>\n<a href=\"@note/A\">x &amp; y</a>\n</div>"),
        ("- [[A]]\n- > [[B]]", "- [A](@note/A)\n- > [B](@note/B)"),
    ] {
        assert_eq!(note(text), want.replace("pdf > page=3", "pdf \\> page\\=3"), "{text}");
    }
}

#[test]
fn what_is_no_link_stays() {
    for text in [
        "`[[A]]` and\n\n    [[B]]\n\n```\n[[C]]\n```",
        "[[1]](#n) and [[A]][r] and \\[[B]]\n\n[r]: /x",
        "[[A]]\n\n[A]: /x",
        "[[ ]] [[]] [[\n]] [[A",
        "<b title=\"[[A]]\">x</b>",
        "<pre>\n[[A]]\n</pre>",
    ] {
        assert_eq!(note(text), text);
    }
}

#[test]
fn embeds_show_what_they_can() {
    for (text, want) in [
        ("![[a (1).png]]", "![](@note/a%20%281%29.png)"),
        ("![[a.png|Words]]", "![Words](@note/a.png)"),
        ("![[a.png|300]]", "<span><img src=\"@note/a.png\" width=\"300\"></span>"),
        (
            "![[a.PNG|An \"a\"|30x40]]",
            "<span><img src=\"@note/a.PNG\" alt=\"An &quot;a&quot;\" width=\"30\" height=\"40\"></span>",
        ),
        ("![[a.mp4|300]]", "<video controls src=\"@note/a.mp4\" width=\"300\"></video>"),
        ("![[a.pdf]]", "[a.pdf](@note/a.pdf)"),
        ("a ![[B]] c", "a → [B](@note/B) c"),
        ("a\n![[B#C]]\nd", "a\n\n> → [B \\> C](@note/B#C)\n\nd"),
        ("![alt|100](a.png)", "<span><img src=\"a.png\" alt=\"alt\" width=\"100\"></span>"),
        (
            "![](https://www.youtube.com/watch?v=a)",
            "<iframe src=\"https://www.youtube.com/watch?v=a\"></iframe>",
        ),
        ("![1984](a.png)", "![1984](a.png)"),
    ] {
        assert_eq!(note(text), want, "{text}");
    }
    let (text, diagnostics) = read("a ![[b.excalidraw]] c\n\n![[N]]", Some(Engine::Obsidian), false);
    assert!(text.starts_with("a  c\n"));
    assert_eq!(diagnostics, ["embed-lost", "embed-note"]);
}

#[test]
fn texts_are_marked() {
    for (text, want) in [
        ("==a b== ==c==", "<mark>a b</mark> <mark>c</mark>"),
        ("这是==重点==的", "这是<mark>重点</mark>的"),
        ("**==a==**, ==`x == y`==", "**<mark>a</mark>**, <mark>`x == y`</mark>"),
        ("a == b == c, x==y==z, ===a===, ==a", "a == b == c, x==y==z, ===a===, ==a"),
        ("Title\n=====\n\n`==a==` ==b\n\nc==", "Title\n=====\n\n`==a==` ==b\n\nc=="),
        ("- ==a\n- b==", "- ==a\n- b=="),
    ] {
        assert_eq!(note(text), want, "{text}");
        assert_eq!(read(text, Some(Engine::MkDocs), false).0, want, "{text}");
    }
}

#[test]
fn blocks_have_names_and_tasks_are_begun() {
    for (text, want) in [
        ("a ^B-1\nb x^2", "a <span id=\"block-b-1\"></span>\nb x^2"),
        ("- a\n\n^l1\n\nb", "- a\n\n<span id=\"block-l1\"></span>\n\nb"),
        ("`a ^b`\n\n```\na ^c\n```", "`a ^b`\n\n```\na ^c\n```"),
        ("- [/] a\n1. [/] b\n\n[/] c - [/] d", "- [ ] a\n1. [ ] b\n\n[/] c - [/] d"),
        ("- [-] a\n> - [>] b\n- [!] c\n- [x] d\n- [a] e", "- [x] a\n> - [ ] b\n- [ ] c\n- [x] d\n- [a] e"),
    ] {
        assert_eq!(note(text), want, "{text}");
    }
}

#[test]
fn ends_of_lines_are_kept_unless_an_editor_made_them() {
    let breaks = |text: &str| read(text, Some(Engine::Obsidian), true).0;
    assert_eq!(breaks("One\ntwo [[A]]\nthree\n\nfour"), "One  \ntwo [A](@note/A)  \nthree\n\nfour");
    assert_eq!(breaks("- a\n  b\n\n| a |\n|---|\n| b |"), "- a  \n  b\n\n| a |\n|---|\n| b |");
    assert_eq!(breaks("One\r\ntwo"), "One  \ntwo");
    let wrapped = "These are words of a text that somebody has written in an editor which breaks\n\
        its lines at some eighty columns, as people did for decades, and whose ends of\n\
        lines say nothing at all.";
    assert_eq!(breaks(wrapped), wrapped);
    assert_eq!(note("One\ntwo"), "One\ntwo");
}

#[test]
fn what_plugins_draw_is_left_out_and_told() {
    let (text, diagnostics) = read("a\n\n```dataview\nLIST\n```\n\nb `= 1`", Some(Engine::Obsidian), false);
    assert_eq!((text.as_str(), diagnostics), ("a\n\n\n\nb `= 1`", vec!["query-lost", "query-shown"]));
    let (text, diagnostics) =
        read("a <%* tR += 1 %>b <% erb %> `<% tp.x %>` `$= dv.x`", Some(Engine::Obsidian), false);
    assert_eq!(
        (text.as_str(), diagnostics),
        ("a b <% erb %> `<% tp.x %>` `$= dv.x`", vec!["query-shown", "query-lost"])
    );
    let (text, diagnostics) =
        read("[[Board.canvas|b]] ![[c.base]]\n\n```toc\n```", Some(Engine::Obsidian), false);
    assert_eq!((text.trim_end(), diagnostics), ("b", vec!["embed-lost", "embed-lost"]));
    assert_eq!(
        note("```ad-tip\ntitle: T\ncollapse: open\n\nText\n```"),
        super::super::boxes::boxed("tip", "T", Some(false), "Text")
    );
    assert_eq!(read("```dataview\nLIST\n```", None, false).0, "```dataview\nLIST\n```");
}

#[test]
fn elsewhere_marks_are_text_and_told_where_they_look_meant() {
    for (text, codes) in [
        ("see [[Name]] and ![[a.png]]", &["wiki-link", "wiki-link"][..]),
        ("[[1]] [[ -f x ]] x[[i]] `[[A]]` [[A]](b)", &[]),
        ("a ==b== c", &["mark-shown"]),
        ("a == b == c", &[]),
        ("a ^3f2a1b", &["block-name"]),
        ("a ^b and ^2", &[]),
    ] {
        assert_eq!(read(text, None, true), (text.to_owned(), codes.to_vec()), "{text}");
    }
}
