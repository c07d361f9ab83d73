//! One file of an import: what was found in it, chosen for it and done with it. What is long runs in
//! the background and can be stopped; what is asked meanwhile takes its place. Which file comes when
//! is `state`'s.

mod answer;

use super::words;
use crate::domain::{RecordKind, Stamp};
use crate::exchange::Confidence;
use crate::exchange::encoding::{Detection, Encoding, FILE_BYTES_MAX, FileProblem};
use crate::exchange::import::question::{Answer, Answers, Question};
use crate::exchange::import::{
    ImportCounts, ImportOptions, OnReference, Outcome, RowDecision, RowPlan,
};
use crate::exchange::inspect::{Inspection, read_options};
use crate::exchange::mapping::saved::subject_of;
use crate::exchange::mapping::{Mapping, OwnField, currency_in, fingerprint};
use crate::exchange::shape::Shape;
use crate::exchange::source::KnownHeaders;
use crate::exchange::table::{Delimiter, Reader};
use crate::exchange::target::Subject;
use crate::i18n::Message;
use crate::live::Writer;
use crate::message;
use crate::session::import::{self, ImportError, Job, Planned, Stage, Surveyed, Watch};
use crate::ui::app::App;
use crate::ui::host::Preference;
use crate::ui::notice;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::File;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What is under way with a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Work {
    /// Its bytes are read and made text.
    Reading,
    /// A stage of the import, and how much of it is done.
    Stage(Stage, f64),
}

/// A file as text.
#[derive(Clone)]
pub(super) struct Text {
    pub(super) text: Rc<String>,
    pub(super) detection: Detection,
    /// How many places could not be read, and the line of the first.
    pub(super) malformed: u64,
    pub(super) seconds: f64,
}

/// What an import did.
#[derive(Clone)]
pub(super) struct Done {
    pub(super) counts: ImportCounts,
    pub(super) batch: Option<Stamp>,
    pub(super) seconds: f64,
    pub(super) unresolved: u32,
    /// Rows that were left out.
    pub(super) rejected: Rc<Vec<RowPlan>>,
    pub(super) is_undone: bool,
}

/// A signal of what stays on this thread.
pub(super) type Local<T> = RwSignal<T, LocalStorage>;

/// One file. Copying it is free.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    pub(super) id: u64,
    app: App,
    name: StoredValue<String>,
    bytes: StoredValue<Rc<Vec<u8>>, LocalStorage>,
    watch: StoredValue<Option<Watch>, LocalStorage>,
    job: StoredValue<Option<Rc<Job>>, LocalStorage>,
    surveyed: StoredValue<Option<Surveyed>, LocalStorage>,
    pub(super) work: Local<Option<Work>>,
    pub(super) trouble: Local<Option<Message>>,
    pub(super) text: Local<Option<Text>>,
    pub(super) inspection: Local<Option<Rc<Inspection>>>,
    pub(super) subject: Local<Option<Subject>>,
    pub(super) mapping: Local<Option<Mapping>>,
    pub(super) own: Local<Vec<OwnField>>,
    /// Whether the mapping is that of an earlier file of the same shape.
    pub(super) is_recalled: RwSignal<bool>,
    pub(super) options: Local<ImportOptions>,
    pub(super) questions: Local<Vec<Question>>,
    pub(super) answers: Local<Answers>,
    pub(super) decisions: Local<BTreeMap<u32, RowDecision>>,
    pub(super) planned: Local<Option<Planned>>,
    pub(super) done: Local<Option<Done>>,
}

