//! All records in memory: what a command would do (`decide`, which may refuse) and what a change
//! does (`apply`, which cannot). No I/O, no clock of its own, no randomness: they are passed in.

#[cfg(test)]
pub(crate) mod any;
pub mod apply;
pub mod arena;
pub mod change;
pub mod clock;
pub mod columns;
pub mod command;
pub mod conflict;
pub mod decide;
pub mod derived;
#[cfg(test)]
pub(crate) mod desk;
pub mod engagement;
pub mod entry;
pub mod feature;
pub mod fold;
pub mod formula;
pub mod hash;
pub mod input;
pub mod invert;
pub mod likeness;
pub mod purchases;
pub mod score_rules;
pub mod scores;
pub mod situation;
pub mod table;
pub mod written;

use crate::domain::order;
use crate::domain::{
    Currency, Record, RecordId, RecordKind, Standing, Value, deal, field, pipeline, settings,
};
use crate::domain::{Key, Part};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use table::Table;

/// All records of one user's data.
pub struct Workspace {
    tables: Vec<Table>,
    /// What a kind without a table answers: nothing.
    nothing: Table,
    derived: derived::Derived,
    scores: RefCell<Option<Rc<scores::CustomerScores>>>,
}

impl Default for Workspace {
    fn default() -> Self {
        Self {
            tables: RecordKind::ALL.into_iter().map(Table::new).collect(),
            nothing: Table::new(RecordKind::Settings),
            derived: derived::Derived::default(),
            scores: RefCell::default(),
        }
    }
}

/// A stage of a pipeline, as deals refer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Its element id in the pipeline.
    pub id: Arc<str>,
    /// Its values, at the places of [`pipeline::STAGE_PARTS`].
    pub part: Part,
}

impl Stage {
    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.part
            .value(0)
            .and_then(Value::as_text)
            .unwrap_or(&self.id)
    }

    fn number(&self, place: u8) -> Option<f64> {
        self.part
            .value(place)
            .and_then(Value::as_number)
            .map(crate::domain::Number::to_f64)
    }

    /// Its place in the pipeline.
    #[must_use]
    pub fn order(&self) -> f64 {
        self.number(1).unwrap_or_default()
    }

    /// Its chance in percent.
    #[must_use]
    pub fn probability(&self) -> f64 {
        self.number(2).unwrap_or_default()
    }

    /// `open`, `won` or `lost`.
    #[must_use]
    pub fn category(&self) -> &str {
        self.part
            .value(3)
            .and_then(Value::as_text)
            .unwrap_or("open")
    }

    /// How a forecast counts the deals here, where that is said.
    #[must_use]
    pub fn forecast_category(&self) -> Option<&str> {
        self.part.value(4).and_then(Value::as_text)
    }

    /// After how many days without a move a deal here is stale.
    #[must_use]
    pub fn rot_days(&self) -> Option<f64> {
        self.number(5)
    }
}

impl Workspace {
    /// The table of a kind.
    #[must_use]
    pub fn table(&self, kind: RecordKind) -> &Table {
        self.tables.get(kind as usize).unwrap_or(&self.nothing)
    }

    pub(crate) fn table_mut(&mut self, kind: RecordKind) -> &mut Table {
        self.tables
            .get_mut(kind as usize)
            .unwrap_or(&mut self.nothing)
    }

