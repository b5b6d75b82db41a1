//! Encoding of files: numbers of variable length, texts after their length, hashes.

use crate::store::FileDigest;

/// Version of the index. Another version means that the app is older or newer than the index.
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

/// Appends ascending numbers: their count, then the difference of each from the one before.
pub(crate) fn row(out: &mut Vec<u8>, values: &[u32]) {
    number(out, values.len() as u32);
    let mut before = 0;
    for value in values {
        number(out, value - before);
        before = *value;
    }
}

/// Reads what was written. Returns `None` past the end and for bytes that make no sense. Files were checked by hash before, so
/// that no error needs to be explained.
#[derive(Clone, Copy)]
pub(crate) struct ByteReader<'a>(pub(crate) &'a [u8]);

impl<'a> ByteReader<'a> {
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

    pub(crate) fn hash(&mut self) -> Option<FileDigest> {
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
            assert_eq!(ByteReader(&out).number(), Some(value));
        }
        assert_eq!(ByteReader(&[0xff; 9]).number(), None);
    }
}
