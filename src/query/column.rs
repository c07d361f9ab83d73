//! A field as queries see it: found by its path, over the typed columns of its table. Fields of
//! the record, fields of a record it refers to, and fields that are worked out are all columns
//! here. What is asked of them is left to [`super::plan`], [`super::sort`] and [`super::sum`].

mod path;

pub(super) use path::resolve;
pub use path::{Derived, RELATIONS, derived_fields, relation};

use super::link::Links;
use super::pinyin::collated;
use super::text::{TextSource, Texts, primary_text};
use crate::document::value::{Tag, value_of_int};
use crate::domain::{Currency, Key, Money, RecordId, RecordKind, Rule, Value};
use crate::workspace::Workspace;
use crate::workspace::columns::{Bits, Codes, Ints, NONE};
use crate::workspace::fold::fold;
use std::rc::Rc;

/// A field of a kind, ready to be asked.
#[derive(Clone)]
pub struct Column {
    pub(super) kind: RecordKind,
    pub(super) values: Values,
}

/// The values of a column.
#[derive(Clone)]
pub(super) enum Values {
    /// Whole numbers behind values of one type.
    Ints(Tag, Rc<Ints>),
    /// Amounts: minor units and currencies.
    Money(Rc<Ints>, Rc<Codes<Currency>>),
    /// Texts that repeat, in an order of their own.
    Choice(Rc<Codes<Box<str>>>, Labels),
    /// Records.
    Refs(Rc<Codes<RecordId>>),
    /// Texts.
    Text(TextSource),
    /// Several whole numbers a row.
    IntList(Tag, Rc<Vec<(u32, i64)>>),
    /// Several records a row.
    RefList(Rc<Vec<(u32, RecordId)>>),
    /// The record's own id.
    Id,
    /// A column of the records that are referred to, by the kinds they may have.
    Via(Vec<(Rc<Links>, Column)>),
    /// A column of the live records that refer to these: `needs.subject` of a customer. One of them
    /// is enough to pass.
    Back(Rc<Codes<RecordId>>, Box<Column>),
}

/// The codes of a choice in their order, each with what people call it where that is data: the
/// name of a stage.
pub(super) type Labels = Rc<Vec<(Box<str>, Option<Box<str>>)>>;

/// Numbers by row that sort as a column's values do, with [`NONE`] where there is none.
pub(super) enum Keys {
    /// A column as it is.
    Ints(Rc<Ints>),
    /// The ranks of texts.
    Order(Rc<super::text::TextOrder>),
    /// Made for this sort.
    Made(Vec<i64>),
}

impl Keys {
    pub(super) fn as_slice(&self) -> &[i64] {
        match self {
            Self::Ints(ints) => ints.as_slice(),
            Self::Order(order) => order.ranks(),
            Self::Made(keys) => keys,
        }
    }
}

impl Column {
    /// The column of a path: `amount`, `custom.machine`, `addresses.city`, `customer.industry`,
    /// `outcome`.
    ///
    /// # Errors
    /// [`Rule::UnknownField`] where the kind has none.
    pub fn find(
        workspace: &Workspace,
        kind: RecordKind,
        path: &str,
        now: super::Now,
    ) -> Result<Self, Rule> {
        resolve(workspace, kind, path, now, true).ok_or(Rule::UnknownField)
    }

    /// The value of a row as it is shown: of a field with one value. Lists are read from records.
    #[must_use]
    pub fn value(&self, workspace: &Workspace, row: u32) -> Option<Value> {
        match &self.values {
            Values::Ints(tag, ints) => value_of_int(*tag, ints.at(row)?),
            Values::Money(minor, currencies) => {
                let money = Money::from_minor(minor.at(row)?, *currencies.at(row)?);
                money.ok().map(Value::Money)
            }
            Values::Choice(codes, _) => codes.at(row).map(|text| Value::Text(text.clone())),
            Values::Refs(refs) => refs.at(row).map(|id| Value::Ref(*id)),
            Values::Text(source) => self.text(workspace, source, row).map(Value::Text),
            Values::Id => {
                let id = workspace.table(self.kind).id(row)?;
                Some(Value::text(id.to_string()))
            }
            Values::Via(ways) => ways
                .iter()
                .find_map(|(links, column)| column.value(workspace, links.at(row)?)),
            Values::IntList(..) | Values::RefList(_) | Values::Back(..) => None,
        }
    }

    fn text(&self, workspace: &Workspace, source: &TextSource, row: u32) -> Option<Box<str>> {
        let table = workspace.table(self.kind);
        match source {
            TextSource::Register(Key {
                field,
                element: None,
            }) => {
                let text = table.text(row, *field);
                (!text.is_empty()).then(|| Box::from(&*text))
            }
            TextSource::Register(key) => table
                .record(row)?
                .element(key.field, key.element.as_deref())
                .and_then(Value::as_text)
                .map(Box::from),
            TextSource::Primary {
                field,
                place,
                primary,
            } => primary_text(&*table.record(row)?, *field, *place, *primary).map(Box::from),
            TextSource::Elements(..) | TextSource::Members(_) => None,
        }
    }

