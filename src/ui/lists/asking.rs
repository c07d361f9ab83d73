//! What lists ask of the records: which there are and in which order, how many, what is worked out of
//! one. All by name is answered at once; anything else by a part of the program that comes when it is
//! first asked, and every question is asked anew when it is there.

use super::address::ListAddress;
use super::depend;
use super::listing::{ListOf, TabFilter};
use super::scored;
use super::sorting::order_of;
use crate::domain::{RecordId, RecordKind, Rule, Value, custom_field};
use crate::query::customer::{NextStep, next_steps_of};
use crate::query::formula::preview;
use crate::query::list::{Totals, in_groups, run, select, summed_fields, totals as totals_of};
use crate::query::ready::by_name;
use crate::query::score::{is_scored, reads_scores};
use crate::query::sum::{Group, Sum};
use crate::query::{Column, Query};
use crate::ui::app::App;
use crate::ui::parts;
use crate::workspace::columns::Bits;
use crate::workspace::formula::operands;
use std::collections::HashMap;
use std::sync::Arc;

/// What a query finds, in order, and what the amounts of it come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The records.
    pub ids: Arc<Vec<RecordId>>,
    /// The sums.
    pub sums: Vec<Sum>,
    /// The groups in which the records come one after the other; none where they are in none.
    pub groups: Arc<Vec<Group>>,
}

/// A question for the part that answers.
#[derive(Clone, Debug)]
pub enum Question {
    /// What the address of a list finds.
    Find(&'static ListOf, ListAddress),
    /// How many records an address finds.
    Count(RecordKind, ListAddress, TabFilter),
    /// The value of a field of a record that nobody writes.
    WorkOut(RecordId, String),
    /// The next steps with some customers.
    Steps(Vec<RecordId>),
    /// What some records of a kind come to in fields that their list sums or averages.
    Totals(RecordKind, Arc<Vec<RecordId>>, Vec<String>),
    /// What a formula of a kind of record would give, and which fields it may name.
    Formula(RecordKind, String),
}

/// Its answer.
#[derive(Clone, Debug)]
pub enum Answer {
    /// What was found.
    Found(Found),
    /// How many; none where the conditions do not suit the fields.
    Count(Option<usize>),
    /// The value, if there is one.
    Value(Option<Value>),
    /// The totals.
    Totals(Totals),
    /// It takes long, and is on its way or not asked for outright.
    Later,
    /// The steps of those who have one.
    Steps(HashMap<RecordId, NextStep>),
    /// The formula.
    Formula(Tried),
}

/// How a formula that is being written stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The paths of the fields that it may name.
    pub operands: Vec<String>,
    /// The latest record of which it gives something, with that; or what is wrong with it.
    pub gives: Result<Option<(RecordId, Value)>, Rule>,
}

/// Whether an address leaves all records in: no words, no conditions, no tab that stands for one.
fn is_of_all(app: App, address: &ListAddress, tab: TabFilter) -> bool {
    address.search.trim().is_empty()
        && address.filter.is_empty()
        && address.pipeline.is_none()
        && tab(app, address.tab.as_deref().unwrap_or_default()).is_none()
}

/// Whether an address asks for all records by name and for nothing more.
fn is_plain(app: App, of: &'static ListOf, address: &ListAddress) -> bool {
    let name = of.kind.field(of.kind.name_field()).map(|field| field.name);
    let order = order_of(address, of.order);
    let is_by_name =
        matches!(order.as_slice(), [key] if !key.is_descending && Some(&*key.field) == name);
    is_by_name
        && address.group.is_none()
        && summed_fields(of.kind).is_empty()
        && is_of_all(app, address, of.tab)
}

