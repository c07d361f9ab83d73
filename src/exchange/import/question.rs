//! What a file calls by names that the workspace does not know: one question per value, never per
//! row, with what is nearly the same offered. Answers, or else the options of the import, say what
//! every row with that value gets.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::{
    Key, Number, Part, RecordId, RecordKind, Value, customer, owner, pipeline, product,
};
use crate::workspace::fold::fold;
use crate::workspace::{Stage, Workspace};

use super::compose::{closing_of, usual_chance};
use super::draft::Wish;
use super::index::{Index, Word};
use super::survey::{Group, Occurrence, Survey, wants_person};
use super::{ImportOptions, NewRecord, OnReference, OnUnknown};
use crate::exchange::likeness::{ALIKE, WORTH, likeness};
use crate::exchange::mapping::key_of;

/// The most questions that are asked; what is beyond follows the options.
pub const QUESTIONS_MAX: usize = 500;

/// The most suggestions to a question.
const SUGGESTIONS_MAX: usize = 5;

/// What a name can be decided to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This record.
    Record(RecordId),
    /// This stage or option, by its code.
    Code(String),
    /// It is added: as a record, a stage or an option.
    Add,
    /// It is kept as text and listed.
    Text,
    /// The field stays empty.
    Empty,
    /// Rows with it are rejected.
    Reject,
}

/// What sort of name a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// A stage of the pipeline.
    Stage,
    /// An option; whether others can be added.
    Option {
        /// Whether the user may add options.
        is_open: bool,
    },
    /// A record of one of these kinds.
    Reference(&'static [RecordKind]),
}

/// Something that is nearly the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What would be the answer.
    pub answer: Answer,
    /// Its name.
    pub name: String,
    /// How alike, from 0 to 100.
    pub likeness: u8,
}

/// One name that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The path of the field.
    pub field: String,
    /// The column, from 0.
    pub column: usize,
    /// The name, as it stands in the file.
    pub text: String,
    /// In how many rows.
    pub rows: u32,
    /// The first of them.
    pub first_row: u32,
    /// What sort of name.
    pub kind: QuestionKind,
    /// What is nearly the same, most alike first.
    pub suggestions: Vec<Suggestion>,
    /// What happens unless it is answered.
    pub default: Answer,
}

/// Answers by field and name, as [`Question::field`] and [`Question::text`] have them.
pub type Answers = BTreeMap<(String, String), Answer>;

/// What every row with a name gets.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolution {
    /// This value.
    Value(Value),
    /// The record of a row of this file, by its word.
    Own(Word),
    /// The name, kept as text.
    Text,
    /// Nothing.
    Empty,
    /// The row is rejected.
    Reject,
}

/// What all names of a file are.
#[derive(Clone, Debug, Default)]
pub struct Resolutions {
    names: HashMap<Group, HashMap<Box<str>, Resolution>>,
    /// What the pipeline's stages mean: open, won or lost.
    pub(super) categories: HashMap<Arc<str>, String>,
    /// The pipeline that deals take.
    pub(super) pipeline: Option<RecordId>,
    /// The stage of deals that name none.
    pub(super) first_stage: Option<Arc<str>>,
    /// Records that are made for names.
    pub records: Vec<NewRecord>,
    /// These records by what they say, since a file may call for ten thousands of them.
    made: HashMap<(RecordKind, String), RecordId>,
    /// Stages that are added, with the pipeline they are added to.
    pub stages: Vec<(RecordId, Key, Value)>,
}

impl Resolutions {
    /// What a name is.
    pub fn of(&self, group: Group, text: &str) -> Option<&Resolution> {
        self.names.get(&group)?.get(text)
    }
}

/// What is known, for resolving names.
pub struct Known<'k> {
    /// The workspace.
    pub workspace: &'k Workspace,
    /// The records of each kind that the file refers to.
    pub indexes: &'k BTreeMap<RecordKind, Index>,
}

/// Makes ids for new records.
pub type NewId<'n> = &'n mut dyn FnMut(RecordKind) -> RecordId;

