//! Inputs of a few lines that people have, each with what should become of it.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;

use case::{Case, NOW, app, fixture, options};
use lamplight_bundler::build::build;
use lamplight_bundler::report::Report;

/// What is said of one input: the folder that is built, its files, codes that are reported, pages with what they hold and what they don't.
struct Small {
    name: &'static str,
    folder: &'static str,
    files: &'static [(&'static str, &'static str)],
    reported: &'static [&'static str],
    pages: &'static [(&'static str, &'static [&'static str], &'static [&'static str])],
}

const POST: &str = "---\ntitle: A\ndate: 2020-01-01\n---\nText.\n";

const ALL: &[Small] = &[
    Small {
        name: "01: settings that begin with dashes",
        folder: "site",
        files: &[
            ("site/_config.yml", "---\ntitle: My Site\npermalink: /news/:title/\n"),
            ("site/_posts/2020-05-06-first.md", "---\ntitle: First\n---\nWords.\n"),
        ],
        reported: &[],
        pages: &[("news/first/index.html", &["Words.", "My Site"], &[])],
    },
    Small {
        name: "02: an old address that ends in .html",
        folder: "site/posts",
        files: &[
            (
                "site/posts/a.md",
                "+++\ntitle = \"A\"\ndate = 2014-12-12\npath = \"2014/12/12/timeline\"\naliases = [\"2014/12/12/timeline.html\"]\n+++\nWords.\n",
            ),
            (
                "site/posts/b.md",
                "---\ntitle: B\ndate: 2014-12-13\npermalink: /2014/12/13/line/\nredirect_from: /2014/12/13/line.html\n---\nWords.\n",
            ),
        ],
        reported: &[],
        pages: &[
            ("2014/12/12/timeline.html", &["/2014/12/12/timeline/"], &[]),
            ("2014/12/13/line.html", &["/2014/12/13/line/"], &[]),
            (
                "_redirects",
                &["/2014/12/12/timeline.html /2014/12/12/timeline/ 301", "/2014/12/13/line.html "],
                &[],
            ),
        ],
    },
    Small {
        name: "04: shortcodes of Hugo",
        folder: "site/posts",
        files: &[
            (
                "site/posts/a.md",
                "---\ntitle: A\ndate: 2020-01-01\n---\n{{< figure src=\"/img/a.png\" alt=\"A lamp\" caption=\"The lamp\" >}}\n\n\
                 {{% img src=\"/img/b.png\" class=\"right\" %}} A paragraph begins.\n\n\
                 {{<img src=\"c.png\" alt=\"third\" caption=\"Its caption\">}}\n\n{{< youtube abc123 >}}\n\n\
                 {{% notice info %}}\nText *inside*.\n{{% /notice %}}\n\n{{< highlight go >}}\npackage main\n{{< /highlight >}}\n\n[to b]({{< ref \"b.md\" >}})\n",
            ),
            ("site/posts/b.md", "---\ntitle: B\ndate: 2020-01-02\n---\nText.\n"),
        ],
        reported: &["embed-linked"],
        pages: &[(
            "blog/a/index.html",
            &[
                "alt=\"A lamp\"",
                "<figcaption>The lamp</figcaption>",
                "class=\"right\"",
                "<figcaption>Its caption</figcaption>",
                "watch?v=abc123",
                "Text <em>inside</em>.",
                "class=\"language-go\"",
                "<a href=\"/blog/b/\">to b</a>",
            ],
            &["{{"],
        )],
    },
    Small {
        name: "08: lines that begin with colons",
        folder: "site/posts",
        files: &[(
            "site/posts/a.md",
            "---\ntitle: A\ndate: 2020-01-01\n---\nAn ordinary paragraph\n:warnings: a line\n\n:::info\nInside a container.\n:::\n\nEnd.\n",
        )],
        reported: &[],
        pages: &[(
            "blog/a/index.html",
            &[":warnings: a line", "<p>Inside a container.</p>", "class=\"alert"],
            &["<dl>", ":::"],
        )],
    },
    Small {
        name: "09: Liquid that carries the text",
        folder: "site",
        files: &[
            ("site/_config.yml", "title: T\n"),
            ("site/_includes/body.md", "The whole text of the post lies here.\n"),
            (
                "site/_posts/2020-01-02-inc.md",
                "---\ntitle: Inc\n---\n<div class=\"zh\">\n{% capture t %}{% include body.md %}{% endcapture %}\n{{ t | markdownify }}\n</div>\n\
                 {% if page.internal %}Not for all{% else %}For readers{% endif %}\n{% unless true %}Hidden{% endunless %}\n",
            ),
        ],
        reported: &[],
        pages: &[(
            "2020/01/02/inc.html",
            &["The whole text of the post lies here.", "For readers"],
            &["Not for all", "Hidden"],
        )],
    },
    Small {
        name: "10: categories in Jekyll's addresses",
        folder: "site",
        files: &[
            ("site/_config.yml", "permalink: pretty\n"),
            ("site/zh_cn/news/_posts/2020-01-01-a.md", POST),
            ("site/_posts/2020-01-03-b.md", "---\ntitle: B\ncategories: [Open Source, C++]\n---\nText.\n"),
        ],
        reported: &[],
        pages: &[
            ("zh_cn/news/2020/01/01/a/index.html", &["Text."], &[]),
            ("open source/c++/2020/01/03/b/index.html", &["Text.", "/open%20source/c++/2020/01/03/b/"], &[]),
        ],
    },
    Small {
        name: "11: pages of a project",
        folder: "site",
        files: &[
            ("site/_config.yml", "title: T\n"),
            ("site/_posts/2020-01-01-a.md", POST),
            ("site/about.html", "---\ntitle: About\n---\n<p>Who we are</p>\n"),
            ("site/docs/start.md", POST),
            ("site/contact.md", POST),
        ],
        reported: &[],
        pages: &[
            ("about.html", &["Who we are"], &[]),
            ("docs/start.html", &["Text."], &[]),
            ("contact.html", &["Text."], &[]),
        ],
    },
    Small {
        name: "12: a picture for readers without scripts",
        folder: "site/posts",
        files: &[(
            "site/posts/a.md",
            "---\ntitle: A\ndate: 2020-01-01\n---\n<div class=\"pie-chart\" id=\"c\"><noscript>\n<img alt=\"chart\" height=\"600\" src=\"/chart.png\"/>\n</noscript></div>\n\nText.\n",
        )],
        reported: &[],
        pages: &[("blog/a/index.html", &["src=\"/chart.png\"", "alt=\"chart\""], &["<noscript><"])],
    },
    Small {
        name: "13: languages in names and keys",
        folder: "site/posts",
        files: &[
            ("site/posts/a.md", POST),
            ("site/posts/a.fa.md", POST),
            ("site/posts/_index.fa.md", "---\nfoo: x\n---\nSection\n"),
            ("site/posts/b.md", "---\ntitle: B\ndate: 2020-01-02\nlang: ar\n---\nText\n"),
        ],
        reported: &[],
        pages: &[
            ("fa/blog/a/index.html", &["<article class=\"post\" lang=\"fa\" dir=\"rtl\">"], &[]),
            ("blog/b/index.html", &["<article class=\"post\" lang=\"ar\" dir=\"rtl\">"], &[]),
            ("index.html", &["/blog/b/"], &["_index"]),
        ],
    },
    Small {
        name: "14: a project without settings",
        folder: "site",
        files: &[("site/_posts/2020-01-01-cond.md", POST)],
        reported: &[],
        pages: &[("2020/01/01/cond.html", &["Text."], &[])],
    },
    Small {
        name: "17: ids of headings",
        folder: "site/posts",
        files: &[(
            "site/posts/a.md",
            "---\ntitle: A\ndate: 2020-01-01\n---\n## What's new in 2.5\n## C++ & foo_bar\n[up](#whats-new-in-25) [c](#c--foo_bar)\n",
        )],
        reported: &[],
        pages: &[("blog/a/index.html", &["id=\"whats-new-in-25\"", "id=\"c--foo_bar\""], &[])],
    },
    Small {
        name: "18: the site's zone",
        folder: "site",
        files: &[
            (
                "site/_config.yml",
                "timezone: America/Los_Angeles\npermalink: /news/:year/:month/:day/:title/\n",
            ),
            (
                "site/_posts/2013-05-06-first.md",
                "---\ntitle: First\ndate: \"2013-05-06 02:12:52 +0200\"\n---\nText\n",
            ),
            (
                "site/_posts/2013-05-07-second.md",
                "---\ntitle: Second\ndate: 2013-05-07 23:30:00\n---\nText\n",
            ),
        ],
        reported: &[],
        pages: &[
            ("news/2013/05/05/first/index.html", &["Text"], &[]),
            ("news/2013/05/07/second/index.html", &["2013-05-07T23:30:00-07:00"], &[]),
        ],
    },
    Small {
        name: "21: control characters, also in numbers",
        folder: "site/posts",
        files: &[(
            "site/posts/a.md",
            "---\ntitle: A\ndate: 2020-01-01\n---\nOne\u{8}two\u{b}three &#8;four&#x0B;five&#127; `&#8;`\n",
        )],
        reported: &["control-character"],
        pages: &[(
            "blog/a/index.html",
            &["Onetwo three four five <code dir=\"ltr\" translate=\"no\">&amp;#8;</code>"],
            &["\u{8}", "\u{b}", "\u{7f}"],
        )],
    },
    Small {
        name: "22: old elements and formulas",
        folder: "site/posts",
        files: &[(
            "site/posts/a.md",
            "---\ntitle: A\ndate: 2020-01-01\n---\n<nobr>kept together</nobr>, <acronym title=\"Hyper\">HTML</acronym>, <math><mi>x</mi></math>\n",
        )],
        reported: &[],
        pages: &[(
            "blog/a/index.html",
            &["kept together, ", "title=\"Hyper\">HTML</", "<math><mi>x</mi></math>"],
            &["&lt;nobr", "&lt;math"],
        )],
    },
    Small {
        name: "27: the folders and names of files",
        folder: "site/posts",
        files: &[
            ("site/lamplight.toml", "permalink = \"/:path/\"\n"),
            ("site/posts/lessons/deep/My_File.md", POST),
            ("site/posts/other/My_File.md", POST),
        ],
        reported: &[],
        pages: &[
            ("lessons/deep/my_file/index.html", &["Text."], &[]),
            ("other/my_file/index.html", &["Text."], &[]),
        ],
    },
    Small {
        name: "27: the first folder",
        folder: "site/posts",
        files: &[
            ("site/lamplight.toml", "permalink = \"/:section/:filename/\"\n"),
            ("site/posts/lessons/deep/My_File.md", POST),
        ],
        reported: &[],
        pages: &[("lessons/my_file/index.html", &["Text."], &[])],
    },
    Small {
        name: "28: words of Jekyll's addresses",
        folder: "site",
        files: &[
            ("site/_config.yml", "permalink: /:short_month/:w_day/:slug/\n"),
            ("site/_posts/2020-01-05-My_File.md", POST),
        ],
        reported: &[],
        pages: &[("Jan/3/my_file/index.html", &["Text."], &[])],
    },
];

