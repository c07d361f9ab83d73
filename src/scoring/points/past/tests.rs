//! Earlier days in workspaces of chance: as of today all is as it is today, and what is told of a day is
//! what was told on it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::domain::random::Random;
use crate::domain::{
    Currency, Instant, Key, Money, Part, RecordId, RecordKind, Value, activity, customer, deal,
    need, ticket, transaction,
};
use crate::query::Now;
use crate::query::engagement::{engagement, pasts};
use crate::query::own_rule::score_rules;
use crate::scoring::assumptions::Assumptions;
use crate::scoring::points::CHANGE_DAYS;
use crate::workspace::change::Change;
use crate::workspace::command::Command;
use crate::workspace::desk::{Desk, text};
use crate::workspace::engagement::Engagement;
use crate::workspace::scores::CustomerScores;
use std::rc::Rc;

/// What was told on a day: how things stood with each customer, and their rhythm.
type Told = (Now, Rc<Vec<Engagement>>, Vec<Option<f64>>);

const DAY_MS: u64 = 86_400_000;

/// A shop whose days go by.
struct Shop {
    desk: Desk,
    random: Random,
    customers: Vec<RecordId>,
    changes: Vec<Change>,
}

impl Shop {
    fn new(seed: u64) -> Self {
        let mut shop = Self {
            desk: Desk::new(),
            random: Random::seeded(seed),
            customers: Vec::new(),
            changes: Vec::new(),
        };
        for at in 0..12 {
            let id = shop.desk.company(&format!("c{at}"));
            shop.customers.push(id);
        }
        // Two work for a third.
        for person in [1, 2] {
            let part = Part::new([(0, Value::Ref(shop.customers[0]))]);
            let key = Key::of(customer::COMPANIES, "c");
            shop.edits(shop.customers[person], vec![(key, Some(Value::Part(part)))]);
        }
        shop
    }

    fn now(&self) -> Now {
        Now::utc(Instant::from_ms(self.desk.ms as i64).unwrap().date())
    }

    fn creates(&mut self, kind: RecordKind, fields: Vec<(Key, Option<Value>)>) {
        let id = self.desk.id(kind);
        let change = self.desk.does(&Command::Create { id, fields });
        self.changes.push(change);
    }

    fn edits(&mut self, id: RecordId, fields: Vec<(Key, Option<Value>)>) {
        let ids = vec![id];
        let command = Command::Edit {
            ids,
            fields,
            revision: None,
        };
        self.changes.extend(self.desk.tries(&command));
    }

    fn whose(&mut self) -> Option<Value> {
        let at = self.random.below(self.customers.len() as u64) as usize;
        Some(Value::Ref(self.customers[at]))
    }

    fn one_of(&mut self, kind: RecordKind) -> Option<RecordId> {
        let table = self.desk.workspace.table(kind);
        let all: Vec<RecordId> = table.live_rows().filter_map(|row| table.id(row)).collect();
        (!all.is_empty()).then(|| *self.random.pick(&all))
    }

    fn stage(&mut self) -> Option<Value> {
        let pipeline = self.desk.workspace.default_pipeline().unwrap();
        let stages = self.desk.workspace.stages(pipeline);
        Some(Value::text(&*self.random.pick(&stages).id))
    }

