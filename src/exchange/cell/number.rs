//! Numbers and amounts as spreadsheets of the world write them: `1,234.5`, `1.234,5`, `1 234,5`,
//! `(5)`, `￥3.5万`, `12 €`, `1.3E+11`.
//!
//! A cell is taken apart first and read second, once it is known for the whole column which mark
//! is the decimal one. Which that is, is decided in `column`.

use std::borrow::Cow;

use crate::domain::Currency;

/// The mark before the fraction of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecimalMark {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

impl DecimalMark {
    /// The stable name of this mark, for messages and saved mappings.
    pub fn code(self) -> &'static str {
        match self {
            DecimalMark::Point => "point",
            DecimalMark::Comma => "comma",
        }
    }

    /// The mark with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        [DecimalMark::Point, DecimalMark::Comma]
            .into_iter()
            .find(|mark| mark.code() == code)
    }

    fn byte(self) -> char {
        match self {
            DecimalMark::Point => '.',
            DecimalMark::Comma => ',',
        }
    }

    fn other(self) -> Self {
        match self {
            DecimalMark::Point => DecimalMark::Comma,
            DecimalMark::Comma => DecimalMark::Point,
        }
    }
}

/// What a number's own form tells about the decimal mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkEvidence {
    /// Nothing: it has no mark.
    None,
    /// It can only be this one.
    Only(DecimalMark),
    /// This mark with three digits behind it: a fraction or a group of thousands.
    Unclear(DecimalMark),
    /// No reading makes sense of its marks.
    Broken,
}

/// A number taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberText {
    is_negative: bool,
    /// Digits with `.` and `,` as they stand; spaces and apostrophes between groups are gone.
    body: String,
    /// The power of ten of scientific notation and of 万 and 亿.
    power: i32,
    /// Whether it is in scientific notation, as Excel writes long numbers.
    pub is_scientific: bool,
    /// Whether a percent sign follows.
    pub is_percent: bool,
    /// The currency sign or code that stands with it.
    pub currency: Option<String>,
}

impl NumberText {
    /// Takes a cell apart; `None` where it is no number at all.
    pub fn scan(text: &str) -> Option<NumberText> {
        // Longer than any number; also keeps cells of megabytes out.
        if text.len() > 80 {
            return None;
        }
        let folded = fold(text);
        let mut rest = folded.trim();
        let (mut is_negative, mut is_percent, mut power) = (false, false, 0);
        let mut currency = None;
        if let Some(inner) = rest
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
        {
            is_negative = true;
            rest = inner.trim();
        }
        // Sign, currency and unit stand before or after the digits, in any order, each once.
        loop {
            let before = rest;
            rest = rest.trim();
            for sign in ['-', '\u{2212}', '\u{2013}'] {
                let cut = rest.strip_prefix(sign).or_else(|| rest.strip_suffix(sign));
                if let Some(cut) = cut.filter(|_| !is_negative) {
                    (is_negative, rest) = (true, cut);
                }
            }
            if let Some(cut) = rest.strip_prefix('+').filter(|_| !is_negative) {
                rest = cut;
            }
            if let Some(cut) = rest.strip_suffix('%').filter(|_| !is_percent) {
                (is_percent, rest) = (true, cut);
            }
            for (unit, digits) in [('万', 4), ('萬', 4), ('亿', 8), ('億', 8)] {
                if let Some(cut) = rest.strip_suffix(unit).filter(|_| power == 0) {
                    (power, rest) = (digits, cut);
                }
            }
            if currency.is_none()
                && let Some((sign, cut)) = split_currency(rest)
            {
                (currency, rest) = (Some(sign.to_owned()), cut);
            }
            if rest == before {
                break;
            }
        }
        let (digits, exponent) = split_exponent(rest);
        let mut body = String::with_capacity(digits.len());
        let mut after_digit = false;
        for c in digits.chars() {
            match c {
                '0'..='9' | '.' | ',' => body.push(c),
                ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' if after_digit => {}
                _ => return None,
            }
            after_digit = c.is_ascii_digit();
        }
        if !body.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        Some(NumberText {
            is_negative,
            body,
            power: power + exponent.unwrap_or(0),
            is_scientific: exponent.is_some(),
            is_percent,
            currency,
        })
    }

