//! Reads what a person typed, or a cell of a file said, into the value of a field. One door for
//! forms, files and REST, so that a value that is right in one is right in all.

use super::Workspace;
pub use crate::document::path;
use crate::domain::email::EmailAddress;
use crate::domain::phone::{Phone, Region};
use crate::domain::problem::quoted;
use crate::domain::url::WebAddress;
use crate::domain::{
    Currency, Date, Field, Instant, Key, Money, Number, Part, RecordId, RecordKind, Rule, Shape,
    Type, Value, custom_field, customer,
};

/// What reading needs to know of the workspace.
#[derive(Clone, Debug)]
pub struct InputContext {
    /// The currency of amounts that name none.
    pub currency: Option<Currency>,
    region: Box<str>,
}

impl InputContext {
    /// That of a workspace.
    #[must_use]
    pub fn of(workspace: &Workspace) -> Self {
        Self {
            currency: workspace.currency(),
            region: (&*workspace.region()).into(),
        }
    }

    /// Where numbers without a country code are dialled. Read only when a number is: the tables of
    /// all countries are large, and a list has to do without them.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        Region::parse(&self.region).ok()
    }
}

/// The type of a register's value: the field's, or for a custom field its definition's.
#[must_use]
pub fn type_of(workspace: &Workspace, kind: RecordKind, key: &Key) -> Option<Type> {
    shape_and_type_of(workspace, kind, key).map(|(_, of)| of)
}

/// How many values a register's field has and of what type: the field's, or for a custom field its
/// definition's.
#[must_use]
pub fn shape_and_type_of(
    workspace: &Workspace,
    kind: RecordKind,
    key: &Key,
) -> Option<(Shape, Type)> {
    let field = kind.field(key.field)?;
    if field.of != Type::Custom {
        return Some((field.shape, field.of));
    }
    let (own, _) = custom_field::split(key.element.as_deref()?);
    own_field(workspace, kind, own)
}

/// How many values a custom field has and of what type.
#[must_use]
pub fn own_field(workspace: &Workspace, kind: RecordKind, key: &str) -> Option<(Shape, Type)> {
    let definition = workspace.custom_field(kind, key)?;
    Some(custom_field::values_of(&definition))
}

/// Whether a custom field's values are worked out, so that nobody writes them.
#[must_use]
pub fn is_formula(workspace: &Workspace, kind: RecordKind, key: &str) -> bool {
    let definition = workspace.custom_field(kind, key);
    definition.is_some_and(|definition| custom_field::is_formula(&definition))
}

/// The keys of the custom fields that a record of a kind cannot be made without.
#[must_use]
pub fn required_own(workspace: &Workspace, kind: RecordKind) -> Vec<String> {
    let keys = workspace.custom_keys(kind).into_iter();
    keys.filter(|key| {
        let definition = workspace.custom_field(kind, key);
        definition.is_some_and(|definition| custom_field::is_required(&definition))
    })
    .collect()
}

/// Reads a text into a value of a type; blank text is no value.
///
/// # Errors
/// The rule that the text breaks.
pub fn parse(of: Type, text: &str, context: &InputContext) -> Result<Option<Value>, Rule> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    Ok(Some(match of {
        Type::Text(_) | Type::LongText | Type::Custom => Value::text(text_of(of, text)),
        Type::Number => Value::Number(Number::parse(trimmed)?),
        Type::Bool => Value::Bool(parse_bool(trimmed)?),
        Type::Date => Value::Date(Date::parse(trimmed)?),
        Type::Instant => Value::Instant(Instant::parse(trimmed)?),
        Type::Money => Value::Money(parse_money(trimmed, context)?),
        Type::Choice(options) => Value::text(parse_choice(options, trimmed)?),
        Type::Ref(kinds) => {
            let id = RecordId::parse(trimmed)?;
            if !kinds.contains(&id.kind) {
                return Err(Rule::WrongKind {
                    value: quoted(trimmed),
                });
            }
            Value::Ref(id)
        }
        Type::Email => Value::text(EmailAddress::parse(trimmed)?.as_str()),
        Type::Phone => Value::text(Phone::parse(trimmed, context.region())?.as_typed()),
        Type::Url => Value::text(WebAddress::parse(trimmed)?.as_str()),
        Type::Currency => Value::text(Currency::parse(trimmed)?.code()),
        Type::Part(parts) => return parse_first_part(parts, trimmed, context),
        Type::Unknown => return Err(Rule::NotAllowed),
    }))
}

/// One line loses what would break it; long text keeps its lines.
fn text_of(of: Type, text: &str) -> String {
    match of {
        Type::Text(_) => text.trim().replace(['\r', '\n'], " "),
        _ => text.trim_end().replace("\r\n", "\n"),
    }
}

pub(crate) fn parse_bool(text: &str) -> Result<bool, Rule> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "on" | "是" | "对" => Ok(true),
        "false" | "no" | "n" | "0" | "off" | "否" => Ok(false),
        _ => Err(Rule::NotAYesOrNo {
            value: quoted(text),
        }),
    }
}

