//! The twin of the query engine for tests: it reads every record whole and answers as slowly and
//! plainly as can be. Random workspaces and random queries are held against it.
//!
//! Over 600 lines because it says everything the queries do once more, slowly; it is for tests alone.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::filter::{Condition, Filter, Operand, Test};
use super::list::{Query, Trash, run};
use super::period::{Period, parse_day};
use super::sort::{Sort, SortKey};
use super::{Now, customer as of_customer, stamp};
use crate::domain::date::Weekday;
use crate::domain::money::MoneySums;
use crate::domain::random::Random;
use crate::domain::{
    Currency, Date, Instant, Key, Money, Number, Part, Record, RecordId, RecordKind, Shape,
    Standing, Value, Zone, activity, custom_field, customer, deal, field, owner, settings,
    transaction,
};
use crate::workspace::Workspace;
use crate::workspace::command::Command;
use crate::workspace::desk::{Desk, repacked, text};
use crate::workspace::fold::fold;
use std::cmp::Ordering;
use std::sync::LazyLock;

const DAY: i32 = 19_675;
/// Before noon, on clocks that were put back and forth in the weeks around: what was made lies on all
/// sides of it.
pub(super) static NOW: LazyLock<Now> = LazyLock::new(|| {
    let at = |days: i32, minutes: i64| {
        let day = Date::from_days(DAY + days).unwrap();
        Instant::from_date(day).add_ms(minutes * 60_000)
    };
    let changes = [(-60, 540), (-30, 480), (-5, 600), (3, 510)];
    let changes = changes.map(|(days, minutes)| (at(days, 17 * 60).to_ms(), minutes));
    Now::of(at(0, 220), Zone::new(480, changes.to_vec()))
});

const NAMES: [&str; 12] = [
    "Anna",
    "anna",
    "Ännchen",
    "Bob & Söhne",
    "Grão & Filhos",
    "王雪",
    "Kanal",
    "Kanal",
    "Zoë",
    "Hotel Bellavista",
    "x",
    "Łódź Trading GmbH",
];

/// A workspace in which somebody has been at work, and goes on.
pub(super) struct Office {
    pub(super) desk: Desk,
    pub(super) random: Random,
    owners: Vec<RecordId>,
    customers: Vec<RecordId>,
    deals: Vec<RecordId>,
    others: Vec<RecordId>,
}

impl Office {
    pub(super) fn new(seed: u64) -> Self {
        let mut desk = Desk::new();
        if seed.is_multiple_of(2) {
            desk.does(&Command::Create {
                id: settings::ID,
                fields: vec![
                    (Key::one(settings::NAME), text("Office")),
                    (Key::one(settings::CURRENCY), text("EUR")),
                    (Key::one(settings::FIRST_WEEKDAY), text("sunday")),
                ],
            });
        }
        let owners = ["Mara", "Tom", "李雷"]
            .map(|name| desk.creates(RecordKind::Owner, vec![(Key::one(owner::NAME), text(name))]));
        for (object, key, of) in [
            ("customer", "machine", "text"),
            ("customer", "tier", "choice"),
            ("customer", "since", "date"),
            ("customer", "colours", "multi"),
            ("customer", "account", "relation"),
            ("deal", "seats", "number"),
            ("deal", "fee", "money"),
            ("deal", "pilot", "bool"),
        ] {
            let fields = vec![
                (Key::one(custom_field::OBJECT), text(object)),
                (Key::one(custom_field::KEY), text(key)),
                (Key::one(custom_field::LABEL), text(key)),
                (Key::one(custom_field::TYPE), text(of)),
                (Key::one(custom_field::TARGET), text("customer")),
            ];
            desk.creates(RecordKind::CustomField, fields);
        }
        let mut office = Self {
            desk,
            random: Random::seeded(seed),
            owners: owners.to_vec(),
            customers: Vec::new(),
            deals: Vec::new(),
            others: Vec::new(),
        };
        (0..60).for_each(|_| office.works());
        office
    }

    fn number(&mut self) -> Value {
        let float = self.random.below(200) as f64 / 4.0 - 5.0;
        Value::Number(Number::from_f64(float).unwrap())
    }

    fn date(&mut self) -> Value {
        let day = NOW.today.add_days(self.random.below(120) as i32 - 80);
        Value::Date(day)
    }

    fn instant(&mut self) -> Value {
        let now = Instant::from_date(NOW.today);
        let ms = self.random.below(90 * 86_400_000) as i64;
        Value::Instant(now.add_ms(ms - 80 * 86_400_000))
    }

    fn money(&mut self) -> Value {
        let currency = *self.random.pick(&["EUR", "EUR", "USD", "JPY"]);
        let minor = self.random.below(2000) as i64 - 100;
        Value::Money(Money::from_minor(minor, Currency::parse(currency).unwrap()).unwrap())
    }

    fn name(&mut self) -> Value {
        let name = *self.random.pick(&NAMES);
        Value::text(match self.random.below(3) {
            0 => format!("{name} {}", self.random.below(30)),
            _ => name.to_owned(),
        })
    }

    fn one_of(&mut self, texts: &[&str]) -> Value {
        Value::text(*self.random.pick(texts))
    }

    fn some_customer(&mut self) -> Option<Value> {
        let at = self.random.below(self.customers.len() as u64 + 1) as usize;
        self.customers.get(at).map(|id| Value::Ref(*id))
    }

    fn some_customer_or_deal(&mut self) -> Option<Value> {
        if self.random.below(2) == 0 || self.deals.is_empty() {
            return self.some_customer();
        }
        Some(Value::Ref(*self.random.pick(&self.deals)))
    }

