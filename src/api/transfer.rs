//! Files over REST: what an import and a restore are asked with, and how they answer. Carrying them
//! out is the session's.

use super::Job;
use super::reply::{Finding, Refusal, Reply};
use super::request::{Query, Request};
use super::route::kind_of;
use super::sentence::{as_sentence, sentence};
use crate::document::json::{Json, JsonWriter, look, parse};
use crate::domain::problem::quoted;
use crate::domain::{Currency, Problem, RecordKind, Rule, Stamp};
use crate::exchange::backup::{BackupReport, RestoreMode, Tally};
use crate::exchange::encoding::Encoding;
use crate::exchange::import::question::{Answer, Question};
use crate::exchange::import::{
    ImportCounts, ImportProblem, OnDuplicate, OnReference, OnUnknown, Wrong,
};
use crate::exchange::inspect::Inspection;
use crate::exchange::mapping::Mapping;

/// How many problems an answer lists; all are counted.
const PROBLEMS_MAX: usize = 1000;

/// The kinds that files are imported into.
pub const IMPORTED: [RecordKind; 6] = [
    RecordKind::Customer,
    RecordKind::Deal,
    RecordKind::Activity,
    RecordKind::Transaction,
    RecordKind::Product,
    RecordKind::Owner,
];

/// How a file is to be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportAsk {
    /// What its rows become.
    pub kind: RecordKind,
    /// Whether it is only said what would become of it.
    pub is_dry_run: bool,
    /// What the file is called.
    pub name: String,
    /// Its encoding, where it was said.
    pub encoding: Option<Encoding>,
    /// The fields of columns, by their headings; none where a column is left out. What is not
    /// named is as suggested.
    pub mapping: Vec<(String, Option<String>)>,
    /// What happens with duplicates.
    pub on_duplicate: Option<OnDuplicate>,
    /// What happens with unknown stages and options.
    pub on_unknown: Option<OnUnknown>,
    /// What happens with names that no record has.
    pub on_reference: Option<OnReference>,
    /// The currency of amounts that name none.
    pub currency: Option<Currency>,
}

fn option<T>(text: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Rule> {
    read(text).ok_or_else(|| Rule::NotAnOption {
        value: quoted(text),
    })
}

pub(super) fn import(request: &Request, mut query: Query) -> Result<Job, Refusal> {
    request.file()?;
    let kind = query.take_as("record", |text| {
        option(text, |text| {
            kind_of(text).filter(|kind| IMPORTED.contains(kind))
        })
    })?;
    let kind = kind.ok_or_else(|| Refusal::parameter("record", Rule::Required))?;
    Ok(Job::Import(Box::new(ImportAsk {
        kind,
        is_dry_run: query.take_flag("dry_run")?.unwrap_or(false),
        name: query
            .take("name")
            .unwrap_or_else(|| format!("{}.csv", kind.collection())),
        encoding: query.take_as("encoding", |text| option(text, Encoding::parse))?,
        mapping: match query.take("mapping") {
            Some(text) => mapping(&text).map_err(|problems| Refusal::parameters(&problems))?,
            None => Vec::new(),
        },
        on_duplicate: query.take_as("on_duplicate", |text| option(text, OnDuplicate::from_code))?,
        on_unknown: query.take_as("on_unknown", |text| option(text, OnUnknown::from_code))?,
        on_reference: query.take_as("on_reference", |text| option(text, OnReference::from_code))?,
        currency: query.take_as("currency", Currency::parse)?,
    })))
}

/// Reads `{"Account Name": "name", "Sector": "industry", "Notes": null}`.
fn mapping(text: &str) -> Result<Vec<(String, Option<String>)>, Vec<Problem>> {
    let wrong = |field: &str| vec![Problem::new(field, Rule::WrongType)];
    let Ok(Ok(Json::Object(members))) = parse(text).map(look) else {
        return Err(wrong("mapping"));
    };
    let mut paths = Vec::new();
    for (column, raw) in members.iter() {
        match look(raw) {
            Ok(Json::Null) => paths.push((column.to_owned(), None)),
            Ok(Json::Text(path)) if path.trim().is_empty() => paths.push((column.to_owned(), None)),
            Ok(Json::Text(path)) => paths.push((column.to_owned(), Some(path))),
            _ => return Err(wrong(&format!("mapping.{column}"))),
        }
    }
    Ok(paths)
}

pub(super) fn restore(request: &Request, mut query: Query) -> Result<Job, Refusal> {
    request.file()?;
    let mode = query.take_as("mode", |text| {
        option(text, |text| match text {
            "merge" => Some(RestoreMode::Merge),
            "replace" => Some(RestoreMode::Replace),
            _ => None,
        })
    })?;
    let mode = mode.ok_or_else(|| Refusal::parameter("mode", Rule::Required))?;
    Ok(Job::Restore(mode))
}

/// What an import found and did.
pub struct ImportDone<'a> {
    /// How the file was found to be.
    pub inspection: &'a Inspection,
    /// Its encoding.
    pub encoding: Encoding,
    /// What became of its columns.
    pub mapping: &'a Mapping,
    /// How many rows became what.
    pub counts: ImportCounts,
    /// What is wrong in its rows.
    pub problems: Vec<&'a ImportProblem>,
    /// The names that were not known, with what became of them.
    pub questions: &'a [Question],
    /// The change by which it is undone; none where nothing was written.
    pub batch: Option<Stamp>,
}

