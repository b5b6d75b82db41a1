//! What hosts refuse or pass over: too many files, too large ones, too many rules. It is reported before anything is uploaded.
//!
//! The numbers are those of the hosts' own pages in November 2026: "Limits" in `docs/hosting.md` names them.

use std::collections::BTreeMap;
use std::path::Path;

use super::limit_table::{LIMITS, Limit, Measure, number};
use super::rules::{HostRules, most_redirects};
use crate::host::Host;
use crate::output::Output;
use crate::owned_diagnostic::OwnedDiagnostic;
use crate::report::Report;

/// Longest line of `_headers` that Cloudflare reads, in characters.
const CLOUDFLARE_HEADER: usize = 2_000;

/// Reports what of a finished site a host would refuse or pass over. `folder` is what the site is called in the report.
pub(crate) fn check(rules: &HostRules, host: Host, output: &Output, folder: &Path, report: &mut Report) {
    let site = folder.display().to_string();
    check_rules(rules, host, &site, report);
    let limits = LIMITS.iter().filter(|limit| limit.host == host);
    for limit in limits {
        match limit.measure {
            Measure::Files => {
                let (name, count) = largest(output.sizes().map(|(path, _)| part_of(path)));
                let what = format!("{} files ({} of them in `{name}`)", number(output.len()), number(count));
                limit.check(&site, &format!("the site has {what}"), output.len() as u64, report);
            }
            Measure::FolderFiles => {
                let folders =
                    output.sizes().map(|(path, _)| path.rsplit_once('/').map_or("", |(folder, _)| folder));
                let (name, count) = largest(folders);
                let place = format!("{site}/{name}");
                let what = format!("the folder has {} files", number(count));
                limit.check(&place, &what, count as u64, report);
            }
            Measure::FileBytes => {
                for (path, bytes) in output.sizes().filter(|(_, bytes)| *bytes > limit.most) {
                    let place = output
                        .source_of(path)
                        .map_or_else(|| path.to_owned(), |file| file.display().to_string());
                    limit.check(&place, &format!("the file has {}", limit.amount(bytes)), bytes, report);
                }
            }
            Measure::SiteBytes => {
                let bytes = output.sizes().map(|(_, bytes)| bytes).sum();
                limit.check(&site, &format!("the site has {}", limit.amount(bytes)), bytes, report);
            }
        }
    }
}

/// The limits of a host that a build checks, in words: `20,000 files on its free plan, 100,000 on paid ones`.
pub(crate) fn described(host: Host) -> Vec<String> {
    let limits = LIMITS.iter().filter(|limit| limit.host == host);
    let words = limits.map(|limit| {
        let plans = limit.plans();
        match limit.measure {
            Measure::Files => format!("files: {plans}"),
            Measure::FolderFiles => format!("files in a folder: {plans}"),
            Measure::FileBytes => format!("a file: {plans}"),
            Measure::SiteBytes => format!("all files: {plans}"),
        }
    });
    let redirects = most_redirects(host);
    let redirects = (host != Host::Any && (1..usize::MAX).contains(&redirects))
        .then(|| format!("redirects from old addresses: {}", number(redirects)));
    words.chain(redirects).collect()
}

fn check_rules(rules: &HostRules, host: Host, site: &str, report: &mut Report) {
    let has_rules = !matches!(host, Host::Any | Host::GitHubPages | Host::S3 | Host::CloudFront);
    let (read, all) = (rules.redirects_for(host).len(), rules.redirects.len());
    if has_rules && read < all {
        let message = format!(
            "the site has {} redirects from old addresses, and {} reads {} of them",
            number(all),
            host.name(),
            number(read)
        );
        let help = "nothing is lost: the pages at the other addresses lead on, a moment later; on Cloudflare, Bulk Redirects take \
                    more; take addresses that nobody asks for out of `redirect_from`";
        add(report, site, ("host-redirects", false), (message, help));
    }
    let longest = rules.security.iter().max_by_key(|(name, value)| name.len() + value.len());
    if let Some((name, value)) = longest.filter(|_| host == Host::Cloudflare) {
        let length = name.len() + value.len() + "  : ".len();
        if length > CLOUDFLARE_HEADER {
            let message = format!(
                "the header {name} has {} characters, and Cloudflare reads {}",
                number(length),
                number(CLOUDFLARE_HEADER)
            );
            add(report, site, ("host-header", true), (message, "name fewer hosts in `frames`"));
        }
    }
}

