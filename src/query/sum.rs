//! Sums, means and groups of a selection: amounts one sum per currency, never across; scores their mean;
//! groups with their counts and sums. Which rows are selected is [`super::list`]'s matter.

use super::Now;
use super::column::{Column, Values, choice_ranks, name_ranks};
use super::period::Unit;
use super::text::{TextSource, Texts};
use crate::document::value::{Tag, float_of, value_of_int};
use crate::domain::date::Weekday;
use crate::domain::money::MoneySums;
use crate::domain::order;
use crate::domain::{Currency, Date, Number, RecordId, Value};
use crate::workspace::Workspace;
use crate::workspace::columns::{Bits, Codes, Ints, NONE};
use crate::workspace::fold::fold;
use std::collections::HashMap;
use std::rc::Rc;

/// The sum of an amount over rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The field that was summed.
    pub field: Box<str>,
    /// One sum for each currency.
    pub amounts: MoneySums,
}

/// The mean of a number over the rows that have one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mean {
    /// The field.
    pub field: Box<str>,
    /// The mean; none where no row has a number.
    pub mean: Option<Number>,
    /// How many rows have one.
    pub of: usize,
}

impl Mean {
    /// Of a column of numbers; none of any other.
    pub(super) fn of(
        field: &str,
        column: &Column,
        rows: impl Iterator<Item = u32>,
    ) -> Option<Self> {
        let Values::Ints(Tag::Number, numbers) = &column.values else {
            return None;
        };
        let (mut sum, mut count) = (0.0, 0usize);
        for bits in rows.filter_map(|row| numbers.at(row)) {
            sum += float_of(bits);
            count += 1;
        }
        let mean = (count > 0).then(|| sum / count as f64);
        Some(Self {
            field: field.into(),
            mean: mean.and_then(Number::from_f64),
            of: count,
        })
    }
}

/// Rows that have a value in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The value; of dates and moments the first day of the month. None for the rows without.
    pub value: Option<Value>,
    /// How many rows.
    pub count: usize,
    /// Their sums.
    pub sums: Vec<Sum>,
}

/// An amount to be summed.
pub(super) struct Summed {
    field: Box<str>,
    minor: Rc<Ints>,
    currencies: Rc<Codes<Currency>>,
}

impl Summed {
    /// Of a column of amounts; none of any other.
    pub(super) fn of(field: &str, column: &Column) -> Option<Self> {
        match &column.values {
            Values::Money(minor, currencies) => Some(Self {
                field: field.into(),
                minor: Rc::clone(minor),
                currencies: Rc::clone(currencies),
            }),
            _ => None,
        }
    }

    pub(super) fn field(&self) -> &str {
        &self.field
    }

    /// The sums of rows by the group each is in, for so many groups.
    fn by_group(&self, rows: impl Iterator<Item = (u32, u32)>, groups: usize) -> Vec<Sum> {
        let width = self.currencies.values().len() + 1;
        let mut totals = vec![0i128; width * groups];
        let (minor, codes) = (self.minor.as_slice(), self.currencies.as_slice());
        for (row, group) in rows {
            let row = row as usize;
            let amount = minor.get(row).copied().filter(|minor| *minor != NONE);
            if let (Some(amount), Some(code)) = (amount, codes.get(row))
                && let Some(total) = totals.get_mut(group as usize * width + *code as usize)
            {
                *total += i128::from(amount);
            }
        }
        let sum = |totals: &[i128]| {
            let mut amounts = MoneySums::default();
            let currencies = self.currencies.values().iter();
            for (currency, total) in currencies.zip(totals.iter().skip(1)) {
                amounts.add_minor(*currency, *total);
            }
            Sum {
                field: self.field.clone(),
                amounts,
            }
        };
        totals.chunks(width).map(sum).collect()
    }

    /// The mean amounts of rows by group, of those that have one, halves rounded away from zero.
    pub(super) fn means(
        &self,
        rows: impl Iterator<Item = (u32, u32)>,
        groups: usize,
    ) -> Vec<MoneySums> {
        let width = self.currencies.values().len() + 1;
        let mut totals = vec![(0i128, 0i128); width * groups];
        let (minor, codes) = (self.minor.as_slice(), self.currencies.as_slice());
        for (row, group) in rows {
            let row = row as usize;
            let amount = minor.get(row).copied().filter(|minor| *minor != NONE);
            if let (Some(amount), Some(code)) = (amount, codes.get(row))
                && let Some((total, count)) =
                    totals.get_mut(group as usize * width + *code as usize)
            {
                *total += i128::from(amount);
                *count += 1;
            }
        }
        let mean = |(total, count): &(i128, i128)| match count {
            0 => 0,
            count => (2 * total + count * total.signum()) / (2 * count),
        };
        let means = totals.chunks(width).map(|totals| {
            let mut means = MoneySums::default();
            let currencies = self.currencies.values().iter();
            for (currency, total) in currencies.zip(totals.iter().skip(1)) {
                means.add_minor(*currency, mean(total));
            }
            means
        });
        means.collect()
    }

