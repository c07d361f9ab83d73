//! What customers will buy: the probability that each still is one and the purchases to be expected by
//! the BG/NBD model (P. S. Fader, B. G. S. Hardie, K. L. Lee, “Counting your customers the easy way”,
//! Marketing Science 24, 2005), the spend by the Gamma-Gamma model (P. S. Fader, B. G. S. Hardie, “The
//! Gamma-Gamma model of monetary value”, 2013), and from both the lifetime value. The likelihoods and
//! their search are in the crate `satchel-stats`; what is here makes its inputs of purchases.
//!
//! Time is counted in days and told in a unit of the user's. Purchases of one day are one, of their sum;
//! refunds do not count. Of each customer with a purchase up to the day of the analysis: x is the number
//! of days with purchases after the first, t_x the time from the first to the last, T that from the
//! first to the day of the analysis. The spend is the mean over the x days after the first.

use super::history::{Histories, Purchase};
use super::outlook::{NODES, Nodes, Outlook};
use super::rhythm::visits;
use crate::domain::{Currency, Date};
use satchel_stats::bgnbd::{self, History};
use satchel_stats::curves::Curves;
use satchel_stats::gamma_gamma::{self, Spending};
use std::cell::OnceCell;

/// The unit in which times and the parameters of the models are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// A day.
    Day,
    /// Seven days.
    #[default]
    Week,
    /// A twelfth of 365.25 days.
    Month,
}

impl Unit {
    /// Every unit, the shortest first.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// Its stable word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The unit of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == word)
    }

    /// How many days it has.
    #[must_use]
    pub const fn days(self) -> f64 {
        match self {
            Self::Day => 1.0,
            Self::Week => 7.0,
            Self::Month => 365.25 / 12.0,
        }
    }
}

/// A customer as the models see one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Life {
    /// The row of the customer.
    pub row: u32,
    /// x, t_x and T, in the unit.
    pub history: History,
    /// The mean spend of a day with purchases after the first, in whole units of the currency; 0 where
    /// there is none.
    pub spend: f64,
}

/// All customers with a purchase up to a day, and the models fitted to them.
#[derive(Clone, Debug)]
pub struct Lifetimes {
    /// The day.
    pub as_of: Date,
    /// The unit of all times.
    pub unit: Unit,
    /// The currency; none where nobody bought.
    pub currency: Option<Currency>,
    /// The customers, in the order of their rows.
    pub of: Vec<Life>,
    /// How many customers the models were fitted to: all, or of very many every so many.
    pub fitted_to: usize,
    /// The model of purchases, or why there is none.
    pub purchases: Result<bgnbd::Fit, bgnbd::Unfit>,
    /// The model of spend, or why there is none.
    pub spend: Result<gamma_gamma::Fit, gamma_gamma::Unfit>,
    /// The probability that each still is a customer, in their order.
    alive: OnceCell<Vec<f64>>,
}

/// Of more customers than this every so many are fitted to: the parameters differ by less than their
/// standard error from those of all.
const FITTED_MAX: usize = 20_000;

/// How many minor units a whole one of a currency has.
#[must_use]
pub fn minor_units(currency: Option<Currency>) -> f64 {
    let digits = currency.map_or(0, Currency::minor_digits);
    10f64.powi(digits as i32)
}

/// What the models see of one customer's purchases.
fn life(row: u32, bought: &[Purchase], as_of: i32, unit: Unit, minor_units: f64) -> Option<Life> {
    let days = visits(bought);
    let first = days.clone().next()?;
    let last = days.clone().last()?;
    let repeats = days.count() as u32 - 1;
    let after = bought
        .iter()
        .filter(|purchase| !purchase.is_refund && purchase.day > first);
    let minor: i64 = after.map(|purchase| purchase.minor).sum();
    Some(Life {
        row,
        history: History {
            repeats,
            last: f64::from(last - first) / unit.days(),
            age: f64::from(as_of - first) / unit.days(),
        },
        spend: minor as f64 / minor_units / f64::from(repeats.max(1)),
    })
}

/// Models on their way to being fitted, some at a time.
pub(super) struct Fitting {
    found: Lifetimes,
    next: u32,
    is_read: bool,
    purchases: Option<bgnbd::Fitting>,
    spend: Option<gamma_gamma::Fitting>,
}