impl ImportDone<'_> {
    /// The answer.
    #[must_use]
    pub fn reply(&self) -> Reply {
        let counts = self.counts;
        let mut out = JsonWriter::default();
        out.object().name("source").text(self.mapping.source.code());
        out.name("format").text("csv");
        out.name("encoding").text(self.encoding.code());
        out.name("header_row");
        match self.inspection.shape.header_row {
            Some(row) => out.literal(row),
            None => out.literal("null"),
        };
        self.write_mapping(&mut out);
        for (name, count) in [
            ("read", counts.read),
            ("created", counts.created),
            ("updated", counts.updated),
            ("skipped", counts.skipped),
            ("rejected", counts.rejected),
        ] {
            out.name(name).literal(count);
        }
        out.name("problems").array();
        for problem in self.problems.iter().take(PROBLEMS_MAX) {
            self.finding(problem).write(&mut out);
        }
        out.end_array();
        out.name("problem_count").literal(self.problems.len());
        self.write_unknown(&mut out);
        out.name("batch");
        match self.batch {
            Some(batch) => out.show(&batch),
            None => out.literal("null"),
        };
        out.end_object();
        Reply::json(200, out.finish())
    }

    fn write_mapping(&self, out: &mut JsonWriter) {
        let paths = self.mapping.paths();
        out.name("mapping").object();
        for (at, (column, path)) in paths.iter().enumerate() {
            // Of columns of one heading only the first has a name of its own here.
            if paths.iter().take(at).any(|(other, _)| other == column) {
                continue;
            }
            out.name(column);
            match path {
                Some(path) => out.text(path),
                None => out.literal("null"),
            };
        }
        out.end_object();
        out.name("unmapped").array();
        for (column, _) in paths.iter().filter(|(_, path)| path.is_none()) {
            out.text(column);
        }
        out.end_array();
    }

    fn finding(&self, problem: &ImportProblem) -> Finding {
        let column = problem.column.and_then(|at| self.mapping.columns.get(at));
        let (code, reason) = match &problem.what {
            Wrong::Value(rule) => (rule.code(), sentence(rule)),
            Wrong::Row(fault) => (fault.code(), as_sentence(&fault.to_string())),
        };
        Finding {
            field: problem.field.clone(),
            row: Some(u64::from(problem.row)),
            column: column.map(|column| column.name.clone()),
            code,
            reason,
        }
    }

    /// The names that nothing is known by, each once, with what became of it.
    fn write_unknown(&self, out: &mut JsonWriter) {
        out.name("unknown").array();
        for question in self.questions {
            out.object().name("field").text(&question.field);
            if let Some(column) = self.mapping.columns.get(question.column) {
                out.name("column").text(&column.name);
            }
            out.name("value").text(&question.text);
            out.name("rows").literal(question.rows);
            out.name("first_row").literal(question.first_row);
            out.name("became").text(became(&question.default));
            let taken = question
                .suggestions
                .iter()
                .find(|suggestion| suggestion.answer == question.default);
            if let Some(taken) = taken {
                out.name("taken_for").text(&taken.name);
            }
            out.end_object();
        }
        out.end_array();
    }
}

/// The answer of a restore: what was found in the file and what became of its records.
#[must_use]
pub fn restored(
    mode: RestoreMode,
    report: &BackupReport,
    tally: Tally,
    batch: Option<Stamp>,
) -> Reply {
    let mut out = JsonWriter::default();
    out.object().name("mode").text(mode.code());
    if let Some(header) = &report.header {
        out.name("workspace").text(&header.workspace);
        out.name("at").show(&header.at);
    }
    // Whether the file is what was once written, to its last byte.
    out.name("is_whole").literal(report.is_whole());
    for (name, count) in [
        ("read", report.counts.all()),
        ("created", tally.created),
        ("updated", tally.updated),
        ("unchanged", tally.unchanged),
        ("trashed", tally.trashed),
        ("stays_deleted", tally.stays_deleted),
    ] {
        out.name(name).literal(count);
    }
    out.name("problems").array();
    for finding in problems_of(report) {
        finding.write(&mut out);
    }
    out.end_array();
    out.name("problem_count").literal(report.problem_count);
    out.name("batch");
    match batch {
        Some(batch) => out.show(&batch),
        None => out.literal("null"),
    };
    out.end_object();
    Reply::json(200, out.finish())
}

/// What is wrong in a backup, by its lines.
#[must_use]
pub fn problems_of(report: &BackupReport) -> Vec<Finding> {
    let problems = report.problems.iter().take(PROBLEMS_MAX);
    let finding = problems.map(|problem| Finding {
        field: None,
        row: Some(problem.line),
        column: None,
        code: problem.rule.code(),
        reason: as_sentence(&problem.rule.to_string()),
    });
    finding.collect()
}

/// What became of a name that was not known.
const fn became(answer: &Answer) -> &'static str {
    match answer {
        Answer::Record(_) => "record",
        Answer::Code(_) => "option",
        Answer::Add => "added",
        Answer::Text => "text",
        Answer::Empty => "empty",
        Answer::Reject => "rejected",
    }
}
