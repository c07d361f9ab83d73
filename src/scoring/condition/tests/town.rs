//! Workspaces of chance in which customers buy, give back, and need things: with ties, several
//! currencies, what was thrown away, what names nobody or no day, and days at the edges of months and of
//! the frame.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use crate::domain::random::Random;
use crate::domain::{
    Currency, Date, FieldIx, Key, Money, Number, Part, RecordId, RecordKind, Value, need, product,
    segment, settings, transaction,
};
use crate::query::Now;
use crate::scoring::assumptions::Assumptions;
use crate::workspace::command::Command;
use crate::workspace::desk::{Desk, text};
use std::sync::LazyLock;

/// In the middle of a month.
pub(super) static TODAY: LazyLock<Now> =
    LazyLock::new(|| Now::utc(Date::parse("2026-05-14").unwrap()));

/// One category in three ways of writing, one that is another, one that is nothing.
const CATEGORIES: [&str; 7] = ["decaf", "Decaf", "DÉCAF", "training", "清洗", "repair", ""];

pub(super) struct Town {
    pub(super) desk: Desk,
    random: Random,
    customers: Vec<RecordId>,
    transactions: Vec<RecordId>,
    needs: Vec<RecordId>,
    products: Vec<RecordId>,
    /// What is bought is a chance of its own.
    shelf: Random,
    looks_ahead: bool,
}

fn number(number: f64) -> Option<Value> {
    Number::from_f64(number).map(Value::Number)
}

