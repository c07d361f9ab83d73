//! One record over REST: read, made, written, thrown away. A write is checked against the revision
//! its author saw: `If-Match` lets nothing later be overwritten, and a `rev` in the document
//! merges field by field, so that only what both sides changed is a conflict.

use super::customer::related;
use super::reply::{Refusal, Reply};
use super::request::{Query, Request};
use super::terms::OfWorkspace;
use super::{Desk, Step, Then, model};
use crate::document::json::{
    Json, JsonWriter, Members, NotJson, Patch, look, parse, read_patch, write_document, write_plain,
};
use crate::document::path;
use crate::domain::problem::quoted;
use crate::domain::{
    Key, Problem, Record, RecordId, RecordKind, Rule, Stamp, Standing, Type, Uuid, Value, field,
};
use crate::workspace::command::Command;
use std::borrow::Cow;

/// The record that an address names: by our id, its bare uuid, or an id it has elsewhere, with the
/// system or without where only one record has it.
pub(super) fn resolve<'w>(
    desk: &Desk<'w>,
    kind: RecordKind,
    text: &str,
) -> Result<Cow<'w, Record>, Refusal> {
    let own = RecordId::parse(text).ok().filter(|id| id.kind == kind);
    let own = own.or_else(|| Some(RecordId::new(kind, Uuid::parse(text).ok()?)));
    if let Some(record) = own.and_then(|id| desk.workspace.record(id)) {
        return Ok(record);
    }
    let external = |system, id| desk.workspace.external(kind, system, id);
    let mut found = match text.split_once(':') {
        Some((system, id)) => external(Some(system), id),
        None => Vec::new(),
    };
    if found.is_empty() && !text.is_empty() {
        found = external(None, text);
    }
    match found.as_slice() {
        [id] => desk
            .workspace
            .record(*id)
            .ok_or_else(|| missing(kind, text)),
        [] => Err(missing(kind, text)),
        several => {
            let reason = format!(
                "{} records of {} have the id \"{}\"; name its system, as in salesforce:{0}.",
                several.len(),
                kind.collection(),
                quoted(text)
            );
            Err(Refusal::new(409, "ambiguous", reason))
        }
    }
}

fn missing(kind: RecordKind, text: &str) -> Refusal {
    Refusal::not_found(&format!("{} \"{}\"", kind.code(), quoted(text)))
}

/// A record as its document.
pub(super) fn json_of(record: &Record) -> String {
    let mut out = JsonWriter::default();
    out.object();
    write_record(&mut out, record, |_| true);
    out.end_object();
    out.finish()
}

/// Writes the members of a document into an object that was begun.
pub(super) fn write_record(
    out: &mut JsonWriter,
    record: &Record,
    is_wanted: impl Fn(&str) -> bool,
) {
    if record.id.kind == RecordKind::Model {
        model::write(out, record, is_wanted);
    } else {
        write_document(out, record, is_wanted);
    }
}

/// A reply with a document, or that it is still the one that was seen.
pub(super) fn shown(
    request: Option<&Request>,
    record: &Record,
    status: u16,
    json: String,
) -> Reply {
    let tag = format!("\"{}\"", record.revision());
    let seen = request.and_then(|request| request.header("if-none-match"));
    if seen.is_some_and(|seen| is_among(seen, &tag)) {
        return Reply::empty(304).with("ETag", tag);
    }
    Reply::json(status, json).with("ETag", tag)
}

/// Whether a list of tags has one: any where it is a star.
fn is_among(tags: &str, tag: &str) -> bool {
    let bare = |tag: &str| {
        tag.trim()
            .trim_start_matches("W/")
            .trim_matches('"')
            .to_owned()
    };
    tags.split(',')
        .any(|other| other.trim() == "*" || bare(other) == bare(tag))
}

pub(super) fn read(
    desk: &Desk<'_>,
    request: &Request,
    kind: RecordKind,
    id: &str,
) -> Result<Reply, Refusal> {
    let record = resolve(desk, kind, id)?;
    Ok(shown(Some(request), &record, 200, json_of(&record)))
}