    /// The sums of rows.
    pub(super) fn total(&self, rows: impl Iterator<Item = u32>) -> Sum {
        let sums = self.by_group(rows.map(|row| (row, 0)), 1);
        sums.into_iter().next().unwrap_or_else(|| Sum {
            field: self.field.clone(),
            amounts: MoneySums::default(),
        })
    }

    /// The sums of rows by group, each row being in one; `groups` is how many there are.
    pub(super) fn totals(
        &self,
        rows: impl Iterator<Item = (u32, u32)>,
        groups: usize,
    ) -> Vec<MoneySums> {
        let sums = self.by_group(rows, groups);
        sums.into_iter().map(|sum| sum.amounts).collect()
    }
}

/// The groups that the rows of a table fall into: codes by row, 0 for none.
pub(super) struct Grouping {
    members: Members,
    /// The values of the codes from 1, with the keys that they are sorted by.
    pub(super) values: Vec<(i64, Value)>,
}

enum Members {
    /// Each row is in one group.
    One(Vec<u32>),
    /// A row may be in several: pairs of row and code.
    Many(Vec<(u32, u32)>),
}

/// The groups of the selected rows by a column, in the order of their values; none last. None
/// where a column makes no groups.
pub(super) fn groups(
    workspace: &Workspace,
    column: &Column,
    selected: &Bits,
    summed: &[Summed],
    now: Now,
) -> Option<Vec<Group>> {
    let grouping = Grouping::of(workspace, column, Unit::Month, now)?;
    let pairs = grouping.pairs(selected);
    let mut counts = vec![0usize; grouping.values.len() + 1];
    for (_, code) in &pairs {
        if let Some(count) = counts.get_mut(*code as usize) {
            *count += 1;
        }
    }
    let mut sums: Vec<_> = summed
        .iter()
        .map(|summed| {
            summed
                .by_group(pairs.iter().copied(), counts.len())
                .into_iter()
        })
        .collect();
    let mut values = grouping.values.into_iter();
    let mut groups: Vec<(i64, Group)> = (0..)
        .zip(counts)
        .map(|(code, count)| {
            let value = if code == 0 { None } else { values.next() };
            let group = Group {
                value: value.as_ref().map(|(_, value)| value.clone()),
                count,
                sums: sums.iter_mut().filter_map(Iterator::next).collect(),
            };
            (value.map_or(i64::MAX, |(key, _)| key), group)
        })
        .filter(|(_, group)| group.count > 0)
        .collect();
    order::sort_by_key(&mut groups, |(key, _)| *key);
    Some(groups.into_iter().map(|(_, group)| group).collect())
}

/// Rows, which keep their order, group by group in the order of [`groups`]. None where a column
/// makes no groups, and where a row may be in several.
pub(super) fn group_by_group(
    workspace: &Workspace,
    column: &Column,
    rows: &[u32],
    now: Now,
) -> Option<Vec<u32>> {
    let grouping = Grouping::of(workspace, column, Unit::Month, now)?;
    let Members::One(codes) = &grouping.members else {
        return None;
    };
    let keys = grouping.values.iter().map(|(key, _)| *key);
    let mut order: Vec<(i64, usize)> = std::iter::once(i64::MAX).chain(keys).zip(0..).collect();
    order::sort_by_key(&mut order, |(key, _)| *key);
    let mut members = vec![Vec::new(); order.len()];
    for row in rows {
        let code = codes.get(*row as usize).copied().unwrap_or(0);
        if let Some(members) = members.get_mut(code as usize) {
            members.push(*row);
        }
    }
    let in_order = order.into_iter().filter_map(|(_, code)| members.get(code));
    Some(in_order.flatten().copied().collect())
}

