//! A folder of another machine, by the system's `ssh`: with the keys, known hosts and settings that its user has. The protocol within
//! is SFTP, which every OpenSSH server speaks, so names of any kind arrive as they are, and nothing is run there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use futures_util::TryStreamExt;
use openssh_sftp_client::error::{Error, SftpErrorKind};
use openssh_sftp_client::file::OpenOptions;
use openssh_sftp_client::{Sftp, SftpOptions};
use tokio::process::{Child, Command};
use tokio::runtime::Runtime;

use crate::headers::Headers;
use crate::lanes::in_lanes;
use crate::layout::UNFINISHED;
use crate::target::{Listing, Target};

/// Folders that are listed at a time, and files that are sent.
const LANES: usize = 16;

/// What of a server is in its address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SftpAddress {
    pub user: Option<String>,
    pub host: String,
    pub port: Option<u16>,
    /// From the root of the server, or with `~/` at its beginning from the home folder.
    pub path: String,
}

/// A folder of another machine.
pub(super) struct SftpFolder {
    name: String,
    root: PathBuf,
    // The connection ends before what drives it.
    sftp: Sftp,
    _ssh: Child,
    runtime: Runtime,
    /// Folders that are there for certain.
    folders: Mutex<BTreeSet<PathBuf>>,
}

impl SftpFolder {
    /// Connects to a server. `ssh` is the command and its first arguments.
    ///
    /// # Errors
    /// If there is no such command, or no connection. The command itself says why on standard error.
    pub(crate) fn open(address: &SftpAddress, ssh: &[String]) -> Result<Self> {
        let port = address.port.map(|port| format!(":{port}")).unwrap_or_default();
        let user = address.user.as_ref().map(|user| format!("{user}@")).unwrap_or_default();
        let name = format!("sftp://{user}{}{port}/{}", address.host, address.path.trim_start_matches('/'));
        let (program, first) = ssh.split_first().context("name a command for ssh")?;
        let mut command = Command::new(program);
        command.args(first).args(["-o", "ServerAliveInterval=15", "-o", "ForwardX11=no"]);
        if let Some(port) = address.port {
            command.arg("-p").arg(port.to_string());
        }
        if let Some(user) = &address.user {
            command.arg("-l").arg(user);
        }
        command.args(["-s", "--"]).arg(&address.host).arg("sftp");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (ssh, sftp) = runtime.block_on(async {
            let mut ssh =
                command.spawn().with_context(|| format!("can't run `{program}`; install OpenSSH"))?;
            let (input, output) = ssh.stdin.take().zip(ssh.stdout.take()).context("ssh has no pipes")?;
            let sftp = Sftp::new(input, output, SftpOptions::default()).await;
            let sftp = sftp.with_context(|| format!("no connection to {name}; `ssh` has said why"))?;
            anyhow::Ok((ssh, sftp))
        })?;
        let root = match address.path.strip_prefix("~/") {
            Some(path) => path.into(),
            None => address.path.clone().into(),
        };
        Ok(Self { name, root, sftp, _ssh: ssh, runtime, folders: Mutex::default() })
    }