/// So many customers are read at a time.
const CUSTOMERS_AT_ONCE: u32 = 25_000;

impl Fitting {
    pub(super) const fn of(histories: &Histories, as_of: Date, unit: Unit) -> Self {
        Self {
            found: Lifetimes {
                as_of,
                unit,
                currency: histories.currency,
                of: Vec::new(),
                fitted_to: 0,
                purchases: Err(bgnbd::Unfit::Unsettled),
                spend: Err(gamma_gamma::Unfit::Unsettled),
                alive: OnceCell::new(),
            },
            next: 0,
            is_read: false,
            purchases: None,
            spend: None,
        }
    }

    /// Goes on; says whether there is more to do.
    pub(super) fn step(&mut self, histories: &Histories) -> bool {
        let found = &mut self.found;
        if !self.is_read {
            let end = histories.rows().min(self.next + CUSTOMERS_AT_ONCE);
            let (day, units) = (found.as_of.to_days(), minor_units(found.currency));
            let lives = (self.next..end)
                .filter_map(|row| life(row, histories.until(row, day), day, found.unit, units));
            found.of.extend(lives);
            self.next = end;
            if end == histories.rows() {
                self.is_read = true;
                self.begin();
            }
            return true;
        }
        if let Some(fitting) = &mut self.purchases {
            if let Some(fit) = fitting.step() {
                found.purchases = fit;
                self.purchases = None;
            }
            return true;
        }
        if let Some(fitting) = &mut self.spend
            && let Some(fit) = fitting.step()
        {
            found.spend = fit;
            self.spend = None;
        }
        self.spend.is_some()
    }

    /// All are read; what they are fitted to is known.
    fn begin(&mut self) {
        let found = &mut self.found;
        let every = found.of.len().div_ceil(FITTED_MAX).max(1);
        let sample = || found.of.iter().step_by(every);
        let histories: Vec<History> = sample().map(|life| life.history).collect();
        let spends = sample().filter(|life| life.history.repeats > 0 && life.spend > 0.0);
        let spends: Vec<Spending> = spends
            .map(|life| Spending {
                purchases: life.history.repeats,
                mean: life.spend,
            })
            .collect();
        found.fitted_to = histories.len();
        match bgnbd::Fitting::of(&histories) {
            Ok(fitting) => self.purchases = Some(fitting),
            Err(unfit) => found.purchases = Err(unfit),
        }
        match gamma_gamma::Fitting::of(&spends) {
            Ok(fitting) => self.spend = Some(fitting),
            Err(unfit) => found.spend = Err(unfit),
        }
    }

    pub(super) fn finish(self) -> Lifetimes {
        self.found
    }
}

/// What is expected of each customer, on its way.
pub(super) struct Expecting {
    nodes: Nodes,
    curves: Curves,
    times: [f64; NODES],
    next: usize,
}

impl Expecting {
    /// Begins with the first; none without both models.
    pub(super) fn of(lifetimes: &Lifetimes, months_max: f64) -> Option<Self> {
        let purchases = lifetimes.purchases.as_ref().ok()?;
        lifetimes.spend.as_ref().ok()?;
        let ahead_max = months_max * Unit::Month.days() / lifetimes.unit.days();
        let nodes = Nodes::new(purchases.model.alpha, ahead_max);
        Some(Self {
            times: nodes.times(),
            curves: Curves::new(purchases.model, ahead_max),
            nodes,
            next: 0,
        })
    }

    /// Goes on; says whether there is more to do.
    pub(super) fn step(&mut self, lifetimes: &Lifetimes) -> bool {
        let lives = lifetimes.of.iter().skip(self.next);
        for life in lives.take(CUSTOMERS_AT_ONCE as usize / 4) {
            let spend = lifetimes.spend_of(life).unwrap_or_default();
            let expected = self.curves.expected_at(&life.history, &self.times);
            self.nodes.push(spend, expected);
            self.next += 1;
        }
        self.next < lifetimes.of.len()
    }

    pub(super) fn finish(self) -> Nodes {
        self.nodes
    }
}

impl Lifetimes {
    /// Reads all customers and fits the models to them.
    #[must_use]
    pub fn of(histories: &Histories, as_of: Date, unit: Unit) -> Self {
        let mut fitting = Fitting::of(histories, as_of, unit);
        while fitting.step(histories) {}
        fitting.finish()
    }

