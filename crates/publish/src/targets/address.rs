//! Reads what publishers write as TARGET.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use percent_encoding::percent_decode_str;

use super::access::Access;
use super::bucket::{Bucket, BucketAddress};
use super::folder::Folder;
use super::git::{BRANCH, GitBranch, without_secret};
use super::sftp::{SftpAddress, SftpFolder};
use crate::target::Target;

/// A place where a site can be, as it is named on a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Place);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Folder(PathBuf),
    Sftp(SftpAddress),
    Bucket(BucketAddress),
    Git { remote: String, branch: String },
}

impl Address {
    /// Reads a target: a folder, `sftp://user@host/path`, `s3://bucket/prefix`, `gs://…`, `az://…`, or `git:remote#branch`.
    ///
    /// # Errors
    /// If it is none of these. The message never repeats a password.
    pub fn parse(text: &str) -> Result<Self> {
        if let Some(rest) = text.strip_prefix("git:").filter(|rest| !rest.starts_with("//")) {
            let (remote, branch) = rest.rsplit_once('#').unwrap_or((rest, BRANCH));
            if remote.is_empty() || branch.is_empty() {
                bail!("write the branch as git:origin#{BRANCH} or git:https://example.org/blog.git#{BRANCH}");
            }
            return Ok(Self(Place::Git { remote: remote.to_owned(), branch: branch.to_owned() }));
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return Ok(Self(Place::Folder(folder(text)?)));
        };
        Ok(Self(match scheme {
            "sftp" => Place::Sftp(sftp(rest)?),
            "s3" | "gs" | "az" => Place::Bucket(bucket(scheme, rest)?),
            _ => bail!(
                "`{}` is no target: name a folder, sftp://user@host/path, s3://bucket/prefix, gs://bucket, az://container \
                 or git:remote#branch",
                without_secret(text)
            ),
        }))
    }

    /// Whether the target is a folder of this machine, and which.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match &self.0 {
            Place::Folder(folder) => Some(folder),
            _ => None,
        }
    }

    /// Connects to the target. `source` is the folder that will be published.
    ///
    /// # Errors
    /// If there is no way to it, with what can be done.
    pub fn open(&self, source: &Path, access: &Access) -> Result<Box<dyn Target>> {
        Ok(match &self.0 {
            Place::Folder(folder) => Box::new(Folder::new(folder, source)?),
            Place::Sftp(address) => Box::new(SftpFolder::open(address, &access.ssh)?),
            Place::Bucket(address) => Box::new(Bucket::open(address, &access.environment)?),
            Place::Git { remote, branch } => Box::new(GitBranch::open(remote, branch)?),
        })
    }
}

fn folder(text: &str) -> Result<PathBuf> {
    // `user@host:path`, as scp has it. A drive of Windows has one letter.
    if let Some((host, path)) = text.split_once(':').filter(|(host, _)| host.len() > 1 && !host.contains('/'))
    {
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/~/{path}") };
        bail!("write `{text}` as sftp://{host}{path}");
    }
    if text.is_empty() {
        bail!("name a target: a folder, sftp://…, s3://… or git:…");
    }
    Ok(text.into())
}

fn sftp(rest: &str) -> Result<SftpAddress> {
    const FORM: &str =
        "write the server as sftp://user@host/srv/www, or sftp://user@host/~/www for a folder of one's home";
    let (server, path) = rest.split_once('/').context(FORM)?;
    let (user, host) = match server.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, server),
    };
    if user.is_some_and(|user| user.contains(':')) {
        bail!(
            "a password can't be in the address, where others on this machine read it: use a key, or let ssh ask"
        );
    }
    let (host, port) = match host.rsplit_once(':').filter(|_| !host.ends_with(']')) {
        Some((host, port)) => (host, Some(port.parse().context(FORM)?)),
        None => (host, None),
    };
    let host = host.trim_matches(['[', ']']);
    let decode = |text: &str| -> Result<String> { Ok(percent_decode_str(text).decode_utf8()?.into_owned()) };
    let user = user.map(decode).transpose()?;
    let is_bad =
        |word: &str| word.is_empty() || word.starts_with('-') || word.chars().any(char::is_whitespace);
    if is_bad(host) || user.as_deref().is_some_and(is_bad) {
        bail!(FORM);
    }
    let path = decode(path)?;
    let path = path.trim_end_matches('/');
    if path.is_empty() || path.split('/').any(|name| name == "..") {
        bail!("name the folder on the server: {FORM}");
    }
    let path = if path.starts_with("~/") { path.to_owned() } else { format!("/{path}") };
    Ok(SftpAddress { user, host: host.to_owned(), port, path })
}

