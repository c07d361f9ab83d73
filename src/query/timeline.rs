//! The timeline of a record: what was done, sold and changed, the newest first. Activities and
//! transactions come from the tables, changes from the journal's entries that the caller has.

use super::Now;
use super::related::{pairs_to, referring};
use super::stamp::{created_at, moment};
use crate::domain::{
    Instant, Key, Record, RecordId, RecordKind, Stamp, Standing, Value, activity, customer, deal,
    field, transaction,
};
use crate::workspace::Workspace;
use crate::workspace::change::{Body, Change, RecordEdit, Verb};
use std::collections::HashSet;

/// One thing on a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it was. Of a task still to be done, when it is due.
    pub at: Instant,
    /// Who did it.
    pub author: Option<RecordId>,
    /// What it was.
    pub what: What,
}

/// What a thing on a timeline is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An activity.
    Activity {
        /// The activity.
        id: RecordId,
        /// Whether it is a task still to be done.
        is_planned: bool,
    },
    /// A transaction.
    Transaction {
        /// The transaction.
        id: RecordId,
    },
    /// A change of the record, or of the stage of one of a customer's deals.
    Change {
        /// The change, by which it can be undone; none where the journal no longer has it.
        change: Option<Stamp>,
        /// What was done.
        verb: Verb,
        /// To which record.
        record: RecordId,
        /// What changed, where the record was there before.
        fields: Vec<FieldChange>,
    },
}

/// What a change did to one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field.
    pub key: Key,
    /// What stood there.
    pub before: Option<Value>,
    /// What stands there since.
    pub after: Option<Value>,
}

/// The timeline of a record, of at most so many entries, and how many there are in all. To a
/// customer belongs what is about its deals, to a company also what is about its people.
#[must_use]
pub fn timeline(
    workspace: &Workspace,
    id: RecordId,
    changes: &[Change],
    now: impl Into<Now>,
    entries_max: usize,
) -> (Vec<Entry>, usize) {
    let now = now.into();
    let deals: HashSet<RecordId> = ids(
        workspace,
        RecordKind::Deal,
        referring(workspace, RecordKind::Deal, deal::CUSTOMER, id),
    )
    .collect();
    let people: HashSet<RecordId> = ids(
        workspace,
        RecordKind::Customer,
        pairs_to(workspace, RecordKind::Customer, customer::COMPANIES, id),
    )
    .collect();
    let about: HashSet<RecordId> = [id]
        .into_iter()
        .chain(deals.iter().copied())
        .chain(people)
        .collect();
    let mut entries: Vec<Entry> = activities(workspace, &about, now).collect();
    let sold_by = match id.kind {
        RecordKind::Deal => transaction::DEAL,
        _ => transaction::CUSTOMER,
    };
    let sold = referring(workspace, RecordKind::Transaction, sold_by, id);
    entries.extend(
        records(workspace, RecordKind::Transaction, &sold).map(|record| {
            let day = record.value(transaction::DATE).and_then(Value::as_date);
            let at = day
                .map(|day| start(now, day))
                .unwrap_or_else(|| created_at(&record));
            entry(at, &record, What::Transaction { id: record.id })
        }),
    );
    entries.extend(written(changes, id, &deals));
    if let Some(record) = workspace.record(id) {
        made(changes, &record, &mut entries);
    }
    let total = entries.len();
    // Of one moment, what was noted later stands higher.
    entries.reverse();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    entries.truncate(entries_max);
    (entries, total)
}

fn ids(workspace: &Workspace, kind: RecordKind, rows: Vec<u32>) -> impl Iterator<Item = RecordId> {
    let table = workspace.table(kind);
    rows.into_iter().filter_map(|row| table.id(row))
}

fn records<'w>(
    workspace: &'w Workspace,
    kind: RecordKind,
    rows: &[u32],
) -> impl Iterator<Item = std::borrow::Cow<'w, Record>> {
    let table = workspace.table(kind);
    rows.iter().filter_map(|row| table.record(*row))
}

/// The moment at which a day began.
fn start(now: Now, day: crate::domain::Date) -> Instant {
    Instant::from_clock_ms(now.start_of(i64::from(day.to_days())))
}

fn entry(at: Instant, record: &Record, what: What) -> Entry {
    let author = |field| record.value(field).and_then(Value::as_ref_id);
    Entry {
        at,
        author: author(field::CREATED_BY).or_else(|| author(field::OWNER)),
        what,
    }
}

