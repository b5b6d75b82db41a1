//! How a picture is written into a page: the one place that knows `srcset` and when to load.

use pulldown_cmark_escape::{escape_href, escape_html};

use lamplight_format::decimal;
use lamplight_format::model::Sources;

/// A picture, up to its text alternative.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// For `src`, with base.
    pub url: &'a str,
    /// Width and height in CSS pixels.
    pub size: Option<(u32, u32)>,
    /// Leaner forms of it.
    pub sources: Option<&'a Sources>,
    /// The site's base path.
    pub base: &'a str,
    /// The widest that the page shows it, as a `sizes` attribute says it.
    pub shown: &'a str,
    /// Whether it may wait until the reader comes near it. The first of a page may not.
    pub lazy: bool,
}

/// A picture in running text: the text's measure, or the whole screen but for its gutters.
pub const IN_TEXT: &str = "(min-width: 48rem) 45rem, 92vw";

impl Picture<'_> {
    /// Writes everything up to the value of `alt`, which the caller writes next; then comes [`Picture::close`].
    pub fn open(&self, out: &mut String) {
        if let Some(sources) = self.sources {
            out.push_str("<picture>");
            for format in &sources.formats {
                out.push_str("<source type=\"image/");
                out.push_str(format);
                out.push_str("\" srcset=\"");
                for (i, width) in sources.widths.iter().enumerate() {
                    let width = decimal(*width);
                    if i > 0 {
                        out.push_str(", ");
                    }
                    for part in [
                        self.base,
                        "lamplight/images/",
                        &sources.stem,
                        "-",
                        &width,
                        ".",
                        format,
                        " ",
                        &width,
                        "w",
                    ] {
                        out.push_str(part);
                    }
                }
                attribute(out, "\" sizes", self.shown);
                out.push('>');
            }
        }
        out.push_str("<img src=\"");
        let _ = escape_href(&mut *out, self.url);
        out.push('"');
        if let Some((width, height)) = self.size {
            attribute(out, " width", &decimal(width));
            attribute(out, " height", &decimal(height));
        }
        out.push_str(if self.lazy { LAZY } else { " fetchpriority=\"high\" decoding=\"async\"" });
        out.push_str(" alt=\"");
    }

    /// Writes what comes after `alt`.
    pub fn close(out: &mut String, sources: Option<&Sources>, title: &str) {
        out.push('"');
        if !title.is_empty() {
            attribute(out, " title", title);
        }
        out.push_str(" />");
        if sources.is_some() {
            out.push_str("</picture>");
        }
    }

    /// The whole picture.
    #[must_use]
    pub fn html(&self, alt: &str) -> String {
        let mut out = String::new();
        self.open(&mut out);
        let _ = escape_html(&mut out, alt);
        Self::close(&mut out, self.sources, "");
        out
    }
}

/// What a picture says that may wait.
pub const LAZY: &str = " loading=\"lazy\" decoding=\"async\"";

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str("=\"");
    let _ = escape_html(&mut *out, value);
    out.push('"');
}