    /// What this number's form tells about the decimal mark.
    pub fn evidence(&self) -> MarkEvidence {
        let count = |mark| self.body.matches(mark).count();
        match (count('.'), count(',')) {
            (0, 0) => MarkEvidence::None,
            (1, 0) => self.evidence_of(DecimalMark::Point),
            (0, 1) => self.evidence_of(DecimalMark::Comma),
            _ => {
                let reads = |mark| self.plain(mark).is_some();
                match (reads(DecimalMark::Point), reads(DecimalMark::Comma)) {
                    (true, false) => MarkEvidence::Only(DecimalMark::Point),
                    (false, true) => MarkEvidence::Only(DecimalMark::Comma),
                    _ => MarkEvidence::Broken,
                }
            }
        }
    }

    /// The number as [`plain`](Self::plain) has it in the way of its column, or else in the only
    /// way it can be read at all: `1.234,56` is no other number wherever it stands.
    pub fn plain_or_only(&self, usual: DecimalMark) -> Option<String> {
        self.plain(usual).or_else(|| match self.evidence() {
            MarkEvidence::Only(mark) => self.plain(mark),
            _ => None,
        })
    }

    fn evidence_of(&self, mark: DecimalMark) -> MarkEvidence {
        // As a group mark it would need one to three digits before and three behind.
        match self.plain(mark.other()) {
            Some(_) => MarkEvidence::Unclear(mark),
            None => MarkEvidence::Only(mark),
        }
    }

    /// Whether it is whole and has no marks: an id, a count, a year.
    pub fn is_integer(&self) -> bool {
        self.body.bytes().all(|byte| byte.is_ascii_digit()) && self.power == 0 && !self.is_percent
    }

    /// Whether a zero leads, as in postal codes and ids.
    pub fn has_leading_zero(&self) -> bool {
        let mut digits = self.body.chars();
        digits.next() == Some('0') && digits.next().is_some_and(|next| next.is_ascii_digit())
    }

    /// How many digits and marks it has.
    pub fn length(&self) -> usize {
        self.body.len()
    }

    /// The number as a plain decimal (`-1234.5`), read with this decimal mark; `None` where the
    /// marks make no sense so: `1,5` with a decimal point is an error, not fifteen.
    pub fn plain(&self, decimal: DecimalMark) -> Option<String> {
        let group = decimal.other().byte();
        let (whole, fraction) = match self.body.split_once(decimal.byte()) {
            Some((whole, fraction)) => (whole, fraction),
            None => (self.body.as_str(), ""),
        };
        if fraction.contains(['.', ',']) || !are_groups(whole, group) {
            return None;
        }
        let mut digits: String = whole.chars().filter(char::is_ascii_digit).collect();
        let mut fraction = fraction.to_owned();
        for _ in 0..self.power.clamp(0, 30) {
            digits.push(if fraction.is_empty() {
                '0'
            } else {
                fraction.remove(0)
            });
        }
        for _ in 0..(-self.power).clamp(0, 30) {
            fraction.insert(0, digits.pop().unwrap_or('0'));
        }
        let digits = digits.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        let mut plain = String::new();
        if self.is_negative && !(digits.is_empty() && fraction.is_empty()) {
            plain.push('-');
        }
        plain.push_str(if digits.is_empty() { "0" } else { digits });
        if !fraction.is_empty() {
            plain.push('.');
            plain.push_str(fraction);
        }
        Some(plain)
    }
}

