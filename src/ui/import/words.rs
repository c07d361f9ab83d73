//! What the import says: subjects, sources, places of fields, problems and reasons in words.

use super::sheet::Sheet;
use crate::domain::problem::Rule;
use crate::domain::{Key, RecordKind, Shape, Type, Value, custom_field, field};
use crate::exchange::encoding::{Encoding, FileKind, FileProblem};
use crate::exchange::import::{ImportProblem, Wrong};
use crate::exchange::mapping::OwnField;
use crate::exchange::source::Source;
use crate::exchange::table::RowFault;
use crate::exchange::target::{FIRST_ELEMENT, Slot, Subject, Target};
use crate::i18n::Message;
use crate::message;
use crate::query::cell::own_key;
use crate::session::import::DecodeError;
use crate::ui::app::App;
use crate::ui::lists::value::show;
use leptos::prelude::*;

/// What rows are, in the plural.
pub(super) fn subject(subject: Subject) -> Message {
    match subject {
        Subject::Company => message!("import-subject-company"),
        Subject::Person => message!("import-subject-person"),
        Subject::Lead => message!("import-subject-lead"),
        Subject::Deal => message!("import-subject-deal"),
        Subject::Product => message!("import-subject-product"),
        Subject::Owner => message!("import-subject-owner"),
        Subject::Activity => message!("import-subject-activity"),
        Subject::Task => message!("import-subject-task"),
        Subject::Note => message!("import-subject-note"),
        Subject::Call => message!("import-subject-call"),
        Subject::Meeting => message!("import-subject-meeting"),
        Subject::Transaction => message!("import-subject-transaction"),
    }
}

/// The name of a product that writes files; none where it is not known.
pub(super) const fn source(source: Source) -> Option<&'static str> {
    Some(match source {
        Source::Satchel => "Satchel",
        Source::Salesforce | Source::SalesforceReport => "Salesforce",
        Source::HubSpot => "HubSpot",
        Source::Zoho => "Zoho CRM",
        Source::Bigin => "Bigin",
        Source::AtomicCrm => "Atomic CRM",
        Source::Twenty => "Twenty",
        Source::Plain => return None,
    })
}

/// The usual name of an encoding.
pub(super) const fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le => "UTF-16 LE",
        Encoding::Utf16Be => "UTF-16 BE",
        Encoding::Gb18030 => "GB18030 (GBK)",
        Encoding::Windows1252 => "Windows-1252",
        Encoding::Windows1250 => "Windows-1250",
        Encoding::Windows1251 => "Windows-1251",
        Encoding::Big5 => "Big5",
        Encoding::ShiftJis => "Shift_JIS",
        Encoding::EucKr => "EUC-KR",
        Encoding::Macintosh => "Macintosh",
    }
}

/// Why a file cannot be read at all.
pub(super) fn problem(app: App, file: &str, problem: FileProblem) -> Message {
    match problem {
        FileProblem::Empty => message!("file-empty", file = file),
        FileProblem::NotText(FileKind::Backup) => message!("file-backup", file = file),
        FileProblem::NotText(kind) => {
            let kind = app.page().messages().file_kind(kind.code());
            message!("file-not-text", file = file, kind = kind)
        }
        FileProblem::TooLarge { limit, .. } => {
            message!("file-too-large", file = file, size = size(app, limit))
        }
    }
}

/// Why a file did not become text.
pub(super) fn undecoded(app: App, file: &str, error: &DecodeError) -> Message {
    match error {
        DecodeError::File(found) => problem(app, file, *found),
        DecodeError::Worker(_) => message!("import-no-worker", file = file),
    }
}

/// A size in bytes.
pub(super) fn size(app: App, bytes: u64) -> String {
    app.format()
        .map(|format| format.bytes(bytes))
        .unwrap_or_default()
}

/// A count.
pub(super) fn count(app: App, count: u64) -> String {
    app.format()
        .map(|format| format.count(usize::try_from(count).unwrap_or(usize::MAX)))
        .unwrap_or_default()
}

/// A length of time in seconds, with one decimal place.
pub(super) fn seconds(app: App, seconds: f64) -> String {
    let tenths = (seconds * 10.0).round().max(1.0) / 10.0;
    let number = crate::domain::Number::from_f64(tenths);
    app.format()
        .zip(number)
        .map(|(format, number)| format.number(number))
        .unwrap_or_default()
}

/// The place that a column becomes, in words.
pub(super) fn target(app: App, kind: RecordKind, target: &Target, own: &[OwnField]) -> String {
    let page = app.page();
    match target {
        Target::Id => page.text(&message!("import-target-id")),
        Target::Currency => page.text(&message!("import-target-currency")),
        Target::Deleted => page.text(&message!("import-target-deleted")),
        Target::Slot(slot) => self::slot(app, kind, slot, own),
    }
}

