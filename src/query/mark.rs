//! Marks: where a row stands in an order, as values rather than places. A cursor carries those of
//! the last row of a page, so the next page begins behind it even where that row was edited, moved
//! or erased since. They compare as the keys of [`super::sort`] do.

use super::column::{Column, Values};
use super::pinyin::collated;
use super::text::TextSource;
use crate::document::value::int_of;
use crate::domain::{Currency, RecordId, Uuid, Value};
use crate::workspace::Workspace;
use crate::workspace::columns::Codes;
use crate::workspace::fold::fold;
use serde_json::{Value as Json, json};
use std::cmp::Ordering;

/// A value as it is sorted: a number and a text, of which the number decides first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark(i64, String);

impl Mark {
    const fn int(int: i64) -> Self {
        Self(int, String::new())
    }

    /// A folded text; none where there is nothing.
    fn text(text: &str) -> Option<Self> {
        let folded = fold(text);
        (!folded.is_empty()).then(|| Self(0, collated(&folded).into_owned()))
    }

    fn name(workspace: &Workspace, id: RecordId) -> Option<Self> {
        Self::text(&workspace.name(id)).map(|Self(_, name)| Self(id.kind as i64, name))
    }

    pub(super) fn to_json(&self) -> Json {
        json!([self.0, self.1])
    }

    pub(super) fn from_json(json: &Json) -> Option<Self> {
        let [int, text] = json.as_array()?.as_slice() else {
            return None;
        };
        Some(Self(int.as_i64()?, text.as_str()?.to_owned()))
    }
}

/// Compares two marks in a direction; what is missing comes last in both.
pub(super) fn compare(one: Option<&Mark>, other: Option<&Mark>, is_descending: bool) -> Ordering {
    match (one, other) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(one), Some(other)) if is_descending => other.cmp(one),
        (Some(one), Some(other)) => one.cmp(other),
    }
}

impl Column {
    /// The marks of a row, as many as the column has keys, each with whether it stays in order
    /// whichever way one sorts. `None` is a row that is not there.
    pub(super) fn marks(
        &self,
        workspace: &Workspace,
        row: Option<u32>,
    ) -> Vec<(Option<Mark>, bool)> {
        let one = |mark: Option<Mark>| vec![(mark, false)];
        match &self.values {
            Values::Ints(_, ints) => one(row.and_then(|row| ints.at(row)).map(Mark::int)),
            Values::Money(minor, currencies) => {
                let currency = row.and_then(|row| currency(workspace, currencies, row));
                let minor = row.and_then(|row| minor.at(row)).map(Mark::int);
                vec![(currency, true), (minor, false)]
            }
            Values::Choice(codes, labels) => {
                let code = row.and_then(|row| codes.at(row));
                one(code.map(|code| {
                    let place = labels.iter().position(|(known, _)| known == code);
                    let place = place.and_then(|place| i64::try_from(place).ok());
                    Mark(place.unwrap_or(i64::MAX), fold(code))
                }))
            }
            Values::Refs(refs) => {
                let id = row.and_then(|row| refs.at(row));
                one(id.and_then(|id| Mark::name(workspace, *id)))
            }
            Values::Text(TextSource::Elements(..))
            | Values::IntList(..)
            | Values::RefList(_)
            | Values::Back(..) => Vec::new(),
            Values::Text(_) => {
                let value = row.and_then(|row| self.value(workspace, row));
                one(value.as_ref().and_then(Value::as_text).and_then(Mark::text))
            }
            Values::Id => {
                let id = row.and_then(|row| workspace.table(self.kind).id(row));
                one(id.map(|id| Mark(0, id.uuid.to_string())))
            }
            Values::Via(ways) => match ways.as_slice() {
                [(links, column)] => column.marks(workspace, row.and_then(|row| links.at(row))),
                _ => {
                    let value = row.and_then(|row| self.value(workspace, row));
                    one(value.and_then(|value| of_value(workspace, &value)))
                }
            },
        }
    }
}

/// The workspace's own currency comes first.
fn currency(workspace: &Workspace, currencies: &Codes<Currency>, row: u32) -> Option<Mark> {
    let currency = currencies.at(row)?;
    let is_foreign = Some(*currency) != workspace.currency();
    Some(Mark(i64::from(is_foreign), currency.code().to_owned()))
}

/// The mark of a value of a column that leads to records of several kinds.
fn of_value(workspace: &Workspace, value: &Value) -> Option<Mark> {
    match value {
        Value::Text(text) => Some(Mark(0, collated(&fold(text)).into_owned())),
        Value::Ref(id) => Mark::name(workspace, *id),
        value => int_of(value).map(Mark::int),
    }
}

/// The marks of the last row of a page, and its id, which tells it from its equals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// One for each key of the order.
    pub(super) marks: Vec<Option<Mark>>,
    /// The id.
    pub(super) id: Uuid,
}
