//! What becomes of each row, and the records themselves.
//!
//! A planner goes over the file twice: first only to tell, then giving records and edits. Both
//! times it decides alike; the second time it knows which rows become records, so that no row
//! refers to one that does not. Packing what it gives is left to `stage`. Over 600 lines,
//! since what becomes of a row is one decision with many sides.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::domain::field::{self, EXTERNAL_IDS, OWNER, UNRESOLVED};
use crate::domain::problem::quoted;
use crate::domain::{
    Key, Number, Part, RecordId, RecordKind, Rule, Type, Value, custom_field, customer, deal,
};

use super::compose::{self, Fields};
use super::difference::{differences, fields_of, is_alike};
use super::draft::{Draft, Drafter, Wish};
use super::index::{Word, words_of};
use super::question::{Known, NewId, Resolution, Resolutions};
use super::survey::{Group, Survey};
use super::{
    Evidence, ImportCounts, ImportOptions, ImportProblem, NewRecord, OnDuplicate, Outcome,
    RowDecision, RowPlan, Wrong,
};
use crate::exchange::mapping::Mapping;
use crate::exchange::table::{Batch, Row, RowFault, RowProblem};
use crate::exchange::target::{Slot, Target};
use crate::workspace::input;

/// What is to be written for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A record is made.
    Create(NewRecord),
    /// Fields of a record that is there are written; none takes a value away.
    Update {
        /// The record.
        id: RecordId,
        /// The fields.
        fields: Vec<(Key, Option<Value>)>,
    },
}

/// A record that an earlier row of the file makes.
#[derive(Clone, Copy, Debug)]
struct Planned {
    id: RecordId,
    row: u32,
}

/// Plans the rows of one file.
pub struct Planner {
    mapping: Mapping,
    drafter: Drafter,
    options: ImportOptions,
    decisions: BTreeMap<u32, RowDecision>,
    survey: Rc<Survey>,
    resolutions: Resolutions,
    /// Records that rows of this pass make, by their words.
    planned: HashMap<Word, Planned>,
    /// Ids given to records of rows that others referred to before they came.
    promised: HashMap<Word, RecordId>,
    /// The records that the first pass made, by their words; none during that pass.
    made: Option<HashMap<Word, Planned>>,
    /// Records that later rows of the file may add to.
    held: BTreeMap<RecordId, Fields>,
    counts: ImportCounts,
    /// The own fields that a new record must have, once that was asked.
    required: Option<Vec<String>>,
}

/// What one row says, resolved.
struct Resolved {
    fields: Fields,
    /// Names kept as text, by field.
    texts: Vec<(String, String)>,
    /// Texts that name a deal which has no name.
    names: [String; 3],
    problems: Vec<(Option<usize>, Option<String>, Rule)>,
}

impl Planner {
    /// Prepares a plan.
    pub fn new(
        mapping: Mapping,
        drafter: Drafter,
        options: ImportOptions,
        survey: Rc<Survey>,
        resolutions: Resolutions,
    ) -> Self {
        Planner {
            mapping,
            drafter,
            options,
            decisions: BTreeMap::new(),
            survey,
            resolutions,
            planned: HashMap::new(),
            promised: HashMap::new(),
            made: None,
            held: BTreeMap::new(),
            counts: ImportCounts::default(),
            required: None,
        }
    }

    /// Sets what was decided for single rows, by their numbers.
    pub fn decide(&mut self, decisions: BTreeMap<u32, RowDecision>) {
        self.decisions = decisions;
    }

    /// How many rows became what so far.
    pub fn counts(&self) -> ImportCounts {
        self.counts
    }

    /// Ends the first pass: the next one goes over the file again and gives the same.
    pub fn begin_again(&mut self) {
        self.made = Some(std::mem::take(&mut self.planned));
        self.promised.clear();
        self.held.clear();
        self.counts = ImportCounts::default();
    }

