//! A workspace with a customer, a deal and a ticket, and what is known of them made by hand.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::document::value::ordered_bits;
use crate::domain::Currency;
use crate::query::Now;
use crate::query::feature::Features;
use crate::scoring::model::ask::Ask;
use crate::scoring::model::{Estimate, Model, Quality, stored};
use crate::workspace::columns::{Codes, Column as _, Ints};
use crate::workspace::desk::Desk;
use crate::workspace::scores::CustomerScores;
use std::rc::Rc;

pub(super) const TODAY: &str = "2026-11-29";

pub(super) fn today() -> Date {
    Date::parse(TODAY).unwrap()
}

pub(super) fn before(days: i32) -> Date {
    today().add_days(-days)
}

pub(super) fn now() -> Instant {
    Instant::parse("2026-11-29T12:00:00Z").unwrap()
}

pub(super) fn minutes_before(minutes: i64) -> Instant {
    now().add_ms(-minutes * 60_000)
}

/// A workspace with one record of each kind.
pub(super) struct Known {
    pub(super) desk: Desk,
    pub(super) customer: RecordId,
    pub(super) deal: RecordId,
    pub(super) ticket: RecordId,
}

impl Known {
    pub(super) fn new() -> Self {
        let mut desk = Desk::new();
        let customer = desk.company("Kanal");
        let pipeline = desk.workspace.default_pipeline().unwrap();
        let deal = desk.creates(
            RecordKind::Deal,
            vec![
                (Key::one(deal::NAME), text("Beans")),
                (Key::one(deal::PIPELINE), Some(Value::Ref(pipeline))),
                (Key::one(deal::STAGE), text("new")),
            ],
        );
        let ticket = desk.creates(
            RecordKind::Ticket,
            vec![
                (Key::one(ticket::SUBJECT), text("Leak")),
                (Key::one(ticket::STATUS), text("open")),
                (Key::one(ticket::PRIORITY), text("normal")),
            ],
        );
        Self {
            desk,
            customer,
            deal,
            ticket,
        }
    }

    pub(super) fn advice(&self, situation: &Situation) -> Option<Advice> {
        let reader = Features::new(&self.desk.workspace, Now::utc(today()));
        let id = match situation {
            Situation::Customer(_) => self.customer,
            Situation::Deal(_) => self.deal,
            Situation::Ticket(_) => self.ticket,
        };
        advice_of(&self.desk.workspace, &reader, situation.clone(), id)
    }

    pub(super) fn rule(&self, situation: &Situation) -> Option<&'static str> {
        self.advice(situation).map(|advice| advice.rule)
    }

    /// A customer of whom nothing is known but a number.
    pub(super) fn customer(&self, change: impl FnOnce(&mut CustomerSituation)) -> Situation {
        let mut of = CustomerSituation {
            at: now(),
            today: today(),
            name: "Kanal".into(),
            is_former: false,
            reach: Reach::Open,
            ways: Some(self.ways(true, true)),
            asked: None,
            contact: None,
            step: None,
            deals: Vec::new(),
            late: None,
            need: None,
        };
        change(&mut of);
        Situation::Customer(of)
    }

    pub(super) fn deal(&self, change: impl FnOnce(&mut DealSituation)) -> Situation {
        let mut of = DealSituation {
            at: now(),
            today: today(),
            is_open: true,
            ways: Some(self.ways(true, true)),
            asked: None,
            contact: None,
            stage: "New".into(),
            since: None,
            limit_days: Some(14),
            closes: None,
            step: None,
            is_planned: false,
            calls: Calls::default(),
        };
        change(&mut of);
        Situation::Deal(of)
    }

    pub(super) fn ticket(&self, change: impl FnOnce(&mut TicketSituation)) -> Situation {
        let mut of = TicketSituation {
            at: now(),
            status: "open".into(),
            priority: "normal".into(),
            clock: "solve",
            due: None,
            left_minutes: None,
            is_at_risk: false,
            waits_since: None,
            solved: None,
            written: None,
            is_marked: false,
        };
        change(&mut of);
        Situation::Ticket(of)
    }

    pub(super) fn ways(&self, can_call: bool, can_write: bool) -> Ways {
        Ways {
            who: self.customer,
            can_call,
            can_write,
        }
    }

    pub(super) fn asked(&self, days: i32) -> Asked {
        Asked {
            at: Instant::from_date(before(days)),
            on: before(days),
            times: 2,
            who: self.customer,
        }
    }

    pub(super) fn open_deal(&self, closes: Option<Date>) -> OpenDeal {
        OpenDeal {
            id: self.deal,
            name: "Beans".into(),
            closes,
        }
    }

    /// What was scored of the customer: bought so many times, last so many days ago.
    pub(super) fn scores(
        &self,
        usual: i32,
        silent: i32,
        purchases: f64,
        risk: Option<f64>,
        monetary: f64,
    ) {
        let one = |value: Option<i64>| {
            let mut column = Ints::empty(1);
            column.set(0, value);
            Rc::new(column)
        };
        let number = |number: f64| one(Some(ordered_bits(number)));
        let last = i64::from(before(silent).to_days());
        let euro = Currency::parse("EUR").unwrap();
        let mut currencies = Codes::empty(1);
        currencies.set(0, Some(&euro));
        let day = today().to_days();
        self.desk
            .workspace
            .keep_scores(Some(Rc::new(CustomerScores {
                analysis: Rc::default(),
                as_of: day,
                today: day,
                engagement: Rc::default(),
                rules: Rc::default(),
                score: one(None),
                first_purchase: one(None),
                last_purchase: one(Some(last)),
                next_purchase: one(Some(last + i64::from(usual))),
                purchases: number(purchases),
                revenue: one(None),
                recency: one(None),
                frequency: one(None),
                monetary: number(monetary),
                rfm: one(None),
                group: Rc::new(Codes::empty(1)),
                value: one(Some(48_600)),
                churn_risk: one(risk.map(ordered_bits)),
                expected_purchases: one(None),
                lifetime_value: one(None),
                currencies: Rc::new(currencies),
            })));
    }

    /// A model that tells the same of every record.
    pub(super) fn models(&mut self, kind: RecordKind, target: &str, share: f64, auc: f64) {
        let ask = Ask {
            kind,
            target: target.to_owned(),
            population: None,
            features: vec!["owner".to_owned()],
            ridge: None,
        };
        let fitted = Model {
            intercept: Estimate {
                value: (share / (1.0 - share)).ln(),
                error: 0.1,
            },
            terms: Vec::new(),
            bases: Vec::new(),
            rows: 100,
            events: 50,
            log_likelihood: -60.0,
            null_log_likelihood: -69.3,
            quality: Some(Quality {
                auc,
                brier: 0.2,
                log_loss: 0.6,
                calibration: Vec::new(),
            }),
            ridge: 0.0,
            warnings: Vec::new(),
        };
        let mut fields = stored::asked("Likely", &ask);
        fields.extend(stored::fields(&fitted, now(), None));
        self.desk.creates(RecordKind::Model, fields);
    }

    pub(super) fn answers(
        &mut self,
        of: &Advice,
        said: &str,
        at: Instant,
    ) -> crate::workspace::change::Change {
        self.desk.does(&answer(of, said, at).unwrap())
    }
}

pub(super) fn step(record: RecordId, due: Date) -> Step {
    Step {
        due,
        record,
        words: "Send the quote".into(),
    }
}
