//! An import from beginning to end: who reads which rows when. Each pass goes in steps, so that
//! the caller can draw, stop or cancel between them; cancelling is dropping.
//!
//! ```text
//! inspect → mapping → survey → questions → resolve → plan (dry run) → again → plan (records)
//! ```

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::domain::{RecordKind, custom_field};
use crate::workspace::Workspace;

use super::draft::Drafter;
use super::plan::{Action, Planner};
use super::question::{Known, NewId, Resolutions};
use super::report::Report;
use super::survey::Survey;
use super::{ImportCounts, ImportOptions, RowDecision, RowPlan};
use crate::exchange::inspect::{Inspection, read_options};
use crate::exchange::mapping::{Mapping, OwnField};
use crate::exchange::table::{ReadOptions, Reader};

/// One file with all that was chosen for it.
#[derive(Clone, Debug)]
pub struct Import<'t> {
    text: &'t str,
    read: ReadOptions,
    mapping: Mapping,
    options: ImportOptions,
    drafter: Drafter,
}

impl<'t> Import<'t> {
    /// Puts together what was found in a text and what was chosen for it.
    pub fn new(
        text: &'t str,
        inspection: &Inspection,
        mapping: Mapping,
        options: ImportOptions,
    ) -> Self {
        let read = read_options(&inspection.shape, &inspection.source);
        let drafter = Drafter::new(&mapping, &options);
        Import {
            text,
            read,
            mapping,
            options,
            drafter,
        }
    }

    /// Begins a report of the rows that are not taken.
    pub fn report(&self, header: &str) -> Report<'t> {
        let names = self.mapping.columns.iter().map(|column| &*column.name);
        Report::new(Reader::new(self.text, self.read), names, header)
    }

    /// Begins the survey.
    pub fn survey(&self) -> SurveyPass<'t> {
        SurveyPass {
            reader: Reader::new(self.text, self.read),
            drafter: self.drafter.clone(),
            survey: Survey::new(&self.mapping),
        }
    }

    /// Begins the dry run.
    pub fn plan(
        &self,
        survey: Rc<Survey>,
        resolutions: Resolutions,
        decisions: BTreeMap<u32, RowDecision>,
    ) -> PlanPass<'t> {
        let (mapping, drafter) = (self.mapping.clone(), self.drafter.clone());
        let mut planner = Planner::new(mapping, drafter, self.options.clone(), survey, resolutions);
        planner.decide(decisions);
        PlanPass {
            reader: Reader::new(self.text, self.read),
            planner,
        }
    }

    /// Begins the pass whose actions count, with what the dry run left.
    pub fn again(&self, mut planner: Planner) -> PlanPass<'t> {
        planner.begin_again();
        PlanPass {
            reader: Reader::new(self.text, self.read),
            planner,
        }
    }
}

/// The pass that collects what a file refers to.
pub struct SurveyPass<'t> {
    reader: Reader<'t>,
    drafter: Drafter,
    survey: Survey,
}

impl SurveyPass<'_> {
    /// Looks at the next rows; how far it has come, or none at the end.
    pub fn step(&mut self, rows_max: usize) -> Option<f64> {
        let batch = self.reader.next_batch(rows_max)?;
        self.survey.see(&batch, &self.drafter);
        Some(self.reader.progress())
    }

    /// What was collected.
    pub fn finish(self) -> Survey {
        self.survey
    }
}

/// The passes that say what becomes of each row.
pub struct PlanPass<'t> {
    reader: Reader<'t>,
    planner: Planner,
}

impl PlanPass<'_> {
    /// Plans the next rows: what becomes of them, and what is to be written for them. None at
    /// the end.
    pub fn step(
        &mut self,
        known: &Known<'_>,
        rows_max: usize,
        new_id: NewId<'_>,
    ) -> Option<(Vec<RowPlan>, Vec<Action>)> {
        let batch = self.reader.next_batch(rows_max)?;
        Some(self.planner.plan(known, &batch, new_id))
    }

    /// How far it has come, from 0 to 1.
    pub fn progress(&self) -> f64 {
        self.reader.progress()
    }

    /// How many rows became what so far.
    pub fn counts(&self) -> ImportCounts {
        self.planner.counts()
    }

    /// Ends the dry run; what it leaves begins the next pass ([`Import::again`]).
    pub fn into_planner(self) -> Planner {
        self.planner
    }

    /// What is to be written before all rows: own fields, records and stages that names need.
    pub fn preface(&self, new_id: NewId<'_>) -> Vec<Action> {
        self.planner.preface(new_id)
    }

    /// What is to be written after all rows, some at a time; none at the end.
    pub fn finish(&mut self, records_max: usize) -> Option<Vec<Action>> {
        self.planner.finish(records_max)
    }
}

/// The user's own fields of a kind.
pub fn own_fields(workspace: &Workspace, kind: RecordKind) -> Vec<OwnField> {
    let table = workspace.table(RecordKind::CustomField);
    table
        .live_rows()
        .filter_map(|row| table.record(row))
        .filter(|record| record.text(custom_field::OBJECT) == kind.code())
        .map(|record| OwnField {
            key: record.text(custom_field::KEY).to_owned(),
            label: record.text(custom_field::LABEL).to_owned(),
            of: record.text(custom_field::TYPE).to_owned(),
            target: record.text(custom_field::TARGET).to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