impl Limit {
    fn check(&self, place: &str, what: &str, value: u64, report: &mut Report) {
        let host = self.host.name();
        let (most, paid) = (self.amount(self.most), self.amount(self.paid));
        let plans = if self.paid > self.most {
            format!("{most} on its free plan, {paid} on paid ones")
        } else {
            most
        };
        if value > self.most {
            let message = format!("{what}; {host} takes {plans}");
            add(
                report,
                place,
                (self.code(), value > self.paid || self.paid == self.most),
                (message, self.remedy),
            );
        } else if value >= self.most / 10 * 9 {
            report.note(format!("{place}: {what}, and {host} takes {plans}: {}", self.remedy));
        }
    }
}

fn add(report: &mut Report, place: &str, (code, is_error): (&str, bool), (message, help): (String, &str)) {
    let diagnostic = OwnedDiagnostic {
        is_error,
        code: code.to_owned(),
        message,
        help: help.to_owned(),
        line: 0,
        column: 0,
        fix: None,
    };
    report.add(place, diagnostic);
}

/// The first folder of a path, or the first two if that is ours. Empty for files at the top.
fn part_of(path: &str) -> &str {
    let depth = if path.starts_with("lamplight/") { 2 } else { 1 };
    path.match_indices('/').take(depth).last().map_or("", |(at, _)| &path[..at])
}