    /// What the import makes before any row: own fields, records and stages that names need.
    pub fn preface(&self, new_id: NewId<'_>) -> Vec<Action> {
        let kind = self.mapping.kind();
        let mut actions = Vec::new();
        for (order, new) in (0u32..).zip(self.mapping.new_fields()) {
            let mut fields = vec![
                (Key::one(custom_field::OBJECT), Value::text(kind.code())),
                (Key::one(custom_field::KEY), Value::text(new.key.as_str())),
                (
                    Key::one(custom_field::LABEL),
                    Value::text(new.label.chars().take(120).collect::<String>()),
                ),
                (Key::one(custom_field::TYPE), Value::text(new.of)),
            ];
            if !new.target.is_empty() {
                fields.push((Key::one(custom_field::TARGET), Value::text(new.target)));
            }
            fields.extend(number(order).map(|order| (Key::one(custom_field::ORDER), order)));
            for (place, option) in (1u32..).zip(&new.options) {
                let name = Value::text(option.chars().take(60).collect::<String>());
                let part = Part::new(
                    [Some((0, name)), number(place).map(|place| (1, place))]
                        .into_iter()
                        .flatten(),
                );
                fields.push((
                    Key::of(custom_field::OPTIONS, place.to_string()),
                    Value::Part(part),
                ));
            }
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            let id = new_id(RecordKind::CustomField);
            actions.push(Action::Create(NewRecord { id, fields }));
        }
        actions.extend(self.resolutions.records.iter().cloned().map(Action::Create));
        let mut stages: BTreeMap<RecordId, Vec<(Key, Option<Value>)>> = BTreeMap::new();
        for (pipeline, key, value) in &self.resolutions.stages {
            stages
                .entry(*pipeline)
                .or_default()
                .push((key.clone(), Some(value.clone())));
        }
        actions.extend(
            stages
                .into_iter()
                .map(|(id, fields)| Action::Update { id, fields }),
        );
        actions
    }

    /// Plans the rows of a batch. Plans and, in their order, what is to be written for them; the
    /// first pass makes no records.
    pub fn plan(
        &mut self,
        known: &Known<'_>,
        batch: &Batch,
        new_id: NewId<'_>,
    ) -> (Vec<RowPlan>, Vec<Action>) {
        let (mut plans, mut actions) = (Vec::new(), Vec::new());
        for problem in batch
            .problems
            .iter()
            .filter(|problem| problem.fault.is_row_lost())
        {
            self.counts.add(&Outcome::Problem);
            plans.push(RowPlan {
                row: problem.row,
                name: String::new(),
                outcome: Outcome::Problem,
                problems: vec![of_fault(problem)],
            });
        }
        for row in batch.rows().filter(|row| !row.is_empty()) {
            let faults: Vec<&RowProblem> = batch
                .problems
                .iter()
                .filter(|problem| problem.row == row.number())
                .collect();
            let (plan, action) = self.plan_row(known, &row, &faults, new_id);
            self.counts.add(&plan.outcome);
            plans.push(plan);
            actions.extend(action);
        }
        plans.sort_by_key(|plan| plan.row);
        (plans, actions)
    }

    /// What was held back for later rows, at the end of the file; none where nothing is left.
    pub fn finish(&mut self, records_max: usize) -> Option<Vec<Action>> {
        let mut actions = Vec::new();
        while actions.len() < records_max
            && let Some((id, fields)) = self.held.pop_first()
        {
            actions.push(Action::Create(NewRecord {
                id,
                fields: fields.into_iter().collect(),
            }));
        }
        (!actions.is_empty()).then_some(actions)
    }

