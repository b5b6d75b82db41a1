//! The limits of hosts, as numbers and in words. The numbers are those of the hosts' own pages in November 2026: "Limits" in
//! `docs/hosting.md` names them.

use crate::host::Host;

pub(super) const MIB: u64 = 1 << 20;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// Files of the site.
    Files,
    /// Files of one folder, without those of folders in it.
    FolderFiles,
    /// Bytes of one file.
    FileBytes,
    /// Bytes of the site.
    SiteBytes,
}

/// A number that a host does not go beyond.
pub(super) struct Limit {
    pub host: Host,
    pub measure: Measure,
    /// On the free plan.
    pub most: u64,
    /// On the largest plan that has a number, if that is more.
    pub paid: u64,
    pub remedy: &'static str,
}

pub(super) const LIMITS: [Limit; 6] = [
    Limit {
        host: Host::Cloudflare,
        measure: Measure::Files,
        most: 20_000,
        paid: 100_000,
        remedy: "make fewer files (`image_formats = []`, no `--keep-previous`), or take a paid plan and set \
                 PAGES_WRANGLER_MAJOR_VERSION=4 there, or another host",
    },
    Limit {
        host: Host::Cloudflare,
        measure: Measure::FileBytes,
        most: 25 * MIB,
        paid: 25 * MIB,
        remedy: "make it smaller, or put it into R2 and link to it there",
    },
    Limit {
        host: Host::GitHubPages,
        measure: Measure::FileBytes,
        most: 100 * MIB,
        paid: 100 * MIB,
        remedy: "make it smaller, or publish it elsewhere, such as in a release, and link to it there",
    },
    Limit {
        host: Host::GitHubPages,
        measure: Measure::SiteBytes,
        most: 1_000_000_000,
        paid: 1_000_000_000,
        remedy: "publish films and recordings elsewhere, make pictures smaller, or take another host",
    },
    Limit {
        host: Host::Netlify,
        measure: Measure::FolderFiles,
        most: 54_000,
        paid: 54_000,
        remedy: "spread the files over several folders, or take another host",
    },
    Limit {
        host: Host::Vercel,
        measure: Measure::SiteBytes,
        most: 100_000_000,
        paid: 1_000_000_000,
        remedy: "publish films and recordings elsewhere, make pictures smaller, or take a larger plan or another host",
    },
];

impl Limit {
    /// The number, or those of its plans.
    pub(super) fn plans(&self) -> String {
        let (most, paid) = (self.amount(self.most), self.amount(self.paid));
        if self.paid > self.most { format!("{most} on its free plan, {paid} on paid ones") } else { most }
    }

    pub(super) fn code(&self) -> &'static str {
        match self.measure {
            Measure::Files => "host-files",
            Measure::FolderFiles => "host-folder",
            Measure::FileBytes => "host-file-size",
            Measure::SiteBytes => "host-site-size",
        }
    }

    /// A value with its unit: files, MiB where the host counts in these, else MB.
    pub(super) fn amount(&self, value: u64) -> String {
        let tenths = |unit: u64| {
            let tenths = value.saturating_mul(10).div_ceil(unit);
            if tenths.is_multiple_of(10) {
                number(tenths / 10)
            } else {
                format!("{}.{}", number(tenths / 10), tenths % 10)
            }
        };
        match self.measure {
            Measure::Files | Measure::FolderFiles => number(value),
            Measure::FileBytes => format!("{} MiB", tenths(MIB)),
            Measure::SiteBytes => format!("{} MB", tenths(1_000_000)),
        }
    }
}

/// A number with commas: `20,000`.
pub(super) fn number(value: impl TryInto<u64>) -> String {
    let digits = value.try_into().unwrap_or(u64::MAX).to_string();
    let (first, rest) = digits.split_at((digits.len() - 1) % 3 + 1);
    let rest: String =
        rest.as_bytes().chunks(3).map(|three| format!(",{}", String::from_utf8_lossy(three))).collect();
    first.to_owned() + &rest
}