impl Known<'_> {
    /// The questions that a file raises, those of most rows first.
    pub fn questions(&self, survey: &Survey, options: &ImportOptions) -> Vec<Question> {
        let kind = survey.subject().kind();
        let mut open: Vec<(Group, &str, &Occurrence)> = survey
            .names()
            .filter(|(group, text, occurrence)| {
                !group.is_by_id && self.find(survey, kind, occurrence, text).is_none()
            })
            .collect();
        open.sort_by(|a, b| (b.2.rows, a.1).cmp(&(a.2.rows, b.1)));
        open.truncate(QUESTIONS_MAX);
        open.into_iter()
            .map(|(_, text, occurrence)| {
                let slot = &occurrence.slot;
                let question_kind = match slot.options(kind) {
                    _ if slot.is_stage(kind) => QuestionKind::Stage,
                    Some(options) => QuestionKind::Option {
                        is_open: options.open,
                    },
                    None => QuestionKind::Reference(slot.refers_to(kind)),
                };
                let suggestions = self.suggestions(kind, occurrence, question_kind, text);
                Question {
                    field: path(kind, occurrence),
                    column: occurrence.column,
                    text: text.to_owned(),
                    rows: occurrence.rows,
                    first_row: occurrence.first_row,
                    kind: question_kind,
                    default: default(question_kind, options, &suggestions),
                    suggestions,
                }
            })
            .collect()
    }

    /// Decides what every name is.
    pub fn resolve(
        &self,
        survey: &Survey,
        answers: &Answers,
        options: &ImportOptions,
        new_id: NewId<'_>,
    ) -> Resolutions {
        let kind = survey.subject().kind();
        let mut done = Resolutions {
            pipeline: self.workspace.default_pipeline(),
            ..Resolutions::default()
        };
        let stages = self.stages();
        done.first_stage = stages.first().map(|stage| Arc::clone(&stage.id));
        let categories = stages
            .iter()
            .map(|stage| (Arc::clone(&stage.id), stage.category().to_owned()));
        done.categories = categories.collect();
        // In the order of the alphabet, so that the same file always makes the same records.
        let mut names: Vec<(Group, &str, &Occurrence)> = survey.names().collect();
        names.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        for (group, text, occurrence) in names {
            let found = self.find(survey, kind, occurrence, text);
            let resolution = found.unwrap_or_else(|| {
                let field = path(kind, occurrence);
                let answer = answers.get(&(field, text.to_owned())).cloned();
                self.decide(survey, occurrence, text, answer, options, &mut done, new_id)
            });
            done.names
                .entry(group)
                .or_default()
                .insert(text.into(), resolution);
        }
        done
    }

    fn stages(&self) -> Vec<Stage> {
        let pipeline = self.workspace.default_pipeline();
        pipeline
            .map(|pipeline| self.workspace.stages(pipeline))
            .unwrap_or_default()
    }

    /// What a name is that no row had when the file was surveyed: one that somebody corrected.
    pub(super) fn find_late(&self, survey: &Survey, wish: &Wish) -> Option<Resolution> {
        let slot = wish.slot.clone();
        let late = Occurrence {
            slot,
            column: wish.column,
            rows: 1,
            first_row: 0,
        };
        self.find(survey, survey.subject().kind(), &late, &wish.text)
    }

    /// What a name is without any doubt.
    fn find(
        &self,
        survey: &Survey,
        kind: RecordKind,
        occurrence: &Occurrence,
        text: &str,
    ) -> Option<Resolution> {
        let slot = &occurrence.slot;
        if slot.is_stage(kind) {
            return self
                .find_stage(text)
                .map(|id| Resolution::Value(Value::text(&*id)));
        }
        // Where no options ship, every text is one.
        let is_free = slot
            .options(kind)
            .is_some_and(|options| options.open && options.codes.is_empty());
        if is_free {
            return Some(Resolution::Value(Value::text(text)));
        }
        let kinds = slot.refers_to(kind);
        if kinds.is_empty() {
            return None;
        }
        let as_ref = |id| Resolution::Value(Value::Ref(id));
        if let Ok(id) = RecordId::parse(text)
            && kinds.contains(&id.kind)
            && self.workspace.live(id).is_some()
        {
            return Some(as_ref(id));
        }
        let words = self.words(survey, kind, occurrence, kinds, text);
        let indexed = |(target, word): &(RecordKind, Word)| self.indexes.get(target)?.find(*word);
        if let Some(id) = words.iter().find_map(indexed) {
            return Some(as_ref(id));
        }
        let is_own = |(target, word): &&(RecordKind, Word)| *target == kind && survey.has(*word);
        words
            .iter()
            .find(is_own)
            .map(|(_, word)| Resolution::Own(*word))
    }

    /// The words by which a name may be found, the likelier first.
    fn words(
        &self,
        survey: &Survey,
        kind: RecordKind,
        occurrence: &Occurrence,
        kinds: &[RecordKind],
        text: &str,
    ) -> Vec<(RecordKind, Word)> {
        let slot = &occurrence.slot;
        let mut words = Vec::new();
        for target in kinds.iter().copied() {
            if slot.is_by_id {
                // Ids of a product mean its records; others whatever one record has them.
                words.push((
                    target,
                    match survey.source().system() {
                        Some(system) => Word::external(system, text),
                        None => Word::any_external(text),
                    },
                ));
                continue;
            }
            let wants_person = wants_person(kind, slot)
                || (slot.field == customer::PARENT
                    && survey.subject() == crate::exchange::target::Subject::Person);
            words.push((target, Word::name(target, wants_person, text)));
            words.push((target, Word::name(target, !wants_person, text)));
            match target {
                RecordKind::Owner => words.push((target, Word::email(text))),
                RecordKind::Product => words.push((target, Word::code(text))),
                _ => {}
            }
        }
        words
    }

    fn find_stage(&self, text: &str) -> Option<Arc<str>> {
        let stages = self.stages();
        let folded = fold(text.trim());
        let by_name = stages
            .iter()
            .find(|stage| fold(stage.name()) == folded || fold(&stage.id) == folded);
        let closing = closing_of(text);
        let by_closing = || {
            stages
                .iter()
                .find(|stage| Some(stage.category()) == closing)
        };
        by_name
            .or_else(by_closing)
            .map(|stage| Arc::clone(&stage.id))
    }

    fn suggestions(
        &self,
        kind: RecordKind,
        occurrence: &Occurrence,
        question: QuestionKind,
        text: &str,
    ) -> Vec<Suggestion> {
        let mut found: Vec<Suggestion> = Vec::new();
        let mut offer = |answer: Answer, name: &str, least: u8| {
            let likeness = likeness(text, name);
            if likeness >= least {
                found.push(Suggestion {
                    answer,
                    name: name.to_owned(),
                    likeness,
                });
            }
        };
        match question {
            QuestionKind::Stage => {
                for stage in self.stages() {
                    offer(Answer::Code(stage.id.to_string()), stage.name(), WORTH);
                }
            }
            QuestionKind::Option { .. } => {
                let options = occurrence.slot.options(kind);
                for code in options.iter().flat_map(|options| options.codes) {
                    offer(
                        Answer::Code((*code).to_owned()),
                        &code.replace('_', " "),
                        WORTH,
                    );
                }
            }
            QuestionKind::Reference(kinds) => {
                for index in kinds.iter().filter_map(|kind| self.indexes.get(kind)) {
                    for (id, name) in index.names() {
                        offer(Answer::Record(id), name, WORTH);
                    }
                }
            }
        }
        found.sort_by(|a, b| {
            b.likeness
                .cmp(&a.likeness)
                .then_with(|| a.name.cmp(&b.name))
        });
        found.truncate(SUGGESTIONS_MAX);
        found
    }

    #[allow(clippy::too_many_arguments)]
    fn decide(
        &self,
        survey: &Survey,
        occurrence: &Occurrence,
        text: &str,
        answer: Option<Answer>,
        options: &ImportOptions,
        done: &mut Resolutions,
        new_id: NewId<'_>,
    ) -> Resolution {
        let kind = survey.subject().kind();
        let slot = &occurrence.slot;
        let question = match slot.options(kind) {
            _ if slot.is_stage(kind) => QuestionKind::Stage,
            Some(options) => QuestionKind::Option {
                is_open: options.open,
            },
            None => QuestionKind::Reference(slot.refers_to(kind)),
        };
        let answer = answer.unwrap_or_else(|| {
            // Ids of records that are not here mean nothing to anybody; they are kept as text.
            let suggests = !slot.is_by_id && options.on_reference == OnReference::Suggested;
            let suggestions = match question {
                QuestionKind::Reference(_) if suggests => {
                    self.suggestions(kind, occurrence, question, text)
                }
                _ => Vec::new(),
            };
            default(question, options, &suggestions)
        });
        match (answer, question) {
            (Answer::Record(id), QuestionKind::Reference(kinds)) if kinds.contains(&id.kind) => {
                Resolution::Value(Value::Ref(id))
            }
            (Answer::Code(code), QuestionKind::Stage | QuestionKind::Option { .. }) => {
                Resolution::Value(Value::text(code))
            }
            (Answer::Add, QuestionKind::Stage) => add_stage(done, &self.stages(), text),
            (Answer::Add, QuestionKind::Option { is_open: true }) => {
                Resolution::Value(Value::text(text))
            }
            (Answer::Add, QuestionKind::Reference(kinds)) => {
                match self.add_record(survey, occurrence, kinds, text, done, new_id) {
                    Some(id) => Resolution::Value(Value::Ref(id)),
                    None => Resolution::Text,
                }
            }
            (Answer::Empty, _) => Resolution::Empty,
            (Answer::Reject, _) => Resolution::Reject,
            _ => Resolution::Text,
        }
    }

    /// Makes the record that a name stands for.
    fn add_record(
        &self,
        survey: &Survey,
        occurrence: &Occurrence,
        kinds: &[RecordKind],
        text: &str,
        done: &mut Resolutions,
        new_id: NewId<'_>,
    ) -> Option<RecordId> {
        let kind = survey.subject().kind();
        let target = *kinds.first()?;
        let slot = &occurrence.slot;
        let name = Value::text(text.chars().take(120).collect::<String>());
        let mut fields = match target {
            RecordKind::Owner => vec![(Key::one(owner::NAME), name)],
            RecordKind::Product => {
                vec![
                    (Key::one(product::NAME), name),
                    (Key::one(product::ACTIVE), Value::Bool(true)),
                ]
            }
            RecordKind::Customer => {
                let is_person = wants_person(kind, slot);
                let of = if is_person { "person" } else { "company" };
                vec![
                    (Key::one(customer::KIND), Value::text(of)),
                    (Key::one(customer::NAME), name),
                ]
            }
            _ => return None,
        };
        if slot.is_by_id {
            let system = survey.source().system().unwrap_or("id");
            let external = Key::of(crate::domain::field::EXTERNAL_IDS, system);
            fields.push((external, Value::text(text)));
        }
        fields.sort_by(|a, b| a.0.cmp(&b.0));
        // Two columns may call for the same record.
        match done.made.entry((target, said(&fields))) {
            Entry::Occupied(twin) => Some(*twin.get()),
            Entry::Vacant(place) => {
                let id = *place.insert(new_id(target));
                done.records.push(NewRecord { id, fields });
                Some(id)
            }
        }
    }
}

