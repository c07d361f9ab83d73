//! Imports, backups and restores that were asked for over REST, carried out beside everything else.
//! What the parameters mean and how it is answered is the API's.

use crate::api::transfer::{ImportDone, problems_of, restored};
use crate::api::{Finding, ImportAsk, Refusal, Reply, as_sentence};
use crate::domain::{Instant, RecordKind};
use crate::exchange::backup::RestoreMode;
use crate::exchange::encoding::FileProblem;
use crate::exchange::import::run::own_fields;
use crate::exchange::mapping::{Mapping, MappingError};
use crate::exchange::target::Subject;
use crate::session::backup::{self, BackupError, InMemory};
use crate::session::import::{self, ImportError, Job, Watch};
use crate::session::ports::DecodeError;
use crate::session::writer::Writer;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::rc::Rc;

pub(super) async fn import(
    writer: &dyn Writer,
    ask: ImportAsk,
    file: &[u8],
) -> Result<Reply, Refusal> {
    let watch = Watch::nobody();
    let decoded = import::decode(writer, file, ask.encoding).await;
    let decoded = decoded.map_err(|error| undecoded(&error))?;
    let kind = Some(ask.kind);
    let inspected = import::inspect(writer, &decoded.text, &ask.name, kind, None, &watch).await;
    let inspection = inspected.map_err(|error| unimported(&error))?;
    let subject = inspection.source.subject;
    let subject = subject.filter(|subject| subject.kind() == ask.kind);
    let subject = subject.unwrap_or_else(|| usual_subject(&ask));
    let mut mapping = import::suggest(writer, &inspection, subject);
    let own = own_fields(&writer.workspace(), ask.kind);
    mapping
        .choose_by_name(&ask.mapping, &inspection.guesses, &own)
        .map_err(|error| unmapped(&error, &mapping))?;
    let mut options = import::options(writer);
    options.currency = ask.currency.unwrap_or(options.currency);
    options.on_duplicate = ask.on_duplicate.unwrap_or(options.on_duplicate);
    options.on_unknown = ask.on_unknown.unwrap_or(options.on_unknown);
    options.on_reference = ask.on_reference.unwrap_or(options.on_reference);
    let job = Job {
        name: ask.name,
        text: Rc::new(decoded.text),
        inspection,
        mapping,
        options,
    };
    let written = write(writer, &job, ask.is_dry_run, &watch).await;
    let (planned, batch) = written.map_err(|error| unimported(&error))?;
    let done = ImportDone {
        inspection: &job.inspection,
        encoding: decoded.detection.encoding,
        mapping: &job.mapping,
        counts: planned.counts,
        problems: planned.problems.iter().collect(),
        questions: &planned.questions,
        batch,
    };
    Ok(done.reply())
}

/// What is kept of a plan for the answer.
struct Told {
    counts: crate::exchange::import::ImportCounts,
    problems: Vec<crate::exchange::import::ImportProblem>,
    questions: Vec<crate::exchange::import::question::Question>,
}

/// Plans a file, and writes it unless only the plan is wanted.
async fn write(
    writer: &dyn Writer,
    job: &Job,
    is_dry_run: bool,
    watch: &Watch,
) -> Result<(Told, Option<crate::domain::Stamp>), ImportError> {
    let surveyed = import::survey(writer, job, watch).await?;
    let nobody_said = BTreeMap::new();
    let planned =
        import::plan(writer, job, &surveyed, &nobody_said, BTreeMap::new(), watch).await?;
    let mut told = Told {
        counts: planned.counts,
        problems: planned.problems().cloned().collect(),
        questions: surveyed.questions,
    };
    let mut batch = None;
    if !is_dry_run {
        let done = import::commit(writer, job, planned, watch).await?;
        told.counts = done.counts;
        batch = done.batch;
    }
    Ok((told, batch))
}

/// What rows are where the file itself does not say: companies, unless names of persons are mapped.
fn usual_subject(ask: &ImportAsk) -> Subject {
    let is_of_persons = |path: &str| matches!(path, "given_name" | "family_name" | "companies");
    let mut paths = ask.mapping.iter().filter_map(|(_, path)| path.as_deref());
    match ask.kind {
        RecordKind::Deal => Subject::Deal,
        RecordKind::Product => Subject::Product,
        RecordKind::Owner => Subject::Owner,
        RecordKind::Transaction => Subject::Transaction,
        RecordKind::Activity => Subject::Activity,
        _ if paths.any(is_of_persons) => Subject::Person,
        _ => Subject::Company,
    }
}

