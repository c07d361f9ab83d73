//! What an overview of all customers shows beside their lists: worked out when first asked for, and kept
//! as long as what it follows from stays the same. So another discount does not ask again when things
//! were bought, and another weight does not fit anything anew. How it is shown is the screens' matter.

use super::cohort::{Cohort, Width, cohorts};
use super::lifetime::Unit;
use super::rhythm::{Intervals, Seasons, seasons};
use super::scores::Analysis;
use super::value::Spread;
use crate::domain::Date;
use std::cell::OnceCell;

/// So many cohorts are followed: two years of quarters, one of months.
const QUARTERS: usize = 8;
const MONTHS: usize = 12;

/// What follows from the purchases and the days that are looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct OfPurchases {
    seasons: OnceCell<Seasons>,
    intervals: OnceCell<Intervals>,
    months: OnceCell<Vec<Cohort>>,
    quarters: OnceCell<Vec<Cohort>>,
    last_day: OnceCell<Option<Date>>,
}

/// What all customers are expected to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ahead {
    /// How many customers.
    pub customers: usize,
    /// How many of them still are customers: the sum of the probabilities.
    pub alive: f64,
    /// The purchases to be expected over the horizon.
    pub expected: f64,
    /// The lifetime values of all, in minor units; none without a model of spend.
    pub value: Option<i64>,
}

impl Analysis {
    /// When things were bought in the frame.
    #[must_use]
    pub fn seasons(&self) -> &Seasons {
        let make = || seasons(&self.histories, self.assumptions.frame);
        self.of_purchases.seasons.get_or_init(make)
    }

    /// The intervals between the visits of all customers.
    #[must_use]
    pub fn intervals(&self) -> &Intervals {
        let make = || Intervals::of(&self.histories, self.assumptions.frame.as_of);
        self.of_purchases.intervals.get_or_init(make)
    }

    /// The cohorts of the last two years by quarter, or of the last year by month.
    #[must_use]
    pub fn cohorts(&self, width: Width) -> &[Cohort] {
        let (cell, count) = match width {
            Width::Month => (&self.of_purchases.months, MONTHS),
            Width::Quarter => (&self.of_purchases.quarters, QUARTERS),
        };
        let as_of = self.assumptions.frame.as_of;
        cell.get_or_init(|| cohorts(&self.histories, width, count, as_of))
    }

