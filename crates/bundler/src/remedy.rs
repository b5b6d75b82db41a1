//! What to do about an error that ends a command.

use std::fmt;
use std::io::ErrorKind;

/// An error, or the context of one, that says what to do.
#[derive(Debug)]
pub struct Remedy {
    /// What happened, and where.
    message: String,
    /// What to do, as a command or a change where there is one.
    help: String,
}

impl Remedy {
    /// An error with what happened and what to do.
    #[must_use]
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }

    /// What to do about an error: what it says itself, or what helps against its cause.
    #[must_use]
    pub fn of(error: &anyhow::Error) -> Option<String> {
        let said = error.downcast_ref::<Self>().map(|remedy| remedy.help.clone());
        said.or_else(|| {
            let causes = error.chain().filter_map(|cause| cause.downcast_ref::<std::io::Error>());
            causes.map(std::io::Error::kind).find_map(against)
        })
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Remedy {}

/// What helps against an error of the system.
fn against(kind: ErrorKind) -> Option<String> {
    let help = match kind {
        ErrorKind::NotFound => {
            "look at the spelling of the path, and whether its folder exists; paths begin at the folder that you are in"
        }
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "a file has the name of a folder of that path: choose another path"
        }
        ErrorKind::PermissionDenied => {
            "give yourself the right to it (on Linux and macOS `chmod u+rwX`), or choose another folder"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "make room on that disk, or choose a folder on another one with --out; what was there before is untouched"
        }
        ErrorKind::ReadOnlyFilesystem => {
            "choose a folder on a disk that can be written, with --out and --cache"
        }
        _ => return None,
    };
    Some(help.to_owned())
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn an_error_of_the_system_has_a_remedy_below_any_context() {
        for (kind, help) in [
            (ErrorKind::PermissionDenied, "chmod"),
            (ErrorKind::StorageFull, "make room"),
            (ErrorKind::ReadOnlyFilesystem, "--out"),
            (ErrorKind::NotADirectory, "a file has the name"),
            (ErrorKind::NotFound, "spelling"),
        ] {
            let failed: Result<(), _> = Err(std::io::Error::from(kind));
            let error = failed
                .context("can't write x")
                .context("building")
                .err()
                .unwrap_or_else(|| anyhow::anyhow!("no error"));
            assert!(Remedy::of(&error).is_some_and(|told| told.contains(help)), "{kind}");
        }
        assert_eq!(Remedy::of(&anyhow::anyhow!("no idea")), None);
    }

    #[test]
    fn a_remedy_of_its_own_counts_first() {
        let error = anyhow::Error::new(std::io::Error::from(ErrorKind::NotFound));
        let error = error.context(Remedy::new("no folder x", "make it"));
        assert_eq!(Remedy::of(&error).as_deref(), Some("make it"));
        assert_eq!(error.to_string(), "no folder x");
    }
}
