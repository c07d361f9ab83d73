//! What is to be expected of open deals, by the month in which they are expected to close: their sums
//! by category, weighted by chance and by what became of earlier deals, and the band in which the
//! outcome is likely to lie; the quarter against its target; on which few deals a month hangs.
//!
//! Deals that a forecast omits are told by themselves and are in no other figure. How they would fall
//! is drawn in [`draws`], what earlier deals say about chances is [`history`]'s matter.

mod draws;
pub mod history;
mod span;

pub use span::Span;

use super::{Figure, Tally, Window, all, in_pipeline, is, own_first, selected, tallies};
use crate::domain::money::MoneySums;
use crate::domain::{Currency, Date, Key, Money, RecordId, RecordKind, deal, order};
use crate::query::deal::{Chance, OPEN, WON, chances, forecast as categories};
use crate::query::period::Unit;
use crate::query::{Filter, Now, Operand, Test};
use crate::workspace::Workspace;
use draws::{Drawn, Draws};
use history::{History, histories};
use span::Spans;
use std::collections::BTreeMap;

/// How a forecast counts open deals, the surest first; the last is what it leaves out.
pub const CATEGORIES: [&str; 4] = ["commit", "best_case", "pipeline", "omitted"];
/// The categories that are counted.
const COUNTED: usize = 3;
/// The fewest months of a forecast: those of a quarter.
pub const MONTHS_MIN: usize = 3;
/// The most months.
pub const MONTHS_MAX: usize = 24;
/// So many of the largest deals of a month are named.
const LARGEST: usize = 3;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The day that the forecast is seen from: what was expected before it is overdue. Deals are taken
    /// as they are now.
    pub as_of: Date,
    /// The pipeline; all where none is said.
    pub pipeline: Option<RecordId>,
    /// How many months, that of the day among them; from [`MONTHS_MIN`] to [`MONTHS_MAX`].
    pub months: usize,
    /// What the quarter of the day is to bring.
    pub target: Option<Money>,
}

impl Question {
    /// The next six months of all pipelines, from today.
    #[must_use]
    pub const fn new(now: Now) -> Self {
        Self {
            as_of: now.today,
            pipeline: None,
            months: 6,
            target: None,
        }
    }
}

/// What is likely to come of deals, in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Likely {
    /// The mean of all draws.
    pub expected: Money,
    /// Nine of ten draws come to this or more.
    pub low: Money,
    /// Nine of ten draws come to this or less.
    pub high: Money,
}

/// The few deals that most of an amount hangs on, in one currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Largest {
    /// The largest deals, the largest first, with their amounts.
    pub deals: Vec<(RecordId, Money)>,
    /// Their share of the amount of all, 0 to 1.
    pub share: f64,
    /// What the weighted amount of all falls to without the largest.
    pub weighted_without: Money,
}

/// The open deals that are expected to close in a span.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastRow {
    /// The span.
    pub span: Span,
    /// The deals that are counted.
    pub counted: Figure,
    /// The deals by [`CATEGORIES`].
    pub categories: Vec<(&'static str, Figure)>,
    /// The amounts of the counted ones, each by the chance that earlier deals give it.
    pub by_history: MoneySums,
    /// What is likely to come of the counted ones, by currency, the workspace's own first.
    pub likely: Vec<Likely>,
    /// The deals that are already won in the span; none where the span is no month, and of all those
    /// of the months.
    pub won: Option<Figure>,
    /// On which few of the counted deals it hangs, by currency.
    pub largest: Vec<Largest>,
}

/// The quarter in which the day of the forecast lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Quarter {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// The deals that are won in it.
    pub won: Figure,
    /// The deals that are counted and expected in the rest of it; those that are overdue are not.
    pub open: Figure,
    /// What both together are likely to come to, by currency.
    pub likely: Vec<Likely>,
    /// What it is to bring.
    pub target: Option<Money>,
    /// The chance that it does: the share of draws that do.
    pub chance: Option<f64>,
}

/// A forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The day that it is seen from.
    pub as_of: Date,
    /// What is overdue, the months, what comes later, what has no date.
    pub rows: Vec<ForecastRow>,
    /// All of these together.
    pub totals: ForecastRow,
    /// The quarter.
    pub quarter: Quarter,
    /// What became of earlier deals, by pipeline.
    pub history: Vec<History>,
}

