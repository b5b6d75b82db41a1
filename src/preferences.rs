//! How a reader wants pages to look and behave. One more preference is one more row in [`Preference::about`], a rule in the style
//! sheet, and its values in `public/boot.js` and `public/worker/pages.js`, which dress pages before any app runs; a test compares them.

use lamplight_format::words::Label;

/// What can be chosen.
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
    /// Whether keys without others do something.
    PlainKeys,
}

/// What is said of a preference.
pub struct About {
    /// Its name in the store, and after `data-` on the document's element.
    pub key: &'static str,
    /// What it is called.
    pub label: Label,
    /// Its values, each with what it is called. The empty one is the default, and is not stored.
    pub values: &'static [(&'static str, Label)],
}

impl Preference {
    /// Those with several values, in the order of the panel.
    pub const CHOICES: [Self; 4] = [Self::Theme, Self::TextSize, Self::LineLength, Self::LineSpacing];

    /// Those that are on or off.
    pub const SWITCHES: [Self; 2] = [Self::WrapCode, Self::PlainKeys];

    /// All of them, by number.
    const ALL: [Self; 6] =
        [Self::Theme, Self::TextSize, Self::LineLength, Self::LineSpacing, Self::WrapCode, Self::PlainKeys];

    /// What is said of it.
    #[must_use]
    pub fn about(self) -> &'static About {
        use Label::*;
        match self {
            Self::Theme => &About {
                key: "theme",
                label: Theme,
                values: &[
                    ("", ThemeSystem),
                    ("light", ThemeLight),
                    ("dark", ThemeDark),
                    ("sepia", ThemeSepia),
                ],
            },
            Self::TextSize => &About {
                key: "size",
                label: TextSize,
                values: &[("small", Small), ("", Usual), ("large", Large), ("largest", Largest)],
            },
            Self::LineLength => &About {
                key: "measure",
                label: LineLength,
                values: &[("short", Short), ("", Usual), ("long", Long)],
            },
            Self::LineSpacing => &About {
                key: "leading",
                label: LineSpacing,
                values: &[("tight", Tight), ("", Usual), ("loose", Loose)],
            },
            // The first value of a switch is what it is when it is on.
            Self::WrapCode => {
                &About { key: "wrap", label: WrapCode, values: &[("on", WrapCode), ("", WrapCode)] }
            }
            Self::PlainKeys => {
                &About { key: "keys", label: PlainKeys, values: &[("", PlainKeys), ("off", PlainKeys)] }
            }
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

/// What a reader has chosen: for each preference one of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences([u8; Preference::ALL.len()]);

impl Default for Preferences {
    fn default() -> Self {
        Self(Preference::ALL.map(Preference::default))
    }
}

impl Preferences {
    /// Those that `value_of` names by their keys. What is none of a preference's values is its default.
    #[must_use]
    pub fn read(value_of: impl Fn(&str) -> Option<String>) -> Self {
        Self(Preference::ALL.map(|preference| {
            let value = value_of(preference.about().key).unwrap_or_default();
            preference.number(&value).unwrap_or_else(|| preference.default())
        }))
    }

    /// Which of its values a preference has.
    #[must_use]
    pub fn get(&self, preference: Preference) -> usize {
        self.0[preference as usize].into()
    }

    /// The same with another value. One that the preference does not have changes nothing.
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

    /// What is stored: the values that are no defaults, by their keys.
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

    /// `boot.js` dresses a page before its first paint, the worker before its first byte: both hold what is stored against lists
    /// of their own.
    #[test]
    fn the_scripts_know_the_same_preferences() {
        let (boot, worker) = (include_str!("../public/boot.js"), include_str!("../public/worker/pages.js"));
        for preference in Preference::ALL {
            let About { key, values, .. } = preference.about();
            let values: Vec<_> =
                values.iter().map(|(value, _)| *value).filter(|value| !value.is_empty()).collect();
            let all = values.join("|");
            let group = if values.len() > 1 { format!("({all})") } else { all };
            assert!(boot.contains(&format!("{key}: /^{group}$/")), "{key} in boot.js");
            assert!(worker.contains(&format!("{key}={group}")), "{key} in worker/pages.js");
        }
    }
}
