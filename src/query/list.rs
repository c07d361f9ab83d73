//! Lists: a query of a collection, its form in the address, and its answer: how many there are,
//! which rows in which order, what they sum up to, and in groups. The same query stands behind a
//! screen, a saved view and a REST read.

pub(super) mod search;

use super::Now;
use super::address;
use super::column::Column;
use super::filter::Filter;
use super::mark::{Mark, Place};
use super::plan::Plan;
use super::sort::{Sort, Sorter};
use super::sum::{Group, Mean, Sum, Summed, group_by_group, groups};
use crate::domain::problem::quoted;
use crate::domain::{Problem, RecordKind, Rule, Standing, Uuid};
use crate::workspace::Workspace;
use crate::workspace::columns::Bits;
use serde_json::Value as Json;
use std::fmt;

/// The longest page.
pub const LIMIT_MAX: usize = 1000;

/// What somebody wants to see of a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The kind of its records.
    pub kind: RecordKind,
    /// Words that must all be found.
    pub search: String,
    /// Conditions that must hold.
    pub filter: Option<Filter>,
    /// The order.
    pub sort: Sort,
    /// How many rows at most; none for all.
    pub limit: Option<usize>,
    /// How many rows to pass over.
    pub offset: usize,
    /// Where the page before ended.
    pub cursor: Option<Cursor>,
    /// The fields that are shown or sent; none for all.
    pub fields: Vec<String>,
    /// Whether records of the trash are among them.
    pub trash: Trash,
    /// The field that rows are grouped by.
    pub group_by: Option<String>,
}

/// Whether records of the trash are in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trash {
    /// Live records only.
    #[default]
    Without,
    /// Both.
    With,
    /// Those of the trash only.
    Only,
}

impl Trash {
    const ALL: [(&'static str, Self); 3] = [
        ("without", Self::Without),
        ("with", Self::With),
        ("only", Self::Only),
    ];

    /// The word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Without => "without",
            Self::With => "with",
            Self::Only => "only",
        }
    }
}

/// Where a page ended: at the last of its rows, by what it is sorted by and its id. So the next
/// page begins behind it, whatever was edited, added or erased in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(Place);

impl Cursor {
    /// Reads `0192f0a7-…` or, with what the list is sorted by, `0192f0a7-….5b5b…`.
    ///
    /// # Errors
    /// [`Rule::NotAnOption`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let (id, marks) = text.split_once('.').unwrap_or((text, ""));
        let place = || {
            Some(Place {
                marks: read_marks(marks)?,
                id: Uuid::parse(id).ok()?,
            })
        };
        place().map(Self).ok_or_else(|| Rule::NotAnOption {
            value: quoted(text),
        })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { marks, id } = &self.0;
        write!(out, "{id}")?;
        if marks.is_empty() {
            return Ok(());
        }
        let marks = marks.iter();
        let marks: Vec<Json> = marks
            .map(|mark| mark.as_ref().map_or(Json::Null, Mark::to_json))
            .collect();
        // In digits, since it stands in addresses as it is.
        out.write_str(".")?;
        let text = Json::Array(marks).to_string();
        text.bytes().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// Reads the marks of a cursor: JSON in hexadecimal digits.
fn read_marks(digits: &str) -> Option<Vec<Option<Mark>>> {
    if digits.is_empty() {
        return Some(Vec::new());
    }
    let byte = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(pair, 16).ok()
    };
    let bytes: Option<Vec<u8>> = digits.as_bytes().chunks(2).map(byte).collect();
    let json: Json = serde_json::from_slice(&bytes?).ok()?;
    let marks = json.as_array()?.iter().map(|mark| match mark {
        Json::Null => Some(None),
        mark => Mark::from_json(mark).map(Some),
    });
    marks.collect()
}

impl Query {
    /// Everything live of a kind.
    #[must_use]
    pub const fn new(kind: RecordKind) -> Self {
        Self {
            kind,
            search: String::new(),
            filter: None,
            sort: Sort(Vec::new()),
            limit: None,
            offset: 0,
            cursor: None,
            fields: Vec::new(),
            trash: Trash::Without,
            group_by: None,
        }
    }

