//! Splits a text into words that can be searched. All spellings of a word give the same token.

use std::ops::Range;

use crate::normalize::decomposed;

/// Longest word in bytes. Longer ones are file names, keys and the like, which nobody types.
const LONGEST: usize = 48;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Without case and accents.
    pub text: String,
    /// Number of the word in the text. Tokens at the same place have the same number.
    pub position: u32,
    /// Byte range in the text.
    pub range: Range<usize>,
    /// What the token was made of.
    pub kind: TokenKind,
}

/// What a token was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word, or two neighbouring characters of a script without spaces between words.
    Word,
    /// The parts of `e-mail` or `node.js` joined. The parts are tokens, too.
    Joined,
    /// The last character of a run of such a script, so that it is found alone.
    Tail,
}

/// The words of a text, in order.
///
/// Scripts without spaces between words (Han, kana, hangul, Thai and its neighbours) give each pair of neighbouring characters.
#[must_use]
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 6);
    each_word(text, |text, position, range, kind| {
        tokens.push(Token { text: text.to_owned(), position, range, kind });
    });
    tokens
}

/// Calls `found` with text, position, range and kind of each token, without allocating a list as [`tokenize`] does.
pub(crate) fn each_word(text: &str, found: impl FnMut(&str, u32, Range<usize>, TokenKind)) {
    let mut tokenizer = Tokenizer { text, found, position: 0 };
    let mut word = String::new();
    let mut at = 0;
    while let Some(c) = tokenizer.peek(at) {
        at = if let Some(end) = tokenizer.plain_ascii_word(at) {
            word.clear();
            word.push_str(&text[at..end]);
            word.make_ascii_lowercase();
            tokenizer.push(&word, at..end, TokenKind::Word);
            tokenizer.position += 1;
            end
        } else if is_unparted(c) {
            tokenizer.character_pairs(at)
        } else if is_word(c) {
            tokenizer.compound_word(at)
        } else {
            at + c.len_utf8()
        };
    }
}

struct Tokenizer<'a, F> {
    text: &'a str,
    found: F,
    position: u32,
}

