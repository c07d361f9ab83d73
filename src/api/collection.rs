//! Collections over REST: a page of documents, and a whole list as a file. What a list is asked by
//! is the queries' matter.

use super::document::write_record;
use super::reply::{Refusal, Reply};
use super::request::Query as Parameters;
use super::{Desk, Job, scored};
use crate::document::json::{JsonWriter, write_plain};
use crate::domain::problem::quoted;
use crate::domain::{Date, Record, RecordId, RecordKind, Rule, Type, custom_field};
use crate::exchange::csv_write::{WriteOptions, Writer};
use crate::query::cell::{Cells, own_key, paths};
use crate::query::{Column, Now, Query, run};
use crate::workspace::Workspace;

/// How many records a page has, unless somebody says.
const PAGE: usize = 50;

/// Names in a document that are no fields and may be asked for.
const EXTRA: [&str; 4] = ["id", "rev", "created_at", "updated_at"];

/// Whether a name is one of a kind's documents.
fn is_in_document(kind: RecordKind, name: &str) -> bool {
    EXTRA.contains(&name) || kind.field_named(name).is_some()
}

/// Reads the parameters of a list.
fn query_of(kind: RecordKind, parameters: Parameters) -> Result<(Query, Vec<String>), Refusal> {
    let mut query = Query::of_pairs(kind, parameters.into_pairs())
        .map_err(|problems| Refusal::parameters(&problems))?;
    // Whether there are such fields is asked of the list, but for names that are no fields.
    let fields = std::mem::take(&mut query.fields);
    query.fields = fields
        .iter()
        .filter(|field| !EXTRA.contains(&field.as_str()))
        .cloned()
        .collect();
    Ok((query, fields))
}

pub(super) fn list(
    desk: &Desk<'_>,
    kind: RecordKind,
    parameters: Parameters,
) -> Result<Reply, Refusal> {
    let (mut query, fields) = query_of(kind, parameters)?;
    query.limit = Some(query.limit.unwrap_or(PAGE));
    scored::make_ready(desk, &query);
    let answer =
        run(desk.workspace, &query, desk.now).map_err(|problems| Refusal::parameters(&problems))?;
    let shape = Shape::new(desk.workspace, kind, &fields, desk.now);
    let table = desk.workspace.table(kind);
    let mut out = JsonWriter::default();
    out.object().name("total").literal(answer.total);
    out.name("items").array();
    for row in answer.rows {
        if let Some(record) = table.record(row) {
            shape.write(&mut out, desk.workspace, &record, row);
        }
    }
    out.end_array().name("next");
    match answer.next {
        Some(next) => out.show(&next),
        None => out.literal("null"),
    };
    out.end_object();
    Ok(Reply::json(200, out.finish()))
}

/// What of each record is written.
struct Shape<'f> {
    /// The names of its documents; none for all.
    fields: &'f [String],
    /// What is worked out or stands in another record.
    columns: Vec<(&'f str, Column)>,
}

impl<'f> Shape<'f> {
    fn new(workspace: &Workspace, kind: RecordKind, fields: &'f [String], now: Now) -> Self {
        let others = fields.iter().filter(|field| !is_in_document(kind, field));
        let columns = others.filter_map(|field| {
            let column = Column::find(workspace, kind, field, now).ok()?;
            Some((field.as_str(), column))
        });
        Self {
            fields,
            columns: columns.collect(),
        }
    }

    fn write(&self, out: &mut JsonWriter, workspace: &Workspace, record: &Record, row: u32) {
        out.object();
        let is_wanted =
            |name: &str| self.fields.is_empty() || self.fields.iter().any(|field| field == name);
        write_record(out, record, is_wanted);
        for (name, column) in &self.columns {
            if write_members(out, name, record) {
                continue;
            }
            let own = crate::query::cell::at(record, name);
            if let Some(value) = own.or_else(|| column.value(workspace, row)) {
                out.name(name);
                write_plain(out, Type::Custom, &value);
            }
        }
        out.end_object();
    }
}

/// Writes the members of an own field with several values; says whether it has any.
fn write_members(out: &mut JsonWriter, name: &str, record: &Record) -> bool {
    let own = own_key(name).into_iter();
    let mut members = own
        .flat_map(|key| custom_field::members(record, key))
        .peekable();
    if members.peek().is_none() {
        return false;
    }
    out.name(name).array();
    for member in members {
        out.text(member);
    }
    out.end_array();
    true
}

