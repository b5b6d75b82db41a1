//! Remarks: what authors write for themselves is in no file of a build.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;

use case::{Case, files};
use lamplight_bundler::report::Report;

const HEAD: &str = "---\ntitle: T\ndate: 2020-01-01\ntags: [a]\n---\n";

/// Remarks that are hidden in every folder.
const EVERYWHERE: &[&str] = &[
    "<!-- Hush -->",
    "<!--- Hush --->",
    "<!--\nHush\n\nHush\n-->",
    "word <!-- Hush --> word",
    "word <!--\nHush --> word",
    "- item <!-- Hush -->\n- item\n  <!-- Hush\n  Hush -->\n- item",
    "> word <!-- Hush\n> Hush --> word",
    "| a | b |\n|---|---|\n| c <!-- Hush | Hush --> | d |",
    "# Heading <!-- Hush -->",
    "<div><!-- Hush --><p>word<!-- Hush\n\nHush --></p></div>",
    "[//]: # (Hush)",
    "[//]: # \"Hush\"",
    "[//]: <> (Hush)",
    "[comment]: <> (Hush)",
    "[comment]: # 'Hush'",
    "[comment]: Hush is the word",
    "[_metadata_:author]:- \"Hush\"",
    "word\n[//]: # (Hush\nHush\nHush)",
    "> word\n> [//]: # (Hush)",
    "- word\n\n  [//]: # (Hush (Hush\n  Hush) Hush)\n- word",
    "[todo]: # (Hush)",
    "{{/* Hush */}}",
    "word {{- /* Hush\n\nHush */ -}} word",
    "{{< comment >}}\nHush\n\nHush\n{{< /comment >}}",
    "word {{<comment>}}Hush{{</comment>}} word",
    "{{% comment %}}\nHush\n{{% / comment %}}",
    "{::comment}\nHush\n{:/comment}",
    "word {::comment}Hush{:/} word {::comment/}",
    "{:comment}Hush{:/comment}",
    "{% comment %}Hush{% endcomment %}",
    "{%comment%}\nHush\n\nHush\n{%endcomment%}",
    "word {%- comment -%}Hush{%- endcomment -%} word",
    "{% COMMENT %}Hush{% ENDCOMMENT %}",
    "{% # Hush %}",
    "word {%- # Hush -%} word",
    "{>> Hush <<}",
    "<div>\n<!-- Hush never ends",
];

/// Settings of folders.
const SETTINGS: &[&str] = &[
    "title = \"B\"\n",
    "engines = [\"jekyll\"]\n",
    "engines = [\"hugo\"]\n",
    "engines = [\"zola\", \"hexo\"]\n",
    "engines = [\"obsidian\", \"mkdocs\", \"pandoc\"]\n",
    "liquid = \"off\"\n",
];

