//! What was scored, as fields of customers. The scores are worked out by `scoring` and kept in the
//! workspace; a customer of whom nothing was scored has none of these.

use super::column::Values;
use super::filter::fields_named;
use super::list::Query;
use crate::document::value::{Tag, ordered_bits};
use crate::domain::{FieldIx, RecordId, RecordKind, segment, transaction};
use crate::workspace::Workspace;
use crate::workspace::columns::{Codes, Column as _, Ints};
pub use crate::workspace::scores::SCORED;
use crate::workspace::scores::{CustomerScores, GROUPS};
use std::cmp::Reverse;
use std::rc::Rc;

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
        "score" => number(ints(|of| &of.score)),
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

/// The live customers with the highest scores above a limit, the highest first and of equals the more
/// valuable; at most so many. None where nothing was scored yet.
#[must_use]
pub fn highest(workspace: &Workspace, above: f64, most: usize) -> Vec<RecordId> {
    let Some(scores) = workspace.scores() else {
        return Vec::new();
    };
    let table = workspace.table(RecordKind::Customer);
    let mut best: Vec<(i64, i64, u32)> = Vec::new();
    let mut least = ordered_bits(above);
    for row in table.live_rows() {
        let Some(score) = scores.score.at(row).filter(|score| *score > least) else {
            continue;
        };
        best.push((score, scores.value.at(row).unwrap_or_default(), row));
        // Seldom, so that nearly all rows cost one comparison.
        if best.len() >= most * 8 {
            keep_best(&mut best, most);
            let last = best.last().map_or(least, |(score, ..)| *score);
            // Of equals the more valuable may come later.
            least = least.max(last - 1);
        }
    }
    keep_best(&mut best, most);
    let ids = best.into_iter().filter_map(|(.., row)| table.id(row));
    ids.collect()
}

fn keep_best(best: &mut Vec<(i64, i64, u32)>, most: usize) {
    best.sort_by_key(|(score, value, row)| (Reverse(*score), Reverse(*value), *row));
    best.truncate(most);
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

/// Whether a query reads anything that is scored, of customers or by the segments they are in.
#[must_use]
pub fn reads_scores(workspace: &Workspace, query: &Query) -> bool {
    let (mut reads, mut asks_segments) = (false, query.kind == RecordKind::Segment);
    let mut look = |path: &str| {
        reads |= is_scored(query.kind, path);
        asks_segments |= path.rsplit('.').next() == Some("segment");
    };
    query.sort.0.iter().for_each(|key| look(&key.field));
    query.fields.iter().for_each(|field| look(field));
    query.group_by.as_deref().into_iter().for_each(&mut look);
    if let Some(filter) = &query.filter {
        filter.each_condition(&mut |condition| look(&condition.field));
    }
    reads || asks_segments && segments_read_scores(workspace)
}

/// Whether the conditions of any segment read scores.
fn segments_read_scores(workspace: &Workspace) -> bool {
    let table = workspace.table(RecordKind::Segment);
    let mut rows = table.live_rows();
    rows.any(|row| {
        let text = table.text(row, segment::FILTER);
        fields_named(&text).any(|field| is_scored(RecordKind::Customer, field))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::Key;
    use crate::query::{Filter, Sort, Test};
    use crate::workspace::desk::{Desk, text};

    #[test]
    fn scores_are_read_where_a_query_or_a_segment_names_them_and_nowhere_else() {
        let mut desk = Desk::new();
        let of = |kind, field: &str| {
            let mut query = Query::new(kind);
            query.filter = Some(Filter::test(field, Test::Empty(false)));
            query
        };
        let reads = |desk: &Desk, query: &Query| reads_scores(&desk.workspace, query);
        assert!(reads(&desk, &of(RecordKind::Customer, "value")));
        assert!(reads(&desk, &of(RecordKind::Deal, "customer.rfm")));
        assert!(!reads(&desk, &of(RecordKind::Deal, "amount")));
        let mut sorted = Query::new(RecordKind::Customer);
        sorted.sort = Sort::parse("-lifetime_value,name").unwrap();
        assert!(reads(&desk, &sorted));
        let segments = Query::new(RecordKind::Segment);
        let in_segment = of(RecordKind::Customer, "segment");
        let segment = |desk: &mut Desk, filter: &str| {
            let fields = vec![
                (Key::one(segment::NAME), text("Some")),
                (Key::one(segment::KIND), text("dynamic")),
                (Key::one(segment::FILTER), text(filter)),
            ];
            desk.creates(RecordKind::Segment, fields);
        };
        segment(&mut desk, r#"{"field":"name","is":"Kanal"}"#);
        assert!(!reads(&desk, &segments) && !reads(&desk, &in_segment));
        segment(&mut desk, r#"{"and":[{"field":"churn_risk","gt":50}]}"#);
        assert!(reads(&desk, &segments) && reads(&desk, &in_segment));
    }

    #[test]
    fn the_highest_scores_come_first_and_of_equals_the_more_valuable() {
        let mut desk = Desk::new();
        let ids: Vec<RecordId> = (0..60)
            .map(|at| desk.company(&format!("No {at}")))
            .collect();
        assert!(highest(&desk.workspace, 0.0, 5).is_empty());
        let euro = crate::domain::Currency::parse("EUR").unwrap();
        let empty = || Rc::new(Ints::empty(60));
        let (mut score, mut value, mut currencies) =
            (Ints::empty(60), Ints::empty(60), Codes::empty(60));
        // Many have equal scores, of which the later ones are worth more; one has no value.
        let number = |row: u32| row * 7 % 20;
        for row in 0..60 {
            score.set(row, Some(ordered_bits(f64::from(number(row)))));
            if row != 3 {
                value.set(row, Some(i64::from(row) * 100));
                currencies.set(row, Some(&euro));
            }
        }
        desk.workspace.keep_scores(Some(Rc::new(CustomerScores {
            analysis: Rc::default(),
            as_of: 0,
            today: 0,
            engagement: Rc::default(),
            rules: Rc::default(),
            score: Rc::new(score),
            first_purchase: empty(),
            last_purchase: empty(),
            next_purchase: empty(),
            purchases: empty(),
            revenue: empty(),
            recency: empty(),
            frequency: empty(),
            monetary: empty(),
            rfm: empty(),
            group: Rc::new(Codes::empty(60)),
            value: Rc::new(value),
            churn_risk: empty(),
            expected_purchases: empty(),
            lifetime_value: empty(),
            currencies: Rc::new(currencies),
        })));
        let mut expected: Vec<u32> = (0..60).filter(|row| number(*row) > 10).collect();
        expected.sort_by_key(|row| Reverse((number(*row), *row)));
        for most in [1, 2, 5, 60] {
            let found = highest(&desk.workspace, 10.0, most);
            let wanted = expected.iter().take(most);
            let wanted: Vec<RecordId> = wanted
                .filter_map(|row| ids.get(*row as usize).copied())
                .collect();
            assert_eq!(found, wanted, "{most}");
        }
    }
}