pub(super) fn create(
    desk: &Desk<'_>,
    request: &Request,
    kind: RecordKind,
) -> Result<Step, Refusal> {
    let terms = OfWorkspace::new(desk.workspace, desk.now.at);
    let text = model::texts(kind, request.json()?)?;
    let patch = read_patch(kind, &text, None, &terms).map_err(broken)?;
    if !patch.problems.is_empty() {
        return Err(Refusal::invalid(&patch.problems));
    }
    let id = patch.id.unwrap_or(RecordId::new(kind, desk.fresh));
    let table = desk.workspace.table(kind);
    if table
        .row(id.uuid)
        .is_some_and(|row| table.standing(row) == Standing::Gone)
    {
        let reason = format!("{id} was erased; its id cannot be used again.");
        return Err(Refusal::new(409, "erased", reason));
    }
    let mut fields = patch.fields;
    let ask = if kind == RecordKind::Model && desk.workspace.record(id).is_none() {
        model::complete(desk, id, None, &mut fields)?
    } else {
        None
    };
    let command = Command::Create { id, fields };
    Ok(model::fitted_first(ask, None, command, Then::Created(id)))
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn broken(error: NotJson) -> Refusal {
    Refusal::not_json(&error.0)
}

/// Holds a request's `If-Match` against a record.
pub(super) fn check_match(request: &Request, record: &Record) -> Result<(), Refusal> {
    let revision = record.revision().to_string();
    match request.header("if-match") {
        Some(tags) if !is_among(tags, &revision) => Err(Refusal::stale(record.id, &revision)),
        _ => Ok(()),
    }
}

pub(super) fn patch(
    desk: &Desk<'_>,
    request: &Request,
    kind: RecordKind,
    id: &str,
) -> Result<Step, Refusal> {
    let record = resolve(desk, kind, id)?;
    check_match(request, &record)?;
    let text = model::texts(kind, request.json()?)?;
    let (text, restores) = prepared(desk, &text, &record)?;
    let terms = OfWorkspace::new(desk.workspace, desk.now.at);
    let mut patch = read_patch(kind, &text, Some(&record), &terms).map_err(broken)?;
    if !patch.problems.is_empty() {
        return Err(Refusal::invalid(&patch.problems));
    }
    merge(desk, &record, &mut patch)?;
    let ask = if kind == RecordKind::Model {
        model::complete(desk, record.id, Some(&record), &mut patch.fields)?
    } else {
        None
    };
    if kind == RecordKind::Settings {
        model::check_score_rules(desk, &patch.fields)?;
    }
    let ids = vec![record.id];
    let edit = Command::Edit {
        ids: ids.clone(),
        fields: patch.fields,
        revision: None,
    };
    let command = if restores {
        Command::All(vec![Command::Restore { ids }, edit])
    } else {
        edit
    };
    let then = Then::Written(record.id);
    Ok(model::fitted_first(
        ask,
        Some(record.into_owned()),
        command,
        then,
    ))
}

/// Takes out of a patch what is no field and may stand there: what belongs to the record, as it
/// was shown, and of a document that is no longer the latest also when that was written. A
/// `deleted_at` that is null takes the record out of the trash.
fn prepared<'t>(
    desk: &Desk<'_>,
    text: &'t str,
    record: &Record,
) -> Result<(Cow<'t, str>, bool), Refusal> {
    let Json::Object(mut members) = parse(text).and_then(look).map_err(broken)? else {
        return Err(Refusal::not_json("it is something else"));
    };
    let revision = format!("\"{}\"", record.revision());
    let is_stale = members.get("rev").is_some_and(|rev| rev.get() != revision);
    let is_null = |members: &Members<'_>, name| {
        let member = members.get(name);
        member.is_some_and(|raw| raw.get() == "null")
    };
    let restores = record.standing() == Standing::Trashed && is_null(&members, "deleted_at");
    let sent = members.len();
    if restores || (is_stale && record.standing() == Standing::Live) {
        members.remove("deleted_at");
    }
    if is_stale {
        members.remove("updated_at");
    }
    if let Some(raw) = members.get("related") {
        let is_own = || is_same(&related(desk, record), raw.get());
        if record.id.kind != RecordKind::Customer || !(is_stale || is_own()) {
            let problem = Problem::new("related", Rule::NotAllowed);
            return Err(Refusal::invalid(&[problem]));
        }
        members.remove("related");
    }
    if record.id.kind == RecordKind::Model {
        model::take_shown(&mut members, record, is_stale, is_same)?;
    }
    if members.len() == sent {
        return Ok((Cow::Borrowed(text), restores));
    }
    let mut rest = JsonWriter::default();
    rest.object();
    for (name, raw) in members.iter() {
        rest.name(name).raw(raw.get());
    }
    rest.end_object();
    Ok((Cow::Owned(rest.finish()), restores))
}

/// Whether two texts are the same JSON, in whatever order their members stand.
fn is_same(one: &str, other: &str) -> bool {
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    read(one).is_some_and(|one| Some(one) == read(other))
}

/// What both sides wrote since the revision that the author saw.
struct Conflict<'p> {
    key: &'p Key,
    mine: Option<&'p Value>,
    theirs: Option<&'p Value>,
    base: Option<Value>,
}

/// Leaves of a patch what its author changed, and refuses what others changed too, otherwise.
fn merge(desk: &Desk<'_>, record: &Record, patch: &mut Patch) -> Result<(), Refusal> {
    let Some(seen) = patch.revision.filter(|seen| *seen != record.revision()) else {
        return Ok(());
    };
    let mut conflicts = Vec::new();
    let mut dropped = Vec::new();
    for (key, mine) in &patch.fields {
        let register = record.register(key);
        let Some(register) = register.filter(|register| register.stamp > seen) else {
            continue;
        };
        let (mine, theirs) = (mine.as_ref(), register.value.as_ref());
        let base = base(desk, record.id, key, seen);
        if mine == theirs || base.as_ref().is_some_and(|base| base.as_ref() == mine) {
            dropped.push(key.clone());
            continue;
        }
        conflicts.push(Conflict {
            key,
            mine,
            theirs,
            base: base.flatten(),
        });
    }
    if !conflicts.is_empty() {
        return Err(conflict(record, &conflicts));
    }
    patch.fields.retain(|(key, _)| !dropped.contains(key));
    Ok(())
}