impl Grouping {
    /// The selected rows with the codes of their groups: a row that is in several comes once for each.
    pub(super) fn pairs(&self, selected: &Bits) -> Vec<(u32, u32)> {
        match &self.members {
            Members::One(codes) => selected
                .rows()
                .map(|row| (row, codes.get(row as usize).copied().unwrap_or(0)))
                .collect(),
            Members::Many(pairs) => {
                let mut alone = selected.clone();
                pairs.iter().for_each(|(row, _)| alone.set(*row, false));
                pairs
                    .iter()
                    .copied()
                    .filter(|(row, _)| selected.at(*row))
                    .chain(alone.rows().map(|row| (row, 0)))
                    .collect()
            }
        }
    }

    /// The groups of a column; days and moments by the unit of the calendar in which they lie.
    pub(super) fn of(workspace: &Workspace, column: &Column, unit: Unit, now: Now) -> Option<Self> {
        let one = |codes: &[u32], values| {
            Some(Self {
                members: Members::One(codes.to_vec()),
                values,
            })
        };
        match &column.values {
            Values::Choice(codes, labels) => {
                let ranks = choice_ranks(codes.values(), labels);
                let texts = codes.values().iter().map(|text| Value::Text(text.clone()));
                one(codes.as_slice(), ranks.into_iter().zip(texts).collect())
            }
            Values::Refs(refs) => one(refs.as_slice(), ref_values(workspace, refs.values())),
            Values::Ints(tag, ints) => Some(Self::of_ints(*tag, ints, unit, now)),
            Values::Text(source) if source.is_several() => {
                Some(Self::of_elements(workspace, column, source))
            }
            Values::Text(source) => {
                let texts = Texts::of(workspace, column.kind, source);
                let mut codes: HashMap<Vec<u8>, u32> = HashMap::new();
                let mut values = Vec::new();
                let mut members = Vec::new();
                for row in 0..workspace.table(column.kind).rows() as u32 {
                    let text = texts.first(row);
                    if text.is_empty() {
                        members.push(0);
                    } else if let Some(code) = codes.get(text) {
                        members.push(*code);
                    } else {
                        values.push((text.to_vec(), column.value(workspace, row)?));
                        codes.insert(text.to_vec(), values.len() as u32);
                        members.push(values.len() as u32);
                    }
                }
                let values = by_text(values);
                one(&members, values)
            }
            Values::RefList(pairs) => {
                let mut codes = HashMap::new();
                let mut ids: Vec<RecordId> = Vec::new();
                let mut members: Vec<(u32, u32)> = Vec::new();
                for (row, id) in pairs.iter() {
                    let code = *codes.entry(*id).or_insert_with(|| {
                        ids.push(*id);
                        ids.len() as u32
                    });
                    members.push((*row, code));
                }
                members.dedup();
                Some(Self {
                    members: Members::Many(members),
                    values: ref_values(workspace, &ids),
                })
            }
            Values::Via(ways) => Self::via(workspace, ways, unit, now),
            Values::Money(..) | Values::IntList(..) | Values::Id | Values::Back(..) => None,
        }
    }

    /// Of numbers each is a group, of days and moments each unit of the calendar.
    fn of_ints(tag: Tag, ints: &Ints, unit: Unit, now: Now) -> Self {
        let first = |date: Date| unit.first(date, Weekday::Monday);
        let start = |int: i64| {
            let days = if tag == Tag::Instant {
                now.day_of_ms(int)
            } else {
                int
            };
            let date = i32::try_from(days).ok().and_then(Date::from_days);
            date.map_or(int, |date| i64::from(first(date).to_days()))
        };
        let is_time = matches!(tag, Tag::Date | Tag::Instant);
        let mut codes: HashMap<i64, u32> = HashMap::new();
        let mut values: Vec<(i64, Value)> = Vec::new();
        let mut members = Vec::with_capacity(ints.as_slice().len());
        // The days in which moments lie repeat, and the calendar is costly to work out.
        let mut starts: HashMap<i64, i64> = HashMap::new();
        for int in ints.as_slice() {
            if *int == NONE {
                members.push(0);
                continue;
            }
            let key = match (is_time, tag) {
                (true, Tag::Instant) => {
                    let day = now.day_of_ms(*int);
                    *starts.entry(day).or_insert_with(|| start(*int))
                }
                (true, _) => *starts.entry(*int).or_insert_with(|| start(*int)),
                _ => *int,
            };
            let code = *codes.entry(key).or_insert_with(|| {
                let tag = if is_time { Tag::Date } else { tag };
                if let Some(value) = value_of_int(tag, key) {
                    values.push((key, value));
                }
                values.len() as u32
            });
            members.push(code);
        }
        Self {
            members: Members::One(members),
            values,
        }
    }

