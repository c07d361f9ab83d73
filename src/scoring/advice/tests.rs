//! Each rule holds from its limit on and not just before it; what was answered is not said again until
//! something else is read.
#![allow(clippy::unwrap_used, clippy::panic)]

mod known;

use super::deal::telling;
use super::*;
use crate::domain::{FieldIx, customer, deal, ticket};
use crate::workspace::desk::text;
use crate::workspace::engagement::Reach;
use crate::workspace::situation::{
    Asked, CustomerSituation, DealSituation, LateTicket, OpenDeal, OpenNeed, Step, TicketSituation,
    Ways,
};
use known::{Known, before, minutes_before, now, step, today};

#[test]
fn every_rule_of_a_kind_has_a_word_of_its_own_that_an_answer_can_be_kept_by() {
    for kind in RecordKind::ALL {
        let mut codes = codes(kind);
        assert_eq!(codes.is_empty(), advice::field_of(kind).is_none());
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count, "{kind:?}");
    }
}

#[test]
fn of_a_record_of_which_nothing_calls_for_anything_nothing_is_said() {
    let known = Known::new();
    assert_eq!(known.rule(&known.customer(|_| {})), None);
    assert_eq!(known.rule(&known.deal(|_| {})), None);
    assert_eq!(known.rule(&known.ticket(|_| {})), None);
}

#[test]
fn rules_for_customers_hold_from_their_limits_on() {
    let known = Known::new();
    let on = |days: i32| known.rule(&known.customer(|of| of.asked = Some(known.asked(days))));
    assert_eq!(
        [on(0), on(1), on(30), on(31)],
        [None, Some("answer"), Some("answer"), None]
    );
    let due = |days: i32| {
        let of = known.customer(|of| of.step = Some(step(known.customer, before(days))));
        known.rule(&of)
    };
    assert_eq!([due(-1), due(0)], [None, Some("step")]);
    let closes = |days: i32| {
        let of = known.customer(|of| of.deals = vec![known.open_deal(Some(before(days)))]);
        known.rule(&of)
    };
    assert_eq!([closes(0), closes(1)], [None, Some("deal")]);
    let quiet = |days: i32, is_open: bool| {
        let of = known.customer(|of| {
            of.contact = Some(before(days));
            of.deals.extend(is_open.then(|| known.open_deal(None)));
        });
        known.rule(&of)
    };
    let found = [quiet(20, true), quiet(21, true), quiet(90, false)];
    assert_eq!(found, [None, Some("quiet"), None]);
    let need = known.customer(|of| {
        of.need = Some(OpenNeed {
            id: known.customer,
            subject: "Decaf".into(),
            product: "Decaf beans".into(),
        });
    });
    let said = known.advice(&need).unwrap();
    assert_eq!(
        (said.rule, said.action),
        ("need", Action::AddDeal(known.customer))
    );
    let late = known.customer(|of| {
        of.late = Some(LateTicket {
            id: known.ticket,
            name: "Leak".into(),
            due: minutes_before(90),
        });
    });
    let said = known.advice(&late).unwrap();
    assert_eq!(said.action, Action::Reply(known.ticket));
    assert!(matches!(said.why, Why::TicketLate { minutes: 90, .. }));
}

#[test]
fn who_cannot_be_reached_is_asked_how_unless_they_refused_or_are_gone() {
    let known = Known::new();
    let of = |reach, is_former| {
        let of = known.customer(|of| {
            (of.ways, of.reach, of.is_former) = (None, reach, is_former);
            // What would be a call cannot be one.
            of.asked = Some(known.asked(3));
        });
        known.advice(&of).map(|said| (said.rule, said.action))
    };
    let add = Some(("reach", Action::AddNumber(known.customer)));
    assert_eq!(of(Reach::Unknown, false), add);
    assert_eq!(of(Reach::Refused, false), None);
    assert_eq!(of(Reach::Unknown, true), None);
}

