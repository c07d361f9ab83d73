//! Segments: who is in one, and who of them may be written to.

use super::Now;
use super::filter::{Filter, Operand, Test};
use super::list::{Query, select};
use crate::domain::{Key, Part, Record, RecordId, RecordKind, Value, customer, segment};
use crate::workspace::Workspace;
use crate::workspace::columns::Bits;

/// The conditions that say who is in a segment; none of one that is not there, or that has none yet.
#[must_use]
pub fn filter(workspace: &Workspace, id: RecordId) -> Option<Filter> {
    let record = workspace.live(id)?;
    if record.text(segment::KIND) == "static" {
        let uuid = id.uuid.to_string();
        return Some(Filter::test("segments", Test::Is(Operand::text(&uuid))));
    }
    Filter::parse(record.text(segment::FILTER)).ok()
}

/// The live customers that conditions leave in; nobody where they do not suit the fields.
#[must_use]
pub fn passing(workspace: &Workspace, filter: Filter, now: Now) -> Bits {
    let query = Query::new(RecordKind::Customer).and(filter);
    select(workspace, &query, now).unwrap_or_default()
}

/// The live customers in a segment.
#[must_use]
pub fn members(workspace: &Workspace, id: RecordId, now: Now) -> Bits {
    filter(workspace, id)
        .map(|filter| passing(workspace, filter, now))
        .unwrap_or_default()
}

/// Carrying a segment: the register of a customer that was put into it.
#[must_use]
pub fn carried(segment: RecordId) -> Key {
    Key::of(customer::SEGMENTS, segment.uuid.to_string())
}

/// Whether and where a customer may be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// At this address.
    Address(Box<str>),
    /// There is no address.
    None,
    /// They do not want to be.
    OptedOut,
}

/// Whether and where a customer may be written to: at the primary address, or the first that takes
/// mail. A refusal on the record goes before any address.
#[must_use]
pub fn reach(record: &Record) -> Reach {
    let consent = record.value(customer::CONSENT).and_then(Value::as_part);
    let consent = consent.and_then(|part| part.value(0));
    if consent.is_some_and(|email| !email.is_yes()) {
        return Reach::OptedOut;
    }
    let has_some = || {
        let mut parts = record.elements(customer::EMAILS);
        parts.any(|(_, value)| value.as_part().is_some_and(|part| part.value(0).is_some()))
    };
    match written_to(record).and_then(|(_, part)| part.value(0)?.as_text()) {
        Some(address) => Reach::Address(address.into()),
        None if has_some() => Reach::OptedOut,
        None => Reach::None,
    }
}

/// The address that mail to a customer goes to, with its element: the primary one, or the first that
/// takes mail.
#[must_use]
pub fn written_to(record: &Record) -> Option<(&str, &Part)> {
    let takes = || {
        record.elements(customer::EMAILS).filter_map(|(id, value)| {
            let part = value.as_part()?;
            let is_refused = part.value(3).is_some_and(Value::is_yes);
            (part.value(0).is_some() && !is_refused).then_some((&**id, part))
        })
    };
    let is_primary = |part: &Part| part.value(2).is_some_and(Value::is_yes);
    takes()
        .find(|(_, part)| is_primary(part))
        .or_else(|| takes().next())
}

/// How many of some customers may be written to.
#[must_use]
pub fn reachable(workspace: &Workspace, customers: &Bits) -> usize {
    let table = workspace.table(RecordKind::Customer);
    let records = customers.rows().filter_map(|row| table.record(row));
    records
        .filter(|record| matches!(reach(record), Reach::Address(_)))
        .count()
}