fn bucket(scheme: &str, rest: &str) -> Result<BucketAddress> {
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    if bucket.is_empty() || bucket.contains('@') {
        bail!(
            "write the bucket as {scheme}://bucket or {scheme}://bucket/prefix; keys come from the environment"
        );
    }
    let mut address = BucketAddress {
        scheme: scheme.to_owned(),
        bucket: bucket.to_owned(),
        prefix: prefix.trim_matches('/').to_owned(),
        ..BucketAddress::default()
    };
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let value = percent_decode_str(value).decode_utf8()?.into_owned();
        match (scheme, name) {
            ("s3", "endpoint") if value.starts_with("https://") || value.starts_with("http://") => {
                address.endpoint = Some(value);
            }
            ("s3", "region") => address.region = Some(value),
            _ => bail!("`{name}` can't be said of a bucket; s3:// knows endpoint=https://… and region=…"),
        }
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        Address::parse(text).map_or_else(|error| format!("{error:#}"), |address| format!("{:?}", address.0))
    }

    #[test]
    fn each_kind_of_target_is_read() -> Result<()> {
        let sftp = |user: Option<&str>, host: &str, port, path: &str| {
            let (user, host, path) = (user.map(str::to_owned), host.to_owned(), path.to_owned());
            Address(Place::Sftp(SftpAddress { user, host, port, path }))
        };
        assert_eq!(
            Address::parse("sftp://me@example.org/srv/www/")?,
            sftp(Some("me"), "example.org", None, "/srv/www")
        );
        assert_eq!(Address::parse("sftp://[::1]:22/~/a%20b")?, sftp(None, "::1", Some(22), "~/a b"));
        let bucket = BucketAddress {
            scheme: "s3".into(),
            bucket: "blog".into(),
            prefix: "x/y".into(),
            endpoint: Some("https://id.r2.example".into()),
            region: Some("auto".into()),
        };
        let text = "s3://blog/x/y/?endpoint=https%3A%2F%2Fid.r2.example&region=auto";
        assert_eq!(Address::parse(text)?, Address(Place::Bucket(bucket)));
        let git =
            |remote: &str, branch: &str| Address(Place::Git { remote: remote.into(), branch: branch.into() });
        assert_eq!(Address::parse("git:origin")?, git("origin", "gh-pages"));
        assert_eq!(
            Address::parse("git:https://example.org/a.git#www")?,
            git("https://example.org/a.git", "www")
        );
        assert_eq!(Address::parse("/srv/www")?.folder(), Some(Path::new("/srv/www")));
        Ok(())
    }

    #[test]
    fn what_is_no_target_is_answered_with_how_to_write_it() {
        assert!(said("me@example.org:www").contains("sftp://me@example.org/~/www"));
        assert!(said("ftp://me:secret@example.org/").contains("sftp://"));
        assert!(said("sftp://me:secret@example.org/www").contains("use a key"));
        for text in
            ["ftp://me:secret@example.org/", "sftp://me:secret@example.org/www", "s3://key:secret@bucket"]
        {
            assert!(!said(text).contains("secret"), "{}", said(text));
        }
        for text in [
            "sftp://-oProxyCommand=x/www",
            "sftp://-l@host/www",
            "sftp://host/",
            "sftp://host/../etc",
            "s3://",
            "git:",
            "",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
        assert!(said("s3://blog?endpoint=ftp://x").contains("endpoint"));
    }
}
