//! Looks at a deploy from outside: whether what a host answers is what was built, and what the host has done to it. Reads, and
//! changes nothing.

mod app;
mod client;
mod folder;
mod headers;
mod host;
mod named;
mod page;
mod place;
mod probe;
mod problem;
mod problem_log;
mod rewritten;
mod verifier;
mod walk;

use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, bail};
use lamplight_format::model::{FORMAT, Manifest};
use serde_json::Value;

use self::headers::Class;
use self::host::Host;
use self::place::Place;
use self::problem::Problem;
use self::problem_log::ProblemLog;
pub use self::verifier::Progress;
use self::verifier::{SOME, Verifier};
use crate::output::names::{INDEX, MANIFEST};
use crate::report::Report;

/// Requests at a time. Hosts take more from one browser.
const LANES: usize = 6;

/// What is to be looked at.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address of the home page, or a built folder.
    pub what: String,
    /// The folder that was published, to compare with.
    pub against: Option<PathBuf>,
    /// All pages, however many there are.
    pub every_page: bool,
}

/// The codes of all findings.
pub fn codes() -> impl Iterator<Item = &'static str> {
    Problem::ALL.into_iter().map(Problem::code)
}

/// Looks at a deploy.
///
/// # Errors
/// If there is no manifest to begin with, or none that this program reads. What is wrong with the rest is in the report.
pub fn verify(options: &Options, progress: Progress<'_>) -> Result<Report> {
    let verifier = Verifier {
        place: Place::of(&options.what)?,
        problems: ProblemLog::default(),
        against: options.against.clone(),
        every_page: options.every_page,
        listed: OnceLock::new(),
        looked_at: AtomicUsize::new(0),
        pool: rayon::ThreadPoolBuilder::new().num_threads(LANES).build()?,
        progress,
    };
    let mut report = Report::default();
    let (manifest, hosts) = verifier.run(&mut report)?;
    report.counts.posts = manifest.posts.len as usize;
    report.counts.files = verifier.looked_at.load(Ordering::Relaxed);
    if !hosts.is_empty() {
        let names: Vec<&str> = hosts.iter().map(|host| host.name()).collect();
        report.note(format!("the host says that it is {}", names.join(" and ")));
    }
    verifier.problems.report(&hosts, &mut report);
    report.sort();
    Ok(report)
}

impl Verifier<'_> {
    fn run(&self, report: &mut Report) -> Result<(Manifest, Vec<Host>)> {
        let answer = self.place.get(MANIFEST).map_err(|error| anyhow::anyhow!(error));
        let answer = answer.with_context(|| format!("{} could not be had", self.place.name(MANIFEST)))?;
        if answer.status != 200 {
            bail!(
                "{} is not there (status {}): no blog of Lamplight is published here",
                self.place.name(MANIFEST),
                answer.status
            );
        }
        let (text, manifest) = read_manifest(&answer.body)
            .with_context(|| format!("{} is no manifest", self.place.name(MANIFEST)))?;
        let mut hosts = Host::of(&answer);
        if let Some(host) = self.place.host() {
            let base = &manifest.site.base;
            if host.base != *base {
                let message = format!(
                    "the blog was built for {base} and is at {}: its links lead elsewhere",
                    host.base
                );
                self.problems.add(Problem::BaseDiffers.error(), self.place.name(""), message);
                return Ok((manifest, hosts));
            }
            if !manifest.site.origin.is_empty() && manifest.site.origin != host.origin {
                report.note(format!("the blog was built for {}", manifest.site.origin));
            }
        }
        headers::look(self, MANIFEST, Class::Fresh, &answer);
        let mut known = walk::walk(self, &manifest, &text);
        let home = self.home();
        hosts.extend(home.iter().flat_map(Host::of).filter(|host| !hosts.contains(host)).collect::<Vec<_>>());
        if let Some(home) = &home {
            app::check(self, &home.body, &mut known);
            headers::security(self, home);
        }
        app::worker(self, &answer.body, &mut known);
        if let Some(folder) = &self.against {
            folder::add_pages(folder, &mut known);
        }
        page::check(self, &known, &manifest.site.base);
        probe::moved(self, &known);
        named::check(self, &known);
        probe::check(self, &known);
        match (&self.place, &self.against) {
            (Place::Folder(folder), _) => folder::check(self, folder, &known),
            (Place::Host(_), Some(folder)) => folder::compare(self, folder),
            (Place::Host(_), None) => {}
        }
        report.counts.pages = known.pages.len();
        if !self.every_page && known.pages.len() > SOME {
            report.note(format!(
                "{SOME} of {} pages were looked at; --every-page looks at all",
                known.pages.len()
            ));
        }
        Ok((manifest, hosts))
    }

    /// The home page, wherever the host has it.
    fn home(&self) -> Option<client::Answer> {
        ["", INDEX]
            .iter()
            .filter_map(|path| self.place.follow(path).ok())
            .map(|way| way.answer)
            .find(|answer| answer.status == 200 && page::is_ours(answer))
    }
}

fn read_manifest(bytes: &[u8]) -> Result<(Value, Manifest)> {
    let text: Value = serde_json::from_slice(bytes)?;
    let format = text["format"].as_u64().context("it has no format")?;
    if format != u64::from(FORMAT) {
        bail!("it is of format {format}; this program reads {FORMAT}");
    }
    let manifest = serde_json::from_value(text.clone())?;
    Ok((text, manifest))
}