impl Sheet {
    pub(super) fn new(app: App, id: u64, name: String) -> Self {
        let options = import::options(&**app.live().writer());
        let region = options.region.or_else(|| app.page().host().region());
        Self {
            id,
            app,
            name: StoredValue::new(name),
            bytes: StoredValue::new_local(Rc::default()),
            watch: StoredValue::new_local(None),
            job: StoredValue::new_local(None),
            surveyed: StoredValue::new_local(None),
            work: RwSignal::new_local(Some(Work::Reading)),
            trouble: RwSignal::new_local(None),
            text: RwSignal::new_local(None),
            inspection: RwSignal::new_local(None),
            subject: RwSignal::new_local(None),
            mapping: RwSignal::new_local(None),
            own: RwSignal::new_local(Vec::new()),
            is_recalled: RwSignal::new(false),
            options: RwSignal::new_local(ImportOptions {
                // A person sees what is suggested before anything is written.
                on_reference: OnReference::Suggested,
                region,
                ..options
            }),
            questions: RwSignal::new_local(Vec::new()),
            answers: RwSignal::new_local(Answers::new()),
            decisions: RwSignal::new_local(BTreeMap::new()),
            planned: RwSignal::new_local(None),
            done: RwSignal::new_local(None),
        }
    }

    /// What the file is called.
    pub(super) fn name(self) -> String {
        self.name.get_value()
    }

    /// How many bytes it has.
    pub(super) fn size(self) -> u64 {
        self.bytes.with_value(|bytes| bytes.len() as u64)
    }

    /// Whether it is not sure that its letters are read rightly.
    pub(super) fn has_doubtful_letters(self) -> bool {
        let text = self.text.read();
        text.as_ref()
            .is_some_and(|text| text.detection.confidence == Confidence::Doubtful)
    }

    /// The user's own fields of the kind of its rows: those that are there, and those that the
    /// import would make.
    pub(super) fn own_fields(self) -> Vec<OwnField> {
        let mut all = self.own.get();
        if let Some(mapping) = &*self.mapping.read() {
            all.extend(mapping.new_fields().map(OwnField::from));
        }
        all
    }

    /// Whether its columns can be matched.
    pub(super) fn is_ready(self) -> bool {
        self.mapping.read().is_some() && self.trouble.read().is_none()
    }

    /// How many choices must be made before it can be read.
    pub(super) fn choices_left(self) -> usize {
        match &*self.mapping.read() {
            Some(mapping) => mapping.format_questions().len(),
            None => usize::from(self.inspection.read().is_some()),
        }
    }

    /// Begins work in the place of what is under way.
    fn begin(self) -> Watch {
        self.stop();
        let work = self.work;
        let last = std::cell::Cell::new((None, -1.0));
        let watch = Watch::new(move |stage, share| {
            // A hundredth is as much as one sees.
            let (before, at) = last.get();
            if before != Some(stage) || (share - at).abs() >= 0.01 {
                last.set((Some(stage), share));
                work.set(Some(Work::Stage(stage, share)));
            }
        });
        self.watch.set_value(Some(watch.clone()));
        watch
    }

    /// Stops what is under way.
    pub(super) fn stop(self) {
        if let Some(watch) = self.watch.try_update_value(Option::take).flatten() {
            watch.cancel();
        }
        self.work.set(None);
    }

    /// Ends work that came to its end by itself, and says what stopped it otherwise. What was
    /// cancelled has another in its place.
    fn end<T>(self, outcome: Result<T, ImportError>) -> Option<T> {
        let trouble = match outcome {
            Ok(value) => {
                self.watch.set_value(None);
                self.work.set(None);
                return Some(value);
            }
            Err(ImportError::Cancelled) => return None,
            Err(ImportError::Busy) => message!("import-busy"),
            Err(ImportError::Storage(error)) => notice::storage(&error),
        };
        self.watch.set_value(None);
        self.work.set(None);
        self.app.say_failure(&trouble);
        None
    }

    fn writer(self) -> Rc<dyn Writer> {
        Rc::clone(self.app.live().writer())
    }

