//! A pipeline of GitLab CI.

use super::context::{RELEASES, VERSION, Workflow, quoted};
use crate::host::Host;

/// One job publishes; another one, which a schedule of the project runs every hour, looks whether a post came or went, and starts the first.
pub(super) fn pipeline(workflow: &Workflow<'_>) -> String {
    // GitLab Pages publishes what such a job leaves in `public`.
    let is_pages = workflow.answers.host == Host::Any;
    let folder = if workflow.below.is_empty() {
        String::new()
    } else {
        format!("    - cd {}\n", quoted(&workflow.below))
    };
    let mut out = format!(
        "# Builds the blog and publishes it after each change. Written by `lamplight init`; change it as you like.\n\
         default:\n  image: {}\n  before_script:\n{}\n\
         workflow:\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n\n\
         .lamplight:\n  cache:\n    key: lamplight\n    paths:\n      - {}\n\n\
         {}:\n  extends: .lamplight\n  rules:\n    - if: $CI_PIPELINE_SOURCE != \"schedule\"\n  resource_group: lamplight\n  script:\n{folder}",
        image(workflow.answers.host),
        install(),
        quoted(&workflow.path(".lamplight/")),
        if is_pages { "pages" } else { "publish" },
    );
    // The moment is taken before any post is read, so nothing falls between two looks.
    out.push_str("    - started=$(date +%s)\n");
    out.push_str(&format!("    - {}{}\n", workflow.build(), if is_pages { " --out public" } else { "" }));
    for line in workflow.upload() {
        out.push_str(&format!("    - {}\n", quoted(&line)));
    }
    out.push_str("    - mkdir -p .lamplight && echo \"$started\" > .lamplight/published\n");
    if is_pages {
        out.push_str(&format!(
            "  pages:\n    publish: {}\n  artifacts:\n    paths:\n      - {}\n",
            quoted(&workflow.path("public")),
            quoted(&workflow.path("public"))
        ));
    }
    out.push_str(&format!(
        "\ndue:\n  extends: .lamplight\n  rules:\n    - if: $CI_PIPELINE_SOURCE == \"schedule\"\n  script:\n{folder}    - |\n"
    ));
    for line in DUE_SCRIPT.lines() {
        out.push_str(&format!("      {line}\n"));
    }
    out
}

/// An image with curl and ssh, and with npx where a host's own program is called.
fn image(host: Host) -> &'static str {
    match host {
        Host::Cloudflare | Host::Netlify | Host::Vercel => "node:22-bookworm",
        _ => "buildpack-deps:bookworm-scm",
    }
}

/// Lines that install a release whose sum is right.
fn install() -> String {
    let name = format!("lamplight-{VERSION}-x86_64-unknown-linux-musl");
    let place = format!("{RELEASES}/v{VERSION}");
    let lines = [
        format!(
            "curl --fail --silent --show-error --location --output-dir /tmp -O {place}/{name}.tar.gz -O {place}/SHA256SUMS"
        ),
        format!("(cd /tmp && grep -F '  {name}.tar.gz' SHA256SUMS | sha256sum --check)"),
        format!("tar -xzf /tmp/{name}.tar.gz -C /usr/local/bin --strip-components=1 {name}/lamplight"),
    ];
    lines.iter().map(|line| format!("    - {}\n", quoted(line))).collect()
}

/// Without the time of the last publish the blog is published: runners may forget what they keep.
const DUE_SCRIPT: &str = r#"code=0
if [ -s .lamplight/published ]; then
  lamplight due --since "$(cat .lamplight/published)" || code=$?
fi
if [ "$code" -eq 1 ]; then
  echo "Nothing fell due."
elif [ "$code" -eq 0 ]; then
  curl --fail --silent --show-error --form "token=$CI_JOB_TOKEN" --form "ref=$CI_COMMIT_BRANCH" \
    "$CI_API_V4_URL/projects/$CI_PROJECT_ID/trigger/pipeline"
else
  exit "$code"
fi"#;

/// What a person does before the first run.
pub(super) fn steps(workflow: &Workflow<'_>) -> Vec<String> {
    let mut steps = Vec::new();
    let secrets = workflow.secrets();
    if !secrets.is_empty() {
        let names: Vec<String> = secrets.iter().map(|(name, what)| format!("{name} ({what})")).collect();
        steps.push(format!("at GitLab, under Settings → CI/CD → Variables, store {}", names.join(", ")));
    }
    steps.push(
        "at GitLab, under Build → Pipeline schedules, add one with `17 * * * *`: posts with a date in the future appear within \
         an hour of it"
            .to_owned(),
    );
    steps.push("commit and push: each push publishes from then on".to_owned());
    steps
}
