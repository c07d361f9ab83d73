//! The sample is whole and the same each time.

#![allow(clippy::unwrap_used)]
use super::*;
use crate::domain::{ReplicaId, Shape, campaign, member, ticket};
use std::collections::HashSet;

fn sample(language: Language) -> Vec<Record> {
    sample_in(language, Zone::UTC)
}

fn sample_in(language: Language, zone: Zone) -> Vec<Record> {
    let pipeline = RecordId::new(RecordKind::Pipeline, Uuid::v7(1, 1));
    let today = Date::parse("2026-11-18").unwrap();
    Sample {
        language,
        today,
        at: Instant::from_date(today).add_ms(42_120_000),
        zone,
        stamp: Stamp::new(1, 0, ReplicaId(1)),
        pipeline,
        customers: SAMPLE_CUSTOMERS,
    }
    .records()
}

#[test]
fn people_of_the_sample_work_by_the_readers_clock() {
    use crate::domain::zone::known;
    for zone in [known::shanghai(), known::berlin(), known::kolkata()] {
        for record in sample_in(Language::English, zone) {
            let fields: &[_] = match record.id.kind {
                RecordKind::Activity => &[activity::AT, activity::DONE_AT],
                // What is open is as old as it has to be for its promise.
                RecordKind::Ticket if record.value(ticket::RESOLVED_AT).is_some() => {
                    &[field::CREATED_AT, ticket::RESOLVED_AT]
                }
                RecordKind::Customer => &[field::CREATED_AT],
                _ => &[],
            };
            for of in fields {
                let Some(Value::Instant(at)) = record.value(*of) else {
                    continue;
                };
                let shown = zone.shown(*at);
                let minutes = Instant::from_date(shown.date()).ms_until(shown) / 60_000;
                let hours = 8 * 60..=19 * 60;
                assert!(
                    hours.contains(&minutes),
                    "{shown} of {} in {zone:?}",
                    record.id
                );
            }
        }
    }
}

#[test]
fn a_campaign_of_the_sample_has_paid() {
    let records = sample(Language::English);
    let money = |record: &Record, field| {
        let money = record.value(field).and_then(Value::as_money);
        money.map_or(0, Money::minor)
    };
    let of = |kind| records.iter().filter(move |one| one.id.kind == kind);
    let paid = of(RecordKind::Campaign).filter(|campaign| {
        let members = of(RecordKind::Member)
            .filter(|one| one.value(member::CAMPAIGN) == Some(&Value::Ref(campaign.id)));
        let deals = members.filter_map(|one| one.value(member::DEAL)?.as_ref_id());
        let came = deals.filter_map(|id| of(RecordKind::Deal).find(|deal| deal.id == id));
        let came = came.filter(|deal| deal.text(deal::STAGE) == "won");
        let revenue: i64 = came.map(|deal| money(deal, deal::AMOUNT)).sum();
        let cost = money(campaign, campaign::ACTUAL_COST);
        cost > 0 && revenue > 2 * cost
    });
    assert_eq!(paid.count(), 1);
}

#[test]
fn the_sample_is_always_the_same_and_refers_only_to_what_is_there() {
    for language in [Language::English, Language::Chinese] {
        let records = sample(language);
        assert_eq!(records, sample(language));
        let count = |kind| {
            records
                .iter()
                .filter(|record| record.id.kind == kind)
                .count()
        };
        assert_eq!(count(RecordKind::Customer), SAMPLE_CUSTOMERS);
        assert!(count(RecordKind::Deal) > 100 && count(RecordKind::Transaction) > 100);
        // Every kind is there to be looked at; a pipeline and settings have all workspaces, and a
        // model is fitted to what is there.
        for kind in RecordKind::ALL {
            let is_given = matches!(
                kind,
                RecordKind::Pipeline | RecordKind::Settings | RecordKind::Model
            );
            assert!(is_given || count(kind) > 0, "{kind:?}");
        }
        let mut seen: HashSet<RecordId> =
            HashSet::from([RecordId::new(RecordKind::Pipeline, Uuid::v7(1, 1))]);
        for record in &records {
            let may_be_nameless =
                matches!(record.id.kind, RecordKind::Activity | RecordKind::Member);
            assert!(!record.name().is_empty() || may_be_nameless, "{record:?}");
            for (key, register) in record.registers() {
                let field = record.id.kind.field(key.field).unwrap();
                let value = register.value.as_ref().unwrap();
                // Of a set, only that an element is there is written.
                if field.shape != Shape::Set {
                    assert_eq!(
                        crate::workspace::input::check(field.of, value),
                        Ok(()),
                        "{key:?} {value:?}"
                    );
                }
                let refs = match value {
                    Value::Ref(id) => vec![*id],
                    Value::Part(part) => part
                        .iter()
                        .filter_map(|(_, value)| value.as_ref_id())
                        .collect(),
                    _ => vec![],
                };
                assert!(refs.iter().all(|id| seen.contains(id)), "{record:?}");
            }
            assert!(seen.insert(record.id), "an id twice");
        }
    }
}
