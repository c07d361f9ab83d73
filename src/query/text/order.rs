//! Orders of texts: a rank for each row, made at once or in steps, then kept in step by what is
//! written. What the texts are is [`super`]'s.

use super::{TextSource, Texts};
use crate::domain::RecordKind;
use crate::query::pinyin;
use crate::workspace::Workspace;
use crate::workspace::columns::NONE;
use crate::workspace::derived::{Fields, Source};
use satchel_scan::ByText;
use std::rc::Rc;

/// How many rows are sorted in one step.
const ROWS_AT_ONCE: usize = 16_384;
/// How far apart ranks are at first, so that there is room between them. A power of two to the 22:
/// the digits of the sort's passes, of eleven bits each, then skip it.
const RANK_STEP: i64 = 1 << 22;

/// The order of a field's texts: a rank for each row that has one. Equal texts have equal ranks.
#[derive(Clone, Debug, Default)]
pub(in crate::query) struct TextOrder {
    /// The rows that have a text, by rank.
    rows: Vec<u32>,
    ranks: Vec<i64>,
}

impl TextOrder {
    /// The order of a kind's field.
    pub(in crate::query) fn of(
        workspace: &Workspace,
        kind: RecordKind,
        source: &TextSource,
    ) -> Rc<Self> {
        let texts = Texts::of(workspace, kind, source);
        let rows = workspace.table(kind).rows();
        workspace.derived(
            &Self::name(kind, source),
            0,
            &Self::sources(kind, source),
            || Self::made(&texts, rows),
            |order, written| order.mend(&texts, written),
        )
    }

    /// The order in which people expect a kind's texts: that of the texts, but Han by its sound once
    /// that is known.
    pub(in crate::query) fn collated(
        workspace: &Workspace,
        kind: RecordKind,
        source: &TextSource,
    ) -> Rc<Self> {
        if pinyin::version() == 0 {
            return Self::of(workspace, kind, source);
        }
        let texts = Texts::collated(workspace, kind, source);
        let rows = workspace.table(kind).rows();
        workspace.derived(
            &format!("collation of {source:?} in {}", kind.code()),
            pinyin::version(),
            &Self::sources(kind, source),
            || Self::made(&texts, rows),
            |order, written| order.mend(&texts, written),
        )
    }

    fn name(kind: RecordKind, source: &TextSource) -> String {
        format!("order of {source:?} in {}", kind.code())
    }

    fn sources(kind: RecordKind, source: &TextSource) -> [Source; 1] {
        [Source::new(kind, Fields::of(&[source.field()]))]
    }

    fn made(texts: &Texts, rows: usize) -> Self {
        let plain;
        let arena = if texts.0.changes() == 0 {
            &texts.0
        } else {
            plain = texts.0.plain();
            &plain
        };
        let Some(texts) = arena.texts() else {
            return Self::default();
        };
        let mut sorting = ByText::of(texts);
        while sorting.step(texts, rows) {}
        Self::ranked(sorting.finish(), rows)
    }

    /// The order of rows that are sorted, each with whether its text is another than the one
    /// before.
    fn ranked(sorted: Vec<(u32, bool)>, rows: usize) -> Self {
        let mut ranks = vec![NONE; rows];
        let mut rank = 0;
        for (row, is_new) in &sorted {
            if *is_new {
                rank += RANK_STEP;
            }
            if let Some(slot) = ranks.get_mut(*row as usize) {
                *slot = rank;
            }
        }
        Self {
            rows: sorted.into_iter().map(|(row, _)| row).collect(),
            ranks,
        }
    }

    /// The rank of each row, [`NONE`] where it has no text.
    pub(in crate::query) fn ranks(&self) -> &[i64] {
        &self.ranks
    }

