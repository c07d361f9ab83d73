//! The days an analysis is of: as of a day, over a span that ends there.

use crate::domain::Date;

/// A span of days, both ends included. The last is the day the analysis is as of: what was bought
/// after it does not exist for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub as_of: Date,
}

/// How long an analysis looks back where nothing else is asked for.
pub const MONTHS: i32 = 12;

impl Frame {
    /// So many months up to a day: the 31 March 2025 to the 30 March 2026 are twelve.
    #[must_use]
    pub fn months(as_of: Date, months: i32) -> Self {
        Self {
            from: as_of.add_days(1).add_months(-months),
            as_of,
        }
    }

    /// The days of a month, by its first, that lie in it: of the first and the last month a part may not.
    #[must_use]
    pub fn days_of(self, month: Date) -> (Date, Date) {
        (month.max(self.from), month.last_of_month().min(self.as_of))
    }

    /// How long it is.
    #[must_use]
    pub fn days(self) -> i32 {
        self.from.days_until(self.as_of) + 1
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn twelve_months_are_a_year_to_the_day() {
        let frame = Frame::months(Date::parse("2026-03-30").unwrap(), MONTHS);
        assert_eq!(
            (frame.from.to_string().as_str(), frame.days()),
            ("2025-03-31", 365)
        );
        let leap = Frame::months(Date::parse("2024-02-29").unwrap(), 12);
        assert_eq!(
            (leap.from.to_string().as_str(), leap.days()),
            ("2023-03-01", 366)
        );
    }

    #[test]
    fn of_the_first_and_the_last_month_only_a_part_lies_in_a_frame() {
        let frame = Frame::months(Date::parse("2026-03-14").unwrap(), 2);
        let days = |month: &str| {
            let (from, to) = frame.days_of(Date::parse(month).unwrap());
            format!("{from} {to}")
        };
        assert_eq!(days("2026-01-01"), "2026-01-15 2026-01-31");
        assert_eq!(days("2026-02-01"), "2026-02-01 2026-02-28");
        assert_eq!(days("2026-03-01"), "2026-03-01 2026-03-14");
    }
}
