//! The workspace's own tests: commands, undo, columns and search held against themselves made anew.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
mod own;
mod pipeline;

use super::any::{DOINGS, any_command, favourite};
use super::change::{Body, Change, PageId, PageRef};
use super::command::{Command, CommandError};
use super::desk::{Desk, repacked, text};
use super::invert::invert;
use super::*;
use crate::document::page::{Page, PageBuilder};
use crate::domain::random::Random;
use crate::domain::{Date, Record, Register, customer, deal, field};
use std::collections::BTreeMap;

#[test]
fn a_deal_begins_at_the_first_stage_and_closes_on_the_day_it_is_won() {
    let mut desk = Desk::new();
    let customer = desk.company("Hotel Bellavista");
    let deal = desk.creates(
        RecordKind::Deal,
        vec![
            (Key::one(deal::NAME), text("Lobby bar")),
            (Key::one(deal::CUSTOMER), Some(Value::Ref(customer))),
        ],
    );
    assert_eq!(desk.record(deal).text(deal::STAGE), "new");
    let won = desk.set(deal, deal::STAGE, text("won"));
    assert!(desk.record(deal).value(deal::CLOSED_AT).is_some());
    assert_eq!(won.label.verb, change::Verb::Move);
    desk.undoes(&won).unwrap();
    let record = desk.record(deal);
    assert_eq!(
        (record.text(deal::STAGE), record.value(deal::CLOSED_AT)),
        ("new", None)
    );
}

#[test]
fn wrong_values_are_refused_with_their_fields_named() {
    let mut desk = Desk::new();
    let id = desk.id(RecordKind::Customer);
    let refused = desk.tries(&Command::Create {
        id,
        fields: vec![
            (Key::one(customer::KIND), text("robot")),
            (Key::one(customer::SIZE), text("many")),
            (Key::one(customer::PARENT), Some(Value::Ref(id))),
            (Key::of(field::CUSTOM, "mood"), text("sunny")),
        ],
    });
    let Err(CommandError::Invalid(problems)) = refused else {
        panic!("{refused:?}")
    };
    let mut said: Vec<_> = problems
        .iter()
        .map(|problem| (problem.field.as_str(), problem.rule.code()))
        .collect();
    said.sort_unstable();
    assert_eq!(
        said,
        [
            ("custom.mood", "unknown_field"),
            ("kind", "not_an_option"),
            ("name", "required"),
            ("parent", "circular"),
            ("parent", "circular"),
            ("size", "wrong_type"),
        ]
    );
}

#[test]
fn undo_brings_back_only_what_nobody_wrote_since_and_names_the_rest() {
    let mut desk = Desk::new();
    let id = desk.company("Kanal");
    let both = desk.does(&Command::Edit {
        ids: vec![id],
        fields: vec![
            (Key::one(customer::NAME), text("Kanal & Co")),
            (Key::one(customer::DOMAIN), text("kanal.example")),
        ],
        revision: None,
    });
    desk.set(id, customer::DOMAIN, text("kanal-co.example"));
    let context = desk.context();
    let inverse = invert(&desk.workspace, &both, &desk.origins, context).unwrap();
    assert_eq!(inverse.kept, [(id, Key::one(customer::DOMAIN))]);
    desk.apply(&inverse.change);
    let record = desk.record(id);
    assert_eq!(
        (record.name(), record.text(customer::DOMAIN)),
        ("Kanal", "kanal-co.example")
    );
}

#[test]
fn a_stale_revision_is_refused() {
    let mut desk = Desk::new();
    let id = desk.company("Kanal");
    let seen = desk.record(id).revision();
    desk.set(id, customer::NAME, text("Kanal & Co"));
    let edit = |revision| Command::Edit {
        ids: vec![id],
        fields: vec![(Key::one(customer::NAME), text("K"))],
        revision,
    };
    assert!(matches!(
        desk.tries(&edit(Some(seen))),
        Err(CommandError::Stale { .. })
    ));
    let now = desk.record(id).revision();
    assert!(desk.tries(&edit(Some(now))).is_ok());
}

#[test]
fn what_is_erased_leaves_no_image_and_cannot_be_undone() {
    let mut desk = Desk::new();
    let id = desk.company("Secret Ltd");
    let erased = desk.does(&Command::Erase { ids: vec![id] });
    assert!(!format!("{erased:?}").contains("Secret"));
    assert!(desk.workspace.record(id).is_none());
    assert_eq!(desk.undoes(&erased), Err(CommandError::NotUndoable));
}

