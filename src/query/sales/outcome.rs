//! What became of closed deals, and of which: won and lost by any field that makes groups, by reason,
//! by quarter and by month; whether a group differs from the others by more than chance.

use super::{
    Figure, Tally, Window, all, in_pipeline, is, median, selected, summed, tallies, whole,
};
use crate::document::value::Tag;
use crate::domain::money::MoneySums;
use crate::domain::problem::quoted;
use crate::domain::proportion::{Share, chance_of_difference};
use crate::domain::{Date, RecordId, RecordKind, Rule, Value, order};
use crate::query::column::{Column, Values};
use crate::query::deal::{LOST, WON, days_to_close, has_outcome};
use crate::query::period::Unit;
use crate::query::sum::Grouping;
use crate::query::{Filter, Now, Operand, Test};
use crate::workspace::Workspace;
use crate::workspace::columns::Bits;
use crate::workspace::fold::fold;
use std::collections::HashMap;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The field that deals are grouped by.
    pub by: Option<By>,
    /// The pipeline; all where none is said.
    pub pipeline: Option<RecordId>,
    /// The days on which the deals were closed.
    pub closed: Window,
    /// The order of the groups.
    pub order: Order,
}

/// The order of groups, but that those of the calendar stand in its order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The most won money first: that of the workspace's currency, or of the first there is.
    #[default]
    Sum,
    /// The most won deals first.
    Count,
}

/// The units of the calendar that days are grouped by: weeks begin on different days.
const UNITS: [Unit; 3] = [Unit::Month, Unit::Quarter, Unit::Year];
/// What follows from the stage, which of a closed deal tells no more than its outcome.
const OF_STAGES: [&str; 4] = ["stage", "outcome", "stage_order", "forecast"];

/// Whether a column has days or moments.
fn is_dated(column: &Column) -> bool {
    match &column.values {
        Values::Ints(tag, _) => matches!(tag, Tag::Date | Tag::Instant),
        Values::Via(ways) => ways.iter().all(|(_, column)| is_dated(column)),
        _ => false,
    }
}

/// A field that makes groups: `owner`, `customer.industry`, `custom.tier`, `product`,
/// `closed_at.quarter`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    path: Box<str>,
    unit: Unit,
}

impl By {
    /// Reads a path. Days and moments are grouped by months, or by the unit that follows them: `.month`,
    /// `.quarter`, `.year`.
    ///
    /// # Errors
    /// [`Rule::UnknownField`], and [`Rule::NotAnOption`] for what makes no groups, as amounts, or
    /// says nothing about closed deals: their stage and their outcome.
    pub fn parse(workspace: &Workspace, text: &str, now: Now) -> Result<Self, Rule> {
        let refused = || Rule::NotAnOption {
            value: quoted(text),
        };
        let whole = Self::new(text, Unit::Month);
        let (by, column) = match whole.column(workspace, now) {
            Ok(column) => (whole, column),
            Err(rule) => {
                let (path, unit) = text.rsplit_once('.').ok_or_else(|| rule.clone())?;
                let unit = Unit::of_word(unit, false).filter(|unit| UNITS.contains(unit));
                let by = Self::new(path, unit.ok_or(rule)?);
                let column = by.column(workspace, now)?;
                if !is_dated(&column) {
                    return Err(refused());
                }
                (by, column)
            }
        };
        if OF_STAGES.contains(&&*by.path) {
            return Err(refused());
        }
        match Grouping::of(workspace, &column, by.unit, now) {
            Some(_) => Ok(by),
            None => Err(refused()),
        }
    }

    fn new(path: &str, unit: Unit) -> Self {
        let path = if path == "product" {
            "lines.product"
        } else {
            path
        };
        Self {
            path: path.into(),
            unit,
        }
    }

    /// The path of the field, without the unit of the calendar.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    fn column(&self, workspace: &Workspace, now: Now) -> Result<Column, Rule> {
        Column::find(workspace, RecordKind::Deal, &self.path, now)
    }

    /// The days of a group of the calendar.
    fn days(&self, first: Date) -> Window {
        Window::of(first, self.unit.add(first, 1).add_days(-1))
    }

    /// The condition of having a value, or none.
    fn condition(&self, value: Option<&Value>) -> Option<Filter> {
        let path = &*self.path;
        let test = |test| Some(Filter::test(path, test));
        match value {
            None => test(Test::Empty(true)),
            Some(Value::Text(text)) => Some(is(path, text)),
            Some(Value::Ref(id)) => Some(is(path, &id.to_string())),
            Some(Value::Number(number)) => test(Test::Is(Operand::Number(*number))),
            Some(Value::Date(first)) => self.days(*first).condition(path),
            // What was never said counts as no elsewhere, and is a group of its own here.
            Some(Value::Bool(is_yes)) => Some(all([
                test(Test::Is(Operand::Bool(*is_yes))),
                test(Test::Empty(false)),
            ])),
            Some(_) => None,
        }
    }
}

