//! How things stand with each customer today, in one walk over each table that tells of it. What points
//! it gives is the scoring's matter.

mod past;

pub use past::pasts;

use super::Now;
use super::customer::{each_contact, each_open_deal, last_contacts};
use super::deal::chances;
use super::link::Links;
use crate::document::value::{Packed, Tag};
use crate::domain::{
    FieldIx, Key, RecordKind, Standing, activity, customer, deal, field, need, pipeline, ticket,
    transaction,
};
use crate::workspace::Workspace;
use crate::workspace::columns::Bits;
use crate::workspace::derived::{Fields, Source};
use crate::workspace::engagement::{Engagement, INCOMING_DAYS, Reach};
use std::rc::Rc;

/// The fields that this depends on, by kind.
pub const READ: [(RecordKind, &[FieldIx]); 7] = [
    (
        RecordKind::Activity,
        &[
            activity::KIND,
            activity::ABOUT,
            activity::PARTICIPANTS,
            activity::AT,
            activity::DONE_AT,
            activity::DIRECTION,
        ],
    ),
    (
        RecordKind::Deal,
        &[
            deal::CUSTOMER,
            deal::PIPELINE,
            deal::STAGE,
            deal::PROBABILITY,
        ],
    ),
    (RecordKind::Pipeline, &[pipeline::STAGES]),
    (
        RecordKind::Ticket,
        &[ticket::CUSTOMER, ticket::STATUS, ticket::PRIORITY],
    ),
    (RecordKind::Need, &[need::CUSTOMER, need::STATUS]),
    (
        RecordKind::Transaction,
        &[transaction::CUSTOMER, transaction::DATE],
    ),
    (
        RecordKind::Customer,
        &[
            customer::COMPANIES,
            customer::EMAILS,
            customer::PHONES,
            customer::DO_NOT_CALL,
            customer::CONSENT,
        ],
    ),
];

/// The place of the wish for no e-mails among the parts of an address.
const OPT_OUT: u8 = 3;
/// The places of the consents to e-mails and to calls.
const CONSENTS: [u8; 2] = [0, 1];

/// How things stand with each customer, by row.
#[must_use]
pub fn engagement(workspace: &Workspace, now: Now) -> Rc<Vec<Engagement>> {
    let sources = READ.map(|(kind, fields)| {
        let read = Fields::of(fields).and(Fields::of(&[
            field::GONE,
            field::DELETED_AT,
            field::CREATED_AT,
        ]));
        Source::new(kind, read)
    });
    let make = || {
        let mut found = vec![Engagement::default(); workspace.table(RecordKind::Customer).rows()];
        contacts(workspace, now, &mut found);
        deals(workspace, &mut found);
        tickets(workspace, &mut found);
        needs(workspace, &mut found);
        reaches(workspace, &mut found);
        found
    };
    let name = "engagement of customers";
    workspace.derived(name, now.parameter(), &sources, make, |_, _| false)
}

fn contacts(workspace: &Workspace, now: Now, found: &mut [Engagement]) {
    let last = last_contacts(workspace, now);
    for (row, of) in (0u32..).zip(found.iter_mut()) {
        of.last_contact = last.at(row).and_then(|day| i32::try_from(day).ok());
    }
    let directions = workspace
        .table(RecordKind::Activity)
        .texts(&Key::one(activity::DIRECTION));
    let Some(incoming) = directions.code(&"in".into()) else {
        return;
    };
    let today = i64::from(now.today.to_days());
    let recent = today - i64::from(INCOMING_DAYS) + 1..=today;
    // Whoever an activity is about may be named among those who took part, too.
    let (mut at, mut met) = (u32::MAX, Vec::new());
    each_contact(workspace, now, &mut |customer, day, activity| {
        let Some(activity) = activity.filter(|_| recent.contains(&day)) else {
            return;
        };
        let is_incoming = directions.as_slice().get(activity as usize) == Some(&incoming);
        if std::mem::replace(&mut at, activity) != activity {
            met.clear();
        }
        let is_new = !met.contains(&customer);
        if let (true, true, Some(of)) = (is_incoming, is_new, found.get_mut(customer as usize)) {
            met.push(customer);
            of.incoming += 1;
        }
    });
}

fn deals(workspace: &Workspace, found: &mut [Engagement]) {
    let chance = chances(workspace);
    each_open_deal(workspace, |row, customer| {
        if let Some(of) = found.get_mut(customer as usize) {
            of.deals += 1;
            let percent = chance(row).parts() / 100;
            of.chance = of.chance.max(u8::try_from(percent).unwrap_or_default());
        }
    });
}