impl<F: FnMut(&str, u32, Range<usize>, TokenKind)> Tokenizer<'_, F> {
    fn peek(&self, at: usize) -> Option<char> {
        match *self.text.as_bytes().get(at)? {
            b if b.is_ascii() => Some(b.into()),
            _ => self.text[at..].chars().next(),
        }
    }

    fn push(&mut self, text: &str, range: Range<usize>, kind: TokenKind) {
        if !text.is_empty() && text.len() <= LONGEST {
            (self.found)(text, self.position, range, kind);
        }
    }

    /// End of an ASCII word that is followed by space, comma or full stop, as most are. `None` for any other word.
    fn plain_ascii_word(&self, start: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[start..];
        let len = bytes.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(bytes.len());
        let ends = matches!(
            bytes.get(len..).unwrap_or_default(),
            [] | [b' ' | b'\n', ..] | [b',' | b'.', b' ' | b'\n', ..]
        );
        (len > 0 && ends).then_some(start + len)
    }

    /// Pairs of a run of a script without spaces. Returns the end of the run.
    fn character_pairs(&mut self, start: usize) -> usize {
        let run: Vec<(usize, char)> =
            self.text[start..].char_indices().take_while(|(_, c)| is_unparted(*c)).collect();
        let place = |i: usize| start + run[i].0..start + run[i].0 + run[i].1.len_utf8();
        let end = place(run.len() - 1).end;
        for i in 1..run.len() {
            let range = place(i - 1).start..place(i).end;
            self.push(&fold(&self.text[range.clone()]), range, TokenKind::Word);
            self.position += 1;
        }
        let last = place(run.len() - 1);
        let kind = if run.len() == 1 { TokenKind::Word } else { TokenKind::Tail };
        self.push(&fold(&self.text[last.clone()]), last, kind);
        self.position += 1;
        end
    }

    /// Words joined by single hyphens, points, underscores or apostrophes. Returns the end of the last.
    fn compound_word(&mut self, start: usize) -> usize {
        let mut parts: Vec<(Range<usize>, bool)> = Vec::new();
        let mut at = start;
        let mut after_apostrophe = false;
        loop {
            let from = at;
            at = self.word(at);
            parts.push((from..at, after_apostrophe));
            let Some(joint) = self.peek(at).filter(|c| is_joint(*c)) else { break };
            let next = at + joint.len_utf8();
            if !self.peek(next).is_some_and(|c| is_word(c) && !is_unparted(c)) {
                break;
            }
            after_apostrophe = matches!(joint, '\'' | '’');
            at = next;
        }
        // C++, C#, F#: the marks belong to the name.
        let rest = &self.text[at..];
        let last = parts.last().map_or(0, |(range, _)| self.text[range.clone()].chars().count());
        let marks = if rest.starts_with("++") { 2 } else { usize::from(rest.starts_with('#') && last <= 2) };
        if marks > 0 && !self.peek(at + marks).is_some_and(is_word) {
            at += marks;
            if let Some((range, _)) = parts.last_mut() {
                range.end = at;
            }
        }
        let first = self.position;
        for (range, after_apostrophe) in &parts {
            let word = fold(&self.text[range.clone()]);
            // What follows an apostrophe is mostly an ending: it's, don't, we'll.
            if !(*after_apostrophe && word.len() <= 2) {
                self.push(&word, range.clone(), TokenKind::Word);
                self.position += 1;
            }
        }
        if (2..=4).contains(&parts.len()) {
            let joined: String = parts.iter().map(|(range, _)| fold(&self.text[range.clone()])).collect();
            let after = std::mem::replace(&mut self.position, first);
            self.push(&joined, start..at, TokenKind::Joined);
            self.position = after;
        }
        self.position = self.position.max(first + 1);
        at
    }

    /// One word from `start`; a number keeps its decimal point. Returns the end.
    fn word(&self, start: usize) -> usize {
        let mut at = start;
        let mut digits = true;
        while let Some(c) = self.peek(at) {
            if is_word(c) && !is_unparted(c) {
                digits &= c.is_ascii_digit();
                at += c.len_utf8();
            } else if digits
                && matches!(c, '.' | ',')
                && self.peek(at + 1).is_some_and(|c| c.is_ascii_digit())
            {
                at += 1;
            } else {
                break;
            }
        }
        at
    }
}

/// One form for all spellings of a word: no case, no accents, no ligatures, no width.
#[must_use]
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        // In kana, marks change the sound; hangul would be decomposed into letters.
        if matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}') {
            out.push(c);
            continue;
        }
        for c in decomposed(c).chars().filter(|c| !is_accent(*c)).flat_map(char::to_lowercase) {
            match c {
                'ß' => out.push_str("ss"),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                'ø' => out.push('o'),
                'đ' | 'ð' => out.push('d'),
                'ł' => out.push('l'),
                'þ' => out.push_str("th"),
                'ı' => out.push('i'),
                'ς' => out.push('σ'),
                _ if is_accent(c) => {}
                _ => out.push(c),
            }
        }
    }
    out
}

/// Marks that readers may leave out: accents of Latin, Greek and Cyrillic, points of Hebrew, vowels of Arabic, and soft
/// hyphens.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}'
        | '\u{670}' | '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{1ab0}'..='\u{1aff}')
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && (c.is_alphanumeric() || is_joiner(c) || is_accent(c)))
}

/// Marks of Indian scripts within words that are no letters to Unicode: virama and nukta.
fn is_joiner(c: char) -> bool {
    let c = u32::from(c);
    (0x900..0xe00).contains(&c) && matches!(c & 0x7f, 0x3c | 0x4d | 0x4a) || c == 0xdca
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | '\'' | '’' | '\u{2010}' | '\u{2011}')
}

