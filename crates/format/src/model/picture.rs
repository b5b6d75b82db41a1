//! Pictures, and their smaller variants.

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
    /// Smaller variants, if the build made some.
    #[serde(rename = "sources", default, skip_serializing_if = "Option::is_none")]
    pub variants: Option<ImageVariants>,
}

/// Smaller variants of a picture, made at build: the files `lamplight/images/<stem>-<width>.<format>`, for each width in
/// each format.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImageVariants {
    /// Beginning of the file names, made of the hash of the picture.
    pub stem: String,
    /// In pixels, ascending; none is wider than the picture.
    pub widths: Vec<u32>,
    /// `avif`, `webp`: the best first.
    pub formats: Vec<String>,
}

/// A picture in a text whose size the build has found out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownPicture {
    /// Its destination as written.
    pub written: String,
    /// Width and height in CSS pixels.
    pub size: (u32, u32),
    /// Smaller variants, if the build made some.
    #[serde(rename = "sources", default, skip_serializing_if = "Option::is_none")]
    pub variants: Option<ImageVariants>,
}
