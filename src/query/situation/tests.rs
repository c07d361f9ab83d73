//! What is known of records that tests make by commands.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::domain::{Date, Part, product, transaction};
use crate::workspace::command::Command;
use crate::workspace::desk::{Desk, repacked, text};
use crate::workspace::engagement::Reach;
use crate::workspace::situation::Asked;

const DAY: &str = "2026-11-29";

fn now() -> Now {
    let at = Instant::parse("2026-11-29T12:00:00Z").unwrap();
    Now::of(at, crate::domain::Zone::UTC)
}

fn date(text: &str) -> Option<Value> {
    Some(Value::Date(Date::parse(text).unwrap()))
}

fn instant(text: &str) -> Option<Value> {
    Some(Value::Instant(Instant::parse(text).unwrap()))
}

fn one(field: FieldIx, value: Option<Value>) -> (Key, Option<Value>) {
    (Key::one(field), value)
}

fn to(id: RecordId) -> Option<Value> {
    Some(Value::Ref(id))
}

/// What is known of a record, be it loaded anew or not.
fn known(desk: &Desk, id: RecordId) -> Situation {
    let found = situation(&desk.workspace, now(), id).unwrap();
    assert_eq!(
        situation(&repacked(&desk.workspace), now(), id),
        Some(found.clone())
    );
    found
}

fn of_customer(desk: &Desk, id: RecordId) -> CustomerSituation {
    match known(desk, id) {
        Situation::Customer(of) => of,
        other => panic!("{other:?}"),
    }
}

fn of_deal(desk: &Desk, id: RecordId) -> DealSituation {
    match known(desk, id) {
        Situation::Deal(of) => of,
        other => panic!("{other:?}"),
    }
}

fn of_ticket(desk: &Desk, id: RecordId) -> TicketSituation {
    match known(desk, id) {
        Situation::Ticket(of) => of,
        other => panic!("{other:?}"),
    }
}

fn does(desk: &mut Desk, kind: &str, direction: &str, about: RecordId, at: &str) -> RecordId {
    let mut fields = vec![
        one(activity::KIND, text(kind)),
        one(activity::SUBJECT, text("Quote")),
        one(activity::ABOUT, to(about)),
        one(activity::AT, instant(at)),
    ];
    if !direction.is_empty() {
        fields.push(one(activity::DIRECTION, text(direction)));
    }
    desk.creates(RecordKind::Activity, fields)
}

fn person(desk: &mut Desk, name: &str, company: RecordId) -> RecordId {
    let part = Part::new([(0, Value::Ref(company))]);
    desk.creates(
        RecordKind::Customer,
        vec![
            one(customer::KIND, text("person")),
            one(customer::NAME, text(name)),
            (Key::of(customer::COMPANIES, "c"), Some(Value::Part(part))),
        ],
    )
}

fn gives(desk: &mut Desk, id: RecordId, list: FieldIx, value: &str) {
    let part = Part::new([(0, Value::text(value))]);
    desk.does(&Command::Edit {
        ids: vec![id],
        fields: vec![(Key::of(list, "a"), Some(Value::Part(part)))],
        revision: None,
    });
}

fn deal_at(
    desk: &mut Desk,
    customer: RecordId,
    stage: &str,
    fields: Vec<(Key, Option<Value>)>,
) -> RecordId {
    let pipeline = desk.workspace.default_pipeline().unwrap();
    let mut all = vec![
        one(deal::NAME, text("Beans")),
        one(deal::CUSTOMER, to(customer)),
        one(deal::PIPELINE, to(pipeline)),
        one(deal::STAGE, text(stage)),
    ];
    all.extend(fields);
    desk.creates(RecordKind::Deal, all)
}

fn stage_of(desk: &Desk, category: &str) -> String {
    let pipeline = desk.workspace.default_pipeline().unwrap();
    let stages = desk.workspace.stages(pipeline);
    let found = stages.iter().find(|stage| stage.category() == category);
    found.unwrap().id.to_string()
}

