//! The first look at a table: its shape, what its columns hold, whose it seems to be. It goes over
//! the text in steps, so that the caller can draw, stop or cancel between them.
//!
//! What the columns become is suggested by `mapping` from what is found here.

use crate::domain::RecordKind;

use super::Confidence;
use super::column::{ColumnGuess, ColumnKind, ColumnProfile};
use super::mapping::own_export;
use super::shape::{self, Shape};
use super::source::{self, KnownHeaders, Source, SourceGuess};
use super::table::{Batch, ReadOptions, Reader, RowProblem};
use super::target::Subject;

/// The most problems that are kept with their places; all are counted.
const PROBLEMS_MAX: usize = 1_000;

/// What a table is found to be.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// Its shape.
    pub shape: Shape,
    /// Whose it seems to be and what its rows are.
    pub source: SourceGuess,
    /// What each column holds.
    pub guesses: Vec<ColumnGuess>,
    /// How many rows it has, blank ones and those that cannot be read not counted.
    pub rows: u64,
    /// How many rows are malformed.
    pub faults: u64,
    /// The first of them.
    pub problems: Vec<RowProblem>,
}

/// How the rows of a table of this shape and source are read.
pub fn read_options(shape: &Shape, source: &SourceGuess) -> ReadOptions {
    ReadOptions {
        stops_at_blank: source.source.stops_at_blank(),
        ..shape.read_options()
    }
}

/// Inspects a table step by step.
pub struct Inspector<'t> {
    reader: Reader<'t>,
    shape: Shape,
    source: SourceGuess,
    profiles: Vec<ColumnProfile>,
    rows: u64,
    faults: u64,
    problems: Vec<RowProblem>,
}

impl<'t> Inspector<'t> {
    /// Starts with the shape that the text seems to have. Where the kind of its records is known
    /// already, only that is thought of.
    pub fn new(text: &'t str, file_name: &str, kind: Option<RecordKind>) -> Self {
        let known = KnownHeaders::new();
        let shape = shape::detect(text, &|name| known.has(name));
        Self::with_shape(text, file_name, kind, shape)
    }

    /// Starts with a shape that somebody chose.
    pub fn with_shape(
        text: &'t str,
        file_name: &str,
        kind: Option<RecordKind>,
        shape: Shape,
    ) -> Self {
        let source = source::detect(&shape.names, file_name, kind);
        let reader = Reader::new(text, read_options(&shape, &source));
        let profiles = vec![ColumnProfile::new(); shape.names.len()];
        Inspector {
            reader,
            shape,
            source,
            profiles,
            rows: 0,
            faults: 0,
            problems: Vec::new(),
        }
    }

    /// How many columns the table has.
    pub fn columns(&self) -> usize {
        self.profiles.len()
    }

    /// Looks at the next rows; how far it has come, from 0 to 1, or none at the end.
    pub fn step(&mut self, rows_max: usize) -> Option<f64> {
        let batch = self.reader.next_batch(rows_max)?;
        self.see(&batch);
        Some(self.reader.progress())
    }

    fn see(&mut self, batch: &Batch) {
        self.rows += batch.rows().filter(|row| !row.is_empty()).count() as u64;
        for row in batch.records() {
            for (index, profile) in self.profiles.iter_mut().enumerate() {
                profile.see(row.number(), row.cell(index));
            }
        }
        self.faults += batch.problems.len() as u64;
        let room = PROBLEMS_MAX.saturating_sub(self.problems.len());
        self.problems.extend(batch.problems.iter().take(room));
    }

    /// What was found.
    pub fn finish(self) -> Inspection {
        let profiles = self.shape.names.iter().zip(self.profiles);
        let guesses: Vec<ColumnGuess> = profiles
            .map(|(name, profile)| profile.guess(name))
            .collect();
        let mut source = self.source;
        if let Some(subject) = own_export(&self.shape.names, &guesses) {
            (source.source, source.subject) = (Source::Satchel, Some(subject));
            source.confidence = Confidence::Sure;
        }
        // Addresses and numbers are people's, where no header says anything.
        let has = |kind| guesses.iter().any(|guess| guess.kind == kind);
        if source.subject.is_none() && (has(ColumnKind::Email) || has(ColumnKind::Phone)) {
            source.subject = Some(Subject::Person);
        }
        Inspection {
            shape: self.shape,
            source,
            guesses,
            rows: self.rows,
            faults: self.faults,
            problems: self.problems,
        }
    }

    /// Looks at all of it at once.
    pub fn run(mut self) -> Inspection {
        while self.step(1_000).is_some() {}
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;

    #[test]
    fn a_report_is_read_to_its_footer() {
        let text = "\"Opportunity Name\",\"Opportunity Owner\",\"Stage\",\"Amount\"\n\
                    \"One\",\"Ann\",\"Closed Won\",\"5\"\n\"Two\",\"Bo\",\"Prospecting\",\"7\"\n\n\
                    \"Opportunities this year\"\n\"Copyright\"\n";
        let found = Inspector::new(text, "report.csv", None).run();
        assert_eq!(found.source.source, Source::SalesforceReport);
        assert_eq!(found.source.subject, Some(Subject::Deal));
        assert_eq!((found.rows, found.faults), (2, 0));
    }

    #[test]
    fn steps_tell_how_far_it_has_come() {
        let text = format!("name,n\n{}", "a,1\n".repeat(100));
        let mut inspector = Inspector::new(&text, "x.csv", None);
        let mut last = 0.0;
        while let Some(progress) = inspector.step(10) {
            assert!(progress > last);
            last = progress;
        }
        let found = inspector.finish();
        assert_eq!((last, found.rows), (1.0, 100));
        assert_eq!(found.guesses[1].kind, ColumnKind::Integer);
    }
}
