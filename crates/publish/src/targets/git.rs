//! A branch of a Git repository, by the system's `git`. Work is done in a repository of its own in a temporary folder: the author's is
//! only asked what a remote is called. All changes are one commit, so readers see them at once. History is never written over.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::headers::Headers;
use crate::target::{Listing, Target};

/// Where pages of a project are by custom.
pub(crate) const BRANCH: &str = "gh-pages";

/// A branch of a Git repository.
#[derive(Debug)]
pub(super) struct GitBranch {
    name: String,
    branch: String,
    work: TempDir,
    /// The commit that the branch points at.
    parent: Option<String>,
    identity: String,
    staged: Mutex<Staged>,
}

/// What the commit will change.
#[derive(Debug, Default)]
struct Staged {
    import: Option<Child>,
    marks: usize,
    changes: BTreeMap<String, Change>,
}

#[derive(Debug)]
enum Change {
    /// The content with this mark.
    Put(usize),
    /// What the parent has at this path.
    Copy(String),
    Delete,
}

impl GitBranch {
    /// A branch of the repository at an address or path, or of a remote of the repository in this folder.
    ///
    /// # Errors
    /// If `git` is not installed, or the repository can't be reached.
    pub(crate) fn open(remote: &str, branch: &str) -> Result<Self> {
        if remote.starts_with('-') || git(Path::new("."), &["check-ref-format", "--branch", branch]).is_err()
        {
            bail!("`git:{}#{branch}` is no repository and branch", without_secret(remote));
        }
        let address = match remote.contains(['/', ':', '\\']) || Path::new(remote).is_dir() {
            true if Path::new(remote).is_dir() => std::fs::canonicalize(remote)?.display().to_string(),
            true => remote.to_owned(),
            false => git(Path::new("."), &["remote", "get-url", remote])
                .with_context(|| format!("there is no remote `{remote}` here; name its address"))?,
        };
        let identity = git(Path::new("."), &["var", "GIT_COMMITTER_IDENT"]);
        let identity = identity.ok().and_then(|identity| Some(identity.rsplitn(3, ' ').nth(2)?.to_owned()));
        let work = tempfile::Builder::new().prefix("lamplight-git-").tempdir()?;
        let folder = work.path();
        git(folder, &["init", "--quiet", "--bare", "--template="])?;
        git(folder, &["remote", "add", "origin", &address])?;
        let name = format!("git:{}#{branch}", without_secret(remote));
        let reference = format!("refs/heads/{branch}");
        let there = git(folder, &["ls-remote", "origin", &reference])
            .with_context(|| format!("can't reach {name}; check its address and your keys"))?;
        let parent = there.split_whitespace().next().map(str::to_owned);
        if parent.is_some() {
            // Not its files: only those that are asked for.
            let refspec = format!("+{reference}:refs/remotes/origin/{branch}");
            git(folder, &["fetch", "--quiet", "--depth=1", "--filter=blob:none", "origin", &refspec])
                .with_context(|| format!("can't fetch {name}"))?;
        }
        let identity = identity.unwrap_or_else(|| "Lamplight <lamplight@localhost>".to_owned());
        Ok(Self { name, branch: branch.to_owned(), work, parent, identity, staged: Mutex::default() })
    }

    fn stage(&self, path: &str, change: Change) {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner).changes.insert(path.to_owned(), change);
    }

    /// Writes the commit into the program that makes it.
    fn write(&self, staged: &Staged, out: &mut impl Write) -> Result<()> {
        let message = "Publish by Lamplight";
        writeln!(out, "commit refs/heads/{}", self.branch)?;
        writeln!(out, "committer {} now\ndata {}\n{message}", self.identity, message.len())?;
        if let Some(parent) = &self.parent {
            writeln!(out, "from {parent}")?;
        }
        // Copies first: they are of what the parent has.
        for (path, change) in &staged.changes {
            if let Change::Copy(from) = change {
                writeln!(out, "C {} {}", quoted(from), quoted(path))?;
            }
        }
        for (path, change) in &staged.changes {
            if matches!(change, Change::Delete) {
                writeln!(out, "D {}", quoted(path))?;
            }
        }
        for (path, change) in &staged.changes {
            if let Change::Put(mark) = change {
                writeln!(out, "M 100644 :{mark} {}", quoted(path))?;
            }
        }
        Ok(writeln!(out, "\ndone")?)
    }
}