/// An open deal as a forecast sees it.
struct Open {
    row: u32,
    slot: usize,
    minor: i64,
    currency: Currency,
    chance: Chance,
    by_history: Chance,
}

/// The forecast of the live deals that are open.
#[must_use]
pub fn forecast(workspace: &Workspace, question: &Question, now: Now) -> Forecast {
    let spans = Spans::of(question.as_of, question.months);
    let base = all([
        Some(is("outcome", OPEN)),
        question.pipeline.map(in_pipeline),
    ]);
    let categories = categories(workspace);
    let place = |row: u32| {
        let code = categories.at(row);
        let found = CATEGORIES
            .iter()
            .position(|known| code.is_some_and(|code| **code == **known));
        found.unwrap_or(COUNTED) as u32
    };
    let expected = workspace
        .table(RecordKind::Deal)
        .ints(&Key::one(deal::EXPECTED_CLOSE));
    let rows = selected(workspace, &base, now).rows();
    let cells = CATEGORIES.len() as u32;
    let pairs: Vec<(u32, u32)> = rows
        .map(|row| {
            let slot = spans.slot(expected.at(row)) as u32;
            (row, slot * cells + place(row))
        })
        .collect();
    let tallies = tallies(workspace, &pairs, spans.count() * CATEGORIES.len(), now);
    let history = histories(workspace, question.pipeline, now);
    let deals = counted(workspace, &pairs, &history);
    let drawn: Vec<BTreeMap<Currency, Draws>> =
        (0..spans.count()).map(|slot| draw(&deals, slot)).collect();
    let won = won(workspace, question, &spans, now);
    let writing = Writing {
        workspace,
        base: &base,
        deals: &deals,
    };
    let rows: Vec<ForecastRow> = tallies
        .chunks(CATEGORIES.len())
        .zip(&drawn)
        .enumerate()
        .map(|(slot, (cells, drawn))| {
            let span = spans.span(slot);
            let won = spans.month(slot).and_then(|at| won.get(at).cloned());
            let won = won.map(|(window, tally)| tally.figure(won_in(question, window)));
            writing.row((span, spans.condition(span)), cells, drawn, won, &[slot])
        })
        .collect();
    let mut cells = vec![Tally::default(); CATEGORIES.len()];
    for (at, tally) in tallies.iter().enumerate() {
        if let Some(cell) = cells.get_mut(at % CATEGORIES.len()) {
            cell.add(tally);
        }
    }
    let mut won_of_months = Tally::default();
    won.iter().for_each(|(_, tally)| won_of_months.add(tally));
    let months = Window::of(spans.first(0), spans.last());
    let won_of_months = won_of_months.figure(won_in(question, months));
    let slots: Vec<usize> = (0..spans.count()).collect();
    Forecast {
        as_of: question.as_of,
        totals: writing.row(
            (Span::All, None),
            &cells,
            &together(drawn.iter()),
            Some(won_of_months),
            &slots,
        ),
        quarter: quarter(workspace, question, &spans, &writing, &tallies, &drawn, now),
        rows,
        history,
    }
}

/// The condition of being won in a window.
fn won_in(question: &Question, window: Window) -> Filter {
    all([
        Some(is("outcome", WON)),
        question.pipeline.map(in_pipeline),
        window.condition("closed_at"),
    ])
}

/// The won deals of each month.
fn won(
    workspace: &Workspace,
    question: &Question,
    spans: &Spans,
    now: Now,
) -> Vec<(Window, Tally)> {
    let closed = workspace
        .table(RecordKind::Deal)
        .ints(&Key::one(deal::CLOSED_AT));
    let all = Window::of(spans.first(0), spans.last());
    let rows = selected(workspace, &won_in(question, all), now).rows();
    let month = |row: u32| spans.month_of(closed.at(row)?);
    let pairs: Vec<(u32, u32)> = rows
        .filter_map(|row| Some((row, month(row)? as u32)))
        .collect();
    let tallies = tallies(workspace, &pairs, question.months, now).into_iter();
    let windows = (0..question.months).map(|at| {
        let first = spans.first(at);
        Window::of(first, first.last_of_month())
    });
    windows.zip(tallies).collect()
}

