//! The rules on customers made by hand, and what holds of any customer.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::Date;
use crate::query::Now;
use crate::query::engagement::engagement;
use crate::query::own_rule::score_rules;
use crate::scoring::assumptions::Assumptions;
use crate::scoring::house::House;
use crate::scoring::scores::Analysis;
use crate::workspace::score_rules::ScoreRules;

fn points(about: About, facts: &Facts) -> i32 {
    let rule = RULES.iter().find(|rule| rule.about == about).unwrap();
    Scorecard::default().points(rule, facts)
}

fn scored(facts: &Facts) -> Score {
    Score {
        facts: *facts,
        card: Scorecard::default(),
        own: Vec::new(),
    }
}

fn bought(usual: i32, silent: i32) -> Facts {
    Facts {
        usual: Some(usual),
        silent: Some(silent),
        ..Facts::default()
    }
}

fn with(change: impl FnOnce(&mut Engagement)) -> Facts {
    Facts::default().having(change)
}

#[test]
fn the_nearer_the_end_of_the_usual_interval_the_more_until_they_are_lost() {
    let given = |silent, risk| {
        let facts = Facts {
            risk,
            ..bought(30, silent)
        };
        (points(About::Due, &facts), points(About::Loss, &facts))
    };
    for (silent, due) in [(0, 0), (14, 0), (15, 7), (23, 7), (24, 15), (59, 15)] {
        assert_eq!(given(silent, None), (due, 0), "{silent} days");
        assert_eq!(given(silent, Some(49.9)), (due, 0), "{silent} days");
    }
    assert_eq!(given(60, None), (0, -6));
    assert_eq!(given(90, None), (0, -10));
    assert_eq!(given(29, Some(50.0)), (0, -6));
    assert_eq!(given(29, Some(80.0)), (0, -10));
    // With a model a long silence alone says nothing.
    assert_eq!(given(90, Some(20.0)), (15, 0));
    // Who bought once has no usual interval.
    let once = Facts {
        silent: Some(400),
        ..Facts::default()
    };
    assert_eq!(points(About::Due, &once), 0);
    assert_eq!(points(About::Loss, &once), 0);
}

#[test]
fn each_score_of_recency_has_its_points() {
    for (recency, expected) in [
        (Some(5), 8),
        (Some(4), 5),
        (Some(3), 2),
        (Some(2), -2),
        (Some(1), -4),
        (None, 0),
    ] {
        let facts = Facts {
            recency,
            ..Facts::default()
        };
        assert_eq!(points(About::Recency, &facts), expected, "{recency:?}");
    }
}

#[test]
fn the_likeliest_open_deal_counts() {
    for (deals, chance, expected) in [(0, 0, 0), (1, 0, 6), (3, 29, 6), (1, 30, 10), (2, 60, 15)] {
        let facts = with(|with| (with.deals, with.chance) = (deals, chance));
        assert_eq!(
            points(About::Deals, &facts),
            expected,
            "{deals}, {chance} %"
        );
    }
}

#[test]
fn replies_and_needs_add_up_to_a_limit() {
    for (count, of_replies, of_needs) in [(0, 0, 0), (1, 6, 3), (2, 9, 5), (3, 12, 5), (9, 12, 5)] {
        let facts = with(|with| (with.incoming, with.needs) = (count, count));
        assert_eq!(points(About::Replies, &facts), of_replies, "{count}");
        assert_eq!(points(About::Needs, &facts), of_needs, "{count}");
    }
}

#[test]
fn silence_takes_and_fresh_contact_adds() {
    for (days, expected) in [
        (0, 5),
        (14, 5),
        (15, 0),
        (60, 0),
        (61, -3),
        (90, -3),
        (91, -5),
        (180, -5),
        (181, -8),
    ] {
        let facts = Facts {
            quiet: Some(days),
            ..Facts::default()
        };
        assert_eq!(points(About::Contact, &facts), expected, "{days} days");
    }
    assert_eq!(points(About::Contact, &Facts::default()), 0);
}