    /// The day of the last purchase of all, whether in the frame or not.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        let make = || self.histories.last_day();
        *self.of_purchases.last_day.get_or_init(make)
    }

    /// How values are spread over the customers.
    #[must_use]
    pub fn spread(&self) -> &Spread {
        self.spread.get_or_init(|| self.values.spread())
    }

    /// What all customers are expected to do; none without a model of purchases.
    #[must_use]
    pub fn ahead(&self) -> Option<Ahead> {
        let (lifetimes, outlook) = (&self.lifetimes, &self.assumptions.outlook);
        let unit = lifetimes.unit;
        let alive = lifetimes.alive_in_all()?;
        let expected = match &self.nodes {
            Some(nodes) => nodes.expected_in_all(outlook.months, unit.days()),
            None => {
                let ahead = outlook.months * Unit::Month.days() / unit.days();
                let each = lifetimes.expectations(ahead)?;
                lifetimes.of.iter().map(each).sum()
            }
        };
        Some(Ahead {
            customers: lifetimes.of.len(),
            alive,
            expected,
            value: self.lifetime_values().map(|values| values.iter().sum()),
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scoring::assumptions::{Assumptions, WeightBy};
    use crate::scoring::house::House;

    /// Customers who come at rates of their own until they stay away.
    pub(in crate::scoring) fn house() -> House {
        let mut house = House::new();
        let start = Date::parse("2025-01-01").unwrap();
        let mut random = crate::domain::random::Random::seeded(7);
        let mut share = || (1 + random.below(1000)) as f64 / 1000.0;
        for customer in 0..120 {
            let (rate, leaves) = (0.005 - 0.05 * share().ln(), 0.6 * share());
            let mut day = 60.0 * share();
            loop {
                let bought = start.add_days(day as i32).to_string();
                let minor = (500.0 - 900.0 * share().ln()) as i64;
                house.buys(&format!("customer {customer}"), &[(&*bought, minor)]);
                day -= share().ln() / rate;
                if share() < leaves || day > 180.0 {
                    break;
                }
            }
        }
        house
    }

    fn analysed(house: &House) -> Analysis {
        let assumed = Assumptions::usual(Date::parse("2025-06-30").unwrap());
        Analysis::make(&house.desk.workspace, assumed, &Vec::new())
    }

    #[test]
    fn other_assumptions_give_what_an_analysis_made_under_them_gives() {
        let house = house();
        let first = analysed(&house);
        let _ = (first.spread(), first.seasons(), first.ahead());
        let mut compared = 0;
        for (factor, weight, months, horizon, discount) in [
            (1.0, WeightBy::Constant, 12, 24.0, 0.3),
            (2.5, WeightBy::Constant, 12, 36.0, 0.1),
            (1.0, WeightBy::Alive, 12, 36.0, 0.1),
            (1.0, WeightBy::Constant, 3, 36.0, 0.1),
        ] {
            let mut assumed = Assumptions::usual(first.assumptions.frame.as_of);
            assumed.factor = factor;
            assumed.weight = weight;
            assumed.frame = crate::scoring::frame::Frame::months(assumed.frame.as_of, months);
            assumed.outlook.months = horizon;
            assumed.outlook.discount = discount;
            let patched = first.assuming(&house.desk.workspace, assumed, &Vec::new());
            let made = Analysis::make(&house.desk.workspace, assumed, &Vec::new());
            assert_eq!(patched.values, made.values);
            assert_eq!(patched.rfm, made.rfm);
            assert_eq!(patched.spread(), made.spread());
            assert_eq!(patched.seasons(), made.seasons());
            assert_eq!(patched.rfm.groups(), made.rfm.groups());
            assert_eq!(patched.ahead(), made.ahead());
            assert_ne!(
                (patched.spread(), patched.ahead(), patched.seasons()),
                (first.spread(), first.ahead(), first.seasons())
            );
            compared += 1;
        }
        assert_eq!(compared, 4);
    }

    #[test]
    fn what_all_are_expected_to_do_is_the_sum_of_what_each_is() {
        let house = house();
        let analysis = analysed(&house);
        let found = analysis.ahead().unwrap();
        let lifetimes = &analysis.lifetimes;
        let weeks = analysis.assumptions.outlook.months * Unit::Month.days() / Unit::Week.days();
        let (mut alive, mut expected) = (0.0, 0.0);
        for life in &lifetimes.of {
            alive += lifetimes.alive(life).unwrap();
            expected += lifetimes.expected(life, weeks).unwrap();
        }
        assert!((found.alive - alive).abs() < 1e-9 * alive);
        assert!(
            (found.expected - expected).abs() < 1e-4 * expected,
            "{found:?} {expected}"
        );
        assert_eq!(found.customers, 120);
        assert!(found.value.unwrap() > 0);
    }

    #[test]
    fn every_customer_is_in_one_group() {
        let house = house();
        let analysis = analysed(&house);
        let groups = analysis.rfm.groups();
        let customers: usize = groups.iter().map(|of| of.customers).sum();
        let minor: i64 = groups.iter().map(|of| of.minor).sum();
        assert_eq!(customers, analysis.rfm.of.len());
        let bought = analysis.rfm.of.iter().map(|(did, _)| did.minor);
        assert_eq!(minor, bought.sum::<i64>());
        for of in groups {
            let own = analysis
                .rfm
                .of
                .iter()
                .filter(|(_, scores)| scores.group() == of.group);
            assert_eq!(own.count(), of.customers);
        }
    }
}