/// Imports a few companies, and writes to one that is there.
fn any_import(desk: &mut Desk, random: &mut Random) -> Change {
    let table = desk.workspace.table(RecordKind::Customer);
    let rows: Vec<u32> = table.live_rows().collect();
    let titled = (!rows.is_empty()).then(|| *random.pick(&rows));
    let titled = titled.and_then(|row| table.id(row));
    desk.imports(1 + random.below(20) as u32, titled)
}

/// How many random walks: each a few dozen commands, undone and done again.
const WALKS: u64 = 1000;

/// Every kind and everything that can be done to a record is met, but erasing: that is the one thing
/// that cannot be taken back.
#[test]
fn random_walks_undone_come_back_to_the_start_and_redone_to_the_end() {
    let (mut steps, mut refused, mut batches) = (0, 0, 0);
    let mut met: BTreeMap<(RecordKind, usize), u32> = BTreeMap::new();
    for seed in 0..WALKS {
        let mut random = Random::seeded(seed);
        let mut desk = Desk::new();
        let start = desk.workspace.content_hash();
        let mut stack = Vec::new();
        let mut redo: Vec<Change> = Vec::new();
        for _ in 0..100 {
            match random.below(6) {
                0 if !stack.is_empty() => redo.push(desk.undoes(&stack.pop().unwrap()).unwrap()),
                1 if !redo.is_empty() => stack.push(desk.undoes(&redo.pop().unwrap()).unwrap()),
                2 if random.below(4) == 0 => {
                    stack.push(any_import(&mut desk, &mut random));
                    redo.clear();
                    batches += 1;
                }
                3 if random.below(8) == 0 => desk.workspace = repacked(&desk.workspace),
                _ => {
                    let any = any_command(&mut desk, &mut random, favourite(seed));
                    let Some((kind, doing, command)) = any else {
                        continue;
                    };
                    match desk.tries(&command) {
                        Ok(change) => {
                            *met.entry((kind, doing)).or_default() += 1;
                            stack.push(change);
                            redo.clear();
                        }
                        Err(_) => refused += 1,
                    }
                }
            }
        }
        let end = desk.workspace.content_hash();
        let mut undone = Vec::new();
        while let Some(change) = stack.pop() {
            undone.push(
                desk.undoes(&change)
                    .unwrap_or_else(|error| panic!("seed {seed}: {error:?} {change:?}")),
            );
            steps += 1;
        }
        assert_eq!(
            desk.workspace.content_hash(),
            start,
            "seed {seed}: not at the start"
        );
        while let Some(change) = undone.pop() {
            desk.undoes(&change).unwrap();
        }
        assert_eq!(
            desk.workspace.content_hash(),
            end,
            "seed {seed}: not at the end"
        );
    }
    let all = RecordKind::ALL.into_iter().flat_map(|kind| {
        let doings = 0..DOINGS.len();
        doings.map(move |doing| (kind, doing))
    });
    let missed: Vec<_> = all
        .filter(|one| !met.contains_key(one))
        .map(|(kind, doing)| format!("{kind:?}: {}", DOINGS[doing]))
        .collect();
    assert!(missed.is_empty(), "never done: {missed:?}");
    let done: u32 = met.values().sum();
    println!(
        "{WALKS} walks over {} kinds and {} doings: {done} commands, {refused} refused, {batches} \
         imports, {steps} undone steps, 0 differences",
        RecordKind::ALL.len(),
        DOINGS.len()
    );
}

/// What the columns and the search of a workspace answer, to compare one kept in step with one
/// made anew.
fn answers(workspace: &Workspace) -> Vec<String> {
    let customers = workspace.table(RecordKind::Customer);
    let deals = workspace.table(RecordKind::Deal);
    let mut said = Vec::new();
    let by_id = |table: &Table, say: &dyn Fn(u32) -> String| {
        let mut lines: Vec<String> = table
            .live_rows()
            .map(|row| format!("{:?} {}", table.id(row), say(row)))
            .collect();
        lines.sort();
        lines
    };
    let titles = customers.texts(&Key::one(customer::TITLE));
    let vip = customers.has(&Key::of(field::TAGS, "vip"));
    said.extend(by_id(customers, &|row| {
        format!("{:?} {}", titles.at(row), vip.at(row))
    }));
    let amounts = deals.ints(&Key::one(deal::AMOUNT));
    let currencies = deals.currencies(&Key::one(deal::AMOUNT));
    let stages = deals.texts(&Key::one(deal::STAGE));
    let pipelines = deals.refs(&Key::one(deal::PIPELINE));
    said.extend(by_id(deals, &|row| {
        format!(
            "{:?} {:?} {:?} {:?}",
            amounts.at(row),
            currencies.at(row),
            stages.at(row),
            pipelines.at(row)
        )
    }));
    for word in ["n1", "vip", "@x", "4"] {
        let mut found = Vec::new();
        customers.search(&[word], |row| {
            if customers.standing(row) == Standing::Live {
                found.push(format!("{word} {:?}", customers.id(row)));
            }
        });
        found.sort();
        said.extend(found);
    }
    said.push(format!("{} {}", customers.live(), customers.trashed()));
    said
}

