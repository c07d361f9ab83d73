//! What follows for a ticket, through a day at an office with working hours.

#![allow(clippy::unwrap_used)]
use super::*;
use crate::domain::{Date, ReplicaId, Stamp};
use crate::workspace::command::{Command, Context};
use crate::workspace::desk::Desk;

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// A desk whose changes are made when a test says.
struct Office {
    desk: Desk,
    now: Instant,
    made: u16,
}

impl Office {
    /// Monday to Friday, 9 to 17 o'clock UTC, without 30 November: 2 hours for a reply, a day
    /// of 8 for a solution; an hour and 4 where it is urgent.
    fn new() -> Self {
        let mut office = Self {
            desk: Desk::new(),
            now: at("2026-11-01T00:00:00Z"),
            made: 0,
        };
        let minutes = |value: u32| Value::Number(Number::from(value));
        let mut fields = vec![
            (Key::one(sla_policy::NAME), Some(Value::text("Standard"))),
            (Key::one(sla_policy::ACTIVE), Some(Value::Bool(true))),
        ];
        for day in WEEKDAYS.iter().take(5) {
            let span = [
                (0, Value::text(*day)),
                (1, minutes(540)),
                (2, minutes(1020)),
            ];
            let key = Key::of(sla_policy::WORKING_HOURS, *day);
            fields.push((key, Some(Value::Part(Part::new(span)))));
        }
        for (priority, reply, solution) in [("normal", 120, 480), ("urgent", 60, 240)] {
            let promise = [
                (0, Value::text(priority)),
                (1, minutes(reply)),
                (2, minutes(solution)),
            ];
            let key = Key::of(sla_policy::PROMISES, priority);
            fields.push((key, Some(Value::Part(Part::new(promise)))));
        }
        let holiday = [(0, Value::Date(Date::parse("2026-11-30").unwrap()))];
        let key = Key::of(sla_policy::HOLIDAYS, "1");
        fields.push((key, Some(Value::Part(Part::new(holiday)))));
        office.makes(RecordKind::SlaPolicy, fields);
        office
    }

    fn does(&mut self, command: &Command) {
        self.made += 1;
        let context = Context {
            stamp: Stamp::new(self.now.to_ms() as u64, self.made, ReplicaId(1)),
            at: self.now,
            ..self.desk.context()
        };
        let change =
            crate::workspace::decide::decide(&self.desk.workspace, command, context).unwrap();
        self.desk.apply(&change);
    }

    fn makes(&mut self, kind: RecordKind, fields: Vec<(Key, Option<Value>)>) -> RecordId {
        let id = self.desk.id(kind);
        self.does(&Command::Create { id, fields });
        id
    }

    fn ticket(&mut self, when: &str, priority: &str) -> RecordId {
        self.now = at(when);
        self.makes(
            RecordKind::Ticket,
            vec![
                (Key::one(ticket::SUBJECT), Some(Value::text("It leaks"))),
                (Key::one(ticket::PRIORITY), Some(Value::text(priority))),
            ],
        )
    }

    fn sets(&mut self, when: &str, id: RecordId, ix: FieldIx, text: &str) {
        self.now = at(when);
        self.does(&Command::Edit {
            ids: vec![id],
            fields: vec![(Key::one(ix), Some(Value::text(text)))],
            revision: None,
        });
    }

    fn writes(&mut self, when: &str, ticket: RecordId, direction: &str) -> RecordId {
        self.now = at(when);
        self.makes(
            RecordKind::Message,
            vec![
                (Key::one(ticket_message::BODY), Some(Value::text("Hello"))),
                (Key::one(ticket_message::TICKET), Some(Value::Ref(ticket))),
                (
                    Key::one(ticket_message::DIRECTION),
                    Some(Value::text(direction)),
                ),
            ],
        )
    }

    fn typed(&self, id: RecordId, ix: FieldIx) -> String {
        let record = self.desk.workspace.record(id).unwrap();
        record.value(ix).map(Value::typed).unwrap_or_default()
    }
}