fn codes(report: &Report) -> Vec<String> {
    let mut text = Vec::new();
    report.write_json(&mut text).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let mut codes: Vec<String> =
        json["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect();
    codes.dedup();
    codes
}

#[test]
fn each_small_input_becomes_what_it_should() {
    for small in ALL {
        let case = Case::new(&[]);
        for (name, text) in small.files {
            case.write(name, text.as_bytes());
        }
        let report = build(&options(&case.path(small.folder), &case.path("out"), &case.path("app"))).unwrap();
        assert_eq!(codes(&report), small.reported, "{}", small.name);
        for note in &report.notes {
            assert!(!note.contains("_config.yml with") && !note.contains("styles: _config"), "{note}");
        }
        for (page, has, has_not) in small.pages {
            let text = fs::read_to_string(case.path("out").join(page));
            let text = text.unwrap_or_else(|error| panic!("{}: {page}: {error}", small.name));
            has.iter().for_each(|part| assert!(text.contains(part), "{}: {part}\n{text}", small.name));
            has_not.iter().for_each(|part| assert!(!text.contains(part), "{}: {part}", small.name));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_folder_of_real_people_is_read_or_told() {
    let folder = tempfile::TempDir::new().unwrap();
    fs::copy(fixture("cases/14-folder/make.sh"), folder.path().join("make.sh")).unwrap();
    let made = std::process::Command::new("sh").arg(folder.path().join("make.sh")).status().unwrap();
    assert!(made.success());
    let (posts, out) = (folder.path().join("posts"), folder.path().join("out"));
    let options = lamplight_bundler::build::Options {
        now: NOW + 200_000_000,
        ..options(&posts, &out, &app(folder.path()))
    };
    let report = build(&options).unwrap();
    assert!(report.counts.posts > 3_010, "{}", report.counts.posts);
    let mut text = Vec::new();
    // A pipe is reported, and nobody waits for it.
    report.write_text(&mut text, true, false).unwrap();
    let text = String::from_utf8(text).unwrap();
    for (file, code) in [
        ("linked.md", "error[file-link]"),
        ("linkdir", "error[file-link]"),
        ("broken.md", "error[file-link]"),
        ("loop", "warning[file-link]"),
        ("pipe.md", "error[file-kind]"),
        ("hello (conflicted copy 2024-03-02).md", "file-double]"),
    ] {
        let at = text.find(&format!("--> {file}:1:1")).unwrap_or_else(|| panic!("{file}: {text}"));
        let before = text[..at].rfind(code).unwrap_or_else(|| panic!("{file}: {code}"));
        assert!(!text[before..at].contains("\n\n"), "{file}");
    }
    let page = |path: &str| fs::read_to_string(out.join(path)).unwrap_or_default();
    assert!(page("blog/bom/index.html").contains("<h1 tabindex=\"-1\">BOM</h1>"));
    assert!(page("blog/utf16/index.html").contains("<h1 tabindex=\"-1\">UTF-16</h1>"));
    for gone in ["linked", "pipe", "real", "guide", "loop"] {
        assert!(!out.join("blog").join(gone).exists(), "{gone}");
    }
    let names = case::files(&out);
    let has = |part: &str| names.iter().any(|name| name.to_string_lossy().contains(part));
    assert!(!has("__MACOSX") && !has("Thumbs") && !has("DS_Store") && !has(".bak") && !has(".swp"));
}

/// A project with folders that are copied, built.
#[cfg(unix)]
#[test]
fn what_is_hidden_or_held_back_is_not_copied() {
    use std::os::unix::fs::symlink;

    let case = Case::new(&[("a.md", POST.as_bytes())]);
    for (name, text) in [
        ("lamplight.toml", "[files]\nfiles = \"/f/\"\n"),
        ("files/draft.md", "---\ntitle: D\ndraft: true\n---\nSECRET"),
        ("files/private.html", "---\ntitle: P\nprivate: true\n---\nSECRET"),
        ("files/later.md", "---\ndate: 2099-01-01\n---\nSECRET"),
        ("files/_drafts/idea.md", "SECRET"),
        ("files/public.md", "---\ntitle: P\n---\nText"),
        ("files/plain.md", "Text"),
        ("files/.env", "SECRET"),
        ("files/.git/config", "SECRET"),
        ("files/.obsidian/app.json", "SECRET"),
        ("files/Thumbs.db", "SECRET"),
        ("files/desktop.ini", "SECRET"),
        ("files/notes.txt~", "SECRET"),
        ("shared/s.txt", "Text"),
        ("shared/.secret", "SECRET"),
    ] {
        case.write(&format!("site/{name}"), text.as_bytes());
    }
    case.write("outside.txt", b"SECRET");
    let files = case.path("site/files");
    symlink("../shared/s.txt", files.join("linked.txt")).unwrap();
    symlink("../shared", files.join("folder")).unwrap();
    symlink("../shared/.secret", files.join("hidden.txt")).unwrap();
    symlink("../../outside.txt", files.join("out.txt")).unwrap();
    symlink("draft.md", files.join("other.md")).unwrap();
    symlink(".", files.join("loop")).unwrap();
    symlink("nowhere", files.join("broken")).unwrap();
    let report = case.build();
    let out = case.path("out");
    let copied: Vec<String> = case::files(&out.join("f"))
        .iter()
        .map(|path| path.strip_prefix(out.join("f")).unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(copied, ["folder/s.txt", "linked.txt", "plain.md", "public.md"]);
    for path in case::files(&out) {
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"SECRET"), "{}", path.display());
    }
    let counts = &report.counts.by_code;
    assert_eq!((counts.get("file-held"), counts.get("file-link")), (Some(&5), Some(&4)), "{counts:?}");
}

#[cfg(unix)]
#[test]
fn names_of_files_are_taken_as_they_are_written() {
    use std::os::unix::fs::symlink;

    let picture = fs::read(fixture("cases/05-hugo-bundle/content/posts/evening.png")).unwrap();
    let text = "---\ntitle: A\ndate: 2020-01-01\n---\n![1](my pic.png)\n\n![2](my%20pic.png \"T\")\n\n![3](a%20b.png)\n\n![4](case.png)\n\n\
                ![5](link.png)\n\n![6](out.png)\n\n[7](the paper.pdf)\n";
    let wide = |title: &str| format!("---\ntitle: {title}\ndate: 2020-01-02\n---\nCafé\n");
    let le: Vec<u8> = wide("LE").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let be: Vec<u8> = wide("BE").encode_utf16().flat_map(u16::to_be_bytes).collect();
    let case = Case::new(&[
        ("a.md", text.as_bytes()),
        ("my pic.png", &picture),
        ("a%20b.png", &picture),
        ("Case.PNG", &picture),
        ("shared/s.png", &picture),
        ("the paper.pdf", b"%PDF"),
        ("le.md", &le),
        ("be.md", &be),
    ]);
    case.write("outside.png", &picture);
    let posts = case.path("site/posts");
    symlink("shared/s.png", posts.join("link.png")).unwrap();
    symlink("../../outside.png", posts.join("out.png")).unwrap();
    let report = case.build();
    let counts = &report.counts.by_code;
    assert_eq!(
        (counts.len(), counts.get("case-mismatch"), counts.get("file-link")),
        (2, Some(&1), Some(&1)),
        "{counts:?}"
    );
    let page = fs::read_to_string(case.path("out/blog/a/index.html")).unwrap();
    for number in 1..=5 {
        let at = page.find(&format!("alt=\"{number}\"")).unwrap_or_else(|| panic!("{number}: {page}"));
        let tag = &page[page[..at].rfind("<img").unwrap()..at];
        assert!(tag.contains("width=\"300\""), "{number}: {tag}");
    }
    assert!(page.contains("href=\"/blog/a/the%20paper.pdf\""), "{page}");
    assert!(!case.path("out/blog/a/out.png").exists());
    for (name, title) in [("le", "LE"), ("be", "BE")] {
        let page = fs::read_to_string(case.path(&format!("out/blog/{name}/index.html"))).unwrap();
        assert!(page.contains(&format!(">{title}</h1>")) && page.contains("<p>Café</p>"), "{page}");
    }
}

#[test]
fn conditions_know_texts_by_their_quotes() {
    let case = Case::new(&[]);
    case.write("site/_config.yml", b"title: T\n");
    let keys = "internal: \"true\"\nreally: true\nnum: 5\nsnum: \"5\"\nday: \"2020-01-01\"";
    let conditions = [
        ("page.internal == \"true\"", true),
        ("page.internal == true", false),
        ("page.internal != true", true),
        ("page.really == true", true),
        ("page.really == \"true\"", false),
        ("page.num == 5", true),
        ("page.num > 3", true),
        ("page.snum == \"5\"", true),
        ("page.snum == 5", false),
        ("page.day == \"2020-01-01\"", true),
        ("page.internal == 'true' and page.num < 6", true),
    ];
    let lines: Vec<String> = conditions
        .iter()
        .enumerate()
        .map(|(i, (condition, _))| format!("c{i}: {{% if {condition} %}}yes{{% else %}}no{{% endif %}}."))
        .collect();
    let text = format!("---\ntitle: A\n{keys}\n---\n{}\n", lines.join("\n"));
    case.write("site/_posts/2020-01-01-a.md", text.as_bytes());
    build(&options(&case.path("site"), &case.path("out"), &case.path("app"))).unwrap();
    let page = fs::read_to_string(case.path("out/2020/01/01/a.html")).unwrap();
    for (i, (condition, holds)) in conditions.iter().enumerate() {
        let want = format!("c{i}: {}.", if *holds { "yes" } else { "no" });
        assert!(page.contains(&want), "{condition}");
    }
}