    fn value(&mut self, id: RecordId) -> (Key, Option<Value>) {
        let number = self.random.below(18);
        let element = ["1", "2", "zz"][self.random.below(3) as usize];
        let some = Some;
        match (id.kind, number) {
            (_, 0) => {
                let owner = *self.random.pick(&self.owners);
                (Key::one(field::OWNER), some(Value::Ref(owner)))
            }
            (_, 1) => {
                let tag = *self.random.pick(&["vip", "VIP", "Messe", "新"]);
                (Key::of(field::TAGS, tag), some(Value::Bool(true)))
            }
            (_, 2) => (Key::one(field::CREATED_AT), some(self.instant())),
            (RecordKind::Customer, 3) => {
                let address = format!("{}@x.example", self.random.below(40));
                let mut part = Part::new([(0, Value::text(address))]);
                if self.random.below(3) == 0 {
                    part.set(2, some(Value::Bool(true)));
                }
                if self.random.below(3) == 0 {
                    part.set(3, some(Value::Bool(self.random.below(2) == 0)));
                }
                (Key::of(customer::EMAILS, element), some(Value::Part(part)))
            }
            (RecordKind::Customer, 4) => {
                let digits = 900_000 + self.random.below(50);
                let part = Part::new([(0, Value::text(format!("+49 30 {digits}")))]);
                (Key::of(customer::PHONES, element), some(Value::Part(part)))
            }
            (RecordKind::Customer, 5) => {
                let city = self.one_of(&["Köln", "KOLN", "Porto", "上海"]);
                let part = Part::new([(0, Value::text("work")), (2, city)]);
                (
                    Key::of(customer::ADDRESSES, element),
                    some(Value::Part(part)),
                )
            }
            (RecordKind::Customer, 6) => match self.some_customer() {
                some_id @ Some(_) if some_id != Some(Value::Ref(id)) => {
                    let mut part = Part::default();
                    part.set(0, some_id);
                    if self.random.below(3) == 0 {
                        part.set(2, some(Value::Bool(true)));
                    }
                    (
                        Key::of(customer::COMPANIES, element),
                        some(Value::Part(part)),
                    )
                }
                _ => (Key::one(customer::TITLE), None),
            },
            (RecordKind::Customer, 7) => {
                let codes = ["lead", "customer", "former", "Stammgast"];
                (Key::one(customer::LIFECYCLE), some(self.one_of(&codes)))
            }
            (RecordKind::Customer, 8) => (Key::one(customer::SIZE), some(self.number())),
            (RecordKind::Customer, 9) => (Key::one(customer::BIRTHDAY), some(self.date())),
            (RecordKind::Customer, 10) => (Key::one(customer::NEXT_FOLLOW_UP), some(self.date())),
            (RecordKind::Customer, 11) => {
                let is_yes = self.random.below(2) == 0;
                (Key::one(customer::DO_NOT_CALL), some(Value::Bool(is_yes)))
            }
            (RecordKind::Customer, 12) => (Key::of(field::CUSTOM, "machine"), some(self.name())),
            (RecordKind::Customer, 13) => {
                let tier = self.one_of(&["gold", "silver"]);
                (Key::of(field::CUSTOM, "tier"), some(tier))
            }
            (RecordKind::Customer, 14) => match self.random.below(4) {
                0 => (Key::of(field::CUSTOM, "since"), some(self.date())),
                1 => (Key::of(field::CUSTOM, "account"), self.some_customer()),
                _ => {
                    let colour = *self.random.pick(&["Grün", "rot", "王 blau"]);
                    let is_there = self.random.below(3) > 0;
                    let key = custom_field::member("colours", colour);
                    (key, is_there.then_some(Value::Bool(true)))
                }
            },
            (RecordKind::Customer, 15) => (Key::one(customer::ANNUAL_REVENUE), some(self.money())),
            (RecordKind::Customer, 16) => {
                let external = Value::text(format!("00{}", self.random.below(20)));
                let system = ["salesforce", "hubspot"][self.random.below(2) as usize];
                (Key::of(field::EXTERNAL_IDS, system), some(external))
            }
            (RecordKind::Customer, _) => (Key::one(customer::NAME), some(self.name())),
            (RecordKind::Deal, 3 | 4) => (Key::one(deal::AMOUNT), some(self.money())),
            (RecordKind::Deal, 5 | 6) => {
                let stage = self.one_of(&["new", "qualified", "proposal", "won", "lost"]);
                (Key::one(deal::STAGE), some(stage))
            }
            (RecordKind::Deal, 7) => {
                let percent = self.random.below(201) as f64 / 2.0;
                let percent = Value::Number(Number::from_f64(percent).unwrap());
                (Key::one(deal::PROBABILITY), some(percent))
            }
            (RecordKind::Deal, 8) => (Key::one(deal::EXPECTED_CLOSE), some(self.date())),
            (RecordKind::Deal, 9) => (Key::one(deal::STAGE_SINCE), some(self.date())),
            (RecordKind::Deal, 10) => (Key::one(deal::NEXT_FOLLOW_UP), some(self.date())),
            (RecordKind::Deal, 11) => (Key::one(deal::CUSTOMER), self.some_customer()),
            (RecordKind::Deal, 12) => (Key::of(field::CUSTOM, "seats"), some(self.number())),
            (RecordKind::Deal, 13) => (Key::of(field::CUSTOM, "fee"), some(self.money())),
            (RecordKind::Deal, 14) => {
                let is_yes = self.random.below(2) == 0;
                (Key::of(field::CUSTOM, "pilot"), some(Value::Bool(is_yes)))
            }
            (RecordKind::Deal, 15) => (Key::one(deal::NEXT_STEP), some(self.name())),
            (RecordKind::Deal, 16) => match self.random.below(5) {
                0 => (Key::one(deal::CLOSED_AT), some(self.date())),
                1 => {
                    let reason = self.one_of(&["price", "timing", "Zu spät"]);
                    (Key::one(deal::LOST_REASON), some(reason))
                }
                2 | 3 => {
                    let category = self.one_of(deal::FORECAST_CATEGORIES);
                    (Key::one(deal::FORECAST_CATEGORY), some(category))
                }
                _ => (Key::one(deal::STARTED_AT), some(self.date())),
            },
            (RecordKind::Deal, _) => (Key::one(deal::NAME), some(self.name())),
            (RecordKind::Transaction, 3 | 4) => {
                (Key::one(transaction::CUSTOMER), self.some_customer())
            }
            (RecordKind::Transaction, 5) => (Key::one(transaction::DATE), some(self.date())),
            (RecordKind::Transaction, 6) => (Key::one(transaction::AMOUNT), some(self.money())),
            (RecordKind::Transaction, _) => {
                let kind = self.one_of(&["order", "invoice", "refund"]);
                (Key::one(transaction::KIND), some(kind))
            }
            (_, 3) => (Key::one(activity::AT), some(self.instant())),
            (_, 4) => (Key::one(activity::DUE), some(self.date())),
            (_, 5) => (Key::one(activity::DONE_AT), some(self.instant())),
            (_, 6) => {
                let status = self.one_of(&["not_started", "done", "waiting"]);
                (Key::one(activity::STATUS), some(status))
            }
            (_, 7) => match self.some_customer() {
                None => (Key::one(activity::BODY), None),
                some_id => {
                    let mut part = Part::default();
                    part.set(0, some_id);
                    (
                        Key::of(activity::PARTICIPANTS, element),
                        some(Value::Part(part)),
                    )
                }
            },
            (_, 8 | 9) => (Key::one(activity::ABOUT), self.some_customer_or_deal()),
            (_, 10 | 11) => {
                let kind = self.one_of(&["task", "call", "note"]);
                (Key::one(activity::KIND), some(kind))
            }
            _ => (Key::one(activity::SUBJECT), some(self.name())),
        }
    }

