//! Recency, frequency and monetary value: how long ago each customer bought, how often, for how much,
//! each as a score from 1 to 5 (A. M. Hughes, “Strategic Database Marketing”, 1994).
//!
//! Of the customers who bought in the frame: recency is the days from their last purchase to the day of
//! the analysis, frequency the number of purchases in the frame, monetary value what these came to, less
//! refunds. The limits between the scores are the 20, 40, 60 and 80 % quantiles of those customers
//! (R. J. Hyndman, Y. Fan 1996, type 7), or what the user set. Who has the same number has the same score:
//! a value above a limit is beyond it, one at the limit is not. So where many have the same number, as
//! with one purchase each, groups are of different sizes and a score may be empty.

use super::frame::Frame;
use super::history::{Histories, Purchase};
use satchel_stats::quantile::quantile;

/// The limits between the five scores of a measure, from the lowest.
pub type Limits = [f64; 4];

/// The limits of the three measures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Of the days since the last purchase: up to the first, the score is 5.
    pub recency: Limits,
    /// Of the number of purchases: up to the first, the score is 1.
    pub frequency: Limits,
    /// Of the amount in minor units: up to the first, the score is 1.
    pub monetary: Limits,
}

/// What a customer did in the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// The row of the customer.
    pub row: u32,
    /// Days from the last purchase to the day of the analysis.
    pub days: i32,
    /// How many purchases.
    pub count: u32,
    /// What they came to, less refunds, in minor units.
    pub minor: i64,
}

/// Three scores from 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scores {
    /// 5: bought a short time ago.
    pub recency: u8,
    /// 5: bought often.
    pub frequency: u8,
    /// 5: bought for much.
    pub monetary: u8,
}

/// What a customer is called by recency and frequency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "the names say what they are, and `GRID` says where"
)]
pub enum Group {
    Best,
    Loyal,
    Promising,
    New,
    Wavering,
    Sleeping,
    AtRisk,
    WinBack,
    Lost,
}

use Group::{AtRisk, Best, Lost, Loyal, New, Promising, Sleeping, Wavering, WinBack};

/// The group of each recency (5 first) and frequency (1 first).
pub const GRID: [[Group; 5]; 5] = [
    [New, Promising, Loyal, Loyal, Best],
    [New, Promising, Loyal, Loyal, Best],
    [Wavering, Wavering, Wavering, Wavering, Wavering],
    [Sleeping, Sleeping, AtRisk, AtRisk, AtRisk],
    [Lost, Lost, Lost, WinBack, WinBack],
];

impl Group {
    /// Every group, the best first.
    pub const ALL: [Self; 9] = [
        Best, Loyal, Promising, New, Wavering, AtRisk, Sleeping, WinBack, Lost,
    ];

    /// Its stable word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Best => "best",
            Loyal => "loyal",
            Promising => "promising",
            New => "new",
            Wavering => "wavering",
            Sleeping => "sleeping",
            AtRisk => "at_risk",
            WinBack => "win_back",
            Lost => "lost",
        }
    }
}

impl Scores {
    /// The group by recency and frequency.
    #[must_use]
    pub fn group(self) -> Group {
        let row = GRID.get(5usize.saturating_sub(self.recency.into()));
        let group = row.and_then(|row| row.get(usize::from(self.frequency.max(1)) - 1));
        group.copied().unwrap_or(Lost)
    }

    /// The three digits as one number: 543.
    #[must_use]
    pub fn digits(self) -> i64 {
        i64::from(self.recency) * 100 + i64::from(self.frequency) * 10 + i64::from(self.monetary)
    }
}

impl Thresholds {
    /// The 20, 40, 60 and 80 % quantiles of what customers did.
    #[must_use]
    pub fn quintiles(of: &[Behaviour]) -> Self {
        Self {
            recency: quintiles(of, |of| of.days.into()),
            frequency: quintiles(of, |of| of.count.into()),
            monetary: quintiles(of, |of| of.minor),
        }
    }