    /// All tables, in the order of their kinds.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter()
    }

    /// A record, whatever its standing but gone.
    #[must_use]
    pub fn record(&self, id: RecordId) -> Option<Cow<'_, Record>> {
        let table = self.table(id.kind);
        table
            .record(table.row(id.uuid)?)
            .filter(|record| record.standing() != Standing::Gone)
    }

    /// A live record.
    #[must_use]
    pub fn live(&self, id: RecordId) -> Option<Cow<'_, Record>> {
        self.record(id)
            .filter(|record| record.standing() == Standing::Live)
    }

    /// The name of a record, for people; empty where there is none.
    #[must_use]
    pub fn name(&self, id: RecordId) -> Cow<'_, str> {
        let table = self.table(id.kind);
        match table.row(id.uuid) {
            Some(row) if table.standing(row) != Standing::Gone => {
                table.text(row, id.kind.name_field())
            }
            _ => Cow::Borrowed(""),
        }
    }

    /// The currency of amounts that name none.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        let record = self.record(settings::ID)?;
        Currency::parse(record.text(settings::CURRENCY)).ok()
    }

    /// The region in which telephone numbers without a country code are dialled.
    #[must_use]
    pub fn region(&self) -> String {
        self.record(settings::ID)
            .map(|record| record.text(settings::REGION).to_owned())
            .unwrap_or_default()
    }

    /// The stages of a pipeline, in their order.
    #[must_use]
    pub fn stages(&self, pipeline: RecordId) -> Vec<Stage> {
        let Some(record) = self.record(pipeline) else {
            return Vec::new();
        };
        let mut stages: Vec<Stage> = record
            .elements(pipeline::STAGES)
            .filter_map(|(id, value)| {
                Some(Stage {
                    id: Arc::clone(id),
                    part: value.as_part()?.clone(),
                })
            })
            .collect();
        order::sort_by(&mut stages, |a, b| {
            a.order()
                .total_cmp(&b.order())
                .then_with(|| a.id.cmp(&b.id))
        });
        stages
    }

    /// A stage of a pipeline.
    #[must_use]
    pub fn stage(&self, pipeline: RecordId, id: &str) -> Option<Stage> {
        let record = self.record(pipeline)?;
        let part = record
            .element(pipeline::STAGES, Some(id))?
            .as_part()?
            .clone();
        Some(Stage {
            id: id.into(),
            part,
        })
    }

    /// The first stage of a pipeline that is open, won or lost as the category says.
    #[must_use]
    pub fn stage_like(&self, pipeline: RecordId, category: &str) -> Option<Stage> {
        let mut stages = self.stages(pipeline).into_iter();
        stages.find(|stage| stage.category() == category)
    }

    /// The pipeline that new deals take.
    #[must_use]
    pub fn default_pipeline(&self) -> Option<RecordId> {
        let table = self.table(RecordKind::Pipeline);
        let is_default = table.ints(&Key::one(pipeline::DEFAULT));
        let row = table.live_rows().find(|row| is_default.at(*row) == Some(1));
        match row {
            Some(row) => table.id(row),
            None => self.pipelines().into_iter().next(),
        }
    }

    /// The live pipelines in their order; of those at one place, the one that new deals take first.
    #[must_use]
    pub fn pipelines(&self) -> Vec<RecordId> {
        let table = self.table(RecordKind::Pipeline);
        let orders = table.ints(&Key::one(pipeline::ORDER));
        let is_default = table.ints(&Key::one(pipeline::DEFAULT));
        let mut rows: Vec<u32> = table.live_rows().collect();
        order::sort_by_key(&mut rows, |row| {
            let place = orders.at(*row).unwrap_or_default();
            (place, is_default.at(*row) != Some(1))
        });
        rows.into_iter().filter_map(|row| table.id(row)).collect()
    }

    /// The live deals in a pipeline, or in one of its stages.
    #[must_use]
    pub fn deals_in(&self, pipeline: RecordId, stage: Option<&str>) -> Vec<RecordId> {
        let table = self.table(RecordKind::Deal);
        let pipelines = table.refs(&Key::one(deal::PIPELINE));
        let stages = table.texts(&Key::one(deal::STAGE));
        let is_in = |row: &u32| {
            let is_stage = |stage| stages.at(*row).map(|text| &**text) == Some(stage);
            pipelines.at(*row) == Some(&pipeline) && stage.is_none_or(is_stage)
        };
        let rows = table.live_rows().filter(is_in);
        rows.filter_map(|row| table.id(row)).collect()
    }

    /// The live record of a kind whose name, folded, is this.
    #[must_use]
    pub fn named(&self, kind: RecordKind, name: &str) -> Option<RecordId> {
        let folded = fold::fold(name.trim());
        let table = self.table(kind);
        let row = table
            .live_rows()
            .find(|row| fold::fold(&table.text(*row, kind.name_field())) == folded)?;
        table.id(row)
    }

    /// The owner whom new records get where none is said: the author, if they are here.
    #[must_use]
    pub fn owner(&self, author: Option<RecordId>) -> Option<RecordId> {
        author.filter(|id| self.live(*id).is_some())
    }

    /// The definition of a custom field of a kind by its key: the record that holds it.
    #[must_use]
    pub fn custom_field(&self, kind: RecordKind, key: &str) -> Option<Cow<'_, Record>> {
        use crate::domain::custom_field::{KEY, OBJECT};
        let table = self.table(RecordKind::CustomField);
        let row = table
            .live_rows()
            .find(|row| table.text(*row, OBJECT) == kind.code() && table.text(*row, KEY) == key)?;
        table.record(row)
    }

    /// Whether any record of a kind has a value of a custom field.
    #[must_use]
    pub fn uses_custom_field(&self, kind: RecordKind, key: &str) -> bool {
        let table = self.table(kind);
        let mut is_used = false;
        table.each_element(field::CUSTOM, |row, element, _| {
            is_used |= crate::domain::custom_field::split(element).0 == key
                && table.standing(row) != Standing::Gone;
        });
        is_used
    }

    /// The keys of a kind's custom fields, in their order.
    #[must_use]
    pub fn custom_keys(&self, kind: RecordKind) -> Vec<String> {
        use crate::domain::custom_field::{KEY, OBJECT, ORDER};
        let table = self.table(RecordKind::CustomField);
        let records = table.live_rows().filter_map(|row| table.record(row));
        let mut keys: Vec<_> = records
            .filter(|record| record.text(OBJECT) == kind.code())
            .map(|record| {
                let order = record.value(ORDER).and_then(Value::as_number);
                (order.is_none(), order, record.text(KEY).to_owned())
            })
            .collect();
        order::sort(&mut keys);
        keys.into_iter().map(|(.., key)| key).collect()
    }

    /// The live records with this id in another system: `system` none means any.
    #[must_use]
    pub fn external(
        &self,
        kind: RecordKind,
        system: Option<&str>,
        external_id: &str,
    ) -> Vec<RecordId> {
        let table = self.table(kind);
        // The arena finds the candidates; the records say whether the id is where it belongs.
        let folded = fold::fold(external_id);
        let mut rows = Vec::new();
        table.search(&[folded.as_str()], |row| rows.push(row));
        rows.into_iter()
            .filter(|row| table.standing(*row) == Standing::Live)
            .filter_map(|row| table.record(row))
            .filter(|record| {
                record.elements(field::EXTERNAL_IDS).any(|(name, value)| {
                    system.is_none_or(|system| system == &**name)
                        && value.as_text() == Some(external_id)
                })
            })
            .map(|record| record.id)
            .collect()
    }
}

#[cfg(test)]
mod tests;
