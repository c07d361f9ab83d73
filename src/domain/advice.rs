//! What somebody answered to advice on a record: done, later, or that it is of no use. Every kind of which
//! advice is given keeps its answers by the code of the rule that gave it. Which rules there are, and what
//! follows from an answer, is the scoring's matter.

use super::FieldIx;
use super::field::{Field, Options, PartField, Type};
use super::kind::RecordKind;
use super::{customer, deal, ticket};

/// What can be answered.
pub const ANSWERS: &[&str] = &[DONE, LATER, WRONG];
/// It was done.
pub const DONE: &str = "done";
/// Not now.
pub const LATER: &str = "later";
/// It is of no use for this record.
pub const WRONG: &str = "wrong";

/// The values of an answer: what was answered, what the rule had read then, and when.
pub const PARTS: &[PartField] = &[
    PartField {
        name: "answer",
        of: Type::Choice(Options {
            codes: ANSWERS,
            open: false,
        }),
    },
    PartField {
        name: "facts",
        of: Type::Text(255),
    },
    PartField {
        name: "at",
        of: Type::Instant,
    },
];

/// The field of a kind that keeps its answers.
pub(super) const FIELD: Field = Field::list("advice", Type::Part(PARTS)).internal();

/// Where a kind keeps its answers; none of kinds of which no advice is given.
#[must_use]
pub const fn field_of(kind: RecordKind) -> Option<FieldIx> {
    match kind {
        RecordKind::Customer => Some(customer::ADVICE),
        RecordKind::Deal => Some(deal::ADVICE),
        RecordKind::Ticket => Some(ticket::ADVICE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_kept_where_the_table_of_the_kind_says() {
        for kind in RecordKind::ALL {
            let found = kind.fields().find(|(_, field)| field.name == "advice");
            assert_eq!(found.map(|(ix, _)| ix), field_of(kind), "{kind:?}");
        }
    }
}
