//! Files that tell hosts what to send. Each host has its own, and gets no other's.

mod apache;
mod caddy;
mod flat;
mod limit_table;
pub(crate) mod limits;
mod nginx;
mod rules;
mod vercel;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::host::Host;
use crate::options::Options;
use crate::output::Output;
use crate::output::names::{CADDYFILE, HEADERS, HTACCESS, NGINX, NO_JEKYLL, REDIRECTS, VERCEL};
use crate::report::Report;
pub(crate) use rules::HostRules;

/// The host to write for: that of the options, or that of the settings. `--nginx` alone means nginx.
///
/// # Errors
/// If `--nginx` is given for another host.
pub(crate) fn choose(options: &Options, setting: Host, report: &mut Report) -> Result<Host> {
    if options.live {
        return Ok(Host::Any);
    }
    match options.host.unwrap_or(setting) {
        Host::Any if options.nginx.is_some() => {
            report.note("`--nginx` builds for nginx: say so by `host = \"nginx\"` in the settings, or by `--host nginx`");
            Ok(Host::Nginx)
        }
        host if host != Host::Nginx && options.nginx.is_some() => {
            bail!(
                "`--nginx` writes rules for nginx, and the host is `{}`: leave one of them out",
                host.setting()
            )
        }
        host => Ok(host),
    }
}

/// Adds the files that a host reads. Those of the same name among the site's own files stay.
pub(crate) fn write(rules: &HostRules, host: Host, output: &mut Output, report: &mut Report) {
    for (name, text) in files(rules, host) {
        if !output.add(name, text.into_bytes()) {
            report.note(format!(
                "`{name}` is one of the site's own files; it is published, and Lamplight's is not"
            ));
        }
    }
    if host == Host::S3 {
        report.note(
            "S3 sends the headers that each upload sets: `lamplight publish` sets them, and `_headers` lists those for a CDN",
        );
    }
}

/// Writes the rules for nginx to a place that the author has chosen.
///
/// # Errors
/// If the file can't be written.
pub(crate) fn write_nginx(rules: &HostRules, file: &Path) -> Result<()> {
    fs::write(file, nginx::settings(rules)).with_context(|| format!("can't write {}", file.display()))
}

/// Names and texts of the files for a host. What stands in those for unknown hosts is ignored by hosts that do not know it.
fn files(rules: &HostRules, host: Host) -> Vec<(&'static str, String)> {
    let no_jekyll = || (NO_JEKYLL, String::new());
    let headers = || (HEADERS, flat::headers(rules));
    let redirects = || (REDIRECTS, flat::redirects(rules, host));
    match host {
        Host::Any => vec![headers(), redirects(), no_jekyll()],
        Host::GitHubPages => vec![no_jekyll()],
        Host::Cloudflare | Host::Netlify => vec![headers(), redirects()],
        Host::Vercel => vec![(VERCEL, vercel::settings(rules))],
        Host::Nginx => vec![(NGINX, nginx::settings(rules))],
        Host::Caddy => vec![(CADDYFILE, caddy::settings(rules))],
        Host::Apache => vec![(HTACCESS, apache::settings(rules))],
        Host::S3 | Host::CloudFront => vec![headers()],
    }
}
