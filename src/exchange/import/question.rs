//! What a file calls by names that the workspace does not know: one question per value, never per
//! row. Answers, or else the options of the import, say what every row with that value gets. What
//! is asked, with what is nearly the same, is found by `ask`.

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
use crate::exchange::likeness::ALIKE;
use crate::exchange::mapping::key_of;

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

impl QuestionKind {
    /// What sort of name occurs.
    pub(super) fn of(kind: RecordKind, occurrence: &Occurrence) -> QuestionKind {
        match occurrence.options() {
            _ if occurrence.slot.is_stage(kind) => QuestionKind::Stage,
            Some(options) => QuestionKind::Option {
                is_open: options.open,
            },
            None => QuestionKind::Reference(occurrence.refers_to()),
        }
    }
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
    /// Stages that are added, with the pipeline they are added to.
    pub stages: Vec<(RecordId, Key, Value)>,
}

impl Resolutions {
    /// What a name is.
    pub fn of(&self, group: &Group, text: &str) -> Option<&Resolution> {
        self.names.get(group)?.get(text)
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
    /// Begins deciding what every name is; `answers` are what somebody said, and the defaults of
    /// what was asked ([`answered`]).
    pub fn resolving<'s>(&self, survey: &'s Survey) -> Resolving<'s> {
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
        Resolving {
            survey,
            // In the order of the alphabet, so that the same file always makes the same records.
            names: survey.names().collect(),
            at: 0,
            twins: HashMap::new(),
            done,
        }
    }

    pub(super) fn stages(&self) -> Vec<Stage> {
        let pipeline = self.workspace.default_pipeline();
        pipeline
            .map(|pipeline| self.workspace.stages(pipeline))
            .unwrap_or_default()
    }

    /// What a name is that no row had when the file was surveyed: one that somebody corrected.
    pub(super) fn find_late(&self, survey: &Survey, wish: &Wish) -> Option<Resolution> {
        let late = Occurrence::first(wish, 0);
        self.find(survey, survey.subject().kind(), &late, &wish.text)
    }

    /// What a name is without any doubt.
    pub(super) fn find(
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
        let is_free = occurrence
            .options()
            .is_some_and(|options| options.open && options.codes.is_empty());
        if is_free {
            return Some(Resolution::Value(Value::text(text)));
        }
        let kinds = occurrence.refers_to();
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
}

/// Decides what the names of a file are, some at a time.
pub struct Resolving<'s> {
    survey: &'s Survey,
    names: Vec<(&'s Group, &'s str, &'s Occurrence)>,
    at: usize,
    /// Two columns may call the same record to be made.
    twins: HashMap<(RecordKind, bool, bool, Box<str>), RecordId>,
    done: Resolutions,
}

impl Resolving<'_> {
    /// Decides the next names; whether there are more.
    pub fn step(
        &mut self,
        known: &Known<'_>,
        answers: &Answers,
        options: &ImportOptions,
        names_max: usize,
        new_id: NewId<'_>,
    ) -> bool {
        let kind = self.survey.subject().kind();
        let end = (self.at + names_max).min(self.names.len());
        let names = self.names.get(self.at..end).unwrap_or_default().to_vec();
        for (group, text, occurrence) in names {
            let found = known.find(self.survey, kind, occurrence, text);
            let resolution = found.unwrap_or_else(|| {
                let field = path(kind, occurrence);
                let answer = answers.get(&(field, text.to_owned())).cloned();
                self.decide(known, occurrence, text, answer, options, new_id)
            });
            self.done
                .names
                .entry(group.clone())
                .or_default()
                .insert(text.into(), resolution);
        }
        self.at = end;
        end < self.names.len()
    }

    /// What was decided.
    pub fn finish(self) -> Resolutions {
        self.done
    }

    fn decide(
        &mut self,
        known: &Known<'_>,
        occurrence: &Occurrence,
        text: &str,
        answer: Option<Answer>,
        options: &ImportOptions,
        new_id: NewId<'_>,
    ) -> Resolution {
        let kind = self.survey.subject().kind();
        let question = QuestionKind::of(kind, occurrence);
        let answer = answer.unwrap_or_else(|| default(question, options, &[]));
        match (answer, question) {
            (Answer::Record(id), QuestionKind::Reference(kinds)) if kinds.contains(&id.kind) => {
                Resolution::Value(Value::Ref(id))
            }
            (Answer::Code(code), QuestionKind::Stage | QuestionKind::Option { .. }) => {
                Resolution::Value(Value::text(code))
            }
            (Answer::Add, QuestionKind::Stage) => {
                let chance = self.survey.chance(text);
                add_stage(&mut self.done, &known.stages(), text, chance)
            }
            (Answer::Add, QuestionKind::Option { is_open: true }) => {
                Resolution::Value(Value::text(text))
            }
            (Answer::Add, QuestionKind::Reference(kinds)) => {
                match self.add_record(occurrence, kinds, text, new_id) {
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
        &mut self,
        occurrence: &Occurrence,
        kinds: &[RecordKind],
        text: &str,
        new_id: NewId<'_>,
    ) -> Option<RecordId> {
        let kind = self.survey.subject().kind();
        let target = *kinds.first()?;
        let slot = &occurrence.slot;
        let is_person = wants_person(kind, slot);
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
                let of = if is_person { "person" } else { "company" };
                vec![
                    (Key::one(customer::KIND), Value::text(of)),
                    (Key::one(customer::NAME), name),
                ]
            }
            _ => return None,
        };
        let twin = (target, is_person, slot.is_by_id, text.into());
        if let Some(twin) = self.twins.get(&twin) {
            return Some(*twin);
        }
        if slot.is_by_id {
            let system = self.survey.source().system().unwrap_or("id");
            let external = Key::of(crate::domain::field::EXTERNAL_IDS, system);
            fields.push((external, Value::text(text)));
        }
        fields.sort_by(|a, b| a.0.cmp(&b.0));
        let id = new_id(target);
        self.twins.insert(twin, id);
        self.done.records.push(NewRecord { id, fields });
        Some(id)
    }
}

