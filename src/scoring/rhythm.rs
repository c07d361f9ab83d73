//! The rhythm of buying: the days between purchases, how long customers have been silent, and how much is
//! bought in each month and on each day of the week. Purchases of one day are one visit; refunds do not
//! count.

use super::frame::Frame;
use super::history::{Histories, Purchase};
use crate::domain::Date;

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
    let mut gaps: Vec<i32> = days.clone().zip(days.skip(1)).map(|(a, b)| b - a).collect();
    gaps.sort_unstable();
    // Of an odd number the one in the middle, twice.
    let middle = gaps.get(gaps.len() / 2);
    let before = gaps.get(gaps.len().saturating_sub(1) / 2);
    let median = |(a, b): (&i32, &i32)| f64::midpoint(f64::from(*a), f64::from(*b));
    Some(Pace {
        row,
        usual: before.zip(middle).map(median),
        silent: day - last,
    })
}

/// The intervals between the visits of all customers, up to a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intervals {
    /// How many intervals are of so many days, by days.
    counts: Vec<u32>,
    len: usize,
    /// How many customers came once only.
    pub once: usize,
    /// How many came more than once.
    pub repeating: usize,
}

impl Intervals {
    /// The intervals of all customers.
    #[must_use]
    pub fn of(histories: &Histories, as_of: Date) -> Self {
        let mut found = Self::default();
        for (_, bought) in histories.buyers(as_of.to_days()) {
            let mut before = None;
            let len = found.len;
            for purchase in bought.iter().filter(|purchase| !purchase.is_refund) {
                match before.replace(purchase.day) {
                    Some(day) if day != purchase.day => found.count((purchase.day - day) as usize),
                    _ => {}
                }
            }
            if found.len > len {
                found.repeating += 1;
            } else if before.is_some() {
                found.once += 1;
            }
        }
        found
    }

    fn count(&mut self, days: usize) {
        if days >= self.counts.len() {
            self.counts.resize(days + 1, 0);
        }
        if let Some(count) = self.counts.get_mut(days) {
            *count += 1;
        }
        self.len += 1;
    }

    /// How many intervals there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether nobody came twice.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The days of the interval at a place, the shortest first.
    fn at(&self, place: usize) -> Option<f64> {
        let mut below = 0;
        let days = self.counts.iter().position(|count| {
            below += *count as usize;
            below > place
        });
        days.map(|days| days as f64)
    }

    /// The days that this share of the intervals are within (R. J. Hyndman, Y. Fan 1996, type 7).
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let place = share.clamp(0.0, 1.0) * self.len.checked_sub(1)? as f64;
        let below = self.at(place as usize)?;
        let above = self.at(place as usize + 1).unwrap_or(below);
        Some(below + place.fract() * (above - below))
    }

    /// The share of the intervals that were shorter than a silence of so many days; none of none.
    #[must_use]
    pub fn shorter_than(&self, days: i32) -> Option<f64> {
        let counts = self.counts.iter().take(days.max(0) as usize);
        let shorter: usize = counts.map(|count| *count as usize).sum();
        (!self.is_empty()).then(|| shorter as f64 / self.len as f64)
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

/// The day 1970-01-01 was so many days after a Monday.
const MONDAY: i32 = 3;
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
    // Which month each day is in, looked up instead of worked out for each purchase.
    let first_day = start.to_days().max(from);
    let starts = months.iter().map(|(month, _)| month.to_days());
    let ends = starts.clone().skip(1).chain([as_of + 1]);
    let of_days: Vec<usize> = starts
        .zip(ends)
        .enumerate()
        .flat_map(|(at, (start, end))| (start.max(first_day)..end).map(move |_| at))
        .collect();
    for (_, bought) in histories.buyers(as_of) {
        for purchase in bought
            .iter()
            .rev()
            .take_while(|purchase| purchase.day >= from)
        {
            let at = usize::try_from(purchase.day - first_day).ok();
            let month = at.and_then(|at| of_days.get(at));
            let month = month.and_then(|at| months.get_mut(*at));
            let weekday = weekdays.get_mut((purchase.day + MONDAY).rem_euclid(7) as usize);
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
        assert_eq!(Intervals::default().quantile(0.5), None);
        house.buys("c", &[("2025-01-01", 5), ("2025-01-06", 5)]);
        let all = Intervals::of(&house.histories(), as_of);
        // 5, 10, 20 and 30 days.
        assert_eq!(
            (all.quantile(0.5), all.quantile(1.0)),
            (Some(15.0), Some(30.0))
        );
        assert_eq!(all.shorter_than(11), Some(0.5));
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
