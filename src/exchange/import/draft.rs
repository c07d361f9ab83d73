//! From one row to what it says: values that are clear by themselves, and wishes (names of other
//! records, stages, options) that only the workspace can fulfil. Knows the mapping and nothing of
//! the workspace, so that it can run anywhere.

use crate::domain::email::EmailAddress;
use crate::domain::field::EXTERNAL_IDS;
use crate::domain::phone::{Phone, Region};
use crate::domain::problem::quoted;
use crate::domain::{Currency, RecordId, RecordKind, Rule, Shape, Type, Value, customer};

use super::compose::known_option;
use super::{ImportOptions, RowDecision};
use crate::exchange::cell::country::country_of;
use crate::exchange::cell::number::currency_of;
use crate::exchange::cell::{Cell, CellKind, ColumnFormat, is_empty_cell, parse_cell, read_bool};
use crate::exchange::mapping::{ColumnMapping, Mapping};
use crate::exchange::source::Source;
use crate::exchange::table::Row;
use crate::exchange::target::{FIRST_ELEMENT, Slot, Target};

/// The longest text that a field of several lines takes.
const LONG_TEXT_MAX: usize = 100_000;

/// The longest text of a choice or of an own field's line.
const LINE_MAX: usize = 255;

/// A name that the workspace must make sense of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The column, from 0.
    pub column: usize,
    /// Where its value would stand.
    pub slot: Slot,
    /// What it must be: a reference, or one of some options.
    pub of: Type,
    /// The name, as it stands in the file.
    pub text: String,
}

/// What a row says.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The row as a spreadsheet numbers it.
    pub row: u32,
    /// The line on which it begins.
    pub line: u32,
    /// The record's own id.
    pub id: Option<RecordId>,
    /// Values with the places they go to.
    pub values: Vec<(Slot, Value)>,
    /// Members of sets.
    pub members: Vec<(Slot, String)>,
    /// Names to be resolved.
    pub wishes: Vec<Wish>,
    /// Whether the row was deleted in its source.
    pub is_deleted: bool,
    /// Cells that cannot be read, by column.
    pub problems: Vec<(usize, Rule)>,
}

/// Reads rows by a mapping.
#[derive(Clone, Debug)]
pub struct Drafter {
    kind: RecordKind,
    source: Source,
    columns: Vec<Plan>,
    currency_column: Option<usize>,
    /// Says where the numbers of a row are dialled.
    country_column: Option<usize>,
    base: ColumnFormat,
}

/// What one row says about the reading of its other cells.
#[derive(Clone, Copy, Debug, Default)]
struct Terms {
    /// The currency of its amounts, where it names one.
    currency: Option<Currency>,
    /// The country that it is of, where that is known.
    region: Option<Region>,
}

/// How one column is read.
#[derive(Clone, Debug)]
struct Plan {
    column: usize,
    target: Target,
    shape: Shape,
    of: Type,
    format: ColumnFormat,
}

impl Drafter {
    /// Prepares the reading of rows.
    pub fn new(mapping: &Mapping, options: &ImportOptions) -> Self {
        let kind = mapping.kind();
        let base = ColumnFormat {
            zone: options.zone,
            ..ColumnFormat::new(options.currency, options.region)
        };
        let values = |column: &ColumnMapping, target: &Target| -> (Shape, Type) {
            let of_field = || {
                let slot = target.slot()?;
                Some((kind.field(slot.field)?.shape, slot.of(kind)?))
            };
            let values = column.own.or_else(of_field);
            values.unwrap_or((Shape::One, Type::LongText))
        };
        let plan = |(column, mapping): (usize, &ColumnMapping)| {
            let target = mapping.target.clone()?;
            let mut format = base.clone();
            format.date_order = mapping.date_order.unwrap_or(format.date_order);
            format.decimal_mark = mapping.decimal_mark.unwrap_or(format.decimal_mark);
            format.has_serials = mapping.has_serials;
            let (shape, of) = values(mapping, &target);
            Some(Plan {
                column,
                target,
                shape,
                of,
                format,
            })
        };
        let columns: Vec<Plan> = mapping
            .columns
            .iter()
            .enumerate()
            .filter_map(plan)
            .collect();
        let currency_column = columns
            .iter()
            .find(|plan| plan.target == Target::Currency)
            .map(|plan| plan.column);
        let is_country = |plan: &&Plan| plan.target.path(kind).ends_with(".country");
        let country_column = columns.iter().find(is_country).map(|plan| plan.column);
        Drafter {
            kind,
            source: mapping.source,
            columns,
            currency_column,
            country_column,
            base,
        }
    }

