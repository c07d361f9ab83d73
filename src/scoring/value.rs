//! The value of a customer, V = R × N × P: R the average revenue of one transaction in the frame, N the
//! number of transactions in it, P a weight that the user chooses. R is what the purchases came to less
//! refunds, by N; so with a weight of 1 the values of all customers come to what all of them bought.
//! Lifetime value, which looks ahead, is [`super::lifetime`]'s matter.

use super::frame::Frame;
use super::rfm::{Behaviour, Rfm, Scores};
use crate::domain::Currency;
use crate::workspace::columns::Bits;
use satchel_stats::quantile::quantile;

/// P: how much what a customer bought counts, 0 and up. Where it is 1, it counts as it is.
#[derive(Clone, Copy, Debug)]
pub enum Weight<'a> {
    /// The same for all.
    Constant(f64),
    /// By segment: that of the first a customer is in, else that of the others.
    Segments {
        /// The rows of each segment's customers, with its weight.
        of: &'a [(Bits, f64)],
        /// The weight of customers in none.
        others: f64,
    },
    /// The probability of still being a customer, by row; none for whom there is none counts 0.
    Alive(&'a [Option<f64>]),
}

impl Weight<'_> {
    /// The weight of the customer of a row.
    #[must_use]
    pub fn of(&self, row: u32) -> f64 {
        match self {
            Self::Constant(weight) => *weight,
            Self::Segments { of, others } => {
                let first = of.iter().find(|(rows, _)| rows.at(row));
                first.map_or(*others, |(_, weight)| *weight)
            }
            Self::Alive(alive) => alive.get(row as usize).copied().flatten().unwrap_or(0.0),
        }
    }
}

/// A customer's value with what makes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Valued {
    /// The row of the customer.
    pub row: u32,
    /// What they bought in the frame, less refunds, in minor units: R × N.
    pub revenue: i64,
    /// N, the number of purchases in the frame; at least 1.
    pub count: u32,
    /// P.
    pub weight: f64,
}

impl Valued {
    /// R, the average revenue of one purchase, in minor units.
    #[must_use]
    pub fn average(&self) -> f64 {
        self.revenue as f64 / f64::from(self.count.max(1))
    }

    /// V = R × N × P in whole minor units, halves away from zero.
    #[must_use]
    pub fn value(&self) -> i64 {
        (self.revenue as f64 * self.weight).round() as i64
    }
}

/// The values of all customers who bought in the frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// The days they are of.
    pub frame: Frame,
    /// The currency of all amounts; none where nobody bought.
    pub currency: Option<Currency>,
    /// The customers, in the order of their rows.
    pub of: Vec<Valued>,
}

/// A bar of the histogram: how many values are at least `from` and below `to`, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bin {
    /// Where it begins.
    pub from: i64,
    /// Where it ends.
    pub to: i64,
    /// How many customers.
    pub count: usize,
}

/// How value is spread over the customers.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// How many customers.
    pub customers: usize,
    /// What all values come to, in minor units.
    pub total: i128,
    /// Half of the values are at or below this one, in minor units.
    pub median: f64,
    /// The share of all value that the most valuable fifth of the customers hold; none where there is
    /// no value.
    pub top_fifth: Option<f64>,
    /// The least value of that fifth, in minor units.
    pub top_from: f64,
    /// Gini's coefficient: 0 where all are worth the same, towards 1 where one is worth all. None where
    /// there is no value.
    pub gini: Option<f64>,
    /// Lorenz's curve: the share of the customers, the least valuable first, and that of the value they
    /// hold.
    pub lorenz: Vec<(f64, f64)>,
    /// The histogram.
    pub bins: Vec<Bin>,
    /// How many are above the last bar.
    pub above: usize,
    /// How many are below 0: refunds were more than purchases.
    pub below: usize,
}

/// So many bars a histogram has at most.
const BINS_MAX: i64 = 16;
/// So many points Lorenz's curve has.
const LORENZ_POINTS: usize = 21;
/// The bars end at the first round amount that this share of the values is below.
const SHOWN: f64 = 0.97;

impl Values {
    /// Values all customers who bought in the frame: those that were scored.
    #[must_use]
    pub fn of(rfm: &Rfm, currency: Option<Currency>, weight: Weight<'_>) -> Self {
        let valued = |(did, _): &(Behaviour, Scores)| Valued {
            row: did.row,
            revenue: did.minor,
            count: did.count,
            weight: weight.of(did.row),
        };
        Self {
            frame: rfm.frame,
            currency,
            of: rfm.of.iter().map(valued).collect(),
        }
    }

    /// The same customers with another weight, without asking what they bought again.
    #[must_use]
    pub fn weighted(&self, weight: Weight<'_>) -> Self {
        let of = self.of.iter().map(|of| Valued {
            weight: weight.of(of.row),
            ..*of
        });
        Self {
            of: of.collect(),
            ..*self
        }
    }