/// What a record that is made for a name says, in one text.
fn said(fields: &[(Key, Value)]) -> String {
    let mut said = String::new();
    for (_, value) in fields {
        said.push_str(value.as_text().unwrap_or_default());
        said.push('\u{1f}');
    }
    said
}

/// The path by which questions and answers name a field.
fn path(kind: RecordKind, occurrence: &Occurrence) -> String {
    crate::exchange::target::Target::Slot(occurrence.slot.clone()).path(kind)
}

fn default(question: QuestionKind, options: &ImportOptions, suggestions: &[Suggestion]) -> Answer {
    match question {
        QuestionKind::Stage | QuestionKind::Option { is_open: true } => match options.on_unknown {
            OnUnknown::Add => Answer::Add,
            OnUnknown::Reject => Answer::Reject,
        },
        QuestionKind::Option { is_open: false } => match options.on_unknown {
            OnUnknown::Add => Answer::Text,
            OnUnknown::Reject => Answer::Reject,
        },
        QuestionKind::Reference(_) => match options.on_reference {
            OnReference::Create => Answer::Add,
            OnReference::Text => Answer::Text,
            OnReference::Suggested => {
                let best = suggestions.first().filter(|best| best.likeness >= ALIKE);
                // Two that are as alike leave it open which is meant.
                let rival = suggestions.get(1).map(|next| next.likeness);
                match best.filter(|best| rival != Some(best.likeness)) {
                    Some(best) => best.answer.clone(),
                    None => Answer::Text,
                }
            }
        },
    }
}

