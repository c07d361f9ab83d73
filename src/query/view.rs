//! Saved views: a named query with its columns and layout. The record keeps the query as the
//! address bar would say it, so a view opened is an address followed.

use super::address;
use super::list::Query;
use crate::domain::view::{LAYOUT, NAME, OBJECT, ORDER, QUERY};
use crate::domain::{Key, Number, Problem, Record, RecordId, RecordKind, Rule, Value};
use crate::workspace::Workspace;

/// The narrowest and the widest a column may be, in pixels.
const WIDTHS: std::ops::RangeInclusive<u16> = 40..=1200;

/// How a view is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Rows and columns.
    #[default]
    Table,
    /// Lanes and cards.
    Board,
}

impl Layout {
    /// The stable word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Board => "board",
        }
    }

    /// The layout with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Table, Self::Board]
            .into_iter()
            .find(|layout| layout.code() == code)
    }
}

/// A saved view. Its columns are the query's fields; none are the usual ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// What it is called.
    pub name: String,
    /// How it is drawn.
    pub layout: Layout,
    /// What it shows, in which order, by which columns.
    pub query: Query,
    /// The widths of columns that somebody dragged, in pixels.
    pub widths: Vec<(String, u16)>,
    /// Its place among the views.
    pub order: Option<Number>,
}

