//! Any text as an address, a date and a key of the table: whatever files and links say, it is read, and stays within the site.
#![no_main]

use lamplight_format::date::Date;
use lamplight_format::model::{Hash, RouteEntry as Row, RouteTarget, Tree, bucket, route_key};
use lamplight_format::route::{KINDS, Route, slice, url, url_of_section, without_base};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, u32, u32, u8)| {
    let (text, number, other, depth) = input;

    let key = route_key(text);
    assert!(key.starts_with('/') && (key.len() == 1 || !key.ends_with('/')), "{key}");
    assert!(bucket(&key, number) < number.max(1));
    // Keys in another case are in the same leaf.
    assert_eq!(bucket(&key, number), bucket(&key.to_ascii_uppercase(), number));
    let row = |path: String| Row { path, target: RouteTarget::Document { bundle: Hash(String::new()) } };
    let leaf = vec![row(key.to_ascii_uppercase()), row(key.clone())];
    assert_eq!(Row::at(leaf, &key).map(|row| row.path), Some(key.clone()));

    let route = Route::parse(text);
    let _ = (route.key(), route.with_page(number).path(), Route::is_reserved(text));
    // What is asked for has no page 0, and is one of the kinds that there are.
    match &route {
        Route::Home { page } | Route::Archive { page, .. } => assert!(*page > 0),
        Route::Term { kind, page, .. } => assert!(*page > 0 && KINDS.contains(kind)),
        Route::Document { key: own } => assert_eq!(*own, key),
        Route::Terms(_) | Route::Offline | Route::Search => {}
    }

    // A path is an address of this site, whatever it says, and ends no attribute.
    for address in [url_of_section("/x/", text, text), url("/x/", &["/", text].concat())] {
        assert!(address.starts_with("/x/"), "{address}");
        assert!(!address.contains(['"', '<', '>', ' ', '\n']), "{address}");
    }
    if let Some(path) = without_base("/x/", text) {
        assert!(path.starts_with('/'));
    }

    if let Some(date) = Date::from_rfc3339(text) {
        let _ = (date.instant(), date.cmp(&date));
        // Of hours that no clock shows only that they are read is wanted.
        let is_on_a_clock = date.offset.unsigned_abs() < 100 * 60;
        assert!(!is_on_a_clock || Date::from_rfc3339(&date.rfc3339()) == Some(date), "{text}");
    }

    let tree = Tree { depth: depth % 8, leaves: number, root: Vec::new() };
    assert_eq!(tree.way(number as usize).count(), usize::from(depth % 8) + 1);
    if let Some((start, end, last)) = slice(number, other, u32::from(depth)) {
        assert!(start <= end && end <= number && other <= last);
    }
});
