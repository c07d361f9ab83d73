//! What scoring found of each customer, kept as columns that lists show, filter and sort by. Scoring
//! puts them here and the queries read them, so that neither needs the other. Where nothing was scored
//! yet there is no column: the fields are absent, not empty.

use super::Workspace;
use super::columns::{Codes, Ints};
use super::engagement::Engagement;
use super::score_rules::ScoreRules;
use crate::domain::Currency;
use std::rc::Rc;

/// The groups of customers by recency and frequency, the best first.
pub const GROUPS: &[&str] = &[
    "best",
    "loyal",
    "promising",
    "new",
    "wavering",
    "at_risk",
    "sleeping",
    "win_back",
    "lost",
];

/// The fields of customers that are scored.
pub const SCORED: [&str; 15] = [
    "score",
    "first_purchase",
    "last_purchase",
    "next_purchase",
    "purchases",
    "revenue",
    "recency",
    "frequency",
    "monetary",
    "rfm",
    "rfm_group",
    "value",
    "churn_risk",
    "expected_purchases",
    "lifetime_value",
];

/// What is known of each customer, by row. Days are since 1970-01-01, amounts minor units, other numbers
/// as [`crate::document::value::ordered_bits`].
#[derive(Clone, Debug)]
pub struct CustomerScores {
    /// Which analysis they are of: no other has the same.
    pub analysis: Rc<()>,
    /// The day of the analysis: purchases after it do not count.
    pub as_of: i32,
    /// The day of which engagement tells.
    pub today: i32,
    /// How things stood with each customer when they were scored.
    pub engagement: Rc<Vec<Engagement>>,
    /// The rules of the score as the user has them.
    pub rules: Rc<ScoreRules>,
    /// The score by rules, 0 to 100.
    pub score: Rc<Ints>,
    /// The day of the first purchase.
    pub first_purchase: Rc<Ints>,
    /// The day of the last purchase.
    pub last_purchase: Rc<Ints>,
    /// The day when the next purchase is due by the usual interval.
    pub next_purchase: Rc<Ints>,
    /// How many purchases in the frame of the analysis.
    pub purchases: Rc<Ints>,
    /// What they came to less refunds.
    pub revenue: Rc<Ints>,
    /// The score of recency, 1 to 5.
    pub recency: Rc<Ints>,
    /// The score of frequency, 1 to 5.
    pub frequency: Rc<Ints>,
    /// The score of monetary value, 1 to 5.
    pub monetary: Rc<Ints>,
    /// The three scores as one number: 543.
    pub rfm: Rc<Ints>,
    /// The group by recency and frequency.
    pub group: Rc<Codes<Box<str>>>,
    /// The value, R × N × P.
    pub value: Rc<Ints>,
    /// The probability of no longer being a customer, in percent.
    pub churn_risk: Rc<Ints>,
    /// The purchases to be expected over the horizon.
    pub expected_purchases: Rc<Ints>,
    /// The lifetime value.
    pub lifetime_value: Rc<Ints>,
    /// The currency of amounts, of everybody who has one.
    pub currencies: Rc<Codes<Currency>>,
}

impl Workspace {
    /// What was scored last, as far as anything was.
    #[must_use]
    pub fn scores(&self) -> Option<Rc<CustomerScores>> {
        self.scores.borrow().clone()
    }

    /// Keeps what was scored.
    pub fn keep_scores(&self, scores: Option<Rc<CustomerScores>>) {
        *self.scores.borrow_mut() = scores;
    }
}