#[test]
fn one_calls_and_answers_by_the_ways_there_are() {
    let known = Known::new();
    let who = known.customer;
    for (call, write, answer, turn) in [
        (true, true, Action::Email(who), Action::Call(who)),
        (true, false, Action::Call(who), Action::Call(who)),
        (false, true, Action::Email(who), Action::Email(who)),
    ] {
        let ways = Some(known.ways(call, write));
        let asked = known.customer(|of| (of.ways, of.asked) = (ways, Some(known.asked(2))));
        assert_eq!(known.advice(&asked).unwrap().action, answer);
        let due = known.customer(|of| (of.ways, of.step) = (ways, Some(step(who, today()))));
        assert_eq!(known.advice(&due).unwrap().action, turn);
    }
    let task = known.customer(|of| of.step = Some(step(known.deal, today())));
    assert_eq!(
        known.advice(&task).unwrap().action,
        Action::Open(known.deal)
    );
}

#[test]
fn a_purchase_is_due_after_the_usual_interval_and_who_is_of_value_is_called_before_they_leave() {
    let known = Known::new();
    let plain = known.customer(|_| {});
    let found = |usual, silent, purchases, risk, monetary| {
        known.scores(usual, silent, purchases, risk, monetary);
        known.advice(&plain)
    };
    let rule = |said: Option<Advice>| said.map(|said| said.rule);
    assert_eq!(rule(found(31, 30, 3.0, Some(10.0), 3.0)), None);
    let said = found(31, 31, 3.0, Some(10.0), 3.0).unwrap();
    let (usual, silent) = (31, 31);
    assert_eq!(
        (said.rule, said.why),
        ("purchase", Why::PurchaseDue { usual, silent })
    );
    assert_eq!(said.facts, "2026-10-29");
    assert_eq!(rule(found(31, 31, 2.0, Some(10.0), 3.0)), None);
    assert_eq!(rule(found(31, 61, 3.0, None, 3.0)), Some("purchase"));
    assert_eq!(rule(found(31, 62, 3.0, None, 3.0)), None);
    assert_eq!(rule(found(31, 40, 3.0, Some(49.9), 5.0)), Some("purchase"));
    assert_eq!(rule(found(31, 40, 3.0, Some(50.0), 4.0)), Some("leaving"));
    assert_eq!(rule(found(31, 40, 3.0, Some(90.0), 3.0)), None);
    let former = known.customer(|of| of.is_former = true);
    known.scores(31, 40, 3.0, Some(60.0), 5.0);
    assert_eq!(known.rule(&former), None);
}

#[test]
fn rules_for_deals_hold_from_their_limits_on() {
    let known = Known::new();
    let asked = |days: i32| known.rule(&known.deal(|of| of.asked = Some(known.asked(days))));
    assert_eq!([asked(0), asked(1)], [None, Some("answer")]);
    let closes = |days: i32| known.rule(&known.deal(|of| of.closes = Some(before(days))));
    assert_eq!([closes(0), closes(1)], [None, Some("close")]);
    let due = |days: i32| {
        let of = known.deal(|of| of.step = Some(step(known.deal, before(days))));
        known.rule(&of)
    };
    assert_eq!([due(-1), due(0)], [None, Some("step")]);
    let stale = |days: i32, limit_days: Option<u32>| {
        let of = known.deal(|of| {
            (of.since, of.limit_days) = (Some(before(days)), limit_days);
            of.is_planned = true;
        });
        known.rule(&of)
    };
    let found = [stale(14, Some(14)), stale(15, Some(14)), stale(99, None)];
    assert_eq!(found, [None, Some("stale"), None]);
    let plan = |days: i32, is_planned: bool| {
        let of = known.deal(|of| {
            (of.since, of.is_planned) = (Some(before(days)), is_planned);
        });
        known.rule(&of)
    };
    let found = [plan(1, false), plan(2, false), plan(9, true)];
    assert_eq!(found, [None, Some("plan"), None]);
    let quiet = |days: i32| known.rule(&known.deal(|of| of.contact = Some(before(days))));
    assert_eq!([quiet(20), quiet(21)], [None, Some("quiet")]);
    // Of what is closed nothing is said.
    let closed = known.deal(|of| {
        of.is_open = false;
        (of.closes, of.asked) = (Some(before(9)), Some(known.asked(3)));
        (of.since, of.contact) = (Some(before(90)), Some(before(90)));
        of.step = Some(step(known.deal, before(3)));
    });
    assert_eq!(known.rule(&closed), None);
}