impl Target for GitBranch {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn list(&self) -> Result<Listing> {
        let mut listing = Listing::default();
        let Some(parent) = &self.parent else { return Ok(listing) };
        for entry in git(self.work.path(), &["ls-tree", "-r", "-z", parent])?.split('\0') {
            let Some((about, path)) = entry.split_once('\t') else { continue };
            if about.starts_with("100") {
                listing.files.insert(path.to_owned(), None);
            } else {
                listing.others.insert(path.to_owned());
            }
        }
        Ok(listing)
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let Some(parent) = &self.parent else { return Ok(None) };
        if !self.list()?.files.contains_key(path) {
            return Ok(None);
        }
        output(self.work.path(), &["cat-file", "blob", &format!("{parent}:{path}")]).map(Some)
    }

    fn put(&self, path: &str, bytes: &[u8], _: &Headers) -> Result<()> {
        let mut staged = self.staged.lock().unwrap_or_else(PoisonError::into_inner);
        let staged = &mut *staged;
        staged.marks += 1;
        let import = match staged.import.as_mut() {
            Some(import) => import,
            None => staged.import.insert(
                command(self.work.path())
                    .args(["fast-import", "--quiet", "--done", "--date-format=now"])
                    .stdin(Stdio::piped())
                    .stdout(Stdio::null())
                    .spawn()
                    .context("can't run git")?,
            ),
        };
        let input = import.stdin.as_mut().context("git takes no input")?;
        write!(input, "blob\nmark :{}\ndata {}\n", staged.marks, bytes.len())?;
        input.write_all(bytes)?;
        input.write_all(b"\n")?;
        staged.changes.insert(path.to_owned(), Change::Put(staged.marks));
        Ok(())
    }

    fn copy(&self, from: &str, to: &str) -> Result<()> {
        self.stage(to, Change::Copy(from.to_owned()));
        Ok(())
    }

    fn delete(&self, path: &str) -> Result<()> {
        self.stage(path, Change::Delete);
        Ok(())
    }

    fn finish(&self) -> Result<()> {
        let mut staged = self.staged.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mut import) = staged.import.take() else { return Ok(()) };
        if let Some(mut input) = import.stdin.take() {
            self.write(&staged, &mut input).context("git could not make the commit")?;
        }
        if !import.wait()?.success() {
            bail!("git could not make the commit");
        }
        staged.changes.clear();
        let reference = format!("refs/heads/{0}:refs/heads/{0}", self.branch);
        git(self.work.path(), &["push", "--quiet", "origin", &reference]).map(drop).with_context(|| {
            format!(
                "can't push to {}; if somebody else has published meanwhile, run the command again (it never overwrites their commits)",
                self.name
            )
        })
    }

    /// Everything becomes one commit, in one stream.
    fn lanes(&self) -> usize {
        1
    }

    fn remembers(&self) -> Option<&'static str> {
        Some(
            "older commits of the branch still have the posts that were taken back; \
             who can read the repository can read them until its history is rewritten",
        )
    }
}

impl Drop for GitBranch {
    /// What was begun is not committed.
    fn drop(&mut self) {
        let staged = self.staged.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut import) = staged.import.take() {
            let _ = import.kill();
            let _ = import.wait();
        }
    }
}

/// A path as `git fast-import` reads it.
fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// An address without what stands before its `@`: it may have a password.
pub(crate) fn without_secret(address: &str) -> String {
    match address.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
            format!("{scheme}://{host}/{path}")
        }
        None => address.to_owned(),
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder);
    if folder != Path::new(".") {
        // Variables of a hook or of a script must not lead to another repository.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"] {
            command.env_remove(name);
        }
    }
    command
}

fn output(folder: &Path, args: &[&str]) -> Result<Vec<u8>> {
    let output = command(folder)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .context("`git` is not installed, or not on the PATH")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said: Vec<String> = said.split_whitespace().map(shown).collect();
        bail!("git {}: {}", args.first().unwrap_or(&""), said.join(" "));
    }
    Ok(output.stdout)
}

/// A word that git says. It repeats addresses, also with their passwords.
fn shown(word: &str) -> String {
    if word.contains("://") && word.contains('@') {
        let quote = word.trim_start_matches(['\'', '"', '(']);
        without_secret(quote)
    } else {
        word.to_owned()
    }
}

fn git(folder: &Path, args: &[&str]) -> Result<String> {
    Ok(String::from_utf8_lossy(&output(folder, args)?).trim_end_matches('\n').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_never_shown() {
        for (address, shown) in [
            ("https://me:secret@example.org/a.git", "https://example.org/a.git"),
            ("https://token@example.org/a@b", "https://example.org/a@b"),
            ("git@example.org:a/b.git", "git@example.org:a/b.git"),
            ("origin", "origin"),
        ] {
            assert_eq!(without_secret(address), shown);
        }
        assert_eq!(shown("'https://me:secret@example.org/a.git/':"), "https://example.org/a.git/':");
    }

    #[test]
    fn paths_are_quoted() {
        assert_eq!(quoted("a \"b\"\\c\nd"), r#""a \"b\"\\c\nd""#);
    }
}
