//! What is held back once more, from its other sides; and feeds, by which readers know posts again.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use case::{Case, app, files, fixture, options};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::check::check;
use lamplight_bundler::report::Report;
use roxmltree::{Document, Node};
use tempfile::TempDir;

fn text(report: &Report) -> String {
    let mut out = Vec::new();
    report.write_text(&mut out, true, false).unwrap();
    String::from_utf8(out).unwrap()
}

/// 2026, and a year later.
const NOW: i64 = 1_790_000_000;
const LATER: i64 = NOW + 366 * 24 * 60 * 60;

/// A built half of the case of feed ids.
struct Feeds {
    folder: TempDir,
    report: Report,
}

impl Feeds {
    fn of(half: &str, now: i64) -> Self {
        let folder = TempDir::new().unwrap();
        let posts = fixture(&format!("cases/27-feed-ids/{half}/posts"));
        let out = folder.path().join("out");
        let report = build(&Options { now, ..options(&posts, &out, &app(folder.path())) }).unwrap();
        Self { folder, report }
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join("out").join(name)).unwrap()
    }

    /// Title → id, by Atom.
    fn ids(&self) -> BTreeMap<String, String> {
        let text = self.read("feed.xml");
        let feed = Document::parse(&text).unwrap();
        entries(&feed, "entry").map(|entry| (child(entry, "title"), child(entry, "id"))).collect()
    }
}

fn entries<'a>(feed: &'a Document<'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    feed.descendants().filter(move |node| node.has_tag_name(name) || node.tag_name().name() == name)
}

fn child(node: Node<'_, '_>, name: &str) -> String {
    let child = node.children().find(|child| child.tag_name().name() == name).unwrap();
    child.descendants().filter_map(|node| node.is_text().then(|| node.text()).flatten()).collect()
}

#[test]
fn ids_survive_another_host_and_another_slug() {
    let (a, b) = (Feeds::of("a", NOW), Feeds::of("b", NOW));
    assert_eq!(a.ids(), b.ids());
    assert_eq!(a.ids()["To be renamed"], "tag:lamplight,2026:2024-01-04:before");
    assert_eq!(a.ids().len(), 4, "all but the undated");
    assert_eq!(a.ids().values().collect::<BTreeSet<_>>().len(), 4);
    // The same in the other two formats, where an id is no address either.
    for feeds in [&a, &b] {
        let text = feeds.read("rss.xml");
        let rss = Document::parse(&text).unwrap();
        let ids: BTreeMap<_, _> =
            entries(&rss, "item").map(|item| (child(item, "title"), child(item, "guid"))).collect();
        assert_eq!(ids, a.ids());
        assert!(entries(&rss, "guid").all(|guid| guid.attribute("isPermaLink") == Some("false")));
        let json: serde_json::Value = serde_json::from_str(&feeds.read("feed.json")).unwrap();
        let id = |item: &serde_json::Value| {
            (item["title"].as_str().unwrap().to_owned(), item["id"].as_str().unwrap().to_owned())
        };
        let ids: BTreeMap<_, _> = json["items"].as_array().unwrap().iter().map(id).collect();
        assert_eq!(ids, a.ids());
    }
    let feed_id = |feeds: &Feeds| {
        let text = feeds.read("feed.xml");
        child(Document::parse(&text).unwrap().root_element(), "id")
    };
    assert_eq!(feed_id(&a), "tag:lamplight,2026:feed:feeds-readers:/");
    assert_eq!(feed_id(&a), feed_id(&b));
    assert!(
        b.read("feed.xml").contains("https://www.feed.example/blog/after/"),
        "addresses are those of today"
    );
}

