//! Columns as features of models: numbers, amounts in the workspace's currency, days since a date, yes and
//! no, how many, options and records. What is learnt from them is the scoring's matter.

use super::Now;
use super::column::{Column, Values as Of, resolve};
use super::filter::{Filter, fields_named};
use super::list::{Query, select};
use crate::document::value::{Tag, float_of};
use crate::domain::{Currency, Problem, RecordId, RecordKind, Rule, custom_field};
use crate::workspace::Workspace;
use crate::workspace::columns::{Bits, Codes, Ints};
use crate::workspace::feature::{Feature, Level, Meaning, Reader, Values};
use std::collections::HashMap;
use std::hash::Hash;

/// The row that stands for no row: nothing is known of it.
const NO_ROW: u32 = u32::MAX;

/// Of so many different records the names are looked up, not of more.
const NAMED_MAX: usize = 1000;

/// Reads features by queries, as of the day that it is.
#[derive(Clone, Copy)]
pub struct Features<'w> {
    workspace: &'w Workspace,
    now: Now,
}

impl<'w> Features<'w> {
    /// Of a workspace.
    #[must_use]
    pub fn new(workspace: &'w Workspace, now: Now) -> Self {
        Self { workspace, now }
    }

    #[expect(clippy::borrowed_box, reason = "columns of choices have boxes")]
    fn read(&self, column: &Column, rows: &[u32]) -> Option<(Meaning, Values, usize)> {
        let plain = |meaning, values| Some((meaning, values, 0));
        match &column.values {
            Of::Ints(tag, ints) => {
                let (meaning, number) = self.of_int(*tag)?;
                plain(meaning, numbers(rows, ints, number))
            }
            Of::Money(minor, currencies) => Some(self.amounts(rows, minor, currencies)),
            Of::Choice(codes, labels) => {
                let level = |code: &Box<str>| {
                    let label = labels.iter().find(|(known, _)| known == code);
                    Level {
                        code: code.clone(),
                        name: label.and_then(|(_, name)| name.clone()),
                    }
                };
                plain(Meaning::Choice, levels(rows, codes, |_| level))
            }
            Of::Refs(refs) => {
                let named = |count: usize| {
                    move |id: &RecordId| Level {
                        code: id.to_string().into(),
                        name: (count <= NAMED_MAX)
                            .then(|| self.workspace.name(*id))
                            .filter(|name| !name.is_empty())
                            .map(Box::from),
                    }
                };
                plain(Meaning::Record, levels(rows, refs, named))
            }
            Of::Text(_) => {
                let present = column.present(self.workspace);
                plain(Meaning::YesNo, flags(rows, &present))
            }
            Of::IntList(_, pairs) => {
                let pairs = pairs.iter().map(|(row, _)| *row);
                plain(Meaning::Count, counts(rows, pairs))
            }
            Of::RefList(pairs) => {
                let pairs = pairs.iter().map(|(row, _)| *row);
                plain(Meaning::Count, counts(rows, pairs))
            }
            Of::Back(refs, inner) => {
                let pairs = self.referring(column.kind, refs, inner);
                plain(Meaning::Count, counts(rows, pairs.into_iter()))
            }
            Of::Via(ways) => {
                let mut all = None;
                for (links, inner) in ways {
                    let to = |row: &u32| links.at(*row).unwrap_or(NO_ROW);
                    let targets: Vec<u32> = rows.iter().map(to).collect();
                    let mut found = self.read(inner, &targets)?;
                    blank_without(&mut found.1, &targets);
                    all = Some(match all {
                        Some(before) => joined(before, found)?,
                        None => found,
                    });
                }
                all
            }
            Of::Id => None,
        }
    }

    /// What whole numbers of a tag are, and how each is read.
    fn of_int(&self, tag: Tag) -> Option<(Meaning, impl Fn(i64) -> f64 + use<>)> {
        let now = self.now;
        let today = i64::from(now.today.to_days());
        let meaning = match tag {
            Tag::Number => Meaning::Number,
            Tag::Bool => Meaning::YesNo,
            Tag::Date | Tag::Instant => Meaning::Days,
            _ => return None,
        };
        let number = move |int| match tag {
            Tag::Number => float_of(int),
            Tag::Date => (today - int) as f64,
            Tag::Instant => (today - now.day_of_ms(int)) as f64,
            _ => int as f64,
        };
        Some((meaning, number))
    }

    fn amounts(
        &self,
        rows: &[u32],
        minor: &Ints,
        currencies: &Codes<Currency>,
    ) -> (Meaning, Values, usize) {
        let own = self.workspace.currency();
        let mut others = 0;
        let unit = own.map_or(1.0, |own| 10_f64.powi(own.minor_digits() as i32));
        let amount = |row: &u32| {
            let minor = minor.at(*row)?;
            if currencies.at(*row).copied() == own {
                Some(minor as f64 / unit)
            } else {
                others += 1;
                None
            }
        };
        let amounts = rows.iter().map(amount).collect();
        let meaning = own.map_or(Meaning::Number, Meaning::Money);
        (meaning, Values::Numbers(amounts), others)
    }

    /// The rows that live records refer to which have a value, one for each such record.
    fn referring(&self, kind: RecordKind, refs: &Codes<RecordId>, column: &Column) -> Vec<u32> {
        let mut present = column.present(self.workspace);
        present.and(self.workspace.table(column.kind).live_bits());
        let table = self.workspace.table(kind);
        let rows: Vec<Option<u32>> = refs
            .values()
            .iter()
            .map(|id| table.row(id.uuid).filter(|_| id.kind == kind))
            .collect();
        let target = |row: u32| {
            let code = refs.as_slice().get(row as usize)?.checked_sub(1)?;
            *rows.get(code as usize)?
        };
        present.rows().filter_map(target).collect()
    }
}