#[test]
fn a_new_ticket_has_a_number_and_the_promises_of_the_policy_that_applies() {
    let mut office = Office::new();
    let first = office.ticket("2026-11-27T16:00:00Z", "normal");
    let second = office.ticket("2026-11-27T16:00:00Z", "urgent");
    assert_eq!(office.typed(first, ticket::NUMBER), "1");
    assert_eq!(office.typed(second, ticket::NUMBER), "2");
    assert_eq!(office.typed(first, ticket::STATUS), "new");
    // An hour is left of Friday, and Monday is a holiday.
    assert_eq!(
        office.typed(first, ticket::FIRST_RESPONSE_DUE),
        "2026-12-01T10:00:00Z"
    );
    assert_eq!(
        office.typed(first, ticket::RESOLVE_DUE),
        "2026-12-01T16:00:00Z"
    );
    assert_eq!(
        office.typed(second, ticket::FIRST_RESPONSE_DUE),
        "2026-11-27T17:00:00Z"
    );
    // It turns out to be urgent: promised from when it was made.
    office.sets("2026-11-27T16:30:00Z", first, ticket::PRIORITY, "urgent");
    assert_eq!(
        office.typed(first, ticket::RESOLVE_DUE),
        "2026-12-01T12:00:00Z"
    );
    // Nothing is promised for a low one.
    office.sets("2026-11-27T16:40:00Z", first, ticket::PRIORITY, "low");
    assert_eq!(office.typed(first, ticket::RESOLVE_DUE), "");
}

#[test]
fn the_clocks_stand_still_while_the_customer_is_asked() {
    let mut office = Office::new();
    let id = office.ticket("2026-11-24T09:00:00Z", "normal");
    assert_eq!(
        office.typed(id, ticket::RESOLVE_DUE),
        "2026-11-24T17:00:00Z"
    );
    office.writes("2026-11-24T10:00:00Z", id, "out");
    assert_eq!(office.typed(id, ticket::STATUS), "open");
    assert_eq!(
        office.typed(id, ticket::FIRST_RESPONSE_AT),
        "2026-11-24T10:00:00Z"
    );
    office.sets(
        "2026-11-24T11:00:00Z",
        id,
        ticket::STATUS,
        "waiting_customer",
    );
    assert_eq!(
        office.typed(id, ticket::PAUSED_SINCE),
        "2026-11-24T11:00:00Z"
    );
    // The customer writes at night, 16 hours later: 6 of them were working time.
    office.writes("2026-11-25T03:00:00Z", id, "in");
    assert_eq!(office.typed(id, ticket::STATUS), "open");
    assert_eq!(office.typed(id, ticket::PAUSED_SINCE), "");
    assert_eq!(office.typed(id, ticket::PAUSED_MINUTES), "360");
    assert_eq!(
        office.typed(id, ticket::RESOLVE_DUE),
        "2026-11-25T15:00:00Z"
    );
}

#[test]
fn a_solved_ticket_that_comes_back_goes_on_where_it_stood() {
    let mut office = Office::new();
    let id = office.ticket("2026-11-24T09:00:00Z", "normal");
    office.sets("2026-11-24T12:00:00Z", id, ticket::STATUS, "resolved");
    assert_eq!(
        office.typed(id, ticket::RESOLVED_AT),
        "2026-11-24T12:00:00Z"
    );
    office.sets("2026-11-24T13:00:00Z", id, ticket::STATUS, "closed");
    assert_eq!(office.typed(id, ticket::CLOSED_AT), "2026-11-24T13:00:00Z");
    assert_eq!(
        office.typed(id, ticket::RESOLVED_AT),
        "2026-11-24T12:00:00Z"
    );
    office.writes("2026-11-25T09:00:00Z", id, "in");
    assert_eq!(office.typed(id, ticket::CLOSED_AT), "");
    assert_eq!(office.typed(id, ticket::RESOLVED_AT), "");
    assert_eq!(
        office.typed(id, ticket::RESOLVE_DUE),
        "2026-11-25T14:00:00Z"
    );
    // A note for the team does not open anything, and is no reply.
    office.sets("2026-11-25T10:00:00Z", id, ticket::STATUS, "on_hold");
    office.writes("2026-11-25T11:00:00Z", id, "internal");
    assert_eq!(office.typed(id, ticket::STATUS), "on_hold");
    assert_eq!(office.typed(id, ticket::FIRST_RESPONSE_AT), "");
}

