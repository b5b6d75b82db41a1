//! Pictures: how large they are.

use std::fs;
use std::path::Path;

/// Width and height in CSS pixels, if the file is a picture that says so.
pub(crate) fn size(file: &Path) -> Option<(u32, u32)> {
    if file.extension().is_some_and(|e| e.eq_ignore_ascii_case("svg")) {
        return svg_size(&fs::read_to_string(file).ok()?);
    }
    let size = imagesize::size(file).ok()?;
    Some((size.width.try_into().ok()?, size.height.try_into().ok()?))
}

/// What the root element says: width and height in pixels, else its view box.
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let tag = &text[text.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let attribute = |name: &str| {
        let after = tag.split_once(&format!(" {name}="))?.1;
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        after[1..].split(quote).next()
    };
    let pixels = |text: &str| {
        text.trim().trim_end_matches("px").parse::<f64>().ok().filter(|n| *n >= 1.0).map(|n| n.round() as u32)
    };
    if let (Some(width), Some(height)) =
        (attribute("width").and_then(pixels), attribute("height").and_then(pixels))
    {
        return Some((width, height));
    }
    let mut sides = attribute("viewBox")?.split([' ', ',']).filter(|s| !s.is_empty()).skip(2);
    Some((pixels(sides.next()?)?, pixels(sides.next()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_say_their_size_in_two_ways() {
        assert_eq!(svg_size("<?xml?><svg xmlns='x' width='640px' height=\"360\">"), Some((640, 360)));
        assert_eq!(svg_size("<svg width=\"100%\" viewBox=\"0 0 16.2, 9\">"), Some((16, 9)));
        assert_eq!(svg_size("<svg>"), None);
        assert_eq!(svg_size("not a picture"), None);
    }
}