    /// What all values come to, in minor units.
    #[must_use]
    pub fn total(&self) -> i128 {
        self.of.iter().map(|of| i128::from(of.value())).sum()
    }

    /// The most valuable customers, the best first; of equals the one whose row comes first.
    #[must_use]
    pub fn best(&self, count: usize) -> Vec<&Valued> {
        let mut best: Vec<&Valued> = Vec::with_capacity(count + 1);
        let mut least = i64::MIN;
        for of in &self.of {
            let value = of.value();
            if best.len() == count && value <= least {
                continue;
            }
            let place = best.partition_point(|other| other.value() >= value);
            best.insert(place, of);
            best.truncate(count);
            least = best.last().map_or(i64::MIN, |last| last.value());
        }
        best
    }

    /// How the values are spread.
    #[must_use]
    pub fn spread(&self) -> Spread {
        let values = self.of.iter().map(Valued::value).collect();
        Spread::of(values)
    }
}

impl Spread {
    /// How values, in minor units, are spread.
    #[must_use]
    pub fn of(mut values: Vec<i64>) -> Self {
        values.sort_unstable();
        let sorted: Vec<f64> = values.iter().map(|value| *value as f64).collect();
        let held = Held::of(&sorted);
        let points = (0..LORENZ_POINTS).map(|at| at as f64 / (LORENZ_POINTS - 1) as f64);
        let lorenz_points = points.filter_map(|share| Some((share, held.below(share)?)));
        let bins = bins(&values, quantile(&sorted, SHOWN).unwrap_or_default());
        let end = bins.last().map_or(0, |bin| bin.to);
        Self {
            customers: values.len(),
            total: values.iter().map(|value| i128::from(*value)).sum(),
            median: quantile(&sorted, 0.5).unwrap_or_default(),
            top_fifth: held.below(0.8).map(|below| 1.0 - below),
            top_from: quantile(&sorted, 0.8).unwrap_or_default(),
            gini: held.gini(),
            lorenz: lorenz_points.collect(),
            above: values.len() - values.partition_point(|value| *value < end),
            below: values.partition_point(|value| *value < 0),
            bins,
        }
    }
}

/// What customers hold of the value, the least valuable first. Who cost more than they brought holds
/// nothing of it.
struct Held {
    /// What each holds together with all before.
    sums: Vec<f64>,
    /// The sum of what each holds times their place, from 1.
    ranked: f64,
}

impl Held {
    fn of(sorted: &[f64]) -> Self {
        let (mut sum, mut ranked) = (0.0, 0.0);
        let sums = sorted.iter().zip(1u32..).map(|(value, place)| {
            let held = value.max(0.0);
            sum += held;
            ranked += held * f64::from(place);
            sum
        });
        let sums = sums.collect();
        Self { sums, ranked }
    }

    /// What all hold; none where that is nothing.
    fn total(&self) -> Option<f64> {
        self.sums.last().copied().filter(|total| *total > 0.0)
    }

    /// The share of the value that this share of the customers hold, the least valuable first: Lorenz's
    /// curve, straight between its points.
    fn below(&self, share: f64) -> Option<f64> {
        let total = self.total()?;
        let place = share.clamp(0.0, 1.0) * self.sums.len() as f64;
        let sum = |places: usize| {
            let last = places.checked_sub(1)?;
            self.sums.get(last.min(self.sums.len() - 1)).copied()
        };
        let (before, after) = (sum(place as usize), sum(place as usize + 1));
        let before = before.unwrap_or(0.0);
        let after = after.unwrap_or(before);
        Some((before + place.fract() * (after - before)) / total)
    }

    /// Gini's coefficient, from the places of the sorted values.
    fn gini(&self) -> Option<f64> {
        let count = self.sums.len() as f64;
        let ranked = self.ranked / self.total()?;
        Some((2.0 * ranked / count - (count + 1.0) / count).max(0.0))
    }
}

/// Bars of a round width that begin at 0 and end at the first round amount beyond `shown`.
fn bins(sorted: &[i64], shown: f64) -> Vec<Bin> {
    let Some(most) = sorted.last().filter(|most| **most >= 0) else {
        return Vec::new();
    };
    let shown = (shown.max(0.0) as i64).min(*most);
    let width = round_width(shown / BINS_MAX + 1);
    let count = shown / width + 1;
    let below = |limit: i64| sorted.partition_point(|value| *value < limit);
    let bin = |at: i64| Bin {
        from: at * width,
        to: (at + 1) * width,
        count: below((at + 1) * width) - below(at * width),
    };
    (0..count).map(bin).collect()
}