    /// Reads a file from the user's disk.
    pub(super) async fn read(self, file: File) {
        let name = self.name();
        let size = file.size() as u64;
        if size > FILE_BYTES_MAX {
            let limit = FILE_BYTES_MAX;
            let problem = FileProblem::TooLarge { bytes: size, limit };
            return self.fail(words::problem(self.app, &name, problem));
        }
        let host = self.app.page().host();
        match host.read_file(file).await {
            Some(picked) => {
                self.bytes.set_value(Rc::new(picked.bytes));
                self.decode(None).await;
            }
            None => self.fail(message!("file-unreadable", file = name)),
        }
    }

    fn fail(self, trouble: Message) {
        self.work.set(None);
        self.trouble.set(Some(trouble));
    }

    /// Makes text of the bytes, in the encoding that was chosen or else detected.
    pub(super) async fn decode(self, chosen: Option<Encoding>) {
        self.stop();
        self.work.set(Some(Work::Reading));
        self.trouble.set(None);
        let begun = self.app.page().host().now();
        let (writer, bytes) = (self.writer(), self.bytes.get_value());
        let decoded = match import::decode(&*writer, &bytes, chosen).await {
            Ok(decoded) => decoded,
            Err(error) => return self.fail(words::undecoded(self.app, &self.name(), &error)),
        };
        let text = Rc::new(decoded.text);
        let watch = self.begin();
        let name = self.name();
        let found = import::inspect(&*writer, &text, &name, None, None, &watch).await;
        let Some(inspection) = self.end(found) else {
            return;
        };
        let ended = self.app.page().host().now();
        self.text.set(Some(Text {
            text,
            detection: decoded.detection,
            malformed: decoded.malformed,
            seconds: (ended.to_ms() - begun.to_ms()) as f64 / 1000.0,
        }));
        self.inspected(inspection);
    }

    /// Looks at the table again with another shape.
    pub(super) fn reshape(self, shape: impl FnOnce(&Shape, &str) -> Shape) {
        let (Some(text), Some(before)) =
            (self.text.get_untracked(), self.inspection.get_untracked())
        else {
            return;
        };
        let shape = shape(&before.shape, &text.text);
        let watch = self.begin();
        spawn_local(async move {
            let (writer, name) = (self.writer(), self.name());
            let found = import::inspect(&*writer, &text.text, &name, None, Some(shape), &watch);
            let found = found.await;
            if let Some(inspection) = self.end(found) {
                self.inspected(inspection);
            }
        });
    }

    /// Splits the rows at another character.
    pub(super) fn set_delimiter(self, delimiter: Delimiter) {
        let known = KnownHeaders::new();
        self.reshape(|_, text| Shape::with_delimiter(text, delimiter, &|name| known.has(name)));
    }

    fn inspected(self, inspection: Inspection) {
        let has_rows = inspection.rows > 0 || inspection.faults > 0;
        let subject = inspection.source.subject;
        let shape = fingerprint(&inspection.shape.names);
        let usual = import::options(&*self.writer()).currency;
        let currency = currency_in(&inspection.guesses, usual).unwrap_or(usual);
        self.options.update(|options| options.currency = currency);
        self.inspection.set(Some(Rc::new(inspection)));
        if !has_rows {
            let file = self.name();
            return self.fail(if self.has_doubtful_letters() {
                message!("file-encoding-unknown", file = file)
            } else {
                message!("file-no-rows", file = file)
            });
        }
        let host = self.app.page().host();
        let kept = host.preference(Preference::Mapping(shape));
        let kept_subject = kept.as_deref().and_then(subject_of);
        self.set_subject(kept_subject.or(subject));
    }

    /// Says what the rows are, and suggests what becomes of the columns.
    pub(super) fn set_subject(self, subject: Option<Subject>) {
        self.forget_plan();
        self.answers.set(Answers::new());
        self.subject.set(subject);
        let (Some(subject), Some(inspection)) = (subject, self.inspection.get_untracked()) else {
            return self.mapping.set(None);
        };
        let writer = self.writer();
        let own = import::own(&*writer, subject);
        let mut mapping = import::suggest(&*writer, &inspection, subject);
        let shape = fingerprint(&inspection.shape.names);
        let kept = self
            .app
            .page()
            .host()
            .preference(Preference::Mapping(shape))
            .filter(|kept| subject_of(kept) == Some(subject));
        if let Some(kept) = &kept {
            mapping.recall(kept, &inspection.guesses, &own);
        }
        self.is_recalled.set(kept.is_some());
        self.own.set(own);
        self.mapping.set(Some(mapping));
    }

