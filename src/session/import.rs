//! Runs an import over an open workspace, from text to a saved batch: for the screens and for the
//! REST surface alike. What is found, asked and planned is `exchange`'s; here it is put in order,
//! in steps that are short enough for whatever else the thread has to do, and written as one
//! change. What people see of it is left to the callers.
//!
//! ```text
//! decode → inspect → mapping → survey (questions) → plan (a dry run) → commit
//! ```
//!
//! Nothing is written before [`commit`]; what that stages is invisible until it is published, and
//! is swept if it is not.

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use thiserror::Error;

pub use super::ports::{DecodeError, Decoded, Encoding};
use super::writer::{STAGING, Writer};
use crate::domain::{Currency, RecordKind, Stamp, phone::Region};
use crate::exchange::import::ask::Asking;
use crate::exchange::import::index::Index;
use crate::exchange::import::plan::{Action, Planner};
use crate::exchange::import::question::{Answers, Known, Question, answered};
use crate::exchange::import::run::{Import, own_fields};
use crate::exchange::import::stage::{StagedPage, Stager};
use crate::exchange::import::survey::Survey;
use crate::exchange::import::{
    ImportCounts, ImportOptions, ImportProblem, Outcome, RowDecision, RowPlan,
};
use crate::exchange::inspect::{Inspection, Inspector, read_options};
use crate::exchange::mapping::{self, Mapping, OwnField};
use crate::exchange::shape::Shape;
use crate::exchange::table::Reader;
use crate::exchange::target::Subject;
use crate::storage::StorageError;
use crate::storage::manifest::page_ref;
use crate::workspace::Workspace;
use crate::workspace::change::{Body, Change, Label, PageRef, RecordEdit, Verb};

/// How many cells are read in one step: about two milliseconds of a slow device.
const CELLS_A_STEP: usize = 600;

/// The most rows of one step, however narrow they are.
const ROWS_A_STEP: usize = 100;

/// How many records are read, named or packed in one step.
const RECORDS_A_STEP: usize = 200;

/// How much of asking is done in one step, in the units of [`Asking::step`].
const ASKING_A_STEP: usize = 10_000;

/// Of how many changed and duplicate rows the plan keeps what differs; of later ones it keeps only
/// what they are.
const DETAILS_MAX: usize = 20_000;

/// What an import is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Looks at what the columns hold.
    Inspecting,
    /// Collects which names the file refers to.
    Surveying,
    /// Looks for what is nearly the same as names that are not known.
    Asking,
    /// Finds out what becomes of each row.
    Planning,
    /// Packs the records.
    Writing,
    /// Waits for the disk.
    Saving,
}

/// Who watches an import: hears how far it has come, and may stop it.
#[derive(Clone)]
pub struct Watch {
    tell: Rc<dyn Fn(Stage, f64)>,
    is_cancelled: Rc<Cell<bool>>,
}

impl Watch {
    /// Calls back with the stage and how much of it is done, from 0 to 1.
    pub fn new(tell: impl Fn(Stage, f64) + 'static) -> Self {
        Watch {
            tell: Rc::new(tell),
            is_cancelled: Rc::default(),
        }
    }

    /// Nobody watches.
    pub fn nobody() -> Self {
        Watch::new(|_, _| {})
    }

    /// Stops what is watched at its next step. Once the batch is on its way to the disk it is too
    /// late: then it is undone instead.
    pub fn cancel(&self) {
        self.is_cancelled.set(true);
    }

    /// Tells how far it has come, and rests.
    async fn step(&self, writer: &dyn Writer, stage: Stage, done: f64) -> Result<(), ImportError> {
        (self.tell)(stage, done);
        writer.rest().await;
        if self.is_cancelled.get() {
            return Err(ImportError::Cancelled);
        }
        Ok(())
    }
}

/// Why an import did not happen.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ImportError {
    /// It was stopped; nothing of it is visible.
    #[error("the import was cancelled")]
    Cancelled,
    /// Another import is being written, here or in another tab.
    #[error("another import is under way")]
    Busy,
    /// It could not be saved; nothing of it is visible.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A file with all that was chosen for it.
#[derive(Clone, Debug)]
pub struct Job {
    /// The file's name.
    pub name: String,
    /// What stands in it.
    pub text: Rc<String>,
    /// What was found in it.
    pub inspection: Inspection,
    /// What becomes of its columns.
    pub mapping: Mapping,
    /// How it is imported.
    pub options: ImportOptions,
}

