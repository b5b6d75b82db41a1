//! The second check of raw HTML. The first, `lamplight_import::sanitize`, decides on the author's tags one by one. This one parses
//! the finished page as a browser does: if ammonia would remove anything at all, the sanitiser has missed something.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Url;
use html5ever::serialize::{SerializeOpts, serialize};
use html5ever::tendril::TendrilSink;
use html5ever::{QualName, local_name, ns, parse_fragment};
use lamplight_import::sanitize::{ALLOWED, MATHML, MATHML_ATTRIBUTES};
use markup5ever_rcdom::{NodeData, RcDom, SerializableHandle};

/// Elements that Markdown and our own writers make, beyond those that authors may write.
const OURS: [&str; 2] = ["input", "iframe"];

const FOR_ALL: [&str; 10] =
    ["class", "id", "title", "lang", "dir", "translate", "tabindex", "role", "aria-label", "aria-hidden"];

const BY_ELEMENT: [(&str, &[&str]); 19] = [
    ("a", &["href", "rel", "aria-describedby"]),
    ("img", &["src", "alt", "width", "height", "loading", "decoding", "fetchpriority"]),
    ("ol", &["start", "reversed", "type"]),
    ("td", &["colspan", "rowspan", "scope", "headers"]),
    ("th", &["colspan", "rowspan", "scope", "headers"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("time", &["datetime"]),
    ("del", &["datetime"]),
    ("ins", &["datetime"]),
    ("details", &["open"]),
    ("video", &["src", "poster", "controls", "loop", "muted", "playsinline", "width", "height", "preload"]),
    ("audio", &["src", "controls", "loop", "muted", "preload"]),
    ("source", &["src", "srcset", "sizes", "type", "media"]),
    ("track", &["src", "kind", "srclang", "label", "default"]),
    ("data", &["value"]),
    ("input", &["type", "checked", "disabled"]),
    ("iframe", &["src", "loading", "sandbox", "referrerpolicy", "allow", "width", "height"]),
    ("section", &["aria-labelledby"]),
];

/// As in `lamplight_markdown::links`, which looks closer.
const SCHEMES: [&str; 13] =
    ["http", "https", "mailto", "tel", "sms", "ftp", "xmpp", "irc", "ircs", "geo", "news", "magnet", "data"];

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(ALLOWED.iter().copied().chain(OURS).chain(MATHML).collect())
        .generic_attributes(FOR_ALL.into_iter().collect())
        .tag_attributes(
            BY_ELEMENT
                .into_iter()
                .map(|(e, a)| (e, a.iter().copied().collect()))
                .chain(MATHML.map(|e| (e, MATHML_ATTRIBUTES.into_iter().collect())))
                .collect::<HashMap<_, HashSet<_>>>(),
        )
        .url_schemes(SCHEMES.into_iter().collect())
        .link_rel(None);
    cleaner
});

/// Whether a piece of a page is harmless as a browser parses it.
pub(crate) fn is_harmless(html: &str) -> bool {
    // Parsers drop this mark at the very beginning, and only there.
    let html = html.replace('\u{feff}', "");
    CLEANER.clean(&html).to_string() == read_back(&html)
}

/// Whether an address has the scheme of a host, and no browser could go there: `http://`. ammonia removes it; it is harmless, and
/// real posts have it.
pub(crate) fn is_dead(url: &str) -> bool {
    let fetched = ["http:", "https:", "ftp:"];
    fetched.iter().any(|scheme| url.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)))
        && Url::parse(url).is_err()
}

