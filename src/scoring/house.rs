//! A workspace for the tests of scoring, in which customers buy things.
#![allow(clippy::unwrap_used)]

use super::history::Histories;
use crate::domain::{Currency, Date, Key, Money, RecordId, RecordKind, Value, transaction};
use crate::workspace::desk::{Desk, text};
use std::collections::HashMap;
use std::rc::Rc;

pub(crate) struct House {
    pub(crate) desk: Desk,
    pub(crate) known: HashMap<String, RecordId>,
}

impl House {
    pub(crate) fn new() -> Self {
        Self {
            desk: Desk::new(),
            known: HashMap::new(),
        }
    }

    pub(crate) fn customer(&mut self, name: &str) -> RecordId {
        let desk = &mut self.desk;
        *self
            .known
            .entry(name.to_owned())
            .or_insert_with(|| desk.company(name))
    }

    /// A customer buys for so many cents on these days.
    pub(crate) fn buys(&mut self, who: &str, what: &[(&str, i64)]) {
        for (day, minor) in what {
            self.trades(who, "order", day, *minor);
        }
    }

    pub(crate) fn trades(&mut self, who: &str, kind: &str, day: &str, minor: i64) -> RecordId {
        let customer = self.customer(who);
        let money = Money::from_minor(minor, Currency::parse("EUR").unwrap()).unwrap();
        let fields = vec![
            (Key::one(transaction::KIND), text(kind)),
            (Key::one(transaction::CUSTOMER), Some(Value::Ref(customer))),
            (
                Key::one(transaction::DATE),
                Some(Value::Date(Date::parse(day).unwrap())),
            ),
            (Key::one(transaction::AMOUNT), Some(Value::Money(money))),
        ];
        self.desk.creates(RecordKind::Transaction, fields)
    }

    pub(crate) fn row(&self, who: &str) -> u32 {
        let id = self.known.get(who).unwrap();
        self.desk.workspace.table(id.kind).row(id.uuid).unwrap()
    }

    pub(crate) fn histories(&self) -> Rc<Histories> {
        Histories::of(&self.desk.workspace)
    }
}