    /// Something that happens on the day that it is.
    fn does_something(&mut self) {
        let (whose, stage) = (self.whose(), self.stage());
        let today = self.now().today;
        let one = Key::one;
        match self.random.below(9) {
            0 => {
                let pipeline = self.desk.workspace.default_pipeline().unwrap();
                let fields = vec![
                    (one(deal::NAME), text("Beans")),
                    (one(deal::CUSTOMER), whose),
                    (one(deal::PIPELINE), Some(Value::Ref(pipeline))),
                    (one(deal::STAGE), stage),
                ];
                self.creates(RecordKind::Deal, fields);
            }
            1 | 2 => {
                if let Some(id) = self.one_of(RecordKind::Deal) {
                    self.edits(id, vec![(one(deal::STAGE), stage)]);
                }
            }
            3 => {
                let priority = *self.random.pick(ticket::PRIORITIES);
                let fields = vec![
                    (one(ticket::SUBJECT), text("Leak")),
                    (one(ticket::CUSTOMER), whose),
                    (one(ticket::STATUS), text("new")),
                    (one(ticket::PRIORITY), text(priority)),
                ];
                self.creates(RecordKind::Ticket, fields);
            }
            4 => {
                if let Some(id) = self.one_of(RecordKind::Ticket) {
                    self.edits(id, vec![(one(ticket::STATUS), text("resolved"))]);
                }
            }
            5 => {
                let fields = vec![
                    (one(need::SUBJECT), text("Decaf")),
                    (one(need::CUSTOMER), whose),
                    (one(need::STATUS), text("open")),
                    (one(need::NOTED_AT), Some(Value::Date(today))),
                ];
                self.creates(RecordKind::Need, fields);
            }
            6 | 7 => {
                let at = Instant::from_ms(self.desk.ms as i64).unwrap();
                let direction = *self.random.pick(&["in", "in", "out"][..]);
                let with = self.whose().map(|of| Value::Part(Part::new([(0, of)])));
                let fields = vec![
                    (one(activity::KIND), text("email")),
                    (one(activity::SUBJECT), text("Quote")),
                    (one(activity::DIRECTION), text(direction)),
                    (one(activity::ABOUT), whose),
                    (Key::of(activity::PARTICIPANTS, "p"), with),
                    (one(activity::AT), Some(Value::Instant(at))),
                ];
                self.creates(RecordKind::Activity, fields);
            }
            _ => {
                let money = Money::from_minor(500, Currency::parse("EUR").unwrap()).unwrap();
                let fields = vec![
                    (one(transaction::KIND), text("order")),
                    (one(transaction::CUSTOMER), whose),
                    (one(transaction::DATE), Some(Value::Date(today))),
                    (one(transaction::AMOUNT), Some(Value::Money(money))),
                ];
                self.creates(RecordKind::Transaction, fields);
            }
        }
    }

    fn goes_to_bed(&mut self) {
        self.desk.ms = (self.desk.ms / DAY_MS + 1) * DAY_MS;
    }

    fn rows(&self) -> Vec<u32> {
        let table = self.desk.workspace.table(RecordKind::Customer);
        let rows = self.customers.iter().map(|id| table.row(id.uuid));
        rows.map(Option::unwrap).collect()
    }

    fn pasts(&self) -> Vec<Past> {
        pasts(
            &self.desk.workspace,
            &self.rows(),
            &self.changes,
            self.now(),
        )
    }

    fn scores(&self, assumed: Assumptions) -> (Analysis, Rc<CustomerScores>) {
        let (workspace, now) = (&self.desk.workspace, self.now());
        let analysis = Analysis::make(workspace, assumed, &Vec::new());
        let rules = || score_rules(workspace, now);
        analysis.keep_columns(workspace, now.today, engagement(workspace, now), rules);
        (analysis, workspace.scores().unwrap())
    }
}

#[test]
fn what_is_told_of_an_earlier_day_is_what_was_told_on_it() {
    let mut open = 0;
    for seed in 0..6 {
        let mut shop = Shop::new(seed);
        let mut told: Vec<Told> = Vec::new();
        for _ in 0..70 {
            for _ in 0..shop.random.below(5) {
                shop.does_something();
            }
            let now = shop.now();
            let (_, scores) = shop.scores(Assumptions::usual(now.today));
            let usual = shop.rows().into_iter().map(|row| {
                let facts = Facts::of(&scores, row);
                Some(f64::from(facts.usual?) * 1000.0 + f64::from(facts.silent?))
            });
            told.push((now, engagement(&shop.desk.workspace, now), usual.collect()));
            shop.goes_to_bed();
        }
        let (pasts, rows) = (shop.pasts(), shop.rows());
        let today = shop.now().today;
        let (analysis, _) = shop.scores(Assumptions::usual(today));
        for (now, was, usual) in told {
            let day = now.today;
            for ((row, past), usual) in rows.iter().zip(&pasts).zip(usual) {
                let place = format!("seed {seed}, {day}, row {row}");
                let then = past.on(day.to_days());
                open += then.deals;
                assert_eq!(then, was[*row as usize], "{place}");
                let facts = analysis.facts_on(*row, past, today, day);
                let silent = facts.usual.zip(facts.silent);
                let told = silent.map(|(usual, silent)| f64::from(usual * 1000 + silent));
                assert_eq!(told, usual, "{place}");
            }
        }
    }
    assert!(open > 1000, "{open}");
}