    /// Makes, edits, trashes or restores something.
    pub(super) fn works(&mut self) {
        let which = self.random.below(20);
        let all: Vec<RecordId> = [&self.customers, &self.deals, &self.others]
            .into_iter()
            .flatten()
            .copied()
            .collect();
        if which < 8 && !all.is_empty() {
            let id = *self.random.pick(&all);
            let (key, mut value) = self.value(id);
            if self.random.below(5) == 0 {
                value = None;
            }
            let fields = vec![(key, value)];
            let edit = Command::Edit {
                ids: vec![id],
                fields,
                revision: None,
            };
            let change = self.desk.tries(&edit);
            if let (Ok(change), 0) = (change, self.random.below(6)) {
                let _ = self.desk.undoes(&change);
            }
            return;
        }
        if which == 8 && !all.is_empty() {
            let ids = vec![*self.random.pick(&all)];
            let command = match self.random.below(3) {
                0 => Command::Restore { ids },
                1 if all.len() > 40 => Command::Erase { ids },
                _ => Command::Trash { ids },
            };
            let _ = self.desk.tries(&command);
            return;
        }
        let kinds = [
            RecordKind::Customer,
            RecordKind::Customer,
            RecordKind::Deal,
            RecordKind::Transaction,
            RecordKind::Activity,
        ];
        let kind = *self.random.pick(&kinds);
        let id = self.desk.id(kind);
        let mut fields: Vec<(Key, Option<Value>)> = Vec::new();
        for _ in 0..self.random.below(12) {
            let field = self.value(id);
            fields.retain(|(key, _)| *key != field.0);
            fields.push(field);
        }
        let mut need = |field, value: Value| {
            if !fields.iter().any(|(key, _)| *key == Key::one(field)) {
                fields.push((Key::one(field), Some(value)));
            }
        };
        let name = self.name();
        match kind {
            RecordKind::Customer => {
                let kind = self.one_of(&["person", "company"]);
                need(customer::KIND, kind);
                need(customer::NAME, name);
            }
            RecordKind::Deal => need(deal::NAME, name),
            RecordKind::Transaction => {
                need(transaction::DATE, self.date());
                need(transaction::AMOUNT, self.money());
            }
            _ => need(activity::KIND, Value::text("task")),
        }
        if self.desk.tries(&Command::Create { id, fields }).is_ok() {
            match kind {
                RecordKind::Customer => self.customers.push(id),
                RecordKind::Deal => self.deals.push(id),
                _ => self.others.push(id),
            }
        }
    }
}

/// All records of a kind that are not gone, with their rows.
fn records(workspace: &Workspace, kind: RecordKind) -> Vec<(u32, Record)> {
    let table = workspace.table(kind);
    (0..table.rows() as u32)
        .filter(|row| table.standing(*row) != Standing::Gone)
        .map(|row| (row, table.record(row).unwrap().into_owned()))
        .collect()
}

fn live(workspace: &Workspace, kind: RecordKind) -> Vec<Record> {
    let all = records(workspace, kind)
        .into_iter()
        .map(|(_, record)| record);
    all.filter(|record| record.standing() == Standing::Live)
        .collect()
}

fn reference(record: &Record, field: crate::domain::FieldIx) -> Option<RecordId> {
    record.value(field).and_then(Value::as_ref_id)
}

fn outcome(workspace: &Workspace, record: &Record) -> String {
    let pipeline = reference(record, deal::PIPELINE).unwrap();
    let stage = workspace.stage(pipeline, record.text(deal::STAGE));
    stage.map_or("open".into(), |stage| stage.category().to_owned())
}

fn begun(record: &Record) -> Date {
    let started = record.value(deal::STARTED_AT).and_then(Value::as_date);
    started.unwrap_or_else(|| day(stamp::created_at(record)))
}

fn forecast(workspace: &Workspace, record: &Record) -> String {
    let pipeline = reference(record, deal::PIPELINE).unwrap();
    let stage = workspace.stage(pipeline, record.text(deal::STAGE));
    match outcome(workspace, record).as_str() {
        "won" => return "closed".into(),
        "lost" => return "omitted".into(),
        _ => {}
    }
    let of_stage = stage.as_ref().and_then(|stage| stage.forecast_category());
    for said in [
        record.text(deal::FORECAST_CATEGORY),
        of_stage.unwrap_or_default(),
    ] {
        if !said.is_empty() && said != "closed" {
            return said.to_owned();
        }
    }
    let percent = stage.map_or(0.0, |stage| stage.probability());
    let by_chance = if percent >= 75.0 {
        "commit"
    } else if percent >= 50.0 {
        "best_case"
    } else {
        "pipeline"
    };
    by_chance.into()
}

fn number(float: f64) -> Value {
    Value::Number(Number::from_f64(float).unwrap())
}

fn day(instant: Instant) -> Date {
    let zone = NOW.zone;
    let ahead = i64::from(zone.offset_at(instant.to_ms()));
    instant.add_ms(ahead * 60_000).date()
}

fn company(record: &Record) -> Option<RecordId> {
    let mut parts: Vec<(&str, &Part)> = record
        .elements(customer::COMPANIES)
        .map(|(element, value)| (&**element, value.as_part().unwrap()))
        .filter(|(_, part)| part.value(0).is_some())
        .collect();
    parts.sort_by_key(|(element, part)| (!part.value(2).is_some_and(Value::is_yes), *element));
    parts.first()?.1.value(0)?.as_ref_id()
}

fn customers_of_activity(workspace: &Workspace, record: &Record) -> Vec<RecordId> {
    let about = reference(record, activity::ABOUT).and_then(|id| match id.kind {
        RecordKind::Deal => reference(&*workspace.record(id)?, deal::CUSTOMER),
        _ => Some(id),
    });
    about.into_iter().collect()
}

fn last_contact(workspace: &Workspace, id: RecordId) -> Option<Date> {
    let own = |id: RecordId| {
        let mut days: Vec<Date> = Vec::new();
        for record in live(workspace, RecordKind::Activity) {
            let mut with = customers_of_activity(workspace, &record);
            let participants = record.elements(activity::PARTICIPANTS);
            with.extend(participants.filter_map(|(_, part)| part.as_part()?.value(0)?.as_ref_id()));
            let said = |field| match record.value(field) {
                Some(Value::Instant(at)) => Some(*at),
                _ => None,
            };
            let at = match record.text(activity::KIND) {
                "task" => said(activity::DONE_AT),
                _ => said(activity::AT)
                    .or(said(activity::DONE_AT))
                    .or(Some(stamp::created_at(&record))),
            };
            if with.contains(&id) {
                days.extend(at.map(day));
            }
        }
        for record in live(workspace, RecordKind::Transaction) {
            if reference(&record, transaction::CUSTOMER) == Some(id) {
                days.extend(record.value(transaction::DATE).and_then(Value::as_date));
            }
        }
        days
    };
    let mut days = own(id);
    for (_, person) in records(workspace, RecordKind::Customer) {
        if company(&person) == Some(id) {
            days.extend(own(person.id));
        }
    }
    days.into_iter().filter(|day| *day <= NOW.today).max()
}

fn is_open_task(record: &Record) -> bool {
    record.text(activity::KIND) == "task"
        && !["done", "cancelled"].contains(&record.text(activity::STATUS))
        && record.value(activity::DONE_AT).is_none()
}

fn next_step(workspace: &Workspace, record: &Record) -> Option<Date> {
    let mut days = Vec::new();
    for task in live(workspace, RecordKind::Activity) {
        if is_open_task(&task) && customers_of_activity(workspace, &task).contains(&record.id) {
            days.extend(task.value(activity::DUE).and_then(Value::as_date));
        }
    }
    for deal in live(workspace, RecordKind::Deal) {
        let is_open = outcome(workspace, &deal) == "open";
        if is_open && reference(&deal, deal::CUSTOMER) == Some(record.id) {
            days.extend(deal.value(deal::NEXT_FOLLOW_UP).and_then(Value::as_date));
        }
    }
    if record.standing() == Standing::Live {
        days.extend(
            record
                .value(customer::NEXT_FOLLOW_UP)
                .and_then(Value::as_date),
        );
    }
    days.into_iter().min()
}