    /// Of tags and other elements each, as the first row that has it writes it.
    fn of_elements(workspace: &Workspace, column: &Column, source: &TextSource) -> Self {
        let table = workspace.table(column.kind);
        let texts = Texts::of(workspace, column.kind, source);
        let mut codes: HashMap<Vec<u8>, u32> = HashMap::new();
        let mut values: Vec<(Vec<u8>, Value)> = Vec::new();
        let mut members: Vec<(u32, u32)> = Vec::new();
        for row in 0..table.rows() as u32 {
            for text in texts.entries(row) {
                let code = codes.get(text).copied().unwrap_or_else(|| {
                    let record = table.record(row);
                    let written = record.as_ref().and_then(|record| {
                        let written = source.of_record(record);
                        let mut same = written
                            .into_iter()
                            .filter(|one| fold(one).as_bytes() == text);
                        same.next().map(Box::from)
                    });
                    let text_value = written
                        .unwrap_or_else(|| String::from_utf8_lossy(text).into_owned().into());
                    values.push((text.to_vec(), Value::Text(text_value)));
                    codes.insert(text.to_vec(), values.len() as u32);
                    values.len() as u32
                });
                if members.last() != Some(&(row, code)) {
                    members.push((row, code));
                }
            }
        }
        members.sort_unstable();
        members.dedup();
        Self {
            members: Members::Many(members),
            values: by_text(values),
        }
    }

    /// Of a field of another record: the groups of those records. Where they are of several kinds,
    /// a value that two kinds have is one group.
    fn via(
        workspace: &Workspace,
        ways: &[(Rc<super::link::Links>, Column)],
        unit: Unit,
        now: Now,
    ) -> Option<Self> {
        let mut values: Vec<(i64, Value)> = Vec::new();
        let mut places: HashMap<Value, u32> = HashMap::new();
        let mut members: Vec<u32> = Vec::new();
        for (links, column) in ways {
            let of_way = Self::of(workspace, column, unit, now)?;
            let Members::One(codes) = &of_way.members else {
                return None;
            };
            let merged: Vec<u32> = of_way
                .values
                .into_iter()
                .map(|(key, value)| {
                    *places.entry(value.clone()).or_insert_with(|| {
                        values.push((key, value));
                        values.len() as u32
                    })
                })
                .collect();
            members.resize(members.len().max(links.as_slice().len()), 0);
            for (member, row) in members.iter_mut().zip(links.as_slice()) {
                let code = codes
                    .get(*row as usize)
                    .and_then(|code| code.checked_sub(1));
                if let Some(code) = code.and_then(|code| merged.get(code as usize)) {
                    *member = *code;
                }
            }
        }
        if ways.len() > 1 {
            // The keys were made kind by kind.
            values = rekeyed(workspace, values);
        }
        Some(Self {
            members: Members::One(members),
            values,
        })
    }
}

/// Values with keys that sort them all: by name or text, or by number.
fn rekeyed(workspace: &Workspace, values: Vec<(i64, Value)>) -> Vec<(i64, Value)> {
    let text = |value: &Value| match value {
        Value::Text(text) => fold(text),
        Value::Ref(id) => fold(&workspace.name(*id)),
        _ => String::new(),
    };
    let mut order: Vec<String> = values.iter().map(|(_, value)| text(value)).collect();
    order::sort(&mut order);
    let values = values.into_iter().map(|(_, value)| {
        let key = crate::document::value::int_of(&value);
        let rank = || order.partition_point(|other| *other < text(&value)) as i64;
        (key.unwrap_or_else(rank), value)
    });
    values.collect()
}

fn ref_values(workspace: &Workspace, ids: &[RecordId]) -> Vec<(i64, Value)> {
    let ranks = name_ranks(workspace, ids).into_iter();
    // A record without a name comes behind those with one.
    let keys = ranks.map(|rank| if rank == NONE { i64::MAX - 1 } else { rank });
    keys.zip(ids.iter().map(|id| Value::Ref(*id))).collect()
}

/// Values with the ranks of their folded texts.
fn by_text(values: Vec<(Vec<u8>, Value)>) -> Vec<(i64, Value)> {
    let mut order: Vec<&[u8]> = values.iter().map(|(text, _)| text.as_slice()).collect();
    order::sort(&mut order);
    let rank = |text: &[u8]| order.partition_point(|other| *other < text) as i64;
    let ranks: Vec<i64> = values.iter().map(|(text, _)| rank(text)).collect();
    ranks
        .into_iter()
        .zip(values.into_iter().map(|(_, value)| value))
        .collect()
}