/// Files of a build that hold a word.
fn holding(case: &Case, word: &str) -> Vec<String> {
    let holds = |path: &std::path::PathBuf| {
        let bytes = fs::read(path).unwrap();
        bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    files(&case.path("out")).into_iter().filter(holds).map(|path| path.display().to_string()).collect()
}

fn reported(report: &Report) -> Vec<(String, String, u64, String)> {
    let mut json = Vec::new();
    report.write_json(&mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let row = |f: &serde_json::Value| {
        (text(&f["file"]), text(&f["code"]), f["line"].as_u64().unwrap(), text(&f["severity"]))
    };
    json["findings"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn remarks_are_in_no_file_of_a_build() {
    for settings in SETTINGS {
        let case = Case::new(&[]);
        let site = "base_url = \"https://a.example/\"\nfeed_size = 100\n";
        case.write("site/lamplight.toml", format!("{settings}{site}").as_bytes());
        for (i, remark) in EVERYWHERE.iter().enumerate() {
            let text = format!("{HEAD}Before it.\n\n{remark}\n\nBehind it.\n");
            case.write(&format!("site/posts/p{i}.md"), text.as_bytes());
        }
        let html = "---\ntitle: H\ndate: 2020-01-01\nexcerpt: \"Words <!-- Hush --> [//]: # (x)\"\n---\n<p>Before it.</p>\n<!-- Hush\n\nHush -->\n<p>Behind it.</p>\n<!-- Hush";
        case.write("site/posts/2020-01-01-h.html", html.as_bytes());
        let report = case.build();
        assert_eq!(holding(&case, "hush"), [""; 0], "{settings}");
        let unclosed: Vec<_> =
            reported(&report).into_iter().filter(|(_, code, ..)| code == "remark-unclosed").collect();
        assert_eq!(unclosed.len(), 2, "{settings}: {unclosed:?}");
        for post in case.posts() {
            let text = post["markdown"].as_str().unwrap();
            let is_last = text.contains("<div>\n") && !text.contains("word");
            assert!(
                text.contains("Before it.") && (is_last || text.contains("Behind it.")),
                "{settings}: {text}"
            );
        }
        let feed = fs::read_to_string(case.path("out/feed.xml")).unwrap();
        assert!(feed.matches("Behind it.").count() >= EVERYWHERE.len(), "{settings}");
        for name in ["feed.json", "rss.xml", "llms.txt", "sitemap.xml", "search/index.html"] {
            assert!(case.path("out").join(name).is_file(), "{name}");
        }
    }
}

#[test]
fn remarks_of_an_engine_are_hidden_in_its_folders_and_told_elsewhere() {
    for (engine, remarks) in [
        (
            "obsidian",
            &[
                "%%Hush%%",
                "%% Hush %%",
                "word %%Hush%% word",
                "word %% Hush %% word",
                "%%\nHush\n\nHush\n%%",
                "%% Hush\n\nHush %%",
                "- word %%Hush%%\n- %% Hush %%\n  - word",
                "> word %%Hush%%\n> %%\n> Hush\n> %%",
                "| a |\n|---|\n| word %%Hush%% |",
            ][..],
        ),
        ("zola", &["{# Hush #}", "word {#- Hush\nHush -#} word"]),
        ("astro", &["{/* Hush */}", "word { /* Hush\n\nHush */ } word"]),
    ] {
        let case = Case::new(&[]);
        case.write("site/lamplight.toml", format!("engines = [\"{engine}\"]\n").as_bytes());
        for (i, remark) in remarks.iter().enumerate() {
            let text = format!("{HEAD}Before it.\n\n{remark}\n\nBehind it.\n");
            case.write(&format!("site/posts/p{i}.md"), text.as_bytes());
        }
        let report = case.build();
        assert_eq!(holding(&case, "hush"), [""; 0], "{engine}");
        assert_eq!(reported(&report), [], "{engine}");
        case.write("site/lamplight.toml", b"engines = []\n");
        let report = reported(&case.build());
        for (i, remark) in remarks.iter().enumerate() {
            let found = report.iter().any(|(file, code, line, severity)| {
                *file == format!("p{i}.md") && code == "remark-shown" && *line >= 8 && severity == "error"
            });
            assert!(found, "{engine}: {remark}: {report:?}");
        }
    }
}

#[test]
fn what_is_no_remark_is_not_told() {
    let text = format!(
        "{HEAD}It fell by 50%% and then by 20%% more. `%%x%%` and `{{# y #}}`\n\n\
         See the [comment] and [that][note].\n\n[comment]: https://a.example/b\n[note]: /c \"Title\"\n\n\
         ```\n<!-- Code -->\n%% code %%\n[//]: # (code)\n```\n"
    );
    let case = Case::new(&[("a.md", text.as_bytes())]);
    assert_eq!(reported(&case.build()), []);
    let page = fs::read_to_string(case.path("out/blog/a/index.html")).unwrap();
    for kept in [
        "50%% and then by 20%%",
        "<code dir=\"ltr\" translate=\"no\">%%x%%</code>",
        "href=\"https://a.example/b\"",
        "href=\"/c\"",
        "&lt;!-- Code --&gt;",
        "[//]: # (code)",
    ] {
        assert!(page.contains(kept), "{kept}");
    }
}