    fn plan_row(
        &mut self,
        known: &Known<'_>,
        row: &Row<'_>,
        faults: &[&RowProblem],
        new_id: NewId<'_>,
    ) -> (RowPlan, Option<Action>) {
        let decision = self.decisions.get(&row.number()).cloned();
        let mut draft = self.drafter.read(row, decision.as_ref());
        let decision = decision.unwrap_or_default();
        let leaves_empty = self.options.leaves_empty || decision.leaves_empty;
        let mut plan = RowPlan {
            row: draft.row,
            name: String::new(),
            outcome: Outcome::Problem,
            problems: faults.iter().map(|problem| of_fault(problem)).collect(),
        };
        if draft.is_deleted {
            plan.outcome = Outcome::Deleted;
            return (plan, None);
        }
        let resolved = self.resolve(known, &mut draft, new_id);
        let mut fields = resolved.fields;
        plan.problems.extend(
            draft
                .problems
                .iter()
                .map(|(column, rule)| self.problem(&draft, Some(*column), None, rule.clone())),
        );
        let unfulfilled = resolved.problems.into_iter();
        plan.problems.extend(
            unfulfilled.map(|(column, field, rule)| self.problem(&draft, column, field, rule)),
        );
        for (field, text) in &resolved.texts {
            let key = Key::of(UNRESOLVED, field.as_str());
            // Of a list, all that is not known is kept.
            let before = fields.get(&key).and_then(Value::as_text);
            let text = before.map_or_else(|| text.clone(), |before| format!("{before}; {text}"));
            fields.insert(key, Value::text(text));
        }
        let names: Vec<&str> = resolved.names.iter().map(String::as_str).collect();
        // What the row itself says; what follows from it is for new records.
        let stated: Vec<Key> = fields.keys().cloned().collect();
        let mut full = fields;
        compose::fix(self.mapping.subject, &mut full);
        compose::name(self.mapping.subject, &mut full, &names);
        plan.name = name_of(self.mapping.kind(), &full);
        let is_rejected = plan.problems.iter().any(|problem| match &problem.what {
            // A sum is taken for a record only where somebody says so of this very row.
            Wrong::Row(RowFault::Sum) => !decision.leaves_empty,
            Wrong::Row(fault) => !leaves_empty || fault.is_row_lost(),
            Wrong::Value(_) => !leaves_empty,
        });
        if is_rejected {
            return (plan, None);
        }
        let words = words_of(self.mapping.kind(), &full.iter().collect::<Vec<_>>());
        let action = match self.match_record(known, &draft, &words) {
            None => self.create(known, &draft, full, &words, &mut plan, new_id),
            Some(found) => {
                let row = Stated {
                    fields: self.stated_fields(&stated, &full),
                    full,
                    words,
                };
                self.meet(known, &draft, row, found, &decision, &mut plan, new_id)
            }
        };
        (plan, action)
    }

    fn problem(
        &self,
        draft: &Draft,
        column: Option<usize>,
        field: Option<String>,
        rule: Rule,
    ) -> ImportProblem {
        let of_column = || {
            let target = self.mapping.columns.get(column?)?.target.as_ref()?;
            Some(target.path(self.mapping.kind()))
        };
        ImportProblem {
            row: draft.row,
            line: draft.line,
            column,
            field: field.or_else(of_column),
            what: Wrong::Value(rule),
        }
    }