    /// The customer of a row.
    #[must_use]
    pub fn life(&self, row: u32) -> Option<&Life> {
        let at = self.of.binary_search_by_key(&row, |life| life.row).ok()?;
        self.of.get(at)
    }

    /// The customer of a row as of another day, with the models as they are.
    #[must_use]
    pub fn life_on(&self, histories: &Histories, row: u32, day: i32) -> Option<Life> {
        let bought = histories.until(row, day);
        life(row, bought, day, self.unit, minor_units(self.currency))
    }

    /// The probability that a customer still is one; none without a model.
    #[must_use]
    pub fn alive(&self, life: &Life) -> Option<f64> {
        let fit = self.purchases.as_ref().ok()?;
        Some(fit.model.alive(&life.history))
    }

    /// The probability that each still is a customer, in the order of the customers; none without a
    /// model.
    fn all_alive(&self) -> Option<&[f64]> {
        let model = &self.purchases.as_ref().ok()?.model;
        let each = || self.of.iter().map(|life| model.alive(&life.history));
        Some(self.alive.get_or_init(|| each().collect()))
    }

    /// How many still are customers, the sum of the probabilities; none without a model.
    #[must_use]
    pub fn alive_in_all(&self) -> Option<f64> {
        self.all_alive().map(|alive| alive.iter().sum())
    }

    /// The purchases to be expected of a customer in the time ahead, in the unit; none without a model.
    #[must_use]
    pub fn expected(&self, life: &Life, ahead: f64) -> Option<f64> {
        let fit = self.purchases.as_ref().ok()?;
        Some(fit.model.expected(&life.history, ahead))
    }

    /// The same of many customers; none without a model.
    pub fn expectations(&self, ahead: f64) -> Option<impl FnMut(&Life) -> f64 + use<>> {
        let mut curves = Curves::new(self.purchases.as_ref().ok()?.model, ahead);
        Some(move |life: &Life| {
            let [expected] = curves.expected_at(&life.history, &[ahead]);
            expected
        })
    }

    /// The probability that a customer buys at all in so many days ahead; none without a model.
    #[must_use]
    pub fn buys(&self, life: &Life, days: f64) -> Option<f64> {
        let fit = self.purchases.as_ref().ok()?;
        Some(fit.model.buys(&life.history, days / self.unit.days()))
    }

    /// What a customer is expected to spend on a day with purchases, in whole units of the currency;
    /// none without a model.
    #[must_use]
    pub fn spend_of(&self, life: &Life) -> Option<f64> {
        let model = &self.spend.as_ref().ok()?.model;
        let purchases = if life.spend > 0.0 {
            life.history.repeats
        } else {
            0
        };
        Some(model.expected(&Spending {
            purchases,
            mean: life.spend,
        }))
    }

    /// The probabilities of still being a customer by row, for whoever weighs by them; of nobody where
    /// there is no model.
    #[must_use]
    pub fn alive_by_row(&self, rows: u32) -> Vec<Option<f64>> {
        let mut by_row = vec![None; rows as usize];
        let alive = self.all_alive().unwrap_or_default();
        for (life, alive) in self.of.iter().zip(alive) {
            if let Some(slot) = by_row.get_mut(life.row as usize) {
                *slot = Some(*alive);
            }
        }
        by_row
    }

    /// All that does not depend on how one looks ahead; none without both models.
    #[must_use]
    pub fn nodes(&self, months_max: f64) -> Option<Nodes> {
        let mut expecting = Expecting::of(self, months_max)?;
        while expecting.step(self) {}
        Some(expecting.finish())
    }

    /// The lifetime values under an outlook in minor units, in the order of the customers.
    #[must_use]
    pub fn values(&self, nodes: &Nodes, outlook: &Outlook) -> Vec<i64> {
        let units = minor_units(self.currency);
        let values = nodes.values(outlook, self.unit.days());
        values.map(|value| (value * units).round() as i64).collect()
    }

    /// The lifetime value of one customer in minor units, by their place.
    #[must_use]
    pub fn value_at(&self, nodes: &Nodes, outlook: &Outlook, place: usize) -> Option<i64> {
        let value = nodes.value_at(outlook, self.unit.days(), place)?;
        Some((value * minor_units(self.currency)).round() as i64)
    }
}