/// What somebody said, and what happens with what was asked and not answered.
pub fn answered(questions: &[Question], answers: &Answers) -> Answers {
    let mut all: Answers = questions
        .iter()
        .map(|question| {
            let name = (question.field.clone(), question.text.clone());
            (name, question.default.clone())
        })
        .collect();
    all.extend(answers.clone());
    all
}

/// The path by which questions and answers name a field.
pub(super) fn path(kind: RecordKind, occurrence: &Occurrence) -> String {
    crate::exchange::target::Target::Slot(occurrence.slot.clone()).path(kind)
}

/// What happens with a name unless somebody says otherwise.
pub(super) fn default(
    question: QuestionKind,
    options: &ImportOptions,
    suggestions: &[Suggestion],
) -> Answer {
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

/// The chance of a stage of which nothing is known, in percent.
const CHANCE_UNKNOWN: f64 = 30.0;

/// Adds a stage among the open ones by its chance, so that deals still go from left to right: what
/// the file says of it, else what stages of that name usually have.
fn add_stage(
    done: &mut Resolutions,
    stages: &[Stage],
    text: &str,
    chance: Option<f64>,
) -> Resolution {
    let Some(pipeline) = done.pipeline else {
        return Resolution::Text;
    };
    let mut id = key_of(text);
    let mut number = 2;
    while done.categories.contains_key(id.as_str()) {
        id = format!("{}_{number}", key_of(text));
        number += 1;
    }
    let chance = chance
        .or_else(|| usual_chance(text).map(f64::from))
        .unwrap_or(CHANCE_UNKNOWN);
    let order = place(done, stages, chance);
    let number = |value: f64| Number::from_f64(value).map(Value::Number);
    let values = [
        (0, Some(Value::text(text))),
        (1, number(order)),
        (2, number(chance)),
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

/// Where a new open stage of this chance stands: behind those that have no higher one, and before
/// whatever comes next.
fn place(done: &Resolutions, stages: &[Stage], chance: f64) -> f64 {
    let number = |part: &Part, at| {
        part.value(at)
            .and_then(Value::as_number)
            .map(Number::to_f64)
    };
    let added = done.stages.iter().filter_map(|(_, _, value)| {
        let part = value.as_part()?;
        Some((number(part, 1)?, number(part, 2)?))
    });
    let open = stages.iter().filter(|stage| stage.category() == "open");
    let open: Vec<(f64, f64)> = open
        .map(|stage| (stage.order(), stage.probability()))
        .chain(added)
        .collect();
    let before = open
        .iter()
        .filter(|(_, other)| *other <= chance)
        .map(|(order, _)| *order)
        .fold(f64::NEG_INFINITY, f64::max);
    let after = open.iter().map(|(order, _)| *order);
    let after = after
        .chain(stages.iter().map(Stage::order))
        .filter(|order| *order > before)
        .fold(f64::INFINITY, f64::min);
    match (before.is_finite(), after.is_finite()) {
        (true, true) => (before + after) / 2.0,
        (true, false) => before + 1.0,
        (false, true) => after - 1.0,
        (false, false) => 0.0,
    }
}
