//! Types of the offline library: what readers download to this device. The service worker downloads, and reports the state.

use lamplight_format::messages::Label;

/// What a download contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DownloadKind {
    /// A post.
    Post,
    /// The posts of a term.
    Term,
    /// The whole blog.
    All,
}

impl DownloadKind {
    const NAMES: [(&'static str, Self); 3] = [("post", Self::Post), ("term", Self::Term), ("all", Self::All)];

    /// The kind with a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind)
    }

    /// Its name for the service worker.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The text of the download button.
    #[must_use]
    pub fn label(self) -> Label {
        match self {
            Self::Post => Label::KeepPost,
            Self::Term => Label::KeepTerm,
            Self::All => Label::KeepAll,
        }
    }
}

/// The state of a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DownloadProgress {
    /// Files are being fetched.
    Working,
    /// The reader has paused it.
    Paused,
    /// The network broke off.
    Interrupted,
    /// There is no room for the rest.
    Full,
    /// It is complete.
    Complete,
}

/// A download: a post, the posts of a term, or the whole blog.
#[derive(Clone, Debug, PartialEq)]
pub struct Download {
    /// What it contains.
    pub kind: DownloadKind,
    /// Path below the base; empty for the whole blog.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Its state.
    pub progress: DownloadProgress,
    /// Bytes on the device.
    pub done: f64,
    /// Bytes in total, 0 if unknown.
    pub total: f64,
    /// Compressed bytes in total, 0 if unknown.
    pub sent: f64,
}

impl Download {
    /// Its id for the service worker.
    #[must_use]
    pub fn id(&self) -> String {
        id(self.kind, &self.path)
    }
}

/// The id of a download for the service worker.
#[must_use]
pub fn id(kind: DownloadKind, path: &str) -> String {
    [kind.name(), " ", path].concat()
}

/// All downloads, and the storage for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    /// In the order of their requests.
    pub downloads: Vec<Download>,
    /// Bytes that the blog uses on the device, and the most that the browser allows. Not all browsers know.
    pub room: Option<(f64, f64)>,
}

impl Library {
    /// The download of something, if there is one.
    #[must_use]
    pub fn find(&self, kind: DownloadKind, path: &str) -> Option<&Download> {
        self.downloads.iter().find(|download| download.kind == kind && download.path == path)
    }
}

/// The size of a download in compressed bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DownloadSize {
    /// Text.
    pub text: f64,
    /// Pictures and sounds.
    pub media: f64,
}

/// Why the service worker refused a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing is published there.
    Gone,
    /// The storage is full.
    Full,
    /// It does not answer, or there is none.
    Failed,
}

impl Refusal {
    /// From the message of an error in JavaScript.
    #[must_use]
    pub fn of(error: &str) -> Self {
        if error.contains("gone") {
            Self::Gone
        } else if error.contains("Quota") {
            Self::Full
        } else {
            Self::Failed
        }
    }
}