/// The counted deals that have an amount, of pairs of a row and its cell.
fn counted(workspace: &Workspace, pairs: &[(u32, u32)], history: &[History]) -> Vec<Open> {
    let table = workspace.table(RecordKind::Deal);
    let amounts = table.ints(&Key::one(deal::AMOUNT));
    let currencies = table.currencies(&Key::one(deal::AMOUNT));
    let chance = chances(workspace);
    let by_history = history::chances(workspace, history);
    let open = |(row, cell): &(u32, u32)| {
        let cell = *cell as usize;
        if cell % CATEGORIES.len() >= COUNTED {
            return None;
        }
        Some(Open {
            row: *row,
            slot: cell / CATEGORIES.len(),
            minor: amounts.at(*row)?,
            currency: *currencies.at(*row)?,
            chance: chance(*row),
            by_history: by_history(*row),
        })
    };
    pairs.iter().filter_map(open).collect()
}

/// The draws of the deals of a slot.
fn draw(deals: &[Open], slot: usize) -> BTreeMap<Currency, Draws> {
    let mut of_currency: BTreeMap<Currency, Vec<Drawn>> = BTreeMap::new();
    for deal in deals.iter().filter(|deal| deal.slot == slot) {
        let drawn = Drawn {
            minor: deal.minor,
            parts: deal.chance.parts(),
        };
        of_currency.entry(deal.currency).or_default().push(drawn);
    }
    let drawn = of_currency.into_iter().map(|(currency, deals)| {
        let seed = currency
            .code()
            .bytes()
            .fold(slot as u64, |seed, byte| seed << 8 | u64::from(byte));
        (currency, Draws::of(deals, seed))
    });
    drawn.collect()
}

/// The draws of several spans, added up draw by draw.
fn together<'a>(
    spans: impl Iterator<Item = &'a BTreeMap<Currency, Draws>>,
) -> BTreeMap<Currency, Draws> {
    let mut all: BTreeMap<Currency, Draws> = BTreeMap::new();
    for (currency, draws) in spans.flatten() {
        all.entry(*currency).or_default().add(draws);
    }
    all
}

/// What draws say, with what is certain besides; by currency, the own one first.
fn likely(
    workspace: &Workspace,
    drawn: &BTreeMap<Currency, Draws>,
    certain: &MoneySums,
) -> Vec<Likely> {
    let mut currencies: Vec<Currency> = drawn.keys().copied().collect();
    currencies.extend(certain.iter().map(|sum| sum.currency()));
    let own = workspace.currency();
    order::sort_by_key(&mut currencies, |one| (Some(*one) != own, *one));
    currencies.dedup();
    let likely = |currency: Currency| {
        let none = Draws::default();
        let band = drawn.get(&currency).unwrap_or(&none).band();
        let certain = certain.of(currency).minor();
        let money = |minor: i64| Money::from_minor(minor.saturating_add(certain), currency).ok();
        Some(Likely {
            expected: money(band.mean)?,
            low: money(band.low)?,
            high: money(band.high)?,
        })
    };
    currencies.into_iter().filter_map(likely).collect()
}

fn quarter(
    workspace: &Workspace,
    question: &Question,
    spans: &Spans,
    writing: &Writing<'_>,
    tallies: &[Tally],
    drawn: &[BTreeMap<Currency, Draws>],
    now: Now,
) -> Quarter {
    let first = question.as_of.first_of_quarter();
    let last = Unit::Quarter.add(first, 1).add_days(-1);
    let window = Window::of(first, last);
    let condition = won_in(question, window);
    let rows = selected(workspace, &condition, now).rows();
    let pairs: Vec<(u32, u32)> = rows.map(|row| (row, 0)).collect();
    let mut won = super::tallies(workspace, &pairs, 1, now).into_iter();
    let won = won.next().unwrap_or_default().figure(condition);
    // The months of the quarter that are left; there are always so many.
    let is_in = |slot: &usize| {
        let at = spans.month(*slot);
        at.is_some_and(|at| spans.first(at) <= last)
    };
    let slots: Vec<usize> = (0..spans.count()).filter(is_in).collect();
    let mut open = Tally::default();
    for slot in &slots {
        let cells = tallies.iter().skip(slot * CATEGORIES.len()).take(COUNTED);
        cells.for_each(|cell| open.add(cell));
    }
    let rest = Window::of(question.as_of, last);
    let open = open.figure(writing.counted(rest.condition("expected_close")));
    let drawn = together(slots.iter().filter_map(|slot| drawn.get(*slot)));
    let chance = question.target.map(|target| {
        let missing = target.minor() - won.amounts.of(target.currency()).minor();
        let none = Draws::default();
        drawn
            .get(&target.currency())
            .unwrap_or(&none)
            .reach(missing)
    });
    Quarter {
        first,
        last,
        likely: likely(workspace, &drawn, &won.amounts),
        won,
        open,
        target: question.target,
        chance,
    }
}