/// The values of a path.
fn values(workspace: &Workspace, record: &Record, path: &str) -> Vec<Value> {
    let kind = record.id.kind;
    let one = |value: Option<Value>| value.into_iter().collect();
    let customer_of = |record: &Record| {
        let mut ids = customers_of_activity(workspace, record).into_iter();
        ids.find(|id| {
            let standing = workspace.record(*id).map(|record| record.standing());
            standing.is_some_and(|standing| standing != Standing::Gone)
        })
    };
    let state = || super::deal::DealState::of(workspace, record, *NOW);
    match (kind, path) {
        (_, "id") => return vec![Value::text(record.id.to_string())],
        (_, "created_at") => return vec![Value::Instant(stamp::created_at(record))],
        (_, "updated_at") => {
            let ms = record.revision().ms() as i64;
            return vec![Value::Instant(Instant::from_ms(ms).unwrap())];
        }
        (RecordKind::Customer, "email") => {
            let mut parts: Vec<_> = record
                .elements(customer::EMAILS)
                .map(|(id, value)| (id, value.as_part().unwrap()))
                .collect();
            parts.sort_by_key(|(id, part)| (!part.value(2).is_some_and(Value::is_yes), *id));
            return one(parts.first().and_then(|(_, part)| part.value(0).cloned()));
        }
        (RecordKind::Customer, "company") => return one(company(record).map(Value::Ref)),
        (RecordKind::Customer, "completeness") => {
            let facts = of_customer::facts(record.text(customer::KIND)).iter();
            let there = facts.filter(|fact| {
                record.value(fact.field).is_some() || record.elements(fact.field).count() > 0
            });
            let sum: u32 = there.map(|fact| u32::from(fact.weight)).sum();
            return vec![number(f64::from(sum))];
        }
        (RecordKind::Customer, "last_contact") => {
            return one(last_contact(workspace, record.id).map(Value::Date));
        }
        (RecordKind::Customer, "open_deals") => {
            let count = live(workspace, RecordKind::Deal)
                .iter()
                .filter(|deal| outcome(workspace, deal) == "open")
                .filter(|deal| reference(deal, deal::CUSTOMER) == Some(record.id))
                .count();
            return vec![number(count as f64)];
        }
        (RecordKind::Customer, "next_step") => {
            return one(next_step(workspace, record).map(Value::Date));
        }
        (RecordKind::Deal, "outcome") => return vec![Value::text(outcome(workspace, record))],
        (RecordKind::Deal, "weighted") => return one(state().weighted.map(Value::Money)),
        (RecordKind::Deal, "days_in_stage") => {
            return one(state().days_in_stage.map(|days| number(days as f64)));
        }
        (RecordKind::Deal, "is_stale") => return vec![Value::Bool(state().is_stale)],
        (RecordKind::Deal, "begun") => return vec![Value::Date(begun(record))],
        (RecordKind::Deal, "days_to_close") => {
            let closed = record.value(deal::CLOSED_AT).and_then(Value::as_date);
            let closed = closed.filter(|_| outcome(workspace, record) != "open");
            let days = closed.map(|closed| begun(record).days_until(closed));
            return one(days
                .filter(|days| *days >= 0)
                .map(|days| number(f64::from(days))));
        }
        (RecordKind::Deal, "stage_order") => {
            let stages = workspace.stages(reference(record, deal::PIPELINE).unwrap());
            let open: Vec<_> = stages
                .iter()
                .filter(|one| one.category() == "open")
                .collect();
            let at = open
                .iter()
                .position(|one| *one.id == *record.text(deal::STAGE));
            let order = match (outcome(workspace, record).as_str(), at) {
                ("won", _) => Some(open.len() + 1),
                ("open", Some(at)) => Some(at + 1),
                _ => None,
            };
            return one(order.map(|order| number(order as f64)));
        }
        (RecordKind::Deal, "forecast") => return vec![Value::text(forecast(workspace, record))],
        (RecordKind::Activity, "customer") => return one(customer_of(record).map(Value::Ref)),
        (RecordKind::Activity, "day") => {
            let at = || match record.value(activity::AT) {
                Some(Value::Instant(at)) => Some(day(*at)),
                _ => None,
            };
            let due = record.value(activity::DUE).and_then(Value::as_date);
            return one(due.or_else(at).map(Value::Date));
        }
        (RecordKind::Activity, "is_open") => return vec![Value::Bool(is_open_task(record))],
        _ => {}
    }
    let (first, rest) = path
        .split_once('.')
        .map_or((path, None), |(a, b)| (a, Some(b)));
    if let (RecordKind::Customer, "company", Some(rest)) = (kind, first, rest) {
        let to = company(record).and_then(|id| workspace.table(id.kind).row(id.uuid));
        let to = to.and_then(|row| workspace.table(RecordKind::Customer).record(row));
        let to = to.filter(|to| to.standing() != Standing::Gone);
        return to.map_or_else(Vec::new, |to| values(workspace, &to, rest));
    }
    let ix = kind.field_named(first).unwrap();
    let of = kind.field(ix).unwrap();
    match (of.shape, rest) {
        (Shape::One, None) => one(record.value(ix).cloned()),
        (Shape::One, Some(rest)) => {
            let to = reference(record, ix);
            let to = to.and_then(|id| workspace.record(id));
            to.map_or_else(Vec::new, |to| values(workspace, &to, rest))
        }
        (Shape::Map, Some(rest)) if ix == field::CUSTOM => {
            let (key, further) = custom_field::split(rest);
            let own = record.element(ix, Some(key)).cloned();
            match (own, further) {
                (Some(Value::Ref(id)), Some(rest)) => workspace
                    .record(id)
                    .map_or_else(Vec::new, |to| values(workspace, &to, rest)),
                (own, None) => {
                    let members = record.elements(ix).filter_map(|(element, _)| {
                        let member = element.strip_prefix(key)?.strip_prefix('.')?;
                        Some(Value::text(member))
                    });
                    own.into_iter().chain(members).collect()
                }
                _ => Vec::new(),
            }
        }
        (Shape::Map, Some(rest)) => one(record.element(ix, Some(rest)).cloned()),
        (Shape::Set, _) => record
            .elements(ix)
            .map(|(element, _)| Value::text(&**element))
            .collect(),
        (_, rest) => record
            .elements(ix)
            .flat_map(|(_, value)| match value.as_part() {
                None => vec![value.clone()],
                Some(part) => {
                    let names = of.parts();
                    let main = ["value", "customer"];
                    let has_main = names.iter().any(|name| main.contains(&name.name));
                    part.iter()
                        .filter(|(place, value)| {
                            let name = names[usize::from(*place)].name;
                            match rest {
                                Some(rest) => rest == name,
                                None if has_main => main.contains(&name),
                                None => value.as_text().is_some(),
                            }
                        })
                        .map(|(_, value)| value.clone())
                        .collect()
                }
            })
            .collect(),
    }
}