    /// The scores of what a customer did.
    #[must_use]
    pub fn score(&self, of: &Behaviour) -> Scores {
        let beyond = |value: f64, limits: &Limits| {
            limits.iter().filter(|limit| value > **limit).count() as u8
        };
        Scores {
            recency: 5 - beyond(of.days.into(), &self.recency),
            frequency: 1 + beyond(of.count.into(), &self.frequency),
            monetary: 1 + beyond(of.minor as f64, &self.monetary),
        }
    }
}

/// A group with what its customers bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bought {
    /// The group.
    pub group: Group,
    /// How many customers.
    pub customers: usize,
    /// What their purchases in the frame came to, less refunds, in minor units.
    pub minor: i64,
}

/// The analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct Rfm {
    /// The days it is of.
    pub frame: Frame,
    /// The limits.
    pub thresholds: Thresholds,
    /// The customers who bought in the frame, in the order of their rows.
    pub of: Vec<(Behaviour, Scores)>,
}

impl Rfm {
    /// Scores all customers; `limits` makes the limits of the quintiles.
    #[must_use]
    pub fn of(
        histories: &Histories,
        frame: Frame,
        limits: impl FnOnce(Thresholds) -> Thresholds,
    ) -> Self {
        let mut scoring = Scoring::of(frame);
        while scoring.step(histories) {}
        scoring.finish(limits)
    }

    /// Every group, the best first, also those with nobody in them.
    #[must_use]
    pub fn groups(&self) -> [Bought; Group::ALL.len()] {
        let mut found = Group::ALL.map(|group| Bought {
            group,
            customers: 0,
            minor: 0,
        });
        for (did, scores) in &self.of {
            let group = scores.group();
            if let Some(bought) = found.iter_mut().find(|of| of.group == group) {
                bought.customers += 1;
                bought.minor += did.minor;
            }
        }
        found
    }

    /// How many customers have a recency and a frequency: `[5 - recency][frequency - 1]`.
    #[must_use]
    pub fn grid(&self) -> [[u32; 5]; 5] {
        let mut grid = [[0; 5]; 5];
        for (_, scores) in &self.of {
            let row = grid.get_mut(5 - usize::from(scores.recency));
            if let Some(cell) = row.and_then(|row| row.get_mut(usize::from(scores.frequency) - 1)) {
                *cell += 1;
            }
        }
        grid
    }
}

/// Scores on their way, some customers at a time.
pub(super) struct Scoring {
    frame: Frame,
    did: Vec<Behaviour>,
    next: u32,
    thresholds: Thresholds,
    /// How many of the three measures have their limits.
    limited: usize,
}

/// So many customers are looked at at a time.
const CUSTOMERS_AT_ONCE: u32 = 50_000;

impl Scoring {
    pub(super) const fn of(frame: Frame) -> Self {
        Self {
            frame,
            did: Vec::new(),
            next: 0,
            thresholds: Thresholds {
                recency: [0.0; 4],
                frequency: [0.0; 4],
                monetary: [0.0; 4],
            },
            limited: 0,
        }
    }

    /// Goes on; says whether there is more to do.
    pub(super) fn step(&mut self, histories: &Histories) -> bool {
        if self.next < histories.rows() {
            let end = histories.rows().min(self.next + CUSTOMERS_AT_ONCE);
            let rows = self.next..end;
            let did = rows.filter_map(|row| behaviour(histories, self.frame, row));
            self.did.extend(did);
            self.next = end;
            return true;
        }
        match self.limited {
            0 => self.thresholds.recency = quintiles(&self.did, |of| of.days.into()),
            1 => self.thresholds.frequency = quintiles(&self.did, |of| of.count.into()),
            _ => self.thresholds.monetary = quintiles(&self.did, |of| of.minor),
        }
        self.limited += 1;
        self.limited < 3
    }

    /// The scores, by the limits that `limits` makes of the quintiles.
    pub(super) fn finish(self, limits: impl FnOnce(Thresholds) -> Thresholds) -> Rfm {
        let thresholds = limits(self.thresholds);
        let scored = |of: Behaviour| (of, thresholds.score(&of));
        Rfm {
            frame: self.frame,
            thresholds,
            of: self.did.into_iter().map(scored).collect(),
        }
    }
}