fn undecoded(error: &DecodeError) -> Refusal {
    match error {
        DecodeError::File(problem @ FileProblem::TooLarge { .. }) => {
            Refusal::new(413, problem.code(), as_sentence(&problem.to_string()))
        }
        DecodeError::File(problem) => {
            Refusal::new(422, problem.code(), as_sentence(&problem.to_string()))
        }
        DecodeError::Worker(why) => Refusal::new(500, "not_read", as_sentence(why)),
    }
}

fn unmapped(error: &MappingError, mapping: &Mapping) -> Refusal {
    let (column, reason) = match error {
        MappingError::NoSuchColumn(column) => {
            let names = mapping.columns.iter().map(|column| column.name.as_str());
            let names: Vec<&str> = names.take(50).collect();
            let reason = format!("The file has no such column; it has {}.", names.join(", "));
            (Some(column.clone()), reason)
        }
        MappingError::NoSuchField(field) => (None, format!("There is no field \"{field}\".")),
    };
    let mut refusal = Refusal::parameters(&[]);
    refusal.problems.push(Finding {
        field: Some("mapping".to_owned()),
        row: None,
        column,
        code: error.code(),
        reason,
    });
    refusal
}

fn unimported(error: &ImportError) -> Refusal {
    match error {
        ImportError::Storage(error) => super::refused(error),
        ImportError::Busy => busy(),
        ImportError::Cancelled => Refusal::new(
            409,
            "cancelled",
            "The import was stopped; nothing was saved.",
        ),
    }
}

fn busy() -> Refusal {
    let reason = "Another import or restore is under way, here or in another tab; try again.";
    Refusal::new(409, "busy", reason)
}

pub(super) async fn back_up(writer: &dyn Writer, at: Instant) -> Result<Vec<u8>, Refusal> {
    let mut file = Vec::new();
    backup::back_up(writer, at, &mut |piece| file.extend(piece), &|_| {
        ControlFlow::Continue(())
    })
    .await
    .map_err(|error| unrestored(&error))?;
    Ok(file)
}

pub(super) async fn restore(
    writer: &dyn Writer,
    mode: RestoreMode,
    file: Vec<u8>,
) -> Result<Reply, Refusal> {
    if mode == RestoreMode::Replace {
        refuse_torn(writer, &file).await?;
    }
    let mut source = InMemory::new(file);
    let done = backup::restore(writer, &mut source, mode, &|_| ControlFlow::Continue(()))
        .await
        .map_err(|error| unrestored(&error))?;
    Ok(restored(mode, &done.report, done.tally, done.change))
}

/// What a file that was cut off or damaged lacks would go to the trash where it replaces what is
/// there: that somebody has to see before, as the screens show it.
async fn refuse_torn(writer: &dyn Writer, file: &[u8]) -> Result<(), Refusal> {
    let mut source = InMemory::new(file.to_vec());
    let goes_on = |_| ControlFlow::Continue(());
    let looked = backup::preview(writer, &mut source, RestoreMode::Replace, &goes_on).await;
    let report = looked.map_err(|error| unrestored(&error))?.report;
    if report.is_whole() {
        return Ok(());
    }
    let reason = "The file is cut off or damaged, and nothing was restored: with mode=merge what can \
                  be read is added, and nothing goes to the trash.";
    let mut refusal = Refusal::new(422, "not_whole", reason);
    refusal.problems = problems_of(&report);
    Err(refusal)
}

fn unrestored(error: &BackupError) -> Refusal {
    match error {
        BackupError::Storage(error) => super::refused(error),
        BackupError::Busy => busy(),
        BackupError::NotABackup(rule) => {
            Refusal::new(422, rule.code(), as_sentence(&rule.to_string()))
        }
        BackupError::Cancelled | BackupError::Unreadable(_) => {
            Refusal::new(409, "cancelled", as_sentence(&error.to_string()))
        }
    }
}
