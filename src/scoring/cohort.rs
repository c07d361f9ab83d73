//! Cohorts: customers by the month or quarter of their first purchase, and how many of them bought
//! again in each that followed. A customer counts once in each; refunds do not count.

use super::history::Histories;
use crate::domain::Date;

/// The width of a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the units explain themselves")]
pub enum Width {
    Month,
    Quarter,
}

impl Width {
    /// The width of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "month" => Some(Self::Month),
            "quarter" => Some(Self::Quarter),
            _ => None,
        }
    }

    /// Its stable word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
        }
    }

    const fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
        }
    }

    /// The number of the span that a day is in, counted from the year 0.
    fn number(self, day: i32) -> i32 {
        let (year, month, _) = Date::from_days(day).unwrap_or(Date::MIN).to_ymd();
        (year * 12 + i32::from(month) - 1).div_euclid(self.months())
    }

    fn first_day(self, number: i32) -> Date {
        let months = number * self.months();
        let month = months.rem_euclid(12) as u8 + 1;
        Date::from_ymd(months.div_euclid(12), month, 1).unwrap_or(Date::MIN)
    }
}

/// Those who first bought in the same span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// The first day of the span.
    pub from: Date,
    /// The last day of the span.
    pub to: Date,
    /// How many bought in each span from that one on, up to the one of the day of the analysis. The
    /// first is how many there are.
    pub bought: Vec<u32>,
}

impl Cohort {
    /// How many customers there are.
    #[must_use]
    pub fn size(&self) -> u32 {
        self.bought.first().copied().unwrap_or_default()
    }

    /// The share of them who bought so many spans later.
    #[must_use]
    pub fn retention(&self, later: usize) -> Option<f64> {
        let bought = self.bought.get(later)?;
        (self.size() > 0).then(|| f64::from(*bought) / f64::from(self.size()))
    }

    /// The first and the last day of the span so many later.
    #[must_use]
    pub fn span(&self, width: Width, later: usize) -> (Date, Date) {
        let number = width.number(self.from.to_days()) + later as i32;
        (
            width.first_day(number),
            width.first_day(number + 1).add_days(-1),
        )
    }
}

/// The last so many cohorts, the oldest first, also those with nobody in them.
#[must_use]
pub fn cohorts(histories: &Histories, width: Width, count: usize, as_of: Date) -> Vec<Cohort> {
    let last = width.number(as_of.to_days());
    let first = last - count.min(1200) as i32 + 1;
    let spans = first..=last;
    let mut cohorts: Vec<Cohort> = spans
        .map(|number| Cohort {
            from: width.first_day(number),
            to: width.first_day(number + 1).add_days(-1),
            bought: vec![0; (last - number) as usize + 1],
        })
        .collect();
    // Which span each day is in, looked up instead of worked out for each purchase.
    let begin = width.first_day(first).to_days();
    let days = begin..=as_of.to_days();
    let spans: Vec<usize> = days
        .map(|day| (width.number(day) - first) as usize)
        .collect();
    let span = |day: i32| {
        let place = usize::try_from(day - begin).ok()?;
        spans.get(place).copied()
    };
    for (_, bought) in histories.buyers(as_of.to_days()) {
        let mut days = bought.iter().filter(|purchase| !purchase.is_refund);
        let start = days.clone().next().and_then(|first| span(first.day));
        let Some(start) = start else {
            continue;
        };
        let Some(cohort) = cohorts.get_mut(start) else {
            continue;
        };
        let mut before = None;
        for number in days.by_ref().filter_map(|purchase| span(purchase.day)) {
            if before.replace(number) != Some(number)
                && let Some(slot) = cohort.bought.get_mut(number - start)
            {
                *slot += 1;
            }
        }
    }
    cohorts
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scoring::house::House;

    #[test]
    fn customers_are_followed_from_the_quarter_of_their_first_purchase() {
        let mut house = House::new();
        house.buys(
            "a",
            &[("2025-01-05", 10), ("2025-03-31", 10), ("2025-08-01", 10)],
        );
        house.buys(
            "b",
            &[("2025-02-05", 10), ("2025-04-01", 10), ("2025-05-01", 10)],
        );
        house.buys("c", &[("2025-06-30", 10)]);
        let as_of = Date::parse("2025-08-15").unwrap();
        let found = cohorts(&house.histories(), Width::Quarter, 3, as_of);
        let bought: Vec<&[u32]> = found.iter().map(|cohort| &*cohort.bought).collect();
        assert_eq!(bought, [&[2, 1, 1][..], &[1, 0], &[0]]);
        let first = found.first().unwrap();
        assert_eq!(
            (first.from.to_string(), first.to.to_string()),
            ("2025-01-01".into(), "2025-03-31".into())
        );
        assert_eq!(first.retention(1), Some(0.5));
        let (from, to) = first.span(Width::Quarter, 2);
        assert_eq!(
            (from.to_string(), to.to_string()),
            ("2025-07-01".into(), "2025-09-30".into())
        );
        assert_eq!(found.last().unwrap().retention(0), None);
    }

    #[test]
    fn what_comes_after_the_day_does_not_exist() {
        let mut house = House::new();
        house.buys("a", &[("2025-01-05", 10), ("2025-02-05", 10)]);
        let as_of = Date::parse("2025-01-31").unwrap();
        let found = cohorts(&house.histories(), Width::Month, 2, as_of);
        let bought: Vec<&[u32]> = found.iter().map(|cohort| &*cohort.bought).collect();
        assert_eq!(bought, [&[0, 0][..], &[1]]);
    }
}
