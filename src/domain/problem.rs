//! What can be wrong with a value: a field and the rule it broke, as data.
//!
//! The sentence a person reads is a message of `i18n`, found by the rule's
//! code; `Display` here is for logs. Which value belongs to which field is told
//! by the records' own files.

use super::formula::Fault;
use thiserror::Error;

/// How many characters of a refused value are quoted back.
///
/// Without a limit, a file whose twenty megabytes stand on one line would be
/// carried whole in every problem it causes.
const QUOTED_MAX: usize = 80;

/// A field whose value breaks a rule.
///
/// Parsers of several fields return all problems, not the first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
#[error("{field} {rule}")]
pub struct Problem {
    /// Name of the field as in the documents, such as `expected_close`.
    pub field: String,
    /// What is wrong with its value.
    pub rule: Rule,
}

impl Problem {
    /// Says that `field` breaks `rule`.
    pub fn new(field: impl Into<String>, rule: Rule) -> Self {
        Self {
            field: field.into(),
            rule,
        }
    }
}

/// Why a value was refused.
///
/// Where a rule quotes the value, the quotation is cut to a readable length.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
pub enum Rule {
    /// A value is needed and there is none.
    #[error("is required")]
    Required,
    /// The text has more characters than the field takes.
    #[error("is longer than {max} characters")]
    TooLong {
        /// Most characters the field takes.
        max: usize,
    },
    /// The list has more elements than the field takes.
    #[error("has more than {max} elements")]
    TooMany {
        /// Most elements the field takes.
        max: usize,
    },
    /// Not an e-mail address.
    #[error("is not an e-mail address: {value:?}")]
    NotAnEmail {
        /// What was given.
        value: String,
    },
    /// Neither a phone number nor anything one could dial.
    #[error("is not a phone number: {value:?}")]
    NotAPhone {
        /// What was given.
        value: String,
    },
    /// Not a calendar date in the form that is read here.
    #[error("is not a date: {value:?}")]
    NotADate {
        /// What was given.
        value: String,
    },
    /// Written as a date, but no calendar has that day, such as 31 February.
    #[error("is a day that does not exist: {value:?}")]
    DoesNotExist {
        /// What was given.
        value: String,
    },
    /// Not a point in time.
    #[error("is not a point in time: {value:?}")]
    NotAnInstant {
        /// What was given.
        value: String,
    },
    /// Not an amount of money.
    #[error("is not an amount: {value:?}")]
    NotAnAmount {
        /// What was given.
        value: String,
    },
    /// More decimal places than the currency has.
    #[error("has more than {digits} decimal places: {value:?}")]
    TooPrecise {
        /// What was given.
        value: String,
        /// Decimal places of the currency.
        digits: usize,
    },
    /// Not a number.
    #[error("is not a number: {value:?}")]
    NotANumber {
        /// What was given.
        value: String,
    },
    /// Neither yes nor no.
    #[error("is neither yes nor no: {value:?}")]
    NotAYesOrNo {
        /// What was given.
        value: String,
    },
    /// Not an address of the web.
    #[error("is not a web address: {value:?}")]
    NotAUrl {
        /// What was given.
        value: String,
    },
    /// Not one of the values the field may have.
    #[error("is not one of the options: {value:?}")]
    NotAnOption {
        /// What was given.
        value: String,
    },
    /// Not an operator of a filter, or not one for a field of this type.
    #[error("cannot be filtered by {value:?}")]
    NotAnOperator {
        /// What was given.
        value: String,
    },
    /// Not a code of ISO 4217.
    #[error("is not a currency: {value:?}")]
    NotACurrency {
        /// What was given.
        value: String,
    },
    /// Not a code of ISO 3166-1.
    #[error("is not a country: {value:?}")]
    NotACountry {
        /// What was given.
        value: String,
    },
    /// Not the id of a record.
    #[error("is not an id: {value:?}")]
    NotAnId {
        /// What was given.
        value: String,
    },
    /// Below the least or above the greatest value the field takes.
    #[error("is not between {min} and {max}")]
    OutOfRange {
        /// Least value, as it is written in documents.
        min: String,
        /// Greatest value, as it is written in documents.
        max: String,
    },
    /// Another record has this value already.
    #[error("is already used: {value:?}")]
    NotUnique {
        /// What was given.
        value: String,
    },
    /// Refers to a record that is not there.
    #[error("refers to a record that does not exist: {value:?}")]
    NoSuchRecord {
        /// What was given.
        value: String,
    },
    /// Refers to a record of another kind than the field takes.
    #[error("refers to a record of the wrong kind: {value:?}")]
    WrongKind {
        /// What was given.
        value: String,
    },
    /// Refers to the record itself, directly or in a circle.
    #[error("refers back to the record itself")]
    Circular,
    /// The value has another shape than the field, such as a list for a date.
    #[error("has the wrong type")]
    WrongType,
    /// No such field in records of this kind.
    #[error("is not a known field")]
    UnknownField,
    /// Would go, but other records still use it.
    #[error("is still used: {value:?}")]
    StillUsed {
        /// What it is called.
        value: String,
    },
    /// The field may not be set from outside, or not now.
    #[error("may not be set")]
    NotAllowed,
    /// Cannot be worked out by; what stands at one of its characters does not
    /// fit.
    #[error("is no formula: {value:?} at character {place} {fault}")]
    NotAFormula {
        /// What is wrong.
        fault: Fault,
        /// At which character, from 1.
        place: usize,
        /// What stands there.
        value: String,
    },
}