/// A value for comparing with another of its field.
fn compare(
    workspace: &Workspace,
    value: &Value,
    operand: &Operand,
) -> Option<(Ordering, Ordering)> {
    let both = |order| Some((order, order));
    match (value, operand) {
        (Value::Number(one), Operand::Number(other)) => both(one.cmp(other)),
        (Value::Date(one), Operand::Text(other)) => {
            both(one.cmp(&parse_day(other, NOW.today).unwrap()))
        }
        (Value::Instant(one), Operand::Text(other)) => match Instant::parse(other) {
            Ok(other) => both(one.cmp(&other)),
            Err(_) => both(day(*one).cmp(&parse_day(other, NOW.today).unwrap())),
        },
        (Value::Money(one), Operand::Money(other)) => (one.currency() == other.currency())
            .then(|| one.minor().cmp(&other.minor()))
            .and_then(both),
        (Value::Money(one), Operand::Number(other)) => {
            let own = workspace.currency();
            let is_own = own.is_none_or(|own| own == one.currency());
            let other = other.to_f64() * 10f64.powi(one.currency().minor_digits() as i32);
            is_own
                .then(|| (one.minor() as f64).total_cmp(&other))
                .and_then(both)
        }
        _ => panic!("{value:?} beside {operand:?}"),
    }
}

fn is(workspace: &Workspace, value: &Value, operand: &Operand) -> bool {
    match (value, operand) {
        (Value::Text(one), Operand::Text(other)) => fold(one) == fold(other),
        (Value::Bool(one), Operand::Bool(other)) => one == other,
        (Value::Ref(id), Operand::Text(other)) => match RecordId::parse(other) {
            Ok(other) => *id == other,
            Err(_) => fold(&workspace.name(*id)) == fold(other),
        },
        _ => compare(workspace, value, operand).is_some_and(|(order, _)| order.is_eq()),
    }
}

fn as_text(workspace: &Workspace, value: &Value) -> String {
    match value {
        Value::Ref(id) => fold(&workspace.name(*id)),
        value => fold(value.as_text().unwrap()),
    }
}

fn passes(workspace: &Workspace, record: &Record, condition: &Condition) -> bool {
    let mut values = values(workspace, record, &condition.field);
    if is_yes_or_no(&condition.field) && !matches!(condition.test, Test::Empty(_)) {
        // What was never said counts as no.
        values = vec![Value::Bool(values.iter().any(Value::is_yes))];
    }
    let order = |value: &Value, operand: &Operand| compare(workspace, value, operand);
    let week = match workspace.record(settings::ID) {
        Some(_) => Weekday::Sunday,
        None => Weekday::Monday,
    };
    match &condition.test {
        Test::Empty(is_empty) => values.is_empty() == *is_empty,
        Test::Is(one) => values.iter().any(|value| is(workspace, value, one)),
        Test::In(all) => values
            .iter()
            .any(|value| all.iter().any(|one| is(workspace, value, one))),
        Test::Contains(part) => values
            .iter()
            .any(|value| as_text(workspace, value).contains(&fold(part))),
        Test::Starts(start) => values
            .iter()
            .any(|value| as_text(workspace, value).starts_with(&fold(start))),
        Test::Gt(one) => values
            .iter()
            .any(|value| order(value, one).is_some_and(|(o, _)| o.is_gt())),
        Test::Gte(one) => values
            .iter()
            .any(|value| order(value, one).is_some_and(|(o, _)| o.is_ge())),
        Test::Lt(one) => values
            .iter()
            .any(|value| order(value, one).is_some_and(|(o, _)| o.is_lt())),
        Test::Lte(one) => values
            .iter()
            .any(|value| order(value, one).is_some_and(|(o, _)| o.is_le())),
        Test::Between(low, high) => values.iter().any(|value| {
            order(value, low).is_some_and(|(o, _)| o.is_ge())
                && order(value, high).is_some_and(|(o, _)| o.is_le())
        }),
        Test::Within(period) => {
            let (first, last) = period.days(NOW.today, week);
            values.iter().any(|value| {
                let on = match value {
                    Value::Date(date) => *date,
                    Value::Instant(instant) => day(*instant),
                    other => panic!("{other:?}"),
                };
                first <= on && on <= last
            })
        }
    }
}

fn holds(workspace: &Workspace, record: &Record, filter: &Filter) -> bool {
    match filter {
        Filter::All(filters) => filters.iter().all(|one| holds(workspace, record, one)),
        Filter::Any(filters) => filters.iter().any(|one| holds(workspace, record, one)),
        Filter::Not(filter) => !holds(workspace, record, filter),
        Filter::Test(condition) => passes(workspace, record, condition),
    }
}

/// What a path's values are, for making conditions that suit.
#[derive(Clone, Copy, PartialEq)]
enum Sample {
    Text,
    Number,
    Bool,
    Date,
    Instant,
    Money,
    Ref,
}

const OF_CUSTOMERS: &[(&str, Sample)] = &[
    ("name", Sample::Text),
    ("kind", Sample::Text),
    ("lifecycle", Sample::Text),
    ("size", Sample::Number),
    ("birthday", Sample::Date),
    ("annual_revenue", Sample::Money),
    ("do_not_call", Sample::Bool),
    ("owner", Sample::Ref),
    ("owner.name", Sample::Text),
    ("tags", Sample::Text),
    ("emails", Sample::Text),
    ("emails.opt_out", Sample::Bool),
    ("phones", Sample::Text),
    ("addresses", Sample::Text),
    ("addresses.city", Sample::Text),
    ("companies", Sample::Ref),
    ("company", Sample::Ref),
    ("company.lifecycle", Sample::Text),
    ("company.size", Sample::Number),
    ("company.completeness", Sample::Number),
    ("custom.machine", Sample::Text),
    ("custom.tier", Sample::Text),
    ("custom.since", Sample::Date),
    ("custom.colours", Sample::Text),
    ("custom.account", Sample::Ref),
    ("custom.account.lifecycle", Sample::Text),
    ("custom.account.custom.colours", Sample::Text),
    ("external_ids", Sample::Text),
    ("external_ids.hubspot", Sample::Text),
    ("email", Sample::Text),
    ("completeness", Sample::Number),
    ("last_contact", Sample::Date),
    ("open_deals", Sample::Number),
    ("next_step", Sample::Date),
    ("created_at", Sample::Instant),
    ("updated_at", Sample::Instant),
];
const OF_DEALS: &[(&str, Sample)] = &[
    ("name", Sample::Text),
    ("amount", Sample::Money),
    ("weighted", Sample::Money),
    ("stage", Sample::Text),
    ("outcome", Sample::Text),
    ("expected_close", Sample::Date),
    ("days_in_stage", Sample::Number),
    ("is_stale", Sample::Bool),
    ("begun", Sample::Date),
    ("days_to_close", Sample::Number),
    ("stage_order", Sample::Number),
    ("forecast", Sample::Text),
    ("customer", Sample::Ref),
    ("customer.name", Sample::Text),
    ("customer.lifecycle", Sample::Text),
    ("customer.tags", Sample::Text),
    ("customer.do_not_call", Sample::Bool),
    ("customer.next_step", Sample::Date),
    ("customer.custom.machine", Sample::Text),
    ("owner.name", Sample::Text),
    ("custom.seats", Sample::Number),
    ("custom.fee", Sample::Money),
    ("custom.pilot", Sample::Bool),
    ("created_at", Sample::Instant),
];
const OF_ACTIVITIES: &[(&str, Sample)] = &[
    ("subject", Sample::Text),
    ("at", Sample::Instant),
    ("due", Sample::Date),
    ("about", Sample::Ref),
    ("about.name", Sample::Text),
    ("about.owner", Sample::Ref),
    ("about.created_at", Sample::Instant),
    ("customer", Sample::Ref),
    ("day", Sample::Date),
    ("is_open", Sample::Bool),
    ("participants", Sample::Ref),
    ("tags", Sample::Text),
];

