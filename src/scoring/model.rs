//! Models of outcomes: a logistic regression on any fields of any records, and what it says of one of
//! them. Here is what a model is, why there is none, and what it warns of; [`design`] makes numbers of
//! fields, [`gather`] a field at a time; [`learn`] learns from them, in another program where [`wire`] takes
//! it there; [`fit`] gives what was learnt its names, [`predict`] tells probabilities and what they are made
//! of, [`leak`] knows which fields follow from an outcome, [`stored`] keeps it all in a record, and [`due`]
//! says when it is to be fitted anew.

pub mod ask;
pub mod design;
pub mod due;
pub mod fit;
pub mod gather;
pub mod leak;
pub mod learn;
pub mod predict;
#[cfg(test)]
pub(crate) mod sample;
pub mod stored;
pub mod wire;

use satchel_stats::normal::Z95;

/// The feature that the intercept is told under.
pub const INTERCEPT: &str = "(intercept)";
/// The level of rows without a value.
pub const BLANK: &str = "(blank)";
/// The level of rare levels.
pub const OTHER: &str = "(other)";

/// What a coefficient is worth: in log odds by unit of what it multiplies.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The coefficient.
    pub value: f64,
    /// Its standard error; with a ridge a rough guide.
    pub error: f64,
}

impl Estimate {
    /// Wald's 95 % interval.
    #[must_use]
    pub fn interval(self) -> (f64, f64) {
        let half = Z95 * self.error;
        (self.value - half, self.value + half)
    }

    /// How it multiplies the odds, with the ends of the interval.
    #[must_use]
    pub fn odds_ratio(self) -> (f64, f64, f64) {
        let (low, high) = self.interval();
        // A number that a screen can show, even where e to the power of it is not one.
        let power = |value: f64| value.exp().min(f64::MAX);
        (power(self.value), power(low), power(high))
    }
}

/// What a coefficient multiplies: the number of a feature, or whether it is at a level.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The feature's path.
    pub feature: Box<str>,
    /// The level; of a number only [`BLANK`].
    pub level: Option<Box<str>>,
    /// What people call the level, where that is another word.
    pub level_name: Option<Box<str>>,
    /// The coefficient.
    pub estimate: Estimate,
    /// The mean of what it multiplies, over the rows that were fitted.
    pub mean: f64,
    /// Its standard deviation (over n).
    pub deviation: f64,
}

/// A level without a coefficient: what its feature's other levels are compared with, or one of which
/// nothing could be learnt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The feature's path.
    pub feature: Box<str>,
    /// The level.
    pub level: Box<str>,
    /// What people call it, where that is another word.
    pub level_name: Option<Box<str>>,
}

/// What was said and what came in a tenth of the rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// The mean probability.
    pub predicted: f64,
    /// The share that had the outcome.
    pub observed: f64,
    /// How many rows.
    pub count: usize,
}

/// How good the probabilities are of rows that were not seen when they were fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Quality {
    /// The area under the curve: 0.5 is chance, 1 is perfect.
    pub auc: f64,
    /// Brier's score: 0 is perfect.
    pub brier: f64,
    /// The logarithmic loss: 0 is perfect.
    pub log_loss: f64,
    /// By tenths of the rows, from the least likely.
    pub calibration: Vec<Bin>,
}

/// Something to know of a fit.
#[derive(Clone, Debug, PartialEq)]
pub enum Warning {
    /// Plain coefficients, though the rarer outcome is there fewer than ten times for each.
    FewEvents {
        /// How many times.
        for_each: f64,
    },
    /// There is a ridge, since the rarer outcome is there fewer than five times for each coefficient.
    RidgeForFewEvents {
        /// How many times.
        for_each: f64,
    },
    /// There is a ridge, since some combination of fields parts the outcomes.
    Separated,
    /// All rows are the same in it.
    Constant {
        /// The feature.
        feature: Box<str>,
    },
    /// It follows from what is before it.
    Redundant {
        /// The feature.
        feature: Box<str>,
        /// The level.
        level: Option<Box<str>>,
    },
    /// Rare levels are counted together.
    Pooled {
        /// The feature.
        feature: Box<str>,
        /// How many levels.
        levels: usize,
    },
    /// Amounts in other currencies are not known.
    OtherCurrency {
        /// The feature.
        feature: Box<str>,
        /// Of how many rows.
        rows: usize,
    },
    /// Often there is no value.
    Missing {
        /// The feature.
        feature: Box<str>,
        /// The share of rows, 0 to 1.
        share: f64,
    },
    /// The quality is that of a part of the rows.
    CheckedOnPart {
        /// How many.
        rows: usize,
    },
    /// No part of the rows could be held back to check it on.
    NotChecked,
}

