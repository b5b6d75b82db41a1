//! Bytes: numbers of variable length, texts with their length before them, hashes.

use crate::store::Hash;

/// Of the files. Another one means: the page is older or newer than the index.
pub(crate) const VERSION: u32 = 1;

/// Appends a number, seven bits to a byte, the lowest first.
pub(crate) fn number(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends bytes with their length before them.
pub(crate) fn bytes(out: &mut Vec<u8>, value: &[u8]) {
    number(out, value.len() as u32);
    out.extend_from_slice(value);
}

/// Appends an ascending row: how many, then the distance of each to the one before.
pub(crate) fn row(out: &mut Vec<u8>, values: &[u32]) {
    number(out, values.len() as u32);
    let mut before = 0;
    for value in values {
        number(out, value - before);
        before = *value;
    }
}

/// Reads what was written. Everything is `None` past the end, or where the bytes make no sense: files are checked by
/// their hash before, so that this is a matter of not crashing, not of explaining.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(crate) fn number(&mut self) -> Option<u32> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    pub(crate) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let len = self.number()?;
        self.take(len as usize)
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub(crate) fn hash(&mut self) -> Option<Hash> {
        self.take(32)?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for value in [0, 1, 127, 128, 300, 1 << 21, u32::MAX] {
            let mut out = Vec::new();
            number(&mut out, value);
            assert_eq!(Reader(&out).number(), Some(value));
        }
        assert_eq!(Reader(&[0xff; 9]).number(), None);
    }
}