    /// Says what a column becomes, by its path; none leaves it out.
    pub(super) fn set_target(self, column: usize, path: Option<&str>) {
        let Some(inspection) = self.inspection.get_untracked() else {
            return;
        };
        self.forget_plan();
        self.mapping.update(|mapping| {
            let guess = inspection.guesses.get(column);
            if let (Some(mapping), Some(guess)) = (mapping, guess) {
                // Only paths that exist are offered.
                let _ = mapping.choose(column, path, guess, &self.own.read_untracked());
            }
        });
    }

    /// Changes the mapping otherwise.
    pub(super) fn set_mapping(self, change: impl FnOnce(&mut Mapping)) {
        self.forget_plan();
        self.mapping.update(|mapping| {
            if let Some(mapping) = mapping {
                change(mapping);
            }
        });
    }

    /// Changes how the file is imported, before it is checked.
    pub(super) fn set_options(self, change: impl FnOnce(&mut ImportOptions)) {
        self.forget_plan();
        self.options.update(change);
    }

    fn forget_plan(self) {
        self.stop();
        self.surveyed.set_value(None);
        self.planned.set(None);
        self.decisions.update(BTreeMap::clear);
    }

    /// The first rows, as they are read with what is chosen.
    pub(super) fn first_rows(self, rows_max: usize) -> Vec<Vec<String>> {
        let (Some(text), Some(inspection)) = (self.text.get(), self.inspection.get()) else {
            return Vec::new();
        };
        let read = read_options(&inspection.shape, &inspection.source);
        let batch = Reader::new(&text.text, read).next_batch(rows_max);
        let rows = batch.iter().flat_map(|batch| batch.rows());
        rows.filter(|row| !row.is_empty())
            .map(|row| {
                row.cells()
                    .map(|cell| cell.chars().take(60).collect())
                    .collect()
            })
            .collect()
    }

    /// Finds out what would become of the rows, from the questions on.
    pub(super) fn check(self) {
        let (Some(text), Some(inspection), Some(mapping)) = (
            self.text.get_untracked(),
            self.inspection.get_untracked(),
            self.mapping.get_untracked(),
        ) else {
            return;
        };
        let shape = fingerprint(&inspection.shape.names);
        let preference = Preference::Mapping(shape);
        let host = self.app.page().host();
        host.set_preference(preference, Some(&mapping.to_text()));
        let job = Job {
            name: self.name(),
            text: text.text,
            inspection: (*inspection).clone(),
            mapping,
            options: self.options.get_untracked(),
        };
        let job = Rc::new(job);
        self.job.set_value(Some(Rc::clone(&job)));
        let watch = self.begin();
        spawn_local(async move {
            let writer = self.writer();
            let surveyed = match import::survey(&*writer, &job, &watch).await {
                Ok(surveyed) => surveyed,
                Err(error) => {
                    self.end::<Surveyed>(Err(error));
                    return;
                }
            };
            self.questions.set(surveyed.questions.clone());
            self.surveyed.set_value(Some(surveyed));
            self.plan(watch).await;
        });
    }

    /// Finds it out again, after something was decided.
    pub(super) fn check_again(self) {
        let options = self.options.get_untracked();
        let job = self.job.get_value().map(|job| {
            Rc::new(Job {
                options,
                ..(*job).clone()
            })
        });
        self.job.set_value(job);
        let watch = self.begin();
        spawn_local(self.plan(watch));
    }