impl Town {
    pub(super) fn new(seed: u64) -> Self {
        let mut town = Self {
            desk: Desk::new(),
            random: Random::seeded(seed),
            customers: Vec::new(),
            transactions: Vec::new(),
            needs: Vec::new(),
            products: Vec::new(),
            shelf: Random::seeded(seed + 1_000),
            looks_ahead: false,
        };
        town.desk.does(&Command::Create {
            id: settings::ID,
            fields: vec![(Key::one(settings::NAME), text("Town"))],
        });
        // In some towns customers have rhythms of their own, so that what is to come is modelled.
        let has_rhythm = seed.is_multiple_of(3);
        for at in 0..(if has_rhythm { 120 } else { 60 }) {
            let id = town.desk.company(&format!("c{at}"));
            town.customers.push(id);
        }
        let segments = [
            ("static", "", Some(0.5)),
            ("dynamic", r#"{"field":"name","contains":"1"}"#, Some(2.0)),
            ("dynamic", r#"{"field":"purchases","gt":2}"#, None),
            ("dynamic", r#"{"field":"no such","gt":2}"#, None),
        ];
        for (kind, filter, weight) in segments {
            let fields = vec![
                (Key::one(segment::NAME), text("Some")),
                (Key::one(segment::KIND), text(kind)),
                (Key::one(segment::FILTER), text(filter)),
                (Key::one(segment::VALUE_WEIGHT), weight.and_then(number)),
            ];
            let id = town.desk.creates(RecordKind::Segment, fields);
            if kind == "static" {
                for at in [3, 5, 8, 21] {
                    let fields =
                        vec![(crate::query::segment::carried(id), Some(Value::Bool(true)))];
                    let ids = vec![town.customers[at]];
                    town.tries(&Command::Edit {
                        ids,
                        fields,
                        revision: None,
                    });
                }
            }
        }
        for at in 0..6 {
            let fields = vec![(Key::one(product::NAME), text(&format!("p{at}")))];
            let made = town.makes(RecordKind::Product, fields);
            town.products.extend(made);
        }
        for _ in 0..(if has_rhythm { 40 } else { 220 }) {
            town.trades();
        }
        if has_rhythm {
            (20..110).for_each(|at| town.keeps_coming(at));
        }
        // In others nothing was noted that is yet to come.
        town.looks_ahead = seed.is_multiple_of(2);
        for _ in 0..30 {
            town.notes();
            town.needs_together();
        }
        town
    }

    fn tries(&mut self, command: &Command) {
        drop(self.desk.tries(command));
    }

    fn sets(&mut self, id: RecordId, field: FieldIx, value: Option<Value>) {
        self.tries(&Command::Edit {
            ids: vec![id],
            fields: vec![(Key::one(field), value)],
            revision: None,
        });
    }

    /// Days, many of them at the edges of months, of the frame, and of the analysis.
    fn day(&mut self) -> Date {
        let frame = Assumptions::of(&self.desk.workspace, TODAY.today).frame;
        let random = &mut self.random;
        let any = TODAY.today.add_days(50 - random.below(700) as i32);
        let near = random.below(3) as i32 - 1;
        match random.below(10) {
            0 => any.first_of_month(),
            1 => any.last_of_month(),
            2 => frame.from.add_days(near),
            3 => frame.as_of.add_days(near),
            4 => TODAY.today.add_days(near),
            5 => frame.from.first_of_month().add_days(near),
            _ => any,
        }
    }

    fn customer(&mut self) -> Option<Value> {
        // A few buy most; the last ones never buy.
        let many = [self.customers.len() - 10, 12][self.random.below(2) as usize];
        let at = self.random.below(many as u64) as usize;
        (self.random.below(15) > 0).then(|| Value::Ref(self.customers[at]))
    }

    fn amount(&mut self) -> Option<Value> {
        let random = &mut self.random;
        let currency = *random.pick(&["EUR", "EUR", "EUR", "EUR", "EUR", "USD", "JPY"]);
        let any = random.below(20_000) as i64;
        let minor = *random.pick(&[0, 500, 1_000, 5_000, 10_000, -300, any, any]);
        let money = Money::from_minor(minor, Currency::parse(currency).unwrap());
        money.ok().map(Value::Money)
    }

    fn kind(&mut self) -> Option<Value> {
        let kinds = [
            "order", "order", "order", "order", "refund", "invoice", "payment", "",
        ];
        let kind = *self.random.pick(&kinds);
        (!kind.is_empty()).then(|| Value::text(kind))
    }

    fn status(&mut self) -> Option<Value> {
        let status = *self.random.pick(&["", "open", "paid", "paid", "cancelled"]);
        (!status.is_empty()).then(|| Value::text(status))
    }

    /// Makes a record; nothing where it would name a customer who is gone.
    fn makes(&mut self, kind: RecordKind, fields: Vec<(Key, Option<Value>)>) -> Option<RecordId> {
        let id = self.desk.id(kind);
        let made = self.desk.tries(&Command::Create { id, fields });
        made.ok().map(|_| id)
    }

    /// What stands in the lines of a transaction: nothing in some, two that often come together in others.
    fn lines(&mut self) -> Vec<(Key, Option<Value>)> {
        let random = &mut self.shelf;
        let first = random.below(self.products.len() as u64) as usize;
        let second = match random.below(6) {
            0 => random.below(self.products.len() as u64) as usize,
            _ => first ^ 1,
        };
        let held = [first, second]
            .into_iter()
            .take(random.below(5).min(2) as usize);
        let held = held.filter_map(|at| self.products.get(at)).enumerate();
        held.map(|(at, product)| {
            let part = Part::new([(0, Value::Ref(*product))]);
            let key = Key::of(transaction::LINES, format!("{at}"));
            (key, Some(Value::Part(part)))
        })
        .collect()
    }

    fn trades(&mut self) {
        let mut fields = vec![
            (Key::one(transaction::KIND), self.kind()),
            (Key::one(transaction::CUSTOMER), self.customer()),
            (Key::one(transaction::DATE), Some(Value::Date(self.day()))),
            (Key::one(transaction::AMOUNT), self.amount()),
            (Key::one(transaction::STATUS), self.status()),
        ];
        fields.extend(self.lines());
        let made = self.makes(RecordKind::Transaction, fields);
        self.transactions.extend(made);
    }

    /// A customer comes now and then, for about as much each time, until they stay away.
    fn keeps_coming(&mut self, at: usize) {
        let random = &mut self.random;
        let gap = *random.pick(&[6.0, 15.0, 40.0, 90.0, 200.0]);
        let usual = *random.pick(&[700, 2_000, 6_000]);
        let mut day = TODAY.today.add_days(-200 - random.below(400) as i32);
        let euro = Currency::parse("EUR").unwrap();
        while day < TODAY.today {
            let random = &mut self.random;
            let minor = usual / 2 + random.below(usual as u64) as i64;
            let stays_away = random.below(6) == 0;
            let share = (random.below(999) + 1) as f64 / 1000.0;
            let next = day.add_days(1 + (-share.ln() * gap) as i32);
            let money = Money::from_minor(minor, euro).unwrap();
            let mut fields = vec![
                (Key::one(transaction::KIND), text("order")),
                (
                    Key::one(transaction::CUSTOMER),
                    Some(Value::Ref(self.customers[at])),
                ),
                (Key::one(transaction::DATE), Some(Value::Date(day))),
                (Key::one(transaction::AMOUNT), Some(Value::Money(money))),
            ];
            fields.extend(self.lines());
            let made = self.makes(RecordKind::Transaction, fields);
            self.transactions.extend(made);
            if stays_away {
                break;
            }
            day = next;
        }
    }

    fn category(&mut self) -> Option<Value> {
        let category = *self.random.pick(&CATEGORIES);
        (!category.is_empty()).then(|| Value::text(category))
    }

    /// Those who need one thing often need another.
    fn needs_together(&mut self) {
        let at = self.random.below(self.customers.len() as u64) as usize;
        let both = [["decaf", "training"], ["repair", "清洗"]][usize::from(at > 14)];
        for category in both {
            let day = TODAY.today.add_days(-(self.random.below(300) as i32));
            let fields = vec![
                (Key::one(need::SUBJECT), text("Something")),
                (Key::one(need::STATUS), text("open")),
                (
                    Key::one(need::CUSTOMER),
                    Some(Value::Ref(self.customers[at])),
                ),
                (Key::one(need::CATEGORY), text(category)),
                (Key::one(need::NOTED_AT), Some(Value::Date(day))),
            ];
            let made = self.makes(RecordKind::Need, fields);
            self.needs.extend(made);
        }
    }

    fn noted(&mut self) -> Option<Value> {
        let day = self.day();
        let may = self.looks_ahead || day <= TODAY.today;
        (may && self.random.below(5) > 0).then_some(Value::Date(day))
    }

    fn notes(&mut self) {
        let status = *self.random.pick(need::STATUSES);
        let fields = vec![
            (Key::one(need::SUBJECT), text("Something")),
            (Key::one(need::STATUS), text(status)),
            (Key::one(need::CUSTOMER), self.customer()),
            (Key::one(need::CATEGORY), self.category()),
            (Key::one(need::NOTED_AT), self.noted()),
        ];
        let made = self.makes(RecordKind::Need, fields);
        self.needs.extend(made);
    }

    /// Writes other assumptions.
    fn assumes(&mut self) {
        let random = &mut self.random;
        let date = |text: &str| Date::parse(text).ok().map(Value::Date);
        let as_of = *random.pick(&["", "2026-01-31", "2026-03-01", "2025-12-31", "2026-06-30"]);
        let months = *random.pick(&[1.0, 3.0, 12.0, 12.0, 200.0]);
        let weight = *random.pick(settings::VALUE_WEIGHTS);
        let factor = *random.pick(&[0.0, 0.5, 1.0, 1.0, 1.7]);
        let limits = *random.pick(&["", "10, 40, 40, 90"]);
        let currency = *random.pick(&["", "EUR", "EUR", "EUR", "USD"]);
        let some = |word: &str| (!word.is_empty()).then(|| Value::text(word));
        for (field, value) in [
            (settings::ANALYSIS_DATE, date(as_of)),
            (settings::ANALYSIS_MONTHS, number(months)),
            (settings::VALUE_WEIGHT, some(weight)),
            (settings::VALUE_FACTOR, number(factor)),
            (settings::RECENCY_LIMITS, some(limits)),
            (settings::CURRENCY, some(currency)),
        ] {
            if self.random.below(2) == 0 {
                self.sets(settings::ID, field, value);
            }
        }
    }

    /// Buys and notes more, changes and empties fields, throws away and takes back.
    pub(super) fn goes_on(&mut self) {
        self.assumes();
        for _ in 0..20 {
            self.trades();
            self.notes();
            let id = *self.random.pick(&self.transactions);
            match self.random.below(6) {
                0 => {
                    let customer = self.customer();
                    self.sets(id, transaction::CUSTOMER, customer);
                }
                1 => {
                    let amount = self.amount().filter(|_| self.random.below(2) > 0);
                    self.sets(id, transaction::AMOUNT, amount);
                }
                2 => {
                    let day = self.day();
                    let date = (self.random.below(4) > 0).then_some(Value::Date(day));
                    self.sets(id, transaction::DATE, date);
                }
                3 => {
                    let kind = self.kind();
                    self.sets(id, transaction::KIND, kind);
                }
                _ => {}
            }
            let id = *self.random.pick(&self.needs);
            match self.random.below(5) {
                0 => {
                    let category = self.category();
                    self.sets(id, need::CATEGORY, category);
                }
                1 => {
                    let noted = self.noted();
                    self.sets(id, need::NOTED_AT, noted);
                }
                2 => self.sets(id, need::STATUS, None),
                _ => {}
            }
        }
        for _ in 0..12 {
            let all = [
                &self.customers,
                &self.transactions,
                &self.needs,
                &self.products,
            ];
            let kind = *self.random.pick(&all);
            let ids = vec![*self.random.pick(kind)];
            let command = match self.random.below(7) {
                0 | 1 => Command::Restore { ids },
                2 => Command::Erase { ids },
                _ => Command::Trash { ids },
            };
            self.tries(&command);
        }
    }
}