/// Parses a piece of a page as a browser does, and writes it again without dead addresses.
fn read_back(html: &str) -> String {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let dom = parse_fragment(RcDom::default(), html5ever::ParseOpts::default(), context, Vec::new(), false)
        .one(html);
    let mut nodes = vec![dom.document.clone()];
    while let Some(node) = nodes.pop() {
        nodes.extend(node.children.borrow().iter().cloned());
        if let NodeData::Element { attrs, .. } = &node.data {
            let is_address = |name: &str| matches!(name, "href" | "src" | "poster");
            attrs.borrow_mut().retain(|a| !(is_address(&a.name.local) && is_dead(&a.value)));
        }
    }
    let mut bytes = Vec::new();
    // The root of a fragment is an element that stands for its context.
    let root: Option<SerializableHandle> =
        dom.document.children.borrow().first().map(|root| root.clone().into());
    if let Some(root) = root {
        let written = serialize(
            &mut bytes,
            &root,
            SerializeOpts { scripting_enabled: false, ..SerializeOpts::default() },
        );
        debug_assert!(written.is_ok(), "writing into memory does not fail");
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use lamplight_import::sanitize;
    use lamplight_markdown::links::LinkContext;
    use lamplight_markdown::{Flavour, RawHtml, RenderOptions, render};
    use proptest::prelude::*;

    use super::*;

    /// A post's text as its page has it.
    fn page(markdown: &str) -> String {
        let flavour = Flavour::Blog { smart: true };
        let place = LinkContext { base: "/", origin: "", path: "/blog/p/", known: &[] };
        let pieces = sanitize::fragments(markdown, 0, flavour, &place, &[], &[], &mut Vec::new());
        let options =
            RenderOptions { place: Some(place), ..RenderOptions::bare(flavour, RawHtml::Fragments(&pieces)) };
        render(markdown, &options).html
    }

    #[test]
    fn what_would_harm_is_seen() {
        for html in [
            "<p onclick=\"x()\">a</p>",
            "<p style=\"x\">a</p>",
            "<script>x</script>",
            "<a href=\"javascript:x\">a</a>",
            "<svg></svg>",
            "<p>a<!-- b --></p>",
            "<form></form>",
            "<math><mi onclick=\"x()\"></mi></math>",
            "<math><mi style=\"x\"></mi></math>",
            "<math><mtext><script>x</script></mtext></math>",
            "<math><mglyph></mglyph></math>",
        ] {
            assert!(!is_harmless(html), "{html}");
        }
        assert!(is_harmless("<math display=\"block\"><mfrac><mi>a</mi><mn>2</mn></mfrac></math>"));
        for dead in
            ["http://", "https://&lt;script", "http://localhost:port/", "HTTPS://1.2.3.999/", "ftp://[/"]
        {
            assert!(
                is_harmless(&format!("<p>a <a href=\"{dead}\">b</a></p><img src=\"{dead}\" alt=\"\">")),
                "{dead}"
            );
        }
        for odd in ["javascript://[", "foo:x", " javascript:x", "java\tscript:x"] {
            assert!(!is_harmless(&format!("<p>a <a href=\"{odd}\">b</a></p>")), "{odd}");
        }
        assert!(is_harmless("<p class=\"a\">a <a href=\"https://b.example/?c=1&amp;d\">b</a><br />c</p>"));
    }

    /// Texts that have some hope of confusing somebody.
    fn hostile() -> impl Strategy<Value = String> {
        let parts = [
            "<",
            ">",
            "</",
            "/>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?",
            "<!",
            "\"",
            "'",
            "`",
            "=",
            "&",
            "&#",
            ";",
            "\n",
            "\n\n",
            " ",
            "> ",
            "- ",
            "1. ",
            "    ",
            "|",
            "\n|---|\n",
            "# ",
            "*",
            "_",
            "[",
            "](",
            ")",
            "![",
            "[^1]",
            "[^1]: ",
            "```",
            "~~~",
            "<script>",
            "</script>",
            "<style>",
            "</style>",
            "<svg>",
            "<math>",
            "<mtext>",
            "<mglyph>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<select>",
            "<option>",
            "<textarea>",
            "</textarea>",
            "<title>",
            "</title>",
            "<noscript>",
            "</noscript>",
            "<template>",
            "<iframe>",
            "<xmp>",
            "<plaintext>",
            "<listing>",
            "<form>",
            "</form>",
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<a href=",
            "<img src=",
            "<b>",
            "</b>",
            "<i",
            "onclick=x",
            "style=x",
            "http://",
            "https://[",
            "javascript:",
            "java\tscript:",
            "data:text/html,",
            "\u{0}",
            "\u{feff}",
            "\u{2028}",
            "é",
            "日本",
        ];
        let part =
            prop_oneof![8 => prop::sample::select(parts.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,6}"];
        prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_written_the_page_is_harmless_and_reads_back_as_itself(markdown in hostile()) {
            let html = page(&markdown);
            prop_assert!(is_harmless(&html), "{html}\n{}", CLEANER.clean(&html));
            let once = read_back(&html.replace('\u{feff}', ""));
            prop_assert_eq!(read_back(&once), once);
        }
    }
}
