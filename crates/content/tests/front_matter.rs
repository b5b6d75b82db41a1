//! Front matter of every origin, through the one public door.

use lamplight_content::diagnostic::Severity;
use lamplight_content::front_matter::{Document, read};

fn codes(document: &Document) -> Vec<(&'static str, usize, usize)> {
    document.diagnostics.iter().map(|d| (d.code, d.at.line, d.at.column)).collect()
}

fn title(document: &Document) -> &str {
    document.front_matter.title.as_deref().unwrap_or("—")
}

#[test]
fn the_eleven_keys_of_the_contract() {
    let document = read(
        b"---\nlayout: post\npost_author: Ada Quill\ncurrent_gaslighter: true\ncategories:\n- Business\ntags: []\n\
        permalink: \"/blog/:slug\"\npost_title: It's here: a title!\npublish_date: 2019-07-15 18:14:00 +0000\n\
        feature_post_image: \"/uploads/a.jpg\"\npost_images:\n- \"/uploads/b.jpg\"\nslug: a-title\n\n---\nBody.\n",
    );
    // `It's here: a title!` is no plain scalar: a colon and a blank begin a value.
    assert_eq!(codes(&document)[0].0, "yaml-syntax");

    let document = read(
        b"---\nlayout: post\npost_author: Ada Quill\ncurrent_gaslighter: false\ncategories:\n- Business\ntags: []\n\
        permalink: \"/blog/:slug\"\npost_title: Here, a title!\npublish_date: 2013-01-28T13:38:00.000-05:00\n\
        feature_post_image: \"/uploads/a.jpg\"\npost_images:\n- \"/uploads/b.jpg\"\nslug: a-title\n\n---\nBody.\n",
    );
    let front = &document.front_matter;
    assert_eq!(codes(&document), []);
    assert_eq!(title(&document), "Here, a title!");
    assert_eq!(front.layout.as_deref(), Some("post"));
    assert_eq!(front.authors, ["Ada Quill"]);
    assert_eq!(front.current, Some(false));
    assert_eq!((front.categories.as_slice(), front.tags.len()), (["Business".to_owned()].as_slice(), 0));
    assert_eq!(front.permalink.as_ref().map(|p| p.text.as_str()), Some("/blog/:slug"));
    assert_eq!(front.date.map(|d| d.rfc3339()).as_deref(), Some("2013-01-28T13:38:00-05:00"));
    assert_eq!(front.image.as_ref().map(|i| i.src.as_str()), Some("/uploads/a.jpg"));
    assert_eq!(front.images.iter().map(|i| i.src.as_str()).collect::<Vec<_>>(), ["/uploads/b.jpg"]);
    assert_eq!(front.slug.as_ref().map(|s| s.text.as_str()), Some("a-title"));
    assert_eq!(document.markdown(), "Body.\n");
}

#[test]
fn jekyll_hugo_and_zola_say_the_same_things() {
    let jekyll = read(
        b"---\ntitle: \"One\n  title\"\ndate: 2016-3-1\ncategory: A b\ncategories: c d\ntags: [x, \"y z\", x]\n\
        authors:\n- ada\n- name: Bob\nexcerpt: |\n  Short.\nimage:\n  path: /i.png\n  alt: An i\npublished: false\n\
        redirect_from:\n- /old/\nlast_modified_at: 2017-01-01\nmood: {a: [1, ~]}\n...\nBody",
    );
    let front = &jekyll.front_matter;
    assert_eq!(codes(&jekyll), []);
    assert_eq!(title(&jekyll), "One title");
    assert_eq!(front.categories, ["A b", "c", "d"]);
    assert_eq!(front.tags, ["x", "y z"]);
    assert_eq!(front.authors, ["ada", "Bob"]);
    assert_eq!(front.image.as_ref().map(|i| (i.src.as_str(), i.alt.as_str())), Some(("/i.png", "An i")));
    assert!(front.draft);
    assert_eq!(front.redirects[0].text, "/old/");
    assert!(front.updated.is_some());
    assert_eq!(
        serde_json::to_string(&front.extra).ok().as_deref(),
        Some("[[\"mood\",{\"a\":[\"1\",null]}]]")
    );
    assert_eq!(jekyll.markdown(), "Body");

    let zola = read(
        b"+++\ntitle = 'One title'\ndate = 2016-03-01T10:00:00Z\ndraft = true\naliases = ['/old/']\npath = '/p/'\n\
        [taxonomies]\ntags = ['x']\ncategories = ['A b']\n[extra]\nauthor = 'Ada'\nimage = '/i.png'\n+++\nBody",
    );
    let front = &zola.front_matter;
    assert_eq!(codes(&zola), []);
    assert_eq!(title(&zola), "One title");
    assert_eq!(front.date.map(|d| d.rfc3339()).as_deref(), Some("2016-03-01T10:00:00+00:00"));
    assert_eq!((front.draft, front.tags.len(), front.categories.len(), front.authors.len()), (true, 1, 1, 1));
    assert_eq!(front.permalink.as_ref().map(|p| p.text.as_str()), Some("/p/"));
    assert!(front.image.is_some());
}

