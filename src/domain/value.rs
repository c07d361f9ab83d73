//! Values: what one register of a record holds. Types say which values a field takes
//! ([`super::field::Type`]); here is only what they are.

use super::date::Date;
use super::id::RecordId;
use super::instant::Instant;
use super::money::Money;
use super::number::Number;

/// One value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A decimal number.
    Number(Number),
    /// A calendar date.
    Date(Date),
    /// A moment.
    Instant(Instant),
    /// An amount in a currency.
    Money(Money),
    /// Another record.
    Ref(RecordId),
    /// Text: of one line or many, a choice's code, an address in the web or a mailbox.
    Text(Box<str>),
    /// Named values that belong together.
    Part(Part),
    /// JSON of a shape this version does not know, kept as it came.
    Unknown(Box<str>),
}

impl Value {
    /// A text value.
    #[must_use]
    pub fn text(text: impl Into<Box<str>>) -> Self {
        Self::Text(text.into())
    }

    /// The text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The record referred to, where it is one.
    #[must_use]
    pub fn as_ref_id(&self) -> Option<RecordId> {
        if let Self::Ref(id) = self {
            Some(*id)
        } else {
            None
        }
    }

    /// The date, where it is one.
    #[must_use]
    pub fn as_date(&self) -> Option<Date> {
        if let Self::Date(date) = self {
            Some(*date)
        } else {
            None
        }
    }

    /// The amount, where it is one.
    #[must_use]
    pub fn as_money(&self) -> Option<Money> {
        if let Self::Money(money) = self {
            Some(*money)
        } else {
            None
        }
    }

    /// The number, where it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<Number> {
        if let Self::Number(number) = self {
            Some(*number)
        } else {
            None
        }
    }

    /// The value as it is typed: plain digits, dates as `2026-03-05`, of a part its first value.
    #[must_use]
    pub fn typed(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Money(money) => money.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Instant(instant) => instant.to_string(),
            Self::Bool(is_yes) => is_yes.to_string(),
            Self::Ref(id) => id.to_string(),
            Self::Text(text) | Self::Unknown(text) => text.to_string(),
            Self::Part(part) => part.value(0).map(Self::typed).unwrap_or_default(),
        }
    }

    /// Whether it is yes.
    #[must_use]
    pub fn is_yes(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// The named values, where it has such.
    #[must_use]
    pub fn as_part(&self) -> Option<&Part> {
        if let Self::Part(part) = self {
            Some(part)
        } else {
            None
        }
    }
}

/// The named values of a part, by their place in the field's table of parts, in order. What a
/// newer version added stands under [`Part::UNKNOWN`] as a JSON object.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Part(Vec<(u8, Value)>);

impl Part {
    /// The place of what this version does not know.
    pub const UNKNOWN: u8 = u8::MAX;

    /// A part with these values; places are sorted, and of two values at one place the last stays.
    #[must_use]
    pub fn new(values: impl IntoIterator<Item = (u8, Value)>) -> Self {
        let mut part = Self::default();
        for (place, value) in values {
            part.set(place, Some(value));
        }
        part
    }

    /// The value at a place.
    #[must_use]
    pub fn value(&self, place: u8) -> Option<&Value> {
        self.0
            .iter()
            .find(|(at, _)| *at == place)
            .map(|(_, value)| value)
    }

    /// Writes or takes away the value at a place.
    pub fn set(&mut self, place: u8, value: Option<Value>) {
        let at = self.0.partition_point(|(other, _)| *other < place);
        let is_there = self.0.get(at).is_some_and(|(other, _)| *other == place);
        match value {
            Some(value) if is_there => {
                if let Some(slot) = self.0.get_mut(at) {
                    slot.1 = value;
                }
            }
            Some(value) => self.0.insert(at, (place, value)),
            None if is_there => drop(self.0.remove(at)),
            None => {}
        }
    }

    /// All values with their places, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u8, &Value)> {
        self.0.iter().map(|(place, value)| (*place, value))
    }

    /// Whether it has no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