#[test]
fn a_model_that_tells_more_than_chance_says_which_deals_not_to_keep_waiting() {
    let target = r#"{"field":"outcome","is":"won"}"#;
    let found = |share: f64, auc: f64, target: &str, days: i32| {
        let mut known = Known::new();
        known.models(RecordKind::Deal, target, share, auc);
        known.rule(&known.deal(|of| of.contact = Some(before(days))))
    };
    assert_eq!(found(0.601, 0.8, target, 7), Some("likely"));
    assert_eq!(found(0.601, 0.8, target, 6), None);
    assert_eq!(found(0.599, 0.8, target, 7), None);
    assert_eq!(found(0.601, 0.59, target, 7), None);
    let lost = r#"{"field":"outcome","is":"lost"}"#;
    assert_eq!(found(0.601, 0.8, lost, 7), None);
}

#[test]
fn what_calls_did_is_told_only_where_it_is_more_than_chance() {
    let calls = |with, with_won, without, without_won| Calls {
        with,
        with_won,
        without,
        without_won,
    };
    // 34 of 61 against 12 of 45: z = 2.97 by R's prop.test(c(34, 12), c(61, 45), correct = FALSE).
    assert!(telling(calls(61, 34, 45, 12)).is_some());
    // 34 of 61 against 17 of 45: z = 1.83.
    assert!(telling(calls(61, 34, 45, 17)).is_none());
    assert!(telling(calls(61, 12, 45, 34)).is_none());
    assert!(telling(calls(9, 9, 45, 2)).is_none());
    assert!(telling(calls(45, 45, 9, 0)).is_none());
    assert!(telling(calls(20, 20, 20, 20)).is_none());
}

#[test]
fn rules_for_tickets_hold_from_their_limits_on() {
    let known = Known::new();
    let promise = |clock: &'static str, left: i64, is_at_risk: bool| {
        let of = known.ticket(|of| {
            (of.clock, of.left_minutes, of.is_at_risk) = (clock, Some(left), is_at_risk);
        });
        known.rule(&of)
    };
    assert_eq!(promise("reply", -1, true), Some("reply_late"));
    assert_eq!(promise("reply", 0, true), Some("reply_soon"));
    assert_eq!(promise("reply", 241, false), None);
    assert_eq!(promise("solve", -1, true), Some("solve_late"));
    assert_eq!(promise("solve", 30, true), Some("solve_soon"));
    assert_eq!(promise("paused", -30, false), None);
    let waits = |minutes: i64| {
        let of = known.ticket(|of| of.waits_since = Some(minutes_before(minutes)));
        known.rule(&of)
    };
    assert_eq!([waits(239), waits(240)], [None, Some("answer")]);
    let solved = |minutes: i64, change: fn(&mut TicketSituation)| {
        let of = known.ticket(|of| {
            (of.clock, of.solved) = ("done", Some(minutes_before(minutes)));
            change(of);
        });
        known.rule(&of)
    };
    let day = 24 * 60;
    assert_eq!(solved(day - 1, |_| {}), None);
    assert_eq!(solved(day, |_| {}), Some("satisfaction"));
    assert_eq!(solved(day, |of| of.is_marked = true), None);
    assert_eq!(solved(day, |of| of.written = Some(minutes_before(5))), None);
    assert_eq!(solved(7 * day - 1, |_| {}), Some("satisfaction"));
    assert_eq!(solved(7 * day, |_| {}), Some("close"));
}

#[test]
fn a_ticket_that_a_model_takes_for_urgent_is_taken_now() {
    let target = r#"{"field":"priority","is":"urgent"}"#;
    let found = |share: f64, clock: &'static str, priority: &str| {
        let mut known = Known::new();
        known.models(RecordKind::Ticket, target, share, 0.7);
        let of = known.ticket(|of| (of.clock, of.priority) = (clock, priority.into()));
        known.rule(&of)
    };
    assert_eq!(found(0.501, "reply", "normal"), Some("urgent"));
    assert_eq!(found(0.499, "reply", "normal"), None);
    assert_eq!(found(0.9, "paused", "normal"), None);
    assert_eq!(found(0.9, "reply", "urgent"), None);
}