fn is_yes_or_no(path: &str) -> bool {
    [OF_CUSTOMERS, OF_DEALS, OF_ACTIVITIES]
        .concat()
        .iter()
        .any(|(name, sort)| *name == path && *sort == Sample::Bool)
}

const KINDS: [(RecordKind, &[(&str, Sample)]); 3] = [
    (RecordKind::Customer, OF_CUSTOMERS),
    (RecordKind::Deal, OF_DEALS),
    (RecordKind::Activity, OF_ACTIVITIES),
];

/// Has several values a row, so that it cannot be sorted by.
fn is_list(path: &str) -> bool {
    let lists = [
        "tags",
        "emails",
        "phones",
        "addresses",
        "companies",
        "participants",
    ];
    let last = path.strip_prefix("customer.").unwrap_or(path);
    let first = last.split('.').next().unwrap();
    lists.contains(&first) || last == "external_ids" || path.ends_with("custom.colours")
}

/// A condition's value: one that is somewhere, or one nearby.
fn operand(random: &mut Random, of: Sample, there: &[Value]) -> Operand {
    let pick = |random: &mut Random| {
        (!there.is_empty() && random.below(3) > 0).then(|| random.pick(there).clone())
    };
    match (of, pick(random)) {
        (Sample::Text, Some(Value::Text(text))) => match random.below(3) {
            0 => Operand::Text(text.to_uppercase().into()),
            _ => Operand::Text(text),
        },
        (Sample::Text, _) => {
            Operand::text(random.pick::<&str>(&["a", "grao", "王", "won", "zzz", "+49 30"]))
        }
        (Sample::Number, Some(Value::Number(number))) => Operand::Number(number),
        (Sample::Number, _) => Operand::Number(Number::from(random.below(100) as u32)),
        (Sample::Bool, _) => Operand::Bool(random.below(2) == 0),
        (Sample::Date, Some(Value::Date(date))) => Operand::Text(date.to_string().into()),
        (Sample::Instant, Some(Value::Instant(at))) if random.below(2) == 0 => {
            Operand::Text(at.to_string().into())
        }
        (Sample::Date | Sample::Instant, _) => Operand::text(random.pick::<&str>(&[
            "today",
            "30 days ago",
            "2023-10-12",
            "in 2 weeks",
        ])),
        (Sample::Money, Some(Value::Money(money))) => match random.below(2) {
            0 => Operand::Money(money),
            _ => Operand::Number(Number::from_f64(money.to_f64() + 0.001).unwrap()),
        },
        (Sample::Money, _) => Operand::Number(Number::from(random.below(20) as u32)),
        (Sample::Ref, Some(Value::Ref(id))) => Operand::Text(id.to_string().into()),
        (Sample::Ref, _) => Operand::text(random.pick::<&str>(&["Kanal", "mara", "Bob & Söhne"])),
    }
}

fn condition(workspace: &Workspace, random: &mut Random, kind: RecordKind) -> Condition {
    let (_, paths) = KINDS[KINDS.iter().position(|(of, _)| *of == kind).unwrap()];
    let (path, of) = *random.pick(paths);
    let there: Vec<Value> = records(workspace, kind)
        .iter()
        .take(40)
        .flat_map(|(_, record)| values(workspace, record, path))
        .collect();
    let mut one = || operand(random, of, &there);
    let (a, b, c) = (one(), one(), one());
    let is_ordered = matches!(
        of,
        Sample::Number | Sample::Date | Sample::Instant | Sample::Money
    );
    let word = |operand: &Operand, random: &mut Random| match operand {
        Operand::Text(text) if !text.contains(':') => {
            let skip = random.below(3) as usize;
            let word: String = text.chars().skip(skip).take(4).collect();
            if fold(&word).is_empty() {
                "a".into()
            } else {
                word.into()
            }
        }
        _ => Box::from("a"),
    };
    let test = match random.below(12) {
        0 | 1 => Test::Is(a),
        2 => Test::In(vec![a, b, c]),
        3 => Test::Empty(random.below(2) == 0),
        4 if matches!(of, Sample::Text | Sample::Ref) => Test::Contains(word(&a, random)),
        5 if matches!(of, Sample::Text | Sample::Ref) => Test::Starts(word(&a, random)),
        6 if is_ordered => Test::Gt(a),
        7 if is_ordered => Test::Gte(a),
        8 if is_ordered => Test::Lt(a),
        9 if is_ordered => Test::Lte(a),
        10 if is_ordered => Test::Between(a, b),
        _ if matches!(of, Sample::Date | Sample::Instant) => {
            let spans = [
                "this week",
                "last 30 days",
                "next 7 days",
                "this quarter",
                "last month",
            ];
            Test::Within(Period::parse(random.pick::<&str>(&spans)).unwrap())
        }
        _ => Test::Is(a),
    };
    // Names and ids do not mix in one list.
    let test = match test {
        Test::In(mut all) if of == Sample::Ref => {
            all.retain(|one| matches!(one, Operand::Text(text) if RecordId::parse(text).is_ok()));
            Test::In(all)
        }
        test => test,
    };
    Condition {
        field: path.into(),
        test,
    }
}

fn filter(workspace: &Workspace, random: &mut Random, kind: RecordKind, depth: u32) -> Filter {
    let some = |random: &mut Random| {
        (0..random.below(4))
            .map(|_| filter(workspace, random, kind, depth + 1))
            .collect()
    };
    match random.below(8) {
        0 if depth < 3 => Filter::All(some(random)),
        1 if depth < 3 => Filter::Any(some(random)),
        2 if depth < 3 => Filter::Not(Box::new(filter(workspace, random, kind, depth + 1))),
        _ => Filter::Test(condition(workspace, random, kind)),
    }
}

/// How two records stand to each other by a path, what is missing last.
fn by_path(workspace: &Workspace, a: &Record, b: &Record, key: &SortKey) -> Ordering {
    let first = |record| values(workspace, record, &key.field).into_iter().next();
    let name = |value: &Value| match value {
        Value::Ref(id) => Some(fold(&workspace.name(*id))).filter(|name| !name.is_empty()),
        Value::Text(text) => Some(fold(text)),
        _ => Some(String::new()),
    };
    let (a, b) = (first(a), first(b));
    let present = |value: Option<Value>| value.filter(|value| name(value).is_some());
    match (present(a), present(b)) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Greater,
        (_, None) => Ordering::Less,
        (Some(a), Some(b)) => {
            let directed = |order: Ordering| {
                if key.is_descending {
                    order.reverse()
                } else {
                    order
                }
            };
            match (&a, &b) {
                (Value::Money(a), Value::Money(b)) => {
                    let rank = |money: &Money| {
                        (
                            Some(money.currency()) != workspace.currency(),
                            money.currency(),
                        )
                    };
                    let currencies = rank(a).cmp(&rank(b));
                    currencies.then_with(|| directed(a.minor().cmp(&b.minor())))
                }
                (Value::Number(a), Value::Number(b)) => directed(a.cmp(b)),
                (Value::Bool(a), Value::Bool(b)) => directed(a.cmp(b)),
                (Value::Date(a), Value::Date(b)) => directed(a.cmp(b)),
                (Value::Instant(a), Value::Instant(b)) => directed(a.cmp(b)),
                (Value::Text(one), Value::Text(other)) => {
                    let place = |text: &str| {
                        let codes = choice(&key.field, workspace);
                        let place = codes.iter().position(|code| **code == *text);
                        place.unwrap_or(usize::MAX)
                    };
                    let places = place(one).cmp(&place(other));
                    directed(places.then_with(|| fold(one).cmp(&fold(other))))
                }
                (Value::Ref(one), Value::Ref(other)) => directed(
                    one.kind
                        .cmp(&other.kind)
                        .then_with(|| name(&a).cmp(&name(&b))),
                ),
                _ => panic!("{a:?} beside {b:?}"),
            }
        }
    }
}