impl Job {
    fn import(&self) -> Import<'_> {
        let (mapping, options) = (self.mapping.clone(), self.options.clone());
        Import::new(&self.text, &self.inspection, mapping, options)
    }

    /// How many of its rows are read in one step.
    fn rows_a_step(&self) -> usize {
        rows_a_step(self.inspection.shape.names.len())
    }
}

fn rows_a_step(columns: usize) -> usize {
    (CELLS_A_STEP / columns.max(1)).clamp(1, ROWS_A_STEP)
}

/// What a file refers to, and what must be asked about it. It stays true while the mapping does.
#[derive(Clone)]
pub struct Surveyed {
    survey: Rc<Survey>,
    indexes: Rc<BTreeMap<RecordKind, Index>>,
    /// The names that are not known, those of most rows first.
    pub questions: Vec<Question>,
}

/// What would become of each row.
pub struct Planned {
    planner: Planner,
    indexes: Rc<BTreeMap<RecordKind, Index>>,
    /// The rows in their order. Of many that change records, the last say only that they do.
    pub rows: Vec<RowPlan>,
    /// How many become what.
    pub counts: ImportCounts,
}

impl Planned {
    /// What is wrong, in the order of the rows.
    pub fn problems(&self) -> impl Iterator<Item = &ImportProblem> {
        self.rows.iter().flat_map(|row| &row.problems)
    }
}

/// What an import did.
#[derive(Clone, Debug)]
pub struct Imported {
    /// How many rows became what.
    pub counts: ImportCounts,
    /// The change by which it is undone as one step; none where nothing changed.
    pub batch: Option<Stamp>,
}

/// How files are imported into a workspace unless somebody says otherwise.
pub fn options(writer: &dyn Writer) -> ImportOptions {
    let context = writer.begin_batch();
    let workspace = writer.workspace();
    let currency = workspace.currency().unwrap_or(Currency::EURO);
    let region = Region::parse(&workspace.region()).ok();
    ImportOptions {
        region,
        author: context.author,
        zone: (context.zones)("").unwrap_or_default(),
        ..ImportOptions::new(currency, context.today)
    }
}

/// Makes text of the bytes of a file, in the encoding that was chosen or else detected.
///
/// # Errors
/// [`DecodeError`].
pub async fn decode(
    writer: &dyn Writer,
    bytes: &[u8],
    chosen: Option<Encoding>,
) -> Result<Decoded, DecodeError> {
    writer.decode(bytes, chosen).await
}

fn known<'k>(workspace: &'k Workspace, indexes: &'k BTreeMap<RecordKind, Index>) -> Known<'k> {
    Known { workspace, indexes }
}

/// Looks at a table: its shape, unless that was chosen, what its columns hold and whose it seems
/// to be. Where the kind of its records is known already, only that is thought of.
///
/// # Errors
/// [`ImportError::Cancelled`].
pub async fn inspect(
    writer: &dyn Writer,
    text: &str,
    name: &str,
    kind: Option<RecordKind>,
    shape: Option<Shape>,
    watch: &Watch,
) -> Result<Inspection, ImportError> {
    watch.step(writer, Stage::Inspecting, 0.0).await?;
    let mut inspector = match shape {
        Some(shape) => Inspector::with_shape(text, name, kind, shape),
        None => Inspector::new(text, name, kind),
    };
    let rows = rows_a_step(inspector.columns());
    while let Some(done) = inspector.step(rows) {
        watch.step(writer, Stage::Inspecting, done).await?;
    }
    Ok(inspector.finish())
}

/// The user's own fields of the kind that a subject is of.
pub fn own(writer: &dyn Writer, subject: Subject) -> Vec<OwnField> {
    own_fields(&writer.workspace(), subject.kind())
}

/// Suggests what becomes of the columns of a table whose rows are of a subject.
pub fn suggest(writer: &dyn Writer, inspection: &Inspection, subject: Subject) -> Mapping {
    let own = own_fields(&writer.workspace(), subject.kind());
    mapping::suggest(
        &inspection.shape.names,
        &inspection.guesses,
        &inspection.source,
        subject,
        &own,
    )
}