fn numbers(rows: &[u32], ints: &Ints, number: impl Fn(i64) -> f64) -> Values {
    Values::Numbers(rows.iter().map(|row| ints.at(*row).map(&number)).collect())
}

fn flags(rows: &[u32], present: &Bits) -> Values {
    let flag = |row: &u32| Some(f64::from(u8::from(present.at(*row))));
    Values::Numbers(rows.iter().map(flag).collect())
}

/// How often each row is named.
fn counts(rows: &[u32], named: impl Iterator<Item = u32>) -> Values {
    let mut counts: Vec<u32> = Vec::new();
    for row in named {
        let row = row as usize;
        if row >= counts.len() {
            counts.resize(row + 1, 0);
        }
        if let Some(count) = counts.get_mut(row) {
            *count += 1;
        }
    }
    let count = |row: &u32| f64::from(counts.get(*row as usize).copied().unwrap_or(0));
    Values::Numbers(rows.iter().map(|row| Some(count(row))).collect())
}

/// The levels of rows, of those that some row has only. `level` is told how many there are.
fn levels<T, L: Fn(&T) -> Level>(
    rows: &[u32],
    codes: &Codes<T>,
    level: impl FnOnce(usize) -> L,
) -> Values
where
    T: Clone + Eq + Hash,
{
    let mut places = vec![0u32; codes.values().len() + 1];
    let mut used: Vec<&T> = Vec::new();
    let mut place = |row: &u32| {
        let code = codes.as_slice().get(*row as usize).copied().unwrap_or(0);
        let Some(slot) = places.get_mut(code as usize).filter(|_| code > 0) else {
            return 0;
        };
        if *slot == 0
            && let Some(value) = codes.value(code)
        {
            used.push(value);
            *slot = used.len() as u32;
        }
        *slot
    };
    let of_rows = rows.iter().map(&mut place).collect();
    let level = level(used.len());
    Values::Levels(of_rows, used.into_iter().map(level).collect())
}

/// Of a row that leads nowhere nothing is known, also not that it has none.
fn blank_without(values: &mut Values, targets: &[u32]) {
    if let Values::Numbers(numbers) = values {
        for (number, row) in numbers.iter_mut().zip(targets) {
            *number = number.filter(|_| *row != NO_ROW);
        }
    }
}

type Found = (Meaning, Values, usize);

/// The values of a field that may lead to records of several kinds; none where they are not alike.
fn joined(one: Found, other: Found) -> Option<Found> {
    let values = match (one.1, other.1) {
        (Values::Numbers(one), Values::Numbers(other)) => {
            let both = one.into_iter().zip(other);
            Values::Numbers(both.map(|(one, other)| one.or(other)).collect())
        }
        (Values::Levels(mut codes, mut levels), Values::Levels(others, further)) => {
            let mut places: HashMap<Box<str>, u32> = HashMap::new();
            for (place, level) in (1..).zip(&levels) {
                places.insert(level.code.clone(), place);
            }
            let mut place = |level: Level| {
                *places.entry(level.code.clone()).or_insert_with(|| {
                    levels.push(level);
                    levels.len() as u32
                })
            };
            let further: Vec<u32> = further.into_iter().map(&mut place).collect();
            for (code, other) in codes.iter_mut().zip(others) {
                let other = other.checked_sub(1).and_then(|at| further.get(at as usize));
                if let (0, Some(other)) = (*code, other) {
                    *code = *other;
                }
            }
            Values::Levels(codes, levels)
        }
        _ => return None,
    };
    (one.0 == other.0).then_some((one.0, values, one.2 + other.2))
}

impl Reader for Features<'_> {
    fn select(&self, kind: RecordKind, filter: Option<&str>) -> Result<Bits, Vec<Problem>> {
        let mut query = Query::new(kind);
        query.filter = filter.map(Filter::parse).transpose()?;
        select(self.workspace, &query, self.now)
    }

    fn fields_named(&self, filter: &str) -> Vec<String> {
        fields_named(filter).map(str::to_owned).collect()
    }

    fn feature(&self, kind: RecordKind, path: &str, rows: &[u32]) -> Result<Feature, Rule> {
        let column = resolve(self.workspace, kind, path, self.now, true);
        let column = column.ok_or(Rule::UnknownField)?;
        let (meaning, mut values, other_currency) =
            self.read(&column, rows).ok_or(Rule::NotAllowed)?;
        // Filters take a yes-or-no field that was never said for no, and so does this.
        if let (Meaning::YesNo, Values::Numbers(numbers)) = (meaning, &mut values) {
            numbers
                .iter_mut()
                .for_each(|number| *number = number.or(Some(0.0)));
        }
        Ok(Feature {
            path: path.into(),
            meaning,
            values,
            other_currency,
        })
    }

    fn formula_words(&self, kind: RecordKind, path: &str) -> Vec<String> {
        let definition = path
            .strip_prefix("custom.")
            .and_then(|key| self.workspace.custom_field(kind, key));
        let definition = definition.filter(|of| custom_field::is_formula(of));
        definition
            .map(|of| custom_field::words(of.text(custom_field::FORMULA_TEXT)).collect())
            .unwrap_or_default()
    }
}