#[test]
fn as_of_today_all_is_as_it_is_today() {
    for seed in 0..40 {
        let mut shop = Shop::new(seed);
        for _ in 0..150 {
            shop.does_something();
            if shop.random.below(2) == 0 {
                shop.goes_to_bed();
            }
        }
        // Days that are still to come, none at all, and what was thrown away.
        for _ in 0..30 {
            let days = shop.random.below(400) as i32 - 200;
            let day = Some(Value::Date(shop.now().today.add_days(days)));
            let day = day.filter(|_| shop.random.below(4) > 0);
            let place = shop.random.below(5) as usize;
            let (kind, field) = [
                (RecordKind::Deal, deal::STARTED_AT),
                (RecordKind::Deal, deal::CLOSED_AT),
                (RecordKind::Deal, deal::STAGE_SINCE),
                (RecordKind::Need, need::NOTED_AT),
                (RecordKind::Transaction, transaction::DATE),
            ][place];
            if let Some(id) = shop.one_of(kind) {
                shop.edits(id, vec![(Key::one(field), day)]);
            }
            if shop.random.below(4) == 0
                && let Some(id) = shop.one_of(kind)
            {
                shop.desk.does(&Command::Trash { ids: vec![id] });
            }
        }
        let today = shop.now().today;
        let days = shop.random.below(100) as i32 - 50;
        let other = Assumptions {
            frame: Frame::months(today.add_days(days), 12),
            ..Assumptions::usual(today)
        };
        for assumed in [Assumptions::usual(today), other] {
            let (analysis, scores) = shop.scores(assumed);
            for (row, past) in shop.rows().into_iter().zip(shop.pasts()) {
                let place = format!("seed {seed}, row {row}");
                let facts = Facts::of(&scores, row);
                assert_eq!(
                    analysis.facts_on(row, &past, today, today),
                    facts,
                    "{place}"
                );
                let score = Score::of(&scores, row);
                let course = analysis.score_course(&score, row, &past, today);
                assert_eq!(course.len(), WEEKS as usize);
                assert_eq!(course.last(), Some(&(today, score.value())), "{place}");
                let before = course[course.len() - 2];
                assert_eq!(before.0, today.add_days(-CHANGE_DAYS));
                let change = analysis.score_change(&score, row, &past, today);
                assert_eq!(before.1 + change, score.value(), "{place}");
            }
        }
    }
}

#[test]
fn where_the_journal_no_longer_tells_a_deal_was_at_the_first_stage_before() {
    let mut shop = Shop::new(1);
    let pipeline = shop.desk.workspace.default_pipeline().unwrap();
    let stages = shop.desk.workspace.stages(pipeline);
    let open: Vec<_> = stages.iter().filter(|of| of.category() == "open").collect();
    let at = |stage: &crate::workspace::Stage| Some(Value::text(&*stage.id));
    let fields = vec![
        (Key::one(deal::NAME), text("Beans")),
        (
            Key::one(deal::CUSTOMER),
            Some(Value::Ref(shop.customers[5])),
        ),
        (Key::one(deal::PIPELINE), Some(Value::Ref(pipeline))),
        (Key::one(deal::STAGE), at(open[1])),
    ];
    shop.creates(RecordKind::Deal, fields);
    (0..10).for_each(|_| shop.goes_to_bed());
    let id = shop.one_of(RecordKind::Deal).unwrap();
    shop.edits(id, vec![(Key::one(deal::STAGE), at(open[3]))]);
    let today = shop.now().today.to_days();
    let chances = |shop: &Shop| {
        let past = &shop.pasts()[5];
        [11, 10, 1, 0].map(|back| (past.on(today - back).deals, past.on(today - back).chance))
    };
    let chance = |place: usize| open[place].probability() as u8;
    let now = (1, chance(3));
    assert_eq!(
        chances(&shop),
        [(0, 0), (1, chance(1)), (1, chance(1)), now]
    );
    shop.changes.clear();
    assert_eq!(
        chances(&shop),
        [(0, 0), (1, chance(0)), (1, chance(0)), now]
    );
    assert!(chance(0) < chance(1) && chance(1) < chance(3));
}
