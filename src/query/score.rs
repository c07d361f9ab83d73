//! What was scored, as fields of customers. The scores are worked out by `scoring` and kept in the
//! workspace; a customer of whom nothing was scored has none of these.

use super::column::Values;
use super::list::Query;
use crate::document::value::Tag;
use crate::domain::{FieldIx, RecordKind, transaction};
use crate::workspace::Workspace;
use crate::workspace::columns::{Codes, Column as _, Ints};
use crate::workspace::scores::{CustomerScores, GROUPS};
use std::rc::Rc;

/// The fields that are scored.
pub const SCORED: [&str; 14] = [
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

/// The fields of transactions that scores follow from.
pub const READ: [FieldIx; 5] = [
    transaction::KIND,
    transaction::CUSTOMER,
    transaction::DATE,
    transaction::AMOUNT,
    transaction::STATUS,
];

/// The values of a scored field of customers; none of a name that is not scored.
pub(super) fn values(workspace: &Workspace, name: &str) -> Option<Values> {
    if !SCORED.contains(&name) {
        return None;
    }
    let scores = workspace.scores();
    let ints = |of: fn(&CustomerScores) -> &Rc<Ints>| {
        scores
            .as_ref()
            .map_or_else(Rc::default, |scores| Rc::clone(of(scores)))
    };
    let number = |ints| Values::Ints(Tag::Number, ints);
    let date = |ints| Values::Ints(Tag::Date, ints);
    let money = |ints| {
        let none = || Rc::new(Codes::empty(0));
        let currencies = scores
            .as_ref()
            .map_or_else(none, |scores| Rc::clone(&scores.currencies));
        Values::Money(ints, currencies)
    };
    Some(match name {
        "first_purchase" => date(ints(|of| &of.first_purchase)),
        "last_purchase" => date(ints(|of| &of.last_purchase)),
        "next_purchase" => date(ints(|of| &of.next_purchase)),
        "purchases" => number(ints(|of| &of.purchases)),
        "revenue" => money(ints(|of| &of.revenue)),
        "recency" => number(ints(|of| &of.recency)),
        "frequency" => number(ints(|of| &of.frequency)),
        "monetary" => number(ints(|of| &of.monetary)),
        "rfm" => number(ints(|of| &of.rfm)),
        "value" => money(ints(|of| &of.value)),
        "churn_risk" => number(ints(|of| &of.churn_risk)),
        "expected_purchases" => number(ints(|of| &of.expected_purchases)),
        "lifetime_value" => money(ints(|of| &of.lifetime_value)),
        _ => {
            let none = || Rc::new(Codes::empty(0));
            let groups = scores
                .as_ref()
                .map_or_else(none, |scores| Rc::clone(&scores.group));
            let labels = GROUPS.iter().map(|code| (Box::from(*code), None));
            Values::Choice(groups, Rc::new(labels.collect()))
        }
    })
}

/// Whether the field of a path is scored: `value` of customers, `customer.value` of deals.
#[must_use]
pub fn is_scored(kind: RecordKind, path: &str) -> bool {
    match path.rsplit_once('.') {
        None => kind == RecordKind::Customer && SCORED.contains(&path),
        // A path that ends in another kind's field of this name asks for scores in vain, which is cheap.
        Some((_, last)) => SCORED.contains(&last),
    }
}

/// Whether a query reads anything that is scored; of segments nobody knows without reading them.
#[must_use]
pub fn reads_scores(query: &Query) -> bool {
    let is_scored = |path: &str| path == "segment" || is_scored(query.kind, path);
    let mut reads = query.sort.0.iter().any(|key| is_scored(&key.field))
        || query.fields.iter().any(|field| is_scored(field))
        || query.group_by.as_deref().is_some_and(is_scored)
        || query.kind == RecordKind::Segment;
    if let Some(filter) = &query.filter {
        filter.each_condition(&mut |condition| reads |= is_scored(&condition.field));
    }
    reads
}
