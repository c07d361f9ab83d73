//! Segments: who is in one, and who of them may be written to.

use super::Now;
use super::column::RELATIONS;
use super::filter::{Filter, Operand, Test};
use super::list::{Query, select};
use crate::document::value::{Packed, Tag, ordered_bits};
use crate::domain::{Key, Part, Record, RecordId, RecordKind, Value, customer, field, segment};
use crate::workspace::Workspace;
use crate::workspace::columns::{Bits, Column as _, Ints};
use crate::workspace::derived::{Fields, Source};
use std::rc::Rc;

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

/// The segments with a weight of their own for the value of customers, the oldest first: who is in
/// each, with the weight.
#[must_use]
pub fn value_weights(workspace: &Workspace, now: Now) -> Vec<(Bits, f64)> {
    let table = workspace.table(RecordKind::Segment);
    let weighted = table.live_rows().filter_map(|row| {
        let record = table.record(row)?;
        let weight = record.value(segment::VALUE_WEIGHT)?.as_number()?.to_f64();
        Some((members(workspace, table.id(row)?, now), weight))
    });
    weighted.collect()
}

/// How many customers are in each segment, counted once for all of them and anew only where something
/// was written that may be asked for.
pub(super) fn sizes(workspace: &Workspace, now: Now) -> Rc<Ints> {
    let kind = RecordKind::Segment;
    let make = || {
        let table = workspace.table(kind);
        let mut column = Ints::empty(table.rows());
        for row in table.live_rows() {
            let found = table.id(row).map(|id| members(workspace, id, now).count());
            column.set(row, found.map(|count| ordered_bits(count as f64)));
        }
        column
    };
    let asked = RELATIONS.into_iter().map(|(_, of)| of);
    let also = [
        kind,
        RecordKind::Customer,
        RecordKind::Pipeline,
        RecordKind::Settings,
    ];
    let kinds = asked.chain(also);
    let sources: Vec<Source> = kinds.map(|of| Source::new(of, Fields::ALL)).collect();
    workspace.derived(
        "sizes of segments",
        now.parameter(),
        &sources,
        make,
        |_, _| false,
    )
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

/// Where a customer's consent says whether mail is welcome.
const BY_MAIL: u8 = 0;
/// Where an address stands in its element.
const ADDRESS: u8 = 0;
/// Where it says that it takes no mail.
const REFUSES: u8 = 3;

/// Whether and where a customer may be written to: at the primary address, or the first there is. A
/// refusal goes before any address, and whoever refused mail to one of theirs refused it to all: it is
/// the person who does not want it.
#[must_use]
pub fn reach(record: &Record) -> Reach {
    let consent = record.value(customer::CONSENT).and_then(Value::as_part);
    let consent = consent.and_then(|part| part.value(BY_MAIL));
    let parts = || {
        let parts = record.elements(customer::EMAILS);
        let parts = parts.filter_map(|(_, value)| value.as_part());
        parts.filter(|part| part.value(ADDRESS).is_some())
    };
    let refuses = |part: &Part| part.value(REFUSES).is_some_and(Value::is_yes);
    if consent.is_some_and(|email| !email.is_yes()) || parts().any(refuses) {
        return Reach::OptedOut;
    }
    match written_to(record).and_then(|(_, part)| part.value(ADDRESS)?.as_text()) {
        Some(address) => Reach::Address(address.into()),
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
            let is_refused = part.value(REFUSES).is_some_and(Value::is_yes);
            (part.value(ADDRESS).is_some() && !is_refused).then_some((&**id, part))
        })
    };
    let is_primary = |part: &Part| part.value(2).is_some_and(Value::is_yes);
    takes()
        .find(|(_, part)| is_primary(part))
        .or_else(|| takes().next())
}

/// The customers by whether they may be written to, as [`reach`] says of each.
#[derive(Clone, Debug)]
pub struct Reaches(Rc<Ints>);

const NOWHERE: i64 = 0;
const SOMEWHERE: i64 = 1;
const REFUSED: i64 = 2;