    /// Fulfils the wishes of a row and puts its values together.
    fn resolve(&mut self, known: &Known<'_>, draft: &mut Draft, new_id: NewId<'_>) -> Resolved {
        let kind = self.mapping.kind();
        let mut values: Vec<(Slot, Value)> = std::mem::take(&mut draft.values);
        let mut texts: Vec<(bool, Slot, String)> = Vec::new();
        let mut problems = Vec::new();
        let mut names = [const { String::new() }; 3];
        // References by id come last and so win over those by name.
        let (by_name, by_id): (Vec<&Wish>, Vec<&Wish>) =
            draft.wishes.iter().partition(|wish| !wish.slot.is_by_id);
        for wish in by_name.into_iter().chain(by_id) {
            if kind == RecordKind::Deal && !wish.slot.is_by_id {
                match wish.slot.field {
                    deal::CUSTOMER => names[0].clone_from(&wish.text),
                    deal::LINES => names[1].clone_from(&wish.text),
                    _ => {}
                }
            }
            let resolution = match self.resolutions.of(&Group::of(&wish.slot), &wish.text) {
                Some(resolution) => resolution.clone(),
                None => known
                    .find_late(&self.survey, wish)
                    .unwrap_or(Resolution::Text),
            };
            match resolution {
                Resolution::Value(value) => values.push((wish.slot.clone(), value)),
                Resolution::Own(word) => match self.promise(word, kind, new_id) {
                    Some(id) => values.push((wish.slot.clone(), Value::Ref(id))),
                    None => texts.push((wish.slot.is_by_id, wish.slot.clone(), wish.text.clone())),
                },
                Resolution::Text => {
                    texts.push((wish.slot.is_by_id, wish.slot.clone(), wish.text.clone()));
                }
                Resolution::Empty => {}
                Resolution::Reject => {
                    let value = quoted(&wish.text);
                    let rule = if matches!(wish.of, Type::Ref(_)) {
                        Rule::NoSuchRecord { value }
                    } else {
                        Rule::NotAnOption { value }
                    };
                    let path = Target::Slot(wish.slot.clone()).path(kind);
                    problems.push((Some(wish.column), Some(path), rule));
                }
            }
        }
        // What one column could not say, another of the same field may have said.
        let has_value = |slot: &Slot| {
            values.iter().any(|(other, _)| {
                other.field == slot.field
                    && other.element == slot.element
                    && other.part == slot.part
            })
        };
        let texts: Vec<(String, String)> = texts
            .into_iter()
            .filter(|(_, slot, _)| !has_value(slot))
            .map(|(is_by_id, slot, text)| {
                let name = slot.unresolved_key(kind);
                (if is_by_id { format!("{name}_id") } else { name }, text)
            })
            .collect();
        let external = values.iter().find(|(slot, _)| slot.field == EXTERNAL_IDS);
        if let Some(id) = external.and_then(|(_, value)| value.as_text()) {
            names[2] = id.to_owned();
        }
        if !names[0].is_empty() && !names[1].is_empty() {
            names[2].clear();
        }
        let fields = compose::assemble(kind, values, std::mem::take(&mut draft.members));
        Resolved {
            fields,
            texts,
            names,
            problems,
        }
    }

    /// The id that the record of a row of this file has or will have.
    fn promise(&mut self, word: Word, kind: RecordKind, new_id: NewId<'_>) -> Option<RecordId> {
        if self
            .made
            .as_ref()
            .is_some_and(|made| !made.contains_key(&word))
        {
            return None;
        }
        if let Some(planned) = self.planned.get(&word) {
            return Some(planned.id);
        }
        Some(*self.promised.entry(word).or_insert_with(|| new_id(kind)))
    }

    /// The fields that the row itself says. The name of a person follows from its parts, so it
    /// changes with them.
    fn stated_fields(&self, stated: &[Key], full: &Fields) -> Fields {
        let is_part = |key: &Key| matches!(key.field, customer::GIVEN_NAME | customer::FAMILY_NAME);
        let has_parts = self.mapping.kind() == RecordKind::Customer && stated.iter().any(is_part);
        let name = has_parts.then(|| Key::one(customer::NAME));
        let keys = stated.iter().cloned().chain(name);
        keys.filter_map(|key| full.get(&key).cloned().map(|value| (key, value)))
            .collect()
    }

    /// Finds the record that a row is.
    fn match_record(
        &self,
        known: &Known<'_>,
        draft: &Draft,
        words: &[(Word, Option<Evidence>)],
    ) -> Option<Found> {
        let kind = self.mapping.kind();
        if let Some(id) = draft.id.filter(|id| known.workspace.live(*id).is_some()) {
            return Some(Found {
                id,
                of_row: None,
                evidence: Evidence::Id,
            });
        }
        let index = known.indexes.get(&kind);
        for (word, evidence) in words {
            let Some(evidence) = *evidence else { continue };
            // Two rows of our own export are two records, however alike they are.
            let is_it = |planned: &&Planned| draft.id.is_none_or(|id| id == planned.id);
            if let Some(planned) = self.planned.get(word).filter(is_it) {
                return Some(Found {
                    id: planned.id,
                    of_row: Some(planned.row),
                    evidence,
                });
            }
            if let Some(id) = index.and_then(|index| index.find(*word)) {
                return Some(Found {
                    id,
                    of_row: None,
                    evidence,
                });
            }
        }
        None
    }

