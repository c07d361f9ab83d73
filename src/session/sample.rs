//! Sample data: a supplier of coffee and machines with its customers, deals, orders and notes, made
//! from a seed and a day, so that it is always the same and always recent. It lives in a workspace
//! of its own. The names are data in one language, as a user's own would be.

#[cfg(test)]
mod advised;
mod customers;
mod marketing;
mod names;
mod orders;
mod own;
mod planned;
mod service;
mod waiting;

use crate::domain::{
    Currency, Date, Instant, Key, Money, Number, Part, Record, RecordId, RecordKind, Register,
    Stamp, Uuid, Value, Zone, activity, deal, field, owner, product, tag, view,
};
use names::Names;

/// How many customers a workspace of sample data holds.
pub const SAMPLE_CUSTOMERS: usize = 240;

/// In which language the sample speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English names, euros.
    English,
    /// Chinese names, yuan.
    Chinese,
}

/// What the sample is made from.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// The language of its names.
    pub language: Language,
    /// The day it is: dates lie around it.
    pub today: Date,
    /// The moment it is: what is open now was asked before it and is promised for after it.
    pub at: Instant,
    /// The zone of the reader's clock, by which its people work.
    pub zone: Zone,
    /// The stamp its records are made with.
    pub stamp: Stamp,
    /// The pipeline its deals are in: the workspace's, with Satchel's own stages.
    pub pipeline: RecordId,
    /// How many customers.
    pub customers: usize,
}

/// A repeatable source of choices.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ (mixed >> 27)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.roll() % limit.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(from.len());
        from.get(at)
    }

    fn word<'a>(&mut self, from: &[&'a str]) -> &'a str {
        self.pick(from).copied().unwrap_or_default()
    }

    fn is_one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }
}

struct Maker<'s> {
    sample: &'s Sample,
    names: &'static Names,
    dice: Dice,
    made: u64,
    records: Vec<Record>,
}

impl Sample {
    /// Its records, in an order in which each refers only to those before it or to the pipeline.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        let names = match self.language {
            Language::English => &names::ENGLISH,
            Language::Chinese => &names::CHINESE,
        };
        let mut maker = Maker {
            sample: self,
            names,
            dice: Dice(42),
            made: 0,
            records: Vec::new(),
        };
        let owners = maker.owners();
        maker.tags_and_views();
        let products = maker.products();
        let customers = maker.customers(&owners);
        let mut talks = Vec::new();
        for (at, customer) in customers.iter().enumerate() {
            maker.orders(customer, &products, at);
            let deal = (at % 4 != 3)
                .then(|| maker.deal(customer, &products, &owners))
                .flatten();
            // Of some, what was said was about the deal.
            let about = deal.filter(|_| at % 3 == 0).unwrap_or(customer.id);
            maker.notes(customer, about);
            talks.push((deal.unwrap_or(customer.id), customer.owner));
            if at == 0 {
                maker.notes(customer, customer.id);
                maker.notes(customer, customer.id);
            }
        }
        maker.service(&customers, &owners, &products);
        maker.marketing(&customers);
        maker.planned(&customers);
        maker.own(&customers, &products);
        maker.waiting(&talks);
        maker.records
    }
}

/// What later records need to know of a customer.
struct Made {
    id: RecordId,
    owner: RecordId,
    is_company: bool,
    stage: usize,
    /// The one that everything is tried with first.
    is_first: bool,
}

fn text(text: impl Into<Box<str>>) -> Option<Value> {
    Some(Value::text(text))
}

fn number(number: f64) -> Option<Value> {
    Number::from_f64(number).map(Value::Number)
}