#[test]
fn no_post_is_of_1970_and_no_feed_grows_older() {
    let a = Feeds::of("a", NOW);
    for file in files(&a.folder.path().join("out")) {
        assert!(!String::from_utf8_lossy(&fs::read(&file).unwrap()).contains("1970"), "{}", file.display());
    }
    let sitemap = a.read("sitemap.xml");
    let undated = sitemap.split("</url>").find(|url| url.contains("/blog/undated/")).unwrap();
    assert!(!undated.contains("lastmod"));
    assert!(a.read("feed.xml").contains("<updated>2024-01-04T00:00:00+00:00</updated>"));
    // A change after the day of the newest post counts, also of a post that the feed has no room for.
    let case = Case::new(&[
        ("lamplight.toml", b"base_url = \"https://a.example/\"\nfeed_size = 1\n"),
        ("a.md", b"---\ntitle: A\ndate: 2019-01-01\nupdated: 2019-06-01\n---\nText.\n"),
        ("b.md", b"---\ntitle: B\ndate: 2019-02-01\nupdated: 2018-01-01\n---\nText.\n"),
    ]);
    case.build();
    let text = fs::read_to_string(case.path("out/feed.xml")).unwrap();
    let feed = Document::parse(&text).unwrap();
    let entry = entries(&feed, "entry").next().unwrap();
    assert_eq!(child(feed.root_element(), "updated"), "2019-06-01T00:00:00+00:00");
    assert_eq!(child(entry, "updated"), "2019-02-01T00:00:00+00:00", "nothing changes before it is there");
    // A blog without any date has feeds without entries.
    let case = Case::new(&[
        ("lamplight.toml", b"base_url = \"https://a.example/\"\n"),
        ("a.md", b"---\ntitle: A\n---\nText.\n"),
    ]);
    case.build();
    let text = fs::read_to_string(case.path("out/feed.xml")).unwrap();
    assert!(!text.contains("<entry>") && !text.contains("1970"), "{text}");
}

#[test]
fn an_episode_is_attached_with_length_and_type() {
    let a = Feeds::of("a", NOW);
    let url = "https://feed.example/media/e1.mp3";
    let text = a.read("feed.xml");
    let atom = Document::parse(&text).unwrap();
    let links: Vec<_> =
        atom.descendants().filter(|node| node.attribute("rel") == Some("enclosure")).collect();
    assert_eq!(links.len(), 1, "sound within a text is no episode");
    let link = links[0];
    assert_eq!(
        (link.attribute("href"), link.attribute("length"), link.attribute("type")),
        (Some(url), Some("12345"), Some("audio/mpeg"))
    );
    let text = a.read("rss.xml");
    let rss = Document::parse(&text).unwrap();
    let found: Vec<_> = entries(&rss, "enclosure").collect();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].attribute("url"), found[0].attribute("length"), found[0].attribute("type")),
        (Some(url), Some("12345"), Some("audio/mpeg"))
    );
    let json: serde_json::Value = serde_json::from_str(&a.read("feed.json")).unwrap();
    let attached: Vec<_> =
        json["items"].as_array().unwrap().iter().filter_map(|item| item.get("attachments")).collect();
    let wanted = serde_json::json!([{ "url": url, "mime_type": "audio/mpeg", "size_in_bytes": 12345 }]);
    assert_eq!(attached, [&wanted]);
    // The file is not there: told.
    assert_eq!(a.report.counts.by_code["enclosure-missing"], 1);

    // What the site has is measured, and its name says what it is.
    let case = Case::new(&[
        ("lamplight.toml", b"base_url = \"https://a.example/x/\"\n"),
        ("2019-01-01-a/index.md", b"---\ntitle: A\naudio: talk.m4a\n---\nText.\n"),
        ("2019-01-01-a/talk.m4a", b"0123456789"),
        ("2019-01-02-b.md", b"---\ntitle: B\nenclosure: https://cdn.example/b.ogg\n---\nText.\n"),
        ("2019-01-03-c.md", b"---\ntitle: C\nenclosure: javascript:alert(1)\n---\nText.\n"),
    ]);
    case.build();
    let json = case.json("feed.json");
    let attached = |i: usize| json["items"][i]["attachments"][0].clone();
    assert_eq!(
        attached(2),
        serde_json::json!({ "url": "https://a.example/x/blog/a/talk.m4a", "mime_type": "audio/m4a", "size_in_bytes": 10 })
    );
    assert_eq!(
        attached(1),
        serde_json::json!({ "url": "https://cdn.example/b.ogg", "mime_type": "audio/ogg" })
    );
    assert_eq!(attached(0), serde_json::Value::Null);
    assert!(case.path("out/blog/a/talk.m4a").is_file());
}

