//! Front matter of every origin, through the one public door.

use lamplight_import::diagnostic::Severity;
use lamplight_import::front_matter::{Document, read};

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
    assert_eq!(front.held.draft.as_deref(), Some("published: false"));
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
    assert_eq!(
        (front.held.draft.is_some(), front.tags.len(), front.categories.len(), front.authors.len()),
        (true, 1, 1, 1)
    );
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

/// What front matter of many shapes says.
#[test]
fn front_matter_of_every_shape_is_read() {
    let date = |d: &Document| d.front_matter.date.map(|d| d.rfc3339()[..10].to_owned()).unwrap_or_default();
    for (text, want_title, want_date, want_tags, want_body) in [
        (
            "{\n  \"title\": \"In JSON\",\n  \"date\": \"2024-01-02\",\n  \"tags\": [\"a\", \"b\"]\n}\n\nBody",
            "In JSON",
            "2024-01-02",
            "a b",
            "\nBody",
        ),
        (
            "\"title\": \"Without braces\",\n\"date\": \"2024-01-03\"\n;;;\n\nBody",
            "Without braces",
            "2024-01-03",
            "",
            "\nBody",
        ),
        (
            "title: Hexo\ndate: 2024-01-04 10:00:00\ntags: [old]\n---\n\nBody",
            "Hexo",
            "2024-01-04",
            "old",
            "\nBody",
        ),
        (
            "Title: Pelican: a header\nDate: 2024-01-05\nTags: a, b c\nStatus: draft\n\nBody",
            "Pelican: a header",
            "2024-01-05",
            "a b c",
            "\nBody",
        ),
        (
            "---\nbase: &b\n  author: Jo\n  tags: &t [one, two]\n<<: *b\ntitle: Merged\ndate: 2024-01-06\n---\nBody",
            "Merged",
            "2024-01-06",
            "one two",
            "Body",
        ),
        (
            "\n\n---\ntitle: Blank lines first\ndate: 2024-01-07\n---\nBody",
            "Blank lines first",
            "2024-01-07",
            "",
            "Body",
        ),
        (
            "---\ntitle:\tTabs\ndate: 2024-01-08\ntags:\n\t- a\n\t- b\n---\nBody",
            "Tabs",
            "2024-01-08",
            "a b",
            "Body",
        ),
        (
            "---\nTitle: Capitals\nDate: 2024-01-09\nTags: [x]\n---\nBody",
            "Capitals",
            "2024-01-09",
            "x",
            "Body",
        ),
        (
            "---\ntitle: Curly\ndate: “2024-01-10”\ndraft: “false”\n---\nBody",
            "Curly",
            "2024-01-10",
            "",
            "Body",
        ),
        (
            "---\ntitle: One: two: three\ndate: 2024-01-11\ntags: #hash, tag\n---\nBody",
            "One: two: three",
            "2024-01-11",
            "hash tag",
            "Body",
        ),
        (
            "---\ntitle: Quotes\ndate: 2024-01-12\ntags: one, \"two, three\"\n---\nBody",
            "Quotes",
            "2024-01-12",
            "one two, three",
            "Body",
        ),
        (
            "---\ntitle: 'It&#8217;s &#8211; &amp; this'\ndate: 2024-01-13\n---\nBody",
            "It’s – & this",
            "2024-01-13",
            "",
            "Body",
        ),
        (
            "---\ntitle: Only created\ncreated: 2024-01-14\n---\nBody",
            "Only created",
            "2024-01-14",
            "",
            "Body",
        ),
        (
            "---\ntitle: Both\ncreated: 2024-01-14\npubDatetime: 2024-01-15T16:00:00Z\n---\nBody",
            "Both",
            "2024-01-15",
            "",
            "Body",
        ),
        ("A text: with a colon\n---\nand a heading", "—", "", "", "A text: with a colon\n---\nand a heading"),
        ("{{ liquid }}\n\nText", "—", "", "", "{{ liquid }}\n\nText"),
        ("\n\n---\n\nA rule", "—", "", "", "\n\n---\n\nA rule"),
    ] {
        let document = read(text.as_bytes());
        let got = (title(&document), date(&document), document.front_matter.tags.join(" "));
        assert_eq!(got, (want_title, want_date.to_owned(), want_tags.to_owned()), "{text}");
        assert_eq!(document.markdown(), want_body, "{text}");
    }
    let wide: Vec<u8> =
        "\u{feff}---\ntitle: Wide\n---\nBody".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(title(&read(&wide)), "Wide");
    let paths = read(b"---\ntitle: \"Paths of C:\\Users\\new\"\nimage: \"\\uploads\\lamp.png\"\nslug: \"/util\\foo\"\n---\n");
    assert_eq!(title(&paths), "Paths of C:\\Users\\new");
    assert_eq!(paths.front_matter.image.as_ref().map(|i| i.src.as_str()), Some("/uploads/lamp.png"));
    assert_eq!(paths.front_matter.slug.as_ref().map(|s| s.text.as_str()), Some("/util\\foo"));
}

