//! What opens the way to a target, and is no part of its address.

use std::collections::BTreeMap;

/// Variables of the environment.
pub(crate) type Environment = BTreeMap<String, String>;

/// How targets are reached.
#[derive(Clone, Default)]
pub struct Access {
    /// The command for `sftp://`, with its first arguments.
    pub ssh: Vec<String>,
    /// Variables of the environment. Those of the services have keys of object storage.
    pub environment: Environment,
}
