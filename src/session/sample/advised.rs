//! What is advised on the records of the sample: there is something to see on every kind, and not always
//! the same.
#![allow(clippy::unwrap_used)]

use super::{Language, SAMPLE_CUSTOMERS, Sample};
use crate::document::page::{Page, PageBuilder};
use crate::domain::{Date, Instant, RecordKind, ReplicaId, Stamp, Zone};
use crate::query::Now;
use crate::query::engagement::engagement;
use crate::query::feature::Features;
use crate::query::own_rule::score_rules;
use crate::query::situation::situation;
use crate::scoring::advice::advice_of;
use crate::scoring::affinity::affinity;
use crate::scoring::scores::Analysis;
use crate::workspace::Workspace;
use crate::workspace::change::{PageId, PageRef};
use crate::workspace::desk::Desk;
use std::collections::BTreeMap;

/// A workspace with the sample in it.
fn with_sample(language: Language, now: Now) -> Workspace {
    let mut workspace = Desk::new().workspace;
    let records = Sample {
        language,
        today: now.today,
        at: now.at,
        zone: now.zone,
        stamp: Stamp::new(1, 0, ReplicaId(1)),
        pipeline: workspace.default_pipeline().unwrap(),
        customers: SAMPLE_CUSTOMERS,
    }
    .records();
    for kind in RecordKind::ALL {
        let mut builder = PageBuilder::new(kind);
        let of_kind = records.iter().filter(|record| record.id.kind == kind);
        of_kind.for_each(|record| builder.push(record));
        let page = Page::open(builder.finish(0)).unwrap();
        let reference = PageRef {
            id: PageId(kind as u64),
            kind,
            rows: page.rows() as u32,
            checksum: 0,
        };
        workspace.append(page, reference);
    }
    workspace
}

#[test]
fn on_customers_deals_and_tickets_of_the_sample_something_is_advised_and_on_some_nothing() {
    let at = Instant::from_date(Date::parse("2026-11-18").unwrap()).add_ms(42_120_000);
    let now = Now::of(at, Zone::UTC);
    for language in [Language::English, Language::Chinese] {
        let workspace = with_sample(language, now);
        let rules = || score_rules(&workspace, now);
        let engagement = engagement(&workspace, now);
        Analysis::of(&workspace, now.today, Vec::new)
            .keep_columns(&workspace, now.today, engagement, rules);
        let reader = Features::new(&workspace, now);
        let of_customers: &[&str] = &["answer", "step", "purchase", "quiet", "need"];
        for (kind, wanted) in [
            (RecordKind::Customer, of_customers),
            (RecordKind::Deal, &["answer", "step", "quiet"]),
            (RecordKind::Ticket, &["reply_soon", "solve_soon"]),
        ] {
            let table = workspace.table(kind);
            let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
            for id in table.live_rows().filter_map(|row| table.id(row)) {
                let situation = situation(&workspace, now, id).unwrap();
                let said = advice_of(&workspace, &reader, situation, id);
                *rules.entry(said.map_or("", |said| said.rule)).or_default() += 1;
            }
            assert!(rules.contains_key(""), "{kind:?}: {rules:?}");
            for rule in wanted {
                assert!(
                    rules.contains_key(rule),
                    "{rule} of {language:?}: {rules:?}"
                );
            }
        }
    }
}

#[test]
fn the_models_of_purchases_find_something_in_the_sample_and_some_products_come_together() {
    let today = Date::parse("2026-11-18").unwrap();
    for language in [Language::English, Language::Chinese] {
        let workspace = with_sample(language, Now::utc(today));
        let analysis = Analysis::of(&workspace, today, Vec::new);
        let lifetimes = &analysis.lifetimes;
        assert!(lifetimes.purchases.is_ok(), "{:?}", lifetimes.purchases);
        assert!(lifetimes.spend.is_ok(), "{:?}", lifetimes.spend);
        let alive = || lifetimes.of.iter().filter_map(|life| lifetimes.alive(life));
        let likely = alive().filter(|alive| *alive > 0.8).count();
        let lost = alive().filter(|alive| *alive < 0.3).count();
        assert!(likely > 5 && lost > 5, "{likely} likely, {lost} lost");
        let together = affinity(&workspace, analysis.assumptions.frame).together;
        assert!(together.len() > 1, "{together:?}");
    }
}
