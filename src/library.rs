//! The offline library, as a page knows it: what a reader keeps on this device on purpose. The service worker fetches it, and tells.

use lamplight_format::words::Label;

/// What can be kept as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A post.
    Post,
    /// The posts of a term.
    Term,
    /// The whole blog.
    All,
}

impl Kind {
    const NAMES: [(&'static str, Self); 3] = [("post", Self::Post), ("term", Self::Term), ("all", Self::All)];

    /// The kind of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind)
    }

    /// What the service worker calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// What the button that keeps it says.
    #[must_use]
    pub fn label(self) -> Label {
        match self {
            Self::Post => Label::KeepPost,
            Self::Term => Label::KeepTerm,
            Self::All => Label::KeepAll,
        }
    }
}

/// How far a download has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Files are being fetched.
    Working,
    /// The reader has paused it.
    Paused,
    /// The network broke off.
    Interrupted,
    /// There is no room for the rest.
    Full,
    /// All of it is on the device.
    Complete,
}

/// A post, the posts of a term, or the whole blog, that is kept or on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Download {
    /// What it is.
    pub kind: Kind,
    /// Where, below the site's folder; empty for the whole blog.
    pub path: String,
    /// What readers know it as.
    pub title: String,
    /// How far it has come.
    pub progress: Progress,
    /// Bytes on the device.
    pub done: f64,
    /// Bytes of all of it, 0 if that is not known.
    pub total: f64,
    /// Bytes of all of it as they are sent, 0 if that is not known.
    pub sent: f64,
}

impl Download {
    /// What the service worker knows it by.
    #[must_use]
    pub fn id(&self) -> String {
        id(self.kind, &self.path)
    }
}

/// What the service worker knows a download by.
#[must_use]
pub fn id(kind: Kind, path: &str) -> String {
    [kind.name(), " ", path].concat()
}

/// All downloads, and the room for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    /// In the order in which they were asked for.
    pub downloads: Vec<Download>,
    /// Bytes that the blog uses on the device, and that the browser allows it. Not all browsers tell.
    pub room: Option<(f64, f64)>,
}

impl Library {
    /// The download of something, if there is one.
    #[must_use]
    pub fn find(&self, kind: Kind, path: &str) -> Option<&Download> {
        self.downloads.iter().find(|download| download.kind == kind && download.path == path)
    }
}

/// What keeping something takes, in bytes as they are sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Text.
    pub text: f64,
    /// Pictures and sounds.
    pub media: f64,
}

/// Why the service worker did not do what it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing is published there.
    Gone,
    /// The device has no room.
    Full,
    /// It does not answer, or can't be had.
    Failed,
}

impl Refusal {
    /// What its words, an error of JavaScript, mean.
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