#[test]
fn columns_and_search_kept_in_step_equal_those_made_anew() {
    for seed in 0..40 {
        let mut random = Random::seeded(seed);
        let mut desk = Desk::new();
        let mut last = Vec::new();
        for step in 0..80 {
            if step == 40 {
                desk.workspace = repacked(&desk.workspace);
            }
            if let Some((_, _, command)) = any_command(&mut desk, &mut random, RecordKind::Customer)
                && let Ok(change) = desk.tries(&command)
            {
                last.push(change);
            }
            match random.below(12) {
                0 => last.push(any_import(&mut desk, &mut random)),
                1 => desk.workspace.table(RecordKind::Customer).prepare_search(),
                _ => {}
            }
            if random.below(5) == 0 && !last.is_empty() {
                let _ = desk.undoes(&last.pop().unwrap());
            }
            if step % 8 == 0 {
                let again = repacked(&desk.workspace);
                assert_eq!(
                    answers(&desk.workspace),
                    answers(&again),
                    "seed {seed}, step {step}"
                );
                assert_eq!(
                    desk.workspace.replica_hash(),
                    again.replica_hash(),
                    "seed {seed}, step {step}"
                );
            }
        }
    }
}

#[test]
fn a_batch_undone_takes_its_records_but_not_those_worked_on_since() {
    let mut desk = Desk::new();
    let before = desk.workspace.content_hash();
    let context = desk.context();
    let mut builder = PageBuilder::new(RecordKind::Customer);
    let ids: Vec<RecordId> = (0..100).map(|_| desk.id(RecordKind::Customer)).collect();
    for id in &ids {
        let mut record = Record::new(*id, context.stamp);
        for (field, value) in [(customer::KIND, "company"), (customer::NAME, "Imported")] {
            record.put(
                Key::one(field),
                Some(Register {
                    value: text(value),
                    stamp: context.stamp,
                }),
            );
        }
        builder.push(&record);
    }
    let page = Page::open(builder.finish(0)).unwrap();
    let reference = PageRef {
        id: PageId(1),
        kind: RecordKind::Customer,
        rows: 100,
        checksum: 0,
    };
    let batch = Change {
        id: context.stamp,
        at: context.at,
        author: None,
        label: change::Label {
            verb: change::Verb::Import,
            count: 100,
            name: "accounts.csv".into(),
        },
        undoes: None,
        body: Body::Batch {
            pages: vec![reference],
            restored: Vec::new(),
            edits: vec![],
        },
    };
    desk.workspace.apply(&batch, vec![page]);
    let imported = desk.workspace.content_hash();
    let edit = desk.set(ids[7], customer::TITLE, text("Mine"));
    let undone = desk.undoes(&batch).unwrap();
    assert_eq!(desk.workspace.table(RecordKind::Customer).live(), 1);
    assert_eq!(desk.record(ids[7]).text(customer::TITLE), "Mine");
    desk.undoes(&undone).unwrap();
    assert_eq!(desk.workspace.table(RecordKind::Customer).live(), 100);
    desk.undoes(&edit).unwrap();
    assert_eq!(desk.workspace.content_hash(), imported);
    desk.undoes(&batch).unwrap();
    assert_eq!(desk.workspace.content_hash(), before);
    // Loaded again from pages, the withdrawn records are still gone.
    assert_eq!(repacked(&desk.workspace).content_hash(), before);
    assert!(desk.workspace.record(ids[0]).is_none());
}

#[test]
fn dates_and_names_are_where_queries_look() {
    let mut desk = Desk::new();
    let id = desk.company("Grão & Filhos");
    assert_eq!(
        desk.workspace.named(RecordKind::Customer, " grao & filhos"),
        Some(id)
    );
    desk.set(
        id,
        customer::NEXT_FOLLOW_UP,
        Some(Value::Date(Date::parse("2026-12-01").unwrap())),
    );
    let table = desk.workspace.table(RecordKind::Customer);
    let due = table.ints(&Key::one(customer::NEXT_FOLLOW_UP));
    assert_eq!(
        due.at(table.row(id.uuid).unwrap()),
        Some(i64::from(Date::parse("2026-12-01").unwrap().to_days()))
    );
}