/// `1100.04`, `EUR 1100.04` or `1100.04 EUR`.
pub(crate) fn parse_money(text: &str, context: &InputContext) -> Result<Money, Rule> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if let [one, two] = words.as_slice() {
        let pair = Currency::parse(one).map(|currency| (currency, *two));
        if let Ok((currency, amount)) =
            pair.or_else(|_| Currency::parse(two).map(|currency| (currency, *one)))
        {
            return Money::parse(amount, currency);
        }
    }
    let currency = context.currency.ok_or_else(|| Rule::NotACurrency {
        value: String::new(),
    })?;
    Money::parse(text, currency)
}

fn parse_choice(options: crate::domain::field::Options, text: &str) -> Result<String, Rule> {
    let code = text.to_lowercase().replace([' ', '-'], "_");
    if let Some(known) = options.codes.iter().find(|option| **option == code) {
        return Ok((*known).to_owned());
    }
    if options.open {
        Ok(text.to_owned())
    } else {
        Err(Rule::NotAnOption {
            value: quoted(text),
        })
    }
}

/// A text for a part is the text of its first value: an e-mail's address, a number, a street.
fn parse_first_part(
    parts: &'static [crate::domain::PartField],
    text: &str,
    context: &InputContext,
) -> Result<Option<Value>, Rule> {
    let first = parts
        .iter()
        .position(|part| part.name == "value")
        .unwrap_or(0);
    let of = parts.get(first).map_or(Type::LongText, |part| part.of);
    let Some(value) = parse(of, text, context)? else {
        return Ok(None);
    };
    Ok(Some(Value::Part(complete_part(
        parts,
        Part::new([(first as u8, value)]),
        context,
    ))))
}

/// Fills in what follows from a part's values: of a telephone number its international form.
#[must_use]
pub fn complete_part(
    parts: &'static [crate::domain::PartField],
    mut part: Part,
    context: &InputContext,
) -> Part {
    if parts == customer::PHONE_PARTS
        && let Some(phone) = part.value(0).and_then(Value::as_text)
        && let Ok(phone) = Phone::parse(phone, context.region())
    {
        part.set(
            3,
            phone.e164().map(|number| Value::text(number.to_string())),
        );
        if let Some(extension) = phone.extension() {
            part.set(4, Some(Value::text(extension)));
        }
    }
    part
}

/// Says what is wrong with a value of a field, but for references, which only the workspace knows.
///
/// # Errors
/// The rule that the value breaks.
pub fn check(of: Type, value: &Value) -> Result<(), Rule> {
    match (of, value) {
        (Type::Text(max), Value::Text(text)) => at_most(text, usize::from(max)),
        (Type::LongText, Value::Text(text)) => at_most(text, LONG_TEXT_MAX),
        (Type::Choice(options), Value::Text(text)) => {
            if options.open || options.codes.contains(&&**text) {
                at_most(text, 120)
            } else {
                Err(Rule::NotAnOption {
                    value: quoted(text),
                })
            }
        }
        (Type::Email, Value::Text(text)) => EmailAddress::parse(text).map(drop),
        (Type::Url, Value::Text(text)) => WebAddress::parse(text).map(drop),
        (Type::Currency, Value::Text(text)) => Currency::parse(text).map(drop),
        (Type::Phone, Value::Text(text)) => at_most(text, 60),
        (Type::Number, Value::Number(_))
        | (Type::Bool, Value::Bool(_))
        | (Type::Date, Value::Date(_))
        | (Type::Instant, Value::Instant(_))
        | (Type::Money, Value::Money(_))
        | (Type::Unknown, Value::Unknown(_)) => Ok(()),
        (Type::Ref(kinds), Value::Ref(id)) => {
            if kinds.contains(&id.kind) {
                Ok(())
            } else {
                Err(Rule::WrongKind {
                    value: id.to_string(),
                })
            }
        }
        (Type::Part(parts), Value::Part(part)) => {
            for (place, value) in part.iter().filter(|(place, _)| *place != Part::UNKNOWN) {
                let of = parts.get(usize::from(place)).ok_or(Rule::UnknownField)?.of;
                check(of, value)?;
            }
            Ok(())
        }
        (Type::Custom, _) => Ok(()),
        _ => Err(Rule::WrongType),
    }
}

/// Long texts end somewhere: a note is not a file.
const LONG_TEXT_MAX: usize = 100_000;

fn at_most(text: &str, max: usize) -> Result<(), Rule> {
    if text.len() > max && text.chars().count() > max {
        Err(Rule::TooLong { max })
    } else {
        Ok(())
    }
}

/// Whether a field may be written by forms, files and REST.
#[must_use]
pub fn is_writable(field: &Field) -> bool {
    !field.is_internal && field.of != Type::Unknown
}

/// The key of the element that a single value of a list goes to when a file or form gives just
/// one: the same for all records, so that pages keep them in one column.
pub const FIRST_ELEMENT: &str = "1";
