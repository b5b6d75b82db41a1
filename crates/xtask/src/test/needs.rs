//! What some native tests need that not every machine has. They are `#[ignore]`d, so that `cargo test` alone passes anywhere; here they run
//! if what they need is there, and count as skipped if it is not.

use crate::tools::corpus;
use crate::{setup, sites};

/// Tests, and what all of them need.
pub(super) struct Need {
    /// Names of the tests.
    pub tests: &'static [&'static str],
    /// What they need, and where it comes from.
    pub what: &'static str,
    is_there: fn() -> bool,
}

const NEEDS: [Need; 5] = [
    Need {
        tests: &[
            "nothing_of_the_old_corpus_is_lost_in_silence",
            "titles_find_their_posts",
            "a_question_loads_a_little_of_a_large_index",
            "gfm_0_29_extensions",
            "smart_punctuation",
        ],
        what: "the corpus of posts, which LAMPLIGHT_CORPUS names",
        is_there: || sites::CORPUS.iter().all(|name| corpus(name).is_some()),
    },
    Need {
        tests: &["nginx_sends_what_its_rules_say"],
        what: "nginx, by `cargo xtask setup`",
        is_there: || setup::has_server("nginx"),
    },
    Need {
        tests: &["caddy_sends_what_its_rules_say"],
        what: "Caddy, by `cargo xtask setup`",
        is_there: || setup::has_server("caddy"),
    },
    Need {
        tests: &["apache_sends_what_its_rules_say"],
        what: "Apache, by `cargo xtask setup`",
        is_there: || setup::has_server("apache"),
    },
    Need {
        tests: &["an_openssh_server"],
        what: "sshd: `apt install openssh-server`",
        is_there: setup::has_sshd,
    },
];

/// What is needed and not there.
pub(super) fn lacking() -> impl Iterator<Item = Need> {
    NEEDS.into_iter().filter(|need| !(need.is_there)())
}