#[test]
fn open_tickets_take_and_urgent_ones_the_most() {
    for (tickets, urgent, expected) in [(0, 0, 0), (1, 0, -2), (2, 0, -4), (5, 0, -4), (1, 1, -8)] {
        let facts = with(|with| (with.tickets, with.urgent) = (tickets, urgent));
        assert_eq!(points(About::Tickets, &facts), expected);
    }
}

#[test]
fn who_cannot_be_reached_loses_points() {
    for (reach, expected) in [
        (Reach::Open, 0),
        (Reach::Unknown, -4),
        (Reach::Refused, -10),
    ] {
        let facts = with(|with| with.reach = reach);
        assert_eq!(points(About::Reach, &facts), expected, "{reach:?}");
    }
}

#[test]
fn what_can_be_added_and_taken_leaves_the_score_between_nothing_and_a_hundred() {
    let points = |rule: &Rule| {
        rule.steps
            .iter()
            .map(|step| step.points)
            .collect::<Vec<_>>()
    };
    let least: i32 = RULES
        .iter()
        .map(|rule| points(rule).into_iter().fold(0, i32::min))
        .sum();
    let most: i32 = RULES
        .iter()
        .map(|rule| points(rule).into_iter().fold(0, i32::max))
        .sum();
    assert_eq!((BASE + least, BASE + most), (0, 100));
}

/// Some numbers that look drawn by lot.
struct Lot(u64);

impl Lot {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        ((self.0 >> 33) as u32) % limit
    }

    fn some<T>(&mut self, value: T) -> Option<T> {
        (self.below(4) > 0).then_some(value)
    }

    fn facts(&mut self) -> Facts {
        let (usual, silent) = (self.below(200) as i32, self.below(600) as i32);
        let (risk, recency) = (f64::from(self.below(101)), 1 + self.below(5) as u8);
        let quiet = self.below(400) as i32;
        let with = Engagement {
            last_contact: None,
            incoming: self.below(5),
            deals: self.below(3),
            chance: self.below(101) as u8,
            tickets: self.below(4),
            urgent: self.below(2),
            needs: self.below(4),
            reach: match self.below(3) {
                0 => Reach::Open,
                1 => Reach::Unknown,
                _ => Reach::Refused,
            },
        };
        Facts {
            usual: self.some(usual),
            silent: self.some(silent),
            risk: self.some(risk),
            recency: self.some(recency),
            quiet: self.some(quiet),
            with,
        }
    }
}

impl Lot {
    /// Points that somebody might set, and rules of their own.
    fn own(&mut self) -> Score {
        let mut rules = ScoreRules::default();
        for rule in &RULES {
            for step in rule.steps {
                let points = self.below(61) as i32 - 30;
                rules
                    .points
                    .extend(self.some((key(rule, step.code).into(), points)));
            }
            if self.below(5) == 0 {
                rules.off.push(rule.about.code().into());
            }
        }
        let own = (0..self.below(3)).map(|_| Own {
            label: "Own".into(),
            points: self.below(81) as i32 - 40,
        });
        Score {
            own: own.collect(),
            card: Scorecard::of(&rules),
            facts: Facts::default(),
        }
    }
}

#[test]
fn a_score_is_its_base_and_its_factors_and_every_change_adds_what_it_says() {
    let seed = 20_261_129;
    let mut lot = Lot(seed);
    for turn in 0..20_000 {
        let facts = lot.facts();
        let place = format!("seed {seed}, turn {turn}: {facts:?}");
        let own = lot.own();
        for score in [scored(&facts), Score { facts, ..own }] {
            let sum: i32 = score.factors().iter().map(|factor| factor.points).sum();
            assert_eq!(BASE + sum, score.sum(), "{place}");
            assert_eq!(score.value(), score.sum().clamp(0, 100), "{place}");
            for change in score.changes() {
                assert!(change.points > 0, "{place}");
                let then = score.value() + change.points;
                assert_eq!(score.value_of(&change.then), then, "{place}");
            }
        }
        let as_it_comes = scored(&facts);
        assert_eq!(as_it_comes.value(), as_it_comes.sum(), "{place}");
    }
}