    /// The rows whose text begins so, in order.
    pub(in crate::query) fn beginning<'o>(&'o self, texts: &Texts, start: &str) -> &'o [u32] {
        let start = start.as_bytes();
        let from = self.rows.partition_point(|row| texts.first(*row) < start);
        let rest = self.rows.get(from..).unwrap_or_default();
        let until = rest.partition_point(|row| texts.first(*row).starts_with(start));
        rest.get(..until).unwrap_or_default()
    }

    fn rank(&self, row: u32) -> i64 {
        self.ranks.get(row as usize).copied().unwrap_or(NONE)
    }

    /// Puts rows that were written where they belong now; says whether that could be done.
    fn mend(&mut self, texts: &Texts, written: &[(RecordKind, u32)]) -> bool {
        // Each costs a walk over the order: many are sorted anew.
        let is_few = written.len() < 64;
        if is_few {
            // All are taken out before one is put back: the rest is still in order.
            written.iter().for_each(|(_, row)| self.take(*row));
        }
        is_few && written.iter().all(|(_, row)| self.put(texts, *row))
    }

    /// Takes a row out.
    fn take(&mut self, row: u32) {
        if self.ranks.len() <= row as usize {
            self.ranks.resize(row as usize + 1, NONE);
        }
        let was = self.rank(row);
        if was == NONE {
            return;
        }
        let from = self.rows.partition_point(|other| self.rank(*other) < was);
        let found = self.rows.iter().skip(from).position(|other| *other == row);
        if let Some(at) = found {
            self.rows.remove(from + at);
        }
        self.set_rank(row, NONE);
    }

    /// Puts a row where its text belongs. Says no where there is no room between the ranks of its
    /// neighbours.
    fn put(&mut self, texts: &Texts, row: u32) -> bool {
        let text = texts.first(row);
        let rank = if text.is_empty() {
            NONE
        } else {
            let at = self.rows.partition_point(|other| {
                (texts.first(*other).cmp(text))
                    .then(other.cmp(&row))
                    .is_lt()
            });
            let neighbour = |at: Option<usize>| at.and_then(|at| self.rows.get(at)).copied();
            let (before, after) = (neighbour(at.checked_sub(1)), neighbour(Some(at)));
            let same = [before, after]
                .into_iter()
                .flatten()
                .find(|other| texts.first(*other) == text);
            let rank = match same {
                Some(same) => self.rank(same),
                None => {
                    let low = before.map_or(0, |row| self.rank(row));
                    let high = after.map_or(low + 2 * RANK_STEP, |row| self.rank(row));
                    if high - low < 2 {
                        return false;
                    }
                    low.midpoint(high)
                }
            };
            self.rows.insert(at, row);
            rank
        };
        self.set_rank(row, rank);
        true
    }

    fn set_rank(&mut self, row: u32, rank: i64) {
        if let Some(slot) = self.ranks.get_mut(row as usize) {
            *slot = rank;
        }
    }
}

/// Makes the order of a field's texts some milliseconds at a time, so that the list which first
/// asks for it finds it ready.
pub(in crate::query) struct Ordering {
    kind: RecordKind,
    source: TextSource,
    phase: Phase,
}

/// What comes next.
enum Phase {
    Texts,
    Sorting {
        texts: Rc<Texts>,
        sorting: ByText,
        seen: Vec<u64>,
        rows: usize,
    },
    Done,
}

impl Ordering {
    /// Begins with the order of a kind's field.
    pub(in crate::query) const fn of(kind: RecordKind, source: TextSource) -> Self {
        Self {
            kind,
            source,
            phase: Phase::Texts,
        }
    }

    /// Does one step on the workspace that all steps are done on; says whether there are more.
    pub(in crate::query) fn step(&mut self, workspace: &Workspace) -> bool {
        let Self { kind, source, .. } = self;
        self.phase = match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Texts => {
                let seen = workspace.writes_of(&TextOrder::sources(*kind, source));
                let rows = workspace.table(*kind).rows();
                let texts = Texts::of(workspace, *kind, source);
                match texts.0.texts().map(ByText::of) {
                    Some(sorting) => Phase::Sorting {
                        texts,
                        sorting,
                        seen,
                        rows,
                    },
                    // So many were written to: whoever asks has it made.
                    None => Phase::Done,
                }
            }
            Phase::Sorting {
                texts,
                mut sorting,
                seen,
                rows,
            } => {
                let more = texts.0.texts();
                if more.is_some_and(|texts| sorting.step(texts, ROWS_AT_ONCE)) {
                    Phase::Sorting {
                        texts,
                        sorting,
                        seen,
                        rows,
                    }
                } else {
                    let order = TextOrder::ranked(sorting.finish(), rows);
                    let name = TextOrder::name(*kind, source);
                    workspace.keep_derived(&name, 0, seen, order);
                    Phase::Done
                }
            }
            Phase::Done => Phase::Done,
        };
        !matches!(self.phase, Phase::Done)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::random::Random;
    use crate::domain::{Key, Value, customer};
    use crate::workspace::desk::{Desk, repacked};