#[test]
fn who_wrote_waits_until_somebody_is_in_touch_again() {
    let mut desk = Desk::new();
    let kanal = desk.company("Kanal");
    let ingrid = person(&mut desk, "Ingrid", kanal);
    does(&mut desk, "email", "in", ingrid, "2026-11-26T09:00:00Z");
    let last = does(&mut desk, "email", "in", kanal, "2026-11-27T09:00:00Z");
    does(&mut desk, "note", "", kanal, "2026-11-28T09:00:00Z");
    does(&mut desk, "email", "in", kanal, "2026-11-30T09:00:00Z");
    let asked = of_customer(&desk, kanal).asked.unwrap();
    let on = Date::parse("2026-11-27").unwrap();
    let at = Instant::parse("2026-11-27T09:00:00Z").unwrap();
    let expected = Asked {
        at,
        on,
        times: 2,
        who: kanal,
    };
    assert_eq!(asked, expected);
    // Of whoever took part it is known who it was.
    let part = Part::new([(0, Value::Ref(ingrid))]);
    desk.does(&Command::Edit {
        ids: vec![last],
        fields: vec![(
            Key::of(activity::PARTICIPANTS, "p"),
            Some(Value::Part(part)),
        )],
        revision: None,
    });
    assert_eq!(of_customer(&desk, kanal).asked.unwrap().who, ingrid);
    let call = does(&mut desk, "call", "", kanal, "2026-11-28T10:00:00Z");
    assert_eq!(of_customer(&desk, kanal).asked, None);
    assert_eq!(
        of_customer(&desk, ingrid).asked.map(|asked| asked.times),
        Some(2)
    );
    desk.set(call, field::DELETED_AT, instant("2026-11-29T00:00:00Z"));
    assert!(of_customer(&desk, kanal).asked.is_some());
}

#[test]
fn the_first_of_those_who_can_be_reached_is_turned_to() {
    let mut desk = Desk::new();
    let kanal = desk.company("Kanal");
    let ingrid = person(&mut desk, "Ingrid", kanal);
    let of = of_customer(&desk, kanal);
    assert_eq!((of.ways, of.reach), (None, Reach::Unknown));
    gives(&mut desk, ingrid, customer::EMAILS, "ingrid@kanal.example");
    let ways = of_customer(&desk, kanal).ways.unwrap();
    assert_eq!(
        (ways.who, ways.can_call, ways.can_write),
        (ingrid, false, true)
    );
    gives(&mut desk, kanal, customer::PHONES, "+4512345678");
    let ways = of_customer(&desk, kanal).ways.unwrap();
    assert_eq!(
        (ways.who, ways.can_call, ways.can_write),
        (kanal, true, false)
    );
    desk.set(kanal, customer::DO_NOT_CALL, Some(Value::Bool(true)));
    let of = of_customer(&desk, kanal);
    assert_eq!((of.ways.unwrap().who, of.reach), (ingrid, Reach::Refused));
}

#[test]
fn reach_is_what_engagement_tells_of_all() {
    let mut desk = Desk::new();
    let ids: Vec<RecordId> = (0..8).map(|at| desk.company(&format!("No {at}"))).collect();
    for (at, id) in ids.iter().enumerate() {
        if at & 1 == 1 {
            gives(&mut desk, *id, customer::PHONES, "+4512345678");
        }
        if at & 2 == 2 {
            gives(&mut desk, *id, customer::EMAILS, "a@kanal.example");
        }
        if at & 4 == 4 {
            let no = Part::new([(0, Value::Bool(false)), (1, Value::Bool(false))]);
            desk.set(*id, customer::CONSENT, Some(Value::Part(no)));
        }
    }
    let all = crate::query::engagement::engagement(&desk.workspace, now());
    for id in ids {
        let row = desk.workspace.table(id.kind).row(id.uuid).unwrap();
        assert_eq!(
            of_customer(&desk, id).reach,
            all.get(row as usize).unwrap().reach
        );
    }
}

