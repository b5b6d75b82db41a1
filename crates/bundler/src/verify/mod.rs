//! `lamplight verify`: looks at a published site from outside, whether the host sends what was built, and what it does to it.

mod app;
mod client;
mod fixed_files;
mod folder;
mod headers;
mod host;
mod location;
mod page;
mod probe;
mod problem;
mod problem_log;
mod rewritten;
mod verifier;
mod walk;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, bail};
use lamplight_format::model::{FORMAT, Manifest};
use serde_json::Value;

use self::headers::Class;
use self::location::SiteLocation;
use self::problem::Problem;
use self::problem_log::ProblemLog;
use self::verifier::{SOME, Verifier};
use crate::host::Host;
use crate::output::names::{INDEX, MANIFEST};
use crate::progress::Progress;
use crate::remedy::Remedy;
use crate::report::Report;

/// Requests at a time. Browsers make as many.
const LANES: usize = 6;

/// What to verify.
#[derive(Clone, Debug)]
pub struct VerifyOptions {
    /// The address of the home page, or a built folder.
    pub target: String,
    /// The folder that was published, to compare with.
    pub against: Option<PathBuf>,
    /// All pages, however many there are.
    pub every_page: bool,
}

/// The codes of all diagnostics of `verify`.
pub fn codes() -> impl Iterator<Item = &'static str> {
    Problem::ALL.into_iter().map(Problem::code)
}

/// Whether the host at this address sends the manifest that a built folder has: hosts may take minutes to show what was published.
///
/// # Errors
/// If the address is none of a site, or the folder has no manifest.
pub fn is_shown(address: &str, folder: &Path) -> Result<bool> {
    let manifest = std::fs::read(folder.join(MANIFEST))?;
    Ok(SiteLocation::of(address)?
        .get(MANIFEST)
        .is_ok_and(|answer| answer.status == 200 && answer.body == manifest))
}

/// Verifies a published site.
///
/// # Errors
/// If there is no manifest to begin with, or none that this program reads. What is wrong with the rest is in the report.
pub fn verify(options: &VerifyOptions, progress: &Progress) -> Result<Report> {
    let verifier = Verifier {
        location: SiteLocation::of(&options.target)?,
        problems: ProblemLog::default(),
        against: options.against.clone(),
        every_page: options.every_page,
        listed: OnceLock::new(),
        looked_at: AtomicUsize::new(0),
        pool: rayon::ThreadPoolBuilder::new().num_threads(LANES).build()?,
        progress: progress.clone(),
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

impl Verifier {
    fn run(&self, report: &mut Report) -> Result<(Manifest, Vec<Host>)> {
        let answer = self.location.get(MANIFEST).map_err(|error| {
            Remedy::new(
                format!("{} could not be had: {error}", self.location.name(MANIFEST)),
                "open the address in a browser: it may be written wrong, or this machine may have no network",
            )
        })?;
        if answer.status != 200 {
            let name = self.location.name(MANIFEST);
            bail!(Remedy::new(
                format!(
                    "{name} is not there (status {}): no blog of Lamplight is published here",
                    answer.status
                ),
                "give the address of its home page or the folder of a build; if it was just published, look whether all files arrived",
            ));
        }
        let (text, manifest) = read_manifest(&answer.body)
            .with_context(|| format!("{} is no manifest", self.location.name(MANIFEST)))?;
        let mut hosts = host::recognise(&answer);
        if let Some(host) = self.location.host() {
            let base = &manifest.site.base;
            if host.base != *base {
                let message = format!(
                    "the blog was built for {base} and is at {}: its links lead elsewhere",
                    host.base
                );
                self.problems.add(Problem::BaseDiffers.error(), self.location.name(""), message);
                return Ok((manifest, hosts));
            }
            if !manifest.site.origin.is_empty() && manifest.site.origin != host.origin {
                report.note(format!("the blog was built for {}", manifest.site.origin));
            }
        }
        headers::look(self, MANIFEST, Class::Fresh, &answer);
        let mut known = walk::walk(self, &manifest, &text);
        let home = self.home();
        hosts.extend(
            home.iter().flat_map(host::recognise).filter(|host| !hosts.contains(host)).collect::<Vec<_>>(),
        );
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
        fixed_files::check(self, &known);
        probe::check(self, &known);
        match (&self.location, &self.against) {
            (SiteLocation::Folder(folder), _) => folder::check(self, folder, &known),
            (SiteLocation::Host(_), Some(folder)) => folder::compare(self, folder),
            (SiteLocation::Host(_), None) => {}
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
            .filter_map(|path| self.location.follow(path).ok())
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