/// Adds a stage behind the open ones, before those that are closed.
fn add_stage(done: &mut Resolutions, stages: &[Stage], text: &str) -> Resolution {
    let Some(pipeline) = done.pipeline else {
        return Resolution::Text;
    };
    let mut id = key_of(text);
    let mut number = 2;
    while done.categories.contains_key(id.as_str()) {
        id = format!("{}_{number}", key_of(text));
        number += 1;
    }
    let is_open = |stage: &&Stage| stage.category() == "open";
    let last_open = stages
        .iter()
        .filter(is_open)
        .map(Stage::order)
        .fold(-1.0, f64::max);
    let closed = stages
        .iter()
        .filter(|stage| !is_open(stage))
        .map(Stage::order);
    let first_closed = closed.fold(f64::INFINITY, f64::min);
    // Between the two there is room for any number: a half, a quarter and so on from the end.
    let step = (done.stages.len() + 1) as f64;
    let order = if first_closed.is_finite() && first_closed > last_open {
        last_open + (first_closed - last_open) * step / (step + 1.0)
    } else {
        last_open + step
    };
    let number = |value: f64| Number::from_f64(value).map(Value::Number);
    let values = [
        (0, Some(Value::text(text))),
        (1, number(order)),
        (2, number(f64::from(usual_chance(text)))),
        (3, Some(Value::text("open"))),
    ];
    let part = Part::new(
        values
            .into_iter()
            .filter_map(|(place, value)| Some((place, value?))),
    );
    done.categories
        .insert(id.as_str().into(), "open".to_owned());
    done.stages.push((
        pipeline,
        Key::of(pipeline::STAGES, id.as_str()),
        Value::Part(part),
    ));
    Resolution::Value(Value::text(id))
}
