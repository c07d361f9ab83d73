//! Records as cells: the one value that a column of a list or file shows of each, the main one
//! where a record has several. Fields that are worked out or of another record come from their
//! columns. How a cell is drawn or written is left to others.

use super::Now;
use super::column::Column;
use crate::domain::{
    Currency, Field, FieldIx, Key, Problem, Record, RecordKind, Shape, Type, Value, custom_field,
    customer, field,
};
use crate::workspace::{Workspace, input};

/// The register that a path names, where it is one with a single value that people write.
#[must_use]
pub fn register(workspace: &Workspace, kind: RecordKind, path: &str) -> Option<Key> {
    if let Some(key) = own_key(path) {
        let definition = workspace.custom_field(kind, key)?;
        let (shape, _) = custom_field::values_of(&definition);
        let is_written = shape == Shape::One && !custom_field::is_formula(&definition);
        return is_written.then(|| Key::of(field::CUSTOM, key));
    }
    let ix = kind.field_named(path)?;
    let field = kind.field(ix)?;
    (field.is_single() && !field.is_internal).then(|| Key::one(ix))
}

/// The key of the custom field that a path names, if any.
#[must_use]
pub fn own_key(path: &str) -> Option<&str> {
    let key = path.strip_prefix("custom.")?;
    (!key.contains('.')).then_some(key)
}

/// What a file puts between the members of a custom field, and takes them apart by.
pub const BETWEEN_MEMBERS: &str = "; ";

/// The value that a record has at a path of one of its own fields; of several the main one.
#[must_use]
pub fn at(record: &Record, path: &str) -> Option<Value> {
    let kind = record.id.kind;
    if let Some(name) = path.strip_suffix(ID)
        && let Some(Value::Ref(id)) = at(record, name)
    {
        return Some(Value::text(id.to_string()));
    }
    match (kind, path) {
        (RecordKind::Customer, "email") => main(record, customer::EMAILS, 0),
        (RecordKind::Customer, "phone") => main(record, customer::PHONES, 0),
        (RecordKind::Customer, "company") => main(record, customer::COMPANIES, 0),
        (kind, CURRENCY) if has_amounts(kind) => {
            let amount = kind
                .fields()
                .find_map(|(ix, _)| record.value(ix)?.as_money())?;
            Some(Value::text(amount.currency().code()))
        }
        (_, "tags") => {
            let tags: Vec<&str> = record
                .elements(field::TAGS)
                .map(|(tag, _)| &**tag)
                .collect();
            (!tags.is_empty()).then(|| Value::text(tags.join(", ")))
        }
        _ => match (own_key(path), kind.field_named(path)) {
            (Some(key), _) => {
                let value = record.element(field::CUSTOM, Some(key)).cloned();
                value.or_else(|| members(record, key))
            }
            (None, Some(ix)) if kind.field(ix).is_some_and(Field::is_single) => {
                record.value(ix).cloned()
            }
            _ => part(record, path),
        },
    }
}

/// The members of a custom field with several values.
fn members(record: &Record, key: &str) -> Option<Value> {
    let members: Vec<&str> = custom_field::members(record, key).collect();
    (!members.is_empty()).then(|| Value::text(members.join(BETWEEN_MEMBERS)))
}

/// How the path of a reference ends that tells the id: two records may have the same name.
const ID: &str = ".id";

/// The path of the currency that a record's amounts are in.
pub const CURRENCY: &str = "currency";

/// Whether records of a kind have amounts, and no field of that name.
fn has_amounts(kind: RecordKind) -> bool {
    let mut fields = kind.fields();
    let has = fields.any(|(_, field)| field.of == Type::Money && field.is_single());
    has && kind.field_named(CURRENCY).is_none()
}

/// A named value of a part: `consent.email`, and of a list the main element's: `addresses.city`, or
/// its main value: `emails`.
fn part(record: &Record, path: &str) -> Option<Value> {
    let (name, part) = path.split_once('.').unwrap_or((path, "value"));
    let ix = record.id.kind.field_named(name)?;
    let field = record.id.kind.field(ix)?;
    let place = field.parts().iter().position(|of| of.name == part);
    // A list of references has no value but the first: a person's companies, a deal's products.
    let place = place.or_else(|| (name == path).then_some(0))?;
    let place = u8::try_from(place).ok()?;
    match field.shape {
        Shape::One if name == path => None,
        Shape::One => record.value(ix)?.as_part()?.value(place).cloned(),
        Shape::List => main(record, ix, place),
        Shape::Set | Shape::Map => None,
    }
}