    /// Reads one row, with corrections where somebody made some.
    pub fn read(&self, row: &Row<'_>, decision: Option<&RowDecision>) -> Draft {
        let cell = |column: usize| {
            let corrected = decision
                .and_then(|decision| decision.corrections.iter().find(|(at, _)| *at == column));
            corrected.map_or_else(|| row.cell(column), |(_, text)| text.as_str())
        };
        let mut draft = Draft {
            row: row.number(),
            line: row.line(),
            ..Draft::default()
        };
        let mut terms = Terms {
            currency: None,
            region: self
                .country_column
                .and_then(|column| country_of(cell(column))),
        };
        if let Some(column) = self
            .currency_column
            .filter(|column| !is_empty_cell(cell(*column)))
        {
            terms.currency = currency_of(cell(column).trim(), self.base.currency);
            if terms.currency.is_none() {
                let value = quoted(cell(column));
                draft.problems.push((column, Rule::NotACurrency { value }));
            }
        }
        for plan in &self.columns {
            let text = cell(plan.column);
            if is_empty_cell(text) {
                continue;
            }
            if let Err(rule) = self.read_cell(plan, text.trim(), terms, &mut draft) {
                draft.problems.push((plan.column, rule));
            }
        }
        draft
    }

    fn read_cell(
        &self,
        plan: &Plan,
        text: &str,
        terms: Terms,
        draft: &mut Draft,
    ) -> Result<(), Rule> {
        let slot = match &plan.target {
            Target::Currency => return Ok(()),
            Target::Deleted => {
                // HubSpot and Twenty write when it was deleted rather than whether.
                draft.is_deleted |= read_bool(text).unwrap_or(true);
                return Ok(());
            }
            Target::Id => {
                let id = RecordId::parse(text)?;
                if id.kind != self.kind {
                    return Err(Rule::WrongKind {
                        value: quoted(text),
                    });
                }
                draft.id = Some(id);
                return Ok(());
            }
            Target::Slot(slot) => slot,
        };
        if plan.shape == Shape::Set {
            // An option of an own field may have a comma.
            let is_between = |c| match slot.own_key() {
                Some(_) => matches!(c, ';' | '；' | '\n' | '、'),
                None => matches!(c, ',' | ';' | '，' | '；' | '、'),
            };
            for member in text.split(is_between).map(str::trim) {
                if !member.is_empty() {
                    draft.members.push((slot.clone(), line(member, plan.of)?));
                }
            }
            return Ok(());
        }
        if slot.is_stage(self.kind) {
            return wish(plan, slot.clone(), line(text, Type::Text(120))?, draft);
        }
        match plan.of {
            Type::Ref(_) => self.read_references(plan, slot, text, draft),
            Type::Choice(options) => {
                let text = line(text, Type::Text(120))?;
                match known_option(self.kind, slot, options, &text) {
                    Some(code) => draft.values.push((slot.clone(), Value::text(code))),
                    None => return wish(plan, slot.clone(), text, draft),
                }
                Ok(())
            }
            Type::Email | Type::Phone => self.read_contacts(plan, slot, text, terms, draft),
            of => {
                let mut value = read_value(of, text, plan, terms.currency)?;
                if slot.field == EXTERNAL_IDS {
                    value = Value::text(self.source.clean_id(text));
                }
                draft.values.push((slot.clone(), value));
                Ok(())
            }
        }
    }

    /// A reference by name or by id; where a field takes several, a cell may name several.
    fn read_references(
        &self,
        plan: &Plan,
        slot: &Slot,
        text: &str,
        draft: &mut Draft,
    ) -> Result<(), Rule> {
        let is_list = slot.is_list(self.kind);
        let parts: Vec<&str> = if is_list || slot.is_by_id {
            let parts = text.split([';', '；']).map(str::trim);
            parts.filter(|part| !part.is_empty()).collect()
        } else {
            vec![text]
        };
        for (part, slot) in parts.into_iter().zip(elements(slot, is_list)) {
            let name = if slot.is_by_id {
                self.source.clean_id(part)
            } else {
                part
            };
            wish(plan, slot, line(name, Type::Text(255))?, draft)?;
        }
        Ok(())
    }