/// Which currency a sign stands for. Where it stands for several, the workspace's own is meant
/// if it is one of them, else the usual one.
pub fn currency_of(sign: &str, usual: Currency) -> Option<Currency> {
    let candidates: &[&str] = match sign {
        "$" => &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD"],
        "US$" => &["USD"],
        "C$" => &["CAD"],
        "A$" => &["AUD"],
        "HK$" => &["HKD"],
        "NT$" => &["TWD"],
        "R$" => &["BRL"],
        "€" => &["EUR"],
        "£" => &["GBP"],
        "¥" => &["CNY", "JPY"],
        "元" | "RMB" | "人民币" => &["CNY"],
        "円" => &["JPY"],
        "₹" => &["INR"],
        "₽" => &["RUB"],
        "₩" => &["KRW"],
        "₺" => &["TRY"],
        "₴" => &["UAH"],
        "฿" => &["THB"],
        "₫" => &["VND"],
        "₪" => &["ILS"],
        "zł" => &["PLN"],
        "Kč" => &["CZK"],
        "kr" => &["SEK", "NOK", "DKK"],
        code => return Currency::parse(code).ok(),
    };
    if candidates.contains(&usual.code()) {
        return Some(usual);
    }
    candidates
        .first()
        .and_then(|code| Currency::parse(code).ok())
}

const SIGNS: [&str; 22] = [
    "US$", "HK$", "NT$", "C$", "A$", "R$", "$", "€", "£", "¥", "₹", "₽", "₩", "₺", "₴", "฿", "₫",
    "₪", "元", "円", "zł", "Kč",
];

fn split_currency(text: &str) -> Option<(&str, &str)> {
    for sign in SIGNS.into_iter().chain(["人民币", "RMB", "kr"]) {
        let cut = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign));
        if let Some(cut) = cut {
            return Some((sign, cut));
        }
    }
    let is_code = |code: &str| code.bytes().all(|byte| byte.is_ascii_uppercase());
    let at_start = text.split_at_checked(3).filter(|(code, _)| is_code(code));
    let at_end = || {
        let (rest, code) = text.split_at_checked(text.len().checked_sub(3)?)?;
        is_code(code).then_some((code, rest))
    };
    let (code, rest) = at_start.or_else(at_end)?;
    // No letter may go on beside the code: it is a word then.
    let goes_on = rest.contains(|c: char| c.is_ascii_alphabetic() && c != 'E' && c != 'e');
    (!goes_on && Currency::parse(code).is_ok()).then_some((code, rest))
}

fn split_exponent(text: &str) -> (&str, Option<i32>) {
    if let Some((digits, exponent)) = text.split_once(['E', 'e'])
        && !digits.is_empty()
        && exponent.len() <= 4
        && let Ok(exponent) = exponent.parse()
    {
        return (digits, Some(exponent));
    }
    (text, None)
}

/// Whether the groups of a whole number are of three digits, or of two before the last as in
/// India; anything else is more likely a decimal mark.
fn are_groups(whole: &str, mark: char) -> bool {
    let mut groups = whole.split(mark).map(str::len).rev();
    let Some(last) = groups.next() else {
        return true;
    };
    let Some(before) = groups.next() else {
        return true;
    };
    // `0.123` is a fraction whatever the marks.
    let is_first = |length: usize| (1..=3).contains(&length) && !whole.starts_with('0');
    let mut lengths: Vec<usize> = groups.collect();
    if last != 3 {
        return false;
    }
    let Some(first) = lengths.pop() else {
        return is_first(before);
    };
    is_first(first)
        && (before == 3 && lengths.iter().all(|length| *length == 3)
            || before == 2 && first <= 2 && lengths.iter().all(|length| *length == 2))
}

