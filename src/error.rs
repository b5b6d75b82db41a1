//! Errors of loading, as far as readers can act on them.

/// An error of loading. That a page does not exist is a result, not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// The network can't be reached.
    Offline,
    /// The server answered with this status.
    Http(u16),
    /// The response has another type than expected, such as the login page of a hotel's network.
    Type,
    /// The bytes have another hash than published: they are damaged or incomplete.
    Integrity,
    /// The bytes are as published, but can't be decoded.
    Decode,
    /// The site has a newer format than this app knows.
    Stale,
}

/// A chunk of the app, or data that it needs, could not be loaded. The next request may succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

#[cfg(chunks)]
impl From<leptos::wasm_split::SplitLoaderError> for Unavailable {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

impl LoadError {
    /// As a number, for promises.
    #[must_use]
    pub fn number(self) -> f64 {
        match self {
            Self::Http(status) => status.into(),
            Self::Offline => -1.0,
            Self::Type => -2.0,
            Self::Integrity => -3.0,
            Self::Decode => -4.0,
            Self::Stale => -5.0,
        }
    }

    /// The error of a [`LoadError::number`].
    #[must_use]
    pub fn of_number(number: f64) -> Self {
        let others = [Self::Offline, Self::Type, Self::Integrity, Self::Decode, Self::Stale];
        let other = others.into_iter().find(|error| error.number() == number);
        other.unwrap_or(Self::Http(number as u16))
    }

    /// Whether a retry with a fresh manifest may succeed: files of an old deploy are deleted or answered by other pages, and a server
    /// may be overloaded for a moment.
    #[must_use]
    pub fn is_retryable(self) -> bool {
        matches!(self, Self::Http(404 | 410 | 429 | 500..) | Self::Type | Self::Integrity | Self::Decode)
    }
}