/// Scripts without spaces between words, or whose spaces do not separate what readers search for.
fn is_unparted(c: char) -> bool {
    matches!(u32::from(c), 0x0e01..=0x0e4e | 0x0e81..=0x0ecd | 0x1000..=0x109f | 0x1780..=0x17d3 | 0x2e80..=0x2fd5
        | 0x3005..=0x3007 | 0x3041..=0x3096 | 0x3099..=0x309a | 0x309d..=0x309f | 0x30a1..=0x30fa | 0x30fc..=0x30ff
        | 0x3105..=0x312f | 0x3131..=0x318e | 0x31a0..=0x31bf | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff
        | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff66..=0xff9f | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokenize(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn one_form_for_all_spellings() {
        for (text, want) in [
            ("Crème BRÛLÉE", "creme brulee"),
            ("Straße ǅ ﬁne", "strasse dz fine"),
            ("Ｆｕｌｌ Ελλάδα ΣΑΣ", "full ελλαδα σασ"),
            ("İstanbul ırmak", "istanbul irmak"),
            ("أُحِبُّ القِراءَة", "احب القراءة"),
            ("re\u{ad}sume\u{301}", "resume"),
            ("\u{10783}on ÆON ẞ Ǿ", "aeon aeon ss o"),
        ] {
            assert_eq!(words(text).join(" "), want);
        }
    }

    #[test]
    fn names_of_programs_are_words() {
        assert_eq!(
            words("C++, c++11 C# F#; g++ a+b #1"),
            ["c++", "c", "11", "c#", "f#", "g++", "a", "b", "1"]
        );
        assert_eq!(
            words("node.js e-mail 2.0 v1.2"),
            ["node", "js", "nodejs", "e", "mail", "email", "2.0", "v1", "2", "v12"]
        );
        assert_eq!(
            words("don't it’s l'été snake_case"),
            ["don", "dont", "it", "its", "l", "ete", "lete", "snake", "case", "snakecase"]
        );
    }

    #[test]
    fn scripts_without_blanks_give_pairs() {
        assert_eq!(words("富士山へ登る"), ["富士", "士山", "山へ", "へ登", "登る", "る"]);
        assert_eq!(words("中 한국어 ภาษา"), ["中", "한국", "국어", "어", "ภา", "าษ", "ษา", "า"]);
        assert_eq!(words("Rustで書く"), ["rust", "で書", "書く", "く"]);
        assert_eq!(words("ガギ"), ["ガギ", "ギ"]);
    }

    #[test]
    fn words_of_indian_scripts_stay_whole() {
        assert_eq!(words("हिन्दी में पढ़ना"), ["हिन्दी", "में", "पढ़ना"].map(decomposed_text));
    }

    fn decomposed_text(word: &str) -> String {
        word.chars().map(decomposed).collect()
    }

    #[test]
    fn places_count_words() {
        let places: Vec<u32> = tokenize("one two-three 日本 four").iter().map(|t| t.position).collect();
        // one, two, three, twothree, 日本, 本, four
        assert_eq!(places, [0, 1, 2, 1, 3, 4, 5]);
    }

    proptest::proptest! {
        #[test]
        fn plain_words_are_read_like_all_others(text in "[ a-cA-C1-2.,'+#_é-]{0,40}") {
            // What stands before a tab is never taken for plain.
            let slowly = text.replace(' ', "\t") + "\t";
            let words = |text: &str| -> Vec<_> {
                tokenize(text).into_iter().map(|t| (t.text, t.position, t.range, t.kind)).collect()
            };
            proptest::prop_assert_eq!(words(&text), words(&slowly));
        }

        #[test]
        fn any_text_gives_words_of_it(text in "\\PC{0,60}") {
            for token in tokenize(&text) {
                proptest::prop_assert!(text.get(token.range.clone()).is_some());
                proptest::prop_assert!(!token.text.is_empty());
                // Looked for again, a word is itself.
                proptest::prop_assert_eq!(fold(&token.text), token.text);
            }
        }
    }
}