/// Collects what a file refers to, and asks about what nothing is known by.
///
/// # Errors
/// [`ImportError::Cancelled`].
pub async fn survey(
    writer: &dyn Writer,
    job: &Job,
    watch: &Watch,
) -> Result<Surveyed, ImportError> {
    let mut pass = job.import().survey();
    let rows = job.rows_a_step();
    while let Some(done) = pass.step(rows) {
        watch.step(writer, Stage::Surveying, done).await?;
    }
    let survey = Rc::new(pass.finish());
    let mut indexes = BTreeMap::new();
    for kind in survey.kinds() {
        let mut index = Index::new(kind);
        let mut from = Some(0);
        while let Some(row) = from {
            from = index.add_rows(&writer.workspace(), row, RECORDS_A_STEP as u32);
            watch.step(writer, Stage::Asking, 0.0).await?;
        }
        indexes.insert(kind, index);
    }
    let mut asking = Asking::new(&survey);
    while asking.step(
        &known(&writer.workspace(), &indexes),
        &job.options,
        ASKING_A_STEP,
    ) {
        watch.step(writer, Stage::Asking, asking.progress()).await?;
    }
    let questions = asking.finish();
    Ok(Surveyed {
        survey,
        indexes: Rc::new(indexes),
        questions,
    })
}

/// Finds out what would become of each row, with the answers to what was asked and what was
/// decided for single rows, by their numbers. Nothing is written.
///
/// # Errors
/// [`ImportError::Cancelled`].
pub async fn plan(
    writer: &dyn Writer,
    job: &Job,
    surveyed: &Surveyed,
    answers: &Answers,
    decisions: BTreeMap<u32, RowDecision>,
    watch: &Watch,
) -> Result<Planned, ImportError> {
    let Surveyed {
        survey,
        indexes,
        questions,
    } = surveyed;
    let answers = answered(questions, answers);
    let mut new_id = |kind| writer.new_id(kind);
    let mut resolving = known(&writer.workspace(), indexes).resolving(survey);
    while resolving.step(
        &known(&writer.workspace(), indexes),
        &answers,
        &job.options,
        RECORDS_A_STEP,
        &mut new_id,
    ) {
        watch.step(writer, Stage::Planning, 0.0).await?;
    }
    let import = job.import();
    let mut pass = import.plan(Rc::clone(survey), resolving.finish(), decisions);
    let mut plans: Vec<RowPlan> = Vec::new();
    let mut details = 0;
    let rows = job.rows_a_step();
    loop {
        let step = pass.step(&known(&writer.workspace(), indexes), rows, &mut new_id);
        let Some((batch, _)) = step else { break };
        for mut plan in batch {
            shorten(&mut plan, &mut details);
            plans.push(plan);
        }
        watch.step(writer, Stage::Planning, pass.progress()).await?;
    }
    let counts = pass.counts();
    Ok(Planned {
        planner: pass.into_planner(),
        indexes: Rc::clone(indexes),
        rows: plans,
        counts,
    })
}

/// Forgets what a row would change, where many before it do.
fn shorten(plan: &mut RowPlan, details: &mut usize) {
    if let Outcome::Changed { changes, .. } | Outcome::Duplicate { changes, .. } = &mut plan.outcome
    {
        *details += 1;
        if *details > DETAILS_MAX {
            *changes = Vec::new();
        }
    }
}

/// The cells of one row, as they stand in the file; none where there is no such row.
///
/// # Errors
/// [`ImportError::Cancelled`].
pub async fn cells(
    writer: &dyn Writer,
    job: &Job,
    row: u32,
    watch: &Watch,
) -> Result<Vec<String>, ImportError> {
    let read = read_options(&job.inspection.shape, &job.inspection.source);
    let mut reader = Reader::new(&job.text, read);
    while let Some(batch) = reader.next_batch(job.rows_a_step()) {
        if let Some(found) = batch.rows().find(|other| other.number() == row) {
            return Ok(found.cells().map(str::to_owned).collect());
        }
        watch
            .step(writer, Stage::Inspecting, reader.progress())
            .await?;
    }
    Ok(Vec::new())
}

/// The rows that have a reason not to be taken, as a file of the same columns with the reasons in
/// one more, whose header is given.
///
/// # Errors
/// [`ImportError::Cancelled`].
pub async fn report(
    writer: &dyn Writer,
    job: &Job,
    reasons: &BTreeMap<u32, String>,
    header: &str,
    watch: &Watch,
) -> Result<String, ImportError> {
    let mut report = job.import().report(header);
    while report.step(job.rows_a_step(), reasons) {
        watch.step(writer, Stage::Writing, 0.0).await?;
    }
    Ok(report.finish())
}