/// Closed deals that have something in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they have in common; of days and moments the first day of the month, quarter …. None for
    /// those that have nothing there, and for all.
    pub value: Option<Value>,
    /// Those that are won.
    pub won: Figure,
    /// Those that are lost.
    pub lost: Figure,
    /// The mean amount of the won ones that have one, per currency.
    pub average: MoneySums,
    /// The median of the days from beginning to close of the won ones, where those are known.
    pub days: Option<f64>,
    /// The probability that chance alone gives a difference from the win rate of all others as large
    /// as this one; none where there are too few.
    pub difference: Option<f64>,
}

impl Group {
    fn empty(condition: &Filter) -> Self {
        let none = || Tally::default().figure(condition.clone());
        Self {
            value: None,
            won: none(),
            lost: none(),
            average: MoneySums::default(),
            days: None,
            difference: None,
        }
    }

    /// The won ones of those that are closed.
    #[must_use]
    pub const fn rate(&self) -> Share {
        Share {
            part: self.won.count,
            of: self.won.count + self.lost.count,
        }
    }
}

/// Why deals were lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The reason; none where none was given.
    pub value: Option<Box<str>>,
    /// The deals.
    pub lost: Figure,
    /// Their share of all that were lost.
    pub share: Share,
}

/// What became of closed deals.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    /// All of them.
    pub totals: Group,
    /// By the field that was asked for; a deal that has several values is in several groups.
    pub groups: Vec<Group>,
    /// By the reason why they were lost, the most first.
    pub reasons: Vec<Reason>,
    /// By the quarter of their close.
    pub quarters: Vec<Group>,
    /// By the month of their close.
    pub months: Vec<Group>,
}

/// What became of the live deals that are closed.
#[must_use]
pub fn outcomes(workspace: &Workspace, question: &Question, now: Now) -> Outcomes {
    let closed = Closed::of(workspace, question, now);
    let totals = closed.totals();
    let of_calendar = |unit: Unit| {
        let by = By::new("closed_at", unit);
        closed.groups(&by, &totals)
    };
    let groups = question.by.as_ref().map(|by| {
        let mut groups = closed.groups(by, &totals);
        let is_calendar = |group: &Group| matches!(group.value, Some(Value::Date(_)));
        if !groups.iter().any(is_calendar) {
            sort(&mut groups, &totals, question.order, workspace);
        }
        groups
    });
    Outcomes {
        groups: groups.unwrap_or_default(),
        reasons: reasons(closed.groups(&By::new("lost_reason", Unit::Month), &totals)),
        quarters: of_calendar(Unit::Quarter),
        months: of_calendar(Unit::Month),
        totals,
    }
}

fn sort(groups: &mut Vec<Group>, totals: &Group, by: Order, workspace: &Workspace) {
    let sums = super::own_first(&totals.won.amounts, workspace.currency());
    let currency = sums.first().map(|sum| sum.currency());
    let sum = |group: &Group| currency.map(|currency| group.won.amounts.of(currency).minor());
    order::sort_by(groups, |a, b| {
        let (sums, counts) = (sum(b).cmp(&sum(a)), b.won.count.cmp(&a.won.count));
        match by {
            Order::Sum => sums.then(counts),
            Order::Count => counts.then(sums),
        }
    });
}

fn reasons(groups: Vec<Group>) -> Vec<Reason> {
    let of = groups.iter().map(|group| group.lost.count).sum();
    let groups = groups.into_iter().filter(|group| group.lost.count > 0);
    let mut reasons: Vec<Reason> = groups
        .map(|group| Reason {
            value: group.value.as_ref().and_then(Value::as_text).map(Box::from),
            share: Share {
                part: group.lost.count,
                of,
            },
            lost: group.lost,
        })
        .collect();
    order::sort_by_key(&mut reasons, |reason| std::cmp::Reverse(reason.lost.count));
    reasons
}

/// The closed deals, ready to be grouped.
struct Closed<'w> {
    workspace: &'w Workspace,
    now: Now,
    base: Filter,
    rows: Bits,
}

impl<'w> Closed<'w> {
    fn of(workspace: &'w Workspace, question: &Question, now: Now) -> Self {
        let base = all([
            question.pipeline.map(in_pipeline),
            question.closed.condition("closed_at"),
        ]);
        let is_closed = Test::In(vec![Operand::text(WON), Operand::text(LOST)]);
        let condition = base.clone().and(Filter::test("outcome", is_closed));
        Self {
            workspace,
            now,
            rows: selected(workspace, &condition, now),
            base,
        }
    }