/// The name that comes most often, with how often.
fn largest<'a>(names: impl Iterator<Item = &'a str>) -> (&'a str, usize) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosting::limit_table::MIB;

    fn rules(redirects: usize) -> HostRules {
        let redirects = (0..redirects).map(|i| (format!("/old/{i}/"), format!("/blog/{i}/"))).collect();
        HostRules { base: "/".to_owned(), security: vec![("X-Frame-Options", "DENY".to_owned())], redirects }
    }

    /// Codes with their severities, messages, and notes for a site of so many small files in one folder.
    fn of_files(host: Host, count: usize) -> (Vec<String>, Vec<String>) {
        let mut output = Output::default();
        output.add_all(
            (0..count)
                .map(|i| (format!("lamplight/images/{i}.webp"), crate::output::Rendered::New(Vec::new())))
                .collect(),
        );
        told(&rules(0), host, &output)
    }

    fn told(rules: &HostRules, host: Host, output: &Output) -> (Vec<String>, Vec<String>) {
        let mut report = Report::default();
        check(rules, host, output, Path::new("dist"), &mut report);
        let mut json = Vec::new();
        report.write_json(&mut json).unwrap_or_default();
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap_or_default();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let findings = json["findings"].as_array().into_iter().flatten();
        let findings = findings
            .map(|finding| ["severity", "code", "file", "message"].map(|key| text(&finding[key])).join(" "));
        (findings.collect(), report.notes)
    }

    #[test]
    fn files_are_counted_and_told_from_nine_tenths_on() {
        for (count, expected) in
            [(17_999, ["", ""]), (18_000, ["", "18,000 files"]), (20_000, ["", "20,000 files"])]
        {
            let (findings, notes) = of_files(Host::Cloudflare, count);
            assert_eq!(findings.join(""), expected[0], "{count}");
            assert!(
                notes.join("").contains(expected[1]) && notes.is_empty() == expected[1].is_empty(),
                "{notes:?}"
            );
        }
        let (findings, _) = of_files(Host::Cloudflare, 20_001);
        assert_eq!(
            findings,
            [
                "warning host-files dist the site has 20,001 files (20,001 of them in `lamplight/images`); Cloudflare takes 20,000 on its \
              free plan, 100,000 on paid ones"
            ]
        );
        assert!(of_files(Host::Cloudflare, 100_001).0[0].starts_with("error host-files"));
        let (findings, _) = of_files(Host::Netlify, 54_001);
        assert_eq!(
            findings,
            ["error host-folder dist/lamplight/images the folder has 54,001 files; Netlify takes 54,000"]
        );
        for host in [Host::Any, Host::Nginx, Host::S3, Host::GitHubPages, Host::Vercel] {
            assert_eq!(of_files(host, 60_000), (Vec::new(), Vec::new()), "{host:?}");
        }
    }

    #[test]
    fn bytes_are_counted() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let film = folder.path().join("film.mp4");
        // It takes no place on the disk.
        std::fs::File::create(&film)?.set_len(101 * MIB)?;
        let mut output = Output::default();
        for i in 0..9 {
            output.copy(&format!("{i}.mp4"), &film);
        }
        let (findings, notes) = told(&rules(0), Host::GitHubPages, &output);
        assert_eq!(findings.len(), 9);
        assert!(
            findings[0].contains("film.mp4 the file has 101 MiB; GitHub Pages takes 100 MiB"),
            "{findings:?}"
        );
        assert!(notes[0].contains("the site has 953.2 MB, and GitHub Pages takes 1,000 MB"), "{notes:?}");
        let (findings, _) = told(&rules(0), Host::Vercel, &output);
        assert!(
            findings[0].starts_with("warning host-site-size dist the site has 953.2 MB; Vercel takes 100 MB")
        );
        output.copy("9.mp4", &film);
        assert!(told(&rules(0), Host::Vercel, &output).0[0].starts_with("error host-site-size"));
        Ok(())
    }

    #[test]
    fn rules_that_a_host_does_not_read_are_told() {
        let output = Output::default();
        for (host, most) in [(Host::Cloudflare, 2_000), (Host::Netlify, 10_000), (Host::Vercel, 2_000)] {
            assert_eq!(told(&rules(most), host, &output).0, Vec::<String>::new());
            let (findings, _) = told(&rules(most + 1), host, &output);
            assert_eq!(findings.len(), 1);
            assert!(findings[0].starts_with("warning host-redirects dist"), "{findings:?}");
        }
        for host in [Host::Any, Host::Nginx, Host::Caddy, Host::Apache, Host::GitHubPages, Host::S3] {
            assert_eq!(told(&rules(20_000), host, &output).0, Vec::<String>::new(), "{host:?}");
        }
        let mut odd = rules(1);
        odd.redirects.extend(
            ["/a*b/", "/a/:id/", &format!("/{}/", "a".repeat(1_000))]
                .map(|from| (from.to_owned(), "/b/".to_owned())),
        );
        odd.redirects.push(("/at/12:30/".to_owned(), "/b/".to_owned()));
        assert_eq!(odd.redirects_for(Host::Cloudflare).len(), 2);
        assert_eq!(odd.redirects_for(Host::Netlify).len(), 3);
        assert_eq!(odd.redirects_for(Host::Nginx).len(), 5);
        odd.redirects.push(("/%7Bpath%7D/".to_owned(), "/b/".to_owned()));
        assert_eq!(odd.redirects_for(Host::Caddy).len(), 5);
        let long = HostRules { security: vec![("Content-Security-Policy", "a".repeat(2_000))], ..rules(0) };
        assert!(told(&long, Host::Cloudflare, &output).0[0].starts_with("error host-header"));
        assert_eq!(told(&long, Host::Netlify, &output).0, Vec::<String>::new());
    }

    #[test]
    fn headers_are_fewer_than_cloudflare_reads() {
        let text = crate::hosting::flat::headers(&rules(0));
        assert!(text.lines().filter(|line| !line.starts_with(' ')).count() <= 100);
    }
}
