//! What a misspelt name may mean.

/// The most similar of some names, if it differs by a few letters only: one in six of the name, three at most.
pub(super) fn most_similar<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let most = (name.chars().count() / 6).clamp(1, 3);
    names
        .filter(|other| !other.is_empty() && other.len().abs_diff(name.len()) <= 2 * most)
        .map(|other| (strsim::osa_distance(name, other), other))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, other)| other)
}