fn tickets(workspace: &Workspace, found: &mut [Engagement]) {
    let table = workspace.table(RecordKind::Ticket);
    let statuses = table.texts(&Key::one(ticket::STATUS));
    let priorities = table.texts(&Key::one(ticket::PRIORITY));
    each_of(
        workspace,
        RecordKind::Ticket,
        ticket::CUSTOMER,
        |row, customer| {
            let is_done = statuses
                .at(row)
                .is_some_and(|status| ticket::DONE.contains(&&**status));
            if let (false, Some(of)) = (is_done, found.get_mut(customer as usize)) {
                of.tickets += 1;
                let is_urgent = priorities
                    .at(row)
                    .is_some_and(|priority| &**priority == "urgent");
                of.urgent += u32::from(is_urgent);
            }
        },
    );
}

fn needs(workspace: &Workspace, found: &mut [Engagement]) {
    let statuses = workspace
        .table(RecordKind::Need)
        .texts(&Key::one(need::STATUS));
    each_of(
        workspace,
        RecordKind::Need,
        need::CUSTOMER,
        |row, customer| {
            let is_open = statuses.at(row).is_some_and(|status| &**status == "open");
            if let (true, Some(of)) = (is_open, found.get_mut(customer as usize)) {
                of.needs += 1;
            }
        },
    );
}

/// Calls back with each live row of a kind and the row of its customer.
fn each_of(
    workspace: &Workspace,
    kind: RecordKind,
    customer: FieldIx,
    mut visit: impl FnMut(u32, u32),
) {
    let links = Links::of(workspace, kind, &Key::one(customer), RecordKind::Customer);
    let standings = workspace.table(kind).standings();
    let rows = (0u32..).zip(links.as_slice().iter().zip(standings));
    let live = rows.filter(|(_, (_, standing))| **standing == Standing::Live);
    live.for_each(|(row, (customer, _))| visit(row, *customer));
}