/// What the rows are written from.
struct Writing<'a> {
    workspace: &'a Workspace,
    base: &'a Filter,
    deals: &'a [Open],
}

impl Writing<'_> {
    fn under(&self, more: Option<Filter>) -> Filter {
        more.into_iter().fold(self.base.clone(), Filter::and)
    }

    /// The condition of being open and counted.
    fn counted(&self, more: Option<Filter>) -> Filter {
        let counted = CATEGORIES.iter().take(COUNTED);
        let counted = Test::In(counted.map(|code| Operand::text(code)).collect());
        self.under(more).and(Filter::test("forecast", counted))
    }

    fn row(
        &self,
        (span, when): (Span, Option<Filter>),
        cells: &[Tally],
        drawn: &BTreeMap<Currency, Draws>,
        won: Option<Figure>,
        slots: &[usize],
    ) -> ForecastRow {
        let mut counted = Tally::default();
        let some = cells.iter().take(COUNTED);
        some.for_each(|cell| counted.add(cell));
        let categories = CATEGORIES.iter().zip(cells).map(|(code, cell)| {
            let condition = self.under(when.clone()).and(is("forecast", code));
            (*code, cell.clone().figure(condition))
        });
        let deals: Vec<&Open> = match slots {
            [slot] => self
                .deals
                .iter()
                .filter(|deal| deal.slot == *slot)
                .collect(),
            _ => self.deals.iter().collect(),
        };
        let mut by_history = MoneySums::default();
        for deal in &deals {
            let minor = deal.by_history.of(deal.minor);
            by_history.add_minor(deal.currency, i128::from(minor));
        }
        let counted = counted.figure(self.counted(when.clone()));
        ForecastRow {
            span,
            categories: categories.collect(),
            by_history,
            likely: likely(self.workspace, drawn, &MoneySums::default()),
            won,
            largest: self.largest(deals, &counted),
            counted,
        }
    }

    /// The largest deals, by currency.
    fn largest(&self, mut deals: Vec<&Open>, counted: &Figure) -> Vec<Largest> {
        let table = self.workspace.table(RecordKind::Deal);
        deals.retain(|deal| deal.minor > 0);
        // Of equal ones always the same, in whatever order they lie.
        deals.sort_unstable_by_key(|deal| (std::cmp::Reverse(deal.minor), table.id(deal.row)));
        let sums = own_first(&counted.amounts, self.workspace.currency());
        let of = |sum: Money| {
            let own = deals.iter().filter(|deal| deal.currency == sum.currency());
            let some: Vec<&&Open> = own.take(LARGEST).collect();
            let money = |deal: &Open| Money::from_minor(deal.minor, deal.currency).ok();
            let minor: i64 = some.iter().map(|deal| deal.minor).sum();
            let first = some.first()?;
            let weighted = counted.weighted.of(sum.currency()).minor();
            let without = weighted - first.chance.of(first.minor);
            Some(Largest {
                deals: some
                    .iter()
                    .filter_map(|deal| Some((table.id(deal.row)?, money(deal)?)))
                    .collect(),
                // Amounts below nothing would make it more than all.
                share: (minor as f64 / sum.minor() as f64).clamp(0.0, 1.0),
                weighted_without: Money::from_minor(without, sum.currency()).ok()?,
            })
        };
        let sums = sums.into_iter().filter(|sum| sum.minor() > 0);
        sums.filter_map(of).collect()
    }
}
