//! Raw HTML in posts, made safe at build.
//!
//! The Markdown stays as the author wrote it. Each raw piece (an HTML block, or one inline tag) gets a safe form that
//! the renderer puts in its place, so the browser needs no sanitiser: see [`lamplight_markdown::RawHtml::Pieces`].
//!
//! Tags are read by html5ever, the parser of Servo, and written anew from an allowlist: nothing is passed through as
//! text. Start and end tags are paired over the whole post, and no pair crosses the border of a Markdown block, so a
//! stray `</div>` can't close what is around the post.

mod embed;
mod html;
mod math;
mod rules;
mod scripts;
mod tokens;
mod verdict;

use std::collections::BTreeMap;

use lamplight_format::model::Known;
use lamplight_markdown::Flavour;
use lamplight_markdown::links::LinkContext;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::diagnostic::{Diagnostic, Position};
pub(crate) use embed::is_id as is_media_id;
pub use math::{MATHML, MATHML_ATTRIBUTES};
pub use rules::ALLOWED;
use tokens::Token;
use verdict::Verdict;

/// Where the raw HTML of a post gets its pictures and its sounds and films from, as written.
#[derive(Debug, Default)]
pub struct Sources {
    /// Of `<img>`.
    pub pictures: Vec<String>,
    /// Of `<audio>`, `<video>` and what is within them.
    pub recordings: Vec<String>,
    /// Where `<a>` leads, and where in the text its piece begins.
    pub links: Vec<(String, usize)>,
    /// Pictures without `alt`, by where their piece begins.
    pub without_alt: Vec<usize>,
}

/// Looks for what raw HTML shows and plays.
#[must_use]
pub fn sources(markdown: &str, flavour: Flavour) -> Sources {
    let mut found = Sources::default();
    let mut html = String::new();
    // Where a line of HTML begins, in `html` and in the Markdown.
    let mut lines: Vec<(usize, usize)> = Vec::new();
    for (event, range) in Parser::new_ext(markdown, flavour.extensions()).into_offset_iter() {
        match event {
            Event::Html(part) | Event::InlineHtml(part) => {
                lines.push((html.len(), range.start));
                html.push_str(&part);
            }
            _ if html.is_empty() => {}
            _ => {
                let tokens = tokens::tokens(&html);
                let lower = std::mem::take(&mut html).to_ascii_lowercase();
                let lines = std::mem::take(&mut lines);
                let mut from = 0;
                for token in &tokens {
                    let Token::Start(tag) = token else { continue };
                    if !matches!(tag.name.as_str(), "a" | "img" | "audio" | "video" | "source" | "track") {
                        continue;
                    }
                    let at = start_of(&tag.name, &lower, &mut from);
                    let line = lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
                    let at = lines.get(line).map_or(0, |(start, within)| within + (at - start));
                    if let (Some(href), "a") = (tag.get("href"), tag.name.as_str()) {
                        found.links.push((href.to_owned(), at));
                    }
                    let Some(src) = tag.get("src").map(str::to_owned) else { continue };
                    if tag.name == "img" && tag.get("alt").is_none() {
                        found.without_alt.push(at);
                    }
                    match tag.name.as_str() {
                        "img" => found.pictures.push(src),
                        "audio" | "video" | "source" | "track" => found.recordings.push(src),
                        _ => {}
                    }
                }
            }
        }
    }
    found
}

/// Where the next start tag of a name stands in HTML in lower case, from `from`, which moves behind it.
fn start_of(name: &str, lower: &str, from: &mut usize) -> usize {
    while let Some(found) = lower.get(*from..).and_then(|rest| rest.find('<')) {
        let at = *from + found;
        let rest = &lower[at + 1..];
        if rest.starts_with("!--") {
            *from = rest.find("-->").map_or(lower.len(), |end| at + 1 + end);
            continue;
        }
        *from = at + 1;
        let is_it = rest.strip_prefix(name).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
        });
        if is_it {
            return at;
        }
    }
    0
}