/// The codes of a choice in their order.
fn choice(path: &str, workspace: &Workspace) -> Vec<String> {
    let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    match path {
        "kind" => owned(customer::KINDS),
        "lifecycle" | "customer.lifecycle" | "company.lifecycle" => owned(customer::LIFECYCLES),
        "outcome" => owned(&["open", "won", "lost"]),
        "forecast" => owned(deal::FORECAST_CATEGORIES),
        "stage" => {
            let stages = workspace.stages(workspace.default_pipeline().unwrap());
            stages.iter().map(|stage| stage.id.to_string()).collect()
        }
        _ => Vec::new(),
    }
}

/// What a query should answer: the rows in order.
fn expected(workspace: &Workspace, query: &Query) -> Vec<(u32, Record)> {
    let mut found: Vec<(u32, Record)> = records(workspace, query.kind)
        .into_iter()
        .filter(|(_, record)| match query.trash {
            Trash::Without => record.standing() == Standing::Live,
            Trash::With => true,
            Trash::Only => record.standing() == Standing::Trashed,
        })
        .filter(|(_, record)| {
            let filter = query.filter.as_ref();
            filter.is_none_or(|filter| holds(workspace, record, filter))
        })
        .collect();
    found.sort_by(|(_, a), (_, b)| {
        let keys = query.sort.0.iter();
        keys.map(|key| by_path(workspace, a, b, key))
            .fold(Ordering::Equal, Ordering::then)
            .then(a.id.cmp(&b.id))
    });
    found
}

fn any_query(workspace: &Workspace, random: &mut Random) -> Query {
    let (kind, paths) = *random.pick(&KINDS);
    let mut query = Query::new(kind);
    if random.below(6) > 0 {
        query.filter = Some(filter(workspace, random, kind, 0));
    }
    for _ in 0..random.below(3) {
        let field = random.pick(paths).0;
        let is_new = query.sort.0.iter().all(|key| *key.field != *field);
        if is_new && !is_list(field) {
            query.sort.0.push(SortKey {
                field: field.into(),
                is_descending: random.below(2) == 0,
            });
        }
    }
    query.trash = *random.pick(&[Trash::Without, Trash::Without, Trash::With, Trash::Only]);
    query
}

#[test]
fn random_queries_over_random_workspaces_agree_with_the_plain_twin() {
    let (mut asked, mut found) = (0, 0);
    for seed in 0..12 {
        let mut office = Office::new(seed);
        for step in 0..60 {
            if step == 30 {
                office.desk.workspace = repacked(&office.desk.workspace);
            }
            (0..office.random.below(6)).for_each(|_| office.works());
            let workspace = &office.desk.workspace;
            let query = any_query(workspace, &mut office.random);
            let answer = run(workspace, &query, *NOW)
                .unwrap_or_else(|problems| panic!("{problems:?} of {query:?}"));
            let expected = expected(workspace, &query);
            let rows: Vec<u32> = expected.iter().map(|(row, _)| *row).collect();
            assert_eq!(
                answer.rows,
                rows,
                "seed {seed}, step {step}: {}",
                query.to_query_string()
            );
            assert_eq!(answer.total, rows.len());
            let again = Query::parse(query.kind, &query.to_query_string());
            assert_eq!(again, Ok(query), "as an address");
            asked += 1;
            found += rows.len();
        }
    }
    println!("{asked} queries, {found} rows, 0 differences");
    assert!(
        found > asked * 5,
        "the queries find too little to say anything"
    );
}

#[test]
fn pages_put_together_are_the_whole() {
    for seed in 0..6 {
        let mut office = Office::new(seed);
        (0..200).for_each(|_| office.works());
        let workspace = &office.desk.workspace;
        let mut query = Query::new(RecordKind::Customer);
        query.sort = Sort::parse("-size,name").unwrap();
        let whole = run(workspace, &query, *NOW).unwrap();
        query.limit = Some(7);
        let (mut pages, mut by_offset) = (Vec::new(), Vec::new());
        loop {
            let page = run(workspace, &query, *NOW).unwrap();
            assert_eq!(page.total, whole.total);
            pages.extend(page.rows);
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => break,
            }
        }
        query.cursor = None;
        while by_offset.len() < whole.total {
            query.offset = by_offset.len();
            by_offset.extend(run(workspace, &query, *NOW).unwrap().rows);
        }
        assert_eq!(
            (&pages, &by_offset),
            (&whole.rows, &whole.rows),
            "seed {seed}"
        );
    }
}

#[test]
fn a_walk_in_pages_meets_every_record_once_while_others_are_edited() {
    for seed in 0..40 {
        let mut office = Office::new(seed);
        (0..200).for_each(|_| office.works());
        let kind = *office
            .random
            .pick(&[RecordKind::Customer, RecordKind::Deal]);
        let sort = match kind {
            RecordKind::Customer => *office.random.pick(&[
                "",
                "name",
                "-size,name",
                "-owner",
                "lifecycle,-annual_revenue",
                "company.name,id",
                "-email",
                "custom.tier,-custom.since",
            ]),
            _ => *office.random.pick(&[
                "-amount",
                "stage,weighted",
                "customer.industry,-customer",
                "outcome,-custom.fee",
                "expected_close",
            ]),
        };
        let mut query = Query::new(kind);
        query.sort = Sort::parse(sort).unwrap();
        query.limit = Some(1 + office.random.below(9) as usize);
        let whole = run(&office.desk.workspace, &query_of(kind, sort), *NOW)
            .unwrap()
            .rows;
        let before: Vec<RecordId> = whole
            .iter()
            .map(|row| office.desk.workspace.table(kind).id(*row).unwrap())
            .collect();
        let revisions: Vec<_> = before
            .iter()
            .map(|id| office.desk.record(*id).revision())
            .collect();
        let mut met: Vec<RecordId> = Vec::new();
        loop {
            let page = run(&office.desk.workspace, &query, *NOW).unwrap();
            let table = office.desk.workspace.table(kind);
            met.extend(page.rows.iter().map(|row| table.id(*row).unwrap()));
            let Some(next) = page.next else { break };
            // What an address makes of it is the same cursor.
            query.cursor = Some(super::list::Cursor::parse(&next.to_string()).unwrap());
            assert_eq!(query.cursor, Some(next));
            // The very record that the page ended at is renamed or thrown away, and another edited.
            let last = *met.last().unwrap();
            let edit = match office.random.below(3) {
                0 => Command::Trash { ids: vec![last] },
                _ => Command::Edit {
                    ids: vec![last],
                    fields: vec![(Key::one(kind.name_field()), text("Zebra"))],
                    revision: None,
                },
            };
            let _ = office.desk.tries(&edit);
            office.works();
        }
        // What nobody touched, and what refers to nothing that somebody touched, is met once.
        for (id, revision) in before.iter().zip(revisions) {
            let now = office.desk.workspace.record(*id);
            let is_same = now.is_some_and(|record| record.revision() == revision);
            let is_own = !sort.contains('.') && !sort.contains("owner") && !sort.contains("out");
            let times = met.iter().filter(|other| *other == id).count();
            if is_same && is_own {
                assert_eq!(times, 1, "seed {seed}, {sort}: {id}");
            }
        }
    }
}

