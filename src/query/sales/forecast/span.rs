//! When open deals are expected to close: before the day of a forecast, in one of its months, later,
//! nobody knows. What is expected of them is left to [`super`].

use crate::domain::Date;
use crate::query::sales::Window;
use crate::query::{Filter, Operand, Test};

/// When deals are expected to close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Before the day of the forecast.
    Overdue,
    /// In the month with this first day; in that of the forecast's day, from that day on.
    Month(Date),
    /// After the last month.
    Later,
    /// Nobody said when.
    Undated,
    /// Any time.
    All,
}

/// The spans of a forecast: what is overdue is slot 0, then come the months, later, no date.
pub(super) struct Spans {
    as_of: Date,
    /// The first days of the months, and of the one behind the last.
    firsts: Vec<Date>,
}

impl Spans {
    /// So many months, from that of a day on.
    pub(super) fn of(as_of: Date, months: usize) -> Self {
        let first = |at: usize| as_of.first_of_month().add_months(at as i32);
        Self {
            as_of,
            firsts: (0..=months).map(first).collect(),
        }
    }

    fn months(&self) -> usize {
        self.firsts.len().saturating_sub(1)
    }

    pub(super) fn count(&self) -> usize {
        self.months() + 3
    }

    /// The first day of a month, by its place among the months.
    pub(super) fn first(&self, at: usize) -> Date {
        self.firsts.get(at).copied().unwrap_or(self.as_of)
    }

    /// The last day of the last month.
    pub(super) fn last(&self) -> Date {
        self.first(self.months()).add_days(-1)
    }

    /// Which of the months a slot is.
    pub(super) fn month(&self, slot: usize) -> Option<usize> {
        slot.checked_sub(1).filter(|at| *at < self.months())
    }

    /// In which of the months a day lies, in days since 1970.
    pub(super) fn month_of(&self, day: i64) -> Option<usize> {
        let begun = |first: &Date| i64::from(first.to_days()) <= day;
        let at = self.firsts.partition_point(begun).checked_sub(1)?;
        (at < self.months()).then_some(at)
    }

    /// The slot of a day, in days since 1970.
    pub(super) fn slot(&self, day: Option<i64>) -> usize {
        match day {
            None => self.months() + 2,
            Some(day) if day < i64::from(self.as_of.to_days()) => 0,
            Some(day) => self.month_of(day).unwrap_or(self.months()) + 1,
        }
    }

    pub(super) fn span(&self, slot: usize) -> Span {
        match self.month(slot) {
            Some(at) => Span::Month(self.first(at)),
            None if slot == 0 => Span::Overdue,
            None if slot == self.months() + 1 => Span::Later,
            None => Span::Undated,
        }
    }

    /// The condition of being expected in a span.
    pub(super) fn condition(&self, span: Span) -> Option<Filter> {
        let field = "expected_close";
        let day = |day: Date| Operand::text(&day.to_string());
        match span {
            Span::Overdue => Some(Filter::test(field, Test::Lt(day(self.as_of)))),
            Span::Month(first) => {
                Window::of(first.max(self.as_of), first.last_of_month()).condition(field)
            }
            Span::Later => Some(Filter::test(field, Test::Gt(day(self.last())))),
            Span::Undated => Some(Filter::test(field, Test::Empty(true))),
            Span::All => None,
        }
    }
}
