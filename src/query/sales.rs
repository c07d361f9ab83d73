//! How selling goes: how far deals come ([`funnel`]), what is to be expected of those that are open
//! ([`forecast`]), what became of those that are closed and of which ([`outcome`]).
//!
//! Every figure brings the condition behind it: the list of deals under it has exactly as many, and
//! exactly these sums. Amounts of several currencies are never added to each other.

pub mod forecast;
pub mod funnel;
pub mod outcome;
#[cfg(test)]
mod tests;

use super::column::Column;
use super::list::{Query, select};
use super::sum::Summed;
use super::{Filter, Now, Operand, Test};
use crate::domain::money::MoneySums;
use crate::domain::{Currency, Date, Money, RecordId, RecordKind, order};
use crate::workspace::Workspace;
use crate::workspace::columns::Bits;

/// So many deals, and what they come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// How many.
    pub count: usize,
    /// Their amounts, one sum per currency.
    pub amounts: MoneySums,
    /// The same, each by its chance.
    pub weighted: MoneySums,
    /// The condition whose list of deals has so many, with these sums.
    pub condition: Filter,
}

/// Days from one to another, both included; without an end where it is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Window {
    /// The condition that a field lies in it; none where it is open on both sides.
    #[must_use]
    pub fn condition(&self, field: &str) -> Option<Filter> {
        let day = |day: Date| Operand::text(&day.to_string());
        let test = match (self.from, self.to) {
            (Some(from), Some(to)) => Test::Between(day(from), day(to)),
            (Some(from), None) => Test::Gte(day(from)),
            (None, Some(to)) => Test::Lte(day(to)),
            (None, None) => return None,
        };
        Some(Filter::test(field, test))
    }

    const fn of(from: Date, to: Date) -> Self {
        Self {
            from: Some(from),
            to: Some(to),
        }
    }
}

/// A deal has this in a field.
fn is(field: &str, text: &str) -> Filter {
    Filter::test(field, Test::Is(Operand::text(text)))
}

/// A deal takes this path.
fn in_pipeline(pipeline: RecordId) -> Filter {
    is("pipeline", &pipeline.to_string())
}

/// All of the conditions that there are.
fn all<const N: usize>(filters: [Option<Filter>; N]) -> Filter {
    Filter::All(filters.into_iter().flatten().collect())
}

/// The deals under a condition that is always right.
fn selected(workspace: &Workspace, condition: &Filter, now: Now) -> Bits {
    let query = Query::new(RecordKind::Deal).and(condition.clone());
    select(workspace, &query, now).unwrap_or_default()
}

/// How many, and what they come to, without the condition.
#[derive(Clone, Debug, Default)]
struct Tally {
    count: usize,
    amounts: MoneySums,
    weighted: MoneySums,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        other.amounts.iter().for_each(|sum| self.amounts.add(sum));
        other.weighted.iter().for_each(|sum| self.weighted.add(sum));
    }

    fn figure(self, condition: Filter) -> Figure {
        Figure {
            count: self.count,
            amounts: self.amounts,
            weighted: self.weighted,
            condition,
        }
    }
}

/// The tallies of so many slots, of pairs of a row and its slot.
fn tallies(workspace: &Workspace, pairs: &[(u32, u32)], slots: usize, now: Now) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); slots];
    for (_, slot) in pairs {
        if let Some(tally) = tallies.get_mut(*slot as usize) {
            tally.count += 1;
        }
    }
    let sums = |field: &str| {
        let summed = summed(workspace, field, now);
        let totals = summed.map(|summed| summed.totals(pairs.iter().copied(), slots));
        totals.unwrap_or_default()
    };
    let (amounts, weighted) = (sums("amount"), sums("weighted"));
    for ((tally, amounts), weighted) in tallies.iter_mut().zip(amounts).zip(weighted) {
        (tally.amounts, tally.weighted) = (amounts, weighted);
    }
    tallies
}

/// An amount of deals, to be summed.
fn summed(workspace: &Workspace, field: &str, now: Now) -> Option<Summed> {
    let column = Column::find(workspace, RecordKind::Deal, field, now).ok()?;
    Summed::of(field, &column)
}

/// The middle of some numbers: of an even count that between the two in the middle.
fn median(mut numbers: Vec<i64>) -> Option<f64> {
    order::sort(&mut numbers);
    let at = |at: usize| numbers.get(at).copied();
    let middle = numbers.len() / 2;
    if numbers.len() % 2 == 1 {
        return at(middle).map(|one| one as f64);
    }
    let (low, high) = (at(middle.checked_sub(1)?)?, at(middle)?);
    Some((low + high) as f64 / 2.0)
}

/// Sums with that of the workspace's own currency first, the others by the codes of theirs.
#[must_use]
pub fn own_first(sums: &MoneySums, own: Option<Currency>) -> Vec<Money> {
    let (mut first, others): (Vec<Money>, Vec<Money>) =
        sums.iter().partition(|sum| Some(sum.currency()) == own);
    first.extend(others);
    first
}

/// The numbers of a derived column, as whole ones.
fn whole(bits: i64) -> i64 {
    crate::document::value::float_of(bits) as i64
}