    /// Makes the record of a row that is none which is there.
    fn create(
        &mut self,
        known: &Known<'_>,
        draft: &Draft,
        mut full: Fields,
        words: &[(Word, Option<Evidence>)],
        plan: &mut RowPlan,
        new_id: NewId<'_>,
    ) -> Option<Action> {
        let kind = self.mapping.kind();
        if kind == RecordKind::Deal {
            self.place_deal(&mut full);
        }
        compose::derive(kind, &mut full, self.options.today);
        let has_owner = matches!(
            kind,
            RecordKind::Customer | RecordKind::Deal | RecordKind::Activity
        );
        let asks_owner = ["owner", "owner_id"]
            .into_iter()
            .any(|name| full.contains_key(&Key::of(UNRESOLVED, name)));
        if let Some(author) = self.options.author {
            if has_owner && !asks_owner {
                full.entry(Key::one(OWNER)).or_insert(Value::Ref(author));
            }
            full.insert(Key::one(field::CREATED_BY), Value::Ref(author));
        }
        for name in compose::missing(kind, &full) {
            plan.problems
                .push(self.problem(draft, None, Some(name.to_owned()), Rule::Required));
        }
        let required = self
            .required
            .get_or_insert_with(|| input::required_own(known.workspace, kind));
        let missing: Vec<String> = required
            .iter()
            .filter(|key| !compose::has_own(&full, key))
            .map(|key| format!("custom.{key}"))
            .collect();
        for path in missing {
            plan.problems
                .push(self.problem(draft, None, Some(path), Rule::Required));
        }
        let is_complete = !plan
            .problems
            .iter()
            .any(|problem| matches!(problem.what, Wrong::Value(Rule::Required)));
        if !is_complete {
            plan.outcome = Outcome::Problem;
            return None;
        }
        let promised = words
            .iter()
            .find_map(|(word, _)| self.promised.get(word).copied());
        let id = draft.id.or(promised).unwrap_or_else(|| new_id(kind));
        full.retain(|_, value| value.as_ref_id() != Some(id));
        for (word, _) in words {
            self.planned
                .entry(*word)
                .or_insert(Planned { id, row: draft.row });
        }
        // A duplicate that is made all the same keeps what happens to it.
        if !matches!(plan.outcome, Outcome::Duplicate { .. }) {
            plan.outcome = Outcome::New;
        }
        if words.iter().any(|(word, _)| self.survey.is_repeated(*word)) {
            self.held.insert(id, full);
            return None;
        }
        // The first pass only tells.
        self.made.as_ref()?;
        let fields = full.into_iter().collect();
        Some(Action::Create(NewRecord { id, fields }))
    }

    /// Gives a new deal its pipeline and stage, and the day it closed.
    fn place_deal(&self, fields: &mut Fields) {
        if let Some(pipeline) = self.resolutions.pipeline {
            fields
                .entry(Key::one(deal::PIPELINE))
                .or_insert(Value::Ref(pipeline));
        }
        if let Some(stage) = &self.resolutions.first_stage {
            fields
                .entry(Key::one(deal::STAGE))
                .or_insert_with(|| Value::text(&**stage));
        }
        compose::close(fields, self.category(fields));
    }

    fn category(&self, fields: &Fields) -> &str {
        let stage = fields.get(&Key::one(deal::STAGE)).and_then(Value::as_text);
        stage
            .and_then(|stage| self.resolutions.categories.get(stage))
            .map_or("open", String::as_str)
    }