#[test]
fn what_speaks_for_comes_first_and_the_strongest_of_either_side_before_the_others() {
    let facts = Facts {
        recency: Some(5),
        quiet: Some(100),
        ..with(|with| {
            (with.deals, with.chance) = (1, 70);
            (with.tickets, with.urgent) = (2, 1);
            with.reach = Reach::Open;
        })
    };
    let found: Vec<(&str, i32)> = scored(&facts)
        .factors()
        .iter()
        .map(|factor| match factor.cause {
            Cause::Rule(about) => (about.code(), factor.points),
            Cause::Own(_) => ("own", factor.points),
        })
        .collect();
    assert_eq!(
        found,
        [
            ("deals", 15),
            ("recency", 8),
            ("tickets", -8),
            ("contact", -5)
        ]
    );
    let found: Vec<(&str, i32)> = scored(&facts)
        .changes()
        .iter()
        .map(|change| (change.about.code(), change.points))
        .collect();
    // A reply is contact, too.
    assert_eq!(
        found,
        [
            ("replies", 16),
            ("contact", 10),
            ("tickets", 8),
            ("needs", 3)
        ]
    );
}

#[test]
fn the_column_has_the_score_of_every_customer_and_follows_what_is_written() {
    let mut house = House::new();
    let today = Date::parse("2026-11-29").unwrap();
    house.buys(
        "a",
        &[("2026-09-29", 500), ("2026-10-30", 500), ("2026-11-01", 90)],
    );
    house.buys("b", &[("2026-01-05", 900)]);
    house.customer("c");
    let kept = |house: &House| {
        let workspace = &house.desk.workspace;
        let analysis = Analysis::make(workspace, Assumptions::usual(today), &Vec::new());
        let now = Now::utc(today);
        let rules = || score_rules(workspace, now);
        analysis.keep_columns(workspace, today, engagement(workspace, now), rules);
        workspace.scores().unwrap()
    };
    let scores = kept(&house);
    for who in ["a", "b", "c"] {
        let row = house.row(who);
        let facts = Facts::of(&scores, row);
        let listed = scores.score.at(row).map(float_of);
        assert_eq!(listed, Some(f64::from(scored(&facts).value())), "{who}");
    }
    let facts = Facts::of(&scores, house.row("a"));
    assert_eq!((facts.usual, facts.silent), (Some(17), Some(28)));
    assert_eq!((facts.recency, facts.quiet), (Some(5), Some(28)));
    let nothing = Facts::of(&scores, house.row("c"));
    assert_eq!((nothing, scored(&nothing).value()), (Facts::default(), 36));
}

#[test]
fn only_the_score_is_made_anew_where_only_engagement_changed() {
    let mut house = House::new();
    let today = Date::parse("2026-11-29").unwrap();
    house.buys("a", &[("2026-11-01", 500)]);
    let analysis = Analysis::make(
        &house.desk.workspace,
        Assumptions::usual(today),
        &Vec::new(),
    );
    let keep = |house: &House| {
        let workspace = &house.desk.workspace;
        let now = Now::utc(today);
        let rules = || score_rules(workspace, now);
        analysis.keep_columns(workspace, today, engagement(workspace, now), rules);
        workspace.scores().unwrap()
    };
    let (first, again) = (keep(&house), keep(&house));
    assert!(std::rc::Rc::ptr_eq(&first, &again));
    let who = house.customer("a");
    let phone = crate::domain::Part::new([(0, crate::domain::Value::text("+4512345678"))]);
    house.desk.does(&crate::workspace::command::Command::Edit {
        ids: vec![who],
        fields: vec![(
            crate::domain::Key::of(crate::domain::customer::PHONES, "p"),
            Some(crate::domain::Value::Part(phone)),
        )],
        revision: None,
    });
    let then = keep(&house);
    assert!(std::rc::Rc::ptr_eq(&first.value, &then.value));
    let at = |scores: &CustomerScores| scores.score.at(house.row("a")).map(float_of).unwrap();
    assert_eq!(at(&then) - at(&first), 4.0);
}
