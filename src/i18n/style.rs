//! In which style a reader wants what the language leaves open: how large amounts are made short, and
//! how days are written. How each value is then put together is `format`'s.

use super::locale::Locale;

/// The styles that a reader chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Of large amounts on cards, in sums and in charts.
    pub amounts: Amounts,
    /// Of days.
    pub dates: Dates,
}

/// How large amounts are made short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Amounts {
    /// As the language has it.
    #[default]
    Language,
    /// By thousands and millions: €160 k, €4.62 M.
    Thousands,
    /// By ten thousands, as Chinese counts: €16万, €1.2亿.
    Myriads,
    /// Not at all: €4,620,000.
    Full,
}

/// How days are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// As the language has it: 12 Nov 2025.
    #[default]
    Language,
    /// As ISO 8601 has it: 2025-11-12.
    Iso,
}

impl Amounts {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Language, Self::Thousands, Self::Myriads, Self::Full];

    /// The name under which a choice is kept; empty for what is not chosen.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Language => "",
            Self::Thousands => "thousands",
            Self::Myriads => "myriads",
            Self::Full => "full",
        }
    }

    /// The style of a name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.code() == code)
    }

    /// The unit in which a value that is not negative is written in a language.
    pub(super) fn unit(self, locale: Locale, value: f64) -> Option<&'static Unit> {
        let units = match (self, locale) {
            (Self::Full, _) => &[],
            (Self::Thousands, _) | (Self::Language, Locale::En) => ENGLISH_UNITS,
            (Self::Myriads, _) | (Self::Language, Locale::ZhCn) => CHINESE_UNITS,
        };
        units.iter().find(|unit| value >= unit.from)
    }

    /// From how much on a sum is made short: one reads it to the last digit as long as that is easy,
    /// unless a way was chosen.
    pub(super) const fn sums_from(self, locale: Locale) -> f64 {
        match (self, locale) {
            (Self::Language, Locale::En) => 999_500.0,
            (Self::Language, Locale::ZhCn) => 99_500.0,
            (Self::Thousands | Self::Myriads | Self::Full, _) => 0.0,
        }
    }
}

impl Dates {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Language, Self::Iso];

    /// The name under which a choice is kept; empty for what is not chosen.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Language => "",
            Self::Iso => "iso",
        }
    }

    /// The style of a name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.code() == code)
    }
}

/// A step of scale for large amounts: from how many, and what is written.
pub(super) struct Unit {
    /// How many make one.
    pub(super) size: f64,
    /// What stands behind the number.
    pub(super) sign: &'static str,
    /// Smallest value that is written in it: what would round to a thousand of
    /// the smaller unit, so that 999,999 is 1 M and not 1,000 k.
    pub(super) from: f64,
    /// How many decimal places a value in it has at most.
    pub(super) decimals: fn(f64) -> usize,
}

/// Three digits that count: 4.62, 48.6, 160.
fn three_digits(value: f64) -> usize {
    match value {
        value if value >= 99.95 => 0,
        value if value >= 9.995 => 1,
        _ => 2,
    }
}

/// €4.62 M, €160 k; below ten thousand in full.
const ENGLISH_UNITS: &[Unit] = &[
    Unit {
        size: 1e9,
        sign: " B",
        from: 999.5e6,
        decimals: three_digits,
    },
    Unit {
        size: 1e6,
        sign: " M",
        from: 999_500.0,
        decimals: three_digits,
    },
    Unit {
        size: 1e3,
        sign: " k",
        from: 9_999.5,
        decimals: three_digits,
    },
];
/// ¥1.2亿, ¥3,696万, ¥38.6万: one decimal place below a million and for 亿.
const CHINESE_UNITS: &[Unit] = &[
    Unit {
        size: 1e8,
        sign: "亿",
        from: 99_995_000.0,
        decimals: |_| 1,
    },
    Unit {
        size: 1e4,
        sign: "万",
        from: 9_999.5,
        decimals: |value| usize::from(value < 99.95),
    },
];