impl View {
    /// A view of everything live of a kind.
    #[must_use]
    pub const fn new(kind: RecordKind) -> Self {
        Self {
            name: String::new(),
            layout: Layout::Table,
            query: Query::new(kind),
            widths: Vec::new(),
            order: None,
        }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// What is wrong with the kept query.
    pub fn of(record: &Record) -> Result<Self, Vec<Problem>> {
        let object = record.text(OBJECT);
        let kind = RecordKind::from_collection(object).ok_or_else(|| {
            let value = object.to_owned();
            vec![Problem::new("object", Rule::NotAnOption { value })]
        })?;
        Ok(Self {
            name: record.name().to_owned(),
            layout: Layout::from_code(record.text(LAYOUT)).unwrap_or_default(),
            order: record.value(ORDER).and_then(Value::as_number),
            ..Self::parse(kind, record.text(QUERY))?
        })
    }

    /// Reads the query string of a list's address: the query's parameters, `layout` and `widths`.
    ///
    /// # Errors
    /// As [`Query::parse`], and for layouts and widths that make no sense.
    pub fn parse(kind: RecordKind, query: &str) -> Result<Self, Vec<Problem>> {
        let mut view = Self::new(kind);
        let (mut rest, mut problems) = (Vec::new(), Vec::new());
        for (name, value) in address::pairs(query) {
            let refused = || {
                Problem::new(
                    &*name,
                    Rule::NotAnOption {
                        value: value.clone(),
                    },
                )
            };
            match name.as_str() {
                "layout" => match Layout::from_code(&value) {
                    Some(layout) => view.layout = layout,
                    None => problems.push(refused()),
                },
                "widths" => match widths(&value) {
                    Some(widths) => view.widths = widths,
                    None => problems.push(refused()),
                },
                _ => rest.push((name, value)),
            }
        }
        match Query::of_pairs(kind, rest) {
            Ok(query) if problems.is_empty() => {
                view.query = query;
                Ok(view)
            }
            Ok(_) => Err(problems),
            Err(others) => {
                problems.extend(others);
                Err(problems)
            }
        }
    }

    /// The query string that [`View::parse`] reads: the address of the list.
    #[must_use]
    pub fn to_query_string(&self) -> String {
        let widths: Vec<String> = self
            .widths
            .iter()
            .map(|(field, width)| format!("{field}:{width}"))
            .collect();
        let widths = widths.join(",");
        let query = self.query.pairs();
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        if self.layout != Layout::Table {
            pairs.push(("layout", self.layout.code()));
        }
        pairs.extend(query.iter().map(|(name, value)| (*name, value.as_str())));
        if !widths.is_empty() {
            pairs.push(("widths", &widths));
        }
        address::write(pairs)
    }

    /// The registers that a command writes to save it. What belongs to a page and not to a view
    /// (how far one scrolled, the words being searched) is kept out by the caller.
    #[must_use]
    pub fn fields(&self) -> Vec<(Key, Option<Value>)> {
        let text = |text: &str| (!text.is_empty()).then(|| Value::text(text));
        vec![
            (Key::one(NAME), text(&self.name)),
            (Key::one(OBJECT), text(self.query.kind.collection())),
            (Key::one(LAYOUT), text(self.layout.code())),
            (Key::one(QUERY), text(&self.to_query_string())),
            (Key::one(ORDER), self.order.map(Value::Number)),
        ]
    }

    /// Whether both show the same in the same way, whatever they are called.
    #[must_use]
    pub fn shows_same(&self, other: &Self) -> bool {
        self.to_query_string() == other.to_query_string()
    }
}

/// The widths of columns: `name:240,owner:120`.
fn widths(text: &str) -> Option<Vec<(String, u16)>> {
    let columns = text.split(',').filter(|column| !column.is_empty());
    columns
        .map(|column| {
            let (field, width) = column.rsplit_once(':')?;
            let width = width.parse().ok().filter(|width| WIDTHS.contains(width))?;
            Some((field.to_owned(), width))
        })
        .collect()
}

/// The live views of a kind in their order, with their ids. A view that cannot be read is left
/// out: a newer version may have written it.
#[must_use]
pub fn views(workspace: &Workspace, kind: RecordKind) -> Vec<(RecordId, View)> {
    let table = workspace.table(RecordKind::View);
    let mut views: Vec<(RecordId, View)> = table
        .live_rows()
        .filter_map(|row| table.record(row))
        .filter(|record| record.text(OBJECT) == kind.collection())
        .filter_map(|record| Some((record.id, View::of(&record).ok()?)))
        .collect();
    // Those without a place come last, as they were made.
    views.sort_by_key(|(id, view)| (view.order.is_none(), view.order, *id));
    views
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::query::{Filter, Operand, Sort, Test};
    use crate::workspace::desk::Desk;

    #[test]
    fn a_view_saved_opens_as_it_was() {
        let mut view = View::new(RecordKind::Customer);
        view.name = "Lapsed & large, 大客户".into();
        view.layout = Layout::Board;
        view.query = view
            .query
            .and(Filter::test("tags", Test::Is(Operand::text("a,b&c"))));
        view.query.sort = Sort::parse("-size,name").unwrap();
        view.query.fields = vec!["name".into(), "custom.machine".into()];
        view.query.group_by = Some("owner".into());
        view.widths = vec![("name".into(), 240), ("custom.machine".into(), 90)];
        view.order = Number::from_f64(1.5);
        let mut desk = Desk::new();
        let id = desk.creates(RecordKind::View, view.fields());
        let mut plain = View::new(RecordKind::Customer);
        plain.name = "All".into();
        let last = desk.creates(RecordKind::View, plain.fields());
        let mut other = View::new(RecordKind::Deal);
        other.name = "Deals".into();
        desk.creates(RecordKind::View, other.fields());
        assert_eq!(View::of(&desk.record(id)), Ok(view.clone()));
        let saved = views(&desk.workspace, RecordKind::Customer);
        assert_eq!(saved, [(id, view.clone()), (last, plain.clone())]);
        assert!(!view.shows_same(&plain));
        let renamed = View {
            name: "B".into(),
            ..view.clone()
        };
        assert!(view.shows_same(&renamed));
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (query, field) in [
            ("layout=circle", "layout"),
            ("widths=name", "widths"),
            ("widths=name:5", "widths"),
            ("colour=red", "colour"),
        ] {
            let problems = View::parse(RecordKind::Customer, query).unwrap_err();
            assert_eq!(problems.first().unwrap().field, field, "{query}");
        }
    }
}
