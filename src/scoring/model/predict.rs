//! What a model says of a record: the probability, what each feature makes of it, and what would change
//! it. The words for all of that are left to whoever shows it.

use super::{BLANK, INTERCEPT, Model, OTHER, Term};
use crate::workspace::feature::{Feature, Level, Meaning, Values};
use satchel_stats::logistic::probability;

/// A value as a factor tells it.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A number, amount or number of days.
    Number(f64),
    /// Yes or no.
    YesNo(bool),
    /// A level.
    Level(Level),
    /// There is none.
    Blank,
}

/// What a feature makes of the probability.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The feature's path.
    pub feature: Box<str>,
    /// What its values are.
    pub meaning: Meaning,
    /// The record's value.
    pub value: Told,
    /// How much it adds to the log odds, beside a record that is average in it.
    pub contribution: f64,
}

/// What a feature could be instead, and what the probability were then.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The feature's path.
    pub feature: Box<str>,
    /// What its values are.
    pub meaning: Meaning,
    /// The other value: another level, or a standard deviation more or less.
    pub to: Told,
    /// The probability with it, 0 to 1.
    pub probability: f64,
}

/// What a model says of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The probability of the outcome, 0 to 1.
    pub probability: f64,
    /// That of an average record.
    pub baseline: f64,
    /// What makes the difference, the most first.
    pub factors: Vec<Factor>,
    /// What would raise it most.
    pub changes: Vec<Change>,
}

/// So many changes are told.
const CHANGES_MAX: usize = 3;
/// A change that makes less of a difference is not told.
const CHANGE_MIN: f64 = 0.005;

/// How a feature adds to the log odds.
enum Adding<'f> {
    Numbers {
        numbers: &'f [Option<f64>],
        slope: f64,
        mean: f64,
        blank: f64,
    },
    Levels {
        codes: &'f [u32],
        /// By code.
        estimates: Vec<f64>,
    },
    /// The model knows nothing of the kind that the feature is of now.
    Nothing,
}

/// A model made ready for features of some rows.
pub struct Reading<'m> {
    model: &'m Model,
    features: Vec<(&'m Feature, Adding<'m>, f64)>,
}

impl<'m> Reading<'m> {
    /// Makes it ready. Features that the model does not know are passed over; of those that are not
    /// there nothing is known.
    #[must_use]
    pub fn new(model: &'m Model, features: &'m [Feature]) -> Self {
        let mut known: Vec<&str> = Vec::new();
        let mut ready = Vec::new();
        for feature in features {
            if known.contains(&&*feature.path) {
                continue;
            }
            known.push(&feature.path);
            let terms: Vec<&Term> = of(model, &feature.path).collect();
            let average = terms.iter().map(|term| term.estimate.value * term.mean);
            ready.push((feature, adding(model, feature, &terms), average.sum()));
        }
        Self {
            model,
            features: ready,
        }
    }

    /// The log odds of the row at a place.
    #[must_use]
    pub fn log_odds(&self, at: usize) -> f64 {
        let added = self
            .features
            .iter()
            .map(|feature| contribution(feature, at));
        self.model.baseline() + added.sum::<f64>()
    }

    /// The probability of the row at a place.
    #[must_use]
    pub fn probability(&self, at: usize) -> f64 {
        probability(self.log_odds(at))
    }

    /// All that is said of the row at a place.
    #[must_use]
    pub fn prediction(&self, at: usize) -> Prediction {
        let log_odds = self.log_odds(at);
        let mut factors: Vec<Factor> = self
            .features
            .iter()
            .map(|ready| Factor {
                feature: ready.0.path.clone(),
                meaning: ready.0.meaning,
                value: told(ready.0, at),
                contribution: contribution(ready, at),
            })
            .collect();
        factors.sort_by(|one, other| {
            let size = |factor: &Factor| factor.contribution.abs();
            size(other).total_cmp(&size(one))
        });
        let mut changes: Vec<Change> = self
            .features
            .iter()
            .filter_map(|ready| self.change(ready, at, log_odds))
            .filter(|change| change.probability - probability(log_odds) >= CHANGE_MIN)
            .collect();
        changes.sort_by(|one, other| other.probability.total_cmp(&one.probability));
        changes.truncate(CHANGES_MAX);
        Prediction {
            probability: probability(log_odds),
            baseline: probability(self.model.baseline()),
            factors,
            changes,
        }
    }

