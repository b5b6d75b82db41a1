//! Numbers as text.

/// Decimal digits of a number. Does not use `core::fmt`, which would make the app larger.
#[must_use]
pub fn decimal(n: u32) -> String {
    let mut digits = String::new();
    let mut place = 1_000_000_000;
    while place > 0 {
        let digit = n / place % 10;
        if digit > 0 || !digits.is_empty() || place == 1 {
            digits.push(char::from(b'0' + digit as u8));
        }
        place /= 10;
    }
    digits
}