impl Warning {
    /// Its stable word, one of [`crate::domain::model::WARNINGS`].
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FewEvents { .. } => "few_events",
            Self::RidgeForFewEvents { .. } => "ridge_for_few_events",
            Self::Separated => "separated",
            Self::Constant { .. } => "constant",
            Self::Redundant { .. } => "redundant",
            Self::Pooled { .. } => "pooled",
            Self::OtherCurrency { .. } => "other_currency",
            Self::Missing { .. } => "missing",
            Self::CheckedOnPart { .. } => "checked_on_part",
            Self::NotChecked => "not_checked",
        }
    }

    /// The feature that it is about.
    #[must_use]
    pub fn feature(&self) -> Option<&str> {
        match self {
            Self::Constant { feature }
            | Self::Redundant { feature, .. }
            | Self::Pooled { feature, .. }
            | Self::OtherCurrency { feature, .. }
            | Self::Missing { feature, .. } => Some(feature),
            _ => None,
        }
    }

    /// The number that it tells.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::FewEvents { for_each } | Self::RidgeForFewEvents { for_each } => Some(*for_each),
            Self::Pooled { levels, .. } => Some(*levels as f64),
            Self::OtherCurrency { rows, .. } | Self::CheckedOnPart { rows } => Some(*rows as f64),
            Self::Missing { share, .. } => Some(*share),
            _ => None,
        }
    }
}

/// Why there is no model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There are no records.
    NoRecords,
    /// All records have the same outcome: this one.
    OneOutcome(bool),
    /// One of the outcomes is there too few times.
    TooFew {
        /// How many records have the outcome.
        events: usize,
        /// How many do not.
        others: usize,
    },
    /// No feature differs between records.
    NoFeature,
    /// These fields are known only after the outcome, or are what it is told by.
    Leak(Vec<Box<str>>),
    /// More coefficients than a model may have.
    TooManyCoefficients(usize),
    /// A plain fit was asked for, and some combination of fields parts the outcomes.
    Separated,
    /// Numbers are too large or too small, or the fit did not come to rest.
    Unsettled,
}

impl Refusal {
    /// Its stable word.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoRecords => "no_records",
            Self::OneOutcome(_) => "one_outcome",
            Self::TooFew { .. } => "too_few_outcomes",
            Self::NoFeature => "no_usable_feature",
            Self::Leak(_) => "known_after_outcome",
            Self::TooManyCoefficients(_) => "too_many_coefficients",
            Self::Separated => "separated",
            Self::Unsettled => "unsettled",
        }
    }

    /// The field of a model that it is about.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::NoRecords => "population",
            Self::OneOutcome(_) | Self::TooFew { .. } => "target",
            Self::Separated => "ridge",
            _ => "features",
        }
    }
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The log odds where everything that is multiplied is 0.
    pub intercept: Estimate,
    /// The coefficients, by feature.
    pub terms: Vec<Term>,
    /// The levels without one.
    pub bases: Vec<Base>,
    /// How many rows were fitted.
    pub rows: usize,
    /// How many of them had the outcome.
    pub events: usize,
    /// The log-likelihood, without a ridge's penalty.
    pub log_likelihood: f64,
    /// That of the intercept alone.
    pub null_log_likelihood: f64,
    /// How good it is; none where that could not be found out.
    pub quality: Option<Quality>,
    /// The ridge; 0 of a plain fit.
    pub ridge: f64,
    /// What to know of it.
    pub warnings: Vec<Warning>,
}

impl Model {
    /// The log odds of a row in which everything is at its mean.
    #[must_use]
    pub fn baseline(&self) -> f64 {
        let terms = self.terms.iter();
        self.intercept.value
            + terms
                .map(|term| term.estimate.value * term.mean)
                .sum::<f64>()
    }
}