    /// The same query under one more condition.
    #[must_use]
    pub fn and(mut self, filter: Filter) -> Self {
        self.filter = Some(match self.filter {
            Some(before) => before.and(filter),
            None => filter,
        });
        self
    }

    /// Reads the query string of an address: `q=…&filter=…&sort=-amount,name`.
    ///
    /// # Errors
    /// All that is wrong, by the names of the parameters; unknown ones too.
    pub fn parse(kind: RecordKind, query: &str) -> Result<Self, Vec<Problem>> {
        Self::of_pairs(kind, address::pairs(query))
    }

    /// Reads the names and values of a query string.
    ///
    /// # Errors
    /// As [`Query::parse`].
    pub fn of_pairs(
        kind: RecordKind,
        pairs: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Vec<Problem>> {
        let mut query = Self::new(kind);
        let mut problems = Vec::new();
        for (name, value) in pairs {
            if let Err(found) = query.take(&name, &value) {
                problems.extend(found);
            }
        }
        if problems.is_empty() {
            Ok(query)
        } else {
            Err(problems)
        }
    }

    /// Takes one parameter.
    fn take(&mut self, name: &str, value: &str) -> Result<(), Vec<Problem>> {
        let problem = |rule| vec![Problem::new(name, rule)];
        let number = || {
            value.parse::<usize>().map_err(|_| {
                problem(Rule::NotANumber {
                    value: quoted(value),
                })
            })
        };
        match name {
            "q" => self.search = value.to_owned(),
            "filter" => self.filter = Some(Filter::parse(value)?),
            "sort" => self.sort = Sort::parse(value).map_err(|problem| vec![problem])?,
            "limit" => {
                let limit = number()?;
                if limit > LIMIT_MAX {
                    return Err(problem(Rule::OutOfRange {
                        min: "0".into(),
                        max: LIMIT_MAX.to_string(),
                    }));
                }
                self.limit = Some(limit);
            }
            "offset" => self.offset = number()?,
            "cursor" => self.cursor = Some(Cursor::parse(value).map_err(problem)?),
            "fields" => self.fields = value.split(',').map(str::to_owned).collect(),
            "trash" => {
                let known = Trash::ALL.iter().find(|(code, _)| *code == value);
                self.trash = known.map(|(_, trash)| *trash).ok_or_else(|| {
                    problem(Rule::NotAnOption {
                        value: quoted(value),
                    })
                })?;
            }
            "group_by" => self.group_by = Some(value.to_owned()),
            _ => return Err(problem(Rule::UnknownField)),
        }
        Ok(())
    }

    /// The names and values of its query string; what is as usual is left out.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut add = |name, value: Option<String>| {
            if let Some(value) = value {
                pairs.push((name, value));
            }
        };
        let some = |text: String| (!text.is_empty()).then_some(text);
        add("q", some(self.search.clone()));
        let filter = self.filter.as_ref();
        add("filter", filter.map(|filter| filter.to_json().to_string()));
        add("sort", some(self.sort.to_string()));
        add("limit", self.limit.map(|limit| limit.to_string()));
        let offset = (self.offset > 0).then(|| self.offset.to_string());
        add("offset", offset);
        add("cursor", self.cursor.as_ref().map(Cursor::to_string));
        add("fields", some(self.fields.join(",")));
        let trash = (self.trash != Trash::Without).then(|| self.trash.code().to_owned());
        add("trash", trash);
        add("group_by", self.group_by.clone());
        pairs
    }

    /// The query string that [`Query::parse`] reads.
    #[must_use]
    pub fn to_query_string(&self) -> String {
        let pairs = self.pairs();
        address::write(pairs.iter().map(|(name, value)| (*name, value.as_str())))
    }
}

/// What a query finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How many records in all.
    pub total: usize,
    /// The rows of the page, in order.
    pub rows: Vec<u32>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// The sums of all that was found, of the amounts that matter for the kind and those shown.
    pub sums: Vec<Sum>,
    /// The means of the scores that are shown, over all that was found.
    pub means: Vec<Mean>,
    /// All that was found in groups, where the query groups.
    pub groups: Vec<Group>,
}