    async fn plan(self, watch: Watch) {
        let (Some(job), Some(surveyed)) = (self.job.get_value(), self.surveyed.get_value()) else {
            return;
        };
        let writer = self.writer();
        let answers = self.answers.get_untracked();
        let decisions = self.decisions.get_untracked();
        let planned = import::plan(&*writer, &job, &surveyed, &answers, decisions, &watch).await;
        if let Some(planned) = self.end(planned) {
            self.planned.set(Some(planned));
        }
    }

    /// Decides something about one row.
    pub(super) fn decide(self, row: u32, change: impl FnOnce(&mut RowDecision)) {
        self.decisions
            .update(|decisions| change(decisions.entry(row).or_default()));
        self.check_again();
    }

    /// The cells of a row, as they stand in the file.
    pub(super) async fn cells(self, row: u32) -> Vec<String> {
        let Some(job) = self.job.get_value() else {
            return Vec::new();
        };
        let writer = self.writer();
        let cells = import::cells(&*writer, &job, row, &Watch::nobody()).await;
        cells.unwrap_or_default()
    }

    /// How many records would be written.
    pub(super) fn to_write(self) -> u64 {
        self.planned
            .read()
            .as_ref()
            .map_or(0, |planned| planned.counts.created + planned.counts.updated)
    }

    /// Writes what was planned; whether it came to that.
    pub(super) async fn run(self) -> bool {
        let (Some(job), Some(planned)) = (
            self.job.get_value(),
            self.planned.try_update(Option::take).flatten(),
        ) else {
            return false;
        };
        let rejected = planned
            .rows
            .iter()
            .filter(|row| matches!(row.outcome, Outcome::Problem) && !row.problems.is_empty());
        let rejected: Vec<RowPlan> = rejected.cloned().collect();
        let questions = self.questions.get_untracked();
        let kept = questions
            .iter()
            .filter(|question| untrack(|| self.answer(question)) == Answer::Text);
        let unresolved = kept.map(|question| question.rows).sum();
        let watch = self.begin();
        let begun = self.app.page().host().now();
        let writer = self.writer();
        let outcome = import::commit(&*writer, &job, planned, &watch).await;
        let was_cancelled = matches!(outcome, Err(ImportError::Cancelled));
        let Some(imported) = self.end(outcome) else {
            if was_cancelled {
                self.app.say(&message!("import-cancelled"), false);
            }
            // Nothing was written: what would change is found out again.
            self.check_again();
            return false;
        };
        let ended = self.app.page().host().now();
        self.done.set(Some(Done {
            counts: imported.counts,
            batch: imported.batch,
            seconds: (ended.to_ms() - begun.to_ms()) as f64 / 1000.0,
            unresolved,
            rejected: Rc::new(rejected),
            is_undone: false,
        }));
        true
    }

    /// Gives rows with their problems as a file of the same columns.
    pub(super) fn give_report(self, rows: &[RowPlan]) {
        let Some(job) = self.job.get_value() else {
            return;
        };
        let page = self.app.page();
        let reasons: BTreeMap<u32, String> = rows
            .iter()
            .filter(|row| !row.problems.is_empty())
            .map(|row| (row.row, words::reasons(self.app, self, &row.problems)))
            .collect();
        let header = page.text(&message!("import-report-reason"));
        let word = page.text(&message!("import-report-file"));
        spawn_local(async move {
            let writer = self.writer();
            let watch = Watch::nobody();
            let text = import::report(&*writer, &job, &reasons, &header, &watch).await;
            if let Ok(text) = text {
                let stem = job
                    .name
                    .rsplit_once('.')
                    .map_or(&*job.name, |(stem, _)| stem);
                let name = format!("{stem}-{word}.csv");
                page.host().download(&name, "text/csv", text.into_bytes());
            }
        });
    }

    /// The kind of record its rows become.
    pub(super) fn kind(self) -> RecordKind {
        self.subject
            .get()
            .map_or(RecordKind::Customer, Subject::kind)
    }
}