/// What a piece of raw HTML says, its blocks on lines of their own. For an excerpt only `prose` is wanted.
#[must_use]
pub fn text(html: &str, prose: bool) -> String {
    const INLINE: [&str; 21] = [
        "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small",
        "span", "strong", "sub", "sup", "u", "wbr",
    ];
    const NO_PROSE: [&str; 10] = ["h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "figure", "svg"];
    let (mut text, mut passed_over) = (String::new(), 0_usize);
    for token in tokens::tokens(html) {
        let (name, opens) = match &token {
            Token::Text(part) => {
                text.push_str(if passed_over == 0 { part } else { "" });
                continue;
            }
            Token::Start(tag) => (&tag.name, true),
            Token::End(name) => (name, false),
            Token::Hidden(_) => continue,
        };
        if prose && NO_PROSE.contains(&name.as_str()) {
            passed_over = if opens { passed_over + 1 } else { passed_over.saturating_sub(1) };
        }
        if !INLINE.contains(&name.as_str()) {
            text.push('\n');
        }
    }
    text
}

/// Makes the raw HTML of a post safe. `text` is the whole file, `body` the offset of its Markdown, `pictures` what is
/// known of those that [`sources`] found, `frames` the hosts whose frames may be shown.
///
/// Returns one element for each piece, in the order of the text, and one more if tags are left to close at the end.
/// Empty if the post has no raw HTML.
pub fn pieces(
    text: &str,
    body: usize,
    flavour: Flavour,
    place: &LinkContext<'_>,
    pictures: &[Known],
    frames: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let markdown = &text[body..];
    let mut pairing = Pairing {
        place,
        pictures,
        frames,
        pieces: Vec::new(),
        stack: Vec::new(),
        dropped: BTreeMap::new(),
        at: 0,
        prose: Vec::new(),
        shown: None,
        twice: false,
    };
    let mut block: Option<(usize, String)> = None;
    for (event, range) in Parser::new_ext(markdown, flavour.extensions()).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some((range.start, String::new())),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((start, html)) = block.take() {
                    pairing.at = body + start;
                    pairing.piece(&html, false);
                }
            }
            Event::Html(html) | Event::Text(html) if block.is_some() => {
                if let Some((_, all)) = &mut block {
                    all.push_str(&html);
                }
            }
            Event::Html(html) => pairing.piece(&html, false),
            Event::InlineHtml(html) => {
                pairing.at = body + range.start;
                pairing.piece(&html, true);
            }
            Event::Start(_) => {
                pairing.shown = None;
                pairing.prose.clear();
                pairing.stack.push(Frame::Container);
            }
            Event::End(_) => pairing.end_container(),
            _ => {}
        }
    }
    pairing.finish(text, diagnostics)
}

/// Elements and Markdown blocks that may be open at a time. Browsers end at 512, and parsers look through all of them for
/// each tag.
const DEEPEST: usize = 200;

/// A start tag that waits for its end, or a Markdown block around.
enum Frame {
    Container,
    Element {
        name: String,
        piece: usize,
        part: usize,
        /// What takes its place if no end comes.
        instead: String,
    },
}

struct Pairing<'a> {
    place: &'a LinkContext<'a>,
    pictures: &'a [Known],
    frames: &'a [String],
    /// Each piece as parts of finished HTML. A start tag whose end never comes is emptied again.
    pieces: Vec<Vec<String>>,
    stack: Vec<Frame>,
    /// What was taken out and where first, to tell the author once for each kind.
    dropped: BTreeMap<(&'static str, String), (usize, usize)>,
    /// Offset in the file of the piece being read.
    at: usize,
    /// Names of tags that are shown as text and wait for their ends.
    prose: Vec<String>,
    /// The picture that was written last, if nothing has followed: its address, and whether it waited for a script.
    shown: Option<(String, bool)>,
    /// Whether a `<noscript>` is open that shows that picture a second time.
    twice: bool,
}

