//! Which fields are known only once the outcome is: a deal's day of closing says nothing of whether an
//! open one will be won. A model that looked at them would be perfect on the past and of no use. Fields
//! that are worked out by a formula leak what the formula names.

use crate::domain::{RecordKind, Type};
use crate::workspace::feature::Reader;
use crate::workspace::scores::SCORED;

/// Fields of a kind that follow from the same thing.
struct Group {
    kind: RecordKind,
    /// A target that names one of these…
    told_by: &'static [&'static str],
    /// … is known when these are.
    known_then: &'static [&'static str],
}

const GROUPS: [Group; 6] = [
    Group {
        kind: RecordKind::Deal,
        told_by: &[
            "outcome",
            "stage",
            "closed_at",
            "lost_reason",
            "weighted",
            "probability",
            "forecast_category",
        ],
        known_then: &[
            "outcome",
            "stage",
            "stage_since",
            "probability",
            "weighted",
            "forecast_category",
            "closed_at",
            "lost_reason",
            "days_in_stage",
            "days_to_close",
            "stage_order",
            "forecast",
            "is_stale",
            "position",
            "updated_at",
        ],
    },
    Group {
        kind: RecordKind::Ticket,
        told_by: &[
            "status",
            "is_open",
            "resolved_at",
            "closed_at",
            "resolution",
            "clock",
            "sla",
            "is_at_risk",
        ],
        known_then: &[
            "status",
            "is_open",
            "is_at_risk",
            "sla",
            "clock",
            "next_due",
            "minutes_left",
            "first_response_at",
            "resolved_at",
            "closed_at",
            "paused_since",
            "resolution",
            "csat",
            "csat_comment",
            "updated_at",
        ],
    },
    Group {
        kind: RecordKind::Ticket,
        told_by: &["csat", "csat_comment"],
        known_then: &["csat", "csat_comment", "updated_at"],
    },
    Group {
        kind: RecordKind::Member,
        told_by: &[
            "status",
            "opened_at",
            "clicked_at",
            "responded_at",
            "converted_deal",
        ],
        known_then: &[
            "status",
            "opened_at",
            "clicked_at",
            "responded_at",
            "converted_deal",
            "note",
            "updated_at",
        ],
    },
    Group {
        kind: RecordKind::Activity,
        told_by: &["status", "is_open", "done_at", "outcome"],
        known_then: &["status", "is_open", "done_at", "outcome", "updated_at"],
    },
    Group {
        kind: RecordKind::Customer,
        told_by: &SCORED,
        known_then: &SCORED,
    },
];

/// The features that are known only after an outcome, or are what it is told by.
#[must_use]
pub fn leaks<'f>(
    reader: &dyn Reader,
    kind: RecordKind,
    target: &str,
    features: &'f [String],
) -> Vec<&'f str> {
    let named = reader.fields_named(target);
    let leaking = features.iter().filter(|path| {
        let words = reader.formula_words(kind, path);
        let words = words.iter().map(String::as_str);
        let mut read = std::iter::once(path.as_str()).chain(words);
        read.any(|path| named.iter().any(|named| is_known_with(kind, named, path)))
    });
    leaking.map(String::as_str).collect()
}

/// Whether a field is known when another is.
fn is_known_with(kind: RecordKind, named: &str, path: &str) -> bool {
    if named == path {
        return true;
    }
    let (way, last) = parted(named);
    let (other_way, other) = parted(path);
    let mut groups = GROUPS.iter().filter(|group| is_of(kind, way, group.kind));
    way == other_way
        && groups.any(|group| group.told_by.contains(&last) && group.known_then.contains(&other))
}

/// The way to a field of another record, and the field.
fn parted(path: &str) -> (&str, &str) {
    path.rsplit_once('.').unwrap_or(("", path))
}

/// Whether a way may lead to records of a kind: by a reference, or to what belongs to a customer.
fn is_of(kind: RecordKind, way: &str, wanted: RecordKind) -> bool {
    if way.is_empty() {
        return kind == wanted;
    }
    let field = kind.field_named(way).and_then(|ix| kind.field(ix));
    match field.map(|field| field.of) {
        Some(Type::Ref(kinds)) => kinds.contains(&wanted),
        _ if way == "company" => wanted == RecordKind::Customer,
        _ => RecordKind::from_collection(way) == Some(wanted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_with_the_outcome_is_told_by_kind_and_way() {
        let deal = RecordKind::Deal;
        for leaking in ["closed_at", "stage", "weighted", "outcome", "days_in_stage"] {
            assert!(is_known_with(deal, "outcome", leaking), "{leaking}");
        }
        for known_before in ["amount", "source", "customer.industry", "customer.stage"] {
            assert!(
                !is_known_with(deal, "outcome", known_before),
                "{known_before}"
            );
        }
        let customer = RecordKind::Customer;
        assert!(is_known_with(customer, "deals.outcome", "deals.closed_at"));
        assert!(!is_known_with(
            customer,
            "deals.outcome",
            "tickets.closed_at"
        ));
        assert!(is_known_with(customer, "custom.damage", "custom.damage"));
        assert!(is_known_with(deal, "customer.value", "customer.recency"));
        let ticket = RecordKind::Ticket;
        assert!(!is_known_with(ticket, "csat", "first_response_at"));
        assert!(is_known_with(ticket, "sla", "csat"));
    }

    #[test]
    fn the_groups_name_fields_that_there_are() {
        for group in &GROUPS {
            let derived = crate::query::column::derived_fields(group.kind);
            for name in group.told_by.iter().chain(group.known_then) {
                let is_known = group.kind.field_named(name).is_some()
                    || derived.iter().any(|derived| derived.name == *name);
                assert!(is_known, "{:?} has no {name}", group.kind);
            }
        }
    }
}