impl Maker<'_> {
    fn id(&mut self, kind: RecordKind) -> RecordId {
        self.made += 1;
        // The same ids every time: loading the sample twice makes nothing twice.
        let random = u128::from(self.dice.roll()) << 20 | u128::from(self.made);
        RecordId::new(kind, Uuid::v7(1_700_000_000_000 + self.made, random))
    }

    fn make(&mut self, kind: RecordKind, fields: Vec<(Key, Option<Value>)>) -> RecordId {
        let id = self.id(kind);
        let stamp = self.sample.stamp;
        let mut record = Record::new(id, stamp);
        for (key, value) in fields {
            if value.is_some() {
                record.put(key, Some(Register { value, stamp }));
            }
        }
        self.records.push(record);
        id
    }

    fn money(&self, major: u64) -> Option<Value> {
        let code = if self.names.currency.is_empty() {
            "EUR"
        } else {
            self.names.currency
        };
        let currency = Currency::parse(code).ok()?;
        Money::from_minor(major as i64 * 100, currency)
            .ok()
            .map(Value::Money)
    }

    /// A day so many days from today.
    fn day(&self, days: i64) -> Option<Value> {
        Some(Value::Date(self.sample.today.add_days(days as i32)))
    }

    /// A moment in the working hours of a day.
    fn moment(&mut self, days: i64) -> Option<Value> {
        let minutes = 8 * 60 + self.dice.below(9 * 60) as i64;
        Some(Value::Instant(self.clock(days, minutes)))
    }

    /// The moment at which the reader's clock shows a minute of a day.
    fn clock(&self, days: i64, minute: i64) -> Instant {
        let day = self.sample.today.add_days(days as i32);
        let shown = Instant::from_date(day).add_ms(minute * 60_000);
        self.sample.zone.moment(shown)
    }

    fn owners(&mut self) -> Vec<RecordId> {
        let roles = ["sales", "sales", "service", "marketing"];
        let names = self.names.owners;
        names
            .iter()
            .zip(roles)
            .map(|(name, role)| {
                self.make(
                    RecordKind::Owner,
                    vec![
                        (Key::one(owner::NAME), text(*name)),
                        (Key::one(owner::ROLE), text(role)),
                    ],
                )
            })
            .collect()
    }

    fn tags_and_views(&mut self) {
        for (name, color) in self
            .names
            .tags
            .iter()
            .zip(["iris", "teal", "rose", "orange", "slate"])
        {
            self.make(
                RecordKind::Tag,
                vec![
                    (Key::one(tag::NAME), text(*name)),
                    (Key::one(tag::COLOR), text(color)),
                ],
            );
        }
        let queries = [
            r#"filter={"and":[{"field":"rating","is":"hot"}]}"#,
            r#"filter={"and":[{"field":"lifecycle","in":["lead","mql","sql"]}]}&sort=name"#,
        ];
        for (order, (name, query)) in self.names.views.iter().zip(queries).enumerate() {
            self.make(
                RecordKind::View,
                vec![
                    (Key::one(view::NAME), text(*name)),
                    (Key::one(view::OBJECT), text("customers")),
                    (Key::one(view::LAYOUT), text("table")),
                    (Key::one(view::QUERY), text(query)),
                    (Key::one(view::ORDER), number(order as f64)),
                ],
            );
        }
    }

    fn products(&mut self) -> Vec<(RecordId, u64)> {
        let products = self.names.products;
        products
            .iter()
            .enumerate()
            .map(|(at, (name, category, price))| {
                let id = self.make(
                    RecordKind::Product,
                    vec![
                        (Key::one(product::NAME), text(*name)),
                        (Key::one(product::CODE), text(format!("P-{:03}", at + 1))),
                        (Key::one(product::CATEGORY), text(*category)),
                        (Key::one(product::PRICE), self.money(*price)),
                        (Key::one(product::ACTIVE), Some(Value::Bool(true))),
                    ],
                );
                (id, *price)
            })
            .collect()
    }

    fn notes(&mut self, of: &Made, about: RecordId) {
        let names = self.names;
        for _ in 0..self.dice.below(4) {
            let days = -(self.dice.below(60) as i64);
            let kind = self
                .dice
                .word(&["call", "note", "meeting", "email", "visit"]);
            let fields = vec![
                (Key::one(activity::KIND), text(kind)),
                (Key::one(activity::ABOUT), Some(Value::Ref(about))),
                (Key::one(activity::BODY), text(self.dice.word(names.notes))),
                (Key::one(activity::AT), self.moment(days)),
                (
                    Key::one(activity::DURATION),
                    number(5.0 + self.dice.below(50) as f64).filter(|_| kind != "note"),
                ),
                (Key::one(field::OWNER), Some(Value::Ref(of.owner))),
            ];
            self.make(RecordKind::Activity, fields);
        }
        if self.dice.is_one_in(3) {
            let days = self.dice.below(14) as i64 - 3;
            let fields = vec![
                (Key::one(activity::KIND), text("task")),
                (
                    Key::one(activity::SUBJECT),
                    text(self.dice.word(names.tasks)),
                ),
                (Key::one(activity::ABOUT), Some(Value::Ref(about))),
                (Key::one(activity::DUE), self.day(days)),
                (Key::one(activity::STATUS), text("not_started")),
                (Key::one(field::OWNER), Some(Value::Ref(of.owner))),
            ];
            self.make(RecordKind::Activity, fields);
        }
    }

    fn deal(
        &mut self,
        of: &Made,
        products: &[(RecordId, u64)],
        owners: &[RecordId],
    ) -> Option<RecordId> {
        let (product, price) = self.dice.pick(products).copied()?;
        let rolled = self.dice.word(&[
            "new",
            "qualified",
            "value_proposed",
            "proposal",
            "negotiation",
            "won",
            "won",
            "lost",
        ]);
        let stage = if of.is_first { "negotiation" } else { rolled };
        let is_closed = matches!(stage, "won" | "lost");
        // Nobody opens a deal for a single bag of beans.
        let lot = match price {
            0..500 => 12,
            500..2000 => 4,
            _ => 1,
        };
        let quantity = lot * (1 + self.dice.below(12) as u64);
        let days = self.dice.below(30) as i64;
        // Most move on in time; one in six has stood for too long.
        let since = if days < 25 { -(days % 12) } else { -days };
        let closing = if is_closed {
            -(self.dice.below(80) as i64)
        } else {
            3 + self.dice.below(90) as i64
        };
        let owner = self.dice.pick(owners).copied().unwrap_or(of.owner);
        let line = Part::new(
            [(0, Value::Ref(product))]
                .into_iter()
                .chain(number(quantity as f64).map(|value| (1, value))),
        );
        let fields = vec![
            (Key::one(deal::NAME), text(self.dice.word(self.names.deals))),
            (Key::one(deal::CUSTOMER), Some(Value::Ref(of.id))),
            (
                Key::one(deal::PIPELINE),
                Some(Value::Ref(self.sample.pipeline)),
            ),
            (Key::one(deal::STAGE), text(stage)),
            (
                Key::one(deal::STAGE_SINCE),
                self.day(if is_closed { closing } else { since }),
            ),
            (Key::one(deal::AMOUNT), self.money(price * quantity)),
            (Key::one(deal::EXPECTED_CLOSE), self.day(closing)),
            (
                Key::one(deal::CLOSED_AT),
                self.day(closing).filter(|_| is_closed),
            ),
            (
                Key::one(deal::LOST_REASON),
                text(self.dice.word(&["price", "competitor", "timing"]))
                    .filter(|_| stage == "lost"),
            ),
            (
                Key::one(deal::NEXT_STEP),
                text(self.dice.word(self.names.tasks)).filter(|_| !is_closed),
            ),
            (
                Key::one(deal::NEXT_FOLLOW_UP),
                self.day(closing % 11 - 2).filter(|_| !is_closed),
            ),
            (Key::of(deal::LINES, "1"), Some(Value::Part(line))),
            (Key::one(field::OWNER), Some(Value::Ref(owner))),
        ];
        Some(self.make(RecordKind::Deal, fields))
    }
}

#[cfg(test)]
mod tests;