/// Writes what was planned, as one change. It becomes visible as a whole, once it is on the disk.
///
/// # Errors
/// [`ImportError`]; nothing is visible of it then.
pub async fn commit(
    writer: &dyn Writer,
    job: &Job,
    planned: Planned,
    watch: &Watch,
) -> Result<Imported, ImportError> {
    // Held until the batch refers to what is staged, or until that is swept.
    let Some(_staging) = writer.lock(STAGING).await else {
        return Err(ImportError::Busy);
    };
    let mut batch = Batch::new(writer);
    let written = batch.fill(job, planned, watch).await;
    let done = match written {
        Ok(counts) => batch.publish(&job.name, counts, watch).await,
        Err(error) => Err(error),
    };
    if done.is_err() {
        // What cannot be swept now goes at the next start.
        let _ = writer.sweep().await;
    }
    done
}

/// A batch that is being written.
struct Batch<'w> {
    writer: &'w dyn Writer,
    context: crate::workspace::command::Context,
    stager: Stager,
    references: Vec<PageRef>,
    pages: Vec<Rc<[u8]>>,
    edits: Vec<RecordEdit>,
}

impl<'w> Batch<'w> {
    fn new(writer: &'w dyn Writer) -> Self {
        let context = writer.begin_batch();
        Batch {
            writer,
            context,
            stager: Stager::new(context.stamp),
            references: Vec::new(),
            pages: Vec::new(),
            edits: Vec::new(),
        }
    }

    async fn fill(
        &mut self,
        job: &Job,
        planned: Planned,
        watch: &Watch,
    ) -> Result<ImportCounts, ImportError> {
        let writer = self.writer;
        let Planned {
            planner, indexes, ..
        } = planned;
        let mut new_id = |kind| writer.new_id(kind);
        let mut pass = job.import().again(planner);
        let mut preface = pass.preface(&mut new_id).into_iter();
        loop {
            let some: Vec<Action> = preface.by_ref().take(RECORDS_A_STEP).collect();
            if some.is_empty() {
                break;
            }
            self.take(some).await?;
            watch.step(writer, Stage::Writing, 0.0).await?;
        }
        let rows = job.rows_a_step();
        loop {
            let step = pass.step(&known(&writer.workspace(), &indexes), rows, &mut new_id);
            let Some((_, actions)) = step else { break };
            self.take(actions).await?;
            watch.step(writer, Stage::Writing, pass.progress()).await?;
        }
        while let Some(held) = pass.finish(RECORDS_A_STEP) {
            self.take(held).await?;
            watch.step(writer, Stage::Writing, 1.0).await?;
        }
        for page in self.stager.close() {
            self.stage(page).await?;
            watch.step(writer, Stage::Writing, 1.0).await?;
        }
        loop {
            let more = self.stager.edits(&writer.workspace(), RECORDS_A_STEP);
            let Some(more) = more else { break };
            self.edits.extend(more);
            watch.step(writer, Stage::Writing, 1.0).await?;
        }
        Ok(pass.counts())
    }

    async fn take(&mut self, actions: Vec<Action>) -> Result<(), ImportError> {
        for action in actions {
            if let Some(page) = self.stager.take(action) {
                self.stage(page).await?;
            }
        }
        Ok(())
    }

    async fn stage(&mut self, page: StagedPage) -> Result<(), ImportError> {
        let bytes: Rc<[u8]> = page.bytes.into();
        let id = self.writer.new_page_id();
        let reference = page_ref(id, &bytes).map_err(StorageError::from)?;
        self.writer.stage(&[(id, Rc::clone(&bytes))]).await?;
        self.references.push(reference);
        self.pages.push(bytes);
        Ok(())
    }

    async fn publish(
        self,
        name: &str,
        counts: ImportCounts,
        watch: &Watch,
    ) -> Result<Imported, ImportError> {
        if self.references.is_empty() && self.edits.is_empty() {
            return Ok(Imported {
                counts,
                batch: None,
            });
        }
        watch.step(self.writer, Stage::Saving, 0.0).await?;
        let written = counts.created + counts.updated;
        let change = Change {
            id: self.context.stamp,
            at: self.context.at,
            author: self.context.author,
            label: Label {
                verb: Verb::Import,
                count: u32::try_from(written).unwrap_or(u32::MAX),
                name: name.to_owned(),
            },
            undoes: None,
            body: Body::Batch {
                pages: self.references,
                restored: Vec::new(),
                edits: self.edits,
            },
        };
        let batch = Some(change.id);
        self.writer.publish(change, self.pages).await?;
        Ok(Imported { counts, batch })
    }
}
