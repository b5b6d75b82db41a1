//! `lamplight serve`: what is saved is on screen at once, and the whole site soon after.
//!
//! A saved post is read and drawn by itself and stands in front of the built site until the next build has taken it in.
//! Everything else (a new file, a picture, the settings) waits for that build. Builds begin when nothing was saved for a
//! while, and in a thread of their own, so that the next save need not wait for them.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use lamplight_format::route::url;
use notify::{Event, EventKind, RecursiveMode, Watcher};
use tokio::sync::broadcast;

use crate::build::{Built, build_and_keep};
use crate::options::Options;
use crate::page;
use crate::parsed_post;
use crate::paths::file_of;
use crate::report::Report;
use crate::site::{self, ResolveContext};

/// Editors write a file in several steps; what comes within this time is one save.
const STEP: Duration = Duration::from_millis(5);

/// How long nothing must be saved before the whole site is built.
const QUIET: Duration = Duration::from_millis(600);

/// What the server shows before it looks into the built folder.
pub struct Overlay {
    /// Path of a file below the site → its bytes.
    files: Mutex<HashMap<String, Arc<Vec<u8>>>>,
    /// Those who are told what has changed: the path of a page, or `*`.
    readers: broadcast::Sender<String>,
}

impl Default for Overlay {
    fn default() -> Self {
        Self { files: Mutex::default(), readers: broadcast::channel(64).0 }
    }
}

impl Overlay {
    /// What stands in front of a file of the built site.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Arc<Vec<u8>>> {
        lock(&self.files).get(path).cloned()
    }

    /// Hears of changes from now on.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<String> {
        self.readers.subscribe()
    }

    fn tell(&self, what: &str) {
        // Nobody may be looking.
        let _ = self.readers.send(what.to_owned());
    }
}

/// A thread that panicked has lost nothing that is kept here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What happens to who serves.
enum LiveEvent {
    Saved(PathBuf),
    Built(Box<Result<(Report, Built)>>),
}

/// Builds a site and goes on to, until the process ends. `tell` gets each build's outcome, and what was drawn at once.
///
/// # Errors
/// If the first build can't be done, or the folders can't be watched.
pub fn live(
    options: Options,
    fresh: Arc<Overlay>,
    tell: impl Fn(Result<&Report>, bool) + Send + 'static,
) -> Result<String> {
    let (report, built) = build_and_keep(&options)?;
    tell(Ok(&report), true);
    let base = built.site.base.clone();
    let (sender, events) = channel();
    let watch = {
        let sender = sender.clone();
        move |event: notify::Result<Event>| {
            let Ok(event) = event else { return };
            if !matches!(event.kind, EventKind::Access(_)) {
                for path in event.paths {
                    // Who listens ends with the process.
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
    let mut server = Server { options, built, fresh, tell, saved: HashSet::new(), building: false, sender };
    std::thread::spawn(move || {
        let _watcher = watcher;
        server.run(&events);
    });
    Ok(base)
}

struct Server<T> {
    options: Options,
    built: Built,
    fresh: Arc<Overlay>,
    tell: T,
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

    /// Takes what one save is made of, and shows what of it can be shown.
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

    /// What the build itself writes, and what editors leave beside a file, is no change of the site.
    fn matters(&self, path: &Path) -> bool {
        let written = [Some(&self.options.out), self.options.cache.as_ref()];
        let own = written.into_iter().flatten().filter_map(|folder| folder.canonicalize().ok());
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let hidden = name.starts_with('.') || name.starts_with('#') || name.ends_with('~');
        !hidden && !own.into_iter().any(|folder| path.starts_with(folder)) && !path.is_dir()
    }

    /// Draws one post anew.
    fn show(&mut self, path: &Path) {
        let Built { config, site, app, drafts, content, files } = &mut self.built;
        let is_it = |source: &crate::source::file::Source| {
            source.path == path || source.path.canonicalize().is_ok_and(|own| own == path)
        };
        let name = path.file_name();
        let at = drafts.iter().position(|(source, _)| source.path.file_name() == name && is_it(source));
        let (Some(at), Ok(bytes)) = (at, std::fs::read(path)) else { return };
        let (source, old) = &drafts[at];
        let mut new = parsed_post::read(source, &bytes, config);
        new.announce(&self.options);
        let entry = content
            .posts
            .iter_mut()
            .chain(&mut content.pages)
            .chain(&mut content.unlisted)
            .find(|e| e.source == source.name);
        let (Some(entry), true) = (entry, new.path == old.path) else { return };
        drafts[at].1 = new;
        let mut output = files.in_memory();
        let mut report = Report::default();
        let context = ResolveContext {
            config,
            site,
            cache: self.options.cache.as_deref(),
            output: &mut output,
            report: &mut report,
        };
        *entry = site::resolve_one(drafts, at, entry, &content.addresses, context);
        let path = entry.post.summary.path.clone();
        let mut fresh = lock(&self.fresh.files);
        for name in output.beyond(files) {
            if let Some(bytes) = output.bytes(name) {
                fresh.insert(name.to_owned(), Arc::new(bytes));
            }
        }
        fresh.insert(file_of(&path), Arc::new(page::post_html(entry, site, app)));
        drop(fresh);
        self.fresh.tell(&url(&site.base, &path));
    }

    fn build(&mut self) {
        self.building = true;
        self.saved.clear();
        let (options, sender) = (self.options.clone(), self.sender.clone());
        std::thread::spawn(move || {
            let done = Box::new(build_and_keep(&options));
            let _ = sender.send(LiveEvent::Built(done));
        });
    }

    fn built(&mut self, done: Result<(Report, Built)>) {
        self.building = false;
        match done {
            Ok((report, built)) => {
                (self.tell)(Ok(&report), false);
                self.built = built;
                lock(&self.fresh.files).clear();
                // What was saved meanwhile is not in it.
                for path in self.saved.clone() {
                    self.show(&path);
                }
                self.fresh.tell("*");
            }
            // Once more when something is saved.
            Err(error) => (self.tell)(Err(error), false),
        }
    }
}
