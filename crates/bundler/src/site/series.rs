//! Series: posts that belong together, in order.

use std::collections::BTreeMap;

use lamplight_format::model::{Neighbour, Series};
use lamplight_import::slug::slugify;

use super::ResolvedPost;
use crate::parsed_post::ParsedPost;

/// Parts that a post names at most.
const PARTS: usize = 100;

/// Sets the series of each post. `parsed_posts` and `posts` are the same posts in the same order, oldest first.
///
/// Parts with a number come in its order, before those without, which come by date.
pub(super) fn join(parsed_posts: &[&ParsedPost], posts: &mut [ResolvedPost]) {
    let mut all: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, parsed) in parsed_posts.iter().enumerate() {
        if let Some(name) = &parsed.series {
            all.entry(slugify(name)).or_default().push(i);
        }
    }
    for mut members in all.into_values().filter(|members| members.len() > 1) {
        let name = parsed_posts[members[0]].series.clone().unwrap_or_default();
        members.sort_by_key(|&i| parsed_posts[i].part.unwrap_or(u32::MAX));
        members.truncate(PARTS);
        let parts: Vec<Neighbour> = members.iter().map(|&i| posts[i].neighbour()).collect();
        for &i in &members {
            posts[i].data.series = Some(Series { name: name.clone(), posts: parts.clone() });
        }
    }
}
