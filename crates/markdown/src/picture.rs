//! Writes the HTML of pictures, with `srcset` and lazy loading.

use pulldown_cmark_escape::{escape_href, escape_html};

use lamplight_format::decimal;
use lamplight_format::model::ImageVariants;

/// The HTML of a picture, except for its text alternative.
#[derive(Clone, Copy, Debug)]
pub struct PictureTag<'a> {
    /// For `src`, with base.
    pub url: &'a str,
    /// Width and height in CSS pixels.
    pub size: Option<(u32, u32)>,
    /// Smaller variants of it.
    pub variants: Option<&'a ImageVariants>,
    /// The site's base path.
    pub base: &'a str,
    /// Value of the `sizes` attribute.
    pub sizes: &'a str,
    /// Whether it is loaded only when the reader comes near it. The first picture of a page is not.
    pub lazy: bool,
}

/// `sizes` of a picture in a text: the width of the text, or of the screen without margins.
pub const IN_TEXT: &str = "(min-width: 48rem) 45rem, 92vw";

impl PictureTag<'_> {
    /// Writes everything before the value of `alt`. The caller writes that value, then calls [`PictureTag::close`].
    pub fn open(&self, out: &mut String) {
        if let Some(variants) = self.variants {
            out.push_str("<picture>");
            for format in &variants.formats {
                out.push_str("<source type=\"image/");
                out.push_str(format);
                out.push_str("\" srcset=\"");
                for (i, width) in variants.widths.iter().enumerate() {
                    let width = decimal(*width);
                    if i > 0 {
                        out.push_str(", ");
                    }
                    for part in [
                        self.base,
                        "lamplight/images/",
                        &variants.stem,
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
                attribute(out, "\" sizes", self.sizes);
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
        out.push_str(if self.lazy { LAZY_ATTRIBUTES } else { " fetchpriority=\"high\" decoding=\"async\"" });
        out.push_str(" alt=\"");
    }

    /// Writes everything after the value of `alt`.
    pub fn close(out: &mut String, variants: Option<&ImageVariants>, title: &str) {
        out.push('"');
        if !title.is_empty() {
            attribute(out, " title", title);
        }
        out.push_str(" />");
        if variants.is_some() {
            out.push_str("</picture>");
        }
    }

    /// The complete HTML.
    #[must_use]
    pub fn html(&self, alt: &str) -> String {
        let mut out = String::new();
        self.open(&mut out);
        let _ = escape_html(&mut out, alt);
        Self::close(&mut out, self.variants, "");
        out
    }
}

/// Attributes of a picture that is loaded lazily.
pub const LAZY_ATTRIBUTES: &str = " loading=\"lazy\" decoding=\"async\"";

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str("=\"");
    let _ = escape_html(&mut *out, value);
    out.push('"');
}
