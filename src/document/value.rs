//! One value as bytes, tagged with its type, for journal entries, parts and elements. Columns of
//! pages pack values of one type more tightly, with the same tags.

use super::DocumentError;
use super::bytes::{Reader, Writer};
use crate::domain::{
    Currency, Date, Instant, Money, Number, Part, RecordId, RecordKind, Uuid, Value,
};

/// The type of a stored value. Numbers are for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Tag {
    /// No value: it was taken away.
    None = 0,
    /// Yes or no.
    Bool = 1,
    /// A number: the bits of its float, turned so that they sort ([`ordered_bits`]).
    Number = 2,
    /// A date, in days since 1970.
    Date = 3,
    /// A moment, in milliseconds since 1970.
    Instant = 4,
    /// An amount, in minor units, and its currency.
    Money = 5,
    /// A record: the number of its kind and its identity.
    Ref = 6,
    /// A text.
    Text = 7,
    /// A part.
    Part = 8,
    /// JSON as it came.
    Unknown = 9,
}

impl Tag {
    /// The tag with this number.
    ///
    /// # Errors
    /// [`DocumentError::Malformed`] where there is none.
    pub fn from_number(number: u8) -> Result<Self, DocumentError> {
        Ok(match number {
            0 => Self::None,
            1 => Self::Bool,
            2 => Self::Number,
            3 => Self::Date,
            4 => Self::Instant,
            5 => Self::Money,
            6 => Self::Ref,
            7 => Self::Text,
            8 => Self::Part,
            9 => Self::Unknown,
            _ => return Err(DocumentError::Malformed),
        })
    }

    /// The tag of a value.
    #[must_use]
    pub const fn of(value: &Value) -> Self {
        match value {
            Value::Bool(_) => Self::Bool,
            Value::Number(_) => Self::Number,
            Value::Date(_) => Self::Date,
            Value::Instant(_) => Self::Instant,
            Value::Money(_) => Self::Money,
            Value::Ref(_) => Self::Ref,
            Value::Text(_) => Self::Text,
            Value::Part(_) => Self::Part,
            Value::Unknown(_) => Self::Unknown,
        }
    }
}

/// The whole number behind a value that has one: what columns of numbers hold and queries compare.
#[must_use]
pub fn int_of(value: &Value) -> Option<i64> {
    Some(match value {
        Value::Bool(is_yes) => i64::from(*is_yes),
        Value::Number(number) => ordered_bits(number.to_f64()),
        Value::Date(date) => i64::from(date.to_days()),
        Value::Instant(instant) => instant.to_ms(),
        Value::Money(money) => money.minor(),
        _ => return None,
    })
}

/// The bits of a float, turned so that they compare as the floats do.
#[must_use]
pub const fn ordered_bits(float: f64) -> i64 {
    let bits = float.to_bits() as i64;
    if bits < 0 { bits ^ i64::MAX } else { bits }
}

/// The float that [`ordered_bits`] turned.
#[must_use]
pub const fn float_of(ordered: i64) -> f64 {
    let bits = if ordered < 0 {
        ordered ^ i64::MAX
    } else {
        ordered
    };
    f64::from_bits(bits as u64)
}

/// The value of a type that [`int_of`] knows (but money) from its whole number.
#[must_use]
pub fn value_of_int(tag: Tag, int: i64) -> Option<Value> {
    Some(match tag {
        Tag::Bool => Value::Bool(int != 0),
        Tag::Number => Value::Number(Number::from_f64(float_of(int))?),
        Tag::Date => Value::Date(Date::from_days(i32::try_from(int).ok()?)?),
        Tag::Instant => Value::Instant(Instant::from_ms(int)?),
        _ => return None,
    })
}

/// The 17 bytes of a reference.
#[must_use]
pub fn ref_bytes(id: RecordId) -> [u8; 17] {
    let mut bytes = [id.kind as u8; 17];
    if let Some(tail) = bytes.last_chunk_mut::<16>() {
        *tail = *id.uuid.as_bytes();
    }
    bytes
}

/// The reference that 17 bytes say.
#[must_use]
pub fn ref_of(bytes: &[u8]) -> Option<RecordId> {
    let (kind, uuid) = bytes.split_first()?;
    Some(RecordId::new(
        RecordKind::from_number(*kind)?,
        Uuid::from_bytes(uuid.try_into().ok()?),
    ))
}

/// Writes a part: how many values, then each with its place.
pub fn write_part(writer: &mut Writer, part: &Part) {
    writer.uint(part.iter().count() as u64);
    for (place, value) in part.iter() {
        writer.byte(place);
        write_value(writer, Some(value));
    }
}

