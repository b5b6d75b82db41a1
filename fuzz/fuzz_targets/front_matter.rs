//! Any bytes as a post: the front matter is read, whatever it is, and every place that is named is in the text.
#![no_main]

use lamplight_import::front_matter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let document = front_matter::read(bytes);
    let lines = document.text.split('\n').count();
    for told in &document.diagnostics {
        assert!((1..=lines + 1).contains(&told.at.line), "line {} of {lines}", told.at.line);
    }
    assert!(document.text.is_char_boundary(document.body));
});