fn reaches(workspace: &Workspace, found: &mut [Engagement]) {
    let table = workspace.table(RecordKind::Customer);
    let [mut has_email, mut may_write, mut has_phone] = [(); 3].map(|()| Bits::default());
    table.each_element(customer::EMAILS, |row, _, value| {
        let (mut is_some, mut is_out) = (false, false);
        value.each(|place, value| match value {
            Packed::Text(_) if place == 0 => is_some = true,
            Packed::Int(Tag::Bool, 1) if place == OPT_OUT => is_out = true,
            _ => {}
        });
        if is_some {
            has_email.set(row, true);
            may_write.set(row, may_write.at(row) || !is_out);
        }
    });
    table.each_element(customer::PHONES, |row, _, value| {
        value.each(|place, value| {
            if place == 0 && matches!(value, Packed::Text(_)) {
                has_phone.set(row, true);
            }
        });
    });
    let mut may_call = has_phone.clone();
    let no_calls = table.ints(&Key::one(customer::DO_NOT_CALL));
    for row in no_calls.within(1, 1).rows() {
        may_call.set(row, false);
    }
    table.each_element(customer::CONSENT, |row, _, value| {
        value.each(|place, value| {
            if !matches!(value, Packed::Int(Tag::Bool, 0)) {
                return;
            }
            for (of, may) in CONSENTS.into_iter().zip([&mut may_write, &mut may_call]) {
                if of == place {
                    may.set(row, false);
                }
            }
        });
    });
    for (row, of) in (0u32..).zip(found.iter_mut()) {
        of.reach = if may_call.at(row) || may_write.at(row) {
            Reach::Open
        } else if has_phone.at(row) || has_email.at(row) {
            Reach::Refused
        } else {
            Reach::Unknown
        };
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Date, Instant, Part, RecordId, Value};
    use crate::workspace::desk::{Desk, repacked, text};

    fn now() -> Now {
        Now::utc(Date::parse("2026-11-29").unwrap())
    }

    fn of(workspace: &Workspace, id: RecordId) -> Engagement {
        let row = workspace.table(id.kind).row(id.uuid).unwrap();
        engagement(workspace, now())
            .get(row as usize)
            .copied()
            .unwrap()
    }

    fn one(field: FieldIx, value: Value) -> (Key, Option<Value>) {
        (Key::one(field), Some(value))
    }

    #[test]
    fn replies_count_for_a_month_and_contact_counts_for_the_company_too() {
        let mut desk = Desk::new();
        let (kanal, ingrid) = (desk.company("Kanal"), desk.company("Ingrid"));
        let part = Part::new([(0, Value::Ref(kanal))]);
        desk.does(&crate::workspace::command::Command::Edit {
            ids: vec![ingrid],
            fields: vec![(Key::of(customer::COMPANIES, "c"), Some(Value::Part(part)))],
            revision: None,
        });
        let mut writes = |about: RecordId, direction: &str, day: &str| {
            let at = Instant::parse(&format!("{day}T09:00:00Z")).unwrap();
            let fields = vec![
                one(activity::KIND, Value::text("email")),
                one(activity::SUBJECT, Value::text("Quote")),
                one(activity::DIRECTION, Value::text(direction)),
                one(activity::ABOUT, Value::Ref(about)),
                one(activity::AT, Value::Instant(at)),
            ];
            desk.creates(RecordKind::Activity, fields)
        };
        writes(ingrid, "in", "2026-11-29");
        writes(ingrid, "in", "2026-10-31");
        writes(ingrid, "in", "2026-10-30");
        writes(ingrid, "out", "2026-11-28");
        writes(ingrid, "in", "2026-11-30");
        let today = Some(now().today.to_days());
        let found = of(&desk.workspace, ingrid);
        assert_eq!((found.incoming, found.last_contact), (2, today));
        let found = of(&desk.workspace, kanal);
        assert_eq!((found.incoming, found.last_contact), (0, today));
    }

    #[test]
    fn what_is_open_is_counted_and_the_likeliest_deal_told() {
        let mut desk = Desk::new();
        let kanal = desk.company("Kanal");
        let pipeline = desk.workspace.default_pipeline().unwrap();
        let stages = desk.workspace.stages(pipeline);
        let mut deal_at = |stage: &str| {
            let fields = vec![
                one(deal::NAME, Value::text("Beans")),
                one(deal::CUSTOMER, Value::Ref(kanal)),
                one(deal::PIPELINE, Value::Ref(pipeline)),
                one(deal::STAGE, Value::text(stage)),
            ];
            desk.creates(RecordKind::Deal, fields)
        };
        let mut chances = Vec::new();
        for stage in &stages {
            deal_at(&stage.id);
            if stage.category() == "open" {
                chances.push(stage.probability());
            }
        }
        let mut asks = |status: &str, priority: &str| {
            let fields = vec![
                one(ticket::SUBJECT, Value::text("Leak")),
                one(ticket::CUSTOMER, Value::Ref(kanal)),
                one(ticket::STATUS, Value::text(status)),
                one(ticket::PRIORITY, Value::text(priority)),
            ];
            desk.creates(RecordKind::Ticket, fields)
        };
        asks("new", "urgent");
        asks("on_hold", "normal");
        asks("resolved", "urgent");
        for status in ["open", "met", "open"] {
            let fields = vec![
                one(need::SUBJECT, Value::text("Decaf")),
                one(need::CUSTOMER, Value::Ref(kanal)),
                one(need::STATUS, Value::text(status)),
            ];
            desk.creates(RecordKind::Need, fields);
        }
        let most = chances.iter().copied().fold(0.0, f64::max) as u8;
        for workspace in [&desk.workspace, &repacked(&desk.workspace)] {
            let found = of(workspace, kanal);
            assert_eq!(
                (found.deals, found.chance),
                (chances.len() as u32, most),
                "{found:?}"
            );
            assert_eq!((found.tickets, found.urgent, found.needs), (2, 1, 2));
        }
        assert!(most > 0);
    }

    #[test]
    fn who_refuses_every_way_is_not_reached_and_who_refuses_one_is() {
        let mut desk = Desk::new();
        let kanal = desk.company("Kanal");
        let write = |desk: &mut Desk, key: Key, value: Value| {
            desk.does(&crate::workspace::command::Command::Edit {
                ids: vec![kanal],
                fields: vec![(key, Some(value))],
                revision: None,
            });
            let again = repacked(&desk.workspace);
            let found = of(&desk.workspace, kanal).reach;
            assert_eq!(of(&again, kanal).reach, found);
            found
        };
        assert_eq!(of(&desk.workspace, kanal).reach, Reach::Unknown);
        let phone = Value::Part(Part::new([(0, Value::text("+4512345678"))]));
        let key = Key::of(customer::PHONES, "p");
        assert_eq!(write(&mut desk, key, phone), Reach::Open);
        let key = Key::one(customer::DO_NOT_CALL);
        assert_eq!(write(&mut desk, key, Value::Bool(true)), Reach::Refused);
        let mail = Value::Part(Part::new([(0, Value::text("a@kanal.example"))]));
        let key = Key::of(customer::EMAILS, "e");
        assert_eq!(write(&mut desk, key.clone(), mail), Reach::Open);
        let out = Part::new([(0, Value::text("a@kanal.example")), (3, Value::Bool(true))]);
        let refused = write(&mut desk, key.clone(), Value::Part(out));
        assert_eq!(refused, Reach::Refused);
        let mail = Value::Part(Part::new([(0, Value::text("a@kanal.example"))]));
        assert_eq!(write(&mut desk, key, mail), Reach::Open);
        let no = Value::Part(Part::new([(0, Value::Bool(false))]));
        assert_eq!(
            write(&mut desk, Key::one(customer::CONSENT), no),
            Reach::Refused
        );
        desk.set(kanal, customer::NAME, text("Kanal & Co"));
        assert_eq!(of(&desk.workspace, kanal).reach, Reach::Refused);
    }
}