/// The usual forms of full-width letters, digits and signs, and of the full-width yen.
pub(in crate::exchange) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let folded = text
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            '\u{ffe5}' => '¥',
            '\u{ffe1}' => '£',
            _ => c,
        })
        .collect();
    Cow::Owned(folded)
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
    use DecimalMark::{Comma, Point};

    #[track_caller]
    fn check(text: &str, mark: DecimalMark, plain: Option<&str>) {
        let found = NumberText::scan(text).and_then(|number| number.plain(mark));
        assert_eq!(found.as_deref(), plain, "{text:?} with {mark:?}");
    }

    #[test]
    fn numbers_of_the_world_are_read() {
        for (text, mark, plain) in [
            ("1100.04", Point, "1100.04"),
            ("1,100.04", Point, "1100.04"),
            ("1.100,04", Comma, "1100.04"),
            ("1 100,04", Comma, "1100.04"),
            ("1\u{202f}100,5", Comma, "1100.5"),
            ("1'100.50", Point, "1100.5"),
            ("12,34,567.8", Point, "1234567.8"),
            ("-5", Point, "-5"),
            ("\u{2212}5", Point, "-5"),
            ("5-", Point, "-5"),
            ("(1,200)", Point, "-1200"),
            ("$1,200", Point, "1200"),
            ("-$5.50", Point, "-5.5"),
            ("$-5.50", Point, "-5.5"),
            ("5,50 €", Comma, "5.5"),
            ("EUR 5.50", Point, "5.5"),
            ("5.50USD", Point, "5.5"),
            ("￥３,０００", Point, "3000"),
            ("3.5万", Point, "35000"),
            ("￥1.25亿", Point, "125000000"),
            ("3.5万元", Point, "35000"),
            ("98.94%", Point, "98.94"),
            ("1.3E+11", Point, "130000000000"),
            ("1.5e-3", Point, "0.0015"),
            (".5", Point, "0.5"),
            ("007", Point, "7"),
            ("-0", Point, "0"),
        ] {
            check(text, mark, Some(plain));
        }
    }

    #[test]
    fn what_is_no_number_or_not_with_this_mark_is_refused() {
        for text in [
            "",
            "abc",
            "12 apples",
            "1-2",
            "P3",
            "12:30",
            "--5",
            "$",
            "USD",
            "1E",
            "2024-03-01",
            "A12",
        ] {
            assert_eq!(NumberText::scan(text), None, "{text:?}");
        }
        check("1,5", Point, None);
        check("1.5", Comma, None);
        check("1.2.3", Point, None);
        check("1,23,4", Point, None);
    }

    #[test]
    fn the_form_tells_which_mark_is_the_decimal_one() {
        for (text, evidence) in [
            ("5", MarkEvidence::None),
            ("1.5", MarkEvidence::Only(Point)),
            ("1,5", MarkEvidence::Only(Comma)),
            ("1234.567", MarkEvidence::Only(Point)),
            ("1.234", MarkEvidence::Unclear(Point)),
            ("1,234", MarkEvidence::Unclear(Comma)),
            ("1,234,567", MarkEvidence::Only(Point)),
            ("1.234.567", MarkEvidence::Only(Comma)),
            ("1,234.5", MarkEvidence::Only(Point)),
            ("1.234,5", MarkEvidence::Only(Comma)),
            ("1.2.3", MarkEvidence::Broken),
            ("0.123", MarkEvidence::Only(Point)),
        ] {
            assert_eq!(
                NumberText::scan(text).unwrap().evidence(),
                evidence,
                "{text}"
            );
        }
    }

    #[test]
    fn a_sign_of_several_currencies_is_the_workspaces_own_or_the_usual_one() {
        let code = |sign: &str, usual: &str| {
            currency_of(sign, Currency::parse(usual).unwrap()).map(|found| found.code().to_owned())
        };
        assert_eq!(code("$", "CAD").as_deref(), Some("CAD"));
        assert_eq!(code("$", "EUR").as_deref(), Some("USD"));
        assert_eq!(code("¥", "JPY").as_deref(), Some("JPY"));
        assert_eq!(code("¥", "EUR").as_deref(), Some("CNY"));
        assert_eq!(code("CHF", "EUR").as_deref(), Some("CHF"));
        assert_eq!(code("XYZ", "EUR"), None);
        for sign in SIGNS {
            assert!(code(sign, "EUR").is_some(), "{sign}");
        }
    }
}