#[test]
fn feeds_are_well_formed_with_whole_addresses_and_ids_of_their_own() {
    let case = Case::new(&[
        ("lamplight.toml", b"title = \"Feeds & <readers>\"\nbase_url = \"https://a.example/\"\n"),
        ("2019-01-01-a.md", b"---\ntitle: \"Ben & Jerry <3 &amp; ]]> &nbsp;\"\n---\n![rel](pic.png) [rel](../b/) ]]> &copy; &nbsp;\n\nA note[^1].\n\n[^1]: First.\n"),
        ("2019-01-02-b.md", b"---\ntitle: B\nlang: fr\n---\n# One\n\n[up](#one), [out](#nowhere). A note[^1].\n\n[^1]: Second.\n"),
    ]);
    case.build();
    let read = |name: &str| fs::read_to_string(case.path("out").join(name)).unwrap();
    let (text, rss) = (read("feed.xml"), read("rss.xml"));
    let (atom, rss) = (Document::parse(&text).unwrap(), Document::parse(&rss).unwrap());
    let of_atom: Vec<String> = entries(&atom, "entry").map(|entry| child(entry, "content")).collect();
    let of_rss: Vec<String> = entries(&rss, "item").map(|item| child(item, "encoded")).collect();
    assert_eq!(of_atom, of_rss);
    assert_eq!(
        child(entries(&atom, "entry").nth(1).unwrap(), "title").replace('\u{a0}', " "),
        "Ben & Jerry <3 & ]]>  ".trim()
    );
    assert!(of_atom[1].contains("https://a.example/blog/a/pic.png") && of_atom[1].contains("]]&gt;"));
    // Each id once, and each link to one leads to it.
    let ids = |html: &str| -> BTreeSet<String> {
        html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let (a, b) = (ids(&of_atom[1]), ids(&of_atom[0]));
    assert!(!a.is_empty() && a.is_disjoint(&b), "{a:?} {b:?}");
    for (html, ids) in [(&of_atom[1], &a), (&of_atom[0], &b)] {
        let to: Vec<_> =
            html.split(" href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(to.len() >= 2 && to.iter().all(|to| ids.contains(*to)), "{to:?} {ids:?}");
    }
    assert!(of_atom[0].contains("href=\"https://a.example/blog/b/#nowhere\""), "{}", of_atom[0]);
    // Each in its own language.
    let french = entries(&atom, "entry").next().unwrap();
    let lang = |node: Node<'_, '_>, name: &str| {
        let child = node.children().find(|child| child.tag_name().name() == name).unwrap();
        child.attribute(("http://www.w3.org/XML/1998/namespace", "lang")).map(str::to_owned)
    };
    for name in ["title", "summary", "content"] {
        assert_eq!(lang(french, name).as_deref(), Some("fr"), "{name}");
    }
    assert_eq!(case.json("feed.json")["items"][0]["language"], "fr");
    assert_eq!(case.json("feed.json")["items"][1].get("language"), None);
}

#[test]
fn two_builds_on_different_days_are_the_same() {
    let (a, later) = (Feeds::of("a", NOW), Feeds::of("a", LATER));
    let all = |feeds: &Feeds| -> Vec<(String, Vec<u8>)> {
        let out = feeds.folder.path().join("out");
        let name = |path: &Path| path.strip_prefix(&out).unwrap().display().to_string();
        files(&out).into_iter().map(|path| (name(&path), fs::read(&path).unwrap())).collect()
    };
    assert_eq!(all(&a), all(&later));
}

/// The ids of a blog's posts, by title.
fn ids(settings: &str, posts: &[(&str, &str)]) -> (BTreeMap<String, String>, Report) {
    let posts: Vec<(&str, &[u8])> = posts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let case = Case::new(&posts);
    case.write("site/lamplight.toml", settings.as_bytes());
    let report = case.build();
    let json = case.json("feed.json");
    let items = json["items"].as_array().unwrap().iter();
    let of = |item: &serde_json::Value, key: &str| item[key].as_str().unwrap().to_owned();
    (items.map(|item| (of(item, "title"), of(item, "id"))).collect(), report)
}

#[test]
fn an_id_is_what_the_author_says_or_the_day_and_the_first_slug() {
    let plain = "base_url = \"https://a.example/\"\n";
    let post = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2019-03-01\n{more}---\nText.\n");
    let [one, renamed, twice, short, other, moved] = [
        post("One", "slug: one\n"),
        post("One", "slug: uno\nredirect_from: /blog/one/\n"),
        post("One", "slug: ein\naliases: [/blog/one/, /blog/uno/]\n"),
        post("One", "slug: one\nredirect_from: [/1/]\n"),
        post("One", "slug: one\nredirect_from: [/2019/03/one.html]\n"),
        post("One", "permalink: /2019/03/01/one.html\nredirect_from: /blog/one/\n"),
    ];
    let first = ids(plain, &[("a.md", &one)]).0;
    assert_eq!(first["One"], "tag:lamplight,2026:2019-03-01:one");
    for (what, text) in [
        ("renamed", &renamed),
        ("renamed twice", &twice),
        ("with a short link", &short),
        ("with the address of an old blog", &other),
        ("with another permalink", &moved),
    ] {
        assert_eq!(ids(plain, &[("b.md", text)]).0, first, "{what}");
    }
    let elsewhere = "base_url = \"https://elsewhere.example/deep/\"\npermalink = \"/:year/:slug.html\"\n";
    assert_eq!(ids(elsewhere, &[("a.md", &one)]).0, first, "on another host, under another path");
    // What a setting pins.
    let pinned = format!("{plain}feed_id = \"tag:feed.example,2024:\"\n");
    assert_eq!(ids(&pinned, &[("a.md", &one)]).0["One"], "tag:feed.example,2024:2019-03-01:one");
    // What an author says; of two that say the same, the older.
    let own = |title: &str, day: u8, id: &str| {
        format!("---\ntitle: {title}\ndate: 2019-03-0{day}\nguid: {id}\n---\nText.\n")
    };
    let (found, report) = ids(
        plain,
        &[
            ("a.md", &own("A", 1, "https://old.example/?p=12")),
            ("b.md", &own("B", 2, "1225C695-CFB8-4EBB-AAAA-80DA344EFA6A")),
            ("c.md", &own("C", 3, "12")),
            ("d.md", &own("D", 4, "12")),
        ],
    );
    assert_eq!(found["A"], "https://old.example/?p=12");
    assert_eq!(found["B"], "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a");
    assert_eq!(found["C"], "tag:lamplight,2026:id:12");
    assert_eq!(found["D"], "tag:lamplight,2026:2019-03-04:d");
    assert_eq!(report.counts.by_code["feed-id-taken"], 1);
    // Two of one day with the same slug in two folders.
    let (found, _) = ids(
        plain,
        &[("a.md", &post("A", "permalink: /en/hello/\n")), ("b.md", &post("B", "permalink: /fr/hello/\n"))],
    );
    assert_eq!(found["A"], "tag:lamplight,2026:2019-03-01:hello");
    assert_eq!(found["B"], "tag:lamplight,2026:2019-03-01:/fr/hello/");
}

#[test]
fn a_link_to_a_post_that_is_held_back_does_not_publish_its_file() {
    let case = Case::new(&[
        (
            "2019-01-01-a.md",
            b"---\ntitle: A\n---\nSee [it](secret.md), [it](./secret.md#x) and ![it](secret.md).\n",
        ),
        ("secret.md", b"---\ntitle: Secret\nstatus: private\n---\nWe buy a xylophone.\n"),
    ]);
    // The whole folder is published as files, too, by mistake.
    case.write("site/posts/lamplight.toml", b"engines = [\"obsidian\"]\n[files]\n\".\" = \"/raw/\"\n");
    let report = case.build();
    for file in files(&case.path("out")) {
        let bytes = fs::read(&file).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("xylophone"), "{}", file.display());
    }
    assert!(case.path("out/raw/2019-01-01-a.md").is_file());
    assert!(report.counts.by_code["link-held"] > 0, "{}", text(&report));
    let page = fs::read_to_string(case.path("out/blog/a/index.html")).unwrap();
    assert!(!page.contains("secret.md"), "{page}");
}

#[test]
fn nothing_of_an_unlisted_post_is_elsewhere_and_its_page_is_whole() {
    let case = Case::new(&[
        ("lamplight.toml", b"base_url = \"https://a.example/\"\n"),
        ("2019-01-01-a.md", b"---\ntitle: Seen\ntags: [both]\nauthor: Ada\n---\nText.\n"),
        ("2019-01-02-b.md", b"---\ntitle: Unseen\ntags: [Both, Rare]\nauthor: Grace\nunlisted: true\n---\n# A heading\n\nText.\n"),
    ]);
    case.build();
    let page = fs::read_to_string(case.path("out/blog/b/index.html")).unwrap();
    assert!(
        page.contains("Grace") && !page.contains("/author/grace"),
        "who wrote it is told, and has no page"
    );
    assert!(!page.contains("data-download=\"post"), "it can't be kept: no data file knows it");
    assert!(!page.contains("text/markdown") && !case.path("out/blog/b/index.md").exists());
    assert!(page.contains("/tag/both/\">both<"), "a term is spelt as the listed posts spell it");
    for file in files(&case.path("out")) {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        let own = file.starts_with(case.path("out/blog/b"));
        assert!(
            own || !["Unseen", "Grace", "Rare", "blog/b"].iter().any(|word| text.contains(word)),
            "{}",
            file.display()
        );
    }
}

#[test]
fn a_post_that_search_must_not_find_is_related_all_the_same() {
    let about = |words: &str, more: &str| {
        format!("---\ntitle: {words}\n{more}---\n{}\n", format!("A few lines on {words}. ").repeat(4))
    };
    let posts =
        [about("bread ovens", "search: false\n"), about("bread flour", ""), about("sailing knots", "")];
    let names = ["2019-01-01-a.md", "2019-01-02-b.md", "2019-01-03-c.md"];
    let named: Vec<(&str, &[u8])> = names.into_iter().zip(posts.iter().map(String::as_bytes)).collect();
    let case = Case::new(&named);
    case.build();
    let found = case.posts();
    assert_eq!(found[1]["related"][0]["title"], "bread ovens");
    assert_eq!(found[0]["related"][0]["title"], "bread flour");
    let is_index = |path: &&std::path::PathBuf| path.extension().is_some_and(|end| end == "bin");
    let data = files(&case.path("out/lamplight/data"));
    let index: String = data
        .iter()
        .filter(is_index)
        .map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned())
        .collect();
    assert!(index.contains("flour") && !index.contains("ovens") && !index.contains("/blog/a"));
}