fn slot(app: App, kind: RecordKind, slot: &Slot, own: &[OwnField]) -> String {
    let page = app.page();
    let messages = page.messages();
    let Some(of) = kind.field(slot.field) else {
        return String::new();
    };
    let element = slot.element.as_deref().unwrap_or_default();
    if let Some(key) = slot.own_key() {
        let known = own.iter().find(|own| own.key == key);
        let label = known.map_or_else(|| key.to_owned(), |own| own.label.clone());
        return match slot.is_by_id {
            true => page.text(&message!("import-target-by-id", field = label)),
            false => label,
        };
    }
    if slot.field == field::EXTERNAL_IDS {
        return page.text(&message!("import-target-external", system = element));
    }
    let part = slot
        .part
        .and_then(|part| of.parts().get(usize::from(part)))
        .map(|part| messages.part(of.name, part.name));
    let is_address = of.name == "addresses";
    let mut label = match part {
        Some(part) if of.shape == Shape::One => {
            let field = messages.field(kind.code(), of.name);
            page.text(&message!("import-target-part", field = field, part = part))
        }
        Some(part) => part,
        None => messages.field(kind.code(), of.name),
    };
    if of.shape == Shape::Map {
        label = page.text(&message!(
            "import-target-part",
            field = label,
            part = element
        ));
    } else if !element.is_empty() && element != FIRST_ELEMENT {
        let usage = messages.option(kind.code(), &format!("{}-type", of.name), element);
        label = page.text(&message!("import-target-use", field = label, use = usage));
    } else if is_address {
        let field = messages.field(kind.code(), of.name);
        label = page.text(&message!("import-target-part", field = field, part = label));
    }
    if slot.is_by_id {
        label = page.text(&message!("import-target-by-id", field = label));
    }
    label
}

/// The label of a register, for what would change there.
pub(super) fn register(app: App, kind: RecordKind, key: &Key, own: &[OwnField]) -> String {
    let messages = app.page().messages();
    let element = key.element.as_deref().unwrap_or_default();
    if key.field == field::CUSTOM {
        let (key, _) = custom_field::split(element);
        let known = own.iter().find(|own| own.key == key);
        return known.map_or_else(|| key.to_owned(), |own| own.label.clone());
    }
    kind.field(key.field)
        .map(|field| messages.field(kind.code(), field.name))
        .unwrap_or_default()
}

/// A value that stands or would stand in a register.
pub(super) fn value(app: App, kind: RecordKind, key: &Key, value: &Value) -> String {
    let Some(of) = kind.field(key.field) else {
        return String::new();
    };
    if let (Value::Bool(true), Some(member)) = (value, key.member(kind)) {
        return member.to_owned();
    }
    let Value::Part(part) = value else {
        let own = key
            .element
            .as_deref()
            .filter(|_| key.field == field::CUSTOM);
        let path = own.map_or_else(|| of.name.to_owned(), |own| format!("custom.{own}"));
        return show(app, kind, &path, value);
    };
    let parts = of.parts();
    let shown: Vec<String> = part
        .iter()
        .filter(|(place, value)| {
            let of = parts.get(usize::from(*place)).map(|part| part.name);
            !matches!(of, Some("type" | "primary" | "e164")) && !matches!(value, Value::Bool(_))
        })
        .map(|(place, value)| {
            let name = parts.get(usize::from(place)).map_or("", |part| part.name);
            match parts.get(usize::from(place)).map(|part| part.of) {
                Some(Type::Choice(_)) => show(app, kind, &format!("{}-{name}", of.name), value),
                _ => show(app, kind, ".", value),
            }
        })
        .collect();
    shown.join(app.page().locale().between_values())
}

/// What is wrong in a row, without its place.
pub(super) fn reason(app: App, sheet: Sheet, problem: &ImportProblem) -> String {
    let page = app.page();
    let row = problem.row;
    let file = sheet.name();
    match &problem.what {
        Wrong::Value(Rule::Required) => {
            let name = problem.field.as_deref().unwrap_or_default();
            let field = match own_key(name) {
                Some(key) => {
                    let key = Key::of(field::CUSTOM, key);
                    register(app, sheet.kind(), &key, &sheet.own.read())
                }
                None if sheet.kind() == RecordKind::Customer => {
                    return page.text(&message!("problem-nothing-to-name"));
                }
                None => page.messages().field(sheet.kind().code(), name),
            };
            page.text(&message!("import-field-missing", field = field))
        }
        Wrong::Value(rule) => page.messages().rule(rule),
        Wrong::Row(fault) => page.text(&match *fault {
            RowFault::UnclosedQuote => message!("file-unclosed-quote", row = row, file = file),
            RowFault::RowTooLong { limit } => {
                let size = size(app, limit as u64);
                message!("file-row-too-long", row = row, file = file, size = size)
            }
            RowFault::TooManyCells { limit } => {
                message!("file-too-many-cells", row = row, file = file, max = limit)
            }
            RowFault::ExtraCells { cells, columns } => message!(
                "file-extra-cells",
                row = row,
                file = file,
                count = cells,
                columns = columns
            ),
            RowFault::Sum => message!("file-sum", row = row, file = file),
            RowFault::ZeroCharacter => message!("file-zero-character", row = row, file = file),
        }),
    }
}

/// All that is wrong in a row, each with its column.
pub(super) fn reasons(app: App, sheet: Sheet, problems: &[ImportProblem]) -> String {
    let page = app.page();
    let of = |problem: &ImportProblem| {
        let said = reason(app, sheet, problem);
        match (&problem.what, column(sheet, problem)) {
            (Wrong::Value(_), Some(column)) => page.text(&message!(
                "problem-in-row",
                row = problem.row,
                column = column,
                reason = said
            )),
            (Wrong::Value(_), None) => page.text(&message!(
                "problem-in-row-only",
                row = problem.row,
                reason = said
            )),
            (Wrong::Row(_), _) => said,
        }
    };
    let sentences: Vec<String> = problems.iter().map(of).collect();
    sentences.join(" ")
}

/// The name of the column that is to blame.
pub(super) fn column(sheet: Sheet, problem: &ImportProblem) -> Option<String> {
    let mapping = sheet.mapping.read_untracked();
    let column = mapping.as_ref()?.columns.get(problem.column?)?;
    Some(column.name.clone())
}
