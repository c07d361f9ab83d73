//! The rhythm of buying: the days between purchases, how long customers have been silent, and how much is
//! bought in each month and on each day of the week. Purchases of one day are one visit; refunds do not
//! count.

use super::frame::Frame;
use super::history::{Histories, Purchase};
use crate::domain::Date;
use satchel_stats::quantile::quantile;

/// When a customer came, in days since 1970-01-01, each day once.
pub(super) fn visits(bought: &[Purchase]) -> impl Iterator<Item = i32> + Clone + '_ {
    let mut before = None;
    let days = bought.iter().filter(|purchase| !purchase.is_refund);
    days.filter_map(move |purchase| {
        (before.replace(purchase.day) != Some(purchase.day)).then_some(purchase.day)
    })
}

/// How a customer comes and stays away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// The row of the customer.
    pub row: u32,
    /// The median of the days between visits; none who came once.
    pub usual: Option<f64>,
    /// Days since the last visit.
    pub silent: i32,
}

impl Pace {
    /// When the next visit is due: the last, and the usual interval on.
    #[must_use]
    pub fn next(&self, as_of: Date) -> Option<Date> {
        let usual = self.usual?.round() as i32;
        Some(as_of.add_days(usual - self.silent))
    }
}

/// How the customer of a row comes; none who never came.
#[must_use]
pub fn pace(histories: &Histories, row: u32, as_of: Date) -> Option<Pace> {
    let day = as_of.to_days();
    let days = visits(histories.until(row, day));
    let last = days.clone().last()?;
    let gaps = sorted(days.clone().zip(days.skip(1)).map(|(a, b)| b - a).collect());
    Some(Pace {
        row,
        usual: quantile(&gaps, 0.5),
        silent: day - last,
    })
}

fn sorted(mut gaps: Vec<i32>) -> Vec<f64> {
    gaps.sort_unstable();
    gaps.into_iter().map(f64::from).collect()
}

/// The intervals between the visits of all customers, up to a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intervals {
    /// The intervals in days, the shortest first.
    gaps: Vec<f64>,
    /// How many customers came once only.
    pub once: usize,
    /// How many came more than once.
    pub repeating: usize,
}

impl Intervals {
    /// The intervals of all customers.
    #[must_use]
    pub fn of(histories: &Histories, as_of: Date) -> Self {
        let mut gaps = Vec::new();
        let mut found = Self::default();
        for (_, bought) in histories.buyers(as_of.to_days()) {
            let days = visits(bought);
            let before = gaps.len();
            gaps.extend(days.clone().zip(days.clone().skip(1)).map(|(a, b)| b - a));
            if gaps.len() > before {
                found.repeating += 1;
            } else if days.clone().next().is_some() {
                found.once += 1;
            }
        }
        found.gaps = sorted(gaps);
        found
    }

    /// How many intervals there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.gaps.len()
    }

    /// Whether nobody came twice.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.gaps.is_empty()
    }

    /// The days that this share of the intervals are within.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        quantile(&self.gaps, share)
    }

    /// The share of the intervals that were shorter than a silence of so many days; none of none.
    #[must_use]
    pub fn shorter_than(&self, days: i32) -> Option<f64> {
        let shorter = self.gaps.partition_point(|gap| *gap < f64::from(days));
        (!self.gaps.is_empty()).then(|| shorter as f64 / self.gaps.len() as f64)
    }
}

/// What was bought in a month or on a day of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many purchases.
    pub count: u32,
    /// What they came to less refunds, in minor units.
    pub minor: i64,
}

/// When things are bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seasons {
    /// Each month of the frame by its first day, also those in which nothing was bought. Of the first and
    /// the last only the days count that lie in the frame.
    pub months: Vec<(Date, Share)>,
    /// Monday to Sunday.
    pub weekdays: [Share; 7],
}

/// The longest series of months: of more nobody sees the bars. It is the last ones that are kept.
const MONTHS_MAX: i32 = 120;

