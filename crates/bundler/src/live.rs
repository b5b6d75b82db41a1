//! `lamplight serve`: shows a saved post at once, and rebuilds the whole site soon after.
//!
//! A saved post is read and drawn by itself, and served in place of the built page until the next build has it.
//! Everything else (a new file, a picture, the settings) waits for that build. A build begins when nothing was saved for a
//! while, in a thread of its own, so that the next save need not wait for it.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use lamplight_format::route::url;
use notify::{Event, EventKind, RecursiveMode, Watcher};
use tokio::sync::broadcast;

use crate::build::{BuildState, build_with_state};
use crate::options::Options;
use crate::page;
use crate::parsed_post;
use crate::paths::file_of;
use crate::progress::Progress;
use crate::report::Report;
use crate::site::{self, ResolveContext};

/// Editors write a file in several steps: changes within this time are one save.
const STEP: Duration = Duration::from_millis(5);

/// How long nothing must have been saved before the whole site is built.
const QUIET: Duration = Duration::from_millis(600);

/// Files that the server sends in place of those of the built folder.
pub struct Overlay {
    /// Path of a file below the site → its bytes.
    files: Mutex<HashMap<String, Arc<Vec<u8>>>>,
    /// Sends the path of a page that has changed, or `*`, to open pages.
    readers: broadcast::Sender<String>,
}

impl Default for Overlay {
    fn default() -> Self {
        Self { files: Mutex::default(), readers: broadcast::channel(64).0 }
    }
}

impl Overlay {
    /// The bytes that replace a file of the built site.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Arc<Vec<u8>>> {
        lock(&self.files).get(path).cloned()
    }

    /// Receives changes from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<String> {
        self.readers.subscribe()
    }

    fn notify(&self, what: &str) {
        // No page may be open.
        let _ = self.readers.send(what.to_owned());
    }
}

/// Locks even if a thread has panicked: what is kept here is whole at all times.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An event for the thread that builds.
enum LiveEvent {
    Saved(PathBuf),
    Built(Box<Result<(Report, BuildState)>>),
}

/// Builds a site, and builds it again after changes, until the process ends. `report_build` gets the outcome of each build, and
/// whether it was the first. Returns the base path of the site.
///
/// # Errors
/// If the first build can't be done, or the folders can't be watched.
pub fn live(
    options: Options,
    overlay: Arc<Overlay>,
    report_build: impl Fn(Result<&Report>, bool) + Send + 'static,
) -> Result<String> {
    let (report, built) = build_with_state(&options)?;
    report_build(Ok(&report), true);
    let base = built.site.base.clone();
    let (sender, events) = channel();
    let watch = {
        let sender = sender.clone();
        move |event: notify::Result<Event>| {
            let Ok(event) = event else { return };
            if !matches!(event.kind, EventKind::Access(_)) {
                for path in event.paths {
                    // The receiver ends with the process.
                    let _ = sender.send(LiveEvent::Saved(path));
                }
            }
        }
    };
    let mut watcher = notify::recommended_watcher(watch).context("files can't be watched")?;
    let mut folders = vec![options.posts.canonicalize()?];
    let root = &built.config.root;
    folders.extend(built.config.files.keys().chain([&built.config.pages]).map(|folder| root.join(folder)));
    folders.retain(|folder| folder.is_dir());
    for folder in &folders {
        watcher
            .watch(folder, RecursiveMode::Recursive)
            .with_context(|| format!("{} can't be watched", folder.display()))?;
    }
    // The settings, and nothing below.
    let _ = watcher.watch(root, RecursiveMode::NonRecursive);
    let mut server =
        Server { options, built, overlay, report_build, saved: HashSet::new(), building: false, sender };
    std::thread::spawn(move || {
        let _watcher = watcher;
        server.run(&events);
    });
    Ok(base)
}

struct Server<T> {
    options: Options,
    built: BuildState,
    overlay: Arc<Overlay>,
    report_build: T,
    /// Files saved since the last build began.
    saved: HashSet<PathBuf>,
    /// Whether a build is under way.
    building: bool,
    sender: Sender<LiveEvent>,
}

