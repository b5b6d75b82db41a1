//! What the texts of workflows are made of.

use crate::host::Host;
use crate::init::answers::Answers;
use crate::init::repository::Repository;

/// The action that puts `lamplight` on the path of a runner of GitHub's.
pub(super) const ACTION: &str = concat!("lamplight-blog/lamplight@v", env!("CARGO_PKG_VERSION"));

/// Where releases are.
pub(super) const RELEASES: &str = "https://github.com/lamplight-blog/lamplight/releases/download";

/// The release that workflows use: that of this command.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The workflow that publishes, from the repository's folder.
pub(crate) const PUBLISH_WORKFLOW: &str = ".github/workflows/lamplight.yml";

/// The workflow that looks every hour whether a post came or went. It is a file of its own because GitHub switches off whole files.
pub(crate) const DUE_WORKFLOW: &str = ".github/workflows/lamplight-due.yml";

/// The minute of each hour at which it looks: at full hours GitHub's runners are late.
pub(super) const MINUTE: u8 = 17;

/// Programs of hosts that workflows call, with versions that were there when this was written.
pub(super) const NETLIFY: &str = "netlify-cli@27.10.2";
pub(super) const VERCEL: &str = "vercel@64.0.2";
pub(super) const WRANGLER: &str = "4.164.0";

/// What the texts are made of.
pub(super) struct Workflow<'a> {
    pub answers: &'a Answers,
    pub repository: Repository,
    /// The blog's folder, from the repository's; empty if they are one.
    pub below: String,
    /// Whether the folder had settings before.
    pub has_settings: bool,
}

impl Workflow<'_> {
    /// A path of the blog's folder, from the repository's.
    pub(super) fn path(&self, name: &str) -> String {
        if self.below.is_empty() { name.to_owned() } else { format!("{}/{name}", self.below) }
    }

    /// The command that builds. Settings that were there before may name no host, or another one.
    pub(super) fn build(&self) -> String {
        match self.has_settings {
            true => format!("lamplight build --host {}", self.answers.host.setting()),
            false => "lamplight build".to_owned(),
        }
    }

    /// What has to be stored as a secret, and where it comes from.
    pub(super) fn secrets(&self) -> &'static [(&'static str, &'static str)] {
        match self.answers.host {
            Host::Cloudflare => &[
                ("CLOUDFLARE_API_TOKEN", "a token that may edit Cloudflare Pages"),
                ("CLOUDFLARE_ACCOUNT_ID", "the number of the account"),
            ],
            Host::Netlify => &[
                ("NETLIFY_AUTH_TOKEN", "a personal access token"),
                ("NETLIFY_SITE_ID", "the id of the site"),
            ],
            Host::Vercel => &[
                ("VERCEL_TOKEN", "a token of the account"),
                ("VERCEL_ORG_ID", "orgId of .vercel/project.json"),
                ("VERCEL_PROJECT_ID", "projectId of the same file"),
            ],
            Host::S3 | Host::CloudFront => &[
                ("AWS_ACCESS_KEY_ID", "the key of somebody who may write into the bucket"),
                ("AWS_SECRET_ACCESS_KEY", "its secret part"),
                ("AWS_REGION", "the region of the bucket"),
            ],
            Host::Nginx | Host::Caddy | Host::Apache => &[
                ("SSH_PRIVATE_KEY", "a key that may write into the folder"),
                (
                    "SSH_KNOWN_HOSTS",
                    "what `ssh-keyscan` says of the server, compared with what its owner says",
                ),
            ],
            Host::GitHubPages | Host::Any => &[],
        }
    }

    /// The lines of a shell that bring `dist` to the host, if a command does that.
    pub(super) fn upload(&self) -> Vec<String> {
        let target = &self.answers.target;
        match self.answers.host {
            Host::Netlify => {
                vec![format!("npx --yes {NETLIFY} deploy --prod --no-build --dir=dist")]
            }
            Host::Vercel => {
                vec![format!("npx --yes {VERCEL} deploy dist --prod --yes --token=\"$VERCEL_TOKEN\"")]
            }
            Host::Cloudflare => vec![format!(
                "npx --yes wrangler@{WRANGLER} pages deploy dist --project-name={}",
                self.answers.project
            )],
            Host::S3 | Host::CloudFront => vec![format!("lamplight publish '{target}'")],
            Host::Nginx | Host::Caddy | Host::Apache => vec![
                "install -m 700 -d ~/.ssh".to_owned(),
                "printf '%s\\n' \"$SSH_KNOWN_HOSTS\" >> ~/.ssh/known_hosts".to_owned(),
                "eval \"$(ssh-agent -s)\"".to_owned(),
                "printf '%s\\n' \"$SSH_PRIVATE_KEY\" | ssh-add -".to_owned(),
                format!("lamplight publish '{target}'"),
            ],
            Host::GitHubPages | Host::Any => Vec::new(),
        }
    }
}

/// A text as YAML has it between double quotes. JSON is YAML.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}