    fn file(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Creates a folder and those that it lies in.
    fn create(&self, folder: &Path) {
        let mut known = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if known.contains(folder) {
            return;
        }
        let above: Vec<&Path> = folder.ancestors().filter(|folder| !folder.as_os_str().is_empty()).collect();
        for folder in above.into_iter().rev() {
            if known.insert(folder.to_path_buf()) {
                // One that is there can't be created. If it can't for another reason, writing the file says so.
                let _ = self.runtime.block_on(self.sftp.fs().create_dir(folder));
            }
        }
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> Result<()> {
        let folder = file.parent().context("a file lies in a folder")?;
        self.create(folder);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let unfinished = folder.join(format!("{UNFINISHED}{}-{}", std::process::id(), short(&name)));
        self.runtime.block_on(async {
            let mut out = self.sftp.options();
            let out: &mut OpenOptions = out.write(true).create(true).truncate(true);
            let mut out = out.open(&unfinished).await?;
            out.write_all(bytes).await?;
            out.close().await?;
            self.replace(&unfinished, file).await
        })?;
        Ok(())
    }

    /// Moves a file to its place.
    async fn replace(&self, from: &Path, to: &Path) -> Result<(), Error> {
        if !self.sftp.support_posix_rename() {
            // Servers that are not OpenSSH's may refuse to replace a file. There is a moment without it.
            missing_is_fine(self.sftp.fs().remove_file(to).await)?;
        }
        self.sftp.fs().rename(from, to).await
    }
}

/// A name of at most 96 bytes: with what is put before it, it must fit into the 255 that file systems have.
fn short(name: &str) -> &str {
    let end = (0..=name.len().min(96)).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    &name[..end]
}

fn missing_is_fine(result: Result<(), Error>) -> Result<(), Error> {
    match result {
        Err(Error::SftpError(SftpErrorKind::NoSuchFile, _)) => Ok(()),
        result => result,
    }
}

impl Target for SftpFolder {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn list(&self) -> Result<Listing> {
        let listing = Mutex::new(Listing::default());
        let mut level = vec![String::new()];
        while !level.is_empty() {
            let below = Mutex::new(Vec::new());
            in_lanes(&level, LANES, |folder| {
                let entries = self.runtime.block_on(async {
                    let dir = self.sftp.fs().open_dir(self.file(folder)).await?;
                    Box::pin(dir.read_dir()).try_collect::<Vec<_>>().await
                });
                let entries = match entries {
                    // The site is not there yet.
                    Err(Error::SftpError(SftpErrorKind::NoSuchFile, _)) if folder.is_empty() => return Ok(()),
                    entries => entries.with_context(|| format!("can't read {}/{folder}", self.name))?,
                };
                let mut listing = listing.lock().unwrap_or_else(PoisonError::into_inner);
                for entry in entries {
                    let name = entry.filename().to_string_lossy();
                    if name == "." || name == ".." {
                        continue;
                    }
                    let path = if folder.is_empty() { name.into_owned() } else { format!("{folder}/{name}") };
                    match entry.file_type() {
                        Some(kind) if kind.is_dir() => {
                            below.lock().unwrap_or_else(PoisonError::into_inner).push(path);
                        }
                        Some(kind) if kind.is_file() => {
                            listing.files.insert(path, entry.metadata().len());
                        }
                        _ => {
                            listing.others.insert(path);
                        }
                    }
                }
                Ok(())
            })?;
            level = below.into_inner().unwrap_or_else(PoisonError::into_inner);
        }
        Ok(listing.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>> {
        match self.runtime.block_on(self.sftp.fs().read(self.file(path))) {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(Error::SftpError(SftpErrorKind::NoSuchFile, _)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn put(&self, path: &str, bytes: &[u8], _: &Headers) -> Result<()> {
        self.write(&self.file(path), bytes)
    }

    fn copy(&self, from: &str, to: &str) -> Result<()> {
        let (old, new) = (self.file(from), self.file(to));
        if !self.sftp.support_hardlink() {
            let Some(bytes) = self.get(from)? else { bail!("it is not there") };
            return self.write(&new, &bytes);
        }
        if let Some(folder) = new.parent() {
            self.create(folder);
        }
        // A second name: the file that replaces this one is a new one, which is moved here.
        self.runtime.block_on(async {
            missing_is_fine(self.sftp.fs().remove_file(&new).await)?;
            self.sftp.fs().hard_link(&old, &new).await
        })?;
        Ok(())
    }

    fn delete(&self, path: &str) -> Result<()> {
        let file = self.file(path);
        self.runtime.block_on(async { missing_is_fine(self.sftp.fs().remove_file(&file).await) })?;
        let mut known = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        for folder in file.ancestors().skip(1).take_while(|folder| *folder != self.root) {
            // Folders that are empty now are of no use. One that is not can't be removed.
            if self.runtime.block_on(self.sftp.fs().remove_dir(folder)).is_err() {
                break;
            }
            known.remove(folder);
        }
        Ok(())
    }

    fn lanes(&self) -> usize {
        LANES
    }
}