impl<T: Fn(Result<&Report>, bool)> Server<T> {
    fn run(&mut self, events: &Receiver<LiveEvent>) {
        loop {
            let waits = !self.saved.is_empty() && !self.building;
            let first = match waits {
                true => events.recv_timeout(QUIET),
                false => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match first {
                Ok(LiveEvent::Saved(path)) => self.collect(path, events),
                Ok(LiveEvent::Built(done)) => self.built(*done),
                Err(RecvTimeoutError::Timeout) => self.build(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Collects the changes of one save, and shows the posts among them.
    fn collect(&mut self, first: PathBuf, events: &Receiver<LiveEvent>) {
        let mut paths = HashSet::from([first]);
        let mut done = None;
        while let Ok(next) = events.recv_timeout(STEP) {
            match next {
                LiveEvent::Saved(path) => drop(paths.insert(path)),
                LiveEvent::Built(built) => {
                    done = Some(*built);
                    break;
                }
            }
        }
        paths.retain(|path| self.matters(path));
        for path in &paths {
            self.show(path);
        }
        self.saved.extend(paths);
        if let Some(built) = done {
            self.built(built);
        }
    }

    /// Whether a file belongs to the site. Files of the build itself and temporary files of editors do not.
    fn matters(&self, path: &Path) -> bool {
        let written = [Some(&self.options.out), self.options.cache.as_ref()];
        let own = written.into_iter().flatten().filter_map(|folder| folder.canonicalize().ok());
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let hidden = name.starts_with('.') || name.starts_with('#') || name.ends_with('~');
        !hidden && !own.into_iter().any(|folder| path.starts_with(folder)) && !path.is_dir()
    }

    /// Draws one post anew.
    fn show(&mut self, path: &Path) {
        let BuildState { config, site, app, parsed_posts, resolved, files } = &mut self.built;
        let is_it = |source: &crate::source::file::Source| {
            source.path == path || source.path.canonicalize().is_ok_and(|own| own == path)
        };
        let name = path.file_name();
        let at = parsed_posts.iter().position(|(source, _)| source.path.file_name() == name && is_it(source));
        let (Some(at), Ok(bytes)) = (at, std::fs::read(path)) else { return };
        let (source, old) = &parsed_posts[at];
        let mut new = parsed_post::read(source, &bytes, config);
        new.announce(&self.options);
        let post = resolved
            .posts
            .iter_mut()
            .chain(&mut resolved.pages)
            .chain(&mut resolved.unlisted)
            .find(|post| post.source == source.name);
        let (Some(post), true) = (post, new.path == old.path) else { return };
        parsed_posts[at].1 = new;
        let mut output = files.in_memory();
        let mut report = Report::default();
        let context = ResolveContext {
            config,
            site,
            cache: self.options.cache.as_deref(),
            progress: &Progress::default(),
            output: &mut output,
            report: &mut report,
        };
        *post = site::resolve_one(parsed_posts, at, post, &resolved.addresses, context);
        let path = post.data.summary.path.clone();
        let mut overlay = lock(&self.overlay.files);
        for name in output.names_missing_in(files) {
            if let Some(bytes) = output.bytes(name) {
                overlay.insert(name.to_owned(), Arc::new(bytes));
            }
        }
        overlay.insert(file_of(&path), Arc::new(page::post_html(post, site, app)));
        drop(overlay);
        self.overlay.notify(&url(&site.base, &path));
    }

    fn build(&mut self) {
        self.building = true;
        self.saved.clear();
        let (options, sender) = (self.options.clone(), self.sender.clone());
        std::thread::spawn(move || {
            let done = Box::new(build_with_state(&options));
            let _ = sender.send(LiveEvent::Built(done));
        });
    }

    fn built(&mut self, done: Result<(Report, BuildState)>) {
        self.building = false;
        match done {
            Ok((report, built)) => {
                (self.report_build)(Ok(&report), false);
                self.built = built;
                lock(&self.overlay.files).clear();
                // The build does not have what was saved meanwhile.
                for path in self.saved.clone() {
                    self.show(&path);
                }
                self.overlay.notify("*");
            }
            // The next save starts another build.
            Err(error) => (self.report_build)(Err(error), false),
        }
    }
}
