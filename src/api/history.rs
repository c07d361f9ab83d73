//! The log over REST: what was done to records, and taking it back or doing it again.

use super::document::write_register;
use super::reply::{Refusal, Reply};
use super::request::{Query, Request};
use super::{Desk, Inversion};
use crate::document::json::{Json, JsonWriter, look, parse};
use crate::document::path;
use crate::domain::problem::quoted;
use crate::domain::{Instant, Problem, RecordId, Rule, Stamp};
use crate::query::list::LIMIT_MAX;
use crate::workspace::change::{Body, Change, RecordEdit};
use crate::workspace::invert::Inverse;

/// How many changes a page of the log has, unless somebody says.
const PAGE: usize = 50;
/// Of how many records a change of the log tells what it did to them; of more it says how many.
const RECORDS_MAX: usize = 100;

/// Reads which change is meant: `{"change"}` or `{"batch"}`, or nothing for the last one.
pub(super) fn undo(desk: &Desk<'_>, request: &Request) -> Result<Inversion, Refusal> {
    let change = match named(request, &["change", "batch"])? {
        Some(change) => known(desk, change)?,
        None => desk.undoable.ok_or_else(nothing)?,
    };
    Ok(Inversion {
        change,
        is_redo: false,
    })
}

pub(super) fn redo(desk: &Desk<'_>, request: &Request) -> Result<Inversion, Refusal> {
    named(request, &[])?;
    Ok(Inversion {
        change: desk.redoable.ok_or_else(nothing)?,
        is_redo: true,
    })
}

fn nothing() -> Refusal {
    Refusal::new(
        409,
        "nothing_to_do",
        "Nothing was done that could be taken back.",
    )
}

/// A change that the log has.
fn known(desk: &Desk<'_>, id: Stamp) -> Result<Stamp, Refusal> {
    let mut changes = desk.changes.iter();
    if changes.any(|change| change.id == id) {
        Ok(id)
    } else {
        Err(Refusal::not_found(&format!("change {id} in the log")))
    }
}

/// The change that a body names by one of these members.
fn named(request: &Request, members_known: &[&str]) -> Result<Option<Stamp>, Refusal> {
    let text = request.json()?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    let members = match parse(text).and_then(look) {
        Ok(Json::Object(members)) => members,
        Ok(_) => return Err(Refusal::not_json("it is something else")),
        Err(error) => return Err(Refusal::not_json(&error.0)),
    };
    let (mut change, mut problems) = (None, Vec::new());
    for (name, raw) in members.iter() {
        let rule = match look(raw) {
            _ if !members_known.contains(&name) => Rule::UnknownField,
            Ok(Json::Text(text)) => match Stamp::parse(&text) {
                Some(stamp) if change.is_none_or(|other| other == stamp) => {
                    change = Some(stamp);
                    continue;
                }
                // Two that differ: which is meant?
                Some(_) => Rule::NotAllowed,
                None => Rule::NotAnId {
                    value: quoted(&text),
                },
            },
            _ => Rule::WrongType,
        };
        problems.push(Problem::new(name, rule));
    }
    if problems.is_empty() {
        Ok(change)
    } else {
        Err(Refusal::invalid(&problems))
    }
}

/// The answer to what was taken back or done again.
#[must_use]
pub fn inverted(desk: &Desk<'_>, inversion: Inversion, inverse: &Inverse) -> Reply {
    let mut out = JsonWriter::default();
    out.object();
    let mut changes = desk.changes.iter();
    if let Some(change) = changes.find(|change| change.id == inversion.change) {
        out.name(if inversion.is_redo {
            "redone"
        } else {
            "undone"
        });
        out.object();
        write_head(&mut out, change);
        out.end_object();
    }
    out.name("change").show(&inverse.change.id);
    // What was written again since stays as it is.
    out.name("kept").array();
    for (id, key) in &inverse.kept {
        out.object().name("record").show(id);
        out.name("field").text(&path(id.kind, key)).end_object();
    }
    out.end_array().end_object();
    Reply::json(200, out.finish())
}

/// Where the log begins: behind a change, or behind a moment.
enum Since {
    Change(Stamp),
    Moment(Instant),
}

impl Since {
    fn parse(text: &str) -> Result<Self, Rule> {
        match Stamp::parse(text) {
            Some(stamp) => Ok(Self::Change(stamp)),
            None => Instant::parse(text).map(Self::Moment),
        }
    }

    /// The changes behind it. The log is in the order in which changes came here, which is that of
    /// their making but for what other devices did meanwhile.
    fn changes<'c>(&self, changes: &'c [Change]) -> Vec<&'c Change> {
        match self {
            Self::Change(id) => match changes.iter().position(|change| change.id == *id) {
                Some(at) => changes.iter().skip(at + 1).collect(),
                None => changes.iter().filter(|change| change.id > *id).collect(),
            },
            Self::Moment(at) => changes.iter().filter(|change| change.at > *at).collect(),
        }
    }
}

