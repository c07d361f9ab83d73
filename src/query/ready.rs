//! What a list shows before anybody asked anything of it: all records by name. Their order takes long
//! to make, so it is made some milliseconds at a time; when that is done is left to the session.

use super::column::Keys;
use super::sort::Order;
use super::stamp::IdOrder;
use super::text::{Ordering, TextOrder, TextSource, Texts};
use crate::domain::RecordKind;
use crate::workspace::Workspace;

/// The live rows of a kind by name, as [`super::run`] gives them. A program that shows no other list
/// needs nothing else of the queries.
#[must_use]
pub fn by_name(workspace: &Workspace, kind: RecordKind) -> Vec<u32> {
    let order = TextOrder::collated(workspace, kind, &TextSource::names(kind));
    let order = Order::by(workspace, kind, vec![(Keys::Order(order), false)]);
    order.sorted(workspace.table(kind).live_bits().list(), None)
}

/// Makes ready what a list of a kind by name needs.
pub struct ByName {
    kind: RecordKind,
    source: TextSource,
    names: Ordering,
    steps: usize,
}

impl ByName {
    /// Begins with a kind.
    #[must_use]
    pub fn of(kind: RecordKind) -> Self {
        let source = TextSource::names(kind);
        Self {
            kind,
            names: Ordering::of(kind, source.clone()),
            source,
            steps: 0,
        }
    }

    /// Does one step; says whether there are more. All are to be done on the same workspace, which
    /// may be written to meanwhile.
    pub fn step(&mut self, workspace: &Workspace) -> bool {
        self.steps += 1;
        match self.steps {
            1 => drop(IdOrder::of(workspace, self.kind)),
            // Kept, so that the next step finds them.
            2 => drop(Texts::of(workspace, self.kind, &self.source)),
            _ => return self.names.step(workspace),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::Date;
    use crate::domain::random::Random;
    use crate::query::{Query, Sort, run};
    use crate::workspace::command::Command;
    use crate::workspace::desk::{Desk, repacked};

    #[test]
    fn all_by_name_are_what_a_query_by_name_finds() {
        let today = Date::parse("2024-06-01").unwrap();
        let mut compared = 0;
        for seed in 0..40 {
            let mut random = Random::seeded(seed);
            let mut desk = Desk::new();
            let mut ids = Vec::new();
            for step in 0..random.below(120) {
                ids.push(desk.company(&format!("n{}", random.below(30))));
                let id = *random.pick(&ids);
                if random.below(4) == 0 {
                    drop(desk.tries(&Command::Trash { ids: vec![id] }));
                }
                if step == 40 {
                    desk.workspace = repacked(&desk.workspace);
                }
            }
            let kind = RecordKind::Customer;
            let query = Query {
                sort: Sort::parse("name").unwrap(),
                ..Query::new(kind)
            };
            let asked = run(&desk.workspace, &query, today).unwrap();
            assert_eq!(by_name(&desk.workspace, kind), asked.rows, "seed {seed}");
            compared += asked.rows.len();
        }
        assert!(compared > 500, "{compared} rows");
    }
}