/// The live activities about some records, or in which they took part.
fn activities(
    workspace: &Workspace,
    about: &HashSet<RecordId>,
    now: Now,
) -> impl Iterator<Item = Entry> {
    let kind = RecordKind::Activity;
    let table = workspace.table(kind);
    let refs = table.refs(&Key::one(activity::ABOUT));
    let is_wanted: Vec<bool> = std::iter::once(false)
        .chain(refs.values().iter().map(|id| about.contains(id)))
        .collect();
    let mut rows: Vec<u32> = (0u32..)
        .zip(refs.as_slice())
        .filter(|(_, code)| is_wanted.get(**code as usize) == Some(&true))
        .map(|(row, _)| row)
        .collect();
    let took_part = super::link::ref_pairs(workspace, kind, activity::PARTICIPANTS, 0);
    let took_part = took_part.iter().filter(|(_, id)| about.contains(id));
    rows.extend(took_part.map(|(row, _)| *row));
    rows.sort_unstable();
    rows.dedup();
    rows.retain(|row| table.standing(*row) == Standing::Live);
    let is_open = super::customer::open_task(workspace);
    rows.into_iter().filter_map(move |row| {
        let record = table.record(row)?;
        let is_planned = is_open(&row);
        let due = record.value(activity::DUE).and_then(Value::as_date);
        let said = |field| match record.value(field) {
            Some(Value::Instant(at)) => Some(*at),
            _ => None,
        };
        let planned = due.filter(|_| is_planned).map(|day| start(now, day));
        let at = planned
            .or_else(|| said(activity::DONE_AT))
            .or_else(|| said(activity::AT))
            .unwrap_or_else(|| created_at(&record));
        let what = What::Activity {
            id: record.id,
            is_planned,
        };
        Some(entry(at, &record, what))
    })
}

/// What changes did to the record, and to the stages of its deals.
fn written(changes: &[Change], id: RecordId, deals: &HashSet<RecordId>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for change in changes {
        let edits = change.body.edits().iter();
        for edit in edits.filter(|edit| edit.id == id || deals.contains(&edit.id)) {
            let fields = field_changes(edit, edit.id == id);
            if edit.is_new || fields.is_empty() {
                continue;
            }
            entries.push(Entry {
                at: change.at,
                author: change.author,
                what: What::Change {
                    change: Some(change.id),
                    verb: change.label.verb,
                    record: edit.id,
                    fields,
                },
            });
        }
    }
    entries
}

/// What an edit changed that people care for: of the record itself all they can write, of a deal
/// its stage.
fn field_changes(edit: &RecordEdit, is_own: bool) -> Vec<FieldChange> {
    let is_shown = |key: &Key| {
        if edit.id.kind == RecordKind::Deal {
            // The card's place is no news, and the day at the stage follows from the move.
            let is_news = !matches!(key.field, deal::POSITION | deal::STAGE_SINCE);
            return if is_own {
                is_news && is_written_by_people(edit.id.kind, key)
            } else {
                key.field == deal::STAGE
            };
        }
        is_written_by_people(edit.id.kind, key)
    };
    edit.edits
        .iter()
        .filter(|field| is_shown(&field.key))
        .map(|field| FieldChange {
            key: field.key.clone(),
            before: field
                .before
                .as_ref()
                .and_then(|before| before.value.clone()),
            after: field.after.value.clone(),
        })
        .filter(|field| field.before != field.after)
        .collect()
}

fn is_written_by_people(kind: RecordKind, key: &Key) -> bool {
    let is_internal = kind.field(key.field).is_none_or(|field| field.is_internal);
    // Going to the trash and coming back is told, though nobody types it.
    !is_internal || key.field == field::DELETED_AT
}