fn query_of(kind: RecordKind, sort: &str) -> Query {
    let mut query = Query::new(kind);
    query.sort = Sort::parse(sort).unwrap();
    query
}

#[test]
fn sums_and_groups_agree_with_adding_up_by_hand() {
    for seed in 0..6 {
        let mut office = Office::new(seed);
        for (kind, group_by) in [
            (RecordKind::Deal, "stage"),
            (RecordKind::Deal, "outcome"),
            (RecordKind::Deal, "customer"),
            (RecordKind::Deal, "customer.lifecycle"),
            (RecordKind::Deal, "expected_close"),
            (RecordKind::Deal, "created_at"),
            (RecordKind::Deal, "tags"),
            (RecordKind::Deal, "custom.pilot"),
            (RecordKind::Deal, "name"),
            (RecordKind::Customer, "owner"),
            (RecordKind::Customer, "companies"),
            (RecordKind::Customer, "custom.colours"),
            (RecordKind::Customer, "custom.account"),
            (RecordKind::Activity, "about.owner"),
        ] {
            (0..8).for_each(|_| office.works());
            let workspace = &office.desk.workspace;
            let mut query = Query::new(kind);
            query.group_by = Some(group_by.to_owned());
            if kind == RecordKind::Deal {
                query.fields = vec!["custom.fee".into(), "name".into()];
            }
            let answer = run(workspace, &query, *NOW).unwrap();
            let found = expected(workspace, &query);
            let add = |records: &[&Record], path: &str| -> MoneySums {
                records
                    .iter()
                    .flat_map(|record| values(workspace, record, path))
                    .filter_map(|value| value.as_money())
                    .collect()
            };
            let all: Vec<&Record> = found.iter().map(|(_, record)| record).collect();
            for sum in &answer.sums {
                assert_eq!(sum.amounts, add(&all, &sum.field), "{}", sum.field);
            }
            let named: Vec<&str> = answer.sums.iter().map(|sum| &*sum.field).collect();
            if kind == RecordKind::Deal {
                assert_eq!(named, ["amount", "weighted", "custom.fee"]);
            }
            let key = |value: &Value| match value {
                Value::Text(text) => fold(text),
                Value::Date(date) => date.first_of_month().to_string(),
                Value::Instant(at) => day(*at).first_of_month().to_string(),
                value => format!("{value:?}"),
            };
            let mut counted = 0;
            for group in &answer.groups {
                let members: Vec<&Record> = all
                    .iter()
                    .copied()
                    .filter(|record| {
                        let values = values(workspace, record, group_by);
                        match &group.value {
                            None => values.is_empty(),
                            Some(value) => values.iter().any(|other| key(other) == key(value)),
                        }
                    })
                    .collect();
                assert_eq!(group.count, members.len(), "{group_by}: {:?}", group.value);
                for sum in &group.sums {
                    assert_eq!(sum.amounts, add(&members, &sum.field), "{group_by}");
                }
                counted += group.count;
            }
            assert!(counted >= found.len(), "{group_by}: each is in a group");
        }
    }
}

#[test]
fn what_a_query_names_wrongly_is_told() {
    let office = Office::new(0);
    for (kind, query, problems) in [
        ("customers", "sort=colour", "colour unknown_field"),
        ("customers", "sort=emails", "sort not_an_option"),
        (
            "customers",
            "fields=name,size,colour",
            "colour unknown_field",
        ),
        (
            "customers",
            "group_by=annual_revenue",
            "group_by not_an_option",
        ),
        ("customers", "colour=red", "colour unknown_field"),
        ("customers", "limit=1001", "limit out_of_range"),
        ("customers", "limit=x", "limit not_a_number"),
        ("customers", "trash=maybe", "trash not_an_option"),
        ("customers", "cursor=5", "cursor not_an_option"),
        (
            "customers",
            r#"filter={"field":"colour","is":1}"#,
            "colour unknown_field",
        ),
        (
            "customers",
            r#"filter={"field":"custom.colour","is":1}"#,
            "custom.colour unknown_field",
        ),
        (
            "customers",
            r#"filter={"field":"size","contains":"1"}"#,
            "size.contains not_an_operator",
        ),
        (
            "customers",
            r#"filter={"field":"size","is":"big"}"#,
            "size.is not_a_number",
        ),
        (
            "customers",
            r#"filter={"field":"size","within":"today"}"#,
            "size.within not_an_operator",
        ),
        (
            "customers",
            r#"filter={"field":"birthday","gt":"soon"}"#,
            "birthday.gt not_a_date",
        ),
        (
            "customers",
            r#"filter={"field":"birthday","is":5}"#,
            "birthday.is wrong_type",
        ),
        (
            "customers",
            r#"filter={"field":"name","gt":"a"}"#,
            "name.gt not_an_operator",
        ),
        (
            "customers",
            r#"filter={"field":"do_not_call","is":"?"}"#,
            "do_not_call.is not_a_yes_or_no",
        ),
        (
            "deals",
            r#"filter={"field":"amount","gt":"much"}"#,
            "amount.gt not_an_amount",
        ),
        (
            "deals",
            r#"filter={"field":"customer.company.name","is":"x"}"#,
            "customer.company.name unknown_field",
        ),
        (
            "deals",
            r#"filter={"and":[{"field":"x","is":1},{"field":"y","is":1}]}&sort=z"#,
            "x unknown_field, y unknown_field, z unknown_field",
        ),
    ] {
        let kind = RecordKind::from_collection(kind).unwrap();
        let answer = Query::parse(kind, query)
            .and_then(|query| run(&office.desk.workspace, &query, *NOW).map(|answer| answer.total));
        let said: Vec<String> = answer
            .unwrap_err()
            .iter()
            .map(|problem| format!("{} {}", problem.field, problem.rule.code()))
            .collect();
        assert_eq!(said.join(", "), problems, "{query}");
    }
}

#[test]
fn columns_show_what_records_say() {
    for seed in 0..6 {
        let mut office = Office::new(seed);
        for round in 0..4 {
            (0..20).for_each(|_| office.works());
            let workspace = &office.desk.workspace;
            for (kind, paths) in KINDS {
                for (path, _) in paths.iter().filter(|(path, _)| !is_list(path)) {
                    let column = super::Column::find(workspace, kind, path, *NOW).unwrap();
                    for (row, record) in records(workspace, kind) {
                        let said = values(workspace, &record, path).into_iter().next();
                        let shown = column.value(workspace, row);
                        assert_eq!(shown, said, "seed {seed}, round {round}: {path}");
                    }
                }
            }
        }
    }
}