impl Reaches {
    /// Worked out once, then kept in step with what is written.
    #[must_use]
    pub fn of(workspace: &Workspace) -> Self {
        let kind = RecordKind::Customer;
        let table = workspace.table(kind);
        let fields = Fields::of(&[customer::EMAILS, customer::CONSENT, field::GONE]);
        let make = || {
            let mut codes = vec![NOWHERE; table.rows()];
            // What refuses is the greatest, so that it stays whatever comes in which order.
            let mut raise = |row: u32, code: i64| {
                if let Some(slot) = codes.get_mut(row as usize) {
                    *slot = code.max(*slot);
                }
            };
            table.each_element(customer::EMAILS, |row, _, glance| {
                let (mut is_there, mut is_refused) = (false, false);
                glance.each(|place, value| match (place, value) {
                    (ADDRESS, _) => is_there = true,
                    (REFUSES, Packed::Int(Tag::Bool, yes)) => is_refused = yes != 0,
                    _ => {}
                });
                if is_there {
                    raise(row, if is_refused { REFUSED } else { SOMEWHERE });
                }
            });
            table.each_element(customer::CONSENT, |row, _, glance| {
                glance.each(|place, value| {
                    if (place, value) == (BY_MAIL, Packed::Int(Tag::Bool, 0)) {
                        raise(row, REFUSED);
                    }
                });
            });
            let mut column = Ints::empty(codes.len());
            for (row, code) in (0u32..).zip(codes) {
                column.set(row, Some(code));
            }
            column
        };
        let patch = |column: &mut Ints, written: &[(RecordKind, u32)]| {
            for (_, row) in written {
                let code = table.record(*row).map(|record| match reach(&record) {
                    Reach::None => NOWHERE,
                    Reach::Address(_) => SOMEWHERE,
                    Reach::OptedOut => REFUSED,
                });
                column.set(*row, code);
            }
            true
        };
        let sources = [Source::new(kind, fields)];
        Self(workspace.derived("reach of customers", 0, &sources, make, patch))
    }

    fn among(&self, customers: &Bits, code: i64) -> Bits {
        let mut found = self.0.within(code, code);
        found.and(customers);
        found
    }

    /// Those of some who may be written to.
    #[must_use]
    pub fn written(&self, customers: &Bits) -> Bits {
        self.among(customers, SOMEWHERE)
    }

    /// Those who do not want to be.
    #[must_use]
    pub fn opted_out(&self, customers: &Bits) -> Bits {
        self.among(customers, REFUSED)
    }

    /// Those of whom no address is known.
    #[must_use]
    pub fn without_address(&self, customers: &Bits) -> Bits {
        self.among(customers, NOWHERE)
    }
}