/// Adds the making of the record: by the change that made it, where the journal still has it.
fn made(changes: &[Change], record: &Record, entries: &mut Vec<Entry>) {
    let by = changes.iter().find(|change| change.id == record.created);
    let verb = by.map(|change| match change.body {
        Body::Batch { .. } => Verb::Import,
        _ => change.label.verb,
    });
    let author = record.value(field::CREATED_BY).and_then(Value::as_ref_id);
    let what = What::Change {
        change: by.map(|change| change.id),
        verb: verb.unwrap_or(Verb::Create),
        record: record.id,
        fields: Vec::new(),
    };
    // First among its equals, so that what came with it stands above it.
    entries.insert(
        0,
        Entry {
            at: by.map_or_else(|| moment(record.created), |change| change.at),
            author: by.and_then(|change| change.author).or(author),
            what,
        },
    );
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Date, Part};
    use crate::query::naive::NOW;
    use crate::workspace::command::Command;
    use crate::workspace::desk::{Desk, text};

    #[test]
    fn a_company_s_timeline_tells_of_its_people_and_deals_in_order() {
        let mut desk = Desk::new();
        let mut changes = Vec::new();
        let mut creates = |desk: &mut Desk, kind, fields| {
            let id = desk.id(kind);
            changes.push(desk.does(&Command::Create { id, fields }));
            id
        };
        let kanal = creates(
            &mut desk,
            RecordKind::Customer,
            vec![
                (Key::one(customer::KIND), text("company")),
                (Key::one(customer::NAME), text("Kanal")),
            ],
        );
        let works_there = Value::Part(Part::new([(0, Value::Ref(kanal))]));
        let anna = creates(
            &mut desk,
            RecordKind::Customer,
            vec![
                (Key::one(customer::KIND), text("person")),
                (Key::one(customer::NAME), text("Anna")),
                (Key::of(customer::COMPANIES, "1"), Some(works_there)),
            ],
        );
        let beans = creates(
            &mut desk,
            RecordKind::Deal,
            vec![
                (Key::one(deal::NAME), text("Beans")),
                (Key::one(deal::CUSTOMER), Some(Value::Ref(kanal))),
            ],
        );
        let mut note = |desk: &mut Desk, about, kind, fields: Vec<(Key, Option<Value>)>| {
            let mut all = vec![
                (Key::one(activity::KIND), text(kind)),
                (Key::one(activity::ABOUT), Some(Value::Ref(about))),
            ];
            all.extend(fields);
            creates(desk, RecordKind::Activity, all)
        };
        let old = Value::Instant(Instant::parse("2023-01-01T10:00:00Z").unwrap());
        let due = Value::Date(Date::parse("2099-01-01").unwrap());
        let call = note(
            &mut desk,
            anna,
            "call",
            vec![(Key::one(activity::AT), Some(old))],
        );
        let visit = note(&mut desk, beans, "visit", vec![]);
        let task = note(
            &mut desk,
            kanal,
            "task",
            vec![(Key::one(activity::DUE), Some(due))],
        );
        let stranger = desk.company("Stranger");
        note(&mut desk, stranger, "note", vec![]);
        changes.push(desk.set(beans, deal::STAGE, text("won")));
        changes.push(desk.set(beans, deal::NEXT_STEP, text("not told")));
        changes.push(desk.set(kanal, customer::NAME, text("Kanal & Co")));
        changes.push(desk.does(&Command::Trash { ids: vec![kanal] }));
        let (entries, total) = timeline(&desk.workspace, kanal, &changes, *NOW, 100);
        let said: Vec<String> = entries
            .iter()
            .map(|entry| match &entry.what {
                What::Activity { id, is_planned } => {
                    let name = [(call, "call"), (visit, "visit"), (task, "task")];
                    let name = name.iter().find(|(one, _)| one == id).unwrap().1;
                    format!("{name} {is_planned}")
                }
                What::Transaction { .. } => "transaction".into(),
                What::Change { verb, fields, .. } => {
                    let names = fields.iter().map(|field| field.key.field.0.to_string());
                    format!("{} {}", verb.code(), names.collect::<Vec<_>>().join(","))
                }
            })
            .collect();
        assert_eq!(
            said,
            [
                "task true".to_owned(),
                format!("trash {}", field::DELETED_AT.0),
                format!("edit {}", customer::NAME.0),
                format!("move {}", deal::STAGE.0),
                "visit false".to_owned(),
                "create ".to_owned(),
                "call false".to_owned(),
            ]
        );
        assert!(entries.is_sorted_by(|a, b| a.at >= b.at));
        let (page, of) = timeline(&desk.workspace, kanal, &changes, *NOW, 2);
        assert_eq!((page.as_slice(), of), (entries.get(..2).unwrap(), total));
        let What::Change { fields, .. } = &entries.get(2).unwrap().what else {
            unreachable!("an edit")
        };
        assert_eq!(
            fields.as_slice(),
            [FieldChange {
                key: Key::one(customer::NAME),
                before: text("Kanal"),
                after: text("Kanal & Co"),
            }]
        );
    }

    #[test]
    fn what_the_journal_forgot_is_still_told_to_have_been_made() {
        let mut desk = Desk::new();
        let kanal = desk.company("Kanal");
        let (entries, total) = timeline(&desk.workspace, kanal, &[], *NOW, 10);
        assert_eq!(total, 1);
        let made = What::Change {
            change: None,
            verb: Verb::Create,
            record: kanal,
            fields: vec![],
        };
        assert_eq!(entries.first().unwrap().what, made);
    }
}
