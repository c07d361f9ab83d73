//! What a list depends on: remembers exactly the fields that its query names, so that an edit of
//! anything else leaves it alone.

use super::field::values_of;
use crate::domain::{
    FieldIx, RecordKind, Type, activity, custom_field, customer, deal, field, pipeline, segment,
    ticket,
};
use crate::live::Live;
use crate::query::column::relation;
use crate::query::contact;
use crate::query::engagement::READ;
use crate::query::filter::fields_named;
use crate::query::score;
use crate::query::{Query, Test};
use crate::workspace::input::own_field;
use crate::workspace::score_rules::ScoreRules;

/// Whether the column of a path changes while time passes, though nobody writes anything. Those that
/// change by the day do not count: nobody looks at them through midnight.
#[must_use]
pub fn is_of_the_minute(kind: RecordKind, path: &str) -> bool {
    kind == RecordKind::Ticket && matches!(path, "is_at_risk" | "sla" | "minutes_left")
}

/// Whether a query finds something else as time passes.
#[must_use]
pub fn asks_the_time(query: &Query) -> bool {
    let mut asks = query
        .sort
        .0
        .iter()
        .any(|key| is_of_the_minute(query.kind, &key.field));
    if let Some(filter) = &query.filter {
        filter.each_condition(&mut |condition| {
            asks |= is_of_the_minute(query.kind, &condition.field)
                || matches!(condition.test, Test::Within(_));
        });
    }
    asks
}

/// Remembers all that a query reads.
pub fn on_query(live: &Live, query: &Query) {
    let kind = query.kind;
    drop(live.kind(kind));
    if !query.search.trim().is_empty() {
        for (ix, field) in kind.fields() {
            if field.is_searched {
                drop(live.field(kind, ix));
            }
        }
    }
    if let Some(filter) = &query.filter {
        filter.each_condition(&mut |condition| on_path(live, kind, &condition.field));
    }
    if let Some(field) = &query.group_by {
        on_path(live, kind, field);
        on_names(live, kind, field);
    }
    for key in &query.sort.0 {
        on_path(live, kind, &key.field);
        on_names(live, kind, &key.field);
    }
}

/// Remembers the names that a reference leads to: it is sorted by them.
fn on_names(live: &Live, kind: RecordKind, path: &str) {
    let of = values_of(&live.kind(RecordKind::CustomField), kind, path);
    if let Some((_, Type::Ref(kinds))) = of {
        for kind in kinds {
            drop(live.field(*kind, kind.name_field()));
        }
    }
}

/// Remembers what the column of a path reads.
pub fn on_path(live: &Live, kind: RecordKind, path: &str) {
    let on = |kind: RecordKind, fields: &[FieldIx]| {
        for field in fields {
            drop(live.field(kind, *field));
        }
    };
    let (first, rest) = match path.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    };
    match (kind, first) {
        (RecordKind::Customer, "segment") => on_segments(live),
        (RecordKind::Customer, "email") => on(kind, &[customer::EMAILS]),
        (RecordKind::Customer, "phone") => on(kind, &[customer::PHONES]),
        (RecordKind::Customer, "company") => {
            on(kind, &[customer::COMPANIES, customer::NAME]);
            if let Some(rest) = rest {
                on_path(live, kind, rest);
            }
        }
        (RecordKind::Customer, "completeness") => {
            let facts = crate::query::customer::PERSON_FACTS
                .iter()
                .chain(&crate::query::customer::COMPANY_FACTS);
            facts.for_each(|fact| on(kind, &[fact.field]));
            on(kind, &[customer::KIND]);
        }
        (RecordKind::Customer, "open_deals") => on_deals(live),
        (RecordKind::Customer, "last_contact") => {
            contact::READ
                .iter()
                .for_each(|(kind, fields)| on(*kind, fields));
        }
        (RecordKind::Customer, "next_step") => {
            on(
                RecordKind::Activity,
                &[
                    activity::KIND,
                    activity::ABOUT,
                    activity::DUE,
                    activity::STATUS,
                    activity::DONE_AT,
                ],
            );
            on_deals(live);
            on(RecordKind::Deal, &[deal::NEXT_FOLLOW_UP]);
            on(kind, &[customer::NEXT_FOLLOW_UP]);
        }
        (RecordKind::Customer, "score") => {
            on_scores(live);
            on_engagement(live);
            on_own_rules(live);
        }
        (RecordKind::Customer, name) if score::SCORED.contains(&name) => on_scores(live),
        (RecordKind::Transaction, "purchased_on" | "revenue") => on_purchases(live),
        (
            RecordKind::Deal,
            "outcome" | "weighted" | "days_in_stage" | "is_stale" | "begun" | "days_to_close"
            | "stage_order" | "forecast",
        ) => {
            on_deals(live);
            let fields = [
                deal::AMOUNT,
                deal::PROBABILITY,
                deal::STAGE_SINCE,
                deal::STARTED_AT,
                deal::CLOSED_AT,
                deal::FORECAST_CATEGORY,
                field::CREATED_AT,
            ];
            on(kind, &fields);
        }
        (
            RecordKind::Ticket,
            "clock" | "next_due" | "is_open" | "is_at_risk" | "sla" | "minutes_left",
        ) => on(
            kind,
            &[
                ticket::STATUS,
                ticket::FIRST_RESPONSE_AT,
                ticket::FIRST_RESPONSE_DUE,
                ticket::RESOLVE_DUE,
                ticket::RESOLVED_AT,
                ticket::PAUSED_SINCE,
            ],
        ),
        (RecordKind::Activity, "customer") => {
            on(kind, &[activity::ABOUT]);
            on(RecordKind::Deal, &[deal::CUSTOMER]);
            on(RecordKind::Ticket, &[ticket::CUSTOMER]);
            drop(live.kind(RecordKind::Customer));
            if let Some(rest) = rest {
                on_path(live, RecordKind::Customer, rest);
            }
        }
        (RecordKind::Segment, "customers") => {
            drop(live.kind(RecordKind::Customer));
            on_segments(live);
        }
        (RecordKind::Activity, "day") => on(kind, &[activity::DUE, activity::AT]),
        (RecordKind::Activity, "is_open") => {
            on(kind, &[activity::KIND, activity::STATUS, activity::DONE_AT]);
        }
        (RecordKind::Customer, word) if rest.is_some() && relation(word).is_some() => {
            if let (Some(of), Some(rest)) = (relation(word), rest) {
                on_path(live, of, "customer");
                on_path(live, of, rest);
            }
        }
        (_, "updated_at") => drop(live.history()),
        (_, "custom") => {
            on(kind, &[field::CUSTOM]);
            let (key, further) = custom_field::split(rest.unwrap_or_default());
            let of = own_field(&live.kind(RecordKind::CustomField), kind, key);
            on_formula(live, kind, key);
            if let (Some(rest), Some((_, Type::Ref(kinds)))) = (further, of) {
                kinds.iter().for_each(|kind| on_path(live, *kind, rest));
            }
        }
        _ => {
            let Some(ix) = kind.field_named(first) else {
                return;
            };
            on(kind, &[ix]);
            if let (Some(rest), Some(Type::Ref(kinds))) =
                (rest, kind.field(ix).map(|field| field.of))
            {
                kinds.iter().for_each(|kind| on_path(live, *kind, rest));
            }
        }
    }
}