#[test]
fn where_front_matter_ends_and_where_there_is_none() {
    for (bytes, want_title, want_body) in [
        (&b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nB\r\n"[..], "A", "B\n"),
        (b"---  \ntitle: A\n---\t\nB\n\n---\n\nC", "A", "B\n\n---\n\nC"),
        (b"---\n---\nB", "—", "B"),
        (b"B without any", "—", "B without any"),
        (b"---\n\nA thematic break, then text", "—", "---\n\nA thematic break, then text"),
        (b"", "—", ""),
        (b"---", "—", "---"),
    ] {
        let document = read(bytes);
        assert_eq!((title(&document), document.markdown()), (want_title, want_body));
        assert_eq!(codes(&document), []);
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_the_rest_survives() {
    for (bytes, code, want_title) in [
        (&b"---\ntitle: A\nnot closed: yes\n"[..], ("front-matter-unclosed", 1, 1), "—"),
        (b"---\ntitle: A\ntags:\n- a\n\t- b\n---\n", ("yaml-syntax", 4, 3), "A"),
        (b"---\ntitle: \"A\nover: two\nlines\"\ndate: [\n---\n", ("yaml-syntax", 6, 1), "A over: two lines"),
        (b"---\ntitle: A\ntitle: B\n---\n", ("duplicate-key", 3, 1), "B"),
        (
            b"---\ntitle: A\nexcerpt: One line\n<p>and text that is: a value</p>\n---\n",
            ("value-as-key", 4, 1),
            "A",
        ),
        (b"---\ntitle: A\ndate: soon\n---\n", ("date-unreadable", 3, 7), "A"),
        (b"---\ntitle: A\ndate: 2016-03-01 (optional)\n---\n", ("date-trailing", 3, 7), "A"),
        (b"---\ntitle: [A]\n---\n", ("wrong-shape", 2, 8), "—"),
        (b"---\n- a\n- b\n---\n", ("front-matter-shape", 2, 1), "—"),
        (b"---\ntitle: A\n---\nbad \xff byte", ("invalid-utf8", 4, 5), "A"),
        (b"---\ntitle: A\n---\na\0b", ("nul-character", 4, 2), "A"),
        (b"+++\ntitle = 'A'\nmood = tomorrow\n+++\n", ("toml-syntax", 3, 8), "A"),
    ] {
        let document = read(bytes);
        let text = String::from_utf8_lossy(bytes);
        assert_eq!((codes(&document), title(&document)), (vec![code], want_title), "{text}");
        assert!(document.diagnostics.iter().all(|d| !d.help.is_empty()), "{text}");
    }
}

#[test]
fn bombs_are_defused() {
    let mut laughs = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        laughs += &format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 9].join(", "));
    }
    laughs += "title: A\n---\nBody";
    let deep = format!("---\nx: {}\ntitle: A\n---\nBody", "[".repeat(100_000));
    for bomb in [laughs, deep] {
        let document = read(bomb.as_bytes());
        assert_eq!(document.diagnostics[0].severity, Severity::Error);
        assert_eq!((title(&document), document.markdown()), ("A", "Body"));
    }
}

#[test]
fn control_characters_are_told_and_left_out() {
    let document = read(b"---\ntitle: \"a\\x00b\\e[1m\"\ntags: [\"c\\ad\"]\n---\nBody.\n");
    assert_eq!(title(&document), "ab[1m");
    assert_eq!(document.front_matter.tags, ["cd"]);
    assert_eq!(codes(&document), [("control-character", 2, 8), ("control-character", 3, 8)]);
}
