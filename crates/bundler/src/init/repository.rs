//! What the folder's Git repository says, read from its files.

use std::fs;
use std::path::{Path, PathBuf};

use super::host::CiService;
use crate::host::Host;

/// Folders above the blog's that may be the repository's.
const LEVELS: usize = 8;

/// A Git repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Repository {
    /// Its folder.
    pub root: Option<PathBuf>,
    /// The branch that is checked out.
    pub branch: String,
    /// Where `origin` is: host, and path without `.git`.
    pub origin: Option<(String, String)>,
}

/// The repository that a folder lies in.
pub(crate) fn repository(folder: &Path) -> Repository {
    let none = || Repository { branch: "main".to_owned(), ..Repository::default() };
    let Ok(real) = folder.canonicalize() else { return none() };
    let Some(root) = real.ancestors().take(LEVELS).find(|above| above.join(".git").exists()) else {
        return none();
    };
    let git = git_folder(&root.join(".git"));
    let head = fs::read_to_string(git.join("HEAD")).unwrap_or_default();
    let branch = head.trim().strip_prefix("ref: refs/heads/").filter(|name| !name.is_empty());
    // A working tree has its settings where the repository is.
    let common = fs::read_to_string(git.join("commondir")).map(|path| git.join(path.trim()));
    let config = fs::read_to_string(common.unwrap_or(git).join("config")).unwrap_or_default();
    Repository {
        root: Some(root.to_path_buf()),
        branch: branch.unwrap_or("main").to_owned(),
        origin: origin(&config),
    }
}

/// The folder of a repository's data: `.git`, or where that file leads.
fn git_folder(git: &Path) -> PathBuf {
    let named = git.is_file().then(|| fs::read_to_string(git).ok()).flatten();
    let named = named.and_then(|text| Some(text.trim().strip_prefix("gitdir:")?.trim().to_owned()));
    match (named, git.parent()) {
        (Some(named), Some(folder)) => folder.join(named),
        _ => git.to_path_buf(),
    }
}

/// Host and path of `origin`.
fn origin(config: &str) -> Option<(String, String)> {
    let section = config.split("[remote \"origin\"]").nth(1)?.split("\n[").next()?;
    let url =
        section.lines().find_map(|line| line.trim().strip_prefix("url")?.trim().strip_prefix('='))?.trim();
    let (host, path) = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?,
        None => url.split_once(':')?,
    };
    let host = host.rsplit('@').next()?.split(':').next()?;
    let path = path.trim_matches('/').trim_end_matches(".git");
    Some((host.to_lowercase(), path.to_owned()))
}

impl Repository {
    /// Owner and name at GitHub.
    pub(crate) fn github(&self) -> Option<(&str, &str)> {
        let (host, path) = self.origin.as_ref()?;
        let (owner, name) = path.split_once('/')?;
        (host == "github.com" && !name.contains('/')).then_some((owner, name))
    }

    /// Where GitHub Pages shows the repository.
    pub(crate) fn pages_address(&self) -> Option<String> {
        let (owner, name) = self.github()?;
        let host = format!("{}.github.io", owner.to_lowercase());
        let is_own = name.eq_ignore_ascii_case(&host);
        Some(if is_own { format!("https://{host}/") } else { format!("https://{host}/{name}/") })
    }

    /// The host that is proposed: GitHub's own for what lies there.
    pub(crate) fn host(&self) -> Option<Host> {
        self.github().map(|_| Host::GitHubPages)
    }

    /// What is proposed to run workflows.
    pub(crate) fn ci(&self) -> CiService {
        let host = self.origin.as_ref().map_or("", |(host, _)| host.as_str());
        if host.contains("gitlab") { CiService::Gitlab } else { CiService::Github }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_read_in_all_its_spellings() {
        for (url, want) in [
            ("https://github.com/ann/blog.git", Some(("github.com", "ann/blog"))),
            ("git@github.com:ann/blog.git", Some(("github.com", "ann/blog"))),
            (
                "ssh://git@gitlab.example.org:2222/group/sub/blog",
                Some(("gitlab.example.org", "group/sub/blog")),
            ),
            ("https://token@github.com/ann/ann.github.io/", Some(("github.com", "ann/ann.github.io"))),
            ("/srv/git/blog", None),
        ] {
            let config = format!(
                "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = {url}\n\tfetch = x\n[branch \"a\"]\n"
            );
            let found = origin(&config);
            let found = found.as_ref().map(|(host, path)| (host.as_str(), path.as_str()));
            assert_eq!(found, want, "{url}");
        }
    }

    #[test]
    fn pages_of_a_person_and_of_a_project_have_their_addresses() {
        let at = |path: &str| Repository {
            origin: Some(("github.com".to_owned(), path.to_owned())),
            ..Repository::default()
        };
        assert_eq!(at("Ann/blog").pages_address().as_deref(), Some("https://ann.github.io/blog/"));
        assert_eq!(at("Ann/ann.github.io").pages_address().as_deref(), Some("https://ann.github.io/"));
        assert_eq!(Repository::default().pages_address(), None);
    }
}