/// The forms of an exported file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Rows and columns, for spreadsheets.
    Csv,
    /// An array of documents.
    Json,
}

impl Format {
    /// The words for the formats.
    pub const CODES: [&'static str; 2] = ["csv", "json"];

    fn parse(code: &str) -> Result<Self, Rule> {
        match code {
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            other => Err(Rule::NotAnOption {
                value: quoted(other),
            }),
        }
    }
}

pub(super) fn export(
    desk: &Desk<'_>,
    kind: RecordKind,
    mut parameters: Parameters,
) -> Result<Job, Refusal> {
    let format = parameters
        .take_as("format", Format::parse)?
        .ok_or_else(|| Refusal::parameter("format", Rule::Required))?;
    let (mut query, mut fields) = query_of(kind, parameters)?;
    scored::make_ready(desk, &query);
    if format == Format::Csv {
        // A file's cells have names of their own: those it may have are asked of the cells.
        query.fields.clear();
        if fields.is_empty() {
            fields = paths(desk.workspace, kind);
        }
        Cells::new(desk.workspace, kind, &fields, desk.now)
            .map_err(|problems| Refusal::parameters(&problems))?;
    }
    let answer =
        run(desk.workspace, &query, desk.now).map_err(|problems| Refusal::parameters(&problems))?;
    let table = desk.workspace.table(kind);
    let ids = answer.rows.iter().filter_map(|row| table.id(*row));
    Ok(Job::Export(Box::new(Export::new(
        kind,
        format,
        fields,
        ids.collect(),
        desk.now,
    ))))
}

/// A list that is being written into a file, some records at a time.
#[derive(Debug)]
pub struct Export {
    kind: RecordKind,
    fields: Vec<String>,
    ids: std::vec::IntoIter<RecordId>,
    now: Now,
    sheet: Sheet,
}

#[derive(Debug)]
enum Sheet {
    Csv(Writer),
    Json(JsonWriter),
}

impl Export {
    fn new(
        kind: RecordKind,
        format: Format,
        fields: Vec<String>,
        ids: Vec<RecordId>,
        now: Now,
    ) -> Self {
        let sheet = match format {
            Format::Csv => {
                let mut writer = Writer::new(WriteOptions::default());
                writer.row(fields.iter().map(String::as_str));
                Sheet::Csv(writer)
            }
            Format::Json => {
                let mut out = JsonWriter::default();
                out.array();
                Sheet::Json(out)
            }
        };
        Self {
            kind,
            fields,
            ids: ids.into_iter(),
            now,
            sheet,
        }
    }

    /// Writes the next records; whether there are more.
    pub fn step(&mut self, workspace: &Workspace, records_max: usize) -> bool {
        let table = workspace.table(self.kind);
        let rows = self.ids.by_ref().take(records_max);
        let rows: Vec<u32> = rows.filter_map(|id| table.row(id.uuid)).collect();
        match &mut self.sheet {
            Sheet::Csv(writer) => {
                // They were there when the file was asked for; a field may have gone since.
                let Ok(cells) = Cells::new(workspace, self.kind, &self.fields, self.now) else {
                    return false;
                };
                let name = |id| workspace.name(id).into_owned();
                for row in rows {
                    let values = cells.row(row);
                    let told = cells.currency(&values);
                    for value in &values {
                        writer.value(value.as_ref(), told, &name);
                    }
                    writer.end_row();
                }
            }
            Sheet::Json(out) => {
                let shape = Shape::new(workspace, self.kind, &self.fields, self.now);
                for row in rows {
                    if let Some(record) = table.record(row) {
                        shape.write(out, workspace, &record, row);
                    }
                }
            }
        }
        self.ids.len() > 0
    }

    /// The file, named by the day.
    #[must_use]
    pub fn finish(self, today: Date) -> Reply {
        let (media, ending, text) = match self.sheet {
            Sheet::Csv(mut writer) => ("text/csv; charset=utf-8", "csv", writer.take()),
            Sheet::Json(mut out) => {
                out.end_array();
                ("application/json", "json", out.finish())
            }
        };
        let name = format!("{}-{today}.{ending}", self.kind.collection());
        Reply::file(media, text.into_bytes()).named(&name)
    }
}
