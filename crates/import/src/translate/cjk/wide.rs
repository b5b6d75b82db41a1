//! Letters that are as wide as they are high, and those of Korean.

/// Han, kana, bopomofo, and the signs and forms that are as wide.
pub(in crate::translate) fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x2fdf | 0x2ff0..=0x303f | 0x3041..=0x312f | 0x3190..=0x31ff | 0x3220..=0x3247
        | 0x3280..=0x4dbf | 0x4e00..=0x9fff | 0xa000..=0xa4cf | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff01..=0xff9f
        | 0xffe0..=0xffe6 | 0x1_b000..=0x1_b16f | 0x2_0000..=0x3_fffd)
}

/// Korean has blanks between words, but its particles follow emphasis as Japanese ones do.
pub(in crate::translate) fn is_hangul(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x11ff | 0x3130..=0x318f | 0xa960..=0xa97f | 0xac00..=0xd7ff)
}