/// Each key that holds back, with what it holds and how far.
#[test]
fn quotes_of_a_word_processor_are_quotes_and_those_within_quotes_are_text() {
    for (block, want) in [
        ("title: \u{201c}A title\u{201d}", "A title"),
        ("title: \"\u{201c}A title\u{201d}\"", "\u{201c}A title\u{201d}"),
        ("title: >-\n  \u{201c}A title\u{201d}", "\u{201c}A title\u{201d}"),
        ("title: \u{201c}A\u{201d} and \u{201c}B\u{201d}", "\u{201c}A\u{201d} and \u{201c}B\u{201d}"),
    ] {
        assert_eq!(title(&read(format!("---\n{block}\n---\nB").as_bytes())), want, "{block}");
    }
}

#[test]
fn what_is_held_back() {
    let held = |line: &str| {
        let document = read(format!("---\ntitle: A\ndate: 2020-01-01\n{line}\n---\nBody").as_bytes());
        let errors: Vec<_> = document.diagnostics.iter().map(|d| d.code).collect();
        (document.front_matter.held, errors)
    };
    for line in [
        "draft: true",
        "Draft: yes",
        "isDraft: true",
        "published: false",
        "publish: false",
        "dg-publish: false",
        "status: draft",
        "Status: Pending",
        "draft: “true”",
    ] {
        let (held, told) = held(line);
        assert!(held.draft.is_some() && told.is_empty(), "{line}");
    }
    for line in [
        "private: true",
        "status: private",
        "status: trash",
        "visibility: members",
        "visibility: private",
        "password: secret",
        "headless: true",
        "render: false",
        "build:\n  render: never",
        "_build: {render: never}",
        "permalink: false",
    ] {
        let (held, told) = held(line);
        assert!(held.out.is_some() && told.is_empty(), "{line}");
        assert!(!format!("{held:?}").contains("secret"));
    }
    for line in [
        "unlisted: true",
        "build:\n  list: never",
        "_build: {list: never}",
        "build: {list: local}",
        "visibility: unlisted",
        "eleventyExcludeFromCollections: true",
        "listed: false",
    ] {
        let (held, told) = held(line);
        assert!(held.unlisted.is_some() && told.is_empty(), "{line}");
    }
    assert!(held("hidden: true").0.hidden.is_some());
    for line in [
        "private: maybe",
        "draft: [a]",
        "published: sometimes",
        "expiryDate: soon",
        "publishDate: when it is done",
        "unlisted: {a: b}",
    ] {
        let (held, told) = held(line);
        assert!(held.out.is_some() && told.contains(&"held-unreadable"), "{line}: {told:?}");
    }
    for line in ["status: evergreen", "visibility: somewhere"] {
        let (held, told) = held(line);
        assert_eq!((held, told), (Default::default(), vec!["held-value"]), "{line}");
    }
    for line in [
        "draft: false",
        "published: true",
        "publish: true",
        "private: no",
        "password: ''",
        "password:",
        "draft:",
        "status: published",
        "visibility: public",
        "hidden: false",
        "expiryDate:",
        "build: {list: always, render: always}",
        "mood: private",
        "search: true",
        "sitemap: {priority: 0.5}",
        "robots: index, follow",
    ] {
        assert_eq!(held(line), Default::default(), "{line}");
    }
    let (all, _) = held("sitemap: false\nsearch: false\nrobots: noindex, nofollow");
    assert!(all.no_sitemap && all.no_search && all.no_index);
    let (dates, _) = held("publishDate: 2099-01-01\nexpiryDate: 2100-01-01 12:00");
    assert_eq!(dates.from.map(|d| d.year), Some(2099));
    assert_eq!(dates.until.map(|d| d.year), Some(2100));
    assert_eq!(held("published: 2099-01-01").0.from.map(|d| d.year), Some(2099));
}