/// What the address of a list finds; none while what answers is on its way. Remembered by whoever asks
/// in a memo, with all that the answer reads.
#[must_use]
pub fn find(app: App, of: &'static ListOf, address: &ListAddress) -> Option<Found> {
    if !is_plain(app, of, address) {
        return match parts::answer(app, Question::Find(of, address.clone()))? {
            Answer::Found(found) => Some(found),
            _ => None,
        };
    }
    // Sorted anew when it is known how names sound.
    let _ = parts::knows_sounds();
    let live = app.live();
    drop(live.field(of.kind, of.kind.name_field()));
    let workspace = live.kind(of.kind);
    let table = workspace.table(of.kind);
    let rows = by_name(&workspace, of.kind).into_iter();
    let ids = rows.filter_map(|row| table.id(row)).collect();
    Some(Found {
        ids: Arc::new(ids),
        ..Found::default()
    })
}

/// How many records an address finds; none where its conditions do not suit the fields, and while what
/// counts them is on its way.
#[must_use]
pub fn count(app: App, kind: RecordKind, address: &ListAddress, tab: TabFilter) -> Option<usize> {
    if is_of_all(app, address, tab) {
        return Some(app.live().kind(kind).table(kind).live());
    }
    match parts::answer(app, Question::Count(kind, address.clone(), tab))? {
        Answer::Count(count) => count,
        _ => None,
    }
}

/// What is worked out of a record: the value of a field that nobody writes, if it has one; none while
/// what works it out is on its way.
#[must_use]
pub fn worked_out(app: App, id: RecordId, path: &str) -> Option<Option<Value>> {
    depend::on_path(&app.live(), id.kind, path);
    if depend::is_of_the_minute(id.kind, path) {
        app.minute();
    }
    match parts::answer(app, Question::WorkOut(id, path.to_owned()))? {
        Answer::Value(value) => Some(value),
        _ => None,
    }
}

/// The next steps with some customers; none while what finds them is on its way.
#[must_use]
pub fn next_steps(app: App, customers: &[RecordId]) -> Option<HashMap<RecordId, NextStep>> {
    depend::on_path(&app.live(), RecordKind::Customer, "next_step");
    match parts::answer(app, Question::Steps(customers.to_vec()))? {
        Answer::Steps(steps) => Some(steps),
        _ => None,
    }
}

/// What some records come to in fields that their list sums or averages; nothing where that is not known
/// yet.
#[must_use]
pub fn totals(
    app: App,
    kind: RecordKind,
    records: Arc<Vec<RecordId>>,
    fields: Vec<String>,
) -> Totals {
    match parts::answer(app, Question::Totals(kind, records, fields)) {
        Some(Answer::Totals(totals)) => totals,
        _ => Totals::default(),
    }
}

/// How a formula stands; none while what reads formulas is on its way.
#[must_use]
pub fn try_formula(app: App, kind: RecordKind, text: &str) -> Option<Tried> {
    let live = app.live();
    drop(live.kind(kind));
    drop(live.field(RecordKind::CustomField, custom_field::TYPE));
    depend::on_fields_in(&live, kind, text);
    match parts::answer(app, Question::Formula(kind, text.to_owned()))? {
        Answer::Formula(tried) => Some(tried),
        _ => None,
    }
}

/// Answers, in the part that does.
#[must_use]
pub(crate) fn answered(app: App, question: Question) -> Answer {
    match question {
        Question::Find(of, address) => match found(app, of, &address) {
            Some(found) => Answer::Found(found),
            None => Answer::Later,
        },
        Question::Count(kind, address, tab) => Answer::Count(counted(app, kind, &address, tab)),
        Question::WorkOut(id, path) if is_scored(id.kind, &path) && !scored::quickly_ready(app) => {
            Answer::Later
        }
        Question::Totals(kind, records, fields) => {
            Answer::Totals(totalled(app, kind, &records, &fields))
        }
        Question::WorkOut(id, path) => Answer::Value(value(app, id, &path)),
        Question::Steps(customers) => Answer::Steps(next_steps_of(&app.live().peek(), &customers)),
        Question::Formula(kind, text) => Answer::Formula(tried(app, kind, &text)),
    }
}

