//! What publishing remembers at the target, in `lamplight/deploy.json`: what the last deploy sent, what it replaced, and what of older
//! deploys is still there.
//!
//! Readers can fetch the file, so it names no path, no title and no person: paths and posts are there as hashes. Paths come from
//! the list of what is at the target.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The version of this file.
const FORMAT: u32 = 1;

/// The hash of a path: 24 hexadecimal digits.
pub(crate) type Key = String;
/// The hash of a file's bytes: 32 hexadecimal digits.
pub(crate) type ContentHash = String;

/// The key of a path.
pub(crate) fn key(path: &str) -> Key {
    hex(path.as_bytes(), 12)
}

/// The hash of a file's bytes.
pub(crate) fn content_hash(bytes: &[u8]) -> ContentHash {
    hex(bytes, 16)
}

fn hex(bytes: &[u8], length: usize) -> String {
    Sha256::digest(bytes).iter().take(length).map(|byte| format!("{byte:02x}")).collect()
}

/// A post, known by its address with its title, and by its address with its date: two hashes. It is the same post if one of
/// them is the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct PostId(String, String);

impl PostId {
    pub(crate) fn of(path: &str, title: &str, date: &str) -> Self {
        let titled = hex(format!("{path}\n{title}").as_bytes(), 8);
        // A post without a date is known by its title alone.
        let dated =
            if date.is_empty() { titled.clone() } else { hex(format!("{path}\n\n{date}").as_bytes(), 8) };
        Self(titled, dated)
    }
}

/// A site, as far as publishing compares it with another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Deploy {
    /// When it was complete: seconds since 1970.
    pub time: u64,
    /// All files.
    pub files: BTreeMap<Key, ContentHash>,
    /// All posts and pages, also those that are in no list.
    pub posts: BTreeSet<PostId>,
}

impl Deploy {
    /// How many of its posts are not in another.
    pub(crate) fn posts_missing_in(&self, other: &BTreeSet<PostId>) -> usize {
        let known: BTreeSet<&str> =
            other.iter().flat_map(|post| [post.0.as_str(), post.1.as_str()]).collect();
        let is_gone = |post: &&PostId| !known.contains(post.0.as_str()) && !known.contains(post.1.as_str());
        self.posts.iter().filter(is_gone).count()
    }
}

/// The deploy before the last, as far as it differs from the last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Previous {
    pub time: u64,
    /// The files that differ: what they were, or `None` if they were not there.
    pub changes: BTreeMap<Key, Option<ContentHash>>,
    pub posts: BTreeSet<PostId>,
}

/// A deploy that has begun and is not complete.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pending {
    /// Each file that it may have changed: what the last complete deploy had there.
    pub touched: BTreeMap<Key, Option<ContentHash>>,
    /// Whether it keeps copies for a rollback.
    pub keeps: bool,
    /// Files that may be changed now: of those that were there, the copies are complete.
    pub copied: BTreeSet<Key>,
    /// What it has sent.
    pub sent: BTreeMap<Key, ContentHash>,
    /// Its posts.
    pub posts: BTreeSet<PostId>,
}

/// Everything that publishing remembers at a target.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    pub format: u32,
    /// The last complete deploy.
    pub deployed: Option<Deploy>,
    pub previous: Option<Previous>,
    /// Files of older deploys that are still there, and when a deploy without them was complete. 0: they must go now.
    pub stale: BTreeMap<Key, u64>,
    pub pending: Option<Pending>,
}

impl State {
    /// Reads the file. `None` if it is damaged or of a newer version.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|state: &Self| state.format == FORMAT)
    }

    /// The bytes of the file.
    pub(crate) fn write(&self) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(&Self { format: FORMAT, ..self.clone() })?)
    }

    /// What is at the target under this key, as far as it is known for certain.
    pub(crate) fn known(&self, key: &str) -> Option<&ContentHash> {
        match &self.pending {
            Some(pending) if pending.touched.contains_key(key) => {
                // Copies come before everything else: without one, nothing has changed yet.
                let is_as_before = pending.keeps && !pending.copied.contains(key);
                let before = || is_as_before.then(|| self.deployed_hash(key)).flatten();
                pending.sent.get(key).or_else(before)
            }
            _ => self.deployed_hash(key),
        }
    }

    /// What the last complete deploy had under this key.
    pub(crate) fn deployed_hash(&self, key: &str) -> Option<&ContentHash> {
        self.deployed.as_ref()?.files.get(key)
    }

    /// Whether a deploy has put a file there.
    pub(crate) fn is_ours(&self, key: &str) -> bool {
        self.stale.contains_key(key)
            || self.deployed_hash(key).is_some()
            || self.pending.as_ref().is_some_and(|pending| pending.touched.contains_key(key))
    }

    /// The state before a rollback: the deploy before the last is the last complete one, and the last is one that did not get to
    /// its end. To go back is then the same as to give up a deploy that was interrupted. Returns whether there is a way back.
    pub(crate) fn reopen(&mut self) -> bool {
        // A rollback that was interrupted while it removed files has nothing else to do.
        let is_removing = self.previous.is_none() && self.stale.values().any(|since| *since == 0);
        if self.pending.is_some() || is_removing {
            return self.deployed.is_some();
        }
        let (Some(last), Some(previous)) = (self.deployed.take(), self.previous.take()) else { return false };
        let mut files = last.files.clone();
        for (key, was) in &previous.changes {
            match was {
                Some(hash) => files.insert(key.clone(), hash.clone()),
                None => files.remove(key),
            };
        }
        let sent =
            previous.changes.keys().filter_map(|key| Some((key.clone(), last.files.get(key)?.clone())));
        self.pending = Some(Pending {
            keeps: true,
            sent: sent.collect(),
            copied: previous.changes.keys().cloned().collect(),
            touched: previous.changes,
            posts: last.posts,
        });
        self.deployed = Some(Deploy { time: previous.time, files, posts: previous.posts });
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_the_same_if_its_title_or_its_date_is() {
        let deploy = |posts: &[(&str, &str, &str)]| Deploy {
            posts: posts.iter().map(|(path, title, date)| PostId::of(path, title, date)).collect(),
            ..Deploy::default()
        };
        let before = deploy(&[("/a", "A", "2020"), ("/b", "B", ""), ("/c", "C", "2021")]);
        let gone = |after: &[(&str, &str, &str)]| before.posts_missing_in(&deploy(after).posts);
        assert_eq!(gone(&[("/a", "New", "2020"), ("/b", "B", "2022"), ("/c", "C", "")]), 0);
        assert_eq!(gone(&[("/a", "New", "2022"), ("/b", "New", ""), ("/d", "C", "2021")]), 3);
    }

    #[test]
    fn the_file_names_nothing_and_survives_damage() {
        let files = [(key("secret/index.html"), content_hash(b"x"))].into();
        let posts = [PostId::of("/secret", "Secret", "2020")].into();
        let state = State { deployed: Some(Deploy { time: 1, files, posts }), ..State::default() };
        let bytes = state.write().expect("bytes");
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("secret") && !text.contains("2020"), "{text}");
        assert_eq!(State::read(&bytes).map(|read| read.deployed), Some(state.deployed));
        assert_eq!(State::read(&bytes[1..]), None);
        assert_eq!(State::read(b"{\"format\":2,\"stale\":{}}"), None);
    }
}