impl Pairing<'_> {
    fn piece(&mut self, written: &str, inline: bool) {
        self.pieces.push(Vec::new());
        for token in tokens::tokens(written) {
            if self.is_second(&token) {
                continue;
            }
            match token {
                Token::Text(text) => self.put(html::escape(&text)),
                Token::Start(tag) if tag.name == "a" && self.is_in_far_link() => {
                    self.drop("html-link-in-link", tag.name);
                }
                Token::Start(tag) => {
                    match rules::judge(&tag, inline, self.place, self.pictures_here(), self.frames) {
                        Verdict::Keep { html, void, dropped } => {
                            for name in dropped {
                                let opens = name.starts_with("target=") || name.starts_with("rel=");
                                self.drop(
                                    if opens { crate::opens::CODE } else { "html-attribute-dropped" },
                                    name,
                                );
                            }
                            let instead = match inline && rules::is_named_in_prose(&tag) {
                                true => html::escape(written),
                                false => String::new(),
                            };
                            self.start(&tag.name, html, void, instead);
                        }
                        Verdict::Replace { html, code, what } => {
                            self.drop(code, what);
                            self.put(html);
                        }
                        Verdict::Gone => {}
                        Verdict::Drop => self.drop("html-tag-dropped", tag.name.clone()),
                        Verdict::Prose => {
                            self.drop("html-unknown-tag", tag.name.clone());
                            if rules::is_unknown(&tag.name) && self.prose.len() < DEEPEST {
                                self.prose.push(tag.name.clone());
                            }
                            let shown = if inline { written.to_owned() } else { tag.written() };
                            self.put(html::escape(&shown));
                        }
                    }
                }
                Token::End(name) => match self.prose.iter().rposition(|one| *one == name) {
                    Some(place) => {
                        self.prose.truncate(place);
                        self.put(html::escape(&format!("</{name}>")));
                    }
                    None => self.end(&name),
                },
                Token::Hidden(name) => self.drop("html-tag-dropped", name),
            }
        }
    }

    /// Whether a picture is the one that stands before the `<noscript>` that it is in.
    fn is_second(&mut self, token: &Token) -> bool {
        match token {
            Token::Text(text) if text.trim().is_empty() => false,
            Token::Start(tag) if tag.name == "noscript" => {
                self.twice = self.shown.is_some();
                false
            }
            Token::End(name) if name == "noscript" => {
                (self.twice, self.shown) = (false, None);
                false
            }
            Token::Start(tag) if tag.name == "img" => {
                let src = tag.get("src").unwrap_or_default();
                if self.twice {
                    return self.shown.as_ref().is_some_and(|(shown, waited)| *waited || shown == src);
                }
                let waited = tokens::LAZY.iter().any(|lazy| tag.get(lazy) == Some(src));
                self.shown = Some((src.to_owned(), waited));
                false
            }
            // The end of a link or a figure around the picture.
            Token::End(_) => false,
            _ if self.twice => false,
            _ => {
                self.shown = None;
                false
            }
        }
    }

    /// Within a `<picture>` its author has chosen the forms.
    fn pictures_here(&self) -> (&[Known], bool) {
        let chosen = self.stack.iter().any(|f| matches!(f, Frame::Element { name, .. } if name == "picture"));
        (self.pictures, !chosen)
    }

    /// Whether a link is open around the element that is being written: browsers would take the two apart.
    fn is_in_far_link(&self) -> bool {
        let around = self.stack.split_last().map_or(&[][..], |(_, around)| around);
        around.iter().any(|f| matches!(f, Frame::Element { name, .. } if name == "a"))
    }

    fn put(&mut self, html: String) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.push(html);
        }
    }

    fn drop(&mut self, code: &'static str, name: String) {
        let entry = self.dropped.entry((code, name)).or_insert((self.at, 0));
        entry.1 += 1;
    }

    fn start(&mut self, name: &str, html: String, void: bool, instead: String) {
        // `<li>a<li>b`: the second begins where the first ends.
        while let Some(Frame::Element { name: open, .. }) = self.stack.last()
            && rules::ends_before(open, name)
        {
            let end = format!("</{open}>");
            self.stack.pop();
            self.put(end);
        }
        if !void && self.stack.len() >= DEEPEST {
            return self.drop("html-too-deep", name.to_owned());
        }
        self.put(html);
        if !void {
            let piece = self.pieces.len() - 1;
            let part = self.pieces[piece].len() - 1;
            self.stack.push(Frame::Element { name: name.to_owned(), piece, part, instead });
        }
    }

    fn end(&mut self, name: &str) {
        let within = self.stack.iter().rev().take_while(|f| matches!(f, Frame::Element { .. }));
        let depth =
            within.into_iter().position(|f| matches!(f, Frame::Element { name: open, .. } if open == name));
        let Some(depth) = depth else { return };
        for _ in 0..=depth {
            if let Some(Frame::Element { name, .. }) = self.stack.pop() {
                self.put(format!("</{name}>"));
            }
        }
    }

    /// A Markdown block ends: what is still open inside it can't be closed by anything that follows.
    fn end_container(&mut self) {
        while let Some(Frame::Element { name, piece, part, instead }) = self.stack.pop() {
            self.drop(if instead.is_empty() { "html-unclosed" } else { "html-named" }, name);
            self.pieces[piece][part] = instead;
        }
    }

    fn finish(mut self, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
        let mut tail = String::new();
        while let Some(frame) = self.stack.pop() {
            if let Frame::Element { name, .. } = frame {
                tail.push_str(&format!("</{name}>"));
                if !rules::may_stay_open(&name) {
                    self.drop("html-unclosed", name);
                }
            }
        }
        for ((code, name), (at, count)) in self.dropped {
            diagnostics.push(rules::report(code, &name, Position::of(text, at), count));
        }
        let mut pieces: Vec<String> = self.pieces.into_iter().map(|parts| parts.concat()).collect();
        if !tail.is_empty() {
            pieces.push(tail);
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lamplight_markdown::render;
    use lamplight_markdown::{Options, RawHtml};

    fn html(markdown: &str) -> (String, Vec<&'static str>) {
        let place = LinkContext { base: "/", origin: "", path: "/blog/p/", known: &[] };
        let flavour = Flavour::Blog { smart: false };
        let mut diagnostics = Vec::new();
        let pieces =
            pieces(markdown, 0, flavour, &place, &[], &["video.example".to_owned()], &mut diagnostics);
        let options = Options { place: Some(place), ..Options::bare(flavour, RawHtml::Pieces(&pieces)) };
        (render(markdown, &options).html, diagnostics.iter().map(|d| d.code).collect())
    }

    #[test]
    fn harmless_html_stays_and_hostile_goes() {
        for (markdown, want, codes) in [
            ("a <kbd>b</kbd> c", "<p>a <kbd>b</kbd> c</p>\n", &[][..]),
            ("<div class=\"x\">\n\n*a*\n\n</div>", "<div class=\"x\">\n<p><em>a</em></p>\n</div>\n", &[]),
            ("<script>alert(1)</script>", "", &["html-tag-dropped"]),
            ("<ScRiPt>alert(1)", "", &["html-tag-dropped"]),
            ("a <b onclick=\"x()\">b</b>", "<p>a <b>b</b></p>\n", &["html-attribute-dropped"]),
            ("a <a href=\"java&#10;script:x\">b</a>", "<p>a <a>b</a></p>\n", &["html-attribute-dropped"]),
            (
                "<svg><script>x</script></svg>",
                "<p>&lt;svg&gt;x</p>",
                &["html-tag-dropped", "html-unknown-tag"],
            ),
            (
                "I <insert excuse here> late",
                "<p>I &lt;insert excuse here&gt; late</p>\n",
                &["html-unknown-tag"],
            ),
            ("headings like <H1> here", "<p>headings like &lt;H1&gt; here</p>\n", &["html-named"]),
            (
                "run it with <command> <path>",
                "<p>run it with &lt;command&gt; &lt;path&gt;</p>\n",
                &["html-unknown-tag"; 2],
            ),
            ("</div></div>a", "a\n", &[]),
            (
                "<iframe src=\"https://video.example/1\" onload=\"x()\">no</iframe>",
                "<iframe src=\"https://video.example/1\" title=\"video.example\" loading=\"lazy\" \
                 sandbox=\"allow-scripts allow-same-origin allow-popups allow-presentation\" \
                 referrerpolicy=\"strict-origin-when-cross-origin\" allow=\"fullscreen\"></iframe>",
                &["html-attribute-dropped"],
            ),
            (
                "<iframe src=\"https://video.example.evil/1\"></iframe>",
                "<a class=\"embed\" href=\"https://video.example.evil/1\"><span class=\"embed-title\">\
                 video.example.evil/1</span> <span class=\"embed-host\">video.example.evil</span></a>",
                &["embed-linked"],
            ),
            ("<script src=\"https://platform.twitter.com/widgets.js\"></script>", "", &[]),
            (
                "<script src=\"//gist.github.com/me/1.js\">alert(1)</script>",
                "<a class=\"embed\" href=\"https://gist.github.com/me/1\"><span class=\"embed-title\">\
                 gist.github.com/me/1</span> <span class=\"embed-host\">GitHub Gist</span></a>",
                &["embed-linked"],
            ),
            (
                "<script src=\"https://evil.example/gist.github.com/1.js\"></script>",
                "",
                &["html-tag-dropped"],
            ),
            ("> <div>\n\n</div>", "<blockquote>\n\n</blockquote>\n", &["html-unclosed"]),
            ("<ul><li>a<li>b</ul>", "<ul dir=\"auto\"><li>a</li><li>b</li></ul>", &[]),
            ("x <b>y", "<p>x y</p>\n", &["html-unclosed"]),
            ("x <a>y <a>z</a>", "<p>x <a>y </a><a>z</a></p>\n", &[]),
            ("x <a>y <b><a>z</a></b>", "<p>x <a>y <b>z</b></a></p>\n", &["html-link-in-link"]),
            (
                "<img src=/a.png id=body>",
                "<img src=\"/a.png\" loading=\"lazy\" decoding=\"async\" alt=\"\" />",
                &["html-attribute-dropped"],
            ),
        ] {
            let (got, told) = html(markdown);
            assert_eq!(got.trim_end(), want.trim_end(), "{markdown}");
            assert_eq!(told, codes, "{markdown}");
        }
    }

    #[test]
    fn boxes_get_the_looks_of_alerts() {
        for (markdown, want) in [
            (
                "<div box=\"tip\" class=\"x\">\n\n<strong box=\"title\">A *b*</strong>\n\nc\n\n</div>",
                "<div class=\"alert tip x\" role=\"note\">\n<p><strong class=\"alert-title\">A <em>b</em></strong></p>\n\
                 <p>c</p>\n</div>",
            ),
            (
                "<details box=\"note\" open>\n<summary>\n\n<strong box=\"title\">1. a</strong>\n\n</summary>\n\nc\n\n</details>",
                "<details class=\"alert note\" open=\"\">\n<summary>\n<p><strong class=\"alert-title\">1. a</strong></p>\n\
                 </summary>\n<p>c</p>\n</details>",
            ),
            (
                "> [!NOTE]\n> a\n>\n> > [!TIP]\n> > b",
                "<div class=\"alert note\" role=\"note\">\n<p class=\"alert-title\">Note</p>\n<p>a</p>\n\
                 <div class=\"alert tip\" role=\"note\">\n<p class=\"alert-title\">Tip</p>\n<p>b</p>\n</div>\n</div>",
            ),
            (
                "> [!CAUTION]",
                "<div class=\"alert caution\" role=\"note\">\n<p class=\"alert-title\">Caution</p>\n</div>",
            ),
        ] {
            let (got, told) = html(markdown);
            assert_eq!((got.trim_end(), told.len()), (want, 0), "{markdown}");
        }
        assert_eq!(html("<div box=\"evil\">a</div>").1, ["html-attribute-dropped"]);
    }

    #[test]
    fn what_is_for_readers_without_scripts_is_for_all() {
        let img = |src: &str| format!("<img src=\"{src}\" loading=\"lazy\" decoding=\"async\" alt=\"\" />");
        for (markdown, want) in [
            (
                "<div><noscript>\n<img src=\"/a.png\">\n</noscript></div>",
                format!("<div>\n{}\n</div>", img("/a.png")),
            ),
            (
                "<div><img data-src=\"/a.png\"><noscript><img src=\"/big.png\"></noscript></div>",
                format!("<div>{}</div>", img("/a.png")),
            ),
            (
                "<div><img src=\"/a.png\"><noscript><img src=\"/a.png\"></noscript><img src=\"/a.png\"></div>",
                format!("<div>{0}{0}</div>", img("/a.png")),
            ),
            (
                "<div><img src=\"/a.png\"><noscript><p>b</p><img src=\"/c.png\"></noscript></div>",
                format!("<div>{}<p>b</p>{}</div>", img("/a.png"), img("/c.png")),
            ),
            (
                "<div><noscript><script>x()</script><b onclick=y>c</b></noscript></div>",
                "<div><b>c</b></div>".to_owned(),
            ),
            ("a <img data-original=\"/a.png\"> b", format!("<p>a {} b</p>", img("/a.png"))),
        ] {
            assert_eq!(html(markdown).0.trim_end(), want, "{markdown}");
        }
    }

    #[test]
    fn old_elements_are_no_text() {
        for (markdown, want) in [
            ("<nobr>a b</nobr>, <font>c</font> <blink>d</blink>", "<p>a b, c d</p>"),
            ("<acronym title=\"Hyper\">HTML</acronym>", "<p><abbr title=\"Hyper\">HTML</abbr></p>"),
            ("<foo>x</foo> </bar>", "<p>&lt;foo&gt;x&lt;/foo&gt; </p>"),
            ("<math mathml=\"&lt;math&gt;&lt;mi&gt;x&lt;/mi&gt;&lt;/math&gt;\">", "<math><mi>x</mi></math>"),
        ] {
            assert_eq!(html(markdown).0.trim_end(), want, "{markdown}");
        }
    }

    #[test]
    fn nobody_needs_elements_within_thousands_of_others() {
        let (got, told) = html(&["<b>".repeat(3000), "x".to_owned(), "</b>".repeat(3000)].concat());
        let count = |tag: &str| got.matches(tag).count();
        assert_eq!((count("<b>"), count("</b>"), count("x")), (DEEPEST - 1, DEEPEST - 1, 1));
        assert_eq!(told, ["html-too-deep"]);
    }
}