/// The first of 1, 2, 5, 10, 20, 50 … that is at least so much.
fn round_width(least: i64) -> i64 {
    let mut width = 1i64;
    for factor in [2, 5, 10].iter().cycle() {
        if width >= least {
            break;
        }
        // 1, 2, 5 and then ten times as much.
        let decade = 10i64.pow(width.ilog10());
        width = decade.saturating_mul(*factor);
    }
    width
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;

    #[test]
    fn value_is_revenue_of_one_times_how_many_times_weight() {
        let of = Valued {
            row: 0,
            revenue: 1_000,
            count: 3,
            weight: 0.5,
        };
        assert!((of.average() * 3.0 * 0.5 - 500.0).abs() < 1e-9);
        assert_eq!(of.value(), 500);
        let half = Valued {
            revenue: 1,
            weight: 0.5,
            ..of
        };
        assert_eq!(
            (
                half.value(),
                Valued {
                    revenue: -1,
                    ..half
                }
                .value()
            ),
            (1, -1)
        );
    }

    #[test]
    fn the_best_are_the_first_of_all_by_value() {
        let of = |(row, revenue)| Valued {
            row,
            revenue,
            count: 1,
            weight: 1.0,
        };
        let amounts = [5, 9, 2, 9, 7, 1, 8];
        let values = Values {
            frame: Frame::months(crate::domain::Date::MIN, 1),
            currency: None,
            of: (0..).zip(amounts).map(of).collect(),
        };
        let rows = |count| -> Vec<u32> {
            let best = values.best(count);
            best.iter().map(|of| of.row).collect()
        };
        assert_eq!(rows(4), [1, 3, 6, 4]);
        assert_eq!(rows(100), [1, 3, 6, 4, 0, 2, 5]);
        assert!(rows(0).is_empty());
    }

    #[test]
    fn the_top_fifth_hold_what_they_hold() {
        // Ten customers of whom two are worth 80 of 100.
        let spread = Spread::of(vec![40, 2, 3, 2, 3, 40, 2, 3, 2, 3]);
        assert_eq!((spread.customers, spread.total), (10, 100));
        assert!((spread.top_fifth.unwrap_or_default() - 0.8).abs() < 1e-12);
        assert!((spread.median - 3.0).abs() < 1e-12);
        let same = Spread::of(vec![7; 10]);
        assert!((same.top_fifth.unwrap_or_default() - 0.2).abs() < 1e-12);
        assert!(same.gini.unwrap_or(1.0).abs() < 1e-12);
        assert_eq!(same.lorenz.len(), LORENZ_POINTS);
    }

    #[test]
    fn what_is_held_is_lorenzs_curve_and_ginis_coefficient_of_the_crate() {
        let values: Vec<i64> = (0..997).map(|at| at * at % 613 - 5).collect();
        let held: Vec<f64> = values.iter().map(|value| *value as f64).collect();
        let spread = Spread::of(values);
        let gini = satchel_stats::quantile::gini(&held).unwrap_or_default();
        assert!((spread.gini.unwrap_or_default() - gini).abs() < 1e-12);
        let curve = satchel_stats::quantile::lorenz(&held);
        for (share, below) in spread.lorenz {
            let after = curve.partition_point(|(x, _)| *x < share);
            let around = [after.saturating_sub(1), after].map(|at| curve.get(at));
            let [Some((_, low)), Some((_, high))] = around else {
                panic!("the curve reaches from 0 to 1");
            };
            assert!((low - 1e-12..=high + 1e-12).contains(&below), "{share}");
        }
    }

    #[test]
    fn every_value_is_in_one_bar_or_beyond_them() {
        let mut values: Vec<i64> = (0..1000).map(|at| at * at % 7919).collect();
        values.extend([1_000_000, 2_000_000, -5]);
        let spread = Spread::of(values);
        let in_bars: usize = spread.bins.iter().map(|bin| bin.count).sum();
        assert_eq!(in_bars + spread.above + spread.below, 1003);
        assert_eq!(
            (spread.below, spread.bins.first().map(|bin| bin.from)),
            (1, Some(0))
        );
        assert!(spread.above >= 2 && spread.bins.len() <= BINS_MAX as usize + 1);
        for pair in spread.bins.windows(2) {
            assert_eq!(
                pair.first().map(|bin| bin.to),
                pair.last().map(|bin| bin.from)
            );
        }
    }

    #[test]
    fn nothing_is_spread_over_nobody() {
        for values in [Vec::new(), vec![0], vec![-5, -7]] {
            let spread = Spread::of(values);
            assert_eq!((spread.top_fifth, spread.gini), (None, None));
        }
        assert_eq!(Spread::of(vec![0]).bins.len(), 1);
    }

    #[test]
    fn bars_have_round_widths() {
        for (least, width) in [
            (0, 1),
            (1, 1),
            (2, 2),
            (3, 5),
            (6, 10),
            (11, 20),
            (21, 50),
            (500, 500),
            (501, 1000),
        ] {
            assert_eq!(round_width(least), width, "{least}");
        }
    }
}