/// When things were bought in the frame.
#[must_use]
pub fn seasons(histories: &Histories, frame: Frame) -> Seasons {
    let (from, as_of) = (frame.from.to_days(), frame.as_of.to_days());
    let longest = frame.as_of.first_of_month().add_months(1 - MONTHS_MAX);
    let start = frame.from.first_of_month().max(longest);
    let starts = std::iter::successors(Some(start), |month| Some(month.add_months(1)));
    let starts = starts.take_while(|month| *month <= frame.as_of);
    let mut months: Vec<(Date, Share)> = starts.map(|month| (month, Share::default())).collect();
    let mut weekdays = [Share::default(); 7];
    let number = |date: Date| date.year() * 12 + i32::from(date.month());
    let first = number(start);
    for (_, bought) in histories.buyers(as_of) {
        for purchase in bought
            .iter()
            .rev()
            .take_while(|purchase| purchase.day >= from)
        {
            let Some(date) = Date::from_days(purchase.day) else {
                continue;
            };
            let month = usize::try_from(number(date) - first).ok();
            let month = month.and_then(|at| months.get_mut(at));
            let weekday = weekdays.get_mut(usize::from(date.weekday().days_since_monday()));
            for share in month.map(|(_, share)| share).into_iter().chain(weekday) {
                share.count += u32::from(!purchase.is_refund);
                share.minor += purchase.minor;
            }
        }
    }
    Seasons { months, weekdays }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scoring::house::House;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn the_usual_interval_is_the_median_and_two_purchases_of_a_day_are_one_visit() {
        let mut house = House::new();
        house.buys(
            "a",
            &[
                ("2025-01-01", 5),
                ("2025-01-01", 5),
                ("2025-01-11", 5),
                ("2025-01-31", 5),
                ("2025-03-02", 5),
            ],
        );
        house.trades("a", "refund", "2025-03-20", 5);
        house.buys("b", &[("2025-03-01", 5)]);
        let as_of = date("2025-03-12");
        let histories = house.histories();
        let found = pace(&histories, house.row("a"), as_of).unwrap();
        assert_eq!((found.usual, found.silent), (Some(20.0), 10));
        assert_eq!(found.next(as_of), Some(date("2025-03-22")));
        let once = pace(&histories, house.row("b"), as_of).unwrap();
        assert_eq!(
            (once.usual, once.silent, once.next(as_of)),
            (None, 11, None)
        );
        let all = Intervals::of(&histories, as_of);
        assert_eq!((all.len(), all.once, all.repeating), (3, 1, 1));
        assert_eq!(all.quantile(0.5), Some(20.0));
        assert_eq!(all.shorter_than(20), Some(1.0 / 3.0));
        assert_eq!(Intervals::default().shorter_than(20), None);
    }

    #[test]
    fn months_and_days_of_the_week_have_what_was_bought_in_the_frame() {
        let mut house = House::new();
        // A Wednesday, a Thursday, a Saturday.
        house.buys(
            "a",
            &[
                ("2025-01-01", 500),
                ("2025-02-06", 700),
                ("2025-03-01", 900),
            ],
        );
        house.trades("a", "refund", "2025-02-07", 200);
        let frame = Frame {
            from: date("2025-01-15"),
            as_of: date("2025-03-15"),
        };
        let found = seasons(&house.histories(), frame);
        let months: Vec<(String, u32, i64)> = found
            .months
            .iter()
            .map(|(month, share)| (month.to_string(), share.count, share.minor))
            .collect();
        assert_eq!(
            months,
            [
                ("2025-01-01".into(), 0, 0),
                ("2025-02-01".into(), 1, 500),
                ("2025-03-01".into(), 1, 900)
            ]
        );
        let counts: Vec<u32> = found.weekdays.iter().map(|share| share.count).collect();
        assert_eq!(counts, [0, 0, 0, 1, 0, 1, 0]);
        let minor: i64 = found.weekdays.iter().map(|share| share.minor).sum();
        assert_eq!(minor, 1400);
    }

    #[test]
    fn of_a_very_long_frame_the_last_months_are_kept() {
        let mut house = House::new();
        house.buys("a", &[("2006-01-15", 500), ("2025-03-01", 900)]);
        let frame = Frame::months(date("2025-03-15"), 240);
        let months = seasons(&house.histories(), frame).months;
        let (first, last) = (months.first().unwrap(), months.last().unwrap());
        assert_eq!((months.len(), first.0), (120, date("2015-04-01")));
        assert_eq!((last.0, last.1.minor), (date("2025-03-01"), 900));
        assert_eq!(months.iter().map(|(_, share)| share.count).sum::<u32>(), 1);
    }
}