    const NAME: TextSource = TextSource::Register(Key::one(customer::NAME));

    fn sorted(order: &TextOrder) -> Vec<u32> {
        let mut rows: Vec<u32> = (0..order.ranks.len() as u32)
            .filter(|row| order.rank(*row) != NONE)
            .collect();
        rows.sort_by_key(|row| (order.rank(*row), *row));
        rows
    }

    #[test]
    fn an_order_kept_in_step_equals_one_made_anew() {
        for seed in 0..20 {
            let mut random = Random::seeded(seed);
            let mut desk = Desk::new();
            let alphabet: Vec<char> = "abÄ王Z ".chars().collect();
            let mut ids = Vec::new();
            for step in 0..120 {
                let name = format!("x{}", random.text(&alphabet, 12));
                if random.below(3) > 0 && !ids.is_empty() {
                    let id = *random.pick(&ids);
                    let _ = desk.tries(&crate::workspace::command::Command::Edit {
                        ids: vec![id],
                        fields: vec![(Key::one(customer::NAME), Some(Value::text(&*name)))],
                        revision: None,
                    });
                } else {
                    ids.push(desk.company(&name));
                }
                if step == 60 {
                    desk.workspace = repacked(&desk.workspace);
                }
                if random.below(3) == 0 {
                    let order = TextOrder::of(&desk.workspace, RecordKind::Customer, &NAME);
                    let texts = Texts::of(&desk.workspace, RecordKind::Customer, &NAME);
                    let anew = TextOrder::made(&texts, ids.len());
                    assert_eq!(order.rows, anew.rows, "seed {seed}, step {step}");
                    assert_eq!(sorted(&order), sorted(&anew), "seed {seed}, step {step}");
                    for pair in order.rows.windows(2) {
                        let is_same = texts.first(pair[0]) == texts.first(pair[1]);
                        assert_eq!(order.rank(pair[0]) == order.rank(pair[1]), is_same);
                    }
                }
            }
        }
    }

    #[test]
    fn an_order_made_in_steps_is_the_same_and_is_kept_in_step() {
        let mut desk = Desk::new();
        let ids: Vec<_> = (0..300)
            .map(|at| desk.company(&format!("Customer {}", at * 7919 % 100)))
            .collect();
        let mut ordering = Ordering::of(RecordKind::Customer, NAME);
        let mut steps = 0;
        while ordering.step(&desk.workspace) {
            steps += 1;
            if steps == 1 {
                // Somebody writes between two steps.
                desk.set(ids[7], customer::NAME, Some(Value::text("Aardvark")));
            }
        }
        assert!(steps > 0);
        let order = TextOrder::of(&desk.workspace, RecordKind::Customer, &NAME);
        let texts = Texts::of(&desk.workspace, RecordKind::Customer, &NAME);
        assert_eq!(order.rows.first(), Some(&7));
        assert_eq!(order.rows, TextOrder::made(&texts, ids.len()).rows);
    }

    #[test]
    fn the_beginning_of_names_is_found_by_halving() {
        let mut desk = Desk::new();
        for name in ["Ännchen", "Bob", "anna", "Annabel", "Zoë"] {
            desk.company(name);
        }
        let texts = Texts::of(&desk.workspace, RecordKind::Customer, &NAME);
        let order = TextOrder::of(&desk.workspace, RecordKind::Customer, &NAME);
        assert_eq!(order.beginning(&texts, "ann"), [2, 3, 0]);
        assert_eq!(order.beginning(&texts, "zz"), [0; 0]);
    }
}