    /// The rows that have a value.
    pub(super) fn present(&self, workspace: &Workspace) -> Bits {
        match &self.values {
            Values::Ints(_, ints) | Values::Money(ints, _) => {
                Bits::of(ints.as_slice(), |int| *int != NONE)
            }
            Values::Choice(codes, _) => Bits::of(codes.as_slice(), |code| *code != 0),
            Values::Refs(codes) => Bits::of(codes.as_slice(), |code| *code != 0),
            Values::Text(source) => {
                let rows = workspace.table(self.kind).rows();
                Texts::of(workspace, self.kind, source).present(rows)
            }
            Values::IntList(_, pairs) => rows_of(pairs, |_| true),
            Values::RefList(pairs) => rows_of(pairs, |_| true),
            Values::Id => Bits::all(workspace.table(self.kind).rows()),
            Values::Via(ways) => via(ways, |column| column.present(workspace)),
            Values::Back(refs, column) => {
                self.back(workspace, refs, column, column.present(workspace))
            }
        }
    }

    /// Numbers that sort as the values do. Of an amount there are two: its currency, which stays
    /// in order whichever way one sorts, and its minor units. None where a row has several values.
    pub(super) fn keys(&self, workspace: &Workspace) -> Option<Vec<(Keys, bool)>> {
        let one = |keys| Some(vec![(keys, false)]);
        match &self.values {
            Values::Ints(_, ints) => one(Keys::Ints(Rc::clone(ints))),
            Values::Money(minor, currencies) => {
                let ranks = currency_ranks(workspace, currencies.values());
                Some(vec![
                    (Keys::Made(by_code(currencies.as_slice(), &ranks)), true),
                    (Keys::Ints(Rc::clone(minor)), false),
                ])
            }
            Values::Choice(codes, labels) => {
                let ranks = choice_ranks(codes.values(), labels);
                one(Keys::Made(by_code(codes.as_slice(), &ranks)))
            }
            Values::Refs(refs) => {
                let ranks = name_ranks(workspace, refs.values());
                one(Keys::Made(by_code(refs.as_slice(), &ranks)))
            }
            Values::Text(source) if source.is_several() => None,
            Values::Text(source) => one(Keys::Order(super::text::TextOrder::collated(
                workspace, self.kind, source,
            ))),
            Values::Id => {
                let order = super::stamp::IdOrder::of(workspace, self.kind);
                let rows = 0..workspace.table(self.kind).rows() as i64;
                one(Keys::Made(
                    order
                        .ranks()
                        .map_or_else(|| rows.collect(), <[i64]>::to_vec),
                ))
            }
            Values::Via(ways) => match ways.as_slice() {
                [(links, column)] => {
                    let keys = column.keys(workspace)?.into_iter();
                    let followed = keys.map(|(keys, is_fixed)| {
                        let keys = keys.as_slice();
                        let key = |row: &u32| keys.get(*row as usize).copied().unwrap_or(NONE);
                        let made = links.as_slice().iter().map(key).collect();
                        (Keys::Made(made), is_fixed)
                    });
                    Some(followed.collect())
                }
                ways => one(Keys::Made(keys_of_kinds(workspace, ways)?)),
            },
            Values::IntList(..) | Values::RefList(_) | Values::Back(..) => None,
        }
    }

    /// The rows that live rows of another table refer to, of those that passed there.
    pub(super) fn back(
        &self,
        workspace: &Workspace,
        refs: &Codes<RecordId>,
        column: &Column,
        mut passed: Bits,
    ) -> Bits {
        passed.and(workspace.table(column.kind).live_bits());
        let mut is_meant = vec![false; refs.values().len() + 1];
        for row in passed.rows() {
            let code = refs.as_slice().get(row as usize).copied().unwrap_or(0);
            if let Some(slot) = is_meant.get_mut(code as usize).filter(|_| code != 0) {
                *slot = true;
            }
        }
        let table = workspace.table(self.kind);
        let meant = refs.values().iter().zip(is_meant.iter().skip(1));
        let rows = meant
            .filter(|(id, is_meant)| **is_meant && id.kind == self.kind)
            .filter_map(|(id, _)| table.row(id.uuid));
        let mut bits = Bits::default();
        rows.for_each(|row| bits.set(row, true));
        bits
    }
}

/// The rows of pairs whose value passes.
pub(super) fn rows_of<T>(pairs: &[(u32, T)], test: impl Fn(&T) -> bool) -> Bits {
    let mut bits = Bits::default();
    for (row, _) in pairs.iter().filter(|(_, value)| test(value)) {
        bits.set(*row, true);
    }
    bits
}

/// The rows that refer to rows of which something holds.
pub(super) fn via(ways: &[(Rc<Links>, Column)], of: impl Fn(&Column) -> Bits) -> Bits {
    let mut bits = Bits::default();
    for (links, column) in ways {
        bits.or(&links.select(&of(column)));
    }
    bits
}