#[test]
fn what_falls_due_is_told_with_its_moment() {
    let case = Case::new(&[
        ("a.md", b"---\ntitle: A\ndate: 2019-01-01\nexpires: 2020-12-24\n---\nText.\n"),
        ("b.md", b"---\ntitle: B\ndate: 2019-01-01\npublishDate: 2020-10-01\n---\nText.\n"),
        ("c.md", b"---\ntitle: C\ndate: 2021-01-01\n---\nText.\n"),
        ("d.md", b"---\ntitle: D\ndate: 2020-07-01\ndraft: true\n---\nText.\n"),
        ("e.md", b"---\ntitle: E\ndate: 2019-01-01\nexpires: 2020-01-01\n---\nText.\n"),
    ]);
    case.write("site/posts/lamplight.toml", b"timezone = \"Europe/Berlin\"\n");
    let report = case.build();
    assert_eq!(report.next_due.as_deref(), Some("2020-10-01T00:00:00+02:00"));
    let counts = &report.counts;
    assert_eq!((counts.posts, counts.drafts, counts.future, counts.held), (1, 1, 2, 1));
    // With what is to come in it, what is next is what ends.
    let report = build(&Options { future: true, ..case.options() }).unwrap();
    assert_eq!(report.next_due.as_deref(), Some("2020-12-24T00:00:00+01:00"));
    let told = check(&case.options()).unwrap();
    assert_eq!(told.held.len(), 4);
    let mut json = Vec::new();
    told.write_json(&mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["held"][2]["why"], "draft: true");
}

