//! The first look at a whole file: which names it refers to and how often, which records it
//! names itself, and which of these come twice. Questions and the plan are made from it.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::domain::field::Options;
use crate::domain::{FieldIx, RecordKind, Type, Value, customer, deal};

use super::compose::compose_name;
use super::draft::{Draft, Drafter, Wish};
use super::index::{Word, words_of};
use crate::exchange::mapping::Mapping;
use crate::exchange::source::Source;
use crate::exchange::table::Batch;
use crate::exchange::target::{Slot, Subject};

/// What a name stands for: the field, the named value of its part, and whether it is an id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Group {
    /// The field.
    pub field: FieldIx,
    /// The key, where it is an own field.
    pub own: Option<Arc<str>>,
    /// The named value of its part.
    pub part: Option<u8>,
    /// Whether ids stand there rather than names.
    pub is_by_id: bool,
}

impl Group {
    /// The group that a slot belongs to.
    pub fn of(slot: &Slot) -> Group {
        Group {
            field: slot.field,
            own: slot.own_key().and(slot.element.clone()),
            part: slot.part,
            is_by_id: slot.is_by_id,
        }
    }
}

/// How a name occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The slot, of the first time.
    pub slot: Slot,
    /// What it must be.
    pub of: Type,
    /// The column, of the first time.
    pub column: usize,
    /// In how many rows.
    pub rows: u32,
    /// The first of them.
    pub first_row: u32,
}

impl Occurrence {
    /// The first time, in a row.
    pub fn first(wish: &Wish, row: u32) -> Occurrence {
        Occurrence {
            slot: wish.slot.clone(),
            of: wish.of,
            column: wish.column,
            rows: 1,
            first_row: row,
        }
    }

    /// The kinds of record it refers to; empty where it is no reference.
    pub fn refers_to(&self) -> &'static [RecordKind] {
        match self.of {
            Type::Ref(kinds) => kinds,
            _ => &[],
        }
    }

    /// The options it takes, where it is a choice.
    pub fn options(&self) -> Option<Options> {
        match self.of {
            Type::Choice(options) => Some(options),
            _ => None,
        }
    }
}

/// What a whole file refers to and names.
#[derive(Clone, Debug)]
pub struct Survey {
    subject: Subject,
    source: Source,
    /// In the order of the alphabet, as they are asked and made.
    names: BTreeMap<Group, BTreeMap<Box<str>, Occurrence>>,
    /// What deals of a stage say of their chance: the sum in percent, and how many say it.
    chances: BTreeMap<Box<str>, (f64, u32)>,
    own: HashSet<Word>,
    repeated: HashSet<Word>,
    rows: u64,
}

impl Survey {
    /// Starts with nothing seen.
    pub fn new(mapping: &Mapping) -> Self {
        Survey {
            subject: mapping.subject,
            source: mapping.source,
            names: BTreeMap::new(),
            chances: BTreeMap::new(),
            own: HashSet::new(),
            repeated: HashSet::new(),
            rows: 0,
        }
    }

    /// Looks at the rows of a batch.
    pub fn see(&mut self, batch: &Batch, drafter: &Drafter) {
        self.rows += batch.rows().filter(|row| !row.is_empty()).count() as u64;
        for row in batch.records() {
            let draft = drafter.read(&row, None);
            for wish in &draft.wishes {
                self.count(wish, draft.row);
            }
            self.note_chance(&draft);
            self.enlist(&draft);
        }
    }

    fn count(&mut self, wish: &Wish, row: u32) {
        let names = self.names.entry(Group::of(&wish.slot)).or_default();
        if let Some(known) = names.get_mut(wish.text.as_str()) {
            known.rows += 1;
            return;
        }
        names.insert(wish.text.as_str().into(), Occurrence::first(wish, row));
    }

    fn note_chance(&mut self, draft: &Draft) {
        let kind = self.subject.kind();
        let is_chance = |slot: &Slot| kind == RecordKind::Deal && slot.field == deal::PROBABILITY;
        let stage = draft.wishes.iter().find(|wish| wish.slot.is_stage(kind));
        let chance = draft.values.iter().find(|(slot, _)| is_chance(slot));
        if let (Some(stage), Some((_, Value::Number(chance)))) = (stage, chance) {
            let (sum, count) = self.chances.entry(stage.text.as_str().into()).or_default();
            (*sum, *count) = (*sum + chance.to_f64(), *count + 1);
        }
    }

    /// The chance that deals of a stage have in the file, in percent; none where it says nothing.
    pub fn chance(&self, stage: &str) -> Option<f64> {
        let (sum, count) = self.chances.get(stage)?;
        Some((sum / f64::from(*count)).clamp(0.0, 100.0).round())
    }

    /// Notes the words by which the row's own record will be known.
    fn enlist(&mut self, draft: &Draft) {
        let kind = self.subject.kind();
        let fields = compose_name(self.subject, draft);
        let fields: Vec<_> = fields.iter().map(|(key, value)| (key, value)).collect();
        for (word, _) in words_of(kind, &fields) {
            if !self.own.insert(word) {
                self.repeated.insert(word);
            }
        }
    }

    /// How many rows were seen.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Who wrote the file.
    pub fn source(&self) -> Source {
        self.source
    }

    /// What the rows are.
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// The names of each group, in order.
    pub fn names(&self) -> impl Iterator<Item = (&Group, &str, &Occurrence)> {
        self.names.iter().flat_map(|(group, names)| {
            names
                .iter()
                .map(move |(text, occurrence)| (group, &**text, occurrence))
        })
    }

    /// Whether the file itself has a record with this word.
    pub fn has(&self, word: Word) -> bool {
        self.own.contains(&word)
    }

    /// Whether several rows have this word.
    pub fn is_repeated(&self, word: Word) -> bool {
        self.repeated.contains(&word)
    }

    /// The kinds of record that its names refer to, with that of its rows.
    pub fn kinds(&self) -> Vec<RecordKind> {
        let kind = self.subject.kind();
        let mut kinds = vec![kind];
        for names in self.names.values() {
            let first = names.values().next();
            kinds.extend(first.into_iter().flat_map(Occurrence::refers_to));
        }
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

/// Whether a reference is rather to a person than to a company.
pub(super) fn wants_person(kind: RecordKind, slot: &Slot) -> bool {
    match kind {
        RecordKind::Customer => slot.field == customer::REPORTS_TO,
        RecordKind::Deal => slot.field == crate::domain::deal::PEOPLE,
        RecordKind::Activity => slot.field == crate::domain::activity::PARTICIPANTS,
        _ => false,
    }
}
