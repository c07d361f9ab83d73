//! A mapping as text, kept for the next file of the same shape: what the rows are on the first
//! line, then a line for each column with its path, the order of its dates and the mark of its
//! numbers. Which text belongs to a file is told by its fingerprint.

use super::{Mapping, MatchReason, OwnField};
use crate::exchange::cell::date::DateOrder;
use crate::exchange::cell::number::DecimalMark;
use crate::exchange::column::ColumnGuess;
use crate::exchange::target::Subject;

/// What stands where nothing is said.
const NONE: &str = "-";

/// The subject that a kept text names.
pub fn subject_of(text: &str) -> Option<Subject> {
    Subject::from_code(text.lines().next()?)
}

impl Mapping {
    /// The text to keep.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n", self.subject.code());
        for ((_, path), column) in self.paths().into_iter().zip(&self.columns) {
            let order = column.date_order.map_or(NONE, DateOrder::code);
            let mark = column.decimal_mark.map_or(NONE, DecimalMark::code);
            let path = path.as_deref().unwrap_or(NONE);
            text.push_str(&format!("{path}\t{order}\t{mark}\n"));
        }
        text
    }

    /// Takes over what was kept. A column whose place is no longer there keeps its suggestion, and
    /// what the values of this file prove is not overruled.
    pub fn recall(&mut self, text: &str, guesses: &[ColumnGuess], own_fields: &[OwnField]) {
        for (index, (line, guess)) in text.lines().skip(1).zip(guesses).enumerate() {
            let mut words = line.split('\t');
            let (Some(path), Some(order), Some(mark)) = (words.next(), words.next(), words.next())
            else {
                continue;
            };
            let Some(column) = self.columns.get(index) else {
                return;
            };
            let (before, reason) = (column.target.clone(), column.reason);
            let path = (path != NONE).then_some(path);
            let is_same = before.map(|target| target.path(self.kind())).as_deref() == path;
            if !is_same {
                // A place that is gone is refused, and nothing is changed.
                let _ = self.choose(index, path, guess, own_fields);
            }
            if let Some(column) = self.columns.get_mut(index) {
                if is_same && reason != MatchReason::Technical {
                    column.percent = 100;
                }
                column.date_order = column.date_order.or(DateOrder::from_code(order));
                column.decimal_mark = column.decimal_mark.or(DecimalMark::from_code(mark));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::exchange::inspect::Inspector;
    use crate::exchange::mapping::{FormatQuestion, suggest};

    #[test]
    fn what_was_chosen_is_there_again_for_the_next_file() {
        let text = "name,birthday,notes about,extra\nAnn,03.04.1980,calls,a\nBo,05/06/1981,b,c\n";
        let found = Inspector::new(text, "people.csv", None).run();
        let suggested = || {
            let (names, subject) = (&found.shape.names, Subject::Person);
            suggest(names, &found.guesses, &found.source, subject, &[])
        };
        let mut mapping = suggested();
        mapping
            .choose(2, Some("tags"), &found.guesses[2], &[])
            .unwrap();
        mapping.choose(3, None, &found.guesses[3], &[]).unwrap();
        mapping.columns[1].date_order = Some(DateOrder::DayMonthYear);
        let kept = mapping.to_text();
        assert_eq!(subject_of(&kept), Some(Subject::Person));
        let mut again = suggested();
        assert!(
            again
                .format_questions()
                .contains(&(1, FormatQuestion::DateOrder))
        );
        again.recall(&kept, &found.guesses, &[]);
        assert_eq!(again.paths(), mapping.paths());
        assert_eq!(again.format_questions(), []);
        let mut other = suggested();
        other.recall("person\nno.such.place\t-\t-\n", &found.guesses, &[]);
        assert_eq!(other.paths(), suggested().paths());
    }
}