    /// Compares a row with the record that it is or looks like.
    #[allow(clippy::too_many_arguments)]
    fn meet(
        &mut self,
        known: &Known<'_>,
        draft: &Draft,
        row: Stated,
        found: Found,
        decision: &RowDecision,
        plan: &mut RowPlan,
        new_id: NewId<'_>,
    ) -> Option<Action> {
        let Found {
            id,
            of_row,
            evidence,
        } = found;
        let Stated {
            mut fields,
            full,
            words,
        } = row;
        let policy = decision.on_conflict.unwrap_or(self.options.on_conflict);
        if self.mapping.kind() == RecordKind::Deal && fields.contains_key(&Key::one(deal::STAGE)) {
            let category = self.category(&fields).to_owned();
            compose::close(&mut fields, &category);
        }
        let held = self.held.get(&id);
        let record = known.workspace.record(id);
        let before: Fields = match (held, record.as_deref()) {
            (Some(held), _) => held.clone(),
            (None, Some(record)) => fields_of(record),
            (None, None) => Fields::new(),
        };
        let changes = differences(self.mapping.kind(), &before, &fields, policy);
        let is_sure = matches!(evidence, Evidence::Id | Evidence::Key);
        if changes.is_empty() {
            plan.outcome = Outcome::Same { id };
            return None;
        }
        if is_sure && of_row.is_none() {
            let written = changes
                .iter()
                .map(|change| (change.key.clone(), change.after.clone()));
            let action = Action::Update {
                id,
                fields: written.collect(),
            };
            plan.outcome = Outcome::Changed { id, changes };
            return Some(action);
        }
        let usual = if is_sure || is_alike(self.mapping.kind(), &before, &full, evidence) {
            self.options.on_duplicate
        } else {
            OnDuplicate::Create
        };
        let mut action = decision.on_duplicate.unwrap_or(usual);
        // A record that this import has given away already takes nothing more: a row whose
        // correction made it a duplicate becomes a record of its own, and nothing is lost.
        if action == OnDuplicate::Update && of_row.is_some() && held.is_none() {
            action = OnDuplicate::Create;
        }
        let written: Vec<(Key, Option<Value>)> = changes
            .iter()
            .map(|change| (change.key.clone(), change.after.clone()))
            .collect();
        plan.outcome = Outcome::Duplicate {
            id,
            of_row,
            evidence,
            changes,
            action,
        };
        match action {
            OnDuplicate::Skip => None,
            OnDuplicate::Create => self.create(known, draft, full, &words, plan, new_id),
            OnDuplicate::Update => match self.held.get_mut(&id) {
                Some(held) => {
                    for (key, value) in written {
                        match value {
                            Some(value) => drop(held.insert(key, value)),
                            None => drop(held.remove(&key)),
                        }
                    }
                    None
                }
                None => Some(Action::Update {
                    id,
                    fields: written,
                }),
            },
        }
    }
}

/// What a row says: by itself, with what follows for a new record, and how it may be found.
struct Stated {
    fields: Fields,
    full: Fields,
    words: Vec<(Word, Option<Evidence>)>,
}

/// The record that a row is or looks like.
#[derive(Clone, Copy)]
struct Found {
    id: RecordId,
    of_row: Option<u32>,
    evidence: Evidence,
}

fn number(number: u32) -> Option<Value> {
    Number::from_f64(f64::from(number)).map(Value::Number)
}

fn of_fault(problem: &RowProblem) -> ImportProblem {
    let fault: RowFault = problem.fault;
    ImportProblem {
        row: problem.row,
        line: problem.line,
        column: problem
            .column
            .and_then(|column| usize::try_from(column).ok()?.checked_sub(1)),
        field: None,
        what: Wrong::Row(fault),
    }
}

fn name_of(kind: RecordKind, fields: &Fields) -> String {
    let name = fields
        .get(&Key::one(kind.name_field()))
        .and_then(Value::as_text);
    name.unwrap_or_default().to_owned()
}