/// The 20, 40, 60 and 80 % quantiles of a measure.
fn quintiles(of: &[Behaviour], measure: fn(&Behaviour) -> i64) -> Limits {
    let mut values: Vec<i64> = of.iter().map(measure).collect();
    values.sort_unstable();
    let values: Vec<f64> = values.into_iter().map(|value| value as f64).collect();
    [0.2, 0.4, 0.6, 0.8].map(|share| quantile(&values, share).unwrap_or_default())
}

/// What one did; none who bought nothing in the frame.
#[must_use]
pub fn behaviour(histories: &Histories, frame: Frame, row: u32) -> Option<Behaviour> {
    let (from, as_of) = (frame.from.to_days(), frame.as_of.to_days());
    let (mut count, mut minor, mut last) = (0, 0, None);
    // The latest come last, and most customers have few in the frame.
    let recent = histories.until(row, as_of).iter().rev();
    for purchase in recent.take_while(|purchase| purchase.day >= from) {
        minor += purchase.minor;
        if is_purchase(purchase) {
            count += 1;
            last = last.or(Some(purchase.day));
        }
    }
    Some(Behaviour {
        row,
        days: as_of - last?,
        count,
        minor,
    })
}

fn is_purchase(purchase: &Purchase) -> bool {
    !purchase.is_refund
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn did(days: i32, count: u32, minor: i64) -> Behaviour {
        Behaviour {
            row: 0,
            days,
            count,
            minor,
        }
    }

    #[test]
    fn five_customers_have_the_five_scores() {
        let all: Vec<Behaviour> = (1..=5)
            .map(|of| did(of * 10, of as u32, i64::from(of)))
            .collect();
        let limits = Thresholds::quintiles(&all);
        let scores: Vec<i64> = all.iter().map(|of| limits.score(of).digits()).collect();
        assert_eq!(scores, [511, 422, 333, 244, 155]);
    }

    #[test]
    fn who_has_the_same_number_has_the_same_score() {
        let mut all = vec![did(3, 1, 100); 90];
        all.extend(vec![did(3, 2, 100); 10]);
        let limits = Thresholds::quintiles(&all);
        assert_eq!(limits.frequency, [1.0; 4]);
        assert_eq!(limits.score(&did(3, 1, 100)).digits(), 511);
        assert_eq!(limits.score(&did(3, 2, 100)).digits(), 551);
    }

    #[test]
    fn limits_that_the_user_set_are_kept_and_at_a_limit_is_not_beyond_it() {
        let limits = Thresholds {
            recency: [30.0, 60.0, 90.0, 180.0],
            frequency: [1.0, 2.0, 4.0, 8.0],
            monetary: [1e4, 2e4, 3e4, 4e4],
        };
        assert_eq!(limits.score(&did(30, 8, 40_000)).digits(), 544);
        assert_eq!(limits.score(&did(31, 9, 40_001)).digits(), 455);
        assert_eq!(limits.score(&did(181, 1, -5)).digits(), 111);
    }

    #[test]
    fn every_pair_of_scores_has_a_group_and_every_group_a_pair() {
        let mut found: Vec<Group> = Vec::new();
        for recency in 1..=5 {
            for frequency in 1..=5 {
                let scores = Scores {
                    recency,
                    frequency,
                    monetary: 1,
                };
                found.push(scores.group());
            }
        }
        assert!(Group::ALL.iter().all(|group| found.contains(group)));
        let codes: Vec<&str> = Group::ALL.iter().map(|group| group.code()).collect();
        assert_eq!(codes, crate::workspace::scores::GROUPS);
        let scores = |recency, frequency| Scores {
            recency,
            frequency,
            monetary: 3,
        };
        assert_eq!(scores(5, 5).group(), Best);
        assert_eq!(scores(5, 1).group(), New);
        assert_eq!(scores(1, 5).group(), WinBack);
        assert_eq!(scores(1, 1).group(), Lost);
    }
}