/// Reads what [`write_part`] wrote.
///
/// # Errors
/// [`DocumentError::Malformed`] for anything else; parts do not nest.
pub fn read_part(reader: &mut Reader<'_>) -> Result<Part, DocumentError> {
    let count = reader.count()?;
    let mut part = Part::default();
    for _ in 0..count {
        let place = reader.byte()?;
        match read_value(reader)? {
            Some(Value::Part(_)) => return Err(DocumentError::Malformed),
            value => part.set(place, value),
        }
    }
    Ok(part)
}

/// Writes a value, or that there is none.
pub fn write_value(writer: &mut Writer, value: Option<&Value>) {
    let Some(value) = value else {
        return writer.byte(Tag::None as u8);
    };
    writer.byte(Tag::of(value) as u8);
    match value {
        Value::Text(text) | Value::Unknown(text) => writer.text(text),
        Value::Ref(id) => writer.bytes(&ref_bytes(*id)),
        Value::Part(part) => {
            let mut inner = Writer::default();
            write_part(&mut inner, part);
            writer.sized(&inner.finish());
        }
        Value::Money(money) => {
            writer.int(money.minor());
            writer.text(money.currency().code());
        }
        Value::Bool(_) | Value::Number(_) | Value::Date(_) | Value::Instant(_) => {
            writer.int(int_of(value).unwrap_or_default());
        }
    }
}

/// Reads what [`write_value`] wrote.
///
/// # Errors
/// [`DocumentError::Malformed`] for anything else.
pub fn read_value(reader: &mut Reader<'_>) -> Result<Option<Value>, DocumentError> {
    let tag = Tag::from_number(reader.byte()?)?;
    Ok(Some(match tag {
        Tag::None => return Ok(None),
        Tag::Text => Value::text(reader.text()?),
        Tag::Unknown => Value::Unknown(reader.text()?.into()),
        Tag::Ref => Value::Ref(ref_of(reader.bytes(17)?).ok_or(DocumentError::Malformed)?),
        Tag::Part => {
            let mut inner = Reader::new(reader.sized()?);
            Value::Part(read_part(&mut inner)?)
        }
        Tag::Money => {
            let minor = reader.int()?;
            let money = Money::from_minor(minor, read_currency(reader)?);
            Value::Money(money.map_err(|_| DocumentError::Malformed)?)
        }
        Tag::Bool | Tag::Number | Tag::Date | Tag::Instant => {
            value_of_int(tag, reader.int()?).ok_or(DocumentError::Malformed)?
        }
    }))
}

/// Reads a currency's code.
///
/// # Errors
/// [`DocumentError::Malformed`] where no currency has it.
pub fn read_currency(reader: &mut Reader<'_>) -> Result<Currency, DocumentError> {
    Currency::parse(reader.text()?).map_err(|_| DocumentError::Malformed)
}

/// A value of a part, as it lies in its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packed<'a> {
    /// A text.
    Text(&'a str),
    /// A record.
    Ref(RecordId),
    /// What has a whole number ([`int_of`]).
    Int(Tag, i64),
    /// Anything else.
    Other,
}

impl<'a> Packed<'a> {
    /// The same of an unpacked value.
    #[must_use]
    pub fn of(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::Ref(id) => Self::Ref(*id),
            Value::Part(_) | Value::Unknown(_) => Self::Other,
            other => int_of(other).map_or(Self::Other, |int| Self::Int(Tag::of(other), int)),
        }
    }
}

/// Calls back with every value of a packed part and its place, without unpacking it.
pub fn each_value<'a>(part: &'a [u8], mut visit: impl FnMut(u8, Packed<'a>)) {
    values_to(part, &mut visit);
}

fn values_to<'a>(part: &'a [u8], visit: &mut dyn FnMut(u8, Packed<'a>)) {
    let mut reader = Reader::new(part);
    let mut walk = || -> Result<(), DocumentError> {
        for _ in 0..reader.count()? {
            let place = reader.byte()?;
            let tag = Tag::from_number(reader.byte()?)?;
            let value = match tag {
                Tag::Text => Packed::Text(reader.text()?),
                Tag::Ref => Packed::Ref(ref_of(reader.bytes(17)?).ok_or(DocumentError::Malformed)?),
                Tag::Bool | Tag::Number | Tag::Date | Tag::Instant => {
                    Packed::Int(tag, reader.int()?)
                }
                Tag::Money => {
                    let minor = reader.int()?;
                    reader.sized()?;
                    Packed::Int(tag, minor)
                }
                Tag::Unknown | Tag::Part => {
                    reader.sized()?;
                    Packed::Other
                }
                Tag::None => Packed::Other,
            };
            visit(place, value);
        }
        Ok(())
    };
    // A part that ends early was checked with its page: what was read of it so far stands.
    let _ = walk();
}

/// Calls back with the bytes of every text of a packed part, without unpacking it.
pub fn each_text<'a>(part: &'a [u8], mut visit: impl FnMut(&'a [u8])) {
    each_value(part, |_, value| {
        if let Packed::Text(text) = value {
            visit(text.as_bytes());
        }
    });
}
