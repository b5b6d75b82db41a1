//! `lamplight publish`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::Result;
use clap::Args;
use lamplight_bundler::progress::Progress;
use lamplight_bundler::report::Report;
use lamplight_bundler::verify::{VerifyOptions, is_shown, verify};
use lamplight_publish::{Access, Address, PublishOptions, PublishReport, Stage, address, publish};

use super::print::{OutputFormat, ReportStyle, exit_code, print};
use super::summary::plural;
use super::terminal::{OutputArgs, is_lively};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long a host may take to show what was published. GitHub Pages takes a minute or two.
const PATIENCE: Duration = Duration::from_secs(4 * 60);
/// Between two questions whether the host shows it.
const PAUSE: Duration = Duration::from_secs(3);

#[derive(Args)]
pub(crate) struct PublishArgs {
    /// Where to: a folder, `sftp://user@host/path`, `s3://bucket/prefix`, `gs://bucket`, `az://container`, or
    /// `git:remote#branch`.
    ///
    /// `s3://bucket?endpoint=https://…&region=auto` is for services that are not Amazon's, such as R2 and MinIO. Keys come
    /// from the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, GOOGLE_SERVICE_ACCOUNT,
    /// AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY).
    target: String,
    /// The built site.
    #[arg(long, value_name = "DIST", default_value = "dist")]
    from: PathBuf,
    /// Say what would be done, and do nothing.
    #[arg(long)]
    dry_run: bool,
    /// Go back to the deploy before the last. If a deploy was interrupted, go back to the last complete one.
    #[arg(long)]
    rollback: bool,
    /// How many days data and app of older deploys stay, for tabs that were opened before.
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    keep: u32,
    /// Replace files at the target that Lamplight did not put there.
    #[arg(long)]
    overwrite: bool,
    /// Send every file, whatever is there already.
    #[arg(long)]
    force: bool,
    /// The command for `sftp://`, such as "ssh -i key".
    #[arg(long, value_name = "COMMAND", default_value = "ssh")]
    ssh: String,
    /// The address to look at afterwards, if it is not the `base_url` of the build.
    #[arg(long, value_name = "URL", conflicts_with = "no_verify")]
    verify: Option<String>,
    /// Do not look at the site afterwards.
    #[arg(long)]
    no_verify: bool,
    /// Name every file.
    #[arg(long)]
    all: bool,
}

pub(crate) fn run(args: PublishArgs, output: OutputArgs) -> Result<ExitCode> {
    let started = Instant::now();
    let place = Address::parse(&args.target)?;
    let options = PublishOptions {
        folder: args.from.clone(),
        keep: DAY * args.keep,
        dry_run: args.dry_run,
        rollback: args.rollback,
        overwrite: args.overwrite,
        force: args.force,
        now: SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs(),
    };
    let text = |value: std::ffi::OsString| value.into_string().ok();
    let access = Access {
        ssh: args.ssh.split_whitespace().map(str::to_owned).collect(),
        environment: std::env::vars_os()
            .filter_map(|(name, value)| Some((text(name)?, text(value)?)))
            .collect(),
    };
    let target = place.open(&args.from, &access)?;
    let terminal = !output.quiet && is_lively(&std::io::stderr());
    let progress = |stage: Stage, done: usize, all: usize| {
        if terminal {
            let end = if done == all { "\r\x1b[K" } else { "" };
            // A terminal that is gone is no reason to stop.
            let _ = write!(std::io::stderr().lock(), "\r\x1b[K{}: {done} of {all}{end}", stage.name());
        }
    };
    let report = publish(target.as_ref(), &options, &progress)?;
    drop(target);
    let verified = match args.dry_run || args.no_verify {
        true => None,
        false => look(&args, place.folder(), &report)?,
    };
    if output.json {
        write_json(&report, verified.as_ref())?;
    } else {
        write_text(&report, args.all, started.elapsed())?;
        if let Some(verified) = verified.as_ref().filter(|verified| verified.counts.errors > 0) {
            let style = ReportStyle { format: OutputFormat::Text, all: false, output };
            print(verified, style, "published, but readers may not see what was built")?;
        }
    }
    Ok(verified.map_or(ExitCode::SUCCESS, |verified| exit_code(&verified, false)))
}

/// Looks at what was published: at its folder, or at its address as soon as the host shows it. `None` if there is no address.
fn look(args: &PublishArgs, folder: Option<&Path>, report: &PublishReport) -> Result<Option<Report>> {
    let target = match (&args.verify, folder) {
        (Some(url), _) => Some(url.clone()),
        (None, Some(folder)) => Some(folder.display().to_string()),
        // The folder need not be there for a rollback.
        (None, None) if args.rollback => address(&args.from).unwrap_or_default(),
        (None, None) => address(&args.from)?,
    };
    let Some(target) = target else { return Ok(None) };
    let is_host = target.contains("://");
    let against = (is_host && !args.rollback).then(|| args.from.clone());
    if let Some(dist) = &against {
        let started = Instant::now();
        // What was there already is shown already, or never.
        let patience = if report.sent.files == 0 { PAUSE } else { PATIENCE };
        while !is_shown(&target, dist)? && started.elapsed() < patience {
            std::thread::sleep(PAUSE);
        }
    }
    verify(&VerifyOptions { target, against, every_page: false }, &Progress::default()).map(Some)
}

fn write_json(report: &PublishReport, verified: Option<&Report>) -> Result<()> {
    let mut value = serde_json::to_value(report)?;
    if let Some(verified) = verified {
        let mut bytes = Vec::new();
        verified.write_json(&mut bytes)?;
        value["verify"] = serde_json::from_slice(&bytes)?;
    }
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &value)?;
    Ok(writeln!(out)?)
}

fn write_text(report: &PublishReport, all: bool, time: Duration) -> Result<()> {
    let mut out = std::io::stdout().lock();
    if report.dry_run {
        for (stage, amount) in &report.stages {
            let bytes = if amount.bytes > 0 { format!(", {}", size(amount.bytes)) } else { String::new() };
            writeln!(out, "{stage}: {}{bytes}", plural(amount.files, "file"))?;
        }
    }
    if all {
        for (path, what) in &report.files {
            writeln!(out, "{what} {path}")?;
        }
    }
    if report.taken_back > 0 {
        writeln!(out, "{} of before no longer published", plural(report.taken_back, "post"))?;
    }
    for note in &report.notes {
        writeln!(out, "note: {note}")?;
    }
    let did = match (report.dry_run, report.rollback) {
        (true, true) => "would go back by sending",
        (true, false) => "would send",
        (false, true) => "went back by sending",
        (false, false) => "sent",
    };
    let kept =
        if report.kept > 0 { format!(", {} of older deploys kept", report.kept) } else { String::new() };
    writeln!(
        out,
        "{did} {} ({}), {} removed, {} there already{kept}: {} ({} ms)",
        plural(report.sent.files, "file"),
        size(report.sent.bytes),
        report.removed,
        report.unchanged.files,
        report.target,
        time.as_millis()
    )?;
    Ok(())
}

/// A number of bytes, for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