/// The rank of each row's code; `ranks` are those of the values, in the order of their codes.
fn by_code(codes: &[u32], ranks: &[i64]) -> Vec<i64> {
    let mut all = Vec::with_capacity(ranks.len() + 1);
    all.push(NONE);
    all.extend_from_slice(ranks);
    codes
        .iter()
        .map(|code| all.get(*code as usize).copied().unwrap_or(NONE))
        .collect()
}

/// The keys of a field of the records that are referred to, where those are of several kinds, so
/// that no column holds them all: the values are sorted one by one.
fn keys_of_kinds(workspace: &Workspace, ways: &[(Rc<Links>, Column)]) -> Option<Vec<i64>> {
    let mut targets: Vec<(usize, u32)> = Vec::new();
    let mut of_rows: Vec<Option<(usize, u32)>> = Vec::new();
    for (way, (links, column)) in ways.iter().enumerate() {
        match &column.values {
            Values::IntList(..) | Values::RefList(_) | Values::Back(..) => return None,
            Values::Text(source) if source.is_several() => return None,
            _ => {}
        }
        of_rows.resize(of_rows.len().max(links.as_slice().len()), None);
        for (row, slot) in (0u32..).zip(&mut of_rows) {
            if let Some(to) = links.at(row) {
                *slot = Some((way, to));
                targets.push((way, to));
            }
        }
    }
    crate::domain::order::sort(&mut targets);
    targets.dedup();
    let key = |(way, row): &(usize, u32)| {
        let (_, column) = ways.get(*way)?;
        Some(match column.value(workspace, *row)? {
            Value::Text(text) => (0, collated(&fold(&text)).into_owned()),
            Value::Ref(id) => {
                let name = collated(&fold(&workspace.name(id))).into_owned();
                if name.is_empty() {
                    return None;
                }
                (id.kind as i64, name)
            }
            Value::Money(money) => (money.minor(), String::new()),
            value => (crate::document::value::int_of(&value)?, String::new()),
        })
    };
    let keys: Vec<Option<(i64, String)>> = targets.iter().map(key).collect();
    let ranks = ranks(&keys, Clone::clone);
    let rank = |target: &(usize, u32)| {
        let at = targets.binary_search(target).ok()?;
        keys.get(at)?.as_ref()?;
        ranks.get(at).copied()
    };
    let rows = of_rows.iter();
    Some(
        rows.map(|target| target.as_ref().and_then(rank).unwrap_or(NONE))
            .collect(),
    )
}

/// The workspace's own currency comes first, the others in the order of their codes.
fn currency_ranks(workspace: &Workspace, currencies: &[Currency]) -> Vec<i64> {
    let own = workspace.currency();
    ranks(currencies, |currency| (Some(*currency) != own, *currency))
}

/// Known choices come in their own order, the others behind them by text.
pub(super) fn choice_ranks(values: &[Box<str>], labels: &Labels) -> Vec<i64> {
    ranks(values, |value| {
        let place = labels.iter().position(|(code, _)| code == value);
        (place.unwrap_or(usize::MAX), fold(value))
    })
}

/// Records come by name; those of different kinds kind by kind.
pub(super) fn name_ranks(workspace: &Workspace, ids: &[RecordId]) -> Vec<i64> {
    if ids.len() > 1000 {
        // So many are worth the order of all names.
        let orders = RecordKind::ALL.map(|kind| {
            let is_named = ids.iter().any(|id| id.kind == kind);
            is_named.then(|| {
                let source = TextSource::names(kind);
                super::text::TextOrder::collated(workspace, kind, &source)
            })
        });
        let rank = |id: &RecordId| {
            let order = orders.get(id.kind as usize)?.as_ref()?;
            let row = workspace.table(id.kind).row(id.uuid)?;
            let rank = order.ranks().get(row as usize).copied();
            rank.filter(|rank| *rank != NONE)
                .map(|rank| rank + ((id.kind as i64) << 56))
        };
        return ids.iter().map(|id| rank(id).unwrap_or(NONE)).collect();
    }
    let names: Vec<_> = ids
        .iter()
        .map(|id| (id.kind, collated(&fold(&workspace.name(*id))).into_owned()))
        .collect();
    let mut ranks = ranks(&names, Clone::clone);
    for (rank, (_, name)) in ranks.iter_mut().zip(&names) {
        if name.is_empty() {
            *rank = NONE;
        }
    }
    ranks
}

/// The rank of each item among all by a key; equal keys have equal ranks.
fn ranks<T, K: Ord>(items: &[T], key: impl Fn(&T) -> K) -> Vec<i64> {
    let mut keys: Vec<K> = items.iter().map(&key).collect();
    crate::domain::order::sort(&mut keys);
    keys.dedup();
    items
        .iter()
        .map(|item| keys.partition_point(|other| *other < key(item)) as i64)
        .collect()
}