#[test]
fn the_weightier_rule_speaks_and_the_next_when_that_was_answered() {
    let mut known = Known::new();
    let of = known.customer(|of| {
        of.asked = Some(known.asked(2));
        of.step = Some(step(known.customer, before(1)));
        of.contact = Some(before(40));
        of.deals = vec![known.open_deal(Some(before(3)))];
    });
    for rule in ["answer", "step", "deal", "quiet"] {
        let said = known.advice(&of).unwrap();
        assert_eq!(said.rule, rule);
        known.answers(&said, DONE, now());
    }
    assert_eq!(known.rule(&of), None);
}

#[test]
fn what_was_done_is_said_again_when_the_rule_reads_something_else_and_not_as_days_pass() {
    let mut known = Known::new();
    let of = |known: &Known, asked: i32, passed: i32| {
        known.deal(|of| {
            of.closes = Some(before(asked));
            (of.at, of.today) = (
                now().add_ms(i64::from(passed) * DAY_MS),
                today().add_days(passed),
            );
        })
    };
    let said = known.advice(&of(&known, 3, 0)).unwrap();
    let change = known.answers(&said, DONE, now());
    for passed in [0, 1, 300] {
        assert_eq!(known.rule(&of(&known, 3, passed)), None, "{passed}");
    }
    assert_eq!(known.rule(&of(&known, 2, 0)), Some("close"));
    // One undo takes the answer back, one redo gives it again.
    let undone = known.desk.undoes(&change).unwrap();
    assert_eq!(known.rule(&of(&known, 3, 0)), Some("close"));
    known.desk.undoes(&undone).unwrap();
    assert_eq!(known.rule(&of(&known, 3, 0)), None);
}

#[test]
fn what_was_put_off_comes_back_after_a_week_or_when_something_else_is_read() {
    let mut known = Known::new();
    let of = |known: &Known, closes: i32, ms: i64| {
        known.deal(|of| {
            of.closes = Some(before(closes));
            of.at = now().add_ms(ms);
        })
    };
    let said = known.advice(&of(&known, 3, 0)).unwrap();
    known.answers(&said, LATER, now());
    assert_eq!(known.rule(&of(&known, 3, 0)), None);
    assert_eq!(known.rule(&of(&known, 3, 7 * DAY_MS - 1)), None);
    assert_eq!(known.rule(&of(&known, 3, 7 * DAY_MS)), Some("close"));
    assert_eq!(known.rule(&of(&known, 4, 0)), Some("close"));
}

#[test]
fn what_is_of_no_use_is_never_said_again_of_that_record() {
    let mut known = Known::new();
    let of = |known: &Known, closes: i32| known.deal(|of| of.closes = Some(before(closes)));
    let said = known.advice(&of(&known, 3)).unwrap();
    known.answers(&said, WRONG, now());
    for closes in [3, 4, 90] {
        assert_eq!(known.rule(&of(&known, closes)), None);
    }
    let pipeline = known.desk.workspace.default_pipeline().unwrap();
    known.deal = known.desk.creates(
        RecordKind::Deal,
        vec![
            (Key::one(deal::NAME), text("Cups")),
            (Key::one(deal::PIPELINE), Some(Value::Ref(pipeline))),
            (Key::one(deal::STAGE), text("new")),
        ],
    );
    assert_eq!(known.rule(&of(&known, 3)), Some("close"));
}

#[test]
fn answers_of_two_rules_stand_side_by_side() {
    let mut known = Known::new();
    let of = known.ticket(|of| {
        (of.left_minutes, of.is_at_risk) = (Some(-5), true);
        of.waits_since = Some(minutes_before(600));
    });
    for (rule, said) in [("solve_late", DONE), ("answer", LATER)] {
        let advice = known.advice(&of).unwrap();
        assert_eq!(advice.rule, rule);
        known.answers(&advice, said, now());
    }
    let record = known.desk.record(known.ticket);
    let kept: Vec<&str> = record
        .elements(ticket::ADVICE)
        .filter_map(|(_, value)| value.as_part()?.value(0)?.as_text())
        .collect();
    assert_eq!(kept, [LATER, DONE]);
    let fields: [FieldIx; 2] = [customer::ADVICE, deal::ADVICE];
    assert!(
        fields
            .iter()
            .all(|field| record.elements(*field).count() == 0)
    );
}