    fn totals(&self) -> Group {
        let pairs: Vec<(u32, u32)> = self.rows.rows().map(|row| (row, 0)).collect();
        let mut groups = self.made(&pairs, vec![(None, None)]).into_iter();
        groups.next().unwrap_or_else(|| Group::empty(&self.base))
    }

    /// The groups of a field, in the order of its values; those without one come last.
    fn groups(&self, by: &By, totals: &Group) -> Vec<Group> {
        let column = by.column(self.workspace, self.now).ok();
        let grouping =
            column.and_then(|column| Grouping::of(self.workspace, &column, by.unit, self.now));
        let Some(grouping) = grouping else {
            return Vec::new();
        };
        let mut pairs = grouping.pairs(&self.rows);
        // Values that conditions do not tell apart are one.
        let (values, merged) = merged(grouping.values);
        for (_, code) in &mut pairs {
            *code = merged.get(*code as usize).copied().unwrap_or(0);
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut keyed: Vec<(i64, usize)> = values.iter().map(|(key, _)| *key).zip(1..).collect();
        order::sort_by_key(&mut keyed, |(key, _)| *key);
        let labels = std::iter::once(None).chain(values.into_iter().map(|(_, value)| Some(value)));
        let labels = labels.map(|value| {
            let condition = by.condition(value.as_ref());
            (value, condition)
        });
        let made = self.made(&pairs, labels.collect());
        let mut made: Vec<Option<Group>> = made.into_iter().map(Some).collect();
        let places = keyed.into_iter().map(|(_, code)| code).chain([0]);
        let groups = places.filter_map(|code| made.get_mut(code)?.take());
        let groups = groups.filter(|group| group.rate().of > 0);
        let all = totals.rate();
        groups
            .map(|group| {
                let own = group.rate();
                let others = Share {
                    part: all.part.saturating_sub(own.part),
                    of: all.of.saturating_sub(own.of),
                };
                Group {
                    difference: chance_of_difference(own, others),
                    ..group
                }
            })
            .collect()
    }

    /// A group for each value with its condition, of pairs of a row and the place of its value.
    fn made(
        &self,
        pairs: &[(u32, u32)],
        labels: Vec<(Option<Value>, Option<Filter>)>,
    ) -> Vec<Group> {
        let is_lost = has_outcome(self.workspace, LOST);
        let slots: Vec<(u32, u32)> = pairs
            .iter()
            .map(|(row, group)| (*row, group * 2 + u32::from(is_lost(*row))))
            .collect();
        let mut tallies = tallies(self.workspace, &slots, labels.len() * 2, self.now).into_iter();
        let means = summed(self.workspace, "amount", self.now)
            .map(|summed| summed.means(slots.iter().copied(), labels.len() * 2));
        let mut means = means.unwrap_or_default().into_iter().step_by(2);
        let days = days_to_close(self.workspace, self.now);
        let mut known: Vec<Vec<i64>> = vec![Vec::new(); labels.len()];
        for (row, slot) in slots.iter().filter(|(_, slot)| slot % 2 == 0) {
            if let (Some(days), Some(known)) = (days.at(*row), known.get_mut(*slot as usize / 2)) {
                known.push(whole(days));
            }
        }
        let groups = labels.into_iter().zip(known).map(|((value, more), days)| {
            let with = |outcome: &str| {
                let base = self.base.clone().and(is("outcome", outcome));
                more.iter().cloned().fold(base, Filter::and)
            };
            Group {
                value,
                won: tallies.next().unwrap_or_default().figure(with(WON)),
                lost: tallies.next().unwrap_or_default().figure(with(LOST)),
                average: means.next().unwrap_or_default(),
                days: median(days),
                difference: None,
            }
        });
        groups.collect()
    }
}

/// Values of which those that are the same to a condition are one, and which each code became; code 0
/// stays what it is.
fn merged(values: Vec<(i64, Value)>) -> (Vec<(i64, Value)>, Vec<u32>) {
    let mut kept: Vec<(i64, Value)> = Vec::new();
    let mut places: HashMap<String, u32> = HashMap::new();
    let mut codes = vec![0];
    for (key, value) in values {
        let next = kept.len() as u32 + 1;
        let code = match &value {
            Value::Text(text) => *places.entry(fold(text.trim())).or_insert(next),
            _ => next,
        };
        if code == next {
            kept.push((key, value));
        }
        codes.push(code);
    }
    (kept, codes)
}