/// How many of some customers may be written to.
#[must_use]
pub fn reachable(workspace: &Workspace, customers: &Bits) -> usize {
    Reaches::of(workspace).written(customers).count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::workspace::command::Command;
    use crate::workspace::desk::{Desk, repacked};

    fn mail(address: &str, is_refused: bool) -> Part {
        let refuses = is_refused.then_some((REFUSES, Value::Bool(true)));
        Part::new([(ADDRESS, Value::text(address))].into_iter().chain(refuses))
    }

    fn puts(desk: &mut Desk, id: RecordId, key: Key, part: Option<Part>) {
        desk.does(&Command::Edit {
            ids: vec![id],
            fields: vec![(key, part.map(Value::Part))],
            revision: None,
        });
    }

    /// The column says of every customer what the record says, packed or not.
    fn agree(workspace: &Workspace) -> (usize, usize, usize) {
        let table = workspace.table(RecordKind::Customer);
        let (all, reaches) = (table.live_bits().clone(), Reaches::of(workspace));
        let written = reaches.written(&all);
        let (refused, nowhere) = (reaches.opted_out(&all), reaches.without_address(&all));
        for row in table.live_rows() {
            let said = (written.at(row), refused.at(row), nowhere.at(row));
            let held = match reach(&table.record(row).unwrap()) {
                Reach::Address(_) => (true, false, false),
                Reach::OptedOut => (false, true, false),
                Reach::None => (false, false, true),
            };
            assert_eq!(said, held, "row {row}");
        }
        (written.count(), refused.count(), nowhere.count())
    }

    #[test]
    fn the_sizes_of_segments_follow_what_is_written() {
        let mut desk = Desk::new();
        let now = crate::query::Now::utc(crate::domain::Date::parse("2026-03-05").unwrap());
        let make = |desk: &mut Desk, fields: &[(crate::domain::FieldIx, &str)]| {
            let fields = fields.iter();
            let fields = fields.map(|(ix, text)| (Key::one(*ix), Some(Value::text(*text))));
            desk.creates(RecordKind::Segment, fields.collect())
        };
        let filter = r#"{"field":"needs.subject","contains":"decaf"}"#;
        make(
            &mut desk,
            &[
                (segment::NAME, "Decaf"),
                (segment::KIND, "dynamic"),
                (segment::FILTER, filter),
            ],
        );
        let chosen = make(
            &mut desk,
            &[(segment::NAME, "Guests"), (segment::KIND, "static")],
        );
        let size = |desk: &Desk| {
            let column = sizes(&desk.workspace, now);
            let of = |row| column.at(row).map(crate::document::value::float_of);
            (of(0), of(1))
        };
        assert_eq!(size(&desk), (Some(0.0), Some(0.0)));
        let id = desk.company("Kanal");
        let fields = vec![
            (
                Key::one(crate::domain::need::SUBJECT),
                Some(Value::text("Decaf beans")),
            ),
            (
                Key::one(crate::domain::need::STATUS),
                Some(Value::text("open")),
            ),
            (
                Key::one(crate::domain::need::CUSTOMER),
                Some(Value::Ref(id)),
            ),
        ];
        desk.creates(RecordKind::Need, fields);
        assert_eq!(size(&desk), (Some(1.0), Some(0.0)));
        desk.does(&Command::Edit {
            ids: vec![id],
            fields: vec![(carried(chosen), Some(Value::Bool(true)))],
            revision: None,
        });
        assert_eq!(size(&desk), (Some(1.0), Some(1.0)));
        desk.does(&Command::Trash { ids: vec![id] });
        assert_eq!(size(&desk), (Some(0.0), Some(0.0)));
    }

    #[test]
    fn whoever_refused_mail_to_one_address_is_not_written_to_at_another() {
        let mut desk = Desk::new();
        let ids: Vec<RecordId> = (0..4).map(|at| desk.company(&format!("K{at}"))).collect();
        let at = |element: &str| Key::of(customer::EMAILS, element);
        for id in &ids[..3] {
            puts(&mut desk, *id, at("1"), Some(mail("a@x.example", false)));
            puts(&mut desk, *id, at("2"), Some(mail("b@x.example", false)));
        }
        assert_eq!(agree(&desk.workspace), (3, 0, 1));
        puts(&mut desk, ids[0], at("1"), Some(mail("a@x.example", true)));
        let no = Part::new([(BY_MAIL, Value::Bool(false))]);
        puts(&mut desk, ids[1], Key::one(customer::CONSENT), Some(no));
        assert_eq!(agree(&desk.workspace), (1, 2, 1));
        assert_eq!(agree(&repacked(&desk.workspace)), (1, 2, 1));
        let yes = Part::new([(BY_MAIL, Value::Bool(true))]);
        puts(&mut desk, ids[1], Key::one(customer::CONSENT), Some(yes));
        puts(&mut desk, ids[0], at("1"), None);
        puts(
            &mut desk,
            ids[3],
            Key::one(customer::CONSENT),
            Some(Part::new([(BY_MAIL, Value::Bool(false))])),
        );
        assert_eq!(agree(&desk.workspace), (3, 1, 0));
        desk.does(&Command::Trash { ids: vec![ids[2]] });
        assert_eq!(agree(&desk.workspace), (2, 1, 0));
        assert_eq!(agree(&repacked(&desk.workspace)), (2, 1, 0));
    }
}