/// A value of the element that is marked as the main one, or else of the first.
fn main(record: &Record, list: FieldIx, place: u8) -> Option<Value> {
    let parts = record.id.kind.field(list).map_or(&[][..], Field::parts);
    let mark = parts.iter().position(|part| part.name == "primary");
    let mark = mark.and_then(|mark| u8::try_from(mark).ok());
    let elements = || {
        record
            .elements(list)
            .filter_map(|(_, value)| value.as_part())
    };
    let marked = mark.and_then(|mark| {
        let mut elements = elements();
        elements.find(|part| part.value(mark).is_some_and(Value::is_yes))
    });
    marked.or_else(|| elements().next())?.value(place).cloned()
}

/// The paths of a kind that make a whole file of it: what people write, a column each.
#[must_use]
pub fn paths(workspace: &Workspace, kind: RecordKind) -> Vec<String> {
    let mut paths = vec!["id".to_owned()];
    let (common, own): (Vec<_>, Vec<_>) =
        kind.fields().partition(|(ix, _)| ix.0 < field::COMMON_LEN);
    for (ix, field) in own.into_iter().chain(common) {
        match (field.shape, field.of, field.name) {
            _ if field.is_internal || ix == field::CREATED_AT => {}
            (Shape::One, Type::Part(parts), name) => {
                paths.extend(parts.iter().map(|part| format!("{name}.{}", part.name)));
            }
            (Shape::One, Type::Ref(_), name) | (_, _, name @ "companies") => {
                paths.extend([format!("{name}{ID}"), name.to_owned()]);
            }
            (Shape::One | Shape::Set, _, name) => paths.push(name.to_owned()),
            (_, _, name @ ("emails" | "phones")) => paths.push(name.to_owned()),
            (_, Type::Part(parts), "addresses") => {
                let parts = parts.iter().filter(|part| part.name != "type");
                paths.extend(parts.map(|part| format!("addresses.{}", part.name)));
            }
            _ => {}
        }
    }
    for key in workspace.custom_keys(kind) {
        let of = input::own_field(workspace, kind, &key).map(|(_, of)| of);
        if matches!(of, Some(Type::Ref(_))) {
            paths.push(format!("custom.{key}{ID}"));
        }
        paths.push(format!("custom.{key}"));
    }
    if has_amounts(kind) {
        paths.push(CURRENCY.to_owned());
    }
    paths.push("created_at".to_owned());
    paths
}

/// The cells of a list, ready to be read row by row.
pub struct Cells<'w> {
    workspace: &'w Workspace,
    kind: RecordKind,
    columns: Vec<(String, Option<Column>)>,
}

impl<'w> Cells<'w> {
    /// The columns of some paths.
    ///
    /// # Errors
    /// The paths that the kind does not have.
    pub fn new(
        workspace: &'w Workspace,
        kind: RecordKind,
        paths: &[String],
        now: Now,
    ) -> Result<Self, Vec<Problem>> {
        let (mut columns, mut problems) = (Vec::new(), Vec::new());
        for path in paths {
            // What is worked out has no register: it is read from its column.
            match Column::find(workspace, kind, path, now) {
                Ok(column) => columns.push((path.clone(), Some(column))),
                Err(_) if is_own(kind, path) => {
                    columns.push((path.clone(), None));
                }
                Err(rule) => problems.push(Problem::new(path.as_str(), rule)),
            }
        }
        if problems.is_empty() {
            Ok(Self {
                workspace,
                kind,
                columns,
            })
        } else {
            Err(problems)
        }
    }

    /// The currency in which amounts of a row need not say theirs: that of its column of
    /// currencies, else the workspace's.
    #[must_use]
    pub fn currency(&self, cells: &[Option<Value>]) -> Option<Currency> {
        let mut paths = self.columns.iter();
        match paths.position(|(path, _)| path == CURRENCY) {
            Some(at) => {
                let code = cells.get(at)?.as_ref()?.as_text()?;
                Currency::parse(code).ok()
            }
            None => self.workspace.currency(),
        }
    }