    /// An address or a number; several in one cell become one element each.
    fn read_contacts(
        &self,
        plan: &Plan,
        slot: &Slot,
        text: &str,
        terms: Terms,
        draft: &mut Draft,
    ) -> Result<(), Rule> {
        let is_list = slot.is_list(self.kind);
        let format = ColumnFormat {
            region: terms.region.or(plan.format.region),
            ..plan.format.clone()
        };
        let kind = if plan.of == Type::Email {
            CellKind::Email
        } else {
            CellKind::Phone
        };
        let parts: Vec<&str> = text
            .split([';', '；', '\n'])
            .flat_map(|part| {
                if kind == CellKind::Email {
                    part.split(',')
                } else {
                    part.split('\u{0}')
                }
            })
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let parts = if is_list { parts } else { vec![text] };
        for (part, slot) in parts.iter().zip(elements(slot, is_list)) {
            match parse_cell(part, kind, &format)? {
                Cell::Email(address) => push_email(draft, slot, &address),
                Cell::Phone(phone) => push_phone(draft, slot, &phone),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The slot itself and then those of further elements, for cells with several values.
fn elements(slot: &Slot, is_list: bool) -> impl Iterator<Item = Slot> {
    let slot = slot.clone();
    let count = if is_list { 20 } else { 1 };
    (1..=count).map(move |number| {
        let element = slot.element.as_deref().map(|first| match (number, first) {
            (1, first) => first.into(),
            (number, FIRST_ELEMENT) => number.to_string().into(),
            (number, first) => format!("{first}{number}").into(),
        });
        Slot {
            element,
            ..slot.clone()
        }
    })
}

fn wish(plan: &Plan, slot: Slot, text: String, draft: &mut Draft) -> Result<(), Rule> {
    draft.wishes.push(Wish {
        column: plan.column,
        slot,
        of: plan.of,
        text,
    });
    Ok(())
}

fn push_email(draft: &mut Draft, slot: Slot, address: &EmailAddress) {
    draft.values.push((slot, Value::text(address.as_str())));
}

fn push_phone(draft: &mut Draft, slot: Slot, phone: &Phone) {
    if slot.field == customer::PHONES {
        let mut part = |place, value: String| {
            let slot = Slot {
                part: Some(place),
                ..slot.clone()
            };
            draft.values.push((slot, Value::text(value)));
        };
        if let Some(number) = phone.e164() {
            part(3, number.to_string());
        }
        if let Some(extension) = phone.extension() {
            part(4, extension.to_owned());
        }
    }
    draft.values.push((slot, Value::text(phone.as_typed())));
}

fn read_value(
    of: Type,
    text: &str,
    plan: &Plan,
    currency: Option<Currency>,
) -> Result<Value, Rule> {
    let kind = match of {
        Type::Text(_) | Type::LongText | Type::Custom => return line(text, of).map(Value::text),
        Type::Currency => {
            return Currency::parse(text).map(|currency| Value::text(currency.code()));
        }
        Type::Number => CellKind::Number,
        Type::Money => CellKind::Money,
        Type::Date => CellKind::Date,
        Type::Instant => CellKind::Instant,
        Type::Bool => CellKind::Bool,
        Type::Url => CellKind::Url,
        _ => return Err(Rule::WrongType),
    };
    let cell = match currency.filter(|_| of == Type::Money) {
        Some(currency) => {
            let format = ColumnFormat {
                currency,
                ..plan.format.clone()
            };
            parse_cell(text, kind, &format)?
        }
        None => parse_cell(text, kind, &plan.format)?,
    };
    Ok(match cell {
        Cell::Number(number) => Value::Number(number),
        Cell::Money(money) => Value::Money(money),
        Cell::Date(date) => Value::Date(date),
        Cell::Instant(instant) => Value::Instant(instant),
        Cell::Bool(is) => Value::Bool(is),
        Cell::Url(address) => Value::text(address.as_str()),
        _ => return Err(Rule::WrongType),
    })
}

/// Text as its field takes it: one line loses its breaks, and none is cut without a word.
fn line(text: &str, of: Type) -> Result<String, Rule> {
    let (is_line, max) = match of {
        Type::Text(max) => (true, usize::from(max)),
        Type::LongText => (false, LONG_TEXT_MAX),
        _ => (true, LINE_MAX),
    };
    let text = text.trim();
    if text.len() > max && text.chars().count() > max {
        return Err(Rule::TooLong { max });
    }
    if text.contains('\0') {
        return Err(Rule::NotAllowed);
    }
    let has_break = text.contains('\r') || (is_line && text.contains('\n'));
    if !has_break {
        return Ok(text.to_owned());
    }
    let end = if is_line { " " } else { "\n" };
    Ok(text.replace("\r\n", end).replace(['\r', '\n'], end))
}