    /// The best that could be changed of a feature; none of days, which pass by themselves.
    fn change(
        &self,
        ready: &(&Feature, Adding<'_>, f64),
        at: usize,
        log_odds: f64,
    ) -> Option<Change> {
        let (feature, adding, average) = ready;
        if feature.meaning == Meaning::Days {
            return None;
        }
        let (to, contribution_then) = match adding {
            Adding::Numbers {
                numbers,
                slope,
                mean,
                ..
            } => {
                let term = of(self.model, &feature.path).find(|term| term.level.is_none())?;
                let number = numbers.get(at).copied().flatten();
                let to = if feature.meaning == Meaning::YesNo {
                    1.0 - number?
                } else {
                    number.unwrap_or(*mean) + term.deviation * slope.signum()
                };
                // Nothing is there fewer than no times.
                let to = match feature.meaning {
                    Meaning::Count | Meaning::Money(_) => to.max(0.0),
                    _ => to,
                };
                let told = match feature.meaning {
                    Meaning::YesNo => Told::YesNo(to > 0.5),
                    _ => Told::Number(to),
                };
                (told, slope * to - average)
            }
            Adding::Levels { .. } => {
                let terms = of(self.model, &feature.path).filter(|term| {
                    let level = term.level.as_deref();
                    level.is_some_and(|level| level != BLANK && level != OTHER)
                });
                let best = terms
                    .max_by(|one, other| one.estimate.value.total_cmp(&other.estimate.value))?;
                let base = self
                    .model
                    .bases
                    .iter()
                    .find(|base| base.feature == feature.path && &*base.level != BLANK);
                match base {
                    Some(base) if best.estimate.value < 0.0 => {
                        let level = Level {
                            code: base.level.clone(),
                            name: base.level_name.clone(),
                        };
                        (Told::Level(level), -average)
                    }
                    _ => {
                        let level = Level {
                            code: best.level.clone().unwrap_or_default(),
                            name: best.level_name.clone(),
                        };
                        (Told::Level(level), best.estimate.value - average)
                    }
                }
            }
            Adding::Nothing => return None,
        };
        let then = log_odds - contribution(ready, at) + contribution_then;
        Some(Change {
            feature: feature.path.clone(),
            meaning: feature.meaning,
            to,
            probability: probability(then),
        })
    }
}

fn of<'m>(model: &'m Model, path: &str) -> impl Iterator<Item = &'m Term> {
    debug_assert!(path != INTERCEPT, "the intercept is no feature");
    model
        .terms
        .iter()
        .filter(move |term| *term.feature == *path)
}

fn adding<'f>(model: &Model, feature: &'f Feature, terms: &[&Term]) -> Adding<'f> {
    let of_level = |level: &str| {
        let term = terms
            .iter()
            .find(|term| term.level.as_deref() == Some(level));
        term.map(|term| term.estimate.value)
    };
    match &feature.values {
        Values::Numbers(numbers) => match terms.iter().find(|term| term.level.is_none()) {
            Some(term) => Adding::Numbers {
                numbers,
                slope: term.estimate.value,
                mean: term.mean,
                blank: of_level(BLANK).unwrap_or(0.0),
            },
            // Of a number that was always the same, whether it is known may still count.
            None => match of_level(BLANK) {
                Some(blank) => Adding::Numbers {
                    numbers,
                    slope: 0.0,
                    mean: 0.0,
                    blank,
                },
                None => Adding::Nothing,
            },
        },
        Values::Levels(codes, levels) => {
            let is_base = |level: &str| {
                let mut bases = model.bases.iter();
                bases.any(|base| base.feature == feature.path && &*base.level == level)
            };
            let estimate = |level: &str| {
                let own = of_level(level).or_else(|| is_base(level).then_some(0.0));
                // What was rare or not there at all when it was fitted.
                own.or_else(|| of_level(OTHER)).unwrap_or(0.0)
            };
            let blank = std::iter::once(estimate(BLANK));
            let estimates = blank.chain(levels.iter().map(|level| estimate(&level.code)));
            Adding::Levels {
                codes,
                estimates: estimates.collect(),
            }
        }
    }
}

/// What a feature adds to the log odds of an average record.
fn contribution((_, adding, average): &(&Feature, Adding<'_>, f64), at: usize) -> f64 {
    match adding {
        Adding::Numbers {
            numbers,
            slope,
            mean,
            blank,
        } => match numbers.get(at).copied().flatten() {
            Some(number) => slope * number - average,
            None => slope * mean + blank - average,
        },
        Adding::Levels { codes, estimates } => {
            let code = codes.get(at).copied().unwrap_or(0);
            estimates.get(code as usize).copied().unwrap_or(0.0) - average
        }
        Adding::Nothing => 0.0,
    }
}

fn told(feature: &Feature, at: usize) -> Told {
    match &feature.values {
        Values::Numbers(numbers) => match numbers.get(at).copied().flatten() {
            Some(number) if feature.meaning == Meaning::YesNo => Told::YesNo(number > 0.5),
            Some(number) => Told::Number(number),
            None => Told::Blank,
        },
        Values::Levels(codes, levels) => {
            let code = codes.get(at).and_then(|code| code.checked_sub(1));
            let level = code.and_then(|at| levels.get(at as usize));
            level.map_or(Told::Blank, |level| Told::Level(level.clone()))
        }
    }
}
