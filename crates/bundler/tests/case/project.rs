//! A project of another engine in a folder, and what is built of it.

use std::fs;

use lamplight_bundler::build::{Options, build};
use lamplight_bundler::report::Report;
use tempfile::TempDir;

use super::{app, options};

/// A project in a folder.
pub(crate) struct Project {
    pub folder: TempDir,
}

impl Project {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: TempDir::new().unwrap() };
        app(project.folder.path());
        fs::create_dir_all(project.folder.path().join("site/.git")).unwrap();
        for (name, text) in files {
            let path = project.folder.path().join("site").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        project
    }

    pub(crate) fn options(&self, below: &str) -> Options {
        let root = self.folder.path();
        later(options(&root.join("site").join(below), &root.join("out"), &root.join("app")))
    }

    pub(crate) fn build(&self, below: &str) -> Report {
        build(&self.options(below)).unwrap()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join("out").join(name)).unwrap()
    }
}

/// A build in 2026: the cases are of 2024.
pub(crate) fn later(options: Options) -> Options {
    Options { now: 1_790_000_000, ..options }
}

pub(crate) fn paths(report: &Report) -> Vec<&str> {
    let mut paths: Vec<_> = report.published.iter().map(|post| post.path.as_str()).collect();
    paths.sort_unstable();
    paths
}

pub(crate) fn codes(report: &Report) -> Vec<(&str, usize)> {
    report.counts.by_code.iter().map(|(code, n)| (code.as_str(), *n)).collect()
}
