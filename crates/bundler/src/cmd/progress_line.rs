//! The line that shows how far the work is, and Ctrl-C while it is there.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use lamplight_bundler::build::discard;
use lamplight_bundler::progress::Progress;

use super::terminal::{OutputArgs, is_lively};

/// Work that ends sooner has no line: it would only flicker.
const DELAY: Duration = Duration::from_secs(1);

/// How often the line is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// The exit code of programs that Ctrl-C ends: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// The line on standard error. It is removed when this value is dropped.
pub(super) struct ProgressLine {
    line: Arc<Line>,
}

struct Line {
    bar: ProgressBar,
    /// Held while the line comes or goes: whether it is over.
    over: Mutex<bool>,
    /// Whether Ctrl-C was pressed: what goes on working waits for the end.
    stopped: AtomicBool,
    /// Whether somebody else answers Ctrl-C from now on.
    handed_over: AtomicBool,
}

impl ProgressLine {
    /// A line that appears if the work takes longer than a second and a person looks at it. While there is one, Ctrl-C removes
    /// it and what was begun beside `out`, and ends the process.
    pub(super) fn start(output: OutputArgs, out: Option<PathBuf>) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style());
        let line = Arc::new(Line {
            bar,
            over: Mutex::new(false),
            stopped: AtomicBool::new(false),
            handed_over: AtomicBool::new(false),
        });
        if !output.quiet && is_lively(&std::io::stderr()) {
            let line = line.clone();
            std::thread::spawn(move || {
                std::thread::sleep(DELAY);
                while !line.appear() {
                    std::thread::sleep(TICK);
                }
            });
        }
        let interrupted = line.clone();
        std::thread::spawn(move || interrupted.end_at_ctrl_c(out));
        Self { line }
    }

    /// Removes the line. From now on somebody else answers Ctrl-C.
    pub(super) fn hand_over(self) {
        self.line.handed_over.store(true, Ordering::Relaxed);
    }

    /// Where the work is to report to.
    pub(super) fn progress(&self) -> Progress {
        let line = self.line.clone();
        Progress::to(move |phase, done, all| {
            while line.stopped.load(Ordering::Relaxed) {
                std::thread::park();
            }
            match done {
                0 => line.begin(phase, all),
                done => line.bar.set_position(done as u64),
            }
        })
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.line.disappear();
        // Ctrl-C ends the process, and the error that comes of what it has taken away is none.
        while self.line.stopped.load(Ordering::Relaxed) {
            std::thread::park();
        }
    }
}

impl Line {
    fn begin(&self, phase: &'static str, all: usize) {
        self.bar.set_message(phase);
        self.bar.set_length(all as u64);
        self.bar.set_position(0);
        self.bar.reset_eta();
    }

    /// Shows the line, if a phase has begun. Returns whether there is no more to do.
    fn appear(&self) -> bool {
        let over = self.over.lock().unwrap_or_else(PoisonError::into_inner);
        let has_begun = self.bar.length().is_some();
        if !*over && has_begun {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(TICK);
        }
        *over || has_begun
    }

    /// Removes the line. Returns whether that was done before.
    fn disappear(&self) -> bool {
        let mut over = self.over.lock().unwrap_or_else(PoisonError::into_inner);
        self.bar.finish_and_clear();
        std::mem::replace(&mut *over, true)
    }

    fn end_at_ctrl_c(&self, out: Option<PathBuf>) {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        if runtime.block_on(tokio::signal::ctrl_c()).is_err() {
            return;
        }
        if self.handed_over.load(Ordering::Relaxed) {
            return;
        }
        self.stopped.store(true, Ordering::Relaxed);
        let was_over = self.disappear();
        if let (Some(out), false) = (out, was_over) {
            discard(&out);
            eprintln!("stopped; {} is as it was", out.display());
        }
        std::process::exit(INTERRUPTED);
    }
}

/// `reading posts [=====>    ] 412 of 1,000, 3 s left`
fn style() -> ProgressStyle {
    let left = |state: &ProgressState, to: &mut dyn std::fmt::Write| {
        let seconds = state.eta().as_secs();
        let known = state.pos() > 0 && state.len().is_some_and(|all| state.pos() < all);
        // There is nobody to tell if this can't be written.
        let _ = match seconds {
            _ if !known => Ok(()),
            0 => write!(to, ", less than a second left"),
            1..=90 => write!(to, ", {seconds} s left"),
            _ => write!(to, ", {} min left", seconds.div_ceil(60)),
        };
    };
    ProgressStyle::with_template("{msg:18} [{bar:24}] {human_pos} of {human_len}{left}")
        .map(|style| style.with_key("left", left).progress_chars("=> "))
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