/// What stood in a register at a revision; none where the journal no longer says.
fn base(desk: &Desk<'_>, id: RecordId, key: &Key, seen: Stamp) -> Option<Option<Value>> {
    let edits = desk.changes.iter().flat_map(|change| change.body.edits());
    let mut edits = edits
        .filter(|edit| edit.id == id)
        .flat_map(|edit| &edit.edits);
    let first = edits.find(|edit| edit.key == *key && edit.after.stamp > seen)?;
    match &first.before {
        None => Some(None),
        Some(before) if before.stamp <= seen => Some(before.value.clone()),
        Some(_) => None,
    }
}

fn conflict(record: &Record, conflicts: &[Conflict<'_>]) -> Refusal {
    let kind = record.id.kind;
    let side = |value: &dyn Fn(&Conflict<'_>) -> Option<Value>| {
        let mut out = JsonWriter::default();
        out.object();
        for conflict in conflicts {
            out.name(&path(kind, conflict.key));
            match value(conflict) {
                Some(value) => write_plain(&mut out, type_of(kind, conflict.key), &value),
                None => drop(out.literal("null")),
            }
        }
        out.end_object();
        out.finish()
    };
    let problems = conflicts.iter().map(|conflict| super::Finding {
        field: Some(path(kind, conflict.key)),
        row: None,
        column: None,
        code: "conflict",
        reason: "Somebody else wrote another value since.".to_owned(),
    });
    let reason = format!(
        "{} was changed since: take a side in each of the fields and send it with the rev {}.",
        record.id,
        record.revision()
    );
    Refusal {
        problems: problems.collect(),
        more: vec![
            ("mine", side(&|conflict| conflict.mine.cloned())),
            ("theirs", side(&|conflict| conflict.theirs.cloned())),
            ("base", side(&|conflict| conflict.base.clone())),
        ],
        ..Refusal::new(409, "conflict", reason)
    }
}

/// The type that a register's value is written by.
pub(super) fn type_of(kind: RecordKind, key: &Key) -> Type {
    kind.field(key.field).map_or(Type::Unknown, |of| of.of)
}

/// Writes the value of a register for a program to read: of a member of a set that it is there.
pub(super) fn write_register(
    out: &mut JsonWriter,
    kind: RecordKind,
    key: &Key,
    value: Option<&Value>,
) {
    let is_member = key.member(kind).is_some();
    match value {
        Some(value) if key.field == field::UNKNOWN => write_plain(out, Type::Unknown, value),
        Some(value) => write_plain(out, type_of(kind, key), value),
        None if is_member => drop(out.literal(false)),
        None => drop(out.literal("null")),
    }
}

pub(super) fn delete(
    desk: &Desk<'_>,
    request: &Request,
    kind: RecordKind,
    id: &str,
    mut query: Query,
) -> Result<Step, Refusal> {
    let is_for_ever = query.take_flag("forever")?.unwrap_or(false);
    let record = resolve(desk, kind, id)?;
    check_match(request, &record)?;
    let ids = vec![record.id];
    Ok(if is_for_ever {
        Step::Write(Command::Erase { ids }, Then::Erased)
    } else if record.standing() == Standing::Trashed {
        Step::Reply(shown(None, &record, 200, json_of(&record)))
    } else {
        Step::Write(Command::Trash { ids }, Then::Written(record.id))
    })
}

/// The header that names the change by which something was written.
pub const CHANGE_HEADER: &str = "Satchel-Change";

pub(super) fn done(desk: &Desk<'_>, then: Then, change: Option<Stamp>) -> Result<Reply, Refusal> {
    let (id, status) = match then {
        Then::Erased => (None, 204),
        Then::Written(id) => (Some(id), 200),
        // The repeat of a request made nothing.
        Then::Created(id) => (Some(id), if change.is_some() { 201 } else { 200 }),
    };
    let mut reply = match id {
        None => Reply::empty(status),
        Some(id) => {
            let record = desk.workspace.record(id);
            let record = record.ok_or_else(|| missing(id.kind, &id.to_string()))?;
            shown(None, &record, status, json_of(&record))
        }
    };
    if let (Then::Created(id), 201) = (then, status) {
        reply = reply.with("Location", format!("{}/{id}", id.kind.collection()));
    }
    Ok(match change {
        Some(change) => reply.with(CHANGE_HEADER, change.to_string()),
        None => reply,
    })
}
