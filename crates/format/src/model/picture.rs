//! Pictures, and their leaner forms.

use serde::{Deserialize, Serialize};

/// An image of a post's front matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// A path of the site with leading slash, or an absolute URL.
    pub src: String,
    /// Text alternative; empty if the author gave none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// CSS pixels, both or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<(u32, u32)>,
    /// Leaner forms, if the build made some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Sources>,
}

/// Leaner forms of a picture, made at build: the files `lamplight/images/<stem>-<width>.<format>`, for each width in
/// each format.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sources {
    /// Made of the picture's content.
    pub stem: String,
    /// In pixels, ascending; none is wider than the picture.
    pub widths: Vec<u32>,
    /// `avif`, `webp`: the best first.
    pub formats: Vec<String>,
}

/// A picture that a text shows and the build knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Its destination as written.
    pub written: String,
    /// Width and height in CSS pixels.
    pub size: (u32, u32),
    /// Leaner forms, if the build made some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Sources>,
}
