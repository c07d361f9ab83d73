//! How decimal numbers are written: the one reader behind `Number` and `Money`.
//!
//! It takes text apart into sign and digits and does no arithmetic, so that no
//! amount ever passes through binary floating point on its way in.

/// The marks that group digits and separate the fraction: `1,234.5` in English
/// and Chinese, `1.234,5` in German.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separators {
    /// Between the whole and the fraction.
    pub decimal: char,
    /// Between groups of digits, where the language has one. Spaces and
    /// apostrophes are taken as well, whatever stands here.
    pub group: Option<char>,
}

impl Separators {
    /// `1100.04`: as documents, REST and program-written files have it.
    pub const PLAIN: Self = Self {
        decimal: '.',
        group: None,
    };
    /// `1,100.04`: English, Chinese.
    pub const POINT: Self = Self {
        decimal: '.',
        group: Some(','),
    };
    /// `1.100,04`: German, Spanish, Portuguese; with spaces French.
    pub const COMMA: Self = Self {
        decimal: ',',
        group: Some('.'),
    };

    fn is_group(self, character: char) -> bool {
        match self.group {
            None => false,
            Some(group) => {
                character == group
                    || matches!(
                        character,
                        ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’'
                    )
            }
        }
    }
}

/// A decimal number as written, without superfluous zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    pub(super) is_negative: bool,
    /// Digits before the point, without leading zeros; empty for zero.
    pub(super) whole: String,
    /// Digits after the point, without trailing zeros; empty for none.
    pub(super) fraction: String,
}

impl Decimal {
    /// Reads a sign, digits with or without groups, and a fraction. Full-width
    /// forms, which Chinese and Japanese keyboards type, count as the others.
    pub(super) fn read(text: &str, separators: Separators) -> Option<Self> {
        let mut characters = text.trim().chars().map(half_width).peekable();
        let sign = characters.next_if(|first| matches!(first, '+' | '-' | '\u{2212}'));
        let is_negative = sign.is_some_and(|sign| sign != '+');
        let (mut whole, mut groups, mut fraction) = (String::new(), vec![0_usize], None);
        for character in characters {
            if character.is_ascii_digit() {
                match &mut fraction {
                    Some(digits) => String::push(digits, character),
                    None => {
                        whole.push(character);
                        *groups.last_mut()? += 1;
                    }
                }
            } else if character == separators.decimal && fraction.is_none() {
                fraction = Some(String::new());
            } else if fraction.is_none() && separators.is_group(character) {
                groups.push(0);
            } else {
                return None;
            }
        }
        // A point wants a digit on one side at least: `.5` and `5.`, not `.`.
        let has_digits = !whole.is_empty() || fraction.as_ref().is_some_and(|f| !f.is_empty());
        if !has_digits || !are_groups(&groups) {
            return None;
        }
        let fraction = fraction.unwrap_or_default();
        Some(Self {
            is_negative,
            whole: whole.trim_start_matches('0').to_owned(),
            fraction: fraction.trim_end_matches('0').to_owned(),
        })
    }

    /// Its digits as a whole number of the `digits`-th decimal place, where
    /// that is exact and small enough.
    pub(super) fn scaled(&self, digits: usize) -> Option<i64> {
        let zeros = digits.checked_sub(self.fraction.len())?;
        let written = self.whole.chars().chain(self.fraction.chars());
        let padded = written.chain(std::iter::repeat_n('0', zeros));
        let value = padded
            .filter_map(|digit| digit.to_digit(10))
            .try_fold(0_i64, |sum, digit| {
                sum.checked_mul(10)?.checked_add(i64::from(digit))
            })?;
        Some(if self.is_negative { -value } else { value })
    }
}

/// Groups are of three digits, or of two before the last (`12,34,567`, as in
/// India); the first may be shorter. Anything else is more likely a decimal
/// comma in the wrong place, and guessing there would move the point.
fn are_groups(lengths: &[usize]) -> bool {
    match lengths {
        [] | [_] => true,
        [first, middle @ .., last] => {
            (1..=3).contains(first)
                && *last == 3
                && (middle.iter().all(|length| *length == 3)
                    || *first < 3 && middle.iter().all(|length| *length == 2))
        }
    }
}

/// The usual form of a full-width digit, point, comma or sign.
fn half_width(character: char) -> char {
    match character {
        '\u{ff0b}'..='\u{ff19}' => {
            char::from_u32(character as u32 - 0xff00 + 0x20).unwrap_or(character)
        }
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;

    fn read(text: &str, separators: Separators) -> Option<String> {
        let decimal = Decimal::read(text, separators)?;
        let sign = if decimal.is_negative { "-" } else { "" };
        Some(format!("{sign}{}.{}", decimal.whole, decimal.fraction))
    }

    #[test]
    fn digits_are_taken_as_they_are_written() {
        for (text, separators, expected) in [
            ("1100.04", Separators::PLAIN, "1100.04"),
            ("-0.50", Separators::PLAIN, "-.5"),
            ("+5.", Separators::PLAIN, "5."),
            (".5", Separators::PLAIN, ".5"),
            ("000", Separators::PLAIN, "."),
            ("48,600", Separators::POINT, "48600."),
            ("1,234,567.89", Separators::POINT, "1234567.89"),
            ("12,34,567", Separators::POINT, "1234567."),
            ("1234567,5", Separators::COMMA, "1234567.5"),
            ("1.234,5", Separators::COMMA, "1234.5"),
            ("1 234 567,5", Separators::COMMA, "1234567.5"),
            ("1\u{a0}234\u{202f}567", Separators::POINT, "1234567."),
            ("1’234.50", Separators::POINT, "1234.5"),
            ("\u{2212}12", Separators::PLAIN, "-12."),
            ("１，２３４．５", Separators::POINT, "1234.5"),
            (" 7 ", Separators::PLAIN, "7."),
        ] {
            assert_eq!(read(text, separators).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_could_be_meant_in_two_ways_is_refused() {
        for text in [
            "", " ", ".", "-", "+-1", "--1", "1-", "1.2.3", "1e5", "NaN", "inf", "0x10", "12a",
            "1,23", "1,2345", "1234,567", ",123", "1,,234", "1,234,", "1.234,5", "٣", "½", "1_000",
        ] {
            assert_eq!(read(text, Separators::POINT), None, "{text}");
        }
        assert_eq!(read("1,234", Separators::PLAIN), None);
        assert_eq!(read("1 234", Separators::PLAIN), None);
    }

    #[test]
    fn scaling_is_exact_or_nothing() {
        let scaled = |text, digits| {
            Decimal::read(text, Separators::PLAIN)
                .unwrap()
                .scaled(digits)
        };
        assert_eq!(scaled("1100.04", 2), Some(110_004));
        assert_eq!(scaled("-1.5", 3), Some(-1500));
        assert_eq!(scaled("1.005", 2), None);
        assert_eq!(scaled("1.000", 0), Some(1));
        assert_eq!(scaled("0", 4), Some(0));
        assert_eq!(scaled("9223372036854775807", 0), Some(i64::MAX));
        assert_eq!(scaled("9223372036854775808", 0), None);
    }
}