/// Remembers all that a query reads, and the time where that changes what it finds. Says whether it is
/// there; who asks is asked anew when it is.
fn heed(app: App, query: &Query) -> bool {
    depend::on_query(&app.live(), query);
    // Until the scores of many customers are there, what was scored last stands.
    let is_ready = !reads_scores(&app.live().peek(), query) || scored::soon_ready(app);
    if depend::asks_the_time(query) {
        app.minute();
    }
    is_ready
}

/// What an address finds. One whose conditions no longer suit the fields finds nothing.
fn found(app: App, of: &'static ListOf, address: &ListAddress) -> Option<Found> {
    let tab = (of.tab)(app, address.tab.as_deref().unwrap_or_default());
    let mut query = address.query(of.kind, tab);
    query.sort.0 = order_of(address, of.order);
    // Sorted anew when it is known how names sound.
    let _ = parts::knows_sounds();
    let live = app.live();
    let is_ready = heed(app, &query);
    for field in summed_fields(of.kind) {
        depend::on_path(&live, of.kind, field);
    }
    if !is_ready {
        return None;
    }
    let workspace = live.peek();
    let table = workspace.table(of.kind);
    // What cannot be grouped by is no reason to show nothing: an address is typed by hand, too.
    let grouped = run(&workspace, &query, app.clock()).or_else(|problems| {
        query.group_by.take().ok_or(problems)?;
        run(&workspace, &query, app.clock())
    });
    let Ok(answer) = grouped else {
        return Some(Found::default());
    };
    let in_groups = query.group_by.as_deref().and_then(|field| {
        let rows = in_groups(&workspace, of.kind, field, &answer.rows, app.clock())?;
        Some((rows, answer.groups))
    });
    let (rows, groups) = in_groups.unwrap_or((answer.rows, Vec::new()));
    let ids = rows.into_iter().filter_map(|row| table.id(row));
    Some(Found {
        ids: Arc::new(ids.collect()),
        sums: answer.sums,
        groups: Arc::new(groups),
    })
}

fn counted(app: App, kind: RecordKind, address: &ListAddress, tab: TabFilter) -> Option<usize> {
    let query = address.query(kind, tab(app, address.tab.as_deref().unwrap_or_default()));
    if !query.search.trim().is_empty() {
        // Sorted anew when it is known how names sound.
        let _ = parts::knows_sounds();
    }
    let live = app.live();
    if !heed(app, &query) {
        return None;
    }
    let found = select(&live.peek(), &query, app.clock()).ok()?;
    Some(found.count())
}

fn value(app: App, id: RecordId, path: &str) -> Option<Value> {
    let live = app.live();
    let workspace = live.peek();
    let row = workspace.table(id.kind).row(id.uuid)?;
    let column = Column::find(&workspace, id.kind, path, app.clock()).ok()?;
    column.value(&workspace, row)
}

fn totalled(app: App, kind: RecordKind, records: &[RecordId], fields: &[String]) -> Totals {
    let is_read = fields.iter().any(|field| is_scored(kind, field));
    if is_read && !scored::quickly_ready(app) {
        return Totals::default();
    }
    let live = app.live();
    for field in fields {
        depend::on_path(&live, kind, field);
    }
    let workspace = live.peek();
    let table = workspace.table(kind);
    let rows = if records.len() == table.live() {
        table.live_bits().clone()
    } else {
        let mut rows = Bits::default();
        for row in records.iter().filter_map(|id| table.row(id.uuid)) {
            rows.set(row, true);
        }
        rows
    };
    totals_of(&workspace, kind, fields, &rows, app.clock())
}

fn tried(app: App, kind: RecordKind, text: &str) -> Tried {
    let live = app.live();
    let workspace = live.peek();
    Tried {
        operands: operands(&workspace, kind),
        gives: preview(&workspace, kind, text, app.clock()),
    }
}
