//! `lamplight import`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use lamplight_bundler::migrate::{ExportKind, MigrateOptions, import, import_disqus};

use super::clock::now;
use super::progress_line::ProgressLine;
use super::terminal::{OutputArgs, print_result};

#[derive(Args)]
pub(crate) struct ImportArgs {
    /// What the export comes from.
    from: ImportSource,
    /// The export: `.xml` of WordPress and Disqus, `.json` of Ghost, `.zip` of Medium and Substack.
    file: PathBuf,
    /// Folder of the new blog; of Disqus, the blog that has the posts.
    #[arg(long, default_value = ".")]
    to: PathBuf,
    /// Where the old blog was, such as `https://example.org`, for exports that do not say.
    #[arg(long, default_value = "")]
    address: String,
    /// The old blog's folder of uploads; pictures are copied from it.
    #[arg(long)]
    uploads: Option<PathBuf>,
    /// Fetch pictures from the old blog.
    #[arg(long)]
    fetch: bool,
    /// With --fetch: also from private networks, such as a WordPress on this machine.
    #[arg(long, requires = "fetch")]
    private_addresses: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum ImportSource {
    #[value(name = "wordpress")]
    WordPress,
    Ghost,
    Medium,
    Substack,
    Disqus,
}

pub(crate) fn run(args: ImportArgs, output: OutputArgs) -> Result<ExitCode> {
    let kind = match args.from {
        ImportSource::WordPress => Some(ExportKind::WordPress),
        ImportSource::Ghost => Some(ExportKind::Ghost),
        ImportSource::Medium => Some(ExportKind::Medium),
        ImportSource::Substack => Some(ExportKind::Substack),
        ImportSource::Disqus => None,
    };
    let line = ProgressLine::start(output, None);
    let report = match kind {
        Some(kind) => {
            let ImportArgs { to, address, uploads, fetch, private_addresses, .. } = args;
            let options = MigrateOptions { to, address, uploads, fetch, private_addresses };
            import(kind, &args.file, &options, &line.progress())?
        }
        None => {
            let posts = Some(args.to.join("posts")).filter(|posts| posts.is_dir()).unwrap_or(args.to);
            import_disqus(&args.file, &posts, now()?)?
        }
    };
    drop(line);
    match output.json {
        true => print_result(&report)?,
        false => write!(std::io::stdout().lock(), "{report}")?,
    }
    Ok(ExitCode::SUCCESS)
}