#[test]
fn the_author_who_serves_sees_why() {
    let case = Case::new(&[
        ("2019-01-01-a.md", b"---\ntitle: A\nstatus: private\n---\nText.\n"),
        ("2019-01-02-b.md", b"---\ntitle: B\nunlisted: true\n---\nText.\n"),
        ("2019-01-03-c.md", b"---\ntitle: C\n---\nText.\n"),
        ("2019-01-04-d.md", b"---\ntitle: D\ndraft: \"yes\"\n---\nText.\n"),
    ]);
    let page = |name: &str| {
        fs::read_to_string(case.path(&format!("out/blog/{name}/index.html"))).unwrap_or_default()
    };
    build(&Options { live: true, ..case.options() }).unwrap();
    assert!(
        page("a").contains("Not published: <code dir=\"ltr\" translate=\"no\">status: private</code>"),
        "{}",
        page("a")
    );
    assert!(page("b").contains(
        "In no list, at its address alone: <code dir=\"ltr\" translate=\"no\">unlisted: true</code>"
    ));
    assert!(!page("c").contains("Not published"));
    assert!(page("d").contains("Not published: <code dir=\"ltr\" translate=\"no\">draft: yes</code>"));
    assert!(!page("a").contains("style=\""));
    case.build();
    assert_eq!((page("a"), page("d")), (String::new(), String::new()));
    assert!(!page("b").contains("In no list"));
}