/// The amounts that are summed of a kind, whatever is shown.
#[must_use]
pub const fn summed_fields(kind: RecordKind) -> &'static [&'static str] {
    match kind {
        RecordKind::Deal => &["amount", "weighted"],
        RecordKind::Transaction => &["amount"],
        _ => &[],
    }
}

/// The scores of customers that a list averages where it shows them. Three digits in one number have no
/// mean that says anything.
const AVERAGED: [&str; 7] = [
    "score",
    "purchases",
    "recency",
    "frequency",
    "monetary",
    "churn_risk",
    "expected_purchases",
];

/// Whether a list sums or averages a field where it shows it, beside those that it sums whatever is shown:
/// what the analysis of customers found.
#[must_use]
pub fn is_totalled(kind: RecordKind, field: &str) -> bool {
    match kind {
        RecordKind::Customer => {
            AVERAGED.contains(&field) || ["revenue", "value", "lifetime_value"].contains(&field)
        }
        RecordKind::Transaction => field == "revenue",
        _ => false,
    }
}

/// What records come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The sums of amounts.
    pub sums: Vec<Sum>,
    /// The means of scores.
    pub means: Vec<Mean>,
}

/// What rows come to in fields that a list sums or averages; of other fields nothing is told.
#[must_use]
pub fn totals(
    workspace: &Workspace,
    kind: RecordKind,
    fields: &[String],
    rows: &Bits,
    now: impl Into<Now>,
) -> Totals {
    let now = now.into();
    let totalled = fields.iter().filter(|field| is_totalled(kind, field));
    let sums = totalled.filter_map(|field| {
        let column = Column::find(workspace, kind, field, now).ok()?;
        Some(Summed::of(field, &column)?.total(rows.rows()))
    });
    Totals {
        sums: sums.collect(),
        means: means(workspace, kind, fields, rows, now),
    }
}

fn means(
    workspace: &Workspace,
    kind: RecordKind,
    fields: &[String],
    rows: &Bits,
    now: Now,
) -> Vec<Mean> {
    let averaged = fields
        .iter()
        .filter(|field| kind == RecordKind::Customer && AVERAGED.contains(&field.as_str()));
    let means = averaged.filter_map(|field| {
        let column = Column::find(workspace, kind, field, now).ok()?;
        Mean::of(field, &column, rows.rows())
    });
    means.collect()
}

/// The rows that a query finds, in no order.
///
/// # Errors
/// What is wrong with its filter.
pub fn select(workspace: &Workspace, query: &Query, now: Now) -> Result<Bits, Vec<Problem>> {
    let kind = query.kind;
    let mut bits = match query.trash {
        Trash::Without => workspace.table(kind).live_bits().clone(),
        Trash::With => standing(workspace, kind, |standing| standing != Standing::Gone),
        Trash::Only => standing(workspace, kind, |standing| standing == Standing::Trashed),
    };
    if let Some(found) = search::search(workspace, kind, &query.search) {
        bits.and(&found);
    }
    if let Some(filter) = &query.filter {
        bits.and(&Plan::new(workspace, kind, filter, now)?.select(workspace, kind));
    }
    Ok(bits)
}

/// The rows of a kind that stand as asked.
fn standing(workspace: &Workspace, kind: RecordKind, is_wanted: fn(Standing) -> bool) -> Bits {
    Bits::of(workspace.table(kind).standings(), |standing| {
        is_wanted(*standing)
    })
}

