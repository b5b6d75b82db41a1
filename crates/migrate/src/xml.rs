//! XML as exports have it: not always whole.

use quick_xml::Reader;

/// A reader that goes on where names and entities are wrong. An element without content has a start and an end.
pub(crate) fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    config.expand_empty_elements = true;
    reader
}

/// What `&name;` in a text stands for. HTML's own names stay as they are, for the reader of HTML.
pub(crate) fn reference(name: &str) -> String {
    let written = format!("&{name};");
    let text = quick_xml::escape::unescape(&written).map(|text| text.into_owned());
    text.unwrap_or(written)
}