pub(super) fn list(desk: &Desk<'_>, mut query: Query) -> Result<Reply, Refusal> {
    let record = query.take_as("record", RecordId::parse)?;
    let since = query.take_as("since", Since::parse)?;
    let limit = query.take_as("limit", |text| {
        let limit = text.parse::<usize>().map_err(|_| Rule::NotANumber {
            value: quoted(text),
        })?;
        if limit > LIMIT_MAX {
            return Err(Rule::OutOfRange {
                min: "0".into(),
                max: LIMIT_MAX.to_string(),
            });
        }
        Ok(limit)
    })?;
    if let Some(id) = record
        && desk.workspace.table(id.kind).row(id.uuid).is_none()
    {
        return Err(Refusal::not_found(&format!("record {id}")));
    }
    let changes = match since {
        Some(since) => since.changes(desk.changes),
        None => desk.changes.iter().collect(),
    };
    let changes: Vec<&Change> = match record {
        Some(id) => changes
            .into_iter()
            .filter(|change| touches(desk, change, id))
            .collect(),
        None => changes,
    };
    let limit = limit.unwrap_or(PAGE);
    let mut out = JsonWriter::default();
    out.object().name("total").literal(changes.len());
    out.name("items").array();
    for change in changes.iter().take(limit) {
        write_change(&mut out, change, record);
    }
    out.end_array().name("next");
    // What is given as `since` next.
    match changes.get(..limit).and_then(<[_]>::last) {
        Some(last) if changes.len() > limit => out.show(&last.id),
        _ => out.literal("null"),
    };
    out.end_object();
    Ok(Reply::json(200, out.finish()))
}

/// Whether a change did something to a record: wrote it, or made it with a batch.
fn touches(desk: &Desk<'_>, change: &Change, id: RecordId) -> bool {
    let made_by = || {
        let record = desk.workspace.record(id);
        record.map(|record| record.created)
    };
    change.body.edits().iter().any(|edit| edit.id == id)
        || match &change.body {
            Body::Edits(_) => false,
            Body::Batch { .. } => made_by() == Some(change.id),
            Body::Withdrawal { batch, except, .. } => {
                made_by() == Some(*batch) && !except.contains(&id)
            }
        }
}

/// What a change was, without what it did to which record.
fn write_head(out: &mut JsonWriter, change: &Change) {
    out.name("id").show(&change.id);
    out.name("at").show(&change.at);
    if let Some(author) = &change.author {
        out.name("author").show(author);
    }
    out.name("verb").text(change.label.verb.code());
    out.name("count").literal(change.label.count);
    if !change.label.name.is_empty() {
        out.name("name").text(&change.label.name);
    }
    if let Some(undoes) = &change.undoes {
        out.name("undoes").show(undoes);
    }
}

fn write_change(out: &mut JsonWriter, change: &Change, only: Option<RecordId>) {
    out.object();
    write_head(out, change);
    if let Body::Batch { pages, .. } = &change.body {
        let mut made: Vec<(&str, u64)> = Vec::new();
        for page in pages {
            let name = page.kind.collection();
            match made.iter_mut().find(|(other, _)| *other == name) {
                Some((_, count)) => *count += u64::from(page.rows),
                None => made.push((name, u64::from(page.rows))),
            }
        }
        out.name("made").object();
        for (name, count) in made {
            out.name(name).literal(count);
        }
        out.end_object();
    }
    if let Body::Withdrawal { batch, is_gone, .. } = &change.body {
        out.name(if *is_gone { "withdraws" } else { "brings_back" })
            .show(batch);
    }
    let edits = change.body.edits();
    let edits: Vec<&RecordEdit> = edits
        .iter()
        .filter(|edit| only.is_none_or(|id| edit.id == id))
        .collect();
    out.name("records").array();
    for edit in edits.iter().take(RECORDS_MAX) {
        write_edit(out, edit);
    }
    out.end_array();
    out.name("more_records")
        .literal(edits.len().saturating_sub(RECORDS_MAX));
    out.end_object();
}

fn write_edit(out: &mut JsonWriter, edit: &RecordEdit) {
    out.object().name("id").show(&edit.id);
    out.name("is_new").literal(edit.is_new);
    out.name("fields").object();
    for field in &edit.edits {
        let kind = edit.id.kind;
        let before = field.before.as_ref();
        let before = before.and_then(|before| before.value.as_ref());
        out.name(&path(kind, &field.key)).object();
        out.name("before");
        write_register(out, kind, &field.key, before);
        out.name("after");
        write_register(out, kind, &field.key, field.after.value.as_ref());
        out.end_object();
    }
    out.end_object().end_object();
}