/// Answers a query.
///
/// # Errors
/// Fields it names that are not there, and conditions that do not suit them.
pub fn run(
    workspace: &Workspace,
    query: &Query,
    now: impl Into<Now>,
) -> Result<Answer, Vec<Problem>> {
    let now = now.into();
    let selected = select(workspace, query, now);
    let sorter = Sorter::new(workspace, query.kind, &query.sort, now);
    let mut problems = unknown_fields(workspace, query, now);
    let grouped = query.group_by.as_deref().map(|field| {
        let column = Column::find(workspace, query.kind, field, now);
        column.map_err(|rule| Problem::new(field, rule))
    });
    let (selected, sorter, grouped) = match (selected, sorter, grouped.transpose()) {
        (Ok(selected), Ok(sorter), Ok(grouped)) if problems.is_empty() => {
            (selected, sorter, grouped)
        }
        (selected, sorter, grouped) => {
            problems.extend(selected.err().into_iter().flatten());
            problems.extend(sorter.err().into_iter().flatten());
            problems.extend(grouped.err());
            return Err(problems);
        }
    };
    let summed = summed(workspace, query, now);
    let sums = summed
        .iter()
        .map(|summed| summed.total(selected.rows()))
        .collect();
    let means = means(workspace, query.kind, &query.fields, &selected, now);
    let groups = match grouped {
        Some(column) => groups(workspace, &column, &selected, &summed, now).ok_or_else(|| {
            let value = quoted(query.group_by.as_deref().unwrap_or_default());
            vec![Problem::new("group_by", Rule::NotAnOption { value })]
        })?,
        None => Vec::new(),
    };
    let total = selected.count();
    let (rows, start) = page(workspace, query, &sorter, selected)?;
    let end = start + rows.len();
    let next = rows.last().filter(|_| end < total).and_then(|row| {
        let id = workspace.table(query.kind).id(*row)?;
        Some(Cursor(sorter.place(workspace, *row, id.uuid)))
    });
    Ok(Answer {
        total,
        rows,
        next,
        sums,
        means,
        groups,
    })
}

/// The rows of an answer, which keep their order, group by group as the answer has its groups. None
/// where the field is not there or makes no groups, and where a record may be in several: tags.
#[must_use]
pub fn in_groups(
    workspace: &Workspace,
    kind: RecordKind,
    field: &str,
    rows: &[u32],
    now: impl Into<Now>,
) -> Option<Vec<u32>> {
    let now = now.into();
    let column = Column::find(workspace, kind, field, now).ok()?;
    group_by_group(workspace, &column, rows, now)
}

/// The rows of the page, and how many come before it.
fn page(
    workspace: &Workspace,
    query: &Query,
    sorter: &Sorter,
    selected: Bits,
) -> Result<(Vec<u32>, usize), Vec<Problem>> {
    if query.limit == Some(0) {
        return Ok((Vec::new(), query.offset));
    }
    let rows = selected.list();
    let (rows, start) = match &query.cursor {
        None => {
            let first = query.limit.map(|limit| limit.saturating_add(query.offset));
            (sorter.sorted(rows, first), query.offset)
        }
        Some(cursor) => {
            let rows = sorter.sorted(rows, None);
            let start = sorter.up_to(workspace, query.kind, &rows, &cursor.0);
            let start = start.ok_or_else(|| {
                let value = quoted(&cursor.to_string());
                vec![Problem::new("cursor", Rule::NotAnOption { value })]
            })?;
            (rows, start + query.offset)
        }
    };
    let limit = query.limit.unwrap_or(usize::MAX);
    let is_whole = start == 0 && rows.len() <= limit;
    let rows = if is_whole {
        rows
    } else {
        rows.into_iter().skip(start).take(limit).collect()
    };
    Ok((rows, start))
}

/// The amounts to be summed: those of the kind, and those among the fields that are shown.
fn summed(workspace: &Workspace, query: &Query, now: Now) -> Vec<Summed> {
    let mut summed: Vec<Summed> = Vec::new();
    let shown = query.fields.iter().map(String::as_str);
    for field in summed_fields(query.kind).iter().copied().chain(shown) {
        let is_new = !summed.iter().any(|one| one.field() == field);
        let column = Column::find(workspace, query.kind, field, now);
        if let (true, Ok(column)) = (is_new, column) {
            summed.extend(Summed::of(field, &column));
        }
    }
    summed
}

/// The fields to be shown that the kind does not have.
fn unknown_fields(workspace: &Workspace, query: &Query, now: Now) -> Vec<Problem> {
    let is_known = |field: &str| {
        query.kind.field_named(field).is_some()
            || Column::find(workspace, query.kind, field, now).is_ok()
    };
    let unknown = query.fields.iter().filter(|field| !is_known(field));
    unknown
        .map(|field| Problem::new(field.as_str(), Rule::UnknownField))
        .collect()
}
