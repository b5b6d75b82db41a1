//! What is asked, in order, and what is checked in the answers.

use anyhow::{Result, bail};

use super::answers::{Answers, Given};
use super::host::{CHOICES, CiService, choice, target_scheme};
use crate::host::Host;

/// Somebody who can be asked.
pub trait Ask {
    /// Shows what was found.
    fn show(&mut self, text: &str);

    /// Asks for a line of text. An empty answer takes what is proposed.
    ///
    /// # Errors
    /// If the terminal is gone.
    fn text(&mut self, question: &str, proposal: &str) -> Result<String>;

    /// Asks for one of several things, and returns its number.
    ///
    /// # Errors
    /// If the terminal is gone.
    fn choice(&mut self, question: &str, choices: &[&str], proposal: usize) -> Result<usize>;
}

/// Completes what options say by questions; without somebody to ask, by what is proposed if that is allowed. What files that are
/// there say is not asked.
pub(super) fn answer(
    given: &Given,
    proposal: Answers,
    there: Existing,
    ask: Option<&mut dyn Ask>,
) -> Result<Answers> {
    let has_settings = there.has_settings;
    // Whoever says yes to all that is proposed is not asked.
    let mut ask = ask.filter(|_| !given.takes_proposals);
    let may_take = given.takes_proposals;
    let mut text = |said: &Option<String>, question: Question, proposal: &str| -> Result<String> {
        if let Some(said) = said {
            return Ok(said.trim().to_owned());
        }
        let is_known = has_settings || there.has_texts && question.is_of_first_post;
        if is_known {
            return Ok(proposal.to_owned());
        }
        match (ask.as_deref_mut(), question.is_needed && !may_take) {
            (Some(ask), _) => Ok(ask.text(question.text, proposal)?.trim().to_owned()),
            (None, false) => Ok(proposal.to_owned()),
            (None, true) => bail!(
                "there is no terminal to ask on, and no {}: say `{}`, or take what is proposed (`{proposal}`) with --yes",
                question.name,
                question.option
            ),
        }
    };
    let title = text(&given.title, TITLE, &proposal.title)?;
    let description = text(&given.description, DESCRIPTION, &proposal.description)?;
    let author = text(&given.author, AUTHOR, &proposal.author)?;
    let language = text(&given.language, LANGUAGE, &proposal.language)?;
    let timezone = text(&given.timezone, TIMEZONE, &proposal.timezone)?;
    let host = match (given.host, ask.as_deref_mut()) {
        (Some(host), _) => host,
        (None, Some(ask)) => {
            let names = CHOICES.map(choice);
            let proposed = CHOICES.iter().position(|host| *host == proposal.host).unwrap_or(0);
            let chosen = ask.choice("Where will it be published?", &names, proposed)?;
            CHOICES.get(chosen).copied().unwrap_or(Host::Any)
        }
        (None, None) if may_take => proposal.host,
        (None, None) => bail!(
            "there is no terminal to ask on, and no host: say where the blog will be published, as `--host github-pages` \
             (or {}), or take what is proposed (`{}`) with --yes",
            CHOICES[1..].iter().map(|host| host.setting()).collect::<Vec<_>>().join(", "),
            proposal.host.setting()
        ),
    };
    let base_url = match (&given.base_url, ask.as_deref_mut()) {
        (Some(said), _) => said.trim().to_owned(),
        (None, Some(ask)) if !has_settings => {
            ask.text("Its address, such as https://example.org/blog/", &proposal.base_url)?.trim().to_owned()
        }
        (None, _) => proposal.base_url.clone(),
    };
    let ci = match (given.ci, ask.as_deref_mut()) {
        (Some(ci), _) => ci,
        (None, _) if host == Host::Any && proposal.ci != CiService::Gitlab => CiService::None,
        (None, Some(ask)) => {
            let names = ["GitHub Actions", "GitLab CI", "nothing: I publish by hand"];
            let all = [CiService::Github, CiService::Gitlab, CiService::None];
            let proposed = all.iter().position(|ci| *ci == proposal.ci).unwrap_or(0);
            all[ask.choice("What publishes it after each change?", &names, proposed)?.min(2)]
        }
        (None, None) => proposal.ci,
    };
    let project = match (&given.project, host, ask.as_deref_mut()) {
        (Some(said), ..) => said.trim().to_owned(),
        (None, Host::Cloudflare, Some(ask)) if ci != CiService::None => {
            ask.text("The name of the project at Cloudflare Pages", &proposal.project)?.trim().to_owned()
        }
        (None, ..) => proposal.project.clone(),
    };
    let target = match (&given.target, target_scheme(host), ask) {
        (Some(said), ..) => said.trim().to_owned(),
        (None, Some(begins), Some(ask)) if ci != CiService::None => {
            let question = format!("Where to copy it, such as {begins}{}", example(host));
            ask.text(&question, "")?.trim().to_owned()
        }
        (None, Some(begins), None) if ci != CiService::None => bail!(
            "the workflow needs to know where to copy the blog: say `--target {begins}{}`, or `--ci none` for no workflow",
            example(host)
        ),
        (None, ..) => String::new(),
    };
    let answers =
        Answers { title, description, base_url, author, language, timezone, host, ci, target, project };
    check(&answers)?;
    Ok(answers)
}