#[test]
fn a_pause_moves_a_promise_that_is_there_and_makes_no_other() {
    let mut office = Office::new();
    let id = office.ticket("2026-11-24T09:00:00Z", "normal");
    let policy = office.desk.workspace.table(RecordKind::SlaPolicy).id(0);
    // The policy promises more from now on, and that is for the tickets to come.
    let promise = [
        (0, Value::text("normal")),
        (1, Value::Number(Number::from(10))),
        (2, Value::Number(Number::from(20))),
    ];
    office.does(&Command::Edit {
        ids: vec![policy.unwrap()],
        fields: vec![(
            Key::of(sla_policy::PROMISES, "normal"),
            Some(Value::Part(Part::new(promise))),
        )],
        revision: None,
    });
    office.sets("2026-11-24T10:00:00Z", id, ticket::STATUS, "on_hold");
    office.sets("2026-11-24T11:00:00Z", id, ticket::STATUS, "open");
    assert_eq!(
        office.typed(id, ticket::FIRST_RESPONSE_DUE),
        "2026-11-24T12:00:00Z"
    );
    assert_eq!(
        office.typed(id, ticket::RESOLVE_DUE),
        "2026-11-25T10:00:00Z"
    );
    // Without a policy, what another system promised stays promised.
    office.does(&Command::Trash {
        ids: vec![policy.unwrap()],
    });
    office.does(&Command::Erase {
        ids: vec![policy.unwrap()],
    });
    office.now = at("2026-11-24T12:00:00Z");
    let id = office.makes(
        RecordKind::Ticket,
        vec![
            (Key::one(ticket::SUBJECT), Some(Value::text("It leaks"))),
            (
                Key::one(ticket::RESOLVE_DUE),
                Some(Value::Instant(at("2026-11-24T20:00:00Z"))),
            ),
        ],
    );
    office.sets("2026-11-24T13:00:00Z", id, ticket::STATUS, "on_hold");
    office.sets("2026-11-24T13:30:00Z", id, ticket::STATUS, "open");
    office.sets("2026-11-24T13:40:00Z", id, ticket::PRIORITY, "urgent");
    assert_eq!(
        office.typed(id, ticket::RESOLVE_DUE),
        "2026-11-24T20:30:00Z"
    );
}

#[test]
fn what_was_answered_too_late_stays_too_late() {
    let mut office = Office::new();
    let id = office.ticket("2026-11-24T09:00:00Z", "normal");
    office.writes("2026-11-24T12:00:00Z", id, "out");
    office.sets("2026-11-24T13:00:00Z", id, ticket::STATUS, "on_hold");
    office.sets("2026-11-24T15:00:00Z", id, ticket::STATUS, "open");
    assert_eq!(
        office.typed(id, ticket::FIRST_RESPONSE_DUE),
        "2026-11-24T11:00:00Z"
    );
    assert_eq!(
        office.typed(id, ticket::RESOLVE_DUE),
        "2026-11-25T11:00:00Z"
    );
}

#[test]
fn a_policy_applies_to_sorts_of_ticket_and_to_customers_with_a_tag() {
    let mut office = Office::new();
    let yes = |key: Key| (key, Some(Value::Bool(true)));
    let urgent = office.makes(
        RecordKind::SlaPolicy,
        vec![
            (
                Key::one(sla_policy::NAME),
                Some(Value::text("Key accounts")),
            ),
            yes(Key::one(sla_policy::ACTIVE)),
            (
                Key::one(sla_policy::ORDER),
                Some(Value::Number(Number::from(1))),
            ),
            yes(Key::of(sla_policy::TYPES, "incident")),
            yes(Key::of(sla_policy::CUSTOMER_TAGS, "VIP")),
        ],
    );
    let customer = office.desk.company("Nordwind");
    let make = |office: &mut Office, kind: &str| {
        office.makes(
            RecordKind::Ticket,
            vec![
                (Key::one(ticket::SUBJECT), Some(Value::text("It leaks"))),
                (Key::one(ticket::TYPE), Some(Value::text(kind))),
                (Key::one(ticket::CUSTOMER), Some(Value::Ref(customer))),
            ],
        )
    };
    let before = make(&mut office, "incident");
    let policy = |office: &Office, id| {
        let record = office.desk.workspace.record(id).unwrap().into_owned();
        record.value(ticket::SLA_POLICY).and_then(Value::as_ref_id)
    };
    assert_ne!(policy(&office, before), Some(urgent));
    office.does(&Command::Edit {
        ids: vec![customer],
        fields: vec![yes(Key::of(field::TAGS, "VIP"))],
        revision: None,
    });
    let (incident, question) = (make(&mut office, "incident"), make(&mut office, "question"));
    assert_eq!(policy(&office, incident), Some(urgent));
    assert_ne!(policy(&office, question), Some(urgent));
    assert_ne!(policy(&office, question), None);
}