/// Remembers what the formula of an own field reads, where it has one, and what it says.
fn on_formula(live: &Live, kind: RecordKind, key: &str) {
    let text = {
        let workspace = live.field(RecordKind::CustomField, custom_field::FORMULA_TEXT);
        let definition = workspace.custom_field(kind, key);
        let formula = definition.filter(|definition| custom_field::is_formula(definition));
        formula.map(|formula| formula.text(custom_field::FORMULA_TEXT).to_owned())
    };
    if let Some(text) = text {
        on_fields_in(live, kind, &text);
    }
}

/// Remembers the fields of a kind that a formula names.
pub fn on_fields_in(live: &Live, kind: RecordKind, formula: &str) {
    for word in custom_field::words(formula) {
        let name = word.split('.').next().unwrap_or_default();
        if let Some(ix) = kind.field_named(name) {
            drop(live.field(kind, ix));
        }
    }
}

/// Remembers which transactions count.
fn on_purchases(live: &Live) {
    for field in score::READ {
        drop(live.field(RecordKind::Transaction, field));
    }
    drop(live.record(crate::domain::settings::ID));
    // What a customer bought who was thrown away does not count.
    drop(live.kind(RecordKind::Customer));
}

/// Remembers all that scores are made of.
pub fn on_scores(live: &Live) {
    on_purchases(live);
    for field in [segment::KIND, segment::FILTER, segment::VALUE_WEIGHT] {
        drop(live.field(RecordKind::Segment, field));
    }
}

/// Remembers what tells how things stand with customers.
pub fn on_engagement(live: &Live) {
    for (kind, fields) in contact::READ.into_iter().chain(READ) {
        for field in fields {
            drop(live.field(kind, *field));
        }
    }
}

/// Remembers what the conditions of the user's own rules of the score read.
pub fn on_own_rules(live: &Live) {
    let rules = ScoreRules::of(&live.record(crate::domain::settings::ID));
    for rule in &rules.own {
        // What asks for the score itself counts for nobody.
        let asked = fields_named(&rule.condition).filter(|path| *path != "score");
        asked.for_each(|path| on_path(live, RecordKind::Customer, path));
    }
}

/// Remembers which deals are open, and whose.
fn on_deals(live: &Live) {
    for field in [deal::CUSTOMER, deal::PIPELINE, deal::STAGE] {
        drop(live.field(RecordKind::Deal, field));
    }
    drop(live.field(RecordKind::Pipeline, pipeline::STAGES));
}

/// Remembers who is in which segment: what the conditions of all of them read.
fn on_segments(live: &Live) {
    let kind = RecordKind::Segment;
    drop(live.field(kind, segment::KIND));
    drop(live.field(RecordKind::Customer, customer::SEGMENTS));
    let paths: Vec<Box<str>> = {
        let workspace = live.field(kind, segment::FILTER);
        let table = workspace.table(kind);
        let mut paths = Vec::new();
        for row in table.live_rows() {
            let text = table.text(row, segment::FILTER);
            paths.extend(fields_named(&text).map(Into::into));
        }
        paths
    };
    // Segments that name each other are all remembered by now.
    let others = paths.iter().filter(|path| &***path != "segment");
    others.for_each(|path| on_path(live, RecordKind::Customer, path));
}