/// What a rule tells its sentence: `max`, `value` and the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleArgument<'a> {
    /// A word or a quotation, shown as it is.
    Text(&'a str),
    /// A number, which the sentence may need in the singular or the plural.
    Number(usize),
}

impl Rule {
    /// The stable name: the `code` of a problem over REST, and with hyphens
    /// the last part of its message key.
    ///
    /// ```
    /// # use satchel::domain::problem::Rule;
    /// assert_eq!(Rule::NotUnique { value: "a@b.cd".into() }.code(), "not_unique");
    /// ```
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too_long",
            Self::TooMany { .. } => "too_many",
            Self::NotAnEmail { .. } => "not_an_email",
            Self::NotAPhone { .. } => "not_a_phone",
            Self::NotADate { .. } => "not_a_date",
            Self::DoesNotExist { .. } => "does_not_exist",
            Self::NotAnInstant { .. } => "not_an_instant",
            Self::NotAnAmount { .. } => "not_an_amount",
            Self::TooPrecise { .. } => "too_precise",
            Self::NotANumber { .. } => "not_a_number",
            Self::NotAYesOrNo { .. } => "not_a_yes_or_no",
            Self::NotAUrl { .. } => "not_a_url",
            Self::NotAnOption { .. } => "not_an_option",
            Self::NotAnOperator { .. } => "not_an_operator",
            Self::NotACurrency { .. } => "not_a_currency",
            Self::NotACountry { .. } => "not_a_country",
            Self::NotAnId { .. } => "not_an_id",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotUnique { .. } => "not_unique",
            Self::NoSuchRecord { .. } => "no_such_record",
            Self::WrongKind { .. } => "wrong_kind",
            Self::Circular => "circular",
            Self::WrongType => "wrong_type",
            Self::UnknownField => "unknown_field",
            Self::StillUsed { .. } => "still_used",
            Self::NotAllowed => "not_allowed",
            Self::NotAFormula { fault, .. } => fault.code(),
        }
    }

    /// What the sentence of this rule may mention, by name.
    pub fn arguments(&self) -> Vec<(&'static str, RuleArgument<'_>)> {
        use RuleArgument::{Number, Text};
        match self {
            Self::Required
            | Self::Circular
            | Self::WrongType
            | Self::UnknownField
            | Self::NotAllowed => Vec::new(),
            Self::TooLong { max } | Self::TooMany { max } => vec![("max", Number(*max))],
            Self::TooPrecise { value, digits } => {
                vec![("value", Text(value)), ("digits", Number(*digits))]
            }
            Self::OutOfRange { min, max } => vec![("min", Text(min)), ("max", Text(max))],
            Self::NotAFormula { place, value, .. } => {
                vec![("value", Text(value)), ("place", Number(*place))]
            }
            Self::NotAnEmail { value }
            | Self::NotAPhone { value }
            | Self::NotADate { value }
            | Self::DoesNotExist { value }
            | Self::NotAnInstant { value }
            | Self::NotAnAmount { value }
            | Self::NotANumber { value }
            | Self::NotAYesOrNo { value }
            | Self::NotAUrl { value }
            | Self::NotAnOption { value }
            | Self::NotAnOperator { value }
            | Self::NotACurrency { value }
            | Self::NotACountry { value }
            | Self::NotAnId { value }
            | Self::NotUnique { value }
            | Self::StillUsed { value }
            | Self::NoSuchRecord { value }
            | Self::WrongKind { value } => vec![("value", Text(value))],
        }
    }
}

/// A refused value as a rule quotes it: cut to a readable length, an ellipsis
/// telling that it was, and without line breaks or other control characters.
pub fn quoted(value: &str) -> String {
    let mut characters = value.chars().map(|character| {
        if character.is_control() {
            ' '
        } else {
            character
        }
    });
    let mut quotation: String = characters.by_ref().take(QUOTED_MAX).collect();
    if characters.next().is_some() {
        quotation.push('…');
    }
    quotation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_short_and_stands_on_one_line() {
        assert_eq!(quoted("31.02."), "31.02.");
        assert_eq!(quoted("a\r\nb"), "a  b");
        let long = quoted(&"客".repeat(1_000_000));
        assert_eq!(long.chars().count(), QUOTED_MAX + 1);
        assert!(long.ends_with('…'));
        assert_eq!(quoted(&"x".repeat(QUOTED_MAX)), "x".repeat(QUOTED_MAX));
    }

    #[test]
    fn a_problem_reads_as_a_clause_in_a_log() {
        let problem = Problem::new(
            "birthday",
            Rule::DoesNotExist {
                value: "31.02.".into(),
            },
        );
        assert_eq!(
            problem.to_string(),
            r#"birthday is a day that does not exist: "31.02.""#
        );
    }
}
