//! Reads a text from left to right.

#[derive(Clone, Copy)]
pub(super) struct Scanner<'a> {
    pub(super) rest: &'a str,
}

impl<'a> Scanner<'a> {
    pub(super) fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '-']);
    }

    pub(super) fn number(&mut self, least: usize, most: usize) -> Option<u16> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let fits = digits >= least && digits <= most;
        let number = fits.then(|| self.rest[..digits].parse().ok()).flatten()?;
        self.rest = &self.rest[digits..];
        Some(number)
    }

    pub(super) fn word(&mut self) -> Option<&'a str> {
        let letters = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (word, rest) = self.rest.split_at(letters);
        self.rest = rest;
        (letters > 0).then_some(word)
    }

    pub(super) fn one_of(&mut self, marks: &[char]) -> Option<char> {
        let c = self.rest.chars().next().filter(|c| marks.contains(c))?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }
}
