//! Preferences of readers for the look and behaviour of pages. A new preference needs a row in [`Preference::about`], a rule in the
//! style sheet, and its values in `public/boot/choices.js` and `public/worker/pages.js`, which apply preferences before the app runs. A
//! test compares them.

use lamplight_format::messages::Label;

/// A preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    /// Colours.
    Theme,
    /// Size of the text.
    TextSize,
    /// Length of a line.
    LineLength,
    /// Space between lines.
    LineSpacing,
    /// Whether long lines of code are wrapped.
    WrapCode,
    /// Whether single keys are shortcuts.
    PlainKeys,
}

/// Name and values of a preference.
pub struct PreferenceInfo {
    /// Its name in local storage, and after `data-` on the root element.
    pub key: &'static str,
    /// Its label.
    pub label: Label,
    /// Its values with their labels. The empty one is the default, which is not stored.
    pub values: &'static [(&'static str, Label)],
}

impl Preference {
    /// Preferences with several values, in the order of the dialog.
    pub const CHOICES: [Self; 4] = [Self::Theme, Self::TextSize, Self::LineLength, Self::LineSpacing];

    /// Preferences that are on or off.
    pub const SWITCHES: [Self; 2] = [Self::WrapCode, Self::PlainKeys];

    /// All of them, by number.
    const ALL: [Self; 6] =
        [Self::Theme, Self::TextSize, Self::LineLength, Self::LineSpacing, Self::WrapCode, Self::PlainKeys];

    /// Its name and values.
    #[must_use]
    pub fn about(self) -> &'static PreferenceInfo {
        use Label::*;
        match self {
            Self::Theme => &PreferenceInfo {
                key: "theme",
                label: Theme,
                values: &[
                    ("", ThemeSystem),
                    ("light", ThemeLight),
                    ("dark", ThemeDark),
                    ("sepia", ThemeSepia),
                ],
            },
            Self::TextSize => &PreferenceInfo {
                key: "size",
                label: TextSize,
                values: &[("small", Small), ("", Usual), ("large", Large), ("largest", Largest)],
            },
            Self::LineLength => &PreferenceInfo {
                key: "measure",
                label: LineLength,
                values: &[("short", Short), ("", Usual), ("long", Long)],
            },
            Self::LineSpacing => &PreferenceInfo {
                key: "leading",
                label: LineSpacing,
                values: &[("tight", Tight), ("", Usual), ("loose", Loose)],
            },
            // The first value of a switch is what it is when it is on.
            Self::WrapCode => {
                &PreferenceInfo { key: "wrap", label: WrapCode, values: &[("on", WrapCode), ("", WrapCode)] }
            }
            Self::PlainKeys => &PreferenceInfo {
                key: "keys",
                label: PlainKeys,
                values: &[("", PlainKeys), ("off", PlainKeys)],
            },
        }
    }

    /// The number of its default.
    fn default(self) -> u8 {
        self.number("").unwrap_or_default()
    }

    fn number(self, value: &str) -> Option<u8> {
        self.about().values.iter().position(|(known, _)| *known == value).and_then(|i| u8::try_from(i).ok())
    }
}

/// The preferences of a reader: for each the index of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences([u8; Preference::ALL.len()]);

impl Default for Preferences {
    fn default() -> Self {
        Self(Preference::ALL.map(Preference::default))
    }
}

impl Preferences {
    /// Reads the value of each preference by its key. Unknown values become the default.
    #[must_use]
    pub fn read(value_of: impl Fn(&str) -> Option<String>) -> Self {
        Self(Preference::ALL.map(|preference| {
            let value = value_of(preference.about().key).unwrap_or_default();
            preference.number(&value).unwrap_or_else(|| preference.default())
        }))
    }

    /// The index of the value of a preference.
    #[must_use]
    pub fn get(&self, preference: Preference) -> usize {
        self.0[preference as usize].into()
    }

    /// The same with another value. An index that does not exist changes nothing.
    #[must_use]
    pub fn with(mut self, preference: Preference, value: usize) -> Self {
        if value < preference.about().values.len() {
            self.0[preference as usize] = u8::try_from(value).unwrap_or_default();
        }
        self
    }

    /// The same with the next value of a preference, the first after the last.
    #[must_use]
    pub fn next(self, preference: Preference) -> Self {
        self.with(preference, (self.get(preference) + 1) % preference.about().values.len())
    }

    /// The values to store: key and value of those that are not the default.
    pub fn stored(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        Preference::ALL.into_iter().filter_map(|preference| {
            let about = preference.about();
            about
                .values
                .get(self.get(preference))
                .map(|(value, _)| (about.key, *value))
                .filter(|(_, v)| !v.is_empty())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Preferences {
        Preferences::read(|key| pairs.iter().find(|(k, _)| *k == key).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn what_is_no_value_is_the_default() {
        assert_eq!(of(&[]), Preferences::default());
        assert_eq!(
            of(&[("theme", "red\" onload=\"x"), ("size", "DARK"), ("keys", "on"), ("other", "1")]),
            Preferences::default()
        );
        let chosen = of(&[("theme", "dark"), ("keys", "off"), ("size", "no")]);
        assert_eq!(chosen.stored().collect::<Vec<_>>(), [("theme", "dark"), ("keys", "off")]);
    }

    #[test]
    fn values_change_within_their_bounds() {
        let start = Preferences::default();
        let all: Vec<_> = (0..4)
            .scan(start, |now, _| {
                *now = now.next(Preference::Theme);
                Some(now.stored().next().map(|(_, value)| value))
            })
            .collect();
        assert_eq!(all, [Some("light"), Some("dark"), Some("sepia"), None]);
        let size = start.get(Preference::TextSize);
        assert_eq!(start.with(Preference::TextSize, size + 3), start);
        assert_eq!(
            start.with(Preference::TextSize, size + 2).stored().collect::<Vec<_>>(),
            [("size", "largest")]
        );
    }

    /// `boot.js` applies preferences before the first paint of a page, the service worker before its first byte. Both check what
    /// is stored against lists of their own.
    #[test]
    fn the_scripts_know_the_same_preferences() {
        let (boot, worker) =
            (include_str!("../public/boot/choices.js"), include_str!("../public/worker/pages.js"));
        for preference in Preference::ALL {
            let PreferenceInfo { key, values, .. } = preference.about();
            let values: Vec<_> =
                values.iter().map(|(value, _)| *value).filter(|value| !value.is_empty()).collect();
            let all = values.join("|");
            let group = if values.len() > 1 { format!("({all})") } else { all };
            assert!(boot.contains(&format!("{key}: /^{group}$/")), "{key} in boot/choices.js");
            assert!(worker.contains(&format!("{key}={group}")), "{key} in worker/pages.js");
        }
    }
}