#[test]
fn what_is_planned_sold_late_and_needed_of_a_customer_is_found() {
    let mut desk = Desk::new();
    let kanal = desk.company("Kanal");
    let beans = desk.creates(
        RecordKind::Product,
        vec![one(product::NAME, text("Decaf beans"))],
    );
    for (subject, weight, status) in [
        ("Cups", "2", "open"),
        ("Decaf", "5", "open"),
        ("Tea", "5", "met"),
    ] {
        desk.creates(
            RecordKind::Need,
            vec![
                one(need::SUBJECT, text(subject)),
                one(need::CUSTOMER, to(kanal)),
                one(need::STATUS, text(status)),
                one(need::PRODUCT, to(beans)),
                one(
                    need::IMPORTANCE,
                    Some(Value::Number(Number::parse(weight).unwrap())),
                ),
            ],
        );
    }
    let of = of_customer(&desk, kanal);
    let found = of.need.unwrap();
    assert_eq!((&*found.subject, &*found.product), ("Decaf", "Decaf beans"));
    let open = stage_of(&desk, "open");
    let closes = one(deal::EXPECTED_CLOSE, date("2026-11-20"));
    let later = deal_at(&mut desk, kanal, &open, vec![]);
    let first = deal_at(&mut desk, kanal, &open, vec![closes]);
    let won = stage_of(&desk, "won");
    deal_at(&mut desk, kanal, &won, vec![]);
    let task = desk.creates(
        RecordKind::Activity,
        vec![
            one(activity::KIND, text("task")),
            one(activity::SUBJECT, text("Send the quote")),
            one(activity::ABOUT, to(later)),
            one(activity::STATUS, text("not_started")),
            one(activity::DUE, date(DAY)),
        ],
    );
    desk.set(kanal, customer::NEXT_FOLLOW_UP, date("2026-12-04"));
    let late = desk.creates(
        RecordKind::Ticket,
        vec![
            one(ticket::SUBJECT, text("Leak")),
            one(ticket::CUSTOMER, to(kanal)),
            one(ticket::STATUS, text("new")),
            one(ticket::PRIORITY, text("normal")),
            one(ticket::FIRST_RESPONSE_DUE, instant("2026-11-29T11:59:00Z")),
        ],
    );
    let euro = crate::domain::Currency::parse("EUR").unwrap();
    let euros = Value::Money(crate::domain::Money::from_minor(100, euro).unwrap());
    desk.creates(
        RecordKind::Transaction,
        vec![
            one(transaction::KIND, text("order")),
            one(transaction::CUSTOMER, to(kanal)),
            one(transaction::DATE, date("2026-11-11")),
            one(transaction::AMOUNT, Some(euros)),
        ],
    );
    let of = of_customer(&desk, kanal);
    assert_eq!(of.need, None);
    let ids: Vec<RecordId> = of.deals.iter().map(|deal| deal.id).collect();
    assert_eq!(ids, [first, later]);
    let step = of.step.unwrap();
    assert_eq!((step.record, &*step.words), (task, "Send the quote"));
    assert_eq!(of.late.map(|ticket| ticket.id), Some(late));
    assert_eq!(of.contact, Date::parse("2026-11-11").ok());
    desk.set(
        late,
        ticket::FIRST_RESPONSE_DUE,
        instant("2026-11-29T12:00:00Z"),
    );
    desk.set(task, activity::STATUS, text("done"));
    let of = of_customer(&desk, kanal);
    assert_eq!(
        (of.late, of.step.map(|step| step.record)),
        (None, Some(kanal))
    );
}