/// What is in the folder already.
#[derive(Clone, Copy)]
pub(super) struct Existing {
    /// Whether there is a `lamplight.toml`.
    pub has_settings: bool,
    /// Whether there are posts, or is a project of another engine.
    pub has_texts: bool,
}

/// A question for a line of text.
#[derive(Clone, Copy)]
struct Question {
    text: &'static str,
    name: &'static str,
    option: &'static str,
    /// Whether nothing but a person knows the answer.
    is_needed: bool,
    /// Whether only the first post needs it.
    is_of_first_post: bool,
}

const TITLE: Question = Question {
    text: "What is the blog called?",
    name: "title",
    option: "--title \"My blog\"",
    is_needed: true,
    is_of_first_post: false,
};

const DESCRIPTION: Question = Question {
    text: "What is it about, in one sentence? (may be empty)",
    name: "description",
    option: "--description \"…\"",
    is_needed: false,
    is_of_first_post: false,
};

const AUTHOR: Question = Question {
    text: "Who writes it?",
    name: "author",
    option: "--author \"Your Name\"",
    is_needed: false,
    is_of_first_post: true,
};

const LANGUAGE: Question = Question {
    text: "In which language? (a tag such as en, de or pt-BR)",
    name: "language",
    option: "--language en",
    is_needed: false,
    is_of_first_post: false,
};

const TIMEZONE: Question = Question {
    text: "In which time zone? (such as Europe/Berlin; empty is UTC)",
    name: "time zone",
    option: "--timezone Europe/Berlin",
    is_needed: false,
    is_of_first_post: false,
};

fn example(host: Host) -> &'static str {
    if host == Host::S3 { "my-bucket" } else { "me@example.org/srv/www" }
}

/// Refuses what would make a file that does not work.
fn check(answers: &Answers) -> Result<()> {
    if answers.title.is_empty() {
        bail!("a blog has a title: say `--title \"My blog\"`");
    }
    let url = &answers.base_url;
    let has_host = url.starts_with("https://") || url.starts_with("http://");
    if !(has_host || url.starts_with('/')) || url.contains([' ', '?', '#', '"', '\\']) {
        bail!("`{url}` is no address of a blog; write it like https://example.org/blog/");
    }
    if let Some(begins) = target_scheme(answers.host).filter(|_| answers.ci != CiService::None) {
        let target = &answers.target;
        // It stands in a line of a shell.
        let is_plain = target.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:/@%+,=".contains(c));
        if !target.starts_with(begins) || target.len() == begins.len() || !is_plain {
            bail!(
                "`{target}` is nowhere that a workflow could copy to: write it like {begins}{}",
                example(answers.host)
            );
        }
    }
    let project = &answers.project;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
    if answers.host == Host::Cloudflare && (project.is_empty() || !project.chars().all(is_name)) {
        bail!("`{project}` is no name of a project: say `--project my-blog`");
    }
    Ok(())
}
