//! What the tests share.
#![allow(dead_code, unreachable_pub, missing_docs, clippy::expect_used, clippy::unwrap_used)]

pub mod blog;
pub mod breaking;
pub mod servers;
