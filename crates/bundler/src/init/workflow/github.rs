//! Workflows of GitHub Actions.

use super::context::{ACTION, DUE_WORKFLOW, MINUTE, PUBLISH_WORKFLOW, Workflow, quoted};
use crate::host::Host;

/// Actions of others, by the hash of the commit that was looked at.
const CHECKOUT: &str = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2";
const CACHE: &str = "actions/cache@5a3ec84eff668545956fd18022155c47e93e2684 # v4.2.3";
const UPLOAD_PAGES: &str = "actions/upload-pages-artifact@56afc609e74202658d3ffba0e8f6dda462b719fa # v3.0.1";
const DEPLOY_PAGES: &str = "actions/deploy-pages@d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e # v4.0.5";

const RUNNER: &str = "ubuntu-24.04";

/// The workflow that builds and publishes.
pub(super) fn publish(workflow: &Workflow<'_>) -> String {
    let host = workflow.answers.host;
    let mut out = format!(
        "# Builds the blog and publishes it after each change. Written by `lamplight init`; change it as you like.\n\
         name: Publish the blog\n\n\
         on:\n  push:\n    branches: [{}]\n  workflow_dispatch:\n\n\
         permissions:\n  contents: read\n\n\
         # One at a time, and each to its end: the next one publishes what is newest then.\n\
         concurrency:\n  group: lamplight-publish\n  cancel-in-progress: false\n\n\
         jobs:\n  build:\n    runs-on: {RUNNER}\n    timeout-minutes: 30\n",
        quoted(&workflow.repository.branch)
    );
    out.push_str(&working_directory(workflow));
    out.push_str("    steps:\n");
    out.push_str(&checkout());
    out.push_str(&format!(
        "      # What the last build made of posts and pictures that did not change.\n      - uses: {CACHE}\n        with:\n          path: {}\n          \
         key: lamplight-${{{{ github.run_id }}}}\n          restore-keys: lamplight-\n      - uses: {ACTION}\n        with:\n          build: \"false\"\n      \
         - name: Build\n        run: {}\n",
        quoted(&workflow.path(".lamplight")),
        workflow.build()
    ));
    match host {
        Host::GitHubPages => out.push_str(&format!(
            "      - uses: {UPLOAD_PAGES}\n        with:\n          path: {}\n\n  deploy:\n    needs: build\n    \
             runs-on: {RUNNER}\n    timeout-minutes: 15\n    permissions:\n      pages: write\n      id-token: write\n    \
             environment:\n      name: github-pages\n      url: ${{{{ steps.deployment.outputs.page_url }}}}\n    steps:\n      \
             - id: deployment\n        uses: {DEPLOY_PAGES}\n",
            quoted(&workflow.path("dist"))
        )),
        Host::Any => out.push_str(
            "      # Add a step here that copies the folder dist to the host.\n",
        ),
        _ => {
            out.push_str("      - name: Publish\n");
            if !workflow.secrets().is_empty() {
                out.push_str("        env:\n");
            }
            for (name, _) in workflow.secrets() {
                out.push_str(&format!("          {name}: ${{{{ secrets.{name} }}}}\n"));
            }
            out.push_str("        run: |\n");
            for line in workflow.upload() {
                out.push_str(&format!("          {line}\n"));
            }
        }
    }
    out
}

/// The workflow that looks every hour whether a post came or went since the last publish, and starts the other one.
pub(super) fn due(workflow: &Workflow<'_>) -> String {
    let mut out = format!(
        "# Publishes the blog when a post comes or goes by its date. Written by `lamplight init`.\n\
         #\n\
         # GitHub switches this file off after 60 days without a commit in a public repository, and only this one: the\n\
         # workflow that publishes after each change goes on. `lamplight doctor` tells.\n\
         name: Publish what falls due\n\n\
         on:\n  schedule:\n    - cron: \"{MINUTE} * * * *\"\n  workflow_dispatch:\n\n\
         permissions:\n  contents: read\n  # To read when the blog was published, and to start the workflow that publishes it.\n  actions: write\n\n\
         concurrency:\n  group: lamplight-due\n  cancel-in-progress: true\n\n\
         jobs:\n  due:\n    runs-on: {RUNNER}\n    timeout-minutes: 5\n"
    );
    out.push_str(&working_directory(workflow));
    out.push_str("    steps:\n");
    out.push_str(&checkout());
    out.push_str(&format!("      - uses: {ACTION}\n        with:\n          build: \"false\"\n"));
    out.push_str(
        "      - name: Look, and publish if something fell due\n        env:\n          GH_TOKEN: ${{ github.token }}\n        run: |\n",
    );
    for line in DUE_SCRIPT.lines() {
        out.push_str(&format!("          {line}\n"));
    }
    out
}

/// The last publish that succeeded began before it read any post, so nothing falls between two looks.
const DUE_SCRIPT: &str = r#"runs="repos/$GITHUB_REPOSITORY/actions/workflows/lamplight.yml/runs"
since=$(gh api "$runs?status=success&branch=$GITHUB_REF_NAME&per_page=1" --jq '.workflow_runs[0].run_started_at // empty')
if [ -z "$since" ]; then
  echo "The blog was not published yet."
  exit 0
fi
code=0
lamplight due --since "$since" || code=$?
case "$code" in
  0) gh workflow run lamplight.yml --ref "$GITHUB_REF_NAME" ;;
  1) echo "Nothing fell due since $since." ;;
  *) exit "$code" ;;
esac"#;

fn checkout() -> String {
    format!("      - uses: {CHECKOUT}\n        with:\n          persist-credentials: false\n")
}

fn working_directory(workflow: &Workflow<'_>) -> String {
    match workflow.below.is_empty() {
        true => String::new(),
        false => {
            format!("    defaults:\n      run:\n        working-directory: {}\n", quoted(&workflow.below))
        }
    }
}

/// What a person does before the first run.
pub(super) fn steps(workflow: &Workflow<'_>) -> Vec<String> {
    let mut steps = Vec::new();
    if workflow.answers.host == Host::GitHubPages {
        steps.push("at GitHub, under Settings → Pages, set Source to “GitHub Actions”".to_owned());
    }
    let secrets = workflow.secrets();
    if !secrets.is_empty() {
        let names: Vec<String> = secrets.iter().map(|(name, what)| format!("{name} ({what})")).collect();
        steps.push(format!(
            "at GitHub, under Settings → Secrets and variables → Actions, store {}",
            names.join(", ")
        ));
    }
    if workflow.answers.host == Host::Any {
        steps.push(format!("add a step to {} that copies dist/ to the host", PUBLISH_WORKFLOW));
    }
    steps.push("commit and push: each push publishes from then on".to_owned());
    steps.push(format!(
        "posts with a date in the future appear within an hour of it; in a public repository GitHub switches {DUE_WORKFLOW} off \
         after 60 days without a commit"
    ));
    steps
}
