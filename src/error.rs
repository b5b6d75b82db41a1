//! Why something could not be loaded, in the terms that a reader can act on.

/// A failed load. "There is no such page" is not among these: that is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// The network can't be reached.
    Offline,
    /// The server answered with this status.
    Http(u16),
    /// The answer is not of the kind asked for, such as the sign-in page of a hotel's network.
    Type,
    /// The bytes are not those that the site published: damaged or cut short on the way.
    Integrity,
    /// The bytes are as published and still make no sense.
    Decode,
    /// The site has moved on to a format that this app is too old for.
    Stale,
}

/// What was asked for can't be had now: a part of the app, or what it needs of the site, could not be loaded. The next request
/// may succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

#[cfg(chunks)]
impl From<leptos::wasm_split::SplitLoaderError> for Unavailable {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

impl LoadError {
    /// As the browser's promises carry it.
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

    /// Whether a second look, with a fresh manifest, may lead to something better: files of an old deploy vanish or are
    /// answered by other pages, and a server that is short of breath has more in a moment.
    #[must_use]
    pub fn is_retryable(self) -> bool {
        matches!(self, Self::Http(404 | 410 | 429 | 500..) | Self::Type | Self::Integrity | Self::Decode)
    }
}