#[test]
fn of_a_deal_is_known_what_is_planned_where_it_stands_and_what_calls_did_for_others() {
    let mut desk = Desk::new();
    let kanal = desk.company("Kanal");
    let open = stage_of(&desk, "open");
    let id = deal_at(&mut desk, kanal, &open, vec![]);
    let of = of_deal(&desk, id);
    assert!(of.is_open && !of.is_planned && of.step.is_none() && of.asked.is_none());
    assert!(!of.stage.is_empty() && of.since.is_some());
    desk.set(id, deal::NEXT_STEP, text("Send the quote"));
    let of = of_deal(&desk, id);
    assert!(of.is_planned && of.step.is_none());
    desk.set(id, deal::NEXT_FOLLOW_UP, date("2026-11-28"));
    does(&mut desk, "email", "in", id, "2026-11-27T09:00:00Z");
    let of = of_deal(&desk, id);
    let step = of.step.unwrap();
    assert_eq!((step.record, &*step.words), (id, "Send the quote"));
    assert_eq!(
        of.asked.map(|asked| (asked.times, asked.who)),
        Some((1, kanal))
    );
    assert_eq!(of.contact, Date::parse("2026-11-27").ok());
    let (won, lost) = (stage_of(&desk, "won"), stage_of(&desk, "lost"));
    for (stage, calls) in [(&won, true), (&won, false), (&lost, false)] {
        let id = deal_at(&mut desk, kanal, stage, vec![]);
        does(&mut desk, "email", "", id, "2026-11-01T09:00:00Z");
        if calls {
            does(&mut desk, "call", "", id, "2026-11-01T09:00:00Z");
            does(&mut desk, "visit", "", id, "2026-11-02T09:00:00Z");
        }
    }
    let calls = of_deal(&desk, id).calls;
    let expected = Calls {
        with: 1,
        with_won: 1,
        without: 2,
        without_won: 1,
    };
    assert_eq!(calls, expected);
    desk.set(id, deal::STAGE, text(&lost));
    assert!(!of_deal(&desk, id).is_open);
}

#[test]
fn a_customer_waits_on_a_ticket_until_something_is_written_to_them() {
    let mut desk = Desk::new();
    let id = desk.creates(
        RecordKind::Ticket,
        vec![
            one(ticket::SUBJECT, text("Leak")),
            one(ticket::STATUS, text("new")),
            one(ticket::PRIORITY, text("high")),
            one(field::CREATED_AT, instant("2026-11-28T08:00:00Z")),
        ],
    );
    let writes = |desk: &mut Desk, direction: &str, at: &str| {
        desk.creates(
            RecordKind::Message,
            vec![
                one(ticket_message::TICKET, to(id)),
                one(ticket_message::BODY, text("It leaks")),
                one(ticket_message::DIRECTION, text(direction)),
                one(ticket_message::AT, instant(at)),
            ],
        )
    };
    let at = |text: &str| Some(Instant::parse(text).unwrap());
    let of = of_ticket(&desk, id);
    assert_eq!(
        (of.waits_since, of.clock),
        (at("2026-11-28T08:00:00Z"), "reply")
    );
    writes(&mut desk, "internal", "2026-11-28T09:00:00Z");
    assert!(of_ticket(&desk, id).waits_since.is_some());
    writes(&mut desk, "out", "2026-11-28T10:00:00Z");
    let of = of_ticket(&desk, id);
    assert_eq!(
        (of.waits_since, of.written),
        (None, at("2026-11-28T10:00:00Z"))
    );
    writes(&mut desk, "in", "2026-11-29T07:00:00Z");
    assert_eq!(of_ticket(&desk, id).waits_since, at("2026-11-29T07:00:00Z"));
    desk.set(id, ticket::STATUS, text("waiting_customer"));
    assert_eq!(of_ticket(&desk, id).waits_since, None);
    desk.set(id, ticket::STATUS, text("resolved"));
    let of = of_ticket(&desk, id);
    assert!(of.solved.is_some() && of.waits_since.is_none() && !of.is_marked);
    desk.set(id, ticket::CSAT, Some(Value::Number(Number::from(4))));
    assert!(of_ticket(&desk, id).is_marked);
    desk.set(id, ticket::STATUS, text("closed"));
    assert_eq!(of_ticket(&desk, id).solved, None);
}

#[test]
fn nothing_is_known_of_what_is_in_the_trash_nor_of_other_kinds() {
    let mut desk = Desk::new();
    let kanal = desk.company("Kanal");
    desk.set(kanal, field::DELETED_AT, instant("2026-11-29T00:00:00Z"));
    assert_eq!(situation(&desk.workspace, now(), kanal), None);
    let beans = desk.creates(RecordKind::Product, vec![one(product::NAME, text("Beans"))]);
    assert_eq!(situation(&desk.workspace, now(), beans), None);
}
