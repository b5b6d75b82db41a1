//! An export of each source with every kind of item, read and written.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use lamplight_migrate::model::Export;
use lamplight_migrate::report::ImportReport;
use lamplight_migrate::write::ImportedFile;
use lamplight_migrate::{disqus, ghost, media, medium, substack, wordpress, write};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn written(mut export: Export, here: &BTreeMap<String, String>) -> (Vec<ImportedFile>, ImportReport) {
    let mut report = std::mem::take(&mut export.report);
    let files = write::files(&export, here, &mut report);
    (files, report)
}

/// All files and the report as one text.
fn shown(export: Export) -> String {
    let here =
        media::wanted(&export).into_iter().map(|file| (file.path.clone(), format!("/uploads/{}", file.path)));
    let (files, report) = written(export, &here.collect());
    let mut text = String::new();
    for file in files {
        writeln!(text, "=== {}{}\n{}", file.path, if file.is_held { " (held)" } else { "" }, file.text)
            .unwrap();
    }
    write!(text, "=== report\n{report}").unwrap();
    text
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_export_of_wordpress_with_every_kind_of_item() {
    let text = shown(wordpress::read(include_bytes!("fixtures/everything.xml")));
    for secret in [
        "secret.example",
        "203.0.113",
        "hunter2",
        "SECRETSPAM",
        "SECRETWAITING",
        "SECRETBIN",
        "SECRETTRASH",
        "SECRETREVISION",
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn an_export_of_ghost_with_every_kind_of_item() {
    let export = ghost::read(include_bytes!("fixtures/ghost.json"), "https://ghost.example/").unwrap();
    let text = shown(export);
    assert!(!text.contains("secret.example"));
    insta::assert_snapshot!(text);
}

#[test]
fn what_is_no_export_of_ghost_is_an_error_with_a_remedy() {
    for bytes in [&b"{}"[..], b"[]", b"nothing"] {
        assert!(ghost::read(bytes, "").unwrap_err().to_string().contains("Migration tools"));
    }
}

const MEDIUM: &str = "<!DOCTYPE html><html><head><title>Lamps &amp; shades</title></head><body><article class=\"h-entry\"><header><h1 class=\"p-name\">Lamps &amp; shades</h1></header>\
    <section data-field=\"subtitle\" class=\"p-summary\">Below the title</section>\
    <section data-field=\"body\" class=\"e-content\"><section name=\"a\" class=\"section section--body\"><div><h3 name=\"b\" class=\"graf graf--h3 graf--leading graf--title\">Lamps &amp; shades</h3>\
    <p name=\"c\" class=\"graf graf--p\">Text <strong class=\"x\">here</strong></p><figure name=\"d\" class=\"graf\"><img class=\"graf-image\" data-image-id=\"1*ab.jpeg\" src=\"https://cdn-images-1.medium.com/max/800/1*ab.jpeg\"></figure>\
    <pre class=\"graf graf--pre\">a<br>b</pre></div></section></section>\
    <footer><p>By <a href=\"https://medium.com/@ada\" class=\"p-author h-card\">Ada Quill</a> on <a href=\"https://medium.com/p/0123456789ab\"><time class=\"dt-published\" datetime=\"2019-03-04T05:06:07.000Z\">March 4, 2019</time></a>.</p>\
    <p><a href=\"https://lamps.example/lamps-shades-0123456789ab\" class=\"p-canonical\">Canonical link</a></p></footer></article></body></html>";

#[test]
fn an_export_of_medium() {
    let zip = zip(&[
        ("export/posts/2019-03-04_Lamps---shades-0123456789ab.html", MEDIUM),
        (
            "export/posts/draft_An-idea-ba9876543210.html",
            "<title>An idea</title><section data-field=\"body\"><p>SECRETDRAFT</p></section><footer></footer>",
        ),
        ("export/profile/profile.html", "ada@secret.example"),
        ("../../posts/../../evil.html", "no"),
    ]);
    let text = shown(medium::read(&zip).unwrap());
    assert!(!text.contains("secret.example") && !text.contains("evil"));
    insta::assert_snapshot!(text);
    assert!(medium::read(b"no zip").unwrap_err().to_string().contains("download the export again"));
}

#[test]
fn an_export_of_substack() {
    let list = "post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url\n\
        1.hello,2021-01-02T03:04:05.000Z,true,,,newsletter,everyone,\"Hello, all\",Below,\n\
        2.paid,2021-01-03T00:00:00.000Z,true,,,newsletter,only_paid,Paid,,\n\
        3.draft,,false,,,newsletter,everyone,Draft,,\n\
        4.talk,2021-01-04T00:00:00.000Z,true,,,podcast,everyone,Talk,,https://sound.example/a.mp3\n\
        5.chat,2021-01-05T00:00:00.000Z,true,,,thread,everyone,Chat,,\n";
    let zip = zip(&[
        ("posts.csv", list),
        ("email_list.csv", "eve@secret.example"),
        (
            "posts/1.hello.html",
            "<p>Hello</p><p><img src=\"https://substackcdn.com/image/fetch/w_1456/https%3A%2F%2Fs3.example%2Fpublic%2Fimages%2Fx_1.png\"></p>",
        ),
        ("posts/1.hello.opens.csv", "eve@secret.example"),
        ("posts/2.paid.html", "<p>SECRETPAID</p>"),
        ("posts/3.draft.html", "<p>SECRETDRAFT</p>"),
        ("posts/4.talk.html", "<p>Talk</p>"),
        ("posts/5.chat.html", "<p>SECRETCHAT</p>"),
        ("posts/6.lost.html", "<p>SECRETLOST</p>"),
    ]);
    let text = shown(substack::read(&zip, "https://lamps.example").unwrap());
    assert!(!text.contains("secret.example"));
    insta::assert_snapshot!(text);
}

#[test]
fn comments_of_disqus_belong_to_addresses() {
    let (threads, report) = disqus::read(include_bytes!("fixtures/disqus.xml"));
    let paths: Vec<_> = threads.iter().map(|thread| (thread.path.as_str(), thread.comments.len())).collect();
    assert_eq!(paths, [("/blog/2010/05/06/classic/", 2), ("/gone/", 1)]);
    let count = report.counts["comments"];
    assert_eq!((count.read, count.left_out), (5, 2));
    let text = format!("{threads:?}");
    assert!(
        !text.contains("secret.example") && !text.contains("203.0.113") && !text.contains("SECRET"),
        "{text}"
    );
}

#[test]
fn broken_xml_is_reported_with_its_place_and_read_on() {
    let item = |name: &str, inner: &str| {
        format!(
            "<item><title>{name}</title><wp:post_id>1</wp:post_id><wp:post_name>{name}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded>{inner}</content:encoded></item>\n"
        )
    };
    let xml = format!(
        "<rss><channel>\n{}{}{}</channel></rss>",
        item("a", "<![CDATA[x\u{b}y & z]]>"),
        item("b", "one <![CDATA never ends <!"),
        item("c", "&bogus; &#x0; & fine")
    );
    let (files, report) = written(wordpress::read(xml.as_bytes()), &BTreeMap::new());
    let of = |path: &str| files.iter().find(|file| file.path == path).unwrap();
    assert!(of("posts/a.md").text.ends_with("---\n\nxy & z\n"), "{}", of("posts/a.md").text);
    assert!(of("posts/b.md").is_held, "what breaks off is held back");
    assert!(of("posts/c.md").text.contains("fine"), "{}", of("posts/c.md").text);
    assert!(report.remarks.iter().any(|remark| remark.item == "line 3 of the export"), "{report}");
}

#[test]
fn a_large_export_is_read_whole() {
    let text = "A paragraph of some words.\n\n".repeat(400);
    let item = |n: usize| {
        format!(
            "<item><title>T {n}</title><wp:post_id>{n}</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[{text}]]></content:encoded></item>"
        )
    };
    let xml = format!("<rss><channel>{}</channel></rss>", (0..200).map(item).collect::<String>());
    assert_eq!(wordpress::read(xml.as_bytes()).items.len(), 200);
}

#[test]
fn a_zip_that_grows_is_left_out() {
    let huge = " ".repeat(65 << 20);
    let zip = zip(&[
        ("posts/2019-01-01_a-0123456789ab.html", &huge),
        ("posts/2019-01-01_b-0123456789ab.html", MEDIUM),
    ]);
    let export = medium::read(&zip).unwrap();
    assert_eq!((export.items.len(), export.report.counts["posts"].left_out), (1, 1));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_an_export_holds_it_is_read(parts in prop::collection::vec(prop_oneof![
        Just("<item>".to_owned()), Just("</item>".to_owned()), Just("<wp:comment>".to_owned()), Just("</wp:comment>".to_owned()),
        Just("<content:encoded>".to_owned()), Just("</content:encoded>".to_owned()), Just("<![CDATA[".to_owned()), Just("]]>".to_owned()),
        Just("<wp:post_type>post</wp:post_type>".to_owned()), Just("<wp:status>publish</wp:status>".to_owned()), Just("[caption]".to_owned()),
        Just("[/caption]".to_owned()), Just("[gallery]".to_owned()), Just("<!--".to_owned()), Just("<pre>".to_owned()), Just("<table><td>".to_owned()),
        Just("&".to_owned()), Just("&#0;".to_owned()), "\\PC{0,8}"
    ], 0..40)) {
        let xml = format!("<rss><channel>{}", parts.concat());
        let (files, report) = written(wordpress::read(xml.as_bytes()), &BTreeMap::new());
        for file in files {
            let parts: Vec<&str> = file.path.split('/').collect();
            prop_assert!(parts.iter().all(|part| !part.is_empty() && !part.starts_with('.')), "{}", file.path);
        }
        let _ = report.to_string();
        let _ = disqus::read(parts.concat().as_bytes());
    }
}