/// Texts of every shape, cut off anywhere and with any sign anywhere: all are read, and no body is made up.
#[test]
fn nothing_that_is_broken_stops_the_reader() {
    let texts = [
        "---\ntitle: \"A: \\u00e9 \\ud83d\\ude00\"\ntags: [#a, \"b, c\"]\n<<: *x\nimage: \"\\up\\a.png\"\ndate: 6th of January 2024, 9 p.m. BST\n---\nText",
        "+++\ntitle = 'A'\ndate = 2024-01-01T00:00:00Z\n[extra]\nlang = 'zh_hant_TW'\n[taxonomies]\ntags = ['x']\n+++\nText",
        "{\n \"title\": \"A &#8211; &amp; b\",\n \"enclosure\": [\"a.mp3\", \"1,2\", \"audio/mpeg\"]\n}\nText",
        ";;;\n\"title\": \"A\",\n\"status\": [\"draft\", null]\n;;;\nText",
        "—\ntitle：“A”\ndraft：“true”\nexpires: 2024年1月6日 20h30\n—\nText",
        "Title: A\nDate: Sat Jan 06 2024 10:00:00 GMT+0100 (CET)\nAuthors: Jo <a@b.c>; é\n more\n\nText",
        "---json\n{\"build\": {\"list\": \"never\"}, \"cover\": {\"image\": \"a\\\\b.png\"}}\n---\nText",
    ];
    for text in texts {
        let ends = text.char_indices().map(|(i, _)| i).chain([text.len()]);
        for (n, at) in ends.enumerate() {
            let _ = read(&text.as_bytes()[..at]);
            let sign = ["\"", "\\", "：", "{", "\n", "—", "\\ud8", "\t", "&", "- ", "#", "\u{feff}"][n % 12];
            let broken = [&text[..at], sign, &text[at..]].concat();
            let document = read(broken.as_bytes());
            assert!(document.body <= document.text.len());
        }
    }
}

#[test]
fn values_that_say_nothing_are_reported() {
    for (line, codes_wanted) in [
        ("series_order: second", &["wrong-shape"][..]),
        ("series_order: 2", &[]),
        ("series_order:", &[]),
        ("post_author: {url: https://example.org/}", &["wrong-shape"]),
        ("post_author: {name: Ada Quill}", &[]),
        ("post_author: []", &[]),
        ("enclosure: true", &["wrong-shape"]),
        ("enclosure: /a.mp3", &[]),
        // A theme's player has this name, too.
        ("audio: true", &[]),
        ("lastUpdated: false", &[]),
        ("lastUpdated: soon", &["date-unreadable"]),
    ] {
        let document = read(format!("---\npost_title: A\ndate: 2026-01-01\n{line}\n---\n").as_bytes());
        let found: Vec<_> = codes(&document).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(found, codes_wanted, "{line}");
    }
}