    /// The cells of a row, in the order of the paths.
    #[must_use]
    pub fn row(&self, row: u32) -> Vec<Option<Value>> {
        let record = self.workspace.table(self.kind).record(row);
        let cell = |(path, column): &(String, Option<Column>)| {
            let own = record.as_ref().and_then(|record| at(record, path));
            let value = own.or_else(|| column.as_ref()?.value(self.workspace, row))?;
            Some(self.readable(path, value))
        };
        self.columns.iter().map(cell).collect()
    }

    /// A value as a file tells it to whoever has nothing but the file: a stage by its name. Whether
    /// an amount needs its currency is asked of [`Cells::currency`].
    fn readable(&self, path: &str, value: Value) -> Value {
        match value {
            Value::Text(code) if (self.kind, path) == (RecordKind::Deal, "stage") => {
                let mut pipelines = self.workspace.pipelines().into_iter();
                let stage = pipelines.find_map(|id| self.workspace.stage(id, &code));
                stage.map_or(Value::Text(code), |stage| Value::text(stage.name()))
            }
            value => value,
        }
    }
}

/// Whether a path without a column is one that [`at`] knows.
fn is_own(kind: RecordKind, path: &str) -> bool {
    let part = || {
        let (name, part) = path.split_once('.')?;
        let parts = kind.field(kind.field_named(name)?)?.parts();
        parts.iter().find(|of| of.name == part)
    };
    let refers = || {
        let field = kind.field(kind.field_named(path.strip_suffix(ID)?)?)?;
        let mut parts = field.parts().iter().map(|part| part.of);
        matches!(parts.next().unwrap_or(field.of), Type::Ref(_)).then_some(())
    };
    kind.field_named(path).is_some()
        || part().is_some()
        || refers().is_some()
        || (path == CURRENCY && has_amounts(kind))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Part, deal};
    use crate::query::naive::NOW;
    use crate::workspace::desk::{Desk, text};

    #[test]
    fn a_cell_shows_the_main_value_of_several_and_what_is_worked_out() {
        let mut desk = Desk::new();
        let kanal = desk.company("Kanal");
        let email = |address: &str, is_main| {
            let part = [(0, Value::text(address)), (2, Value::Bool(is_main))];
            Some(Value::Part(Part::new(part)))
        };
        let city = Part::new([(1, Value::text("Quai 1")), (2, Value::text("Gent"))]);
        let fields = [
            (Key::of(customer::EMAILS, "1"), email("a@x.example", false)),
            (Key::of(customer::EMAILS, "2"), email("b@x.example", true)),
            (Key::of(customer::ADDRESSES, "1"), Some(Value::Part(city))),
            (Key::of(field::TAGS, "vip"), Some(Value::Bool(true))),
            (Key::of(field::TAGS, "eu"), Some(Value::Bool(true))),
        ];
        for (key, value) in fields {
            desk.does(&crate::workspace::command::Command::Edit {
                ids: vec![kanal],
                fields: vec![(key, value)],
                revision: None,
            });
        }
        let beans = desk.creates(
            RecordKind::Deal,
            vec![
                (Key::one(deal::NAME), text("Beans")),
                (Key::one(deal::CUSTOMER), Some(Value::Ref(kanal))),
            ],
        );
        let shown = |kind, id: crate::domain::RecordId, paths: &[&str]| -> Vec<Option<Value>> {
            let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
            let cells = Cells::new(&desk.workspace, kind, &paths, *NOW).unwrap();
            cells.row(desk.workspace.table(kind).row(id.uuid).unwrap())
        };
        let paths = ["email", "addresses.city", "addresses.postal", "tags"];
        let cells = shown(RecordKind::Customer, kanal, &paths);
        let texts: Vec<_> = cells.iter().flatten().filter_map(Value::as_text).collect();
        assert_eq!(texts, ["b@x.example", "Gent", "eu, vip"]);
        let cells = shown(RecordKind::Deal, beans, &["outcome", "customer.name"]);
        assert_eq!(cells, [text("open"), text("Kanal")]);
        let whole = paths_of(&desk, RecordKind::Customer);
        assert!(Cells::new(&desk.workspace, RecordKind::Customer, &whole, *NOW).is_ok());
        let wrong = ["colour".to_owned(), "addresses.colour".to_owned()];
        let problems = Cells::new(&desk.workspace, RecordKind::Customer, &wrong, *NOW).err();
        assert_eq!(problems.unwrap().len(), 2);
    }

    fn paths_of(desk: &Desk, kind: RecordKind) -> Vec<String> {
        paths(&desk.workspace, kind)
    }
}
